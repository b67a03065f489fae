"""What is kept of a shot once it has been looked at and listened to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from training.evaluation import purity
from training.evaluation.cases import RATE, STEMS, Case
from training.evaluation.consistency import backdrop
from training.evaluation.motion import seen_contacts
from training.evaluation.stems import levels, onsets
from training.evaluation.tracking import TRACKABLE, Track, track
from training.models.critic import Critic

SHEET_FRAMES = 6


@dataclass(frozen=True)
class Shot:
    """Picture uint8 [t, 3, h, w] and stems [stems, samples] in -1..1."""

    video: torch.Tensor
    stems: torch.Tensor


@dataclass(frozen=True)
class Observation:
    """A shot's measured sides. The track is that of the first subject, where a single one can be followed by its colour."""

    case: Case
    reading: dict[str, str]
    levels: dict[str, float]
    onsets: np.ndarray
    track: Track | None
    backdrop: float | None      # colour drift of it before a still camera
    spans: dict[str, dict[str, float]]      # levels by stem, see purity.py
    pictures: torch.Tensor | None


def picked_frames(count: int) -> list[int]:
    """The ones kept for looking at: evenly spaced, first and last among them."""
    return [n * (count - 1) // (SHEET_FRAMES - 1) for n in range(SHEET_FRAMES)]


def observe(case: Case, shot: Shot, critic: Critic, sample_rate: int, looked_at: bool = True) -> Observation:
    """`looked_at`: some of its pictures are kept."""
    subject = case.scene.subjects[0]
    still = case.scene.camera == "static"
    path = track(shot.video, subject.colour) if case.single and still and subject.colour in TRACKABLE else None
    second = round(float(RATE))
    return Observation(
        case, critic.read(shot.video), levels(shot.stems), onsets(shot.stems[STEMS.index("effects")].numpy(), sample_rate), path,
        backdrop(shot.video[:second], shot.video[-second:]) if still else None,
        purity.measure(case, shot.stems, seen_contacts(path) if path and case.purpose == "bounce" else None, sample_rate),
        shot.video[picked_frames(len(shot.video))].clone() if looked_at else None)
