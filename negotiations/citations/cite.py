"""Citations in a style."""

from __future__ import annotations

from negotiations.citations import STYLE_NAMES
from negotiations.citations.citation_file import NAME, citation_file
from negotiations.citations.styles import STYLES
from negotiations.citations.works import library, works_at, works_on_page
from negotiations.errors import NegotiationsError, UnknownId

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.model import Evidence, Record
    from negotiations.records import Records

__all__ = ["cite", "cite_page"]


def cite(
    records: Records,
    item: Record | Evidence | str | None = None,
    style: str = "text",
    *,
    software: bool = False,
) -> str:
    """Citations of a dataset, or of something in it; the arguments and errors of `Dataset.cite`."""
    if style not in STYLE_NAMES:
        raise UnknownId(style, STYLE_NAMES, "style of citations")
    is_file = style not in STYLES
    if is_file and item is not None:
        raise NegotiationsError(f"{NAME} is of a whole dataset: give no address with style {style}")
    works = [*works_at(records, item), *([library()] if software else [])]
    return citation_file(*works) if is_file else STYLES[style](works)


def cite_page(
    records: Records,
    style: str,
    *,
    title: str,
    path: str,
    url: str = "",
    about: str | None = None,
    basis: str = "",
) -> str:
    """Citations of a page of the explorer, or of what has an anchor on it, as `works_on_page` has them."""
    return STYLES[style](works_on_page(records, title, path, url, about, basis))
