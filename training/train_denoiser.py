"""Trains the denoiser on cached latents: python3 -m training.train_denoiser --minutes 90

Every sample draws its task: text alone, or with the first frame, the last frame or both as clean rows. One text in ten is
empty, for guidance. Matrices inside the blocks learn by Muon (Jordan et al. 2024), the rest by AdamW. Rows that hold a subject
or a sound count more: they are few, and they are what a prompt is about. Channels count between alike and as their pixels do:
the loudest, which hold place and colour, first.
"""

import argparse
import math
import random
from collections import defaultdict
from pathlib import Path

import torch

from training.cache_latents import PER_FILE
from training.loop import Run, half_precision, join_processes
from training.models.config import MiniAvConfig
from training.models.denoiser import Denoiser, patch_picture, patch_sound, picture_positions, sound_positions, still_positions
from training.models.motion import picture_features, sound_features
from training.models.tokenizer import PAD, padded
from training.muon import Muon, split
from training.shots import FIRST_VALIDATION_SEED, motion_sheet

CONFIG = MiniAvConfig()
DROP_TEXT = 0.1
DROP_MOTION, DROP_MOTION_TOO = 0.03, 0.5      # of samples with a text, and without
SHEET_NOISE = 0.1
STILLS = ([], [0], [1], [0, 1])
STILL_WEIGHTS = (76, 12, 6, 6)
# up to which part of the run, latent frames of a sample, samples of a batch: what things look like is learned from short
# cuts, which are cheap; how they move, from longer ones; the last part sees whole shots
STAGES = ((0.45, 2, 64), (0.80, 6, 24), (1.0, 12, 14))
SOUND_WEIGHTS = (1.0, 0.2)             # effects, ambience, beside 1 for the picture
LAG = 30.0                             # how much noisier the sound may be than the picture, as a ratio of odds
MATTERS = 3.0                          # weight of a row with a subject or a sound, beside 1


class Shots:
    """Cached latents at unit scale, by frame rate; grows while the cache does."""

    def __init__(self, work: Path):
        self.work, self.rates = work, defaultdict(list)
        self.scale = torch.load(work / "scale.pt", weights_only=True)
        self.read: set[str] = set()
        self.refresh()

    def refresh(self) -> None:
        for path in sorted((self.work / "latents").glob("*.pt")):
            if path.name in self.read or int(path.stem) * PER_FILE >= FIRST_VALIDATION_SEED:
                continue
            self.read.add(path.name)
            s = self.scale
            for row in torch.load(path, weights_only=True):
                mean, deviation = s["picture_mean"][:, None, None, None], s["picture_deviation"][:, None, None, None]
                row["picture"] = (row["picture"] - mean) / deviation
                row["stills"] = (row["stills"] - mean[:, 0]) / deviation[:, 0]
                row["sound"] = (row["sound"] - s["sound_mean"][:, :, None]) / s["sound_deviation"][:, :, None]
                row["sheet"] = motion_sheet(row["seed"]).half()
                row["seen"] = 1 + (MATTERS - 1) * row["seen"].float()
                row["heard"] = 1 + (MATTERS - 1) * row["heard"].float()
                self.rates[tuple(row["rate"])].append(row)

    def __len__(self):
        return sum(len(rows) for rows in self.rates.values())


def text_batch(captions, generator) -> torch.Tensor:
    """[b, n] token ids. One longest length a batch, drawn first: a single long caption would pad all the others."""
    longest = generator.choice((16, 16, 24, 24, 32, 64))

    def choose(options):
        short = [ids for ids in options if len(ids) <= longest]
        return generator.choice(short) if short else min(options, key=len)

    chosen = [[] if generator.random() < DROP_TEXT else choose(options) for options in captions]
    return torch.tensor(padded(chosen, CONFIG.denoiser.text_multiple))


