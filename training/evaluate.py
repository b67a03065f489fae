"""Measures a trained model: python3 -m training.evaluate --work training/.work --count 64 --out training/.work/evaluation

Prompts are held-out wordings of scenes from seeds that no training run has seen, half English, half French. Writes report.md,
report.json, sheet.png (generated above rendered) and stems.png into the output folder. Generated shots are kept there too: the
same command goes on where it was stopped. `--untrained` measures random weights, which is what chance looks like.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import torch

from training.evaluation import attributes, consistency, fidelity, motion, purity, stems
from training.evaluation.cases import FIRST_SEED, Case, cases
from training.evaluation.making import Generator, autoencoded, fingerprint, rendered
from training.evaluation.observation import Observation, Shot, observe, picked_frames
from training.evaluation.reporting.pictures import contact_sheet, spectrograms
from training.evaluation.reporting.report import SOURCES, Report, Section
from training.models.critic import Critic
from training.models.critic import load as load_critic
from training.models.tokenizer import Tokenizer
from training.sample import Model, load, untrained
from training.shots import FRAMES

SHEET_SHOTS, HEARD_SHOTS = 24, 10
SEEDS_OF_A_PROMPT = 3
OTHER_SEEDS = 100_000       # distance between the seeds of one prompt


@dataclass
class Evaluation:
    """One model under measurement. `progress` is told about every shot."""

    model: Model
    critic: Critic
    generator: Generator
    progress: object = print

    def run(self, all_cases: list[Case], varied: int) -> tuple[list[Section], dict[str, list[Observation]], dict[int, dict[str, Shot]]]:
        """Sections of the report, the observations by source, and the first shots themselves for eyes and ears."""
        observed: dict[str, list[Observation]] = {source: [] for source in SOURCES}
        compared, kept = [], {}
        wanted = [(case.prompt, case.scene.seed) for case in all_cases]
        heard = set(_spread([case.index for case in all_cases], HEARD_SHOTS))
        rate = self.model.config.sound.sample_rate
        for case, made in zip(all_cases, self.generator.shots(wanted)):
            truth = rendered(case, rate)
            shots = {"generated": made, "autoencoded": autoencoded(self.model, truth), "rendered": truth}
            for source, shot in shots.items():
                observed[source].append(observe(case, shot, self.critic, rate))
            compared.append(fidelity.compare(shots["autoencoded"], truth))
            if case.index in heard:
                kept[case.index] = shots
            self.progress(f"shot {case.index + 1} of {len(all_cases)}: {case.prompt}")
        varied_cases = [case for case in all_cases if case.purpose == "any"][:varied]
        return self._sections(observed, compared, self._varied(varied_cases, observed)), observed, kept

    def _varied(self, chosen: list[Case], observed) -> dict[str, list[list[torch.Tensor]]]:
        """The pictures of a few prompts from several seeds; for the world, scenes with the same attributes."""
        wanted = [(case.prompt, case.scene.seed + n * OTHER_SEEDS) for case in chosen for n in range(1, SEEDS_OF_A_PROMPT)]
        more = [shot.video for shot in self.generator.shots(wanted)]
        first = {o.case.index: o.pictures for o in observed["generated"]}
        step = SEEDS_OF_A_PROMPT - 1
        picked = picked_frames(FRAMES)
        generated = [
            [first[case.index], *(video[picked] for video in more[n * step : (n + 1) * step])] for n, case in enumerate(chosen)]
        true = {o.case.index: o.pictures for o in observed["rendered"]}
        world = [
            [true[case.index], *(consistency.sibling(case, n * OTHER_SEEDS)[picked] for n in range(1, SEEDS_OF_A_PROMPT))]
            for case in chosen]
        return {"generated": generated, "rendered": world}

    def _sections(self, observed, compared, groups) -> list[Section]:
        return [
            Section("What the prompt says", "Attributes read by the critic from the prompts drawn as the world draws them; where "
                    "subjects differ in an attribute it is not asked. Commonest: always naming what these prompts name most.",
                    attributes.accuracies(observed)),
            Section("Language", "Share of a shot's attributes that are right, by the language of its prompt; different scenes.",
                    attributes.languages(observed)),
            Section("Sync", "Bounce and fall prompts: contacts are the lowest points of the coloured thing followed in the picture, "
                    "sounds the onsets in the effects stem; a contact in a shot without sound is as far off as the shot is long.",
                    motion.sync(observed)),
            Section("Physics", "The same shots: parabolas fitted to the thing's height between contacts, one gravity a shot.",
                    motion.physics(observed)),
            Section("The instruments themselves", "On true renders against the world's own numbers.",
                    motion.tracker_errors(observed["rendered"])),
            Section("Identity", "Single things of a clear colour before a still camera, where the true render can be followed.",
                    consistency.drift(observed)),
            Section("Stems", "Pairs: how often a shot that should sound is louder in the stem than one that should not; silence "
                    f"counts as {stems.FLOOR:.0f} dBFS.", stems.purity(observed)),
            Section("Purity", "Levels within a shot while a stem's own sources sound and while they are silent: by the scene, where the "
                    "shot shows it, and by the contacts seen, which a made shot has where it likes.", purity.spans(observed)),
            Section("Diversity", f"{SEEDS_OF_A_PROMPT} seeds of some prompts; rendered: other scenes of the world with the same "
                    "attributes.", consistency.diversity(groups)),
            Section("Autoencoders", "The true renders of all prompts through the autoencoders.", fidelity.fidelity(compared)),
        ]


def _spread(values: list[int], count: int) -> list[int]:
    return values if len(values) <= count else [values[n * len(values) // count] for n in range(count)]


def draw(folder: Path, observed, kept) -> None:
    """sheet.png and stems.png."""
    true = {o.case.index: o for o in observed["rendered"]}
    rows = []
    for o in [observed["generated"][n] for n in _spread(list(range(len(true))), SHEET_SHOTS)]:
        rows += [(f"{o.case.index} {o.case.prompt}", o.pictures), ("   rendered", true[o.case.index].pictures)]
    contact_sheet(rows).save(folder / "sheet.png")
    prompts = {o.case.index: o.case.prompt for o in observed["generated"]}
    sounds = []
    for index, shots in kept.items():
        sounds += [(f"{index} {prompts[index]}", shots["generated"].stems), ("   rendered", shots["rendered"].stems)]
    spectrograms(sounds).save(folder / "stems.png")


def described(observed) -> list[dict]:
    """Every shot's prompt, what it should show and what was read and measured."""
    return [
        {
            "index": o.case.index, "purpose": o.case.purpose, "seed": o.case.scene.seed, "language": o.case.language,
            "prompt": o.case.prompt, "wanted": o.case.scene.attributes(), "levels_dbfs": {n: round(v, 1) for n, v in o.levels.items()},
            "read": {source: observed[source][n].reading for source in SOURCES},
            "contacts_s": [round(float(t), 3) for t in motion.seen_contacts(o.track)] if o.track else None,
            "onsets_s": [round(float(t), 3) for t in o.onsets],
        }
        for n, o in enumerate(observed["generated"])]


