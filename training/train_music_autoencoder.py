"""Trains the music autoencoder on music made on the fly: python3 -m training.train_music_autoencoder --minutes 10"""

import argparse
import random
from pathlib import Path

import torch

from training.loop import Run
from training.models.music_autoencoder import MusicAutoencoder
from training.train_sound_autoencoder import loss_of
from training.world.sound.music import MOODS, music
from training.world.vocabulary import KEYS

RATE = 24000
SAMPLES = RATE * 3 // 2 // 960 * 960
LATENT_NOISE = 0.1


def cut(generator: random.Random) -> torch.Tensor:
    """A piece of music, [SAMPLES], from anywhere in its first eight seconds; now and then silence before or after it."""
    sound = music(generator.choice(sorted(MOODS)), generator.uniform(60, 160), generator.choice(KEYS), 8 * RATE, RATE)
    start = generator.randrange(len(sound) - SAMPLES + 1)
    piece = torch.from_numpy(sound[start : start + SAMPLES].copy()).float() * generator.uniform(0.5, 1.2)
    if generator.random() < 0.1:
        edge = generator.randrange(SAMPLES)
        piece[:edge] = 0.0
    return piece


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", type=Path, default=Path("training/.work/music.pt"))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--batch", type=int, default=8)
    arguments = parser.parse_args()
    torch.manual_seed(2)
    model = MusicAutoencoder()
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-4, betas=(0.9, 0.97), weight_decay=1e-4)
    run = Run(arguments.checkpoint, model, [optimizer], arguments.minutes, decay=0.995)
    generator = random.Random(run.step)
    if run.step == 0:
        pieces = torch.stack([cut(generator) for _ in range(400)])
        with torch.no_grad():
            powers = torch.cat([model.band_powers(part) for part in pieces.split(16)])
        frames = powers.transpose(1, 2).flatten(0, 1)
        model.fit_base(frames[torch.randperm(len(frames))])
        run.average.load_state_dict(model.state_dict())
        run.save()
        print(f"base fitted to {len(frames)} latents", flush=True)
    # the code stays as fitted: latents may be cached at once
    model.encode_base.requires_grad_(False)
    while run.going():
        target = torch.stack([cut(generator) for _ in range(arguments.batch)])
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
