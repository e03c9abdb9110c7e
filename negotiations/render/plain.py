"""Text made safe to show, as the pages have it: see `negotiations.plaintext`."""

from negotiations.plaintext import plain, plain_json

__all__ = ["plain", "plain_json"]
