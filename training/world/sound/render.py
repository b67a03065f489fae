"""Mixes a scene's events, motions, place, music and voices into its stems."""

import numpy as np
import torch

from . import impacts, motions
from .ambience import ambience
from .music import music
from .noise import envelope
from .voice import pitch_of, voice

STEMS = ("effects", "ambience", "music", "dialogue")

KNEE, PEAK = 0.5, 0.7       # -6 and -3 dBFS


def render_stems(scene, sample_rate: int = 24000, samples: int | None = None) -> dict[str, torch.Tensor]:
    """Every stem of a scene from its first moment on, float32 [samples], peaks of at most 0.7. Silence is zeros."""
    samples = round(scene.duration * sample_rate) if samples is None else samples
    stems = {
        "effects": effects(scene, samples, sample_rate),
        "ambience": ambience(np.random.default_rng((scene.seed, 2)), scene, samples, sample_rate),
        "dialogue": dialogue(scene, samples, sample_rate),
    }
    tensors = {name: torch.from_numpy(limit(sound).astype(np.float32)) for name, sound in stems.items()}
    tensors["music"] = music_of(scene, sample_rate, samples)
    return {name: tensors[name] for name in STEMS}


def music_of(scene, sample_rate: int, samples: int) -> torch.Tensor:
    """The music alone."""
    sound = music(*scene.music, samples, sample_rate, scene.seed) if scene.music else np.zeros(samples, np.float32)
    return torch.from_numpy(limit(sound).astype(np.float32))


def effects(scene, samples: int, sample_rate: int) -> np.ndarray:
    """Events and motions. Each has its own generator, so that one more of them changes no other."""
    sound = np.zeros(samples, np.float32)
    for index, event in enumerate(scene.events):
        generator = np.random.default_rng((scene.seed, 0, index))
        add_event(generator, sound, sample_rate, scene, event)
    for index, motion in enumerate(scene.motions):
        level = envelope(motion.times, motion.level, samples, sample_rate)
        if level.any() and motion.kind != "voice":
            generator = np.random.default_rng((scene.seed, 1, index))
            sound += motions.SOUNDS[motion.kind](generator, level, sample_rate, scene.surface)
    return sound


def dialogue(scene, samples: int, sample_rate: int) -> np.ndarray:
    """Whoever speaks, each with a voice of its own."""
    sound = np.zeros(samples, np.float32)
    for motion in scene.motions:
        if motion.kind == "voice":
            generator = np.random.default_rng((scene.seed, 3, motion.subject))
            pitch = pitch_of(scene.subjects[motion.subject].look)
            sound += voice(generator, pitch, motion.times, motion.level, samples, sample_rate)
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
        subject = scene.subjects[event.subject]
        pitch = impacts.SIZE_PITCH[subject.size] * impacts.KIND_PITCH.get(subject.kind, 1.0)
        impacts.impact(*at, event.material, surface, pitch, event.strength)
    elif event.kind == "footstep":
        impacts.footstep(*at, surface, event.strength)
    elif event.kind == "clink":
        impacts.clink(*at, event.strength)
    else:
        raise ValueError(f"Event {event.kind!r} has no sound; known are chirp, splash, impact, footstep and clink.")


def limit(sound: np.ndarray) -> np.ndarray:
    """Leaves quiet sound as it is and bends what passes the knee smoothly below the peak."""
    loud = np.abs(sound)
    if loud.size == 0 or float(loud.max()) <= KNEE:
        return sound
    bent = KNEE + (PEAK - KNEE) * np.tanh((loud - KNEE) / (PEAK - KNEE))
    return np.where(loud > KNEE, np.copysign(bent, sound), sound)
