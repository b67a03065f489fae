"""What the picture code keeps of what moves: python3 -m training.measure_code --work training/.work --count 24

Balls that bounce or fall, rendered, then through the code: with the linear way back from the first half of its channels alone,
from all of them, and with the whole decoder. Contacts are found in each by the tracker of the evaluation and counted as right
within 80 ms of the world's own.
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


def linear(model: VideoAutoencoder, latent, channels: int):
    """The way back from the first channels alone, without the network."""
    kept = latent.clone()
    kept[:, channels:] = 0
    return model.decoder.linear(kept)


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--count", type=int, default=24)
    arguments = parser.parse_args()
    config = MiniAvConfig()
    model = VideoAutoencoder(config.video)
    model.load_state_dict(torch.load(arguments.work / "video.pt", weights_only=True)["average"])
    half = config.video.channels // 2
    ways = {
        "rendered": lambda video, latent: video,
        f"linear, {half} channels": lambda video, latent: linear(model, latent, half),
        f"linear, {2 * half} channels": lambda video, latent: linear(model, latent, 2 * half),
        "decoder": lambda video, latent: model.decoder(latent),
    }
    found = {name: {"seen": 0, "right": 0, "psnr": []} for name in ways}
    true = 0
    for case in cases(0, arguments.count, 0):
        video = to_model_range(rendered(case, config.sound.sample_rate).video.numpy())[None]
        contacts = numpy.array([event.time for event in case.scene.events])
        true += int(((contacts > EDGE) & (contacts < SECONDS - EDGE)).sum())
        latent = model.encoder(video)
        for name, way in ways.items():
            output = way(video, latent).clamp(-1, 1)
            seen = seen_contacts(track(to_bytes(output[0]), case.scene.subjects[0].colour))
            found[name]["seen"] += len(seen)
            found[name]["right"] += sum(bool(len(contacts) and numpy.abs(contacts - time).min() <= TOGETHER) for time in seen)
            found[name]["psnr"].append(float(-10 * ((output - video) / 2).square().mean().clamp(min=1e-10).log10()))
    print(f"{arguments.count} shots, {true} true contacts")
    for name, row in found.items():
        print(f"{name:22s} contacts seen {row['seen']:4d}, right {row['right']:4d}, {numpy.mean(row['psnr']):6.2f} dB")


if __name__ == "__main__":
    main()
