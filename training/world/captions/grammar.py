"""A small grammar: frames with slots, slots with many wordings, some of them kept for evaluation only.

A wording that begins with `*` is held out: training captions never use it. A frame is text with slots in braces and
optional parts in brackets; an optional part falls away by chance, or when one of its slots has nothing to say.
"""

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np

OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{(\w+)\}")
WORD = re.compile(r"[a-zà-ÿœ]+")


class Chooser:
    """Chooses wordings by a seed, from those the wording (`train` or `held_out`) allows."""

    def __init__(self, seed: int, held_out: bool, complete: bool = False) -> None:
        self._generator = np.random.default_rng((seed, int(held_out), 3))
        self.held_out = held_out
        self.complete = complete

    def chance(self, probability: float) -> bool:
        """True with a probability."""
        return bool(self._generator.random() < probability)

    def keeps_optional(self) -> bool:
        """Whether an optional part stays; a complete caption keeps them all."""
        return self.complete or self.chance(0.6)

    def pick(self, options: Sequence[str]) -> str:
        """One of the allowed options; held-out wordings are preferred where they are allowed, `` if there is none."""
        held = [option[1:] for option in options if option.startswith("*")]
        plain = [option for option in options if not option.startswith("*")]
        pool = held if self.held_out and held and (not plain or self.chance(0.6)) else plain
        return pool[int(self._generator.integers(len(pool)))] if pool else ""

    def pick_row[T](self, rows: Sequence[T]) -> T:
        """One of several rows that hold no held-out wordings."""
        return rows[int(self._generator.integers(len(rows)))]

    def shuffled(self, options: Sequence[str]) -> list[str]:
        """The options in a random order."""
        return [options[index] for index in self._generator.permutation(len(options))]


def fill(frame: str, chooser: Chooser, slots: dict[str, Callable[[], str]], used: set[str]) -> str | None:
    """The frame with its slots filled, their names added to `used`; or None where a slot it cannot do without has nothing to say."""

    def fill_slots(text: str) -> str | None:
        filled, end = [], 0
        for match in SLOT.finditer(text):
            value = slots[match[1]]()
            if not value:
                return None
            used.add(match[1])
            filled += [text[end : match.start()], value]
            end = match.end()
        return "".join([*filled, text[end:]])

    parts, end = [], 0
    for match in OPTIONAL.finditer(frame):
        parts.append(fill_slots(frame[end : match.start()]))
        parts.append((fill_slots(match[1]) or "") if chooser.keeps_optional() else "")
        end = match.end()
    parts.append(fill_slots(frame[end:]))
    return None if None in parts else "".join(parts)


def tidy(text: str) -> str:
    """Single spaces and no space before a mark."""
    return re.sub(r"\s+([,.;:])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,;")


def words_of(table) -> Iterator[str]:
    """The words of the wordings in a table, in whatever it nests; none of held-out ones, of slots or of a dictionary's keys."""
    if isinstance(table, str):
        yield from () if table.startswith("*") else WORD.findall(SLOT.sub(" ", table))
    elif isinstance(table, dict):
        yield from words_of(tuple(table.values()))
    elif isinstance(table, (tuple, list)):
        for item in table:
            yield from words_of(item)
    elif hasattr(table, "__dataclass_fields__"):
        yield from words_of(tuple(vars(table).values()))
