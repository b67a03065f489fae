"""Persons: figures of capsules. Angles of limbs are from straight down, positive to the way they face."""

from __future__ import annotations

import torch

from .. import physics
from ..light import COLOUR_RGB
from ..shapes import box, capsule, cover, disc, mix, paint
from .patch import Patch, stripe, two_tones
from .poses import pose_of

SKIN = ((0.97, 0.80, 0.67), (0.88, 0.67, 0.50), (0.68, 0.46, 0.32), (0.44, 0.29, 0.20))
HAIR = ((0.12, 0.08, 0.06), (0.40, 0.22, 0.10), (0.88, 0.68, 0.30), (0.66, 0.26, 0.08), (0.72, 0.72, 0.74))
TROUSERS = ((0.14, 0.19, 0.38), (0.40, 0.29, 0.18), (0.30, 0.31, 0.34), (0.72, 0.66, 0.52), (0.12, 0.30, 0.26))
SHOES = ((0.20, 0.14, 0.10), (0.86, 0.86, 0.84), (0.55, 0.10, 0.10))
STYLES = ("short", "long", "bun", "cap")
PROFILES = ("walk", "run")


class Look:
    """What a person looks like besides the shirt's colour, by a number alone."""

    def __init__(self, number: int, colour: str):
        digits = []
        for base in (len(SKIN), len(HAIR), len(TROUSERS), len(SHOES), len(STYLES), 3):
            digits.append(number % base)
            number //= base
        self.skin, self.hair, self.shoes = SKIN[digits[0]], HAIR[digits[1]], SHOES[digits[3]]
        self.trousers = (0.30, 0.40, 0.62) if colour == "black" else TROUSERS[digits[2]]
        self.style, self.shirt = STYLES[digits[4]], ("plain", "plain", "striped")[digits[5]]


def person(subject, patch: Patch) -> None:
    colour, look = COLOUR_RGB[subject.colour], Look(subject.look, subject.colour)
    sign = -1.0 if subject.direction == "left" else 1.0
    falls = subject.action in ("topple", "float", "splash", "swing")
    x, y = patch.rotated((1.0 if falls else -0.6) * patch.column(physics.ROLL))
    x = x * sign
    pose = pose_of(subject.action, patch.state)

    def limb(points, radius, paint_colour, amount):
        for (ax, ay), (bx, by) in zip(points, points[1:]):
            patch.fill(capsule(x, y, ax, ay, bx, by, radius), patch.lit(paint_colour, amount))

    lean_x, hip_x = pose.chest
    head_x, head_y = lean_x + pose.head, 0.80
    if look.style == "long":
        patch.fill(capsule(x, y, head_x - 0.5 * pose.face, head_y, lean_x - 0.04, 0.50, 0.185), patch.lit(look.hair, 0.45))
    limb(pose.far_arm, 0.075, colour, 0.20)
    limb(pose.far_leg, 0.095, look.trousers, 0.30)
    limb(pose.near_leg, 0.105, look.trousers, 0.75)
    for leg, amount in ((pose.far_leg, 0.3), (pose.near_leg, 0.7)):
        fx, fy = leg[-1]
        patch.fill(capsule(x, y, fx - 0.03, fy - 0.03, fx + pose.foot, fy - 0.03, 0.065), patch.lit(look.shoes, amount))
    torso = capsule(x, y, lean_x, 0.42, hip_x, 0.02, 0.205)
    amount = (0.55 + 1.2 * patch.light.side * sign * (x - lean_x)).clamp(0.2, 1.0).expand_as(torso)
    band = 0.8 * cover((torch.remainder(y * 4.2, 1) - 0.5).abs() - 0.2, 4.2 * patch.pixel) if look.shirt == "striped" else 0.0
    paint(patch.image, cover(torso, patch.pixel), two_tones(patch, subject, band, amount, 0.0))
    patch.fill(capsule(x, y, lean_x, 0.58, lean_x, 0.68, 0.075), patch.lit(look.skin, 0.4))
    _head(subject, patch, look, pose, x - head_x, y - head_y)
    limb(pose.near_arm, 0.080, colour, 0.95)
    for arm in (pose.far_arm, pose.near_arm):
        patch.fill(disc(x, y, arm[-1][0], arm[-1][1], 0.085), patch.lit(look.skin, 0.7))


def _head(subject, patch: Patch, look: Look, pose, x, y) -> None:
    """Hair behind, the face before it; the mouth of who talks opens with the phase."""
    if look.style == "bun":
        patch.fill(disc(x, y, -0.6 * pose.face, 0.20, 0.085), patch.lit(look.hair, 0.6))
    patch.fill(disc(x, y, 0.0, 0.005, 0.190), patch.lit(look.hair, 0.7))
    fx = x - pose.face
    patch.fill(disc(fx, y, 0.0, -0.045, 0.150), patch.lit(look.skin, 0.78))
    if look.style == "cap":
        lid = stripe(subject.colour)
        patch.fill(torch.maximum(disc(x, y, 0.0, 0.01, 0.200), 0.05 - y), patch.lit(lid, 0.8))
        patch.fill(box(fx, y, 0.10, 0.055, 0.12, 0.028, 0.02), patch.lit(mix(lid, (0, 0, 0), 0.2), 0.7))
    dark = (0.05, 0.04, 0.05)
    profile = subject.action in PROFILES
    if subject.action != "spin":
        for eye in (0.085,) if profile else (-0.058, 0.058):
            patch.fill(disc(fx, y, eye, -0.02, 0.026), dark)
    if subject.action == "talk":
        opening = patch.column(physics.PHASE).sin().abs()
        patch.fill(disc(fx, (y + 0.115) / (0.25 + opening), 0.0, 0.0, 0.068), (0.36, 0.05, 0.06))
    elif not profile and subject.action != "spin":
        patch.fill(box(fx, y, 0.0, -0.115, 0.050, 0.010), (0.50, 0.16, 0.14))
