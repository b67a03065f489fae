"""Does the shot show what the prompt says? Read by the critic, whose own accuracy on true renders is the ceiling."""

from __future__ import annotations

from collections import Counter

from training.evaluation.bootstrap import Figure, mean_of
from training.world.vocabulary import VOCABULARY


def right(observation, attribute: str) -> float | None:
    """1 or 0, or None where subjects differ and the question has no single answer."""
    values = observation.case.values(attribute)
    return float(observation.reading[attribute] in values) if len(values) == 1 else None


def share_right(observation) -> float:
    """Of all attributes that have an answer."""
    answers = [right(observation, name) for name in VOCABULARY]
    answers = [answer for answer in answers if answer is not None]
    return sum(answers) / len(answers)


def baselines(observations, attribute: str) -> dict[str, float]:
    """What guessing gives, and always naming the value that these prompts name most often."""
    values = [next(iter(o.case.values(attribute))) for o in observations if len(o.case.values(attribute)) == 1]
    commonest = max(Counter(values).values()) / len(values) if values else 0.0
    return {"chance": 1 / len(VOCABULARY[attribute]), "commonest": commonest}


def accuracies(observed: dict[str, list]) -> list[tuple[str, str, dict[str, Figure], dict[str, float]]]:
    """A row an attribute, then all together; over the prompts drawn as the world draws them."""
    drawn = {source: [o for o in rows if o.case.purpose == "any"] for source, rows in observed.items()}
    any_source = next(iter(drawn.values()))
    rows = []
    for name in VOCABULARY:
        figures = {
            source: mean_of([answer for o in rows_ if (answer := right(o, name)) is not None]) for source, rows_ in drawn.items()}
        rows.append((name, "share right", figures, baselines(any_source, name)))
    means = [baselines(any_source, name) for name in VOCABULARY]
    rows.append((
        "mean of all", "share right", {source: mean_of([share_right(o) for o in rows_]) for source, rows_ in drawn.items()},
        {key: sum(row[key] for row in means) / len(means) for key in means[0]}))
    return rows


def languages(pairs: list[tuple]) -> list[tuple[str, str, dict[str, Figure], dict[str, float]]]:
    """pairs: (asked in English, asked in French), observations of generated shots of one scene and one seed. The difference is
    drawn by pair: what makes one scene harder than another does not widen its interval."""
    english, french = ([share_right(pair[n]) for pair in pairs] for n in range(2))
    apart = [a - b for a, b in zip(english, french)]
    rows = [
        ("English prompts", "share right", {"generated": mean_of(english)}, {}),
        ("French prompts", "share right", {"generated": mean_of(french)}, {}),
        ("English minus French", "share right", {"generated": mean_of(apart)}, {"no difference": 0.0}),
    ]
    for name in VOCABULARY:
        answers = [(right(a, name), right(b, name)) for a, b in pairs]
        rows.append((f"English minus French, {name}", "share right", {
            "generated": mean_of([a - b for a, b in answers if a is not None and b is not None])}, {"no difference": 0.0}))
    return rows
