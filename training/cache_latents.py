"""Turns rendered shots into latents, so that the denoiser's training never waits for pictures.

python3 -m training.cache_latents [--follow COUNT]      keeps up with a renderer that is still running

A cache file holds up to 100 shots: picture latents, sound latents, token ids of every caption, frame rate. The means and
deviations that bring latents to unit scale are fixed by the first 200 shots and kept in scale.pt.
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
SCALED_BY = 200


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
        sound = torch.from_numpy(open_sound(folder, seed).copy()).float() / 32767
        stills = torch.stack([video[:, 0], video[:, -1]])[:, :, None].expand(-1, -1, 8, -1, -1)
        return self.video.encoder(video[None])[0], self.sound.encode(sound), self.video.encoder(stills)[:, :, 0]


def fit_scale(folder: Path, latents: Latents, seeds: list[int]) -> dict:
    pictures, sounds = [], []
    for seed in seeds:
        picture, sound, _ = latents.of_shot(folder, seed)
        pictures.append(picture.flatten(1))
        sounds.append(sound)
    picture, sound = torch.cat(pictures, 1), torch.cat(sounds, 2)
    # a stem that is mostly silent has channels that hardly move: never blow them up
    return {
        "picture_mean": picture.mean(1), "picture_deviation": picture.std(1).clamp(min=0.05),
        "sound_mean": sound.mean(2), "sound_deviation": sound.std(2).clamp(min=0.05),
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
        torch.save(fit_scale(shots, latents, seeds_in(shots)[:SCALED_BY]), scale)
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
