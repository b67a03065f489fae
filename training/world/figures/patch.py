"""What the drawings share: the patch of picture they draw into, light on a sphere, two tones of a colour."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from ..light import COLOUR_RGB, Light
from ..shapes import cover, mix, paint, smoothstep


@dataclass
class Patch:
    """The neighbourhood of one subject in several frames."""

    image: torch.Tensor     # [T, 3, h, w], background to draw over
    x: torch.Tensor         # [T, 1, w]
    y: torch.Tensor         # [T, h, 1]
    pixel: torch.Tensor     # [T, 1, 1], a pixel's size in radii
    state: torch.Tensor     # [T, physics.COLUMNS, 1, 1]
    light: Light
    seconds: torch.Tensor   # [T, 1, 1]

    def column(self, index: int) -> torch.Tensor:
        return self.state[:, index]

    def fill(self, distance: torch.Tensor, colour) -> None:
        """Paints a flat shape, lit by colour alone."""
        paint(self.image, cover(distance, self.pixel), colour)

    @property
    def dim(self) -> bool:
        """Whether lamps are lit."""
        return self.light.tint[0] < 0.7

    def lit(self, colour, amount: float = 0.6) -> tuple[float, float, float]:
        """A colour under this light: amount 1 faces it, 0 is turned away."""
        return tuple(
            min(1.0, c * (a + k * amount)) for c, a, k in zip(colour, self.light.ambient, self.light.key))

    def rotated(self, angle: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        cosine, sine = torch.cos(angle), torch.sin(angle)
        return self.x * cosine + self.y * sine, self.y * cosine - self.x * sine


def stripe(colour: str) -> tuple[float, float, float]:
    """The lighter tone that goes with a named colour."""
    return {"white": (0.62, 0.68, 0.78), "black": (0.42, 0.42, 0.46)}.get(colour, mix(COLOUR_RGB[colour], (1, 1, 1), 0.72))


def sphere(patch: Patch, x, y, gloss: float) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Light on a sphere, its highlight and its depth; x and y in its radii."""
    light = patch.light
    depth = (1 - x * x - y * y).clamp_(min=0).sqrt_()
    lx, ly = 0.62 * light.side, 0.35 + 0.5 * light.height
    lz = max(0.2, 1 - lx * lx - ly * ly) ** 0.5
    facing = x * lx + y * ly + depth * lz
    amount = (0.5 + 0.5 * facing).clamp_(min=0)
    shine = gloss * smoothstep(0.90, 1.0, facing * 0.5 + 0.5)
    return amount * amount, shine, depth


def two_tones(patch: Patch, subject, band, amount, shine) -> torch.Tensor:
    """The subject's colour, its lighter tone where the band is 1, under this much light."""
    base, other = COLOUR_RGB[subject.colour], stripe(subject.colour)
    light = patch.light
    return torch.stack([
        (b + (s - b) * band) * (a + k * amount) + shine * (0.35 + k)
        for b, s, a, k in zip(base, other, light.ambient, light.key)], 1).clamp_(0, 1)
