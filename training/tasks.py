"""What the denoisers learn from: cached shots, cut and given as every task of the product gives them.

A batch is of one frame rate, one shape and one task, so that all samples share their rows:
text, with or without references of the cast; stills (first frame, last one, both); a clip before, after, or on both sides, with or
without its sound; the source of an edit. One text in ten is empty, for guidance.
"""

import copy
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import torch

from training.cache_latents import PER_FILE
from training.models.config import MiniAvConfig
from training.models.denoiser import (
    Given, patch_picture, patch_sound, picture_positions, reference_kind, reference_positions, sound_positions, still_positions)
from training.models.motion import CAMERA_NUMBERS
from training.models.tokenizer import padded
from training.shots import FIRST_VALIDATION_SEED

CONFIG = MiniAvConfig()
SOUND_SECONDS = CONFIG.sound.latent_hop * CONFIG.denoiser.sound_patch / CONFIG.sound.sample_rate
DROP_TEXT = 0.1
TASKS = {"text": 46, "cast": 10, "stills": 10, "before": 12, "after": 5, "both": 7, "edit": 10}
CUT_TASKS = ("text", "cast", "before", "after", "both", "edit")      # those that a part of a shot can show
STILLS = ([0], [0], [1], [0, 1])
WHOLE = CONFIG.denoiser.window
CLIP_ROWS = 6              # sound rows of it
WITH_SOUND = 0.7
MATTERS = 3.0              # weight of a row with a subject or a sound, beside 1
# and of every picture row while the camera moves more than this (a pixel, as the sheet counts) within a latent frame
CAMERA_MATTERS, CAMERA_STILL = 2.0, 0.06


class Shots:
    """Cached latents at unit scale, by frame rate and shape; grows while the cache does."""

    def __init__(self, work: Path):
        self.work, self.groups = work, defaultdict(list)
        self.scale = torch.load(work / "scale.pt", weights_only=True)
        self.read: set[str] = set()
        self.refresh()

    def refresh(self) -> None:
        s = self.scale
        picture = [s[name][:, None, None, None] for name in ("picture_mean", "picture_deviation")]
        sound = [s[name][:, :, None] for name in ("sound_mean", "sound_deviation")]
        for path in sorted((self.work / "latents").glob("*.music.pt")):
            block = path.name.split(".")[0]
            shots = path.with_name(f"{block}.pt")
            if block in self.read or int(block) * PER_FILE >= FIRST_VALIDATION_SEED or not shots.exists():
                continue
            self.read.add(block)
            for row, music in zip(torch.load(shots, weights_only=True), torch.load(path, weights_only=True)):
                row["sound"] = torch.cat([row["sound"], music[None]])
                for name, (mean, deviation) in {
                    "picture": picture, "source": picture, "stills": [x[:, 0] for x in picture], "portraits": [x[:, 0] for x in picture],
                    "sound": sound, "mix": [x[0] for x in sound]}.items():
                    if row[name] is not None:
                        row[name] = ((row[name].float() - mean) / deviation).half()
                for name in ("seen", "heard"):
                    row[name] = 1 + (MATTERS - 1) * row[name].float()
                row["seen"][camera_moves(row["sheet"])] *= CAMERA_MATTERS
                self.groups[row["rate"], tuple(row["picture"].shape[2:])].append(row)

    def __len__(self):
        return sum(len(rows) for rows in self.groups.values())

    def draw(self, generator: random.Random, size: int, task: str) -> list:
        """Rows of one group that can show the task."""
        groups = list(self.groups)
        group = self.groups[generator.choices(groups, [len(self.groups[g]) for g in groups])[0]]
        if task == "edit":
            group = [row for row in group if row["source"] is not None]
        elif task == "cast":
            slots = len(generator.choice(group)["portraits"])
            group = [row for row in group if len(row["portraits"]) == slots]
        return [generator.choice(group) for _ in range(size)] if group else []


def camera_moves(sheet) -> torch.Tensor:
    """Bool [latent frames] of a sheet [frames, numbers]: a pan is the same small change in every row, and a loss that counts subjects
    alone lets the picture stand still."""
    camera = sheet[:, -CAMERA_NUMBERS:].float().unflatten(0, (-1, CONFIG.video.temporal))
    return (camera.amax(1) - camera.amin(1)).amax(1) > CAMERA_STILL


@dataclass
class Batch:
    """`watched` is what the motion denoiser is given; sheets those of the whole shots; cut: first latent frame, latent frames; heard: first sound row,
    sound rows; sound_start: where the first one begins, in seconds of the cut."""

    text: torch.Tensor
    given: Given
    watched: Given
    picture: torch.Tensor
    sound: torch.Tensor
    sheets: torch.Tensor
    seen: torch.Tensor
    audible: torch.Tensor
    seconds: float
    cut: tuple[int, int]
    heard: tuple[int, int]
    sound_start: float
    whole: tuple[int, int]
    size: tuple[int, int]

    def to(self, device) -> "Batch":
        """The same there; positions and kinds stay where they are until they are whole."""
        moved = copy.copy(self)
        for name in ("text", "picture", "sound", "sheets", "seen", "audible"):
            setattr(moved, name, getattr(self, name).to(device))
        moved.given, moved.watched = self.given.to(device), self.watched.to(device)
        return moved

    @property
    def words(self):
        return torch.zeros(self.text.shape[1], 3)

    @property
    def positions(self):
        return torch.cat([self.words, self.given.positions, picture_positions(self.cut[1], *self.size, self.seconds)]
                         + [sound_positions(self.heard[1], SOUND_SECONDS, self.sound_start)] * len(CONFIG.denoiser.stems))

    @property
    def motion_positions(self):
        return torch.cat([self.words, self.watched.picture_positions, picture_positions(self.cut[1], 1, 1, self.seconds)])


