"""Trains the sound autoencoder on rendered stems: python3 -m training.train_sound_autoencoder --minutes 8"""

import argparse
import random
from pathlib import Path

import torch
from torch.nn import functional as F

from training.loop import Run
from training.models.sound_autoencoder import SoundAutoencoder
from training.shots import STEMS, open_sound, training_seeds

SAMPLES = 24000 * 3 // 2 // 960 * 960
LATENT_NOISE = 0.1


def cut(folder: Path, seeds: list[int], generator: random.Random) -> torch.Tensor:
    """A piece of a random stem, [SAMPLES]; effects twice as often as the others. Silent pieces are mostly passed over."""
    for _ in range(8):
        sound = open_sound(folder, generator.choice(seeds))
        stem = generator.choices(range(len(STEMS)), [4, 2, 1])[0]
        start = generator.randrange(sound.shape[1] - SAMPLES + 1) if sound.shape[1] > SAMPLES else 0
        piece = torch.from_numpy(sound[stem, start : start + SAMPLES].copy()).float() / 32767
        if piece.abs().max() > 1e-3 or generator.random() < 0.05:
            break
    return F.pad(piece, (0, SAMPLES - piece.shape[0])) * generator.uniform(0.5, 1.2)


def spectra(samples, window: int):
    hann = torch.hann_window(window, device=samples.device)
    return torch.stft(samples, window, window // 4, window=hann, return_complex=True).abs() / window**0.5


def loss_of(output, target):
    """Magnitudes at three resolutions, linear and logarithmic; samples for the onsets (Yamamoto et al. 2020, arXiv:1910.11480)."""
    loss = 2.0 * F.l1_loss(output, target)
    for window in (256, 1024, 2048):
        a, b = spectra(output, window), spectra(target, window)
        loss = loss + F.l1_loss(a, b) + 0.1 * F.l1_loss((a + 1e-4).log(), (b + 1e-4).log())
    return loss


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--shots", type=Path, default=Path("training/.work/shots"))
    parser.add_argument("--checkpoint", type=Path, default=Path("training/.work/sound.pt"))
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--batch", type=int, default=8)
    arguments = parser.parse_args()
    torch.manual_seed(2)
    model = SoundAutoencoder()
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-4, betas=(0.9, 0.97), weight_decay=1e-4)
    run = Run(arguments.checkpoint, model, [optimizer], arguments.minutes, decay=0.995)
    generator = random.Random(run.step)
    if run.step == 0:
        known = training_seeds(arguments.shots)
        pieces = torch.stack([cut(arguments.shots, known, generator) for _ in range(600)])
        model.fit_base(model.band_powers(pieces).transpose(1, 2).flatten(0, 1))
        run.average.load_state_dict(model.state_dict())
        run.save()
    # the code stays as fitted: latents may be cached at once
    model.encode_base.requires_grad_(False)
    seeds: list[int] = []
    while run.going():
        if run.step % 50 == 0 or not seeds:
            seeds = training_seeds(arguments.shots)
        target = torch.stack([cut(arguments.shots, seeds, generator) for _ in range(arguments.batch)])
        latent = model.encode(target)
        output = model.decode(latent + LATENT_NOISE * torch.randn_like(latent), torch.randn_like(target))
        loss = loss_of(output, target)
        norm = run.take_step(loss)
        if run.step % 50 == 0:
            print(f"step {run.step} minutes {run.seconds / 60:.1f} loss {loss.item():.4f} latent {latent.std():.2f} grad {norm:.2f}",
                  flush=True)
    run.save()


if __name__ == "__main__":
    main()
