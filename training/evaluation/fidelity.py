"""What the autoencoders keep of shots they have never seen."""

from __future__ import annotations

import torch

from training.evaluation.bootstrap import Figure, mean_of
from training.evaluation.cases import STEMS

WINDOW = 1024


def psnr(output: torch.Tensor, truth: torch.Tensor) -> float:
    """dB, of uint8 pictures."""
    error = (output.float() - truth.float()).square().mean() / 255**2
    return float(-10 * error.clamp(min=1e-9).log10())


def spectral_distance(output: torch.Tensor, truth: torch.Tensor) -> float | None:
    """Mean absolute difference of log magnitudes in dB, over the parts of the spectrum within 60 dB of the loudest."""
    window = torch.hann_window(WINDOW)
    a, b = (
        torch.stft(x, WINDOW, WINDOW // 4, window=window, return_complex=True).abs().clamp(min=1e-5) for x in (output, truth))
    heard = b > b.max() * 1e-3
    return float((20 * (a / b).log10()).abs()[heard].mean()) if float(truth.abs().max()) > 1e-3 else None


def compare(output, truth) -> dict[str, float]:
    """Figures of one shot; `flat` is the PSNR of the shot's own mean colour, what knowing nothing else gives."""
    mean = truth.video.float().mean((0, 2, 3), keepdim=True).expand(truth.video.shape)
    found = {"picture": psnr(output.video, truth.video), "flat": psnr(mean, truth.video)}
    for name, a, b in zip(STEMS, output.stems, truth.stems):
        apart = spectral_distance(a, b)
        if apart is not None:
            found[name] = apart
            found[f"{name} silent"] = spectral_distance(torch.zeros_like(b), b)
    return found


def fidelity(compared: list[dict[str, float]]) -> list[tuple[str, str, dict[str, Figure], dict[str, Figure]]]:
    def of(name):
        return mean_of([row[name] for row in compared if name in row])

    rows = [("picture autoencoder on held-out shots", "dB PSNR", {"autoencoded": of("picture")}, {"its mean colour alone": of("flat")})]
    for name in STEMS:
        rows.append((f"sound autoencoder, {name}", "dB spectral distance", {"autoencoded": of(name)}, {"silence": of(f"{name} silent")}))
    return rows
