"""Quality against steps: the same small set of prompts made with few and with many."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from training.evaluation.attributes import share_right
from training.evaluation.bootstrap import Figure, mean_of
from training.evaluation.cases import Case
from training.evaluation.making import Generator
from training.evaluation.motion import agreement, bouncing, flights, inner, seen_contacts, true_gravity
from training.evaluation.observation import observe
from training.evaluation.runs.whole import wanted_of


def sweep(generators: dict[int, Generator], cases: list[Case], critic, sample_rate: int, progress: Callable[[str], None]) -> list:
    """Rows for every number of steps."""
    rows = []
    for steps, generator in generators.items():
        wanted, seen = [wanted_of(case) for case in cases], []
        for case, shot in zip(cases, generator.shots(wanted)):
            seen.append(observe(case, shot, critic, sample_rate, looked_at=False))
            progress(f"{steps} steps, shot {len(seen)} of {len(cases)}")
        rows += [(f"{steps} steps: {name}", unit, {"generated": figure}, {}) for name, unit, figure in measured(seen, generator.seconds(wanted))]
    return rows


def measured(seen: list, seconds: list[float]) -> list[tuple[str, str, Figure]]:
    falls = bouncing(seen)
    heard = agreement([(seen_contacts(o.track), inner(o.onsets)) for o in falls])
    return [
        ("processor time to make a shot", "s", mean_of(seconds)),
        ("attributes", "share right", mean_of([share_right(o) for o in seen if o.case.purpose == "any"])),
        ("contacts seen in a shot", "count", heard["contacts seen in a shot"]),
        ("contacts heard within 2 frames", "share", heard["contacts heard within 2 frames"]),
        ("gravity within 15 % of the world's", "share of shots", mean_of([float(true_gravity(flights(o.track))) for o in falls])),
        ("frames in which the thing is found", "share", mean_of([float(np.mean(o.track.found)) for o in falls])),
    ]
