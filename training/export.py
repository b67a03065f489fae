"""Writes a pack and the tensors its C# side is tested against.

python3 -m training.export --work training/.work --pack models/sora2-mini --parity tests/.../parity.safetensors
python3 -m training.export --untrained --pack FOLDER --parity FILE      random weights, for tests of the graphs alone
"""

import argparse
import hashlib
import json
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path

import torch
from safetensors.torch import save_file

from training.models.config import MiniAvConfig
from training.models.denoiser import Given, picture_positions, reference_kind, reference_positions, sound_positions, still_positions
from training.models.motion import NUMBERS, picture_features, sound_features
from training.models.tokenizer import Tokenizer, train
from training.sample import GUIDANCE, SHIFT, STEPS, Known, Model, denoise, load, sigmas, untrained
from training.shots import SHAPES, sheet_of
from training.world.captions import vocabulary_words
from training.world.scene import sample_scene

VERSION = "0.4.0"
TASKS = ["shot", "extend_tail", "extend_head", "fill_gap", "edit", "retake"]
PARITY_PROMPTS = [
    "a red ball bounces on a wooden floor in the rain", "Un ballon vert s'\u00e9l\u00e8ve au-dessus de la plage, la nuit.",
    "xyzzy \u00bfqu\u00e9? 42 d\u00e9j\u00e0-vu\u2026", ""]


def save_weights(path: Path, tensors: dict) -> None:
    save_file({name: tensor.detach().to(torch.bfloat16).contiguous() for name, tensor in tensors.items()}, path)


