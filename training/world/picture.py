"""From a scene to frames: background moved by the camera, subjects with shadows, then the weather in front.

Everything is a function of time in seconds, so that frames of any rate show the same moment at the same time.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import torch
import torch.nn.functional as F

from . import figures, physics, water
from .backdrops import paint_backdrop, sea_rows
from .camera import SKY_PARALLAX, SLOPE, VANISHING, ZOOM_CENTRE, Rig, lane_line
from .scene import Scene
from .shapes import paint, smoothstep
from .weather import Precipitation

# Half the width of a shadow over the radius of what casts it.
SHADOWS = {
    "car": 2.3, "boat": 1.2, "person": 0.62, "balloon": 0.8, "bird": 0.9, "bottle": 0.5, "glass": 0.7, "lamp": 0.42, "tree": 0.75,
    "house": 1.25}
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
        rig = scene.rig_at(np.linspace(0, scene.duration, 49))
        moves = scene.camera in ("pan left", "pan right", "orbit", "handheld")
        self.margin = math.ceil(1.05 * rig.side_reach() * self.scale) + 2 if moves else 0
        self.margin_rows = math.ceil(1.05 * float(np.abs(rig.y).max()) * height) + 1 if rig.y.any() else 0
        self.background, self.light = paint_backdrop(scene, width, height, self.margin, device, self.margin_rows)
        brightness = {"day": 1.0, "dawn": 0.94, "sunset": 0.92, "night": 0.62}[scene.time_of_day]
        falls = scene.weather in ("rain", "snow", "wind") and not scene.indoor
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
        rig = self.scene.rig_at(times)
        seconds = self._tensor(times)
        image = self._background(rig, seconds)
        order = sorted(range(len(self.scene.subjects)), key=lambda i: self.scene.subjects[i].lane)
        for index in order:
            self._shadow(image, index, state[index], rig)
        for index in order:
            self._subject(image, index, state[index], rig, seconds, times)
        if self.precipitation:
            self.precipitation.over(image, seconds)
        return image

    def _tensor(self, values: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(np.asarray(values, np.float32)).to(self.device)

    # Background ------------------------------------------------------------------------------------------------------

    def _background(self, rig: Rig, seconds) -> torch.Tensor:
        count = len(seconds)
        turn, x, zoom, y, forward = (self._tensor(v).view(-1, 1) for v in (rig.turn, rig.x, rig.zoom, rig.y, rig.forward))
        rows = (torch.arange(self.height, device=self.device) + 0.5) / self.height
        row = ZOOM_CENTRE + (rows - ZOOM_CENTRE) / zoom - y                                       # [T, h], shares
        # nearness of what a row shows, now and for a camera at rest
        now = ((row - VANISHING) / SLOPE).maximum(1 / (1 / SKY_PARALLAX - forward))
        rest = 1 / (1 / now + forward)
        source_y = VANISHING + (row - VANISHING) * (rest / now)
        shift = (x * now - turn) * self.scale
        columns = torch.arange(self.width, device=self.device) + 0.5 - self.width / 2
        pixels = ((columns / zoom.unsqueeze(2) + shift.unsqueeze(2)) * (rest / now).unsqueeze(2))  # [T, h, w] from the middle
        if self.scene.camera == "static":
            image = self.background.expand(count, -1, -1, -1).clone()
        else:
            wide, high = self.width + 2 * self.margin, 1 + 2 * self.margin_rows / self.height
            grid_y = ((source_y - 0.5) * (2 / high)).unsqueeze(2).expand_as(pixels)
            grid = torch.stack((pixels * (2 / wide), grid_y), -1)
            image = F.grid_sample(
                self.background.expand(count, -1, -1, -1), grid, padding_mode="border", align_corners=False)
        sea = sea_rows(self.scene)
        if sea:
            self._waves(image, sea, source_y, pixels, seconds)
        return image

    def _waves(self, image, sea, source_y, pixels, seconds) -> None:
        """Glitter that moves over the water."""
        inside = (source_y > sea[0]) & (source_y < sea[1])
        rows = torch.nonzero(inside.any(0)).flatten()
        if len(rows) == 0:
            return
        low, high = int(rows[0]), int(rows[-1]) + 1
        near = ((source_y[:, low:high] - VANISHING) / SLOPE).clamp(min=SKY_PARALLAX).unsqueeze(2)
        x = pixels[:, low:high] / (self.scale * near)
        now = seconds.view(-1, 1, 1)
        depth = 1 / near
        wave = torch.sin(depth * 17 + 1.9 * now + 1.1 * torch.sin(3.1 * x + 0.7 * now)) * torch.sin(2.3 * x - 0.8 * now + depth * 5)
        mask = smoothstep(0.25, 0.95, wave) * (0.34 * inside[:, low:high].unsqueeze(2))
        colour = tuple(min(1.0, 0.75 * s + 0.30 * t) for s, t in zip(self.light.sky_low, self.light.tint))
        paint(image[:, :, low:high], mask, colour)

    # Subjects --------------------------------------------------------------------------------------------------------

    def _place(self, subject, state, rig: Rig):
        """Pixels per world unit, the centre's pixel x and the ground's pixel y, per frame."""
        near = rig.nearness(subject.lane)
        unit = self.scale * near * rig.zoom
        centre = self.width / 2 + ((state[:, physics.X] - rig.x) * near + rig.turn) * self.scale * rig.zoom
        ground = (ZOOM_CENTRE + (lane_line(near) + rig.y - ZOOM_CENTRE) * rig.zoom) * self.height
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

    def _shadow(self, image, index, state, rig) -> None:
        subject = self.scene.subjects[index]
        unit, centre, ground = self._place(subject, state, rig)
        lift = np.clip(state[:, physics.HEIGHT] - subject.radius, 0, None)
        spread = SHADOWS.get(subject.kind, 0.98)
        if subject.action == "topple" and subject.kind != "cube":
            lying = np.abs(np.sin(state[:, physics.ROLL]))
            spread = spread + (1.05 - spread) * lying
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
        under = np.clip(state[:, physics.HEIGHT] / subject.radius + 1, 0, 1) if self.scene.surface == "water" else 1.0
        mask = smoothstep(1.6, 0.35, away) * self._column(self.light.shadow * 1.25 * under / (1 + 5.0 * lift))
        paint(patch, mask, tuple(0.10 * c for c in self.light.sky_top))
        image.flatten(2).scatter_(2, flat, patch.flatten(2))

    def _subject(self, image, index, state, rig, seconds, times) -> None:
        subject = self.scene.subjects[index]
        unit, centre, ground = self._place(subject, state, rig)
        radius = subject.radius * unit
        middle = ground - state[:, physics.HEIGHT] * unit
        side, up, down = figures.extents(subject)
        seen, columns, rows = self._window(
            centre - side * radius, middle - up * radius, centre + side * radius, middle + down * radius)
        if seen:
            patch, flat = self._gather(image, columns, rows)
            wet = subject.action in ("float", "splash")
            behind = patch.clone() if self.light.haze_near or wet else None
            drawn = figures.Patch(
                patch,
                (columns.unsqueeze(1) + 0.5 - self._column(centre)) / self._column(radius),
                (self._column(middle) - rows.unsqueeze(2) - 0.5) / self._column(radius),
                1 / self._column(radius),
                self._tensor(state).unsqueeze(-1).unsqueeze(-1),
                self.light, seconds.view(-1, 1, 1))
            figures.draw(subject, drawn)
            if wet:
                water.cover_below(drawn, behind, -self._column(state[:, physics.HEIGHT] / subject.radius))
            if self.light.haze_near:
                changed = ((patch - behind).abs().amax(1, keepdim=True) * 8).clamp_(0, 1)
                haze = torch.tensor(self.light.haze, device=self.device).view(1, 3, 1, 1)
                patch.lerp_(haze.expand_as(patch), (changed * self.light.haze_near).expand_as(patch))
            image.flatten(2).scatter_(2, flat, patch.flatten(2))
        if subject.action == "splash":
            self._drops(image, index, rig, times)

    def _drops(self, image, index, rig, times) -> None:
        """The crown and the rings of whatever fell into the water, while they last."""
        subject = self.scene.subjects[index]
        for event in self.scene.events:
            if event.subject != index or event.kind != "splash":
                continue
            during = np.flatnonzero((times >= event.time) & (times < event.time + water.LASTING))
            if len(during) == 0:
                continue
            now = slice(during[0], during[-1] + 1)
            part = Rig(*(member[now] for member in (rig.turn, rig.x, rig.zoom, rig.y, rig.forward)))
            state = np.repeat(self.scene.state_at(np.array([event.time]))[index], len(during), 0)
            unit, centre, line = self._place(subject, state, part)
            seen, columns, rows = self._window(centre - 0.6 * unit, line - 0.55 * unit, centre + 0.6 * unit, line + 0.15 * unit)
            if not seen:
                continue
            patch, flat = self._gather(image[now], columns, rows)
            x = (columns.unsqueeze(1) + 0.5 - self._column(centre)) / self._column(unit)
            y = (self._column(line) - rows.unsqueeze(2) - 0.5) / self._column(unit)
            since = self._column(times[now] - event.time)
            water.splash(patch, x, y, 1 / self._column(unit), since, subject, event.strength, self.light)
            image[now].flatten(2).scatter_(2, flat, patch.flatten(2))

    def _column(self, values) -> torch.Tensor:
        return self._tensor(np.asarray(values)).view(-1, 1, 1)
