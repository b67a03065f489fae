"""Lays a delivered timeline in GStreamer Editing Services, saves it, loads it again and prints its clips as JSON lines in frames.

Usage: ges_timeline.py build|read FILE.otio PROJECT.xges
"""
import json
import sys
import urllib.parse

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GES", "1.0")
from gi.repository import GES, GLib, Gst  # noqa: E402

import timeline  # noqa: E402

Gst.init(None)
GES.init()
mode, source, project = sys.argv[1:]
clips, rate = timeline.read(source)


def time(frame):
    return frame * Gst.SECOND * rate[1] // rate[0]


def frames(nanoseconds):
    return round(nanoseconds * rate[0] / (Gst.SECOND * rate[1]))


def video_track():
    track = GES.VideoTrack.new()
    track.set_restriction_caps(Gst.Caps.from_string(f"video/x-raw,framerate={rate[0]}/{rate[1]},width=320,height=180"))
    return track


if mode == "build":
    board = GES.Timeline.new()
    tracks = [video_track(), *(GES.AudioTrack.new() for _ in range(4))]
    for track in tracks:
        board.add_track(track)

    # Without an answer every sound would lie on all four tracks.
    board.connect("select-element-track", lambda _, clip, element: tracks[clip.get_layer().get_priority()] if (
        element.get_track_type() == tracks[clip.get_layer().get_priority()].get_property("track-type")) else None)
    layers = [board.append_layer() for _ in tracks]
    for track, at, media_frame, length, _, path in clips:
        asset = GES.UriClipAsset.request_sync("file://" + urllib.parse.quote(path))
        kind = GES.TrackType.AUDIO if track else GES.TrackType.VIDEO
        if not layers[track].add_asset(asset, time(at), time(media_frame), time(at + length) - time(at), kind):
            sys.exit(f"GES did not take {path}")
    board.commit_sync()
    if not board.save_to_uri("file://" + urllib.parse.quote(project), None, True):
        sys.exit("GES did not save")
else:
    loop = GLib.MainLoop()
    saved = GES.Project.new("file://" + urllib.parse.quote(project))
    saved.connect("loaded", lambda *_: loop.quit())
    saved.connect("error-loading", lambda *_: sys.exit("GES did not load what it saved"))
    board = saved.extract()
    loop.run()
    for layer in board.get_layers():
        for clip in layer.get_clips():
            asset = clip.get_asset()
            print(json.dumps([
                layer.get_priority(), board.get_frame_at(clip.props.start), frames(clip.props.in_point), frames(clip.props.duration),
                frames(asset.get_duration()), urllib.parse.unquote(urllib.parse.urlparse(asset.get_id()).path)]))
