"""An edit that is the world's own passes; one that did nothing, or too much, does not."""

import dataclasses
import unittest

import torch

from training.evaluation.cases import RATE, SECONDS, prompted
from training.evaluation.edits import Edit, measure, section
from training.evaluation.making import rendered
from training.evaluation.observation import Shot
from training.world.scene import sample_scene

SAMPLE_RATE = 24000
BEFORE = {
    "thing": "ball", "colour": "red", "action": "bounce", "camera": "static", "count": "one", "place": "stone square",
    "time": "day", "weather": "clear", "music": None}


class Reader:
    """Knows what each picture shows: here only the measures around the critic are tried."""

    def __init__(self, *known):
        self.known = known

    def read(self, video):
        return next(attributes for shown, attributes in self.known if shown is video)


class Edits(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # with every attribute fixed, scenes of one seed move alike
        cases = [
            prompted(0, "any", sample_scene(1_800_003, SECONDS, BEFORE | change), "en")
            for change in ({}, {"colour": "purple"}, {"time": "night"})]
        source, purple, night = (rendered(case, SAMPLE_RATE) for case in cases)
        cls.edit = Edit(cases[1], cases[0], "colour", "purple", source, purple)
        cls.dark = Edit(cases[2], cases[0], "time", "night", source, night)
        cls.critic = Reader(*((shot.video, case.scene.attributes()) for shot, case in zip((source, purple, night), cases)))

    def test_the_true_change_keeps_path_and_pixels(self):
        found = measure(self.edit, self.edit.true, self.critic)
        self.assertEqual((found.changed, found.kept), (1, 1))
        self.assertLess(found.path, 3)
        self.assertGreater(found.likeness, 80)
        self.assertGreater(found.untouched, 40)

    def test_nothing_done_is_not_what_was_asked(self):
        found = measure(self.edit, self.edit.source, self.critic)
        self.assertEqual((found.changed, found.kept), (0, 1))
        self.assertLess(found.likeness, 35)

    def test_too_much_done_is_found_out(self):
        found = measure(self.edit, self.dark.true, self.critic)
        self.assertLess(found.kept, 1)
        self.assertLess(found.untouched, 25)

    def test_another_motion_is_no_agreement(self):
        moved = Shot(self.edit.true.video.flip(0), self.edit.true.stems)
        known = Reader((moved.video, self.edit.case.scene.attributes()))
        self.assertGreater(measure(self.edit, moved, known).path, 5)

    def test_rows_put_nothing_done_beside_what_was_made(self):
        both = {"generated": self.edit.true, "source": self.edit.source}
        rows = section([{name: measure(self.edit, shot, self.critic) for name, shot in both.items()}])
        name, _, figures, baselines = rows[0]
        self.assertEqual(name, "the attribute is what was asked")
        self.assertEqual((figures["generated"].value, baselines["source unchanged"].value), (1, 0))
        self.assertEqual(figures["rendered"].count, 0)

    def test_another_length_is_refused(self):
        short = dataclasses.replace(self.edit.true, video=self.edit.true.video[:-1])
        with self.assertRaisesRegex(ValueError, "95 frames, its source 96"):
            measure(self.edit, short, Reader((short.video, {})))


if __name__ == "__main__":
    unittest.main()
