"""What is kept of a shot once it has been looked at and listened to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from training.evaluation.cases import STEMS, Case
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
    pictures: torch.Tensor


def picked_frames(count: int) -> list[int]:
    """The ones kept for looking at: evenly spaced, first and last among them."""
    return [n * (count - 1) // (SHEET_FRAMES - 1) for n in range(SHEET_FRAMES)]


def observe(case: Case, shot: Shot, critic: Critic, sample_rate: int) -> Observation:
    subject = case.scene.subjects[0]
    followed = case.single and case.scene.camera == "static" and subject.colour in TRACKABLE
    return Observation(
        case, critic.read(shot.video), levels(shot.stems), onsets(shot.stems[STEMS.index("effects")].numpy(), sample_rate),
        track(shot.video, subject.colour) if followed else None, shot.video[picked_frames(len(shot.video))].clone())
