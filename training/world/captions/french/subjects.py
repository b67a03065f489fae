"""Noun phrases in French: things, their colours, materials and sizes, and how they stand to each other."""

import re
from dataclasses import dataclass

from ..facts import Group
from ..grammar import Chooser

COUNTS = {2: ("deux",), 3: ("trois",)}
INDEFINITE = ("un", "une")
DEFINITE = ("le", "la", "l'")
STACKED = ("en pile", "en tas")
STACKS = ("la pile de", "une pile de", "un tas de", "une tour de")


@dataclass(frozen=True)
class Noun:
    """A thing's name."""

    one: str
    many: str
    feminine: bool

    @property
    def definite(self) -> str:
        """With its article: `la balle`, `l'oiseau`."""
        return f"l'{self.one}" if self.one[0] in "aeiouh" else f"{DEFINITE[self.feminine]} {self.one}"

    @property
    def indefinite(self) -> str:
        """With its article: `une balle`."""
        return f"{INDEFINITE[self.feminine]} {self.one}"


BALL, BOULE, CUBE = Noun("balle", "balles", True), Noun("boule", "boules", True), Noun("cube", "cubes", False)
CAR, BOAT, PERSON = Noun("voiture", "voitures", True), Noun("bateau", "bateaux", False), Noun("personne", "personnes", True)
THINGS = {
    "ball": (BALL, BALL, BOULE),
    "cube": (CUBE, CUBE, CUBE, Noun("bloc", "blocs", False)),
    "car": (CAR, CAR, Noun("auto", "autos", True), Noun("automobile", "automobiles", True)),
    "boat": (BOAT, BOAT, Noun("voilier", "voiliers", False)),
    "balloon": (Noun("ballon gonflable", "ballons gonflables", False), Noun("ballon de baudruche", "ballons de baudruche",
        False)),
    "bird": (Noun("oiseau", "oiseaux", False),),
    "person": (PERSON,) * 6 + (Noun("silhouette", "silhouettes", True), Noun("homme", "hommes", False), Noun("femme", "femmes",
        True)),
    "bottle": (Noun("bouteille", "bouteilles", True),),
    "glass": (Noun("verre", "verres", False), Noun("verre", "verres", False), Noun("verre à boire", "verres à boire", False)),
    "lamp": (Noun("lampe", "lampes", True), Noun("lampe", "lampes", True), Noun("lampadaire", "lampadaires", False)),
    "tree": (Noun("arbre", "arbres", False),),
    "house": (Noun("maison", "maisons", True), Noun("maison", "maisons", True), Noun("maisonnette", "maisonnettes", True)),
}

# Masculine, feminine, masculine plural, feminine plural.
COLOURS = {
    "red": (("rouge", "rouge", "rouges", "rouges"),) * 3 + (("rouge vif",) * 4,),
    "green": (("vert", "verte", "verts", "vertes"),) * 3 + (("vert vif",) * 4,),
    "blue": (("bleu", "bleue", "bleus", "bleues"),) * 3 + (("bleu vif",) * 4,),
    "yellow": (("jaune", "jaune", "jaunes", "jaunes"),) * 3 + (("jaune vif",) * 4,),
    "orange": (("orange", "orange", "orange", "orange"),),
    "purple": (("violet", "violette", "violets", "violettes"),),
    "white": (("blanc", "blanche", "blancs", "blanches"),),
    "black": (("noir", "noire", "noirs", "noires"),),
}
DRESSED = {False: ("en", "habillé{s} en", "vêtu{s} de"), True: ("en", "habillée{s} en", "vêtue{s} de")}
DRESSED_MANY = ("habillés", "habillées", "vêtus", "vêtues", "habillé", "habillée", "vêtu", "vêtue")

# What carries the colour of a thing that is not all of it: the words, and the form of the colour.
COLOURED_PARTS = {
    "tree": (("aux feuilles {colour}", 3),),
    "house": (("aux murs {colour}", 2),),
    "lamp": (("à abat-jour {colour}", 0),),
}

MATERIALS = {"rubber": "en caoutchouc", "steel": "en acier", "wood": "en bois", "stone": "en pierre", "glass": "en verre"}
METAL = "en métal"
MADE_THINGS = ("ball", "cube", "bottle")

