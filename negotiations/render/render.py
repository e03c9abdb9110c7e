"""`render`: one door to all formats."""

from __future__ import annotations

from negotiations.base import Value
from negotiations.compare.diff import Diff
from negotiations.render.wording import Wording

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from negotiations.dataset import Dataset
    from negotiations.texts import Texts

__all__ = ["render"]

DEFAULT_WIDTH = 80


def render(
    value: Value | Diff,
    format: Literal["text"] = "text",  # noqa: A002 - what users call it
    *,
    dataset: Dataset | None = None,
    texts: Texts | None = None,
    width: int | None = None,
    color: bool = False,
) -> str:
    """A record or a diff for people to read.

    Args:
        value: What to show.
        format: The format; for now ``"text"`` is the only one.
        dataset: Where names of actors, places, issues and sources come from; without it, ids stand.
        texts: Article texts; with them, citations quote the passages.
        width: Columns of text; 80 by default.
        color: Whether to colour it with terminal escapes.

    Raises:
        ValueError: There is no such format.

    >>> import negotiations as ng
    >>> ds = ng.load()
    >>> page = ng.render(ds.diff("may-proposal@may", "may-proposal@bridging"), dataset=ds)
    >>> page.splitlines()[0]
    'may-proposal@may → may-proposal@bridging'
    """
    if format != "text":
        raise ValueError(f"there is no format {format!r}; there is 'text'")
    if not isinstance(value, Value | Diff):
        raise TypeError(f"expected a record or a diff, found {type(value).__name__}")
    from negotiations.render.text import diff_page, record_page

    words = Wording(dataset, texts)
    columns = width or DEFAULT_WIDTH
    if isinstance(value, Diff):
        return diff_page(value, words, width=columns, color=color)
    return record_page(value, words, width=columns, color=color)
