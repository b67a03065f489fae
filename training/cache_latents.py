"""Turns rendered shots into latents, so that the denoiser's training never waits for pictures.

python3 -m training.cache_latents [--follow COUNT]      keeps up with a renderer that is still running

A cache file holds up to 100 shots: picture latents, sound latents, token ids of every caption, frame rate. What brings
latents to the denoiser's scale is kept in scale.pt.
"""

import argparse
import time
from pathlib import Path

import torch

from training.models.config import MiniAvConfig
from training.models.sound_autoencoder import SoundAutoencoder
from training.models.tokenizer import Tokenizer
from training.models.video_autoencoder import VideoAutoencoder
from training.shots import open_sound, open_video, read_facts, seeds_in, to_model_range

PER_FILE = 100


class Latents:
    """The two encoders, frozen."""

    def __init__(self, video: Path, sound: Path):
        self.video, self.sound = VideoAutoencoder(), SoundAutoencoder()
        for model, path in ((self.video, video), (self.sound, sound)):
            model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True)["average"])
            model.eval().requires_grad_(False)

    @torch.no_grad()
    def of_shot(self, folder: Path, seed: int):
        """Picture [c, t, h, w], sound [stems, c, n], and the latents of the first and last frame as stills [2, c, h, w]."""
        video = to_model_range(open_video(folder, seed))
        sound = torch.from_numpy(open_sound(folder, seed)[: len(MiniAvConfig().denoiser.stems)].copy()).float() / 32767
        stills = torch.stack([video[:, 0], video[:, -1]])[:, :, None].expand(-1, -1, 8, -1, -1)
        return self.video.encoder(video[None])[0], self.sound.encode(sound), self.video.encoder(stills)[:, :, 0]


def share(weights) -> torch.Tensor:
    """What to divide the channels of a whitened code by: the root of their loudness stays, so that what matters most stands
    out from the noise first. Mean square 1 over the channels."""
    size = weights.flatten(1).norm(dim=0) if weights.ndim > 2 else weights
    return 1 / (size / size.mean()).sqrt()


def fit_scale(latents: Latents) -> dict:
    picture = share(latents.video.decoder.base.weight)
    sound = share(latents.sound.decode_base.weight)
    stems = len(MiniAvConfig().denoiser.stems)
    return {
        "picture_mean": torch.zeros_like(picture), "picture_deviation": picture,
        "sound_mean": torch.zeros(stems, len(sound)), "sound_deviation": sound.repeat(stems, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--shots", type=Path, default=None)
    parser.add_argument("--follow", type=int, default=0, help="go on until this many shots are cached")
    arguments = parser.parse_args()
    work, shots = arguments.work, arguments.shots or arguments.work / "shots"
    cache = work / "latents"
    cache.mkdir(parents=True, exist_ok=True)
    latents = Latents(work / "video.pt", work / "sound.pt")
    tokenizer = Tokenizer.load(work / "tokenizer.json")
    limit = MiniAvConfig().denoiser.max_text
    scale = work / "scale.pt"
    if not scale.exists():
        torch.save(fit_scale(latents), scale)
    done = {int(path.stem) for path in cache.glob("*.pt")}
    while True:
        seeds = seeds_in(shots)
        blocks = sorted({seed // PER_FILE for seed in seeds})
        whole = [block for block in blocks if sum(seed // PER_FILE == block for seed in seeds) == PER_FILE and block not in done]
        for block in whole:
            rows = []
            for seed in range(block * PER_FILE, (block + 1) * PER_FILE):
                picture, sound, stills = latents.of_shot(shots, seed)
                facts = read_facts(shots, seed)
                captions = [tokenizer.encode(text)[:limit] for texts in facts["captions"].values() for text in texts]
                rows.append({"seed": seed, "rate": facts["rate"], "picture": picture, "sound": sound, "stills": stills, "captions": captions})
            part = cache / f"{block}.part"
            torch.save(rows, part)
            part.rename(cache / f"{block}.pt")
            done.add(block)
            print(f"block {block}, {len(done) * PER_FILE} shots", flush=True)
        if len(done) * PER_FILE >= arguments.follow:
            return
        if not whole:
            time.sleep(5)


if __name__ == "__main__":
    main()
