"""The still part of a shot: sky, what stands on the horizon and the ground, larger than the picture so that a camera has room.

Horizontal positions are in picture heights at the horizon (x) or on the ground plane (ground x and depth, 1 at the
subjects); elevation is above the horizon. How near a row is, camera.py tells.
"""

from __future__ import annotations

import math

import numpy as np
import torch

from .light import Light, light_of
from .camera import HORIZON, SKY_PARALLAX, SLOPE, VANISHING
from .scene import Scene
from .shapes import box, capsule, cover, disc, mix, noise, paint, polygon, smoothstep


SHORE = 0.63            # where the sea ends, as a share of the picture height
WATER_END = 0.93        # and where the subjects are in it


class Backdrop:
    """Paints one scene's background [3, height + 2 * margin_rows, width + 2 * margin]."""

    def __init__(self, scene: Scene, width: int, height: int, margin: int, device, margin_rows: int = 0):
        self.scene, self.light, self.device = scene, light_of(scene), device
        self.rng = np.random.default_rng([scene.seed, 0xBAC])
        self.height, self.rows, self.width = height, height + 2 * margin_rows, width + 2 * margin
        scale = scene.scale_for(width / height)
        self.pixel = 1.0 / (height * scale)
        columns = (torch.arange(self.width, device=device) + 0.5 - self.width / 2) * self.pixel
        self.row = (torch.arange(self.rows, device=device).view(-1, 1) - margin_rows + 0.5) / height
        self.x, self.e = columns.view(1, -1).expand(self.rows, -1), (HORIZON - self.row) / scale
        self.near = ((self.row - VANISHING) / SLOPE).clamp(min=SKY_PARALLAX)
        self.gx, self.gz = self.x / self.near, 1 / self.near
        self.ground_pixel = self.pixel / self.near
        self.on_ground = ((self.row - HORIZON) * height + 0.5).clamp(0, 1).expand(self.rows, self.width)
        self.image = torch.zeros(3, self.rows, self.width, device=device)
        self.cloudless = scene.weather in ("clear", "wind")

    def paint(self) -> torch.Tensor:
        scene, light = self.scene, self.light
        sky = self._sky()
        self._glows = []
        self.solid = self.on_ground.clone()
        getattr(self, "_" + scene.place.replace(" ", "_"))()
        if scene.surface == "water" and scene.place != "beach":
            self._sea(WATER_END)
        self._dress_ground()
        tint = torch.tensor(light.tint, device=self.device).view(3, 1, 1)
        self.image.mul_(tint)
        for mask, colour in self._glows:
            paint(self.image, mask, colour)
        self._haze()
        return sky.lerp_(self.image, self.solid.expand_as(sky)).clamp_(0, 1)

    # Air -------------------------------------------------------------------------------------------------------------

    def _sky(self) -> torch.Tensor:
        light, time = self.light, self.scene.time_of_day
        share = (self.row / HORIZON).clamp(0, 1).expand(self.rows, self.width) ** (1.3 if time == "sunset" else 1.0)
        top, low = (torch.tensor(c, device=self.device).view(3, 1, 1) for c in (light.sky_top, light.sky_low))
        sky = top + (low - top) * share
        sx = light.side * self.rng.uniform(0.42, 0.62)
        if self.cloudless:
            if time == "day":
                self._glow(sky, sx, 0.40, 0.06, (1.0, 0.97, 0.80), 0.20, 0.5)
            elif time == "dawn":
                self._glow(sky, sx, 0.03, 0.065, (1.0, 0.95, 0.80), 0.40, 0.75)
            elif time == "sunset":
                self._glow(sky, sx, 0.10, 0.085, (1.0, 0.86, 0.45), 0.45, 0.6)
            else:
                self._stars(sky)
                self._glow(sky, sx, 0.36, 0.055, (0.94, 0.95, 0.88), 0.18, 0.25)
        if self.scene.weather != "fog":
            cover_low, strength = (0.56, 0.75) if self.cloudless else (0.30, 0.35)
            tall = 1 / (self.height * self.pixel)       # world units in the picture's height
            cells_y, cells_x = 4 + round(4 / tall), 2 + round(2.8 * self.width * self.pixel)
            field = noise(self.rng, self.rows, self.width, cells_y, cells_x, self.device)
            field = 0.7 * field + 0.3 * noise(self.rng, self.rows, self.width, 2 * cells_y, 2 * cells_x, self.device)
            clouds = smoothstep(cover_low, cover_low + 0.25, field) * strength * smoothstep(0.02, 0.25, self.e)
            colour = {"day": (1.0, 1.0, 1.0), "dawn": (1.0, 0.80, 0.84), "sunset": (1.0, 0.72, 0.62), "night": (0.16, 0.19, 0.32)}[time]
            paint(sky, clouds * (0.5 if time == "night" else 1.0), colour if self.cloudless else mix(colour, light.sky_top, 0.6))
        return sky

    def _glow(self, sky, cx, cy, radius, colour, reach, strength) -> None:
        away = torch.hypot(self.x - cx, self.e - cy)
        paint(sky, strength * torch.exp(-(away / reach) ** 2), colour)
        paint(sky, cover(away - radius, 1.5 * self.pixel), colour)

    def _stars(self, sky) -> None:
        for cx, cy, size in zip(
                self.rng.uniform(-1.2, 1.2, 26), self.rng.uniform(0.12, 0.52, 26), self.rng.uniform(0.5, 1.0, 26)):
            away = torch.hypot(self.x - cx, self.e - cy) / (0.011 * size)
            paint(sky, 0.9 * size * torch.exp(-away * away), (0.92, 0.95, 1.0))

    def _haze(self) -> None:
        far = self.light.haze_far
        if far <= 0 or self.scene.indoor:
            return
        if self.scene.time_of_day == "dawn":     # mist lies where the ground begins
            mist = 0.55 * torch.exp(-((self.row - HORIZON - 0.01) / 0.045) ** 2).expand(self.rows, self.width)
            paint(self.image, mist, self.light.haze)
        distance = ((self.gz - 0.7) / (1 / SKY_PARALLAX - 0.7)).clamp(0, 1).expand(self.rows, self.width)
        amount = torch.where(self.row < HORIZON, torch.full_like(distance, far), far * (0.35 + 0.65 * distance.sqrt() if self.scene.weather == "fog" else distance))
        paint(self.image, amount, self.light.haze)

    # Ground ----------------------------------------------------------------------------------------------------------

    def _fill(self, distance, colour, pixel=None) -> None:
        """A solid shape of the backdrop."""
        mask = cover(distance, pixel or self.pixel)
        self.solid = mask + self.solid * (1 - mask)
        paint(self.image, mask / self.solid.clamp(min=1e-4), colour)

    def _ground(self, near, far=None, rough: float = 0.10, cells: int = 24) -> None:
        """Covers the ground with a colour that may change towards the horizon, and soft unevenness."""
        far = far or near
        share = ((self.row - HORIZON) / (1 - HORIZON)).clamp(0, 1)
        near_t, far_t = (torch.tensor(c, device=self.device).view(3, 1, 1) for c in (near, far))
        grain = 1 + rough * (noise(self.rng, self.rows, self.width, cells, 14, self.device) - 0.5) * 2
        surface = (far_t + (near_t - far_t) * share) * grain
        self.image.lerp_(surface, self.on_ground.expand_as(surface))

    def _seams(self, position, every: float, thickness: float):
        """Mask of lines where position is a multiple of every; thinner than a pixel fades instead of flickering."""
        away = (torch.remainder(position / every + 0.5, 1) - 0.5).abs() * every
        pixel = self.ground_pixel.expand_as(away)
        return ((thickness + pixel * 0.5 - away) / pixel).clamp(0, 1) * (thickness * 3 / pixel).clamp(max=1) * self.on_ground

    def _tones(self, index_x, index_z, spread: float) -> torch.Tensor:
        """A tone per board or tile."""
        wave = torch.sin(index_x * 12.9898 + index_z * 78.233 + self.scene.seed % 97) * 43.7585
        return 1 + spread * (torch.remainder(wave, 1) - 0.5) * 2

    def _planks(self, colour) -> None:
        self._ground(colour, mix(colour, (0.2, 0.12, 0.06), 0.15), 0.06)
        board = torch.floor(self.gx / 0.26)
        self.image.lerp_(self.image * self._tones(board, torch.zeros_like(board), 0.13), self.on_ground.expand_as(self.image))
        paint(self.image, 0.75 * self._seams(self.gx, 0.26, 0.008), mix(colour, (0, 0, 0), 0.62))

    def _dress_ground(self) -> None:
        """What the weather does to the ground: wet ground mirrors the sky, snow lies on it."""
        if self.scene.indoor:
            return
        open_ground = self.on_ground * (0.0 if self.scene.surface == "water" else 1.0)
        if self.scene.weather == "rain" and self.scene.place not in ("desert", "beach"):
            self.image.mul_(1 - 0.14 * open_ground)
            shine = open_ground * (0.10 + 0.26 * smoothstep(0.35, 0.85, noise(self.rng, self.rows, self.width, 9, 4, self.device)))
            paint(self.image, shine * (0.6 if self.scene.place == "park" else 1.0), (0.66, 0.72, 0.80))
        elif self.scene.weather == "rain":
            self.image.mul_(1 - 0.15 * open_ground)
        elif self.scene.weather == "snow" and self.scene.place != "snowfield":
            patches = smoothstep(0.2, 0.8, noise(self.rng, self.rows, self.width, 12, 5, self.device))
            paint(self.image, open_ground * (0.50 + 0.30 * patches), (0.93, 0.95, 0.99))

    # Things on the horizon ---------------------------------------------------------------------------------------------

    def _tree(self, cx, size, leaf) -> None:
        self._fill(capsule(self.x, self.e, cx, 0.0, cx, 0.5 * size, 0.035 * size), (0.38, 0.25, 0.14))
        for dx, dy, r in ((-0.24, 0.62, 0.26), (0.24, 0.64, 0.25), (0.0, 0.86, 0.28), (0.0, 0.58, 0.28)):
            self._fill(disc(self.x, self.e, cx + dx * size, dy * size, r * size), mix(leaf, (0.75, 0.9, 0.4), 0.18 * (dy > 0.8)))

    def _hills(self, colour, height, wave) -> None:
        shift = self.rng.uniform(0, 6)
        crest = height * (0.6 + 0.25 * torch.sin(self.x * wave + shift) + 0.15 * torch.sin(self.x * wave * 2.3 + 2 * shift))
        self._fill(self.e - crest, colour)

    def _spread(self, count: int, reach: float = 1.35):
        """Positions from left to right, evenly but not exactly."""
        step = 2 * reach / count
        return [-reach + (i + 0.5 + self.rng.uniform(-0.28, 0.28)) * step for i in range(count)]

    # Places ----------------------------------------------------------------------------------------------------------

    def _park(self) -> None:
        self._hills((0.42, 0.62, 0.36), 0.13, 2.2)
        for cx in self._spread(6):
            leaf = ((0.20, 0.47, 0.16), (0.27, 0.54, 0.18), (0.16, 0.42, 0.20))[int(self.rng.integers(3))]
            self._tree(cx, self.rng.uniform(0.27, 0.40), leaf)
        self._ground((0.36, 0.66, 0.22), (0.46, 0.70, 0.30), 0.14)
        band = smoothstep(-0.3, 0.3, torch.sin(self.gz * 5.2 + self.rng.uniform(0, 6))) * self.on_ground
        paint(self.image, 0.22 * band, (0.22, 0.50, 0.14))

    def _beach(self) -> None:
        shore = self.shore()
        self._ground((0.93, 0.82, 0.58), (0.97, 0.88, 0.68), 0.06)
        ripple = torch.sin(self.gz * 26 + 2.0 * torch.sin(self.gx * 2.2))
        paint(self.image, 0.14 * smoothstep(0.0, 1.0, ripple) * self.on_ground, (0.72, 0.58, 0.36))
        self._sea(shore)
        self._palm(self.light.side * -self.rng.uniform(0.62, 0.72))

    def _sea(self, shore: float) -> None:
        sea = self.on_ground * smoothstep(shore + 0.004, shore - 0.004, self.row + 0.008 * torch.sin(self.x * 5.0))
        deep = ((self.row - HORIZON) / (shore - HORIZON)).clamp(0, 1).expand_as(sea)
        for mask, colour in ((sea, (0.07, 0.34, 0.62)), (sea * deep, (0.20, 0.66, 0.76))):
            paint(self.image, mask, colour)
        foam = torch.exp(-((self.row + 0.008 * torch.sin(self.x * 5.0) - shore) / 0.012) ** 2)
        paint(self.image, 0.85 * foam * self.on_ground, (0.97, 0.98, 0.98))

    def shore(self) -> float:
        """Where the sea ends, as a share of the picture height; what floats gets most of the ground."""
        return WATER_END if self.scene.surface == "water" else SHORE

    def _palm(self, cx) -> None:
        lean, y0 = 0.10 * (1 if cx < 0 else -1), -0.12
        trunk = cx + lean * ((self.e - y0) / 0.46).clamp(0, 1) ** 2
        self._fill(torch.maximum((self.x - trunk).abs() - 0.022, (self.e - (y0 + 0.23)).abs() - 0.23), (0.50, 0.36, 0.20))
        tx, ty = cx + lean, y0 + 0.46
        for angle in (-2.9, -2.3, -0.8, -0.2, 0.5, 2.6):
            ex, ey = tx + 0.22 * math.cos(angle), ty + 0.14 * math.sin(angle) - 0.01
            self._fill(capsule(self.x, self.e, tx, ty, ex, ey, 0.030), (0.18, 0.50, 0.18))

    def _city_street(self) -> None:
        night = self.scene.time_of_day == "night"
        colours = ((0.62, 0.42, 0.36), (0.58, 0.60, 0.66), (0.76, 0.68, 0.55), (0.46, 0.50, 0.58), (0.68, 0.52, 0.42))
        left = -1.5
        while left < 1.5:
            wide, tall = self.rng.uniform(0.26, 0.40), self.rng.uniform(0.24, 0.50)
            colour = colours[int(self.rng.integers(len(colours)))]
            house = box(self.x, self.e, left + wide / 2, tall / 2 - 0.06, wide / 2 - 0.004, tall / 2 + 0.06)
            self._fill(house, colour)
            pane_x = (torch.remainder((self.x - left) / wide * 3, 1) - 0.5).abs() * wide / 3
            pane_y = (torch.remainder((self.e - tall) / 0.11, 1) - 0.5).abs() * 0.11
            inside = torch.maximum(torch.maximum(pane_x - 0.28 * wide / 3, pane_y - 0.030), house + 0.015)
            inside = torch.maximum(inside, 0.03 - self.e)
            windows = cover(inside, self.pixel)
            if night:
                column = torch.floor((self.x - left) / wide * 3)
                lit = (self._tones(column + left * 31, torch.floor((self.e - tall) / 0.11), 1.0) > 0.9).float()
                self._glows.append((windows * lit, (1.0, 0.84, 0.46)))
                paint(self.image, windows * (1 - lit), (0.28, 0.30, 0.38))
            else:
                paint(self.image, windows, (0.40, 0.52, 0.64))
            left += wide
        self._ground((0.34, 0.35, 0.38), (0.40, 0.41, 0.44), 0.05)
        curb = HORIZON + 0.055
        pavement = self.on_ground * smoothstep(curb + 0.005, curb - 0.005, self.row.expand_as(self.on_ground))
        paint(self.image, pavement, (0.66, 0.65, 0.63))
        edge = torch.exp(-((self.row - curb - 0.006) / 0.006) ** 2).expand_as(self.on_ground)
        paint(self.image, 0.7 * edge, (0.22, 0.22, 0.24))
        away = (self.row - 0.69).abs() - 0.010
        dashes = cover(away, 1 / self.height) * smoothstep(0.30, 0.26, (torch.remainder(self.gx / 0.8, 1) - 0.5).abs())
        paint(self.image, 0.9 * dashes, (0.93, 0.92, 0.86))

    def _desert(self) -> None:
        self._hills((0.86, 0.66, 0.42), 0.20, 1.6)
        self._hills((0.90, 0.68, 0.40), 0.11, 2.6)
        self._ground((0.90, 0.64, 0.34), (0.93, 0.72, 0.44), 0.06)
        ripple = torch.sin(self.gz * 20 + 2.6 * torch.sin(self.gx * 1.5))
        paint(self.image, 0.20 * smoothstep(-0.2, 1.0, ripple) * self.on_ground, (0.74, 0.46, 0.22))
        for cx in (self.rng.uniform(-0.75, -0.45), self.rng.uniform(0.40, 0.72)):
            tall, green = self.rng.uniform(0.22, 0.32), (0.24, 0.46, 0.22)
            self._fill(capsule(self.x, self.e, cx, 0.0, cx, tall, 0.036), green)
            for way, at in ((-1, 0.42), (1, 0.58)):
                elbow = cx + way * 0.095
                self._fill(capsule(self.x, self.e, cx, at * tall, elbow, at * tall, 0.024), green)
                self._fill(capsule(self.x, self.e, elbow, at * tall, elbow, (at + 0.28) * tall, 0.024), green)

    def _snowfield(self) -> None:
        self._hills((0.80, 0.87, 0.95), 0.17, 1.9)
        for cx in self._spread(7):
            size = self.rng.uniform(0.22, 0.36)
            for low, high, half in ((0.08, 0.62, 0.24), (0.34, 0.84, 0.19), (0.58, 1.0, 0.13)):
                corners = [(cx - half * size, low * size), (cx + half * size, low * size), (cx, high * size)]
                self._fill(polygon(self.x, self.e, corners), (0.16, 0.36, 0.30))
                tip = [(cx - half * size * 0.5, (low + high) / 2 * size), (cx + half * size * 0.5, (low + high) / 2 * size), (cx, high * size)]
                self._fill(polygon(self.x, self.e, tip), (0.88, 0.93, 0.98))
            self._fill(box(self.x, self.e, cx, 0.0, 0.03 * size, 0.09 * size), (0.30, 0.20, 0.12))
        self._ground((0.93, 0.95, 0.99), (0.86, 0.91, 0.97), 0.04, 12)
        drift = torch.sin(self.gz * 4.5 + 1.4 * torch.sin(self.gx * 1.3) + self.rng.uniform(0, 6))
        paint(self.image, 0.28 * smoothstep(-0.1, 1.0, drift) * self.on_ground, (0.70, 0.80, 0.93))

    def _wooden_room(self) -> None:
        self.solid = torch.ones_like(self.solid)
        wall = ((0.86, 0.80, 0.66), (0.70, 0.80, 0.80), (0.84, 0.72, 0.64))[int(self.rng.integers(3))]
        self._fill(-self.e - 1.0, wall)
        shade = smoothstep(0.0, 0.6, self.e) * 0.14
        paint(self.image, shade, mix(wall, (0, 0, 0), 0.6))
        time, cx = self.scene.time_of_day, self.light.side * 0.46
        frame, glass = box(self.x, self.e, cx, 0.30, 0.235, 0.170, 0.01), box(self.x, self.e, cx, 0.30, 0.205, 0.140)
        self._fill(frame, (0.95, 0.93, 0.88))
        view = {"day": (0.66, 0.86, 1.0), "dawn": (1.0, 0.80, 0.76), "sunset": (1.0, 0.66, 0.34), "night": (0.06, 0.08, 0.22)}[time]
        bars = torch.minimum((self.x - cx).abs(), (self.e - 0.30).abs()) - 0.010
        self._glows.append((cover(torch.maximum(glass, -bars), self.pixel), view))
        px = -self.light.side * self.rng.uniform(0.35, 0.55)
        self._fill(box(self.x, self.e, px, 0.28, 0.15, 0.11, 0.005), (0.40, 0.24, 0.13))
        self._fill(box(self.x, self.e, px, 0.28, 0.125, 0.085), (0.50, 0.68, 0.60))
        self._fill(disc(self.x, self.e, px + 0.04, 0.25, 0.05), (0.92, 0.74, 0.40))
        self._planks((0.66, 0.42, 0.22))
        self._fill(box(self.x, self.e, 0.0, 0.018, 9.0, 0.022), (0.93, 0.90, 0.84))
        if time == "night":
            for cx, cy, reach, strength in ((px, 0.52, 0.35, 0.35),):
                self._glows.append((strength * torch.exp(-(torch.hypot(self.x - cx, self.e - cy) / reach) ** 2), (1.0, 0.82, 0.5)))
        elif self.scene.weather == "clear":
            spot = polygon(self.gx, -self.gz, [(cx * 1.3 - 0.35, -1.45), (cx * 1.3 + 0.30, -1.45), (cx * 0.6 + 0.35, -0.95), (cx * 0.6 - 0.45, -0.95)])
            paint(self.image, 0.28 * smoothstep(0.06, -0.06, spot) * self.on_ground, (1.0, 0.92, 0.70))

    def _wooden_floor(self) -> None:
        """A deck outdoors: boards up to a railing, a garden behind."""
        self._hills((0.34, 0.56, 0.32), 0.17, 2.4)
        self._hills((0.26, 0.48, 0.24), 0.10, 4.5)
        self._planks((0.64, 0.42, 0.25))
        white = (0.93, 0.92, 0.89)
        for cx in np.arange(-1.6, 1.61, 0.32):
            self._fill(box(self.x, self.e, cx, 0.082, 0.016, 0.090), white)
        for level, half in ((0.16, 0.016), (0.045, 0.011)):
            self._fill(box(self.x, self.e, 0.0, level, 9.0, half), white)

    def _stone_square(self) -> None:
        """Arcades around a square, one tower."""
        stone = ((0.80, 0.73, 0.60), (0.78, 0.70, 0.62))[int(self.rng.integers(2))]
        tower = self.light.side * -self.rng.uniform(0.30, 0.60)
        self._fill(box(self.x, self.e, tower, 0.18, 0.085, 0.26), mix(stone, (0.6, 0.4, 0.3), 0.25))
        self._fill(polygon(self.x, self.e, [(tower - 0.11, 0.43), (tower + 0.11, 0.43), (tower, 0.56)]), (0.58, 0.27, 0.20))
        self._fill(disc(self.x, self.e, tower, 0.35, 0.045), (0.95, 0.94, 0.88))
        self._fill(box(self.x, self.e, 0.0, 0.08, 9.0, 0.14), stone)
        self._fill(box(self.x, self.e, 0.0, 0.228, 9.0, 0.018), (0.60, 0.32, 0.24))
        bay = (torch.remainder(self.x / 0.24, 1) - 0.5) * 0.24
        arch = torch.minimum(disc(bay, self.e, 0.0, 0.09, 0.072), box(bay, self.e, 0.0, 0.02, 0.072, 0.075))
        arches = cover(torch.maximum(arch, -0.002 - self.e), self.pixel)
        paint(self.image, arches, (0.36, 0.30, 0.27))
        if self.scene.time_of_day == "night":
            self._glows.append((0.75 * arches * smoothstep(0.20, 0.0, self.e), (1.0, 0.72, 0.34)))
        self._ground((0.66, 0.63, 0.58), (0.70, 0.67, 0.62), 0.05)
        tile_x, tile_z = self.gx / 0.42, self.gz / 0.42
        tone = self._tones(torch.floor(tile_x), torch.floor(tile_z), 0.09)
        self.image.lerp_(self.image * tone, self.on_ground.expand_as(self.image))
        lines = torch.maximum(self._seams(self.gx, 0.42, 0.010), self._seams(self.gz.expand_as(self.gx), 0.42, 0.010))
        paint(self.image, 0.6 * lines, (0.42, 0.40, 0.37))


    def _floating_islands(self) -> None:
        """A broad grassy island in the sky; others hang in the distance, clouds lie below."""
        self.solid = torch.zeros_like(self.solid)
        for cx in self._spread(5, 1.3):
            self._island(cx, self.rng.uniform(-0.02, 0.26), self.rng.uniform(0.07, 0.17))
        # seen from above, the edge of the own island is a part of a wide ellipse
        edge = (self.row - 0.90) / 0.30
        rim = (torch.hypot(self.x / (1.05 * self.near.sqrt()), edge.clamp(max=0)) - 1) * 0.30
        rim = rim + 0.008 * torch.sin(self.x * 17 + self.rng.uniform(0, 6)) + 0.005 * torch.sin(self.x * 41)
        top = cover(rim, 1 / self.height)
        below = smoothstep(HORIZON - 0.06, HORIZON + 0.1, self.row.expand_as(top)) * (1 - top)
        clouds = smoothstep(0.42, 0.70, noise(self.rng, self.rows, self.width, 14, 7, self.device))
        self.solid = self.solid + (1 - self.solid) * 0.75 * below * clouds
        paint(self.image, 0.75 * below * clouds * (self.image.sum(0) == 0), (0.96, 0.97, 1.0))
        self.on_ground = top
        self.solid = top + self.solid * (1 - top)
        self._ground((0.34, 0.64, 0.24), (0.44, 0.72, 0.34), 0.14)
        band = smoothstep(-0.3, 0.3, torch.sin(self.gz * 6.5 + self.rng.uniform(0, 6))) * self.on_ground
        paint(self.image, 0.18 * band, (0.20, 0.48, 0.16))
        for cx in (self.rng.uniform(-0.75, -0.5), self.rng.uniform(0.5, 0.75)):
            self._fill(disc(self.x, self.row, cx, 0.655, 0.04, 0.022), (0.56, 0.55, 0.54))
        paint(self.image, 0.6 * torch.exp(-(rim / 0.010) ** 2) * top, (0.62, 0.84, 0.42))

    def _island(self, cx, level, half) -> None:
        """A rock with grass on its head, narrow below."""
        e = self.e - level
        rock = [(cx - half, 0.0), (cx + half, 0.0), (cx + 0.38 * half, -0.75 * half), (cx + 0.05 * half, -1.35 * half), (cx - 0.45 * half, -0.65 * half)]
        self._fill(polygon(self.x, e, rock), (0.52, 0.42, 0.36))
        shade = [(cx + 0.2 * half, 0.0), (cx + half, 0.0), (cx + 0.38 * half, -0.75 * half), (cx + 0.05 * half, -1.35 * half)]
        self._fill(polygon(self.x, e, shade), (0.42, 0.33, 0.30))
        self._fill(disc(self.x, e, cx, 0.0, 1.06 * half, 0.26 * half), (0.40, 0.68, 0.30))
        if half > 0.10:
            green, top = (0.22, 0.50, 0.20), cx - 0.3 * half
            self._fill(capsule(self.x, e, top, 0.0, top, 0.5 * half, 0.06 * half), (0.38, 0.25, 0.14))
            self._fill(disc(self.x, e, top, 0.75 * half, 0.36 * half), green)


def sea_rows(scene: Scene) -> tuple[float, float] | None:
    """The rows (shares of the height) where a scene has moving water."""
    if scene.surface == "water":
        return HORIZON, WATER_END
    return (HORIZON, SHORE) if scene.place == "beach" else None


def paint_backdrop(scene: Scene, width: int, height: int, margin: int, device, margin_rows: int = 0) -> tuple[torch.Tensor, Light]:
    """The background [3, height + 2 * margin_rows, width + 2 * margin] and the light of the shot."""
    backdrop = Backdrop(scene, width, height, margin, device, margin_rows)
    return backdrop.paint(), backdrop.light
