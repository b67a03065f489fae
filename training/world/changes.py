"""The same scene with one attribute changed: what an edit of a shot starts from, and what it should lead to."""

from __future__ import annotations

from copy import copy
from dataclasses import replace

import numpy as np

from . import physics
from .scene import WINDS, Scene, places_of
from .vocabulary import (
    ACTION_WEIGHTS, COLOURS, INDOOR_PLACES, MATERIALS, SURFACES, TIMES, WATER_ACTIONS, WEATHER_WEIGHTS, WEATHERS)

__all__ = ["ATTRIBUTES", "change"]

ATTRIBUTES = ("time", "weather", "colour", "place", "thing")

# Things that move alike and are about as large: one may stand for the other.
ALIKE = (("ball", "cube"), ("bottle", "glass", "cube"), ("tree", "house", "lamp"), ("bottle", "ball", "cube"))
# What moving over the ground sounds like.
GLIDES = {"ball": "roll", "cube": "slide", "bottle": "slide", "glass": "slide"}


def change(scene: Scene, rng: np.random.Generator) -> tuple[Scene, str, str]:
    """(the changed scene, the attribute, its new value). Everything else stays: layout, motion, the times of all events."""
    able = {attribute: values for attribute in ATTRIBUTES if (values := choices(scene, attribute))}
    attribute = str(rng.choice(list(able)))
    value = str(rng.choice(able[attribute]))
    return changed(scene, attribute, value, rng), attribute, value


def choices(scene: Scene, attribute: str) -> list[str]:
    """The other values that an attribute of this scene can take."""
    now = scene.attributes()[attribute] if attribute in ATTRIBUTES else None
    if attribute == "time":
        values = TIMES
    elif attribute == "weather":
        values = [w for w, weight in zip(WEATHERS, WEATHER_WEIGHTS[scene.place]) if weight > 0]
    elif attribute == "colour":
        values = COLOURS
    elif attribute == "place":
        values = set.intersection(*(set(places_of(subject.kind, subject.action)) for subject in scene.subjects))
        values = [place for place in SURFACES if place in values and WEATHER_WEIGHTS[place][WEATHERS.index(scene.weather)] > 0]
    elif attribute == "thing":
        first = scene.subjects[0]
        values = [] if first.action == "topple" or first.rope else [
            thing for thing, deeds in ACTION_WEIGHTS.items()
            if first.action in deeds and scene.place in places_of(thing, first.action) and any({thing, first.kind} <= set(group) for group in ALIKE)]
    else:
        raise ValueError(f"attribute={attribute!r} cannot be changed alone; allowed: {', '.join(ATTRIBUTES)}.")
    return [value for value in values if value != now]


def changed(scene: Scene, attribute: str, value: str, rng: np.random.Generator) -> Scene:
    """The scene with that value."""
    if value not in choices(scene, attribute):
        raise ValueError(f"{attribute}={value!r} cannot be given to this scene; allowed: {', '.join(choices(scene, attribute)) or 'nothing'}.")
    other = replace(
        scene, subjects=[copy(subject) for subject in scene.subjects], events=[copy(event) for event in scene.events],
        motions=[copy(motion) for motion in scene.motions])
    if attribute == "time":
        other.time_of_day = value
    elif attribute == "weather":
        other.weather = value
        wind = scene.wind / WINDS[scene.weather] * WINDS[value]
        other.wind = float(np.clip(wind, 0.6, 1.0)) if value == "wind" else min(wind, 1.6 * WINDS[value])
    elif attribute == "colour":
        other.subjects[0].colour = value
    elif attribute == "place":
        _move(other, value)
    else:
        _become(other, value, rng)
    return other


def _move(scene: Scene, place: str) -> None:
    """Elsewhere: what is struck is the new ground."""
    before = scene.surface
    scene.place, scene.indoor = place, place in INDOOR_PLACES
    if before != "water":
        scene.surface = SURFACES[place]
    for event in scene.events:
        if event.surface == before and event.kind != "splash" and not _meeting(scene, event):
            event.surface = scene.surface


def _meeting(scene: Scene, event) -> bool:
    """Whether an event is two subjects striking each other rather than the ground."""
    return event.kind == "impact" and scene.subjects[event.subject].action == "collide"


def _become(scene: Scene, thing: str, rng: np.random.Generator) -> None:
    """The first subject as another thing, where it is and as it moves; it stays of its material if it can."""
    first = scene.subjects[0]
    before, first.kind = first.kind, thing
    if first.material not in MATERIALS[thing]:
        first.material = str(rng.choice(MATERIALS[thing]))
    first.state = first.state.copy()
    turns = first.state[:, physics.TURN] - first.state[0, physics.TURN]
    first.state[:, physics.TURN] = turns + (0.55 if thing == "cube" else 0.0)
    if first.action not in WATER_ACTIONS:
        first.state[:, physics.ROLL] = 0.35 if (thing, first.action) == ("ball", "spin") else 0.0
    if thing == "ball" and first.action in ("collide", "fall"):
        first.state[:, physics.ROLL] = -(first.state[:, physics.X] - first.state[0, physics.X]) / first.radius
    if first.material != "rubber":
        first.state[:, physics.SQUASH] = 0.0
    for event in scene.events:
        if event.subject == 0:
            event.material = first.material
    for motion in scene.motions:
        if motion.subject == 0 and motion.kind == GLIDES.get(before):
            motion.kind = GLIDES[thing]
