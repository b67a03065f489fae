"""A seam that goes on as the world did has no jump beyond the world's; one into another shot has."""

import dataclasses
import unittest

import torch

from training.evaluation.observation import Shot
from training.evaluation.seams import CLIP_FRAMES, KINDS, MADE_FRAMES, measure, section, splits

SAMPLE_RATE = 24000


def softened(shot: Shot) -> Shot:
    """A code loses what is small."""
    small = torch.nn.functional.avg_pool2d(shot.video.float(), 4)
    video = torch.nn.functional.interpolate(small, shot.video.shape[2:], mode="bilinear", align_corners=False)
    return Shot(video.round().to(torch.uint8), shot.stems)


class Seams(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.splits = splits(6, SAMPLE_RATE)
        cls.passed = [softened(split.true) for split in cls.splits]

    def measured(self, made):
        return [seam for split, one, passed in zip(self.splits, made, self.passed) for seam in measure(split, one, passed, SAMPLE_RATE)]

    def test_clips_and_gap_are_adjacent_and_as_long_as_asked(self):
        for split, kind in zip(self.splits, KINDS * 2):
            self.assertEqual(split.kind, kind)
            self.assertEqual((split.before is None, split.after is None), (kind == "lead in", kind == "extend"))
            self.assertEqual(len(split.true.video), MADE_FRAMES[kind])
            for clip in (split.before, split.after):
                self.assertTrue(clip is None or len(clip.video) == CLIP_FRAMES and clip.stems.shape[1] == SAMPLE_RATE)

    def test_every_clip_has_a_seam_and_the_true_part_jumps_as_the_world_does(self):
        seams = self.measured([split.true for split in self.splits])
        self.assertEqual(len(seams), 8)
        for seam in seams:
            self.assertGreater(seam.psnr, 80)
            self.assertEqual(seam.generated, seam.rendered)
        self.assertTrue(any(seam.generated.place is not None for seam in seams))

    def test_the_autoencoder_is_its_own_limit(self):
        self.assertTrue(all(seam.psnr == seam.limit for seam in self.measured(self.passed)))

    def test_a_thing_that_stands_elsewhere_jumps_by_as_much(self):
        split = next(s for s in self.splits if s.kind == "extend" and s.case.purpose == "bounce")
        height = split.true.video.shape[2]
        moved = Shot(split.true.video.roll(height // 4, 3), split.true.stems)
        [right], [seam] = (measure(split, made, split.true, SAMPLE_RATE) for made in (split.true, moved))
        self.assertLess(abs(seam.generated.place - 25), 3 + right.generated.place)

    def test_sound_that_stops_jumps(self):
        split = self.splits[0]
        [right], [seam] = (
            measure(split, Shot(split.true.video, split.true.stems * share), split.true, SAMPLE_RATE) for share in (1, 0))
        self.assertGreater(seam.generated.level, right.generated.level + 10)

    def test_another_shot_jumps(self):
        order = [3, 4, 5, 0, 1, 2]
        seams = self.measured([self.splits[n].true for n in order])
        rows = {name: figures for name, _, figures, _ in section(seams, seams)}
        self.assertGreater(rows["all: the same, below the autoencoder's"]["generated"].low, 5)
        colour = rows["jump of the mean colour, median"]
        self.assertGreater(colour["generated"].value, 10 * colour["rendered"].value)

    def test_a_part_of_another_length_is_refused(self):
        split = self.splits[0]
        short = dataclasses.replace(split.true, video=split.true.video[:-8])
        with self.assertRaisesRegex(ValueError, "64 frames; the split asks for 72"):
            measure(split, short, split.true, SAMPLE_RATE)


if __name__ == "__main__":
    unittest.main()
