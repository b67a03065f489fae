"""Trains the critic on true renders: python3 -m training.train_critic --work training/.work

It needs twelve frames of a shot only, so it renders its own, a tenth of the work of whole shots, and keeps them in WORK/critic.
Ends with the accuracy on shots of validation seeds, by attribute, with 95 % intervals.
"""

import argparse
import json
import math
import os
import random
from fractions import Fraction
from pathlib import Path

import numpy
import torch
from torch.nn import functional as F

from training.evaluation.bootstrap import Figure, mean_of
from training.loop import half_precision
from training.models.critic import FRAMES, HEIGHT, PUBLISHED, WIDTH, Critic, load, save, to_unit
from training.shots import FIRST_VALIDATION_SEED
from training.shots import FRAMES as SHOT_FRAMES
from training.shots import frame_rate_of
from training.world.picture import render
from training.world.scene import sample_scene
from training.world.vocabulary import VOCABULARY

# of a companion as much as of the first subject: where they differ, the target is shared
SUBJECT_ATTRIBUTES = {"thing": "kind", "colour": "colour", "action": "action"}
GRAIN = 0.2
MIRRORED = {"pan left": "pan right", "pan right": "pan left"}


def render_frames(seed: int, folder: Path) -> None:
    """Two files a shot: the critic's frames and, last, every value that each attribute has in the scene."""
    facts = folder / f"{seed:07d}.json"
    if facts.exists():
        return
    rate = frame_rate_of(seed) if seed < FIRST_VALIDATION_SEED else Fraction(24)
    scene = sample_scene(seed, float(SHOT_FRAMES / rate))
    frames = render(scene, rate * FRAMES / SHOT_FRAMES, FRAMES, WIDTH, HEIGHT)
    values = {name: [value] for name, value in scene.attributes().items()}
    for name, member in SUBJECT_ATTRIBUTES.items():
        values[name] = list(dict.fromkeys(getattr(subject, member) for subject in scene.subjects))
    numpy.save(folder / f"{seed:07d}.npy", frames.numpy())
    facts.with_suffix(".part").write_text(json.dumps(values), encoding="utf-8")
    os.replace(facts.with_suffix(".part"), facts)


class Frames:
    """The rendered frames of many seeds, and their targets: one distribution an attribute."""

    def __init__(self, folder: Path, seeds):
        self.folder, self.seeds = folder, list(seeds)
        for seed in self.seeds:
            render_frames(seed, folder)
        self.values = [json.loads((folder / f"{seed:07d}.json").read_text(encoding="utf-8")) for seed in self.seeds]

    def __len__(self):
        return len(self.seeds)

    def frames(self, index: int) -> torch.Tensor:
        return torch.from_numpy(numpy.load(self.folder / f"{self.seeds[index]:07d}.npy"))


def target(values: list[str], vocabulary: tuple[str, ...], mirrored: bool) -> list[float]:
    said = [MIRRORED.get(value, value) if mirrored else value for value in values]
    return [said.count(word) / len(said) for word in vocabulary]


