"""Drives a real Kdenlive: a shot is generated into its bin, and the project that it saves must hold picture and stems; and it opens a
delivered project, which must come out of it with folders, tracks and cuts as they were asked for.

Usage: check.py SORA2 FOLDER, inside an X display and a D-Bus session of its own. Prints "N passed, N failed".
"""
import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as xml

sora2, folder = sys.argv[1], pathlib.Path(sys.argv[2])
here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here.parent / "readers"))
import board  # noqa: E402

project = folder / "start.kdenlive"
passed, failed = 0, 0
editors = []         # that run
AGAIN = 75           # the exit code when Kdenlive crashed, or did nothing of what it was asked: so it does now and then


def check(what, holds):
    global passed, failed
    print(("ok      " if holds else "FAILED  ") + what, flush=True)
    passed, failed = passed + bool(holds), failed + (not holds)


def until(what, holds, seconds=60):
    """Kdenlive tells nobody what it has done; what it shows and saves is asked for again and again."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if result := holds():
            return result
        if crashed := [program for program in editors if program.poll() is not None]:
            print(f"Kdenlive ended by itself, with {crashed[0].returncode}, while {what} was waited for", flush=True)
            sys.exit(AGAIN)
        time.sleep(0.05)
    print(f"{what} did not come about in {seconds} s; windows: {title()}; bin: {len(bin_of(project))} clips", flush=True)
    sys.exit(AGAIN)


def call(pid, method, *strings):
    return subprocess.run(
        ["dbus-send", "--session", "--print-reply", f"--dest=org.kde.kdenlive-{pid}", "/kdenlive/MainWindow_1", method, *(f"string:{text}" for text in strings)],
        capture_output=True, text=True)


def title():
    # Of every window: its matching of names fails on the dash in Kdenlive's.
    windows = subprocess.run(["xdotool", "search", "--name", "."], capture_output=True, text=True).stdout.split()
    return " ".join(subprocess.run(["xdotool", "getwindowname", window], capture_output=True, text=True).stdout for window in windows)


def values_of(element):
    return {item.get("name"): item.text for item in element.findall("property")}


def file_of(path, values):
    """Paths below the project's folder are saved without it."""
    return values["resource"] if os.path.isabs(values["resource"]) else str(path.parent / values["resource"])


def producers_of(root):
    return {element.get("id"): values_of(element) for element in root if element.tag in ("producer", "chain")}


def bin_of(path):
    """Files of the bin with their length, as the saved project has them."""
    try:
        root = xml.parse(path).getroot()
    except xml.ParseError:
        return {}
    producers = producers_of(root)
    entries = [producers[entry.get("producer")] for entry in root.find("playlist[@id='main_bin']").findall("entry")]
    return {file_of(path, values): int(re.match(r"\d+", values["length"]).group()) for values in entries}


def frames_of(clock, rate):
    hours, minutes, seconds = clock.split(":")
    return round((3600 * int(hours) + 60 * int(minutes) + float(seconds)) * rate[0] / rate[1])


def timeline_of(path, rate, names):
    """Clips on the tracks of these names, as board.expected has them, and the bin folders of the clips in the bin."""
    root = xml.parse(path).getroot()
    producers = producers_of(root)
    lists = {element.get("id"): element for element in root.findall("playlist")}
    clips = []
    for tractor in root.findall("tractor"):
        name = values_of(tractor).get("kdenlive:track_name")
        if name not in names:
            continue
        at = 0
        for item in lists[tractor.find("track").get("producer")]:
            if item.tag == "blank":
                at += frames_of(item.get("length"), rate)
            elif item.tag == "entry":
                first, last = (frames_of(item.get(end), rate) for end in ("in", "out"))
                values = producers[item.get("producer")]
                clips.append([names.index(name), at, first, last + 1 - first, int(values["length"]), file_of(path, values)])
                at += last + 1 - first
    bin_values = values_of(lists["main_bin"])
    folders = {key.split(".")[2]: (key.split(".")[1], name) for key, name in bin_values.items() if key.startswith("kdenlive:folder.")}
    places = set()
    for entry in lists["main_bin"].findall("entry"):
        place, names_down = producers[entry.get("producer")]["kdenlive:folderid"], []
        while place in folders:
            place, name = folders[place]
            names_down.insert(0, name)
        places.add("/".join(names_down))
    return sorted(clips), places, len(json.loads(bin_values["kdenlive:docproperties.groups"]))


def saved(count, program=None, path=project):
    """Whether the project, saved anew, holds so many clips."""
    call((program or editor).pid, "org.kde.KMainWindow.activateAction", "file_save")
    return len(bin_of(path)) == count


def start(path):
    shutil.rmtree("/tmp/kdenlivelock", ignore_errors=True)
    # A home of its own: with one that was used before, one start in several crashed.
    home = folder / f"{path.stem}-home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    editor = subprocess.Popen(
        ["kdenlive", str(path)], env={**os.environ, "HOME": str(home), "QT_QPA_PLATFORM": "xcb"},
        stdout=open(folder / f"{path.stem}.log", "w"), stderr=subprocess.STDOUT)
    editors.append(editor)
    until("Kdenlive's window", lambda: f"{path.stem} / " in title())
    until("Kdenlive's D-Bus", lambda: call(editor.pid, "org.kde.KMainWindow.actions").returncode == 0)
    return editor


