"""How subjects move: one function an action, at 240 Hz, with the sounds that the motion makes.

Each motion fills the state columns of its subject and reports events (contacts, steps, chirps) and continuous sounds.
"""

from __future__ import annotations

import math

import numpy as np

from . import encounters
from .bodies import CUBE_EDGE, HALF_WIDTHS, restitution
from .camera import pan_reach

RATE = 240
VIEW_METRES = 2.4                       # one picture height at the subjects' depth
GRAVITY = 9.81 / VIEW_METRES            # picture heights per second squared
X, HEIGHT, ROLL, TURN, PHASE, SQUASH = range(6)
COLUMNS = 6
SIDES = {"left": -0.42, "middle": 0.0, "right": 0.42}
SLOWEST_BOUNCE = 0.12
ROPE_TOP = 1.15                         # the height ropes hang from
NARROWING = ("zoom in", "zoom out", "dolly in")     # cameras that show less of the width at times


def simulate(scene, rng) -> None:
    """Fills the state of every subject of a scene, its events (in order of time) and its motions."""
    times = np.arange(int(math.ceil(scene.duration * RATE)) + 2) / RATE
    narrow = 1.0 if scene.camera in ("static", "handheld", "tilt up", "tilt down") else 0.4 if len(scene.subjects) == 1 else 0.75
    runs = []
    for index, subject in enumerate(scene.subjects):
        subject.state = np.zeros((len(times), COLUMNS))
        subject.state[:, X] = SIDES[subject.side] * narrow * (0.75 if subject.kind == "house" else 1.0)
        subject.state[:, HEIGHT] = subject.radius
        subject.state[:, TURN] = rng.uniform(0.35, 0.75) if subject.kind == "cube" else 0.0
        subject.state[:, ROLL] = rng.uniform(-0.6, 0.6) if subject.kind == "ball" else 0.0
        runs.append(Simulation(scene, index, subject, times, rng))
    for group in encounters.groups(runs):
        encounters.meet(group)
        runs = [run for run in runs if run not in group]
    for run in runs:
        run.run()
    if scene.camera == "orbit":
        for subject in scene.subjects:
            rig = scene.rig_at(times)
            subject.state[:, TURN] -= 1.6 * rig.x
    scene.events.sort(key=lambda event: event.time)


