"""Trains the picture autoencoder on rendered shots: python3 -m training.train_video_autoencoder --minutes 20"""

import argparse
import random
import time
from pathlib import Path

import numpy
import torch
from torch.nn import functional as F

from training.loop import Run, device, half_precision, join_processes
from training.models.config import VideoConfig
from training.models.video_autoencoder import VideoAutoencoder
from training.muon import Muon
from training.shots import (
    FIRST_VALIDATION_SEED, FRAMES, open_video, seeds_in, subjects_at, to_model_range, training_seeds)

CLIP_FRAMES, CROP = 16, 96
LARGER_ON_GPU = 8                      # batches
LAST_RATE = 5e-5
FEWEST_SHOTS = 200                     # to begin with
TEMPORAL = VideoConfig().temporal
# of a channel's deviation, drawn for every clip: nearby latents must decode alike, and what a denoiser draws is never quite
# clean: a decoder that knew only true latents would show its errors as grain
LATENT_NOISE = (0.005, 0.3)
MOVING, MOVING_CHANGE = 4.0, 0.3       # of the range of 2, from frame to frame


def clip(folder: Path, seeds: list[int], generator: random.Random) -> torch.Tensor:
    """uint8 [16, 3, 96, 96], anywhere in a random shot; flipped left to right half of the time."""
    video = open_video(folder, generator.choice(seeds))
    t = generator.randrange(FRAMES - CLIP_FRAMES + 1)
    y, x = (4 * generator.randrange((size - CROP) // 4 + 1) for size in video.shape[2:])
    cut = torch.from_numpy(numpy.ascontiguousarray(video[t : t + CLIP_FRAMES, :, y : y + CROP, x : x + CROP]))
    return cut.flip(-1) if generator.random() < 0.5 else cut


def differences(x):
    return x.diff(dim=-1), x.diff(dim=-2), x.diff(dim=-3)


def moving_weights(target):
    """[b, 1, t, h, w], mean 1: where the picture changes counts up to MOVING more. A path is a few pixels, and a decoder that is right
    on the whole smooths its turns away."""
    changes = target.diff(dim=2).abs().amax(1, keepdim=True)
    either = torch.maximum(F.pad(changes, (0, 0, 0, 0, 1, 0)), F.pad(changes, (0, 0, 0, 0, 0, 1)))
    near = F.max_pool3d(either, (1, 5, 5), 1, (0, 2, 2))
    weights = 1 + MOVING * (near / MOVING_CHANGE).clamp(max=1)
    return weights / weights.mean()


def loss_of(output, target):
    """Squares first: what is small and bright, the subject, must not be given up for the ground around it."""
    edges = sum(F.l1_loss(a, b) for a, b in zip(differences(output), differences(target)))
    errors, weights = output - target, moving_weights(target)
    return 10.0 * (errors.square() * weights).mean() + 0.5 * (errors.abs() * weights).mean() + 0.5 * edges


def blocks_of(folder: Path, seeds: list[int], generator: random.Random, count: int) -> torch.Tensor:
    """[count, 3072]: blocks of 4x16x16 for the linear base, one half from anywhere, the other half at and around subjects."""
    found = []
    while len(found) < count:
        seed = generator.choice(seeds)
        video = to_model_range(open_video(folder, seed))
        height, width = video.shape[2:]
        for n in range(64):
            t = generator.randrange(FRAMES - TEMPORAL + 1)
            x, y, radius = generator.random(), generator.random(), 0.0
            if n % 2:
                x, y, radius = generator.choice(subjects_at(seed, [t])[:, 0].tolist())
            left, top = (round(place * size + generator.uniform(-1.2, 1.2) * radius * height - 8) for place, size in ((x, width), (y, height)))
            left, top = min(max(left, 0), width - 16), min(max(top, 0), height - 16)
            found.append(video[:, t : t + TEMPORAL, top : top + 16, left : left + 16].transpose(0, 1).flatten())
    return torch.stack(found[:count])


def noisy(latent):
    """Latents with noise, its level drawn for each clip, spread evenly over its logarithm. It is a share of what each channel holds:
    louder latents must not be a way out of it."""
    least, most = LATENT_NOISE
    level = least * (most / least) ** torch.rand(len(latent), 1, 1, 1, 1, device=latent.device)
    return latent + level * latent.detach().std((0, 2, 3, 4), keepdim=True) * torch.randn_like(latent)


@torch.no_grad()
def psnr(model, folder: Path, seeds: list[int]) -> float:
    errors = []
    for seed in seeds:
        video = to_model_range(open_video(folder, seed)[:48])[None].to(next(model.parameters()).device)
        output = model.decoder(model.encoder(video)).clamp(-1, 1)
        errors.append(F.mse_loss(output / 2, video / 2).item())
    return float(-10 * torch.tensor(errors).log10().mean())


def unseen_or_last(folder: Path) -> list[int]:
    """Shots that are never learned from; where none was rendered, the last ones that are."""
    seeds = seeds_in(folder)
    return [seed for seed in seeds if seed >= FIRST_VALIDATION_SEED][:16] or seeds[-16:]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--rate", type=float, default=3e-3, help="learning rate of the convolutions at the start; it falls over the minutes")
    arguments = parser.parse_args()
    shots, checkpoint = arguments.work / "shots", arguments.work / "video.pt"
    rank, processes = join_processes()
    torch.manual_seed(1)
    torch.backends.cudnn.benchmark = True
    model = VideoAutoencoder().to(device(), memory_format=torch.channels_last)
    model.encoder.base.requires_grad_(False)
    model.decoder.base.requires_grad_(False)
    # the last layers see hundreds of features at once: at the full rate their first steps overshoot, and the layers before them
    # learn to be silent
    last = [*model.encoder.leave.parameters(), *model.decoder.leave.parameters()]
    learned = [p for p in model.parameters() if p.requires_grad and all(p is not q for q in last)]
    optimizers = [
        Muon([p for p in learned if p.ndim == 4], lr=arguments.rate, weight_decay=0.0),
        torch.optim.AdamW([{"params": [p for p in learned if p.ndim < 4], "lr": 1e-3}, {"params": last, "lr": LAST_RATE}],
                          lr=1e-3, betas=(0.9, 0.99), weight_decay=0.0)]
    known_code = checkpoint.exists()
    run = Run(checkpoint, model, optimizers, arguments.minutes, decay=0.998)
    generator = random.Random(run.step * processes + rank)
    size = arguments.batch * (LARGER_ON_GPU if device().type == "cuda" else 1)
    while len(training_seeds(shots)) < FEWEST_SHOTS:
        time.sleep(1)      # whoever renders them is on the way
    seeds: list[int] = []
    if not known_code:
        known = training_seeds(shots)
        model.fit_base(blocks_of(shots, known, generator, 40000).to(device()))
        run.average.load_state_dict(model.state_dict())
        print(f"linear base {psnr(model, shots, known[:16]):.2f} dB", flush=True)
    torch.manual_seed(run.step * processes + rank)
    while run.going():
        if run.step % 50 == 0 or not seeds:
            seeds = training_seeds(shots)
        video = torch.stack([clip(shots, seeds, generator) for _ in range(size)]).to(device())
        video = video.float().div(127.5).sub(1).transpose(1, 2)
        with half_precision():
            output = model.decoder(noisy(model.encoder(video).float()))
        output = output.float()
        loss = loss_of(output, video)
        norm = run.take_step(loss)
        if run.step % 500 == 0 and rank == 0:
            print(f"unseen shots {psnr(run.average, shots, unseen_or_last(shots)):.2f} dB", flush=True)
        if run.step % 50 == 0 and rank == 0:
            error = F.mse_loss(output.detach() / 2, video / 2)
            print(f"step {run.step} minutes {run.seconds / 60:.1f} loss {loss.item():.4f} psnr {-10 * error.log10():.2f} "
                  f"grad {norm:.2f} shots {len(seeds)}", flush=True)
    run.save()
    print(f"unseen shots {psnr(run.average, shots, unseen_or_last(shots)):.2f} dB")


if __name__ == "__main__":
    main()
