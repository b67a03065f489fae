"""Writes the tensors that the music decoder's C# side is tested against: a small model, all of whose weights are random.

python3 -m training.export_music --parity tests/Sora2.LocalServer.Tests/Model/Families/MiniAv/music_parity.safetensors
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import save_file

from training.models.config import MusicConfig
from training.models.music_autoencoder import MusicAutoencoder

SMALL = MusicConfig(hop=96, bands=30, lowest=45, longest=1536, shortest=192, noise_bands=3, noise_window=31, channels=8, width=12, blocks=2)


def small(seed: int = 3) -> MusicAutoencoder:
    """No weight of it is zero, so that every path of the decoder is heard."""
    generator = torch.Generator().manual_seed(seed)
    model = MusicAutoencoder(SMALL).requires_grad_(False).eval()
    for parameter in model.parameters():
        fan = max(1, parameter[0].numel())
        parameter.copy_(torch.randn(parameter.shape, generator=generator) * fan**-0.5)
    model.decode_base.weight.mul_(0.5)
    model.decode_base.bias.abs_().mul_(0.2)
    return model


@torch.no_grad()
def parity_tensors(model: MusicAutoencoder, latents: int = 6) -> dict[str, torch.Tensor]:
    """Inputs and output of the decoder for a batch of two; one latent is far beyond what the decoder lets through."""
    generator = torch.Generator().manual_seed(6)
    latent = torch.randn(2, model.config.channels, latents, generator=generator)
    latent[1, :, -1] *= 40.0
    noise = torch.randn(2, latents * model.config.latent_hop, generator=generator)
    return {"music.latent": latent, "music.noise": noise, "music.decoded": model.decode(latent, noise)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--parity", type=Path, required=True)
    arguments = parser.parse_args()
    model = small()
    weights = {name: tensor for name, tensor in model.state_dict().items() if not name.startswith("encode_base")}
    words = {"config": json.dumps(asdict(model.config)), "origin": f"training/export_music.py, torch {torch.__version__}, float32, CPU"}
    save_file({name: tensor.contiguous() for name, tensor in (weights | parity_tensors(model)).items()}, arguments.parity, words)


if __name__ == "__main__":
    main()
