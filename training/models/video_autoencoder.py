"""Picture autoencoder: [batch, 3, frames, height, width] in -1..1 to [batch, channels, frames/8, height/16, width/16].

The code is linear: principal components of blocks of 8 frames by 16x16 pixels, one unit of variance a channel, fitted once.
The decoder adds a network to the linear way back. There frames travel as a batch of pictures, [batch * time, channels,
height, width]; time is mixed by a 1x1 convolution over each frame and its two neighbours (ends are repeated). No
normalisation layers: residual branches start at zero. The shortcut of a step up repeats channels (Chen et al. 2024,
arXiv:2410.10733).
"""

import torch
from torch import nn
from torch.nn import functional as F

from .config import VideoConfig


class Residual(nn.Module):
    """x + conv(relu(conv(relu(x))))"""

    def __init__(self, width: int):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)

    def forward(self, x):
        return x + self.second(F.relu(self.first(F.relu(x))))


class TimeMix(nn.Module):
    """x + conv1x1(relu([previous, this, next]))"""

    def __init__(self, width: int):
        super().__init__()
        self.mix = nn.Conv2d(3 * width, width, 1)
        nn.init.zeros_(self.mix.weight)
        nn.init.zeros_(self.mix.bias)

    def forward(self, x, time: int):
        frames = x.unflatten(0, (-1, time))
        before = torch.cat([frames[:, :1], frames[:, :-1]], 1).flatten(0, 1)
        after = torch.cat([frames[:, 1:], frames[:, -1:]], 1).flatten(0, 1)
        return x + self.mix(F.relu(torch.cat([before, x, after], 1)))


def unfold_time(x):
    """Channels into pairs of frames, earlier frame first: [n, 2c, h, w] to [2n, c, h, w]."""
    n, c, h, w = x.shape
    return x.reshape(n * 2, c // 2, h, w)


class Up(nn.Module):
    """Doubles height, width and time; the shortcut repeats channels."""

    def __init__(self, inner: int, outer: int):
        super().__init__()
        self.repeats = 8 * outer // inner
        self.project = nn.Conv2d(inner, 8 * outer, 1)

    def forward(self, x):
        folded = self.project(x) + x.repeat_interleave(self.repeats, 1)
        return F.pixel_shuffle(unfold_time(folded), 2)


class Encoder(nn.Module):
    """The linear base alone: no two pictures of one clip are coded differently for what stands around them."""

    def __init__(self, config: VideoConfig):
        super().__init__()
        self.base = nn.Conv2d(3 * 8, config.channels, 16, stride=16)

    def forward(self, video):
        b, _, t, h, w = video.shape
        x = self.base(video.transpose(1, 2).reshape(b * t // 8, 24, h, w))
        return x.unflatten(0, (b, t // 8)).transpose(1, 2)


class Decoder(nn.Module):
    def __init__(self, config: VideoConfig):
        super().__init__()
        self.base = nn.Conv2d(config.channels, 3 * 8 * 256, 1)
        a, b, c = config.decoder
        na, nb, nc = config.decoder_blocks
        self.enter = nn.Conv2d(config.channels, c, 3, padding=1)
        self.time2 = TimeMix(c)
        self.level2 = nn.ModuleList(Residual(c) for _ in range(nc))
        self.up1 = Up(c, b)
        self.time1 = TimeMix(b)
        self.level1 = nn.ModuleList(Residual(b) for _ in range(nb))
        self.up0 = Up(b, a)
        self.time0 = TimeMix(a)
        self.level0 = nn.ModuleList(Residual(a) for _ in range(na))
        self.leave = nn.Conv2d(a, 3 * 16 * 2, 3, padding=1)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(self, latent):
        b, _, t, h, w = latent.shape
        latents = latent.transpose(1, 2).flatten(0, 1)
        base = F.pixel_shuffle(self.base(latents), 16).reshape(b * t * 8, 3, h * 16, w * 16)
        x = self.enter(latents)
        x = self.time2(x, t)
        for block in self.level2:
            x = block(x)
        x = self.time1(self.up1(x), t * 2)
        for block in self.level1:
            x = block(x)
        x = self.time0(self.up0(x), t * 4)
        for block in self.level0:
            x = block(x)
        x = base + F.pixel_shuffle(unfold_time(self.leave(F.relu(x))), 4)
        return x.unflatten(0, (b, t * 8)).transpose(1, 2)


class VideoAutoencoder(nn.Module):
    def __init__(self, config: VideoConfig = VideoConfig()):
        super().__init__()
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)

    @torch.no_grad()
    def fit_base(self, blocks):
        """Sets both bases to the principal components of blocks [n, 3 * 8 * 16 * 16], ordered [frame, colour, y, x]."""
        mean = blocks.mean(0)
        _, size, vectors = torch.pca_lowrank(blocks, q=self.encoder.base.out_channels + 8, center=True, niter=3)
        count = self.encoder.base.out_channels
        deviation, vectors = size[:count] / len(blocks) ** 0.5, vectors[:, :count]
        self.encoder.base.weight.copy_((vectors / deviation).T.reshape(self.encoder.base.weight.shape))
        self.encoder.base.bias.copy_(-(mean @ vectors) / deviation)
        self.decoder.base.weight.copy_((vectors * deviation)[:, :, None, None])
        self.decoder.base.bias.copy_(mean)
