"""How each thing is drawn: into patches [T, 3, h, w] of background, from local coordinates in its own radius.

Every function gets a `Patch`: x to the right and y up from the thing's centre, one unit is its radius.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

from . import physics
from .light import COLOUR_RGB, Light
from .poses import pose_of
from .shapes import box, capsule, cover, disc, mix, paint, polygon, smoothstep, wing

# Half extents (left and right, up, down) of each drawing in radii, with room for motion.
EXTENTS = {
    "ball": (1.25, 1.1, 1.1), "cube": (1.35, 1.35, 1.4), "car": (2.5, 1.1, 1.1), "boat": (1.70, 1.15, 1.2),
    "balloon": (1.05, 1.1, 2.4), "bird": (1.75, 1.5, 1.4), "person": (0.95, 1.15, 1.1)}


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

    def lit(self, colour, amount: float = 0.6) -> tuple[float, float, float]:
        """A colour under this light: amount 1 faces it, 0 is turned away."""
        return tuple(
            min(1.0, c * (a + k * amount)) for c, a, k in zip(colour, self.light.ambient, self.light.key))

    def rotated(self, angle: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        cosine, sine = torch.cos(angle), torch.sin(angle)
        return self.x * cosine + self.y * sine, self.y * cosine - self.x * sine


def draw(subject, patch: Patch) -> None:
    """Draws a subject over its patch."""
    {"ball": _ball, "cube": _cube, "car": _car, "boat": _boat, "balloon": _balloon, "bird": _bird, "person": _person}[
        subject.kind](subject, patch)


def _stripe(colour: str) -> tuple[float, float, float]:
    return {"white": (0.62, 0.68, 0.78), "black": (0.42, 0.42, 0.46)}.get(colour, mix(COLOUR_RGB[colour], (1, 1, 1), 0.72))


def _sphere(patch: Patch, x, y, gloss: float) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Light on a sphere, its highlight and its depth; x and y in its radii."""
    light = patch.light
    depth = (1 - x * x - y * y).clamp_(min=0).sqrt_()
    lx, ly = 0.62 * light.side, 0.35 + 0.5 * light.height
    lz = max(0.2, 1 - lx * lx - ly * ly) ** 0.5
    facing = x * lx + y * ly + depth * lz
    amount = (0.5 + 0.5 * facing).clamp_(min=0)
    shine = gloss * smoothstep(0.90, 1.0, facing * 0.5 + 0.5)
    return amount * amount, shine, depth


def _ball(subject, patch: Patch) -> None:
    squash = patch.column(physics.SQUASH)
    y = (patch.y + squash) / (1 - squash)
    x = patch.x * (1 - 0.45 * squash)
    distance = torch.hypot(x, y) - 1
    gloss = {"rubber": 0.45, "wood": 0.2}.get(subject.material, 0.8)
    amount, shine, depth = _sphere(patch, x, y, gloss)
    roll, turn = patch.column(physics.ROLL), patch.column(physics.TURN)
    across = torch.cos(turn) * (x * torch.cos(roll) + y * torch.sin(roll)) + torch.sin(turn) * depth
    band = smoothstep(0.30, 0.18, across.abs())
    paint(patch.image, cover(distance, patch.pixel), _two_tones(patch, subject, band, amount, shine))


def _two_tones(patch: Patch, subject, band, amount, shine) -> torch.Tensor:
    base, stripe = COLOUR_RGB[subject.colour], _stripe(subject.colour)
    light = patch.light
    return torch.stack([
        (b + (s - b) * band) * (a + k * amount) + shine * (0.35 + k)
        for b, s, a, k in zip(base, stripe, light.ambient, light.key)], 1).clamp_(0, 1)


