"""Trains the motion denoiser: python3 -m training.train_motion --minutes 20

Needs no pictures: scenes cost a thousandth of a second each, so that it sees ten times as many as the denoiser. A third of the
samples are cached shots with what the tasks give (training/tasks.py). `training.train_text --part motion` first teaches it to read.
"""

import argparse
import random
from collections import defaultdict
from pathlib import Path

import torch

from training.loop import Run, device, half_precision, join_processes
from training.models.denoiser import Given, picture_positions
from training.models.motion import CAMERA_NUMBERS, NUMBERS, MotionDenoiser
from training.models.tokenizer import Tokenizer
from training.muon import Muon, groups, split
from training.shots import FRAMES, frame_rate_of, shape_of, sheet_of
from training.tasks import CONFIG, TASKS, Shots, draw_batch, text_batch
from training.train_denoiser import levels
from training.train_text import caption_ids
from training.world.scene import sample_scene

FIRST_SEED = 100_000       # of scenes that are never rendered; validation lies far above
BATCH, GIVEN_BATCH = 96, 48
WITH_GIVEN = 0.35
CAMERA_WEIGHT = 5.0        # beside 1 for a subject's number
FRAMES_GIVEN = (6, 12)     # latent frames of a cached sample


class Scenes:
    """Motion sheets and captions by frame rate."""

    def __init__(self, work: Path, count: int):
        self.drawn, self.cached = defaultdict(list), Shots(work)
        kept = work / f"scenes-{count}.pt"
        if kept.exists():
            self.drawn = torch.load(kept, weights_only=True)
            return
        tokenizer = Tokenizer.load(work / "tokenizer.json")
        for seed in range(FIRST_SEED, FIRST_SEED + count):
            rate, (height, width) = frame_rate_of(seed), shape_of(seed)
            scene = sample_scene(seed, float(FRAMES / rate))
            self.drawn[rate.numerator, rate.denominator].append(
                {"sheet": sheet_of(scene, rate, width / height).half(), "captions": caption_ids(scene, tokenizer)})
        torch.save(dict(self.drawn), kept)

    def batch(self, generator: random.Random, processes: int):
        """Text ids, what is given, motion sheets and positions; one rate and one task a batch. Of several processes each takes its
        part of the batch."""
        temporal = CONFIG.video.temporal
        if len(self.cached) and generator.random() < WITH_GIVEN:
            batch = draw_batch(self.cached, generator, GIVEN_BATCH // processes, generator.choice(FRAMES_GIVEN), [task for task in TASKS if task != "text"])
            t, frames = batch.cut
            return batch.text, batch.watched, batch.sheets[:, t * temporal : (t + frames) * temporal], batch.motion_positions
        rates = list(self.drawn)
        rate = generator.choices(rates, [len(self.drawn[r]) for r in rates])[0]
        rows = [generator.choice(self.drawn[rate]) for _ in range(BATCH // processes)]
        sheets = torch.stack([row["sheet"] for row in rows]).float()
        text = text_batch([row["captions"] for row in rows], generator)
        positions = torch.cat([torch.zeros(text.shape[1], 3), picture_positions(FRAMES // temporal, 1, 1, temporal * rate[1] / rate[0])])
        return text, Given(len(rows), CONFIG), sheets, positions


def number_weights() -> torch.Tensor:
    """Of the numbers of a motion row, mean 1. The camera has three of them, which most scenes leave alone: counted alike they were
    learned last."""
    weights = torch.ones(NUMBERS)
    weights[-CAMERA_NUMBERS:] = CAMERA_WEIGHT
    return (weights / weights.mean()).repeat(CONFIG.video.temporal)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--scenes", type=int, default=30000)
    arguments = parser.parse_args()
    rank, processes = join_processes()
    torch.manual_seed(4)
    scenes = Scenes(arguments.work, arguments.scenes)
    model = MotionDenoiser(CONFIG).to(device())
    model.fit(torch.stack([row["sheet"] for rows in scenes.drawn.values() for row in rows[:2000]]).float())
    matrices, others = split(model)
    optimizers = [
        Muon(groups(model, matrices, 2e-3), lr=2e-3),
        torch.optim.AdamW(groups(model, others, 1e-3), lr=1e-3, betas=(0.9, 0.98), weight_decay=0.0)]
    run = Run(arguments.work / "motion.pt", model, optimizers, arguments.minutes)
    generator = random.Random(run.step * processes + rank)
    torch.manual_seed(run.step * processes + rank)
    weights = number_weights().to(device())
    total, count = 0.0, 0
    while run.going():
        text, given, sheets, positions = scenes.batch(generator, processes)
        text, given, positions, motion = text.to(device()), given.to(device()), positions.to(device()), model.rows_of(sheets.to(device()))
        sigma, noise = levels(len(motion)).to(device()), torch.randn_like(motion)
        with half_precision():
            velocity = model(model.text(text), given, motion.lerp(noise, sigma[:, None, None]), positions, sigma)
        loss = ((velocity.float() - (noise - motion)).square() * weights).mean()
        run.take_step(loss)
        total, count = total + loss.item(), count + 1
        if run.step % 50 == 0 and rank == 0:
            print(f"step {run.step} minutes {run.seconds / 60:.1f} loss {total / count:.4f}", flush=True)
            total, count = 0.0, 0
    run.save()


if __name__ == "__main__":
    main()
