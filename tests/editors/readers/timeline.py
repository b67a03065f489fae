"""Reads a delivered OTIO file as plain JSON, for editors that have no importer of it."""
import fractions
import json


def read(path):
    """Clips as board.expected has them, and the rate."""
    root = json.load(open(path))
    rate = fractions.Fraction(root["global_start_time"]["rate"]).limit_denominator(1001)
    clips = []
    for track, node in enumerate(root["tracks"]["children"]):
        at = 0
        for item in node["children"]:
            source = item["source_range"]
            if item["OTIO_SCHEMA"] == "Clip.2":
                media = item["media_references"][item["active_media_reference_key"]]
                available = media["available_range"]
                clips.append([track, at, int(source["start_time"]["value"] - available["start_time"]["value"]), int(source["duration"]["value"]),
                              int(available["duration"]["value"]), media["target_url"]])
            at += int(source["duration"]["value"])
    return sorted(clips), (rate.numerator, rate.denominator)
