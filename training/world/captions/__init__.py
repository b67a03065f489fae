"""Captions of scenes and texts of edits, in English and French, from a grammar with many wordings."""

from collections.abc import Iterator, Mapping

from ..scene import sample_scene
from ..vocabulary import VOCABULARY
from . import english, french
from .compose import compose
from .facts import facts_of, group_of
from .grammar import Chooser, tidy, words_of

LANGUAGES = {"en": english, "fr": french}

WORDINGS = ("train", "held_out")

# A cast reference in a text; as many as a request may name.
CAST_NAMES = ("@1", "@2")

EDITED = ("time", "weather", "colour", "place", "thing")

# Long enough that every action makes its sound.
CORPUS_SECONDS = 1.5


def caption(scene, seed: int, language: str = "en", wording: str = "train", cast: Mapping[int, str] | None = None) -> str:
    """A caption of a scene. Lower case; some attributes are left out. Held-out wordings never occur in training ones.

    `cast` names subjects by their number, {0: "@1"}: the name then stands for thing, colour, size and material.
    """
    _check(language, wording)
    for number, name in (cast or {}).items():
        if not 0 <= number < len(scene.subjects) or name not in CAST_NAMES:
            raise ValueError(f"Cast {number}: {name!r}: the scene has {len(scene.subjects)} subjects, names are {CAST_NAMES}.")
    return compose(LANGUAGES[language], facts_of(scene, cast), Chooser(seed, held_out=wording == "held_out"))


def evaluation_prompt(scene, seed: int, language: str = "en", cast: Mapping[int, str] | None = None) -> str:
    """A held-out wording that names place, time, weather, thing, colour, action, camera and count."""
    return compose(LANGUAGES[language], facts_of(scene, cast), Chooser(seed, held_out=True, complete=True))


def instruction(
    attribute: str, value: str, subject, seed: int, language: str = "en", wording: str = "train", cast: str = "") -> str:
    """The text of an edit: an attribute gets another value. `subject` is the first one as it was, `cast` its name if it has one."""
    _check(language, wording)
    if attribute not in EDITED or value not in VOCABULARY[attribute]:
        raise ValueError(f"Edit of {attribute!r} to {value!r}: attributes are {EDITED}, values those of the vocabulary.")
    chooser = Chooser(seed, held_out=wording == "held_out")
    group = group_of(subject)
    edits, said = LANGUAGES[language].edit_names(chooser, attribute, value, group, cast)
    edits = [edit.removeprefix("*") for edit in edits if edit.startswith("*") == chooser.held_out]
    text = LANGUAGES[language].polish(tidy(chooser.pick_row(edits).format(**said)))
    return text + "." if chooser.chance(0.3) else text


def corpus(count: int, seed: int) -> Iterator[str]:
    """Training captions of the scenes from a seed on, the languages in turn, with cast and edits among them: what a tokenizer
    learns from."""
    for index in range(count):
        scene = sample_scene(seed + index // 4, CORPUS_SECONDS)
        language = tuple(LANGUAGES)[index % 2]
        yield caption(scene, seed + index, language, cast={0: "@1"} if index % 8 == 0 else None)
        if index % 4 == 1:
            attribute = EDITED[index // 4 % len(EDITED)]
            yield instruction(attribute, scene.attributes()[attribute], scene.subjects[0], seed + index, language)


def vocabulary_words(language: str) -> list[str]:
    """Every word that training captions and instructions can say, in order; a word is a run of letters (`l'herbe` is two)."""
    _check(language, "train")
    found: set[str] = set()
    for module in LANGUAGES[language].TABLES:
        for name, table in vars(module).items():
            if name.isupper():
                found.update(words_of(table))
    return sorted(found)


def _check(language: str, wording: str) -> None:
    if language not in LANGUAGES or wording not in WORDINGS:
        raise ValueError(f"Caption in {language!r}, {wording!r}: languages are {list(LANGUAGES)}, wordings {WORDINGS}.")


__all__ = ["CAST_NAMES", "EDITED", "LANGUAGES", "caption", "corpus", "evaluation_prompt", "instruction", "vocabulary_words"]
