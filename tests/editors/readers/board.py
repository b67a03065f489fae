"""The delivered timeline that the readers are given, as it was asked for: nothing in here is read from a delivered file."""
import json
import pathlib
import subprocess

RATE = (30000, 1001)
START = "01:00:59;20"
STEMS = ("DX", "FX", "AMB", "MX")

# Frames of the cut, handles before and after it, first timecode of the cut as a frame number: 29.97 drop-frame has no 01:01:00;00
# and no 01:01:00;01: the cut runs over them.
SHOTS = (dict(name="BOARD_A_v001", cut=45, head=8, tail=12, start=109682, timecode=START),
         dict(name="BOARD_B_v001", cut=30, head=5, tail=0, start=17982, timecode="00:10:00;00"))

# For readers that count no drop-frame.
PLAIN_RATE = (25, 1)
PLAIN_SHOTS = (dict(name="PLAIN_A_v001", cut=40, head=6, tail=4, start=90010, timecode="01:00:00:10"),
               dict(name="PLAIN_B_v001", cut=25, head=0, tail=9, start=900000, timecode="10:00:00:00"))


def deliver(sora2, folder, shots=SHOTS, rate=RATE):
    """Makes the shots and delivers them; the folder of the timeline."""
    made = []
    for shot in shots:
        project, name, _ = shot["name"].split("_")
        command = [sora2, "generate", 'a person walks and says "hello there"', "--music", "calm", "--fps", f"{rate[0]}/{rate[1]}", "--steps", "1",
                   "--size", "320x180", "--seconds", str(shot["cut"] * rate[1] / rate[0]), "--handles", f"{shot['head']},{shot['tail']}",
                   "--start-timecode", shot["timecode"], "--project", project.capitalize(), "--shot", name, "--json"]
        made.append(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["shot"])
    command = [sora2, "deliver", *made, "--to", str(folder), "--json"]
    return pathlib.Path(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["folder"])


def files(folder, shot):
    """Picture and stems, by track."""
    return [str(folder / name) for name in (f"{shot['name']}.mov", *(f"{shot['name']}_{stem}.wav" for stem in STEMS))]


def expected(folder):
    """[track, frame of the timeline, first frame of the media, frames, frames of the media, file]; track 0 is the picture's."""
    clips, at = [], 0
    for shot in SHOTS:
        media = shot["head"] + shot["cut"] + shot["tail"]
        for track, path in enumerate(files(folder, shot)):
            clips.append([track, at, shot["head"], shot["cut"], media, path])
        at += shot["cut"]
    return sorted(clips)


def expected_list(folder):
    """[record frame, source frame, frames, file] of the plain board, as an edit decision list has them."""
    clips, at = [], PLAIN_SHOTS[0]["start"]
    for shot in PLAIN_SHOTS:
        clips += ([at, shot["start"], shot["cut"], path] for path in files(folder, shot))
        at += shot["cut"]
    return sorted(clips)
