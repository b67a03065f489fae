"""Picture autoencoder: [batch, 3, frames, height, width] in -1..1 to [batch, channels, frames/8, height/16, width/16].

The code is linear: principal components of blocks of 8 frames by 16x16 pixels, one unit of variance a channel, fitted once.
The first half of the channels are those of blocks from anywhere; the other half, those of what the first leave of blocks
where something moves, which are too few to count among all.
The decoder adds a network to the linear way back. There frames travel as a batch of pictures, [batch * time, channels,
height, width]; time is mixed by a 1x1 convolution over each frame and its two neighbours (ends are repeated). Residual
branches start at zero. The shortcut of a step up repeats channels (Chen et al. 2024,
arXiv:2410.10733).
"""

import torch
from torch import nn
from torch.nn import functional as F

from .config import VideoConfig

MOTION_GAIN = 2.0


def pixel_norm(x):
    """Brings every place's channels to one size (Karras et al. 2018, arXiv:1710.10196). Without it the all-positive features
    behind a relu drift together under Adam until none of them passes the next one, and the network is dead for ever."""
    return x * torch.rsqrt(x.square().mean(1, keepdim=True) + 1e-6)


class Residual(nn.Module):
    """x + conv(relu(conv(relu(pixel_norm(x)))))"""

    def __init__(self, width: int):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)

    def forward(self, x):
        return x + self.second(F.relu(self.first(F.relu(pixel_norm(x)))))


class TimeMix(nn.Module):
    """x + conv1x1([previous, this, next]) of relu(pixel_norm(x))"""

    def __init__(self, width: int):
        super().__init__()
        self.mix = nn.Conv2d(3 * width, width, 1)
        nn.init.zeros_(self.mix.weight)
        nn.init.zeros_(self.mix.bias)

    def forward(self, x, time: int):
        frames = F.relu(pixel_norm(x)).unflatten(0, (-1, time))
        before = torch.cat([frames[:, :1], frames[:, :-1]], 1).flatten(0, 1)
        after = torch.cat([frames[:, 1:], frames[:, -1:]], 1).flatten(0, 1)
        return x + self.mix(torch.cat([before, frames.flatten(0, 1), after], 1))


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

    def linear(self, latent):
        """The linear way back alone: [b, channels, t, h, w] to [b, 3, 8 * t, 16 * h, 16 * w]."""
        b, _, t, h, w = latent.shape
        frames = F.pixel_shuffle(self.base(latent.transpose(1, 2).flatten(0, 1)), 16)
        return frames.reshape(b, t * 8, 3, h * 16, w * 16).transpose(1, 2)

    def forward(self, latent):
        b, t = latent.shape[0], latent.shape[2]
        x = self.enter(latent.transpose(1, 2).flatten(0, 1))
        x = self.time2(x, t)
        for block in self.level2:
            x = block(x)
        x = self.time1(self.up1(x), t * 2)
        for block in self.level1:
            x = block(x)
        x = self.time0(self.up0(x), t * 4)
        for block in self.level0:
            x = block(x)
        x = F.pixel_shuffle(unfold_time(self.leave(pixel_norm(x))), 4)
        return self.linear(latent) + x.unflatten(0, (b, t * 8)).transpose(1, 2)


class VideoAutoencoder(nn.Module):
    def __init__(self, config: VideoConfig = VideoConfig()):
        super().__init__()
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)

    @torch.no_grad()
    def fit_base(self, blocks, moving):
        """Sets both bases. Blocks from anywhere and blocks where things move, both [n, 3 * 8 * 16 * 16] as [frame, colour, y, x]."""
        count = self.encoder.base.out_channels // 2
        mean = blocks.mean(0)
        vectors, deviation = principal(blocks - mean, count)
        self.encoder.base.weight[:count] = (vectors / deviation).T.unflatten(1, self.encoder.base.weight.shape[1:])
        self.encoder.base.bias[:count] = -(mean @ vectors) / deviation
        self.decoder.base.weight[:, :count] = (vectors * deviation)[:, :, None, None]
        self.decoder.base.bias.copy_(mean)
        self.extend_base(moving, count)

    @torch.no_grad()
    def extend_base(self, moving, first: int):
        """Sets the channels from `first` on to the principal components of what those before leave of the blocks.

        What changes within a block counts MOTION_GAIN times: without it the texture of things would take the channels.
        """
        frames = self.encoder.base.in_channels // 3
        inward, outward = self.encoder.base.weight[:first].flatten(1), self.decoder.base.weight[:, :first, 0, 0]
        centred = moving - self.decoder.base.bias
        left = centred - centred @ inward.T @ outward.T
        weighted, _ = principal(weigh_motion(left, frames, MOTION_GAIN), self.encoder.base.out_channels - first)
        # the same span without the weights, then its own principal directions
        span, _ = torch.linalg.qr(weigh_motion(weighted.T, frames, 1 / MOTION_GAIN).T)
        turned, deviation = principal(left @ span, span.shape[1])
        vectors = span @ turned
        self.encoder.base.weight[first:] = (vectors / deviation).T.unflatten(1, self.encoder.base.weight.shape[1:])
        self.encoder.base.bias[first:] = -(self.decoder.base.bias @ vectors) / deviation
        self.decoder.base.weight[:, first:] = (vectors * deviation)[:, :, None, None]


def weigh_motion(rows, frames: int, gain: float):
    """Rows [n, frames * pixels]: their mean over the frames, plus `gain` times the rest."""
    frames_of_rows = rows.unflatten(1, (frames, -1))
    mean = frames_of_rows.mean(1, keepdim=True)
    return (mean + gain * (frames_of_rows - mean)).flatten(1)


def principal(rows, count: int):
    """The first `count` principal directions [size, count] of centred rows [n, size], and the deviation along each."""
    _, size, vectors = torch.pca_lowrank(rows, q=min(count + 8, rows.shape[1]), center=False, niter=3)
    return vectors[:, :count], size[:count] / len(rows) ** 0.5
