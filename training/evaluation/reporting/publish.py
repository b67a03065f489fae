"""Puts a report where readers look for it: between the marks of the model's card and of docs/model.md, with its pictures."""

from __future__ import annotations

from pathlib import Path

BEGIN, END = "<!-- figures: written by training.evaluate --publish -->", "<!-- /figures -->"


def publish(report, root: Path, pictures: dict[str, object]) -> None:
    """The whole report goes into the card, the figures to reach into docs/model.md; pictures by file name into docs/pictures.
    Refuses before it writes anything where a mark is missing."""
    card, document, folder = root / "models/sora2-mini/README.md", root / "docs/model.md", root / "docs/pictures"
    shown = "\n\n".join(f"![{name}](../../docs/pictures/{name})" for name in pictures)
    texts = {
        card: between(card, "\n\n".join([report.body("###"), shown]).strip()),
        document: between(document, "\n\n".join([f"`{report.command}`", report.reached()]))}
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        # a palette is a third of the bytes; with fewer colours yellow things turn orange
        picture.quantize(256).save(folder / name, optimize=True)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")


def between(path: Path, new: str) -> str:
    """The file's text with what stands between the marks replaced."""
    text = path.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise ValueError(f"{path} must hold one line {BEGIN!r} and after it one line {END!r}; put them where the figures belong.")
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    return f"{text[:start]}\n{new}\n{text[end:]}"
