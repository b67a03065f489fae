"""What OpenShot's importers need around them: its window, project and file dialog are stood in for; importers and libopenshot, which
opens the media, are OpenShot's own.
"""
import sys
import types

IMPORTERS = "/usr/lib/python3/dist-packages/openshot_qt/classes/importers"
CLASSES = "/usr/lib/python3/dist-packages/openshot_qt/classes"


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


def prepare(path, rate, find):
    """Makes the importers importable; the dialog answers with path, find(name in the list) says where a file is.

    Returns what they save: {"Clip": [...], "Track": [...], "File": [...]}.
    """
    project = {"fps": {"num": rate[0], "den": rate[1]}, "layers": [{"number": 1000000}]}
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

    app = types.SimpleNamespace(_tr=str, project=Project(project), window=Anything())
    module("PyQt5"), module("PyQt5.QtWidgets", QFileDialog=types.SimpleNamespace(getOpenFileName=lambda *_: (path, "")))
    module("classes", info=types.SimpleNamespace(HOME_PATH="/", THUMBNAIL_PATH="/", PATH="/"), __path__=[CLASSES])
    module("classes.app", get_app=lambda: app)
    module("classes.logger", log=Anything())
    module("classes.image_types", is_image=lambda _: False)
    module("classes.query", Clip=kind("Clip"), Track=kind("Track"), File=kind("File"))
    module("windows"), module("windows.views")
    module("windows.views.find_file", find_missing_file=lambda name: (find(name), True, False))
    sys.path.insert(0, IMPORTERS)
    return saved


def clips(saved, rate):
    """[layer, position, first frame of the media, frames, frames of the media, file] of every clip, in frames."""
    frames = rate[0] / rate[1]
    for clip in saved["Clip"]:
        reader = next(file for file in saved["File"] if file.id == clip.data["file_id"]).data
        yield [clip.data["layer"], round(clip.data["position"] * frames), round(clip.data["start"] * frames),
               round((clip.data["end"] - clip.data["start"]) * frames), round(reader["duration"] * frames), reader["path"]]