def end(program):
    editors.remove(program)
    program.kill()
    program.wait()


def generate(*more):
    command = [sora2, "generate", "a person walks and says \"hello there\"", "--music", "calm", "--seconds", "2", "--fps", "23.976", "--steps", "2",
               "--size", "640x360", "--project", "Edit", "--json", *more]
    result = subprocess.run(command, capture_output=True, text=True)
    return result.returncode, json.loads(result.stdout), result.stderr


def files_of(shot):
    return [shot["picture"], *shot["stems"].values()]


shutil.copy(here / "start.kdenlive", project)
editor = start(project)
try:
    # From "published" to a saved project that holds all of it.
    long = folder / "Größe und mehr" / "/".join(["dreißig Zeichen, Leer und ü"] * 10)
    status, shot, error = generate("--into", "kdenlive", "--deliver-to", str(long))
    check(f"generate --into kdenlive ends well {error if status else ''}", status == 0)
    until("the saved bin", lambda: saved(5), 20)
    published = datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d*", r"\1", shot["shots"][0]["created_at"]))
    seconds = (datetime.datetime.now(datetime.timezone.utc) - published).total_seconds()
    check("the bin holds picture and four stems, by their paths", set(bin_of(project)) == set(files_of(shot)))
    check(f"paths of {len(shot['picture'])} characters, with spaces and umlauts", len(shot["picture"]) > 300)
    check(f"all of them are 48 frames long {sorted(bin_of(project).values())}", set(bin_of(project).values()) == {48})
    print(f"figure: published to in the saved bin {seconds:.2f} s")
    check("that took at most 3 s", seconds <= 3)

    # What is there already stays there once.
    again = subprocess.run([sora2, "deliver", shot["shot"], "--into", f"kdenlive:{editor.pid}", "--json"], capture_output=True, text=True)
    check(f"a shot of the library goes into the bin by the editor's number {again.stdout if again.returncode else ''}", again.returncode == 0)
    until("the library's files in the bin", lambda: saved(10), 20)
    library = files_of(json.loads(again.stdout)["shots"][0])
    subprocess.run([sora2, "deliver", shot["shot"], "--into", "kdenlive", "--json"], capture_output=True, check=True)
    saved(10)
    check("a shot that is delivered again is in the bin once", set(bin_of(project)) == {*files_of(shot), *library})

    wrong = subprocess.run([sora2, "deliver", shot["shot"], "--into", "kdenlive:1", "--json"], capture_output=True, text=True)
    check("a Kdenlive that does not run is named", wrong.returncode == 7 and "kdenlive:" in json.loads(wrong.stdout)["error"]["message"])

    # Two editors at once: which one is meant must be said.
    shutil.copy(here / "start.kdenlive", folder / "second.kdenlive")
    second = start(folder / "second.kdenlive")
    try:
        either = subprocess.run([sora2, "deliver", shot["shot"], "--into", "kdenlive", "--json"], capture_output=True, text=True)
        check("of two that run both are named", either.returncode == 2 and str(second.pid) in either.stdout and str(editor.pid) in either.stdout)
        subprocess.run([sora2, "deliver", shot["shot"], "--into", f"kdenlive:{second.pid}", "--json"], capture_output=True, check=True)
        until("the files in the second bin", lambda: saved(5, second, folder / "second.kdenlive"), 20)
        check("the one that was named has the shot", set(bin_of(folder / "second.kdenlive")) == set(library))
    finally:
        end(second)

    # The user closes the editor while the shot is made.
    making = subprocess.Popen(
        [sora2, "generate", "a red ball", "--steps", "60", "--no-audio", "--size", "320x180", "--into", "kdenlive", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    next(line for line in making.stderr if "denoise" in line)
    end(editor)
    answer = json.loads(making.communicate()[0])
    check("an editor that is gone is said, and where the shot is", making.returncode == 7 and "sora2 deliver SORA2_SH0010_v001" in answer["error"]["message"])
finally:
    # It often crashes at its end, after the project was saved; nothing is read from that.
    if editor in editors:
        end(editor)

# A delivered timeline is a project that Kdenlive opens by itself.
delivered = board.deliver(sora2, folder / "Größe und mehr")
opened = delivered / f"{delivered.name}.kdenlive"
written = opened.read_bytes()
editor = start(opened)
try:
    call(editor.pid, "org.kde.KMainWindow.activateAction", "file_save")
    until("the project that Kdenlive has saved", lambda: opened.read_bytes() != written and opened.read_bytes().endswith(b"</mlt>\n"), 20)
    clips, places, groups = timeline_of(opened, board.RATE, ["V1", *board.STEMS])
    check(f"the delivered project has 5 tracks, 10 clips, every frame {'' if clips == board.expected(delivered) else clips}", clips == board.expected(delivered))
    check(f"its files lie in the bin folder Sora2/BOARD {places}", places == {"Sora2/BOARD"})
    check(f"picture and stems of a shot are one group {groups}", groups == len(board.SHOTS))
finally:
    end(editor)

status, answer, _ = generate("--into", "kdenlive")
check("without Kdenlive nothing is queued", status == 7 and answer["error"]["code"] == "editor_missing")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
