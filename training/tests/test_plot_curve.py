"""A curve shows what was logged and measured, and says when there is nothing."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
from PIL import Image

from training.evaluation.reporting.plot import COLOURS, Line, plot, ticks
from training.plot_curve import main, read_log, trained_steps

LOG = """7300 shots
step 50 minutes 0.9 loss 1.2137 picture 0.8687 sound 0.4927 shots 7300
step 100 minutes 1.8 loss 0.9 picture 0.5 sound 0.4 shots 7300
step 100 minutes 1.9 loss 0.8 picture 0.4 sound 0.4 shots 7300
"""


def kept(step: int, value: float) -> dict:
    figure = {"value": value, "low": value - 0.1, "high": value + 0.1, "count": 9}
    return {
        "facts": {"trained": f"denoiser {step} steps, 3 min, motion 7 steps, 1 min"},
        "reach": [{"name": "prompts measured", "figure": "32"}],
        "measures": [{"section": "Sync", "measure": "contacts heard within 2 frames", "figures": {"generated": figure}}]}


class Curve(unittest.TestCase):
    def test_a_log_is_read_and_a_step_taken_again_counts_once(self):
        found = read_log(LOG.splitlines())
        self.assertEqual(list(found), [50, 100])
        self.assertEqual((found[100]["minutes"], found[100]["loss"], found[50]["picture"]), (1.9, 0.8, 0.8687))

    def test_a_checkpoint_tells_its_own_steps_and_refuses_where_it_does_not(self):
        self.assertEqual((trained_steps(kept(5, 0.5), "denoiser"), trained_steps(kept(5, 0.5), "motion")), (5, 7))
        with self.assertRaisesRegex(ValueError, "does not say how many steps video"):
            trained_steps(kept(5, 0.5), "video")

    def test_logs_and_kept_figures_become_a_picture_and_a_table(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "a.log").write_text(LOG, encoding="utf-8")
            for step, value in ((120, 0.7), (60, 0.4)):
                (folder / f"{step}.json").write_text(json.dumps(kept(step, value)), encoding="utf-8")
            with contextlib.redirect_stdout(io.StringIO()):
                main(["--logs", str(folder / "a.log"), "--kept", str(folder / "120.json"), str(folder / "60.json"), "--out", name])
            lines = (folder / "curve.md").read_text(encoding="utf-8").splitlines()
            self.assertTrue(lines[2].startswith("| 60 | 1 | 1.214 |") and lines[3].startswith("| 120 | 2 |"))
            self.assertIn("0.40 [0.30, 0.50]", lines[2])
            with Image.open(folder / "curve.png") as picture:
                self.assertEqual(picture.size, (720, 600))

    def test_nothing_to_draw_is_refused(self):
        with self.assertRaisesRegex(ValueError, "nothing to draw"):
            plot("Loss", "steps", [Line("loss", [])])
        with self.assertRaises(SystemExit), contextlib.redirect_stderr(io.StringIO()):
            main([])

    def test_a_rising_line_rises(self):
        picture = np.array(plot("A", "x", [Line("up", [(0, 0), (1, 1)])]))[:, :560]
        rows, columns = np.nonzero((picture == COLOURS[0]).all(2))
        self.assertLess(rows[columns.argmax()], rows[columns.argmin()])

    def test_ticks_are_round_and_inside(self):
        self.assertEqual(ticks(0.0, 1.0), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
        self.assertEqual(ticks(130, 11000), [5000 * n for n in (1, 2)])


if __name__ == "__main__":
    unittest.main()
