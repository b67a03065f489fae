"""Where and when, in French."""

from ..grammar import Chooser

PLACES = {
    "park": ("dans un parc", "dans le parc", "dans un parc", "sur l'herbe d'un parc", "*sur l'herbe verte du parc"),
    "beach": (
        "sur une plage", "sur la plage", "au bord de la mer sur une plage", "sur le sable au bord de la mer", "à la plage",
        "sur une plage de sable", "*sur le sable d'une plage"),
    "city street": (
        "dans une rue", "dans la rue", "dans une rue de la ville", "en ville", "dans la ville", "sur une route en ville",
        "*sur l'asphalte d'une rue"),
    "desert": (
        "dans un désert", "dans le désert", "sur le sable du désert", "parmi les dunes du désert",
        "*sur les dunes d'un désert"),
    "snowfield": (
        "dans un champ de neige", "sur la neige", "dans un champ enneigé", "dans la neige", "sur une plaine enneigée",
        "*sur la neige d'un champ"),
    "wooden room": (
        "dans une pièce en bois", "à l'intérieur d'une pièce en bois", "dans une chambre en bois", "à l'intérieur",
        "dans une pièce",
        "dans une cabane en bois", "*dans une chambre de bois"),
    "stone square": (
        "sur une place en pierre", "sur une place pavée", "sur les pavés d'une place", "sur des pavés", "sur la place du village",
        "*sur une place pavée de pierre"),
    "wooden floor": (
        "sur un plancher", "sur un plancher en bois", "sur un sol en bois", "sur une terrasse en bois", "sur des planches",
        "sur un parquet",
        "*sur les planches d'un plancher"),
    "floating islands": (
        "sur une île flottante", "sur une île dans le ciel", "sur des îles flottantes", "parmi des îles flottantes",
        "sur une île volante",
        "dans un monde fantastique d'îles flottantes", "sur l'herbe d'une île flottante", "*sur l'herbe d'une île dans le ciel"),
}

# Where things go from one side to the other, besides.
THROUGH_PLACES = {
    "park": ("à travers un parc", "à travers le parc"),
    "beach": ("le long de la plage", "le long d'une plage"),
    "city street": ("le long d'une rue", "à travers la ville"),
    "desert": ("à travers le désert", "à travers un désert"),
    "snowfield": ("à travers un champ de neige", "à travers la neige"),
    "wooden room": ("à travers une pièce en bois",),
    "stone square": ("à travers une place en pierre", "à travers une place pavée"),
    "wooden floor": ("le long d'un plancher", "à travers un sol en bois"),
    "floating islands": ("à travers une île flottante",),
}

# Where things fly, and where they float; places not named here are said as for things on the ground.
AIR_PLACES = {
    "park": ("dans un parc", "au-dessus d'un parc", "au-dessus de l'herbe d'un parc", "au-dessus du parc",
        "*au-dessus de l'herbe verte du parc"),
    "beach": ("au-dessus d'une plage", "au-dessus de la plage", "à la plage", "*au-dessus du sable d'une plage"),
    "city street": ("dans une rue", "au-dessus d'une rue de la ville", "au-dessus de la rue", "au-dessus de la ville",
        "*au-dessus de l'asphalte d'une rue"),
    "desert": ("dans un désert", "dans le désert", "au-dessus du sable du désert", "au-dessus des dunes",
        "*au-dessus des dunes d'un désert"),
    "snowfield": ("au-dessus d'un champ de neige", "dans un champ de neige", "au-dessus de la neige",
        "*au-dessus de la neige d'un champ"),
    "stone square": ("au-dessus d'une place en pierre", "au-dessus d'une place pavée", "*au-dessus des pavés d'une place"),
    "wooden floor": ("au-dessus d'un plancher", "au-dessus d'un sol en bois", "*au-dessus des planches d'un plancher"),
    "floating islands": (
        "au-dessus d'une île flottante", "au-dessus des îles flottantes", "parmi des îles flottantes",
        "entre des îles dans le ciel",
        "dans un monde fantastique d'îles flottantes", "*au-dessus de l'herbe d'une île dans le ciel"),
}

WATER_PLACES = {
    "beach": ("près d'une plage", "sur la mer près de la plage", "à la plage", "sur l'eau au bord d'une plage", "en mer",
        "sur la mer", "sur l'eau",
              "*sur l'eau près de la plage")}

PLACE_TAGS = {
    "park": ("parc", "un parc", "herbe d'un parc"),
    "beach": ("plage", "plage au bord de la mer", "plage de sable"),
    "city street": ("rue", "rue de la ville", "ville"),
    "desert": ("désert", "désert de sable", "dunes du désert"),
    "snowfield": ("champ de neige", "champ enneigé"),
    "wooden room": ("pièce en bois", "intérieur, pièce en bois"),
    "stone square": ("place en pierre", "place pavée"),
    "wooden floor": ("plancher en bois", "sol en bois", "planches", "parquet"),
    "floating islands": ("îles flottantes", "île flottante", "îles dans le ciel", "fantastique, îles flottantes"),
}

