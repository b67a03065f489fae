"""Is each stem clean: silent where none of its own sources sounds, and free of what belongs to another stem?

Sources are known twice: from the scene, for shots that show the scene itself; and from the contacts seen in the picture, for
shots that a model made, whose contacts come when they like.
"""

from __future__ import annotations

import numpy as np
import torch

from training.evaluation.bootstrap import Figure, difference_of, mean_of
from training.evaluation.cases import STEMS
from training.evaluation.stems import FLOOR

BLOCK = 0.1                 # seconds that are silent or sound together
RING = 0.6                  # seconds that a contact goes on sounding; longer by material and kind
RINGS = {"steel": 3.0, "glass": 1.6, "splash": 1.1, "chirp": 0.8}
EARLY = 0.03                # seconds before a contact that still belong to it: codes smear
LEAST_LEVEL = 0.002         # of a motion that is heard
RISE_SECONDS = 0.1          # before and after a contact, for what leaks into other stems
ALWAYS = ("ambience",)      # stems whose sources never pause


def decibels(power: float) -> float:
    return max(FLOOR, float(10 * np.log10(power + 1e-12)))


def ring(material: str, kind: str = "") -> float:
    return max(RING, RINGS.get(material, 0), RINGS.get(kind, 0))


def scene_spans(scene, stem: str, blocks: int) -> np.ndarray:
    """Which blocks of a stem may hold sound of the scene's own sources."""
    if stem in ALWAYS or stem == "music":
        return np.full(blocks, stem in ALWAYS or scene.music is not None)
    spoken = [motion for motion in scene.motions if motion.kind == "voice"]
    apart = "dialogue" in STEMS
    if stem == "dialogue":
        motions, events = spoken, []
    else:
        motions, events = [motion for motion in scene.motions if not (apart and motion in spoken)], scene.events
    sounding = contact_spans([(event.time, ring(event.material, event.kind)) for event in events], blocks)
    for motion in motions:
        times = np.asarray(motion.times)[np.asarray(motion.level) > LEAST_LEVEL]
        at = (times / BLOCK).astype(int)
        sounding[at[at < blocks]] = True
    return sounding


def contact_spans(contacts: list[tuple[float, float]], blocks: int) -> np.ndarray:
    """Blocks that a contact at (time, seconds it rings) reaches."""
    sounding = np.zeros(blocks, bool)
    for time, seconds in contacts:
        sounding[max(0, int((time - EARLY) / BLOCK)) : int((time + seconds) / BLOCK) + 1] = True
    return sounding


def split(sound: np.ndarray, sounding: np.ndarray, sample_rate: int) -> dict[str, float]:
    """Level in dBFS where a stem's sources are silent and where they sound; a side that does not occur is left out."""
    size = round(BLOCK * sample_rate)
    power = np.square(sound[: len(sounding) * size].reshape(len(sounding), size), dtype=np.float64).mean(1)
    return {name: decibels(power[part].mean()) for name, part in (("quiet", ~sounding), ("loud", sounding)) if part.any()}


def rise(sound: np.ndarray, contacts: np.ndarray, sample_rate: int) -> float | None:
    """How much louder a stem is just after a contact than just before, in dB, mean of the contacts."""
    size = round(RISE_SECONDS * sample_rate)
    steps = []
    for time in contacts:
        before, after = round((time - EARLY) * sample_rate), round(time * sample_rate)
        if before - size >= 0 and after + size <= len(sound):
            parts = sound[before - size : before], sound[after : after + size]
            low, high = (decibels(np.square(part, dtype=np.float64).mean()) for part in parts)
            steps.append(high - low)
    return float(np.mean(steps)) if steps else None


def measure(case, stems: torch.Tensor, contacts: np.ndarray | None, sample_rate: int) -> dict[str, dict[str, float]]:
    """By stem: quiet and loud (by the scene), seen quiet and seen loud (by the contacts in the picture), rise at those."""
    blocks = int(stems.shape[1] / sample_rate / BLOCK + 1e-6)
    found = {}
    for stem, sound in zip(STEMS, stems.numpy()):
        found[stem] = split(sound, scene_spans(case.scene, stem, blocks), sample_rate)
        if contacts is None:
            continue
        if stem == "effects":
            long = ring(case.scene.subjects[0].material)
            seen = split(sound, contact_spans([(time, long) for time in contacts], blocks), sample_rate)
            found[stem] |= {f"seen {name}": level for name, level in seen.items()}
        step = rise(sound, contacts, sample_rate)
        if step is not None:
            found[stem]["rise"] = step
    return found


def spans(observed: dict[str, list]) -> list[tuple[str, str, dict[str, Figure], dict[str, Figure | float]]]:
    """Rows: levels in silent and in sounding spans and how far apart they are; what leaks in at contacts."""
    rows = []

    def of(source, stem, name):
        return [o.spans[stem][name] for o in observed[source] if name in o.spans[stem]]

    def against(stem, prefix, where, sources):
        quiet, loud = ({s: of(s, stem, f"{prefix}{name}") for s in sources} for name in ("quiet", "loud"))
        if not any(quiet.values()):
            return
        rows.append((f"{stem}: level while its sources are silent, {where}", "dBFS", {s: mean_of(v) for s, v in quiet.items()},
                     {"silence": FLOOR}))
        rows.append((f"{stem}: level while they sound, {where}", "dBFS", {s: mean_of(v) for s, v in loud.items()}, {"silence": FLOOR}))
        rows.append((f"{stem}: second minus first, {where}", "dB", {s: difference_of(loud[s], quiet[s]) for s in sources}, {"no difference": 0.0}))

    shown = [source for source in observed if source != "generated"]
    for stem in STEMS:
        if stem not in ALWAYS:
            against(stem, "", "by the scene", list(observed) if stem == "music" else shown)
    against("effects", "seen ", "by the contacts seen", list(observed))
    own = {source: of(source, "effects", "rise") for source in observed}
    for stem in STEMS:
        if stem != "effects":
            rows.append((f"{stem}: rise at the contacts seen", "dB", {s: mean_of(of(s, stem, "rise")) for s in observed},
                         {"nothing leaks": 0.0, "the effects' own": mean_of(own["rendered"])}))
    return rows
