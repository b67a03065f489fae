"""English wordings of a scene and of an edit."""

from . import actions, camera, edits, frames, setting, sounds, subjects
from .actions import action, meanwhile
from .camera import CAMERA_TAGS, CAMERAS
from .edits import edit_names
from .frames import FRAMES
from .setting import (
    AIR_PLACES, INSIDE, LIGHTS, PLACE_SLUGS, PLACE_TAGS, PLACES, THROUGH_PLACES, TIME_TAGS, TIMES, WATER_PLACES, WEATHER_TAGS,
        WEATHERS,
    moment)
from .sounds import NEGATIVES, music, sound
from .subjects import STACKED, conjoin, existence, polish, related, relation, struck, subject

# Where the wordings are; a caption says no word that is in none of them.
TABLES = (actions, camera, edits, frames, setting, sounds, subjects)

__all__ = [
    "AIR_PLACES", "CAMERAS", "CAMERA_TAGS", "FRAMES", "INSIDE", "LIGHTS", "NEGATIVES", "PLACES", "PLACE_SLUGS", "PLACE_TAGS",
    "STACKED", "TABLES",
    "THROUGH_PLACES", "TIMES", "TIME_TAGS", "WATER_PLACES", "WEATHERS", "WEATHER_TAGS", "action", "conjoin", "edit_names",
    "existence", "meanwhile", "moment", "music",
    "polish", "related", "relation", "sound", "struck", "subject"]
