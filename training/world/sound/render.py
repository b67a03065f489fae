"""Mixes a scene's events, motions, place and music into its stems."""

import numpy as np
import torch

from . import impacts, motions
from .ambience import ambience
from .music import music
from .noise import envelope

STEMS = ("effects", "ambience", "music")

PEAK = 0.9


def render_stems(scene, sample_rate: int = 24000, samples: int | None = None) -> dict[str, torch.Tensor]:
    """Every stem of a scene from its first moment on, float32 [samples], peaks of at most 0.9. Silence is zeros."""
    samples = round(scene.duration * sample_rate) if samples is None else samples
    stems = {
        "effects": effects(scene, samples, sample_rate),
        "ambience": ambience(np.random.default_rng((scene.seed, 2)), scene, samples, sample_rate),
        "music": music(*scene.music, samples, sample_rate) if scene.music else np.zeros(samples, np.float32),
    }
    return {name: torch.from_numpy(limit(sound).astype(np.float32)) for name, sound in stems.items()}


def effects(scene, samples: int, sample_rate: int) -> np.ndarray:
    """Events and motions. Each has its own generator, so that one more of them changes no other."""
    sound = np.zeros(samples, np.float32)
    for index, event in enumerate(scene.events):
        generator = np.random.default_rng((scene.seed, 0, index))
        add_event(generator, sound, sample_rate, scene, event)
    for index, motion in enumerate(scene.motions):
        level = envelope(motion.times, motion.level, samples, sample_rate)
        if level.any():
            generator = np.random.default_rng((scene.seed, 1, index))
            sound += motions.SOUNDS[motion.kind](generator, level, sample_rate, scene.surface)
    return sound


def add_event(generator: np.random.Generator, sound: np.ndarray, sample_rate: int, scene, event) -> None:
    """Adds one event at its time."""
    at = (generator, sound, sample_rate, event.time)
    surface = event.surface or scene.surface
    if event.kind == "chirp":
        impacts.chirp(*at, event.strength)
    elif event.kind == "splash" or surface == "water":
        impacts.splash(*at, event.strength)
    elif event.kind == "impact":
        impacts.impact(*at, event.material, surface, scene.subjects[event.subject].size, event.strength)
    elif event.kind == "footstep":
        impacts.footstep(*at, surface, event.strength)
    elif event.kind == "clink":
        impacts.clink(*at, event.strength)
    else:
        raise ValueError(f"Event {event.kind!r} has no sound; known are chirp, splash, impact, footstep and clink.")


def limit(sound: np.ndarray) -> np.ndarray:
    """Leaves quiet sound as it is and bends what passes 0.6 smoothly below the peak."""
    loud = np.abs(sound)
    if loud.size == 0 or float(loud.max()) <= 0.6:
        return sound
    bent = 0.6 + (PEAK - 0.6) * np.tanh((loud - 0.6) / (PEAK - 0.6))
    return np.where(loud > 0.6, np.copysign(bent, sound), sound)
