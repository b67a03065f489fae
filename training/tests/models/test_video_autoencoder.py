"""The picture code: its linear ways, and that a group of frames is coded alone."""

import unittest

import torch

from training.models.config import VideoConfig
from training.models.video_autoencoder import VideoAutoencoder

FRAMES = VideoConfig().temporal
BLOCK = 3 * FRAMES * 16 * 16


def blocks(directions, count: int, seed: int):
    """Rows in the span of some directions [n, BLOCK], around a mean of 0.2."""
    weights = torch.randn(count, len(directions), generator=torch.Generator().manual_seed(seed))
    return 0.2 + weights @ directions


class PictureCode(unittest.TestCase):
    def setUp(self):
        generator = torch.Generator().manual_seed(1)
        torch.manual_seed(2)
        self.blocks = blocks(torch.randn(8, BLOCK, generator=generator), 300, 2)
        self.model = VideoAutoencoder(VideoConfig(channels=8)).eval().requires_grad_(False)
        self.model.fit_base(self.blocks)

    def through(self, rows):
        """Blocks through the linear ways alone."""
        base = self.model.decoder.base.weight[:, :, 0, 0]
        code = rows @ self.model.encoder.base.weight.flatten(1).T + self.model.encoder.base.bias
        return code, code @ base.T + self.model.decoder.base.bias

    def test_linear_ways_keep_what_was_fitted_with_one_unit_of_variance_a_channel(self):
        code, back = self.through(self.blocks)
        self.assertLess((back - self.blocks).square().mean() / self.blocks.var(), 1e-3)
        torch.testing.assert_close(code.std(0), torch.ones(8), atol=0.05, rtol=0)

    def test_a_group_of_frames_is_coded_alone(self):
        for parameter in self.model.parameters():
            parameter.data += torch.randn_like(parameter) * 0.02
        video = torch.rand(1, 3, 3 * FRAMES, 32, 64) * 2 - 1
        whole, alone = self.model.encoder(video), self.model.encoder(video[:, :, FRAMES : 2 * FRAMES])
        torch.testing.assert_close(whole[:, :, 1:2], alone)
        self.assertEqual(tuple(self.model.decoder(whole).shape), tuple(video.shape))

    def test_a_frame_depends_on_three_latent_frames_each_side(self):
        for parameter in self.model.parameters():
            parameter.data += torch.randn_like(parameter) * 0.02
        latent = torch.randn(1, 8, 9, 2, 2)
        changed = latent.clone()
        changed[:, :, 4] += 1
        changes = (self.model.decoder(changed) - self.model.decoder(latent)).abs().amax((0, 1, 3, 4)).unflatten(0, (9, FRAMES)).amax(1)
        self.assertGreater(float(changes[1:8].min()), 0)
        self.assertEqual(float(changes[[0, 8]].max()), 0)

    def test_decoder_starts_as_the_linear_way_back(self):
        video = torch.rand(1, 3, 2 * FRAMES, 32, 32) * 2 - 1
        latent = self.model.encoder(video)
        torch.testing.assert_close(self.model.decoder(latent), self.model.decoder.linear(latent))

    def test_linear_way_back_puts_blocks_where_they_were(self):
        video = torch.rand(1, 3, 2 * FRAMES, 32, 32) * 2 - 1
        back = self.model.decoder.linear(self.model.encoder(video))
        _, expected = self.through(video[0, :, FRAMES:, 16:, :16].transpose(0, 1).reshape(1, -1))
        torch.testing.assert_close(back[0, :, FRAMES:, 16:, :16].transpose(0, 1).reshape(1, -1), expected, atol=1e-4, rtol=1e-4)
