"""MiniAv's denoiser: one packed sequence of rows, full self-attention.

Rows, in order: text | given picture rows | given sound rows | picture rows | sound rows, one run per stem.
Picture rows run over (latent frame, y, x); a row holds a 2x2 patch of latents as [channel, patch y, patch x].
Sound rows run over time; a row holds 4 latents as [channel, latent].

Given picture rows are stills (first, last frame), frames of a clip before or after the shot, at their own times, and references of
the cast. Given sound rows hold the mix of the clip. Where a shot is edited, each picture row is told the source's row.

Velocity prediction on the straight path x = (1 - sigma) * data + sigma * noise, v = noise - data
(Liu et al. 2022, arXiv:2209.03003). Picture and sound have a sigma each: a sound can wait for the picture
that tells when it is due. Modulation (shift, scale, gate) has one table row per modality: a shared projection of its sigma and one
of the text's mean row, plus a learned offset per modality, plus one per block (after Chen et al. 2023, PixArt-alpha,
arXiv:2310.00426). The text's mean tells every row at once what no single one can see: time of
day, weather, colour.

Most of a velocity is the row's own noise. It goes past the blocks: every number of a row times a factor that depends on the
timestep alone, as a Gaussian's best estimate would (after Karras et al. 2022, arXiv:2206.00364), so that rows may be as
wide as the blocks and the blocks speak of content only.
"""

import copy
import math

import torch
from torch import nn
from torch.nn import functional as F

from .config import DenoiserConfig, MiniAvConfig

TEXT, CLEAN_PICTURE, PICTURE, FIRST_STEM = 0, 1, 2, 3       # then, after the stems, references of the cast and given sound


def reference_kind(config: DenoiserConfig, slot: int) -> int:
    """The modality of the rows of a reference; slot 0 is the one that the text calls @1."""
    return FIRST_STEM + len(config.stems) + slot


def clean_sound_kind(config: DenoiserConfig) -> int:
    return FIRST_STEM + len(config.stems) + config.cast


def rms_norm(x, eps: float = 1e-6):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + eps)


def sinusoid(values, width: int, longest: float):
    """[...] to [..., width]: cosines, then sines, of geometric frequencies from 1 down to 1 / longest."""
    half = width // 2
    frequency = torch.exp(-math.log(longest) * torch.arange(half, dtype=torch.float32, device=values.device) / half)
    angle = values[..., None].float() * frequency
    return torch.cat([angle.cos(), angle.sin()], -1)


def rotary_angles(positions, config: DenoiserConfig):
    """[rows, 3] of (seconds, y, x) to [rows, head / 2] angles. Rows at (0, 0, 0) are not rotated."""
    def frequencies(count, wavelengths):
        first, last = wavelengths
        step = torch.arange(count, dtype=torch.float32) / (count - 1)
        return 2 * math.pi / (first * (last / first) ** step)

    time = frequencies(config.rotary_time, config.wavelength_time).to(positions.device)
    space = frequencies(config.rotary_space, config.wavelength_space).to(positions.device)
    return torch.cat([positions[:, 0:1] * time, positions[:, 1:2] * space, positions[:, 2:3] * space], -1)


def picture_positions(frames: int, rows: int, columns: int, seconds_per_frame: float, start: float = 0.0):
    """Centres of the rows: seconds, and y and x in half picture heights, 0 in the middle."""
    t = start + (torch.arange(frames, dtype=torch.float32) + 0.5) * seconds_per_frame
    y = (torch.arange(rows, dtype=torch.float32) + 0.5) * 2 / rows - 1
    x = ((torch.arange(columns, dtype=torch.float32) + 0.5) * 2 - columns) / rows
    return torch.stack(torch.meshgrid(t, y, x, indexing="ij"), -1).flatten(0, 2)


def still_positions(rows: int, columns: int, seconds: float):
    """Positions of a clean frame's rows, all at one moment."""
    return picture_positions(1, rows, columns, 0.0, seconds)


def reference_positions(rows: int):
    """Positions of a reference's rows x rows: in the middle, as large as `rows` of the usual six in the picture's height."""
    side = (torch.arange(rows, dtype=torch.float32) + 0.5 - rows / 2) / 3
    y, x = torch.meshgrid(side, side, indexing="ij")
    return torch.stack([torch.zeros_like(y), y, x], -1).flatten(0, 1)


