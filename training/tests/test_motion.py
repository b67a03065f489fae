"""What a motion sheet says must come out of it again: places, strikes, waves."""

import unittest
from fractions import Fraction

import torch

from training.models.motion import (
    BINS, CELLS, GROUP, PICTURE_FEATURES, SOUND_FEATURES, STRIKE, SUBJECTS, MotionDenoiser, picture_features, sound_features,
    strikes_of, subjects_of)
from training.shots import sheet_of
from training.world.scene import sample_scene

RATE = Fraction(24)
BALL = {"thing": "ball", "action": "bounce", "count": "one", "camera": "pan left", "place": "stone square", "weather": "clear"}


def bouncing(seed: int = 7):
    scene = sample_scene(seed, 4.0, BALL)
    return scene, sheet_of(scene, RATE)[None]


class Motion(unittest.TestCase):
    def test_subjects_are_where_the_world_has_them(self):
        scene, sheet = bouncing()
        subjects, _ = subjects_of(sheet)
        tracks = torch.from_numpy(scene.tracks(torch.arange(96).numpy() / 24)).float()
        torch.testing.assert_close(subjects[0, :1, :, :3], tracks)
        self.assertEqual(float(subjects[0, 1:, :, 2].abs().max()), 0, "who is not there has no size")

    def test_strikes_lie_between_frames(self):
        scene, sheet = bouncing()
        strength, offset = strikes_of(subjects_of(sheet)[0][0, 0, :, STRIKE])
        found = [(float(frame + offset[frame]) / 24, float(strength[frame])) for frame in strength.nonzero().flatten()]
        true = [(event.time, event.strength) for event in scene.events if event.time < 3.9]
        self.assertGreater(len(true), 2)
        for time, loudness in true:
            nearest = min(found, key=lambda strike: abs(strike[0] - time))
            self.assertAlmostEqual(nearest[0], time, delta=0.004)
            self.assertAlmostEqual(nearest[1], loudness, delta=0.05)

    def test_rows_are_told_of_the_place(self):
        _, sheet = bouncing()
        told = picture_features(sheet, 3, 5)
        self.assertEqual(told.shape, (1, 96 // GROUP * 15, PICTURE_FEATURES))
        cells = told[0, :, : SUBJECTS * GROUP * (CELLS * CELLS + 6)].unflatten(1, (SUBJECTS, GROUP, -1))[..., : CELLS * CELLS]
        covered = cells[:, 0].unflatten(0, (96 // GROUP, 3, 5)).amax((3, 4))
        subjects, _ = subjects_of(sheet)
        for latent_frame in range(96 // GROUP):
            x, y = (subjects[0, 0, latent_frame * GROUP + GROUP // 2, n].clamp(0, 0.999) for n in (0, 1))
            self.assertGreater(float(covered[latent_frame, int(y * 3), int(x * 5)]), 0.5)
        self.assertEqual(float(cells[:, 1:].abs().max()), 0)

    def test_sound_is_told_of_the_moment(self):
        scene, sheet = bouncing()
        told = sound_features(sheet, 25, 1 / 24, 0.16)
        self.assertEqual(told.shape, (1, 25, SOUND_FEATURES))
        bins = told[0].unflatten(1, (SUBJECTS, -1))[:, 0, :BINS].flatten()
        for event in [event for event in scene.events if event.time < 3.9]:
            self.assertGreater(float(bins[int(event.time / 0.01)]), 0.5 * event.strength)

    def test_a_row_holds_its_frames(self):
        _, sheet = bouncing()
        model = MotionDenoiser()
        model.fit(sheet)
        torch.testing.assert_close(model.sheet_of(model.rows_of(sheet)), sheet, atol=1e-5, rtol=0)


if __name__ == "__main__":
    unittest.main()
