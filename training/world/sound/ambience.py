"""What a place sounds like when nothing happens in it: weather, wind, sea, animals, traffic, people, the room."""

import numpy as np

from .impacts import chirp
from .noise import decibels, grains, shaped_noise, wander

# Per surface: band in Hz and decay in seconds of one drop, and its share beside the hiss.
RAIN_DROPS = {
    "wood": (260, 1300, 0.010, 0.7),
    "stone": (1400, 5500, 0.004, 0.7),
    "asphalt": (1000, 4500, 0.004, 0.6),
    "grass": (500, 2400, 0.006, 0.35),
    "sand": (300, 1500, 0.006, 0.4),
    "snow": (400, 1800, 0.006, 0.3),
    "water": (700, 2600, 0.008, 0.5),
}

# Calls a second in a park.
BIRDS = {"dawn": 2.2, "day": 1.2, "sunset": 0.6}


def rain(generator: np.random.Generator, samples: int, sample_rate: int, surface: str) -> np.ndarray:
    """Steady rain: hiss, and the drops that are near, by what they fall on."""
    low, high, decay, share = RAIN_DROPS[surface]
    hiss = shaped_noise(generator, samples, sample_rate, 900, 6500, slope=-3.0)
    drops = grains(generator, samples, sample_rate, 260.0, low, high, decay)
    swell = wander(generator, samples, sample_rate, 0.5, 0.85, 1.1)
    return decibels(-27.0) * (hiss + share * drops) * swell


def wind(generator: np.random.Generator, samples: int, sample_rate: int, strength: float) -> np.ndarray:
    """Wind in gusts: it grows brighter as it grows louder."""
    gust = wander(generator, samples, sample_rate, 0.6, 0.25, 1.0)
    low = shaped_noise(generator, samples, sample_rate, 90, 380)
    high = shaped_noise(generator, samples, sample_rate, 350, 1100)
    return decibels(-40.0 + 16.0 * strength) * (low * gust + 0.7 * high * gust * gust)


def sea(generator: np.random.Generator, samples: int, sample_rate: int) -> np.ndarray:
    """Waves that come in every four to six seconds: a low body, and foam that breaks after it."""
    period = generator.uniform(3.5, 5.5)
    phase = np.arange(samples, dtype=np.float32) / np.float32(sample_rate * period) + np.float32(generator.uniform())
    swell = 0.5 + 0.5 * np.sin(2.0 * np.pi * phase)
    foam = (0.5 + 0.5 * np.sin(2.0 * np.pi * phase - 0.9)) ** 3
    body = shaped_noise(generator, samples, sample_rate, 120, 700)
    hiss = shaped_noise(generator, samples, sample_rate, 700, 3800)
    return decibels(-29.0) * (body * (0.35 + 0.65 * swell) + hiss * (0.12 + 0.8 * foam))


def birds(generator: np.random.Generator, samples: int, sample_rate: int, per_second: float) -> np.ndarray:
    """Birds in the trees around."""
    sound = np.zeros(samples, np.float32)
    for _ in range(max(1, int(generator.poisson(per_second * samples / sample_rate)))):
        chirp(generator, sound, sample_rate, generator.uniform(0.0, samples / sample_rate), 0.0)
    return decibels(-6.0) * sound


def crickets(generator: np.random.Generator, samples: int, sample_rate: int) -> np.ndarray:
    """Crickets: a tone near 4 kHz in trains of three short pulses."""
    at = np.arange(samples, dtype=np.float32) / np.float32(sample_rate)
    sound = np.zeros(samples, np.float32)
    for gain in (1.0, 0.5):
        cycle = (at * generator.uniform(1.3, 1.7) + generator.uniform()) % 1.0
        pulses = np.clip(np.sin(2.0 * np.pi * cycle * 8.0), 0.0, 1.0) * (cycle < 0.375)
        sound += gain * pulses * np.sin(2.0 * np.pi * np.float32(generator.uniform(3900, 4400)) * at)
    return decibels(-30.0) * sound.astype(np.float32)


def traffic(generator: np.random.Generator, samples: int, sample_rate: int, busy: float) -> np.ndarray:
    """A city some streets away: hum, and cars that pass."""
    hum = shaped_noise(generator, samples, sample_rate, 70, 320)
    cars = shaped_noise(generator, samples, sample_rate, 250, 1300)
    passing = wander(generator, samples, sample_rate, 0.4, 0.0, 1.0) ** 2
    return decibels(-36.0 + 8.0 * busy) * (hum + 0.8 * busy * cars * passing)


