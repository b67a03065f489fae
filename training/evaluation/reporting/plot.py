"""Plain line plots with PIL: what the learning curve needs and no more."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFont

SIZE = (720, 300)
LEFT, RIGHT, TOP, BOTTOM = 56, 150, 26, 34
INK, GRID, PAPER = (40, 40, 40), (225, 225, 225), (255, 255, 255)
COLOURS = ((31, 119, 180), (214, 39, 40), (44, 160, 44), (148, 103, 189), (255, 127, 14), (23, 150, 170), (140, 86, 75), (110, 110, 110))


@dataclass(frozen=True)
class Line:
    """Points (x, y); `spans` the ends of an interval about each, where there is one."""

    name: str
    points: list[tuple[float, float]]
    spans: list[tuple[float, float]] = field(default_factory=list)


def ticks(low: float, high: float) -> list[float]:
    """About five round numbers from low to high."""
    rough = (high - low) / 5
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * part for part in (1, 2, 5, 10) if power * part >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(n * step, 10) for n in range(first, math.floor(high / step + 1e-9) + 1)]


def bounds(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = 0.05 * (high - low) or 0.1 * abs(high) or 1
    return low - room, high + room


def plot(title: str, across: str, lines: list[Line]) -> Image.Image:
    """One set of axes with a legend at its right; refuses to draw nothing."""
    lines = [line for line in lines if line.points]
    if not lines:
        raise ValueError(f"{title}: nothing to draw; every line is empty.")
    image = Image.new("RGB", SIZE, PAPER)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default()
    x_low, x_high = bounds([x for line in lines for x, _ in line.points])
    y_low, y_high = bounds([y for line in lines for y in [*(y for _, y in line.points), *(end for span in line.spans for end in span)]])
    width, height = SIZE[0] - LEFT - RIGHT, SIZE[1] - TOP - BOTTOM

    def at(x, y):
        return LEFT + (x - x_low) / (x_high - x_low) * width, TOP + (y_high - y) / (y_high - y_low) * height

    draw.text((LEFT, 6), title, fill=INK, font=font)
    draw.text((LEFT + width / 2 - 3 * len(across), SIZE[1] - 14), across, fill=INK, font=font)
    for x in ticks(x_low, x_high):
        draw.line([at(x, y_low), at(x, y_high)], fill=GRID)
        draw.text((at(x, 0)[0] - 3 * len(f"{x:g}"), TOP + height + 4), f"{x:g}", fill=INK, font=font)
    for y in ticks(y_low, y_high):
        draw.line([at(x_low, y), at(x_high, y)], fill=GRID)
        draw.text((LEFT - 6 - 6 * len(f"{y:g}"), at(0, y)[1] - 6), f"{y:g}", fill=INK, font=font)
    draw.rectangle([at(x_low, y_high), at(x_high, y_low)], outline=INK)
    for n, line in enumerate(lines):
        colour = COLOURS[n % len(COLOURS)]
        for (x, _), (low, high) in zip(line.points, line.spans):
            draw.line([at(x, low), at(x, high)], fill=colour)
        draw.line([at(x, y) for x, y in line.points], fill=colour, width=2)
        if line.spans or len(line.points) == 1:
            for x, y in line.points:
                column, row = at(x, y)
                draw.ellipse([column - 3, row - 3, column + 3, row + 3], fill=colour)
        draw.line([(SIZE[0] - RIGHT + 8, TOP + 8 + 16 * n), (SIZE[0] - RIGHT + 24, TOP + 8 + 16 * n)], fill=colour, width=3)
        draw.text((SIZE[0] - RIGHT + 28, TOP + 2 + 16 * n), line.name[:20], fill=INK, font=font)
    return image


def stacked(images: list[Image.Image]) -> Image.Image:
    whole = Image.new("RGB", (max(image.width for image in images), sum(image.height for image in images)), PAPER)
    top = 0
    for image in images:
        whole.paste(image, (0, top))
        top += image.height
    return whole
