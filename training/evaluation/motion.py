"""Sync and physics of the bouncing and falling things: contacts seen against sounds heard, and how the thing flies between."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from training.evaluation.bootstrap import NOTHING, Figure, mean_of, median_of, pooled, ratio_of
from training.evaluation.cases import RATE, SECONDS
from training.evaluation.tracking import Track, contacts
from training.world.physics import GRAVITY
from training.world.camera import GROUND_LINE

TOGETHER = 0.08             # seconds between what is seen and what is heard that pass as one moment: two frames
EDGE = 0.1                  # seconds at both ends of a shot in which no contact is asked for
UNHEARD = SECONDS           # the offset of a contact in a shot without any sound
TRUE_GRAVITY = 0.15         # how far from the world's a fitted gravity may lie to pass as right
SUNK = 0.05                 # picture heights below the ground that count as through the floor
FLIGHT_FRAMES = 7
CLEAR_FRAMES = 1.6          # from a contact on, in which a soft thing is still out of shape: its middle lies too low
FLIGHT_HEIGHT = 0.05


def bouncing(observations) -> list:
    return [o for o in observations if o.case.purpose == "bounce" and o.track is not None]


def seen_contacts(track: Track) -> np.ndarray:
    times = contacts(track.y, float(RATE))
    kept = [t for t in times if EDGE <= t <= SECONDS - EDGE and track.found[round(t * float(RATE))]]
    return np.array(kept)


def distances(from_times: np.ndarray, to_times: np.ndarray) -> np.ndarray:
    """From each time to the nearest of the others; endless where there is none."""
    if len(to_times) == 0:
        return np.full(len(from_times), math.inf)
    return np.abs(from_times[:, None] - to_times[None]).min(1) if len(from_times) else np.zeros(0)


def inner(times: np.ndarray) -> np.ndarray:
    return times[(times >= EDGE) & (times <= SECONDS - EDGE)] if len(times) else times


def sync(observed: dict[str, list]) -> list[tuple[str, str, dict[str, Figure], dict[str, Figure | float]]]:
    """From every contact seen to the nearest sound, and back; chance pairs each picture with another's sound."""
    found = {}
    for source, rows in observed.items():
        found[source] = agreement([(seen_contacts(o.track), inner(o.onsets)) for o in bouncing(rows)])
    rows = bouncing(observed["generated"])
    by_chance = agreement(
        [(seen_contacts(o.track), inner(rows[n - 1].onsets)) for n, o in enumerate(rows)] if len(rows) > 1 else [])
    units = {"contacts seen in a shot": "count", "contact to the nearest sound, median": "frames"}
    return [
        (name, units.get(name, "share"), {source: figures[name] for source, figures in found.items()},
         {} if name == "contacts seen in a shot" else {"sound of another shot": by_chance[name]})
        for name in by_chance]


def agreement(pairs) -> dict[str, Figure]:
    """Of pairs (contacts seen, onsets heard), one a shot."""
    frame = 1 / float(RATE)
    to_sound = [np.minimum(distances(contact, onset), UNHEARD) for contact, onset in pairs]
    to_picture = [distances(onset, contact) for contact, onset in pairs]

    def within(rows, seconds):
        return ratio_of([float((row <= seconds).sum()) for row in rows], [len(row) for row in rows])

    return {
        "contacts seen in a shot": mean_of([float(len(contact)) for contact, _ in pairs]),
        "contact to the nearest sound, median": pooled([row / frame for row in to_sound], lambda values: float(np.median(values))),
        "contacts heard within 1 frame": within(to_sound, frame),
        "contacts heard within 2 frames": within(to_sound, 2 * frame),
        "sounds seen as contacts within 2 frames": within(to_picture, 2 * frame),
    }


@dataclass(frozen=True)
class Flight:
    """A parabola between two contacts: gravity in picture heights per s², how much the frames say of it, R², the top height."""

    gravity: float
    weight: float
    form: float
    top: float


def flights(track: Track) -> list[Flight]:
    """Every flight of a path that is long and high enough to be measured."""
    rate = float(RATE)
    ends = [0.0, *contacts(track.y, rate)]
    # what the picture's edge cuts has its middle elsewhere
    radius = float(np.median(track.radius[track.found])) if track.found.any() else 0.0
    whole = track.found & (track.y > 1.25 * radius)
    found = []
    for start, end in zip(ends, ends[1:]):
        frames = np.arange(math.ceil(start * rate + (CLEAR_FRAMES if start else 0)), math.floor(end * rate - CLEAR_FRAMES) + 1)
        frames = frames[whole[frames]] if len(frames) else frames
        if start == 0 and len(frames):
            # what was held in the air falls only from where it starts to move
            y = track.y[frames]
            moving = np.flatnonzero(y - y.min() > 0.015)
            highest = int(y.argmin())
            frames = frames[max(highest, int(moving[moving > highest][0]) - 2) :] if (moving > highest).any() else frames[:0]
        if len(frames) < FLIGHT_FRAMES:
            continue
        times, y = frames / rate, track.y[frames]
        if np.ptp(y) < FLIGHT_HEIGHT:
            continue
        curve = np.polyfit(times, y, 2)
        left = np.square(y - np.polyval(curve, times)).sum() / np.square(y - y.mean()).sum()
        bend = np.square(times**2 - np.polyval(np.polyfit(times, times**2, 1), times)).sum()
        found.append(Flight(2 * float(curve[0]), float(bend), 1 - float(left), float(1 - y.min())))
    return found


