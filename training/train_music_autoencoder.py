"""Trains the music autoencoder on music made on the fly: python3 -m training.train_music_autoencoder --minutes 10"""

import argparse
import random
from pathlib import Path

import torch
from torch.nn import functional as F

from training.loop import Run
from training.models.music_autoencoder import MusicAutoencoder
from training.world.sound.music import MOODS, music
from training.world.vocabulary import KEYS

RATE = 24000
SECONDS = 8
LATENTS = 50              # of a cut
POOL = 300                # pieces at a time; one is replaced at every other step
LATENT_NOISE = 0.1


def piece(generator: random.Random) -> torch.Tensor:
    """A piece of music, [SECONDS * RATE]; now and then with silence before or after, or silence alone."""
    sound = music(generator.choice(sorted(MOODS)), generator.uniform(60, 160), generator.choice(KEYS), SECONDS * RATE, RATE,
                  generator.getrandbits(30))
    sound = torch.from_numpy(sound) * generator.uniform(0.5, 1.2)
    edge, kind = generator.randrange(len(sound)), generator.random()
    if kind < 0.1:
        sound[:edge] = 0.0
    elif kind < 0.2:
        sound[edge:] = 0.0
    return sound


class Pool:
    """Pieces with their latents: making and encoding them costs more than a step on a cut."""

    def __init__(self, generator: random.Random):
        self.generator = generator
        self.sounds = torch.stack([piece(generator) for _ in range(POOL)])
        self.latents = None

    @torch.no_grad()
    def encode(self, model: MusicAutoencoder) -> None:
        self.latents = torch.cat([model.encode(part) for part in self.sounds.split(4)])

    @torch.no_grad()
    def replace_one(self, model: MusicAutoencoder) -> None:
        at = self.generator.randrange(POOL)
        self.sounds[at] = piece(self.generator)
        self.latents[at] = model.encode(self.sounds[at : at + 1])[0]

    def cuts(self, count: int, hop: int):
        """Latents [count, channels, LATENTS] and their samples."""
        places = [(self.generator.randrange(POOL), self.generator.randrange(self.latents.shape[2] - LATENTS + 1)) for _ in range(count)]
        latents = torch.stack([self.latents[at, :, start : start + LATENTS] for at, start in places])
        return latents, torch.stack([self.sounds[at, start * hop : (start + LATENTS) * hop] for at, start in places])


def spectra(samples, window: int):
    return torch.stft(samples, window, window // 4, window=torch.hann_window(window), return_complex=True).abs() / window**0.5


def loss_of(output, target):
    """Magnitudes at three resolutions, linear and logarithmic (Yamamoto et al. 2020, arXiv:1910.11480).

    None of samples: the oscillators' phases are their own. The longest window tells the semitones of a bass apart.
    """
    loss = 0.0
    for window in (512, 2048, 8192):
        a, b = spectra(output, window), spectra(target, window)
        loss = loss + (a - b).abs().sum() / b.sum() + 0.3 * F.l1_loss((a + 1e-3).log(), (b + 1e-3).log())
    return loss


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", type=Path, default=Path("training/.work/music.pt"))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--batch", type=int, default=8)
    arguments = parser.parse_args()
    torch.manual_seed(2)
    model = MusicAutoencoder()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.97), weight_decay=1e-4)
    run = Run(arguments.checkpoint, model, [optimizer], arguments.minutes, decay=0.995)
    pool = Pool(random.Random(run.step))
    if run.step == 0:
        with torch.no_grad():
            roots = torch.cat([model.band_roots(part) for part in pool.sounds.split(4)])
        model.fit_base(roots.transpose(1, 2).flatten(0, 1))
        run.average.load_state_dict(model.state_dict())
        run.save()
        print(f"base fitted to {roots.shape[0] * roots.shape[2]} latents", flush=True)
    # the code stays as fitted: latents may be cached at once
    model.encode_base.requires_grad_(False)
    pool.encode(model)
    while run.going():
        if run.step % 2 == 1:
            pool.replace_one(model)
        latent, target = pool.cuts(arguments.batch, model.config.latent_hop)
        output = model.decode(latent + LATENT_NOISE * torch.randn_like(latent), torch.randn_like(target))
        loss = loss_of(output, target)
        norm = run.take_step(loss)
        if run.step % 50 == 0:
            print(f"step {run.step} minutes {run.seconds / 60:.1f} loss {loss.item():.4f} latent {latent.std():.2f} grad {norm:.2f}",
                  flush=True)
    run.save()


if __name__ == "__main__":
    main()
