"""Citations of a dataset, of its records and evidence, and of the library."""

__all__ = ["STYLE_NAMES"]

# The styles; the last is the file CITATION.cff of a whole dataset.
STYLE_NAMES = ("text", "apa", "bibtex", "csl-json", "cff")
