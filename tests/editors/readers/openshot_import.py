"""Runs OpenShot's own importer of FCP7 XML on a file and prints the clips that it makes, as JSON lines in frames.

OpenShot's window, project and file dialog are stood in for; the importer and libopenshot, which opens the media, are OpenShot's.
"""
import json
import sys
import types
import urllib.parse

path, numerator, denominator = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
project = {"fps": {"num": numerator, "den": denominator}, "layers": [{"number": 1000000}]}
saved = {"Clip": [], "Track": [], "File": []}


def kind(name):
    class Stored:
        def __init__(self):
            self.data, self.id = {}, f"{name}{len(saved[name])}"

        def save(self):
            self.data.setdefault("id", self.id)
            saved[name].append(self)
            if name == "Track":
                project["layers"].append(self.data)

        @staticmethod
        def get(path):
            return next((item for item in saved["File"] if item.data.get("path") == path), None)

    Stored.__name__ = name
    return Stored


class Anything:
    def __getattr__(self, _):
        return self

    def __call__(self, *_):
        return self


class Project(dict):
    current_filepath = ""


def module(name, **members):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__dict__.update(members)


app = types.SimpleNamespace(_tr=str, project=Project(project), window=Anything())
module("PyQt5"), module("PyQt5.QtWidgets", QFileDialog=types.SimpleNamespace(getOpenFileName=lambda *_: (path, "")))
module("classes", info=types.SimpleNamespace(HOME_PATH="/", THUMBNAIL_PATH="/", PATH="/"))
module("classes.app", get_app=lambda: app)
module("classes.logger", log=Anything())
module("classes.image_types", is_image=lambda _: False)
module("classes.query", Clip=kind("Clip"), Track=kind("Track"), File=kind("File"))
# It takes paths where the format has URLs, and asks the user for what it does not find.
module("windows"), module("windows.views")
module("windows.views.find_file", find_missing_file=lambda url: (urllib.parse.unquote(urllib.parse.urlparse(url).path), True, False))
sys.path.insert(0, "/usr/lib/python3/dist-packages/openshot_qt/classes/importers")
import final_cut_pro  # noqa: E402

final_cut_pro.import_xml()
layers = sorted({clip.data["layer"] for clip in saved["Clip"]})
rate = numerator / denominator
for clip in saved["Clip"]:
    reader = next(file for file in saved["File"] if file.id == clip.data["file_id"]).data
    # Sound comes first among its layers.
    track = (layers.index(clip.data["layer"]) + 1) % len(layers)
    print(json.dumps([track, round(clip.data["position"] * rate), round(clip.data["start"] * rate), round((clip.data["end"] - clip.data["start"]) * rate),
                      round(reader["duration"] * rate), reader["path"]]))
