"""Writes what was measured: a Markdown table, JSON, a contact sheet and spectrograms."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from training.evaluation.bootstrap import Figure
from training.evaluation.cases import STEMS

SOURCES = ("generated", "autoencoded", "rendered")
NOT_MEASURED = "Not measured: seams of extended and filled shots, for this model is not yet asked to extend or fill." + (
    "" if "music" in STEMS else " Music: this model makes none yet.")


@dataclass(frozen=True)
class Section:
    """A heading, a sentence on how it is measured, and rows (name, unit, figures by source, baselines)."""

    title: str
    how: str
    rows: list[tuple[str, str, dict[str, Figure], dict[str, Figure | float]]]


@dataclass
class Report:
    """Everything an evaluation found."""

    command: str
    facts: dict[str, object]
    sections: list[Section]
    shots: list[dict] = field(default_factory=list)

    def markdown(self) -> str:
        lines = ["# Evaluation", "", f"`{self.command}`", ""]
        lines += [f"* {name}: {value}" for name, value in self.facts.items()]
        lines += [
            "", "*Rendered* are the true shots of the same scenes, measured the same way: the ceiling of every measure. *Autoencoded* "
            "are they through both autoencoders: what the denoiser could reach at best. Brackets are 95 % bootstrap intervals over "
            "shots; n counts what was drawn again.", ""]
        for section in self.sections:
            lines += [f"## {section.title}", "", section.how, ""]
            lines += ["| measure | unit | generated | n | autoencoded | rendered | baselines |", "|---|---|---|---|---|---|---|"]
            for name, unit, figures, baselines in section.rows:
                cells = [str(figures[source]) if source in figures else "–" for source in SOURCES]
                count = figures.get("generated", next(iter(figures.values()))).count
                against = "; ".join(f"{label} {_said(value)}" for label, value in baselines.items()) or "–"
                lines.append(f"| {name} | {unit} | {cells[0]} | {count} | {cells[1]} | {cells[2]} | {against} |")
            lines.append("")
        return "\n".join([*lines, NOT_MEASURED, ""])

    def as_json(self) -> dict:
        return {
            "command": self.command, "facts": self.facts, "not_measured": NOT_MEASURED,
            "measures": [
                {
                    "section": section.title, "measure": name, "unit": unit,
                    "figures": {source: figure.as_json() for source, figure in figures.items()},
                    "baselines": {label: _plain(value) for label, value in baselines.items()},
                }
                for section in self.sections for name, unit, figures, baselines in section.rows],
            "shots": self.shots,
        }

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.md").write_text(self.markdown(), encoding="utf-8")
        text = json.dumps(self.as_json(), ensure_ascii=False, indent=1, allow_nan=False)
        (folder / "report.json").write_text(text, encoding="utf-8")


def _said(value: Figure | float) -> str:
    return str(value) if isinstance(value, Figure) else f"{value:.3g}"


def _plain(value: Figure | float):
    return value.as_json() if isinstance(value, Figure) else value
