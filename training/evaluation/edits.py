"""Edits: did the one thing change that was asked for, and did everything else stay?

An `Edit` holds the shot as it was, the words, and the world's own changed shot, which moves as the source does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from training.evaluation.bootstrap import Figure, mean_of, median_of
from training.evaluation.cases import Case
from training.evaluation.consistency import follows
from training.evaluation.fidelity import psnr
from training.evaluation.observation import Shot
from training.evaluation.tracking import TRACKABLE, track
from training.world.vocabulary import VOCABULARY

SAME = 6                    # steps of 255 within which a pixel of the true change counts as left alone
LEAST_SAME = 0.05           # share of such pixels below which there is nothing to compare
NEEDED_FRAMES = 12          # in which the thing is seen in both shots


@dataclass(frozen=True)
class Edit:
    """case: the changed scene, its prompt the instruction; before: the scene as it was. source and true are rendered."""

    case: Case
    before: Case
    attribute: str
    value: str
    source: Shot
    true: Shot


@dataclass(frozen=True)
class Edited:
    """What one shot made of an edit. changed: the critic reads the asked value; kept: share of the other attributes read as the
    scene has them; path: mean distance from the source's thing in % of the height; likeness to the true change and, where that left
    the source's pixels alone, to the source, in dB PSNR. None where it cannot be measured."""

    changed: float
    kept: float
    path: float | None
    likeness: float
    untouched: float | None


def measure(edit: Edit, shot: Shot, critic) -> Edited:
    if len(shot.video) != len(edit.source.video):
        raise ValueError(f"The edited shot has {len(shot.video)} frames, its source {len(edit.source.video)}; they must be as many.")
    reading = critic.read(shot.video)
    asked = {name: edit.case.values(name) for name in VOCABULARY if name != edit.attribute}
    kept = [float(reading[name] in values) for name, values in asked.items() if len(values) == 1]
    return Edited(
        float(reading[edit.attribute] == edit.value), sum(kept) / len(kept), _apart(edit, shot),
        psnr(shot.video, edit.true.video), _untouched(edit, shot))


def _apart(edit: Edit, shot: Shot) -> float | None:
    cases = edit.before, edit.case
    if not all(case.single and case.scene.subjects[0].colour in TRACKABLE for case in cases):
        return None
    source, true, made = (
        track(one.video, case.scene.subjects[0].colour)
        for one, case in ((edit.source, edit.before), (edit.true, edit.case), (shot, edit.case)))
    both = source.found & made.found
    if not follows(edit.before, source) or not follows(edit.case, true) or both.sum() < NEEDED_FRAMES:
        return None
    return 100 * float(np.hypot(source.x - made.x, source.y - made.y)[both].mean())


def _untouched(edit: Edit, shot: Shot) -> float | None:
    same = ((edit.true.video.short() - edit.source.video.short()).abs().amax(1, keepdim=True) <= SAME).expand(-1, 3, -1, -1)
    if float(same.float().mean()) < LEAST_SAME:
        return None
    return psnr(shot.video[same], edit.source.video[same])


def section(measured: list[dict[str, Edited]]) -> list[tuple[str, str, dict[str, Figure], dict[str, Figure | float]]]:
    """One dict an edit, by source: generated, autoencoded, rendered (the true change), and `source`: nothing done."""
    def row(name, unit, figure, of):
        figures = {
            key: figure([v for one in measured if key in one and (v := of(one[key])) is not None])
            for key in ("generated", "autoencoded", "rendered", "source")}
        nothing_done = figures.pop("source")
        return name, unit, figures, {"source unchanged": nothing_done}

    return [
        row("the attribute is what was asked", "share right", mean_of, lambda e: e.changed),
        row("all other attributes", "share right", mean_of, lambda e: e.kept),
        row("path of the thing against the source's, median", "% of height", median_of, lambda e: e.path),
        row("against the true change", "dB PSNR", mean_of, lambda e: e.likeness),
        row("against the source, where the true change leaves it alone", "dB PSNR", mean_of, lambda e: e.untouched),
    ]
