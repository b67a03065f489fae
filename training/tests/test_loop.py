"""Runs of training: minutes that are not over go on, and after them new ones begin."""

import tempfile
import unittest
from pathlib import Path

import torch

from training.loop import Run


def step_of(run: Run) -> None:
    run.take_step(run.model(torch.ones(1, 2)).square().sum())


class Minutes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "part.pt"

    def run_of(self, minutes: float) -> Run:
        model = torch.nn.Linear(2, 1)
        return Run(self.path, model, [torch.optim.AdamW(model.parameters(), lr=1e-3)], minutes)

    def test_a_stopped_run_goes_on_where_it_was(self):
        run = self.run_of(10)
        step_of(run)
        run.seconds = 300.0
        run.save()
        again = self.run_of(10)
        self.assertEqual((again.step, again.seconds), (1, 300.0))
        self.assertAlmostEqual(again.done, 0.5)
        self.assertTrue(torch.equal(again.model.weight, run.model.weight))

    def test_after_a_finished_run_new_minutes_begin_and_steps_count_on(self):
        run = self.run_of(10)
        step_of(run)
        run.seconds = 600.0
        run.save()
        again = self.run_of(5)
        self.assertEqual((again.step, again.seconds), (1, 0.0))

    def test_weights_from_a_pack_begin_new_minutes(self):
        run = self.run_of(10)
        torch.save({"model": run.model.state_dict(), "average": run.model.state_dict(), "optimizers": [], "step": 700, "seconds": 6420.0}, self.path)
        again = self.run_of(200)
        self.assertEqual((again.step, again.seconds), (700, 0.0))


if __name__ == "__main__":
    unittest.main()
