"""Cars and boats."""

from __future__ import annotations

import torch

from .. import physics
from ..light import COLOUR_RGB
from ..shapes import box, cover, disc, mix, paint, polygon, smoothstep
from .patch import Patch, stripe, two_tones


# Cabins and their windows: a saloon, a van, a pick-up.
CABINS = (
    ([(-1.55, 0.05), (-1.05, 0.92), (0.42, 0.92), (1.05, 0.05)],
     ([(-1.30, 0.15), (-0.95, 0.78), (-0.38, 0.78), (-0.38, 0.15)], [(-0.22, 0.15), (-0.22, 0.78), (0.34, 0.78), (0.78, 0.15)])),
    ([(-2.12, 0.05), (-2.05, 0.95), (0.95, 0.95), (1.55, 0.05)],
     ([(-1.85, 0.20), (-1.85, 0.78), (-0.95, 0.78), (-0.95, 0.20)], [(-0.75, 0.20), (-0.75, 0.78), (0.15, 0.78), (0.15, 0.20)],
      [(0.35, 0.20), (0.35, 0.78), (0.84, 0.78), (1.20, 0.20)])),
    ([(-0.42, 0.05), (-0.34, 0.92), (0.62, 0.92), (1.10, 0.05)],
     ([(-0.20, 0.18), (-0.18, 0.78), (0.54, 0.78), (0.84, 0.18)],)),
)


def car(subject, patch: Patch) -> None:
    sign = -1.0 if subject.direction == "left" else 1.0
    x, y = patch.x * sign, patch.y
    colour = COLOUR_RGB[subject.colour]
    night = patch.light.tint[0] < 0.5
    glass = (0.16, 0.20, 0.28) if not night else (0.55, 0.50, 0.35)
    shine = patch.lit(mix(glass, (0.75, 0.88, 1.0), 0.35), 0.8) if not night else glass
    cabin, windows = CABINS[subject.look % len(CABINS)]
    patch.fill(polygon(x, y, cabin) - 0.06, patch.lit(colour, 0.75))
    for window in windows:
        patch.fill(polygon(x, y, window), shine)
    body = box(x, y, 0.0, -0.22, 2.25, 0.40, 0.26)
    amount = (0.55 + 0.75 * (y + 0.2)).clamp(0.12, 1.0).expand_as(body)
    paint(patch.image, cover(body, patch.pixel), two_tones(patch, subject, 0.0, amount, 0.12 * smoothstep(0.08, 0.16, y)))
    patch.fill(box(x, y, 2.10, -0.16, 0.12, 0.12, 0.06), (1.0, 0.95, 0.70))
    patch.fill(box(x, y, -2.14, -0.14, 0.09, 0.12, 0.05), (0.80, 0.08, 0.08))
    roll = patch.column(physics.ROLL) * sign
    for wheel in (-1.32, 1.32):
        patch.fill(disc(x, y, wheel, -0.58, 0.43), patch.lit((0.10, 0.10, 0.11), 0.8))
        hub = torch.hypot(x - wheel, y + 0.58) - 0.24
        spoke = torch.cos(roll) * (x - wheel) + torch.sin(roll) * (y + 0.58)
        patch.fill(hub, patch.lit((0.72, 0.74, 0.78), 0.8))
        patch.fill(torch.maximum(hub + 0.02, spoke.abs() - 0.06), patch.lit((0.30, 0.31, 0.34), 0.6))
    if night:
        beam = polygon(x, y, [(2.15, -0.12), (2.6, 0.25), (2.6, -0.75)])
        paint(patch.image, 0.35 * smoothstep(0.05, -0.15, beam), (1.0, 0.95, 0.70))


def boat(subject, patch: Patch) -> None:
    sign = -1.0 if subject.direction == "left" else 1.0
    x, y = patch.rotated(patch.column(physics.ROLL))
    x = x * sign
    colour = COLOUR_RGB[subject.colour]
    sail = mix(colour, (1, 1, 1), 0.30) if subject.colour != "black" else (0.26, 0.26, 0.28)
    patch.fill(box(x, y, 0.0, 0.15, 0.035, 0.88, 0.02), patch.lit((0.45, 0.30, 0.18), 0.7))
    patch.fill(polygon(x, y, [(-0.07, 0.98), (-0.07, -0.36), (-0.88, -0.36)]), patch.lit(sail, 0.95))
    patch.fill(polygon(x, y, [(0.08, 0.80), (0.08, -0.36), (0.70, -0.36)]), patch.lit(sail, 0.70))
    hull = polygon(x, y, [(-1.05, -0.42), (1.18, -0.42), (0.80, -0.92), (-0.82, -0.92)])
    amount = (1.35 + 1.0 * y).clamp(0.25, 0.95).expand_as(hull)
    paint(patch.image, cover(hull, patch.pixel), two_tones(patch, subject, 0.0, amount, 0.0))
    patch.fill(torch.maximum(hull, (y + 0.48).abs() - 0.055), patch.lit(stripe(subject.colour), 0.9))
    ripple = patch.y + 0.93 - 0.03 * torch.sin(9 * patch.x + 4 * patch.seconds)
    foam = torch.hypot(patch.x / 1.15, ripple / 0.10) - 1
    paint(patch.image, 0.55 * smoothstep(0.4, -0.6, foam), patch.lit((0.85, 0.93, 1.0), 0.8))
