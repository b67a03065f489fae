"""What water does to things that are in it, and what they do to it."""

from __future__ import annotations

import numpy as np
import torch

from . import physics
from .shapes import disc, paint, smoothstep

LASTING = 1.6       # seconds until the last ring of a splash is gone
DROPS = 11


def cover_below(drawn, behind: torch.Tensor, line: torch.Tensor) -> None:
    """Gives a drawn patch back its water below the line (in radii), less of the thing showing through the deeper it is, foam along it."""
    wave = line + 0.06 * torch.sin(7 * drawn.x + 4 * drawn.seconds)
    below = ((wave - drawn.y) / drawn.pixel + 0.5).clamp(0, 1)
    changed = ((drawn.image - behind).abs().amax(1) * 6).clamp_(0, 1)
    deep = ((wave - drawn.y) / 1.6).clamp(0, 1)
    drawn.image.lerp_(behind, ((0.74 + 0.26 * deep) * below).unsqueeze(1).expand_as(behind))
    foam = changed * smoothstep(1.6, 0.4, (drawn.y - wave).abs() / drawn.pixel)
    paint(drawn.image, 0.6 * foam, drawn.lit((0.88, 0.95, 1.0), 0.9))


def splash(image, x, y, pixel, since, subject, strength: float, light) -> None:
    """Rings that widen, a crown that stands for a moment, and drops thrown out; x and y from where it fell, in picture heights."""
    bright = tuple(min(1.0, 0.55 * s + 0.55 * t) for s, t in zip(light.sky_low, light.tint))
    size = 0.55 + 0.45 * strength
    for delay in (0.0, 0.28):
        age = since - delay
        wide = subject.radius * 0.7 + 0.42 * size * age.clamp(min=0)
        away = (torch.hypot(x / wide, y / (0.24 * wide)) - 1).abs() * 0.24 * wide
        fade = (0.8 * (1 - age / (LASTING - 0.3))).clamp(0, 1) * (age > 0)
        paint(image, fade * smoothstep(1.7, 0.3, away / pixel), bright)
    tall = size * (1.5 * since - 0.5 * physics.GRAVITY * since * since).clamp(min=0)
    column = (x.abs() - subject.radius * (0.95 - 0.25 * (y / (tall + 1e-3)).clamp(0, 1))).maximum(y - 0.75 * tall).maximum(-y)
    ragged = column + 0.03 * torch.sin(x * 60) * (y > 0.3 * tall)
    paint(image, 0.75 * (0.5 - ragged / pixel).clamp(0, 1) * (tall > 0.01), bright)
    rng = np.random.default_rng([subject.look, 0x5B1A])
    for number in range(DROPS):
        way = (number + rng.uniform(0.1, 0.9)) / DROPS * 2 - 1
        rise = size * rng.uniform(1.35, 2.1) * (1 - 0.35 * abs(way))
        dx, dy = 0.75 * size * way * since + subject.radius * 0.6 * way, rise * since - 0.5 * physics.GRAVITY * since * since
        drop = disc(x, y, dx, dy, 0.011 + 0.007 * rng.random())
        paint(image, (0.5 - drop / pixel).clamp(0, 1) * (dy > 0), bright)