def _cube(subject, patch: Patch) -> None:
    """A cube seen slightly from above: its outline is the sum of three edges, its faces meet where their depths do."""
    half = 0.80
    turn, roll = patch.column(physics.TURN), patch.column(physics.ROLL)
    x, y = patch.rotated(roll)
    y = y + (1 - half)
    pitch_sin, pitch_cos = 0.36, 0.933
    cosine, sine = torch.cos(turn), torch.sin(turn)
    # Columns of the cube's axes in view space (right, up, towards the viewer).
    axes = [
        (cosine, sine * pitch_sin, -sine * pitch_cos),
        (torch.zeros_like(turn), torch.full_like(turn, pitch_cos), torch.full_like(turn, pitch_sin)),
        (sine, -cosine * pitch_sin, cosine * pitch_cos)]
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
    rim = 0.10 * smoothstep(1.25, 1.9, total)
    shine = rim + (0.06 if subject.material in ("steel", "glass") else 0.0) * (1 + y)
    paint(patch.image, cover(outline, patch.pixel), _two_tones(patch, subject, 0.0, amount * 1.05, shine))


def _car(subject, patch: Patch) -> None:
    sign = -1.0 if subject.direction == "left" else 1.0
    x, y = patch.x * sign, patch.y
    colour = COLOUR_RGB[subject.colour]
    night = patch.light.tint[0] < 0.5
    cabin = polygon(x, y, [(-1.55, 0.05), (-1.05, 0.92), (0.42, 0.92), (1.05, 0.05)])
    patch.fill(cabin - 0.06, patch.lit(colour, 0.75))
    glass = (0.16, 0.20, 0.28) if not night else (0.55, 0.50, 0.35)
    shine = patch.lit(mix(glass, (0.75, 0.88, 1.0), 0.35), 0.8) if not night else glass
    patch.fill(polygon(x, y, [(-1.30, 0.15), (-0.95, 0.78), (-0.38, 0.78), (-0.38, 0.15)]), shine)
    patch.fill(polygon(x, y, [(-0.22, 0.15), (-0.22, 0.78), (0.34, 0.78), (0.78, 0.15)]), shine)
    body = box(x, y, 0.0, -0.22, 2.25, 0.40, 0.26)
    amount = (0.55 + 0.75 * (y + 0.2)).clamp(0.12, 1.0).expand_as(body)
    paint(patch.image, cover(body, patch.pixel), _two_tones(patch, subject, 0.0, amount, 0.12 * smoothstep(0.08, 0.16, y)))
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


def _boat(subject, patch: Patch) -> None:
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
    paint(patch.image, cover(hull, patch.pixel), _two_tones(patch, subject, 0.0, amount, 0.0))
    patch.fill(torch.maximum(hull, (y + 0.48).abs() - 0.055), patch.lit(_stripe(subject.colour), 0.9))
    ripple = patch.y + 0.93 - 0.03 * torch.sin(9 * patch.x + 4 * patch.seconds)
    foam = torch.hypot(patch.x / 1.15, ripple / 0.10) - 1
    paint(patch.image, 0.55 * smoothstep(0.4, -0.6, foam), patch.lit((0.85, 0.93, 1.0), 0.8))


def _balloon(subject, patch: Patch) -> None:
    roll = patch.column(physics.ROLL)
    wave = 0.07 * torch.sin(3.2 * patch.y + patch.column(physics.PHASE)) * smoothstep(-1.0, -1.6, patch.y)
    string = torch.maximum((patch.x - roll * patch.y * 0.6 - wave).abs() - 0.028, (patch.y + 1.65).abs() - 0.62)
    patch.fill(string, patch.lit((0.88, 0.88, 0.86), 0.6))
    x, y = patch.rotated(-roll)
    patch.fill(polygon(x, y, [(0.0, -0.93), (-0.13, -1.13), (0.13, -1.13)]), patch.lit(COLOUR_RGB[subject.colour], 0.35))
    narrow = 0.84 - 0.10 * smoothstep(0.2, -1.0, y)
    amount, shine, _ = _sphere(patch, x / narrow, y, 0.75)
    distance = (torch.hypot(x / narrow, y) - 1) * 0.84
    paint(patch.image, cover(distance, patch.pixel), _two_tones(patch, subject, 0.0, amount, shine))


