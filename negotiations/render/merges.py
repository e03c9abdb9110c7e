"""The page of a merge: the conflicts, with the values of each side."""

from __future__ import annotations

from negotiations.model import Record, Term
from negotiations.render.attributions import citing_rows
from negotiations.render.page import (
    Item,
    Items,
    Page,
    Prose,
    Rows,
    Section,
    code,
    dim,
    line,
    row,
    strong,
)
from negotiations.render.records import details, has_details
from negotiations.render.terms import told
from negotiations.render.wording import label_name, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from negotiations.compare.conflict import Conflict
    from negotiations.compare.merge import Merge
    from negotiations.render.page import Block, LabelledRow
    from negotiations.render.wording import Wording

__all__ = ["merge_page"]

_SIDES = ("base", "ours", "theirs")


def merge_page(merge: Merge[Any], words: Wording) -> Page:
    """The conflicts of a merge, each with the values and the passages of all three sides."""
    sides = (merge.ours, merge.theirs, merge.base)
    known = next((side for side in sides if side), None)
    name = str(
        getattr(known, "id", "records" if isinstance(known, tuple) else type(known).__name__)
    )
    if merge.is_clean:
        lines = [line("no conflicts")]
    else:
        number = plural(len(merge.conflicts), "conflict")
        lines = [
            line(number),
            line(dim("Until they are resolved, the result keeps the value of the base.")),
        ]
    if merge.result is None:
        lines.append(line(dim("No record is left.")))
    blocks: list[Block] = []
    if merge.conflicts:
        items = Items(tuple(_conflict(conflict, words) for conflict in merge.conflicts))
        blocks.append(Section("Conflicts", (items,)))
    if words.is_full and merge.result is not None:
        results = merge.result if isinstance(merge.result, tuple) else (merge.result,)
        merged = tuple(
            Item(line(_name(record, words)), details(record, words)) for record in results
        )
        blocks.append(Section("Result", (Items(merged),) if merged else ()))
    return Page(f"Merge of {name}", (Prose(tuple(lines)),), tuple(blocks))


def _conflict(conflict: Conflict, words: Wording) -> Item:
    sides = [
        (name, getattr(conflict, name), getattr(conflict, f"evidence_{name}")) for name in _SIDES
    ]
    rows: list[LabelledRow] = [row("why", conflict.why)]
    for name, value, evidence in sides:
        said = "nothing" if value is None else words.value(value, conflict.declared)
        if isinstance(value, Term) and not words.is_full:
            said = told(value, words)  # its name is in the head
        rows += [row(name, said), *citing_rows("passages", evidence, words)]
    parts = tuple(
        Item(line(f"{name}, in full"), details(part, words))
        for name, value, _ in sides
        for part in (value if isinstance(value, tuple) else (value,))
        if has_details(part)
    )
    head = line(code(conflict.path)) if conflict.path else line("the record as a whole")
    name = "" if words.is_full else _place(conflict.path, words)
    head = line(strong(name), "  ", *head) if name else head
    return Item(
        head, (Rows(tuple(rows)), *((Items(parts),) if parts and _is_wide(words, sides) else ()))
    )


def _place(path: str, words: Wording) -> str:
    """The name of the term that a path is in, and of the field; empty for other paths."""
    _, *steps = path.split("/")
    if len(steps) < 2 or steps[0] != "terms":
        return ""
    name = label_name(steps[1], words)
    return ": ".join([name, *(step.replace("_", " ") for step in steps[2:3])])


def _is_wide(words: Wording, sides: list[Any]) -> bool:
    """Whether a whole item is in conflict, so that one line cannot show what the sides have."""
    return words.is_full or any(isinstance(value, Record) for _, value, _ in sides)


def _name(item: Any, words: Wording) -> str:
    return str(item.id) if isinstance(item, Record) else words.value(item)
