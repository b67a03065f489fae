"""Teaches a text encoder to read: python3 -m training.train_text --minutes 4

Denoising alone teaches words slowly: a place fills the picture and is learned in an hour, a colour is a few rows of it. So the
encoder first learns to tell a scene's attributes from its captions: the mean of its rows, which is what a picture row gets that
attends to all of them alike, goes through one linear layer an attribute. The layers are thrown away; the rows they made readable
stay in denoiser.pt or motion.pt. Call it early between two runs of that part. Captions need no rendered shots.
"""

import argparse
import random
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from training.loop import device, half_precision
from training.models.config import MiniAvConfig
from training.models.denoiser import TextEncoder
from training.models.tokenizer import Tokenizer, padded
from training.muon import Muon, split
from training.shots import FIRST_VALIDATION_SEED
from training.world.captions import CORPUS_SECONDS, LANGUAGES, caption, evaluation_prompt
from training.world.scene import sample_scene
from training.world.vocabulary import MOODS, VOCABULARY

BATCH = 192
FIRST_SEED = 600_000
CAPTIONS = 6               # of a scene, the languages in turn
PART = "text."
# what an encoder learns to tell: the attributes, and the music, which a picture does not show
READ = VOCABULARY | {"music": ("none", *MOODS)}


def caption_ids(scene, tokenizer: Tokenizer, wording: str = "train") -> list[list[int]]:
    """Token ids of a scene's captions."""
    texts = [caption(scene, scene.seed * CAPTIONS + n, ("en", "fr")[n % 2], wording) for n in range(CAPTIONS)]
    return encoded(texts, tokenizer)


def encoded(texts, tokenizer: Tokenizer) -> list[list[int]]:
    """As long as a text may be; what is longer is cut."""
    return [tokenizer.encode(text)[: MiniAvConfig().denoiser.max_text] for text in texts]


def asked_ids(scene, tokenizer: Tokenizer) -> list[list[int]]:
    """Token ids of the scene's prompts as an evaluation asks them, which name every attribute."""
    return encoded([evaluation_prompt(scene, scene.seed, language) for language in LANGUAGES], tokenizer)


class Captions:
    """Token ids of captions, and what their scenes are as indices into `READ`. `wording`: train, held_out or asked."""

    def __init__(self, seeds: range, wording: str, tokenizer: Tokenizer):
        self.rows = []
        for seed in seeds:
            scene = sample_scene(seed, CORPUS_SECONDS)
            known = scene.attributes() | {"music": scene.music[0] if scene.music else "none"}
            values = [words.index(known[name]) for name, words in READ.items()]
            found = asked_ids(scene, tokenizer) if wording == "asked" else caption_ids(scene, tokenizer, wording)
            self.rows += [(ids, values) for ids in found]
        self.rows.sort(key=lambda row: len(row[0]))

    def batch(self, generator: random.Random, size: int):
        """Captions of like length, so that little is padded."""
        start = generator.randrange(max(1, len(self.rows) - size * 4))
        rows = generator.sample(self.rows[start : start + size * 4], min(size, len(self.rows)))
        ids = torch.tensor(padded([ids for ids, _ in rows], MiniAvConfig().denoiser.text_multiple))
        return ids, torch.tensor([values for _, values in rows]).T


def begin_reading(model, work: Path) -> None:
    """A denoiser that knows nothing yet takes the encoder of `--part text`, where there is one."""
    if (work / "text.pt").exists():
        model.text.load_state_dict(torch.load(work / "text.pt", map_location="cpu", weights_only=True))


@torch.no_grad()
def accuracies(encoder, heads, captions: Captions) -> str:
    right = torch.zeros(len(READ))
    for start in range(0, len(captions.rows), BATCH):
        rows = captions.rows[start : start + BATCH]
        ids = torch.tensor(padded([ids for ids, _ in rows], MiniAvConfig().denoiser.text_multiple))
        read = encoder(ids.to(device())).mean(1).cpu()
        for n, head in enumerate(heads):
            right[n] += (head.cpu()(read).argmax(1) == torch.tensor([values[n] for _, values in rows])).sum()
    return " ".join(f"{name} {share:.2f}" for name, share in zip(READ, right / len(captions.rows)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--part", choices=("text", "denoiser", "motion"), default="text",
                        help="whose encoder; text: one of its own in text.pt, with which denoisers begin")
    parser.add_argument("--minutes", type=float, default=4)
    parser.add_argument("--scenes", type=int, default=5000)
    arguments = parser.parse_args()
    work = arguments.work
    torch.manual_seed(5)
    tokenizer = Tokenizer.load(work / "tokenizer.json")
    known = Captions(range(FIRST_SEED, FIRST_SEED + arguments.scenes), "train", tokenizer)
    unseen = range(FIRST_VALIDATION_SEED, FIRST_VALIDATION_SEED + 150)
    held_out, asked = (Captions(unseen, wording, tokenizer) for wording in ("held_out", "asked"))
    config = MiniAvConfig().denoiser
    encoder = TextEncoder(config).to(device())
    path, alone = work / f"{arguments.part}.pt", arguments.part == "text"
    saved = torch.load(path, map_location="cpu", weights_only=True) if path.exists() else None
    if saved is not None:
        encoder.load_state_dict(saved if alone else {name[len(PART):]: value for name, value in saved["model"].items() if name.startswith(PART)})
    heads = nn.ModuleList(nn.Linear(config.width, len(words)) for words in READ.values()).to(device())
    matrices, others = split(encoder)
    others += heads.parameters()
    optimizers = [Muon(matrices, lr=1e-3), torch.optim.AdamW(others, lr=2e-3, betas=(0.9, 0.98))]
    rates = [2e-3 if optimizer is optimizers[1] else 1e-3 for optimizer in optimizers]
    generator, began, step = random.Random(5), time.monotonic(), 0
    while (done := (time.monotonic() - began) / (60 * arguments.minutes)) < 1:
        for optimizer, rate in zip(optimizers, rates):
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1, (step + 1) / 30) * (1 - done)
            optimizer.zero_grad(set_to_none=True)
        ids, targets = known.batch(generator, BATCH)
        targets = targets.to(device())
        with half_precision():
            read = encoder(ids.to(device()))
        mean = read.float().mean(1)
        loss = sum(F.cross_entropy(head(mean), target) for head, target in zip(heads, targets))
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        step += 1
        if step % 50 == 0:
            print(f"step {step} loss {loss.item():.3f}", flush=True)
    print(f"held-out wordings: {accuracies(encoder, heads, held_out)}")
    print(f"of those that name everything: {accuracies(encoder, heads, asked)}")
    learned = {name: value.cpu() for name, value in encoder.state_dict().items()}
    if alone:
        saved = learned
    else:
        for part in ("model", "average"):
            saved[part].update({PART + name: value for name, value in learned.items()})
    torch.save(saved, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


if __name__ == "__main__":
    main()
