"""French wordings of a scene; colours and sizes agree with the thing's gender and number."""

from dataclasses import dataclass

from .facts import Facts, Group
from .grammar import Chooser

COUNTS = {2: ("deux",), 3: ("trois",)}


@dataclass(frozen=True)
class Noun:
    """A thing's name."""

    one: str
    many: str
    feminine: bool

    @property
    def elided(self) -> bool:
        """Whether its definite article would lose its vowel."""
        return self.one[0] in "aeiouh"


THINGS = {
    "ball": (Noun("balle", "balles", True), Noun("balle", "balles", True), Noun("boule", "boules", True)),
    "cube": (Noun("cube", "cubes", False),),
    "car": (Noun("voiture", "voitures", True), Noun("voiture", "voitures", True), Noun("auto", "autos", True)),
    "boat": (Noun("bateau", "bateaux", False), Noun("bateau", "bateaux", False), Noun("voilier", "voiliers", False)),
    "balloon": (Noun("ballon gonflable", "ballons gonflables", False), Noun("ballon de baudruche", "ballons de baudruche", False)),
    "bird": (Noun("oiseau", "oiseaux", False),),
    "person": (Noun("personne", "personnes", True), Noun("personne", "personnes", True), Noun("silhouette", "silhouettes", True)),
}

# Masculine, feminine, masculine plural, feminine plural.
COLOURS = {
    "red": ("rouge", "rouge", "rouges", "rouges"),
    "green": ("vert", "verte", "verts", "vertes"),
    "blue": ("bleu", "bleue", "bleus", "bleues"),
    "yellow": ("jaune", "jaune", "jaunes", "jaunes"),
    "orange": ("orange", "orange", "orange", "orange"),
    "purple": ("violet", "violette", "violets", "violettes"),
    "white": ("blanc", "blanche", "blancs", "blanches"),
    "black": ("noir", "noire", "noirs", "noires"),
}

MATERIALS = {"rubber": "en caoutchouc", "steel": "en acier", "wood": "en bois", "stone": "en pierre", "glass": "en verre"}

SIZES = {"small": ("petit", "petite", "petits", "petites"), "large": ("grand", "grande", "grands", "grandes")}

# Third person and plural.
ACTIONS = {
    "bounce": (
        ("rebondit", "rebondissent"),
        ("saute et rebondit", "sautent et rebondissent"),
        ("tombe et rebondit", "tombent et rebondissent"),
        ("continue de rebondir", "continuent de rebondir"),
        ("rebondit encore", "rebondissent encore"),
        ("*rebondit et rebondit encore", "*rebondissent et rebondissent encore"),
    ),
    "roll": (("roule", "roulent"), ("avance en roulant", "avancent en roulant"), ("*roule et roule encore", "*roulent et roulent encore")),
    "slide": (("glisse", "glissent"), ("avance en glissant", "avancent en glissant"), ("*continue de glisser", "*continuent de glisser")),
    "fall": (
        ("tombe", "tombent"),
        ("tombe au sol", "tombent au sol"),
        ("tombe d'en haut", "tombent d'en haut"),
        ("*tombe de haut", "*tombent de haut"),
    ),
    "rise": (
        ("monte", "montent"),
        ("s'envole vers le haut", "s'envolent vers le haut"),
        ("monte dans les airs", "montent dans les airs"),
        ("*s'envole dans les airs", "*s'envolent dans les airs"),
    ),
    "fly": (
        ("vole", "volent"),
        ("passe en volant", "passent en volant"),
        ("vole dans les airs", "volent dans les airs"),
        ("*passe dans les airs", "*passent dans les airs"),
    ),
    "drive": (
        ("roule", "roulent"),
        ("passe", "passent"),
        ("passe en roulant", "passent en roulant"),
        ("*continue de rouler", "*continuent de rouler"),
    ),
    "sail": (
        ("navigue", "naviguent"),
        ("vogue", "voguent"),
        ("avance", "avancent"),
        ("*navigue et avance", "*naviguent et avancent"),
    ),
    "walk": (
        ("marche", "marchent"),
        ("passe en marchant", "passent en marchant"),
        ("se promène", "se promènent"),
        ("*avance en marchant", "*avancent en marchant"),
    ),
    "dance": (
        ("danse", "dansent"),
        ("danse sur place", "dansent sur place"),
        ("continue de danser", "continuent de danser"),
        ("*danse et danse encore", "*dansent et dansent encore"),
    ),
    "stand still": (
        ("reste immobile", "restent immobiles"),
        ("ne bouge pas", "ne bougent pas"),
        ("reste sur place", "restent sur place"),
        ("*reste sur place, immobile", "*restent sur place, immobiles"),
    ),
    "spin": (
        ("tourne sur place", "tournent sur place"),
        ("pivote", "pivotent"),
        ("tourne", "tournent"),
        ("*tourne et tourne encore", "*tournent et tournent encore"),
    ),
}