def physics(observed: dict[str, list]) -> list[tuple[str, str, dict[str, Figure], dict[str, Figure | float]]]:
    """Gravity, the form of the path, heights that must not grow, the floor that must hold."""
    any_flight, gravity, right, right_of_measured, form, growing, sunk, depth, followed = ({} for _ in range(9))
    read = {o.case.index: true_gravity(flights(o.track)) for o in bouncing(observed["rendered"])}
    measurable = {index for index, right_ in read.items() if right_}
    for source, rows in observed.items():
        rows = bouncing(rows)
        paths = [flights(o.track) for o in rows if o.case.index in measurable]
        any_flight[source] = mean_of([float(bool(path)) for path in paths])
        gravity[source] = median_of([gravity_of(path) for path in paths if path])
        right[source] = mean_of([float(true_gravity(path)) for path in paths])
        right_of_measured[source] = mean_of([float(true_gravity(path)) for path in paths if path])
        form[source] = median_of([float(np.median([flight.form for flight in path])) for path in paths if path])
        steps = [[after.top > before.top + 0.03 for before, after in zip(path, path[1:])] for path in paths]
        growing[source] = ratio_of([float(sum(row)) for row in steps], [len(row) for row in steps])
        deep = [_depth(o.track) for o in rows if o.track.found.mean() > 0.5]
        sunk[source] = mean_of([float(value > SUNK) for value in deep])
        depth[source] = median_of([100 * value for value in deep])
        followed[source] = mean_of([float(o.track.found.mean()) for o in rows])
    all_shuffled = [flights(_shuffled(o.track)) for o in bouncing(observed["generated"]) if o.case.index in measurable]
    shuffled = [path for path in all_shuffled if path]
    within = f"within {100 * TRUE_GRAVITY:.0f} % of the world's"
    return [
        ("frames in which the thing is found", "share", followed, {}),
        ("true render's gravity is read right: the shots asked below", "share of shots", {
            "rendered": mean_of([float(right_) for right_ in read.values()])}, {}),
        ("a flight can be measured", "share of shots", any_flight, {}),
        ("gravity fitted", "heights/s²", gravity, {
            "world": GRAVITY, "straight path": 0.0, "frames shuffled": median_of([gravity_of(p) for p in shuffled])}),
        (f"gravity {within}", "share of shots", right, {"frames shuffled": mean_of([float(true_gravity(p)) for p in all_shuffled])}),
        (f"gravity {within}, where a flight can be measured", "share of shots", right_of_measured, {
            "frames shuffled": mean_of([float(true_gravity(p)) for p in shuffled])}),
        ("R² of the parabola", "1", form, {"frames shuffled": median_of([float(np.median([flight.form for flight in p])) for p in shuffled])}),
        ("bounces higher than the one before", "share", growing, {"chance": 0.5}),
        ("through the floor, where the thing is found in half of the frames", "share of shots", sunk, {"world": 0.0}),
        ("lowest point below the ground line", "% of height", depth, {"world": 0.0}),
    ]


def gravity_of(path: list[Flight]) -> float:
    """One gravity for all flights of a shot, in least squares: long ones say most."""
    return sum(flight.weight * flight.gravity for flight in path) / sum(flight.weight for flight in path)


def true_gravity(path: list[Flight]) -> bool:
    """No flight that can be measured is no gravity."""
    return bool(path) and abs(gravity_of(path) / GRAVITY - 1) <= TRUE_GRAVITY


def _depth(track: Track) -> float:
    """How far below the world's ground line the lower edge goes, all but the two worst frames."""
    below = np.sort(track.bottom[track.found] - GROUND_LINE)
    return float(below[-3]) if len(below) > 2 else float(below[-1])


def _shuffled(track: Track) -> Track:
    order = np.random.default_rng(0).permutation(len(track.y))
    return Track(*(values[order] for values in vars(track).values()))


def tracker_errors(observations) -> list[tuple[str, str, dict[str, Figure], dict[str, float]]]:
    """How far the tracker and the onset search themselves are off, on true renders against the world's own numbers."""
    place, seen, heard = [], [], []
    for o in bouncing(observations):
        times = np.arange(len(o.track.y)) / float(RATE)
        truth = o.case.scene.tracks(times)[0]
        place.append(100 * float(np.abs(o.track.y - truth[:, 1])[o.track.found].mean()) if o.track.found.any() else 100.0)
        events = inner(np.array([event.time for event in o.case.scene.events if event.kind == "impact"]))
        seen += [1000 * float(d) for d in distances(seen_contacts(o.track), events) if d <= TOGETHER]
        heard += [1000 * float(d) for d in distances(inner(o.onsets), events) if d <= TOGETHER]
    return [
        ("tracker: height of the thing", "% of height", {"rendered": mean_of(place)}, {}),
        ("tracker: time of a contact, median", "ms", {"rendered": median_of(seen)}, {}),
        ("onset search: time of an impact, median", "ms", {"rendered": median_of(heard)}, {}),
    ]