def told_of(sheets, text, generator, size: tuple[int, int], frame_seconds: float, sound_rows: int, sound_seconds: float):
    """Motion features of picture [b, rows, ...] and sound [b, stems, rows, ...], whole shots. As drawn motion has little errors,
    so have these sheets. A sample without text has none half of the time: guidance is away from knowing nothing."""
    sheets = sheets + torch.rand(len(sheets), 1, 1) * SHEET_NOISE * torch.randn_like(sheets)
    told = torch.tensor([[[generator.random() >= (DROP_MOTION_TOO if untold else DROP_MOTION)]] for untold in (text == PAD).all(1).tolist()])
    picture = picture_features(sheets, *size) * told
    sound = sound_features(sheets, sound_rows, frame_seconds, sound_seconds) * told
    return picture, torch.stack([sound] + [torch.zeros_like(sound)] * (len(CONFIG.denoiser.stems) - 1), 1)


def make_batch(shots: Shots, generator: random.Random, size: int, frames: int):
    """One rate and one task a batch, so that all samples share their rows. `frames` latent frames, from anywhere in the shot."""
    rates = list(shots.rates)
    rate = generator.choices(rates, [len(shots.rates[r]) for r in rates])[0]
    rows = [generator.choice(shots.rates[rate]) for _ in range(size)]
    whole = rows[0]["picture"].shape[1]
    frames = min(frames, whole)
    # first and last frame are those of the whole shot
    stills = generator.choices(STILLS, STILL_WEIGHTS)[0] if frames == whole else []
    seconds = CONFIG.video.temporal * rate[1] / rate[0]
    sound_seconds = CONFIG.sound.latent_hop * CONFIG.denoiser.sound_patch / CONFIG.sound.sample_rate
    t = generator.randrange(whole - frames + 1)
    # the sound rows that overlap the cut; the first may begin a little before it
    first = int(t * seconds / sound_seconds + 1e-6)
    count = -(-round(((t + frames) * seconds / sound_seconds - first) * 1000) // 1000)
    patch = CONFIG.denoiser.sound_patch
    picture = torch.stack([row["picture"][:, t : t + frames] for row in rows])
    sound = torch.stack([row["sound"][:, :, first * patch : (first + count) * patch] for row in rows])
    height, width = picture.shape[3] // 2, picture.shape[4] // 2
    seen = torch.stack([row["seen"][t : t + frames].flatten() for row in rows])
    audible = torch.stack([row["heard"][:, first : first + count].flatten() for row in rows])
    text = text_batch([row["captions"] for row in rows], generator)
    clean = [patch_picture(torch.stack([row["stills"][i] for row in rows])[:, :, None]) for i in stills]
    heard = sound_positions(sound.shape[3] // patch, sound_seconds)
    heard[:, 0] += first * sound_seconds - t * seconds
    sheets = torch.stack([row["sheet"] for row in rows]).float()
    told_picture, told_sound = told_of(
        sheets, text, generator, (height, width), seconds / CONFIG.video.temporal, rows[0]["sound"].shape[2] // patch, sound_seconds)
    motion = (told_picture[:, t * height * width : (t + frames) * height * width],
              told_sound[:, :, first : first + count].flatten(1, 2))
    positions = torch.cat(
        [torch.zeros(text.shape[1], 3)]
        + [still_positions(height, width, (0.0, frames * seconds)[i]) for i in stills]
        + [picture_positions(frames, height, width, seconds)]
        + [heard] * len(CONFIG.denoiser.stems)
    )
    return (
        text,
        torch.cat(clean, 1) if clean else torch.zeros(size, 0, 4 * CONFIG.video.channels),
        patch_picture(picture),
        torch.cat([patch_sound(stem) for stem in sound.unbind(1)], 1),
        motion,
        positions,
        seen,
        audible,
    )


def weighted(error, weights, channels=1.0):
    """Mean of [b, rows, dims] with a weight a row [b, rows] and one a number of a row [dims]."""
    return ((error * channels).mean(-1) * weights).sum() / weights.sum()


def channel_weights(deviation) -> torch.Tensor:
    """Of the numbers of a picture row, mean 1. A channel's share of the picture's square error goes as deviation to the -2."""
    weights = deviation ** -1.5
    return (weights / weights.mean()).repeat_interleave(CONFIG.denoiser.patch ** 2)


def loss_of(model, batch, sigma, channels):
    text, clean, picture, sound, motion, positions, seen, audible = batch
    noise_picture, noise_sound = torch.randn_like(picture), torch.randn_like(sound)
    level = sigma[:, :, None, None]
    with half_precision():
        out_picture, out_sound = model(
            model.text(text), clean, picture.lerp(noise_picture, level[:, 0]), sound.lerp(noise_sound, level[:, 1]), motion,
            positions, sigma)
    error_picture = weighted((out_picture.float() - (noise_picture - picture)).square(), seen, channels)
    errors = (out_sound.float() - (noise_sound - sound)).square().chunk(len(SOUND_WEIGHTS), 1)
    error_sound = sum(
        weight * weighted(error, rows) for weight, error, rows in zip(SOUND_WEIGHTS, errors, audible.chunk(len(SOUND_WEIGHTS), 1)))
    return error_picture + error_sound, error_picture, error_sound / sum(SOUND_WEIGHTS)


def levels(size: int):
    """Noise levels of a batch. Half logit-normal (Esser et al. 2024, arXiv:2403.03206) and far towards noise: many rows show one
    thing together, so that what is where is decided when a single row still seems to hold nothing. Half even: a model that
    sees little of the last steps leaves grain."""
    towards_noise = torch.sigmoid(torch.randn(size) * 1.4 + 1.0)
    return torch.where(torch.rand(size) < 0.5, towards_noise, torch.rand(size))


def paired_levels(size: int):
    """Noise levels of picture and sound, [size, 2]. The sound is never the clearer one, and half of the samples get its level
    from the picture's, half the other way round, so that both see theirs spread as `levels` spreads them. The odds
    sigma / (1 - sigma) lie up to LAG apart: only beside a clear picture does a sound show when it is due."""
    odds, lag = torch.special.logit(levels(size), 1e-6), torch.rand(size) * math.log(LAG)
    picture = torch.where(torch.rand(size) < 0.5, odds, odds - lag)
    return torch.sigmoid(torch.stack([picture, picture + lag], 1))


def optimizers_of(model):
    matrices, others = split(model)
    told = [model.picture_motion_in.weight, model.sound_motion_in.weight]
    others = [p for p in others if all(p is not other for other in told)]
    return [
        Muon(matrices, lr=2e-3),
        # most of what rows are told of the motion is 0: these weights have the longest way from their beginning
        torch.optim.AdamW([{"params": others}, {"params": told, "lr": 5e-3}], lr=1e-3, betas=(0.9, 0.98), weight_decay=0.0),
    ]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--checkpoint", type=Path, default=None)
    parser.add_argument("--minutes", type=float, default=90)
    arguments = parser.parse_args()
    rank, processes = join_processes()
    torch.manual_seed(3)
    shots = Shots(arguments.work)
    model = Denoiser(CONFIG)
    run = Run(arguments.checkpoint or arguments.work / "denoiser.pt", model, optimizers_of(model), arguments.minutes)
    channels = channel_weights(shots.scale["picture_deviation"])
    generator = random.Random(run.step * processes + rank)
    torch.manual_seed(run.step * processes + rank)
    sums, count = torch.zeros(3), 0
    while run.going():
        if run.step % 200 == 0:
            shots.refresh()
        frames, size = next((frames, size) for until, frames, size in STAGES if run.done <= until)
        size //= processes
        batch = make_batch(shots, generator, size, frames)
        loss, picture, sound = loss_of(model, batch, paired_levels(size), channels)
        run.take_step(loss)
        sums += torch.stack([loss, picture, sound]).detach()
        count += 1
        if run.step % 50 == 0 and rank == 0:
            mean = sums / count
            print(f"step {run.step} minutes {run.seconds / 60:.1f} loss {mean[0]:.4f} picture {mean[1]:.4f} sound {mean[2]:.4f} "
                  f"shots {len(shots)}", flush=True)
            sums, count = torch.zeros(3), 0
    run.save()


if __name__ == "__main__":
    main()
