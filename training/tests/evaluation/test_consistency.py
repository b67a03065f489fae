"""Drift is nothing in true shots, and what changes over time is found."""

import unittest

import torch

from training.evaluation.cases import RATE
from training.evaluation.consistency import backdrop, pieces, windows
from training.evaluation.cases import Case
from training.models.critic import Critic
from training.world.picture import render
from training.world.scene import sample_scene

SECONDS = 3.0


class LongPieces(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scene = sample_scene(1_700_000, 12.0, {
            "thing": "ball", "colour": "red", "action": "spin", "camera": "static", "count": "one", "place": "stone square",
            "time": "day", "weather": "clear"})
        cls.video = render(scene, RATE, 288, 160, 96)
        cls.case = Case(0, "any", scene, "en", "a red ball spins", "unsaid")
        cls.critic = Critic().eval()

    def test_a_true_piece_keeps_its_thing_and_its_backdrop(self):
        found = windows(self.video, "red", self.critic, SECONDS)
        self.assertEqual([window.start for window in found], [0.0, 3.0, 6.0, 9.0])
        for window in found:
            self.assertLess(window.thing, 1)
            self.assertLess(window.backdrop, 1)
            self.assertAlmostEqual(window.size, 1, delta=0.05)

    def test_a_piece_that_grows_darker_drifts_more_and_more(self):
        light = torch.linspace(1, 0.5, len(self.video))[:, None, None, None]
        darker = (self.video * light).round().to(torch.uint8)
        found = windows(darker, "red", self.critic, SECONDS)
        for name in ("thing", "backdrop"):
            drift = [getattr(window, name) for window in found]
            self.assertEqual(drift, sorted(drift))
            self.assertGreater(drift[-1], 5)

    def test_a_thing_that_is_gone_has_no_colour(self):
        empty = self.video.clone()
        empty[144:] = 128
        found = windows(empty, "red", self.critic, SECONDS)
        self.assertIsNone(found[-1].thing)
        self.assertGreater(found[-1].backdrop, 5)

    def test_rows_tell_each_window_against_the_first(self):
        found = windows(self.video, "red", self.critic, SECONDS)
        rows = pieces({"generated": [(self.case, found)]})
        named = {name: figures["generated"] for name, _, figures, _ in rows}
        self.assertEqual(named["9 s: colour of the thing against the first window, median"].value, found[-1].thing)
        self.assertNotIn("0 s: size of the thing against the first window, median", named)
        self.assertIn("0 s: thing, colour and place as asked", named)

    def test_a_moving_thing_is_no_drift_of_the_backdrop(self):
        left, right = (torch.full((24, 3, 96, 160), 90, dtype=torch.uint8) for _ in range(2))
        left[:, 0, 40:60, 10:40], right[:, 0, 40:60, 100:130] = 250, 250
        self.assertEqual(backdrop(left, right), 0)


if __name__ == "__main__":
    unittest.main()
