"""A wider picture code must not cost what a denoiser has learned."""

import unittest
from dataclasses import replace

import torch

from training.models.config import DenoiserConfig, MiniAvConfig, VideoConfig
from training.models.denoiser import Denoiser
from training.widen import filled

SMALL = MiniAvConfig(video=VideoConfig(channels=8), denoiser=DenoiserConfig(blocks=1, text_blocks=1))


class Widening(unittest.TestCase):
    def test_velocities_of_known_channels_stay(self):
        torch.manual_seed(1)
        narrow, wide = Denoiser(SMALL), Denoiser(replace(SMALL, video=VideoConfig(channels=12)))
        for parameter in narrow.parameters():
            torch.nn.init.normal_(parameter, std=0.05)
        filled(wide, narrow.state_dict())
        text, sound = torch.randn(2, 8, 256), torch.randn(2, 4, 128)
        positions, sigma = torch.rand(8 + 6 + 4, 3), torch.tensor([[0.3, 0.5], [0.8, 0.8]])
        picture = torch.randn(2, 6, 12, 4)
        motion = torch.randn(2, 6, SMALL.denoiser.picture_motion), torch.randn(2, 4, SMALL.denoiser.sound_motion)
        # a row is [channel, place]: the known channels come first
        known, none = picture[:, :, :8].flatten(2), torch.zeros(2, 0, 32)
        before = narrow(text, none, known, sound, motion, positions, sigma)
        after = wide(text, torch.zeros(2, 0, 48), picture.flatten(2), sound, motion, positions, sigma)
        torch.testing.assert_close(after[0][:, :, :32], before[0])
        torch.testing.assert_close(after[1], before[1])
        self.assertEqual(float(after[0][:, :, 32:].abs().max()), 0)
