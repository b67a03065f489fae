"""The learning curve: python3 -m training.plot_curve --logs training/.work/denoiser*.log --kept training/.work/kept/*.json

Reads what training printed (`step N minutes M loss X …`) and what `training.evaluate --keep` left, one file a checkpoint. Writes
curve.png and curve.md, a table of the checkpoints, into the output folder.
"""

import argparse
import json
import re
import sys
from pathlib import Path

import numpy as np

from training.evaluation.reporting.plot import Line, plot, stacked

STEP = re.compile(r"^step (\d+) (?:of \d+ )?minutes ([\d.]+) (.*)$")
PART = re.compile(r"(\w+) (-?\d+(?:\.\d+)?(?:e-?\d+)?)")
DRAWN = ("loss", "picture", "sound")
SMOOTH = 5                  # logged values in a running mean
MEASURES = {                # what is drawn: short name, section, measure
    "attributes": ("What the prompt says", "mean of all"),
    "heard in 2 frames": ("Sync", "contacts heard within 2 frames"),
    "gravity in 15 %": ("Physics", "gravity within 15 % of the world's"),
    "thing": ("What the prompt says", "thing"),
    "colour": ("What the prompt says", "colour"),
    "action": ("What the prompt says", "action"),
    "camera": ("What the prompt says", "camera"),
}


def read_log(lines) -> dict[int, dict[str, float]]:
    """Step to its numbers. A step logged twice was taken twice, after a checkpoint was picked up again: the later one counts."""
    found = {}
    for line in lines:
        match = STEP.match(line.strip())
        if match:
            found[int(match[1])] = {"minutes": float(match[2])} | {name: float(value) for name, value in PART.findall(match[3])}
    return found


def smoothed(values: list[float]) -> list[float]:
    return [float(np.mean(values[max(0, n - SMOOTH + 1) : n + 1])) for n in range(len(values))]


def loss_lines(steps: dict[int, dict[str, float]]) -> list[Line]:
    lines = []
    for name in DRAWN:
        at = [step for step in sorted(steps) if name in steps[step]]
        lines.append(Line(name, list(zip(map(float, at), smoothed([steps[step][name] for step in at])))))
    return lines


def trained_steps(kept: dict, part: str) -> int:
    """The steps of a part that the figures were measured after, from the report's own line."""
    match = re.search(rf"\b{part} (\d+) steps", str(kept["facts"]["trained"]))
    if match is None:
        raise ValueError(f"trained: {kept['facts']['trained']!r} does not say how many steps {part} has taken.")
    return int(match[1])


def figure_of(kept: dict, section: str, measure: str) -> dict | None:
    for row in kept["measures"]:
        if (row["section"], row["measure"]) == (section, measure):
            figure = row["figures"].get("generated")
            return figure if figure and figure["value"] is not None else None
    return None


def measure_lines(checkpoints: list[tuple[int, dict]]) -> list[Line]:
    lines = []
    for name, where in MEASURES.items():
        found = [(step, figure) for step, kept in checkpoints if (figure := figure_of(kept, *where))]
        lines.append(Line(name, [(float(step), f["value"]) for step, f in found], [(f["low"], f["high"]) for _, f in found]))
    return lines


def table(checkpoints: list[tuple[int, dict]], steps: dict[int, dict[str, float]]) -> str:
    rows = [["steps", "minutes", "loss", *MEASURES, "prompts"], ["---"] * (len(MEASURES) + 4)]
    for step, kept in checkpoints:
        near = [s for s in sorted(steps) if s <= step and "loss" in steps[s]][-SMOOTH:]
        loss = f"{np.mean([steps[s]['loss'] for s in near]):.3f}" if near else "–"
        figures = [figure_of(kept, *where) for where in MEASURES.values()]
        prompts = next(row["figure"] for row in kept["reach"] if row["name"] == "prompts measured")
        rows.append([str(step), f"{steps[near[-1]]['minutes']:.0f}" if near else "–", loss, *(
            f"{f['value']:.2f} [{f['low']:.2f}, {f['high']:.2f}]" if f else "–" for f in figures), prompts])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n"


def main(given: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--logs", type=Path, nargs="*", default=[], help="what training printed, in order")
    parser.add_argument("--kept", type=Path, nargs="*", default=[], help="files that evaluate --keep wrote")
    parser.add_argument("--part", default="denoiser", help="whose steps are counted")
    parser.add_argument("--out", type=Path, default=Path("training/.work"))
    arguments = parser.parse_args(sys.argv[1:] if given is None else given)
    steps = read_log(line for path in arguments.logs for line in path.read_text(encoding="utf-8").splitlines())
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in arguments.kept]
    checkpoints = sorted(((trained_steps(one, arguments.part), one) for one in kept), key=lambda pair: pair[0])
    if not steps and not checkpoints:
        parser.error("nothing to draw: give --logs with lines 'step N minutes M loss X', or --kept with files of evaluate --keep.")
    across = f"steps of the {arguments.part}"
    plots = [plot(f"Loss, mean of {SMOOTH} logged values", across, loss_lines(steps))] if steps else []
    plots += [plot("Measured on held-out prompts, with 95 % intervals", across, measure_lines(checkpoints))] if checkpoints else []
    arguments.out.mkdir(parents=True, exist_ok=True)
    stacked(plots).save(arguments.out / "curve.png", optimize=True)
    (arguments.out / "curve.md").write_text(table(checkpoints, steps), encoding="utf-8")
    print(table(checkpoints, steps))


if __name__ == "__main__":
    main()
