"""Every task gives a batch what it says, where it says it, and both denoisers take it."""

import random
import unittest

import torch

from training.models.denoiser import CLEAN_PICTURE, Denoiser, reference_kind
from training.models.motion import MotionDenoiser
from training.tasks import CONFIG, TASKS, Group, Shots, draw_batch
from training.train_denoiser import told_of

RATE = (24, 1)
LATENTS = 24
SOUND = 100            # latents of a stem: 25 rows


class SomeShots(Shots):
    """Shots of noise: tasks are about places, not about content."""

    def __init__(self, count: int):
        c, self.device = CONFIG, torch.device("cpu")
        channels, stems, temporal = c.video.channels, len(c.denoiser.stems), c.video.temporal
        same = (torch.zeros(1), torch.ones(1))
        group = Group(RATE, {"picture": [x[:, None, None] for x in same], "sound": same, "mix": same}, self.device)
        self.groups = {(RATE, (6, 10)): group}
        group.add([{
            "rate": RATE, "picture": (picture := torch.full((channels, LATENTS, 6, 10), float(seed)) + torch.arange(LATENTS)[:, None, None] / 100).half(),
            "source": (picture + 500).half() if seed % 2 else None, "stills": torch.zeros(2, channels, 6, 10).half(),
            "portraits": torch.zeros(1 + seed % 2, channels, 4, 4).half(), "sound": torch.zeros(stems, c.sound.channels, SOUND).half(),
            "mix": torch.zeros(c.sound.channels, SOUND).half(), "sheet": torch.zeros(temporal * LATENTS, 33).half(),
            "seen": torch.zeros(LATENTS, 3, 5, dtype=torch.bool), "heard": torch.zeros(stems, SOUND // 4, dtype=torch.bool), "captions": [[5, 6]],
            "cast_captions": [[7]], "instructions": [[8]]} for seed in range(count)])


class Tasks(unittest.TestCase):
    def batches(self, task: str, frames: int = 12, count: int = 20):
        generator = random.Random(3)
        for _ in range(count):
            yield draw_batch(SomeShots(4), generator, 3, frames, [task])

    def test_a_clip_before_ends_where_the_cut_begins(self):
        for batch in self.batches("before"):
            seconds, given = batch.given.picture_positions[:, 0], batch.given.picture.shape[1] // 15
            self.assertLessEqual(given, CONFIG.denoiser.context)
            self.assertAlmostEqual(float(seconds.max()), -batch.seconds / 2, places=5)
            # the last given frame is the one before the cut
            self.assertAlmostEqual(float(batch.picture[0, 0, 0] - batch.given.picture[0, -1, 0]), 0.01, delta=0.004)

    def test_a_clip_after_begins_where_the_cut_ends(self):
        for batch in self.batches("after"):
            self.assertAlmostEqual(float(batch.given.picture_positions[:, 0].min()), (batch.cut[1] + 0.5) * batch.seconds, places=5)

    def test_known_sound_lies_outside_the_cut(self):
        for batch in self.batches("both"):
            seconds = batch.given.sound_positions[:, 0]
            ends = batch.sound_start + batch.heard[1] * 0.16
            self.assertTrue(bool(((seconds < batch.sound_start) | (seconds > ends)).all()))

    def test_a_source_is_the_same_cut_of_the_other_picture(self):
        for batch in self.batches("edit"):
            self.assertTrue(bool((batch.given.source[..., -1] == 1).all()))
            self.assertAlmostEqual(float((batch.given.source[..., :-1] - batch.picture).mean()), 500, delta=0.3)
            self.assertTrue(bool((batch.watched.kinds == CLEAN_PICTURE).all()))

    def test_stills_are_given_to_whole_shots_alone(self):
        generator = random.Random(4)
        for _ in range(40):
            batch = draw_batch(SomeShots(2), generator, 2, 12)
            self.assertNotIn(0.0, batch.given.picture_positions[:, 0].tolist() if batch.given.picture.shape[1] == 15 else [])

    def test_a_reference_is_named_by_its_slot(self):
        found = [set(batch.given.kinds.tolist()) for batch in self.batches("cast")]
        one, two = ({reference_kind(CONFIG.denoiser, slot) for slot in range(count)} for count in (1, 2))
        self.assertIn(one, found)
        self.assertIn(two, found)
        self.assertTrue(all(kinds in (one, two) for kinds in found))

    def test_both_denoisers_take_every_task(self):
        denoiser, motion = Denoiser(), MotionDenoiser()
        for task in TASKS:
            frames = LATENTS if task == "stills" else 6
            batch = next(iter(self.batches(task, frames, 1)))
            size = len(batch.text)
            with torch.no_grad():
                picture, sound = denoiser(
                    denoiser.text(batch.text), batch.given, batch.picture, batch.sound, told_of(batch, random.Random(1)), batch.positions, torch.rand(size, 2))
                moved = motion(motion.text(batch.text), batch.watched, torch.zeros(size, batch.cut[1], 4 * 33), batch.motion_positions, torch.rand(size))
            self.assertEqual((picture.shape, sound.shape), (batch.picture.shape, batch.sound.shape))
            self.assertEqual(tuple(moved.shape), (size, batch.cut[1], 4 * 33))


if __name__ == "__main__":
    unittest.main()
