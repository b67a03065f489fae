"""What subjects do, in French."""

from ..facts import STAYING, TRAVELLING, Group, plural
from ..grammar import Chooser

# Third person and plural.
ACTIONS = {
    "bounce": (
        ("rebondit", "rebondissent"),
        ("rebondit", "rebondissent"),
        ("saute et rebondit", "sautent et rebondissent"),
        ("tombe et rebondit", "tombent et rebondissent"),
        ("continue de rebondir", "continuent de rebondir"),
        ("rebondit encore", "rebondissent encore"),
        ("rebondit sans cesse", "rebondissent sans cesse"),
        ("*rebondit et rebondit encore", "*rebondissent et rebondissent encore"),
    ),
    "roll": (
        ("roule", "roulent"), ("avance en roulant", "avancent en roulant"), ("passe en roulant", "passent en roulant"),
        ("*roule et roule encore", "*roulent et roulent encore")),
    "slide": (
        ("glisse", "glissent"), ("avance en glissant", "avancent en glissant"), ("glisse puis s'arrête",
            "glissent puis s'arrêtent"),
        ("*continue de glisser", "*continuent de glisser")),
    "fall": (
        ("tombe", "tombent"),
        ("tombe au sol", "tombent au sol"),
        ("tombe d'en haut", "tombent d'en haut"),
        ("tombe du ciel", "tombent du ciel"),
        ("chute", "chutent"),
        ("*tombe de haut", "*tombent de haut"),
    ),
    "rise": (
        ("monte", "montent"),
        ("s'élève", "s'élèvent"),
        ("s'envole vers le haut", "s'envolent vers le haut"),
        ("monte dans les airs", "montent dans les airs"),
        ("monte dans le ciel", "montent dans le ciel"),
        ("*s'envole dans les airs", "*s'envolent dans les airs"),
    ),
    "fly": (
        ("vole", "volent"),
        ("passe en volant", "passent en volant"),
        ("vole dans les airs", "volent dans les airs"),
        ("vole dans le ciel", "volent dans le ciel"),
        ("traverse le ciel", "traversent le ciel"),
        ("*passe dans les airs", "*passent dans les airs"),
    ),
    "drive": (
        ("roule", "roulent"),
        ("passe", "passent"),
        ("passe en roulant", "passent en roulant"),
        ("circule", "circulent"),
        ("avance", "avancent"),
        ("*continue de rouler", "*continuent de rouler"),
    ),
    "sail": (
        ("navigue", "naviguent"),
        ("vogue", "voguent"),
        ("avance", "avancent"),
        ("passe à la voile", "passent à la voile"),
        ("*navigue et avance", "*naviguent et avancent"),
    ),
    "walk": (
        ("marche", "marchent"),
        ("marche", "marchent"),
        ("passe en marchant", "passent en marchant"),
        ("se promène", "se promènent"),
        ("passe à pied", "passent à pied"),
        ("*avance en marchant", "*avancent en marchant"),
    ),
    "dance": (
        ("danse", "dansent"),
        ("danse", "dansent"),
        ("danse sur place", "dansent sur place"),
        ("continue de danser", "continuent de danser"),
        ("danse en rythme", "dansent en rythme"),
        ("bouge en rythme", "bougent en rythme"),
        ("*danse et danse encore", "*dansent et dansent encore"),
    ),
    "stand still": (
        ("reste immobile", "restent immobiles"),
        ("ne bouge pas", "ne bougent pas"),
        ("reste sur place", "restent sur place"),
        ("se tient là", "se tiennent là"),
        ("est immobile", "sont immobiles"),
        ("*reste sur place, immobile", "*restent sur place, immobiles"),
    ),
    "spin": (
        ("tourne sur place", "tournent sur place"),
        ("pivote", "pivotent"),
        ("tourne", "tournent"),
        ("tourne en rond", "tournent en rond"),
        ("tournoie", "tournoient"),
        ("*tourne et tourne encore", "*tournent et tournent encore"),
    ),
    "run": (
        ("court", "courent"),
        ("court", "courent"),
        ("passe en courant", "passent en courant"),
        ("fait un jogging", "font un jogging"),
        ("court à toute vitesse", "courent à toute vitesse"),
        ("sprinte", "sprintent"),
        ("*avance en courant", "*avancent en courant"),
    ),
    "wave": (
        ("fait signe de la main", "font signe de la main"),
        ("salue", "saluent"),
        ("salue de la main", "saluent de la main"),
        ("agite la main", "agitent la main"),
        ("fait coucou", "font coucou"),
        ("dit bonjour de la main", "disent bonjour de la main"),
        ("*fait bonjour de la main", "*font bonjour de la main"),
    ),
    "talk": (
        ("parle", "parlent"),
        ("parle", "parlent"),
        ("parle à la caméra", "parlent à la caméra"),
        ("dit quelque chose", "disent quelque chose"),
        ("raconte une histoire", "racontent une histoire"),
        ("prend la parole", "prennent la parole"),
        ("discute", "discutent"),
        ("*continue de parler", "*continuent de parler"),
    ),
    "swing": (
        ("se balance", "se balancent"),
        ("se balance au bout d'une corde", "se balancent au bout d'une corde"),
        ("se balance d'avant en arrière", "se balancent d'avant en arrière"),
        ("pend à une corde et se balance", "pendent à une corde et se balancent"),
        ("oscille au bout d'une chaîne", "oscillent au bout d'une chaîne"),
        ("oscille comme un pendule", "oscillent comme un pendule"),
        ("*oscille d'avant en arrière au bout d'une corde", "*oscillent d'avant en arrière au bout d'une corde"),
    ),
    "float": (
        ("flotte", "flottent"),
        ("flotte sur l'eau", "flottent sur l'eau"),
        ("dérive sur l'eau", "dérivent sur l'eau"),
        ("flotte sur les vagues", "flottent sur les vagues"),
        ("monte et descend sur les vagues", "montent et descendent sur les vagues"),
        ("*dérive sur les vagues", "*dérivent sur les vagues"),
    ),
    "splash": (
        ("tombe dans l'eau", "tombent dans l'eau"),
        ("tombe à l'eau", "tombent à l'eau"),
        ("plonge dans l'eau", "plongent dans l'eau"),
        ("tombe dans la mer", "tombent dans la mer"),
        ("éclabousse en tombant dans l'eau", "éclaboussent en tombant dans l'eau"),
        ("fait plouf dans l'eau", "font plouf dans l'eau"),
        ("*plonge dans la mer", "*plongent dans la mer"),
    ),
    "collide": (
        ("entre en collision", "entrent en collision"),
        ("heurte quelque chose", "se heurtent"),
        ("percute quelque chose", "se percutent"),
        ("se cogne", "se cognent"),
        ("se cogne et rebondit", "se cognent et rebondissent"),
        ("rentre dans quelque chose", "se rentrent dedans"),
        ("*se cogne puis rebondit", "*se percutent et rebondissent"),
    ),
    "topple": (
        ("se renverse", "se renversent"),
        ("bascule", "basculent"),
        ("bascule et tombe", "basculent et tombent"),
        ("tombe sur le côté", "tombent sur le côté"),
        ("perd l'équilibre et tombe", "perdent l'équilibre et tombent"),
        ("s'écroule", "s'écroulent"),
        ("*perd l'équilibre et se renverse", "*perdent l'équilibre et se renversent"),
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
    "run": ("courir",),
    "wave": ("saluer", "faire signe de la main"),
    "talk": ("parler", "discuter"),
    "swing": ("se balancer", "osciller"),
    "float": ("flotter", "flotter sur l'eau"),
    "splash": ("tomber dans l'eau",),
    "collide": ("se cogner",),
    "topple": ("tomber", "se renverser", "basculer"),
}
PROGRESS = ("est en train de", "sont en train de")
WHO = "qui"

DIRECTIONS = {
    "left": ("vers la gauche", "de droite à gauche", "*de la droite vers la gauche"),
    "right": ("vers la droite", "de gauche à droite", "*de la gauche vers la droite"),
}

SIDES = {
    "left": ("à gauche", "sur la gauche", "à gauche du cadre", "*à gauche de l'image"),
    "right": ("à droite", "sur la droite", "à droite du cadre", "*à droite de l'image"),
    "middle": ("au milieu", "au milieu de l'image", "au centre"),
}

MEANWHILE = {"verb": ("tandis que", "pendant que", "alors que", "et"), "participle": ("tandis que", "pendant que", "alors que")}
ELIDED = "qu'"


def action(chooser: Chooser, groups: tuple[Group, ...], form: str, plain: bool = False) -> str:
    """The verb of all groups together, as `verb`, `participle` (a relative clause) or `tag`; unless plain with direction or side."""
    first, many = groups[0], int(plural(groups))
    rows = ACTIONS[first.action]
    if form == "tag":
        return chooser.pick([row[many] for row in rows]) if chooser.chance(0.3) else rows[0][many]
    if first.action in INFINITIVES and chooser.chance(0.2):
        chosen = f"{PROGRESS[many]} {chooser.pick(INFINITIVES[first.action])}"
    else:
        chosen = chooser.pick([row[many] for row in rows])
    chosen = f"{WHO} {chosen}" if form == "participle" else chosen
    if plain:
        return chosen
    directions = {group.direction for group in groups}
    if first.action in TRAVELLING and len(directions) == 1 and first.direction in DIRECTIONS and chooser.chance(0.55):
        return f"{chosen} {chooser.pick(DIRECTIONS[first.direction])}"
    if first.action in STAYING and len(groups) == 1 and first.side and chooser.chance(0.2):
        return f"{chosen} {chooser.pick(SIDES[first.side])}"
    return chosen


def meanwhile(chooser: Chooser, verb: str, rest: str, form: str) -> str:
    """Joins what others do to what the first does."""
    link = chooser.pick(MEANWHILE[form])
    link = link[:-3] + ELIDED if link.endswith("que") and rest[0] in "aeiou" else link + " "
    return f"{verb} {link}{rest}"
