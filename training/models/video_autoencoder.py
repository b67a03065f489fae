"""Picture autoencoder: [batch, 3, frames, height, width] in -1..1 to [batch, channels, frames/4, height/16, width/16].

Both ways are a linear one plus a convolutional network. The linear one is principal components of blocks of 4 frames by
16x16 pixels, one unit of variance a channel, and is where training begins: the networks' last layers start at zero. The decoder's
network sees what the linear way back made, beside the latents: to mend a picture is learned sooner than to draw one.
The encoder looks at one group of frames at a time, so that a clip's code never depends on what comes before or after it; the decoder
mixes time by a 1x1 convolution over each group and its two neighbours (ends are repeated).
Groups travel as a batch of pictures, [batch * time, channels, height, width]. Shortcuts of steps down and up average and
repeat channels (Chen et al. 2024, arXiv:2410.10733).
"""

import torch
from torch import nn
from torch.nn import functional as F

from .config import VideoConfig

PATCH = 4                       # pixels of a place at the networks' doors, each axis
QUIET = 0.2


def pixel_norm(x):
    """Brings every place's channels to one size (Karras et al. 2018, arXiv:1710.10196). Without it the all-positive features
    behind a relu drift together under Adam until none of them passes the next one, and the network is dead for ever."""
    return x * torch.rsqrt(x.square().mean(1, keepdim=True) + 1e-6)


def silent(layer):
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


def quiet(layer):
    """A residual branch begins small; from zero its first layer would learn nothing at first."""
    nn.init.zeros_(layer.bias)
    layer.weight.data *= QUIET
    return layer


class Residual(nn.Module):
    """x + conv(relu(conv(relu(pixel_norm(x)))))"""

    def __init__(self, width: int):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = quiet(nn.Conv2d(width, width, 3, padding=1))

    def forward(self, x):
        return x + self.second(F.relu(self.first(F.relu(pixel_norm(x)))))


class TimeMix(nn.Module):
    """x + conv1x1([previous, this, next]) of relu(pixel_norm(x)), each a group of frames"""

    def __init__(self, width: int):
        super().__init__()
        self.mix = quiet(nn.Conv2d(3 * width, width, 1))

    def forward(self, x, time: int):
        groups = F.relu(pixel_norm(x)).unflatten(0, (-1, time))
        before = torch.cat([groups[:, :1], groups[:, :-1]], 1).flatten(0, 1)
        after = torch.cat([groups[:, 1:], groups[:, -1:]], 1).flatten(0, 1)
        return x + self.mix(torch.cat([before, groups.flatten(0, 1), after], 1))


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
    """Doubles height and width; the shortcut repeats channels."""

    def __init__(self, inner: int, outer: int):
        super().__init__()
        self.repeats = 4 * outer // inner
        self.project = nn.Conv2d(inner, 4 * outer, 1)

    def forward(self, x):
        return F.pixel_shuffle(self.project(x) + x.repeat_interleave(self.repeats, 1), 2)


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
        self.enter = nn.Conv2d(3 * config.temporal * PATCH ** 2, a, 3, padding=1)
        self.level0 = residuals(a, na)
        self.down0 = Down(a, b)
        self.level1 = residuals(b, nb)
        self.down1 = Down(b, c)
        self.level2 = residuals(c, nc)
        self.leave = silent(nn.Conv2d(c, config.channels, 3, padding=1))

    def forward(self, video):
        b, _, t, h, w = video.shape
        groups = video.transpose(1, 2).reshape(b * t // self.temporal, 3 * self.temporal, h, w)
        x = through(self.level0, self.enter(F.pixel_unshuffle(groups, PATCH)))
        x = through(self.level1, self.down0(x))
        x = through(self.level2, self.down1(x))
        x = self.base(groups) + self.leave(pixel_norm(x))
        return x.unflatten(0, (b, t // self.temporal)).transpose(1, 2)


class Decoder(nn.Module):
    def __init__(self, config: VideoConfig):
        super().__init__()
        self.temporal, self.spatial = config.temporal, config.spatial
        folded = 3 * config.temporal * PATCH ** 2
        self.base = nn.Conv2d(config.channels, 3 * config.temporal * config.spatial ** 2, 1)
        a, b, c = config.decoder
        na, nb, nc = config.decoder_blocks
        self.enter = nn.Conv2d(config.channels, c, 3, padding=1)
        self.time2 = TimeMix(c)
        self.level2 = residuals(c, nc)
        self.up1 = Up(c, b)
        self.time1 = TimeMix(b)
        self.level1 = residuals(b, nb)
        self.up0 = Up(b, a)
        self.see = nn.Conv2d(folded, a, 3, padding=1)
        self.time0 = TimeMix(a)
        self.level0 = residuals(a, na)
        self.leave = silent(nn.Conv2d(a, folded, 3, padding=1))

    def _groups(self, latent):
        """The linear way back of latents [n, channels, h, w]: [n, 3 * 4, 16 * h, 16 * w]."""
        return F.pixel_shuffle(self.base(latent), self.spatial)

    def _frames(self, groups, like):
        """[n, 3 * 4, ...] to [b, 3, 4 * t, ...]."""
        b, t = like.shape[0], like.shape[2]
        return groups.reshape(b, t * self.temporal, 3, *groups.shape[2:]).transpose(1, 2)

    def linear(self, latent):
        """The linear way back alone: [b, channels, t, h, w] to [b, 3, 4 * t, 16 * h, 16 * w]."""
        return self._frames(self._groups(latent.transpose(1, 2).flatten(0, 1)), latent)

    def forward(self, latent):
        t, groups = latent.shape[2], latent.transpose(1, 2).flatten(0, 1)
        back = self._groups(groups)
        x = through(self.level2, self.time2(self.enter(groups), t))
        x = through(self.level1, self.time1(self.up1(x), t))
        x = self.up0(x) + self.see(F.pixel_unshuffle(back, PATCH))
        x = through(self.level0, self.time0(x, t))
        return self._frames(back + F.pixel_shuffle(self.leave(pixel_norm(x)), PATCH), latent)


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
