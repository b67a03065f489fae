"""One model under measurement: makes and renders the shots, looks at them and fills the report's sections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from training.evaluation import attributes, consistency, fidelity, motion, purity, stems
from training.evaluation.cases import Case, translated
from training.evaluation.making import Generator, Wanted, autoencoded, rendered
from training.evaluation.observation import Observation, Shot, observe, picked_frames
from training.evaluation.reporting.report import SOURCES, Section
from training.models.critic import Critic
from training.sample import Model
from training.shots import FRAMES

SHEET_SHOTS, HEARD_SHOTS = 24, 10
SEEDS_OF_A_PROMPT = 3
OTHER_SEEDS = 100_000       # distance between the seeds of one prompt


@dataclass
class Found:
    """Everything a run saw: sections, observations by source, and the first shots themselves for eyes and ears."""

    sections: list[Section]
    observed: dict[str, list[Observation]]
    kept: dict[int, dict[str, Shot]]


def wanted_of(case: Case) -> Wanted:
    return Wanted(case.prompt, case.scene.seed)


@dataclass
class Evaluation:
    """`codes`: shots through the autoencoders are measured too. `progress` is told about every shot."""

    model: Model
    critic: Critic
    generator: Generator
    codes: bool = True
    progress: Callable[[str], None] = print

    def run(self, cases: list[Case], varied: int, paired: int) -> Found:
        """varied: prompts made from several seeds; paired: scenes asked for in both languages."""
        observed: dict[str, list[Observation]] = {source: [] for source in SOURCES if self.codes or source != "autoencoded"}
        compared, kept = [], {}
        indices = [case.index for case in cases]
        heard, shown = set(spread(indices, HEARD_SHOTS)), set(spread(indices, SHEET_SHOTS))
        drawn = [case for case in cases if case.purpose == "any"]
        shown |= {case.index for case in drawn[:varied]}
        rate = self.model.config.sound.sample_rate
        for case, made in zip(cases, self.generator.shots([wanted_of(case) for case in cases])):
            truth = rendered(case, rate)
            shots = {"generated": made, "rendered": truth}
            if self.codes:
                shots["autoencoded"] = autoencoded(self.model, truth)
                compared.append(fidelity.compare(shots["autoencoded"], truth))
            for source in observed:
                observed[source].append(observe(case, shots[source], self.critic, rate, case.index in shown))
            if case.index in heard:
                kept[case.index] = shots
            self.progress(f"shot {case.index + 1} of {len(cases)}: {case.prompt}")
        pairs = self._pairs(drawn[:paired], observed["generated"])
        groups = self._varied(drawn[:varied], observed)
        return Found(self._sections(observed, compared, pairs, groups), observed, kept)

    def _pairs(self, chosen: list[Case], made: list[Observation]) -> list[tuple[Observation, Observation]]:
        """(English, French) observations of the same scenes from the same seeds."""
        first = {o.case.index: o for o in made}
        others = [translated(case) for case in chosen]
        rate, pairs = self.model.config.sound.sample_rate, []
        for case, shot in zip(others, self.generator.shots([wanted_of(case) for case in others])):
            self.progress(f"the same in {case.language}: {case.prompt}")
            both = first[case.index], observe(case, shot, self.critic, rate, looked_at=False)
            pairs.append(both if case.language == "fr" else both[::-1])
        return pairs

    def _varied(self, chosen: list[Case], observed) -> dict[str, list[list[torch.Tensor]]]:
        """The pictures of a few prompts from several seeds; for the world, scenes with the same attributes."""
        wanted = [Wanted(case.prompt, case.scene.seed + n * OTHER_SEEDS) for case in chosen for n in range(1, SEEDS_OF_A_PROMPT)]
        picked = picked_frames(FRAMES)
        more = [shot.video[picked].clone() for shot in self.generator.shots(wanted)]
        first, true = ({o.case.index: o.pictures for o in observed[source]} for source in ("generated", "rendered"))
        step = SEEDS_OF_A_PROMPT - 1
        return {
            "generated": [[first[case.index], *more[n * step : (n + 1) * step]] for n, case in enumerate(chosen)],
            "rendered": [
                [true[case.index], *(consistency.sibling(case, n * OTHER_SEEDS)[picked] for n in range(1, SEEDS_OF_A_PROMPT))]
                for case in chosen]}

    def _sections(self, observed, compared, pairs, groups) -> list[Section]:
        sections = [
            Section("What the prompt says", "Attributes read by the critic from the prompts drawn as the world draws them; where "
                    "subjects differ in an attribute it is not asked. Commonest: always naming what these prompts name most.",
                    attributes.accuracies(observed)),
            Section("Language", "Share of a shot's attributes that are right; the same scenes from the same seeds, asked for in both "
                    "languages, and the difference by scene.", attributes.languages(pairs)),
            Section("Sync", "Bounce and fall prompts: contacts are the lowest points of the coloured thing followed in the picture, "
                    "sounds the onsets in the effects stem; a contact in a shot without sound is as far off as the shot is long.",
                    motion.sync(observed)),
            Section("Physics", "The same shots: parabolas fitted to the thing's height between contacts, one gravity a shot; asked where "
                    "the instrument reads the true render's right, and a shot without a flight has none.",
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
        ]
        if compared:
            sections.append(Section(
                "Autoencoders", "The true renders of all prompts through the autoencoders.", fidelity.fidelity(compared)))
        return sections


def spread(values: list, count: int) -> list:
    """Some of the values, evenly over all of them."""
    return values if len(values) <= count else [values[n * len(values) // count] for n in range(count)]
