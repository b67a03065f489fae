"""How loud the stems are, when sounds begin in them, and whether a stem keeps still when it should."""

from __future__ import annotations

import math

import numpy as np
import torch

from training.evaluation.bootstrap import Figure, above, mean_of
from training.evaluation.cases import STEMS

FLOOR = -80.0               # dBFS below which everything counts as silence
HOP, WINDOW = 120, 240      # samples of an onset's search grid and of the energy around it
QUIET = -50.0               # dBFS below which nothing begins
RISE = 8.0                  # dB above the 40 ms before
APART = 0.06                # seconds between two onsets at least


def levels(stems: torch.Tensor) -> dict[str, float]:
    """RMS of every stem in dBFS."""
    return {name: max(FLOOR, 20 * math.log10(float(stem.square().mean().sqrt()) + 1e-9)) for name, stem in zip(STEMS, stems)}


def onsets(sound: np.ndarray, sample_rate: int) -> np.ndarray:
    """Times in seconds at which something begins to sound."""
    count = (len(sound) - WINDOW) // HOP + 1
    if count < 10:
        return np.zeros(0)
    frames = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::HOP][:count]
    energy = 10 * np.log10(np.square(frames, dtype=np.float64).mean(1) + 1e-10)
    before = round(0.04 * sample_rate / HOP)
    rise = np.zeros(count)
    for n in range(1, count):
        past = energy[max(0, n - before) : n]
        rise[n] = energy[min(count - 1, n + 1)] - max(past.mean(), FLOOR)
    floor = max(QUIET, energy.max() - 30)
    gap, found = round(APART * sample_rate / HOP), []
    for n in range(1, count - 1):
        loud = energy[n : n + 3].max() > floor
        if loud and rise[n] > RISE and rise[n] >= rise[max(0, n - gap) : n + gap + 1].max():
            found.append((n * HOP + WINDOW) / sample_rate)
    return np.array(found)


def purity(observed: dict[str, list]) -> list[tuple[str, str, dict[str, Figure], dict[str, float]]]:
    """Rows: level where the stem should be silent, where it should sound, and how surely the two are told apart."""
    groups = {
        "effects": (lambda case: case.silent, lambda case: not case.silent, "nothing in the scene sounds", "something sounds"),
        "music": (lambda case: case.music == "denied", lambda case: case.music == "named", "prompt denies music", "prompt names music"),
        "ambience": (
            lambda case: case.scene.weather == "clear" and case.scene.place != "beach", lambda case: case.scene.weather == "rain",
            "dry prompts", "rain"),
    }
    rows = []
    for stem, (quiet, loud, when_quiet, when_loud) in groups.items():
        if stem not in STEMS:
            continue
        split = {
            source: tuple([o.levels[stem] for o in rows_ if wanted(o.case)] for wanted in (quiet, loud))
            for source, rows_ in observed.items()}
        rows.append((f"{stem}: level, {when_quiet}", "dBFS", {s: mean_of(low) for s, (low, _) in split.items()}, {"silence": FLOOR}))
        rows.append((f"{stem}: level, {when_loud}", "dBFS", {s: mean_of(high) for s, (_, high) in split.items()}, {"silence": FLOOR}))
        rows.append((
            f"{stem}: louder when it should sound", "share of pairs", {s: above(high, low) for s, (low, high) in split.items()},
            {"chance": 0.5}))
    if "music" not in STEMS:
        return rows
    unsaid = {source: [o.levels["music"] for o in rows_ if o.case.music == "unsaid"] for source, rows_ in observed.items()}
    rows.append(("music: level, prompt says nothing of it", "dBFS", {s: mean_of(v) for s, v in unsaid.items()}, {"silence": FLOOR}))
    return rows
