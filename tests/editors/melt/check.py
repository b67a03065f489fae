"""What tests/editors/melt/run looks at inside the Debian tree: melt's output, frame by frame. Usage: check.py SHOT"""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree

import numpy
from PIL import Image

WIDTH, HEIGHT, FRAMES, CUT = 640, 360, 48, 36
STARTS = 4
LONGEST = 60  # seconds
EFFECT = "org.sora2plugin.extend"
PROMPT = "She says \"Grüß dich\" & 'smiles' <wide>\nこんにちは, 24 % of the frame"
PROFILE = f"""description=sora2
frame_rate_num=24
frame_rate_den=1
width={WIDTH}
height={HEIGHT}
progressive=1
sample_aspect_num=1
sample_aspect_den=1
display_aspect_num=16
display_aspect_den=9
colorspace=709
"""

failures = []
passed = 0


def check(promise, holds, seen=""):
    global passed
    print(f"{'ok  ' if holds else 'FAIL'} {promise}" + (f": {seen}" if seen != "" else ""), flush=True)
    passed += bool(holds)
    if not holds:
        failures.append(promise)


def melt(arguments, **environment):
    begin = time.monotonic()
    try:
        run = subprocess.run(["melt", *arguments], capture_output=True, text=True, timeout=LONGEST, env={**os.environ, **environment})
    except subprocess.TimeoutExpired:
        run = subprocess.CompletedProcess(arguments, 0, "", "")
    return run, time.monotonic() - begin


def written(name, project, real_time=-1, pixels="rgb24", **environment):
    """The frames that melt writes; raw, so that no codec has a say."""
    file = f"{name}.raw"
    # melt, with the bundle or without it, may end at once or wait for ever and write nothing: docs/guides/openfx.md has the figures.
    for _ in range(STARTS):
        run, seconds = melt(
            [*project, "-consumer", f"avformat:{file}", "f=rawvideo", "vcodec=rawvideo", f"pix_fmt={pixels}",
             f"mlt_image_format={'rgba' if pixels == 'rgb24' else 'rgba64'}", "an=1", f"real_time={real_time}"],
            **environment)
        if run.returncode != 0 or os.path.exists(file) and os.path.getsize(file) > 0:
            break
        print(f"     {name}: melt wrote nothing in {seconds:.1f} s; started again", flush=True)
    depth = numpy.uint8 if pixels == "rgb24" else numpy.dtype("<u2")
    frames = numpy.fromfile(file, depth) if os.path.exists(file) else numpy.zeros(0, depth)
    whole = len(frames) // (WIDTH * HEIGHT * 3)
    if os.path.exists(file):
        os.remove(file)
    check(f"{name}: melt writes every frame", run.returncode == 0 and whole == FRAMES, f"{whole} frames in {seconds:.1f} s, exit {run.returncode}")
    with open(f"{name}.log", "w") as log:
        log.write(run.stderr)
    return frames[: whole * WIDTH * HEIGHT * 3].reshape(whole, HEIGHT, WIDTH, 3), seconds


def render(name, settings, real_time=-1, pixels="rgb24", **environment):
    effect = ["-attach", name_of(EFFECT), *(f"{key}={value}" for key, value in settings.items())]
    return written(name, ["-profile", "sora2.profile", "source.mkv", *effect], real_time, pixels, **environment)


def name_of(identifier):
    return f"openfx.{identifier}"


def furthest(frames, wanted):
    """The largest difference of any one component."""
    return int(numpy.abs(frames.astype(numpy.int32) - wanted.astype(numpy.int32)).max()) if len(frames) == len(wanted) else 65535


def save(frames, index, name):
    if index < len(frames):
        Image.fromarray(frames[index]).save(f"{name}.png")


def check_listing():
    def listed(**environment):
        run, seconds = melt(["-query", "filters"], **environment)
        return run.stdout.splitlines(), seconds

    without, _ = listed(OFX_PLUGIN_PATH="/nonexistent")
    with_bundle, seconds = listed()
    more = [line for line in with_bundle if line not in without]
    check("the bundle adds Sora2 Extend to the list of filters, and not a word more", more == [f"  - {name_of(EFFECT)}"], f"{more}, {seconds:.2f} s")

    run, _ = melt(["-query", f"filter={name_of(EFFECT)}"])
    check("its parameters are described", all(f"identifier: {name}" in run.stdout for name in ("prompt", "ticket", "cut")))
    with open("query.yml", "w") as file:
        file.write(run.stdout)


