"""Edits of a shot in English: what to change, and into what."""

from ..facts import Group
from ..grammar import Chooser
from .setting import PLACES, TIMES, WEATHERS
from .subjects import COLOURS, THINGS

NIGHTS = {"day": ("day", "daytime"), "sunset": ("sunset", "evening"), "night": ("night", "nighttime"), "dawn": ("dawn",
    "sunrise", "morning")}
SKIES = {"clear": ("a clear sky", "clear weather"), "rain": ("rain", "heavy rain"), "snow": ("snow", "falling snow"),
    "fog": ("fog", "mist"),
         "wind": ("wind", "a strong wind")}
SCENES = {
    "park": ("a park",), "beach": ("a beach", "the beach", "the seaside"), "city street": ("a city street", "the city",
        "a street"),
    "desert": ("a desert", "the desert"), "snowfield": ("a snowfield", "a snowy field"), "wooden room": ("a wooden room",
        "a room"),
    "stone square": ("a stone square", "a plaza"), "wooden floor": ("a wooden floor", "a wooden deck"),
    "floating islands": ("a floating island", "floating islands")}
WEATHER_ORDERS = {
    "clear": ("make the sky clear", "clear the sky", "give it a clear sky", "make the weather clear", "let the sky clear",
        "sunny weather, please"),
    "rain": ("let it rain", "make it rain", "make it rainy", "add rain", "it should rain", "let rain fall", "it is raining now"),
    "snow": ("let it snow", "make it snow", "make it snowy", "add snow", "it should snow", "let snow fall", "it is snowing now"),
    "fog": ("make it foggy", "add fog", "let fog come in", "it should be foggy", "make it misty", "fill it with fog"),
    "wind": ("make it windy", "let the wind blow", "add wind", "it should be windy", "let a strong wind blow",
        "make the wind blow"),
}

# Attribute: what names its value in an edit, and the edits with {value} (a name), {phrase} (as a caption says it) and {subject}.
EDIT_VALUES = {"time": NIGHTS, "weather": SKIES, "place": SCENES}
PHRASES = {"time": TIMES, "weather": WEATHERS, "place": PLACES}
EDITS = {
    "time": (
        "make it {value}", "make it {value}", "turn it into {value}", "change it to {value}", "change the time to {value}",
        "change the time of day to {value}",
        "set it {phrase}", "now {phrase}", "the same shot {phrase}", "the same {phrase}", "same shot, but {phrase}",
        "the same shot at {value}",
        "let it be {value}", "switch to {value}", "it should be {value}", "it is now {value}", "time: {value}",
        "relight it as {value}",
        "{value} instead", "move the scene to {value}", "*make the shot {value}", "*now let it be {value}",
        "*the same, but {phrase}",
        "*change the shot to {value}"),
    "weather": (
        "{order}", "{order}", "{order}", "{order}", "now {phrase}", "the same shot {phrase}", "same shot, but {phrase}",
        "change the weather to {value}",
        "change it to {value}", "weather: {value}", "switch to {value}", "with {value}", "the same with {value}",
        "give it {value}",
        "now with {value}", "{value} instead", "*the same, but {phrase}", "*now let it be {value}",
        "*change the shot to {value}"),
    "place": (
        "now {phrase}", "move it to {value}", "move the scene to {value}", "change the place to {value}", "set it {phrase}",
        "the same {phrase}",
        "the same shot {phrase}", "same shot, but {phrase}", "put it {phrase}", "put {subject} {phrase}",
        "take {subject} to {value}",
        "make it happen {phrase}", "place: {value}", "change the background to {value}", "it should be {phrase}",
        "switch to {value}",
        "{phrase} instead", "replace the background with {value}", "*the same, but {phrase}", "*change the shot to {value}",
        "*now let it be {phrase}",
        "*move {subject} to {value}"),
    "colour": (
        "turn {subject} {value}", "make {subject} {value}", "paint {subject} {value}", "{subject} is now {value}",
        "{subject} should be {value}",
        "change the colour of {subject} to {value}", "change the color of {subject} to {value}", "change {subject} to {value}",
        "the same shot with a {value} {noun}", "same shot, but {subject} is {value}", "colour {subject} {value}",
        "color {subject} {value}",
        "let {subject} be {value}", "{value} instead of {old}", "make the {old} {noun} {value}", "make it {value}",
        "a {value} {noun} instead",
        "recolour {subject} in {value}", "switch {subject} to {value}", "*now let {subject} be {value}",
        "*the same, but {subject} is {value}",
        "*now the {old} {noun} is {value}", "*now make {subject} {value}"),
    "thing": (
        "replace {subject} with a {value}", "replace {subject} by a {value}", "swap {subject} for a {value}",
        "turn {subject} into a {value}",
        "change {subject} to a {value}", "change {subject} into a {value}", "make {subject} a {value}",
        "a {value} instead of {subject}",
        "make it a {value} instead of a {noun}", "use a {value} instead of {subject}", "{subject} becomes a {value}",
        "put a {value} in its place",
        "the same shot with a {value}", "same shot, but with a {value}", "now with a {value}", "it should be a {value}",
        "let it be a {value}",
        "switch {subject} to a {value}", "*now make {subject} a {value}", "*the same, but with a {value}",
        "*replace the {noun}: use a {value}",
        "*change the shot: a {value} instead of {subject}"),
}
DRESSING = (
    "dress {subject} in {value}", "put {subject} in {value}", "{subject} is now dressed in {value}",
    "{subject} should wear {value}",
    "change the clothes of {subject} to {value}", "make {subject} wear {value}", "{subject} is now in {value}",
    "the same shot with a {noun} in {value}",
    "*now dress {subject} in {value}", "*the same, but {subject} is in {value}")


def edit_names(chooser: Chooser, attribute: str, value: str, group: Group, name: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The edits that fit, and what their slots say."""
    noun = chooser.pick_row(THINGS[group.kind])[0]
    subject = name or (f"the {group.colour} {noun}" if chooser.chance(0.3) and group.kind != "person" else f"the {noun}")
    said = {"subject": subject, "noun": noun, "old": group.colour}
    edits = EDITS[attribute]
    if attribute in EDIT_VALUES:
        said |= {"value": chooser.pick(EDIT_VALUES[attribute][value]), "phrase": chooser.pick(PHRASES[attribute][value])}
        said["order"] = chooser.pick(WEATHER_ORDERS[value]) if attribute == "weather" else ""
    elif attribute == "colour":
        said["value"] = chooser.pick(COLOURS[value])
        edits = DRESSING + edits[:8] if group.kind == "person" else edits
    else:
        said["value"] = chooser.pick_row(THINGS[value])[0]
    if name:
        edits = tuple(edit for edit in edits if "{noun}" not in edit and "{old}" not in edit)
    return edits, said
