"""The instruments of the music: each note is read from a table of one period, at exactly its frequency; A4 = 440 Hz."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

TABLE = 16384
A4 = 69         # notes are counted in semitones as MIDI does: middle C is 60


@dataclass(frozen=True)
class Instrument:
    """Harmonics that last and harmonics of the attack, times in seconds; a decay of 0 holds the note."""

    body: tuple[float, ...]
    strike: tuple[float, ...]
    attack: float
    decay: float
    strike_decay: float
    release: float


PIANO = Instrument((1.0, 0.45, 0.25, 0.12, 0.06), (0.0, 0.4, 0.5, 0.4, 0.3, 0.2, 0.12), 0.004, 0.9, 0.16, 0.09)
GUITAR = Instrument((1.0, 0.6, 0.3, 0.2, 0.1), (0.0, 0.5, 0.6, 0.5, 0.4, 0.3), 0.002, 0.45, 0.08, 0.05)
BELL = Instrument((1.0, 0.1, 0.05), (0.0, 0.3, 0.0, 0.35), 0.002, 0.6, 0.10, 0.08)
PAD = Instrument((1.0, 0.35, 0.16, 0.08), (), 0.20, 0.0, 0.1, 0.20)
STRINGS = Instrument((1.0, 0.6, 0.45, 0.35, 0.25, 0.18, 0.1), (), 0.09, 0.0, 0.1, 0.12)
PULSE = Instrument((1.0, 0.7, 0.5, 0.35, 0.25, 0.15), (0.0, 0.2, 0.4, 0.4), 0.006, 0.22, 0.05, 0.04)
BASS = Instrument((1.0, 0.4, 0.12, 0.05), (0.0, 0.3, 0.3), 0.006, 1.1, 0.07, 0.05)


def frequency(note: int) -> float:
    """Hz of a note."""
    return 440.0 * 2.0 ** ((note - A4) / 12.0)


@lru_cache(maxsize=64)
def period(harmonics: tuple[float, ...]) -> np.ndarray:
    """One period of a sum of harmonics."""
    turn = np.arange(TABLE) * (2.0 * np.pi / TABLE)
    wave = sum((gain * np.sin(n * turn) for n, gain in enumerate(harmonics, 1)), np.zeros(TABLE))
    return wave.astype(np.float32)


def tone(instrument: Instrument, note: int, seconds: float, sample_rate: int) -> np.ndarray:
    """A note that is over after `seconds`, its release included."""
    samples = int(seconds * sample_rate)
    at = np.arange(samples, dtype=np.float32) / np.float32(sample_rate)
    pitch = frequency(note)
    reach = int(0.45 * sample_rate / pitch)     # harmonics above are beyond what the rate can hold
    index = (np.arange(samples) * (pitch / sample_rate * TABLE)).astype(np.int64) & (TABLE - 1)
    shape = np.clip(at / instrument.attack, 0.0, 1.0) * np.clip((seconds - at) / instrument.release, 0.0, 1.0)
    if instrument.decay:
        shape *= np.exp(at * np.float32(-1.0 / instrument.decay))
    sound = period(instrument.body[:reach])[index]
    if instrument.strike:
        short = min(samples, int(6 * instrument.strike_decay * sample_rate))
        fall = np.exp(at[:short] * np.float32(-1.0 / instrument.strike_decay))
        sound[:short] += period(instrument.strike[:reach])[index[:short]] * fall
    return sound * shape


def kick(root: int, sample_rate: int) -> np.ndarray:
    """A soft drum, tuned to the key."""
    at = np.arange(int(0.22 * sample_rate), dtype=np.float32) / np.float32(sample_rate)
    shape = np.clip(at / 0.003, 0.0, 1.0) * np.exp(at * -22.0) * np.clip((0.22 - at) / 0.02, 0.0, 1.0)
    return np.sin(np.float32(2.0 * np.pi * frequency(root)) * at) * shape


def brush(generator: np.random.Generator, seconds: float, sample_rate: int) -> np.ndarray:
    """A brush or shaker: bright noise that falls within `seconds`."""
    samples = int(seconds * sample_rate)
    noise = np.diff(generator.standard_normal(samples + 1, dtype=np.float32)) * np.float32(0.5)
    at = np.arange(samples, dtype=np.float32) / np.float32(samples)
    return noise * np.clip(at / 0.04, 0.0, 1.0) * (1.0 - at) ** 3
