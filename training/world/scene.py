"""A shot as plain data, before any pixel or sample: what is where, when, and what it sounds like.

`sample_scene` draws the attributes, `physics` simulates them at 240 Hz; picture.py, sound.py and captions.py read the result.
Lengths are in picture heights at the subjects' depth (one is VIEW_METRES), x to the right of the middle, height above the ground.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from . import bodies, physics
from .camera import ASPECT, GROUND_LINE, HORIZON, SKY_PARALLAX, ZOOM_CENTRE, Rig, lane_line, rig_of
from .vocabulary import (
    ACTION_WEIGHTS, CAMERA_WEIGHTS, CAMERAS, COLOURS, COUNTS, INDOOR_PLACES, KEYS, MATERIALS, MOODS, PLACES, PLACES_OF, SURFACES,
    THING_WEIGHTS, THINGS, TIME_WEIGHTS, TIMES, VOCABULARY, WATER_ACTIONS, WEATHER_WEIGHTS, WEATHERS)

__all__ = [
    "ASPECT", "GROUND_LINE", "HORIZON", "SKY_PARALLAX", "ZOOM_CENTRE", "Event", "Motion", "Scene", "Subject", "VOCABULARY", "lane_line",
    "places_of", "sample_scene"]

# How hard the wind blows, before chance.
WINDS = {"clear": 0.2, "rain": 0.5, "snow": 0.35, "fog": 0.05, "wind": 0.9}


@dataclass
class Subject:
    """One thing in the shot. Numbers: radius (half its height, in picture heights), lane (ground line, 1 = the front one)."""

    kind: str
    colour: str
    material: str
    size: str
    action: str
    side: str
    direction: str
    radius: float
    lane: float = 1.0
    look: int = 0       # what it looks like besides its colour: stripes, hair, clothes, make
    rope: float = 0.0   # how long it is where it hangs from above, in picture heights
    # Simulated at physics.RATE: x, height of the centre, roll (radians in the picture plane), turn (about the vertical),
    # phase (steps, wing beats), squash (0 = round, 1 = flat).
    state: np.ndarray = field(default=None, repr=False)


@dataclass
class Event:
    """A momentary sound at `time` seconds; strength 0..1, pan -1 (left) .. 1 (right)."""

    time: float
    kind: str
    subject: int
    material: str
    surface: str
    strength: float
    pan: float


@dataclass
class Motion:
    """A continuous sound: level 0..1 over times in seconds."""

    kind: str
    subject: int
    times: np.ndarray
    level: np.ndarray


@dataclass
class Scene:
    seed: int
    place: str
    time_of_day: str
    weather: str
    wind: float
    camera: str
    subjects: list[Subject]
    music: tuple[str, float, str] | None
    duration: float
    surface: str
    indoor: bool
    light_side: float
    events: list[Event] = field(default_factory=list)
    motions: list[Motion] = field(default_factory=list)

    def attributes(self) -> dict[str, str]:
        """The values of VOCABULARY that hold for this shot; thing, colour and action are those of the first subject."""
        first = self.subjects[0]
        return {
            "place": self.place,
            "time": self.time_of_day,
            "weather": self.weather,
            "thing": first.kind,
            "colour": first.colour,
            "action": first.action,
            "camera": self.camera,
            "count": COUNTS[len(self.subjects) - 1],
        }

    def state_at(self, times: np.ndarray) -> np.ndarray:
        """States [subjects, T, physics.COLUMNS] at times in seconds (linear between the 240 Hz samples)."""
        position = np.clip(np.asarray(times, np.float64), 0, None) * physics.RATE
        out = []
        for subject in self.subjects:
            last = len(subject.state) - 1
            low = np.minimum(position.astype(np.int64), last)
            high = np.minimum(low + 1, last)
            share = np.clip(position - low, 0, 1)[:, None]
            out.append(subject.state[low] * (1 - share) + subject.state[high] * share)
        return np.stack(out)

    def rig_at(self, times: np.ndarray) -> Rig:
        """The camera at times in seconds."""
        return rig_of(self.camera, self.seed, self.duration, times)

    def camera_at(self, times: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What the backdrop does at times in seconds: the camera's x, its zoom and its y (above 0 it looks up), in picture heights."""
        return self.rig_at(times).backdrop()

    def scale_for(self, aspect: float) -> float:
        """Picture heights per world unit: narrower pictures step back so that the action stays inside."""
        return min(1.0, (aspect / ASPECT) ** 0.8)

    def tracks(self, times: np.ndarray, aspect: float = ASPECT) -> np.ndarray:
        """Truth [subjects, T, 3]: x as a share of the width, y as a share of the height from the top, radius in heights."""
        state, rig, scale = self.state_at(times), self.rig_at(times), self.scale_for(aspect)
        out = np.empty((len(self.subjects), len(rig.zoom), 3))
        for index, subject in enumerate(self.subjects):
            near = rig.nearness(subject.lane)
            unit = scale * near * rig.zoom
            ground = ZOOM_CENTRE + (lane_line(near) + rig.y - ZOOM_CENTRE) * rig.zoom
            out[index, :, 0] = 0.5 + ((state[index, :, 0] - rig.x) * near + rig.turn) * scale * rig.zoom / aspect
            out[index, :, 1] = ground - state[index, :, 1] * unit
            out[index, :, 2] = subject.radius * unit
        return out


