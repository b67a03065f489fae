"""Colour as the eye counts it: CIE L*a*b*, and CIEDE2000, where about one is the least difference that is seen."""

from __future__ import annotations

import numpy as np
import torch


def lab_of(rgb: torch.Tensor) -> torch.Tensor:
    """sRGB 0..1 [..., 3, h, w] to CIE L*a*b* (D65)."""
    linear = torch.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    matrix = rgb.new_tensor(((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)))
    xyz = torch.einsum("ij,...jhw->...ihw", matrix, linear) / rgb.new_tensor((0.9505, 1.0, 1.089))[:, None, None]
    f = torch.where(xyz > 0.008856, xyz.clamp(min=1e-8) ** (1 / 3), 7.787 * xyz + 16 / 116)
    x, y, z = f.unbind(-3)
    return torch.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), -3)


def mean_lab(video: torch.Tensor) -> np.ndarray:
    """[3] of all pixels of uint8 [t, 3, h, w]: of their mean light, as one sees it with half-closed eyes."""
    rgb = video.float().div(255)
    linear = torch.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4).mean((0, 2, 3))
    back = torch.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear.clamp(min=1e-8) ** (1 / 2.4) - 0.055)
    return lab_of(back[:, None, None])[:, 0, 0].numpy().astype(np.float64)


def delta_e(first, second) -> np.ndarray:
    """CIEDE2000 of L*a*b* [..., 3]; written after Sharma, Wu and Dalal, Color Research and Application 30 (2005) 21-30."""
    (l1, a1, b1), (l2, a2, b2) = (np.moveaxis(np.asarray(lab, np.float64), -1, 0) for lab in (first, second))
    chroma = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    grey = 0.5 * (1 - np.sqrt(chroma**7 / (chroma**7 + 25.0**7)))
    a1, a2 = a1 * (1 + grey), a2 * (1 + grey)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    coloured = c1 * c2 > 0
    # the short way round the circle
    turn = np.where(coloured, (h2 - h1 + 180) % 360 - 180, 0.0)
    turn = np.where(coloured & (h2 - h1 == 180), 180.0, turn)
    lightness, colourfulness = l2 - l1, c2 - c1
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    apart = np.abs(h1 - h2) > 180
    mean_h = np.where(coloured, (h1 + h2 + np.where(apart, np.where(h1 + h2 < 360, 360, -360), 0)) / 2, h1 + h2)
    t = (1 - 0.17 * np.cos(np.radians(mean_h - 30)) + 0.24 * np.cos(np.radians(2 * mean_h))
         + 0.32 * np.cos(np.radians(3 * mean_h + 6)) - 0.20 * np.cos(np.radians(4 * mean_h - 63)))
    squared = (mean_l - 50) ** 2
    for_l = 1 + 0.015 * squared / np.sqrt(20 + squared)
    for_c, for_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    blue = -np.sin(np.radians(60 * np.exp(-(((mean_h - 275) / 25) ** 2)))) * 2 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7))
    parts = lightness / for_l, colourfulness / for_c, hue / for_h
    return np.sqrt(np.maximum(parts[0] ** 2 + parts[1] ** 2 + parts[2] ** 2 + blue * parts[1] * parts[2], 0))
