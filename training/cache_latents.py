"""Renders shots and turns them into latents, so that the denoiser's training never waits for pictures.

python3 -m training.cache_latents --first 1000 --count 7000 [--part 0 --parts 2]      goes on where it stopped

A cache file holds 100 shots: latents of picture, stems, mix, stills, portraits and the source of an edit; token ids of captions and
instructions; frame rate; the motion sheet; and which of the denoiser's rows show a subject or hold a sound. What brings latents to the
denoiser's scale is kept in scale.pt. Pictures are not kept: render_shots makes those that the autoencoders learn from. Music lies in
files of its own (`NUMBER.music.pt`), so that its code can be fitted again without rendering pictures anew.
"""

import argparse
import time
from pathlib import Path

import torch

from training.loop import device
from training.models.config import MiniAvConfig
from training.models.music_autoencoder import MusicAutoencoder
from training.models.sound_autoencoder import SoundAutoencoder
from training.models.tokenizer import Tokenizer
from training.models.video_autoencoder import VideoAutoencoder
from training.shots import (
    FRAMES, STEMS, Shot, make_shot, motion_sheet, open_video, render_music, shape_of, subjects_at, to_model_range, training_seeds)

PER_FILE = 100
MOST_WAITING = 40         # rendered files that wait to be encoded: 600 MB each
AUDIBLE = 0.003           # about -50 dBFS
LOUDNESS_CLIPS = 32


PICTURES = ("picture", "source", "stills", "portraits")


def averaged(model, path: Path):
    """A model with the averaged weights of its checkpoint, frozen."""
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True)["average"])
    return model.eval().requires_grad_(False)


class Row:
    """Makes the rows of a cache file from shots; pictures stay as they were rendered."""

    def __init__(self, work: Path):
        self.sound = averaged(SoundAutoencoder(), work / "sound.pt")
        self.tokenizer = Tokenizer.load(work / "tokenizer.json")

    @torch.no_grad()
    def of_shot(self, shot: Shot) -> dict:
        """Picture and source of an edit, or None, uint8 [t, 3, h, w]; the first and the last frame as stills [2, 3, h, w]; portraits
        [n, 3, 64, 64]; latents of sound [stems but music, c, n] and mix [c, n]; which rows matter; token ids."""
        noisy = shot.sound[[STEMS.index(stem) for stem in ("effects", "ambience")]]
        captions = [text for texts in shot.captions.values() for text in texts]
        return {
            "seed": shot.seed, "rate": (shot.rate.numerator, shot.rate.denominator), "sheet": motion_sheet(shot.seed).half(),
            "captions": self._ids(captions), "cast_captions": self._ids(shot.cast_captions), "instructions": self._ids(shot.instructions),
            "picture": shot.video, "source": shot.source, "stills": shot.video[[0, -1]], "portraits": shot.portraits,
            "sound": self.sound.encode(noisy).half(), "mix": self.sound.encode(shot.sound.sum(0, keepdim=True).clamp(-1, 1))[0].half(),
            "seen": rows_with_subjects(shot.seed), "heard": rows_with_sound(shot.sound)}

    def _ids(self, texts):
        return [self.tokenizer.encode(text)[: MiniAvConfig().denoiser.max_text] for text in texts]


@torch.no_grad()
def with_latents(row: dict, video: VideoAutoencoder, device) -> dict:
    """A row with latents for pictures: picture and source [c, t, h, w], stills and portraits, each held for one latent frame, [n, c, h, w]."""
    def encoded(pictures):
        return video.encoder(pictures.to(device).float().div(127.5).sub(1)).half().cpu()

    made = {}
    for name in PICTURES:
        pictures = row[name]
        if name in ("picture", "source"):
            made[name] = None if pictures is None else encoded(pictures.transpose(0, 1)[None])[0]
        else:
            held = pictures[:, :, None].expand(-1, -1, video.encoder.temporal, -1, -1)
            made[name] = encoded(held)[:, :, 0] if len(held) else torch.zeros(0, video.encoder.base.out_channels, 4, 4).half()
    return row | made


