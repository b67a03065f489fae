"""Turns rendered shots into latents, so that the denoiser's training never waits for pictures.

python3 -m training.cache_latents [--follow COUNT]      keeps up with a renderer that is still running

A cache file holds up to 100 shots: picture latents, sound latents, token ids of every caption, frame rate, and which of the
denoiser's rows show a subject or hold a sound. What brings latents to the denoiser's scale is kept in scale.pt.
"""

import argparse
import time
from pathlib import Path

import torch

from training.models.config import MiniAvConfig
from training.models.sound_autoencoder import SoundAutoencoder
from training.models.tokenizer import Tokenizer
from training.models.video_autoencoder import VideoAutoencoder
from training.shots import FRAMES, HEIGHT, WIDTH, open_sound, open_video, read_facts, seeds_in, subjects_at, to_model_range

PER_FILE = 100
AUDIBLE = 0.003           # about -50 dBFS


class Latents:
    """The two encoders, frozen."""

    def __init__(self, video: Path, sound: Path):
        self.video, self.sound = VideoAutoencoder(), SoundAutoencoder()
        for model, path in ((self.video, video), (self.sound, sound)):
            model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True)["average"])
            model.eval().requires_grad_(False)

    @torch.no_grad()
    def of_shot(self, folder: Path, seed: int) -> dict:
        """Picture [c, t, h, w], sound [stems, c, n], the first and the last frame as stills [2, c, h, w]; which rows matter."""
        video = to_model_range(open_video(folder, seed))
        sound = torch.from_numpy(open_sound(folder, seed)[: len(MiniAvConfig().denoiser.stems)].copy()).float() / 32767
        stills = torch.stack([video[:, 0], video[:, -1]])[:, :, None].expand(-1, -1, 8, -1, -1)
        return {
            "picture": self.video.encoder(video[None])[0], "sound": self.sound.encode(sound),
            "stills": self.video.encoder(stills)[:, :, 0], "seen": rows_with_subjects(seed), "heard": rows_with_sound(sound)}


def rows_with_subjects(seed: int) -> torch.Tensor:
    """Which picture rows a subject touches: bool [latent frames, rows high, rows wide]."""
    config = MiniAvConfig()
    side, temporal = config.video.spatial * config.denoiser.patch, config.video.temporal
    touched = torch.zeros(FRAMES // temporal, HEIGHT // side, WIDTH // side, dtype=torch.bool)
    frames = range(0, FRAMES, 2)
    for track in subjects_at(seed, frames):
        for frame, (x, y, radius) in zip(frames, track):
            reach = radius * HEIGHT
            left, right = (min(max(int((x * WIDTH + offset) // side), 0), WIDTH // side - 1) for offset in (-reach, reach))
            top, bottom = (min(max(int((y * HEIGHT + offset) // side), 0), HEIGHT // side - 1) for offset in (-reach, reach))
            touched[frame // temporal, top : bottom + 1, left : right + 1] = True
    return touched


def rows_with_sound(sound) -> torch.Tensor:
    """Which sound rows are not silent, of samples [stems, n]: bool [stems, rows]."""
    config = MiniAvConfig()
    return sound.unflatten(1, (-1, config.sound.latent_hop * config.denoiser.sound_patch)).abs().amax(-1) > AUDIBLE


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
    torch.set_num_threads(1)      # a second thread mostly waits, and stands in the way of the trainer beside it
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
                facts = read_facts(shots, seed)
                captions = [tokenizer.encode(text)[:limit] for texts in facts["captions"].values() for text in texts]
                rows.append({"seed": seed, "rate": facts["rate"], "captions": captions} | latents.of_shot(shots, seed))
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
