"""What the library is: its name, version, authors and licence, apart from those of any dataset."""

__all__ = ["AUTHORS", "LICENCE", "NAME", "SUMMARY", "__version__"]

__version__ = "0.2.0"

NAME = "negotiations"
AUTHORS = ("The negotiations contributors",)
LICENCE = "Apache-2.0"
SUMMARY = "A Python library for structured, evidenced records of negotiation terms"
