"""What is asked of the model: prompts in held-out wordings of scenes that no training run has seen."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction

from training.models.config import MiniAvConfig
from training.shots import FIRST_VALIDATION_SEED, FRAMES, HEIGHT, WIDTH
from training.world.captions import LANGUAGES, evaluation_prompt
from training.world.captions.facts import facts_of
from training.world.captions.grammar import Chooser
from training.world.scene import Scene, sample_scene

FIRST_SEED = FIRST_VALIDATION_SEED + 500_000    # above those that the critic is measured on
RATE = Fraction(24)
SECONDS = float(FRAMES / RATE)
SIZE = (HEIGHT, WIDTH)
STEMS = MiniAvConfig().denoiser.stems         # what the model makes; the world plays more

# balls that can be followed by their colour alone, on the grounds they stand out from
BOUNCE_PLACES = {
    "red": ("park", "city street", "snowfield", "stone square"),
    "purple": ("park", "city street", "snowfield", "stone square", "wooden room", "wooden floor"),
}
BOUNCE_ACTIONS = ("bounce", "bounce", "fall")
SILENT_THINGS = ("ball", "cube", "person")


@dataclass(frozen=True)
class Case:
    """One shot to make. `purpose`: any (as the world draws it), bounce (motion and contacts), still (nothing sounds), piece (long)."""

    index: int
    purpose: str
    scene: Scene
    language: str
    prompt: str
    music: str              # named, denied or unsaid in the prompt

    @property
    def single(self) -> bool:
        return len(self.scene.subjects) == 1

    @property
    def silent(self) -> bool:
        """Nothing in the scene makes a sound of its own."""
        return not self.scene.events and not self.scene.motions

    def values(self, attribute: str) -> set[str]:
        """Every value of an attribute in the scene; several where subjects differ."""
        member = {"thing": "kind", "colour": "colour", "action": "action"}.get(attribute)
        if member is None:
            return {self.scene.attributes()[attribute]}
        return {getattr(subject, member) for subject in self.scene.subjects}


def cases(count: int, bounces: int, stills: int) -> list[Case]:
    """`count` scenes as the world draws them, then the two special kinds; English and French in turn."""
    purposes = ["any"] * count + ["bounce"] * bounces + ["still"] * stills
    return [make_case(index, purpose) for index, purpose in enumerate(purposes)]


def make_case(index: int, purpose: str, seconds: float = SECONDS) -> Case:
    seed = FIRST_SEED + index
    fixed: dict = {}
    if purpose == "bounce":
        draw = random.Random(seed)
        colour = draw.choice(list(BOUNCE_PLACES))
        fixed = {
            "thing": "ball", "action": draw.choice(BOUNCE_ACTIONS), "camera": "static", "count": "one", "time": "day",
            "weather": "clear", "colour": colour, "place": draw.choice(BOUNCE_PLACES[colour])}
    elif purpose == "still":
        fixed = {"thing": SILENT_THINGS[index % 3], "action": "stand still", "count": "one"}
    return prompted(index, purpose, sample_scene(seed, seconds, fixed), ("en", "fr")[index % 2])


def prompted(index: int, purpose: str, scene: Scene, language: str) -> Case:
    """A scene asked for in one language."""
    prompt = evaluation_prompt(scene, scene.seed, language)
    music, said = music_words(scene, language, index) if "music" in STEMS else ("unsaid", "")
    return Case(index, purpose, scene, language, f"{prompt.rstrip('.')}. {said}" if said else prompt, music)


def translated(case: Case) -> Case:
    """The same scene asked for in the other language."""
    return prompted(case.index, case.purpose, case.scene, "fr" if case.language == "en" else "en")


def music_words(scene: Scene, language: str, index: int) -> tuple[str, str]:
    """Music that plays is named; of silence every other pair of prompts says that there is none."""
    words, chooser = LANGUAGES[language], Chooser(scene.seed, held_out=True)
    if scene.music:
        return "named", words.music(chooser, *facts_of(scene).music)
    return ("denied", chooser.pick(words.NEGATIVES["music"])) if index // 2 % 2 == 0 else ("unsaid", "")
