"""Which rows weigh more in training: those a subject touches and those that are not silent."""

import unittest

import torch

from training.cache_latents import rows_with_sound, rows_with_subjects
from training.models.config import MiniAvConfig
from training.models.motion import CAMERA_NUMBERS, NUMBERS
from training.shots import FRAMES, HEIGHT, WIDTH, subjects_at
from training.tasks import camera_moves
from training.train_denoiser import SHEET_NOISE, channel_weights, levels, sheet_errors, weighted

SIDE, TEMPORAL = 32, MiniAvConfig().video.temporal


class RowsThatMatter(unittest.TestCase):
    def test_the_middle_of_every_subject_is_in_a_marked_row(self):
        for seed in (1_000_000, 1_000_001, 1_000_002):
            marked = rows_with_subjects(seed)
            self.assertEqual(tuple(marked.shape), (FRAMES // TEMPORAL, HEIGHT // SIDE, WIDTH // SIDE))
            for track in subjects_at(seed, range(0, FRAMES, 2)):
                for frame, (x, y, _) in zip(range(0, FRAMES, 2), track):
                    if 0 <= x < 1 and 0 <= y < 1:
                        self.assertTrue(marked[frame // TEMPORAL, int(y * HEIGHT) // SIDE, int(x * WIDTH) // SIDE])

    def test_a_click_marks_its_row_alone(self):
        config = MiniAvConfig()
        row = config.sound.latent_hop * config.denoiser.sound_patch
        sound = torch.zeros(2, 5 * row)
        sound[0, 2 * row + 7] = 0.5
        self.assertEqual(rows_with_sound(sound).nonzero().tolist(), [[0, 2]])

    def test_a_latent_frame_with_a_moving_camera_is_told_from_one_without(self):
        sheet = torch.zeros(3 * TEMPORAL, NUMBERS)
        sheet[TEMPORAL : 2 * TEMPORAL, -CAMERA_NUMBERS] = torch.linspace(0, 0.5, TEMPORAL)
        sheet[2 * TEMPORAL :, -CAMERA_NUMBERS] = 0.5
        self.assertEqual(camera_moves(sheet).tolist(), [False, True, False])

    def test_errors_of_sheets_are_smooth(self):
        torch.manual_seed(1)
        errors = sheet_errors(torch.zeros(50, 96, 33))
        self.assertGreater(float(errors.std()), 0.3 * SHEET_NOISE)
        self.assertLess(float(errors.diff(dim=1).std()), 0.15 * float(errors.std()))

    def test_a_weighted_row_counts_as_often_as_it_weighs(self):
        error = torch.tensor([[[1.0, 1.0], [5.0, 5.0]]])
        self.assertAlmostEqual(float(weighted(error, torch.tensor([[3.0, 1.0]]))), 2.0)

    def test_loud_channels_weigh_more_and_the_mean_is_one(self):
        weights = channel_weights(torch.tensor([0.5, 1.0, 2.0]))
        self.assertAlmostEqual(float(weights.mean()), 1.0, places=6)
        self.assertLess(float(weights[0]), float(weights[-1]))

    def test_levels_lie_inside_and_mostly_above_the_middle(self):
        torch.manual_seed(1)
        drawn = levels(4000)
        self.assertTrue(bool(((drawn >= 0) & (drawn <= 1)).all()))
        self.assertGreater(float((drawn > 0.5).float().mean()), 0.55)
        self.assertGreater(float((drawn < 0.2).float().mean()), 0.08)