INFINITIVES = {
    "bounce": ("rebondir",),
    "roll": ("rouler",),
    "slide": ("glisser",),
    "fall": ("tomber",),
    "rise": ("monter",),
    "fly": ("voler",),
    "drive": ("rouler", "passer"),
    "sail": ("naviguer", "avancer"),
    "walk": ("marcher", "se promener"),
    "dance": ("danser",),
    "spin": ("tourner", "tourner sur place"),
}

DIRECTIONS = {
    "left": ("vers la gauche", "de droite à gauche", "*de la droite vers la gauche"),
    "right": ("vers la droite", "de gauche à droite", "*de la gauche vers la droite"),
}

SIDES = {
    "left": ("à gauche", "sur la gauche", "*à gauche de l'image"),
    "right": ("à droite", "sur la droite", "*à droite de l'image"),
    "middle": ("au milieu", "au milieu de l'image"),
}

PLACES = {
    "park": ("dans un parc", "dans le parc", "sur l'herbe d'un parc", "*sur l'herbe verte du parc"),
    "beach": ("sur une plage", "sur la plage", "au bord de la mer sur une plage", "sur le sable au bord de la mer", "à la plage", "*sur le sable d'une plage"),
    "city street": ("dans une rue", "dans la rue", "dans une rue de la ville", "*sur l'asphalte d'une rue"),
    "desert": ("dans un désert", "dans le désert", "sur le sable du désert", "parmi les dunes du désert", "*sur les dunes d'un désert"),
    "snowfield": ("dans un champ de neige", "sur la neige", "dans un champ enneigé", "*sur la neige d'un champ"),
    "wooden room": ("dans une pièce en bois", "à l'intérieur d'une pièce en bois", "dans une chambre en bois", "*dans une chambre de bois"),
    "stone square": ("sur une place en pierre", "sur une place pavée", "sur les pavés d'une place", "*sur une place pavée de pierre"),
    "wooden floor": ("sur un plancher", "sur un plancher en bois", "sur un sol en bois", "sur une terrasse en bois", "sur des planches", "*sur les planches d'un plancher"),
}

# Where things fly, and where they float; places not named here are said as for things on the ground.
AIR_PLACES = {
    "park": ("dans un parc", "au-dessus d'un parc", "au-dessus de l'herbe d'un parc", "*au-dessus de l'herbe verte du parc"),
    "beach": ("au-dessus d'une plage", "au-dessus de la plage", "à la plage", "*au-dessus du sable d'une plage"),
    "city street": ("dans une rue", "au-dessus d'une rue de la ville", "au-dessus de la rue", "*au-dessus de l'asphalte d'une rue"),
    "desert": ("dans un désert", "dans le désert", "au-dessus du sable du désert", "au-dessus des dunes", "*au-dessus des dunes d'un désert"),
    "snowfield": ("au-dessus d'un champ de neige", "dans un champ de neige", "au-dessus de la neige", "*au-dessus de la neige d'un champ"),
    "stone square": ("au-dessus d'une place en pierre", "au-dessus d'une place pavée", "*au-dessus des pavés d'une place"),
    "wooden floor": ("au-dessus d'un plancher", "au-dessus d'un sol en bois", "*au-dessus des planches d'un plancher"),
}

WATER_PLACES = {
    "beach": ("près d'une plage", "sur la mer près de la plage", "à la plage", "sur l'eau au bord d'une plage", "*sur l'eau près de la plage")
}

