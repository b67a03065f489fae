"""Edits of a shot in French: what to change, and into what."""

from ..facts import Group
from ..grammar import Chooser
from .setting import PLACES, TIMES, WEATHERS
from .subjects import COLOURS, THINGS

NIGHTS = {"day": ("jour", "plein jour"), "sunset": ("soir", "coucher du soleil"), "night": ("nuit", "pleine nuit"),
    "dawn": ("aube", "matin")}
SKIES = {"clear": ("un ciel clair",), "rain": ("la pluie", "une averse"), "snow": ("la neige",), "fog": ("le brouillard",
    "la brume"),
         "wind": ("le vent", "un vent fort")}
SCENES = {
    "park": ("un parc",), "beach": ("une plage", "la plage"), "city street": ("une rue", "la ville"), "desert": ("un désert",
        "le désert"),
    "snowfield": ("un champ de neige",), "wooden room": ("une pièce en bois",), "stone square": ("une place pavée",
        "une place en pierre"),
    "wooden floor": ("un plancher en bois", "un sol en bois"), "floating islands": ("des îles flottantes", "une île flottante")}
WEATHER_ORDERS = {
    "clear": ("dégage le ciel", "mets un ciel clair", "fais un temps clair", "passe par beau temps", "que le ciel soit clair"),
    "rain": ("fais pleuvoir", "ajoute de la pluie", "mets de la pluie", "qu'il pleuve", "fais tomber la pluie",
        "maintenant il pleut"),
    "snow": ("fais neiger", "ajoute de la neige", "mets de la neige", "qu'il neige", "fais tomber la neige",
        "maintenant il neige"),
    "fog": ("ajoute du brouillard", "mets du brouillard", "ajoute de la brume", "que le brouillard arrive", "mets de la brume"),
    "wind": ("ajoute du vent", "mets du vent", "fais souffler le vent", "que le vent souffle", "maintenant le vent souffle"),
}

# Attribute: what names its value in an edit, and the edits with {value} (a name), {phrase} (as a caption says it) and {subject}.
EDIT_VALUES = {"time": NIGHTS, "weather": SKIES, "place": SCENES}
PHRASES = {"time": TIMES, "weather": WEATHERS, "place": PLACES}
EDITS = {
    "time": (
        "passe en {value}", "mets-le en {value}", "change en {value}", "change l'heure : {value}", "moment : {value}",
        "maintenant {phrase}",
        "le même plan {phrase}", "la même scène {phrase}", "même plan, mais {phrase}", "pareil, mais {phrase}",
        "place la scène {phrase}",
        "fais-le {phrase}", "refais le plan {phrase}", "cela se passe {phrase}", "mets la scène {phrase}",
        "tourne la scène {phrase}",
        "lumière : {value}", "*que la scène se passe {phrase}", "*change le plan : {value}", "*le même, mais {phrase}"),
    "weather": (
        "{order}", "{order}", "{order}", "{order}", "maintenant {phrase}", "le même plan {phrase}", "la même scène {phrase}",
        "même plan, mais {phrase}", "pareil, mais {phrase}", "change le temps : {value}", "temps : {value}", "avec {value}",
        "ajoute {value}",
        "place la scène {phrase}", "refais le plan {phrase}", "maintenant avec {value}", "mets {value}",
        "*que la scène se passe {phrase}",
        "*change le plan : {value}", "*le même, mais {phrase}"),
    "place": (
        "maintenant {phrase}", "le même plan {phrase}", "la même scène {phrase}", "même plan, mais {phrase}",
        "pareil, mais {phrase}",
        "place la scène {phrase}", "mets {subject} {phrase}", "place {subject} {phrase}", "emmène {subject} {phrase}",
        "lieu : {value}",
        "change le décor : {value}", "remplace le décor par {value}", "change de lieu : {value}", "refais le plan {phrase}",
        "cela se passe {phrase}", "mets la scène {phrase}", "fais-le {phrase}", "{phrase} plutôt",
        "*que la scène se passe {phrase}",
        "*change le plan : {value}", "*le même, mais {phrase}"),
    "colour": (
        "mets {subject} en {value}", "peins {subject} en {value}", "passe {subject} en {value}", "colore {subject} en {value}",
        "change la couleur : {value}", "change {subject} en {value}", "{subject} est maintenant {agreed}",
        "rends {subject} {agreed}",
        "que {subject} soit {agreed}", "{subject} doit être {agreed}", "change la couleur de {subject} en {value}",
        "la couleur de {subject} devient {value}", "{subject} devient {agreed}", "le même plan avec {one} {agreed}",
        "même plan, mais {subject} est {agreed}",
        "{value} et non {old}", "couleur : {value}", "pareil, mais avec {one} {agreed}",
        "*change la couleur : que {subject} soit {agreed}",
        "*la même scène, mais {subject} est {agreed}", "*maintenant, mets {subject} en {value}"),
    "thing": (
        "remplace {subject} par {other}", "change {subject} en {value}", "transforme {subject} en {value}",
        "mets {other} à la place de {subject}",
        "échange {subject} contre {other}", "{subject} devient {other}", "{other} à la place de {subject}",
        "{other} et non {one}",
        "le même plan avec {other}", "même plan, mais avec {other}", "pareil, mais avec {other}", "maintenant avec {other}",
        "que {subject} soit {other}", "fais de {subject} {other}", "utilise {other} et non {one}", "la même scène avec {other}",
        "passe de {subject} à {other}", "*maintenant, remplace {subject} : mets {other}",
        "*maintenant, {other} à la place de {subject}",
        "*la même scène, mais avec {other}"),
}
DRESSING = (
    "habille {subject} en {value}", "mets {subject} en {value}", "{subject} est maintenant en {value}",
    "{subject} porte du {value}",
    "que {subject} soit en {value}", "change les vêtements de {subject} : {value}", "le même plan avec {one} en {value}",
    "*maintenant, habille {subject} en {value}", "*la même scène, mais {subject} est en {value}")


def edit_names(chooser: Chooser, attribute: str, value: str, group: Group, name: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The edits that fit, and what their slots say."""
    noun = chooser.pick_row(THINGS[group.kind])
    colour = COLOURS[group.colour][0]
    told = f" {colour[noun.feminine]}" if chooser.chance(0.3) and group.kind != "person" else ""
    said = {"subject": name or noun.definite + told, "one": noun.indefinite, "old": colour[0]}
    edits = EDITS[attribute]
    if attribute in EDIT_VALUES:
        said |= {"value": chooser.pick(EDIT_VALUES[attribute][value]), "phrase": chooser.pick(PHRASES[attribute][value])}
        said["order"] = chooser.pick(WEATHER_ORDERS[value]) if attribute == "weather" else ""
    elif attribute == "colour":
        said |= {"value": COLOURS[value][0][0], "agreed": COLOURS[value][0][noun.feminine]}
        edits = DRESSING + edits[:6] if group.kind == "person" else edits
    else:
        other = chooser.pick_row(THINGS[value])
        said |= {"value": other.one, "other": other.indefinite}
    if name:
        edits = tuple(edit for edit in edits if not any(slot in edit for slot in ("{one}", "{old}", "{agreed}")))
    return edits, said
