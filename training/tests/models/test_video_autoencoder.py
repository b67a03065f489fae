"""The linear base: what it keeps, and that adding channels changes none that are there."""

import unittest

import torch

from training.models.config import VideoConfig
from training.models.video_autoencoder import VideoAutoencoder

BLOCK = 3 * 8 * 16 * 16


def blocks(directions, count: int, seed: int):
    """Rows in the span of some directions [n, BLOCK], around a mean of 0.2."""
    weights = torch.randn(count, len(directions), generator=torch.Generator().manual_seed(seed))
    return 0.2 + weights @ directions


class LinearBase(unittest.TestCase):
    def setUp(self):
        generator = torch.Generator().manual_seed(1)
        still = torch.randn(4, 1, BLOCK // 8, generator=generator).expand(-1, 8, -1).flatten(1)
        moving = torch.randn(4, BLOCK, generator=generator)
        self.anywhere, self.moving = blocks(still, 300, 2), blocks(torch.cat([still, moving]), 300, 3)
        self.model = VideoAutoencoder(VideoConfig(channels=8))
        self.model.fit_base(self.anywhere, self.moving)

    def through(self, rows):
        """Blocks through encoder and linear way back."""
        base = self.model.decoder.base.weight[:, :, 0, 0]
        code = rows @ self.model.encoder.base.weight.flatten(1).T + self.model.encoder.base.bias
        return code, code @ base.T + self.model.decoder.base.bias

    def test_keeps_what_moves_beside_what_is_everywhere(self):
        for rows in (self.anywhere, self.moving):
            _, back = self.through(rows)
            self.assertLess((back - rows).square().mean() / rows.var(), 1e-3)

    def test_channels_of_the_first_half_have_one_unit_of_variance(self):
        code, _ = self.through(self.anywhere)
        torch.testing.assert_close(code[:, :4].std(0), torch.ones(4), atol=0.05, rtol=0)

    def test_new_channels_leave_the_first_ones_alone(self):
        before = self.model.encoder.base.weight[:4].clone(), self.model.decoder.base.weight[:, :4].clone()
        self.model.extend_base(blocks(torch.randn(4, BLOCK), 300, 4), 4)
        self.assertTrue(torch.equal(before[0], self.model.encoder.base.weight[:4]))
        self.assertTrue(torch.equal(before[1], self.model.decoder.base.weight[:, :4]))

    def test_decoder_starts_as_the_linear_way_back(self):
        video = torch.rand(1, 3, 16, 32, 32) * 2 - 1
        latent = self.model.encoder(video)
        torch.testing.assert_close(self.model.decoder(latent), self.model.decoder.linear(latent))

    def test_linear_way_back_puts_blocks_where_they_were(self):
        video = torch.rand(1, 3, 16, 32, 32) * 2 - 1
        back = self.model.decoder.linear(self.model.encoder(video))
        _, expected = self.through(video[0, :, 8:, 16:, :16].transpose(0, 1).reshape(1, -1))
        torch.testing.assert_close(back[0, :, 8:, 16:, :16].transpose(0, 1).reshape(1, -1), expected, atol=1e-4, rtol=1e-4)
