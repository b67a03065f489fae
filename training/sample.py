"""The sampler in PyTorch: what Sora2.LocalServer does in C#, for evaluation and for parity tensors."""

from dataclasses import dataclass, field
from fractions import Fraction

import torch

from training.models.config import MiniAvConfig
from training.models.denoiser import (
    Denoiser, patch_picture, patch_sound, picture_positions, sound_positions, still_positions, unpatch_picture, unpatch_sound)
from training.models.sound_autoencoder import SoundAutoencoder
from training.models.tokenizer import Tokenizer, padded
from training.models.video_autoencoder import VideoAutoencoder


@dataclass
class Model:
    """All parts of one pack. `scale` brings latents to unit scale, see cache_latents."""

    denoiser: Denoiser
    video: VideoAutoencoder
    sound: SoundAutoencoder
    scale: dict
    tokenizer: Tokenizer
    config: MiniAvConfig = MiniAvConfig()
    trained: dict = field(default_factory=dict)     # part to its steps and seconds

    def text_ids(self, prompts: list[str]) -> torch.Tensor:
        limit, multiple = self.config.denoiser.max_text, self.config.denoiser.text_multiple
        return torch.tensor(padded([self.tokenizer.encode(prompt)[:limit] for prompt in prompts], multiple))

    def picture_latent(self, scaled):
        s = self.scale
        return scaled * s["picture_deviation"][:, None, None, None] + s["picture_mean"][:, None, None, None]

    def sound_latent(self, scaled):
        s = self.scale
        return scaled * s["sound_deviation"][:, :, None] + s["sound_mean"][:, :, None]

    def still_rows(self, picture):
        """[b, 3, h, w] in -1..1 to clean rows: the picture held for one latent frame."""
        held = picture[:, :, None].expand(-1, -1, self.config.video.temporal, -1, -1)
        s = self.scale
        latent = (self.video.encoder(held) - s["picture_mean"][:, None, None, None]) / s["picture_deviation"][:, None, None, None]
        return patch_picture(latent)


def sigmas(steps: int, shift: float = 1.0) -> list[float]:
    """Noise levels from 1 to 0: s t / (1 + (s - 1) t) for t evenly spaced."""
    times = [1 - i / steps for i in range(steps + 1)]
    return [shift * t / (1 + (shift - 1) * t) for t in times]


