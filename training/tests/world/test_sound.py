"""Stems of real scenes: on time, in range, silent where nothing sounds, the same again."""

import copy
import unittest

import numpy as np
import torch

from training.world.scene import Event, Motion, sample_scene
from training.world.sound import render_stems
from training.world.sound.ambience import RAIN_DROPS, rain
from training.world.sound.impacts import MATERIALS
from training.world.sound.instruments import frequency
from training.world.sound.motions import SOUNDS
from training.world.sound.music import MOODS, music, score
from training.world.vocabulary import KEYS, SURFACES

SAMPLE_RATE = 24000
SURFACE_NAMES = sorted({*SURFACES.values()})


def decibels(sound) -> float:
    return 20 * np.log10(np.sqrt(np.mean(np.asarray(sound) ** 2)) + 1e-9)


def bare(seconds: float = 3.0, **changes):
    """A scene in which nothing sounds but what a test puts there."""
    scene = copy.copy(sample_scene(3, seconds, {"music": None, "thing": "ball", "action": "stand still", "count": "one"}))
    scene.events, scene.motions = [], []
    for name, value in changes.items():
        setattr(scene, name, value)
    return scene


def effect(kind: str, time: float = 1.0, material: str = "wood", surface: str = "stone", strength: float = 0.8) -> np.ndarray:
    return render_stems(bare(events=[Event(time, kind, 0, material, surface, strength, 0.0)]))["effects"].numpy()


def mouth(seconds: float, start: float, end: float) -> Motion:
    times = np.arange(0.0, seconds, 1 / 60)
    return Motion("voice", 0, times, np.abs(np.sin(np.pi * 3 * (times - start))) * ((times >= start) & (times <= end)))