def grain(shape, generator: random.Random) -> torch.Tensor:
    """Noise of up to GRAIN of the range, [t, 3, h, w], in specks of one, two or four pixels."""
    size = generator.choice((1, 2, 4))
    specks = torch.randn(*shape[:2], shape[2] // size, shape[3] // size)
    return GRAIN * generator.random() * F.interpolate(specks, shape[2:], mode="bilinear", align_corners=False)


def make_batch(data: Frames, indices: list[int], generator: random.Random):
    """Mirrored half of the time; softened a third of the time, as a decoder's pictures are; grainy half of the time, as drawn ones are:
    grain is neither rain nor snow."""
    pictures, targets = [], {name: [] for name in VOCABULARY}
    for index in indices:
        frames, mirrored = to_unit(data.frames(index)), generator.random() < 0.5
        if mirrored:
            frames = frames.flip(-1)
        if generator.random() < 0.35:
            smaller = generator.choice((0.4, 0.55, 0.7))
            small = F.interpolate(frames, scale_factor=smaller, mode="bilinear", antialias=True, align_corners=False)
            frames = F.interpolate(small, frames.shape[2:], mode="bilinear", align_corners=False)
        if generator.random() < 0.5:
            frames = frames + grain(frames.shape, generator)
        pictures.append(frames)
        for name, vocabulary in VOCABULARY.items():
            targets[name].append(target(data.values[index][name], vocabulary, mirrored))
    return torch.stack(pictures), {name: torch.tensor(rows) for name, rows in targets.items()}


def train(critic: Critic, data: Frames, steps: int, batch: int, start_rate: float, seed: int, keep) -> None:
    """`keep` is called every hundred steps, so that a run that is stopped leaves a critic."""
    critic.train()
    optimizer = torch.optim.AdamW(critic.parameters(), lr=start_rate, weight_decay=0.02)
    generator, order = random.Random(seed), []
    for step in range(steps):
        done = step / steps
        rate = start_rate * min(1, (step + 1) / 30) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * done)))
        for group in optimizer.param_groups:
            group["lr"] = rate
        if len(order) < batch:
            order += generator.sample(range(len(data)), len(data))
        pictures, targets = make_batch(data, [order.pop(0) for _ in range(min(batch, len(order)))], generator)
        with half_precision():
            read = critic(pictures)
        losses = {name: F.cross_entropy(logits.float(), targets[name]) for name, logits in read.items()}
        loss = sum(losses.values())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(critic.parameters(), 5.0)
        optimizer.step()
        if step % 100 == 99:
            keep()
        if step % 25 == 0:
            said = " ".join(f"{name} {value.item():.2f}" for name, value in losses.items())
            print(f"step {step} of {steps} loss {loss.item():.2f} {said}", flush=True)
    critic.eval()


@torch.no_grad()
def accuracy(critic: Critic, data: Frames) -> dict[str, Figure]:
    """Share of shots whose reading is right, over those where all subjects agree on the attribute."""
    right: dict[str, list[float]] = {name: [] for name in VOCABULARY}
    for index in range(len(data)):
        logits = critic(to_unit(data.frames(index)[None]))
        for name, vocabulary in VOCABULARY.items():
            values = data.values[index][name]
            if len(values) == 1:
                right[name].append(float(vocabulary[int(logits[name][0].argmax())] == values[0]))
    return {name: mean_of(values) for name, values in right.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--shots", type=int, default=2400, help="training shots, seeds 0 up")
    parser.add_argument("--held-out", type=int, default=300, help="validation shots")
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3, help="learning rate at the start")
    parser.add_argument("--go-on", action="store_true", help="from the critic that is there")
    parser.add_argument("--publish", action="store_true", help=f"to {PUBLISHED.name} beside the measures too, in half precision")
    parser.add_argument("--render-only", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(4)
    folder = arguments.work / "critic"
    folder.mkdir(parents=True, exist_ok=True)
    held_out = Frames(folder, range(FIRST_VALIDATION_SEED, FIRST_VALIDATION_SEED + arguments.held_out))
    data = Frames(folder, range(arguments.shots))
    if arguments.render_only:
        return
    path = arguments.work / "critic.safetensors"
    critic = (load(path).requires_grad_(True) if arguments.go_on else Critic()).to(memory_format=torch.channels_last)
    print(f"{sum(p.numel() for p in critic.parameters()) / 1e6:.2f} M parameters, {len(data)} shots", flush=True)
    keep = (lambda: None) if arguments.go_on else (lambda: save(critic, path, {}))
    train(critic, data, arguments.steps, arguments.batch, arguments.rate, int(arguments.go_on), keep)
    figures = accuracy(critic, held_out)
    rows = {name: [figure.value, figure.low, figure.high, figure.count] for name, figure in figures.items()}
    save(critic, path, rows)
    if arguments.publish:
        save(critic, PUBLISHED, rows, torch.float16)
    for name, figure in figures.items():
        print(f"{name:8s} {figure}")


if __name__ == "__main__":
    main()
