"""Rendered shots: what every network learns from.

`make_shot` renders one from its seed. On disk, where the autoencoders take them from, a shot is three files that appear whole or not at all.

SEED.video.npy  uint8 [frames, 3, height, width]      SEED.sound.npy  int16 [3, samples] at 24 kHz
SEED.json       frame rate, captions in both languages, attributes
Training seeds lie below 1,000,000, validation above.
"""

import json
import os
import random
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import numpy
import torch

from training.models.config import MiniAvConfig
from training.models.motion import to_sheet
from training.world import physics

STEMS = ("effects", "ambience", "music")      # what the world plays, in this order; dialogue is spoken by another voice
FIRST_VALIDATION_SEED = 1_000_000
FRAMES = 96
HEIGHT, WIDTH = 96, 160
# height and width of shots: landscape, square, vertical
SHAPES = [((96, 160), 80), ((128, 128), 10), ((160, 96), 10)]
# the rates shots are rendered at: most are what editors cut at; the ends widen the range the model knows
RATES = [(Fraction(24), 42), (Fraction(25), 15), (Fraction(30), 15), (Fraction(12), 6), (Fraction(15), 6), (Fraction(20), 6), (Fraction(50), 4), (Fraction(60), 6)]
CAPTIONS_PER_SHOT = 12
PORTRAIT = 64              # pixels of a reference of the cast, each side
CHANGED_SHARE = 0.4        # of the shots have a twin with one attribute changed, as the source of an edit


def frame_rate_of(seed: int) -> Fraction:
    rates, weights = zip(*RATES)
    return random.Random(seed * 7919 + 11).choices(rates, weights)[0]


def shape_of(seed: int) -> tuple[int, int]:
    """Height and width. Validation shots are landscape: every measure is made for it."""
    shapes, weights = zip(*SHAPES)
    return random.Random(seed * 7919 + 13).choices(shapes, weights)[0] if seed < FIRST_VALIDATION_SEED else (HEIGHT, WIDTH)


