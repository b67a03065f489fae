"""How each thing is drawn: into patches [T, 3, h, w] of background, from local coordinates in its own radius.

Every function gets a `Patch`: x to the right and y up from the thing's centre, one unit is its radius.
"""

from __future__ import annotations

import torch

from .. import physics
from .bird import bird
from .patch import Patch
from .person import person
from .solids import ball, balloon, cube
from .standing import bottle, glass, house, lamp, tree
from .vehicles import boat, car

__all__ = ["Patch", "draw", "extents"]

DRAWINGS = {
    "ball": ball, "cube": cube, "car": car, "boat": boat, "balloon": balloon, "bird": bird, "person": person, "bottle": bottle,
    "glass": glass, "lamp": lamp, "tree": tree, "house": house}

# Half extents (left and right, up, down) of each drawing in radii, with room for motion.
EXTENTS = {
    "ball": (1.25, 1.1, 1.1), "cube": (1.35, 1.35, 1.4), "car": (2.5, 1.1, 1.1), "boat": (1.70, 1.15, 1.2),
    "balloon": (1.05, 1.1, 2.4), "bird": (1.75, 1.5, 1.4), "person": (0.95, 1.15, 1.1), "bottle": (0.55, 1.1, 1.1),
    "glass": (0.80, 1.3, 1.1), "lamp": (1.30, 1.6, 1.1), "tree": (0.95, 1.1, 1.1), "house": (1.25, 1.05, 1.1)}
TURNING = ("topple", "float", "splash")     # actions that lay a thing on its side
ROPE = (0.46, 0.34, 0.20)
CHAIN = (0.40, 0.41, 0.44)
ROPE_WIDTH = 0.008      # half of it, in picture heights


def extents(subject) -> tuple[float, float, float]:
    """How far a subject's drawing reaches to both sides, up and down, in its radii."""
    side, up, down = EXTENTS[subject.kind]
    if subject.action in TURNING:
        side = up = down = max(side, up, down) * 1.05
    if subject.rope:
        rope = subject.rope / subject.radius
        return max(side, up, down, 0.5 * rope + 0.3), 1.3 * rope + up, max(side, up, down)
    return side, up, down


def draw(subject, patch: Patch) -> None:
    """Draws a subject over its patch."""
    if subject.rope:
        _rope(subject, patch)
    DRAWINGS[subject.kind](subject, patch)


def _rope(subject, patch: Patch) -> None:
    """From the subject to where it hangs, and straight up from there."""
    angle, length, half = patch.column(physics.ROLL), subject.rope / subject.radius, ROPE_WIDTH / subject.radius
    x, y = patch.rotated(angle)
    colour = patch.lit(CHAIN if subject.kind == "lamp" or subject.material == "steel" else ROPE, 0.7)
    patch.fill(torch.maximum(x.abs() - half, (y - 0.5 * length).abs() - 0.5 * length), colour)
    across, above = patch.x + length * torch.sin(angle), length * torch.cos(angle) - patch.y
    patch.fill(torch.maximum(across.abs() - half, above), colour)
    patch.fill(torch.hypot(across, above) - 2.2 * half, colour)
