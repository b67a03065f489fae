"""The tracker, the onset search and the fits find in true renders what the world put there."""

import itertools
import unittest

import numpy as np
import torch

from training.evaluation.cases import RATE, SECONDS, STEMS, make_case
from training.evaluation.making import rendered
from training.evaluation.motion import agreement, distances, flights, gravity_of, inner, seen_contacts, true_gravity
from training.evaluation.stems import levels, onsets
from training.evaluation.tracking import Track, track
from training.world.physics import GRAVITY

SAMPLE_RATE = 24000


class Instruments(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        every = (make_case(index, "bounce") for index in range(100))
        cls.cases = list(itertools.islice((case for case in every if case.scene.attributes()["action"] == "bounce"), 2))
        cls.shots = [rendered(case, SAMPLE_RATE) for case in cls.cases]
        cls.tracks = [track(shot.video, case.scene.subjects[0].colour) for case, shot in zip(cls.cases, cls.shots)]

    def test_the_track_is_the_path_of_the_world(self):
        for case, path in zip(self.cases, self.tracks):
            truth = case.scene.tracks(np.arange(len(path.y)) / float(RATE))[0]
            self.assertGreater(path.found.mean(), 0.95)
            self.assertLess(np.abs(path.y - truth[:, 1])[path.found].mean(), 0.03)

    def test_contacts_seen_are_impacts_of_the_world(self):
        for case, path in zip(self.cases, self.tracks):
            events = np.array([event.time for event in case.scene.events if event.kind == "impact"])
            times = seen_contacts(path)
            self.assertGreater(len(times), 1)
            self.assertLess(np.median(distances(times, events)), 0.03)

    def test_flights_fall_with_the_gravity_of_the_world(self):
        for path in self.tracks:
            self.assertLess(abs(gravity_of(flights(path)) / GRAVITY - 1), 0.03)
            self.assertTrue(true_gravity(flights(path)))

    def test_slow_motion_is_not_the_world_s_gravity(self):
        slow = Track(**{name: np.repeat(values, 2, 0) for name, values in vars(self.tracks[1]).items()})
        self.assertFalse(true_gravity(flights(slow)))
        self.assertFalse(true_gravity([]))

    def test_a_contact_is_seen_within_a_frame_of_its_sound_and_not_with_another_shot_s(self):
        def agree(order):
            heard = [inner(onsets(self.shots[n].stems[STEMS.index("effects")].numpy(), SAMPLE_RATE)) for n in order]
            return agreement([(seen_contacts(path), sound) for path, sound in zip(self.tracks, heard)])

        own, other = agree((0, 1)), agree((1, 0))
        self.assertLess(own["contact to the nearest sound, median"].value, 1)
        self.assertGreater(own["contacts heard within 2 frames"].value, 0.9)
        self.assertLess(other["contacts heard within 2 frames"].value, 0.7)

    def test_a_contact_in_a_silent_shot_is_as_far_off_as_can_be(self):
        silent = agreement([(np.array([1.0, 2.0]), np.zeros(0))])
        self.assertEqual(silent["contact to the nearest sound, median"].value, SECONDS * float(RATE))
        self.assertEqual(silent["contacts heard within 2 frames"].value, 0)

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
