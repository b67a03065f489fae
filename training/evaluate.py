"""Measures a trained model: python3 -m training.evaluate --work training/.work --count 500 --out training/.work/evaluation

Prompts are held-out wordings of scenes from seeds that no training run has seen, half English, half French. Writes report.md,
report.json, sheet.png (generated above rendered) and stems.png into the output folder. Generated shots are kept there too: the
same command goes on where it was stopped. `--quick` takes minutes and is meant for use between two runs of training; `--keep`
leaves the figures for plot_curve; `--publish` puts them into the model's card and docs/model.md. `--untrained` measures random
weights, which is what chance looks like.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import time
from pathlib import Path

import torch

from training.evaluation import motion
from training.evaluation.cases import FIRST_SEED, cases
from training.evaluation.making import Generator, fingerprint
from training.evaluation.reporting.pictures import contact_sheet, spectrograms
from training.evaluation.reporting.publish import publish
from training.evaluation.reporting.report import Report, Section
from training.evaluation.runs.given import measured_edits, measured_pieces, measured_seams
from training.evaluation.runs.sweep import sweep
from training.evaluation.runs.whole import SHEET_SHOTS, Evaluation, Found, spread
from training.models.critic import PUBLISHED, accuracy_of
from training.models.critic import load as load_critic
from training.models.tokenizer import Tokenizer
from training.sample import GUIDANCE, SHIFT, STEPS, Model, load, untrained

QUICK = {"count": 32, "steps": 8}
FULL = {"count": 64, "steps": STEPS}
PUBLISHED_SHOTS = 6
SWEEP = "Steps"


def sheet(found: Found, shots: int):
    """Strips of pictures, generated above rendered, of some of the prompts."""
    true = {o.case.index: o for o in found.observed["rendered"]}
    rows = []
    for o in spread([o for o in found.observed["generated"] if o.pictures is not None], shots):
        rows += [(f"{o.case.index} {o.case.prompt}", o.pictures), ("   rendered", true[o.case.index].pictures)]
    return contact_sheet(rows)


def sounds(found: Found, shots: int):
    """Spectrograms of the stems, likewise."""
    prompts = {o.case.index: o.case.prompt for o in found.observed["generated"]}
    rows = []
    for index, made in spread(list(found.kept.items()), shots):
        rows += [(f"{index} {prompts[index]}", made["generated"].stems), ("   rendered", made["rendered"].stems)]
    return spectrograms(rows)


def described(observed) -> list[dict]:
    """Every shot's prompt, what it should show and what was read and measured."""
    return [
        {
            "index": o.case.index, "purpose": o.case.purpose, "seed": o.case.scene.seed, "language": o.case.language,
            "prompt": o.case.prompt, "wanted": o.case.scene.attributes(), "levels_dbfs": {n: round(v, 1) for n, v in o.levels.items()},
            "read": {source: rows[n].reading for source, rows in observed.items()},
            "contacts_s": [round(float(t), 3) for t in motion.seen_contacts(o.track)] if o.track else None,
            "onsets_s": [round(float(t), 3) for t in o.onsets],
        }
        for n, o in enumerate(observed["generated"])]


def numbers(text: str) -> list[int]:
    found = [int(part) for part in text.split(",")]
    if min(found) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: steps are whole numbers from 1 on, with commas between them, as 4,8,24.")
    return found


