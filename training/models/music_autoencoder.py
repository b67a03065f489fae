"""Music autoencoder: [batch, samples] at 24 kHz to [batch, channels, samples/960], for equal-tempered music with A4 = 440 Hz.

The code is linear: principal components of the logarithms of powers in semitone bands, one unit of variance a channel.
The decoder turns the powers, corrected by a network, into amplitudes of one oscillator a semitone, and adds shaped noise.
(Oscillator bank plus filtered noise: Serra and Smith 1990; with learned parts Engel et al. 2020, arXiv:2001.04643.)
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from .config import MusicConfig
from .sound_autoencoder import ConvBlock

POWER_FLOOR = 1e-6        # -60 dB below a sine of amplitude 1: silence is one point of the code
SILENT_POWER = 1e-5       # taken from decoded powers: components left out of the code raise silence above its floor


def semitones(config: MusicConfig):
    """Frequencies in Hz, [bands]."""
    return 440 * 2 ** ((torch.arange(config.bands, dtype=torch.float64) + config.lowest - 69) / 12)


def semitone_filters(config: MusicConfig):
    """[2 * bands, longest]: a Hann window on each semitone, as wide as telling neighbours apart takes, within the limits.

    A sine of amplitude A on its semitone gives a magnitude of A.
    """
    frequency = semitones(config)[:, None]
    apart = frequency * (2 ** (1 / 12) - 1)
    length = (2 * config.sample_rate / apart).clamp(config.shortest, config.longest)
    n = torch.arange(config.longest, dtype=torch.float64) - (config.longest - 1) / 2
    hann = torch.where(n.abs() < length / 2, 0.5 + 0.5 * torch.cos(2 * math.pi * n / length), 0.0)
    hann = 2 * hann / hann.sum(1, keepdim=True)
    angle = 2 * math.pi * frequency * n / config.sample_rate
    return torch.cat([torch.cos(angle) * hann, -torch.sin(angle) * hann]).float()


def noise_filters(config: MusicConfig):
    """Band-pass filters [noise_bands, 1, noise_window], even on a logarithmic scale from 60 Hz; each passes unit variance."""
    edges = torch.logspace(math.log10(60), math.log10(config.sample_rate * 0.45), config.noise_bands + 1, dtype=torch.float64)
    n = torch.arange(config.noise_window, dtype=torch.float64) - config.noise_window // 2
    low = 2 * edges[:, None] / config.sample_rate * torch.sinc(2 * edges[:, None] / config.sample_rate * n)
    band = (low[1:] - low[:-1]) * torch.hann_window(config.noise_window, periodic=False, dtype=torch.float64)
    return (band / band.norm(dim=1, keepdim=True)).float()[:, None]


class MusicAutoencoder(nn.Module):
    def __init__(self, config: MusicConfig = MusicConfig()):
        super().__init__()
        self.config = config
        self.register_buffer("filters", semitone_filters(config)[:, None], persistent=False)
        self.register_buffer("noise_filters", noise_filters(config), persistent=False)
        rise = (torch.arange(config.hop) + 0.5) / config.hop
        self.register_buffer("ramp", torch.cat([rise, rise.flip(0)])[None, None], persistent=False)
        turn = 2 * math.pi * semitones(config)[:, None] * torch.arange(2 * config.hop) / config.sample_rate
        sines = torch.cat([turn.cos(), turn.sin()]).float()[:, None] * self.ramp
        self.register_buffer("sines", sines, persistent=False)
        width, stacked = config.width, config.bands * config.stride
        self.encode_base = nn.Conv1d(stacked, config.channels, 1)
        self.decode_base = nn.Conv1d(config.channels, stacked, 1)
        self.enter = nn.Conv1d(config.channels, width, 3, padding=1)
        self.up = nn.Conv1d(width, width * config.stride, 1)
        self.blocks = nn.ModuleList(ConvBlock(width) for _ in range(config.blocks))
        self.leave = nn.Conv1d(width, config.bands + config.noise_bands, 1)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def band_powers(self, samples):
        """[b, n * latent_hop] to [b, stride * bands, n]: logarithms, frames of one latent after each other."""
        pad = (self.config.longest - self.config.hop) // 2
        real, imaginary = F.conv1d(F.pad(samples[:, None], (pad, pad)), self.filters, stride=self.config.hop).chunk(2, 1)
        powers = torch.log(real * real + imaginary * imaginary + POWER_FLOOR)
        return powers.unflatten(2, (-1, self.config.stride)).permute(0, 3, 1, 2).flatten(1, 2)

    def encode(self, samples):
        """[b, n * latent_hop] to [b, channels, n]."""
        return self.encode_base(self.band_powers(samples))

    def unstack(self, x):
        """[b, stride * c, n] to [b, c, stride * n]."""
        return x.unflatten(1, (self.config.stride, -1)).permute(0, 2, 3, 1).flatten(2)

    def tones(self, amplitude):
        """Amplitudes at frames [b, bands, n] to samples [b, n * hop]: each frame's sines under a triangle, overlapped.

        sin(start + turn) = sin(start) cos(turn) + cos(start) sin(turn): the start depends on the frame, the turn on the band.
        Starts are a golden section apart, so that notes struck together do not add up to a click.
        """
        config, frames = self.config, torch.arange(amplitude.shape[2], dtype=torch.float64)
        turns = semitones(config)[:, None] / config.sample_rate
        first = torch.arange(config.bands, dtype=torch.float64)[:, None] * 0.6180339887498949
        start = 2 * math.pi * ((turns * (frames * config.hop - config.hop // 2) + first) % 1)
        rows = torch.cat([amplitude * start.sin().float(), amplitude * start.cos().float()], 1)
        return F.conv_transpose1d(rows, self.sines, stride=config.hop, padding=config.hop // 2)[:, 0]

    def spread(self, frames):
        """Values at frames [b, c, n] to values at samples [b, c, n * hop], straight lines between the frames' centres."""
        count = frames.shape[1]
        ramp = self.ramp.expand(count, 1, -1)
        return F.conv_transpose1d(frames, ramp, stride=self.config.hop, padding=self.config.hop // 2, groups=count)

    def decode(self, latent, noise):
        """latent [b, channels, n] and white noise [b, n * latent_hop] of unit variance to [b, n * latent_hop]."""
        base = self.unstack(self.decode_base(latent))
        x = self.unstack(self.up(self.enter(latent)))
        for block in self.blocks:
            x = block(x)
        correction, hiss = self.leave(F.relu(x)).split([self.config.bands, self.config.noise_bands], 1)
        # clipped: a broken latent must not explode. What silence has is taken away again, so that it decodes to silence
        power = F.relu(torch.exp((base + 2 * correction).clamp(-16, 2)) - SILENT_POWER)
        amplitude = torch.sqrt(power + 1e-12) - 1e-6
        loudness = torch.sqrt(power.sum(1, keepdim=True) + 1e-12) - 1e-6
        hiss = torch.exp((hiss - 5).clamp(-12, 0)) * loudness
        carriers = F.conv1d(noise[:, None], self.noise_filters, padding=self.config.noise_window // 2)
        return self.tones(amplitude) + (self.spread(hiss) * carriers).sum(1)

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
