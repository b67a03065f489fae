"""The figures that the model has to reach, and whether it does."""

from __future__ import annotations

import math
from dataclasses import dataclass

from training.evaluation.bootstrap import Figure
from training.world.vocabulary import VOCABULARY

HARD = ("camera", "count")      # attributes of which less is asked


@dataclass(frozen=True)
class Target:
    """A figure to reach: a row of a section and its limit. `kind`: at least, at most, or within (either way of zero)."""

    name: str
    section: str
    row: str
    kind: str
    limit: float
    unit: str
    source: str = "generated"

    def met(self, value: float) -> bool:
        if self.kind == "within":
            return abs(value) <= self.limit
        return value >= self.limit if self.kind == "at least" else value <= self.limit

    def said(self) -> str:
        return f"{self.kind} {self.limit:g} {self.unit}".strip()


TARGETS = [
    *(Target(name, "What the prompt says", name, "at least", 0.8 if name in HARD else 0.9, "") for name in VOCABULARY),
    Target("contact to sound, median", "Sync", "contact to the nearest sound, median", "at most", 1, "frame"),
    Target("contacts heard within 2 frames", "Sync", "contacts heard within 2 frames", "at least", 0.9, ""),
    Target("shots with true gravity", "Physics", "gravity within 15 % of the world's", "at least", 0.8, ""),
    Target("colour drift over 4 s", "Identity", "colour of the thing, last second against first, median", "at most", 3, "ΔE2000"),
    Target("seam, below the autoencoder's", "Seams", "all: the same, below the autoencoder's", "at most", 2, "dB"),
    Target("picture autoencoder", "Autoencoders", "picture autoencoder on held-out shots", "at least", 34, "dB", "autoencoded"),
    Target("English minus French", "Language", "English minus French", "within", 0.03, ""),
]
LEAST_PROMPTS = 500


def judged(target: Target, figure: Figure | None) -> str:
    """yes or no; `not surely` where the interval holds values on both sides of the limit."""
    if figure is None or figure.count == 0 or math.isnan(figure.value):
        return "not measured"
    answer = target.met(figure.value)
    sure = target.met(figure.low) == answer and target.met(figure.high) == answer
    if target.kind == "within" and not answer:
        # an interval from far below to far above holds what is allowed
        sure = sure and (figure.low > 0) == (figure.high > 0)
    return ("yes" if answer else "no") + ("" if sure else ", not surely")


def reach(sections, prompts: int) -> list[dict]:
    """A row for every target: name, to reach, figure, that of the true renders, and whether it is reached."""
    figures = {(section.title, row[0]): row[2] for section in sections for row in section.rows}
    rows = [{
        "name": "prompts measured", "to reach": f"at least {LEAST_PROMPTS}", "figure": str(prompts), "n": prompts, "rendered": "–",
        "reached": "yes" if prompts >= LEAST_PROMPTS else "no"}]
    for target in TARGETS:
        found = figures.get((target.section, target.row), {})
        figure, truth = found.get(target.source), found.get("rendered")
        rows.append({
            "name": target.name, "to reach": target.said(), "figure": "–" if figure is None else str(figure),
            "n": figure.count if figure else 0, "rendered": "–" if truth is None else str(truth), "reached": judged(target, figure)})
    return rows


def table(rows: list[dict]) -> str:
    lines = ["| figure | to reach | measured | n | true renders | reached |", "|---|---|---|---|---|---|"]
    keys = ("name", "to reach", "figure", "n", "rendered", "reached")
    return "\n".join(lines + ["| " + " | ".join(str(row[key]) for key in keys) + " |" for row in rows])