def sample_scene(seed: int, duration: float, task_overrides: dict | None = None) -> Scene:
    """A scene from a seed alone; `task_overrides` fixes attributes by their VOCABULARY name (also "music": None or a tuple).

    Raises ValueError for a value that is not in the vocabulary, weather in a room and a collision of one.
    """
    fixed = dict(task_overrides or {})
    for name, value in fixed.items():
        if name != "music" and value not in VOCABULARY.get(name, ()):
            raise ValueError(f"{name}={value!r} is not in the world; allowed: {', '.join(VOCABULARY.get(name, VOCABULARY))}.")
    if fixed.get("place") in INDOOR_PLACES and fixed.get("weather", "clear") != "clear":
        raise ValueError(
            f"weather={fixed['weather']!r} cannot be seen in place={fixed['place']!r}; leave one of them out or use clear.")
    if fixed.get("action") == "collide" and fixed.get("count") == "one":
        raise ValueError("action='collide' needs somebody to meet; leave count out or use two or three.")

    rng = np.random.default_rng([seed, 0x50C4])
    thing, action = _deed(rng, fixed)
    place = fixed.get("place") or _place(rng, thing, action, fixed.get("weather"))
    weather = fixed.get("weather") or _weighted(rng, WEATHERS, WEATHER_WEIGHTS[place])
    time_of_day = fixed.get("time") or _weighted(rng, TIMES, TIME_WEIGHTS)
    camera = fixed.get("camera") or _weighted(rng, CAMERAS, CAMERA_WEIGHTS)
    count = COUNTS.index(fixed["count"]) + 1 if "count" in fixed else _count(rng, thing, action)

    first = _subject(rng, thing, action, fixed.get("colour"), place, time_of_day)
    subjects = [first]
    while len(subjects) < count:
        subjects.append(_companion(rng, first, len(subjects), place, time_of_day))
    _arrange(rng, subjects, camera)

    wind = WINDS[weather] * rng.uniform(0.4, 1.6)
    scene = Scene(
        seed, place, time_of_day, weather,
        wind=float(np.clip(wind, 0.6, 1.0) if weather == "wind" else wind),
        camera=camera, subjects=subjects,
        music=fixed["music"] if "music" in fixed else _music(rng, first),
        duration=float(duration),
        surface="water" if action in WATER_ACTIONS or thing == "boat" else SURFACES[place],
        indoor=place in INDOOR_PLACES, light_side=float(rng.choice((-1.0, 1.0))))
    physics.simulate(scene, rng)
    return scene


def _chosen(rng, weights) -> int:
    weights = np.asarray(weights, np.float64)
    return int(rng.choice(len(weights), p=weights / weights.sum()))


def _weighted(rng, values, weights) -> str:
    return str(values[_chosen(rng, weights)])


def places_of(thing: str, action: str) -> tuple[str, ...]:
    """Where a thing may do this."""
    return ("beach",) if action in WATER_ACTIONS else PLACES_OF.get(thing, PLACES)


def _deed(rng, fixed) -> tuple[str, str]:
    """Who does what: of all pairs that the fixed values leave, as often as they are. Strange wishes are taken as they come."""
    wish, action, place = fixed.get("thing"), fixed.get("action"), fixed.get("place")
    pairs = [
        (thing, deed, weight) for thing, deeds in ACTION_WEIGHTS.items() for deed, weight in deeds.items()
        if thing == (wish or thing) and deed == (action or deed) and (not place or place in places_of(thing, deed))
        and not (deed == "collide" and fixed.get("count") == "one")]
    if not pairs:
        thing = wish or _weighted(rng, THINGS, [1.0 if action in ACTION_WEIGHTS[t] else 1e-9 for t in THINGS])
        return thing, action or _weighted(rng, list(ACTION_WEIGHTS[thing]), list(ACTION_WEIGHTS[thing].values()))
    thing, deed, _ = pairs[_chosen(rng, [pair[2] for pair in pairs])]
    return thing, deed


def _place(rng, thing: str, action: str, weather: str | None) -> str:
    """Where the thing may be, and where that weather is seen."""
    places = places_of(thing, action)
    if weather:
        seen = [p for p in places if WEATHER_WEIGHTS[p][WEATHERS.index(weather)] > 0]
        places = seen or [p for p in places if p not in INDOOR_PLACES]
    return str(rng.choice(places))


