"""Gives a restored pack's picture code more channels: python3 -m training.widen

The channels that are there stay as they are; the new ones are fitted to what those leave of blocks where things move
(`VideoAutoencoder.extend_base`). In the denoiser, weights that meet the new channels start at zero, so nothing that was learned
is lost; the decoder's network learns anew.
"""

import argparse
import random
from pathlib import Path

import torch

from training.cache_latents import share
from training.models.config import MiniAvConfig
from training.models.denoiser import Denoiser
from training.models.video_autoencoder import VideoAutoencoder
from training.shots import training_seeds
from training.train_video_autoencoder import moving_blocks_of

BLOCKS = 40000


def filled(model, state: dict) -> None:
    """Loads weights that may be smaller than the model's, into its first rows and columns; the rest is zero."""
    own = model.state_dict()
    for name, tensor in own.items():
        tensor.zero_()
        if name in state:
            tensor[tuple(slice(size) for size in state[name].shape)] = state[name]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    work = parser.parse_args().work
    config = MiniAvConfig()
    saved = {name: torch.load(work / f"{name}.pt", weights_only=True) for name in ("video", "denoiser")}
    scale = torch.load(work / "scale.pt", weights_only=True)
    known = len(scale["picture_mean"])
    if known >= config.video.channels:
        raise SystemExit(f"The pack's picture code has {known} channels, the configuration asks for {config.video.channels}: nothing to add.")
    models = {"video": VideoAutoencoder(config.video), "denoiser": Denoiser(config)}
    filled(models["denoiser"], saved["denoiser"]["average"])
    with torch.no_grad():
        for half in ("encoder", "decoder"):
            filled(getattr(models["video"], half).base, {name: saved["video"]["average"][f"{half}.base.{name}"] for name in ("weight", "bias")})
    seeds = training_seeds(work / "shots")
    models["video"].extend_base(moving_blocks_of(work / "shots", seeds, random.Random(0), BLOCKS), known)
    for name, model in models.items():
        if name == "video":
            saved[name] |= {"step": 0, "seconds": 0.0}
        saved[name] |= {"model": model.state_dict(), "average": model.state_dict(), "optimizers": []}
        torch.save(saved[name], work / f"{name}.pt")
    # old channels keep their scale: what is known of them stays true
    fitted = share(models["video"].decoder.base.weight.detach())
    scale["picture_deviation"] = torch.cat([scale["picture_deviation"], fitted[known:] * (scale["picture_deviation"] / fitted[:known]).mean()])
    scale["picture_mean"] = torch.zeros(config.video.channels)
    torch.save(scale, work / "scale.pt")


if __name__ == "__main__":
    main()
