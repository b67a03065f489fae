"""What the denoisers learn from: cached shots, cut and given as every task of the product gives them.

A batch is of one frame rate, one shape and one task, so that all samples share their rows:
text, with or without references of the cast; stills (first frame, last one, both); a clip before, after, or on both sides, with or
without its sound; the source of an edit. One text in ten is empty, for guidance.
"""

import copy
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn import functional as F

from training.cache_latents import PER_FILE, PICTURES
from training.loop import device
from training.models.config import MiniAvConfig
from training.models.denoiser import (
    Given, patch_picture, patch_sound, picture_positions, reference_kind, reference_positions, sound_positions, still_positions)
from training.models.motion import CAMERA_NUMBERS
from training.models.tokenizer import padded
from training.shots import FIRST_VALIDATION_SEED

CONFIG = MiniAvConfig()
SOUND_SECONDS = CONFIG.sound.latent_hop * CONFIG.denoiser.sound_patch / CONFIG.sound.sample_rate
DROP_TEXT = 0.1
TASKS = {"text": 40, "cast": 9, "stills": 10, "before": 14, "after": 6, "both": 8, "edit": 13}
CUT_TASKS = ("text", "cast", "before", "after", "both", "edit")      # those that a part of a shot can show
STILLS = ([0], [0], [1], [0, 1])
WHOLE = CONFIG.denoiser.window
TENSORS = ("picture", "sound", "mix", "stills", "portraits", "source", "sheet", "seen", "heard")     # of a cached shot
WORDS = ("captions", "cast_captions", "instructions")
CLIP_ROWS = 6              # sound rows of it
WITH_SOUND = 0.7
MATTERS = 3.0              # weight of a row with a subject or a sound, beside 1
# and of every picture row while the camera moves more than this (a pixel, as the sheet counts) within a latent frame
CAMERA_MATTERS, CAMERA_STILL = 2.0, 0.03


class Group:
    """Shots of one frame rate and shape: tensors [shots, ...] on the training device, and token ids."""

    def __init__(self, rate: tuple[int, int], scale: dict, device):
        self.rate, self.scale, self.device = rate, scale, device
        self.tensors: dict[str, torch.Tensor] = {}
        self.words: dict[str, list] = defaultdict(list)
        self.sourced: list[int] = []                                # the shots that have a source, in the order of "source"
        self.slots: list[int] = []                                  # how many references each shot has
        self.by_slots: dict[int, list[int]] = defaultdict(list)

    def __len__(self):
        return len(self.words["captions"])

    def add(self, rows: list[dict]) -> None:
        for n, row in enumerate(rows, len(self)):
            if row["source"] is not None:
                self.sourced.append(n)
            self.slots.append(len(row["portraits"]))
            self.by_slots[self.slots[-1]].append(n)
        for row in rows:
            row["seen"] = (1 + (MATTERS - 1) * row["seen"].float()) * (1 + (CAMERA_MATTERS - 1) * camera_moves(row["sheet"]).float())[:, None, None]
            row["heard"] = 1 + (MATTERS - 1) * row["heard"].float()
            for name in WORDS:
                self.words[name].append(row[name])
        for name in TENSORS:
            parts = [row[name] for row in rows if row[name] is not None]
            if name == "portraits":
                parts = [F.pad(part, (0, 0, 0, 0, 0, 0, 0, CONFIG.denoiser.cast - len(part))) for part in parts]
            if parts:
                known = [self.tensors[name]] if name in self.tensors else []
                self.tensors[name] = torch.cat(known + [self.scaled(name, torch.stack(parts).to(self.device))])

    def scaled(self, name: str, values):
        """Latents at unit scale; the others as they are."""
        if name in ("seen", "heard", "sheet"):
            return values
        mean, deviation = (x.to(self.device) for x in self.scale["picture" if name in PICTURES else name])
        if name in ("picture", "source"):
            mean, deviation = mean[:, None], deviation[:, None]
        return ((values.float() - mean) / deviation).half()


