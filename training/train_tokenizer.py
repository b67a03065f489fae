"""Makes the tokenizer from captions of the world: python3 -m training.train_tokenizer"""

import argparse
from pathlib import Path

from training.models.config import MiniAvConfig
from training.models.tokenizer import train
from training.world.captions import corpus


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--captions", type=int, default=20000)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    tokenizer = train(corpus(arguments.captions, seed=0), MiniAvConfig().denoiser.vocabulary)
    tokenizer.save(arguments.work / "tokenizer.json")
    print(f"{len(tokenizer.pieces)} pieces; {tokenizer.encode('a red ball bounces on a wooden floor in the rain')}")


if __name__ == "__main__":
    main()
