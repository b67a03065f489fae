"""Captions of scenes, in English and French, from a grammar with many wordings."""

from collections.abc import Iterator

from ..scene import sample_scene
from . import english, french
from .compose import compose
from .facts import facts_of
from .grammar import Chooser

LANGUAGES = {"en": english, "fr": french}

WORDINGS = ("train", "held_out")

# Long enough that every action makes its sound.
CORPUS_SECONDS = 1.5


def caption(scene, seed: int, language: str = "en", wording: str = "train") -> str:
    """A caption of a scene. Lower case; some attributes are left out. Held-out wordings never occur in training ones."""
    if language not in LANGUAGES or wording not in WORDINGS:
        raise ValueError(f"Caption in {language!r}, {wording!r}: languages are {list(LANGUAGES)}, wordings {WORDINGS}.")
    return compose(LANGUAGES[language], facts_of(scene), Chooser(seed, held_out=wording == "held_out"))


def evaluation_prompt(scene, seed: int, language: str = "en") -> str:
    """A held-out wording that names place, time, weather, thing, colour, action, camera and count."""
    return compose(LANGUAGES[language], facts_of(scene), Chooser(seed, held_out=True, complete=True))


def corpus(count: int, seed: int) -> Iterator[str]:
    """Training captions of the scenes from a seed on, the languages in turn: what a tokenizer learns from."""
    for index in range(count):
        scene = sample_scene(seed + index // 4, CORPUS_SECONDS)
        yield caption(scene, seed + index, tuple(LANGUAGES)[index % 2])


__all__ = ["caption", "corpus", "evaluation_prompt"]
