"""Muon (Jordan et al. 2024): momentum whose step is the nearest orthogonal matrix, for the weights inside transformer blocks and for
convolutions, each a matrix of outputs by inputs and taps.

PyTorch's own works in bfloat16 always; this one only where the processor does (`half_precision`). The orthogonalisation
takes four steps of the polynomials of Amsel et al. 2025 (Polar Express, arXiv:2505.16932).
"""

from collections import defaultdict

import torch
from torch import distributed

from training.loop import half_precision

POLYNOMIALS = (
    (8.28721201814563, -23.595886519098837, 17.300387312530933),
    (4.107059111542203, -2.9478499167379106, 0.5448431082926601),
    (3.9486908534822946, -2.908902115962949, 0.5518191394370137),
    (3.3184196573706015, -2.488488024314874, 0.51004894012372),
)

TEXT_RATE = 0.1


def orthogonal(matrices):
    """The nearest orthogonal matrices of [n, rows, columns]."""
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.mT if tall else matrices
    x = x / (x.norm(dim=(1, 2), keepdim=True) * 1.01 + 1e-7)
    for a, b, c in POLYNOMIALS:
        square = x @ x.mT
        x = a * x + (b * square + c * square @ square) @ x
    return x.mT if tall else x


def split(model) -> tuple[list, list]:
    """A model's parameters that learn: the matrices inside its transformer blocks, and the others."""
    learned = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    inside = [p.ndim == 2 and ("attention." in name or "feed." in name) for name, p in learned]
    return [p for (_, p), is_in in zip(learned, inside) if is_in], [p for (_, p), is_in in zip(learned, inside) if not is_in]


def groups(model, parameters: list, lr: float) -> list[dict]:
    """Parameter groups of an optimiser: those of the text encoder learn slowly. Steps of Muon are as large for a gradient that says
    little, and an encoder that reads well (train_text) forgets at the full rate what its denoiser does not use yet."""
    reading = {id(p) for p in model.text.parameters()}
    return [
        {"params": [p for p in parameters if id(p) not in reading], "lr": lr},
        {"params": [p for p in parameters if id(p) in reading], "lr": TEXT_RATE * lr}]


class Muon(torch.optim.Optimizer):
    """lr is the size of the step as AdamW would make it: root mean square 0.2 (Liu et al. 2025, arXiv:2502.16982)."""

    def __init__(self, params, lr: float, momentum: float = 0.95, weight_decay: float = 0.01):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        """Matrices of one shape are orthogonalised together. Of several processes, which all have the same gradients, each takes its
        share of them: they are a quarter of a step."""
        rank, processes = (distributed.get_rank(), distributed.get_world_size()) if distributed.is_initialized() else (0, 1)
        learned = [(p, group) for group in self.param_groups for p in group["params"] if p.grad is not None]
        by_shape = defaultdict(list)
        for parameter, group in learned:
            state = self.state[parameter]
            if not state:
                state["momentum"] = torch.zeros_like(parameter)
            state["momentum"].lerp_(parameter.grad, 1 - group["momentum"])
            by_shape[parameter.flatten(1).shape].append((parameter, group))
        for shape, alike in by_shape.items():
            mine = alike[rank::processes]
            directions = torch.zeros(len(alike), *shape, device=alike[0][0].device)
            if mine:
                towards = torch.stack([p.grad.lerp(self.state[p]["momentum"], group["momentum"]).flatten(1) for p, group in mine])
                with half_precision():
                    directions[rank::processes] = orthogonal(towards).float()
            if processes > 1:
                distributed.all_reduce(directions)
            for (parameter, group), direction in zip(alike, directions):
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                parameter.add_(direction.view_as(parameter), alpha=-group["lr"] * 0.2 * max(shape) ** 0.5)