class RenderStems(unittest.TestCase):
    def test_every_stem_is_there_with_the_samples_asked_for(self):
        stems = render_stems(sample_scene(1, 2.0), SAMPLE_RATE, 50001)
        self.assertEqual(list(stems), ["effects", "ambience", "music", "dialogue"])
        for stem in stems.values():
            self.assertEqual((stem.dtype, tuple(stem.shape)), (torch.float32, (50001,)))

    def test_peaks_stay_three_decibels_below_full_scale(self):
        for seed in range(40):
            for name, stem in render_stems(sample_scene(seed, 2.0)).items():
                self.assertLessEqual(float(stem.abs().max()), 0.708, f"{name} of scene {seed}")

    def test_the_same_scene_sounds_the_same(self):
        first, second = (render_stems(sample_scene(7, 2.0)) for _ in range(2))
        for name, stem in first.items():
            self.assertTrue(torch.equal(stem, second[name]), name)

    def test_stems_without_a_source_are_silent(self):
        stems = render_stems(bare())
        for name in ("effects", "music", "dialogue"):
            self.assertEqual(float(stems[name].abs().max()), 0.0, name)

    def test_effects_are_silent_before_the_first_event(self):
        kinds = {"impact": "stone", "footstep": "grass", "splash": "water", "chirp": "stone", "clink": "stone"}
        for kind, surface in kinds.items():
            sound = effect(kind, time=1.0, surface=surface)
            self.assertEqual(np.abs(sound[:SAMPLE_RATE]).max(), 0.0, kind)
            self.assertGreater(np.abs(sound[SAMPLE_RATE:]).max(), 0.02, kind)

    def test_motions_are_silent_while_nothing_moves(self):
        times = np.arange(0.0, 3.0, 1 / 60)
        level = np.where(times > 1.0, 0.8, 0.0)
        for kind in SOUNDS:
            for surface in SURFACE_NAMES:
                sound = render_stems(bare(motions=[Motion(kind, 0, times, level)], surface=surface))["effects"].numpy()
                self.assertEqual(np.abs(sound[: SAMPLE_RATE - 1]).max(), 0.0, (kind, surface))
                self.assertGreater(decibels(sound[SAMPLE_RATE * 11 // 10 :]), -45.0, (kind, surface))

    def test_every_body_sounds_on_every_surface_and_on_other_bodies(self):
        for material in MATERIALS:
            for surface in (*SURFACE_NAMES, "rubber", "steel", "glass"):
                self.assertGreater(np.abs(effect("impact", material=material, surface=surface)).max(), 0.05, (material, surface))

    def test_harder_blows_are_louder_and_brighter(self):
        soft, hard = effect("impact", strength=0.2), effect("impact", strength=1.0)
        brightness = [np.abs(np.diff(sound)).sum() / np.abs(sound).sum() for sound in (soft, hard)]
        self.assertGreater(decibels(hard), decibels(soft) + 3)
        self.assertGreater(brightness[1], brightness[0])

    def test_rain_differs_by_what_it_falls_on(self):
        low = {}
        for surface in RAIN_DROPS:
            power = np.abs(np.fft.rfft(rain(np.random.default_rng(1), SAMPLE_RATE * 2, SAMPLE_RATE, surface))) ** 2
            low[surface] = power[:2400].sum() / power.sum()     # up to 1200 Hz
        for dark, bright in (("wood", "stone"), ("sand", "stone"), ("wood", "grass")):
            self.assertGreater(low[dark], low[bright])

    def test_every_place_is_heard_at_every_time(self):
        for place in SURFACES:
            for time in ("day", "sunset", "night"):
                scene = bare(place=place, time_of_day=time, indoor=False, surface=SURFACES[place])
                level = decibels(render_stems(scene)["ambience"])
                self.assertTrue(-56 < level < -20, f"{place} {time}: {level:.1f} dB")

    def test_contacts_begin_within_a_millisecond_of_their_event(self):
        contacts = 0
        for seed in range(40):
            scene = sample_scene(seed, 3.0)
            for event in scene.events:
                if event.kind not in ("impact", "footstep") or event.time > 2.9:
                    continue
                alone = copy.copy(scene)
                alone.events, alone.motions = [event], []
                sound = np.abs(render_stems(alone)["effects"].numpy())
                onset = int(np.argmax(sound > 0.1 * sound.max())) / SAMPLE_RATE
                self.assertTrue(0.0 <= onset - event.time <= 0.001, f"{event}: onset at {onset:.5f} s")
                contacts += 1
                break
        self.assertGreater(contacts, 5)


class Voice(unittest.TestCase):
    def test_speech_is_in_the_dialogue_stem_alone_and_only_while_the_mouth_moves(self):
        stems = render_stems(bare(motions=[mouth(3.0, 1.0, 2.0)]))
        speech = stems["dialogue"].numpy()
        self.assertEqual(float(stems["effects"].abs().max()), 0.0)
        self.assertEqual(np.abs(speech[: SAMPLE_RATE - 400]).max(), 0.0)
        self.assertEqual(np.abs(speech[2 * SAMPLE_RATE + 800 :]).max(), 0.0)
        self.assertTrue(-24 < decibels(speech[SAMPLE_RATE : 2 * SAMPLE_RATE]) < -18)

    def test_people_have_voices_of_their_own(self):
        talk = [mouth(3.0, 0.5, 2.5)]
        first, other = bare(motions=talk), bare(motions=talk)
        other.subjects = [copy.copy(first.subjects[0])]
        other.subjects[0].look += 1
        self.assertFalse(torch.equal(render_stems(first)["dialogue"], render_stems(other)["dialogue"]))


class Music(unittest.TestCase):
    def test_the_strongest_pitches_are_the_notes_of_the_score(self):
        for mood in MOODS:
            sound = music(mood, 60.0, "D", SAMPLE_RATE * 4, SAMPLE_RATE, 5)
            spectrum = np.abs(np.fft.rfft(sound[: SAMPLE_RATE * 2] * np.hanning(SAMPLE_RATE * 2)))
            spectrum[: 2 * 60] = 0.0
            peak = float(np.argmax(spectrum)) / 2
            pitches = [frequency(note.semitone) * harmonic for note in score(mood, "D", 2.0, 5) for harmonic in (1, 2, 3)]
            nearest = min(pitches, key=lambda pitch: abs(pitch - peak))
            self.assertLess(abs(peak / nearest - 1), 0.012, f"{mood}: {peak} Hz")

    def test_notes_begin_on_the_grid_of_the_tempo(self):
        for mood in MOODS:
            for note in score(mood, "A", 16.0, 9):
                self.assertEqual(note.beat * 2 % 1, 0.0)

    def test_a_strike_of_the_bass_follows_each_beat_at_the_tempo(self):
        sound = music("tense", 120.0, "C", SAMPLE_RATE * 4, SAMPLE_RATE)
        power = np.convolve(sound**2, np.ones(240) / 240, "same")[::240]
        rising = np.maximum(np.diff(power), 0)
        phase = np.array([rising[offset::25].sum() for offset in range(25)])     # a half beat is 0.25 s
        self.assertIn(int(np.argmax(phase)), (0, 1, 2, 23, 24))

    def test_it_keeps_its_level_and_ends_in_silence(self):
        for mood in MOODS:
            for key in KEYS:
                sound = music(mood, 90.0, key, SAMPLE_RATE * 4, SAMPLE_RATE, 2)
                self.assertTrue(-22 <= decibels(sound) <= -18, f"{mood} in {key}: {decibels(sound):.1f} dB")
                self.assertLess(abs(float(sound[-1])), 1e-3)

    def test_seeds_bring_melodies_of_their_own(self):
        self.assertNotEqual(score("happy", "C", 8.0, 1), score("happy", "C", 8.0, 2))


if __name__ == "__main__":
    unittest.main()
