"""The delivered timeline that the readers are given, as it was asked for: nothing in here is read from a delivered file."""
import json
import pathlib
import subprocess

RATE = (30000, 1001)
START = "01:00:59;20"
STEMS = ("DX", "FX", "AMB", "MX")

# Frames of the cut, handles before and after it, first timecode of the cut as a frame number: 29.97 drop-frame has no 01:01:00;00
# and no 01:01:00;01: the cut runs over them.
SHOTS = (dict(name="BOARD_A_v001", cut=45, head=8, tail=12, start=109682), dict(name="BOARD_B_v001", cut=30, head=5, tail=0, start=17982))


def deliver(sora2, folder):
    """Makes both shots and delivers them; the folder of the timeline."""
    made = []
    for shot, timecode in zip(SHOTS, (START, "00:10:00;00")):
        command = [sora2, "generate", 'a person walks and says "hello there"', "--music", "calm", "--fps", "29.97", "--steps", "1", "--size", "320x180",
                   "--seconds", str(shot["cut"] * 1001 / 30000), "--handles", f"{shot['head']},{shot['tail']}", "--start-timecode", timecode,
                   "--project", "Board", "--shot", shot["name"].split("_")[1], "--json"]
        made.append(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["shot"])
    command = [sora2, "deliver", *made, "--to", str(folder), "--json"]
    return pathlib.Path(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["folder"])


def expected(folder):
    """[track, frame of the timeline, first frame of the media, frames, frames of the media, file]; track 0 is the picture's."""
    clips, at = [], 0
    for shot in SHOTS:
        media = shot["head"] + shot["cut"] + shot["tail"]
        for track, name in enumerate([f"{shot['name']}.mov", *(f"{shot['name']}_{stem}.wav" for stem in STEMS)]):
            clips.append([track, at, shot["head"], shot["cut"], media, str(folder / name)])
        at += shot["cut"]
    return sorted(clips)
