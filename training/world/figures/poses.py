"""Where a person's limbs are: joints over time, from the phase of the step or the beat."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from .. import physics

UPPER_ARM, FOREARM, THIGH, SHIN = 0.32, 0.30, 0.44, 0.46
SHOULDER, HIP = 0.50, -0.05


@dataclass
class Pose:
    """Joints (x, y) in radii; limbs run from the trunk outwards. Near is towards the viewer (or the right side)."""

    far_arm: list
    near_arm: list
    far_leg: list
    near_leg: list
    chest: tuple            # x of the shoulders, x of the hips
    head: torch.Tensor | float
    face: torch.Tensor | float
    foot: float


def _chain(x, y, first, first_length, second, second_length) -> list:
    """Two bones; angles from straight down."""
    mx, my = x + first_length * torch.sin(first), y - first_length * torch.cos(first)
    return [(x, y), (mx, my), (mx + second_length * torch.sin(second), my - second_length * torch.cos(second))]


def pose_of(action: str, state: torch.Tensor) -> Pose:
    """The pose for an action; state [T, columns, 1, 1]."""
    phase = state[:, physics.PHASE]
    return {"walk": _walk, "run": _run, "dance": _dance, "spin": _spin, "wave": _wave, "talk": _talk}.get(action, _stand)(phase, state)


def _walk(phase, state) -> Pose:
    """A foot is furthest ahead, and lands, whenever phase is a multiple of pi."""
    swing, lift = 0.48 * torch.cos(phase), torch.sin(phase)
    near_bend, far_bend = 0.75 * (-lift).clamp(min=0) + 0.08, 0.75 * lift.clamp(min=0) + 0.08
    return Pose(
        far_arm=_chain(0.02, SHOULDER, 0.9 * swing, UPPER_ARM, 0.9 * swing + 0.35, FOREARM),
        near_arm=_chain(0.02, SHOULDER, -0.9 * swing, UPPER_ARM, -0.9 * swing + 0.35, FOREARM),
        near_leg=_chain(0.0, HIP, swing, THIGH, swing - near_bend, SHIN),
        far_leg=_chain(0.0, HIP, -swing, THIGH, -swing - far_bend, SHIN),
        chest=(0.04, 0.0), head=0.03, face=0.05, foot=0.12)


def _run(phase, state) -> Pose:
    """As a walk: leaning forward, knees high, elbows bent."""
    swing, lift = 0.78 * torch.cos(phase), torch.sin(phase)
    near_bend, far_bend = 1.35 * (-lift).clamp(min=0) + 0.20, 1.35 * lift.clamp(min=0) + 0.20
    return Pose(
        far_arm=_chain(0.12, SHOULDER, 1.0 * swing, UPPER_ARM, 1.0 * swing + 1.45, FOREARM),
        near_arm=_chain(0.12, SHOULDER, -1.0 * swing, UPPER_ARM, -1.0 * swing + 1.45, FOREARM),
        near_leg=_chain(0.0, HIP, swing + 0.15, THIGH, swing + 0.15 - near_bend, SHIN),
        far_leg=_chain(0.0, HIP, 0.15 - swing, THIGH, 0.15 - swing - far_bend, SHIN),
        chest=(0.14, 0.0), head=0.07, face=0.05, foot=0.12)


def _dance(phase, state) -> Pose:
    """Hips and arms go from side to side once in two beats; knees bend on each."""
    side, dip = torch.sin(phase), 0.5 + 0.5 * torch.cos(2 * phase)
    hip = 0.09 * side
    spread = 0.22 + 0.14 * dip
    return Pose(
        far_arm=_chain(-0.20, SHOULDER, -1.9 - 0.75 * side, UPPER_ARM, -2.6 - 0.9 * side, FOREARM),
        near_arm=_chain(0.20, SHOULDER, 1.9 - 0.75 * side, UPPER_ARM, 2.6 - 0.9 * side, FOREARM),
        far_leg=_chain(hip - 0.09, HIP, -spread - 0.3 * side, THIGH, 0.05 - 0.25 * side, SHIN),
        near_leg=_chain(hip + 0.09, HIP, spread - 0.3 * side, THIGH, -0.05 - 0.25 * side, SHIN),
        chest=(-0.03 * side, hip), head=-0.05 * side, face=0.0, foot=0.05)


def _spin(phase, state) -> Pose:
    """Arms out, turning on the spot: widths shrink with the cosine of the turn."""
    turn = state[:, physics.TURN]
    wide = torch.cos(turn)
    return Pose(
        far_arm=[(-0.16 * wide, SHOULDER), (-0.44 * wide, SHOULDER + 0.02), (-0.74 * wide, SHOULDER + 0.06)],
        near_arm=[(0.16 * wide, SHOULDER), (0.44 * wide, SHOULDER + 0.02), (0.74 * wide, SHOULDER + 0.06)],
        far_leg=[(-0.08 * wide, HIP), (-0.10 * wide, -0.5), (-0.10 * wide, -0.94)],
        near_leg=[(0.08 * wide, HIP), (0.10 * wide, -0.5), (0.10 * wide, -0.94)],
        chest=(0.0, 0.0), head=0.0, face=0.06 * torch.sin(turn), foot=0.04)


def _stand(phase, state) -> Pose:
    breath = 0.05 * torch.sin(1.8 * phase)
    still = torch.zeros_like(phase)
    return Pose(
        far_arm=_chain(-0.20, SHOULDER, -0.22 - breath, UPPER_ARM, -0.10 + still, FOREARM),
        near_arm=_chain(0.20, SHOULDER, 0.22 + breath, UPPER_ARM, 0.10 + still, FOREARM),
        far_leg=_chain(-0.09, HIP, -0.07 + still, THIGH, -0.02 + still, SHIN),
        near_leg=_chain(0.09, HIP, 0.07 + still, THIGH, 0.02 + still, SHIN),
        chest=(0.0, 0.0), head=0.3 * breath, face=0.0, foot=0.04)


def _wave(phase, state) -> Pose:
    """One arm up, its hand going to and fro."""
    pose = _stand(0.3 * phase, state)
    pose.near_arm = _chain(0.20, SHOULDER, 2.25 + 0 * phase, UPPER_ARM, 2.95 + 0.55 * torch.sin(phase), FOREARM)
    pose.head = 0.02 * torch.sin(phase)
    return pose


def _talk(phase, state) -> Pose:
    """The hands speak too, more slowly than the mouth."""
    pose = _stand(0.3 * phase, state)
    beat = torch.sin(0.45 * phase)
    pose.near_arm = _chain(0.20, SHOULDER, 0.42 + 0.10 * beat, UPPER_ARM, 2.05 + 0.40 * beat, FOREARM)
    pose.far_arm = _chain(-0.20, SHOULDER, -0.40 + 0.08 * beat, UPPER_ARM, -1.55 + 0.30 * beat, FOREARM)
    pose.head = 0.025 * torch.sin(0.5 * phase)
    return pose