def sound_samples(rate: Fraction) -> int:
    """Samples of a shot's sound: as many whole sound rows as cover it."""
    config = MiniAvConfig()
    row = config.sound.latent_hop * config.denoiser.sound_patch
    return -(-int(FRAMES / rate * config.sound.sample_rate) // row) * row


@dataclass
class Shot:
    """One rendered shot. video uint8 [frames, 3, h, w]; sound float [stems, samples]; captions by language. Portraits [n, 3, 64, 64] show the
    first subjects alone, and cast_captions call them @1 and @2. source, where there is one, is the video with one attribute
    changed, and instructions say how to change it back."""

    seed: int
    rate: Fraction
    video: torch.Tensor
    sound: torch.Tensor
    attributes: dict
    captions: dict
    portraits: torch.Tensor
    cast_captions: list
    source: torch.Tensor | None
    instructions: list


def make_shot(seed: int, extras: bool = True) -> Shot:
    """`extras`: portraits and source too."""
    from training.world.captions import caption, instruction
    from training.world.changes import change
    from training.world.picture import render
    from training.world.portraits import portrait
    from training.world.sound import render_stems

    rate, (height, width) = frame_rate_of(seed), shape_of(seed)
    scene = _scene_of(seed)
    stems = render_stems(scene, MiniAvConfig().sound.sample_rate, sound_samples(rate))
    wording = "train" if seed < FIRST_VALIDATION_SEED else "held_out"
    rng = numpy.random.default_rng([seed, 0xCA57])
    shown = min(len(scene.subjects), MiniAvConfig().denoiser.cast) if extras else 0
    cast = {n: f"@{n + 1}" for n in range(shown)}
    source, instructions = None, []
    if extras and rng.random() < CHANGED_SHARE:
        other, attribute, _ = change(scene, rng)
        source = render(other, rate, FRAMES, width, height)
        value = scene.attributes()[attribute]
        instructions = [instruction(attribute, value, other.subjects[0], seed * CAPTIONS_PER_SHOT + i, language, wording) for i in range(6) for language in ("en", "fr")]
    return Shot(
        seed, rate, render(scene, rate, FRAMES, width, height), torch.stack([stems[stem] for stem in STEMS]), scene.attributes(),
        {language: [caption(scene, seed * CAPTIONS_PER_SHOT + i, language, wording) for i in range(CAPTIONS_PER_SHOT)] for language in ("en", "fr")},
        torch.stack([portrait(scene, n, rng, PORTRAIT) for n in range(shown)]) if shown else torch.zeros(0, 3, PORTRAIT, PORTRAIT, dtype=torch.uint8),
        [caption(scene, seed * CAPTIONS_PER_SHOT + i, language, wording, cast=cast) for i in range(6) for language in ("en", "fr")] if cast else [],
        source, instructions)


def render_music(seed: int) -> torch.Tensor:
    """A shot's music alone, [samples]."""
    from training.world.sound.render import music_of

    return music_of(_scene_of(seed), MiniAvConfig().sound.sample_rate, sound_samples(frame_rate_of(seed)))


def render_shot(seed: int, folder: Path) -> None:
    shot = make_shot(seed, extras=False)
    facts = {"rate": [shot.rate.numerator, shot.rate.denominator], "attributes": shot.attributes, "captions": shot.captions}
    save(folder / f"{seed:07d}.video.npy", shot.video.numpy())
    save(folder / f"{seed:07d}.sound.npy", shot.sound.clamp(-1, 1).mul(32767).round().to(torch.int16).numpy())
    path = folder / f"{seed:07d}.json"
    path.with_suffix(".part").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    path.with_suffix(".part").rename(path)  # the last file to appear: a shot with it is whole


def save(path: Path, array) -> None:
    part = path.with_suffix(".part")
    with open(part, "wb") as file:
        numpy.save(file, array)
    part.rename(path)


def seeds_in(folder: Path) -> list[int]:
    return sorted(int(name[:7]) for name in os.listdir(folder) if name.endswith(".json"))


def training_seeds(folder: Path) -> list[int]:
    """The shots there that may be learned from."""
    return [seed for seed in seeds_in(folder) if seed < FIRST_VALIDATION_SEED]


def open_video(folder: Path, seed: int):
    return numpy.load(folder / f"{seed:07d}.video.npy", mmap_mode="r")


def open_sound(folder: Path, seed: int):
    return numpy.load(folder / f"{seed:07d}.sound.npy", mmap_mode="r")


def read_facts(folder: Path, seed: int) -> dict:
    return json.loads((folder / f"{seed:07d}.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=4)
def _scene_of(seed: int):
    from training.world.scene import sample_scene
    return sample_scene(seed, float(FRAMES / frame_rate_of(seed)))


def subjects_at(seed: int, frames) -> numpy.ndarray:
    """Where a shot's subjects are, [subjects, frames, 3]: x and y as shares of the picture, radius in picture heights."""
    height, width = shape_of(seed)
    return _scene_of(seed).tracks(numpy.asarray(frames) / float(frame_rate_of(seed)), width / height)


def motion_sheet(seed: int) -> torch.Tensor:
    """How a shot moves, see models/motion.py."""
    height, width = shape_of(seed)
    return sheet_of(_scene_of(seed), frame_rate_of(seed), width / height)


def sheet_of(scene, rate: Fraction, aspect: float = WIDTH / HEIGHT) -> torch.Tensor:
    times = numpy.arange(FRAMES) / float(rate)
    angles = scene.state_at(times)[:, :, [physics.ROLL, physics.TURN, physics.PHASE]]
    strikes = [[(e.time * float(rate), e.strength) for e in scene.events if e.subject == n] for n in range(len(scene.subjects))]
    camera = numpy.stack(scene.camera_at(times), -1)
    tracks = scene.tracks(times, aspect)
    return to_sheet(*(torch.from_numpy(numpy.ascontiguousarray(x)).float() for x in (tracks, angles)), strikes, torch.from_numpy(camera).float())


def to_model_range(video) -> torch.Tensor:
    """uint8 [t, 3, h, w] to float [3, t, h, w] in -1..1."""
    return torch.from_numpy(numpy.array(video)).float().div(127.5).sub(1).transpose(0, 1)
