"""Drives a real Kdenlive: a shot is generated into its bin, and the project that it saves must hold picture and stems.

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
project = folder / "start.kdenlive"
passed, failed = 0, 0


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
        time.sleep(0.05)
    sys.exit(f"check: {what} did not come about in {seconds} s")


def call(pid, method, *strings):
    return subprocess.run(
        ["dbus-send", "--session", "--print-reply", f"--dest=org.kde.kdenlive-{pid}", "/kdenlive/MainWindow_1", method, *(f"string:{text}" for text in strings)],
        capture_output=True, text=True)


def title():
    # Of every window: its matching of names fails on the dash in Kdenlive's.
    windows = subprocess.run(["xdotool", "search", "--name", "."], capture_output=True, text=True).stdout.split()
    return " ".join(subprocess.run(["xdotool", "getwindowname", window], capture_output=True, text=True).stdout for window in windows)


def bin_of(path):
    """Files of the bin with their length, as the saved project has them."""
    try:
        root = xml.parse(path).getroot()
    except xml.ParseError:
        return {}
    producers = {element.get("id"): element for element in root if element.tag in ("producer", "chain")}
    files = {}
    for entry in root.find("playlist[@id='main_bin']").findall("entry"):
        values = {item.get("name"): item.text for item in producers[entry.get("producer")].findall("property")}
        resource = values["resource"]
        files[resource if os.path.isabs(resource) else str(path.parent / resource)] = int(re.match(r"\d+", values["length"]).group())
    return files


def saved(count):
    """Whether the project, saved anew, holds so many clips."""
    call(editor.pid, "org.kde.KMainWindow.activateAction", "file_save")
    return len(bin_of(project)) == count


def start():
    shutil.copy(here / "start.kdenlive", project)
    shutil.rmtree("/tmp/kdenlivelock", ignore_errors=True)
    # A home of its own: with one that was used before, one start in several crashed.
    home = folder / "kdenlive-home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    editor = subprocess.Popen(
        ["kdenlive", str(project)], env={**os.environ, "HOME": str(home), "QT_QPA_PLATFORM": "xcb"},
        stdout=open(folder / "kdenlive.log", "w"), stderr=subprocess.STDOUT)
    until("Kdenlive's window", lambda: "start / " in title())
    until("Kdenlive's D-Bus", lambda: call(editor.pid, "org.kde.KMainWindow.actions").returncode == 0)
    return editor


def generate(*more):
    command = [sora2, "generate", "a person walks and says \"hello there\"", "--music", "calm", "--seconds", "2", "--fps", "23.976", "--steps", "2",
               "--size", "640x360", "--project", "Edit", "--json", *more]
    result = subprocess.run(command, capture_output=True, text=True)
    return result.returncode, json.loads(result.stdout), result.stderr


def files_of(shot):
    return [shot["picture"], *shot["stems"].values()]


editor = start()
try:
    # From "published" to a saved project that holds all of it.
    status, shot, error = generate("--into", "kdenlive", "--deliver-to", str(folder / "Größe und mehr"))
    check(f"generate --into kdenlive ends well {error if status else ''}", status == 0)
    until("the saved bin", lambda: saved(5), 20)
    published = datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d*", r"\1", shot["shots"][0]["created_at"]))
    seconds = (datetime.datetime.now(datetime.timezone.utc) - published).total_seconds()
    check(f"the bin holds picture and four stems, by their paths {sorted(bin_of(project))}", set(bin_of(project)) == set(files_of(shot)))
    check(f"all of them are 48 frames long {sorted(bin_of(project).values())}", set(bin_of(project).values()) == {48})
    print(f"figure: published to in the saved bin {seconds:.2f} s")
    check("that took at most 3 s", seconds <= 3)

    # What is there already stays there once.
    again = subprocess.run([sora2, "deliver", shot["shot"], "--into", f"kdenlive:{editor.pid}", "--json"], capture_output=True, text=True)
    until("the library's files in the bin", lambda: saved(10), 20)
    library = files_of(json.loads(again.stdout)["shots"][0])
    subprocess.run([sora2, "deliver", shot["shot"], "--into", "kdenlive", "--json"], capture_output=True, check=True)
    saved(10)
    check("a shot that is delivered again is in the bin once", set(bin_of(project)) == {*files_of(shot), *library})

    wrong = subprocess.run([sora2, "deliver", shot["shot"], "--into", "kdenlive:1", "--json"], capture_output=True, text=True)
    check("a Kdenlive that does not run is named", wrong.returncode == 7 and "kdenlive:" in json.loads(wrong.stdout)["error"]["message"])

    # The user closes the editor while the shot is made.
    making = subprocess.Popen(
        [sora2, "generate", "a red ball", "--steps", "60", "--no-audio", "--size", "320x180", "--into", "kdenlive", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    next(line for line in making.stderr if "denoise" in line)
    editor.kill()
    editor.wait()
    answer = json.loads(making.communicate()[0])
    check("an editor that is gone is said, and where the shot is", making.returncode == 7 and "sora2 deliver SORA2_SH0010_v001" in answer["error"]["message"])
finally:
    # It often crashes at its end, after the project was saved; nothing is read from that.
    editor.kill()
    editor.wait()

status, answer, _ = generate("--into", "kdenlive")
check("without Kdenlive nothing is queued", status == 7 and answer["error"]["code"] == "editor_missing")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
