"""A shot as plain data, before any pixel or sample: what is where, when, and what it sounds like.

`sample_scene` draws the attributes, `physics` simulates them at 240 Hz; picture.py, sound.py and captions.py read the result.
Lengths are in picture heights at the subjects' depth (one is VIEW_METRES), x to the right of the middle, height above the ground.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from . import physics
from .vocabulary import (
    ACTION_WEIGHTS, COLOURS, COUNTS, INDOOR_PLACES, KEYS, MATERIALS, MOODS, PLACES, PLACES_OF, SURFACES, THING_WEIGHTS,
    THINGS, TIMES, VOCABULARY, WEATHER_WEIGHTS, WEATHERS)

__all__ = ["Event", "Motion", "Scene", "Subject", "VOCABULARY", "sample_scene"]

ASPECT = 5 / 3          # the width the world is composed for
GROUND_LINE = 0.80      # where the subjects' ground is, as a share of the picture height from the top
HORIZON = 0.52          # where ground meets backdrop
SKY_PARALLAX = 0.30     # how far the backdrop moves when the subjects' plane moves by one


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
    look: int = 0
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

    def camera_at(self, times: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The camera's x in picture heights, its zoom, and its y in picture heights (up is positive), at times in seconds."""
        return physics.camera_path(self.camera, self.duration, np.asarray(times, np.float64))

    def scale_for(self, aspect: float) -> float:
        """Picture heights per world unit: narrower pictures step back so that the action stays inside."""
        return min(1.0, (aspect / ASPECT) ** 0.8)

    def tracks(self, times: np.ndarray, aspect: float = ASPECT) -> np.ndarray:
        """Truth [subjects, T, 3]: x as a share of the width, y as a share of the height from the top, radius in heights."""
        state = self.state_at(times)
        camera_x, zoom, camera_y = self.camera_at(times)
        scale = self.scale_for(aspect)
        out = np.empty((len(self.subjects), len(zoom), 3))
        for index, subject in enumerate(self.subjects):
            unit = scale * subject.lane * zoom
            ground = ZOOM_CENTRE + (lane_line(subject.lane) - ZOOM_CENTRE) * zoom + camera_y
            out[index, :, 0] = 0.5 + (state[index, :, 0] - camera_x) * unit / aspect
            out[index, :, 1] = ground - state[index, :, 1] * unit
            out[index, :, 2] = subject.radius * unit
        return out


ZOOM_CENTRE = 0.62


def lane_line(lane: float) -> float:
    """Where the ground of a lane is, as a share of the picture height from the top."""
    return HORIZON + (GROUND_LINE - HORIZON) * (lane - SKY_PARALLAX) / (1 - SKY_PARALLAX)


def sample_scene(seed: int, duration: float, task_overrides: dict | None = None) -> Scene:
    """A scene from a seed alone; `task_overrides` fixes attributes by their VOCABULARY name (also "music": None or a tuple).

    Raises ValueError for a value that is not in the vocabulary.
    """
    fixed = dict(task_overrides or {})
    for name, value in fixed.items():
        if name != "music" and value not in VOCABULARY.get(name, ()):
            raise ValueError(f"{name}={value!r} is not in the world; allowed: {', '.join(VOCABULARY.get(name, VOCABULARY))}.")

    rng = np.random.default_rng([seed, 0x50C4])
    thing = fixed.get("thing") or _thing(rng, fixed)
    place = fixed.get("place") or _place(rng, thing, fixed.get("weather"))
    if place in INDOOR_PLACES and fixed.get("weather", "clear") != "clear":
        raise ValueError(f"weather={fixed['weather']!r} cannot be seen in place={place!r}; leave one of them out or use clear.")
    weather = fixed.get("weather") or _weighted(rng, WEATHERS, WEATHER_WEIGHTS[place])
    time_of_day = fixed.get("time") or _weighted(rng, TIMES, (4, 3, 3, 2))
    camera = fixed.get("camera") or _weighted(rng, VOCABULARY["camera"], (6, 2, 2, 2, 1, 1, 1, 1))
    count = COUNTS.index(fixed["count"]) + 1 if "count" in fixed else 1 + int(rng.choice(3, p=(0.68, 0.26, 0.06)))

    first = _subject(rng, thing, fixed.get("action"), fixed.get("colour"), place, time_of_day)
    subjects = [first] + [_companion(rng, first, place, time_of_day) for _ in range(count - 1)]
    _arrange(rng, subjects)

    scene = Scene(
        seed, place, time_of_day, weather,
        wind=float({"clear": 0.2, "rain": 0.5, "snow": 0.35, "fog": 0.05}[weather] * rng.uniform(0.4, 1.6)),
        camera=camera, subjects=subjects,
        music=fixed["music"] if "music" in fixed else _music(rng, first),
        duration=float(duration), surface=SURFACES[place], indoor=place in INDOOR_PLACES,
        light_side=float(rng.choice((-1.0, 1.0))))
    if place == "beach" and any(subject.kind == "boat" for subject in subjects):
        scene.surface = "water"
    physics.simulate(scene, rng)
    return scene