def model_of(arguments) -> Model:
    if arguments.untrained:
        return untrained(Tokenizer.load(arguments.work / "tokenizer.json"))
    return load(arguments.work, rounded=arguments.rounded)


def main(given: list[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("training/.work"), help="training folder with the weights and critic.pt")
    parser.add_argument("--out", type=Path, default=None, help="where the report goes; WORK/evaluation unless told")
    parser.add_argument("--count", type=int, default=64, help="prompts drawn as the world draws them")
    parser.add_argument("--bounces", type=int, default=None, help="bounce and fall prompts; a third of the count unless told")
    parser.add_argument("--stills", type=int, default=None, help="prompts of silent things; an eighth of the count unless told")
    parser.add_argument("--varied", type=int, default=None, help="prompts made from several seeds; a sixteenth, at least two")
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--steps", type=int, default=24)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--shift", type=float, default=1.0)
    parser.add_argument("--sound-shift", type=float, default=1.0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounded", action="store_true", help="weights rounded to bfloat16, as the pack holds them")
    parser.add_argument("--untrained", action="store_true", help="random weights")
    arguments = parser.parse_args(given)
    torch.set_num_threads(arguments.threads)
    began = time.monotonic()
    if not (arguments.work / "critic.pt").exists():
        parser.error(f"{arguments.work / 'critic.pt'} is missing; python3 -m training.train_critic --work {arguments.work} makes it.")
    model, critic = model_of(arguments), load_critic(arguments.work / "critic.pt")
    out = arguments.out or arguments.work / "evaluation"
    out.mkdir(parents=True, exist_ok=True)

    def or_share(value, divisor):
        return max(2, arguments.count // divisor) if value is None else value

    wanted = cases(arguments.count, or_share(arguments.bounces, 3), or_share(arguments.stills, 8))
    settings = f"batch {arguments.batch}, steps {arguments.steps}, guidance {arguments.guidance}, shift {arguments.shift}, sound's {arguments.sound_shift}"
    mark = fingerprint(arguments.work, f"{settings} {arguments.untrained} {arguments.rounded} {arguments.count}")
    generator = Generator(model, out / f"shots-{mark}", arguments.batch, arguments.steps, arguments.guidance,
                          (arguments.shift, arguments.sound_shift))
    evaluation = Evaluation(model, critic, generator, lambda line: print(line, flush=True))
    sections, observed, kept = evaluation.run(wanted, or_share(arguments.varied, 16))
    facts = {
        "trained": ", ".join(f"{part} {n['step']} steps, {n['seconds'] / 60:.0f} min" for part, n in model.trained.items()) or "no",
        "weights": "untrained" if arguments.untrained else f"{mark} (SHA-256 of weights and settings, shortened)",
        "sampling": settings,
        "prompts": f"{len(wanted)}: {arguments.count} as drawn, {sum(c.purpose == 'bounce' for c in wanted)} bounce or fall, "
                   f"{sum(c.purpose == 'still' for c in wanted)} silent; scene seeds from {FIRST_SEED}",
        "minutes": round((time.monotonic() - began) / 60, 1),
    }
    report = Report(f"python3 -m training.evaluate {shlex.join(given)}", facts, sections, described(observed))
    report.write(out)
    draw(out, observed, kept)
    print(report.markdown())


if __name__ == "__main__":
    main()
