"""From a scene to frames: background moved by the camera, subjects with shadows, then the weather in front.

Everything is a function of time in seconds, so that frames of any rate show the same moment at the same time.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import torch
import torch.nn.functional as F

from . import figures, physics
from .backdrops import paint_backdrop, sea_rows, shear
from .scene import ZOOM_CENTRE, Scene, lane_line
from .shapes import paint, smoothstep
from .weather import Precipitation

CHUNK_PIXELS = 260_000      # pixels of frames worked on at once: stays in a core's cache


def render(
        scene: Scene, frame_rate: Fraction, frames: int, width: int, height: int, start_frame: int = 0,
        device: str | torch.device = "cpu") -> torch.Tensor:
    """Frames of a scene, uint8 [T, 3, height, width], display-referred RGB; frame n shows the time n / frame_rate."""
    with torch.no_grad():
        return _Shot(scene, width, height, torch.device(device)).render(Fraction(frame_rate), frames, start_frame)


class _Shot:
    """One scene at one picture size."""

    def __init__(self, scene: Scene, width: int, height: int, device: torch.device):
        self.scene, self.width, self.height, self.device = scene, width, height, device
        self.scale = scene.scale_for(width / height) * height
        path, _, _ = scene.camera_at(np.linspace(0, scene.duration, 97))
        moves = bool(np.abs(path).max() > 0)
        reach = 1.1 * float(np.abs(path).max()) * self.scale * float(shear(torch.tensor(1.0)))
        self.margin = math.ceil(reach) + 2 if moves else 0
        self.background, self.light = paint_backdrop(scene, width, height, self.margin, device)
        brightness = {"day": 1.0, "sunset": 0.92, "night": 0.62, "dawn": 0.94}[scene.time_of_day]
        falls = scene.weather in ("rain", "snow") and not scene.indoor
        self.precipitation = Precipitation(scene, width, height, brightness, device) if falls else None

    def render(self, frame_rate: Fraction, frames: int, start_frame: int) -> torch.Tensor:
        out = torch.empty(frames, 3, self.height, self.width, dtype=torch.uint8, device=self.device)
        step = frames if self.device.type == "cuda" else max(1, CHUNK_PIXELS // (self.width * self.height))
        for first in range(0, frames, step):
            count = min(step, frames - first)
            times = np.array([float((start_frame + first + n) / frame_rate) for n in range(count)])
            chunk = self._chunk(times)
            out[first:first + count] = chunk.mul_(255).add_(0.5).clamp_(0, 255).to(torch.uint8)
        return out

    def _chunk(self, times: np.ndarray) -> torch.Tensor:
        state = self.scene.state_at(times)
        camera = self.scene.camera_at(times)
        seconds = self._tensor(times)
        image = self._background(*(self._tensor(values) for values in camera), seconds)
        order = sorted(range(len(self.scene.subjects)), key=lambda i: self.scene.subjects[i].lane)
        for index in order:
            self._shadow(image, index, state[index], camera)
        for index in order:
            self._subject(image, index, state[index], camera, seconds)
        if self.precipitation:
            self.precipitation.over(image, seconds)
        return image

    def _tensor(self, values: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(np.asarray(values, np.float32)).to(self.device)

    # Background ------------------------------------------------------------------------------------------------------

    def _background(self, camera_x, zoom, camera_y, seconds) -> torch.Tensor:
        count = len(seconds)
        still = self.scene.camera == "static"
        rows = (torch.arange(self.height, device=self.device) + 0.5) / self.height
        source_y = ZOOM_CENTRE + (rows - camera_y.view(-1, 1) - ZOOM_CENTRE) / zoom.view(-1, 1)                          # [T, h], shares
        shift = camera_x.view(-1, 1) * self.scale * shear(source_y)                               # [T, h], pixels
        columns = torch.arange(self.width, device=self.device) + 0.5 - self.width / 2
        if still:
            image = self.background.expand(count, -1, -1, -1).clone()
        else:
            wide = self.width + 2 * self.margin
            grid_x = (columns / zoom.view(-1, 1, 1) + shift.unsqueeze(2)) * (2 / wide)
            grid_y = (2 * source_y - 1).unsqueeze(2).expand_as(grid_x)
            grid = torch.stack((grid_x, grid_y), -1)
            image = F.grid_sample(
                self.background.expand(count, -1, -1, -1), grid, padding_mode="border", align_corners=False)
        sea = sea_rows(self.scene)
        if sea:
            self._waves(image, sea, source_y, columns / zoom.view(-1, 1, 1) + shift.unsqueeze(2), seconds)
        return image

    def _waves(self, image, sea, source_y, pixels, seconds) -> None:
        """Glitter that moves over the water."""
        inside = (source_y > sea[0]) & (source_y < sea[1])
        rows = torch.nonzero(inside.any(0)).flatten()
        if len(rows) == 0:
            return
        low, high = int(rows[0]), int(rows[-1]) + 1
        near = shear(source_y[:, low:high]).unsqueeze(2)
        x = pixels[:, low:high] / (self.scale * near)
        now = seconds.view(-1, 1, 1)
        depth = 1 / near
        wave = torch.sin(depth * 17 + 1.9 * now + 1.1 * torch.sin(3.1 * x + 0.7 * now)) * torch.sin(2.3 * x - 0.8 * now + depth * 5)
        mask = smoothstep(0.25, 0.95, wave) * (0.34 * inside[:, low:high].unsqueeze(2))
        colour = tuple(min(1.0, 0.75 * s + 0.30 * t) for s, t in zip(self.light.sky_low, self.light.tint))
        paint(image[:, :, low:high], mask, colour)

    # Subjects --------------------------------------------------------------------------------------------------------

    def _place(self, subject, state, camera):
        """Pixels per world unit, the centre's pixel x and the ground's pixel y, per frame."""
        camera_x, zoom, camera_y = camera
        unit = self.scale * subject.lane * zoom
        centre = self.width / 2 + (state[:, physics.X] - camera_x) * unit
        ground = (ZOOM_CENTRE + (lane_line(subject.lane) - ZOOM_CENTRE) * zoom + camera_y) * self.height
        return unit, centre, ground

    def _window(self, left, top, right, bottom):
        """One size of patch for all frames, and each frame's corner: [T] x and y, clamped to the picture."""
        wide = min(self.width, int(np.ceil((right - left).max())) + 2)
        high = min(self.height, int(np.ceil((bottom - top).max())) + 2)
        x0 = np.clip(np.floor(left), 0, self.width - wide).astype(np.int64)
        y0 = np.clip(np.floor(top), 0, self.height - high).astype(np.int64)
        seen = ((right > 0) & (left < self.width) & (bottom > 0) & (top < self.height)).any()
        columns = torch.from_numpy(x0).to(self.device).view(-1, 1) + torch.arange(wide, device=self.device)
        rows = torch.from_numpy(y0).to(self.device).view(-1, 1) + torch.arange(high, device=self.device)
        return seen, columns, rows

    def _gather(self, image, columns, rows):
        """The patches [T, 3, h, w] and the flat index to put them back."""
        index = (rows.unsqueeze(2) * self.width + columns.unsqueeze(1)).flatten(1).unsqueeze(1).expand(-1, 3, -1)
        patch = image.flatten(2).gather(2, index)
        return patch.view(len(image), 3, rows.shape[1], columns.shape[1]), index

    def _shadow(self, image, index, state, camera) -> None:
        subject = self.scene.subjects[index]
        unit, centre, ground = self._place(subject, state, camera)
        lift = np.clip(state[:, physics.HEIGHT] - subject.radius, 0, None)
        spread = {"car": 2.3, "boat": 1.2, "person": 0.62, "balloon": 0.8, "bird": 0.9}.get(subject.kind, 0.98)
        half_x = subject.radius * spread * (1 + 0.5 * lift) * unit
        half_y = np.clip(0.26 * half_x, None, 0.055 * unit * (1 + lift))
        middle = centre - self.light.side * (0.35 * lift + 0.22 * subject.radius) * unit
        line = ground + 0.1 * half_y
        seen, columns, rows = self._window(
            middle - 1.7 * half_x, line - 1.7 * half_y, middle + 1.7 * half_x, line + 1.7 * half_y)
        if not seen:
            return
        patch, flat = self._gather(image, columns, rows)
        x = (columns.unsqueeze(1) + 0.5 - self._column(middle)) / self._column(half_x)
        y = (rows.unsqueeze(2) + 0.5 - self._column(line)) / self._column(half_y)
        away = torch.hypot(x, y)
        mask = smoothstep(1.6, 0.35, away) * self._column(self.light.shadow * 1.25 / (1 + 5.0 * lift))
        paint(patch, mask, tuple(0.10 * c for c in self.light.sky_top))
        image.flatten(2).scatter_(2, flat, patch.flatten(2))

    def _subject(self, image, index, state, camera, seconds) -> None:
        subject = self.scene.subjects[index]
        unit, centre, ground = self._place(subject, state, camera)
        radius = subject.radius * unit
        middle = ground - state[:, physics.HEIGHT] * unit
        side, up, down = figures.EXTENTS[subject.kind]
        seen, columns, rows = self._window(
            centre - side * radius, middle - up * radius, centre + side * radius, middle + down * radius)
        if not seen:
            return
        patch, flat = self._gather(image, columns, rows)
        behind = patch.clone() if self.light.haze_near else None
        figures.draw(subject, figures.Patch(
            patch,
            (columns.unsqueeze(1) + 0.5 - self._column(centre)) / self._column(radius),
            (self._column(middle) - rows.unsqueeze(2) - 0.5) / self._column(radius),
            1 / self._column(radius),
            self._tensor(state).unsqueeze(-1).unsqueeze(-1),
            self.light, seconds.view(-1, 1, 1)))
        if behind is not None:
            changed = ((patch - behind).abs().amax(1, keepdim=True) * 8).clamp_(0, 1)
            haze = torch.tensor(self.light.haze, device=self.device).view(1, 3, 1, 1)
            patch.lerp_(haze.expand_as(patch), (changed * self.light.haze_near).expand_as(patch))
        image.flatten(2).scatter_(2, flat, patch.flatten(2))

    def _column(self, values) -> torch.Tensor:
        return self._tensor(np.asarray(values)).view(-1, 1, 1)
