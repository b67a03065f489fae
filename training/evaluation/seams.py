"""Where a given clip meets what was made from it: is the first made frame the one that had to come, and does anything jump?

A `Split` says what the model is given and what the world had there; `measure` compares. All shots are in the clips' own time and
adjacent: `before` ends where the made part begins, `after` begins where it ends. Every jump over the seam is measured the same
way for the made part, for the true part and for that through the autoencoder.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from training.evaluation.bootstrap import Figure, mean_of, median_of
from training.evaluation.cases import RATE, SIZE, STEMS, Case, make_case
from training.evaluation.colour import delta_e, mean_lab
from training.evaluation.fidelity import psnr
from training.evaluation.observation import Shot
from training.evaluation.purity import decibels
from training.evaluation.tracking import TRACKABLE, track
from training.world.picture import render
from training.world.sound import render_stems

KINDS = ("extend", "lead in", "fill")
CLIP_FRAMES = 24            # of a given clip: its last or first second, whole latent frames
MADE_FRAMES = {"extend": 72, "lead in": 72, "fill": 48}       # with its clips each is as long as what the model was trained on
SOUND_SECONDS = 0.1         # on each side of a seam, for the level
BESIDE = 12                 # frames on each side in which the thing is followed
FIRST_SEAM = 50_000         # index of the first seam's case: none of the other prompts shows its scene


@dataclass(frozen=True)
class Split:
    """One task: what is given (at least one of before and after) and what is true there."""

    case: Case
    kind: str
    before: Shot | None
    true: Shot
    after: Shot | None


@dataclass(frozen=True)
class Jump:
    """What changes over a seam: the thing's place in % of the height, None where it is not seen on both sides; the mean colour in
    CIEDE2000; the level of all stems together in dB."""

    place: float | None
    colour: float
    level: float


@dataclass(frozen=True)
class Seam:
    """One seam of one split. PSNR in dB of the made frame at the seam against the true one; `limit` is that of the true part
    through the autoencoder, `held` that of the clip's own frame beside the seam, held."""

    kind: str
    psnr: float
    limit: float
    held: float
    generated: Jump
    autoencoded: Jump
    rendered: Jump


def splits(count: int, sample_rate: int) -> list[Split]:
    """Scenes long enough for clips and gap, as the world draws them and bounces in turn, the kinds in turn."""
    return [make_split(n, KINDS[n % len(KINDS)], sample_rate) for n in range(count)]


def make_split(index: int, kind: str, sample_rate: int) -> Split:
    sides = [CLIP_FRAMES * (kind != "lead in"), MADE_FRAMES[kind], CLIP_FRAMES * (kind != "extend")]
    frames = sum(sides)
    case = make_case(FIRST_SEAM + index, ("any", "bounce")[index // len(KINDS) % 2], float(frames / RATE))
    height, width = SIZE
    video = render(case.scene, RATE, frames, width, height)
    stems = render_stems(case.scene, sample_rate, round(frames / RATE * sample_rate))
    sound = torch.stack([stems[name] for name in STEMS])
    ends = np.cumsum([0, *sides])
    parts = [
        Shot(video[a:b], sound[:, round(a / RATE * sample_rate) : round(b / RATE * sample_rate)]) if b > a else None
        for a, b in zip(ends, ends[1:])]
    return Split(case, kind, *parts)


def measure(split: Split, made: Shot, passed: Shot, sample_rate: int) -> list[Seam]:
    """The seams of a split, one for each clip given. made: the model's part; passed: the true part through the autoencoder."""
    if len(made.video) != len(split.true.video):
        raise ValueError(f"The made part has {len(made.video)} frames; the split asks for {len(split.true.video)}.")
    subject = split.case.scene.subjects[0]
    colour = subject.colour if split.case.single and subject.colour in TRACKABLE else None
    found = []
    for clip, backward in ((split.before, False), (split.after, True)):
        if clip is None:
            continue
        # time runs backwards for the seam at the end: every seam is then clip first, made part second
        clip, new, true, through = (_backward(shot) if backward else shot for shot in (clip, made, split.true, passed))
        jumps = [jump(clip, part, colour, sample_rate) for part in (new, through, true)]
        found.append(Seam(
            split.kind, psnr(new.video[0], true.video[0]), psnr(through.video[0], true.video[0]),
            psnr(clip.video[-1], true.video[0]), *jumps))
    return found


def _backward(shot: Shot) -> Shot:
    return Shot(shot.video.flip(0), shot.stems.flip(1))


def jump(clip: Shot, part: Shot, colour: str | None, sample_rate: int) -> Jump:
    place = None
    if colour:
        path = track(torch.cat([clip.video[-BESIDE:], part.video[:BESIDE]]), colour)
        at = min(BESIDE, len(clip.video))
        if path.found[at - 1] and path.found[at]:
            place = 100 * float(np.hypot(path.x[at] - path.x[at - 1], path.y[at] - path.y[at - 1]))
    size = round(SOUND_SECONDS * sample_rate)
    levels = [decibels(float(sound.sum(0).double().square().mean())) for sound in (clip.stems[:, -size:], part.stems[:, :size])]
    return Jump(place, float(delta_e(mean_lab(clip.video[-1:]), mean_lab(part.video[:1]))), abs(levels[1] - levels[0]))


def section(seams: list[Seam], others: list[Seam]) -> list[tuple[str, str, dict[str, Figure], dict[str, Figure | float]]]:
    """Rows for all seams together, then the PSNR by kind of task. `others`: the same clips with the made parts of other shots."""
    rows = []
    for kind in ("all", *KINDS):
        some, wrong = ([seam for seam in every if kind in ("all", seam.kind)] for every in (seams, others))
        if not some:
            continue
        rows += [
            (f"{kind}: frame at the seam against the true one", "dB PSNR",
             {"generated": mean_of([s.psnr for s in some]), "autoencoded": mean_of([s.limit for s in some])},
             {"the clip's frame held": mean_of([s.held for s in some]), "another shot's": mean_of([s.psnr for s in wrong])}),
            (f"{kind}: the same, below the autoencoder's", "dB", {"generated": mean_of([s.limit - s.psnr for s in some])},
             {"the clip's frame held": mean_of([s.limit - s.held for s in some]),
              "another shot's": mean_of([s.limit - s.psnr for s in wrong])}),
        ]
    for name, unit, of in (
            ("jump of the thing, median", "% of height", lambda j: j.place), ("jump of the mean colour, median", "ΔE2000", lambda j: j.colour),
            ("jump of the level, 100 ms each side, median", "dB", lambda j: j.level)):
        def median(every, source, of=of):
            return median_of([v for s in every if (v := of(getattr(s, source))) is not None])

        rows.append((name, unit, {source: median(seams, source) for source in ("generated", "autoencoded", "rendered")},
                     {"another shot's": median(others, "generated")}))
    return rows
