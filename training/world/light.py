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
        "sunset": ((0.36, 0.24, 0.52), (1.00, 0.60, 0.26)),
        "night": ((0.02, 0.03, 0.13), (0.13, 0.18, 0.40)),
        "dawn": ((0.40, 0.52, 0.80), (1.00, 0.82, 0.80)),
    }[time]
    grey_top, grey_low = {
        "day": ((0.50, 0.55, 0.62), (0.74, 0.77, 0.80)),
        "sunset": ((0.42, 0.33, 0.43), (0.86, 0.58, 0.42)),
        "night": ((0.04, 0.05, 0.10), (0.13, 0.15, 0.23)),
        "dawn": ((0.50, 0.52, 0.64), (0.82, 0.74, 0.76)),
    }[time]
    clouded = {"clear": 0.0, "rain": 0.9, "snow": 0.85, "fog": 0.9}[weather]
    if weather == "fog":
        grey_top, grey_low = mix(grey_low, grey_top, 0.25), mix(grey_low, (1, 1, 1), 0.06 if time == "night" else 0.2)
    top, low = mix(top, grey_top, clouded), mix(low, grey_low, clouded)

    tint = {"day": (1.0, 1.0, 1.0), "sunset": (1.02, 0.74, 0.58), "night": (0.36, 0.42, 0.64), "dawn": (0.80, 0.76, 0.90)}[time]
    key = {"day": (0.72, 0.70, 0.66), "sunset": (0.76, 0.64, 0.52), "night": (0.50, 0.52, 0.60), "dawn": (0.70, 0.60, 0.60)}[time]
    ambient = {"day": (0.46, 0.48, 0.52), "sunset": (0.44, 0.40, 0.42), "night": (0.36, 0.37, 0.44), "dawn": (0.42, 0.43, 0.52)}[time]
    if (scene.surface == "snow" or weather == "snow") and time != "day":
        tint = mix(tint, {"sunset": (1.0, 0.86, 0.92), "night": (0.62, 0.68, 0.92), "dawn": (0.92, 0.88, 1.0)}[time], 0.55)
    if scene.indoor and time == "night":
        tint, key, ambient = (0.62, 0.50, 0.36), (0.62, 0.52, 0.40), (0.38, 0.34, 0.30)
    dull = {"clear": 1.0, "rain": 0.80 if time == "day" else 0.92, "snow": 0.95, "fog": 0.95}[weather]
    tint = tuple(dull * c for c in tint)
    if weather != "clear":
        total = tuple(0.55 * k for k in key)
        key, ambient = total, tuple(a + 0.30 * k for a, k in zip(ambient, key))

    far = {"clear": 0.10, "rain": 0.38, "snow": 0.42, "fog": 0.80}[weather]
    near = {"clear": 0.0, "rain": 0.04, "snow": 0.06, "fog": 0.20}[weather]
    shadow = {"day": 0.50, "sunset": 0.45, "night": 0.45, "dawn": 0.42}[time] * {"clear": 1, "rain": 0.7, "snow": 0.6, "fog": 0.5}[weather]
    return Light(
        top, low, tint, key, ambient, scene.light_side, {"day": 0.75, "sunset": 0.30, "night": 0.6, "dawn": 0.25}[time], shadow,
        haze=mix(low, top, 0.15), haze_far=0.0 if scene.indoor else far, haze_near=0.0 if scene.indoor else near)
