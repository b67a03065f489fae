"""What was measured, as Markdown and as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from training.evaluation.bootstrap import Figure
from training.evaluation.reporting.targets import reach, table

SOURCES = ("generated", "autoencoded", "rendered")
@dataclass(frozen=True)
class Section:
    """A heading, a sentence on how it is measured, and rows (name, unit, figures by source, baselines)."""

    title: str
    how: str
    rows: list[tuple[str, str, dict[str, Figure], dict[str, Figure | float]]]


@dataclass
class Report:
    """Everything an evaluation found. `missing`: what it did not measure, a sentence each; `prompts`: how many were drawn as the
    world draws them."""

    command: str
    facts: dict[str, object]
    sections: list[Section]
    prompts: int
    missing: list[str] = field(default_factory=list)
    shots: list[dict] = field(default_factory=list)

    def markdown(self) -> str:
        return f"# Evaluation\n\n{self.body('##')}"

    def reached(self) -> str:
        """The table of figures to reach."""
        return table(reach(self.sections, self.prompts))

    def body(self, level: str) -> str:
        lines = [f"`{self.command}`", ""]
        lines += [f"* {name}: {value}" for name, value in self.facts.items()]
        lines += ["", f"{level} Figures to reach", "", "Measured: value and 95 % interval; *not surely*: the limit lies inside it.", "",
                  self.reached()]
        lines += [
            "", "*Rendered* are the true shots of the same scenes, measured the same way: the ceiling of every measure. *Autoencoded* "
            "are they through both autoencoders: what the denoiser could reach at best. Brackets are 95 % bootstrap intervals over "
            "shots; n counts what was drawn again.", ""]
        for section in self.sections:
            lines += [f"{level} {section.title}", "", section.how, ""]
            lines += ["| measure | unit | generated | n | autoencoded | rendered | baselines |", "|---|---|---|---|---|---|---|"]
            for name, unit, figures, baselines in section.rows:
                cells = [str(figures[source]) if source in figures else "–" for source in SOURCES]
                count = figures.get("generated", next(iter(figures.values()))).count
                against = "; ".join(f"{label} {_said(value)}" for label, value in baselines.items()) or "–"
                lines.append(f"| {name} | {unit} | {cells[0]} | {count} | {cells[1]} | {cells[2]} | {against} |")
            lines.append("")
        if self.missing:
            lines += ["Not measured: " + " ".join(self.missing), ""]
        return "\n".join(lines)

    def summary(self) -> dict:
        """Everything but the single shots."""
        return {
            "command": self.command, "facts": self.facts, "not_measured": self.missing, "reach": reach(self.sections, self.prompts),
            "measures": [
                {
                    "section": section.title, "measure": name, "unit": unit,
                    "figures": {source: figure.as_json() for source, figure in figures.items()},
                    "baselines": {label: _plain(value) for label, value in baselines.items()},
                }
                for section in self.sections for name, unit, figures, baselines in section.rows],
        }

    def keep(self, path: Path) -> None:
        """The summary alone, as plot_curve reads it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_json(self.summary()), encoding="utf-8")

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.md").write_text(self.markdown(), encoding="utf-8")
        (folder / "report.json").write_text(_json(self.summary() | {"shots": self.shots}), encoding="utf-8")


def _json(found: dict) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False)


def _said(value: Figure | float) -> str:
    return str(value) if isinstance(value, Figure) else f"{value:.3g}"


def _plain(value: Figure | float):
    return value.as_json() if isinstance(value, Figure) else value
