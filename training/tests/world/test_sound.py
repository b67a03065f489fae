"""Stems of real scenes: on time, in range, the same again."""

import copy
import unittest

import numpy as np
import torch

from training.world.scene import sample_scene
from training.world.sound import render_stems

SAMPLE_RATE = 24000


class RenderStems(unittest.TestCase):
    def test_every_stem_is_there_with_the_samples_asked_for(self):
        stems = render_stems(sample_scene(1, 2.0), SAMPLE_RATE, 50001)
        self.assertEqual(list(stems), ["effects", "ambience", "music"])
        for stem in stems.values():
            self.assertEqual((stem.dtype, tuple(stem.shape)), (torch.float32, (50001,)))

    def test_peaks_stay_below_full_scale(self):
        for seed in range(40):
            for name, stem in render_stems(sample_scene(seed, 2.0)).items():
                self.assertLessEqual(float(stem.abs().max()), 0.9, f"{name} of scene {seed}")

    def test_the_same_scene_sounds_the_same(self):
        first, second = (render_stems(sample_scene(7, 2.0)) for _ in range(2))
        for name, stem in first.items():
            self.assertTrue(torch.equal(stem, second[name]), name)

    def test_a_scene_without_music_has_a_silent_music_stem(self):
        scene = sample_scene(3, 1.0, {"music": None})
        self.assertEqual(float(render_stems(scene)["music"].abs().max()), 0.0)

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


if __name__ == "__main__":
    unittest.main()
