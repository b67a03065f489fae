"""Does a thing stay itself over a shot, and do seeds make different shots of one prompt?"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import torch

from training.evaluation.bootstrap import NOTHING, Figure, mean_of, median_of
from training.evaluation.cases import RATE, SECONDS, SIZE, Case
from training.evaluation.colour import delta_e, lab_of
from training.evaluation.tracking import Track, track
from training.shots import FRAMES
from training.world.picture import render
from training.world.scene import sample_scene

NEEDED_FRAMES = 4           # in both the first and the last second


def ends_of(track: Track) -> tuple[np.ndarray, np.ndarray] | None:
    """Mean L*a*b* of the thing in the first and in the last second, where it is seen in both."""
    second = round(float(RATE))
    first, last = track.found[:second], track.found[-second:]
    if first.sum() < NEEDED_FRAMES or last.sum() < NEEDED_FRAMES:
        return None
    return track.lab[:second][first].mean(0), track.lab[-second:][last].mean(0)


def follows(case: Case, path: Track) -> bool:
    """Whether a path followed in the true render is that of the world: where it is not, no other shot can be followed either."""
    truth = case.scene.tracks(np.arange(len(path.y)) / float(RATE))[0]
    return path.found.mean() > 0.9 and np.abs(path.y - truth[:, 1])[path.found].mean() < 0.08


def trackable(observed: dict[str, list]) -> set[int]:
    return {
        o.case.index for o in observed["rendered"]
        if o.track is not None and ends_of(o.track) is not None and follows(o.case, o.track)}


def backdrop(first: torch.Tensor, last: torch.Tensor) -> float:
    """Colour drift of what stands still: CIEDE2000 between the mean pictures of two pieces, uint8 [t, 3, h, w], median of the
    pixels, so that a thing that moved does not count."""
    means = [lab_of(piece.float().mean(0) / 255).permute(1, 2, 0).numpy() for piece in (first, last)]
    return float(np.median(delta_e(*means)))


def drift(observed: dict[str, list]) -> list[tuple[str, str, dict[str, Figure], dict[str, Figure]]]:
    """Colour difference of the thing between first and last second; the baseline compares things of different shots."""
    good = trackable(observed)
    ends = {
        source: [ends_of(o.track) for o in rows if o.case.index in good] for source, rows in observed.items()}
    kept = {source: [pair for pair in pairs if pair is not None] for source, pairs in ends.items()}
    figures = {source: median_of([float(delta_e(a, b)) for a, b in pairs]) for source, pairs in kept.items()}
    pairs = kept["generated"]
    others = [float(delta_e(pairs[n - 1][1], a)) for n, (a, _) in enumerate(pairs)] if len(pairs) > 1 else []
    present = {source: mean_of([float(pair is not None) for pair in pairs_]) for source, pairs_ in ends.items()}
    behind = {source: median_of([o.backdrop for o in rows if o.backdrop is not None]) for source, rows in observed.items()}
    return [
        ("thing seen in the first and the last second", "share of shots", present, {}),
        ("colour of the thing, last second against first, median", "ΔE2000", figures,
         {"another shot's thing": median_of(others) if others else NOTHING}),
        ("colour of the backdrop, last second against first, still camera, median", "ΔE2000", behind, {}),
    ]


@dataclass(frozen=True)
class Window:
    """One stretch of a long piece beside its first one: `thing` and `backdrop` CIEDE2000, None where it cannot be measured;
    `size` the thing's radius as a share of the first; `read` what the critic reads there."""

    start: float
    thing: float | None
    backdrop: float | None
    size: float | None
    read: dict[str, str]


def windows(video: torch.Tensor, colour: str, critic, seconds: float = SECONDS, still: bool = True) -> list[Window]:
    """A piece of any length, uint8 [t, 3, h, w] at RATE, by windows of `seconds`; `still`: the camera does not move."""
    length = round(seconds * float(RATE))
    parts = [video[start : start + length] for start in range(0, len(video) - length + 1, length)]
    paths = [track(part, colour) for part in parts]
    seen = [path.found.sum() >= NEEDED_FRAMES for path in paths]
    found = []
    for n, (part, path) in enumerate(zip(parts, paths)):
        both = seen[0] and seen[n]
        found.append(Window(
            n * seconds,
            float(delta_e(paths[0].lab[paths[0].found].mean(0), path.lab[path.found].mean(0))) if both else None,
            backdrop(parts[0], part) if still else None,
            float(np.median(path.radius[path.found]) / np.median(paths[0].radius[paths[0].found])) if both else None,
            critic.read(part)))
    return found


def pieces(by_source: dict[str, list[tuple[Case, list[Window]]]]) -> list[tuple[str, str, dict[str, Figure], dict[str, float]]]:
    """Rows a window of long pieces: each list holds (what was asked, windows) a piece."""
    starts = sorted({window.start for made in by_source.values() for _, parts in made for window in parts})
    rows = []
    for start in starts:
        at = {source: [(case, window) for case, parts in made for window in parts if window.start == start] for source, made in by_source.items()}

        def row(name, unit, figure, value, at=at, start=start):
            measured = {
                source: figure([v for case, window in pairs if (v := value(case, window)) is not None]) for source, pairs in at.items()}
            rows.append((f"{start:.0f} s: {name}", unit, measured, {}))

        if start > 0:
            row("colour of the thing against the first window, median", "ΔE2000", median_of, lambda case, w: w.thing)
            row("colour of the backdrop against the first window, median", "ΔE2000", median_of, lambda case, w: w.backdrop)
            row("size of the thing against the first window, median", "ratio", median_of, lambda case, w: w.size)
        row("thing, colour and place as asked", "share right", mean_of, lambda case, w: float(np.mean([
            w.read[name] in case.values(name) for name in ("thing", "colour", "place")])))
    return rows


def distance(first: torch.Tensor, second: torch.Tensor) -> float:
    """Mean absolute difference of two sets of pictures, uint8, in percent of full scale."""
    return float((first.float() - second.float()).abs().mean() / 2.55)


def diversity(groups: dict[str, list[list[torch.Tensor]]]) -> list[tuple[str, str, dict[str, Figure], dict[str, float]]]:
    """groups: by source, for each prompt the pictures of each seed. Distances within a prompt and between prompts."""
    within, between, ratio = {}, {}, {}
    for source, prompts in groups.items():
        same = [np.mean([distance(a, b) for a, b in itertools.combinations(seeds, 2)]) for seeds in prompts if len(seeds) > 1]
        different = [
            np.mean([distance(a[0], b[0]) for m, b in enumerate(prompts) if m != n]) for n, a in enumerate(prompts) if len(prompts) > 1]
        within[source], between[source] = mean_of(same), mean_of(different)
        ratio[source] = mean_of([s / d for s, d in zip(same, different)])
    return [
        ("pixel distance, one prompt, several seeds", "% of full scale", within, {"always the same shot": 0.0}),
        ("pixel distance, different prompts", "% of full scale", between, {}),
        ("first over second", "ratio", ratio, {"always the same shot": 0.0, "prompt ignored": 1.0}),
    ]


def sibling(case: Case, offset: int) -> torch.Tensor:
    """Another shot of the world with the attributes of a case."""
    scene = sample_scene(case.scene.seed + offset, SECONDS, case.scene.attributes())
    height, width = SIZE
    return render(scene, RATE, FRAMES, width, height)
