"""Reference pictures of a scene's subjects: one alone, as somebody would photograph it."""

from __future__ import annotations

import dataclasses

import numpy as np
import torch

from . import figures, physics
from .light import light_of
from .scene import Scene

SHARE = 0.7             # of the picture that the subject fills, in its longer direction


def portrait(scene: Scene, index: int, rng: np.random.Generator, size: int = 64) -> torch.Tensor:
    """uint8 [3, size, size]: the subject by day before a plain, softly graded background."""
    subject = scene.subjects[index]
    light = light_of(dataclasses.replace(scene, time_of_day="day", weather="clear", light_side=float(rng.choice((-1.0, 1.0)))))
    side, up, down = figures.EXTENTS[subject.kind]
    radius = SHARE * size * rng.uniform(0.85, 1.1) / max(2 * side, up + down)
    centre_x, centre_y = size * (0.5 + rng.uniform(-0.05, 0.05)), size * (0.5 + rng.uniform(-0.05, 0.05)) + radius * (up - down) / 2
    low, high = (torch.tensor(rng.uniform(0.25, 0.95, 3), dtype=torch.float32).view(3, 1, 1) for _ in range(2))
    share = torch.linspace(0, 1, size).view(1, -1, 1)
    image = (low + (low.lerp(high, 0.35) - low) * share).expand(3, size, size).clone()[None]
    state = torch.zeros(1, physics.COLUMNS)
    state[0, physics.TURN] = float(rng.uniform(0.35, 0.75)) if subject.kind == "cube" else 0.0
    state[0, physics.PHASE] = float(rng.uniform(0, 2 * np.pi))
    state[0, physics.ROLL] = float(rng.uniform(-0.3, 0.3)) if subject.kind == "ball" else 0.0
    at = torch.arange(size) + 0.5
    still = dataclasses.replace(subject, action="stand still") if subject.kind == "person" else subject
    figures.draw(still, figures.Patch(
        image, ((at - centre_x) / radius).view(1, 1, -1), ((centre_y - at) / radius).view(1, -1, 1), torch.full((1, 1, 1), 1 / radius),
        state[..., None, None], light, torch.zeros(1, 1, 1)))
    return image[0].mul(255).add(0.5).clamp(0, 255).to(torch.uint8)
