"""Noun phrases in English: things, their colours, materials and sizes, and how they stand to each other."""

import re

from ..facts import Group
from ..grammar import Chooser

COUNTS = {1: ("a",) * 12 + ("one", "a single"), 2: ("two", "two", "a pair of"), 3: ("three",)}
ARTICLES = ("an", "the")      # written by the functions below
STACKED = ("in a stack", "in a pile", "on top of each other")
STACKS = ("the stack of", "a stack of", "a pile of", "a tower of")

THINGS = {
    "ball": (("ball", "balls"),) * 4 + (("sphere", "spheres"),),
    "cube": (("cube", "cubes"),) * 3 + (("box", "boxes"), ("block", "blocks")),
    "car": (("car", "cars"),) * 4 + (("automobile", "automobiles"), ("vehicle", "vehicles")),
    "boat": (("boat", "boats"),) * 3 + (("sailboat", "sailboats"), ("sailing boat", "sailing boats")),
    "balloon": (("balloon", "balloons"),),
    "bird": (("bird", "birds"),),
    "person": (("person", "people"),) * 8 + (("figure", "figures"), ("man", "men"), ("woman", "women")),
    "bottle": (("bottle", "bottles"),),
    "glass": (("glass", "glasses"), ("glass", "glasses"), ("drinking glass", "drinking glasses"), ("tumbler", "tumblers")),
    "lamp": (("lamp", "lamps"), ("lamp", "lamps"), ("standing lamp", "standing lamps"), ("lamp post", "lamp posts")),
    "tree": (("tree", "trees"),),
    "house": (("house", "houses"), ("house", "houses"), ("cottage", "cottages")),
}

COLOURS = {
    "red": ("red",) * 6 + ("bright red", "scarlet", "crimson"),
    "green": ("green",) * 6 + ("bright green", "emerald"),
    "blue": ("blue",) * 6 + ("bright blue", "azure"),
    "yellow": ("yellow",) * 6 + ("bright yellow", "lemon yellow"),
    "orange": ("orange",) * 6 + ("bright orange",),
    "purple": ("purple",) * 4 + ("violet",),
    "white": ("white",) * 6 + ("pure white",),
    "black": ("black",) * 6 + ("pitch black",),
}
DRESSED = ("in", "in", "dressed in", "wearing", "wearing")
CLOTHES = ("{colour}", "{colour}", "{colour}", "{colour} clothes")

# What carries the colour of a thing that is not all of it.
COLOURED_PARTS = {
    "tree": ("with {colour} leaves",),
    "house": ("with {colour} walls",),
    "lamp": ("with a {colour} shade",),
}
SHADES = "shades"

MATERIALS = {"rubber": "rubber", "steel": "steel", "wood": "wooden", "stone": "stone", "glass": "glass"}
MADE_OF = {"rubber": "made of rubber", "steel": "made of metal", "wood": "made of wood", "stone": "made of stone",
    "glass": "made of glass"}
MADE_THINGS = ("ball", "cube", "bottle")

SIZES = {"small": ("small", "little", "tiny"), "large": ("large", "big", "huge")}

RELATIONS = {
    "left": ("to the left of", "on the left of", "left of", "*on the left side of"),
    "right": ("to the right of", "on the right of", "right of", "*on the right side of"),
    "behind": ("behind", "farther away than", "*at the back of"),
    "front": ("in front of", "closer than", "*at the front of"),
    "beside": ("next to", "beside", "near", "by", "close beside", "*close by"),
}
RELATION_EXTRAS = ("{first} is {relation} {second}", "{relation} {second} is {first}", "*we see {first} {relation} {second}")

# One thing runs into another: (verb, participle).
STRIKES = (
    ("collides with", "colliding with"), ("bumps into", "bumping into"), ("hits", "hitting"), ("crashes into", "crashing into"),
    ("bounces off", "bouncing off"), ("runs into", "running into"), ("*bumps and bounces off", "*bumping and bouncing off"))

BE = ("is", "are")
AND = " and "


def subject(chooser: Chooser, group: Group, bare: bool = False, definite: bool = False) -> str:
    """A group of like subjects, with its article unless bare: `a small red rubber ball`, `two people in blue`."""
    if group.name:
        return group.name
    one, many = chooser.pick_row(THINGS[group.kind])
    noun = many if group.count > 1 else one
    colour = chooser.pick(COLOURS[group.colour]) if chooser.complete or chooser.chance(0.9) else ""
    before, after = [], ""
    if group.size and chooser.chance(0.4):
        before.append(chooser.pick(SIZES[group.size]))
    if group.kind == "person":
        after = f"{chooser.pick(DRESSED)} {chooser.pick(CLOTHES).format(colour=colour.removeprefix('bright '))}" if colour else ""
    elif colour and group.kind in COLOURED_PARTS and chooser.chance(0.35):
        after = chooser.pick(COLOURED_PARTS[group.kind]).format(colour=colour)
        after = after.replace("with a ", "with ").replace("shade", SHADES) if group.count > 1 else after
    elif colour:
        before.append(colour)
    if group.kind in MADE_THINGS and group.material in MATERIALS and chooser.chance(0.35):
        if chooser.chance(0.3) and not after:
            after = MADE_OF[group.material]
        else:
            before.append(MATERIALS[group.material])
    phrase = " ".join(word for word in (*before, noun, after) if word)
    if group.stacked:
        count = f"{chooser.pick(COUNTS[group.count][:1])} " if chooser.complete or chooser.chance(0.5) else ""
        return f"{'the stack of' if definite else chooser.pick(STACKS[1:])} {count}{phrase}"
    if bare and group.count == 1:
        return phrase
    if definite or chooser.chance(0.06) and group.count == 1:
        return f"the {phrase}"
    return f"{chooser.pick(COUNTS[group.count])} {phrase}"


def existence(group: Group) -> str:
    """The verb of `there is`."""
    return BE[group.count > 1 and not group.stacked]


def conjoin(phrases: list[str]) -> str:
    """`a, b and c`."""
    return phrases[0] if len(phrases) == 1 else ", ".join(phrases[:-1]) + AND + phrases[-1]


def relation(chooser: Chooser, which: str, second: str) -> str:
    """Where something is, seen from another: `to the left of a cube`."""
    return f"{chooser.pick(RELATIONS[which])} {second}"


def related(chooser: Chooser, which: str, first: str, second: str) -> str:
    """A sentence on where two things are: `the ball is behind the cube`."""
    return chooser.pick(RELATION_EXTRAS).format(first=first, second=second, relation=chooser.pick(RELATIONS[which]))


def struck(chooser: Chooser, second: str, form: str) -> str:
    """What the first does to the second when they meet: `collides with a cube`."""
    return f"{chooser.pick([row[form != 'verb'] for row in STRIKES])} {second}"


def polish(text: str) -> str:
    """`an` before vowels."""
    return re.sub(r"\ba (?=[aeio])", "an ", text)