def sound_positions(rows: int, seconds_per_row: float, start: float = 0.0):
    t = start + (torch.arange(rows, dtype=torch.float32) + 0.5) * seconds_per_row
    return torch.stack([t, torch.zeros_like(t), torch.zeros_like(t)], -1)


def patch_picture(latent, patch: int = 2):
    """[b, c, t, h, w] to [b, t * h/2 * w/2, c * 4]."""
    b, c, t, h, w = latent.shape
    x = latent.reshape(b, c, t, h // patch, patch, w // patch, patch)
    return x.permute(0, 2, 3, 5, 1, 4, 6).reshape(b, t * (h // patch) * (w // patch), c * patch * patch)


def unpatch_picture(rows, frames: int, height: int, width: int, patch: int = 2):
    b, _, d = rows.shape
    c = d // (patch * patch)
    x = rows.reshape(b, frames, height // patch, width // patch, c, patch, patch)
    return x.permute(0, 4, 1, 2, 5, 3, 6).reshape(b, c, frames, height, width)


def patch_sound(latent, patch: int = 4):
    """[b, c, n] to [b, n / 4, c * 4]."""
    b, c, n = latent.shape
    return latent.reshape(b, c, n // patch, patch).permute(0, 2, 1, 3).reshape(b, n // patch, c * patch)


def unpatch_sound(rows, patch: int = 4):
    b, n, d = rows.shape
    return rows.reshape(b, n, d // patch, patch).permute(0, 2, 1, 3).reshape(b, d // patch, n * patch)


class Attention(nn.Module):
    def __init__(self, config: DenoiserConfig):
        super().__init__()
        self.heads = config.heads
        self.query = nn.Linear(config.width, config.width, bias=False)
        self.key = nn.Linear(config.width, config.width, bias=False)
        self.value = nn.Linear(config.width, config.width, bias=False)
        self.out = nn.Linear(config.width, config.width, bias=False)
        self.query_norm = nn.Parameter(torch.ones(config.head))
        self.key_norm = nn.Parameter(torch.ones(config.head))

    def forward(self, x, rotary=None):
        b, n, d = x.shape
        q, k, v = (f(x).view(b, n, self.heads, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        q = rms_norm(q) * self.query_norm.to(q.dtype)
        k = rms_norm(k) * self.key_norm.to(k.dtype)
        if rotary is not None:
            q, k = rotate(q, *rotary), rotate(k, *rotary)
        return self.out(attend(q, k, v).transpose(1, 2).reshape(b, n, d))


def attend(q, k, v):
    """Softmax attention. On a CPU the fused one spends two thirds of a training step in its own backward pass."""
    if q.is_cuda:
        return F.scaled_dot_product_attention(q, k, v)
    return torch.softmax((q * (q.shape[-1] ** -0.5)) @ k.transpose(-1, -2), -1) @ v


def rotate(x, cosine, sine):
    """Rotary positions (Su et al. 2021, arXiv:2104.09864): pair i is (x[i], x[i + half])."""
    first, second = x.chunk(2, -1)
    return torch.cat([first * cosine - second * sine, first * sine + second * cosine], -1)


class SwiGlu(nn.Module):
    def __init__(self, config: DenoiserConfig):
        super().__init__()
        self.gate = nn.Linear(config.width, config.hidden, bias=False)
        self.up = nn.Linear(config.width, config.hidden, bias=False)
        self.down = nn.Linear(config.hidden, config.width, bias=False)

    def forward(self, x):
        return self.down(F.silu(self.gate(x)) * self.up(x))


class Block(nn.Module):
    def __init__(self, config: DenoiserConfig):
        super().__init__()
        self.attention = Attention(config)
        self.feed = SwiGlu(config)
        self.offset = nn.Parameter(torch.zeros(6, config.width))

    def forward(self, x, table, rows, rotary):
        """table [b, k, 6, width]: shift, scale, gate of the attention, then of the feed-forward; rows [n, k] picks by one-hot."""
        # a product instead of an index: its backward pass is a product too, where an index scatters
        m = (rows @ (table + self.offset).flatten(2)).unflatten(2, (6, -1))
        shift_a, scale_a, gate_a, shift_f, scale_f, gate_f = m.unbind(2)
        x = x + gate_a * self.attention(rms_norm(x) * (1 + scale_a) + shift_a, rotary)
        return x + gate_f * self.feed(rms_norm(x) * (1 + scale_f) + shift_f)


class TextEncoder(nn.Module):
    """Token ids [b, n] to text rows [b, n, width]; padding is a piece like any other and is attended to."""

    def __init__(self, config: DenoiserConfig):
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocabulary, config.width)
        nn.init.normal_(self.embedding.weight, std=0.5)
        self.attention = nn.ModuleList(Attention(config) for _ in range(config.text_blocks))
        self.feed = nn.ModuleList(SwiGlu(config) for _ in range(config.text_blocks))

    def forward(self, ids):
        place = sinusoid(torch.arange(ids.shape[1], device=ids.device), self.config.width, 100.0)
        x = self.embedding(ids) + 0.5 * place
        for attention, feed in zip(self.attention, self.feed):
            x = x + attention(rms_norm(x))
            x = x + feed(rms_norm(x))
        return rms_norm(x)


class Given:
    """What is known of a shot beside its text. picture [b, n, picture dims] with `kinds` [n] (CLEAN_PICTURE or a reference's),
    sound [b, m, sound dims], and their positions [n + m, 3]; source: for an edit [b, picture rows, picture dims + 1], the last
    number 1 where there is one."""

    def __init__(self, batch: int, config: MiniAvConfig, device=None):
        c = config.denoiser
        self.picture = torch.zeros(batch, 0, config.video.channels * c.patch * c.patch, device=device)
        self.sound = torch.zeros(batch, 0, config.sound.channels * c.sound_patch, device=device)
        self.kinds = torch.zeros(0, dtype=torch.long)
        self.picture_positions = self.sound_positions = torch.zeros(0, 3)
        self.source = None

    def add_picture(self, rows, positions, kind: int = CLEAN_PICTURE) -> None:
        self.picture = torch.cat([self.picture, rows], 1)
        self.kinds = torch.cat([self.kinds, torch.full((rows.shape[1],), kind)])
        self.picture_positions = torch.cat([self.picture_positions, positions])

    def add_sound(self, rows, positions) -> None:
        self.sound = torch.cat([self.sound, rows], 1)
        self.sound_positions = torch.cat([self.sound_positions, positions])

    def set_source(self, rows) -> None:
        self.source = F.pad(rows, (0, 1), value=1.0)

    @property
    def positions(self):
        return torch.cat([self.picture_positions, self.sound_positions])

    def twice(self) -> "Given":
        """For guidance: the same for both halves of a batch."""
        both = copy.copy(self)
        both.picture, both.sound = self.picture.repeat(2, 1, 1), self.sound.repeat(2, 1, 1)
        both.source = None if self.source is None else self.source.repeat(2, 1, 1)
        return both


class Denoiser(nn.Module):
    def __init__(self, config: MiniAvConfig = MiniAvConfig()):
        super().__init__()
        c = config.denoiser
        self.config = c
        picture = config.video.channels * c.patch * c.patch
        sound = config.sound.channels * c.sound_patch
        modalities = clean_sound_kind(c) + 1
        self.text = TextEncoder(c)
        self.text_in = nn.Linear(c.width, c.width)
        self.clean_in = nn.Linear(picture, c.width)
        self.picture_in = nn.Linear(picture, c.width)
        self.source_in = nn.Linear(picture + 1, c.width, bias=False)
        self.sound_in = nn.Linear(sound, c.width)
        self.picture_motion_in = nn.Linear(c.picture_motion, c.width, bias=False)
        self.sound_motion_in = nn.Linear(c.sound_motion, c.width, bias=False)
        self.modality = nn.Parameter(torch.randn(modalities, c.width) * 0.02)
        self.time_in = nn.Linear(c.width, c.width)
        self.time_out = nn.Linear(c.width, 6 * c.width)
        self.text_mean_in = nn.Linear(c.width, c.width)
        self.text_mean_out = nn.Linear(c.width, 6 * c.width)
        self.modality_modulation = nn.Parameter(torch.zeros(modalities, 6, c.width))
        self.blocks = nn.ModuleList(Block(c) for _ in range(c.blocks))
        self.leave_modulation = nn.Parameter(torch.zeros(modalities, 2, c.width))
        self.picture_out = nn.Linear(c.width, picture)
        self.sound_out = nn.Linear(c.width, sound)
        self.picture_skip = nn.Linear(c.width, picture)
        self.sound_skip = nn.Linear(c.width, sound)
        self.music = "music" in c.stems
        if self.music:
            # its code is another one than the other stems'
            self.music_in, self.music_out, self.music_skip = (nn.Linear(*sides) for sides in ((sound, c.width), (c.width, sound), (c.width, sound)))
        for name, layer in self.named_children():
            if name in ("time_out", "text_mean_out") or name.endswith(("picture_out", "sound_out", "music_out", "_skip")):
                nn.init.zeros_(layer.weight)
                nn.init.zeros_(layer.bias)
        for layer in (self.picture_motion_in, self.sound_motion_in, self.source_in):
            nn.init.zeros_(layer.weight)

    def embed(self, sigma):
        """sigma [b, 2] of picture and sound to [b, 3, width]; row 0 is for clean rows (sigma 0)."""
        t = F.pad(sigma, (1, 0))
        return F.silu(self.time_in(sinusoid(t * 1000.0, self.config.width, 10000.0)))

    def modulation(self, embedded, text):
        """[b, 3, width] and text rows [b, nt, width] to [b, modalities, 6, width]."""
        told = self.text_mean_out(F.silu(self.text_mean_in(text.mean(1))))
        clean, picture, sound = (self.time_out(embedded) + told[:, None]).unflatten(-1, (6, -1)).unbind(1)
        given = [clean] * (self.config.cast + 1)
        return torch.stack([clean, clean, picture] + [sound] * len(self.config.stems) + given, 1) + self.modality_modulation

    def by_code(self, rows, layer, music_layer):
        """Sound rows of all stems, [b, stems * n, ...], through their code's layer: music, the last stem, has its own."""
        if not self.music:
            return layer(rows)
        others = rows.shape[1] // len(self.config.stems) * (len(self.config.stems) - 1)
        return torch.cat([layer(rows[:, :others]), music_layer(rows[:, others:])], 1)

    def forward(self, text, given: Given, picture, sound, motion, positions, sigma):
        """One velocity estimate.

        text [b, nt, width] from `self.text`; given, what is known, see `Given`; picture [b, np, picture dims];
        sound [b, stems * ns, sound dims]; motion: what rows of picture [b, np, ...] and sound [b, stems * ns, ...] are told of it
        (models/motion.py), zero where nothing is; positions [all rows, 3], text rows at 0; sigma [b, 2] in 0..1,
        of picture and sound. Returns velocities of picture and sound, same shapes.
        """
        stems = len(self.config.stems)
        run = torch.full((sound.shape[1] // stems,), FIRST_STEM)
        kinds = torch.cat(
            [torch.full((text.shape[1],), TEXT), given.kinds, torch.full((given.sound.shape[1],), clean_sound_kind(self.config)),
             torch.full((picture.shape[1],), PICTURE)] + [run + stem for stem in range(stems)]).to(text.device)
        picture_rows = self.picture_in(picture) + self.picture_motion_in(motion[0])
        if given.source is not None:
            picture_rows = picture_rows + self.source_in(given.source)
        sound_rows = self.by_code(sound, self.sound_in, getattr(self, "music_in", None)) + self.sound_motion_in(motion[1])
        x = torch.cat([self.text_in(text), self.clean_in(given.picture), self.sound_in(given.sound), picture_rows, sound_rows], 1)
        # autocast halves the rows' memory traffic only while nothing of single precision is added to them
        x = x + self.modality[kinds].to(x.dtype)
        embedded = self.embed(sigma)
        table = self.modulation(embedded, text)
        rows = F.one_hot(kinds, len(self.modality)).to(x.dtype)
        angles = rotary_angles(positions, self.config)
        rotary = (angles.cos().to(x.dtype), angles.sin().to(x.dtype))
        for block in self.blocks:
            x = block(x, table, rows, rotary)
        start = text.shape[1] + given.picture.shape[1] + given.sound.shape[1]
        shift, scale = self.leave_modulation[kinds[start:]].to(x.dtype).unbind(1)
        x = rms_norm(x[:, start:]) * (1 + scale) + shift
        shown, heard = x[:, : picture.shape[1]], x[:, picture.shape[1] :]
        skip = self.by_code(embedded[:, 2:].expand(-1, stems, -1), self.sound_skip, getattr(self, "music_skip", None))
        skip = skip.repeat_interleave(len(run), 1)
        return (self.picture_out(shown) + self.picture_skip(embedded[:, 1:2]) * picture,
                self.by_code(heard, self.sound_out, getattr(self, "music_out", None)) + skip * sound)