def check_project(ticket):
    arguments = ["-profile", "sora2.profile", "source.mkv", "-attach", name_of(EFFECT), f"prompt={PROMPT}", f"ticket={ticket}", f"cut={CUT}"]
    melt([*arguments, "-consumer", "xml:project.mlt"])
    kept = [node.text for node in ElementTree.parse("project.mlt").iter("property") if node.get("name") == "prompt"]
    check("project.mlt: the prompt is whole", kept == [PROMPT], repr(kept))


def check_frames(ticket):
    plain, _ = render("no-ticket", {})
    levels = [int(round(float(frame[:, :, 0].mean()))) for frame in plain]
    check("without a ticket every frame is the source's", levels == [20 + 4 * n for n in range(FRAMES)], levels if levels != [20 + 4 * n for n in range(FRAMES)] else "")

    shot = numpy.fromfile("shot.rgb48", "<u2").reshape(-1, HEIGHT, WIDTH, 3)
    eight = numpy.round(shot.astype(numpy.float64) / 257).astype(numpy.uint8)
    wanted = numpy.concatenate([plain[:CUT], eight])
    settings = {"ticket": ticket, "cut": CUT, "prompt": PROMPT}
    first = None
    for name, threads in (("one-thread", -1), ("four-threads", -4)):
        frames, _ = render(name, settings, threads)
        save(frames, CUT, name)
        far = [furthest(frames[n:n + 1], wanted[n:n + 1]) for n in range(FRAMES)] if len(frames) == FRAMES else [255]
        check(f"{name}: before the cut the source, to the bit", max(far[:CUT]) == 0, max(far[:CUT]))
        check(f"{name}: after the cut the shot's own frame", max(far[CUT:]) <= 1, f"differs by at most {max(far[CUT:])} of 255")
        nearest = [int(numpy.argmin([numpy.abs(frame.astype(int) - other).mean() for other in eight.astype(int)])) for frame in frames[CUT:]]
        check(f"{name}: in order", nearest == list(range(FRAMES - CUT)), nearest)
        check(f"{name}: the same as before", first is None or numpy.array_equal(first, frames))
        first = frames if first is None else first

    saved, _ = written("saved-project", ["project.mlt"])
    check("saved-project: the same as before", numpy.array_equal(first, saved))
    deep, _ = render("sixteen-bits", settings, -1, "rgb48le")
    check("sixteen-bits: after the cut the shot's own frame", furthest(deep[CUT:], shot) == 0, f"differs by at most {furthest(deep[CUT:], shot)} of 65535")
    held, _ = render("past-the-shot", {**settings, "cut": CUT - 6})
    check("past-the-shot: the last frame is held", len(held) == FRAMES and all(numpy.array_equal(held[FRAMES - 7], frame) for frame in held[-6:]))
    black, _ = render("black", {**settings, "cut": CUT - 6, "outside": "Black"})
    check("black: nothing past the shot", len(black) == FRAMES and int(black[-6:].max()) == 0 and int(black[-7].max()) > 0)
    head, _ = render("head", {**settings, "cut": 12, "side": "Before the clip"})
    check("head: the shot, then the source", furthest(head, numpy.concatenate([eight, plain[12:]])) <= 1, furthest(head, numpy.concatenate([eight, plain[12:]])))
    return plain


def check_troubles(ticket, plain):
    missing = f"sora2:1;key={'f' * 32};shot=NOWHERE_SH0010_v001"
    for name, settings, environment in (
        ("no-server", {"ticket": ticket, "cut": CUT}, {"SORA2_HOME": "/sora2/no-home"}),
        ("no-such-shot", {"ticket": missing, "cut": CUT}, {}),
        ("no-ticket-at-all", {"ticket": "something else", "cut": CUT}, {}),
    ):
        frames, seconds = render(name, settings, **environment)
        save(frames, FRAMES - 1, name)
        check(f"{name}: in bounded time", seconds < 60, f"{seconds:.1f} s")
        check(f"{name}: before the cut the source", furthest(frames[:CUT], plain[:CUT]) == 0)
        check(f"{name}: after it a placeholder", len(frames) == FRAMES and all(furthest(frames[n:n + 1], plain[n:n + 1]) > 50 for n in range(CUT, FRAMES)))


def main():
    ticket = sys.argv[1]
    with open("sora2.profile", "w") as file:
        file.write(PROFILE)
    print(melt(["--version"])[0].stdout.splitlines()[0])
    check_listing()
    check_project(ticket)
    check_troubles(ticket, check_frames(ticket))
    print(f"{passed} passed, {len(failures)} failed")
    sys.exit(bool(failures))


main()
