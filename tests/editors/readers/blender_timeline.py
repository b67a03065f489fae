"""Lays a delivered timeline in Blender's sequencer, saves it, loads it again and prints its strips as JSON lines in frames.

Usage: blender -b --factory-startup --python-exit-code 3 --python blender_timeline.py -- build|read FILE.otio PROJECT.blend
"""
import json
import pathlib
import sys

import bpy

sys.dont_write_bytecode = True

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import timeline  # noqa: E402

mode, source, project = sys.argv[sys.argv.index("--") + 1:]
clips, rate = timeline.read(source)
scene = bpy.context.scene
if mode == "build":
    scene.render.fps, scene.render.fps_base = round(rate[0] / 1000), rate[1] / 1000
    editor = scene.sequence_editor_create()
    for track, at, media_frame, length, _, path in clips:
        make = editor.sequences.new_sound if track else editor.sequences.new_movie
        strip = make(pathlib.Path(path).stem, path, track + 1, at - media_frame + 1)
        strip.frame_offset_start = media_frame
        strip.frame_final_duration = length
    bpy.ops.wm.save_as_mainfile(filepath=project)
else:
    bpy.ops.wm.open_mainfile(filepath=project)
    scene = bpy.context.scene
    for strip in scene.sequence_editor.sequences:
        path = strip.sound.filepath if strip.type == "SOUND" else strip.filepath
        print("clip " + json.dumps([
            strip.channel - 1, strip.frame_final_start - 1, int(strip.frame_offset_start), strip.frame_final_duration, strip.frame_duration, bpy.path.abspath(path)]))
        if strip.type == "MOVIE":
            print("rate " + json.dumps([round(strip.fps, 3), round(scene.render.fps / scene.render.fps_base, 3)]))
