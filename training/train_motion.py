"""Trains the motion denoiser: python3 -m training.train_motion --minutes 20

Needs no pictures: scenes cost a thousandth of a second each, so that it sees ten times as many as the denoiser. A third of the
samples are cached shots with what the tasks give (training/tasks.py), as soon as there are any. It begins with the encoder of `training.train_text`.
"""

import argparse
import multiprocessing
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
from training.train_text import CAPTIONS, begin_reading, encoded
from training.world.captions import caption
from training.world.scene import sample_scene

FIRST_SEED = 100_000       # of scenes that are never rendered; validation lies far above
BATCH, GIVEN_BATCH = 96, 48
LARGER_ON_GPU = 8
REFRESH_STEPS = 200
WITH_GIVEN = 0.35
CAMERA_WEIGHT = 5.0        # beside 1 for a subject's number
FRAMES_GIVEN = (12, 24)    # latent frames of a cached sample


def scene_row(seed: int) -> tuple:
    """Rate, motion sheet and captions of a scene."""
    rate, (height, width) = frame_rate_of(seed), shape_of(seed)
    scene = sample_scene(seed, float(FRAMES / rate))
    texts = [caption(scene, seed * CAPTIONS + n, ("en", "fr")[n % 2], "train") for n in range(CAPTIONS)]
    return (rate.numerator, rate.denominator), sheet_of(scene, rate, width / height).half().numpy(), texts


class Scenes:
    """Motion sheets and captions by frame rate, and cached shots as soon as there are some."""

    def __init__(self, work: Path, count: int):
        self.cached = Shots(work, device())
        self.captions, sheets = defaultdict(list), defaultdict(list)
        tokenizer = Tokenizer.load(work / "tokenizer.json")
        with multiprocessing.get_context("spawn").Pool(initializer=torch.set_num_threads, initargs=(1,)) as pool:
            for rate, sheet, texts in pool.imap_unordered(scene_row, range(FIRST_SEED, FIRST_SEED + count), 64):
                sheets[rate].append(torch.from_numpy(sheet))
                self.captions[rate].append(encoded(texts, tokenizer))
        self.sheets = {rate: torch.stack(rows).to(device()) for rate, rows in sheets.items()}

    def batch(self, generator: random.Random, share: float):
        """Text ids, what is given, motion sheets and positions; one rate and one task a batch. `share` of the usual batch."""
        temporal = CONFIG.video.temporal
        if len(self.cached) and generator.random() < WITH_GIVEN:
            batch = draw_batch(self.cached, generator, round(GIVEN_BATCH * share), generator.choice(FRAMES_GIVEN), [task for task in TASKS if task != "text"])
            t, frames = batch.cut
            return batch.text, batch.watched, batch.sheets[:, t * temporal : (t + frames) * temporal], batch.motion_positions
        rates = list(self.captions)
        rate = generator.choices(rates, [len(self.captions[r]) for r in rates])[0]
        numbers = [generator.randrange(len(self.captions[rate])) for _ in range(round(BATCH * share))]
        text, _ = text_batch([self.captions[rate][n] for n in numbers], generator)
        positions = torch.cat([torch.zeros(text.shape[1], 3), picture_positions(FRAMES // temporal, 1, 1, temporal * rate[1] / rate[0])])
        sheets = self.sheets[rate].index_select(0, torch.tensor(numbers).to(device())).float()
        return text.to(device()), Given(len(numbers), CONFIG, device()), sheets, positions


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
    begin_reading(model, arguments.work)
    model.fit(torch.cat([sheets[:2000] for sheets in scenes.sheets.values()]).float())
    matrices, others = split(model)
    optimizers = [
        Muon(groups(model, matrices, 2e-3), lr=2e-3),
        torch.optim.AdamW(groups(model, others, 1e-3), lr=1e-3, betas=(0.9, 0.98), weight_decay=0.0)]
    run = Run(arguments.work / "motion.pt", model, optimizers, arguments.minutes)
    generator = random.Random(run.step * processes + rank)
    torch.manual_seed(run.step * processes + rank)
    weights = number_weights().to(device())
    share = (LARGER_ON_GPU if device().type == "cuda" else 1) / processes
    total, count = torch.zeros((), device=device()), 0
    while run.going():
        if run.step % REFRESH_STEPS == 0:
            scenes.cached.refresh()
        text, given, sheets, positions = scenes.batch(generator, share)
        motion = model.rows_of(sheets)
        sigma, noise = levels(len(motion)).to(device()), torch.randn_like(motion)
        with half_precision():
            velocity = model(model.text(text), given, motion.lerp(noise, sigma[:, None, None]), positions.to(device()), sigma)
        loss = ((velocity.float() - (noise - motion)).square() * weights).mean()
        run.take_step(loss)
        total, count = total + loss.detach(), count + 1
        if run.step % 50 == 0 and rank == 0:
            print(f"step {run.step} minutes {run.seconds / 60:.1f} loss {float(total) / count:.4f} shots {len(scenes.cached)}", flush=True)
            total, count = torch.zeros((), device=device()), 0
    run.save()


if __name__ == "__main__":
    main()
