"""What is heard, what plays, and what is not there, in French."""

from ..facts import Facts
from ..grammar import Chooser

SOUNDS = {
    "impact": ("on entend chaque choc", "bruit de chocs sur {ground}", "chaque rebond s'entend", "bruit de chocs",
        "*on entend les chocs sur {ground}"),
    "footstep": ("bruit de pas sur {ground}", "on entend des pas", "des pas sur {ground}", "bruits de pas",
        "*on entend les pas sur {ground}"),
    "splash": ("bruit d'eau", "on entend des clapotis", "on entend un plouf", "éclaboussures", "*on entend l'eau"),
    "clink": ("le verre tinte", "on entend un verre qui tinte", "tintement de verre", "*on entend le verre qui tinte"),
    "metal": ("le métal résonne", "bruit de métal", "*on entend le métal"),
    "chirp": ("chant d'oiseau", "on entend un oiseau", "l'oiseau chante", "*on entend le chant d'un oiseau"),
    "roll": ("on entend le roulement", "bruit de roulement sur {ground}", "*on entend un bruit de roulement"),
    "slide": ("on entend le frottement", "bruit de frottement sur {ground}", "*on entend un bruit de frottement"),
    "engine": ("bruit de moteur", "le moteur ronronne", "on entend le moteur", "*on entend un bruit de moteur"),
    "wings": ("bruit d'ailes", "on entend des ailes", "battements d'ailes", "*on entend un bruit d'ailes"),
    "wash": ("clapotis de l'eau", "l'eau clapote", "*on entend le clapotis de l'eau"),
    "cloth": ("bruissement de vêtements", "les vêtements bruissent", "bruit de tissu", "*on entend les vêtements"),
    "creak": ("la corde grince", "grincement de corde", "on entend grincer la corde", "*on entend la corde"),
    "voice": ("on entend une voix", "bruit de voix", "une voix parle", "on entend parler", "*on entend une voix parler"),
    "rain": ("bruit de pluie", "la pluie tambourine", "on entend la pluie", "pluie sur {ground}",
        "*on entend le bruit de la pluie"),
    "wind": ("le vent souffle", "bruit de vent", "le vent hurle", "*on entend le vent"),
    "sea": ("bruit de vagues", "on entend la mer", "bruit de la mer", "ressac", "*on entend les vagues de la mer"),
    "birds": ("des oiseaux chantent", "chants d'oiseaux", "*on entend des chants d'oiseaux"),
    "crickets": ("des grillons chantent", "chant de grillons", "*on entend des grillons"),
    "traffic": ("bruit de la ville", "circulation au loin", "rumeur de la ville", "*on entend la circulation"),
    "crowd": ("une foule au loin", "rumeur d'une foule", "des gens parlent au loin", "*on entend une foule"),
    "high wind": ("vent d'altitude", "vent dans le ciel", "*on entend le vent dans le ciel"),
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

MUSICS = (
    "avec une musique {mood}", "musique {mood}", "musique {mood} et {pace}", "musique {mood} de {instrument}",
    "musique {pace} et {mood}",
    "musique de {instrument} {mood} et {pace}", "une musique {mood} joue", "musique {mood} à {bpm} bpm",
    "musique {pace}, {mood}, {instrument}",
    "{instrument}, musique {mood}", "*on entend une musique {mood}")
MOODS = {
    "happy": ("joyeuse", "joyeuse", "gaie", "entraînante"),
    "sad": ("triste", "triste", "mélancolique"),
    "calm": ("calme", "douce", "paisible", "apaisante"),
    "tense": ("tendue", "inquiétante", "sombre", "angoissante"),
}
PACES = {"slow": ("lente",), "medium": ("régulière", "modérée"), "fast": ("rapide", "vive")}
INSTRUMENTS = {"happy": ("guitare",), "sad": ("piano",), "calm": ("piano", "nappes"), "tense": ("cordes", "basse")}

NEGATIVES = {
    "music": ("sans musique", "pas de musique", "aucune musique", "*il n'y a pas de musique"),
    "rain": ("sans pluie", "il ne pleut pas", "pas de pluie", "*il n'y a pas de pluie"),
    "snow": ("il ne neige pas", "pas de neige qui tombe", "*il n'y a pas de neige"),
    "fog": ("sans brouillard", "pas de brouillard", "*il n'y a pas de brouillard"),
    "person": ("il n'y a personne", "sans personne", "*il n'y a pas une personne"),
    "wind": ("sans vent", "pas de vent", "*il n'y a pas de vent"),
    "voice": ("personne ne parle", "sans dialogue", "sans paroles", "pas de voix", "*il n'y a pas de voix"),
    "camera": ("sans mouvement de caméra", "pas de mouvement de caméra", "*il n'y a pas de mouvement de caméra"),
}


def sound(chooser: Chooser, kind: str, facts: Facts) -> str:
    """What is heard of one kind."""
    return chooser.pick(SOUNDS.get(kind, ())).format(ground=chooser.pick(GROUNDS[facts.surface]))


def music(chooser: Chooser, mood: str, pace: str, bpm: int) -> str:
    """What music plays."""
    return chooser.pick(MUSICS).format(
        mood=chooser.pick(MOODS[mood]), pace=chooser.pick(PACES[pace]), instrument=chooser.pick(INSTRUMENTS[mood]), bpm=bpm)
