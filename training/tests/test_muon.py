"""An optimiser's groups hold every parameter once, and the text encoder learns slowly."""

import unittest

from training.models.config import MiniAvConfig
from training.models.motion import MotionDenoiser
from training.muon import TEXT_RATE, groups, split


class Groups(unittest.TestCase):
    def test_every_parameter_is_in_one_group_and_the_encoder_learns_slowly(self):
        model = MotionDenoiser(MiniAvConfig())
        found = [group for part in split(model) for group in groups(model, part, 1.0)]
        ids = [id(p) for group in found for p in group["params"]]
        self.assertEqual(sorted(ids), sorted(id(p) for p in model.parameters()))
        reading = {id(p) for p in model.text.parameters()}
        rates = {group["lr"] for group in found for p in group["params"] if id(p) in reading}
        self.assertEqual(rates, {TEXT_RATE})
        self.assertEqual({group["lr"] for group in found for p in group["params"] if id(p) not in reading}, {1.0})


if __name__ == "__main__":
    unittest.main()
