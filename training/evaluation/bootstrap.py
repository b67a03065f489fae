"""Figures with 95 % intervals, by drawing the measured shots again with replacement (Efron 1979)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

DRAWS = 2000


@dataclass(frozen=True)
class Figure:
    """A measured value, its 95 % interval and the number of shots behind it; NaN where nothing could be measured."""

    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        if self.count == 0 or math.isnan(self.value):
            return "not measurable"
        return f"{_short(self.value)} [{_short(self.low)}, {_short(self.high)}]"

    def as_json(self) -> dict:
        return {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in vars(self).items()}


NOTHING = Figure(math.nan, math.nan, math.nan, 0)


def _short(value: float) -> str:
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 0.095 or value == 0 else f"{value:.3f}"


def figure_of(rows: Sequence, statistic: Callable[[np.ndarray], np.ndarray]) -> Figure:
    """The statistic of the rows, one a shot, and its interval. It is taken along the second axis: the first one counts draws."""
    rows = np.asarray(rows, np.float64)
    if len(rows) == 0:
        return NOTHING
    generator = np.random.default_rng(0)
    drawn = statistic(rows[generator.integers(0, len(rows), (DRAWS, len(rows)))])
    drawn = drawn[~np.isnan(drawn)]
    if len(drawn) == 0:
        return NOTHING
    low, high = np.percentile(drawn, (2.5, 97.5))
    return Figure(float(statistic(rows[None])[0]), float(low), float(high), len(rows))


def mean_of(values: Sequence[float]) -> Figure:
    return figure_of(values, lambda rows: rows.mean(1))


def median_of(values: Sequence[float]) -> Figure:
    return figure_of(values, lambda rows: np.median(rows, 1))


def ratio_of(parts: Sequence[float], wholes: Sequence[float]) -> Figure:
    """Sum of the parts over the sum of the wholes, by shot: for counts that differ from shot to shot."""
    pairs = [(part, whole) for part, whole in zip(parts, wholes) if whole > 0]
    return figure_of(pairs, lambda rows: rows[:, :, 0].sum(1) / rows[:, :, 1].sum(1))


def pooled(groups: Sequence[Sequence[float]], statistic: Callable[[np.ndarray], float]) -> Figure:
    """The statistic of all values together. Shots are drawn, each with all its values: those of one shot are no independent
    witnesses. The count is that of the shots which have any."""
    groups = [np.asarray(group, np.float64) for group in groups if len(group)]
    if not groups:
        return NOTHING
    generator = np.random.default_rng(0)
    drawn = [
        statistic(np.concatenate([groups[n] for n in generator.integers(0, len(groups), len(groups))])) for _ in range(DRAWS)]
    low, high = np.percentile(drawn, (2.5, 97.5))
    return Figure(float(statistic(np.concatenate(groups))), float(low), float(high), len(groups))


def difference_of(first: Sequence[float], second: Sequence[float]) -> Figure:
    """Mean of the first minus mean of the second, two groups of different shots."""
    first, second = np.asarray(first, np.float64), np.asarray(second, np.float64)
    if len(first) == 0 or len(second) == 0:
        return NOTHING
    generator = np.random.default_rng(0)
    draw = lambda rows: rows[generator.integers(0, len(rows), (DRAWS, len(rows)))].mean(1)  # noqa: E731
    low, high = np.percentile(draw(first) - draw(second), (2.5, 97.5))
    return Figure(float(first.mean() - second.mean()), float(low), float(high), len(first) + len(second))


def above(high: Sequence[float], low: Sequence[float]) -> Figure:
    """Chance that a value of one group lies above one of the other; 0.5 is what no difference gives."""
    high, low = np.asarray(high, np.float64), np.asarray(low, np.float64)
    if len(high) == 0 or len(low) == 0:
        return NOTHING

    def share(a, b):
        return float((a[:, None] > b[None]).mean() + 0.5 * (a[:, None] == b[None]).mean())

    generator = np.random.default_rng(0)
    drawn = [
        share(high[generator.integers(0, len(high), len(high))], low[generator.integers(0, len(low), len(low))])
        for _ in range(DRAWS)]
    return Figure(share(high, low), *map(float, np.percentile(drawn, (2.5, 97.5))), len(high) + len(low))
