"""Random and smooth signals that every sound is made of. All are numpy float32, deterministic by their generator."""

import math
from functools import lru_cache

import numpy as np

# Samples between the points of a slow wandering.
WANDER_STEP = 128


def fast_length(samples: int) -> int:
    """The smallest length of at least `samples` with only the factors 2, 3 and 5, where the transform is fast."""
    best = 1 << max(samples - 1, 1).bit_length()
    five = 1
    while five < best:
        three = five
        while three < best:
            two = 1 << max(0, math.ceil(math.log2(samples / three))) if three < samples else 1
            if samples <= three * two < best:
                best = three * two
            three *= 3
        five *= 5
    return best


@lru_cache(maxsize=128)
def band(length: int, sample_rate: int, low: float, high: float, slope: float) -> np.ndarray:
    """Smooth band-pass magnitude between two corners in Hz, for noise of unit power; `slope` tilts it in dB per octave."""
    frequencies = np.maximum(np.fft.rfftfreq(length, 1.0 / sample_rate), 1.0)
    shape = 1.0 / np.sqrt((1.0 + (low / frequencies) ** 4) * (1.0 + (frequencies / high) ** 6))
    if slope:
        shape = shape * (frequencies / math.sqrt(low * high)) ** (slope / 6.02)
    shape[0] = 0.0
    return (shape * (length / (2.0 * np.sqrt(np.sum(shape**2))))).astype(np.float32)


def shaped_noise(
    generator: np.random.Generator, samples: int, sample_rate: int, low: float, high: float, slope: float = 0.0
) -> np.ndarray:
    """Gaussian noise of unit power in a band."""
    length = fast_length(samples)
    shape = band(length, sample_rate, low, high, slope)
    spectrum = generator.standard_normal((shape.size, 2), dtype=np.float32).view(np.complex64)[:, 0] * shape
    return np.fft.irfft(spectrum, length)[:samples].astype(np.float32)


def grains(
    generator: np.random.Generator,
    samples: int,
    sample_rate: int,
    per_second: float,
    low: float,
    high: float,
    decay: float,
) -> np.ndarray:
    """Many short drops or crackles at random times, of random strengths, with unit power over the whole."""
    length = fast_length(samples)
    count = max(1, int(generator.poisson(per_second * samples / sample_rate)))
    train = np.zeros(length, np.float32)
    strengths = generator.uniform(0.3, 1.0, count) * generator.choice((-1.0, 1.0), count)
    np.add.at(train, generator.integers(0, samples, count), strengths.astype(np.float32))
    kernel = shaped_noise(generator, fast_length(int(8 * decay * sample_rate)), sample_rate, low, high)
    kernel *= np.exp(-np.arange(kernel.size) / (decay * sample_rate)).astype(np.float32)
    sound = np.fft.irfft(np.fft.rfft(train) * np.fft.rfft(kernel, length), length)[:samples].astype(np.float32)
    return sound / np.float32(np.sqrt(np.mean(sound**2)) + 1e-9)


def wander(
    generator: np.random.Generator, samples: int, sample_rate: int, rate: float, low: float, high: float
) -> np.ndarray:
    """A slow smooth wandering between two values with about `rate` turns a second: gusts, waves, breath."""
    knots = int((samples + WANDER_STEP) / sample_rate * rate) + 4
    values = generator.uniform(low, high, knots)
    coarse = np.arange(0, samples + WANDER_STEP, WANDER_STEP)
    position = coarse * (rate / sample_rate) + generator.uniform(0.0, 1.0)
    index = np.minimum(position.astype(np.int64), knots - 2)
    fraction = np.clip(position - index, 0.0, 1.0)
    fraction = fraction * fraction * (3.0 - 2.0 * fraction)
    turns = values[index] * (1.0 - fraction) + values[index + 1] * fraction
    return np.interp(np.arange(samples), coarse, turns).astype(np.float32)


def envelope(times: np.ndarray, levels: np.ndarray, samples: int, sample_rate: int) -> np.ndarray:
    """A track of levels at given times, read at every sample; zero outside the track."""
    at = np.arange(samples) / sample_rate
    return np.interp(at, np.asarray(times), np.asarray(levels), left=0.0, right=0.0).astype(np.float32)


def decibels(level: float) -> float:
    """Amplitude of a level in dBFS."""
    return 10.0 ** (level / 20.0)