def export_pack(model: Model, folder: Path, preview: dict, defaults: dict, only_shots: bool = False) -> None:
    """`only_shots`: the weights were not yet trained on what tasks give, on music, or on all of the world's words."""
    folder.mkdir(parents=True, exist_ok=True)
    scale = {f"scale.{name}": tensor for name, tensor in model.scale.items()}
    save_weights(folder / "denoiser.safetensors", model.denoiser.state_dict() | scale | preview)
    save_weights(folder / "motion.safetensors", model.motion.state_dict())
    save_weights(folder / "video_autoencoder.safetensors", model.video.state_dict())
    save_weights(folder / "sound_autoencoder.safetensors", model.sound.state_dict())
    save_weights(folder / "music_autoencoder.safetensors", model.music.state_dict())
    words = sorted(set(vocabulary_words("en")) | set(vocabulary_words("fr")))
    (folder / "words.txt").unlink(missing_ok=True)
    if not only_shots:
        (folder / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    model.tokenizer.save(folder / "tokenizer.json")
    (folder / "config.json").write_text(json.dumps(asdict(model.config) | {"trained": model.trained}, indent=2) + "\n", encoding="utf-8")
    names = ["config.json", "tokenizer.json"] + ["words.txt"] * (not only_shots) + [
        f"{part}.safetensors" for part in ("denoiser", "motion", "video_autoencoder", "sound_autoencoder", "music_autoencoder")]
    names += [name for name in ("LICENSE", "README.md") if (folder / name).exists()]
    files = [{"path": name, "size": (folder / name).stat().st_size, "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest()}
             for name in sorted(names)]
    stems, sizes = list(model.config.denoiser.stems), [{"width": w, "height": h} for (h, w), _ in SHAPES]
    capabilities = {
        "tasks": TASKS, "stems": stems, "sizes": sizes, "min_frame_rate": 12, "max_frame_rate": 60, "max_seconds": 8, "long_seconds": 60,
        "first_frame": True, "last_frame": True, "max_cast": model.config.denoiser.cast, "languages": ["en", "fr"]}
    if only_shots:
        capabilities |= {"tasks": ["shot"], "sizes": sizes[:1], "min_frame_rate": 20, "long_seconds": 0, "max_cast": 0}
    manifest = {
        "format": 1, "name": folder.name, "family": "MiniAv", "version": VERSION, "license": "Apache-2.0",
        "description": "Small joint picture-and-sound model trained on a rendered world; follows prompts within its vocabulary.",
        "capabilities": capabilities,
        "defaults": defaults, "files": files}
    (folder / "pack.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


@torch.no_grad()
def parity(model: Model) -> tuple[dict, dict]:
    """Inputs and outputs of every graph, and a short whole sampling run; float32 on a CPU, weights rounded to bfloat16."""
    c, rate, generator = model.config, Fraction(24000, 1001), torch.Generator().manual_seed(5)

    def noise(*shape):
        return torch.randn(*shape, generator=generator)

    ids = model.text_ids(PARITY_PROMPTS[:2])
    text = model.denoiser.text(ids)
    seconds, picture_dims, sound_dims, stems = float(c.video.temporal / rate), 4 * c.video.channels, 4 * c.sound.channels, len(c.denoiser.stems)
    t = {
        "text.ids": ids, "text.rows": text, "denoiser.given_picture": noise(2, 10, picture_dims), "denoiser.given_sound": noise(2, 3, sound_dims),
        "denoiser.source": noise(2, 12, picture_dims), "denoiser.picture": noise(2, 12, picture_dims),
        "denoiser.sound": noise(2, 4 * stems, sound_dims), "denoiser.sigma": torch.tensor([[0.8, 0.9], [0.25, 0.25]]),
        "video.latent": noise(1, c.video.channels, 3, 4, 6), "clip.frames": noise(1, 3, 8, 64, 96).clamp(-1, 1),
        "sound.samples": noise(1, 960 * 8) * 0.1, "sound.latent": noise(2, c.sound.channels, 8), "sound.noise": noise(2, 960 * 8), "sampling.white": noise(stems, 960 * 20),
        "sampling.ids": model.text_ids(PARITY_PROMPTS[:1]), "sampling.negative_ids": model.text_ids([""]),
        "sampling.noise_motion": noise(1, 2, c.video.temporal * NUMBERS), "sampling.noise_picture": noise(1, c.video.channels, 2, 4, 6), "sampling.noise_sound": noise(1, stems, c.sound.channels, 20),
        "sampling.sigmas": torch.tensor([sigmas(4, 2.0), sigmas(4, 5.0)]), "sampling.guidance": torch.tensor(3.0), "still.frame": noise(1, 3, 64, 96).clamp(-1, 1),
        "reference.frame": noise(1, 3, 64, 64).clamp(-1, 1), "mix.samples": noise(1, 960 * 14) * 0.1,
        "sampling.shared": noise(1, c.video.channels, 1, 4, 6),
    }
    t["sampling.shaped"] = model.picture_noise(t["sampling.noise_picture"], t["sampling.shared"])
    sheet = sheet_of(sample_scene(7, 4.0, {"thing": "ball", "action": "bounce"}), Fraction(24))[:16]       # long enough for a strike
    t["motion.sheet"] = sheet
    t["motion.picture_features"] = picture_features(sheet[None], 3, 5)[0]
    t["motion.sound_features"] = sound_features(sheet[None], 5, seconds / c.video.temporal, 0.16)[0]
    motion = t["denoiser.picture_motion"], t["denoiser.sound_motion"] = (
        noise(2, 12, c.denoiser.picture_motion), noise(2, 4 * stems, c.denoiser.sound_motion))
    given = Given(2, c)
    given.add_picture(t["denoiser.given_picture"][:, :4], reference_positions(2), reference_kind(c.denoiser, 1))
    given.add_picture(t["denoiser.given_picture"][:, 4:], still_positions(2, 3, 0.0))
    given.add_sound(t["denoiser.given_sound"], sound_positions(3, 0.16, -0.48))
    given.set_source(t["denoiser.source"])
    for name, known in (("", given), ("bare_", Given(2, c))):
        positions = torch.cat([torch.zeros(ids.shape[1], 3), known.positions, picture_positions(2, 2, 3, seconds)] + [sound_positions(4, 0.16)] * stems)
        t[f"denoiser.{name}positions"] = positions
        out = model.denoiser(text, known, t["denoiser.picture"], t["denoiser.sound"], motion, positions, t["denoiser.sigma"])
        t[f"denoiser.{name}picture_velocity"], t[f"denoiser.{name}sound_velocity"] = out
    t["video.decoded"], t["clip.rows"] = model.video.decoder(t["video.latent"]), model.picture_rows(t["clip.frames"])
    t["sound.decoded"], t["mix.rows"] = model.sound.decode(t["sound.latent"], t["sound.noise"]), model.mix_rows(t["mix.samples"])
    t["still.rows"] = model.still_rows(t["still.frame"])
    mix = t["mix.samples"]
    tasks = {
        "text": Known(), "still": Known(first=t["still.frame"], last=t["still.frame"]),
        "clips": Known(before=t["clip.frames"], mix_before=mix, after=t["clip.frames"][:, :, :4], mix_after=mix),
        "edit": Known(source=t["clip.frames"], cast=(t["reference.frame"],))}
    for name, known in tasks.items():
        start = {part: t[f"sampling.noise_{part}"] for part in ("motion", "picture", "sound")}
        sheet, picture, sound = denoise(model, t["sampling.ids"], t["sampling.negative_ids"], start, rate, list(zip(*t["sampling.sigmas"].tolist())), 3.0, known)
        t[f"{name}.motion"], t[f"{name}.picture"], t[f"{name}.sound"] = sheet, picture, sound
    t["text.video"] = model.video.decoder(model.picture_latent(t["text.picture"]))
    t["text.stems"] = model.stems(t["text.sound"], t["sampling.white"][None])[0]
    words = {"prompts": json.dumps([[p, model.tokenizer.encode(p)] for p in PARITY_PROMPTS], ensure_ascii=False),
             "rate": "24000/1001", "origin": f"training/export.py, torch {torch.__version__}, float32, CPU, weights rounded to bfloat16"}
    return {name: tensor.contiguous() for name, tensor in t.items()}, words


def fit_preview(model: Model, work: Path) -> dict:
    """The line from a scaled latent to the mean colour of its pixels, by least squares over cached shots."""
    from training.shots import open_video, seeds_in, to_model_range
    latents, colours = [], []
    for seed in seeds_in(work / "shots")[:48]:
        video = to_model_range(open_video(work / "shots", seed))
        latent = model.video.encoder(video[None])[0]
        s = model.scale
        latents.append(((latent - s["picture_mean"][:, None, None, None]) / s["picture_deviation"][:, None, None, None]).flatten(1).T)
        colours.append(torch.nn.functional.avg_pool3d(video, (4, 16, 16)).flatten(1).T)
    x, y = torch.cat(latents), torch.cat(colours)
    solution = torch.linalg.lstsq(torch.cat([x, torch.ones(len(x), 1)], 1), y).solution
    return {"preview.weight": solution[:-1].T, "preview.bias": solution[-1]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--pack", type=Path, default=Path("models/sora2-mini"))
    parser.add_argument("--parity", type=Path, required=True)
    parser.add_argument("--untrained", action="store_true")
    parser.add_argument("--only-shots", action="store_true", help="offer what the first pack offered: shots from text and stills, without music")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--guidance", type=float, default=GUIDANCE)
    parser.add_argument("--shift", type=float, default=SHIFT)
    parser.add_argument("--sound-shift", type=float, default=SHIFT)
    arguments = parser.parse_args()
    if arguments.untrained:
        tokenizer = arguments.work / "tokenizer.json"
        words = Tokenizer.load(tokenizer) if tokenizer.exists() else train(PARITY_PROMPTS * 20, 512)
        model = untrained(words)
        preview = {"preview.weight": torch.randn(3, model.config.video.channels) * 0.1, "preview.bias": torch.zeros(3)}
    else:
        config = MiniAvConfig()
        if arguments.only_shots:
            # a denoiser that saw no music and no windows: all of a shot is made at once
            config = replace(config, denoiser=replace(config.denoiser, stems=config.denoiser.stems[:2], window=60))
        model = load(arguments.work, rounded=True, config=config)
        preview = fit_preview(model, arguments.work)
    model.scale = {name: tensor.bfloat16().float() for name, tensor in model.scale.items()}
    defaults = {
        "steps": arguments.steps, "draft_steps": max(6, arguments.steps // 2), "guidance": arguments.guidance,
        "sigma_shift": arguments.shift, "sound_sigma_shift": arguments.sound_shift}
    export_pack(model, arguments.pack, preview, defaults, arguments.only_shots)
    tensors, words = parity(model)
    arguments.parity.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, arguments.parity, metadata=words)


if __name__ == "__main__":
    main()