PLACE_TAGS = {
    "park": ("parc", "un parc", "herbe d'un parc"),
    "beach": ("plage", "plage au bord de la mer"),
    "city street": ("rue", "rue de la ville"),
    "desert": ("désert", "désert de sable"),
    "snowfield": ("champ de neige", "champ enneigé"),
    "wooden room": ("pièce en bois", "intérieur, pièce en bois"),
    "stone square": ("place en pierre", "place pavée"),
    "wooden floor": ("plancher en bois", "sol en bois", "planches"),
}

TIMES = {
    "day": ("de jour", "en plein jour", "dans la journée", "pendant la journée", "*à la lumière du jour"),
    "sunset": ("au coucher du soleil", "le soir", "au crépuscule", "dans la lumière du soir", "*à la lumière du coucher du soleil"),
    "night": ("la nuit", "de nuit", "à minuit", "en pleine nuit", "dans le noir", "pendant la nuit", "*dans le noir de la nuit"),
}

TIME_TAGS = {
    "day": ("jour", "lumière du jour", "plein jour"),
    "sunset": ("soir", "coucher du soleil", "lumière du soir"),
    "night": ("nuit", "nuit noire"),
}

WEATHERS = {
    "clear": ("sous un ciel clair", "par temps clair", "*avec un ciel clair"),
    "rain": ("sous la pluie", "alors qu'il pleut", "sous une forte pluie", "sous une pluie battante", "sous une averse", "tandis que la pluie tombe", "*alors que la pluie tombe"),
    "snow": ("sous la neige", "alors qu'il neige", "tandis que la neige tombe", "*alors que la neige tombe"),
    "fog": ("dans le brouillard", "dans la brume", "dans un brouillard épais", "*dans une brume épaisse"),
}

WEATHER_TAGS = {
    "clear": ("ciel clair", "temps clair"),
    "rain": ("pluie", "averse", "forte pluie", "temps de pluie"),
    "snow": ("neige qui tombe", "chute de neige"),
    "fog": ("brouillard", "brume", "brume épaisse", "brouillard épais"),
}

CAMERAS = {
    "static": ("la caméra ne bouge pas", "la caméra est fixe", "la caméra reste immobile", "*la caméra reste fixe"),
    "pan left": ("la caméra tourne vers la gauche", "la caméra pivote vers la gauche", "*la caméra glisse vers la gauche"),
    "pan right": ("la caméra tourne vers la droite", "la caméra pivote vers la droite", "*la caméra glisse vers la droite"),
    "zoom in": ("la caméra zoome", "la caméra se rapproche", "la caméra zoome lentement", "*lentement, la caméra se rapproche"),
}

CAMERA_TAGS = {
    "static": ("caméra fixe", "plan fixe"),
    "pan left": ("panoramique vers la gauche", "panoramique à gauche"),
    "pan right": ("panoramique vers la droite", "panoramique à droite"),
    "zoom in": ("zoom avant", "zoom avant lent"),
}

LIGHTS = {
    "day": ("la lumière est vive", "lumière vive", "*la lumière du jour est vive"),
    "sunset": ("la lumière est chaude", "lumière chaude et orange", "*la lumière du soir est chaude"),
    "night": ("il y a peu de lumière", "lumière sombre et bleue", "*la lumière est sombre et bleue"),
}

SOUNDS = {
    "impact": ("on entend chaque choc", "bruit de chocs sur {ground}", "chaque rebond s'entend", "*on entend les chocs sur {ground}"),
    "footstep": ("bruit de pas sur {ground}", "on entend des pas", "des pas sur {ground}", "*on entend les pas sur {ground}"),
    "splash": ("bruit d'eau", "on entend des clapotis", "*on entend l'eau"),
    "clink": ("le verre tinte", "on entend un verre qui tinte", "*on entend le verre qui tinte"),
    "chirp": ("chant d'oiseau", "on entend un oiseau", "*on entend le chant d'un oiseau"),
    "roll": ("on entend le roulement", "bruit de roulement sur {ground}", "*on entend un bruit de roulement"),
    "slide": ("on entend le frottement", "bruit de frottement sur {ground}", "*on entend un bruit de frottement"),
    "engine": ("bruit de moteur", "le moteur ronronne", "on entend le moteur", "*on entend un bruit de moteur"),
    "wings": ("bruit d'ailes", "on entend des ailes", "*on entend un bruit d'ailes"),
    "wash": ("clapotis de l'eau", "l'eau clapote", "*on entend le clapotis de l'eau"),
    "rain": ("bruit de pluie", "la pluie tambourine", "on entend la pluie", "*on entend le bruit de la pluie"),
    "wind": ("le vent souffle", "bruit de vent", "*on entend le vent"),
    "sea": ("bruit de vagues", "on entend la mer", "bruit de la mer", "*on entend les vagues de la mer"),
    "birds": ("des oiseaux chantent", "chants d'oiseaux", "*on entend des chants d'oiseaux"),
    "crickets": ("des grillons chantent", "chant de grillons", "*on entend des grillons"),
    "traffic": ("bruit de la ville", "circulation au loin", "*on entend la circulation"),
    "room": ("pièce silencieuse", "la pièce est silencieuse", "*on entend une pièce silencieuse"),
    "hush": ("tout est silencieux", "silence de la neige", "*la neige est silencieuse"),
}

