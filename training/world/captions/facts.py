"""What a caption can say about a scene: like subjects in groups, and what can be heard."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Subjects that one phrase names: `two red balls`."""

    kind: str
    colour: str
    material: str
    size: str
    action: str
    side: str
    direction: str
    count: int


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
    music: tuple[str, str] | None
    sounds: tuple[str, ...]
    absences: tuple[str, ...]


def groups_of(subjects, sides_hold: bool) -> tuple[Group, ...]:
    """Joins subjects of the same kind, colour and action; what differs within a group is left unsaid."""
    rows: list[Group] = []
    for subject in subjects:
        for index, row in enumerate(rows):
            if (row.kind, row.colour, row.action) == (subject.kind, subject.colour, subject.action):
                rows[index] = Group(
                    row.kind,
                    row.colour,
                    row.material if row.material == subject.material else "",
                    row.size if row.size == subject.size else "",
                    row.action,
                    "",
                    row.direction if row.direction == subject.direction else "",
                    row.count + 1,
                )
                break
        else:
            rows.append(
                Group(
                    subject.kind,
                    subject.colour,
                    subject.material,
                    subject.size,
                    subject.action,
                    subject.side if sides_hold else "",
                    subject.direction,
                    1,
                )
            )
    return tuple(rows)


def pace(tempo: float) -> str:
    """A tempo in words."""
    return "slow" if tempo < 85 else "fast" if tempo > 125 else "medium"


def sounds_of(scene) -> tuple[str, ...]:
    """Everything that can be heard, loudest kinds first."""
    sounds = list(dict.fromkeys([event.kind for event in scene.events] + [motion.kind for motion in scene.motions]))
    if scene.indoor:
        return tuple(sounds + ["room"])
    night, wet = scene.time_of_day == "night", scene.weather in ("rain", "snow")
    if scene.weather == "rain":
        sounds.append("rain")
    if scene.weather == "snow":
        sounds.append("hush")
    if scene.wind > 0.5:
        sounds.append("wind")
    if scene.place == "beach":
        sounds.append("sea")
    if scene.place == "city street":
        sounds.append("traffic")
    if scene.place == "park" and not night and not wet:
        sounds.append("birds")
    if scene.place in ("park", "desert") and night and not wet:
        sounds.append("crickets")
    return tuple(sounds)


def absences_of(scene) -> tuple[str, ...]:
    """What a negative may deny."""
    kinds = {subject.kind for subject in scene.subjects}
    there = {"music": bool(scene.music), "person": "person" in kinds, "wind": scene.wind > 0.15 and not scene.indoor}
    there |= {weather: scene.weather == weather for weather in ("rain", "snow", "fog")}
    if scene.place == "snowfield":
        there["snow"] = True
    return tuple(name for name, present in there.items() if not present)


def facts_of(scene) -> Facts:
    """Gathers the facts of a scene."""
    return Facts(
        groups=groups_of(scene.subjects, sides_hold=scene.camera == "static"),
        place=scene.place,
        time=scene.time_of_day,
        weather="" if scene.indoor else scene.weather,
        camera=scene.camera,
        surface=scene.surface,
        indoor=scene.indoor,
        music=(scene.music[0], pace(scene.music[1])) if scene.music else None,
        sounds=sounds_of(scene),
        absences=absences_of(scene),
    )
