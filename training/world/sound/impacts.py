"""Short sounds that begin at one moment: struck bodies, steps, splashes, chirps. Each is modal: decaying partials and a burst."""

import math
from dataclasses import dataclass

import numpy as np

from .noise import decibels, shaped_noise


@dataclass(frozen=True)
class Burst:
    """Noise of a contact: band in Hz, decay in seconds, share of the sound."""

    low: float
    high: float
    decay: float
    share: float


@dataclass(frozen=True)
class Body:
    """What rings: partials as (Hz, decay in seconds, gain); hardness 0..1 decides how bright a blow can be."""

    hardness: float
    partials: tuple[tuple[float, float, float], ...]
    burst: Burst


MATERIALS = {
    "rubber": Body(0.35, ((112, 0.055, 1.0), (226, 0.035, 0.5), (455, 0.018, 0.25)), Burst(200, 1400, 0.010, 0.25)),
    "steel": Body(1.0, ((640, 0.45, 0.6), (1490, 0.36, 0.5), (2680, 0.26, 0.4), (4150, 0.16, 0.2)), Burst(800, 6000, 0.006, 0.3)),
    "wood": Body(0.75, ((385, 0.050, 1.0), (800, 0.034, 0.6), (1360, 0.020, 0.4)), Burst(300, 3500, 0.008, 0.3)),
    "stone": Body(0.95, ((430, 0.024, 1.0), (1060, 0.015, 0.7), (2350, 0.010, 0.4)), Burst(600, 5500, 0.010, 0.5)),
    "glass": Body(1.0, ((1920, 0.20, 0.7), (3340, 0.15, 0.5), (5250, 0.10, 0.25)), Burst(1500, 7000, 0.004, 0.2)),
    "feather": Body(0.15, ((180, 0.020, 0.6),), Burst(300, 1500, 0.030, 0.8)),
    "cloth": Body(0.30, ((95, 0.035, 1.0), (190, 0.020, 0.4)), Burst(150, 1200, 0.015, 0.4)),
}

SURFACES = {
    "wood": Body(0.75, ((124, 0.070, 1.0), (212, 0.055, 0.7), (347, 0.038, 0.5), (570, 0.022, 0.3)), Burst(200, 2500, 0.014, 0.35)),
    "stone": Body(1.0, ((165, 0.020, 0.5), (920, 0.014, 0.4), (1750, 0.010, 0.3)), Burst(800, 6000, 0.010, 0.6)),
    "asphalt": Body(0.95, ((142, 0.022, 0.7), (690, 0.012, 0.3)), Burst(500, 4000, 0.014, 0.5)),
    "grass": Body(0.25, ((86, 0.032, 0.8),), Burst(250, 2200, 0.050, 0.6)),
    "sand": Body(0.18, ((72, 0.030, 0.8),), Burst(300, 3200, 0.065, 0.7)),
    "snow": Body(0.14, ((68, 0.024, 0.5),), Burst(900, 5500, 0.090, 0.9)),
}

SIZE_PITCH = {"small": 1.35, "": 1.0, "large": 0.7}
# What rings is larger or smaller than a ball.
KIND_PITCH = {"bottle": 0.78, "glass": 1.25, "lamp": 0.6, "car": 0.45, "house": 0.4}


def place(buffer: np.ndarray, sample_rate: int, time: float, sound: np.ndarray, gain: float) -> None:
    """Adds a sound to the buffer from a time on; what lies outside is dropped."""
    start = int(np.ceil(time * sample_rate - 1e-9))
    skip = max(0, -start)
    end = min(buffer.size, start + sound.size)
    if end > start + skip:
        buffer[start + skip : end] += gain * sound[skip : end - start]


def peak_gain(strength: float) -> float:
    """Peak amplitude of an event: -6 dBFS for the strongest, -10 dBFS at half the strength, never below -20 dBFS."""
    return decibels(-6.0 + 14.0 * math.log10(min(max(strength, 0.1), 1.0)))


def ring(partials, cutoff: float, pitch: float, damping: float, age: np.ndarray) -> np.ndarray:
    """Decaying partials after a blow that is bright up to `cutoff` Hz."""
    sound = np.zeros(age.size, np.float32)
    for frequency, decay, gain in partials:
        frequency = frequency * pitch
        decay = decay * damping
        reach = min(age.size, int(np.searchsorted(age, 7.0 * decay)))
        short = age[:reach]
        weight = gain / (1.0 + (frequency / cutoff) ** 2)
        sound[:reach] += weight * np.exp(short * (-1.0 / decay)) * np.sin(short * (2.0 * np.pi * frequency))
    return sound


def burst(generator: np.random.Generator, sample_rate: int, noise: Burst, cutoff: float, age: np.ndarray) -> np.ndarray:
    """The noise of a contact, with a rise of half a millisecond."""
    reach = max(16, min(age.size, int(np.searchsorted(age, 7.0 * noise.decay))))
    short = age[:reach]
    sound = np.zeros(age.size, np.float32)
    body = shaped_noise(generator, reach, sample_rate, noise.low, min(noise.high, max(cutoff, 2.0 * noise.low)))
    sound[:reach] = body * np.exp(short * (-1.0 / noise.decay)) * np.minimum(1.0, short / 0.0005 + 0.2)
    return sound


