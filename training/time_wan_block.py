"""Times one block of Wan 2.2 TI2V-5B in PyTorch: python3 -m training.time_wan_block --device cuda [--dtype float16] [--tiny]

Prints one line like that of `dotnet run -c Release --project benchmarks -- wan --device cuda:0`: the fastest of five runs, random weights,
attention by scaled_dot_product_attention. Rows between blocks, norms and places are float32, as in the server.
"""

import argparse
import time
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

RUNS = 5


@dataclass(frozen=True)
class Shape:
    """The block's sizes, and the tokens of 704x1280 and 121 frames."""

    heads: int = 24
    head: int = 128
    feed: int = 14336
    frames: int = 31
    rows: int = 40
    columns: int = 22
    text: int = 512

    @property
    def width(self) -> int:
        return self.heads * self.head

    @property
    def tokens(self) -> int:
        return self.frames * self.rows * self.columns


class Attention(nn.Module):
    def __init__(self, shape: Shape, dtype: torch.dtype):
        super().__init__()
        self.heads = shape.heads
        self.query, self.key, self.value, self.out = (nn.Linear(shape.width, shape.width, dtype=dtype) for _ in range(4))
        self.norm_query, self.norm_key = (nn.RMSNorm(shape.width, eps=1e-6) for _ in range(2))

    def forward(self, x: Tensor, others: Tensor, turn: tuple[Tensor, Tensor] | None) -> Tensor:
        query, key = self.norm_query(self.query(x).float()), self.norm_key(self.key(others).float())
        value = self.value(others)
        query, key, value = (rows.view(rows.shape[0], self.heads, -1) for rows in (query, key, value))
        if turn is not None:
            query, key = rotated(query, *turn), rotated(key, *turn)
        query, key, value = (rows.to(value.dtype).transpose(0, 1)[None] for rows in (query, key, value))
        attended = F.scaled_dot_product_attention(query, key, value)[0].transpose(0, 1)
        return self.out(attended.reshape(x.shape))


class Block(nn.Module):
    def __init__(self, shape: Shape, dtype: torch.dtype):
        super().__init__()
        self.dtype = dtype
        self.table = nn.Parameter(torch.randn(6, shape.width) / shape.width**0.5)
        self.attend, self.ask = Attention(shape, dtype), Attention(shape, dtype)
        self.norm = nn.LayerNorm(shape.width, eps=1e-6)
        self.up, self.down = nn.Linear(shape.width, shape.feed, dtype=dtype), nn.Linear(shape.feed, shape.width, dtype=dtype)

    def forward(self, x: Tensor, told: Tensor, modulation: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
        """x [tokens, width] float32, told [text rows, width], modulation [6, width] float32."""
        shift, scale, gate, feed_shift, feed_scale, feed_gate = (self.table + modulation).unbind()
        rows = (F.layer_norm(x, x.shape[-1:], eps=1e-6) * (1 + scale) + shift).to(self.dtype)
        x = x + self.attend(rows, rows, turn).float() * gate
        x = x + self.ask(self.norm(x).to(self.dtype), told, None).float()
        rows = (F.layer_norm(x, x.shape[-1:], eps=1e-6) * (1 + feed_scale) + feed_shift).to(self.dtype)
        return x + self.down(F.gelu(self.up(rows), approximate="tanh")).float() * feed_gate


def rotated(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turns pairs (2i, 2i + 1) of every head: x [tokens, heads, head], cosine and sine [tokens, 1, head / 2]."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cosine - odd * sine, even * sine + odd * cosine), dim=-1).flatten(-2)


@torch.no_grad()
def fastest(shape: Shape, device: str, dtype: torch.dtype) -> float:
    """Seconds of the fastest run."""
    block = Block(shape, dtype).to(device).eval()
    x = torch.randn(shape.tokens, shape.width, device=device)
    told = torch.zeros(shape.text, shape.width, device=device, dtype=dtype)
    modulation = torch.zeros(6, shape.width, device=device)
    angles = torch.rand(shape.tokens, 1, shape.head // 2, device=device)
    seconds = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        block(x, told, modulation, (angles.cos(), angles.sin()))
        if device.startswith("cuda"):
            torch.cuda.synchronize()
        seconds.append(time.perf_counter() - start)
    # The first run chooses kernels and takes memory.
    return min(seconds[1:])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--dtype", choices=["float16", "bfloat16", "float32"], default="float16")
    parser.add_argument("--tiny", action="store_true")
    arguments = parser.parse_args()
    shape = Shape(heads=2, feed=512, frames=3, rows=2, columns=3) if arguments.tiny else Shape()
    seconds = fastest(shape, arguments.device, getattr(torch, arguments.dtype))
    name = torch.cuda.get_device_name(arguments.device) if arguments.device.startswith("cuda") else arguments.device
    print(f"{'block':<6} {seconds:9.4f} s  PyTorch {torch.__version__} {name} {arguments.dtype}  {shape.tokens} tokens, {shape.text} rows of text")


if __name__ == "__main__":
    main()
