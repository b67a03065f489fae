"""Rain and snow in front of everything: two periodic layers each, moved by time alone."""

from __future__ import annotations

import numpy as np
import torch

PERIOD = 1.25       # of a layer, in picture heights


class Precipitation:
    """Falling rain or snow for a picture size; `over` lays it on frames."""

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
            down, across = fall * seconds * self.height, (drift * fall * seconds + sway) * self.height
            mask = self._at(layer, down, across)
            total = mask if total is None else torch.maximum(total, mask)
        colour = torch.tensor(self.colour, device=frames.device).view(1, 3, 1, 1)
        frames.lerp_(colour.expand_as(frames), (self.strength * total).unsqueeze(1).expand_as(frames))

    def _at(self, layer, down, across) -> torch.Tensor:
        """The layer moved down and across by fractions of pixels [T, h, w]."""
        device = layer.device
        low = torch.floor(-down)
        share = (-down - low).view(-1, 1, 1).to(layer.dtype)
        rows = (low.long().view(-1, 1) + torch.arange(self.height + 1, device=device)) % self.rows
        columns = (torch.round(-across).long().view(-1, 1) + torch.arange(self.width, device=device)) % self.columns
        picked = layer[rows.unsqueeze(2), columns.unsqueeze(1)]
        return torch.lerp(picked[:, :-1], picked[:, 1:], share)
