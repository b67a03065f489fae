"""What stands about: bottles, glasses, lamps, trees and houses."""

from __future__ import annotations

import torch

from .. import physics
from ..light import COLOUR_RGB
from ..shapes import box, capsule, cover, disc, mix, paint, polygon, smoothstep
from .patch import Patch, stripe, two_tones

WARM = (1.0, 0.86, 0.52)


def _round(patch: Patch, x, half) -> tuple[torch.Tensor, torch.Tensor]:
    """Light on an upright cylinder, and the angle about its axis."""
    share = (x / half).clamp(-0.999, 0.999)
    amount = (0.62 + 0.42 * patch.light.side * share - 0.30 * share * share).clamp(0.1, 1.0)
    return amount, torch.asin(share) + patch.column(physics.TURN)


def bottle(subject, patch: Patch) -> None:
    """Glass of the named colour with a label; the look decides how slim it is and what the label is like."""
    x, y = patch.rotated(patch.column(physics.ROLL))
    half, neck = (0.36, 0.30, 0.40)[subject.look % 3], (0.42, 0.50, 0.30)[subject.look % 3]
    body = box(x, y, 0.0, -0.36, half, 0.64, 0.10)
    shoulder = polygon(x, y, [(-half, 0.18), (half, 0.18), (0.13, neck + 0.10), (-0.13, neck + 0.10)])
    throat = box(x, y, 0.0, 0.5 * (neck + 0.95), 0.125, 0.5 * (0.95 - neck), 0.02)
    outline = torch.minimum(torch.minimum(body, shoulder), throat)
    amount, angle = _round(patch, x, half)
    gleam = 0.55 * smoothstep(0.10, 0.03, (x + 0.5 * half * -patch.light.side).abs()) * smoothstep(-0.95, -0.7, y) * smoothstep(0.45, 0.25, y)
    paint(patch.image, cover(outline, patch.pixel), two_tones(patch, subject, 0.0, amount.expand_as(outline), gleam))
    front = smoothstep(0.1, 0.3, torch.cos(angle))
    label = cover(torch.maximum(body + 0.02, (y + 0.40).abs() - 0.24), patch.pixel) * front
    paper = ((0.96, 0.94, 0.86), stripe(subject.colour), (0.98, 0.88, 0.50))[subject.look // 3 % 3]
    paint(patch.image, 0.95 * label, patch.lit(paper, 0.7))
    mark = cover(torch.maximum((y + 0.40).abs() - 0.06, body + 0.02), patch.pixel) * front
    paint(patch.image, 0.9 * mark, patch.lit(mix(COLOUR_RGB[subject.colour], (0, 0, 0), 0.35), 0.6))
    cap = (0.72, 0.52, 0.30) if subject.look // 9 % 2 else (0.78, 0.79, 0.82)
    patch.fill(box(x, y, 0.0, 0.93, 0.15, 0.09, 0.03), patch.lit(cap, 0.8))


def glass(subject, patch: Patch) -> None:
    """A drinking glass full of the named colour: a tumbler with a straw or a goblet on a stem."""
    x, y = patch.rotated(patch.column(physics.ROLL))
    stem = subject.look % 2 == 1
    floor, wide_low, wide_top = (-0.10, 0.34, 0.58) if stem else (-0.98, 0.46, 0.62)
    shape = polygon(x, y, [(-wide_low, floor), (wide_low, floor), (wide_top, 0.95), (-wide_top, 0.95)])
    if stem:
        shape = torch.minimum(shape, disc(x, y, 0.0, floor + 0.04, wide_low, 0.24))
        foot = torch.minimum(box(x, y, 0.0, -0.55, 0.06, 0.40), box(x, y, 0.0, -0.94, 0.40, 0.055, 0.04))
        paint(patch.image, 0.8 * cover(foot, patch.pixel), patch.lit((0.84, 0.90, 0.95), 0.8))
    if not stem or subject.action == "spin":
        turn = patch.column(physics.TURN)
        straw = capsule(x, y, -0.15 * torch.cos(turn), floor + 0.15, 0.52 * torch.cos(turn + 0.3), 1.18, 0.055)
        patch.fill(straw, patch.lit((0.97, 0.94, 0.92) if subject.colour != "white" else (0.90, 0.25, 0.25), 0.8))
    paint(patch.image, 0.35 * cover(shape, patch.pixel), patch.lit((0.86, 0.93, 0.98), 0.8))
    amount, angle = _round(patch, x, wide_top)
    drink = torch.maximum(shape + 0.09, y - 0.55)
    ribs = 0.10 * smoothstep(0.5, 1.0, torch.sin(5 * angle))
    gleam = 0.40 * smoothstep(0.09, 0.03, (x - 0.34 * patch.light.side).abs())
    paint(patch.image, 0.93 * cover(drink, patch.pixel), two_tones(patch, subject, 0.0, amount.expand_as(drink), ribs + gleam))
    surface = disc(x, y, 0.0, 0.55, 0.48, 0.085)
    patch.fill(surface, patch.lit(stripe(subject.colour), 0.8))
    wall = cover((shape + 0.035).abs() - 0.035, patch.pixel)
    paint(patch.image, 0.75 * wall, patch.lit((0.92, 0.96, 1.0), 0.9))


def lamp(subject, patch: Patch) -> None:
    """A lamp on a pole, or its shade alone where it hangs; the shade has the named colour and glows in the dark."""
    x, y = patch.rotated(patch.column(physics.ROLL))
    hangs, globe = subject.action == "swing", subject.look % 3 == 0
    middle = 0.0 if hangs else 0.66
    if patch.dim:
        halo = torch.exp(-(torch.hypot(x, y - middle + 0.1) / 0.85) ** 2)
        paint(patch.image, 0.55 * halo, WARM)
    metal = ((0.24, 0.24, 0.27), (0.62, 0.48, 0.22), (0.66, 0.67, 0.70))[subject.look // 3 % 3]
    if not hangs:
        patch.fill(box(x, y, 0.0, -0.15, 0.045, 0.78), patch.lit(metal, 0.7))
        patch.fill(box(x, y, 0.0, -0.95, 0.27, 0.055, 0.04), patch.lit(metal, 0.55))
    else:
        patch.fill(box(x, y, 0.0, 0.42, 0.06, 0.14), patch.lit(metal, 0.7))
    bulb = disc(x, y, 0.0, middle - 0.33, 0.12)
    patch.fill(bulb, (1.0, 0.97, 0.80) if patch.dim else patch.lit((0.97, 0.96, 0.88), 0.9))
    if globe:
        shade, wide = disc(x, y, 0.0, middle, 0.36), 0.36
    else:
        top = 0.16 if subject.look % 3 == 1 else 0.28
        shade = polygon(x, y, [(-0.46, middle - 0.32), (0.46, middle - 0.32), (top, middle + 0.32), (-top, middle + 0.32)]) - 0.02
        wide = 0.48
    amount, angle = _round(patch, x, wide)
    ribs = smoothstep(0.55, 1.0, torch.sin(4 * angle)) * (0.0 if globe and subject.action != "spin" else 0.55)
    tones = two_tones(patch, subject, ribs, amount.expand_as(shade), 0.10)
    if patch.dim:       # light shines through
        through = mix(COLOUR_RGB[subject.colour], WARM, 0.22)
        inner = torch.exp(-((y - middle + 0.25) / 0.40) ** 2).unsqueeze(1).expand_as(tones)
        tones = tones.lerp(torch.tensor(through, device=tones.device).view(1, 3, 1, 1).expand_as(tones), 0.40 + 0.55 * inner)
    paint(patch.image, cover(shade, patch.pixel), tones)


def tree(subject, patch: Patch) -> None:
    """A trunk and a crown of the named colour: round, pointed or tall. ROLL bends it."""
    roll = patch.column(physics.ROLL)
    if subject.action == "topple":
        x, y = patch.rotated(roll)
    else:
        up = (patch.y + 1).clamp(min=0)
        x, y = patch.x + 0.5 * roll * up * up, patch.y
    bark = ((0.42, 0.28, 0.16), (0.55, 0.47, 0.40), (0.34, 0.22, 0.14))[subject.look // 3 % 3]
    trunk = polygon(x, y, [(-0.13, -1.0), (0.13, -1.0), (0.07, 0.3), (-0.07, 0.3)])
    patch.fill(trunk, patch.lit(bark, 0.55))
    kind = subject.look % 3
    if kind == 1:
        crown = None
        for low, high, half in ((-0.62, 0.10, 0.62), (-0.20, 0.55, 0.50), (0.22, 0.98, 0.36)):
            layer = polygon(x, y, [(-half, low), (half, low), (0.0, high)])
            crown = layer if crown is None else torch.minimum(crown, layer)
    elif kind == 2:
        crown = disc(x, y, 0.0, 0.20, 0.40, 0.78)
    else:
        crown = None
        for cx, cy, r in ((-0.36, 0.12, 0.36), (0.36, 0.16, 0.36), (0.0, 0.06, 0.42), (-0.18, 0.52, 0.36), (0.20, 0.56, 0.36)):
            layer = disc(x, y, cx, cy, r)
            crown = layer if crown is None else torch.minimum(crown, layer)
    seed = subject.look % 61
    tufts = torch.sin(9 * x + seed) * torch.sin(8 * y + 2 * x + 2 * seed)
    amount = (0.52 + 0.35 * patch.light.side * x + 0.35 * y + 0.16 * tufts).clamp(0.06, 1.0)
    paint(patch.image, cover(crown + 0.02 * tufts, patch.pixel), two_tones(patch, subject, 0.10 * smoothstep(0.3, 0.9, tufts), amount, 0.0))


def house(subject, patch: Patch) -> None:
    """Walls of the named colour under a gable roof, a door and windows that are lit in the dark."""
    x, y = patch.rotated(patch.column(physics.ROLL))
    roof = ((0.58, 0.24, 0.18), (0.30, 0.31, 0.36), (0.46, 0.32, 0.20))[subject.look % 3]
    if subject.colour == "red" and subject.look % 3 == 0:
        roof = (0.34, 0.24, 0.22)
    sign = 1.0 if subject.look // 3 % 2 else -1.0
    if subject.look // 6 % 2:
        patch.fill(box(x, y, 0.50 * sign, 0.62, 0.10, 0.30), patch.lit((0.55, 0.36, 0.30), 0.6))
    walls = box(x, y, 0.0, -0.40, 0.90, 0.60)
    gable = polygon(x, y, [(-0.90, 0.18), (0.90, 0.18), (0.0, 0.86)])
    outline = torch.minimum(walls, gable)
    amount = (0.66 + 0.16 * patch.light.side * x + 0.12 * y).clamp(0.2, 1.0).expand_as(outline)
    paint(patch.image, cover(outline, patch.pixel), two_tones(patch, subject, 0.0, amount, 0.0))
    for way in (-1.0, 1.0):
        patch.fill(capsule(x, y, 0.0, 0.88, way * 1.08, 0.12, 0.085), patch.lit(roof, 0.8 if way == patch.light.side else 0.45))
    patch.fill(box(x, y, -0.42 * sign, -0.66, 0.19, 0.34), patch.lit((0.36, 0.22, 0.13), 0.6))
    paint(patch.image, cover(disc(x, y, -0.30 * sign, -0.68, 0.035), patch.pixel), patch.lit((0.95, 0.80, 0.30), 0.9))
    frame = patch.lit((0.95, 0.94, 0.90), 0.7)
    pane = WARM if patch.dim else patch.lit((0.46, 0.64, 0.80), 0.8)
    windows = [(0.40 * sign, -0.32, 0.22, 0.22), (0.0, 0.42, 0.13, 0.13)]
    if subject.look // 12 % 2:
        windows.append((-0.42 * sign, -0.05, 0.16, 0.12))
    for cx, cy, wide, tall in windows:
        patch.fill(box(x, y, cx, cy, wide + 0.05, tall + 0.05), frame)
        patch.fill(box(x, y, cx, cy, wide, tall), pane)
        cross = torch.minimum((x - cx).abs(), (y - cy).abs()) - 0.018
        patch.fill(torch.maximum(cross, box(x, y, cx, cy, wide, tall)), frame)
        if patch.dim:
            away = torch.hypot((x - cx) / (2 * wide), (y - cy) / (2 * tall))
            paint(patch.image, 0.22 * torch.exp(-away * away), WARM)
