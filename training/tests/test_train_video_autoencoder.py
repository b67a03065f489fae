"""What counts in the picture decoder's loss."""

import unittest

import torch

from training.train_video_autoencoder import MOVING, moving_weights


class MovingWeights(unittest.TestCase):
    def test_around_what_moves_counts_more_and_a_still_picture_counts_alike(self):
        video = torch.zeros(1, 3, 4, 32, 32)
        self.assertTrue(torch.equal(moving_weights(video), torch.ones(1, 1, 4, 32, 32)))
        video[:, :, 2, 10:14, 10:14] = 1.0
        weights = moving_weights(video)
        self.assertAlmostEqual(float(weights.mean()), 1.0, places=5)
        # it appears and goes: frames before, in and after it, two pixels around it
        self.assertAlmostEqual(float(weights[0, 0, 1, 8, 8] / weights[0, 0, 0, 8, 8]), 1 + MOVING, places=4)
        self.assertAlmostEqual(float(weights[0, 0, 3, 15, 15] / weights[0, 0, 3, 16, 16]), 1 + MOVING, places=4)


if __name__ == "__main__":
    unittest.main()
