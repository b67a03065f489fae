"""The critic's file: what is saved reads the same again."""

import tempfile
import unittest
from pathlib import Path

import torch

from training.models.critic import FRAMES, HEIGHT, WIDTH, Critic, accuracy_of, load, save


class CriticFile(unittest.TestCase):
    def test_saved_and_loaded_it_reads_alike_in_both_precisions(self):
        torch.manual_seed(3)
        critic = Critic().eval()
        frames = torch.rand(1, FRAMES, 3, HEIGHT, WIDTH) * 2 - 1
        with tempfile.TemporaryDirectory() as folder, torch.no_grad():
            for precision, tolerance in ((torch.float32, 1e-5), (torch.float16, 1e-2)):
                path = Path(folder) / "critic.safetensors"
                save(critic, path, {"place": [1.0, 0.9, 1.0, 300]}, precision)
                self.assertEqual([entry.name for entry in Path(folder).iterdir()], ["critic.safetensors"])
                self.assertEqual(accuracy_of(path), {"place": [1.0, 0.9, 1.0, 300]})
                again = load(path)
                for name, logits in critic(frames).items():
                    self.assertLess(float((again(frames)[name] - logits).abs().max()), tolerance)


if __name__ == "__main__":
    unittest.main()