GROUNDS = {
    "wood": ("le bois", "les planches", "le plancher"),
    "stone": ("la pierre", "les pavés"),
    "asphalt": ("l'asphalte",),
    "grass": ("l'herbe",),
    "sand": ("le sable",),
    "snow": ("la neige",),
    "water": ("l'eau",),
}

MUSICS = ("avec une musique {mood}", "musique {mood}", "musique {mood} et {pace}", "*on entend une musique {mood}")
MOODS = {"happy": ("joyeuse", "gaie"), "sad": ("triste",), "calm": ("calme", "douce"), "tense": ("tendue", "inquiétante")}
PACES = {"slow": ("lente",), "medium": ("régulière",), "fast": ("rapide", "vive")}

NEGATIVES = {
    "music": ("sans musique", "pas de musique", "*il n'y a pas de musique"),
    "rain": ("sans pluie", "il ne pleut pas", "*il n'y a pas de pluie"),
    "snow": ("il ne neige pas", "*il n'y a pas de neige"),
    "fog": ("sans brouillard", "pas de brouillard", "*il n'y a pas de brouillard"),
    "person": ("il n'y a personne", "sans personne", "*il n'y a pas une personne"),
    "wind": ("sans vent", "pas de vent", "*il n'y a pas de vent"),
}

FRAMES = (
    "{S} {V} {P}[ {T}][ {W}]",
    "{S} {V} {P}[ {W}][ {T}]",
    "{T}, {S} {V} {P}[ {W}]",
    "{P}, {S} {V}[ {T}][ {W}]",
    "{W}, {S} {V} {P}[ {T}]",
    "{S} {V}[ {W}]",
    "{S} {V}[ {T}]",
    "{S} {V} {P}",
    "{S} {G} {P}[ {T}][ {W}]",
    "{S} {G} {P}[, {wt}][, {tt}][, {ct}]",
    "une vidéo où {S} {V} {P}[ {T}][ {W}]",
    "{N} {G} {P}[ {T}][ {W}]",
    "{N} {G} {P}[, {wt}][, {tt}][, {ct}]",
    "{N}, {pt}[, {tt}][, {wt}][, {ct}]",
    "plan cinématographique, {S} {G} {P}[ {T}][ {W}]",
    "vidéo réaliste, {S} {G} {P}[, {tt}][, {wt}]",
    "un plan où {S} {V} {P}[ {W}][, {ct}]",
    "montre {S} {G} {P}[ {T}][, {wt}]",
    "on peut voir {S} {G} {P}[ {W}][ {T}]",
    "il y {B} {S} {G} {P}[ {T}]",
    "{ct}, {S} {G} {P}[, {tt}][, {wt}]",
    "{tt}, {wt}, {pt} : {S} {V}",
    "{S}, {pt}[, {tt}][, {wt}]",
    "{pt}[, {tt}][, {wt}]. {S} {V}",
    "lieu : {pt}. [moment : {tt}. ][temps : {wt}. ]sujet : {S}. action : {g}[. caméra : {ct}]",
    "plan : {S} {G}. lieu : {pt}[. moment : {tt}][. temps : {wt}][. caméra : {ct}]",
    "{S} {G}",
    "{S} {V} {P} ; {C}",
    "on voit {S} {G}[ {W}]",
    "*on voit {S} {G} {P}[ {T}][ {W}][, {ct}]",
    "*{T}, {P}, {S} {V}[ {W}][ ; {C}]",
    "*{P}[, {T}], il y {B} {S} {G}[ {W}][. {C}]",
    "*{W}, {P}, on peut voir {S} {G}[, {tt}][, {ct}]",
    "*montre une vidéo : {S} {V} {P}[, {T}][, {W}][, et {C}]",
    "*{wt}, {pt}, {tt} : {S} {G}[, {ct}]",
)