class Simulation:
    """One subject on its way through the shot."""

    def __init__(self, scene, index, subject, times, rng):
        self.scene, self.index, self.subject, self.times, self.rng = scene, index, subject, times, rng
        self.state = subject.state
        self.sign = -1.0 if subject.direction == "left" else 1.0
        self.alone = len(scene.subjects) == 1

    def run(self) -> None:
        kind, action = self.subject.kind, self.subject.action
        by_action = {
            "bounce": self.bounce, "fall": self.bounce, "roll": self.roll, "slide": self.slide, "rise": self.rise,
            "drive": self.drive, "sail": self.sail, "walk": self.walk, "dance": self.dance, "spin": self.spin,
            "fly": self.fly_bird if kind == "bird" else self.drift, "stand still": self.stand,
            "run": self.run_along, "wave": self.wave, "talk": self.talk, "swing": self.swing, "float": self.float,
            "splash": self.splash, "topple": self.topple,
            "collide": self.drive if kind == "car" else self.roll if kind == "ball" else self.slide}
        by_action[action]()

    # Reports ---------------------------------------------------------------------------------------------------------

    def event(self, time: float, kind: str, strength: float, surface: str | None = None) -> None:
        from .scene import Event  # the data classes live beside the sampler, which imports this module
        if 0 <= time < self.scene.duration:
            sample = min(int(time * RATE), len(self.times) - 1)
            rig = self.scene.rig_at(np.asarray([time]))
            pan = float(np.clip((self.state[sample, X] - rig.x[0] + rig.turn[0]) / 0.83, -1, 1))
            self.scene.events.append(Event(
                float(time), kind, self.index, self.subject.material, surface or self.scene.surface,
                float(np.clip(strength, 0, 1)), pan))

    def motion(self, kind: str, level) -> None:
        from .scene import Motion
        level = np.clip(np.broadcast_to(level, self.times.shape), 0, 1)[::4].astype(np.float32)
        self.scene.motions.append(Motion(kind, self.index, self.times[::4].copy(), level))

    def across(self, share: np.ndarray, reach: float) -> None:
        """From one side to the other; share runs 0..1. With company everyone keeps near the own side."""
        middle = 0.0 if self.alone else 0.8 * self.state[0, X]
        pan = {"pan left": -1.0, "pan right": 1.0}.get(self.scene.camera, 0.0) * pan_reach(self.scene.duration)
        reach = (reach if self.alone else 0.30) * (0.8 if self.scene.camera in NARROWING else 1.0)
        reach = max(0.12, reach + 0.8 * self.sign * pan)
        self.state[:, X] = middle + self.sign * reach * (2 * share - 1)

    # Motions ---------------------------------------------------------------------------------------------------------

    def bounce(self) -> None:
        """Free flight and contacts, solved contact by contact so that times are exact."""
        falls = self.subject.action == "fall"
        radius, duration = self.subject.radius, self.scene.duration
        back = restitution(self.subject.material, self.scene.surface)
        if falls:
            back *= 0.75
            start, top = self.rng.uniform(-0.2, 0.0), self.high_above()
        else:
            start, top = -self.rng.uniform(0.0, 0.3), radius + self.rng.uniform(0.42, 0.52)
        drift = self.sign * self.rng.uniform(0.02, 0.07) * (0.4 if falls else 1.0)
        height = np.full_like(self.times, radius)
        before = self.times < start
        height[before] = top
        launch, speed, from_height = start, 0.0, top
        squash = np.zeros_like(self.times)
        while launch < duration + 1:
            # from_height + speed t - g t^2 / 2 = radius
            flight = (speed + math.sqrt(speed * speed + 2 * GRAVITY * (from_height - radius))) / GRAVITY
            now = self.times - launch
            inside = (now >= 0) & (now <= flight)
            height[inside] = from_height + speed * now[inside] - 0.5 * GRAVITY * now[inside] ** 2
            launch += flight
            landing = GRAVITY * flight - speed
            self.event(launch, "impact", landing / 2.4)
            if self.subject.material == "rubber":
                squash += 0.30 * min(1.0, landing / 2.0) * np.exp(-((self.times - launch) / 0.035) ** 2)
            speed, from_height = landing * back, radius
            if speed < SLOWEST_BOUNCE:
                break
        travel = drift * np.minimum(self.times, launch)
        self.state[:, X] += travel - 0.5 * drift * duration
        self.state[:, HEIGHT] = height
        self.state[:, SQUASH] = squash
        if self.subject.kind == "ball":
            self.state[:, ROLL] -= travel / radius

    def high_above(self) -> float:
        """A height to fall from: out of a wide picture, and not so soon that nothing comes before."""
        return 0.84 + 1.1 * self.subject.radius + self.rng.uniform(0.0, min(0.35, 0.1 * self.scene.duration))

    def roll(self) -> None:
        share = self.times / self.scene.duration
        ease = share * (1.25 - 0.25 * share)
        self.across(ease, self.rng.uniform(0.42, 0.62))
        travel = self.state[:, X] - self.state[0, X]
        self.state[:, ROLL] -= travel / self.subject.radius
        self.motion("roll", np.abs(np.gradient(travel, self.times)) * 2.2)

    def slide(self) -> None:
        """Pushed once; friction slows it evenly until it stops."""
        stop = self.scene.duration * self.rng.uniform(0.7, 1.0)
        share = np.minimum(self.times / stop, 1)
        self.across(share * (2 - share), self.rng.uniform(0.42, 0.58))
        self.motion("slide", np.abs(np.gradient(self.state[:, X], self.times)) * 1.6)

    def spin(self) -> None:
        rate = self.sign * self.rng.uniform(1.8, 3.2)
        self.state[:, TURN] += rate * self.times
        self.state[:, ROLL] = 0.35 if self.subject.kind == "ball" else 0.0
        self.motion("swing", 0.25 + 0.1 * np.sin(2 * rate * self.times))

    def stand(self) -> None:
        self.state[:, PHASE] = self.times
        if self.subject.kind == "tree":
            self.sway_in_wind()
        if self.subject.kind == "car":
            self.motion("engine", 0.15)
        if self.subject.kind == "bird":
            self.chirps()

    def drive(self) -> None:
        share = self.times / self.scene.duration
        self.across(share, self.rng.uniform(0.42, 0.68))
        travel = self.state[:, X] - self.state[0, X]
        self.state[:, ROLL] = -travel / (0.42 * self.subject.radius)
        self.state[:, HEIGHT] += 0.004 * np.sin(self.times * 9.0)
        self.motion("engine", 0.55 + 0.15 * np.sin(self.times * 1.3))

    def sail(self) -> None:
        self.across(self.times / self.scene.duration, self.rng.uniform(0.25, 0.45))
        beat = self.times * self.rng.uniform(2.0, 2.8) + self.rng.uniform(0, 6)
        self.state[:, HEIGHT] += 0.018 * np.sin(beat)
        self.state[:, ROLL] = 0.07 * np.sin(beat + 1.0)
        self.motion("wash", 0.35 + 0.2 * np.sin(beat))
        for crest in np.flatnonzero(np.diff(np.sign(np.sin(beat))) < 0):
            self.event(self.times[crest], "splash", self.rng.uniform(0.15, 0.4))

    def rise(self) -> None:
        share = self.times / self.scene.duration
        low, high = self.subject.radius + 0.08, (0.60 if self.scene.camera in NARROWING else 0.78) - 0.6 * self.subject.radius
        self.state[:, HEIGHT] = low + (high - low) * share * (0.6 + 0.4 * share)
        self.sway()

    def drift(self) -> None:
        self.across(self.times / self.scene.duration, self.rng.uniform(0.35, 0.55))
        self.state[:, HEIGHT] = self.rng.uniform(0.45, 0.55) + 0.03 * np.sin(1.7 * self.times)
        self.sway()

    def sway(self) -> None:
        beat = self.times * 1.6 + self.rng.uniform(0, 6)
        self.state[:, X] += 0.025 * np.sin(beat)
        self.state[:, ROLL] = 0.09 * np.cos(beat)
        self.state[:, PHASE] = beat
        self.motion("swing", 0.12)

    def fly_bird(self) -> None:
        beats = self.rng.uniform(2.2, 3.0)
        self.across(self.times / self.scene.duration, self.rng.uniform(0.45, 0.65))
        self.state[:, PHASE] = 2 * math.pi * beats * self.times
        self.state[:, HEIGHT] = (
            self.rng.uniform(0.42, 0.55) + 0.05 * np.sin(1.5 * self.times + self.rng.uniform(0, 6))
            - 0.012 * np.sin(self.state[:, PHASE]))
        self.motion("wings", 0.35 + 0.35 * np.cos(self.state[:, PHASE]))
        self.chirps()

    def chirps(self) -> None:
        time = self.rng.uniform(0.2, 0.8)
        while time < self.scene.duration:
            self.event(time, "chirp", self.rng.uniform(0.4, 0.8))
            time += self.rng.uniform(0.35, 1.4)

    def walk(self) -> None:
        """PHASE grows by pi a step; a foot lands whenever it passes a multiple of pi."""
        steps = self.rng.uniform(1.6, 2.1)
        self.state[:, PHASE] = math.pi * (steps * self.times + self.rng.uniform(0, 1))
        stride = 0.42 * self.subject.radius
        middle = 0.0 if self.alone else 0.8 * self.state[0, X]
        share = 1.0 if self.alone else 0.75
        self.state[:, X] = middle + share * self.sign * steps * stride * (self.times - 0.5 * self.scene.duration)
        self.state[:, HEIGHT] += 0.02 * self.subject.radius * np.cos(2 * self.state[:, PHASE])
        self.footsteps(0.45)

    def run_along(self) -> None:
        """As a walk, but quicker, higher and harder."""
        steps = self.rng.uniform(2.5, 3.0)
        self.state[:, PHASE] = math.pi * (steps * self.times + self.rng.uniform(0, 1))
        pace = steps * 0.62 * self.subject.radius
        self.across(self.times / self.scene.duration, float(np.clip(0.5 * pace * self.scene.duration, 0.2, 0.62)))
        self.state[:, HEIGHT] += 0.06 * self.subject.radius * (1 - np.cos(2 * self.state[:, PHASE])) * 0.5
        self.footsteps(0.7)
        self.motion("cloth", 0.35 + 0.25 * np.cos(2 * self.state[:, PHASE]))

    def wave(self) -> None:
        """PHASE grows by two pi while the hand goes there and back."""
        self.state[:, PHASE] = 2 * math.pi * self.rng.uniform(1.5, 2.1) * self.times + self.rng.uniform(0, 6)
        self.motion("cloth", 0.22 + 0.2 * np.abs(np.cos(self.state[:, PHASE])))

    def talk(self) -> None:
        """PHASE grows by pi a syllable; the mouth is shut at its multiples, where it rests between phrases."""
        phase, time = np.zeros_like(self.times), self.rng.uniform(0.05, 0.25)
        while time < self.scene.duration:
            for _ in range(int(self.rng.integers(3, 9))):
                length = self.rng.uniform(0.15, 0.27)
                phase += math.pi * np.clip((self.times - time) / length, 0, 1)
                time += length
            time += self.rng.uniform(0.15, 0.45)
        self.state[:, PHASE] = phase
        self.state[:, ROLL] += 0.02 * np.sin(1.9 * self.times + self.rng.uniform(0, 6))
        self.motion("voice", np.sin(phase) ** 2)

    def swing(self) -> None:
        """A pendulum on a rope from above, solved step by step; ROLL is the rope's angle."""
        low = 0.42 if self.subject.kind == "lamp" else 0.30
        self.subject.rope = rope = ROPE_TOP - (low + self.subject.radius * 0.5)
        angle, rate = self.sign * self.rng.uniform(0.30, 0.48) * (0.8 if self.alone else 0.55), 0.0
        angles = np.empty_like(self.times)
        for sample in range(len(self.times)):
            angles[sample] = angle
            rate += (-GRAVITY / rope * math.sin(angle) - 0.03 * rate) / RATE
            angle += rate / RATE
        self.state[:, ROLL] = angles
        self.state[:, X] += rope * np.sin(angles)
        self.state[:, HEIGHT] = ROPE_TOP - rope * np.cos(angles)
        speed = np.abs(np.gradient(angles, self.times))
        self.motion("creak", 0.9 * speed)
        self.motion("swing", 0.45 * speed * rope)

    def sway_in_wind(self) -> None:
        """ROLL bends what stands in the wind."""
        wind = 0.0 if self.scene.indoor else self.scene.wind
        gust = np.sin(1.3 * self.times + self.rng.uniform(0, 6)) + 0.5 * np.sin(3.1 * self.times + self.rng.uniform(0, 6))
        self.state[:, ROLL] = -self.sign * wind * (0.06 + 0.05 * gust)

    # Water -----------------------------------------------------------------------------------------------------------

    def afloat(self) -> float:
        """The height of the centre of what floats at rest: a bottle lies, others are half under water."""
        return {"bottle": 0.12, "boat": 1.0}.get(self.subject.kind, 0.25) * self.subject.radius

    def float(self) -> None:
        beat = self.times * self.rng.uniform(2.0, 2.8) + self.rng.uniform(0, 6)
        self.across(self.times / self.scene.duration, self.rng.uniform(0.12, 0.24))
        self.state[:, HEIGHT] = self.afloat() + 0.022 * np.sin(beat)
        lean = self.sign * -1.25 if self.subject.kind == "bottle" else 0.0
        self.state[:, ROLL] += lean + 0.13 * np.sin(beat + 1.2)
        self.state[:, PHASE] = beat
        self.motion("wash", 0.25 + 0.15 * np.sin(beat))
        for crest in np.flatnonzero(np.diff(np.sign(np.sin(beat))) < 0):
            self.event(self.times[crest], "splash", self.rng.uniform(0.08, 0.2))

    def splash(self) -> None:
        """A fall into water: it brakes what enters, lifts what is light and swallows what is heavy."""
        radius, rest = self.subject.radius, min(self.afloat(), 0.5 * self.subject.radius)
        sinks = self.subject.material in ("steel", "stone") or (self.subject.kind, self.subject.material) == ("ball", "glass")
        height, speed, start = self.high_above(), 0.0, 0.0
        heights, wet = np.empty_like(self.times), None
        for sample, time in enumerate(self.times):
            heights[sample] = height
            under = min(1.0, max(0.0, (radius - height) / (2 * radius)))
            if under > 0 and wet is None:
                wet = time
                self.state[:, PHASE] = np.clip(self.times - wet, 0, None)
                self.event(time, "splash", min(1.0, 0.25 + 0.28 * abs(speed)))
            lift = 0.8 if sinks else (2 * radius) / (radius - rest)
            force = -GRAVITY * (1 - lift * under) - (7.0 if under > 0.5 else 5.0 * (under > 0)) * speed
            speed += force / RATE
            height = max(height + speed / RATE, -1.6 * radius)
        self.state[:, HEIGHT] = heights
        spin = self.sign * (2.2 if self.subject.kind == "bottle" else 1.4)
        wet = self.scene.duration if wet is None else wet
        self.state[:, ROLL] += -spin * np.minimum(self.times, wet)
        if self.subject.kind == "bottle":    # settles on its side
            share = 1 - np.exp(-np.clip(self.times - wet, 0, None) / 0.35)
            at = self.state[:, ROLL]
            self.state[:, ROLL] = at + share * (-self.sign * 1.25 - at)
        self.state[:, ROLL] += np.where(self.times > wet, 0.12 * np.sin(2.4 * (self.times - wet)), 0.0)
        if not sinks:
            self.state[:, HEIGHT] += np.where(self.times > wet, 0.015 * np.sin(2.4 * (self.times - wet)), 0.0)
        self.motion("wash", np.where(self.times > wet, 0.15 + 0.3 * np.exp(-(self.times - wet) / 0.8), 0.0))

    # Falling over ----------------------------------------------------------------------------------------------------

    def topple(self) -> None:
        """Pushed over the edge of its foot, solved step by step; it ends lying on its side, ROLL a quarter turn."""
        radius = self.subject.radius
        if self.subject.kind == "cube":
            tall = wide = CUBE_EDGE * radius
        else:
            tall, wide = radius, HALF_WIDTHS[self.subject.kind] * radius
        reach, lean = math.hypot(tall, wide), math.atan2(wide, tall)
        pull = 0.75 * GRAVITY / reach
        start = self.rng.uniform(0.1, max(0.15, min(0.8, 0.2 * self.scene.duration)))
        angle, rate, last = 0.0, math.sqrt(2 * pull * (1 - math.cos(lean)) * 1.25 + 0.12), -1.0
        angles = np.zeros_like(self.times)
        for sample, time in enumerate(self.times):
            angles[sample] = angle
            if time < start:
                continue
            rate += pull * math.sin(angle - lean) / RATE
            angle += rate / RATE
            if angle > math.pi / 2:
                if rate * reach > 0.08 and time - last > 0.03:
                    self.event(time, "impact", rate * reach / 1.6)
                    last = time
                angle, rate = math.pi / 2, -0.22 * rate if rate > 0.5 else 0.0
        self.state[:, ROLL] = -self.sign * angles
        self.state[:, HEIGHT] += tall * (np.cos(angles) - 1) + wide * np.sin(angles)
        self.state[:, X] += self.sign * (tall * np.sin(angles) + wide * (1 - np.cos(angles)) - 0.5 * tall)

    def dance(self) -> None:
        """PHASE grows by pi a beat; the music's tempo leads if there is music."""
        tempo = self.scene.music[1] if self.scene.music else self.rng.uniform(96, 130)
        tempo = tempo * 2 if tempo < 85 else tempo
        self.state[:, PHASE] = math.pi * tempo / 60 * self.times
        swing = np.sin(self.state[:, PHASE])
        self.state[:, X] += 0.035 * np.sin(0.5 * self.state[:, PHASE])
        self.state[:, HEIGHT] += 0.05 * self.subject.radius * (np.abs(swing) - 0.5) * 2
        self.state[:, ROLL] = 0.10 * np.sin(self.state[:, PHASE])
        self.footsteps(0.55)
        self.motion("cloth", 0.25 + 0.25 * np.abs(np.cos(self.state[:, PHASE])))

    def footsteps(self, strength: float) -> None:
        phase = self.state[:, PHASE] / math.pi
        for sample in np.flatnonzero(np.diff(np.floor(phase)) > 0):
            slope = (phase[sample + 1] - phase[sample]) * RATE
            time = self.times[sample] + (math.floor(phase[sample + 1]) - phase[sample]) / slope
            self.event(time, "footstep", strength * self.rng.uniform(0.8, 1.2))