def _weighted(rng, values, weights) -> str:
    weights = np.asarray(weights, np.float64)
    return str(values[int(rng.choice(len(values), p=weights / weights.sum()))])


def _thing(rng, fixed) -> str:
    action, place = fixed.get("action"), fixed.get("place")
    able = [
        thing for thing in THINGS
        if (action is None or action in ACTION_WEIGHTS[thing]) and (place is None or place in PLACES_OF.get(thing, PLACES))]
    able = able or list(THINGS)
    return _weighted(rng, able, [THING_WEIGHTS[thing] for thing in able])


def _place(rng, thing: str, weather: str | None) -> str:
    """Where the thing may be, and where that weather is seen."""
    places = PLACES_OF.get(thing, PLACES)
    if weather:
        places = [p for p in places if WEATHER_WEIGHTS[p][WEATHERS.index(weather)] > 0] or places
    return str(rng.choice(places))


def _colour(rng, place: str, time_of_day: str) -> str:
    """Any colour; those that drown in the surroundings are rare."""
    weights = [1.0] * len(COLOURS)
    if place == "snowfield":
        weights[COLOURS.index("white")] = 0.3
    if time_of_day == "night":
        weights[COLOURS.index("black")] = 0.3
    return _weighted(rng, COLOURS, weights)


def _subject(rng, thing, action, colour, place, time_of_day) -> Subject:
    action = action or _weighted(rng, list(ACTION_WEIGHTS[thing]), list(ACTION_WEIGHTS[thing].values()))
    colour = colour or _colour(rng, place, time_of_day)
    material = "rubber" if action == "bounce" else str(rng.choice(MATERIALS[thing]))
    size = _weighted(rng, ("", "small", "large"), (6, 1, 2))
    low, high = physics.RADII[thing][size]
    direction = "up" if action == "rise" else str(rng.choice(("left", "right")))
    return Subject(
        thing, colour, material, size, action,
        side=_weighted(rng, ("left", "right", "middle"), (1, 1, 2)), direction=direction,
        radius=float(rng.uniform(low, high)), look=int(rng.integers(1 << 16)))


def _companion(rng, first: Subject, place: str, time_of_day: str) -> Subject:
    """Half of the companions are of the first one's kind and do the same."""
    if rng.random() < 0.5 or first.kind == "boat":
        colour = first.colour if rng.random() < 0.4 else None
        twin = _subject(rng, first.kind, first.action, colour, place, time_of_day)
        twin.direction = first.direction
        return twin
    things = [
        thing for thing in THINGS
        if thing not in ("boat", first.kind) and place in PLACES_OF.get(thing, PLACES)]
    return _subject(rng, _weighted(rng, things, [THING_WEIGHTS[t] for t in things]), None, None, place, time_of_day)


def _arrange(rng, subjects: list[Subject]) -> None:
    """Several subjects stand side by side, a little smaller and in lanes of their own."""
    if len(subjects) == 1:
        return
    sides = (("left", "right"), ("left", "middle", "right"))[len(subjects) - 2]
    lanes = ((1.08, 0.92), (1.10, 0.98, 0.86))[len(subjects) - 2]
    for subject, side, lane in zip(subjects, rng.permutation(sides), rng.permutation(lanes)):
        subject.side, subject.lane = str(side), float(lane)
        subject.radius *= 0.85 if len(subjects) == 2 else 0.75


def _music(rng, first: Subject) -> tuple[str, float, str] | None:
    if rng.random() > (0.8 if first.action == "dance" else 0.4):
        return None
    mood = "happy" if first.action == "dance" and rng.random() < 0.7 else str(rng.choice(MOODS))
    low, high = {"calm": (60, 84), "happy": (104, 136), "sad": (60, 80), "tense": (90, 130)}[mood]
    return mood, float(rng.integers(low, high + 1)), str(rng.choice(KEYS))
