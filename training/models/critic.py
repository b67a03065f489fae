"""The critic: reads what a shot shows. It learns from true renders alone and judges what the model makes.

Two small towers of 2D convolutions: one looks at three still pictures, one at what changes over all frames.
The published one lies beside the measures, so that figures of one pack can be measured again and compared with the next one's.
"""

import json
import os
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional as F

from training.world.vocabulary import VOCABULARY

FRAMES = 12                 # evenly spaced over the shot
STILLS = (1, 6, 10)         # the ones looked at as pictures
HEIGHT, WIDTH = 96, 160
PUBLISHED = Path(__file__).parents[1] / "evaluation" / "critic.safetensors"
LUMA = (0.2126, 0.7152, 0.0722)


def frames_of(video: torch.Tensor) -> torch.Tensor:
    """uint8 [t, 3, h, w] of any length and size to uint8 [FRAMES, 3, HEIGHT, WIDTH]."""
    picked = video[[i * len(video) // FRAMES for i in range(FRAMES)]]
    if tuple(picked.shape[2:]) == (HEIGHT, WIDTH):
        return picked
    sized = F.interpolate(picked.float(), (HEIGHT, WIDTH), mode="bilinear", antialias=True, align_corners=False)
    return sized.round().clamp(0, 255).to(torch.uint8)


def convolution(inner: int, outer: int, stride: int = 1) -> nn.Module:
    return nn.Sequential(nn.Conv2d(inner, outer, 3, stride, 1, bias=False), nn.BatchNorm2d(outer), nn.ReLU())


class Residual(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.body = convolution(width, width)

    def forward(self, x):
        return x + self.body(x)


def pooled(x: torch.Tensor) -> torch.Tensor:
    """Mean and maximum over the picture: [b, 2c]."""
    return torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.look = nn.Sequential(
            nn.PixelUnshuffle(4), nn.Conv2d(48, 32, 1), Residual(32), convolution(32, 64, 2), Residual(64),
            convolution(64, 128, 2), Residual(128))
        self.change = nn.Sequential(
            nn.PixelUnshuffle(2), convolution(4 * (FRAMES + 1), 48), convolution(48, 64, 2), Residual(64),
            convolution(64, 96, 2), Residual(96))
        self.join = nn.Sequential(nn.Linear(2 * 128 + 2 * 96, 192), nn.ReLU(), nn.Dropout(0.1))
        self.heads = nn.ModuleDict({name: nn.Linear(192, len(values)) for name, values in VOCABULARY.items()})

    def forward(self, frames: torch.Tensor) -> dict[str, torch.Tensor]:
        """[b, FRAMES, 3, HEIGHT, WIDTH] in -1..1 to logits over VOCABULARY, by attribute."""
        stills = frames[:, STILLS].flatten(0, 1).contiguous(memory_format=torch.channels_last)
        seen = pooled(self.look(stills)).unflatten(0, (len(frames), len(STILLS)))
        luma = (frames * frames.new_tensor(LUMA)[:, None, None]).sum(2)
        luma = F.avg_pool2d(luma, 2)
        mean = luma.mean(1, keepdim=True)
        changes = torch.cat([mean, 3 * (luma - mean)], 1).contiguous(memory_format=torch.channels_last)
        joint = self.join(torch.cat([seen.mean(1), pooled(self.change(changes))], 1))
        return {name: head(joint) for name, head in self.heads.items()}

    @torch.no_grad()
    def read(self, video: torch.Tensor) -> dict[str, str]:
        """What a shot, uint8 [t, 3, h, w], shows: the likeliest value of every attribute."""
        logits = self(to_unit(frames_of(video)[None]))
        return {name: VOCABULARY[name][int(values[0].argmax())] for name, values in logits.items()}


def to_unit(frames: torch.Tensor) -> torch.Tensor:
    """uint8 to -1..1."""
    return frames.float().div_(127.5).sub_(1)


def load(path: Path) -> Critic:
    critic = Critic()
    critic.load_state_dict(load_file(path))
    return critic.to(memory_format=torch.channels_last).eval().requires_grad_(False)


def save(critic: Critic, path: Path, accuracy: dict[str, list[float]], precision: torch.dtype = torch.float32) -> None:
    """`accuracy` on unseen renders, by attribute: value, low and high of the interval, shots."""
    tensors = {
        name: (tensor.to(precision) if tensor.is_floating_point() else tensor).contiguous() for name, tensor in critic.state_dict().items()}
    save_file(tensors, path.with_suffix(".part"), {"accuracy": json.dumps(accuracy)})
    os.replace(path.with_suffix(".part"), path)


def accuracy_of(path: Path) -> dict[str, list[float]]:
    with safe_open(path, "pt") as file:
        return json.loads(file.metadata()["accuracy"])