def rows_with_subjects(seed: int) -> torch.Tensor:
    """Which picture rows a subject touches: bool [latent frames, rows high, rows wide]."""
    config = MiniAvConfig()
    side, temporal = config.video.spatial * config.denoiser.patch, config.video.temporal
    height, width = shape_of(seed)
    touched = torch.zeros(FRAMES // temporal, height // side, width // side, dtype=torch.bool)
    frames = range(0, FRAMES, 2)
    for track in subjects_at(seed, frames):
        for frame, (x, y, radius) in zip(frames, track):
            reach = radius * height
            left, right = (min(max(int((x * width + offset) // side), 0), width // side - 1) for offset in (-reach, reach))
            top, bottom = (min(max(int((y * height + offset) // side), 0), height // side - 1) for offset in (-reach, reach))
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


@torch.no_grad()
def cache_music(music: MusicAutoencoder, seeds, path: Path) -> None:
    """Music latents [c, n] of shots, in order."""
    save([music.encode(render_music(seed)[None])[0].half() for seed in seeds], path)


@torch.no_grad()
def loudness(video: VideoAutoencoder, folder: Path, device) -> tuple:
    """Mean and deviation of each channel of the picture's code, and how far one deviation of it changes the picture: root mean square, [channels]."""
    seeds = training_seeds(folder)[:LOUDNESS_CLIPS]
    clips = torch.stack([to_model_range(open_video(folder, seed)[40:48, :, 16:80, 16:80]) for seed in seeds]).to(device)
    latent = video.encoder(clips)
    mean, deviation = latent.mean((0, 2, 3, 4)), latent.std((0, 2, 3, 4))
    picture, generator = video.decoder(latent), torch.Generator().manual_seed(0)
    noise = torch.randn(latent[:, 0].shape, generator=generator).to(device)
    changes = []
    for channel in range(latent.shape[1]):
        changed = latent.clone()
        changed[:, channel] += deviation[channel] * noise
        changes.append((video.decoder(changed) - picture).square().mean().sqrt())
    return mean.cpu(), deviation.cpu(), torch.stack(changes).cpu()


@torch.no_grad()
def fit_scale(work: Path, device) -> None:
    """Writes scale.pt. Of the picture's channels the root of their loudness stays, so that what matters most stands out from
    the noise first; of the sounds' likewise."""
    mean, deviation, loud = loudness(averaged(VideoAutoencoder(), work / "video.pt").to(device), work / "shots", device)
    sound, music = (share(averaged(model, work / name).decode_base.weight) for model, name in (
        (SoundAutoencoder(), "sound.pt"), (MusicAutoencoder(), "music.pt")))
    scale = {
        "picture_mean": mean, "picture_deviation": deviation / (loud / loud.mean()).sqrt(),
        "sound_mean": torch.zeros(len(STEMS), len(sound)), "sound_deviation": torch.stack([sound, sound, music])}
    torch.save(scale, work / "scale.part")
    (work / "scale.part").rename(work / "scale.pt")


def save(rows, path: Path) -> None:
    torch.save(rows, path.with_suffix(".part"))
    path.with_suffix(".part").rename(path)


def render(arguments, encode) -> None:
    """Renders this process's blocks. With `encode` they are cached; without, they wait as NUMBER.raw for whoever encodes them."""
    work, cache = arguments.work, arguments.work / "latents"
    row, music = Row(work), averaged(MusicAutoencoder(), work / "music.pt")
    blocks = range(arguments.first // PER_FILE, (arguments.first + arguments.count) // PER_FILE)
    for block in blocks[arguments.part :: arguments.parts]:
        seeds = range(block * PER_FILE, (block + 1) * PER_FILE)
        if not (cache / f"{block}.music.pt").exists():
            cache_music(music, seeds, cache / f"{block}.music.pt")
        if (cache / f"{block}.pt").exists() or (cache / f"{block}.raw").exists():
            continue
        while len(list(cache.glob("*.raw"))) >= MOST_WAITING:
            time.sleep(1)
        rows = [row.of_shot(make_shot(seed)) for seed in seeds]
        if encode is None:
            save(rows, cache / f"{block}.raw")
        else:
            save([encode(each) for each in rows], cache / f"{block}.pt")
            print(f"block {block}", flush=True)


def encode_waiting(arguments, encode) -> None:
    """Encodes what other processes rendered, until all of it is cached."""
    cache = arguments.work / "latents"
    blocks = range(arguments.first // PER_FILE, (arguments.first + arguments.count) // PER_FILE)[arguments.part :: arguments.parts]
    while left := [block for block in blocks if not (cache / f"{block}.pt").exists()]:
        for raw in (cache / f"{block}.raw" for block in left):
            if not raw.exists():
                continue
            save([encode(row) for row in torch.load(raw, weights_only=True, mmap=True)], raw.with_suffix(".pt"))
            raw.unlink()
        time.sleep(0.5)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--first", type=int, default=1000)
    parser.add_argument("--count", type=int, default=7000)
    parser.add_argument("--part", type=int, default=0, help="this process takes every PARTS-th file")
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--raw", action="store_true", help="render only, for another process with --encode; video.pt may come later")
    parser.add_argument("--encode", action="store_true", help="encode, on a GPU where there is one, what processes with --raw render")
    arguments = parser.parse_args()
    (arguments.work / "latents").mkdir(parents=True, exist_ok=True)
    if arguments.raw:
        torch.set_num_threads(1)
        return render(arguments, None)
    where = device() if arguments.encode else torch.device("cpu")
    while not (arguments.work / "scale.pt").exists():
        if arguments.part == 0:
            fit_scale(arguments.work, where)
        else:
            time.sleep(0.5)
    video = averaged(VideoAutoencoder(), arguments.work / "video.pt").to(where)
    if arguments.encode:
        return encode_waiting(arguments, lambda row: with_latents(row, video, where))
    torch.set_num_threads(1)      # a second thread mostly waits, and stands in the way of the trainer beside it
    render(arguments, lambda row: with_latents(row, video, where))


if __name__ == "__main__":
    main()
