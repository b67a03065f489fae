"""Voices that say no words: a glottal tone through the formants of vowels, a syllable for each opening of the mouth."""

import numpy as np

from .noise import decibels, envelope, shaped_noise, wander

TABLE = 8192
LEVEL = decibels(-20.0)     # root mean square while the mouth is open
# First, second and third formant in Hz.
VOWELS = (
    (730, 1090, 2440), (530, 1840, 2480), (270, 2290, 3010), (570, 840, 2410),
    (300, 870, 2240), (640, 1190, 2390), (490, 1350, 1690))
WIDTHS = (90.0, 110.0, 170.0)
GAINS = (1.0, 0.8, 0.45)
SYLLABLES = 4.5             # a second, where the level does not tell


def pitch_of(look: int) -> float:
    """Hz of a person's voice, low or high; the look decides, so that a person keeps it."""
    generator = np.random.default_rng((look, 3))
    return float(generator.choice((generator.uniform(95, 135), generator.uniform(170, 225))))


def voice(
    generator: np.random.Generator, pitch: float, times: np.ndarray, level: np.ndarray, samples: int, sample_rate: int
) -> np.ndarray:
    """A person speaks while `level` is above zero; each rise of the level is a syllable."""
    loud = envelope(times, level, samples, sample_rate)
    if not loud.any():
        return loud
    size = 1.0 if pitch < 150 else 1.16     # shorter throats sound higher
    tune = wander(generator, samples, sample_rate, 2.5, 0.86, 1.16)
    turns = np.cumsum(pitch * tune, dtype=np.float64) / sample_rate
    index = (turns * TABLE).astype(np.int64) & (TABLE - 1)

    sound = np.zeros(samples, np.float32)
    bounds = syllables(times, level, samples, sample_rate)
    fade = int(0.03 * sample_rate)
    hiss = shaped_noise(generator, samples, sample_rate, 2600, 7000)
    for start, end in zip(bounds[:-1], bounds[1:]):
        vowel = VOWELS[int(generator.integers(len(VOWELS)))]
        first, last = max(0, start - fade), min(samples, end + fade)
        shape = np.ones(last - first, np.float32)
        rise, fall = start + fade - first, last - end + fade
        shape[:rise] *= np.linspace(0.0, 1.0, rise, dtype=np.float32)[: shape.size]
        shape[-fall:] *= np.linspace(1.0, 0.0, fall, dtype=np.float32)[-shape.size :]
        sound[first:last] += period(pitch, vowel, size, sample_rate)[index[first:last]] * shape
        if generator.random() < 0.45:       # a consonant before the vowel
            length = min(int(generator.uniform(0.04, 0.09) * sample_rate), samples - start)
            sound[start : start + length] += 0.5 * hiss[start : start + length] * np.hanning(length).astype(np.float32)
    sound *= loud
    spoken = loud > 0.05
    return sound * np.float32(LEVEL / (np.sqrt(np.mean(sound[spoken] ** 2)) + 1e-9)) if spoken.any() else sound


def syllables(times: np.ndarray, level: np.ndarray, samples: int, sample_rate: int) -> list[int]:
    """First samples of the syllables and the end: where the level turns from falling to rising, or evenly where it never does."""
    slope = np.sign(np.diff(np.concatenate(([level[0]], np.asarray(level, np.float64)))))
    turning = [float(times[n]) for n in range(1, len(level) - 1) if slope[n] <= 0 < slope[n + 1]]
    if len(turning) < 2:
        turning = list(np.arange(times[0], times[-1], 1.0 / SYLLABLES))
    starts = sorted({0, *(int(time * sample_rate) for time in turning if 0.0 < time * sample_rate < samples)})
    apart = [starts[0]]
    for start in starts[1:]:
        if start - apart[-1] > 0.06 * sample_rate:
            apart.append(start)
    return [*apart, samples]


def period(pitch: float, vowel: tuple[float, ...], size: float, sample_rate: int) -> np.ndarray:
    """One period of a throat that forms a vowel, of unit power."""
    harmonics = np.arange(1, max(2, int(min(5000.0, 0.45 * sample_rate) / pitch)))
    hertz = harmonics * pitch
    gains = sum(gain / (1.0 + ((hertz - formant * size) / width) ** 2) for formant, width, gain in zip(vowel, WIDTHS, GAINS))
    spectrum = np.zeros(TABLE // 2 + 1, np.complex64)
    spectrum[harmonics] = (gains + 0.02) / np.sqrt(harmonics) * np.exp(1j * 0.7 * harmonics)
    wave = np.fft.irfft(spectrum, TABLE)
    return (wave / np.sqrt(np.mean(wave**2))).astype(np.float32)
