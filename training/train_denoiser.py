"""Trains the denoiser on cached latents: python3 -m training.train_denoiser --minutes 90

Tasks are drawn as training/tasks.py says. Matrices inside the blocks learn by Muon (Jordan et al. 2024), the rest by AdamW. Rows that
hold a subject or a sound count more: they are few, and they are what a prompt is about. Channels count between alike and as their
pixels do: the loudest, which hold place and colour, first.
"""

import argparse
import math
import random
from pathlib import Path

import torch
from torch.nn import functional as F

from training.loop import Run, device, half_precision, join_processes
from training.models.denoiser import Denoiser
from training.models.motion import picture_features, sound_features
from training.muon import Muon, groups, split
from training.tasks import CONFIG, SOUND_SECONDS, Batch, Shots, draw_batch, waited_for
from training.train_text import begin_reading

DROP_MOTION, DROP_MOTION_TOO = 0.03, 0.5      # of samples with a text, and without
SHEET_NOISE, NOISE_FRAMES = 0.1, 16           # at most, and frames from one drawn error to the next
# up to which part of the run, latent frames of a sample, samples of a batch: what things look like is learned from short
# cuts, which are cheap; how they move, from longer ones; the last part sees whole shots
STAGES = ((0.3, 4, 64), (0.7, 12, 24), (1.0, 24, 14))
LARGER_ON_GPU = 8                      # batches
FEWEST_SHOTS = 500                     # to begin with
SOUND_WEIGHTS = (1.0, 0.2, 0.5)        # effects, ambience, music, beside 1 for the picture
LAG = 30.0                             # how much noisier the sound may be than the picture, as a ratio of odds


