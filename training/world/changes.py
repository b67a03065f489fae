"""The same scene with one attribute changed: what an edit is learned from.

Nothing is simulated anew: layout, motion and the moments of all sounds stay as they are.
"""

from __future__ import annotations

import copy
import dataclasses

import numpy as np

from .scene import Scene
from .vocabulary import COLOURS, INDOOR_PLACES, SURFACES, TIMES, WEATHER_WEIGHTS, WEATHERS

SHARES = {"time": 3, "weather": 3, "colour": 4, "place": 2}


def change(scene: Scene, rng: np.random.Generator) -> tuple[Scene, str, str]:
    """The changed scene, the attribute (of VOCABULARY) and its new value."""
    options = {name: values for name in SHARES if (values := _values(scene, name))}
    weights = np.array([SHARES[name] for name in options], float)
    attribute = str(rng.choice(list(options), p=weights / weights.sum()))
    value = str(rng.choice(options[attribute]))
    return changed(scene, attribute, value), attribute, value


def changed(scene: Scene, attribute: str, value: str) -> Scene:
    """A copy with one attribute set."""
    other = dataclasses.replace(scene, subjects=[copy.copy(subject) for subject in scene.subjects])
    if attribute == "time":
        other.time_of_day = value
    elif attribute == "weather":
        other.weather = value
    elif attribute == "colour":
        other.subjects[0].colour = value
    elif attribute == "place":
        other.place, other.surface, other.indoor = value, SURFACES[value], value in INDOOR_PLACES
        other.events = [dataclasses.replace(event, surface=other.surface) for event in scene.events]
    else:
        raise ValueError(f"{attribute!r} cannot be changed; allowed: {', '.join(SHARES)}.")
    return other


def _values(scene: Scene, attribute: str) -> list[str]:
    """What the attribute could be instead."""
    if attribute == "time":
        return [time for time in TIMES if time != scene.time_of_day]
    if attribute == "weather":
        weights = WEATHER_WEIGHTS[scene.place]
        return [w for w, weight in zip(WEATHERS, weights) if weight > 0 and w != scene.weather]
    if attribute == "colour":
        return [colour for colour in COLOURS if colour != scene.subjects[0].colour]
    # another ground gives back another speed: only what touches none, or lies on it, may change its place
    if scene.surface == "water" or any(event.kind == "impact" for event in scene.events):
        return []
    return [place for place in WEATHER_WEIGHTS if place != scene.place and WEATHER_WEIGHTS[place][WEATHERS.index(scene.weather)] > 0]
