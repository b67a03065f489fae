"""What the picture code keeps of what moves: python3 -m training.measure_code --work training/.work --count 24

Balls that bounce or fall, rendered, then through the code: through both linear ways alone, and with the networks of the encoder
and the decoder. Contacts are found in each by the tracker of the evaluation and counted as right within 80 ms of the world's own.
"""

import argparse
from pathlib import Path

import numpy
import torch

from training.evaluation.cases import cases
from training.evaluation.making import rendered, to_bytes
from training.evaluation.motion import EDGE, SECONDS, TOGETHER, seen_contacts
from training.evaluation.tracking import track
from training.models.config import MiniAvConfig
from training.models.video_autoencoder import VideoAutoencoder
from training.shots import to_model_range


def linear(model: VideoAutoencoder, video):
    """One clip [1, 3, frames, height, width] there and back by principal components alone."""
    groups = video[0].transpose(0, 1).unflatten(0, (-1, model.encoder.temporal)).flatten(1, 2)
    return model.decoder.linear(model.encoder.base(groups).transpose(0, 1)[None])


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--count", type=int, default=24)
    arguments = parser.parse_args()
    config = MiniAvConfig()
    model = VideoAutoencoder(config.video)
    model.load_state_dict(torch.load(arguments.work / "video.pt", weights_only=True)["average"])
    ways = {
        "rendered": lambda video: video,
        "linear": lambda video: linear(model, video),
        "learned": lambda video: model.decoder(model.encoder(video)),
    }
    found = {name: {"seen": 0, "right": 0, "psnr": []} for name in ways}
    true = 0
    for case in cases(0, arguments.count, 0):
        video = to_model_range(rendered(case, config.sound.sample_rate).video.numpy())[None]
        contacts = numpy.array([event.time for event in case.scene.events])
        true += int(((contacts > EDGE) & (contacts < SECONDS - EDGE)).sum())
        for name, way in ways.items():
            output = way(video).clamp(-1, 1)
            seen = seen_contacts(track(to_bytes(output[0]), case.scene.subjects[0].colour))
            found[name]["seen"] += len(seen)
            found[name]["right"] += sum(bool(len(contacts) and numpy.abs(contacts - time).min() <= TOGETHER) for time in seen)
            found[name]["psnr"].append(float(-10 * ((output - video) / 2).square().mean().clamp(min=1e-10).log10()))
    print(f"{arguments.count} shots, {true} true contacts")
    for name, row in found.items():
        print(f"{name:10s} contacts seen {row['seen']:4d}, right {row['right']:4d}, {numpy.mean(row['psnr']):6.2f} dB")


if __name__ == "__main__":
    main()
