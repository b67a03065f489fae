"""Times one forward pass of the denoiser, both guidance passes together: python3 -m training.time_denoiser [--threads 2]

Prints milliseconds of the fastest of --runs passes, and processor milliseconds of the mean one. benchmarks/ compares them
with the same pass in C#: 96 frames at 24 a second, 160x96, 16 text rows.
"""

import argparse
import time

import torch

from training.models.config import MiniAvConfig
from training.models.denoiser import Denoiser, Given, picture_positions, sound_positions


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=40)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    config = MiniAvConfig()
    c, stems, frames = config.denoiser, len(config.denoiser.stems), 96 // config.video.temporal
    model = Denoiser(config).eval()
    positions = torch.cat([torch.zeros(16, 3), picture_positions(frames, 3, 5, config.video.temporal / 24)] + [sound_positions(25, 0.16)] * stems)
    picture_width, sound_width = config.video.channels * c.patch**2, config.sound.channels * c.sound_patch
    inputs = (torch.randn(2, 16, c.width), Given(2, config), torch.randn(2, frames * 15, picture_width),
              torch.randn(2, 25 * stems, sound_width),
              (torch.randn(2, frames * 15, c.picture_motion), torch.randn(2, 25 * stems, c.sound_motion)), positions, torch.full((2, 2), 0.5))
    model(*inputs)
    walls, processor = [], time.process_time()
    for _ in range(arguments.runs):
        start = time.perf_counter()
        model(*inputs)
        walls.append(time.perf_counter() - start)
    processor = (time.process_time() - processor) / arguments.runs
    print(f"{1000 * min(walls):.1f} {1000 * processor:.1f}")


if __name__ == "__main__":
    main()