SIZES = {
    "small": (("petit", "petite", "petits", "petites"), ("petit", "petite", "petits", "petites"), ("minuscule", "minuscule",
        "minuscules", "minuscules")),
    "large": (("grand", "grande", "grands", "grandes"), ("gros", "grosse", "gros", "grosses"), ("énorme", "énorme", "énormes",
        "énormes")),
}

RELATIONS = {
    "left": ("à gauche de", "sur la gauche de", "*vers la gauche de"),
    "right": ("à droite de", "sur la droite de", "*vers la droite de"),
    "behind": ("derrière", "plus loin que", "*plus loin, derrière"),
    "front": ("devant", "plus près que", "*plus près, devant"),
    "beside": ("à côté de", "près de", "*sur le côté de"),
}
RELATION_EXTRAS = ("{first} est {relation} {second}", "{relation} {second}, il y a {first}",
    "*on voit {first} {relation} {second}")

# One thing runs into another.
STRIKES = ("heurte", "percute", "cogne", "rebondit contre", "rentre dans", "tape contre", "*cogne contre")
WHO = "qui"
AND = " et "
THERE = "il y a"


def subject(chooser: Chooser, group: Group, bare: bool = False, definite: bool = False) -> str:
    """A group of like subjects, with its article unless bare: `une petite balle rouge en caoutchouc`, `deux personnes en bleu`."""
    if group.name:
        return group.name
    noun = chooser.pick_row(THINGS[group.kind])
    many = group.count > 1
    form = int(noun.feminine) + 2 * many
    words = []
    if group.size and chooser.chance(0.4):
        words.append(chooser.pick_row(SIZES[group.size])[form])
    words.append(noun.many if many else noun.one)
    if chooser.complete or chooser.chance(0.9):
        colours = chooser.pick_row(COLOURS[group.colour])
        if group.kind == "person":
            words.append(f"{chooser.pick(DRESSED[noun.feminine]).format(s='s' * many)} {COLOURS[group.colour][0][0]}")
        elif group.kind in COLOURED_PARTS and chooser.chance(0.35):
            part, part_form = chooser.pick_row(COLOURED_PARTS[group.kind])
            words.append(part.format(colour=COLOURS[group.colour][0][part_form]))
        else:
            words.append(colours[form])
    if group.kind in MADE_THINGS and group.material in MATERIALS and chooser.chance(0.35):
        words.append(METAL if group.material == "steel" and chooser.chance(0.3) else MATERIALS[group.material])
    phrase = " ".join(words)
    if group.stacked:
        count = f"{COUNTS[group.count][0]} " if chooser.complete or chooser.chance(0.5) else ""
        return f"{STACKS[0] if definite else chooser.pick(STACKS[1:])} {count}{phrase}"
    if many:
        return f"{chooser.pick(COUNTS[group.count])} {phrase}"
    if bare:
        return phrase
    if definite or chooser.chance(0.06):
        return f"l'{phrase}" if phrase[0] in "aeiouéh" else f"{DEFINITE[noun.feminine]} {phrase}"
    return f"{INDEFINITE[noun.feminine]} {phrase}"


def existence(group: Group) -> str:
    """The verb of `il y a`."""
    return "a"


def conjoin(phrases: list[str]) -> str:
    """`a, b et c`."""
    return phrases[0] if len(phrases) == 1 else ", ".join(phrases[:-1]) + AND + phrases[-1]


def relation(chooser: Chooser, which: str, second: str) -> str:
    """Where something is, seen from another: `à gauche d'un cube`."""
    return f"{chooser.pick(RELATIONS[which])} {second}"


def related(chooser: Chooser, which: str, first: str, second: str) -> str:
    """A sentence on where two things are: `la balle est derrière le cube`."""
    return chooser.pick(RELATION_EXTRAS).format(first=first, second=second, relation=chooser.pick(RELATIONS[which]))


def struck(chooser: Chooser, second: str, form: str) -> str:
    """What the first does to the second when they meet: `heurte un cube`, `qui heurte un cube`."""
    said = f"{chooser.pick(STRIKES)} {second}"
    return f"{WHO} {said}" if form == "participle" else said


CONTRACTIONS = {"de le ": "du ", "à le ": "au ", "de (?=[aeiouéèêîœ])": "d'", "que (?=[aeiouéèêîœ])": "qu'"}


def polish(text: str) -> str:
    """Articles drawn together with the words before them."""
    for apart, together in CONTRACTIONS.items():
        text = re.sub(rf"\b{apart}", together, text)
    return text
