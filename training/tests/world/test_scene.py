"""Sampling: every value of the vocabulary can be wished, the same seed is the same scene, tracks hold what is drawn."""

import itertools
import unittest
from fractions import Fraction

import numpy as np
import torch

from training.world.camera import ASPECT
from training.world.picture import render
from training.world.scene import sample_scene
from training.world.vocabulary import ACTIONS, CAMERAS, THINGS, VOCABULARY

SHAPES = ((160, 96), (128, 128), (96, 160))


class Scenes(unittest.TestCase):
    def test_every_value_can_be_wished_and_is_drawn(self):
        for name, values in VOCABULARY.items():
            for value in values:
                scene = sample_scene(3, 1.0, {name: value})
                self.assertEqual(scene.attributes()[name], value)
                frames = render(scene, Fraction(2), 2, 80, 48)
                self.assertEqual(tuple(frames.shape), (2, 3, 48, 80))
                self.assertGreater(frames.float().std(), 4.0, value)

    def test_every_thing_may_be_wished_to_do_anything(self):
        for seed, (thing, action) in enumerate(itertools.product(THINGS, ACTIONS)):
            scene = sample_scene(seed, 1.0, {"thing": thing, "action": action})
            self.assertEqual((scene.subjects[0].kind, scene.subjects[0].action), (thing, action))
            self.assertTrue(np.isfinite(scene.tracks(np.linspace(0, 1, 9))).all())
            render(scene, Fraction(1), 1, 40, 24)

    def test_impossible_wishes_are_refused(self):
        for wish, words in (
                ({"place": "moon"}, "moon"), ({"place": "wooden room", "weather": "rain"}, "cannot be seen"),
                ({"action": "collide", "count": "one"}, "somebody to meet")):
            with self.assertRaisesRegex(ValueError, words):
                sample_scene(1, 1.0, wish)

    def test_the_same_seed_is_the_same_shot(self):
        for seed in range(8):
            first, second = (sample_scene(seed, 1.0) for _ in range(2))
            self.assertEqual(first.attributes(), second.attributes())
            self.assertTrue(torch.equal(render(first, Fraction(4), 4, 80, 48), render(second, Fraction(4), 4, 80, 48)))

    def test_new_values_come_often_enough(self):
        drawn = [sample_scene(seed, 0.5).attributes() for seed in range(1500)]
        share = {(name, value): sum(scene[name] == value for scene in drawn) / len(drawn) for name in VOCABULARY for value in VOCABULARY[name]}
        for thing in ("bottle", "glass", "lamp", "tree", "house"):
            self.assertGreater(share["thing", thing], 0.03, thing)
        for action in ("run", "wave", "talk", "swing", "float", "splash", "collide", "topple"):
            self.assertGreater(share["action", action], 0.022, action)
        self.assertAlmostEqual(share["camera", "static"], 0.35, delta=0.05)
        self.assertAlmostEqual(sum(share["camera", camera] for camera in CAMERAS[4:]), 0.35, delta=0.05)

    def test_tracks_hold_where_the_subject_is_drawn_for_every_camera_and_shape(self):
        """A red ball alone on snow by day: the middle of what is red."""
        for camera in CAMERAS:
            fixed = {
                "thing": "ball", "action": "bounce", "colour": "red", "place": "snowfield", "time": "day", "weather": "clear", "count": "one",
                "camera": camera}
            scene = sample_scene(17, 3.0, fixed)
            scene.subjects[0].look = 3
            for width, height in SHAPES:
                frames = render(scene, Fraction(4), 12, width, height).float()
                tracks = scene.tracks(np.arange(12) / 4, width / height)[0]
                red = (frames[:, 0] - frames[:, 1:].amax(1) > 70).float()
                for frame, (x, y, radius) in zip(red, tracks):
                    away = radius * height
                    if not (away < x * width < width - away and away < y * height < height - away):
                        continue
                    rows, columns = torch.nonzero(frame, as_tuple=True)
                    self.assertLess(abs(float(columns.float().mean()) + 0.5 - x * width), 1.6, (camera, width))
                    self.assertLess(abs(float(rows.float().mean()) + 0.5 - y * height), 2.2, (camera, width))

    def test_the_camera_says_what_the_backdrop_does(self):
        times = np.linspace(0, 4, 9)
        for camera, moves in (("pan left", (-1, 0, 0)), ("zoom out", (0, -1, 0)), ("tilt up", (0, 0, 1)), ("tilt down", (0, 0, -1)),
                              ("dolly in", (0, 1, 0)), ("static", (0, 0, 0))):
            path = sample_scene(2, 4.0, {"camera": camera}).camera_at(times)
            self.assertEqual(tuple(int(np.sign(round(member[-1] - member[0], 6))) for member in path), moves, camera)
        nearer = sample_scene(2, 4.0, {"camera": "dolly in", "action": "stand still"})
        radius, zoom = nearer.tracks(times, ASPECT)[0, :, 2], nearer.camera_at(times)[1]
        self.assertGreater(radius[-1] / radius[0], 1.1 * zoom[-1] / zoom[0])     # parallax


if __name__ == "__main__":
    unittest.main()
