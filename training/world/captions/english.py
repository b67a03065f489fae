"""English wordings of a scene."""

from .facts import Facts, Group
from .grammar import Chooser

COUNTS = {1: ("a",) * 12 + ("one",), 2: ("two", "two", "a pair of"), 3: ("three",)}

THINGS = {
    "ball": (("ball", "balls"),),
    "cube": (("cube", "cubes"), ("cube", "cubes"), ("cube", "cubes"), ("box", "boxes")),
    "car": (("car", "cars"), ("car", "cars"), ("car", "cars"), ("automobile", "automobiles")),
    "boat": (("boat", "boats"), ("boat", "boats"), ("sailboat", "sailboats")),
    "balloon": (("balloon", "balloons"),),
    "bird": (("bird", "birds"),),
    "person": (("person", "people"), ("person", "people"), ("person", "people"), ("figure", "figures")),
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

MATERIALS = {
    "rubber": "rubber",
    "steel": "steel",
    "wood": "wooden",
    "stone": "stone",
    "glass": "glass",
}

SIZES = {"small": ("small", "little", "tiny"), "large": ("large", "big", "huge")}

# Action: (third person, plural, participle), in several wordings.
ACTIONS = {
    "bounce": (
        ("bounces", "bounce", "bouncing"),
        ("bounces up and down", "bounce up and down", "bouncing up and down"),
        ("keeps bouncing", "keep bouncing", "that keeps bouncing"),
        ("falls and bounces", "fall and bounce", "falling and bouncing"),
        ("hops", "hop", "hopping"),
        ("jumps up and down", "jump up and down", "jumping up and down"),
        ("*goes up and down, bouncing", "*go up and down, bouncing", "*going up and down, bouncing"),
    ),
    "roll": (
        ("rolls", "roll", "rolling"),
        ("rolls along", "roll along", "rolling along"),
        ("*keeps rolling", "*keep rolling", "*rolling and rolling"),
    ),
    "slide": (
        ("slides", "slide", "sliding"),
        ("slides along", "slide along", "sliding along"),
        ("glides", "glide", "gliding"),
        ("*keeps sliding", "*keep sliding", "*gliding along"),
    ),
    "fall": (
        ("falls", "fall", "falling"),
        ("falls down", "fall down", "falling down"),
        ("drops to the ground", "drop to the ground", "dropping to the ground"),
        ("drops", "drop", "dropping"),
        ("falls from above", "fall from above", "falling from above"),
        ("*drops down", "*drop down", "*dropping down"),
    ),
    "rise": (
        ("rises", "rise", "rising"),
        ("goes up", "go up", "going up"),
        ("floats up", "float up", "floating up"),
        ("rises into the air", "rise into the air", "rising into the air"),
        ("drifts upwards", "drift upwards", "drifting upwards"),
        ("*floats up into the air", "*float up into the air", "*floating up into the air"),
    ),
    "fly": (
        ("flies", "fly", "flying"),
        ("flies by", "fly by", "flying by"),
        ("flies through the air", "fly through the air", "flying through the air"),
        ("soars", "soar", "soaring"),
        ("*goes by in the air", "*go by in the air", "*going by in the air"),
    ),
    "drive": (
        ("drives", "drive", "driving"),
        ("drives by", "drive by", "driving by"),
        ("drives along", "drive along", "driving along"),
        ("cruises by", "cruise by", "cruising by"),
        ("*goes by", "*go by", "*going by"),
    ),
    "sail": (
        ("sails", "sail", "sailing"),
        ("sails by", "sail by", "sailing by"),
        ("floats along", "float along", "floating along"),
        ("*sails along", "*sail along", "*sailing along"),
    ),
    "walk": (
        ("walks", "walk", "walking"),
        ("walks along", "walk along", "walking along"),
        ("walks by", "walk by", "walking by"),
        ("strolls", "stroll", "strolling"),
        ("goes for a walk", "go for a walk", "going for a walk"),
        ("*goes by, walking", "*go by, walking", "*going by, walking"),
    ),
    "dance": (
        ("dances", "dance", "dancing"),
        ("keeps dancing", "keep dancing", "that keeps dancing"),
        ("dances on the spot", "dance on the spot", "dancing on the spot"),
        ("*dances and dances", "*dance and dance", "*dancing and dancing"),
    ),
    "stand still": (
        ("stands still", "stand still", "standing still"),
        ("does not move", "do not move", "that does not move"),
        ("stays still", "stay still", "staying still"),
        ("stands motionless", "stand motionless", "standing motionless"),
        ("*stands there", "*stand there", "*that stands there"),
    ),
    "spin": (
        ("spins", "spin", "spinning"),
        ("turns around", "turn around", "turning around"),
        ("spins on the spot", "spin on the spot", "spinning on the spot"),
        ("rotates", "rotate", "rotating"),
        ("*turns and turns", "*turn and turn", "*turning and turning"),
    ),
}

DIRECTIONS = {
    "left": ("to the left", "from right to left", "towards the left", "*from the right to the left"),
    "right": ("to the right", "from left to right", "towards the right", "*from the left to the right"),
}

SIDES = {
    "left": ("on the left", "on the left side", "*to the left of the picture"),
    "right": ("on the right", "on the right side", "*to the right of the picture"),
    "middle": ("in the middle", "in the middle of the picture"),
}

PLACES = {
    "park": ("in a park", "in the park", "on the grass of a park", "on the grass in a park", "*on the green grass of the park"),
    "beach": ("on a beach", "on the beach", "at the beach", "on the sand by the sea", "at the seaside", "*on the sand of a beach"),
    "city street": ("in a city street", "on a street in the city", "on a city street", "in the street", "*on the asphalt of a street"),
    "desert": ("in a desert", "in the desert", "on the sand of the desert", "among desert dunes", "*on the dunes of a desert"),
    "snowfield": ("in a snowfield", "on a field of snow", "on the snow", "on a snowy field", "*on the snow of a field"),
    "wooden room": ("in a wooden room", "inside a wooden room", "in a room made of wood", "indoors in a wooden room", "*in a room all of wood"),
    "stone square": ("on a stone square", "on a square paved with stone", "on the stones of a square", "in a square paved with stone", "*in a square of stone"),
    "wooden floor": ("on a wooden floor", "on a floor of wood", "on a wooden deck", "on a wooden terrace", "on wooden planks", "*on the planks of a deck"),
}

# Where things fly, and where they float; places not named here are said as for things on the ground.
AIR_PLACES = {
    "park": ("in a park", "over a park", "in the park", "above the grass of a park", "*over the green grass of the park"),
    "beach": ("over a beach", "over the beach", "at the beach", "at the seaside", "above the sand by the sea", "*over the sand of a beach"),
    "city street": ("over a street in the city", "above a city street", "in the street", "*over the asphalt of a street"),
    "desert": ("in a desert", "in the desert", "over the sand of the desert", "above desert dunes", "*over the dunes of a desert"),
    "snowfield": ("over a snowfield", "in a snowfield", "above a field of snow", "over the snow", "*over the snow of a field"),
    "stone square": ("over a stone square", "above a square paved with stone", "in a square paved with stone", "*over the stones of a square"),
    "wooden floor": ("over a wooden floor", "above a wooden deck", "above wooden planks", "*over the planks of a deck"),
}

WATER_PLACES = {"beach": ("off a beach", "on the sea off the beach", "at the beach", "on the water by a beach", "*on the water off the beach")}

PLACE_TAGS = {
    "park": ("park", "a park", "grass in a park"),
    "beach": ("beach", "a beach by the sea"),
    "city street": ("city street", "a street", "street in a city"),
    "desert": ("desert", "sand desert"),
    "snowfield": ("snowfield", "field of snow"),
    "wooden room": ("wooden room", "indoors, wooden room"),
    "stone square": ("stone square", "square paved with stone"),
    "wooden floor": ("wooden floor", "wooden deck", "wooden planks"),
}

TIMES = {
    "day": ("by day", "during the day", "in daylight", "in the daytime", "in broad daylight", "*in the light of day"),
    "sunset": ("at sunset", "in the evening", "at sundown", "at dusk", "in evening light", "as the sun sets", "*in the light of the sunset"),
    "night": ("at night", "by night", "in the dark", "at midnight", "during the night", "*in the dark of night"),
}

TIME_TAGS = {"day": ("day", "daylight", "daytime"), "sunset": ("sunset", "evening light"), "night": ("night", "dark night")}

WEATHERS = {
    "clear": ("under a clear sky", "in clear weather", "*with a clear sky"),
    "rain": ("in the rain", "while it rains", "in heavy rain", "in the pouring rain", "in a downpour", "as rain falls", "*while the rain falls"),
    "snow": ("in falling snow", "while it snows", "in the snowfall", "as snow falls", "*while the snow falls"),
    "fog": ("in the fog", "in thick fog", "in the mist", "*in a thick mist"),
}

WEATHER_TAGS = {
    "clear": ("clear sky", "clear weather"),
    "rain": ("rain", "rainy", "heavy rain", "downpour"),
    "snow": ("snow", "falling snow", "snowfall", "snowy weather"),
    "fog": ("fog", "mist", "thick fog", "foggy", "misty"),
}

CAMERAS = {
    "static": ("the camera does not move", "the camera stays still", "the camera is static", "*the camera stands still"),
    "pan left": ("the camera pans left", "the camera turns to the left", "the camera pans to the left", "*the camera moves to the left"),
    "pan right": ("the camera pans right", "the camera turns to the right", "the camera pans to the right", "*the camera moves to the right"),
    "zoom in": ("the camera zooms in", "the camera moves closer", "the camera slowly zooms in", "*slowly the camera moves in closer"),
}

CAMERA_TAGS = {
    "static": ("static camera", "fixed camera", "still camera"),
    "pan left": ("pan left", "pan to the left", "camera pans left"),
    "pan right": ("pan right", "pan to the right", "camera pans right"),
    "zoom in": ("zoom in", "slow zoom in", "camera zooms in"),
}

LIGHTS = {
    "day": ("the light is bright", "bright light", "*the light of the day is bright"),
    "sunset": ("the light is warm", "warm orange light", "*the evening light is warm"),
    "night": ("there is little light", "dark blue light", "*the light is dark and blue"),
}

SOUNDS = {
    "impact": ("every bounce is heard", "we hear each bounce on the {ground}", "sound of each hit on the {ground}", "*we hear each hit"),
    "footstep": ("footsteps on the {ground}", "we hear footsteps", "sound of steps on the {ground}", "*we hear steps on the {ground}"),
    "splash": ("small splashes", "sound of a splash", "*we hear a splash"),
    "clink": ("glass clinks", "sound of glass", "*we hear the glass"),
    "chirp": ("a bird chirps", "sound of a bird", "*we hear a bird"),
    "roll": ("we hear the rolling", "sound of rolling on the {ground}", "*we hear rolling"),
    "slide": ("we hear the sliding", "sound of sliding on the {ground}", "*we hear sliding"),
    "engine": ("engine noise", "the engine hums", "sound of an engine", "*we hear an engine"),
    "wings": ("wings flap", "sound of wings", "*we hear wings"),
    "wash": ("water laps at the hull", "sound of water", "*we hear the water"),
    "rain": ("the rain patters", "sound of rain", "rain patters on the {ground}", "*we hear the rain on the {ground}"),
    "wind": ("the wind blows", "sound of wind", "strong wind", "*we hear the wind"),
    "sea": ("sound of waves", "waves break", "sound of the sea", "*we hear the waves of the sea"),
    "birds": ("birds sing", "birdsong", "*we hear birds sing"),
    "crickets": ("crickets chirp", "sound of crickets", "*we hear crickets"),
    "traffic": ("distant traffic", "city noise", "hum of the city", "*we hear distant city noise"),
    "room": ("quiet room", "a quiet room tone", "*the room is quiet"),
    "hush": ("the snow is silent", "all is quiet", "*the falling snow is quiet"),
}

GROUNDS = {
    "wood": ("wood", "wooden floor", "planks"),
    "stone": ("stone", "stones"),
    "asphalt": ("asphalt", "street"),
    "grass": ("grass",),
    "sand": ("sand",),
    "snow": ("snow",),
    "water": ("water",),
}

MUSICS = ("{mood} music plays", "with {mood} music", "{mood} {pace} music", "*{mood} music is heard")
MOODS = {
    "happy": ("happy", "cheerful"),
    "sad": ("sad",),
    "calm": ("calm", "gentle"),
    "tense": ("tense",),
}
PACES = {"slow": ("slow",), "medium": ("steady",), "fast": ("fast", "lively")}

NEGATIVES = {
    "music": ("no music", "without music", "*there is no music"),
    "rain": ("no rain", "without rain", "it does not rain", "*there is no rain"),
    "snow": ("no snow falls", "it does not snow", "*there is no falling snow"),
    "fog": ("no fog", "without fog", "*there is no fog"),
    "person": ("no people", "nobody is there", "*there are no people"),
    "wind": ("no wind", "without wind", "*there is no wind"),
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
    "a video of {S} {G} {P}[ {T}][ {W}]",
    "{N} {G} {P}[ {T}][ {W}]",
    "{N} {G} {P}[, {wt}][, {tt}][, {ct}]",
    "{N}, {g}, {pt}[, {tt}][, {wt}][, {ct}]",
    "cinematic shot of {S} {G} {P}[ {T}][ {W}]",
    "realistic video, {S} {G} {P}[, {tt}][, {wt}]",
    "a shot of {S} {G} {P}[ {W}][, {ct}]",
    "show {S} {G} {P}[ {T}][, {wt}]",
    "one can see {S} {G} {P}[ {W}][ {T}]",
    "there {B} {S} {G} {P}[ {T}]",
    "{ct}, {S} {G} {P}[, {tt}][, {wt}]",
    "{tt}, {wt}, {pt}: {S} {V}",
    "{S}, {g}, {pt}[, {tt}][, {wt}][, {ct}]",
    "{S}, {pt}[, {tt}][, {wt}]",
    "{pt}[, {tt}][, {wt}]. {S} {V}",
    "place: {pt}. [time: {tt}. ][weather: {wt}. ]subject: {S}. action: {g}[. camera: {ct}]",
    "shot: {S} {G}. place: {pt}[. time: {tt}][. weather: {wt}][. camera: {ct}]",
    "{S} {G}",
    "{S} {V} {P}; {C}",
    "*we see {S} {G} {P}[ {T}][ {W}][, {ct}]",
    "*{T}, {P}, {S} {V}[ {W}][; {C}]",
    "*{P}[ {T}] there {B} {S} {G}[ {W}][. {C}]",
    "*{W}, {P}, we can see {S} {G}[, {tt}][, {ct}]",
    "*show a video: {S} {V} {P}[, {T}][, {W}][, and {C}]",
    "*{wt}, {pt}, {tt}: {S} {G}[, {ct}]",
)

BE = ("is", "are")

# Actions that stay in one place, so that a side of the picture tells where, and those that travel, so that a direction does.
STAYING = ("stand still", "spin", "dance", "bounce")
TRAVELLING = ("roll", "slide", "drive", "sail", "walk", "fly")


def subject(chooser: Chooser, group: Group, bare: bool = False) -> str:
    """A group of like subjects, with its article unless bare: `a small red rubber ball`, `two people in blue`."""
    one, many = chooser.pick_row(THINGS[group.kind])
    words = []
    if group.size and chooser.chance(0.4):
        words.append(chooser.pick(SIZES[group.size]))
    colour = chooser.pick(COLOURS[group.colour]) if chooser.complete or chooser.chance(0.9) else ""
    if group.kind == "person":
        words.append(many if group.count > 1 else one)
        if colour:
            words.append(chooser.pick(("in", "dressed in", "wearing")) + " " + colour.removeprefix("bright "))
    else:
        words.append(colour)
        if group.kind in ("ball", "cube") and group.material in MATERIALS and chooser.chance(0.35):
            words.append(MATERIALS[group.material])
        words.append(many if group.count > 1 else one)
    phrase = " ".join(word for word in words if word)
    if bare and group.count == 1:
        return phrase
    article = "the" if chooser.chance(0.06) and group.count == 1 else chooser.pick(COUNTS[group.count])
    if article == "a" and phrase[0] in "aeiou":
        article = "an"
    return f"{article} {phrase}"


def existence(group: Group) -> str:
    """The verb of `there is`."""
    return BE[group.count > 1]


def conjoin(phrases: list[str]) -> str:
    """`a, b and c`."""
    return phrases[0] if len(phrases) == 1 else ", ".join(phrases[:-1]) + " and " + phrases[-1]


def action(chooser: Chooser, groups: tuple[Group, ...], form: str) -> str:
    """The verb of all groups together, as `verb`, `participle` or plain `tag`, with direction or side."""
    first, plural = groups[0], len(groups) > 1 or groups[0].count > 1
    if form == "tag":
        return ACTIONS[first.action][0][2]
    if form == "verb" and chooser.chance(0.25):
        participles = [wording[2] for wording in ACTIONS[first.action] if "that " not in wording[2]]
        chosen = f"{BE[plural]} {chooser.pick(participles)}"
    else:
        chosen = chooser.pick([wording[2 if form == "participle" else int(plural)] for wording in ACTIONS[first.action]])
    if plural:
        for single, many in (("that keeps", "that keep"), ("that does", "that do"), ("that stands", "that stand")):
            chosen = chosen.replace(single, many)
    directions = {group.direction for group in groups}
    if first.action in TRAVELLING and len(directions) == 1 and first.direction in DIRECTIONS and chooser.chance(0.55):
        return f"{chosen} {chooser.pick(DIRECTIONS[first.direction])}"
    if first.action in STAYING and len(groups) == 1 and first.side and chooser.chance(0.2):
        return f"{chosen} {chooser.pick(SIDES[first.side])}"
    return chosen


def meanwhile(chooser: Chooser, verb: str, rest: str, form: str) -> str:
    """Joins what others do to what the first does."""
    return f"{verb} {chooser.pick(('while', 'as', 'and') if form == 'verb' else ('while', 'as'))} {rest}"


def sound(chooser: Chooser, kind: str, facts: Facts) -> str:
    """What is heard of one kind."""
    return chooser.pick(SOUNDS.get(kind, ())).format(ground=chooser.pick(GROUNDS[facts.surface]))


def music(chooser: Chooser, mood: str, pace: str) -> str:
    """What music plays."""
    return chooser.pick(MUSICS).format(mood=chooser.pick(MOODS[mood]), pace=chooser.pick(PACES[pace]))
