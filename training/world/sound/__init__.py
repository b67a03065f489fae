"""The sound of a scene, synthesised from the same simulation as its picture, one stem per kind of sound."""

from .render import render_stems

__all__ = ["render_stems"]
