"""Runs OpenShot's own importer of FCP7 XML on a file and prints the clips that it makes, as JSON lines in frames.

Usage: openshot_import.py FILE.xml NUMERATOR DENOMINATOR
"""
import json
import sys
import urllib.parse

import openshot_stand_in

path, rate = sys.argv[1], (int(sys.argv[2]), int(sys.argv[3]))

# It takes paths where the format has URLs, and asks the user for what it does not find.
saved = openshot_stand_in.prepare(path, rate, lambda url: urllib.parse.unquote(urllib.parse.urlparse(url).path))
import final_cut_pro  # noqa: E402

final_cut_pro.import_xml()
layers = sorted({clip.data["layer"] for clip in saved["Clip"]})
for layer, *rest in openshot_stand_in.clips(saved, rate):
    # Sound comes first among its layers.
    print(json.dumps([(layers.index(layer) + 1) % len(layers), *rest]))
