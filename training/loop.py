"""What every training run shares: a clock, a learning-rate curve by elapsed time, averaged weights, checkpoints.

Small models leave a second thread idle for most of a step. Two processes of one thread each get further; they are started with
RANK=0 and RANK=1, WORLD_SIZE=2, OMP_NUM_THREADS=1 and MEETING=a file that is not there yet.
"""

import copy
import math
import os
import signal
import time
from pathlib import Path

import torch
from torch import distributed


def join_processes() -> tuple[int, int]:
    """This process's rank and the number of processes; call it first. Alone: 0 and 1."""
    if "RANK" not in os.environ:
        return 0, 1
    meeting = Path(os.environ["MEETING"]).resolve()
    distributed.init_process_group(
        "gloo", init_method=meeting.as_uri(), rank=int(os.environ["RANK"]), world_size=int(os.environ["WORLD_SIZE"]))
    return distributed.get_rank(), distributed.get_world_size()


def device() -> torch.device:
    """Where to train: on the GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def half_precision():
    """Autocast to bfloat16 where the processor multiplies in it; without the instructions it is a hundred times slower."""
    return torch.autocast(device().type, torch.bfloat16, enabled=device().type == "cuda" or multiplies_bfloat16())


def multiplies_bfloat16() -> bool:
    return torch.cpu._is_avx512_bf16_supported()


class Run:
    """Trains for a number of minutes over one or several starts; a checkpoint holds all that is needed to go on. Where the minutes
    that a checkpoint was planned for are over, or it comes from a pack, new ones begin: the learning rate is high again."""

    def __init__(self, path: Path, model, optimizers, minutes: float, decay: float = 0.999, save_every: float = 180.0):
        self.path, self.model, self.optimizers = Path(path), model, optimizers
        self.minutes, self.decay, self.save_every = minutes, decay, save_every
        self.average = copy.deepcopy(model).requires_grad_(False)
        self.step, self.seconds = 0, 0.0
        self.rates = [[group["lr"] for group in optimizer.param_groups] for optimizer in optimizers]
        if self.path.exists():
            state = torch.load(self.path, map_location="cpu", weights_only=True)
            model.load_state_dict(state["model"])
            self.average.load_state_dict(state["average"])
            for optimizer, saved in zip(optimizers, state["optimizers"]):
                # one whose groups have changed since begins anew
                if [len(group["params"]) for group in saved["param_groups"]] == [len(group["params"]) for group in optimizer.param_groups]:
                    optimizer.load_state_dict(saved)
            self.step = state["step"]
            self.seconds = state["seconds"] if state["seconds"] < state.get("planned", 0.0) else 0.0
        # optimisers that know nothing yet want a warm-up of their own
        self.warm_from = 0 if any(optimizer.state for optimizer in optimizers) else self.step
        self._last = self._saved = time.monotonic()
        self._asked_to_stop = False
        signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, *_) -> None:
        """SIGTERM ends the loop after this step, and the caller saves: nothing is lost to a machine that is taken back."""
        self._asked_to_stop = True

    @property
    def done(self) -> float:
        """0 at the start, 1 at the end of the planned minutes."""
        return min(1.0, self.seconds / (60 * self.minutes))

    def going(self) -> bool:
        """Call once before each step: sets the learning rates, saves when it is time."""
        now = time.monotonic()
        self.seconds += now - self._last
        self._last = now
        if distributed.is_initialized():
            # the first one's clock counts, so that all end at the same step
            state = torch.tensor([self.seconds, self._asked_to_stop], dtype=torch.float64)
            distributed.broadcast(state, 0)
            self.seconds, self._asked_to_stop = state[0].item(), bool(state[1])
        # warm up over 100 steps, then stay, then fall to a fiftieth over the last 40 % of the time
        warm = min(1.0, (self.step - self.warm_from + 1) / 100)
        fall = max(0.0, (self.done - 0.6) / 0.4)
        factor = warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * fall)))
        for optimizer, rates in zip(self.optimizers, self.rates):
            for group, rate in zip(optimizer.param_groups, rates):
                group["lr"] = rate * factor
        if now - self._saved > self.save_every:
            self.save()
        return self.done < 1.0 and not self._asked_to_stop

    def take_step(self, loss):
        """Returns the gradient's norm where it was computed: to read it waits for a GPU."""
        for optimizer in self.optimizers:
            optimizer.zero_grad(set_to_none=True)
        loss.backward()
        if distributed.is_initialized():
            self._average_gradients()
        norm = torch.nn.utils.clip_grad_norm_([p for p in self.model.parameters() if p.requires_grad], 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
        self.step += 1
        decay = min(self.decay, (1 + self.step) / (10 + self.step))
        pairs = [(kept, new) for kept, new in zip(self.average.parameters(), self.model.parameters()) if new.requires_grad]
        with torch.no_grad():
            torch._foreach_lerp_(*map(list, zip(*pairs)), 1 - decay)
        return norm

    def _average_gradients(self) -> None:
        learned = [p for p in self.model.parameters() if p.requires_grad]
        everything = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in learned])
        distributed.all_reduce(everything)
        everything /= distributed.get_world_size()
        for p, part in zip(learned, everything.split([p.numel() for p in learned])):
            p.grad = part.view_as(p)

    def save(self) -> None:
        """Of several processes the first one saves: they all hold the same."""
        self._saved = time.monotonic()
        if distributed.is_initialized() and distributed.get_rank() > 0:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_suffix(".part")
        torch.save(
            {
                "model": self.model.state_dict(),
                "average": self.average.state_dict(),
                "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
                "step": self.step,
                "seconds": self.seconds,
                "planned": 60 * self.minutes,
            },
            part,
        )
        os.replace(part, self.path)
