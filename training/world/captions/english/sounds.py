"""What is heard, what plays, and what is not there, in English."""

from ..facts import Facts
from ..grammar import Chooser

SOUNDS = {
    "impact": (
        "every bounce is heard", "we hear each bounce on the {ground}", "sound of each hit on the {ground}",
        "thuds on the {ground}",
        "sound of impacts", "*we hear each hit"),
    "footstep": ("footsteps on the {ground}", "we hear footsteps", "sound of steps on the {ground}", "footsteps",
        "*we hear steps on the {ground}"),
    "splash": ("small splashes", "sound of a splash", "a splash", "water splashes", "*we hear a splash"),
    "clink": ("glass clinks", "sound of glass", "clinking glass", "*we hear the glass"),
    "metal": ("metal rings", "sound of metal", "metal clangs", "*we hear the metal"),
    "chirp": ("a bird chirps", "sound of a bird", "the bird sings", "*we hear a bird"),
    "roll": ("we hear the rolling", "sound of rolling on the {ground}", "a low rolling sound", "*we hear rolling"),
    "slide": ("we hear the sliding", "sound of sliding on the {ground}", "scraping on the {ground}", "*we hear sliding"),
    "engine": ("engine noise", "the engine hums", "sound of an engine", "a motor runs", "*we hear an engine"),
    "wings": ("wings flap", "sound of wings", "flapping wings", "*we hear wings"),
    "wash": ("water laps at the hull", "sound of water", "water laps", "lapping water", "*we hear the water"),
    "cloth": ("clothes rustle", "rustling clothes", "sound of cloth", "*we hear the clothes rustle"),
    "creak": ("the rope creaks", "a creaking rope", "sound of creaking", "*we hear the rope creaking"),
    "voice": ("a voice speaks", "we hear a voice", "sound of a voice", "we hear speech", "a voice talks",
        "*we hear a voice speaking"),
    "rain": ("the rain patters", "sound of rain", "rain patters on the {ground}", "rain on the {ground}",
        "*we hear the rain on the {ground}"),
    "wind": ("the wind blows", "sound of wind", "strong wind", "the wind howls", "*we hear the wind"),
    "sea": ("sound of waves", "waves break", "sound of the sea", "the surf of the sea", "*we hear the waves of the sea"),
    "birds": ("birds sing", "birdsong", "birds chirp in the trees", "*we hear birds sing"),
    "crickets": ("crickets chirp", "sound of crickets", "chirping crickets", "*we hear crickets"),
    "traffic": ("distant traffic", "city noise", "hum of the city", "traffic noise", "*we hear distant city noise"),
    "crowd": ("a distant crowd", "murmur of a crowd", "people talk in the distance", "*we hear a crowd"),
    "high wind": ("high wind", "wind high in the sky", "sound of high wind", "*we hear the wind in the sky"),
    "room": ("quiet room", "a quiet room tone", "room tone", "*the room is quiet"),
    "hush": ("the snow is silent", "all is quiet", "*the falling snow is quiet"),
}

GROUNDS = {
    "wood": ("wood", "wooden floor", "planks"),
    "stone": ("stone", "stones"),
    "asphalt": ("asphalt", "street"),
    "grass": ("grass",),
    "sand": ("sand",),
    "snow": ("snow",),
    "water": ("water",),
}

MUSICS = (
    "{mood} music plays", "with {mood} music", "{mood} {pace} music", "{mood} music", "{mood} {instrument} music",
    "{pace} {mood} music",
    "{mood} {pace} {instrument} music", "{pace} {instrument} music, {mood}", "music: {mood}, {pace}", "{mood} music at {bpm} bpm",
    "a {pace} {instrument} plays {mood} music", "{mood} {instrument} in the background", "*{mood} music is heard")
MOODS = {
    "happy": ("happy", "happy", "cheerful", "joyful", "upbeat", "bright"),
    "sad": ("sad", "sad", "melancholy", "mournful"),
    "calm": ("calm", "calm", "gentle", "peaceful", "relaxing", "soft"),
    "tense": ("tense", "tense", "dark", "suspenseful", "ominous"),
}
PACES = {"slow": ("slow",), "medium": ("steady", "moderate"), "fast": ("fast", "lively", "quick")}
INSTRUMENTS = {"happy": ("guitar", "plucked"), "sad": ("piano",), "calm": ("ambient", "piano", "pad"), "tense": ("string",
    "bass")}
NOUN_INSTRUMENTS = {"plucked": "guitar", "ambient": "pad", "string": "bass"}

NEGATIVES = {
    "music": ("no music", "without music", "there is no music playing", "*there is no music"),
    "rain": ("no rain", "without rain", "it does not rain", "*there is no rain"),
    "snow": ("no snow falls", "it does not snow", "no snow", "*there is no falling snow"),
    "fog": ("no fog", "without fog", "*there is no fog"),
    "person": ("no people", "nobody is there", "without people", "*there are no people"),
    "wind": ("no wind", "without wind", "*there is no wind"),
    "voice": ("nobody speaks", "no speech", "no dialogue", "no voice", "*there is no voice"),
    "camera": ("no camera movement", "without camera movement", "*there is no camera movement"),
}


def sound(chooser: Chooser, kind: str, facts: Facts) -> str:
    """What is heard of one kind."""
    return chooser.pick(SOUNDS.get(kind, ())).format(ground=chooser.pick(GROUNDS[facts.surface]))


def music(chooser: Chooser, mood: str, pace: str, bpm: int) -> str:
    """What music plays."""
    said = chooser.pick(MUSICS)
    instrument = chooser.pick(INSTRUMENTS[mood])
    if "{instrument} music" not in said:
        instrument = NOUN_INSTRUMENTS.get(instrument, instrument)
    return said.format(mood=chooser.pick(MOODS[mood]), pace=chooser.pick(PACES[pace]), instrument=instrument, bpm=bpm)
