"""Turns a pack back into checkpoints, so that training goes on from what is published: python3 -m training.restore

Weights only: optimisers start afresh, and so do the minutes (training/loop.py). Steps continue from the pack's config.json.
"""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file

from training.models.tokenizer import Tokenizer


FILES = {"video": "video_autoencoder", "sound": "sound_autoencoder", "music": "music_autoencoder", "denoiser": "denoiser", "motion": "motion"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pack", type=Path, default=Path("models/sora2-mini"))
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--only", nargs="+", default=list(FILES), choices=list(FILES), help="of the parts; the others begin anew")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    trained = json.loads((arguments.pack / "config.json").read_text(encoding="utf-8")).get("trained", {})
    for name in arguments.only:
        path = arguments.work / f"{name}.pt"
        if path.exists():
            raise SystemExit(f"{path} exists; remove it first to go back to the pack's weights.")
        tensors = {key: tensor.float() for key, tensor in load_file(arguments.pack / f"{FILES[name]}.safetensors").items()}
        scale = {key[6:]: tensors.pop(key) for key in list(tensors) if key.startswith("scale.")}
        for key in [key for key in tensors if key.startswith("preview.")]:
            del tensors[key]
        if scale:
            torch.save(scale, arguments.work / "scale.pt")
        progress = trained.get(name, {"step": 0, "seconds": 0.0})
        torch.save({"model": tensors, "average": tensors, "optimizers": [], **progress}, path)
    Tokenizer.load(arguments.pack / "tokenizer.json").save(arguments.work / "tokenizer.json")


if __name__ == "__main__":
    main()
