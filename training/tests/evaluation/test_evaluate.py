"""A whole evaluation of random weights: every measure gives a figure or says that it could not."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

from training.evaluate import main, parsed
from training.models.critic import Critic, save
from training.models.tokenizer import train
from training.world.captions import corpus


class Evaluate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.work = Path(folder.name)
        train(corpus(40, seed=0), 300).save(cls.work / "tokenizer.json")
        save(Critic(), cls.work / "critic.safetensors", {})
        cls.given = ["--work", str(cls.work), "--untrained", "--count", "2", "--bounces", "2", "--stills", "1", "--varied", "1",
                     "--paired", "2", "--seams", "3", "--edits", "1", "--pieces", "1", "--piece-seconds", "5",
                     "--batch", "2", "--steps", "1", "--steps-sweep", "1,2", "--sweep-count", "1",
                     "--keep", str(cls.work / "kept" / "0.json")]
        cls.said = io.StringIO()
        with contextlib.redirect_stdout(cls.said):
            main(cls.given)

    def test_random_weights_are_measured_and_reported(self):
        out = self.work / "evaluation"
        found = json.loads((out / "report.json").read_text(encoding="utf-8"))
        self.assertEqual(len(found["shots"]), 5)
        sections = {measure["section"] for measure in found["measures"]}
        self.assertLessEqual({
            "Sync", "Physics", "Stems", "Purity", "Diversity", "Language", "Autoencoders", "Identity", "Steps", "Seams", "Edits",
            "Long pieces"}, sections)
        self.assertEqual(found["not_measured"], [])
        for name in ("report.md", "sheet.png", "stems.png"):
            self.assertGreater((out / name).stat().st_size, 100)

    def test_figures_to_reach_come_first_and_random_weights_reach_few(self):
        report = (self.work / "evaluation" / "report.md").read_text(encoding="utf-8")
        self.assertLess(report.index("Figures to reach"), report.index("What the prompt says"))
        reached = {row["name"]: row["reached"] for row in json.loads((self.work / "kept" / "0.json").read_text())["reach"]}
        self.assertEqual(reached["prompts measured"], "no")
        self.assertEqual(reached["picture autoencoder"], "no")
        self.assertNotEqual(reached["seam, below the autoencoder's"], "not measured")

    def test_quick_is_smaller_but_what_is_told_stays(self):
        quick = parsed(["--work", str(self.work), "--quick", "--steps", "7"])
        self.assertEqual((quick.count, quick.steps, quick.paired, quick.varied, quick.seams), (32, 7, 0, 0, 0))

    def test_random_weights_are_not_published(self):
        with self.assertRaises(SystemExit), contextlib.redirect_stderr(io.StringIO()) as said:
            parsed(["--work", str(self.work), "--untrained", "--publish"])
        self.assertIn("leave one of them out", said.getvalue())


if __name__ == "__main__":
    unittest.main()
