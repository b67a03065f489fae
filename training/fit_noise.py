"""Fits the noise that shots begin from to the cached latents: python3 -m training.fit_noise

Loud channels, which hold place and colour, begin from white noise, as in training. What the quiet ones hold, texture and edges, the
denoiser learns last: for long it makes them loud everywhere and new in every frame, which is grain that flickers. So they begin
from less noise, and from noise that latent frames share as far as true latents do (compare Ge et al. 2023, arXiv:2305.10474, who
train with such noise). Writes `picture_noise` and `picture_noise_shared` into scale.pt: a pack has them, and its owner's seed stays a seed.
"""

import argparse
from collections import Counter
from pathlib import Path

import torch

from training.tasks import CONFIG

FILES = 4              # of 100 shots
QUIET = 0.8            # of the deviation of all channels' mean: quieter ones
LEVEL = 0.35           # deviation of their noise


def noise_of(pictures, scale, level: float = LEVEL) -> dict:
    """Of latents [n, channels, frames, height, width] as they are cached: deviation of each channel's noise, and the share of its
    power that all latent frames have in common."""
    scaled = (pictures - scale["picture_mean"][:, None, None, None]) / scale["picture_deviation"][:, None, None, None]
    power = scaled.var((0, 2, 3, 4))
    shared = (1 - (scaled[:, :, 1:] - scaled[:, :, :-1]).var((0, 2, 3, 4)) / (2 * power)).clamp(0, 1)
    quiet = power.sqrt() < QUIET * power.mean().sqrt()
    return {"picture_noise": torch.where(quiet, level, 1.0), "picture_noise_shared": torch.where(quiet, shared, 0.0)}


def cached_pictures(work: Path) -> torch.Tensor:
    """Those of the commonest shape: whole landscape shots."""
    files = [path for path in sorted((work / "latents").glob("*.pt")) if not path.stem.endswith("music")][:FILES]
    rows = [row["picture"].float() for path in files for row in torch.load(path, map_location="cpu", weights_only=True)]
    [(shape, _)] = Counter(row.shape for row in rows).most_common(1)
    return torch.stack([row for row in rows if row.shape == shape])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--level", type=float, default=LEVEL)
    arguments = parser.parse_args()
    path = arguments.work / "scale.pt"
    scale = torch.load(path, weights_only=True)
    fitted = noise_of(cached_pictures(arguments.work), scale, arguments.level)
    torch.save(scale | fitted, path.with_suffix(".part"))
    path.with_suffix(".part").rename(path)
    print(f"{int((fitted['picture_noise'] < 1).sum())} of {CONFIG.video.channels} channels are quiet", flush=True)


if __name__ == "__main__":
    main()
