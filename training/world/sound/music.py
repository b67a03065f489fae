"""Music of a mood: chords, a bass, a melody and soft drums, in a key, every note on the tempo's grid."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..vocabulary import KEYS
from .instruments import BASS, BELL, GUITAR, PAD, PIANO, PULSE, STRINGS, Instrument, brush, kick, tone
from .noise import decibels

LEVEL = decibels(-20.0)     # root mean square of the whole
ENDING = 0.08               # seconds over which what still sounds is let go

MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)


@dataclass(frozen=True)
class Mood:
    """Chords as semitones above the key note, how they are broken up, who plays, how often the melody rests."""

    chords: tuple[tuple[int, ...], ...]
    beats: int              # a chord lasts
    scale: tuple[int, ...]
    chord_player: Instrument
    arpeggio: float         # beats between the notes of a chord; 0 plays them together
    bass_beats: float
    bass_player: Instrument
    melody_player: Instrument
    melody_beats: tuple[float, ...]
    rest: float
    octave: int
    kicks: tuple[float, ...]    # beats of four
    brushes: tuple[float, ...]


MOODS = {
    "happy": Mood(
        ((0, 4, 7), (7, 11, 14), (9, 12, 16), (5, 9, 12)), 2, MAJOR, GUITAR, 0.5, 1.0, BASS, BELL, (0.5, 0.5, 1.0), 0.15, 0,
        (0.0, 2.0), (0.5, 1.0, 1.5, 2.5, 3.0, 3.5)),
    "sad": Mood(
        ((0, 3, 7), (-4, 0, 3), (3, 7, 10), (-2, 2, 5)), 2, MINOR, PIANO, 0.5, 2.0, BASS, PIANO, (1.0, 1.0, 2.0), 0.15, 0, (), ()),
    "calm": Mood(
        ((0, 4, 7, 11), (5, 9, 12, 16), (-3, 0, 4, 7), (5, 9, 12)), 4, MAJOR, PAD, 0.0, 4.0, PAD, PIANO, (1.0, 2.0, 1.0), 0.3, 0,
        (), (1.0, 3.0)),
    "tense": Mood(
        ((0, 3, 6), (1, 4, 7), (0, 3, 6), (-1, 2, 5)), 4, MINOR, STRINGS, 0.0, 0.5, PULSE, STRINGS, (2.0, 1.0, 1.0), 0.4, -1,
        (0.0, 1.0, 2.0, 3.0), ()),
}


@dataclass(frozen=True)
class Note:
    """A note of the score: its first beat, beats it lasts, semitone as MIDI counts, loudness, who plays it."""

    beat: float
    beats: float
    semitone: int
    gain: float
    player: Instrument


def score(mood: str, key: str, beats: float, seed: int = 0) -> list[Note]:
    """All notes that begin within so many beats; the melody is the seed's own."""
    plan, note = MOODS[mood], KEYS.index(key)
    root = 60 + note - (12 if note > 6 else 0) + 12 * plan.octave
    generator = np.random.default_rng((seed, 11, note))
    return [note for note in (*harmony(plan, root, beats), *melody(plan, root, beats, generator)) if note.beat < beats]


def harmony(plan: Mood, root: int, beats: float) -> Iterator[Note]:
    """The chords and the bass below them."""
    for index in range(int(beats / plan.beats) + 1):
        chord, start = plan.chords[index % len(plan.chords)], float(index * plan.beats)
        if plan.arpeggio:
            for step in range(int(plan.beats / plan.arpeggio)):
                climb = (*chord, chord[1])[step % (len(chord) + 1)]
                yield Note(start + step * plan.arpeggio, 2 * plan.arpeggio, root + climb, 0.45, plan.chord_player)
        else:
            for semitone in chord:
                yield Note(start, plan.beats, root + semitone, 0.26, plan.chord_player)
        for step in range(max(1, int(plan.beats / plan.bass_beats))):
            fifth = 7 if plan.bass_beats == 1.0 and step % 2 else 0
            deep = root + chord[0] + fifth - (24 if chord[0] + fifth > 5 else 12)
            yield Note(start + step * plan.bass_beats, min(plan.bass_beats, plan.beats), deep, 0.48, plan.bass_player)


def melody(plan: Mood, root: int, beats: float, generator: np.random.Generator) -> Iterator[Note]:
    """Steps along the scale that come to rest on the chord at the start of each."""
    scale = [12 * octave + step for octave in (0, 1, 2) for step in plan.scale]
    place, beat, turn = 7 + int(generator.choice((0, 2, 4))), 0.0, 0
    while beat < beats:
        length = plan.melody_beats[turn % len(plan.melody_beats)]
        chord = plan.chords[int(beat / plan.beats) % len(plan.chords)]
        place = min(max(place + int(generator.integers(-2, 3)), 5), len(scale) - 6)
        if beat % plan.beats == 0.0:
            tones = [p for p in range(5, len(scale) - 5) if (scale[p] - chord[0]) % 12 in {(c - chord[0]) % 12 for c in chord}]
            place = min(tones, key=lambda p: abs(p - place)) if tones else place
        if beat % plan.beats == 0.0 or generator.random() >= plan.rest:
            yield Note(beat, length, root + scale[place], 0.5, plan.melody_player)
        beat, turn = beat + length, turn + 1


def music(mood: str, tempo: float, key: str, samples: int, sample_rate: int, seed: int = 0) -> np.ndarray:
    """The mood's music from its first beat on; what still sounds at the end is let go."""
    plan, beat = MOODS[mood], 60.0 / tempo
    sound = np.zeros(samples, np.float32)
    played: dict[tuple, np.ndarray] = {}

    def add(start: float, sounding: np.ndarray, gain: float) -> None:
        first = round(start * beat * sample_rate)
        if first < samples:
            sound[first : first + sounding.size] += np.float32(gain) * sounding[: samples - first]

    for note in score(mood, key, samples / sample_rate / beat, seed):
        name = (note.semitone, note.beats, note.player)
        if name not in played:
            played[name] = tone(note.player, note.semitone, note.beats * beat + note.player.release, sample_rate)
        add(note.beat, played[name], note.gain)
    if plan.kicks or plan.brushes:
        drum = kick(24 + KEYS.index(key) + 12 * (KEYS.index(key) < 5), sample_rate)
        sweep = brush(np.random.default_rng((seed, 12)), min(0.12, 0.45 * beat), sample_rate)
        for bar in range(int(samples / sample_rate / beat / 4) + 1):
            for at in plan.kicks:
                add(4 * bar + at, drum, 0.5)
            for at in plan.brushes:
                add(4 * bar + at, sweep, 0.16 if at % 1.0 else 0.24)

    last = min(samples, int(ENDING * sample_rate))
    sound[samples - last :] *= np.linspace(1.0, 0.0, last, dtype=np.float32)
    return sound * np.float32(LEVEL / (np.sqrt(np.mean(sound**2)) + 1e-9)) if samples else sound
