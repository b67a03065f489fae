"""What a caption can say about a scene: like subjects in groups, how they stand to each other, and what can be heard."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

# Actions that stay in one place, so that a side of the picture tells where, and those that travel, so that a direction does.
STAYING = ("stand still", "spin", "dance", "bounce", "wave", "talk", "swing", "float")
TRAVELLING = ("roll", "slide", "drive", "sail", "walk", "fly", "run")

# Sounds that name what makes them.
TELLING_SOUNDS = ("chirp", "clink", "metal", "engine", "wings", "wash", "creak")


@dataclass(frozen=True)
class Group:
    """Subjects that one phrase names: `two red balls`. A `name` stands for all that is known of a cast subject."""

    kind: str
    colour: str
    material: str
    size: str
    action: str
    side: str
    direction: str
    count: int
    name: str = ""

    @property
    def stacked(self) -> bool:
        """Whether the group stands on top of each other before it falls: one stack."""
        return self.kind == "cube" and self.action == "topple" and self.count > 1


@dataclass(frozen=True)
class Facts:
    """The words a caption chooses from, before any language."""

    groups: tuple[Group, ...]
    place: str
    time: str
    weather: str
    camera: str
    surface: str
    indoor: bool
    music: tuple[str, str, int] | None
    sounds: tuple[str, ...]
    absences: tuple[str, ...]
    relations: tuple[str, ...] = ()     # where the first is, seen from the second


def plural(groups: tuple[Group, ...]) -> bool:
    """Whether the verb of these groups is in the plural."""
    return len(groups) > 1 or groups[0].count > 1 and not groups[0].stacked


def groups_of(subjects, sides_hold: bool, cast: Mapping[int, str]) -> tuple[Group, ...]:
    """Joins subjects of the same kind, colour and action; what differs within a group is left unsaid."""
    rows: list[Group] = []
    for number, subject in enumerate(subjects):
        if number in cast:
            rows.append(Group("", "", "", "", subject.action, subject.side if sides_hold else "", subject.direction, 1,
                cast[number]))
            continue
        for index, row in enumerate(rows):
            if (row.kind, row.colour, row.action) == (subject.kind, subject.colour, subject.action):
                rows[index] = Group(
                    row.kind, row.colour,
                    row.material if row.material == subject.material else "",
                    row.size if row.size == subject.size else "",
                    row.action, "",
                    row.direction if row.direction == subject.direction else "",
                    row.count + 1)
                break
        else:
            rows.append(group_of(subject, sides_hold))
    return tuple(rows)


def group_of(subject, sides_hold: bool = False) -> Group:
    """One subject alone."""
    return Group(
        subject.kind, subject.colour, subject.material, subject.size, subject.action,
        subject.side if sides_hold else "", subject.direction, 1)


def relations_of(scene) -> tuple[str, ...]:
    """Where the first of two subjects is, seen from the second, as long as it stays there; nothing where they meet."""
    if len(scene.subjects) != 2 or any(subject.action in ("collide", "topple") for subject in scene.subjects):
        return ()
    first, second = scene.subjects
    tracks = scene.tracks(np.linspace(0.0, scene.duration, 25))
    apart = tracks[0, :, 0] - tracks[1, :, 0]
    found = ["beside"]
    if apart.max() < -0.06 or apart.min() > 0.06:
        found.append("left" if apart[0] < 0 else "right")
    if abs(first.lane - second.lane) > 0.1 and scene.camera != "orbit":
        found.append("front" if first.lane > second.lane else "behind")
    return tuple(found)


def pace(tempo: float) -> str:
    """A tempo in words."""
    return "slow" if tempo < 85 else "fast" if tempo > 125 else "medium"


def sounds_of(scene, telling: bool) -> tuple[str, ...]:
    """Everything that can be heard, loudest kinds first; what tells its maker only if wanted."""
    sounds = [event.kind for event in scene.events] + [motion.kind for motion in scene.motions]
    struck = {event.material for event in scene.events if event.kind == "impact"}
    sounds += [kind for material, kind in (("glass", "clink"), ("steel", "metal")) if material in struck]
    sounds = [kind for kind in dict.fromkeys(sounds) if telling or kind not in TELLING_SOUNDS]
    if scene.indoor:
        return tuple(sounds + ["room"])
    night, wet = scene.time_of_day == "night", scene.weather in ("rain", "snow")
    present = {
        "rain": scene.weather == "rain",
        "hush": scene.weather == "snow",
        "wind": scene.weather == "wind" or scene.wind > 0.5,
        "sea": scene.place == "beach",
        "traffic": scene.place == "city street",
        "crowd": scene.place in ("city street", "stone square") and scene.time_of_day in ("day", "sunset") and not wet,
        "birds": scene.place == "park" and not night and not wet,
        "crickets": scene.place in ("park", "desert") and night and not wet,
        "high wind": scene.place == "floating islands",
    }
    return tuple(sounds + [kind for kind, heard in present.items() if heard])


def absences_of(scene) -> tuple[str, ...]:
    """What a negative may deny."""
    kinds = {subject.kind for subject in scene.subjects}
    there = {"music": bool(scene.music), "person": "person" in kinds}
    there["wind"] = not scene.indoor and (scene.weather == "wind" or scene.wind > 0.15)
    there |= {weather: scene.weather == weather for weather in ("rain", "snow", "fog")}
    there["voice"] = any(motion.kind == "voice" for motion in scene.motions)
    there["camera"] = scene.camera != "static"
    if scene.place == "snowfield":
        there["snow"] = True
    return tuple(name for name, present in there.items() if not present)


def facts_of(scene, cast: Mapping[int, str] | None = None) -> Facts:
    """Gathers the facts of a scene; `cast` gives subjects a name instead of all that is said of them."""
    cast = cast or {}
    return Facts(
        groups=groups_of(scene.subjects, scene.camera == "static", cast),
        place=scene.place,
        time=scene.time_of_day,
        weather="" if scene.indoor else scene.weather,
        camera=scene.camera,
        surface=scene.surface,
        indoor=scene.indoor,
        music=(scene.music[0], pace(scene.music[1]), round(scene.music[1])) if scene.music else None,
        sounds=sounds_of(scene, telling=not cast),
        absences=absences_of(scene),
        relations=relations_of(scene),
    )
