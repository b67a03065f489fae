"""Runs OpenShot's own importer of edit decision lists on a list and prints the clips that it makes, as JSON lines: record frame, source
frame, frames, file; timecodes as frames since 00:00:00:00.

It knows the reel AX and the channels V and A alone, and counts no drop-frame: the list is copied with every reel called AX and every other
channel A. Columns, timecodes and the comment with the clip's name are as they were.

Usage: openshot_edl.py FILE.edl NUMERATOR DENOMINATOR COPY
"""
import json
import pathlib
import re
import sys

import openshot_stand_in

path, rate, copy = pathlib.Path(sys.argv[1]), (int(sys.argv[2]), int(sys.argv[3])), pathlib.Path(sys.argv[4])
event = re.compile(r"^(\d{3}  )(.{8})( )(.{5})( C )")
copy.write_text("".join(
    event.sub(lambda match: match[1] + "AX      " + match[3] + ("V    " if match[4] == "V    " else "A    ") + match[5], line)
    for line in path.read_text().splitlines(keepends=True)))

saved = openshot_stand_in.prepare(str(copy), rate, lambda name: str(path.parent / name))
import edl  # noqa: E402

edl.import_edl()
for _, *clip, _, file in openshot_stand_in.clips(saved, rate):
    print(json.dumps([*clip, file]))
