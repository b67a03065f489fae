"""What the camera does, in English, as editors and as others say it."""

CAMERAS = {
    "static": (
        "the camera does not move", "the camera stays still", "the camera is static", "the camera is locked off",
        "the camera is fixed",
        "the camera is on a tripod", "*the camera stands still"),
    "pan left": (
        "the camera pans left", "the camera turns to the left", "the camera pans to the left",
        "the camera pans from right to left",
        "the camera looks to the left", "*the camera moves to the left"),
    "pan right": (
        "the camera pans right", "the camera turns to the right", "the camera pans to the right",
        "the camera pans from left to right",
        "the camera looks to the right", "*the camera moves to the right"),
    "zoom in": (
        "the camera zooms in", "the camera slowly zooms in", "the camera zooms in slowly", "the view slowly zooms in",
        "the lens zooms in", "*slowly the lens zooms in closer"),
    "zoom out": (
        "the camera zooms out", "the camera slowly zooms out", "the camera pulls out", "the camera pulls back",
        "the camera moves away",
        "the lens zooms out", "*slowly the camera pulls away"),
    "tilt up": (
        "the camera tilts up", "the camera looks up", "the camera slowly tilts up", "the camera tilts upwards",
        "the camera tilts up to the sky",
        "*the camera slowly looks up"),
    "tilt down": (
        "the camera tilts down", "the camera looks down", "the camera slowly tilts down", "the camera tilts downwards",
        "the camera tilts down to the ground", "*the camera slowly looks down"),
    "dolly in": (
        "the camera pushes in", "the camera dollies in", "the camera moves in", "the camera moves closer",
        "the camera slowly pushes in",
        "the camera moves forward", "the camera tracks in", "*slowly the camera moves in closer"),
    "orbit": (
        "the camera orbits", "the camera moves around", "the camera circles around", "the camera arcs around",
        "the camera orbits slowly",
        "the camera moves in an arc", "*slowly the camera circles"),
    "handheld": (
        "the camera is handheld", "the camera shakes", "the camera shakes a little", "the camera is held by hand",
        "the picture is shaky",
        "*the handheld camera shakes"),
}

CAMERA_TAGS = {
    "static": ("static camera", "fixed camera", "still camera", "static shot", "locked-off shot", "locked-off", "fixed shot",
        "tripod shot", "static"),
    "pan left": ("pan left", "pan to the left", "camera pans left", "left pan", "panning left"),
    "pan right": ("pan right", "pan to the right", "camera pans right", "right pan", "panning right"),
    "zoom in": ("zoom in", "slow zoom in", "camera zooms in", "zoom-in", "zooming in"),
    "zoom out": ("zoom out", "slow zoom out", "camera zooms out", "pull out", "pull back", "zooming out"),
    "tilt up": ("tilt up", "slow tilt up", "camera tilts up", "tilting up"),
    "tilt down": ("tilt down", "slow tilt down", "camera tilts down", "tilting down"),
    "dolly in": ("dolly in", "push in", "slow push in", "dolly shot", "tracking in", "slow dolly in", "push-in"),
    "orbit": ("orbit", "orbit shot", "arc shot", "camera orbits", "orbiting camera", "arc around"),
    "handheld": ("handheld", "handheld camera", "handheld shot", "shaky camera", "hand-held camera"),
}
