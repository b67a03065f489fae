import unittest

import torch

from training.fit_noise import LEVEL, noise_of


class FitNoiseTest(unittest.TestCase):
    def test_quiet_channels_share_what_true_latents_share(self):
        torch.manual_seed(0)
        still, new = torch.randn(40, 3, 1, 6, 10), torch.randn(40, 3, 24, 6, 10)
        # loud and still; quiet, three quarters of it still; quiet and new in every frame
        still, new = (x * torch.tensor(parts)[:, None, None, None] for x, parts in ((still, [4.0, 0.75 ** 0.5, 0.0]), (new, [0.0, 0.5, 1.0])))
        scale = {"picture_mean": torch.zeros(3), "picture_deviation": torch.ones(3)}

        fitted = noise_of(still + new, scale)

        self.assertEqual(fitted["picture_noise"].tolist(), [1.0, torch.tensor(LEVEL).item(), torch.tensor(LEVEL).item()])
        self.assertEqual(fitted["picture_noise_shared"][0].item(), 0.0)
        self.assertAlmostEqual(fitted["picture_noise_shared"][1].item(), 0.75, delta=0.03)
        self.assertAlmostEqual(fitted["picture_noise_shared"][2].item(), 0.0, delta=0.03)
