"""Birds."""

from __future__ import annotations

import torch

from .. import physics
from ..light import COLOUR_RGB
from ..shapes import capsule, cover, disc, mix, paint, polygon, wing
from .patch import Patch, stripe, two_tones


def bird(subject, patch: Patch) -> None:
    sign = -1.0 if subject.direction == "left" else 1.0
    x, y = patch.x * sign, patch.y
    colour = COLOUR_RGB[subject.colour]
    belly = stripe(subject.colour)
    dark = mix(colour, (0, 0, 0), 0.30) if subject.colour != "black" else (0.20, 0.20, 0.22)
    flying = subject.action == "fly"
    beat = torch.sin(patch.column(physics.PHASE)) if flying else None
    if flying:
        far = wing(x, y, [(-0.30, 0.05), (0.42, 0.10), (-0.05 - 0.2 * beat, 0.10 + 1.15 * beat)], 0.06)
        patch.fill(far, patch.lit(dark, 0.35))
    else:
        for foot in (-0.12, 0.14):
            patch.fill(capsule(x, y, foot, -0.4, foot + 0.04, -0.98, 0.05), patch.lit((0.90, 0.55, 0.15), 0.6))
    patch.fill(polygon(x, y, [(-0.75, 0.05), (-1.55, 0.28), (-1.50, -0.14)]) - 0.05, patch.lit(dark, 0.6))
    body = disc(x, y, 0.0, 0.0, 0.98, 0.48)
    amount = (0.62 + 0.75 * y).clamp(0.15, 1.0).expand_as(body)
    paint(patch.image, cover(body, patch.pixel), two_tones(patch, subject, 0.0, amount, 0.0))
    paint(patch.image, 0.8 * cover(disc(x, y, 0.15, -0.26, 0.60, 0.20), patch.pixel), patch.lit(belly, 0.6))
    patch.fill(polygon(x, y, [(1.08, 0.44), (1.08, 0.20), (1.52, 0.28)]), patch.lit((1.0, 0.66, 0.10), 0.8))
    patch.fill(disc(x, y, 0.84, 0.32, 0.34), patch.lit(colour, 0.75))
    patch.fill(disc(x, y, 0.94, 0.40, 0.085), (0.96, 0.96, 0.96) if subject.colour == "black" else (0.03, 0.03, 0.04))
    if flying:
        near = wing(x, y, [(-0.46, 0.12), (0.36, 0.12), (-0.22 - 0.25 * beat, 0.12 + 1.22 * beat)], 0.07)
        patch.fill(near, patch.lit(mix(colour, belly, 0.25), 0.85))
    else:
        patch.fill(disc(x, y, -0.18, 0.06, 0.62, 0.25), patch.lit(dark, 0.8))
