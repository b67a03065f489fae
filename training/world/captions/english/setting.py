"""Where and when, in English."""

from ..grammar import Chooser

PLACES = {
    "park": ("in a park", "in the park", "in a park", "on the grass of a park", "on the grass in a park",
        "*on the green grass of the park"),
    "beach": (
        "on a beach", "on the beach", "at the beach", "on the sand by the sea", "on a sandy beach", "at the seaside",
        "*on the sand of a beach"),
    "city street": (
        "in a city street", "on a street in the city", "on a city street", "in the street", "in the city",
        "on a road in the city", "downtown",
        "*on the asphalt of a street"),
    "desert": ("in a desert", "in the desert", "on the sand of the desert", "among desert dunes", "*on the dunes of a desert"),
    "snowfield": (
        "in a snowfield", "on a field of snow", "on the snow", "in the snow", "on a snowy field", "on a snowy plain",
        "*on the snow of a field"),
    "wooden room": (
        "in a wooden room", "inside a wooden room", "in a room made of wood", "indoors in a wooden room", "in a room", "indoors",
        "inside a wooden cabin", "*in a room all of wood"),
    "stone square": (
        "on a stone square", "on a square paved with stone", "on the stones of a square", "in a square paved with stone",
        "on a town square",
        "on a plaza", "on cobblestones", "*in a square of stone"),
    "wooden floor": (
        "on a wooden floor", "on a wooden floor", "on a floor of wood", "on a wooden deck", "on a wooden terrace",
        "on wooden planks",
        "*on the planks of a deck"),
    "floating islands": (
        "on a floating island", "on an island in the sky", "on floating islands", "among floating islands",
        "on a grassy island in the sky",
        "in a fantasy world of floating islands", "on a grassy floating island", "*on the grass of an island in the sky"),
}

# Where things go from one side to the other, besides.
THROUGH_PLACES = {
    "park": ("through a park", "through the park", "across the grass of a park"),
    "beach": ("along the beach", "along a beach", "across the sand of a beach"),
    "city street": ("along a city street", "down the street", "through the city"),
    "desert": ("across the desert", "through the desert", "across a desert"),
    "snowfield": ("across a snowfield", "through the snow", "across the snow"),
    "wooden room": ("across a wooden room", "through a wooden room"),
    "stone square": ("across a stone square", "across a plaza"),
    "wooden floor": ("across a wooden floor", "across a wooden deck"),
    "floating islands": ("across a floating island", "across an island in the sky"),
}

# Where things fly, and where they float; places not named here are said as for things on the ground.
AIR_PLACES = {
    "park": ("in a park", "over a park", "in the park", "above the grass of a park", "above a park",
        "*over the green grass of the park"),
    "beach": ("over a beach", "over the beach", "at the beach", "at the seaside", "above the sand by the sea",
        "*over the sand of a beach"),
    "city street": ("over a street in the city", "above a city street", "in the street", "over the city",
        "*over the asphalt of a street"),
    "desert": ("in a desert", "in the desert", "over the sand of the desert", "above desert dunes", "over the desert",
        "*over the dunes of a desert"),
    "snowfield": ("over a snowfield", "in a snowfield", "above a field of snow", "over the snow", "*over the snow of a field"),
    "stone square": ("over a stone square", "above a square paved with stone", "in a square paved with stone", "over a plaza",
        "*over the stones of a square"),
    "wooden floor": ("over a wooden floor", "above a wooden deck", "above wooden planks", "*over the planks of a deck"),
    "floating islands": (
        "over a floating island", "above floating islands", "among floating islands", "between islands in the sky",
        "in a fantasy world of floating islands", "*over the grass of an island in the sky"),
}

WATER_PLACES = {
    "beach": ("off a beach", "on the sea off the beach", "at the beach", "on the water by a beach", "on the sea", "at sea",
        "on the water",
              "*on the water off the beach")}

PLACE_TAGS = {
    "park": ("park", "a park", "grass in a park"),
    "beach": ("beach", "a beach by the sea", "sandy beach"),
    "city street": ("city street", "a street", "street in a city", "city"),
    "desert": ("desert", "sand desert", "desert dunes"),
    "snowfield": ("snowfield", "field of snow", "snowy field"),
    "wooden room": ("wooden room", "indoors, wooden room", "interior, wooden room"),
    "stone square": ("stone square", "square paved with stone", "plaza"),
    "wooden floor": ("wooden floor", "wooden deck", "wooden planks"),
    "floating islands": ("floating islands", "floating island", "islands in the sky", "fantasy, floating islands"),
}