def age_of(sample_rate: int, time: float, seconds: float) -> np.ndarray:
    """Seconds since the moment, at every sample from it on; keeps the part of a sample the moment lies before the first."""
    exact = time * sample_rate
    first = np.ceil(exact - 1e-9) - exact
    return ((np.arange(int(seconds * sample_rate)) + first) / sample_rate).astype(np.float32)


def unit(sound: np.ndarray) -> np.ndarray:
    """Scales to a peak of one and fades the last tenth, so that no end clicks."""
    tail = max(1, sound.size // 10)
    sound[-tail:] *= np.linspace(1.0, 0.0, tail, dtype=np.float32)
    return sound / (float(np.max(np.abs(sound))) + 1e-9)


def impact(generator, buffer, sample_rate, time, material, surface, pitch, strength) -> None:
    """A body of one material strikes a surface, or another body where that is named by its material."""
    body, ground = MATERIALS[material], SURFACES.get(surface) or MATERIALS[surface]
    hardness = 2.0 / (1.0 / body.hardness + 1.0 / ground.hardness)
    cutoff = 300.0 + 6000.0 * hardness**1.4 * (0.5 + 0.7 * strength)
    pitch = pitch * generator.uniform(0.985, 1.015)
    damping = 0.3 + 0.7 * ground.hardness
    age = age_of(sample_rate, time, 0.35 + 1.4 * max(p[1] for p in body.partials))
    sound = ring(body.partials, cutoff, pitch, damping, age) * (0.5 + 0.5 * ground.hardness)
    sound += ring(ground.partials, cutoff, 1.0, 1.0, age) * 0.6
    sound += burst(generator, sample_rate, body.burst, cutoff, age) * (body.burst.share * 0.5)
    sound += burst(generator, sample_rate, ground.burst, max(cutoff, 1200.0), age) * (ground.burst.share * 0.7)
    place(buffer, sample_rate, time, unit(sound), peak_gain(strength))


def footstep(generator, buffer, sample_rate, time, surface, strength) -> None:
    """A shoe: heel, then the softer toe 70 ms later; in snow and sand one long crunch."""
    ground = SURFACES[surface]
    soft = ground.hardness < 0.5
    age = age_of(sample_rate, time, 0.4)
    sound = ring(((95.0, 0.03, 0.7),) + ground.partials, 900.0, generator.uniform(0.96, 1.04), 0.7, age) * (0.5 if soft else 1.0)
    sound += burst(generator, sample_rate, ground.burst, 5000.0, age) * (ground.burst.share * 0.6)
    toe = int(generator.uniform(0.06, 0.08) * sample_rate)
    second = burst(generator, sample_rate, ground.burst, 4000.0, age[: age.size - toe] - age[0])
    sound[toe:] += second * (ground.burst.share * (0.45 if soft else 0.25))
    place(buffer, sample_rate, time, unit(sound), peak_gain(strength) * 0.8)


def splash(generator, buffer, sample_rate, time, strength) -> None:
    """Water: a slap, a falling hiss, and bubbles that rise in pitch; the harder, the deeper and the longer."""
    age = age_of(sample_rate, time, 0.6 + 0.6 * strength)
    sound = burst(generator, sample_rate, Burst(380 - 250 * strength, 1500, 0.05, 1.0), 6000.0, age)
    hiss = shaped_noise(generator, age.size, sample_rate, 900, 3500 + 2500 * strength)
    sound += (0.3 + 0.5 * strength) * hiss * np.exp(-age / (0.12 + 0.16 * strength)) * np.minimum(1.0, age / 0.02)
    for _ in range(3 + int(4 * strength)):
        late = np.maximum(age - generator.uniform(0.08, 0.45), 0.0)
        pitch = generator.uniform(450, 900) * (1.2 - 0.5 * strength)
        sound += 0.5 * np.sin(2.0 * np.pi * pitch * late * (1.0 + 2.0 * late)) * np.exp(-late / 0.04) * (late > 0)
    place(buffer, sample_rate, time, unit(sound), peak_gain(strength))


def chirp(generator, buffer, sample_rate, time, strength) -> None:
    """One call of a bird: two or three short gliding whistles."""
    base = generator.uniform(2400, 3400)
    for note in range(int(generator.integers(2, 4))):
        start = time + note * 0.13
        age = age_of(sample_rate, start, 0.09)
        glide = base * generator.uniform(0.9, 1.2)
        phase = 2.0 * np.pi * (glide * age + generator.uniform(-3000, 5000) * age * age)
        shape = np.sin(np.pi * np.clip(age / 0.09, 0.0, 1.0)) ** 0.7
        place(buffer, sample_rate, start, (np.sin(phase) * shape).astype(np.float32), peak_gain(strength) * 0.6)


def clink(generator, buffer, sample_rate, time, strength) -> None:
    """Glass touched by glass."""
    glass = MATERIALS["glass"]
    age = age_of(sample_rate, time, 0.8)
    sound = ring(glass.partials, 6000.0, generator.uniform(0.9, 1.1), 1.0, age)
    sound += burst(generator, sample_rate, glass.burst, 8000.0, age) * glass.burst.share
    place(buffer, sample_rate, time, unit(sound), peak_gain(strength))
