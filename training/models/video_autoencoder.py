"""Picture autoencoder: [batch, 3, frames, height, width] in -1..1 to [batch, channels, frames/4, height/16, width/16].

Both ways are a linear one plus a convolutional network. The linear one is principal components of blocks of 4 frames by
16x16 pixels, one unit of variance a channel, and is where training begins: the networks' last layers start at zero.
The encoder looks at one group of frames at a time, so that a clip's code never depends on what comes before or after it; the decoder
mixes time by a 1x1 convolution over each frame and its two neighbours (ends are repeated).
Frames travel as a batch of pictures, [batch * time, channels, height, width]. Shortcuts of steps down and up average and
repeat channels (Chen et al. 2024, arXiv:2410.10733).
"""

import torch
from torch import nn
from torch.nn import functional as F

from .config import VideoConfig

PATCH_IN, PATCH_OUT = 4, 2      # pixels of a place at the networks' doors, each axis


def pixel_norm(x):
    """Brings every place's channels to one size (Karras et al. 2018, arXiv:1710.10196). Without it the all-positive features
    behind a relu drift together under Adam until none of them passes the next one, and the network is dead for ever."""
    return x * torch.rsqrt(x.square().mean(1, keepdim=True) + 1e-6)


def silent(layer):
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


class Residual(nn.Module):
    """x + conv(relu(conv(relu(pixel_norm(x)))))"""

    def __init__(self, width: int):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = silent(nn.Conv2d(width, width, 3, padding=1))

    def forward(self, x):
        return x + self.second(F.relu(self.first(F.relu(pixel_norm(x)))))


class TimeMix(nn.Module):
    """x + conv1x1([previous, this, next]) of relu(pixel_norm(x))"""

    def __init__(self, width: int):
        super().__init__()
        self.mix = silent(nn.Conv2d(3 * width, width, 1))

    def forward(self, x, time: int):
        frames = F.relu(pixel_norm(x)).unflatten(0, (-1, time))
        before = torch.cat([frames[:, :1], frames[:, :-1]], 1).flatten(0, 1)
        after = torch.cat([frames[:, 1:], frames[:, -1:]], 1).flatten(0, 1)
        return x + self.mix(torch.cat([before, frames.flatten(0, 1), after], 1))


