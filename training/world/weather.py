"""Rain, snow and what the wind carries, in front of everything: two periodic layers each, moved by time alone."""

from __future__ import annotations

import numpy as np
import torch

PERIOD = 1.25       # of a layer, in picture heights
# What the wind carries over a surface: the colours of both layers, and whether they are leaves or dust.
CARRIED = {
    "grass": ((0.86, 0.56, 0.16), (0.62, 0.72, 0.20), "leaves"),
    "asphalt": ((0.80, 0.60, 0.30), (0.90, 0.88, 0.82), "leaves"),
    "wood": ((0.86, 0.50, 0.16), (0.70, 0.66, 0.22), "leaves"),
    "stone": ((0.84, 0.58, 0.24), (0.88, 0.84, 0.76), "leaves"),
    "sand": ((0.98, 0.86, 0.62), (0.92, 0.78, 0.54), "dust"),
    "snow": ((1.0, 1.0, 1.0), (0.92, 0.96, 1.0), "dust"),
    "water": ((0.94, 0.98, 1.0), (0.90, 0.95, 1.0), "dust"),
}


class Precipitation:
    """Falling rain or snow, or leaves and dust in the wind, for a picture size; `over` lays it on frames."""

    def __init__(self, scene, width: int, height: int, brightness: float, device):
        self.kind, self.width, self.height = scene.weather, width, height
        rng = np.random.default_rng([scene.seed, 0xA1F])
        slant = 0.25 * scene.wind * (1 if scene.seed % 2 else -1)
        self.rows = int(round(PERIOD * height))
        self.columns = int(np.ceil(1.25 * width / 2) * 2)
        if self.kind == "rain":
            self.colour, self.strength = tuple(brightness * c for c in (0.86, 0.91, 1.0)), 0.42
            self.layers = [
                (self._streaks(rng, 0.13, 0.0060, 26, slant), 1.9, slant), (self._streaks(rng, 0.09, 0.0045, 34, slant), 1.4, slant)]
        elif self.kind == "wind":
            first, second, carried = CARRIED[scene.surface]
            self.colour, self.strength = None, 0.95 if carried == "leaves" else 0.70
            self.colours = [tuple(brightness * c for c in colour) for colour in (first, second)]
            draw, way = self._leaves if carried == "leaves" else self._dust, 1 if scene.seed % 2 else -1
            speed = 0.8 + 0.7 * scene.wind
            self.layers = [(draw(rng, 1.0, 16), 0.11, way * speed / 0.11), (draw(rng, 0.75, 20), 0.08, way * 0.7 * speed / 0.08)]
        else:
            self.colour, self.strength = tuple(max(0.55, brightness) * c for c in (1.0, 1.0, 1.0)), 0.92
            self.layers = [
                (self._flakes(rng, 0.019, 20), 0.34, 0.4 * slant), (self._flakes(rng, 0.013, 28), 0.22, 0.3 * slant)]
        self.layers = [(torch.from_numpy(layer).to(device), fall, drift) for layer, fall, drift in self.layers]

    def _stamp(self, rng, count, draw) -> np.ndarray:
        """Draws marks at random places on a surface that repeats in both directions; count is for a square picture."""
        layer = np.zeros((self.rows, self.columns), np.float32)
        for _ in range(int(count * self.columns / self.rows) + 1):
            cy, cx = rng.uniform(0, self.rows), rng.uniform(0, self.columns)
            ys, xs, mark = draw(cy, cx, rng)
            ys, xs = ys % self.rows, xs % self.columns
            layer[np.ix_(ys, xs)] = np.maximum(layer[np.ix_(ys, xs)], mark)
        return layer

    def _streaks(self, rng, length, thickness, count, slant) -> np.ndarray:
        length, thickness = length * self.height, max(0.75, thickness * self.height)

        def draw(cy, cx, rng):
            half = int(length / 2 + 2)
            ys = np.arange(int(cy) - half, int(cy) + half + 1)
            reach = int(abs(slant) * half + thickness + 2)
            xs = np.arange(int(cx) - reach, int(cx) + reach + 1)
            dy, dx = ys[:, None] - cy, xs[None] - cx
            along = np.clip(1 - np.abs(dy) / (length / 2), 0, 1) ** 0.5
            return ys, xs, (along * np.exp(-((dx - slant * dy) / thickness) ** 2)).astype(np.float32)
        return self._stamp(rng, count, draw)

    def _leaves(self, rng, size, count) -> np.ndarray:
        """Slim ovals lying in all directions."""
        def draw(cy, cx, rng):
            long, reach, turn = max(1.6, 0.029 * size * self.height), int(0.07 * self.height + 3), rng.uniform(0, np.pi)
            ys, xs = np.arange(int(cy) - reach, int(cy) + reach + 1), np.arange(int(cx) - reach, int(cx) + reach + 1)
            dy, dx = ys[:, None] - cy, xs[None] - cx
            along, across = dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)
            away = np.hypot(along / long, across / max(0.8, 0.45 * long))
            return ys, xs, np.clip((1.25 - away) * 2.0, 0, 1).astype(np.float32)
        return self._stamp(rng, count, draw)

    def _dust(self, rng, size, count) -> np.ndarray:
        """Long thin veils along the ground's direction."""
        def draw(cy, cx, rng):
            long, thick = 0.16 * size * self.height * rng.uniform(0.7, 1.4), max(0.9, 0.011 * self.height)
            ys, xs = np.arange(int(cy - 3 * thick), int(cy + 3 * thick) + 1), np.arange(int(cx - long), int(cx + long) + 1)
            along = np.clip(1 - np.abs(xs[None] - cx) / long, 0, 1)
            return ys, xs, (along * np.exp(-((ys[:, None] - cy) / thick) ** 2)).astype(np.float32)
        return self._stamp(rng, int(1.5 * count), draw)

    def _flakes(self, rng, radius, count) -> np.ndarray:
        def draw(cy, cx, rng):
            size = max(1.0, radius * self.height * rng.uniform(0.75, 1.25))
            reach = int(2 * size + 2)
            ys, xs = np.arange(int(cy) - reach, int(cy) + reach + 1), np.arange(int(cx) - reach, int(cx) + reach + 1)
            away = ((ys[:, None] - cy) ** 2 + (xs[None] - cx) ** 2) / size ** 2
            return ys, xs, np.exp(-0.9 * away).astype(np.float32)
        return self._stamp(rng, count, draw)

    def over(self, frames: torch.Tensor, seconds: torch.Tensor) -> None:
        """Lays the precipitation over frames [T, 3, h, w] at their times, in place."""
        total = None
        for index, (layer, fall, drift) in enumerate(self.layers):
            sway = 0.02 * torch.sin(1.6 * seconds + 2 * index) if self.kind == "snow" else 0.0
            rise = 0.05 * torch.sin(2.1 * seconds + 2 * index) if self.kind == "wind" else 0.0
            down, across = (fall * seconds + rise) * self.height, (drift * fall * seconds + sway) * self.height
            mask = self._at(layer, down, across)
            if self.colour is None:
                self._lay(frames, mask, self.colours[index])
                continue
            total = mask if total is None else torch.maximum(total, mask)
        if self.colour is not None:
            self._lay(frames, total, self.colour)

    def _lay(self, frames, mask, colour) -> None:
        colour = torch.tensor(colour, device=frames.device).view(1, 3, 1, 1)
        frames.lerp_(colour.expand_as(frames), (self.strength * mask).unsqueeze(1).expand_as(frames))

    def _at(self, layer, down, across) -> torch.Tensor:
        """The layer moved down and across by fractions of pixels [T, h, w]."""
        device = layer.device
        low = torch.floor(-down)
        share = (-down - low).view(-1, 1, 1).to(layer.dtype)
        rows = (low.long().view(-1, 1) + torch.arange(self.height + 1, device=device)) % self.rows
        columns = (torch.round(-across).long().view(-1, 1) + torch.arange(self.width, device=device)) % self.columns
        picked = layer[rows.unsqueeze(2), columns.unsqueeze(1)]
        return torch.lerp(picked[:, :-1], picked[:, 1:], share)
