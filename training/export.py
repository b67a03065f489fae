"""Writes a pack and the tensors its C# side is tested against.

python3 -m training.export --work training/.work --pack models/sora2-mini --parity tests/.../parity.safetensors
python3 -m training.export --untrained --pack FOLDER --parity FILE      random weights, for tests of the graphs alone
"""

import argparse
import hashlib
import json
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import torch
from safetensors.torch import save_file

from training.models.config import MiniAvConfig
from training.models.denoiser import picture_positions, sound_positions, still_positions
from training.models.motion import NUMBERS, picture_features, sound_features
from training.models.tokenizer import Tokenizer, train
from training.sample import Model, denoise, load, sigmas, untrained
from training.shots import sheet_of
from training.world.scene import sample_scene

VERSION = "0.1.0"
PARITY_PROMPTS = [
    "a red ball bounces on a wooden floor in the rain", "Un ballon vert s'\u00e9l\u00e8ve au-dessus de la plage, la nuit.",
    "xyzzy \u00bfqu\u00e9? 42 d\u00e9j\u00e0-vu\u2026", ""]


def save_weights(path: Path, tensors: dict) -> None:
    save_file({name: tensor.detach().to(torch.bfloat16).contiguous() for name, tensor in tensors.items()}, path)


def export_pack(model: Model, folder: Path, preview: dict, defaults: dict) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    scale = {f"scale.{name}": tensor for name, tensor in model.scale.items()}
    save_weights(folder / "denoiser.safetensors", model.denoiser.state_dict() | scale | preview)
    save_weights(folder / "motion.safetensors", model.motion.state_dict())
    save_weights(folder / "video_autoencoder.safetensors", model.video.state_dict())
    save_weights(folder / "sound_autoencoder.safetensors", model.sound.state_dict())
    model.tokenizer.save(folder / "tokenizer.json")
    (folder / "config.json").write_text(json.dumps(asdict(model.config) | {"trained": model.trained}, indent=2) + "\n", encoding="utf-8")
    names = ["config.json", "denoiser.safetensors", "motion.safetensors", "sound_autoencoder.safetensors", "tokenizer.json", "video_autoencoder.safetensors"]
    names += [name for name in ("LICENSE", "README.md") if (folder / name).exists()]
    files = [{"path": name, "size": (folder / name).stat().st_size, "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest()}
             for name in sorted(names)]
    manifest = {
        "format": 1, "name": folder.name, "family": "MiniAv", "version": VERSION, "license": "Apache-2.0",
        "description": "Small joint picture-and-sound model trained on a rendered world; follows prompts within its vocabulary.",
        "capabilities": {
            "tasks": ["shot"], "stems": list(model.config.denoiser.stems), "sizes": [{"width": 160, "height": 96}],
            "min_frame_rate": 20, "max_frame_rate": 60, "max_seconds": 8, "first_frame": True, "last_frame": True,
            "languages": ["en", "fr"]},
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
    seconds, picture_dims, sound_dims = float(c.video.temporal / rate), 4 * c.video.channels, 4 * c.sound.channels
    positions = torch.cat([torch.zeros(ids.shape[1], 3), still_positions(2, 3, 0.0), picture_positions(2, 2, 3, seconds)]
                          + [sound_positions(4, 0.16)] * len(c.denoiser.stems))
    t = {
        "text.ids": ids, "text.rows": text, "denoiser.clean": noise(2, 6, picture_dims), "denoiser.picture": noise(2, 12, picture_dims),
        "denoiser.sound": noise(2, 4 * len(c.denoiser.stems), sound_dims), "denoiser.positions": positions, "denoiser.sigma": torch.tensor([[0.8, 0.9], [0.25, 0.25]]),
        "video.frames": noise(1, 3, 16, 32, 48).clamp(-1, 1), "video.latent": noise(1, c.video.channels, 3, 4, 6),
        "sound.samples": noise(2, 960 * 8) * 0.1, "sound.latent": noise(2, c.sound.channels, 8), "sound.noise": noise(2, 960 * 8), "sampling.white": noise(len(c.denoiser.stems), 960 * 20),
        "sampling.ids": model.text_ids(PARITY_PROMPTS[:1]), "sampling.negative_ids": model.text_ids([""]),
        "sampling.noise_motion": noise(1, 2, c.video.temporal * NUMBERS), "sampling.noise_picture": noise(1, c.video.channels, 2, 4, 6), "sampling.noise_sound": noise(1, len(c.denoiser.stems), c.sound.channels, 20),
        "sampling.sigmas": torch.tensor([sigmas(4, 2.0), sigmas(4, 5.0)]), "sampling.guidance": torch.tensor(3.0), "still.frame": noise(1, 3, 64, 96).clamp(-1, 1),
    }
    sheet = sheet_of(sample_scene(7, 4.0, {"thing": "ball", "action": "bounce"}), Fraction(24))[:16]
    t["motion.sheet"] = sheet
    t["motion.picture_features"] = picture_features(sheet[None], 3, 5)[0]
    t["motion.sound_features"] = sound_features(sheet[None], 5, seconds / c.video.temporal, 0.16)[0]
    motion = t["denoiser.picture_motion"], t["denoiser.sound_motion"] = (
        noise(2, 12, c.denoiser.picture_motion), noise(2, 4 * len(c.denoiser.stems), c.denoiser.sound_motion))
    out = model.denoiser(text, t["denoiser.clean"], t["denoiser.picture"], t["denoiser.sound"], motion, positions, t["denoiser.sigma"])
    t["denoiser.picture_velocity"], t["denoiser.sound_velocity"] = out
    bare = torch.cat([positions[: ids.shape[1]], positions[ids.shape[1] + 6 :]])
    out = model.denoiser(text, t["denoiser.clean"][:, :0], t["denoiser.picture"], t["denoiser.sound"], motion, bare, t["denoiser.sigma"])
    t["denoiser.bare_picture_velocity"], t["denoiser.bare_sound_velocity"] = out
    t["video.encoded"], t["video.decoded"] = model.video.encoder(t["video.frames"]), model.video.decoder(t["video.latent"])
    t["sound.encoded"], t["sound.decoded"] = model.sound.encode(t["sound.samples"]), model.sound.decode(t["sound.latent"], t["sound.noise"])
    t["still.rows"] = model.still_rows(t["still.frame"])
    for name, stills in (("sampling", ()), ("sampling_still", [(t["still.rows"], 0.0), (t["still.rows"], 2 * seconds)])):
        start = {part: t[f"sampling.noise_{part}"] for part in ("motion", "picture", "sound")}
        sheet, picture, sound = denoise(model, t["sampling.ids"], t["sampling.negative_ids"], start, rate, list(zip(*t["sampling.sigmas"].tolist())), 3.0, stills)
        t[f"{name}.motion"], t[f"{name}.picture"], t[f"{name}.sound"] = sheet, picture, sound
        t[f"{name}.video"] = model.video.decoder(model.picture_latent(picture))
        t[f"{name}.stems"] = model.sound.decode(model.sound_latent(sound).flatten(0, 1), t["sampling.white"])
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
        colours.append(torch.nn.functional.avg_pool3d(video, (8, 16, 16)).flatten(1).T)
    x, y = torch.cat(latents), torch.cat(colours)
    solution = torch.linalg.lstsq(torch.cat([x, torch.ones(len(x), 1)], 1), y).solution
    return {"preview.weight": solution[:-1].T, "preview.bias": solution[-1]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, default=Path("training/.work"))
    parser.add_argument("--pack", type=Path, default=Path("models/sora2-mini"))
    parser.add_argument("--parity", type=Path, required=True)
    parser.add_argument("--untrained", action="store_true")
    parser.add_argument("--steps", type=int, default=24)
    parser.add_argument("--guidance", type=float, default=3.0)
    parser.add_argument("--shift", type=float, default=1.0)
    parser.add_argument("--sound-shift", type=float, default=1.0)
    arguments = parser.parse_args()
    if arguments.untrained:
        tokenizer = arguments.work / "tokenizer.json"
        words = Tokenizer.load(tokenizer) if tokenizer.exists() else train(PARITY_PROMPTS * 20, 512)
        model = untrained(words)
        preview = {"preview.weight": torch.randn(3, model.config.video.channels) * 0.1, "preview.bias": torch.zeros(3)}
    else:
        model = load(arguments.work, rounded=True)
        preview = fit_preview(model, arguments.work)
    model.scale = {name: tensor.bfloat16().float() for name, tensor in model.scale.items()}
    defaults = {
        "steps": arguments.steps, "draft_steps": max(6, arguments.steps // 2), "guidance": arguments.guidance,
        "sigma_shift": arguments.shift, "sound_sigma_shift": arguments.sound_shift}
    export_pack(model, arguments.pack, preview, defaults)
    tensors, words = parity(model)
    arguments.parity.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, arguments.parity, metadata=words)


if __name__ == "__main__":
    main()
