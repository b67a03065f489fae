"""Rendered shots on disk: what the autoencoders learn from. One shot is three files that appear whole or not at all.

SEED.video.npy  uint8 [frames, 3, height, width]      SEED.sound.npy  int16 [3, samples] at 24 kHz
SEED.json       frame rate, captions in both languages, attributes
Training seeds lie below 1,000,000, validation above.
"""

import json
import os
import random
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import numpy
import torch

from training.models.config import MiniAvConfig
from training.models.motion import to_sheet
from training.world import physics

STEMS = ("effects", "ambience", "music")      # what the world plays; the denoiser's own list says what it learns
FIRST_VALIDATION_SEED = 1_000_000
FRAMES = 96
HEIGHT, WIDTH = 96, 160
# the rates shots are rendered at: most are what editors cut at; the ends widen the range the model knows
RATES = [(Fraction(24), 45), (Fraction(25), 15), (Fraction(30), 15), (Fraction(20), 10), (Fraction(50), 7), (Fraction(60), 8)]
CAPTIONS_PER_SHOT = 12


def frame_rate_of(seed: int) -> Fraction:
    rates, weights = zip(*RATES)
    return random.Random(seed * 7919 + 11).choices(rates, weights)[0]


def render_shot(seed: int, folder: Path) -> None:
    from training.world.captions import caption
    from training.world.picture import render
    from training.world.scene import sample_scene
    from training.world.sound import render_stems

    rate = frame_rate_of(seed)
    config = MiniAvConfig()
    hop = config.sound.latent_hop * config.denoiser.sound_patch
    samples = -(-int(FRAMES / rate * config.sound.sample_rate) // hop) * hop
    scene = sample_scene(seed, float(FRAMES / rate))
    video = render(scene, rate, FRAMES, WIDTH, HEIGHT)
    stems = render_stems(scene, config.sound.sample_rate, samples)
    wording = "train" if seed < FIRST_VALIDATION_SEED else "held_out"
    facts = {
        "rate": [rate.numerator, rate.denominator],
        "attributes": scene.attributes(),
        "captions": {
            language: [caption(scene, i, language, wording) for i in range(CAPTIONS_PER_SHOT)] for language in ("en", "fr")
        },
    }
    sound = torch.stack([stems[stem] for stem in STEMS]).clamp(-1, 1).mul(32767).round().to(torch.int16)
    save(folder / f"{seed:07d}.video.npy", video.numpy())
    save(folder / f"{seed:07d}.sound.npy", sound.numpy())
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
    return _scene_of(seed).tracks(numpy.asarray(frames) / float(frame_rate_of(seed)), WIDTH / HEIGHT)


def motion_sheet(seed: int) -> torch.Tensor:
    """How a shot moves, see models/motion.py."""
    return sheet_of(_scene_of(seed), frame_rate_of(seed))


def sheet_of(scene, rate: Fraction) -> torch.Tensor:
    times = numpy.arange(FRAMES) / float(rate)
    angles = scene.state_at(times)[:, :, [physics.ROLL, physics.TURN, physics.PHASE]]
    strikes = [[(e.time * float(rate), e.strength) for e in scene.events if e.subject == n] for n in range(len(scene.subjects))]
    camera = numpy.stack(scene.camera_at(times), -1)
    tracks = scene.tracks(times, WIDTH / HEIGHT)
    return to_sheet(*(torch.from_numpy(numpy.ascontiguousarray(x)).float() for x in (tracks, angles)), strikes, torch.from_numpy(camera).float())


def to_model_range(video) -> torch.Tensor:
    """uint8 [t, 3, h, w] to float [3, t, h, w] in -1..1."""
    return torch.from_numpy(numpy.array(video)).float().div(127.5).sub(1).transpose(0, 1)
