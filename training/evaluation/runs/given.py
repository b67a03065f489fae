"""Shots that hang on other shots: clips that are gone on with, led up to or joined, edits, and pieces made window by window."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import numpy as np
import torch

from training.evaluation import consistency, edits, seams
from training.evaluation.cases import BOUNCE_PLACES, FIRST_SEED, RATE, SECONDS, SIZE, Case, make_case, prompted
from training.evaluation.edits import Edit
from training.evaluation.making import Generator, Wanted, autoencoded, rendered
from training.evaluation.observation import Shot
from training.evaluation.seams import CLIP_FRAMES, MADE_FRAMES, Split
from training.world.captions import instruction
from training.world.changes import change
from training.world.picture import render
from training.world.scene import sample_scene

FIRST_EDIT, FIRST_PIECE = 60_000, 70_000        # indices: none of the other prompts shows their scenes
WINDOW_FRAMES = MADE_FRAMES["extend"]           # of a piece, after what leads it
# things that stay in view for as long as one likes
LASTING = (("ball", "spin"), ("cube", "spin"), ("person", "dance"), ("person", "stand still"))


def to_model(video: torch.Tensor) -> torch.Tensor:
    """uint8 [t, 3, h, w] to [3, t, h, w] in -1..1."""
    return video.float().div(127.5).sub(1).transpose(0, 1)


def beside(before: Shot | None, after: Shot | None) -> dict[str, torch.Tensor]:
    """What a sampler is given of clips: their pictures, and all their stems together."""
    given = {}
    for name, clip in (("before", before), ("after", after)):
        if clip is not None:
            given |= {name: to_model(clip.video), f"mix_{name}": clip.stems.sum(0).clamp(-1, 1)}
    return given


def wanted_of_split(split: Split) -> Wanted:
    return Wanted(split.case.prompt, split.case.scene.seed, len(split.true.video), beside(split.before, split.after))


def measured_seams(generator: Generator, count: int, progress: Callable[[str], None]) -> list:
    """Rows of seams.section; the baseline joins each clip with what was made for the next one of its kind."""
    model, rate = generator.model, generator.model.config.sound.sample_rate
    # by kind, so that the shots of a batch are alike
    splits = sorted(seams.splits(count, rate), key=lambda split: split.kind)
    made = list(generator.shots([wanted_of_split(split) for split in splits]))
    found, wrong = [], []
    for n, split in enumerate(splits):
        passed = autoencoded(model, split.true)
        found += seams.measure(split, made[n], passed, rate)
        alike = [m for m, other in enumerate(splits) if other.kind == split.kind and m != n]
        if alike:
            wrong += seams.measure(split, made[min(alike, key=lambda m: (m - n) % len(splits))], passed, rate)
        progress(f"seam {n + 1} of {len(splits)}, {split.kind}: {split.case.prompt}")
    return seams.section(found, wrong)


def edit_cases(count: int, sample_rate: int) -> Iterator[Edit]:
    """Scenes as the world draws them, one attribute changed; those whose subjects then differ in it are passed over."""
    index = FIRST_EDIT
    for n in range(count):
        while True:
            before = make_case(index, "any")
            index += 1
            other, attribute, value = change(before.scene, np.random.default_rng([before.scene.seed, 0xED17]))
            language = ("en", "fr")[n % 2]
            words = instruction(attribute, value, before.scene.subjects[0], before.scene.seed, language, "held_out")
            case = Case(before.index, "any", other, language, words, "unsaid")
            if len(case.values(attribute)) == 1:
                break
        yield Edit(case, before, attribute, value, rendered(before, sample_rate), rendered(case, sample_rate))


def measured_edits(generator: Generator, critic, count: int, progress: Callable[[str], None]) -> list:
    """Rows of edits.section."""
    model, rate = generator.model, generator.model.config.sound.sample_rate
    asked = list(edit_cases(count, rate))
    wanted = [Wanted(edit.case.prompt, edit.case.scene.seed, len(edit.source.video), {"source": to_model(edit.source.video)}) for edit in asked]
    measured = []
    for edit, made in zip(asked, generator.shots(wanted)):
        shots = {"generated": made, "autoencoded": autoencoded(model, edit.true), "rendered": edit.true, "source": edit.source}
        measured.append({source: edits.measure(edit, shot, critic) for source, shot in shots.items()})
        progress(f"edit {len(measured)} of {count}: {edit.case.prompt}")
    return edits.section(measured)


def piece_case(index: int, seconds: float) -> Case:
    """A thing that can be followed and never leaves, before a still camera."""
    seed = FIRST_SEED + FIRST_PIECE + index
    draw = random.Random(seed)
    (thing, action), colour = LASTING[index % len(LASTING)], draw.choice(list(BOUNCE_PLACES))
    fixed = {
        "thing": thing, "action": action, "colour": colour, "place": draw.choice(BOUNCE_PLACES[colour]), "camera": "static", "count": "one",
        "time": "day", "weather": "clear"}
    return prompted(FIRST_PIECE + index, "piece", sample_scene(seed, seconds, fixed), ("en", "fr")[index % 2])


def long_pieces(generator: Generator, cases: list[Case], seconds: float) -> list[Shot]:
    """Made window by window, all pieces side by side, each window led by the last second of the one before.

    The server hands a window's latents on; here its pictures are encoded again, which is never better.
    """
    windows = -(-round(seconds * float(RATE)) // WINDOW_FRAMES)
    rate = generator.model.config.sound.sample_rate
    second = round(CLIP_FRAMES / float(RATE) * rate)
    pieces: list[list[Shot]] = [[] for _ in cases]
    for n in range(windows):
        clips = [Shot(made[-1].video[-CLIP_FRAMES:], made[-1].stems[:, -second:]) if made else None for made in pieces]
        wanted = [
            Wanted(case.prompt, case.scene.seed + n * 1_000, WINDOW_FRAMES, beside(clip, None)) for case, clip in zip(cases, clips)]
        for made, shot in zip(pieces, generator.shots(wanted)):
            made.append(shot)
    frames = round(seconds * float(RATE))
    return [Shot(torch.cat([s.video for s in made])[:frames], torch.cat([s.stems for s in made], 1)) for made in pieces]


def measured_pieces(generator: Generator, critic, count: int, seconds: float, progress: Callable[[str], None]) -> list:
    """Rows of consistency.pieces."""
    height, width = SIZE
    cases = [piece_case(index, seconds) for index in range(count)]
    found = {"generated": [], "rendered": []}
    for case, piece in zip(cases, long_pieces(generator, cases, seconds)):
        true = render(case.scene, RATE, len(piece.video), width, height)
        for source, video in (("generated", piece.video), ("rendered", true)):
            found[source].append((case, consistency.windows(video, case.scene.subjects[0].colour, critic, SECONDS)))
        progress(f"piece {len(found['generated'])} of {count}: {case.prompt}")
    return consistency.pieces(found)
