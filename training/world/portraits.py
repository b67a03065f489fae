"""Reference pictures of single subjects, as somebody would hand in: still, large, before a plain background by day."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import torch

from . import figures, physics
from .light import light_of
from .scene import Scene
from .shapes import paint, smoothstep

# What of a thing is seen, in its radii: half the width, up and down from its centre.
OUTLINES = {
    "ball": (1.0, 1.0, 1.0), "cube": (1.1, 1.1, 1.3), "car": (2.3, 1.0, 1.0), "boat": (1.15, 1.0, 0.95), "balloon": (0.84, 1.0, 2.2),
    "bird": (1.55, 0.7, 1.0), "person": (0.55, 1.0, 1.05), "bottle": (0.4, 1.0, 1.0), "glass": (0.62, 1.15, 1.0),
    "lamp": (0.48, 1.0, 1.0), "tree": (0.72, 0.95, 1.0), "house": (1.15, 0.95, 1.0)}
FILLED = 0.70       # of the picture, by the larger side


def portrait(scene: Scene, subject_index: int, rng: np.random.Generator, size: int = 64) -> torch.Tensor:
    """uint8 [3, size, size]: one subject of a scene alone, standing still; position, turn, scale, light and background by rng."""
    if not 0 <= subject_index < len(scene.subjects):
        raise ValueError(f"subject_index={subject_index}: the scene has {len(scene.subjects)} subjects, counted from 0.")
    subject = replace(scene.subjects[subject_index], action="stand still", rope=0.0, state=None, direction=str(rng.choice(("left", "right"))))
    light = light_of(replace(
        scene, time_of_day="day", weather="clear", indoor=False, surface="stone", light_side=float(rng.choice((-1.0, 1.0)))))
    image = _background(rng, size)

    side, up, down = OUTLINES[subject.kind]
    radius = size * FILLED * rng.uniform(0.88, 1.12) / max(2 * side, up + down)
    x = size * (0.5 + rng.uniform(-0.06, 0.06))
    y = size * (0.5 + rng.uniform(-0.05, 0.05)) + 0.5 * (up - down) * radius
    pixels = torch.arange(size, dtype=torch.float32) + 0.5
    columns, rows = ((pixels - x) / radius).view(1, 1, -1), ((y - pixels) / radius).view(1, -1, 1)

    shadow = torch.hypot((columns + 0.15 * light.side) / (1.05 * side), (rows + min(down, 1.0)) / (0.16 + 0.12 * side))
    if subject.kind != "balloon":
        paint(image, 0.30 * smoothstep(1.3, 0.3, shadow), (0.05, 0.05, 0.08))
    state = np.zeros((1, physics.COLUMNS), np.float32)
    state[0, physics.TURN] = rng.uniform(0.3, 0.8) if subject.kind == "cube" else rng.uniform(-0.3, 0.3)
    state[0, physics.ROLL] = rng.uniform(-0.6, 0.6) if subject.kind == "ball" else rng.uniform(-0.05, 0.05)
    state[0, physics.PHASE] = rng.uniform(0, 2 * math.pi)
    figures.draw(subject, figures.Patch(
        image, columns, rows, torch.full((1, 1, 1), 1 / radius), torch.from_numpy(state).view(1, -1, 1, 1), light, torch.zeros(1, 1, 1)))
    return image[0].mul(255).add_(0.5).clamp_(0, 255).to(torch.uint8)


def _background(rng: np.random.Generator, size: int) -> torch.Tensor:
    """A colour, evenly or softly graded in any direction [1, 3, size, size]: pale more often than strong, never black."""
    colour = rng.uniform(0.35, 0.95, 3)
    colour = colour.mean() + (colour - colour.mean()) * rng.uniform(0.1, 1.0)
    step = rng.uniform(-0.18, 0.18, 3) if rng.random() < 0.7 else np.zeros(3)
    angle = rng.uniform(0, 2 * math.pi)
    at = torch.linspace(-1, 1, size)
    share = (at.view(1, -1) * math.cos(angle) + at.view(-1, 1) * math.sin(angle)).unsqueeze(0)
    first, across = (torch.tensor(v, dtype=torch.float32).view(3, 1, 1) for v in (colour, step))
    return (first + across * share).clamp_(0, 1).unsqueeze(0)
