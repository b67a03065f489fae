"""A changed scene differs in one attribute and in nothing that moves."""

import unittest
from fractions import Fraction

import numpy as np
import torch

from training.world.changes import ATTRIBUTES, change, changed, choices
from training.world.picture import render
from training.world.portraits import portrait
from training.world.scene import sample_scene
from training.world.sound import render_stems
from training.world.vocabulary import SURFACES


class Changes(unittest.TestCase):
    def test_one_attribute_changes_and_all_tracks_stay(self):
        times, seen = np.linspace(0, 2, 25), set()
        for seed in range(120):
            scene = sample_scene(seed, 2.0)
            before = scene.attributes()
            other, attribute, value = change(scene, np.random.default_rng(seed))
            self.assertEqual(other.attributes(), before | {attribute: value})
            self.assertEqual(scene.attributes(), before)
            self.assertNotEqual(before[attribute], value)
            self.assertTrue(np.array_equal(scene.tracks(times), other.tracks(times)))
            self.assertEqual([e.time for e in scene.events], [e.time for e in other.events])
            seen.add(attribute)
        self.assertEqual(seen, set(ATTRIBUTES))

    def test_every_possible_change_can_be_seen_and_heard(self):
        for seed in range(25):
            scene = sample_scene(seed, 1.0)
            picture = render(scene, Fraction(2), 2, 80, 48).float()
            for attribute in ATTRIBUTES:
                for value in choices(scene, attribute):
                    other = changed(scene, attribute, value, np.random.default_rng(1))
                    if not (attribute == "weather" or scene.indoor) and scene.tracks(np.array([0.4]))[0, 0, 1] > 0.1:
                        self.assertGreater(float((render(other, Fraction(2), 2, 80, 48).float() - picture).abs().mean()), 0.01, (seed, value))
                    render_stems(other)

    def test_what_is_struck_follows_the_place(self):
        scene = sample_scene(4, 3.0, {"thing": "ball", "action": "bounce", "place": "park", "count": "one", "weather": "clear"})
        other = changed(scene, "place", "wooden room", np.random.default_rng(0))
        self.assertEqual({event.surface for event in other.events}, {SURFACES["wooden room"]})
        self.assertEqual({event.surface for event in scene.events}, {"grass"})

    def test_another_thing_is_made_of_what_it_can_be_made_of(self):
        scene = sample_scene(4, 3.0, {"thing": "ball", "action": "collide", "count": "two", "place": "park", "weather": "clear"})
        scene.subjects[0].material = "rubber"
        other = changed(scene, "thing", "cube", np.random.default_rng(0))
        self.assertNotEqual(other.subjects[0].material, "rubber")
        self.assertIn(other.subjects[0].material, {event.material for event in other.events if event.subject == 0})
        self.assertIn("slide", {motion.kind for motion in other.motions if motion.subject == 0})

    def test_impossible_changes_are_refused(self):
        scene = sample_scene(4, 1.0, {"thing": "person", "action": "walk"})
        for attribute, value in (("thing", "ball"), ("camera", "static")):
            with self.assertRaisesRegex(ValueError, attribute):
                changed(scene, attribute, value, np.random.default_rng(0))

    def test_the_same_rng_makes_the_same_change(self):
        scene = sample_scene(9, 1.0)
        first, second = (change(scene, np.random.default_rng(3)) for _ in range(2))
        self.assertEqual(first[1:], second[1:])


class Portraits(unittest.TestCase):
    def test_a_portrait_shows_the_subject_large_and_the_same_look_again(self):
        for thing in ("ball", "cube", "car", "person", "bottle", "house", "lamp", "tree", "boat", "balloon", "bird", "glass"):
            scene = sample_scene(5, 1.0, {"thing": thing})
            picture = portrait(scene, 0, np.random.default_rng(1), 64)
            self.assertEqual((picture.dtype, tuple(picture.shape)), (torch.uint8, (3, 64, 64)))
            self.assertTrue(torch.equal(picture, portrait(scene, 0, np.random.default_rng(1), 64)))
            edges = torch.cat([picture[:, 0], picture[:, -1], picture[:, :, 0], picture[:, :, -1]], 1).float()
            middle = picture[:, 16:48, 16:48].float()
            self.assertGreater((middle - edges.mean(1)[:, None, None]).abs().mean(), 3.0, thing)

    def test_subjects_that_are_not_there_are_refused(self):
        with self.assertRaisesRegex(ValueError, "subject_index=7"):
            portrait(sample_scene(1, 1.0), 7, np.random.default_rng(1))


if __name__ == "__main__":
    unittest.main()
