"""Brings a pack's checkpoints to a configuration that has more: python3 -m training.widen

More words (pieces for the words of today's captions that the tokenizer cuts to bits), stems, kinds of rows, numbers of the camera. What was there
stays at its place; what is new begins at zero or, where a row of a table is new, as the row beside it.
Run it after `training.restore` when the code's configuration has outgrown the pack's; it does nothing where nothing is missing.
"""

import argparse
import math
from collections import Counter
from pathlib import Path

import torch

from training.models.config import MiniAvConfig
from training.models.denoiser import FIRST_STEM, Denoiser
from training.models.motion import CAMERA_NUMBERS, NUMBERS, SUBJECT_NUMBERS, SUBJECTS, MotionDenoiser
from training.models.tokenizer import Tokenizer, words_of
from training.world.captions import corpus

FRAMES = MiniAvConfig().video.temporal
FEWEST_BITS = 2            # a word of so many pieces is worth one of its own


def more_pieces(tokenizer: Tokenizer, texts, size: int) -> Tokenizer:
    """The same pieces, then the most frequent words of the texts that they cut to bits, up to `size` in all."""
    counts = Counter(word for text in texts for word in words_of(text))
    total = sum(counts.values())
    bits = [(word, count) for word, count in counts.most_common() if len(tokenizer.split(word)) >= FEWEST_BITS]
    room = size - len(tokenizer.pieces)
    return Tokenizer(tokenizer.pieces + [(word, math.log(count / total)) for word, count in bits[: max(0, room)]])


def more_of(tensor, folds: dict) -> torch.Tensor:
    """`tensor` with zeros at the end of what axes are folded from: {axis: (old sizes, new sizes)}."""
    for axis, (old, new) in folds.items():
        folded = tensor.unflatten(axis, old)
        wide = torch.zeros(*folded.shape[:axis], *new, *folded.shape[axis + len(old) :])
        wide[(slice(None),) * axis + tuple(slice(size) for size in old)] = folded
        tensor = wide.flatten(axis, axis + len(new) - 1)
    return tensor


def widen_denoiser(state: dict, model: Denoiser, old_stems: int) -> dict:
    own = model.state_dict()
    out = {}
    for name, now in own.items():
        if name not in state:
            source = name.replace("music_", "sound_")
            out[name] = state[source].clone() if source in state else torch.zeros_like(now)
            continue
        tensor = state[name]
        if name in ("modality", "modality_modulation", "leave_modulation") and len(tensor) < len(now):
            first_new = FIRST_STEM + old_stems
            # music begins as the last stem before it; what is given, as clean picture rows
            music = tensor[first_new - 1 : first_new].expand(len(model.config.stems) - old_stems, *tensor.shape[1:])
            given = tensor[1:2].expand(len(now) - first_new - len(music), *tensor.shape[1:])
            tensor = torch.cat([tensor[:first_new], music, given])
        elif name == "picture_motion_in.weight" and tensor.shape != now.shape:
            # the camera's numbers come last
            told = now.shape[1] - FRAMES * CAMERA_NUMBERS
            camera = (tensor.shape[1] - told) // FRAMES
            tensor = torch.cat([tensor[:, :told], more_of(tensor[:, told:], {1: ((FRAMES, camera), (FRAMES, CAMERA_NUMBERS))})], 1)
        elif name == "text.embedding.weight":
            tensor = more_words(tensor, len(now))
        out[name] = tensor
    return out


def more_words(embedding, count: int):
    """New pieces begin as the unknown character does, a little apart."""
    missing = count - len(embedding)
    return torch.cat([embedding, embedding.mean(0) + 0.1 * torch.randn(missing, embedding.shape[1])]) if missing > 0 else embedding


def widen_motion(state: dict, model: MotionDenoiser) -> dict:
    own, out = model.state_dict(), {}
    old = state["motion_out.bias"].shape[0] // FRAMES
    folds = (FRAMES, old), (FRAMES, NUMBERS)
    for name, now in own.items():
        tensor = state[name]
        if name == "deviation" and tensor.shape != now.shape:
            # a new number is as loud as the camera's x until `fit` is called again
            new = tensor[:, SUBJECT_NUMBERS : SUBJECT_NUMBERS + 1].expand(-1, now.shape[1] - tensor.shape[1])
            tensor = torch.cat([tensor, new], 1)
        elif name in ("motion_out.weight", "motion_out.bias", "motion_skip.weight", "motion_skip.bias") and tensor.shape != now.shape:
            tensor = more_of(tensor, {0: folds})
        elif name == "motion_in.weight" and tensor.shape != now.shape:
            tensor = more_of(tensor, {1: folds})
        elif name == "text.embedding.weight":
            tensor = more_words(tensor, len(now))
        elif name in ("modality", "modality_modulation") and len(tensor) < len(now):
            tensor = torch.cat([tensor, tensor[1:2].expand(len(now) - len(tensor), *tensor.shape[1:])])
        out[name] = tensor
    return out


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    work = parser.parse_args().work
    torch.manual_seed(6)
    config = MiniAvConfig()
    tokenizer = Tokenizer.load(work / "tokenizer.json")
    known = len(tokenizer.pieces)
    tokenizer = more_pieces(tokenizer, corpus(20000, seed=0), config.denoiser.vocabulary)
    tokenizer.save(work / "tokenizer.json")
    print(f"{len(tokenizer.pieces) - known} new pieces")
    for name, model in (("denoiser", Denoiser(config)), ("motion", MotionDenoiser(config))):
        path = work / f"{name}.pt"
        saved = torch.load(path, map_location="cpu", weights_only=True)
        if all(saved["average"].get(key, torch.empty(0)).shape == value.shape for key, value in model.state_dict().items()):
            continue
        for part in ("model", "average"):
            # two stems were the fewest a pack ever had
            saved[part] = widen_denoiser(saved[part], model, 2) if name == "denoiser" else widen_motion(saved[part], model)
            model.load_state_dict(saved[part])
        saved["optimizers"] = []
        torch.save(saved, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)
        print(f"{name} widened")


if __name__ == "__main__":
    main()
