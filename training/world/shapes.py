"""Anti-aliased shapes from signed distances, and smooth noise: the pencils of picture.py, backdrops.py and figures.py."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F


def cover(distance: torch.Tensor, pixel) -> torch.Tensor:
    """Share of a pixel inside a shape; distance is negative inside, pixel is a pixel's size in the same unit."""
    return (0.5 - distance / pixel).clamp_(0, 1)


def disc(x, y, cx, cy, rx, ry=None) -> torch.Tensor:
    """Distance to a disc or (nearly) to an ellipse."""
    if ry is None:
        return torch.hypot(x - cx, y - cy) - rx
    return (torch.hypot((x - cx) / rx, (y - cy) / ry) - 1) * min(rx, ry)


def box(x, y, cx, cy, half_x, half_y, corner=0.0) -> torch.Tensor:
    """Distance to an upright box with rounded corners."""
    dx, dy = (x - cx).abs_().sub_(half_x - corner), (y - cy).abs_().sub_(half_y - corner)
    return torch.maximum(dx, dy).clamp_(max=0) + torch.hypot(dx.clamp_(min=0), dy.clamp_(min=0)) - corner


def capsule(x, y, ax, ay, bx, by, radius) -> torch.Tensor:
    """Distance to a thick line from a to b; the ends may be tensors."""
    ex, ey = bx - ax, by - ay
    px, py = x - ax, y - ay
    length = ex * ex + ey * ey
    share = ((px * ex + py * ey) / (length + 1e-9)).clamp_(0, 1)
    return torch.hypot(px - share * ex, py - share * ey) - radius


def polygon(x, y, corners) -> torch.Tensor:
    """Distance (exact along the edges) to a convex polygon; corners in any turning sense, numbers or tensors."""
    (x0, y0), (x1, y1), (x2, y2) = corners[:3]
    turn = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
    sign = torch.where(turn < 0, -1.0, 1.0) if isinstance(turn, torch.Tensor) else (1.0 if turn > 0 else -1.0)
    inside = None
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1]):
        ex, ey = bx - ax, by - ay
        length = (ex * ex + ey * ey) ** 0.5 + 1e-6
        edge = ((x - ax) * (ey / length) - (y - ay) * (ex / length)) * sign
        inside = edge if inside is None else torch.maximum(inside, edge)
    return inside


def wing(x, y, corners, thickness: float) -> torch.Tensor:
    """Distance to a triangle with rounded edges that may become as thin as a line while it beats."""
    inside = polygon(x, y, corners)
    (ax, ay), (bx, by), (cx, cy) = corners
    edges = torch.minimum(
        torch.minimum(capsule(x, y, ax, ay, bx, by, 0.0), capsule(x, y, bx, by, cx, cy, 0.0)),
        capsule(x, y, cx, cy, ax, ay, 0.0))
    return torch.where(inside < 0, inside, edges) - thickness


def paint(image: torch.Tensor, mask: torch.Tensor, colour) -> None:
    """Lays a colour (three numbers, or a tensor of the image's shape) over an image [..., 3, h, w] in place."""
    if not isinstance(colour, torch.Tensor):
        colour = torch.tensor(colour, dtype=image.dtype, device=image.device).view(3, 1, 1)
    image.lerp_(colour.expand_as(image), mask.unsqueeze(-3).expand_as(image))


def smoothstep(low: float, high: float, value: torch.Tensor) -> torch.Tensor:
    share = ((value - low) / (high - low)).clamp_(0, 1)
    return share * share * (3 - 2 * share)


def noise(rng: np.random.Generator, height: int, width: int, cells_y: int, cells_x: int, device) -> torch.Tensor:
    """Smooth noise in 0..1 [height, width] with so many cells; the same from a seed on every device up to rounding."""
    grid = torch.from_numpy(rng.random((1, 1, cells_y + 2, cells_x + 2), np.float32)).to(device)
    return F.interpolate(grid, (height, width), mode="bicubic", align_corners=True)[0, 0].clamp_(0, 1)


def mix(a, b, share: float) -> tuple[float, float, float]:
    """Between two colours."""
    return tuple(p + (q - p) * share for p, q in zip(a, b))
