"""Gives one delivered timeline to programs that are not ours, and compares what each makes of it, frame by frame.

Usage: check.py SORA2 FOLDER TREE, where TREE is a Debian sid tree with OpenTimelineIO, or "none". Prints "N passed, N failed".
"""
import json
import pathlib
import shutil
import subprocess
import sys

import board

sora2, out, tree = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
here = pathlib.Path(__file__).parent
passed, failed, skipped = 0, 0, 0


def check(what, holds, found=""):
    global passed, failed
    print(("ok      " if holds else "FAILED  ") + what + ("" if holds else f": {found}"), flush=True)
    passed, failed = passed + bool(holds), failed + (not holds)


def run(*command):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if result.returncode:
        print(result.stdout[-1000:], result.stderr[-2000:])
    return result.stdout if result.returncode == 0 else ""


def clips(text, mark="["):
    lines = (line.removeprefix("clip ") for line in text.splitlines() if line.startswith((mark, "clip ")))
    return sorted(json.loads(line) for line in lines)


folder = board.deliver(sora2, out / "Größe und mehr")
name = folder / folder.name
want = board.expected(folder)
for definition, ending in (("fcpxml.dtd", "fcpxml"), ("xmeml.dtd", "xml")):
    dtd = here.parent.parent / "Sora2.LocalServer.Tests/Editors/Interchange" / definition
    result = subprocess.run(["xmllint", "--noout", "--dtdvalid", dtd, f"{name}.{ending}"], capture_output=True, text=True)
    check(f"xmllint finds .{ending} valid", result.returncode == 0, result.stderr)

run("/usr/bin/python3", "-B", here / "ges_timeline.py", "build", f"{name}.otio", out / "board.xges")
found = clips(run("/usr/bin/python3", "-B", here / "ges_timeline.py", "read", f"{name}.otio", out / "board.xges"))
check("GStreamer Editing Services: 5 layers, 10 clips, every frame", found == want, found)

blender = ["blender", "-b", "--factory-startup", "--python-exit-code", "3", "--python", here / "blender_timeline.py", "--"]
run(*blender, "build", f"{name}.otio", out / "board.blend")
text = run(*blender, "read", f"{name}.otio", out / "board.blend")
check("Blender: 5 channels, 10 strips, every frame", clips(text, "clip ") == want, clips(text, "clip "))
check("Blender reads the rate", text.count("rate [29.97, 29.97]") == 2, text[-300:])

found = clips(run("/usr/bin/python3", "-B", here / "openshot_import.py", f"{name}.xml", *board.RATE))
check("OpenShot's importer of FCP7 XML: 5 tracks, 10 clips, every frame", found == want, found)

plain = board.deliver(sora2, out, board.PLAIN_SHOTS, board.PLAIN_RATE)
text = run("/usr/bin/python3", "-B", here / "openshot_edl.py", plain / f"{plain.name}.edl", *board.PLAIN_RATE, out / "openshot.edl")
check("OpenShot's importer of edit decision lists: 10 events, every frame of source and record", clips(text) == board.expected_list(plain), clips(text))

if tree == "none":
    skipped += 1
    print("skipped OpenTimelineIO: no tree with its library")
else:
    work = pathlib.Path(tree) / "tmp"
    shutil.copy(here / "otio.cpp", work)
    shutil.copy(f"{name}.otio", work / "board.otio")
    flags = "-I/usr/include/Imath -lopentimelineio -lopentime"
    run("chroot", tree, "sh", "-c", f"cd /tmp && g++ -std=c++17 otio.cpp -o otio {flags}")
    text = run("chroot", tree, "/tmp/otio", "/tmp/board.otio")
    check("OpenTimelineIO: 5 tracks, 10 clips, every frame", clips(text) == want, text)
    check("OpenTimelineIO: start and rate", text.startswith(f'{{"start": {board.SHOTS[0]["start"]}, "rate": 29.97'), text[:80])
    (work / "broken.otio").write_text((work / "board.otio").read_text()[:-200])
    broken = subprocess.run(["chroot", tree, "/tmp/otio", "/tmp/broken.otio"], capture_output=True)
    check("OpenTimelineIO refuses a broken copy", broken.returncode != 0)

print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(failed > 0)