# As a shot list heads a scene: `ext. parc - nuit`.
PLACE_SLUGS = {
    "park": ("parc",), "beach": ("plage",), "city street": ("rue", "ville"), "desert": ("désert",),
        "snowfield": ("champ de neige",),
    "wooden room": ("pièce en bois", "chambre", "cabane"), "stone square": ("place pavée", "place"), "wooden floor": ("plancher",
        "terrasse en bois"),
    "floating islands": ("îles flottantes", "île flottante")}
INSIDE = {True: ("int",), False: ("ext",)}

TIMES = {
    "day": ("de jour", "en plein jour", "dans la journée", "pendant la journée", "à midi", "*à la lumière du jour"),
    "sunset": (
        "au coucher du soleil", "le soir", "au crépuscule", "dans la lumière du soir", "au soleil couchant", "en soirée",
        "*à la lumière du coucher du soleil"),
    "night": ("la nuit", "de nuit", "à minuit", "en pleine nuit", "dans le noir", "pendant la nuit", "*dans le noir de la nuit"),
    "dawn": (
        "à l'aube", "au lever du soleil", "au petit matin", "tôt le matin", "au lever du jour", "dans la lumière du matin",
        "*à la lumière du petit matin"),
}

TIME_TAGS = {
    "day": ("jour", "lumière du jour", "plein jour", "journée"),
    "sunset": ("soir", "coucher du soleil", "lumière du soir", "crépuscule"),
    "night": ("nuit", "nuit noire", "de nuit"),
    "dawn": ("aube", "lever du soleil", "petit matin", "matin"),
}

WEATHERS = {
    "clear": ("sous un ciel clair", "par temps clair", "par beau temps", "sous un ciel sans nuages", "*avec un ciel clair"),
    "rain": (
        "sous la pluie", "alors qu'il pleut", "sous une forte pluie", "sous une pluie battante", "sous une averse",
        "tandis que la pluie tombe",
        "pendant une averse", "tandis qu'une averse passe", "*alors que la pluie tombe"),
    "snow": ("sous la neige", "alors qu'il neige", "tandis que la neige tombe", "pendant une chute de neige",
        "*alors que la neige tombe"),
    "fog": ("dans le brouillard", "dans la brume", "dans un brouillard épais", "par temps de brouillard",
        "*dans une brume épaisse"),
    "wind": (
        "dans le vent", "par grand vent", "alors que le vent souffle", "sous un vent fort", "tandis que le vent souffle",
        "un jour de vent",
        "tandis que des feuilles volent", "*alors que souffle un vent fort"),
}

WEATHER_TAGS = {
    "clear": ("ciel clair", "temps clair", "beau temps"),
    "rain": ("pluie", "averse", "forte pluie", "temps de pluie"),
    "snow": ("neige qui tombe", "chute de neige", "neige"),
    "fog": ("brouillard", "brume", "brume épaisse", "brouillard épais"),
    "wind": ("vent", "vent fort", "grand vent", "feuilles dans le vent"),
}

# Time and weather in one: `par une nuit de pluie`.
MOMENTS = ("par {time} {weather}", "pendant {time} {weather}", "dans {time} {weather}", "*c'est {time} {weather}")
MOMENT_WEATHERS = {
    "clear": ("de beau temps", "sans nuages"), "rain": ("de pluie",), "snow": ("de neige",), "fog": ("de brouillard", "de brume"),
    "wind": ("de vent", "de grand vent")}
MOMENT_TIMES = {"day": ("un jour", "une journée"), "sunset": ("un soir", "une soirée"), "night": ("une nuit",),
    "dawn": ("un matin",)}

LIGHTS = {
    "day": ("la lumière est vive", "lumière vive", "ombres douces", "grand soleil", "le soleil brille", "ensoleillé",
        "*la lumière du jour est vive"),
    "sunset": (
        "la lumière est chaude", "lumière chaude et orange", "lumière dorée", "longues ombres", "le soleil est bas",
        "*la lumière du soir est chaude"),
    "night": ("il y a peu de lumière", "lumière sombre et bleue", "clair de lune", "lumière faible",
        "*la lumière est sombre et bleue"),
    "dawn": ("la lumière est pâle", "lumière rose et pâle", "douce lumière du matin", "la lumière est douce",
        "*la lumière du matin est pâle"),
}


def moment(chooser: Chooser, weather: str, time: str) -> str:
    """Time and weather in one phrase."""
    return chooser.pick(MOMENTS).format(weather=chooser.pick(MOMENT_WEATHERS[weather]), time=chooser.pick(MOMENT_TIMES[time]))
