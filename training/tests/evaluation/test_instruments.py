"""The tracker, the onset search and the fits find in true renders what the world put there."""

import unittest

import numpy as np
import torch

from training.evaluation.cases import RATE, STEMS, make_case
from training.evaluation.making import rendered
from training.evaluation.motion import distances, flights, inner, seen_contacts
from training.evaluation.stems import levels, onsets
from training.evaluation.tracking import track
from training.world.physics import GRAVITY

SAMPLE_RATE = 24000


class Instruments(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cases = [make_case(index, "bounce") for index in (0, 1)]
        cls.shots = [rendered(case, SAMPLE_RATE) for case in cls.cases]
        cls.tracks = [track(shot.video, case.scene.subjects[0].colour) for case, shot in zip(cls.cases, cls.shots)]

    def test_the_track_is_the_path_of_the_world(self):
        for case, path in zip(self.cases, self.tracks):
            truth = case.scene.tracks(np.arange(len(path.y)) / float(RATE))[0]
            self.assertGreater(path.found.mean(), 0.85)    # a fall begins above the picture
            self.assertLess(np.abs(path.y - truth[:, 1])[path.found].mean(), 0.03)

    def test_contacts_seen_are_impacts_of_the_world(self):
        for case, path in zip(self.cases, self.tracks):
            events = np.array([event.time for event in case.scene.events if event.kind == "impact"])
            times = seen_contacts(path)
            self.assertGreater(len(times), 1)
            self.assertLess(np.median(distances(times, events)), 0.03)

    def test_flights_fall_with_the_gravity_of_the_world(self):
        for path in self.tracks:
            gravity = np.median([value for value, _, _ in flights(path)])
            self.assertLess(abs(gravity / GRAVITY - 1), 0.15)

    def test_onsets_heard_are_impacts_of_the_world(self):
        for case, shot in zip(self.cases, self.shots):
            events = np.array([event.time for event in case.scene.events if event.kind == "impact" and event.strength > 0.2])
            heard = onsets(shot.stems[STEMS.index("effects")].numpy(), SAMPLE_RATE)
            self.assertLess(np.median(distances(inner(events), heard)), 0.02)

    def test_silence_has_no_onsets_and_the_floor_as_level(self):
        self.assertEqual(len(onsets(np.zeros(SAMPLE_RATE, np.float32), SAMPLE_RATE)), 0)
        self.assertEqual(set(levels(torch.zeros(len(STEMS), 100)).values()), {-80.0})

    def test_a_grey_picture_has_no_red_thing(self):
        self.assertFalse(track(torch.full((12, 3, 96, 160), 128, dtype=torch.uint8), "red").found.any())


if __name__ == "__main__":
    unittest.main()
