"""What a person looks at: a contact sheet and the spectrograms of stems."""

from __future__ import annotations

import unicodedata

import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont

from training.evaluation.cases import STEMS

MARGIN, LABEL = 4, 14
SPECTROGRAM = (240, 96)
WINDOW = 1024


def contact_sheet(rows: list[tuple[str, torch.Tensor]]) -> Image.Image:
    """A label and a strip of pictures a row: uint8 [n, 3, h, w]."""
    count, _, height, width = rows[0][1].shape
    sheet = Image.new("RGB", (count * (width + 2) + 2 * MARGIN, len(rows) * (height + LABEL + MARGIN) + MARGIN), (24, 24, 24))
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default()
    for row, (label, pictures) in enumerate(rows):
        top = MARGIN + row * (height + LABEL + MARGIN)
        draw.text((MARGIN, top), _plain(label, 150), fill=(230, 230, 230), font=font)
        for column, picture in enumerate(pictures):
            sheet.paste(Image.fromarray(picture.permute(1, 2, 0).numpy()), (MARGIN + column * (width + 2), top + LABEL))
    return sheet


def spectrogram(sound: torch.Tensor) -> np.ndarray:
    """uint8 [h, w]: 0 to 12 kHz upwards, -90 to -10 dB from black to white."""
    magnitude = torch.stft(sound, WINDOW, 256, window=torch.hann_window(WINDOW), return_complex=True).abs() / (WINDOW / 4)
    level = (20 * magnitude.clamp(min=1e-6).log10() + 90).div(80).clamp(0, 1)
    width, height = SPECTROGRAM
    sized = torch.nn.functional.interpolate(level.flip(0)[None, None], (height, width), mode="area")[0, 0]
    return sized.mul(255).round().to(torch.uint8).numpy()


def spectrograms(rows: list[tuple[str, torch.Tensor]]) -> Image.Image:
    """A label and the stems side by side a row: [stems, samples]."""
    width, height = SPECTROGRAM
    sheet = Image.new(
        "RGB", (len(STEMS) * (width + MARGIN) + MARGIN, len(rows) * (height + LABEL + MARGIN) + LABEL + MARGIN), (24, 24, 24))
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default()
    for column, name in enumerate(STEMS):
        draw.text((MARGIN + column * (width + MARGIN), 2), name, fill=(230, 230, 230), font=font)
    for row, (label, stems) in enumerate(rows):
        top = LABEL + MARGIN + row * (height + LABEL + MARGIN)
        draw.text((MARGIN, top), _plain(label, 118), fill=(230, 230, 230), font=font)
        for column, sound in enumerate(stems):
            sheet.paste(Image.fromarray(spectrogram(sound)), (MARGIN + column * (width + MARGIN), top + LABEL))
    return sheet


def _plain(text: str, length: int) -> str:
    """What the built-in font can draw: letters without their accents."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")[:length]