# As a shot list heads a scene: `ext. park - night`.
PLACE_SLUGS = {
    "park": ("park",), "beach": ("beach",), "city street": ("city street", "street", "city"), "desert": ("desert",),
    "snowfield": ("snowfield", "snowy field"), "wooden room": ("wooden room", "room", "cabin"), "stone square": ("stone square",
        "plaza"),
    "wooden floor": ("wooden floor", "wooden deck", "terrace"), "floating islands": ("floating islands", "floating island")}
INSIDE = {True: ("int",), False: ("ext",)}

TIMES = {
    "day": ("by day", "during the day", "in daylight", "in the daytime", "in broad daylight", "at noon", "*in the light of day"),
    "sunset": (
        "at sunset", "in the evening", "at sundown", "at dusk", "in evening light", "as the sun sets", "at golden hour",
        "*in the light of the sunset"),
    "night": ("at night", "by night", "in the dark", "at midnight", "during the night", "under a night sky",
        "*in the dark of night"),
    "dawn": (
        "at dawn", "at sunrise", "in the early morning", "at daybreak", "in the morning", "as the sun rises", "in morning light",
        "*in the first light of the morning"),
}

TIME_TAGS = {
    "day": ("day", "daylight", "daytime", "noon"),
    "sunset": ("sunset", "evening light", "evening", "dusk", "golden hour"),
    "night": ("night", "dark night", "nighttime"),
    "dawn": ("dawn", "sunrise", "early morning", "first light", "morning"),
}

WEATHERS = {
    "clear": ("under a clear sky", "in clear weather", "in good weather", "under a cloudless sky", "*with a clear sky"),
    "rain": (
        "in the rain", "while it rains", "in heavy rain", "in the pouring rain", "in a downpour", "as rain falls",
        "while rain falls",
        "while a downpour crosses", "in a rain shower", "*while the rain falls"),
    "snow": (
        "in falling snow", "while it snows", "in the snowfall", "as snow falls", "while snow falls", "in a flurry of snow",
        "*while the snow falls"),
    "fog": ("in the fog", "in thick fog", "in the mist", "in a thick fog", "in mist", "through fog", "*in a thick mist"),
    "wind": (
        "in the wind", "in a strong wind", "while the wind blows", "in windy weather", "as the wind blows", "in a storm wind",
        "as leaves blow across", "*while a strong wind blows"),
}

WEATHER_TAGS = {
    "clear": ("clear sky", "clear weather"),
    "rain": ("rain", "rainy", "heavy rain", "downpour", "rain shower"),
    "snow": ("snow", "falling snow", "snowfall", "snowy weather", "snowing"),
    "fog": ("fog", "mist", "thick fog", "foggy", "misty"),
    "wind": ("wind", "strong wind", "windy", "windy weather", "leaves blowing in the wind"),
}

# Time and weather in one: `on a rainy night`.
MOMENTS = ("on a {weather} {time}", "on a {weather} {time}", "one {weather} {time}", "*on one {weather} {time}")
MOMENT_WEATHERS = {
    "clear": ("clear",), "rain": ("rainy", "wet"), "snow": ("snowy",), "fog": ("foggy", "misty"), "wind": ("windy", "stormy")}
MOMENT_TIMES = {"day": ("day", "afternoon"), "sunset": ("evening",), "night": ("night",), "dawn": ("morning",)}

LIGHTS = {
    "day": ("the light is bright", "bright light", "bright daylight", "hard sunlight", "soft shadows", "sunny", "it is sunny",
        "the sun shines", "*the light of the day is bright"),
    "sunset": (
        "the light is warm", "warm orange light", "golden light", "long shadows", "warm evening light", "the sun is low",
        "*the evening light is warm"),
    "night": ("there is little light", "dark blue light", "moonlight", "dim light", "low light", "*the light is dark and blue"),
    "dawn": (
        "the light is pale", "pale pink light", "soft morning light", "cool morning light", "the light is soft",
        "*the morning light is pale"),
}


def moment(chooser: Chooser, weather: str, time: str) -> str:
    """Time and weather in one phrase."""
    return chooser.pick(MOMENTS).format(weather=chooser.pick(MOMENT_WEATHERS[weather]), time=chooser.pick(MOMENT_TIMES[time]))
