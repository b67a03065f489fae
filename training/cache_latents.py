"""Renders shots and turns them into latents, so that the denoiser's training never waits for pictures.

python3 -m training.cache_latents --first 1000 --count 7000 [--part 0 --parts 2]      goes on where it stopped

A cache file holds 100 shots: latents of picture, stems, mix, stills, portraits and the source of an edit; token ids of captions and
instructions; frame rate; the motion sheet; and which of the denoiser's rows show a subject or hold a sound. What brings latents to the
denoiser's scale is kept in scale.pt. Pictures are not kept: render_shots makes those that the autoencoders learn from. Music lies in
files of its own (`NUMBER.music.pt`), so that its code can be fitted again without rendering pictures anew.
"""

import argparse
from pathlib import Path

import torch

from training.models.config import MiniAvConfig
from training.models.music_autoencoder import MusicAutoencoder
from training.models.sound_autoencoder import SoundAutoencoder
from training.models.tokenizer import Tokenizer
from training.models.video_autoencoder import VideoAutoencoder
from training.shots import FRAMES, STEMS, Shot, make_shot, motion_sheet, render_music, shape_of, subjects_at, to_model_range

PER_FILE = 100
AUDIBLE = 0.003           # about -50 dBFS


class Latents:
    """The encoders, frozen."""

    def __init__(self, work: Path):
        self.video, self.sound = VideoAutoencoder(), SoundAutoencoder()
        for model, name in ((self.video, "video"), (self.sound, "sound")):
            model.load_state_dict(torch.load(work / f"{name}.pt", map_location="cpu", weights_only=True)["average"])
            model.eval().requires_grad_(False)

    def _pictures(self, pictures):
        """Stills uint8 [n, 3, h, w], each held for one latent frame: [n, c, h, w]."""
        held = pictures.float().div(127.5).sub(1)[:, :, None].expand(-1, -1, MiniAvConfig().video.temporal, -1, -1)
        return self.video.encoder(held)[:, :, 0].half()

    @torch.no_grad()
    def of_shot(self, shot: Shot) -> dict:
        """Picture [c, t, h, w], sound [stems but music, c, n], mix [c, n], the first and the last frame as stills [2, c, h, w]; portraits [n, c, 4, 4]; the
        source of an edit as the picture, or None; which rows matter."""
        noisy = shot.sound[[STEMS.index(stem) for stem in ("effects", "ambience")]]
        mixed = self.sound.encode(shot.sound.sum(0, keepdim=True).clamp(-1, 1))[0]
        return {
            "picture": self.video.encoder(to_model_range(shot.video)[None])[0].half(),
            "sound": self.sound.encode(noisy).half(), "mix": mixed.half(),
            "stills": self._pictures(shot.video[[0, -1]]), "portraits": self._pictures(shot.portraits),
            "source": None if shot.source is None else self.video.encoder(to_model_range(shot.source)[None])[0].half(),
            "seen": rows_with_subjects(shot.seed), "heard": rows_with_sound(shot.sound)}


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
    rows = []
    for seed in seeds:
        sound = render_music(seed)
        rows.append(music.encode(sound[None])[0].half())
    torch.save(rows, path.with_suffix(".part"))
    path.with_suffix(".part").rename(path)


@torch.no_grad()
def fit_scale(latents: Latents, music: MusicAutoencoder, known: dict | None) -> dict:
    """What a denoiser already knows stays: decoders go on learning after a scale was taken from them."""
    picture = share(latents.video.decoder.base.weight)
    sound, music = share(latents.sound.decode_base.weight), share(music.decode_base.weight)
    scale = {
        "picture_mean": torch.zeros_like(picture), "picture_deviation": picture,
        "sound_mean": torch.zeros(len(STEMS), len(sound)), "sound_deviation": torch.stack([sound, sound, music]),
    }
    for name, values in (known or {}).items():
        if name.startswith("picture"):
            scale[name] = values
        else:
            scale[name][: len(values)] = values
    return scale


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--first", type=int, default=1000)
    parser.add_argument("--count", type=int, default=7000)
    parser.add_argument("--part", type=int, default=0, help="this process takes every PARTS-th file")
    parser.add_argument("--parts", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(1)      # a second thread mostly waits, and stands in the way of the trainer beside it
    work = arguments.work
    cache = work / "latents"
    cache.mkdir(parents=True, exist_ok=True)
    latents = Latents(work)
    tokenizer = Tokenizer.load(work / "tokenizer.json")
    limit = MiniAvConfig().denoiser.max_text

    def ids(texts):
        return [tokenizer.encode(text)[:limit] for text in texts]

    music = None
    if (work / "music.pt").exists():
        music = MusicAutoencoder().eval()
        music.load_state_dict(torch.load(work / "music.pt", map_location="cpu", weights_only=True)["average"])
        known = torch.load(work / "scale.pt", weights_only=True) if (work / "scale.pt").exists() else None
        if known is None or len(known["sound_mean"]) < len(STEMS):
            torch.save(fit_scale(latents, music, known), work / "scale.pt")
    blocks = range(arguments.first // PER_FILE, (arguments.first + arguments.count) // PER_FILE)
    for block in blocks[arguments.part :: arguments.parts]:
        seeds = range(block * PER_FILE, (block + 1) * PER_FILE)
        if music is not None and not (cache / f"{block}.music.pt").exists():
            cache_music(music, seeds, cache / f"{block}.music.pt")
        if (cache / f"{block}.pt").exists():
            continue
        rows = []
        for seed in seeds:
            shot = make_shot(seed)
            captions = [text for texts in shot.captions.values() for text in texts]
            rows.append({
                "seed": seed, "rate": (shot.rate.numerator, shot.rate.denominator), "sheet": motion_sheet(seed).half(), "captions": ids(captions),
                "cast_captions": ids(shot.cast_captions), "instructions": ids(shot.instructions)} | latents.of_shot(shot))
        part = cache / f"{block}.part"
        torch.save(rows, part)
        part.rename(cache / f"{block}.pt")
        print(f"block {block}", flush=True)


if __name__ == "__main__":
    main()
