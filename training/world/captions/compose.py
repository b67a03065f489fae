"""Composes a caption: one sentence about the picture, and sometimes more about camera, light, sound and what is absent."""

from types import ModuleType

from .facts import Facts, Group
from .grammar import Chooser, fill, tidy

FLYING = ("fly", "rise")
CROSSING = ("roll", "slide", "drive", "walk", "run")
NAMED = (("{P}", "{pt}"), ("{T}", "{tt}"), ("{W}", "{wt}"), ("{C}", "{ct}"))


def compose(language: ModuleType, facts: Facts, chooser: Chooser) -> str:
    """A caption of the facts in a language's wordings."""
    sentence, says_camera = main_sentence(language, facts, chooser)
    parts = [sentence]
    if not chooser.complete:
        parts += extras(language, facts, chooser, says_camera)
    joint = ". " if "." in sentence or ":" in sentence else chooser.pick((". ", ". ", ", "))
    text = language.polish(tidy(joint.join(parts)))
    return text + "." if chooser.chance(0.35) and not text.endswith(".") else text


def main_sentence(language: ModuleType, facts: Facts, chooser: Chooser) -> tuple[str, bool]:
    """A frame filled, another one where the first lacks something; and whether it speaks of the camera."""
    frames = [frame for frame in language.FRAMES if frame.startswith("*") == chooser.held_out]
    if chooser.complete:
        frames = [frame for frame in frames if all(any(slot in frame for slot in slots) for slots in NAMED)]
    slots = slots_of(language, facts, chooser)
    used: set[str] = set()
    for frame in chooser.shuffled(frames):
        used.clear()
        filled = fill(frame.removeprefix("*"), chooser, slots, used)
        if filled is not None:
            return filled, bool(used & {"C", "ct"})
    raise ValueError(f"No frame of {language.__name__} fits the scene; one must need only the subject and its verb.")


def slots_of(language: ModuleType, facts: Facts, chooser: Chooser):
    """What each slot of a frame says."""
    first, *others = facts.groups
    together = all(group.action == first.action for group in others)
    names = [language.subject(chooser, group) for group in facts.groups]
    meets = strikes(facts.groups) and (not together or chooser.chance(0.6))
    stands = together or others[0].action == "stand still"
    beside = chooser.pick(facts.relations) if facts.relations and singles(facts.groups) and stands and chooser.chance(0.3) else ""
    beside = "" if chooser.complete else beside
    named = facts.groups if together and not meets and not beside else (first,)
    said = 2 if meets or beside else len(named)      # groups that the first verb speaks of
    stacked = len(named) > 1 and all((g.kind, g.action, g.count) == ("cube", "topple", 1) for g in named)

    def subjects(phrases: list[str]) -> str:
        joined = language.conjoin(phrases)
        return f"{joined} {chooser.pick(language.STACKED)}" if stacked and chooser.chance(0.5) else joined

    def verb(form: str) -> str:
        if meets:
            chosen = language.struck(chooser, names[1], form)
        else:
            chosen = language.action(chooser, named, form, plain=bool(beside))
        if beside:
            chosen = f"{chosen} {language.relation(chooser, beside, names[1])}"
        rest = [f"{name} {language.action(chooser, (group,), 'verb')}" for name, group in zip(names[said:], facts.groups[said:])]
        return language.meanwhile(chooser, chosen, language.conjoin(rest), form) if rest else chosen

    def of(table: dict, value):
        return lambda: chooser.pick(table[value]) if value != "" else ""

    return {
        "S": lambda: subjects(names[: len(named)]),
        "N": lambda: subjects([language.subject(chooser, group, bare=True) for group in named]),
        "V": lambda: verb("verb"),
        "G": lambda: verb("participle"),
        "g": lambda: language.struck(chooser, names[1], "participle") if meets else language.action(chooser, named, "tag"),
        "B": lambda: language.existence(named[0]),
        "P": lambda: chooser.pick(place_wordings(language, facts)),
        "T": of(language.TIMES, facts.time),
        "W": of(language.WEATHERS, facts.weather),
        "M": lambda: language.moment(chooser, facts.weather, facts.time) if facts.weather else "",
        "C": of(language.CAMERAS, facts.camera),
        "pt": of(language.PLACE_TAGS, facts.place),
        "ps": of(language.PLACE_SLUGS, facts.place),
        "io": of(language.INSIDE, facts.indoor),
        "tt": of(language.TIME_TAGS, facts.time),
        "wt": of(language.WEATHER_TAGS, facts.weather),
        "ct": of(language.CAMERA_TAGS, facts.camera),
    }


def singles(groups: tuple[Group, ...]) -> bool:
    """Whether these are two subjects with a phrase each."""
    return len(groups) == 2 and all(group.count == 1 for group in groups)


def strikes(groups: tuple[Group, ...]) -> bool:
    """Whether the first of these strikes the second, each with a phrase of its own."""
    return len(groups) > 1 and all((group.action, group.count) == ("collide", 1) for group in groups[:2])


def place_wordings(language: ModuleType, facts: Facts) -> tuple[str, ...]:
    """How to say the place: on the ground, in the air or on the water; where some fly and some stand, what fits both."""
    ground = language.PLACES[facts.place]
    if facts.surface == "water":
        return language.WATER_PLACES.get(facts.place, ground)
    air = language.AIR_PLACES.get(facts.place, ground)
    flying = {group.action in FLYING for group in facts.groups}
    if flying == {True, False}:
        return tuple(wording for wording in ground if wording in air) or ground
    if True in flying:
        return air
    crossing = all(group.action in CROSSING for group in facts.groups)
    return ground + language.THROUGH_PLACES[facts.place] if crossing else ground


def extras(language: ModuleType, facts: Facts, chooser: Chooser, says_camera: bool) -> list[str]:
    """Further sentences, each by chance, in any order."""
    said = []
    if not says_camera and chooser.chance(0.35):
        said.append(chooser.pick(language.CAMERAS[facts.camera]))
    if facts.weather in ("clear", "wind") and chooser.chance(0.15):
        said.append(chooser.pick(language.LIGHTS[facts.time]))
    if facts.relations and singles(facts.groups) and chooser.chance(0.12):
        both = [language.subject(chooser, group, definite=True) for group in facts.groups]
        said.append(language.related(chooser, chooser.pick(facts.relations), *both))
    if facts.sounds and chooser.chance(0.35):
        for sound in chooser.shuffled(facts.sounds)[: 2 if chooser.chance(0.4) else 1]:
            said.append(language.sound(chooser, sound, facts))
    if facts.music and chooser.chance(0.7):
        said.append(language.music(chooser, *facts.music))
    for absence in chooser.shuffled(facts.absences)[: 2 if chooser.chance(0.25) else 1] if chooser.chance(0.2) else ():
        said.append(chooser.pick(language.NEGATIVES[absence]))
    return chooser.shuffled([text for text in said if text])
