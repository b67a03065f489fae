"""Sound autoencoder: [batch, samples] at 24 kHz to [batch, channels, samples/960], one for all stems.

Both ends speak in Fourier frames (Hann window 960, hop 240). Frame k is centred on sample 240 k + 120, so n * 240 samples
give exactly n frames and sample 0 of a stem is sample 0 of the latent.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from .config import SoundConfig


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


class ConvBlock(nn.Module):
    """x + pointwise(relu(conv7(x))), the residual branch starts at zero."""

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
        self.register_buffer("analysis", analysis[:, None], persistent=False)
        self.register_buffer("synthesis", synthesis[:, None], persistent=False)
        width, bins = config.width, config.bins
        self.enter = nn.Conv1d(2 * bins, width, 1)
        self.encode_blocks = nn.ModuleList(ConvBlock(width) for _ in range(2))
        self.down = nn.Conv1d(width * config.stride, width, 1)
        self.encode_low = ConvBlock(width)
        self.to_latent = nn.Conv1d(width, config.channels, 1)
        self.from_latent = nn.Conv1d(config.channels, width, 3, padding=1)
        self.decode_low = nn.ModuleList(ConvBlock(width) for _ in range(2))
        self.up = nn.Conv1d(width, width * config.stride, 1)
        self.decode_blocks = nn.ModuleList(ConvBlock(width) for _ in range(config.blocks))
        self.leave = nn.Conv1d(width, 3 * bins, 1)

    def spectrum(self, samples):
        """[b, n*hop] to [b, 2*bins, n]."""
        pad = (self.config.window - self.config.hop) // 2
        return F.conv1d(F.pad(samples[:, None], (pad, pad)), self.analysis, stride=self.config.hop)

    def waveform(self, spectrum):
        """[b, 2*bins, n] to [b, n*hop], by overlap-add."""
        pad = (self.config.window - self.config.hop) // 2
        return F.conv_transpose1d(spectrum, self.synthesis, stride=self.config.hop, padding=pad)[:, 0]

    def encode(self, samples):
        """[b, n * latent_hop] to [b, channels, n]."""
        spectrum = self.spectrum(samples)
        real, imaginary = spectrum.chunk(2, 1)
        magnitude = torch.sqrt(real * real + imaginary * imaginary + 1e-8)
        # the root of the magnitude brings loud and quiet bins together; the direction keeps the phase
        scale = magnitude.rsqrt()
        x = self.enter(torch.cat([real * scale, imaginary * scale], 1))
        for block in self.encode_blocks:
            x = block(x)
        stride = self.config.stride
        x = x.unflatten(2, (-1, stride)).permute(0, 3, 1, 2).flatten(1, 2)
        return self.to_latent(self.encode_low(self.down(x)))

    def decode(self, latent):
        """[b, channels, n] to [b, n * latent_hop]."""
        x = self.from_latent(latent)
        for block in self.decode_low:
            x = block(x)
        stride = self.config.stride
        x = self.up(x).unflatten(1, (stride, -1)).permute(0, 2, 3, 1).flatten(2)
        for block in self.decode_blocks:
            x = block(x)
        log_magnitude, real, imaginary = self.leave(F.relu(x)).chunk(3, 1)
        # exp(clipped) keeps a broken latent from becoming an explosion: e^6 is above a full-scale sine in this window
        scale = torch.exp(log_magnitude.clamp(-12, 6)) * torch.rsqrt(real * real + imaginary * imaginary + 1e-8)
        return self.waveform(torch.cat([real * scale, imaginary * scale], 1))
