"""The words of the world: every attribute a scene can have, and which go together.

A new thing, place or action is a new row here, a motion in physics.py or encounters.py and a drawing in figures/ or backdrops.py.
"""

PLACES = (
    "park", "beach", "city street", "desert", "snowfield", "wooden room", "wooden floor", "stone square", "floating islands")
TIMES = ("day", "sunset", "night", "dawn")
WEATHERS = ("clear", "rain", "snow", "fog", "wind")
THINGS = ("ball", "cube", "car", "boat", "balloon", "bird", "person", "bottle", "glass", "lamp", "tree", "house")
COLOURS = ("red", "green", "blue", "yellow", "orange", "purple", "white", "black")
ACTIONS = (
    "bounce", "roll", "slide", "fall", "rise", "fly", "drive", "sail", "walk", "dance", "stand still", "spin",
    "run", "wave", "talk", "swing", "float", "splash", "collide", "topple")
CAMERAS = (
    "static", "pan left", "pan right", "zoom in", "zoom out", "tilt up", "tilt down", "dolly in", "orbit", "handheld")
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
    "floating islands": "grass",
}
INDOOR_PLACES = ("wooden room",)

# What needs water under it: at the beach the sea, and where somebody insists on another place, a lake.
WATER_ACTIONS = ("sail", "float", "splash")

TIME_WEIGHTS = (4, 3, 3, 2)
CAMERA_WEIGHTS = (35, 10, 10, 10, 6, 5, 5, 6, 7, 6)

# Weather that may be sampled at a place; the weights follow the order of WEATHERS.
WEATHER_WEIGHTS = {
    "park": (4, 3, 2, 2, 2),
    "beach": (5, 3, 0, 2, 2),
    "city street": (4, 3, 2, 2, 2),
    "desert": (6, 1, 0, 2, 3),
    "snowfield": (4, 0, 5, 2, 1),
    "wooden room": (1, 0, 0, 0, 0),
    "wooden floor": (4, 4, 2, 2, 2),
    "stone square": (4, 3, 2, 2, 2),
    "floating islands": (5, 1, 1, 2, 3),
}

# How often each thing does each action, in percent of all scenes.
ACTION_WEIGHTS = {
    "ball": {
        "bounce": 5.0, "roll": 4.0, "fall": 1.8, "spin": 0.7, "stand still": 0.7, "swing": 2.2, "float": 1.5, "splash": 1.8,
        "collide": 2.6},
    "cube": {
        "slide": 2.8, "fall": 2.0, "spin": 1.5, "stand still": 0.7, "float": 0.9, "splash": 1.1, "collide": 1.3, "topple": 2.0},
    "car": {"drive": 6.2, "stand still": 0.8, "collide": 1.0},
    "boat": {"sail": 4.0},
    "balloon": {"rise": 3.2, "fly": 1.8},
    "bird": {"fly": 4.2, "stand still": 0.8},
    "person": {"walk": 4.2, "dance": 4.0, "stand still": 1.6, "spin": 0.8, "run": 3.6, "wave": 3.4, "talk": 3.6},
    "bottle": {"stand still": 0.9, "slide": 0.7, "spin": 0.4, "float": 1.5, "splash": 1.3, "topple": 1.4},
    "glass": {"stand still": 2.2, "slide": 1.8, "spin": 0.8},
    "lamp": {"stand still": 2.0, "swing": 1.8, "topple": 1.6},
    "tree": {"stand still": 4.6},
    "house": {"stand still": 4.6},
}
THING_WEIGHTS = {thing: sum(actions.values()) for thing, actions in ACTION_WEIGHTS.items()}
PLACES_OF = {
    "car": ("park", "beach", "city street", "desert", "snowfield", "stone square"),
    "boat": ("beach",),
    "tree": ("park", "beach", "city street", "desert", "snowfield", "stone square", "floating islands"),
    "house": ("park", "beach", "city street", "desert", "snowfield", "stone square", "floating islands"),
}

MATERIALS = {
    "ball": ("rubber", "rubber", "wood", "steel", "glass"),
    "cube": ("wood", "stone", "steel", "glass"),
    "car": ("steel",),
    "boat": ("wood",),
    "balloon": ("rubber",),
    "bird": ("feather",),
    "person": ("cloth",),
    "bottle": ("glass", "glass", "steel"),
    "glass": ("glass",),
    "lamp": ("steel",),
    "tree": ("wood",),
    "house": ("stone", "wood"),
}

MOODS = ("calm", "happy", "sad", "tense")
KEYS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")

# Momentary sounds and continuous ones that a simulation reports.
EVENT_KINDS = ("impact", "footstep", "chirp", "splash")
MOTION_KINDS = ("roll", "slide", "engine", "wings", "swing", "wash", "cloth", "creak", "voice")
