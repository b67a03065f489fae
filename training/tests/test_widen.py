"""A checkpoint of fewer stems, words, kinds and camera numbers keeps what it knows when it is widened."""

import unittest

import torch

from training.models.config import MiniAvConfig
from training.models.denoiser import Denoiser, Given, picture_positions, sound_positions
from training.models.motion import NUMBERS, MotionDenoiser
from training.models.tokenizer import Tokenizer
from training.widen import more_pieces, more_words, widen_denoiser, widen_motion

CONFIG = MiniAvConfig()


def older(state: dict) -> dict:
    """What a denoiser of two stems, two camera numbers and 1,000 pieces held."""
    old = {name: value.clone() for name, value in state.items() if not name.startswith("music_") and name != "source_in.weight"}
    for name in ("modality", "modality_modulation", "leave_modulation"):
        old[name] = old[name][:5]
    weight = old["picture_motion_in.weight"]
    told = weight.shape[1] - 8 * 3
    old["picture_motion_in.weight"] = torch.cat([weight[:, :told], weight[:, told:].unflatten(1, (8, 3))[:, :, :2].flatten(1)], 1)
    old["text.embedding.weight"] = old["text.embedding.weight"][:1000]
    return old


class Widen(unittest.TestCase):
    def test_what_a_denoiser_knew_stays_where_it_was(self):
        torch.manual_seed(1)
        model = Denoiser(CONFIG)
        for parameter in model.parameters():
            parameter.data = torch.randn_like(parameter) * 0.05
        old = older(model.state_dict())
        wide = widen_denoiser(old, model, 2)
        model.load_state_dict(wide)
        self.assertTrue(torch.equal(wide["modality"][:5], old["modality"]))
        self.assertTrue(torch.equal(wide["modality"][5], old["modality"][4]))       # music begins as the stem before it
        self.assertTrue(torch.equal(wide["modality"][8], old["modality"][1]))       # what is given, as a clean picture
        self.assertEqual(float(wide["source_in.weight"].abs().max()), 0.0)
        self.assertTrue(torch.equal(wide["music_in.weight"], old["sound_in.weight"]))
        told = wide["picture_motion_in.weight"][:, -24:].unflatten(1, (8, 3))
        self.assertEqual(float(told[:, :, 2].abs().max()), 0.0)
        self.assertTrue(torch.equal(told[:, :, :2].flatten(1), old["picture_motion_in.weight"][:, -16:]))
        given = Given(1, CONFIG)
        positions = torch.cat([torch.zeros(8, 3), picture_positions(2, 3, 5, 1 / 3)] + [sound_positions(5, 0.16)] * 3)
        with torch.no_grad():
            out = model(model.text(torch.zeros(1, 8, dtype=torch.long)), given, torch.randn(1, 30, 256), torch.randn(1, 15, 128),
                        (torch.zeros(1, 30, 552), torch.zeros(1, 15, 72)), positions, torch.rand(1, 2))
        self.assertTrue(all(bool(part.isfinite().all()) for part in out))

    def test_a_motion_row_keeps_its_numbers(self):
        torch.manual_seed(2)
        model = MotionDenoiser(CONFIG)
        old = {name: value.clone() for name, value in model.state_dict().items()}
        for name in ("motion_out.weight", "motion_out.bias", "motion_skip.weight", "motion_skip.bias"):
            old[name] = old[name].unflatten(0, (8, NUMBERS))[:, :-1].flatten(0, 1)
        old["motion_in.weight"] = old["motion_in.weight"].unflatten(1, (8, NUMBERS))[:, :, :-1].flatten(1)
        old["deviation"] = old["deviation"][:, :-1]
        old["modality"], old["modality_modulation"] = old["modality"][:3], old["modality_modulation"][:3]
        wide = widen_motion(old, model)
        model.load_state_dict(wide)
        self.assertTrue(torch.equal(wide["motion_in.weight"].unflatten(1, (8, NUMBERS))[:, :, :-1].flatten(1), old["motion_in.weight"]))

    def test_new_pieces_come_after_the_old_ones(self):
        old = Tokenizer([("<pad>", 0.0), ("<unk>", 0.0), ("\u2581", -3.0)] + [(letter, -4.0) for letter in "abcdefghijklmnopqrstuvwxyz"])
        new = more_pieces(old, ["a dragon", "a dragon", "a cat"], 31)
        self.assertEqual(new.pieces[: len(old.pieces)], old.pieces)
        self.assertEqual([piece for piece, _ in new.pieces[len(old.pieces):]], ["\u2581a", "\u2581dragon"])
        self.assertEqual(more_words(torch.zeros(5, 4), 7).shape, (7, 4))


if __name__ == "__main__":
    unittest.main()
