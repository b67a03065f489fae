"""Colours of things and of the light, by time of day and weather."""

from __future__ import annotations

from dataclasses import dataclass

from .shapes import mix

COLOUR_RGB = {
    "red": (0.87, 0.11, 0.11), "green": (0.13, 0.64, 0.20), "blue": (0.12, 0.30, 0.88), "yellow": (0.98, 0.86, 0.10),
    "orange": (0.98, 0.50, 0.05), "purple": (0.56, 0.18, 0.74), "white": (0.97, 0.97, 0.97), "black": (0.08, 0.08, 0.09)}


@dataclass(frozen=True)
class Light:
    """What lights a shot. Colours multiply, display-referred."""

    sky_top: tuple
    sky_low: tuple
    tint: tuple             # of grounds and backdrops
    key: tuple              # of subjects, towards the light
    ambient: tuple          # of subjects, everywhere
    side: float             # -1: the light stands left, 1: right
    height: float           # of the light, 0..1
    shadow: float
    haze: tuple             # colour of the air
    haze_far: float         # share of haze in the backdrop
    haze_near: float        # share of haze over subjects


def light_of(scene) -> Light:
    """The light of a scene."""
    time, weather = scene.time_of_day, scene.weather
    top, low = {
        "day": ((0.22, 0.50, 0.90), (0.74, 0.88, 0.98)),
        "dawn": ((0.40, 0.55, 0.84), (1.00, 0.78, 0.74)),
        "sunset": ((0.36, 0.24, 0.52), (1.00, 0.60, 0.26)),
        "night": ((0.02, 0.03, 0.13), (0.13, 0.18, 0.40)),
    }[time]
    grey_top, grey_low = {
        "day": ((0.50, 0.55, 0.62), (0.74, 0.77, 0.80)),
        "dawn": ((0.48, 0.51, 0.62), (0.84, 0.74, 0.76)),
        "sunset": ((0.42, 0.33, 0.43), (0.86, 0.58, 0.42)),
        "night": ((0.04, 0.05, 0.10), (0.13, 0.15, 0.23)),
    }[time]
    clouded = {"clear": 0.0, "rain": 0.9, "snow": 0.85, "fog": 0.9, "wind": 0.12}[weather]
    if weather == "fog":
        grey_top, grey_low = mix(grey_low, grey_top, 0.25), mix(grey_low, (1, 1, 1), 0.06 if time == "night" else 0.2)
    top, low = mix(top, grey_top, clouded), mix(low, grey_low, clouded)

    tint = {"day": (1.0, 1.0, 1.0), "dawn": (0.86, 0.80, 0.92), "sunset": (1.02, 0.74, 0.58), "night": (0.36, 0.42, 0.64)}[time]
    key = {"day": (0.72, 0.70, 0.66), "dawn": (0.72, 0.63, 0.62), "sunset": (0.76, 0.64, 0.52), "night": (0.50, 0.52, 0.60)}[time]
    ambient = {"day": (0.46, 0.48, 0.52), "dawn": (0.42, 0.42, 0.50), "sunset": (0.44, 0.40, 0.42), "night": (0.36, 0.37, 0.44)}[time]
    if (scene.surface == "snow" or weather == "snow") and time != "day":
        tint = mix(tint, {"dawn": (0.98, 0.90, 0.98), "sunset": (1.0, 0.86, 0.92), "night": (0.62, 0.68, 0.92)}[time], 0.55)
    if scene.indoor and time == "night":
        tint, key, ambient = (0.62, 0.50, 0.36), (0.62, 0.52, 0.40), (0.38, 0.34, 0.30)
    dull = {"clear": 1.0, "rain": 0.80 if time == "day" else 0.92, "snow": 0.95, "fog": 0.95, "wind": 1.0}[weather]
    tint = tuple(dull * c for c in tint)
    if weather not in ("clear", "wind"):
        total = tuple(0.55 * k for k in key)
        key, ambient = total, tuple(a + 0.30 * k for a, k in zip(ambient, key))

    far = {"clear": 0.10, "rain": 0.38, "snow": 0.42, "fog": 0.80, "wind": 0.14}[weather]
    near = {"clear": 0.0, "rain": 0.04, "snow": 0.06, "fog": 0.20, "wind": 0.0}[weather]
    shadow = {"day": 0.50, "dawn": 0.40, "sunset": 0.45, "night": 0.45}[time] * {"clear": 1, "rain": 0.7, "snow": 0.6, "fog": 0.5, "wind": 1}[weather]
    return Light(
        top, low, tint, key, ambient, scene.light_side, {"day": 0.75, "dawn": 0.25, "sunset": 0.30, "night": 0.6}[time], shadow,
        haze=mix(low, top, 0.15), haze_far=0.0 if scene.indoor else far, haze_near=0.0 if scene.indoor else near)
