"""The sampler in PyTorch: what Sora2.LocalServer does in C#, for evaluation and for parity tensors."""

import copy
from dataclasses import dataclass, field
from fractions import Fraction

import torch

from training.models.config import MiniAvConfig
from training.models.denoiser import (
    Denoiser, Given, patch_picture, patch_sound, picture_positions, reference_kind, reference_positions, sound_positions, still_positions,
    unpatch_picture, unpatch_sound)
from training.models.motion import NUMBERS, MotionDenoiser, picture_features, sound_features
from training.models.music_autoencoder import MusicAutoencoder
from training.models.sound_autoencoder import SoundAutoencoder
from training.models.tokenizer import Tokenizer, padded
from training.models.video_autoencoder import VideoAutoencoder


@dataclass
class Model:
    """All parts of one pack. `scale` brings latents to unit scale, see cache_latents."""

    denoiser: Denoiser
    motion: MotionDenoiser
    video: VideoAutoencoder
    sound: SoundAutoencoder
    music: MusicAutoencoder
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

    def picture_noise(self, white, shared):
        """Noise that a picture begins from, of white noise [b, c, t, h, w] and [b, c, 1, h, w] that all latent frames share
        (`training.fit_noise`)."""
        level, part = (self.scale[name][:, None, None, None] for name in ("picture_noise", "picture_noise_shared"))
        return level * ((1 - part).sqrt() * white + part.sqrt() * shared)

    def sound_latent(self, scaled):
        s = self.scale
        return scaled * s["sound_deviation"][:, :, None] + s["sound_mean"][:, :, None]

    def picture_rows(self, video):
        """[b, 3, 4 * t, h, w] in -1..1 to rows [b, t * h/32 * w/32, dims]."""
        s = self.scale
        return patch_picture((self.video.encoder(video) - s["picture_mean"][:, None, None, None]) / s["picture_deviation"][:, None, None, None])

    def still_rows(self, picture):
        """[b, 3, h, w] to clean rows: the picture held for one latent frame."""
        return self.picture_rows(picture[:, :, None].expand(-1, -1, self.config.video.temporal, -1, -1))

    def mix_rows(self, samples):
        """[b, n] at 24 kHz to given sound rows, as many whole ones as there are; scaled as effects are."""
        c, s = self.config, self.scale
        row = c.sound.latent_hop * c.denoiser.sound_patch
        latent = self.sound.encode(samples[:, : samples.shape[1] // row * row])
        return patch_sound((latent - s["sound_mean"][0, :, None]) / s["sound_deviation"][0, :, None])


    def stems(self, latent, white):
        """Latents [b, stems, c, n] at unit scale and white noise [b, stems, samples] to samples [b, stems, samples]."""
        latent, noisy = self.sound_latent(latent), len(self.config.denoiser.stems) - self.denoiser.music
        sounds = self.sound.decode(latent[:, :noisy].flatten(0, 1), white[:, :noisy].flatten(0, 1)).unflatten(0, (-1, noisy))
        if not self.denoiser.music:
            return sounds
        return torch.cat([sounds, self.music.decode(latent[:, noisy], white[:, noisy])[:, None]], 1)


@dataclass
class Known:
    """What a shot hangs on beside its text; all pictures in -1..1, [b, 3, ...], of the shot's own size and rate.

    first, last: stills. before, after: clips [b, 3, 4 * k, h, w] that lead to it and follow it, and the mix of the one before [b, n]
    (it ends where the shot begins) and of the one after. source: the shot to be edited. cast: references [b, 3, 64, 64] by slot.
    """

    first: torch.Tensor | None = None
    last: torch.Tensor | None = None
    before: torch.Tensor | None = None
    after: torch.Tensor | None = None
    mix_before: torch.Tensor | None = None
    mix_after: torch.Tensor | None = None
    source: torch.Tensor | None = None
    cast: tuple = ()

    def given(self, model: Model, batch: int, seconds: float, frames: int, height: int, width: int) -> tuple[Given, Given]:
        """For the denoiser and for the motion denoiser: the same, but that one looks at all frames of a source. `seconds` of a latent
        frame, `frames` of them, height and width in rows."""
        given = Given(batch, model.config)
        for slot, picture in enumerate(self.cast):
            given.add_picture(model.still_rows(picture), reference_positions(picture.shape[-1] // 32), reference_kind(model.config.denoiser, slot))
        for picture, at in ((self.first, 0.0), (self.last, frames * seconds)):
            if picture is not None:
                given.add_picture(model.still_rows(picture), still_positions(height, width, at))
        for clip, after in ((self.before, False), (self.after, True)):
            if clip is not None:
                count = clip.shape[2] // model.config.video.temporal
                given.add_picture(model.picture_rows(clip), picture_positions(count, height, width, seconds, frames * seconds if after else -count * seconds))
        for mix, after in ((self.mix_before, False), (self.mix_after, True)):
            if mix is not None:
                c = model.config
                row = c.sound.latent_hop * c.denoiser.sound_patch
                rows, step = model.mix_rows(mix if after else mix[:, mix.shape[1] % row :]), row / c.sound.sample_rate
                given.add_sound(rows, sound_positions(rows.shape[1], step, frames * seconds if after else -rows.shape[1] * step))
        watched = copy.copy(given)
        if self.source is not None:
            rows = model.picture_rows(self.source)
            given.set_source(rows)
            watched.add_picture(rows, picture_positions(frames, height, width, seconds))
        return given, watched


def sigmas(steps: int, shift: float = 1.0) -> list[float]:
    """Noise levels from 1 to 0: s t / (1 + (s - 1) t) for t evenly spaced. Picture and sound have a shift each: where the sound's
    is greater, it waits for the picture."""
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


class FlowSolver:
    """Follows velocities from noise to data, one for each thing that is drawn. Two-step Adams-Bashforth for steps of unequal length,
    the first one Euler's: a step costs one run of the network, and its error falls with the square of its length."""

    def __init__(self):
        self.previous = None

    def step(self, x, velocity, now: float, following: float):
        step, change = following - now, (following - now) * velocity
        if self.previous is not None:
            before, before_step = self.previous
            change = change + step * step / (2 * before_step) * (velocity - before)
        self.previous = velocity, step
        return x + change


STEPS, GUIDANCE, SHIFT = 12, 2.2, 1.5        # what a pack says unless told otherwise, and what is measured
MOTION_GUIDANCE = 2     # for what the picture's lies above 1: place and light come out best with little, what is done with more
MOTION_STEPS = 2        # for one of the picture: a row a latent frame costs little, and all that follows hangs on it


@torch.no_grad()
def denoise_motion(model: Model, text, untold, noise, positions, levels, guidance: float, given: Given):
    """From noise to motion rows [b, t, 4 * 33]. text and untold [b, n, width]; `levels` sigmas."""
    motion, flow = noise, FlowSolver()
    for now, following in zip(levels, levels[1:]):
        sigma = torch.full((len(motion),), now)
        velocity = model.motion(text, given, motion, positions, sigma)
        if guidance != 1:
            without = model.motion(untold, given, motion, positions, sigma)
            velocity = without + guidance * (velocity - without)
        motion = flow.step(motion, velocity, now, following)
    return motion


@torch.no_grad()
def denoise(model: Model, ids, empty_ids, noise: dict, rate: Fraction, levels, guidance: float, known: Known = Known()):
    """From noise to motion, then to scaled latents; `levels` the sigmas of picture and sound. The steps of motion are evenly spaced.

    noise: motion [b, t, 4 * 33], picture [b, c, t, h, w], sound [b, stems, c, n].
    Returns (motion sheet [b, frames, 33], picture, sound), the latents in the shapes of their noise.
    """
    noise_picture, noise_sound = noise["picture"], noise["sound"]
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
    given, watched = known.given(model, b, seconds, t, h // 2, w // 2)
    words = torch.zeros(length, 3)
    positions = torch.cat([words, given.positions, picture_positions(t, h // 2, w // 2, seconds)]
                          + [sound_positions(rows, sound_seconds)] * len(c.denoiser.stems))
    told, untold = model.motion.text(ids), model.motion.text(empty_ids.expand(b, -1))
    moving = denoise_motion(model, told, untold, noise["motion"], torch.cat([words, watched.picture_positions, picture_positions(t, 1, 1, seconds)]),
                            sigmas(MOTION_STEPS * (len(levels) - 1)), 1 + MOTION_GUIDANCE * (guidance - 1), watched)
    sheet = model.motion.sheet_of(moving)
    picture_motion = picture_features(sheet, h // 2, w // 2)
    sound_motion = sound_features(sheet, rows, seconds / c.video.temporal, sound_seconds)
    sound_motion = torch.cat([sound_motion] + [torch.zeros_like(sound_motion)] * (len(c.denoiser.stems) - 1), 1)
    if guidance != 1:
        # what guidance leads away from knows neither the words nor the motion
        picture_motion, sound_motion = (torch.cat([x, torch.zeros_like(x)]) for x in (picture_motion, sound_motion))
        given = given.twice()
    motion = (picture_motion, sound_motion)
    picture_flow, sound_flow = FlowSolver(), FlowSolver()
    for now, following in zip(levels, levels[1:]):
        (now_picture, now_sound), (next_picture, next_sound) = now, following
        sigma = torch.tensor([now])
        if guidance != 1:
            out = model.denoiser(text, given, picture.repeat(2, 1, 1), sound.repeat(2, 1, 1), motion, positions, sigma.expand(2 * b, -1))
            vp, vs = (v[b:] + guidance * (v[:b] - v[b:]) for v in out)
        else:
            vp, vs = model.denoiser(text, given, picture, sound, motion, positions, sigma.expand(b, -1))
        picture = picture_flow.step(picture, vp, now_picture, next_picture)
        sound = sound_flow.step(sound, vs, now_sound, next_sound)
    stems = torch.stack([unpatch_sound(stem) for stem in sound.chunk(len(c.denoiser.stems), 1)], 1)
    return sheet, unpatch_picture(picture, t, h, w), stems


@torch.no_grad()
def generate(model: Model, prompts: list[str], seed: int, rate=Fraction(24), frames=96, height=96, width=160, steps=STEPS,
             guidance=GUIDANCE, shifts=(SHIFT, SHIFT), negative="", known: Known = Known()):
    """Videos [b, 3, frames, h, w] in -1..1 and stems [b, stems, samples] at 24 kHz."""
    t, h, w, rows = rows_of(model, frames, height, width, rate)
    c, generator = model.config, torch.Generator().manual_seed(seed)
    shapes = {
        "motion": (t, c.video.temporal * NUMBERS), "picture": (c.video.channels, t, 2 * h, 2 * w),
        "sound": (len(c.denoiser.stems), c.sound.channels, rows * c.denoiser.sound_patch)}
    noise = {name: torch.randn(len(prompts), *shape, generator=generator) for name, shape in shapes.items()}
    shared = torch.randn(len(prompts), c.video.channels, 1, 2 * h, 2 * w, generator=generator)
    noise["picture"] = model.picture_noise(noise["picture"], shared)
    _, picture, sound = denoise(model, model.text_ids(prompts), model.text_ids([negative]), noise, rate,
                                list(zip(*(sigmas(steps, shift) for shift in shifts))), guidance, known)
    video = torch.cat([model.video.decoder(model.picture_latent(one[None])) for one in picture])
    white = torch.randn(*sound.shape[:2], sound.shape[3] * c.sound.latent_hop, generator=generator)
    return video[:, :, :frames].clamp(-1, 1), model.stems(sound, white)[..., : round(frames / rate * c.sound.sample_rate)]


WHITE = {"picture_noise": torch.ones(MiniAvConfig().video.channels), "picture_noise_shared": torch.zeros(MiniAvConfig().video.channels)}


def load(work, rounded: bool = False, config: MiniAvConfig = MiniAvConfig()) -> Model:
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

    return Model(part(Denoiser(config), "denoiser"), part(MotionDenoiser(config), "motion"), part(VideoAutoencoder(), "video"),
                 part(SoundAutoencoder(), "sound"), part(MusicAutoencoder(), "music"),
                 WHITE | torch.load(work / "scale.pt", weights_only=True), Tokenizer.load(work / "tokenizer.json"), config, trained)


def untrained(tokenizer: Tokenizer, seed: int = 0) -> Model:
    """Random weights everywhere, zeros included, so that parity tests see every path."""
    torch.manual_seed(seed)
    c = MiniAvConfig()
    model = Model(Denoiser(c), MotionDenoiser(c), VideoAutoencoder(c.video), SoundAutoencoder(c.sound), MusicAutoencoder(c.music), {
        "picture_mean": torch.randn(c.video.channels) * 0.1, "picture_deviation": torch.rand(c.video.channels) + 0.5,
        "sound_mean": torch.randn(len(c.denoiser.stems), c.sound.channels) * 0.1,
        "sound_deviation": torch.rand(len(c.denoiser.stems), c.sound.channels) + 0.5,
        "picture_noise": torch.rand(c.video.channels), "picture_noise_shared": torch.rand(c.video.channels)}, tokenizer)
    for part in (model.denoiser, model.motion, model.video, model.sound, model.music):
        part.eval().requires_grad_(False)
        for parameter in part.parameters():
            if parameter.abs().max() == 0:
                parameter.data = torch.randn_like(parameter) * 0.02
            parameter.data = parameter.data.bfloat16().float()
    return model
