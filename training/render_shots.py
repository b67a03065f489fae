"""Renders shots until COUNT are there; restarts where it stopped.

python3 -m training.render_shots --work training/.work --first 0 --count 2500 --part 0 --parts 2
"""

import argparse
from pathlib import Path

import torch

from training.shots import render_shot


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=2500)
    parser.add_argument("--part", type=int, default=0, help="this process takes every PARTS-th seed")
    parser.add_argument("--parts", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    folder = arguments.work / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(arguments.first + arguments.part, arguments.first + arguments.count, arguments.parts):
        if not (folder / f"{seed:07d}.json").exists():
            render_shot(seed, folder)


if __name__ == "__main__":
    main()
