"""Music autoencoder: [batch, samples] at 24 kHz to [batch, channels, samples/960], for equal-tempered music with A4 = 440 Hz.

The code is linear: principal components of the square roots of magnitudes in semitone bands, one unit of variance a channel.
The decoder turns the bands, corrected by a network, into amplitudes of one oscillator a semitone, and adds shaped noise.
(Oscillator bank plus filtered noise: Serra and Smith 1990; with learned parts Engel et al. 2020, arXiv:2001.04643.)
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from .config import MusicConfig
from .sound_autoencoder import ConvBlock, unstack

SOFTNESS = 0.1            # of the corner where a band falls silent, in parts of the frame's mean: keeps a slope for training


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


def ramp(config: MusicConfig):
    """A triangle two hops long: those of neighbouring frames sum to 1."""
    rise = (torch.arange(config.hop, dtype=torch.float64) + 0.5) / config.hop
    return torch.cat([rise, rise.flip(0)])


def sines(config: MusicConfig):
    """[2 * bands, 1, 2 * hop]: cosines, then sines of all semitones from phase zero, under the ramp."""
    turn = 2 * math.pi * semitones(config)[:, None] * torch.arange(2 * config.hop) / config.sample_rate
    return (torch.cat([turn.cos(), turn.sin()]) * ramp(config)).float()[:, None]


def phases(config: MusicConfig, frames: int):
    """[1, 2 * bands, frames]: sines, then cosines of the oscillators' phases where the frames begin; exact for any length.

    Oscillators start a golden section apart, so that notes struck together do not add up to a click.
    """
    turns = semitones(config)[:, None] / config.sample_rate
    first = torch.arange(config.bands, dtype=torch.float64)[:, None] * 0.6180339887498949
    begins = torch.arange(frames, dtype=torch.float64) * config.hop - config.hop // 2
    phase = 2 * math.pi * ((turns * begins + first) % 1)
    return torch.cat([phase.sin(), phase.cos()]).float()[None]


class MusicAutoencoder(nn.Module):
    def __init__(self, config: MusicConfig = MusicConfig()):
        super().__init__()
        self.config = config
        self.register_buffer("filters", semitone_filters(config), persistent=False)
        self.register_buffer("noise_filters", noise_filters(config), persistent=False)
        self.register_buffer("ramp", ramp(config).float()[None, None], persistent=False)
        self.register_buffer("sines", sines(config), persistent=False)
        width, stacked = config.width, config.bands * config.stride
        self.encode_base = nn.Conv1d(stacked, config.channels, 1)
        self.decode_base = nn.Conv1d(config.channels, stacked, 1)
        self.enter = nn.Conv1d(config.channels, width, 3, padding=1)
        self.up = nn.Conv1d(width, width * config.stride, 1)
        self.blocks = nn.ModuleList(ConvBlock(width) for _ in range(config.blocks))
        self.leave = nn.Conv1d(width, config.bands + config.noise_bands, 1)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def band_roots(self, samples):
        """[b, n * latent_hop] to [b, stride * bands, n]: square roots of magnitudes, frames of one latent after each other."""
        pad = (self.config.longest - self.config.hop) // 2
        windows = F.pad(samples, (pad, pad)).unfold(1, self.config.longest, self.config.hop)
        real, imaginary = (windows @ self.filters.T).chunk(2, 2)
        roots = (real * real + imaginary * imaginary) ** 0.25
        return roots.unflatten(1, (-1, self.config.stride)).flatten(2).transpose(1, 2)

    def encode(self, samples):
        """[b, n * latent_hop] to [b, channels, n]."""
        return self.encode_base(self.band_roots(samples))

    def frames(self, latent):
        """Amplitudes of the oscillators [b, bands, stride * n] and of the noise bands [b, noise_bands, stride * n]."""
        base = unstack(self.decode_base(latent), self.config.stride)
        x = unstack(self.up(self.enter(latent)), self.config.stride)
        for block in self.blocks:
            x = block(x)
        correction, hiss = self.leave(F.relu(x)).split([self.config.bands, self.config.noise_bands], 1)
        # clipped: a broken latent must not explode. All is in parts of the mean, so that silence, where it is 0, stays silent
        mean = F.relu(base).mean(1, keepdim=True).clamp(max=1.0)
        root = base.clamp(-1.5, 1.5) + mean * correction.clamp(-16, 16)
        root = 0.5 * (root + torch.sqrt(root * root + (SOFTNESS * mean) ** 2 + 1e-12))
        return root * root, mean * mean * torch.exp(hiss.clamp(-12, 4))

    def tones(self, amplitude):
        """Amplitudes at frames [b, bands, n] to samples [b, n * hop]: each frame's sines under a triangle, overlapped.

        sin(start + turn) = sin(start) cos(turn) + cos(start) sin(turn): the start depends on the frame, the turn on the band.
        """
        rows = torch.cat([amplitude, amplitude], 1) * phases(self.config, amplitude.shape[2]).to(amplitude.device)
        return F.conv_transpose1d(rows, self.sines, stride=self.config.hop, padding=self.config.hop // 2)[:, 0]

    def spread(self, frames):
        """Values at frames [b, c, n] to values at samples [b, c, n * hop], straight lines between the frames' centres."""
        count = frames.shape[1]
        lines = self.ramp.expand(count, 1, -1)
        return F.conv_transpose1d(frames, lines, stride=self.config.hop, padding=self.config.hop // 2, groups=count)

    def decode(self, latent, noise):
        """latent [b, channels, n] and white noise [b, n * latent_hop] of unit variance to [b, n * latent_hop]."""
        amplitude, hiss = self.frames(latent)
        carriers = F.conv1d(noise[:, None], self.noise_filters, padding=self.config.noise_window // 2)
        return self.tones(amplitude) + (self.spread(hiss) * carriers).sum(1)

    @torch.no_grad()
    def fit_base(self, stacked):
        """Sets both bases to the principal components of `band_roots`, [n, stride * bands].

        The components are those of a subspace that holds the mean, and so the origin: silence is decoded exactly.
        """
        stacked = stacked.double()
        mean = stacked.mean(0)
        covariance = (stacked - mean).T @ (stacked - mean) / len(stacked)
        beside = torch.eye(len(mean), dtype=torch.float64) - torch.outer(mean, mean) / (mean @ mean)
        _, vectors = torch.linalg.eigh(beside @ covariance @ beside)
        space = torch.cat([vectors[:, 1 - self.config.channels :], (mean / mean.norm())[:, None]], 1)
        variance, turn = torch.linalg.eigh(space.T @ covariance @ space)
        vectors, deviation = (space @ turn).flip(1), variance.flip(0).sqrt()
        self.encode_base.weight.copy_((vectors / deviation).T[:, :, None])
        self.encode_base.bias.copy_(-(mean @ vectors) / deviation)
        self.decode_base.weight.copy_((vectors * deviation)[:, :, None])
        self.decode_base.bias.copy_(mean)
