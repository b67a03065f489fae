"""Simple music: four chords by mood, plucked or held, in a key and a tempo."""

from dataclasses import dataclass

import numpy as np

from ..vocabulary import KEYS
from .noise import decibels


@dataclass(frozen=True)
class Mood:
    """Chords as semitones above the key note, beats a chord lasts, whether the notes are plucked, octave shift."""

    chords: tuple[tuple[int, ...], ...]
    beats: int
    plucked: bool
    octave: int


MOODS = {
    "happy": Mood(((0, 4, 7), (7, 11, 14), (9, 12, 16), (5, 9, 12)), 2, True, 1),
    "sad": Mood(((0, 3, 7), (-4, 0, 3), (3, 7, 10), (-2, 2, 5)), 4, False, 0),
    "calm": Mood(((0, 4, 7, 11), (5, 9, 12, 16), (-3, 0, 4, 7), (5, 9, 12)), 4, False, 0),
    "tense": Mood(((0, 3, 6), (1, 4, 7), (0, 3, 6), (-1, 2, 5)), 4, True, -1),
}


def tone(seconds: float, sample_rate: int, semitone: float, plucked: bool) -> np.ndarray:
    """One note with three harmonics, `semitone` counted from middle C."""
    at = np.arange(int(seconds * sample_rate), dtype=np.float32) / np.float32(sample_rate)
    turn = np.float32(2.0 * np.pi * 261.63 * 2.0 ** (semitone / 12.0)) * at
    if plucked:
        fall = np.exp(at * -4.0)
        shape = np.minimum(1.0, at / 0.006) * np.minimum(1.0, (seconds - at) / 0.02)
        return (np.sin(turn) + 0.5 * fall * np.sin(2.0 * turn) + 0.25 * fall * np.sin(3.0 * turn)) * fall * shape
    shape = np.minimum(1.0, at / 0.15) * np.minimum(1.0, (seconds - at) / 0.15)
    return (np.sin(turn) + 0.3 * np.sin(2.0 * turn) + 0.1 * np.sin(3.0 * turn)) * np.clip(shape, 0.0, 1.0) * 0.6


def music(mood: str, tempo: float, key: str, samples: int, sample_rate: int) -> np.ndarray:
    """The chords over and over, with a bass note under each."""
    plan = MOODS[mood]
    note = KEYS.index(key)
    root = note + 12 * plan.octave - (12 if note > 6 else 0)
    beat = 60.0 / tempo
    cache: dict[tuple[int, float], np.ndarray] = {}
    sound = np.zeros(samples, np.float32)

    def add(start: float, seconds: float, semitone: int, gain: float, plucked: bool) -> None:
        if (semitone, seconds) not in cache:
            cache[semitone, seconds] = tone(seconds, sample_rate, semitone, plucked).astype(np.float32)
        sounding, first = cache[semitone, seconds], round(start * sample_rate)
        if first < samples:
            sound[first : first + sounding.size] += gain * sounding[: samples - first]

    for index in range(int(samples / sample_rate / (beat * plan.beats)) + 1):
        chord, start = plan.chords[index % len(plan.chords)], index * beat * plan.beats
        add(start, beat * plan.beats, root + chord[0] - 12, 0.7, False)
        if plan.plucked:
            for step in range(plan.beats * 2):
                add(start + step * beat / 2.0, beat, root + chord[step % len(chord)], 0.8, True)
        else:
            for semitone in chord:
                add(start, beat * plan.beats, root + semitone, 0.5, False)
    return decibels(-18.0) * sound