def rows_of(model: Model, frames: int, height: int, width: int, rate: Fraction):
    """Geometry of a shot: latent frames, rows high and wide, sound rows a stem."""
    video, sound, denoiser = model.config.video, model.config.sound, model.config.denoiser
    latent_frames = -(-frames // video.temporal)
    # as many whole sound rows as cover the latent frames; an exact multiple adds none
    sound_rows = -(-(latent_frames * video.temporal * rate.denominator * sound.sample_rate)
                   // (rate.numerator * sound.latent_hop * denoiser.sound_patch))
    patch = video.spatial * denoiser.patch
    return latent_frames, height // patch, width // patch, sound_rows


@torch.no_grad()
def denoise(model: Model, ids, empty_ids, noise_picture, noise_sound, rate: Fraction, levels, guidance: float, stills=()):
    """Euler steps from noise to scaled latents.

    noise_picture [b, c, t, h, w]; noise_sound [b, stems, c, n]; stills: pairs (rows [b, k, dims], seconds).
    Returns (picture, sound) in the same shapes.
    """
    c = model.config
    b, _, t, h, w = noise_picture.shape
    seconds = float(c.video.temporal / rate)
    sound_seconds = c.sound.latent_hop * c.denoiser.sound_patch / c.sound.sample_rate
    picture = patch_picture(noise_picture)
    sound = torch.cat([patch_sound(stem) for stem in noise_sound.unbind(1)], 1)
    rows = sound.shape[1] // noise_sound.shape[1]
    length = max(ids.shape[1], empty_ids.shape[1])
    ids, empty_ids = (torch.nn.functional.pad(x, (0, length - x.shape[1])) for x in (ids, empty_ids))
    text = model.denoiser.text(torch.cat([ids, empty_ids.expand(b, -1)]) if guidance != 1 else ids)
    clean = torch.cat([rows_ for rows_, _ in stills], 1) if stills else torch.zeros(b, 0, picture.shape[2])
    positions = torch.cat(
        [torch.zeros(length, 3)] + [still_positions(h // 2, w // 2, at) for _, at in stills]
        + [picture_positions(t, h // 2, w // 2, seconds)] + [sound_positions(rows, sound_seconds)] * len(c.denoiser.stems))
    for now, following in zip(levels, levels[1:]):
        if guidance != 1:
            out = model.denoiser(text, clean.repeat(2, 1, 1), picture.repeat(2, 1, 1), sound.repeat(2, 1, 1), positions,
                                 torch.full((2 * b,), now))
            vp, vs = (v[b:] + guidance * (v[:b] - v[b:]) for v in out)
        else:
            vp, vs = model.denoiser(text, clean, picture, sound, positions, torch.full((b,), now))
        picture = picture + (following - now) * vp
        sound = sound + (following - now) * vs
    stems = torch.stack([unpatch_sound(stem) for stem in sound.chunk(len(c.denoiser.stems), 1)], 1)
    return unpatch_picture(picture, t, h, w), stems


@torch.no_grad()
def generate(model: Model, prompts: list[str], seed: int, rate=Fraction(24), frames=96, height=96, width=160, steps=24,
             guidance=3.0, shift=1.0, negative=""):
    """Videos [b, 3, frames, h, w] in -1..1 and stems [b, stems, samples] at 24 kHz."""
    t, h, w, rows = rows_of(model, frames, height, width, rate)
    c, generator = model.config, torch.Generator().manual_seed(seed)
    noise_picture = torch.randn(len(prompts), c.video.channels, t, 2 * h, 2 * w, generator=generator)
    noise_sound = torch.randn(len(prompts), len(c.denoiser.stems), c.sound.channels, rows * c.denoiser.sound_patch, generator=generator)
    picture, sound = denoise(model, model.text_ids(prompts), model.text_ids([negative]), noise_picture, noise_sound, rate,
                             sigmas(steps, shift), guidance)
    video = torch.cat([model.video.decoder(model.picture_latent(one[None])) for one in picture])
    latent = model.sound_latent(sound).flatten(0, 1)
    white = torch.randn(len(latent), latent.shape[2] * c.sound.latent_hop, generator=generator)
    stems = model.sound.decode(latent, white).unflatten(0, sound.shape[:2])
    return video[:, :, :frames].clamp(-1, 1), stems[..., : round(frames / rate * c.sound.sample_rate)]


def load(work, rounded: bool = False) -> Model:
    """The averaged weights of a training folder; `rounded` to bfloat16 as the pack stores them."""
    trained = {}

    def part(model, name):
        state = torch.load(work / f"{name}.pt", map_location="cpu", weights_only=True)
        model.load_state_dict(state["average"])
        trained[name] = {"step": state["step"], "seconds": round(state["seconds"], 1)}
        if rounded:
            for parameter in model.parameters():
                parameter.data = parameter.data.bfloat16().float()
        return model.eval().requires_grad_(False)

    return Model(part(Denoiser(), "denoiser"), part(VideoAutoencoder(), "video"), part(SoundAutoencoder(), "sound"),
                 torch.load(work / "scale.pt", weights_only=True), Tokenizer.load(work / "tokenizer.json"), trained=trained)


def untrained(tokenizer: Tokenizer, seed: int = 0) -> Model:
    """Random weights everywhere, zeros included, so that parity tests see every path."""
    torch.manual_seed(seed)
    c = MiniAvConfig()
    model = Model(Denoiser(c), VideoAutoencoder(c.video), SoundAutoencoder(c.sound), {
        "picture_mean": torch.randn(c.video.channels) * 0.1, "picture_deviation": torch.rand(c.video.channels) + 0.5,
        "sound_mean": torch.randn(len(c.denoiser.stems), c.sound.channels) * 0.1,
        "sound_deviation": torch.rand(len(c.denoiser.stems), c.sound.channels) + 0.5}, tokenizer)
    for part in (model.denoiser, model.video, model.sound):
        part.eval().requires_grad_(False)
        for parameter in part.parameters():
            if parameter.abs().max() == 0:
                parameter.data = torch.randn_like(parameter) * 0.02
            parameter.data = parameter.data.bfloat16().float()
    return model
