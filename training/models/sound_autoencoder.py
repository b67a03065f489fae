"""Sound autoencoder: [batch, samples] at 24 kHz to [batch, channels, samples/960], one for all stems.

Both ends speak in Fourier frames (Hann window 960, hop 240). Frame k is centred on sample 240 k + 120, so n * 240 samples
give exactly n frames and sample 0 of a stem is sample 0 of the latent.

The code is linear: principal components of the logarithms of band powers over four frames, one unit of variance a channel.
The decoder shapes given white noise by those powers, corrected bin by bin by a network, and adds a part with phases of its
own: what rings. (Filtered noise plus tones: Serra and Smith 1990; with learned parts Engel et al. 2020, arXiv:2001.04643.)
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from .config import SoundConfig

POWER_FLOOR = 1e-4        # about -66 dBFS of white noise: silence is one point of the code


def fourier_bases(window: int):
    """Analysis [2 * bins, window] (real, then imaginary part) and synthesis [2 * bins, window], both with the Hann window.

    Overlap-add of synthesis(analysis(x)) at hop = window / 4 gives x: the squared Hann windows sum to 1.5.
    """
    bins = window // 2 + 1
    n = torch.arange(window, dtype=torch.float64)
    hann = 0.5 - 0.5 * torch.cos(2 * math.pi * n / window)
    angle = 2 * math.pi * torch.arange(bins, dtype=torch.float64)[:, None] * n / window
    analysis = torch.cat([torch.cos(angle), -torch.sin(angle)]) * hann
    weight = torch.full((bins, 1), 2.0 / window, dtype=torch.float64)
    weight[0] = weight[-1] = 1.0 / window
    synthesis = torch.cat([torch.cos(angle) * weight, -torch.sin(angle) * weight]) * hann / 1.5
    return analysis.float(), synthesis.float()


def band_weights(bands: int, bins: int, rate: int):
    """Triangles [bands, bins] with centres even on the mel scale 1127 ln(1 + f / 700); each bin's weights sum to 1."""
    def mel(frequency):
        return 1127 * torch.log1p(frequency / 700)

    place = mel(torch.linspace(0, rate / 2, bins, dtype=torch.float64))
    centre = torch.linspace(0, float(mel(torch.tensor(rate / 2))), bands, dtype=torch.float64)
    step = centre[1] - centre[0]
    return (1 - (place - centre[:, None]).abs() / step).clamp(min=0).float()


def unstack(x, stride: int):
    """[b, stride * c, n] to [b, c, stride * n]."""
    return x.unflatten(1, (stride, -1)).permute(0, 2, 3, 1).flatten(2)


class ConvBlock(nn.Module):
    """x + pointwise(relu(conv5(relu(x)))), the residual branch starts at zero."""

    def __init__(self, width: int):
        super().__init__()
        self.conv = nn.Conv1d(width, width, 5, padding=2)
        self.point = nn.Conv1d(width, width, 1)
        nn.init.zeros_(self.point.weight)
        nn.init.zeros_(self.point.bias)

    def forward(self, x):
        return x + self.point(F.relu(self.conv(F.relu(x))))


class SoundAutoencoder(nn.Module):
    def __init__(self, config: SoundConfig = SoundConfig()):
        super().__init__()
        self.config = config
        analysis, synthesis = fourier_bases(config.window)
        weights = band_weights(config.bands, config.bins, config.sample_rate)
        self.register_buffer("analysis", analysis[:, None], persistent=False)
        self.register_buffer("synthesis", synthesis[:, None], persistent=False)
        self.register_buffer("to_bands", weights / weights.sum(1, keepdim=True), persistent=False)
        self.register_buffer("from_bands", weights.T.contiguous(), persistent=False)
        width, stacked = config.width, config.bands * config.stride
        self.encode_base = nn.Conv1d(stacked, config.channels, 1)
        self.decode_base = nn.Conv1d(config.channels, stacked, 1)
        self.enter = nn.Conv1d(config.channels, width, 3, padding=1)
        self.low = nn.ModuleList(ConvBlock(width) for _ in range(config.blocks))
        self.up = nn.Conv1d(width, width * config.stride, 1)
        self.high = nn.ModuleList(ConvBlock(width) for _ in range(config.blocks))
        self.leave = nn.Conv1d(width, 4 * config.bins, 1)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def spectrum(self, samples):
        """[b, n*hop] to real and imaginary part, each [b, bins, n]."""
        pad = (self.config.window - self.config.hop) // 2
        return F.conv1d(F.pad(samples[:, None], (pad, pad)), self.analysis, stride=self.config.hop).chunk(2, 1)

    def waveform(self, real, imaginary):
        """[b, bins, n] twice to [b, n*hop], by overlap-add."""
        pad = (self.config.window - self.config.hop) // 2
        return F.conv_transpose1d(torch.cat([real, imaginary], 1), self.synthesis, stride=self.config.hop, padding=pad)[:, 0]

    def band_powers(self, samples):
        """[b, n * latent_hop] to [b, stride * bands, n]: logarithms, frames of one latent after each other."""
        real, imaginary = self.spectrum(samples)
        powers = torch.log(self.to_bands @ (real * real + imaginary * imaginary) + POWER_FLOOR)
        return powers.unflatten(2, (-1, self.config.stride)).permute(0, 3, 1, 2).flatten(1, 2)

    def encode(self, samples):
        """[b, n * latent_hop] to [b, channels, n]."""
        return self.encode_base(self.band_powers(samples))

    def decode(self, latent, noise):
        """latent [b, channels, n] and white noise [b, n * latent_hop] of unit variance to [b, n * latent_hop]."""
        base = self.from_bands @ unstack(self.decode_base(latent), self.config.stride)
        x = self.enter(latent)
        for block in self.low:
            x = block(x)
        x = unstack(self.up(x), self.config.stride)
        for block in self.high:
            x = block(x)
        correction, tone, tone_real, tone_imaginary = self.leave(F.relu(x)).chunk(4, 1)
        # half the logarithm of a power is the logarithm of a magnitude; clipped: a broken latent must not explode.
        # silence decodes to silence: the floor is taken away again
        power = torch.exp((base + 2 * correction).clamp(-12, 8))
        magnitude = torch.sqrt(F.relu(power - POWER_FLOOR) + 1e-12)
        noise_real, noise_imaginary = self.spectrum(noise)
        # white noise of unit variance has a mean power of sum(hann^2) = 3/8 window in every bin
        magnitude = magnitude * (1 / math.sqrt(0.375 * self.config.window))
        ring = torch.exp((tone - 5).clamp(-12, 4)) * torch.rsqrt(tone_real * tone_real + tone_imaginary * tone_imaginary + 1e-4)
        return self.waveform(noise_real * magnitude + tone_real * ring, noise_imaginary * magnitude + tone_imaginary * ring)

    @torch.no_grad()
    def fit_base(self, stacked):
        """Sets both bases to the principal components of `band_powers`, [n, stride * bands]."""
        mean = stacked.mean(0)
        _, size, vectors = torch.linalg.svd((stacked - mean)[:20000], full_matrices=False)
        count = self.config.channels
        deviation, vectors = size[:count] / min(len(stacked), 20000) ** 0.5, vectors[:count].T
        self.encode_base.weight.copy_((vectors / deviation).T[:, :, None])
        self.encode_base.bias.copy_(-(mean @ vectors) / deviation)
        self.decode_base.weight.copy_((vectors * deviation)[:, :, None])
        self.decode_base.bias.copy_(mean)