def parsed(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("training/.work"), help="training folder with the weights, and with a critic of its own if need be")
    parser.add_argument("--out", type=Path, default=None, help="where the report goes; WORK/evaluation unless told")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK['count']} prompts of {QUICK['steps']} steps, no autoencoders, nothing varied")
    parser.add_argument("--count", type=int, default=None, help=f"prompts drawn as the world draws them; {FULL['count']} unless told")
    parser.add_argument("--bounces", type=int, default=None, help="bounce and fall prompts; a third of the count unless told")
    parser.add_argument("--stills", type=int, default=None, help="prompts of silent things; an eighth of the count unless told")
    parser.add_argument("--varied", type=int, default=None, help="prompts made from several seeds; a sixteenth, at least two")
    parser.add_argument("--paired", type=int, default=None, help="scenes asked for in both languages; half of the count unless told")
    parser.add_argument("--seams", type=int, default=None, help="clips to extend, lead up to and join; an eighth of the count unless told")
    parser.add_argument("--edits", type=int, default=None, help="edits of a shot; an eighth of the count unless told")
    parser.add_argument("--pieces", type=int, default=None, help="long pieces; a hundredth of the count unless told")
    parser.add_argument("--piece-seconds", type=float, default=60.0)
    parser.add_argument("--steps-sweep", type=numbers, default=[], help="numbers of steps to compare, as 4,8,24")
    parser.add_argument("--sweep-count", type=int, default=24, help="prompts of the comparison, and as many bounces")
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--steps", type=int, default=None, help=f"{FULL['steps']} unless told")
    parser.add_argument("--guidance", type=float, default=GUIDANCE)
    parser.add_argument("--shift", type=float, default=SHIFT)
    parser.add_argument("--sound-shift", type=float, default=SHIFT)
    parser.add_argument("--threads", type=int, default=1, help="of every worker")
    parser.add_argument("--workers", type=int, default=1, help="processes that make shots side by side")
    parser.add_argument("--half", action="store_true", help="matrices of the sampler in bfloat16: faster where the processor multiplies in it")
    parser.add_argument("--rounded", action="store_true", help="weights rounded to bfloat16, as the pack holds them")
    parser.add_argument("--untrained", action="store_true", help="random weights")
    parser.add_argument("--keep", type=Path, default=None, help="a JSON file for the figures alone, one a checkpoint")
    parser.add_argument("--publish", action="store_true", help="write the figures into the model's card and docs/model.md")
    arguments = parser.parse_args(given)
    if arguments.publish and arguments.untrained:
        parser.error("--publish with --untrained: random weights are not what the card is about; leave one of them out.")
    if arguments.workers > 1 and arguments.threads > 1:
        parser.error("--workers with --threads: a process that has threads cannot be forked; leave one of them at 1.")
    for name, value in (QUICK if arguments.quick else FULL).items():
        if getattr(arguments, name) is None:
            setattr(arguments, name, value)

    # name: divisor of the count, at least, and with --quick
    shares = {
        "bounces": (3, 2, None), "stills": (8, 2, None), "varied": (16, 2, 0), "paired": (2, 2, 0), "seams": (8, 3, 0), "edits": (8, 2, 0),
        "pieces": (100, 0, 0)}
    for name, (divisor, least, quick) in shares.items():
        if getattr(arguments, name) is None:
            setattr(arguments, name, quick if arguments.quick and quick is not None else max(least, arguments.count // divisor))
    # only whole batches of the first prompts are drawn from the same noise in both languages
    arguments.paired = min(-(-arguments.paired // arguments.batch) * arguments.batch, arguments.count)
    return arguments


def model_of(arguments) -> Model:
    if arguments.untrained:
        return untrained(Tokenizer.load(arguments.work / "tokenizer.json"))
    return load(arguments.work, rounded=arguments.rounded)


def critic_path(work: Path) -> Path:
    """The critic in training, else the published one."""
    own = work / "critic.safetensors"
    return own if own.exists() else PUBLISHED


def main(given: list[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    arguments = parsed(given)
    torch.set_num_threads(arguments.threads)
    began = time.monotonic()
    model, critic = model_of(arguments), load_critic(critic_path(arguments.work))
    out = arguments.out or arguments.work / "evaluation"
    weights = fingerprint(arguments.work, f"{arguments.untrained} {arguments.rounded}")

    def say(line):
        print(line, flush=True)

    def generator(steps) -> Generator:
        settings = f"{'half-' * arguments.half}b{arguments.batch}-s{steps}-g{arguments.guidance}-{arguments.shift}-{arguments.sound_shift}-n{arguments.count}"
        return Generator(model, out / f"shots-{weights}" / settings, arguments.batch, steps, arguments.guidance,
                         (arguments.shift, arguments.sound_shift), arguments.workers, arguments.half)

    wanted = cases(arguments.count, arguments.bounces, arguments.stills)
    evaluation = Evaluation(model, critic, generator(arguments.steps), not arguments.quick, say)
    found = evaluation.run(wanted, arguments.varied, arguments.paired)
    found.sections += given_sections(arguments, evaluation.generator, critic, say)
    if arguments.steps_sweep:
        some = [[case for case in wanted if case.purpose == purpose][: arguments.sweep_count] for purpose in ("any", "bounce")]
        found.sections.append(Section(
            SWEEP, f"{len(some[0])} prompts as drawn and {len(some[1])} bounce or fall prompts, made with fewer and with more steps, "
            f"in batches of {arguments.batch}.", sweep(
                {steps: generator(steps) for steps in arguments.steps_sweep}, some[0] + some[1], critic, model.config.sound.sample_rate, say)))
    report = Report(
        f"python3 -m training.evaluate {shlex.join(given)}", facts(arguments, model, weights, wanted, began), found.sections,
        arguments.count, missing(arguments, model), described(found.observed))
    report.write(out)
    sheet(found, SHEET_SHOTS).save(out / "sheet.png")
    sounds(found, len(found.kept)).save(out / "stems.png")
    if arguments.keep:
        report.keep(arguments.keep)
    if arguments.publish:
        publish(report, Path("."), {"sheet.png": sheet(found, PUBLISHED_SHOTS), "stems.png": sounds(found, PUBLISHED_SHOTS // 2)})
    print(report.markdown())


def given_sections(arguments, maker: Generator, critic, say) -> list[Section]:
    """Of shots that hang on other shots, as many as were asked for."""
    sections = []
    if arguments.seams:
        sections.append(Section(
            "Seams", "A second of a true clip before the made part (extend), after it (lead in) or on both sides (fill); jumps from frame to "
            "frame over the seam, rendered: those of the clip's true continuation.", measured_seams(maker, arguments.seams, say)))
    if arguments.edits:
        sections.append(Section(
            "Edits", "One attribute of a true shot changed by words; rendered: the world's own change of it, which moves alike.",
            measured_edits(maker, critic, arguments.edits, say)))
    if arguments.pieces:
        sections.append(Section(
            "Long pieces", f"{arguments.piece_seconds:.0f} s made window by window, each led by the last second of the one before; by the "
            "second at which a stretch of 4 s begins.", measured_pieces(maker, critic, arguments.pieces, arguments.piece_seconds, say)))
    return sections


def facts(arguments, model: Model, weights: str, wanted, began: float) -> dict[str, object]:
    return {
        "trained": ", ".join(f"{part} {n['step']} steps, {n['seconds'] / 60:.0f} min" for part, n in model.trained.items()) or "no",
        "weights": "untrained" if arguments.untrained else f"{weights} (SHA-256, shortened)",
        "critic's own accuracy": ", ".join(
            f"{name} {value:.2f} [{low:.2f}, {high:.2f}]" for name, (value, low, high, _) in accuracy_of(critic_path(arguments.work)).items())
            + " on renders of unseen seeds",
        "sampling": f"batch {arguments.batch}, steps {arguments.steps}, guidance {arguments.guidance}, shift {arguments.shift}, "
                    f"sound's {arguments.sound_shift}{', matrices in bfloat16' * arguments.half}",
        "prompts": f"{len(wanted)}: {arguments.count} as drawn, {arguments.bounces} bounce or fall, {arguments.stills} silent; "
                   f"scene seeds from {FIRST_SEED}; {arguments.paired} in both languages",
        "minutes": round((time.monotonic() - began) / 60, 1),
    }


def missing(arguments, model: Model) -> list[str]:
    said = [f"{name}: none asked for (--{option})." for name, option in (
        ("Seams", "seams"), ("Edits", "edits"), ("Long pieces", "pieces"), ("Languages", "paired"), ("Seeds", "varied"))
        if not getattr(arguments, option)]
    if "music" not in model.config.denoiser.stems:
        said.append("Music: this model makes none yet.")
    return said + (["Autoencoders: left out by --quick."] if arguments.quick else [])


if __name__ == "__main__":
    main()