def sheet_errors(sheets):
    """As drawn motion has little errors, so have the sheets that rows are told of. They are smooth as drawn paths are: a pan is a
    fiftieth of a unit from frame to frame, and errors apart in every frame would hide it."""
    count, frames, numbers = sheets.shape
    errors = torch.randn(count, numbers, frames // NOISE_FRAMES + 1, device=sheets.device)
    smooth = F.interpolate(errors, frames, mode="linear", align_corners=True).transpose(1, 2)
    return torch.rand(count, 1, 1, device=sheets.device) * SHEET_NOISE * smooth


def told_of(batch: Batch, generator):
    """What the rows of picture and sound are told of the motion. A sample without text is told nothing half of the time: guidance is
    away from knowing nothing."""
    sheets = batch.sheets + sheet_errors(batch.sheets)
    told = torch.tensor([[[generator.random() >= (DROP_MOTION_TOO if untold else DROP_MOTION)]] for untold in batch.untold]).to(sheets.device)
    (t, frames), (first, count), temporal = batch.cut, batch.heard, CONFIG.video.temporal
    picture = picture_features(sheets[:, t * temporal : (t + frames) * temporal], *batch.size) * told
    effects = sound_features(sheets, batch.whole[1], batch.seconds / temporal, SOUND_SECONDS)[:, first : first + count] * told
    return picture, torch.cat([effects] + [torch.zeros_like(effects)] * (len(CONFIG.denoiser.stems) - 1), 1)


def weighted(error, weights, channels=1.0):
    """Mean of [b, rows, dims] with a weight a row [b, rows] and one a number of a row [dims]."""
    return ((error * channels).mean(-1) * weights).sum() / weights.sum()


def channel_weights(deviation) -> torch.Tensor:
    """Of the numbers of a picture row, mean 1, of the channels' deviations at the denoiser's scale, where the square of a
    channel's deviation is its share of the picture's error (cache_latents.fit_scale)."""
    weights = deviation ** 1.5
    return (weights / weights.mean()).repeat_interleave(CONFIG.denoiser.patch ** 2)


def measured_deviations(shots: Shots) -> torch.Tensor:
    """[channels], of some of the shots' pictures."""
    largest = max(shots.groups.values(), key=len)
    return largest.tensors["picture"][:200].float().std((0, 2, 3, 4))


def loss_of(model, batch: Batch, motion, sigma, channels):
    picture, sound = batch.picture, batch.sound
    noise_picture, noise_sound = torch.randn_like(picture), torch.randn_like(sound)
    level = sigma[:, :, None, None]
    with half_precision():
        out_picture, out_sound = model(
            model.text(batch.text), batch.given, picture.lerp(noise_picture, level[:, 0]), sound.lerp(noise_sound, level[:, 1]), motion,
            batch.positions.to(picture.device), sigma)
    error_picture = weighted((out_picture.float() - (noise_picture - picture)).square(), batch.seen, channels)
    errors = (out_sound.float() - (noise_sound - sound)).square().chunk(len(SOUND_WEIGHTS), 1)
    error_sound = sum(
        weight * weighted(error, rows) for weight, error, rows in zip(SOUND_WEIGHTS, errors, batch.audible.chunk(len(SOUND_WEIGHTS), 1)))
    return error_picture + error_sound, error_picture, error_sound / sum(SOUND_WEIGHTS)


def levels(size: int):
    """Noise levels of a batch. Half logit-normal (Esser et al. 2024, arXiv:2403.03206) and far towards noise: many rows show one
    thing together, so that what is where is decided when a single row still seems to hold nothing. Half even: a model that
    sees little of the last steps leaves grain."""
    towards_noise = torch.sigmoid(torch.randn(size) * 1.4 + 1.0)
    return torch.where(torch.rand(size) < 0.5, towards_noise, torch.rand(size))


def paired_levels(size: int) -> torch.Tensor:
    """Noise levels of picture and sound, [size, 2]. The sound is never the clearer one, and half of the samples get its level
    from the picture's, half the other way round, so that both see theirs spread as `levels` spreads them. The odds
    sigma / (1 - sigma) lie up to LAG apart: only beside a clear picture does a sound show when it is due."""
    odds, lag = torch.special.logit(levels(size), 1e-6), torch.rand(size) * math.log(LAG)
    picture = torch.where(torch.rand(size) < 0.5, odds, odds - lag)
    return torch.sigmoid(torch.stack([picture, picture + lag], 1))


def optimizers_of(model):
    matrices, others = split(model)
    told = [model.picture_motion_in.weight, model.sound_motion_in.weight, model.source_in.weight]
    others = [p for p in others if all(p is not other for other in told)]
    return [
        Muon(groups(model, matrices, 2e-3), lr=2e-3),
        # most of what rows are told of motion and source is 0: these weights have the longest way from their beginning
        torch.optim.AdamW(groups(model, others, 1e-3) + [{"params": told, "lr": 5e-3}], lr=1e-3, betas=(0.9, 0.98), weight_decay=0.0),
    ]


def compiled(model) -> None:
    """On a GPU: blocks as fewer, larger kernels, and one compilation for all lengths."""
    for block in model.blocks:
        block.compile(dynamic=True)
    c = model.config
    half = {"device": device(), "dtype": torch.bfloat16}
    rows, kinds = torch.randn(96, 96, c.width, requires_grad=True, **half), torch.eye(len(model.modality), **half)
    table = torch.randn(96, len(kinds), 6, c.width, device=device(), requires_grad=True)
    turned = torch.randn(2, 96, c.head // 2, **half)
    with half_precision():
        for block in model.blocks:
            block(rows, table, kinds[torch.arange(96) % len(kinds)], tuple(turned)).sum().backward()
    model.zero_grad(set_to_none=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--checkpoint", type=Path, default=None)
    parser.add_argument("--minutes", type=float, default=90)
    arguments = parser.parse_args()
    rank, processes = join_processes()
    torch.manual_seed(3)
    on_gpu = device().type == "cuda"
    model = Denoiser(CONFIG).to(device())
    begin_reading(model, arguments.work)
    if on_gpu:
        compiled(model)
    shots = waited_for(arguments.work, FEWEST_SHOTS)
    run = Run(arguments.checkpoint or arguments.work / "denoiser.pt", model, optimizers_of(model), arguments.minutes)
    channels = channel_weights(measured_deviations(shots))
    generator = random.Random(run.step * processes + rank)
    torch.manual_seed(run.step * processes + rank)
    sums, count = torch.zeros(3, device=device()), 0
    while run.going():
        if run.step % 200 == 0:
            shots.refresh()
        frames, size = next((frames, size) for until, frames, size in STAGES if run.done <= until)
        size = size * (LARGER_ON_GPU if on_gpu else 1) // processes
        batch = draw_batch(shots, generator, size, frames)
        loss, picture, sound = loss_of(model, batch, told_of(batch, generator), paired_levels(size).to(device()), channels)
        run.take_step(loss)
        sums += torch.stack([loss, picture, sound]).detach()
        count += 1
        if run.step % 50 == 0 and rank == 0:
            mean = (sums / count).tolist()
            print(f"step {run.step} minutes {run.seconds / 60:.1f} loss {mean[0]:.4f} picture {mean[1]:.4f} sound {mean[2]:.4f} "
                  f"shots {len(shots)}", flush=True)
            sums, count = torch.zeros(3, device=device()), 0
    run.save()


if __name__ == "__main__":
    main()