def _count(rng, thing: str, action: str) -> int:
    if action == "collide":
        return 2 if rng.random() < 0.85 else 3
    if (thing, action) == ("cube", "topple"):
        return int(rng.choice((2, 3)))
    return 1 + int(rng.choice(3, p=(0.70, 0.24, 0.06)))


def _colour(rng, place: str, time_of_day: str) -> str:
    """Any colour; those that drown in the surroundings are rare."""
    weights = [1.0] * len(COLOURS)
    if place == "snowfield":
        weights[COLOURS.index("white")] = 0.3
    if time_of_day == "night":
        weights[COLOURS.index("black")] = 0.3
    return _weighted(rng, COLOURS, weights)


def _subject(rng, thing, action, colour, place, time_of_day) -> Subject:
    colour = colour or _colour(rng, place, time_of_day)
    material = "rubber" if action == "bounce" else str(rng.choice(MATERIALS[thing]))
    size = _weighted(rng, ("", "small", "large"), (6, 1, 2))
    low, high = bodies.RADII[thing][size]
    direction = "up" if action == "rise" else str(rng.choice(("left", "right")))
    return Subject(
        thing, colour, material, size, action,
        side=_weighted(rng, ("left", "right", "middle"), (1, 1, 2)), direction=direction,
        radius=float(rng.uniform(low, high)), look=int(rng.integers(1 << 16)))


def _companion(rng, first: Subject, number: int, place: str, time_of_day: str) -> Subject:
    """Half of the companions are of the first one's kind and do the same; a stack is all of cubes, a collision of two."""
    stacked = (first.kind, first.action) == ("cube", "topple")
    if stacked or first.action == "collide" and number == 1:
        kind = first.kind if stacked or first.kind not in ("ball", "cube") or rng.random() < 0.5 else str(rng.choice(("ball", "cube")))
        colour = first.colour if rng.random() < 0.3 else None
        other = _subject(rng, kind, first.action, colour, place, time_of_day)
        other.size = first.size
        other.radius = first.radius if stacked else float(rng.uniform(*bodies.RADII[kind][first.size]))
        return other
    if first.action != "collide" and rng.random() < 0.5 or first.kind == "boat":
        colour = first.colour if rng.random() < 0.4 else None
        twin = _subject(rng, first.kind, first.action, colour, place, time_of_day)
        twin.direction = first.direction
        return twin
    pairs = [
        (thing, deed, weight) for thing, deeds in ACTION_WEIGHTS.items() for deed, weight in deeds.items()
        if thing not in (first.kind, "boat") and deed not in ("collide", "topple") and place in places_of(thing, deed)
        and ((deed in WATER_ACTIONS) == (first.action in WATER_ACTIONS) or deed == "fly")]
    if first.action in WATER_ACTIONS:
        pairs = [pair for pair in pairs if pair[1] != "splash"] or [("bird", "fly", 1.0)]
    thing, deed, _ = pairs[_chosen(rng, [pair[2] for pair in pairs])]
    return _subject(rng, thing, deed, None, place, time_of_day)


def _arrange(rng, subjects: list[Subject], camera: str) -> None:
    """Several subjects stand side by side, a little smaller and in lanes of their own; who meets shares a lane. Who talks alone
    stands near, so that the mouth is seen."""
    if len(subjects) == 1:
        if subjects[0].action == "talk":
            subjects[0].lane = 1.35 if camera in ("static", "pan left", "pan right", "handheld") else 1.12
        return
    sides = (("left", "right"), ("left", "middle", "right"))[len(subjects) - 2]
    lanes = ((1.08, 0.92), (1.10, 0.98, 0.86))[len(subjects) - 2]
    for subject, side, lane in zip(subjects, rng.permutation(sides), rng.permutation(lanes)):
        subject.side, subject.lane = str(side), float(lane)
        subject.radius *= 0.85 if len(subjects) == 2 else 0.75
    first = subjects[0]
    if first.action == "collide":
        first.side = str(rng.choice(("left", "right")))
        subjects[1].side = "right" if first.side == "left" else "left"
        for subject in subjects[:2]:
            subject.lane, subject.direction = 1.0, "right" if subject.side == "left" else "left"
        for third in subjects[2:]:
            third.side, third.lane = "middle", 0.80
    elif first.kind == "cube" and all(subject.action == "topple" for subject in subjects):
        for subject in subjects:
            subject.lane, subject.side, subject.direction = 1.0, first.side, first.direction


def _music(rng, first: Subject) -> tuple[str, float, str] | None:
    if rng.random() > (0.8 if first.action == "dance" else 0.4):
        return None
    mood = "happy" if first.action == "dance" and rng.random() < 0.7 else str(rng.choice(MOODS))
    low, high = {"calm": (60, 84), "happy": (104, 136), "sad": (60, 80), "tense": (90, 130)}[mood]
    return mood, float(rng.integers(low, high + 1)), str(rng.choice(KEYS))
