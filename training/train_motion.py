"""Trains the motion denoiser: python3 -m training.train_motion --minutes 20

Needs no pictures: scenes cost a thousandth of a second each, so that it sees ten times as many as the denoiser. A fourth of the
samples is a cached shot with its first frame, its last one or both as clean rows. `training.train_text --part motion` first teaches
it to read.
"""

import argparse
import random
from collections import defaultdict
from pathlib import Path

import torch

from training.loop import Run, half_precision
from training.models.config import MiniAvConfig
from training.models.denoiser import patch_picture, picture_positions, still_positions
from training.models.motion import MotionDenoiser
from training.models.tokenizer import Tokenizer
from training.muon import Muon, split
from training.shots import FRAMES, frame_rate_of, sheet_of
from training.train_denoiser import Shots, levels, text_batch
from training.train_text import caption_ids
from training.world.scene import sample_scene

CONFIG = MiniAvConfig()
FIRST_SEED = 100_000       # of scenes that are never rendered; validation lies far above
BATCH = 96
STILLS = ([0], [1], [0, 1])
WITH_STILLS = 0.25


class Scenes:
    """Motion sheets and captions by frame rate."""

    def __init__(self, work: Path, count: int):
        self.drawn, self.cached = defaultdict(list), Shots(work).rates
        kept = work / f"scenes-{count}.pt"
        if kept.exists():
            self.drawn = torch.load(kept, weights_only=True)
            return
        tokenizer = Tokenizer.load(work / "tokenizer.json")
        for seed in range(FIRST_SEED, FIRST_SEED + count):
            rate = frame_rate_of(seed)
            scene = sample_scene(seed, float(FRAMES / rate))
            self.drawn[rate.numerator, rate.denominator].append(
                {"sheet": sheet_of(scene, rate).half(), "captions": caption_ids(scene, tokenizer)})
        torch.save(dict(self.drawn), kept)

    def batch(self, generator: random.Random, size: int):
        """Text ids, clean rows, motion sheets and positions; one rate and one task a batch."""
        stills = generator.choice(STILLS) if generator.random() < WITH_STILLS else []
        source = self.cached if stills else self.drawn
        rates = list(source)
        rate = generator.choices(rates, [len(source[r]) for r in rates])[0]
        rows = [generator.choice(source[rate]) for _ in range(size)]
        temporal = CONFIG.video.temporal
        seconds, frames = temporal * rate[1] / rate[0], FRAMES // temporal
        sheets = torch.stack([row["sheet"] for row in rows]).float()
        text = text_batch([row["captions"] for row in rows], generator)
        clean = [patch_picture(torch.stack([row["stills"][i] for row in rows])[:, :, None]) for i in stills]
        positions = [torch.zeros(text.shape[1], 3)]
        if stills:
            height, width = (n // 2 for n in rows[0]["stills"].shape[2:])
            positions += [still_positions(height, width, (0.0, frames * seconds)[i]) for i in stills]
        positions.append(picture_positions(frames, 1, 1, seconds))
        empty = torch.zeros(size, 0, 4 * CONFIG.video.channels)
        return text, torch.cat(clean, 1) if clean else empty, sheets, torch.cat(positions)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--scenes", type=int, default=30000)
    arguments = parser.parse_args()
    torch.manual_seed(4)
    scenes = Scenes(arguments.work, arguments.scenes)
    model = MotionDenoiser(CONFIG)
    model.fit(torch.stack([row["sheet"] for rows in scenes.drawn.values() for row in rows[:2000]]).float())
    matrices, others = split(model)
    optimizers = [Muon(matrices, lr=2e-3), torch.optim.AdamW(others, lr=1e-3, betas=(0.9, 0.98), weight_decay=0.0)]
    run = Run(arguments.work / "motion.pt", model, optimizers, arguments.minutes)
    generator = random.Random(run.step)
    torch.manual_seed(run.step)
    total, count = 0.0, 0
    while run.going():
        text, clean, sheets, positions = scenes.batch(generator, BATCH)
        motion = model.rows_of(sheets)
        sigma, noise = levels(BATCH), torch.randn_like(motion)
        with half_precision():
            velocity = model(model.text(text), clean, motion.lerp(noise, sigma[:, None, None]), positions, sigma)
        loss = (velocity.float() - (noise - motion)).square().mean()
        run.take_step(loss)
        total, count = total + loss.item(), count + 1
        if run.step % 50 == 0:
            print(f"step {run.step} minutes {run.seconds / 60:.1f} loss {total / count:.4f}", flush=True)
            total, count = 0.0, 0
    run.save()


if __name__ == "__main__":
    main()
