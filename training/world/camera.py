"""Where the camera is and looks, and what that does to a thing at any depth.

Nearness is one over depth: 1 at the subjects' plane, SKY_PARALLAX at the backdrop. A turn moves every depth alike, a step to
the side moves what is near more, a step forward lets what is near grow more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ASPECT = 5 / 3          # the width the world is composed for
GROUND_LINE = 0.80      # where the subjects' ground is, as a share of the picture height from the top
HORIZON = 0.52          # where ground meets backdrop
SKY_PARALLAX = 0.30     # nearness of the backdrop
ZOOM_CENTRE = 0.62      # the row a zoom keeps in place
SLOPE = (GROUND_LINE - HORIZON) / (1 - SKY_PARALLAX)
VANISHING = HORIZON - SLOPE * SKY_PARALLAX      # the row of endless depth

ZOOM = 0.4
TILT = 0.11
FORWARD = 0.20


def lane_line(lane):
    """Where the ground of a lane is, as a share of the picture height from the top, for a camera at rest."""
    return VANISHING + SLOPE * lane


def pan_reach(duration: float) -> float:
    """How far from the middle a pan starts and ends, in picture heights."""
    return min(0.33, 0.10 * duration)


@dataclass
class Rig:
    """A camera over time, every member [T]. Lengths in picture heights."""

    turn: np.ndarray        # what it moves everything to the right
    x: np.ndarray           # where it stands
    zoom: np.ndarray
    y: np.ndarray           # what it moves everything down: above 0 it looks up
    forward: np.ndarray     # how near it came, in depths of the subjects

    def nearness(self, at_rest):
        """The nearness now of what is so near for a camera at rest."""
        return 1 / (1 / at_rest - self.forward)

    def backdrop(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What the farthest plane does: (x, zoom, y)."""
        wall = self.nearness(SKY_PARALLAX)
        return (self.x * wall - self.turn) / SKY_PARALLAX, self.zoom * wall / SKY_PARALLAX, self.y

    def side_reach(self) -> float:
        """The most that any row moves to a side, in picture heights."""
        nearest = (1 + TILT - VANISHING) / SLOPE
        return float(max(np.abs(self.turn - self.x * i).max() for i in (SKY_PARALLAX, nearest)))


def rig_of(camera: str, seed: int, duration: float, times: np.ndarray) -> Rig:
    """The camera of a shot at times in seconds. Panning left moves it left, so the picture's content moves right."""
    times = np.asarray(times, np.float64)
    share = np.clip(times / max(duration, 1e-6), 0, 1)
    still, across = np.zeros_like(share), 2 * share - 1
    reach, tilt = pan_reach(duration), min(TILT, 0.05 * duration) * across
    rig = Rig(still, still, still + 1, still, still)
    if camera == "pan left":
        rig.x = -reach * across
    elif camera == "pan right":
        rig.x = reach * across
    elif camera == "zoom in":
        rig.zoom = 1 + ZOOM * share
    elif camera == "zoom out":
        rig.zoom = 1 + ZOOM * (1 - share)
    elif camera == "tilt up":
        rig.y = tilt
    elif camera == "tilt down":
        rig.y = -tilt
    elif camera == "dolly in":
        rig.forward = FORWARD * share
    elif camera == "orbit":
        rig.x = rig.turn = 0.8 * reach * across * orbit_sense(seed)
    elif camera == "handheld":
        rig.turn, rig.y = _hand(seed, times)
    return rig


def orbit_sense(seed: int) -> float:
    """Which way round an orbit goes: 1 moves the camera to the right."""
    return 1.0 if seed % 2 else -1.0


def _hand(seed: int, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A hand that wants to be still: a slow sway and a small tremble in both directions."""
    rng = np.random.default_rng([seed, 0x4A9D])
    out = []
    for sway in (0.022, 0.016):
        start = rng.uniform(0, 6, 3)
        rates = rng.uniform((2.2, 4.5, 9.0), (3.2, 6.5, 13.0))
        waves = np.sin(times[..., None] * rates + start) * np.array((1.0, 0.5, 0.18))
        out.append(sway * waves.sum(-1))
    return out[0], out[1]