def unfold_time(x, frames: int):
    """Channels into frames, earliest first: [n, frames * c, h, w] to [n * frames, c, h, w]."""
    n, c, h, w = x.shape
    return x.reshape(n * frames, c // frames, h, w)


class Down(nn.Module):
    """Halves height and width; the shortcut averages channels."""

    def __init__(self, outer: int, inner: int):
        super().__init__()
        self.averaged = 4 * outer // inner
        self.project = nn.Conv2d(4 * outer, inner, 1)

    def forward(self, x):
        folded = F.pixel_unshuffle(x, 2)
        return self.project(folded) + folded.unflatten(1, (-1, self.averaged)).mean(2)


class Up(nn.Module):
    """Doubles height and width, and time where `frames` is 2; the shortcut repeats channels."""

    def __init__(self, inner: int, outer: int, frames: int):
        super().__init__()
        self.frames, self.repeats = frames, 4 * frames * outer // inner
        self.project = nn.Conv2d(inner, 4 * frames * outer, 1)

    def forward(self, x):
        folded = self.project(x) + x.repeat_interleave(self.repeats, 1)
        return F.pixel_shuffle(unfold_time(folded, self.frames), 2)


def residuals(width: int, count: int):
    return nn.ModuleList(Residual(width) for _ in range(count))


def through(blocks, x):
    for block in blocks:
        x = block(x)
    return x


class Encoder(nn.Module):
    def __init__(self, config: VideoConfig):
        super().__init__()
        self.temporal = config.temporal
        a, b, c = config.encoder
        na, nb, nc = config.encoder_blocks
        self.base = nn.Conv2d(3 * config.temporal, config.channels, config.spatial, stride=config.spatial)
        self.enter = nn.Conv2d(3 * config.temporal * PATCH_IN ** 2, a, 3, padding=1)
        self.level0 = residuals(a, na)
        self.down0 = Down(a, b)
        self.level1 = residuals(b, nb)
        self.down1 = Down(b, c)
        self.level2 = residuals(c, nc)
        self.leave = silent(nn.Conv2d(c, config.channels, 3, padding=1))

    def forward(self, video):
        b, _, t, h, w = video.shape
        groups = video.transpose(1, 2).reshape(b * t // self.temporal, 3 * self.temporal, h, w)
        x = through(self.level0, self.enter(F.pixel_unshuffle(groups, PATCH_IN)))
        x = through(self.level1, self.down0(x))
        x = through(self.level2, self.down1(x))
        x = self.base(groups) + self.leave(pixel_norm(x))
        return x.unflatten(0, (b, t // self.temporal)).transpose(1, 2)


class Decoder(nn.Module):
    def __init__(self, config: VideoConfig):
        super().__init__()
        self.temporal, self.spatial = config.temporal, config.spatial
        self.base = nn.Conv2d(config.channels, 3 * config.temporal * config.spatial ** 2, 1)
        z, a, b, c = config.decoder
        nz, na, nb, nc = config.decoder_blocks
        self.enter = nn.Conv2d(config.channels, c, 3, padding=1)
        self.time2 = TimeMix(c)
        self.level2 = residuals(c, nc)
        self.up2 = Up(c, b, 2)
        self.time1 = TimeMix(b)
        self.level1 = residuals(b, nb)
        self.up1 = Up(b, a, 2)
        self.time0 = TimeMix(a)
        self.level0 = residuals(a, na)
        self.up0 = Up(a, z, 1)
        self.fine = residuals(z, nz)
        self.leave = silent(nn.Conv2d(z, 3 * PATCH_OUT ** 2, 3, padding=1))

    def linear(self, latent):
        """The linear way back alone: [b, channels, t, h, w] to [b, 3, 4 * t, 16 * h, 16 * w]."""
        b, _, t, _, _ = latent.shape
        frames = F.pixel_shuffle(self.base(latent.transpose(1, 2).flatten(0, 1)), self.spatial)
        return unfold_time(frames, self.temporal).unflatten(0, (b, t * self.temporal)).transpose(1, 2)

    def forward(self, latent):
        b, t = latent.shape[0], latent.shape[2]
        x = self.time2(self.enter(latent.transpose(1, 2).flatten(0, 1)), t)
        x = self.time1(self.up2(through(self.level2, x)), t * 2)
        x = self.time0(self.up1(through(self.level1, x)), t * 4)
        x = through(self.fine, self.up0(through(self.level0, x)))
        x = F.pixel_shuffle(self.leave(pixel_norm(x)), PATCH_OUT)
        return self.linear(latent) + x.unflatten(0, (b, t * self.temporal)).transpose(1, 2)


class VideoAutoencoder(nn.Module):
    def __init__(self, config: VideoConfig = VideoConfig()):
        super().__init__()
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)

    @torch.no_grad()
    def fit_base(self, blocks):
        """Sets both linear ways to the principal components of blocks [n, 3 * 4 * 16 * 16] as [frame, colour, y, x]."""
        mean = blocks.mean(0)
        vectors, deviation = principal(blocks - mean, self.encoder.base.out_channels)
        self.encoder.base.weight.copy_((vectors / deviation).T.unflatten(1, self.encoder.base.weight.shape[1:]))
        self.encoder.base.bias.copy_(-(mean @ vectors) / deviation)
        self.decoder.base.weight.copy_((vectors * deviation)[:, :, None, None])
        self.decoder.base.bias.copy_(mean)


def principal(rows, count: int):
    """The first `count` principal directions [size, count] of centred rows [n, size], and the deviation along each."""
    _, size, vectors = torch.pca_lowrank(rows, q=min(count + 8, rows.shape[1]), center=False, niter=3)
    return vectors[:, :count], size[:count] / len(rows) ** 0.5
