"""Shots are made once, in batches of a kind, and those of other words or weights are never taken for them."""

import tempfile
import unittest
from pathlib import Path

import torch

from training.evaluation.cases import RATE
from training.evaluation.making import Generator, Wanted, fingerprint
from training.models.tokenizer import train
from training.sample import untrained
from training.world.captions import corpus


def generator(folder: str, model, workers: int = 1) -> Generator:
    return Generator(model, Path(folder), batch=2, steps=1, guidance=1.0, shifts=(1.0, 1.0), workers=workers)


class Making(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.model = untrained(train(corpus(40, seed=0), 300))
        clip = torch.zeros(3, 8, 96, 160)
        cls.wanted = [
            Wanted("a red ball", 1, 8), Wanted("a blue ball", 2, 8), Wanted("a blue ball", 3, 8, {"before": clip}), Wanted("a car", 4, 16)]

    def test_shots_come_in_order_at_their_length_and_are_not_made_again(self):
        with tempfile.TemporaryDirectory() as folder:
            first = list(generator(folder, self.model).shots(self.wanted))
            self.assertEqual([len(shot.video) for shot in first], [8, 8, 8, 16])
            samples = round(8 / float(RATE) * self.model.config.sound.sample_rate)
            self.assertEqual(first[0].stems.shape, (len(self.model.config.denoiser.stems), samples))
            # without a model nothing can be made: everything comes from the folder
            again = list(generator(folder, None).shots(self.wanted))
            self.assertTrue(all(torch.equal(a.video, b.video) and torch.equal(a.stems, b.stems) for a, b in zip(first, again)))
            self.assertTrue(all(seconds > 0 for seconds in generator(folder, None).seconds(self.wanted)))

    def test_workers_make_the_same_shots(self):
        torch.set_num_threads(1)
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            alone, together = list(generator(one, self.model).shots(self.wanted)), list(generator(two, self.model, 2).shots(self.wanted))
        self.assertTrue(all(torch.equal(a.video, b.video) and torch.equal(a.stems, b.stems) for a, b in zip(alone, together)))

    def test_a_worker_that_fails_is_said(self):
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(RuntimeError, "workers ended with"):
            list(generator(folder, None, 2).shots(self.wanted))

    def test_a_batch_holds_shots_of_one_kind_only(self):
        with tempfile.TemporaryDirectory() as folder:
            batches = list(generator(folder, self.model)._batches(self.wanted))
        self.assertEqual([[one.seed for one in batch] for batch in batches], [[1, 2], [3], [4]])

    def test_other_words_lengths_and_clips_have_files_of_their_own(self):
        clip = {"before": torch.zeros(3, 8, 96, 160)}
        names = [Wanted("a", 1).name, Wanted("b", 1).name, Wanted("a", 2).name, Wanted("a", 1, 8).name, Wanted("a", 1, given=clip).name]
        self.assertEqual(len(set(names)), len(names))

    def test_weights_and_settings_have_a_mark_of_their_own(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "denoiser.pt").write_bytes(b"one")
            one, other = fingerprint(folder, "a"), fingerprint(folder, "b")
            (folder / "denoiser.pt").write_bytes(b"two")
            self.assertEqual(len({one, other, fingerprint(folder, "a")}), 3)


if __name__ == "__main__":
    unittest.main()