def crowd(generator: np.random.Generator, samples: int, sample_rate: int, many: float) -> np.ndarray:
    """People some way off: the bands of vowels, each in the rhythm of syllables of its own."""
    sound = np.zeros(samples, np.float32)
    for low, high in ((280, 520), (450, 800), (700, 1300), (1200, 2300)):
        syllables = wander(generator, samples, sample_rate, 5.0, 0.1, 1.0) * wander(generator, samples, sample_rate, 0.8, 0.4, 1.0)
        sound += shaped_noise(generator, samples, sample_rate, low, high) * syllables * np.float32(450.0 / (low + high))
    return decibels(-28.0 + 4.0 * many) * sound


def leaves(generator: np.random.Generator, samples: int, sample_rate: int, strength: float) -> np.ndarray:
    """Leaves in the wind: a bright rustle that comes with the gusts."""
    gust = wander(generator, samples, sample_rate, 0.8, 0.1, 1.0) ** 2 * wander(generator, samples, sample_rate, 9.0, 0.5, 1.0)
    return decibels(-40.0 + 10.0 * min(strength, 1.2)) * gust * shaped_noise(generator, samples, sample_rate, 1500, 6500)


def high_wind(generator: np.random.Generator, samples: int, sample_rate: int) -> np.ndarray:
    """Wind far above the ground: a thin whistle that wanders over a broad breath."""
    breath = shaped_noise(generator, samples, sample_rate, 250, 1600)
    whistle = shaped_noise(generator, samples, sample_rate, 780, 900) * wander(generator, samples, sample_rate, 0.5, 0.0, 1.0) ** 2
    return decibels(-29.0) * (breath * wander(generator, samples, sample_rate, 0.7, 0.4, 1.0) + 0.6 * whistle)


def room(generator: np.random.Generator, samples: int, sample_rate: int) -> np.ndarray:
    """A quiet room: air and a faint hum of the mains."""
    at = np.arange(samples, dtype=np.float32) / np.float32(sample_rate)
    hum = np.sin(2.0 * np.pi * 100.0 * at) + 0.4 * np.sin(2.0 * np.pi * 200.0 * at + 1.0)
    return decibels(-44.0) * (shaped_noise(generator, samples, sample_rate, 80, 500) + 0.5 * hum.astype(np.float32))


def hush(generator: np.random.Generator, samples: int, sample_rate: int) -> np.ndarray:
    """Falling snow: all but silent, a soft breath of high air."""
    return decibels(-46.0) * shaped_noise(generator, samples, sample_rate, 1200, 4500) * wander(
        generator, samples, sample_rate, 0.5, 0.6, 1.0
    )


def air(generator: np.random.Generator, samples: int, sample_rate: int) -> np.ndarray:
    """Open air, the floor below every place outdoors."""
    return decibels(-50.0) * shaped_noise(generator, samples, sample_rate, 100, 900)


def ambience(generator: np.random.Generator, scene, samples: int, sample_rate: int) -> np.ndarray:
    """All layers of a scene's place, time and weather."""
    if scene.indoor:
        return room(generator, samples, sample_rate)
    size = (samples, sample_rate)
    night, wet = scene.time_of_day == "night", scene.weather in ("rain", "snow")
    strength = max(scene.wind, 0.9) if scene.weather == "wind" else scene.wind
    sound = air(generator, *size)
    if strength > 0.05:
        sound += wind(generator, *size, min(strength, 1.3))
    if scene.place == "park" and strength > 0.4:
        sound += leaves(generator, *size, strength)
    if scene.weather == "rain":
        sound += rain(generator, *size, scene.surface)
    elif scene.weather == "snow":
        sound += hush(generator, *size)
    if scene.place == "beach":
        sound += sea(generator, *size)
    elif scene.place in ("city street", "stone square"):
        busy = (1.0 if scene.place == "city street" else 0.3) * (0.5 if night else 1.0)
        sound += traffic(generator, *size, busy)
        if scene.time_of_day in ("day", "sunset") and not wet:
            sound += crowd(generator, *size, busy)
    elif scene.place == "floating islands":
        sound += high_wind(generator, *size)
    if scene.place == "park" and not night and not wet:
        sound += birds(generator, *size, BIRDS[scene.time_of_day])
    if scene.place in ("park", "desert") and night and not wet:
        sound += crickets(generator, *size)
    return sound
