"""Follows a coloured thing through a shot by its colour alone, so that true and generated pictures are measured alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional as F

from training.evaluation.colour import lab_of
from training.world.light import COLOUR_RGB

TRACKABLE = ("red", "green", "blue", "yellow", "orange", "purple")
REACH = 0.22                # how far the thing may move from frame to frame, in picture heights
SURE = 0.30                 # a frame's peak, as a share of the shot's best, below which the thing counts as lost
SMALLEST = 0.03             # radius in picture heights below which a blob is no thing


@dataclass(frozen=True)
class Track:
    """One thing over time, in picture heights from the left and from the top; `found` says in which frames it was seen."""

    x: np.ndarray
    y: np.ndarray
    bottom: np.ndarray
    radius: np.ndarray
    found: np.ndarray
    lab: np.ndarray         # [t, 3] its mean colour


def likeness(lab: torch.Tensor, colour: str) -> torch.Tensor:
    """0..1: how far a pixel's hue and chroma are those of a colour, whatever the light."""
    wanted = lab_of(torch.tensor(COLOUR_RGB[colour])[:, None, None])[1:, 0, 0]
    chroma = float(wanted.norm())
    axis = wanted / chroma
    along = lab[:, 1] * axis[0] + lab[:, 2] * axis[1]
    across = (lab[:, 2] * axis[0] - lab[:, 1] * axis[1]).abs()
    return ((along / chroma - 0.25) / 0.25).clamp(0, 1) * ((0.55 - across / along.clamp(min=1)) / 0.15).clamp(0, 1)


def track(video: torch.Tensor, colour: str) -> Track:
    """Follows the largest patch of a colour through uint8 [t, 3, h, w]."""
    count, _, height, width = video.shape
    lab = lab_of(video.float() / 255)
    score = likeness(lab, colour)
    window = 2 * (height // 16) + 1
    soft = F.avg_pool2d(score[:, None], window, 1, window // 2)[:, 0]
    peaks = soft.flatten(1).amax(1)
    best, start = float(peaks.max()), int(peaks.argmax())
    corners = np.zeros((count, 2))
    sure = np.zeros(count, bool)
    middle = divmod(int(soft[start].argmax()), width)
    for order in (range(start, count), range(start, -1, -1)):
        at = middle
        for n in order:
            at, peak = _nearby_peak(soft[n], at, int(REACH * height))
            sure[n] = best > 0.1 and peak > SURE * best
            corners[n] = at
    columns = {name: np.zeros(count) for name in ("x", "y", "bottom", "radius")}
    colours = np.zeros((count, 3))
    for n in range(count):
        measured, colours[n] = _measure(score[n], lab[n], corners[n], height)
        for name, value in measured.items():
            columns[name][n] = value
    return Track(**columns, found=sure & (columns["radius"] > SMALLEST), lab=colours)


def _nearby_peak(soft: torch.Tensor, at: tuple[int, int], reach: int) -> tuple[tuple[int, int], float]:
    height, width = soft.shape
    top, left = max(0, at[0] - reach), max(0, at[1] - reach)
    part = soft[top : min(height, at[0] + reach + 1), left : min(width, at[1] + reach + 1)]
    row, column = divmod(int(part.argmax()), part.shape[1])
    return (top + row, left + column), float(part[row, column])


def _measure(score: torch.Tensor, lab: torch.Tensor, at, height: int):
    """Centre, lower edge and size of the patch around a point, by two rounds of the mean of its pixels."""
    row, column = float(at[0]), float(at[1])
    rows = torch.arange(score.shape[0], dtype=torch.float32)[:, None]
    columns = torch.arange(score.shape[1], dtype=torch.float32)[None]
    half, mass, inside = 0.25 * height, 0.0, score
    for _ in range(2):
        inside = score * (((rows - row).abs() < half) & ((columns - column).abs() < half))
        mass = float(inside.sum())
        if mass < 1:
            return {"x": column / height, "y": row / height, "bottom": row / height, "radius": 0.0}, np.zeros(3)
        row, column = float((inside * rows).sum()) / mass, float((inside * columns).sum()) / mass
        half = max(4.0, 2.0 * (mass / np.pi) ** 0.5)
    share = inside.sum(1).cumsum(0) / mass
    low = int((share < 0.97).sum())
    mean = ((lab * inside).sum((1, 2)) / mass).numpy()
    return {
        "x": (column + 0.5) / height, "y": (row + 0.5) / height, "bottom": (low + 1) / height,
        "radius": (mass / np.pi) ** 0.5 / height}, mean


def contacts(y: np.ndarray, rate: float) -> np.ndarray:
    """Times in seconds at which a falling thing stops falling: the lowest points of its path (y grows downwards)."""
    reach, found = round(rate / 3), []
    for n in range(2, len(y) - 2):
        near = y[max(0, n - 2) : n + 3]
        fallen = y[n] - y[max(0, n - reach) : n + 1].min()
        risen = y[n] - y[n : n + reach + 1].min()
        lowest = y[n] >= near.max() - 1e-9 or (fallen > 0.06 and y[n] - y[n - 1] > 0.01 and abs(y[n + 1] - y[n]) < 0.004)
        if not lowest or fallen < 0.02 or not (risen > 0.015 or fallen > 0.06):
            continue
        if found and n - found[-1] < 3:
            continue
        found.append(n)
    return np.array([_corner(y, n) / rate for n in found])


def _corner(y: np.ndarray, n: int) -> float:
    """Where the lines through the frames before and after a lowest point meet, within a frame of it."""
    if n < 3 or n + 3 >= len(y):
        return float(n)
    before, after = np.polyfit((-3, -2, -1), y[n - 3 : n], 1), np.polyfit((1, 2, 3), y[n + 1 : n + 4], 1)
    slope = before[0] - after[0]
    return float(n) if slope < 1e-4 else n + float(np.clip((after[1] - before[1]) / slope, -1, 1))