# Actions that stay in one place, so that a side of the picture tells where, and those that travel, so that a direction does.
STAYING = ("stand still", "spin", "dance", "bounce")
TRAVELLING = ("roll", "slide", "drive", "sail", "walk", "fly")


def subject(chooser: Chooser, group: Group, bare: bool = False) -> str:
    """A group of like subjects, with its article unless bare: `une petite balle rouge en caoutchouc`, `deux personnes en bleu`."""
    noun = chooser.pick_row(THINGS[group.kind])
    form = int(noun.feminine) + 2 * (group.count > 1)
    single = "une" if noun.feminine else "un"
    if not noun.elided and chooser.chance(0.06):
        single = "la" if noun.feminine else "le"
    words = [chooser.pick(COUNTS[group.count])] if group.count > 1 else [] if bare else [single]
    if group.size and chooser.chance(0.4):
        words.append(SIZES[group.size][form])
    words.append(noun.many if group.count > 1 else noun.one)
    if chooser.complete or chooser.chance(0.9):
        if group.kind == "person":
            words.append(chooser.pick(("en", f"habillée{'s' * (group.count > 1)} en", f"vêtue{'s' * (group.count > 1)} de")))
            words.append(COLOURS[group.colour][0])
        else:
            words.append(COLOURS[group.colour][form])
    if group.kind in ("ball", "cube") and group.material in MATERIALS and chooser.chance(0.35):
        words.append(MATERIALS[group.material])
    return " ".join(words)


def existence(group: Group) -> str:
    """The verb of `il y a`."""
    return "a"


def conjoin(phrases: list[str]) -> str:
    """`a, b et c`."""
    return phrases[0] if len(phrases) == 1 else ", ".join(phrases[:-1]) + " et " + phrases[-1]


def action(chooser: Chooser, groups: tuple[Group, ...], form: str) -> str:
    """The verb of all groups together, as `verb`, as relative clause for `participle`, or a plain `tag`, with direction or side."""
    first, plural = groups[0], len(groups) > 1 or groups[0].count > 1
    if form == "tag":
        return ACTIONS[first.action][0][int(plural)]
    if first.action in INFINITIVES and chooser.chance(0.2):
        chosen = f"{'sont' if plural else 'est'} en train de {chooser.pick(INFINITIVES[first.action])}"
    else:
        chosen = chooser.pick([wording[int(plural)] for wording in ACTIONS[first.action]])
    chosen = f"qui {chosen}" if form == "participle" else chosen
    directions = {group.direction for group in groups}
    if first.action in TRAVELLING and len(directions) == 1 and first.direction in DIRECTIONS and chooser.chance(0.55):
        return f"{chosen} {chooser.pick(DIRECTIONS[first.direction])}"
    if first.action in STAYING and len(groups) == 1 and first.side and chooser.chance(0.2):
        return f"{chosen} {chooser.pick(SIDES[first.side])}"
    return chosen


def meanwhile(chooser: Chooser, verb: str, rest: str, form: str) -> str:
    """Joins what others do to what the first does."""
    link = chooser.pick(("tandis que", "pendant que", "et") if form == "verb" else ("tandis que", "pendant que"))
    link = link[:-1] + "'" if link.endswith("que") and rest[0] in "aeiou" else link + " "
    return f"{verb} {link}{rest}"


def sound(chooser: Chooser, kind: str, facts: Facts) -> str:
    """What is heard of one kind."""
    return chooser.pick(SOUNDS.get(kind, ())).format(ground=chooser.pick(GROUNDS[facts.surface]))


def music(chooser: Chooser, mood: str, pace: str) -> str:
    """What music plays."""
    return chooser.pick(MUSICS).format(mood=chooser.pick(MOODS[mood]), pace=chooser.pick(PACES[pace]))