class Shots:
    """Cached latents at unit scale, by frame rate and shape; grows while the cache does."""

    def __init__(self, work: Path, device=None):
        self.work, self.device, self.groups = work, device, {}
        self.read: set[str] = set()
        self.refresh()

    def refresh(self) -> None:
        """Reads what was cached since."""
        if not (self.work / "scale.pt").exists():
            return
        s = torch.load(self.work / "scale.pt", weights_only=True)
        sound = [s[f"sound_{part}"][:, :, None] for part in ("mean", "deviation")]
        scale = {"sound": sound, "mix": [x[0] for x in sound], "picture": [s[f"picture_{part}"][:, None, None] for part in ("mean", "deviation")]}
        found = defaultdict(list)
        for path in sorted((self.work / "latents").glob("*.music.pt")):
            block = path.name.split(".")[0]
            shots = path.with_name(f"{block}.pt")
            if block in self.read or int(block) * PER_FILE >= FIRST_VALIDATION_SEED or not shots.exists():
                continue
            self.read.add(block)
            for row, music in zip(torch.load(shots, weights_only=True, mmap=True), torch.load(path, weights_only=True)):
                found[row["rate"], tuple(row["picture"].shape[2:])].append(row | {"sound": torch.cat([row["sound"], music[None]])})
        for key, rows in found.items():
            self.groups.setdefault(key, Group(key[0], scale, self.device)).add(rows)

    def __len__(self):
        return sum(len(group) for group in self.groups.values())

    def draw(self, generator: random.Random, size: int, task: str) -> tuple[Group, list[int], list[int]]:
        """A group, numbers of shots there that can show the task, and for an edit the numbers of their sources; none where the group
        cannot show it."""
        groups = list(self.groups.values())
        group = generator.choices(groups, [len(each) for each in groups])[0]
        if task == "edit":
            sources = [generator.randrange(len(group.sourced)) for _ in range(size)] if group.sourced else []
            return group, [group.sourced[n] for n in sources], sources
        among = range(len(group))
        if task == "cast":
            slots = generator.choices(list(group.by_slots), [len(each) for each in group.by_slots.values()])[0]
            among = group.by_slots[slots]
        return group, [generator.choice(among) for _ in range(size)], []


def waited_for(work: Path, count: int) -> Shots:
    """Shots on the training device, as soon as so many are cached."""
    shots = Shots(work, device())
    while len(shots) < count:
        time.sleep(1)
        shots.refresh()
    return shots


def camera_moves(sheet) -> torch.Tensor:
    """Bool [latent frames] of a sheet [frames, numbers]: a pan is the same small change in every row, and a loss that counts subjects
    alone lets the picture stand still."""
    camera = sheet[:, -CAMERA_NUMBERS:].float().unflatten(0, (-1, CONFIG.video.temporal))
    return (camera.amax(1) - camera.amin(1)).amax(1) > CAMERA_STILL


@dataclass
class Batch:
    """`untold`: the samples without text; `watched` is what the motion denoiser is given; sheets those of the whole shots; cut: first latent frame, latent frames; heard: first sound row,
    sound rows; sound_start: where the first one begins, in seconds of the cut."""

    text: torch.Tensor
    untold: list[bool]
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


def text_batch(captions, generator) -> tuple[torch.Tensor, list[bool]]:
    """[b, n] token ids, and which samples have none. One longest length a batch, drawn first: a single long caption would pad all the others."""
    longest = generator.choice((16, 16, 24, 24, 32, 64))

    def choose(options):
        short = [ids for ids in options if len(ids) <= longest]
        return generator.choice(short) if short else min(options, key=len)

    chosen = [[] if generator.random() < DROP_TEXT else choose(options) for options in captions]
    return torch.tensor(padded(chosen, CONFIG.denoiser.text_multiple)), [not ids for ids in chosen]


