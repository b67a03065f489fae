"""Motions of several subjects that touch: two that meet, and a stack of cubes that falls."""

from __future__ import annotations

import math

import numpy as np

from . import bodies, physics

# Kilograms over litres, of things as toys are: steel is hollow.
DENSITIES = {"rubber": 1.0, "wood": 0.7, "stone": 2.4, "steel": 2.8, "glass": 2.0, "cloth": 0.8, "feather": 0.3}
# What the other one sounds like as a ground to strike.
STRUCK = {"rubber": "wood", "wood": "wood", "cloth": "grass", "feather": "grass"}
RELEASE = 0.85      # radians a stack leans before its cubes come loose
SETTLING = 0.20     # seconds a cube that landed on an edge needs to lie on a face


def groups(runs: list) -> list[list]:
    """The subjects that move together: the first two that collide, all cubes of a stack."""
    meeting = [run for run in runs if run.subject.action == "collide"][:2]
    stack = [run for run in runs if (run.subject.kind, run.subject.action) == ("cube", "topple")]
    return [group for group in (meeting, stack) if len(group) > 1]


def meet(group: list) -> None:
    """Simulates a group."""
    if group[0].subject.action == "collide":
        collide(*group)
    else:
        topple(group)


def mass(subject) -> float:
    """Kilograms, up to a factor that all share."""
    return DENSITIES[subject.material] * subject.radius**3 * (4.0 if subject.kind == "car" else 1.0)


def collide(first, second) -> None:
    """One comes, the other comes or waits; momentum is kept, the speed that parts them is a share of that which joined them."""
    rng, times, duration = first.rng, first.times, first.scene.duration
    sides = [-1.0 if run.subject.side == "left" else 1.0 for run in (first, second)]
    widths = [bodies.HALF_WIDTHS[run.subject.kind] * run.subject.radius for run in (first, second)]
    gap = sum(widths)
    waits = first.subject.kind != "car" and rng.random() < 0.4
    meeting = duration * rng.uniform(0.32, 0.45)
    reach = 0.72 if first.scene.camera not in physics.NARROWING else 0.55
    middle = rng.uniform(-0.05, 0.05)
    contacts = [middle + sides[0] * widths[0] * 2 * widths[1] / gap, 0.0]
    contacts[1] = contacts[0] - sides[0] * gap
    starts = [sides[0] * max(reach, abs(contacts[0]) + 0.15), contacts[1] if waits else sides[1] * max(reach, abs(contacts[1]) + 0.15)]
    before = [(contact - start) / meeting for contact, start in zip(contacts, starts)]
    masses = [mass(run.subject) for run in (first, second)]
    back = 0.35 + 0.5 * math.sqrt(math.prod(bodies.MATERIAL_RESTITUTION.get(run.subject.material, 0.4) for run in (first, second)))
    joint = (masses[0] * before[0] + masses[1] * before[1]) / sum(masses)
    closing = before[0] - before[1]
    after = [joint - masses[1] * back * closing / sum(masses), joint + masses[0] * back * closing / sum(masses)]
    slowing = min(1.6, 0.5 / max(abs(v) for v in after))
    for run, other, contact, come, go in ((first, second, contacts[0], before[0], after[0]), (second, first, contacts[1], before[1], after[1])):
        state, since = run.state, times - meeting
        path = np.where(since < 0, contact + come * since, contact + go * slowing * (1 - np.exp(-np.clip(since, 0, None) / slowing)))
        state[:, physics.X] = path
        speed = np.where(since < 0, abs(come), abs(go) * np.exp(-np.clip(since, 0, None) / slowing))
        if run.subject.kind == "ball":
            state[:, physics.ROLL] -= path / run.subject.radius
            run.motion("roll", speed * 2.2)
        elif run.subject.kind == "car":
            state[:, physics.ROLL] = -path / (0.42 * run.subject.radius)
            run.motion("engine", np.where(since < 0, 0.5, 0.12 + 0.3 * np.exp(-np.clip(since, 0, None) / 0.3)))
        else:
            state[:, physics.TURN] = 0.12
            run.motion("slide", speed * 1.6)
        run.event(meeting, "impact", 0.25 + 0.55 * abs(closing), STRUCK.get(other.subject.material, "stone"))


