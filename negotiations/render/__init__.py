"""Records and comparisons for people. No facts are made here, only their wording."""

from negotiations.render.render import render

__all__ = ["render"]
