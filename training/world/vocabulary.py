"""The words of the world: every attribute a scene can have, and which go together.

A new thing, place or action is a new row here, a motion in physics.py and a drawing in figures.py or backdrops.py.
"""

PLACES = ("park", "beach", "city street", "desert", "snowfield", "wooden room", "wooden floor", "stone square")
TIMES = ("day", "sunset", "night", "dawn")
WEATHERS = ("clear", "rain", "snow", "fog")
THINGS = ("ball", "cube", "car", "boat", "balloon", "bird", "person")
COLOURS = ("red", "green", "blue", "yellow", "orange", "purple", "white", "black")
ACTIONS = ("bounce", "roll", "slide", "fall", "rise", "fly", "drive", "sail", "walk", "dance", "stand still", "spin")
CAMERAS = ("static", "pan left", "pan right", "zoom in", "zoom out", "tilt up", "tilt down", "handheld")
COUNTS = ("one", "two", "three")

VOCABULARY = {
    "place": PLACES,
    "time": TIMES,
    "weather": WEATHERS,
    "thing": THINGS,
    "colour": COLOURS,
    "action": ACTIONS,
    "camera": CAMERAS,
    "count": COUNTS,
}

# What the ground is made of; sounds and restitution go by it.
SURFACES = {
    "park": "grass",
    "beach": "sand",
    "city street": "asphalt",
    "desert": "sand",
    "snowfield": "snow",
    "wooden room": "wood",
    "wooden floor": "wood",
    "stone square": "stone",
}
INDOOR_PLACES = ("wooden room",)

# Weather that may be sampled at a place; the weights follow the order of WEATHERS.
WEATHER_WEIGHTS = {
    "park": (4, 3, 2, 2),
    "beach": (5, 3, 0, 2),
    "city street": (4, 3, 2, 2),
    "desert": (6, 1, 0, 2),
    "snowfield": (4, 0, 5, 2),
    "wooden room": (1, 0, 0, 0),
    "wooden floor": (4, 4, 2, 2),
    "stone square": (4, 3, 2, 2),
}

# How often each thing does each action.
ACTION_WEIGHTS = {
    "ball": {"bounce": 5, "roll": 4, "fall": 2, "spin": 1, "stand still": 1},
    "cube": {"slide": 4, "fall": 3, "spin": 3, "stand still": 1},
    "car": {"drive": 6, "stand still": 1},
    "boat": {"sail": 1},
    "balloon": {"rise": 4, "fly": 2},
    "bird": {"fly": 5, "stand still": 1},
    "person": {"walk": 4, "dance": 4, "stand still": 2, "spin": 1},
}
THING_WEIGHTS = {"ball": 6, "cube": 4, "car": 4, "boat": 2, "balloon": 3, "bird": 3, "person": 6}
PLACES_OF = {
    "car": ("park", "beach", "city street", "desert", "snowfield", "stone square"),
    "boat": ("beach",),
}

MATERIALS = {
    "ball": ("rubber", "rubber", "wood", "steel", "glass"),
    "cube": ("wood", "stone", "steel", "glass"),
    "car": ("steel",),
    "boat": ("wood",),
    "balloon": ("rubber",),
    "bird": ("feather",),
    "person": ("cloth",),
}

MOODS = ("calm", "happy", "sad", "tense")
KEYS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")

# Momentary sounds and continuous ones that physics.py reports.
EVENT_KINDS = ("impact", "footstep", "chirp", "splash")
MOTION_KINDS = ("roll", "slide", "engine", "wings", "swing", "wash")
