"""Sounds that last as long as a motion: rolling, engines, wings, cloth, a rope. The level of the motion is their envelope."""

import math

import numpy as np

from .noise import decibels, shaped_noise, wander

# Per surface: the dark and the bright band of a body that rolls, in Hz.
ROLL_BANDS = {
    "wood": ((80, 320), (180, 1100)),
    "stone": ((120, 600), (400, 2600)),
    "asphalt": ((100, 450), (300, 1800)),
    "grass": ((120, 500), (500, 1800)),
    "sand": ((150, 700), (600, 2600)),
    "snow": ((200, 900), (900, 3800)),
    "water": ((150, 600), (500, 2200)),
}

# Per surface: the band of a body that scrapes.
SLIDE_BANDS = {
    "wood": (350, 1800),
    "stone": (900, 4500),
    "asphalt": (700, 3200),
    "grass": (500, 2400),
    "sand": (700, 3400),
    "snow": (1200, 5500),
    "water": (500, 2400),
}

ENGINE_TABLE_SIZE = 16384


def engine_table() -> np.ndarray:
    """One turn of an engine: sixteen harmonics with a broad resonance at the fourth."""
    phase = np.arange(ENGINE_TABLE_SIZE + 1) * (2.0 * np.pi / ENGINE_TABLE_SIZE)
    wave = np.zeros_like(phase)
    for harmonic in range(1, 17):
        gain = 1.0 / harmonic + 0.6 * math.exp(-((harmonic - 4) / 1.5) ** 2)
        wave += gain * np.sin(harmonic * phase + 0.7 * harmonic * harmonic)
    return (wave / np.sqrt(np.mean(wave**2))).astype(np.float32)


ENGINE_TABLE = engine_table()


def roll(generator: np.random.Generator, level: np.ndarray, sample_rate: int, surface: str) -> np.ndarray:
    """A body rolls: rumble that brightens and throbs faster with speed."""
    dark, bright = ROLL_BANDS[surface]
    low = shaped_noise(generator, level.size, sample_rate, *dark)
    high = shaped_noise(generator, level.size, sample_rate, *bright)
    turns = np.cumsum(1.0 + 5.0 * level, dtype=np.float64) / sample_rate
    throb = 1.0 + 0.35 * np.sin((2.0 * np.pi * turns).astype(np.float32))
    return decibels(-24.0) * np.sqrt(level) * throb * (low * (1.0 - 0.6 * level) + 0.6 * high * level)


def slide(generator: np.random.Generator, level: np.ndarray, sample_rate: int, surface: str) -> np.ndarray:
    """A body scrapes along: an even hiss with the colour of the ground."""
    noise = shaped_noise(generator, level.size, sample_rate, *SLIDE_BANDS[surface])
    return decibels(-24.0) * np.sqrt(level) * noise


def engine(generator: np.random.Generator, level: np.ndarray, sample_rate: int, surface: str) -> np.ndarray:
    """A car: a tone from 45 to 110 Hz with its harmonics, and the noise of tyres."""
    turns = np.cumsum(45.0 + 65.0 * level, dtype=np.float64) / sample_rate
    index = ((turns % 1.0) * ENGINE_TABLE_SIZE).astype(np.int64)
    tyres = shaped_noise(generator, level.size, sample_rate, *ROLL_BANDS[surface][0])
    runs = np.clip(level / 0.08, 0.0, 1.0)
    return decibels(-23.0) * runs * (ENGINE_TABLE[index] * (0.45 + 0.55 * level) + 0.5 * tyres * level)


def wings(generator: np.random.Generator, level: np.ndarray, sample_rate: int, surface: str) -> np.ndarray:
    """Wings: a soft puff of air at every beat, which the level already holds."""
    noise = shaped_noise(generator, level.size, sample_rate, 300, 1900)
    return decibels(-22.0) * level * np.sqrt(level) * noise


def swing(generator: np.random.Generator, level: np.ndarray, sample_rate: int, surface: str) -> np.ndarray:
    """Air moved by a thing that turns or sways: a low whoosh."""
    return decibels(-26.0) * level * shaped_noise(generator, level.size, sample_rate, 200, 1100)


def wash(generator: np.random.Generator, level: np.ndarray, sample_rate: int, surface: str) -> np.ndarray:
    """Water along a hull: low gurgling that swells with the waves."""
    low = shaped_noise(generator, level.size, sample_rate, 180, 800)
    high = shaped_noise(generator, level.size, sample_rate, 700, 2800)
    return decibels(-24.0) * (low * level + 0.8 * high * level * level)


def cloth(generator: np.random.Generator, level: np.ndarray, sample_rate: int, surface: str) -> np.ndarray:
    """Clothes that rustle: a dry hiss in short strokes."""
    strokes = wander(generator, level.size, sample_rate, 11.0, 0.0, 1.0) ** 2
    return decibels(-27.0) * level * strokes * shaped_noise(generator, level.size, sample_rate, 1100, 5200)


def rope_table() -> np.ndarray:
    """One jerk of a rope under load: forty harmonics with the resonances of dry wood."""
    phase = np.arange(ENGINE_TABLE_SIZE + 1) * (2.0 * np.pi / ENGINE_TABLE_SIZE)
    wave = np.zeros_like(phase)
    for harmonic in range(1, 41):
        gain = sum(math.exp(-((harmonic - centre) / 2.0) ** 2) for centre in (8, 15, 24)) + 0.05
        wave += gain / math.sqrt(harmonic) * np.sin(harmonic * phase + 2.4 * harmonic * harmonic)
    return (wave / np.sqrt(np.mean(wave**2))).astype(np.float32)


ROPE_TABLE = rope_table()


def creak(generator: np.random.Generator, level: np.ndarray, sample_rate: int, surface: str) -> np.ndarray:
    """A rope that carries a swinging load: jerks that come faster under more load, heard only while it is great."""
    load = np.clip((level - 0.25) / 0.75, 0.0, 1.0) * (level > 0)
    rate = (38.0 + 55.0 * load) * wander(generator, level.size, sample_rate, 9.0, 0.8, 1.2)
    index = ((np.cumsum(rate, dtype=np.float64) / sample_rate % 1.0) * ENGINE_TABLE_SIZE).astype(np.int64)
    grit = 0.4 * shaped_noise(generator, level.size, sample_rate, 500, 2600)
    return decibels(-25.0) * load * (ROPE_TABLE[index] + grit)


SOUNDS = {
    "roll": roll, "slide": slide, "engine": engine, "wings": wings, "swing": swing, "wash": wash, "cloth": cloth, "creak": creak}