def draw_batch(shots: Shots, generator: random.Random, size: int, frames: int, tasks=None) -> Batch:
    """`frames` latent frames, from anywhere in the shot; fewer where a clip beside them needs room. On the device of the shots, but for
    positions and kinds, which stay on the CPU until they are whole."""
    numbers: list[int] = []
    while not numbers:
        allowed = [name for name in tasks or TASKS if name in CUT_TASKS or frames >= WHOLE]
        task = generator.choices(allowed, [TASKS[name] for name in allowed])[0]
        group, numbers, sources = shots.draw(generator, size, task)
    chosen, chosen_sources = (torch.tensor(x, dtype=torch.long).to(shots.device) for x in (numbers, sources))

    def stacked(name, *part):
        return group.tensors[name][:, *part].index_select(0, chosen).float()

    rate, tensors = group.rate, group.tensors
    whole, height, width = tensors["picture"].shape[2], *(n // 2 for n in tensors["picture"].shape[3:])
    before, after = (generator.randint(1, CONFIG.denoiser.context) if task in (side, "both") else 0 for side in ("before", "after"))
    frames = min(frames, whole - before - after)
    t = generator.randint(before, whole - after - frames)
    seconds = CONFIG.video.temporal * rate[1] / rate[0]
    patch = CONFIG.denoiser.sound_patch
    # the sound rows that overlap the cut; the first may begin a little before it
    first = int(t * seconds / SOUND_SECONDS + 1e-6)
    count = -(-round(((t + frames) * seconds / SOUND_SECONDS - first) * 1000) // 1000)
    sound_rows = tensors["sound"].shape[3] // patch
    count = min(count, sound_rows - first)
    picture = stacked("picture", slice(None), slice(t - before, t + frames + after))
    given = Given(size, CONFIG, shots.device)
    if task == "cast":
        for slot in range(group.slots[numbers[0]]):
            portrait = stacked("portraits", slot)
            given.add_picture(patch_picture(portrait[:, :, None]), reference_positions(portrait.shape[2] // 2), reference_kind(CONFIG.denoiser, slot))
    if task == "stills":
        for end in generator.choice(STILLS):
            given.add_picture(patch_picture(stacked("stills", end)[:, :, None]), still_positions(height, width, (0.0, frames * seconds)[end]))
    if before:
        given.add_picture(patch_picture(picture[:, :, :before]), picture_positions(before, height, width, seconds, -before * seconds))
    if after:
        given.add_picture(patch_picture(picture[:, :, before + frames :]), picture_positions(after, height, width, seconds, frames * seconds))
    start = first * SOUND_SECONDS - t * seconds
    if (before or after) and generator.random() < WITH_SOUND:
        early = min(first, CLIP_ROWS) if before else 0
        late = min(sound_rows - first - count, CLIP_ROWS) if after else 0
        for begin, length in ((first - early, early), (first + count, late)):
            if length:
                given.add_sound(patch_sound(stacked("mix", slice(None), slice(begin * patch, (begin + length) * patch))),
                                sound_positions(length, SOUND_SECONDS, start + (begin - first) * SOUND_SECONDS))
    watched = copy.copy(given)
    if task == "edit":
        source = patch_picture(tensors["source"][:, :, t : t + frames].index_select(0, chosen_sources).float())
        given.set_source(source)
        watched.add_picture(source, picture_positions(frames, height, width, seconds))
    words = group.words[{"edit": "instructions", "cast": "cast_captions"}.get(task, "captions")]
    sound = stacked("sound", slice(None), slice(None), slice(first * patch, (first + count) * patch))
    text, untold = text_batch([words[n] for n in numbers], generator)
    return Batch(
        text.to(shots.device), untold, given, watched, patch_picture(picture[:, :, before : before + frames]),
        torch.cat([patch_sound(stem) for stem in sound.unbind(1)], 1), stacked("sheet"), stacked("seen", slice(t, t + frames)).flatten(1),
        stacked("heard", slice(None), slice(first, first + count)).flatten(1), seconds, (t, frames), (first, count), start, (whole, sound_rows),
        (height, width))