def text_batch(captions, generator) -> torch.Tensor:
    """[b, n] token ids. One longest length a batch, drawn first: a single long caption would pad all the others."""
    longest = generator.choice((16, 16, 24, 24, 32, 64))

    def choose(options):
        short = [ids for ids in options if len(ids) <= longest]
        return generator.choice(short) if short else min(options, key=len)

    chosen = [[] if generator.random() < DROP_TEXT else choose(options) for options in captions]
    return torch.tensor(padded(chosen, CONFIG.denoiser.text_multiple))


def draw_batch(shots: Shots, generator: random.Random, size: int, frames: int, tasks=None) -> Batch:
    """`frames` latent frames, from anywhere in the shot; fewer where a clip beside them needs room."""
    rows = []
    while not rows:
        allowed = [name for name in tasks or TASKS if name in CUT_TASKS or frames >= WHOLE]
        task = generator.choices(allowed, [TASKS[name] for name in allowed])[0]
        rows = shots.draw(generator, size, task)

    def stacked(name, part):
        return torch.stack([row[name][part] for row in rows]).float()

    whole = rows[0]["picture"].shape[1]
    before, after = (generator.randint(1, CONFIG.denoiser.context) if task in (side, "both") else 0 for side in ("before", "after"))
    frames = min(frames, whole - before - after)
    t = generator.randint(before, whole - after - frames)
    seconds = CONFIG.video.temporal * rows[0]["rate"][1] / rows[0]["rate"][0]
    patch = CONFIG.denoiser.sound_patch
    # the sound rows that overlap the cut; the first may begin a little before it
    first = int(t * seconds / SOUND_SECONDS + 1e-6)
    count = -(-round(((t + frames) * seconds / SOUND_SECONDS - first) * 1000) // 1000)
    sound_rows = rows[0]["sound"].shape[2] // patch
    count = min(count, sound_rows - first)
    picture, height, width = stacked("picture", slice(None)), *(n // 2 for n in rows[0]["picture"].shape[2:])
    given = Given(size, CONFIG)
    if task == "cast":
        portraits = stacked("portraits", slice(None))
        for slot in range(portraits.shape[1]):
            given.add_picture(patch_picture(portraits[:, slot][:, :, None]), reference_positions(portraits.shape[3] // 2),
                              reference_kind(CONFIG.denoiser, slot))
    if task == "stills":
        for end in generator.choice(STILLS):
            given.add_picture(patch_picture(stacked("stills", end)[:, :, None]), still_positions(height, width, (0.0, frames * seconds)[end]))
    if before:
        given.add_picture(patch_picture(picture[:, :, t - before : t]), picture_positions(before, height, width, seconds, -before * seconds))
    if after:
        given.add_picture(patch_picture(picture[:, :, t + frames : t + frames + after]),
                          picture_positions(after, height, width, seconds, frames * seconds))
    start = first * SOUND_SECONDS - t * seconds
    if (before or after) and generator.random() < WITH_SOUND:
        mix = torch.stack([row["mix"] for row in rows]).float()
        early = min(first, CLIP_ROWS) if before else 0
        late = min(sound_rows - first - count, CLIP_ROWS) if after else 0
        for begin, length in ((first - early, early), (first + count, late)):
            if length:
                given.add_sound(patch_sound(mix[:, :, begin * patch : (begin + length) * patch]),
                                sound_positions(length, SOUND_SECONDS, start + (begin - first) * SOUND_SECONDS))
    watched = copy.copy(given)
    if task == "edit":
        source = patch_picture(stacked("source", slice(None))[:, :, t : t + frames])
        given.set_source(source)
        watched.add_picture(source, picture_positions(frames, height, width, seconds))
    words = {"edit": "instructions", "cast": "cast_captions"}.get(task, "captions")
    sound = torch.stack([row["sound"] for row in rows])[:, :, :, first * patch : (first + count) * patch].float()
    return Batch(
        text_batch([row[words] for row in rows], generator), given, watched, patch_picture(picture[:, :, t : t + frames]),
        torch.cat([patch_sound(stem) for stem in sound.unbind(1)], 1), torch.stack([row["sheet"] for row in rows]).float(),
        torch.stack([row["seen"][t : t + frames].flatten() for row in rows]),
        torch.stack([row["heard"][:, first : first + count].flatten() for row in rows]),
        seconds, (t, frames), (first, count), start, (whole, sound_rows), (height, width))
