"""Stems of the world are clean, and dirt is found."""

import unittest

import numpy as np
import torch

from training.evaluation.cases import STEMS, make_case
from training.evaluation.making import rendered
from training.evaluation.purity import BLOCK, contact_spans, measure, rise, scene_spans

SAMPLE_RATE = 24000


class Purity(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.case = make_case(0, "bounce")
        cls.shot = rendered(cls.case, SAMPLE_RATE)
        cls.contacts = np.array([event.time for event in cls.case.scene.events if event.kind == "impact" and event.time < 3.5])

    def test_effects_of_the_world_are_silent_between_their_events(self):
        found = measure(self.case, self.shot.stems, self.contacts, SAMPLE_RATE)["effects"]
        self.assertLess(found["quiet"], -70)
        self.assertGreater(found["loud"], -50)
        self.assertGreater(found["rise"], 10)

    def test_ambience_of_the_world_knows_nothing_of_contacts_and_a_leak_is_heard(self):
        clean = measure(self.case, self.shot.stems, self.contacts, SAMPLE_RATE)["ambience"]["rise"]
        leaking = self.shot.stems.clone()
        leaking[STEMS.index("ambience")] += leaking[STEMS.index("effects")]
        dirty = measure(self.case, leaking, self.contacts, SAMPLE_RATE)["ambience"]["rise"]
        self.assertLess(abs(clean), 3)
        self.assertGreater(dirty, clean + 5)

    def test_noise_all_through_is_as_loud_where_it_should_be_silent(self):
        noise = torch.randn(self.shot.stems.shape, generator=torch.Generator().manual_seed(0)) * 0.1
        found = measure(self.case, noise, None, SAMPLE_RATE)["effects"]
        self.assertLess(abs(found["loud"] - found["quiet"]), 1)

    def test_spans_follow_the_scene(self):
        blocks = round(self.case.scene.duration / BLOCK)
        self.assertTrue(scene_spans(self.case.scene, "ambience", blocks).all())
        self.assertEqual(scene_spans(self.case.scene, "music", blocks).all(), self.case.scene.music is not None)
        at = int(self.contacts[0] / BLOCK)
        effects = scene_spans(self.case.scene, "effects", blocks)
        self.assertTrue(effects[at] and not effects[: at - 1].any())

    def test_a_contact_reaches_as_far_as_it_rings(self):
        self.assertEqual(list(np.flatnonzero(contact_spans([(1.05, 0.3)], 20))), [10, 11, 12, 13])

    def test_a_contact_at_the_edge_has_no_rise(self):
        self.assertIsNone(rise(np.zeros(SAMPLE_RATE, np.float32), np.array([0.05]), SAMPLE_RATE))


if __name__ == "__main__":
    unittest.main()
