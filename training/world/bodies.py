"""How large things are and how they give back a blow. Lengths in picture heights."""

# Half the height of a thing in picture heights, by its size word.
RADII = {
    "ball": {"small": (0.08, 0.10), "": (0.12, 0.16), "large": (0.18, 0.21)},
    "cube": {"small": (0.09, 0.11), "": (0.13, 0.17), "large": (0.18, 0.21)},
    "car": {"small": (0.11, 0.13), "": (0.14, 0.17), "large": (0.18, 0.20)},
    "boat": {"small": (0.16, 0.18), "": (0.20, 0.25), "large": (0.27, 0.30)},
    "balloon": {"small": (0.09, 0.11), "": (0.13, 0.17), "large": (0.18, 0.21)},
    "bird": {"small": (0.10, 0.11), "": (0.13, 0.16), "large": (0.17, 0.19)},
    "person": {"small": (0.24, 0.26), "": (0.29, 0.33), "large": (0.34, 0.36)},
    "bottle": {"small": (0.12, 0.14), "": (0.16, 0.20), "large": (0.22, 0.25)},
    "glass": {"small": (0.10, 0.11), "": (0.13, 0.16), "large": (0.18, 0.20)},
    "lamp": {"small": (0.22, 0.25), "": (0.28, 0.33), "large": (0.34, 0.36)},
    "tree": {"small": (0.22, 0.26), "": (0.30, 0.35), "large": (0.36, 0.39)},
    "house": {"small": (0.20, 0.23), "": (0.25, 0.30), "large": (0.31, 0.34)},
}

# Half the width of a thing's foot or side over half its height: what it tips over, and where it meets others.
HALF_WIDTHS = {
    "ball": 1.0, "cube": 0.86, "car": 2.25, "boat": 1.1, "balloon": 0.84, "bird": 0.9, "person": 0.3, "bottle": 0.36, "glass": 0.55,
    "lamp": 0.26, "tree": 0.12, "house": 1.0}
CUBE_EDGE = 0.75        # half a cube's edge over its radius, as it is seen

# Share of the speed that a contact gives back, rubber on the surface; other materials scale it.
SURFACE_RESTITUTION = {
    "wood": 0.86, "stone": 0.88, "asphalt": 0.86, "grass": 0.78, "sand": 0.66, "snow": 0.60, "water": 0.3}
MATERIAL_RESTITUTION = {"rubber": 1.0, "steel": 0.55, "glass": 0.6, "wood": 0.5, "stone": 0.35}


def restitution(material: str, surface: str) -> float:
    """Speed after a contact over speed before it."""
    return SURFACE_RESTITUTION[surface] * MATERIAL_RESTITUTION.get(material, 0.4)
