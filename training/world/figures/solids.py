"""Balls, cubes and balloons."""

from __future__ import annotations

import torch

from .. import physics
from ..light import COLOUR_RGB
from ..shapes import cover, paint, polygon, smoothstep
from .patch import Patch, sphere, two_tones


def ball(subject, patch: Patch) -> None:
    squash = patch.column(physics.SQUASH)
    y = (patch.y + squash) / (1 - squash)
    x = patch.x * (1 - 0.45 * squash)
    distance = torch.hypot(x, y) - 1
    gloss = {"rubber": 0.45, "wood": 0.2}.get(subject.material, 0.8)
    amount, shine, depth = sphere(patch, x, y, gloss)
    roll, turn = patch.column(physics.ROLL), patch.column(physics.TURN)
    across = torch.cos(turn) * (x * torch.cos(roll) + y * torch.sin(roll)) + torch.sin(turn) * depth
    # a stripe, two caps, or plain: the same on both sides, so that the named colour's middle is the ball's
    band = smoothstep(0.30, 0.18, across.abs()) if subject.look % 4 < 2 else smoothstep(0.58, 0.72, across.abs()) if subject.look % 4 == 2 else 0.0
    paint(patch.image, cover(distance, patch.pixel), two_tones(patch, subject, band, amount, shine))


def cube(subject, patch: Patch) -> None:
    """A cube seen slightly from above: its outline is the sum of three edges, its faces meet where their depths do."""
    half = 0.80
    turn, roll = patch.column(physics.TURN), patch.column(physics.ROLL)
    x, y = patch.x, patch.y + (1 - half)
    pitch_sin, pitch_cos = 0.36, 0.933
    cosine, sine, tilted, upright = torch.cos(turn), torch.sin(turn), torch.sin(roll), torch.cos(roll)
    # The cube's axes turned about the vertical, rolled in the picture's plane, then in view space (right, up, towards the viewer).
    axes = [
        (ax * upright - ay * tilted, (ax * tilted + ay * upright) * pitch_cos - az * pitch_sin, (ax * tilted + ay * upright) * pitch_sin + az * pitch_cos)
        for ax, ay, az in ((cosine, 0.0, -sine), (0.0, 1.0, 0.0), (sine, 0.0, cosine))]
    outline = None
    for ax, ay, _ in axes:
        length = torch.hypot(ax, ay) + 1e-4
        nx, ny = ay / length, -ax / length
        width = sum((nx * bx + ny * by).abs() for bx, by, _ in axes) * half
        edge = (x * nx + y * ny).abs() - width
        outline = edge if outline is None else torch.maximum(outline, edge)
    light = patch.light
    lx, ly, lz = 0.55 * light.side, 0.65, 0.52
    depths, amounts = [], []
    for ax, ay, az in axes:
        toward = torch.where(az >= 0, 1.0, -1.0)
        # Depth towards the viewer where the ray through (x, y) meets this face's plane.
        depths.append((half - (x * ax + y * ay) * toward) / (az.abs() + 0.02))
        amounts.append((0.5 + 0.5 * toward * (ax * lx + ay * ly + az * lz)).clamp(0, 1) ** 1.5)
    # The face met first is the one whose plane is nearest of the far limits: the smallest depth.
    nearest = torch.minimum(torch.minimum(depths[0], depths[1]), depths[2])
    weights = [torch.exp(-(d - nearest) / (2.0 * patch.pixel)) for d in depths]
    total = weights[0] + weights[1] + weights[2]
    amount = sum(w * a for w, a in zip(weights, amounts)) / total
    lid = weights[1] / total if subject.look % 3 == 0 else 0.0     # some have a lighter lid
    rim = 0.10 * smoothstep(1.25, 1.9, total)
    shine = rim + (0.06 if subject.material in ("steel", "glass") else 0.0) * (1 + y)
    paint(patch.image, cover(outline, patch.pixel), two_tones(patch, subject, 0.6 * lid, amount * 1.05, shine))


def balloon(subject, patch: Patch) -> None:
    roll = patch.column(physics.ROLL)
    wave = 0.07 * torch.sin(3.2 * patch.y + patch.column(physics.PHASE)) * smoothstep(-1.0, -1.6, patch.y)
    string = torch.maximum((patch.x - roll * patch.y * 0.6 - wave).abs() - 0.028, (patch.y + 1.65).abs() - 0.62)
    patch.fill(string, patch.lit((0.88, 0.88, 0.86), 0.6))
    x, y = patch.rotated(-roll)
    patch.fill(polygon(x, y, [(0.0, -0.93), (-0.13, -1.13), (0.13, -1.13)]), patch.lit(COLOUR_RGB[subject.colour], 0.35))
    narrow = 0.84 - 0.10 * smoothstep(0.2, -1.0, y)
    amount, shine, _ = sphere(patch, x / narrow, y, 0.75)
    distance = (torch.hypot(x / narrow, y) - 1) * 0.84
    paint(patch.image, cover(distance, patch.pixel), two_tones(patch, subject, 0.0, amount, shine))
