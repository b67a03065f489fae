"""A whole evaluation of random weights: every measure gives a figure or says that it could not."""

import json
import tempfile
import unittest
from pathlib import Path

import torch

from training.evaluate import main
from training.models.critic import Critic
from training.models.tokenizer import train
from training.world.captions import corpus


class Evaluate(unittest.TestCase):
    def test_random_weights_are_measured_and_reported(self):
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            train(corpus(40, seed=0), 300).save(work / "tokenizer.json")
            torch.save({"model": Critic().state_dict()}, work / "critic.pt")
            main(["--work", folder, "--untrained", "--count", "2", "--bounces", "2", "--stills", "1", "--varied", "1",
                  "--batch", "2", "--steps", "1"])
            out = work / "evaluation"
            found = json.loads((out / "report.json").read_text(encoding="utf-8"))
            self.assertEqual(len(found["shots"]), 5)
            sections = {measure["section"] for measure in found["measures"]}
            self.assertTrue({"Sync", "Physics", "Stems", "Diversity", "Language", "Autoencoders", "Identity"} <= sections)
            self.assertIn("seams", found["not_measured"])
            for name in ("report.md", "sheet.png", "stems.png"):
                self.assertGreater((out / name).stat().st_size, 100)


if __name__ == "__main__":
    unittest.main()