def topple(stack: list) -> None:
    """A stack leans as one over the edge of its lowest cube, then its cubes fly, land and come to lie beside it."""
    base = stack[0]
    rng, times, radius = base.rng, base.times, base.subject.radius
    edge, sign = bodies.CUBE_EDGE * radius, base.sign
    foot = base.state[0, physics.X] - sign * 0.5 * edge * len(stack)
    turn = rng.uniform(0.06, 0.16)
    start = rng.uniform(0.1, max(0.15, min(0.8, 0.2 * base.scene.duration)))
    length = 2 * edge * (len(stack) - 1)
    pull = 1.5 * physics.GRAVITY / length
    lean = math.atan2(edge, 0.5 * length)
    angle, rate, angles, rates = 0.0, math.sqrt(2 * pull * (1 - math.cos(lean)) * 1.2 + 0.3), [], []
    while angle < RELEASE:
        angles.append(angle)
        rates.append(rate)
        rate += pull * math.sin(angle - lean) / physics.RATE
        angle += rate / physics.RATE
    first = int(start * physics.RATE)
    for level, run in enumerate(stack):
        run.state[:, physics.TURN], run.state[:, physics.ROLL] = turn, 0.0
        run.state[:, physics.X] = foot
        run.state[:, physics.HEIGHT] = radius + 2 * edge * level
        if level == 0:
            continue
        # where the centre is, seen from the edge the stack turns about
        arm, at = math.hypot(edge, (2 * level - 1) * edge), math.atan2((2 * level - 1) * edge, -edge)
        path = []
        for angle, rate in zip(angles, rates):
            path.append((edge + arm * math.cos(at - angle), arm * math.sin(at - angle) + radius + edge, angle))
        x, height, angle = path[-1]
        vx, vy = rates[-1] * arm * math.sin(at - angle), -rates[-1] * arm * math.cos(at - angle)
        path += _fly(run, first + len(path), x, height, angle, vx, vy, 0.8 * rates[-1], edge, radius, 2 * edge * level * 1.08)
        path = np.array(path[: max(0, len(times) - first)])
        rows = slice(first, first + len(path))
        run.state[rows, physics.X] = foot + sign * path[:, 0]
        run.state[rows, physics.HEIGHT] = path[:, 1]
        run.state[rows, physics.ROLL] = -sign * path[:, 2]
        if len(path):
            run.state[first + len(path):] = run.state[first + len(path) - 1]


def _fly(run, sample, x, height, angle, vx, vy, spin, edge, radius, nearest) -> list:
    """From the air to rest, one step a sample: (x, height, angle). It lies at the next quarter turn, not nearer than `nearest`."""
    step, out = 1 / physics.RATE, []

    def lowest(at):
        return radius + edge * (abs(math.sin(at)) + abs(math.cos(at)) - 1)

    while True:
        vy -= physics.GRAVITY * step
        x, height, angle = x + vx * step, height + vy * step, angle + spin * step
        if height <= lowest(angle):
            break
        out.append((x, height, angle))
    run.event((sample + len(out)) * step, "impact", abs(vy) / 2.4)
    landed, rest = angle, math.ceil(angle / (0.5 * math.pi) - 0.15) * 0.5 * math.pi
    target = max(x + 0.35 * vx * 0.5, nearest)
    steps = int(0.6 * physics.RATE)
    for n in range(1, steps + 1):
        share = min(1.0, n * step / SETTLING)
        turned = landed + (rest - landed) * share * share
        slid = x + (target - x) * (1 - (1 - n / steps) ** 2)
        out.append((slid, lowest(turned), turned))
    run.event((sample + len(out) - steps) * step + SETTLING, "impact", 0.35 * abs(vy) / 2.4)
    return out