def _bird(subject, patch: Patch) -> None:
    sign = -1.0 if subject.direction == "left" else 1.0
    x, y = patch.x * sign, patch.y
    colour = COLOUR_RGB[subject.colour]
    belly = _stripe(subject.colour)
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
    paint(patch.image, cover(body, patch.pixel), _two_tones(patch, subject, 0.0, amount, 0.0))
    paint(patch.image, 0.8 * cover(disc(x, y, 0.15, -0.26, 0.60, 0.20), patch.pixel), patch.lit(belly, 0.6))
    patch.fill(polygon(x, y, [(1.08, 0.44), (1.08, 0.20), (1.52, 0.28)]), patch.lit((1.0, 0.66, 0.10), 0.8))
    patch.fill(disc(x, y, 0.84, 0.32, 0.34), patch.lit(colour, 0.75))
    patch.fill(disc(x, y, 0.94, 0.40, 0.085), (0.96, 0.96, 0.96) if subject.colour == "black" else (0.03, 0.03, 0.04))
    if flying:
        near = wing(x, y, [(-0.46, 0.12), (0.36, 0.12), (-0.22 - 0.25 * beat, 0.12 + 1.22 * beat)], 0.07)
        patch.fill(near, patch.lit(mix(colour, belly, 0.25), 0.85))
    else:
        patch.fill(disc(x, y, -0.18, 0.06, 0.62, 0.25), patch.lit(dark, 0.8))


SKIN = ((0.96, 0.78, 0.64), (0.80, 0.58, 0.42), (0.52, 0.34, 0.24))
HAIR = ((0.16, 0.10, 0.07), (0.42, 0.25, 0.12), (0.82, 0.62, 0.28), (0.10, 0.09, 0.10))
TROUSERS = ((0.16, 0.20, 0.34), (0.34, 0.26, 0.20), (0.28, 0.29, 0.32))


def _person(subject, patch: Patch) -> None:
    """A figure of capsules. Angles of limbs are from straight down, positive to the way it faces."""
    colour = COLOUR_RGB[subject.colour]
    skin, hair = SKIN[subject.look % 3], HAIR[subject.look // 3 % 4]
    trousers = (0.30, 0.40, 0.62) if subject.colour == "black" else TROUSERS[subject.look // 12 % 3]
    sign = -1.0 if subject.direction == "left" else 1.0
    x, y = patch.rotated(-0.6 * patch.column(physics.ROLL))
    x = x * sign
    pose = pose_of(subject.action, patch.state)

    def limb(points, radius, paint_colour, amount):
        for (ax, ay), (bx, by) in zip(points, points[1:]):
            patch.fill(capsule(x, y, ax, ay, bx, by, radius), patch.lit(paint_colour, amount))

    limb(pose.far_arm, 0.075, colour, 0.20)
    limb(pose.far_leg, 0.095, trousers, 0.30)
    limb(pose.near_leg, 0.100, trousers, 0.75)
    for leg, amount in ((pose.far_leg, 0.3), (pose.near_leg, 0.7)):
        fx, fy = leg[-1]
        patch.fill(capsule(x, y, fx - 0.03, fy - 0.03, fx + pose.foot, fy - 0.03, 0.065), patch.lit((0.20, 0.14, 0.10), amount))
    lean_x, hip_x = pose.chest
    torso = capsule(x, y, lean_x, 0.42, hip_x, 0.02, 0.205)
    amount = (0.55 + 1.2 * patch.light.side * sign * (x - lean_x)).clamp(0.2, 1.0).expand_as(torso)
    paint(patch.image, cover(torso, patch.pixel), _two_tones(patch, subject, 0.0, amount, 0.0))
    patch.fill(capsule(x, y, lean_x, 0.58, lean_x, 0.68, 0.075), patch.lit(skin, 0.4))
    head_x = lean_x + pose.head
    patch.fill(disc(x, y, head_x, 0.81, 0.185), patch.lit(hair, 0.7))
    patch.fill(disc(x, y, head_x + pose.face, 0.77, 0.150), patch.lit(skin, 0.75))
    limb(pose.near_arm, 0.080, colour, 0.95)
    for arm in (pose.far_arm, pose.near_arm):
        patch.fill(disc(x, y, arm[-1][0], arm[-1][1], 0.085), patch.lit(skin, 0.7))
