"""The page of a diff: the summary first, then the terms, then what else the records say."""

from __future__ import annotations

from negotiations.chronology import is_later
from negotiations.compare.changes import (
    Added,
    Bracketed,
    Change,
    Changed,
    EvidenceChanged,
    Moved,
    NotCoded,
    Pair,
    Removed,
    Renumbered,
    Reported,
    Reworded,
    Unbracketed,
    Unreported,
)
from negotiations.compare.diff import side_name
from negotiations.model import Position, Record, Version
from negotiations.model.base import Value
from negotiations.render.changes import MARKS, SIDES, SIDES_BETWEEN, change_item, sort_of
from negotiations.render.options import Options
from negotiations.render.page import Items, Mark, Page, Prose, Rows, Section, dim, line, row
from negotiations.render.terms import coded_words, of_texts, relation_words
from negotiations.render.wording import (
    Wording,
    differing_roles,
    label_name,
    plural,
    stance_name,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from negotiations.compare.diff import Diff
    from negotiations.compare.summary import Summary
    from negotiations.render.page import Block, Item

__all__ = ["change_items", "diff_page"]

# What both sides say in different words is not a change of the text.
_ALIKE = "The same in other words"
# Where the second text is known to be the later.
_SECTIONS: tuple[tuple[type[Change], str], ...] = (
    (Added, "Added: the earlier text is reported not to contain it"),
    (Removed, "Removed: the later text is reported not to contain it"),
    (Moved, "Moved to another phase"),
    (Changed, "Changed: both report it, and differently"),
    (Renumbered, "The same under another number: of a phase, a clause or an option"),
    (Reworded, _ALIKE),
    (Reported, "Newly reported: the earlier reports are silent on it, so it need not be new"),
    (Unreported, "Not mentioned any more: silence, not removal"),
    (EvidenceChanged, "Same content, other passages"),
)
# Where it is not, and between sides that are not drafts of one text, nothing is new or gone.
_BETWEEN: dict[type[Change], str] = {
    Added: "Only in the second: the first is reported not to contain it",
    Removed: "Only in the first: the second is reported not to contain it",
    Moved: "In another phase",
    Changed: "Differing: both report it, and differently",
    Reported: "Only on the second side: nothing is reported of the first",
    Unreported: "Only on the first side: nothing is reported of the second",
}
_OPTIONS, _OPTIONS_BETWEEN = "Options and brackets: what became of them", "Options and brackets"
_NOT_CODED = "Not coded in {}: nothing is known of what it says on this, and nothing is compared"


def diff_page(
    diff: Diff,
    words: Wording,
    changes: Sequence[Change] | None = None,
    *,
    evidence: bool = False,
) -> Page:
    """A diff as a page; with ``changes``, only those are listed, while the summary is of all.

    With ``evidence``, changes of evidence are shown whatever the level.
    """
    title = f"{side_name(diff.a)} → {side_name(diff.b)}"
    words = of_texts(words, (diff.a, diff.b))
    if not diff:
        unsettled = [line(dim(remark)) for remark in _left_out(diff, words)]
        return Page(title, lead=(Prose((line("no differences"), *unsettled)),))
    listed = diff.changes if changes is None else tuple(changes)
    shown = [
        change
        for change in listed
        if change.level >= words.level
        or (evidence and isinstance(change, EvidenceChanged))
        or isinstance(change, NotCoded)
    ]
    on_terms = [change for change in shown if change.term is not None]
    rest = [change for change in shown if change.term is None]
    chosen = f"{len(listed)} of {plural(len(diff), 'change')} selected."
    some = (Prose((line(dim(chosen)),)),) if len(listed) < len(diff) else ()
    blocks: list[Block] = [_summary(diff, words), *some]
    in_time = _in_time(diff, words)

    def section(
        title: str, mark: Mark | None, here: Iterable[Change], first: Iterable[Item]
    ) -> None:
        each = (change_item(change, words, diff.lean(change), in_time=in_time) for change in here)
        items = (*first, *each)
        if items:
            blocks.append(Section(title, (Items(items),), mark))

    options = Options.of(diff, on_terms)
    brackets = [change for change in options.others if isinstance(change, Bracketed | Unbracketed)]
    together = options.items(diff, words, in_time=in_time)
    section(_OPTIONS if in_time else _OPTIONS_BETWEEN, Mark.OPTIONS, brackets, together)
    for kind, usual in _SECTIONS:
        head = usual if in_time else _BETWEEN.get(kind, usual)
        section(head, MARKS[kind], (at for at in options.others if sort_of(at) is kind), ())
    for silent, side in enumerate((diff.a, diff.b)):
        here = [
            change
            for change in options.others
            if isinstance(change, NotCoded) and (change.before, change.after)[silent] is None
        ]
        section(_NOT_CODED.format(side_name(side)), Mark.NOT_CODED, here, ())
    section("Other fields", None, sorted(rest, key=_by_field), ())
    hidden = len(listed) - len(shown)
    if hidden:
        said = (
            f"{plural(hidden, 'change')} below the level {words.level} not shown (labels, "
            "summaries, notes, ids, evidence); the level bookkeeping shows all."
        )
        blocks.append(Prose((line(dim(said)),)))
    return Page(title, lead=(_sides(diff, words),), blocks=tuple(blocks))


def change_items(changes: Sequence[Change], diff: Diff, words: Wording) -> Items:
    """Changes as items, those of the options for one thing together."""
    options = Options.of(diff, changes)
    items = options.items(diff, words, in_time=True)
    others = (change_item(change, words, diff.lean(change)) for change in options.others)
    return Items((*items, *others))


def _in_time(diff: Diff, words: Wording) -> bool:
    """Whether the second side is known to be no earlier than the first: a page then says so.

    It is known of one record in two states, and of two records by the chronology.
    """
    a, b = diff.a, diff.b
    if not isinstance(a, Record) or not isinstance(b, Record):
        return False
    if type(a) is type(b) and a.id == b.id:
        return True
    if not isinstance(a, Version) or not isinstance(b, Version):
        return False
    return is_later(b, a, words.records)


def _by_field(change: Change) -> tuple[str, str]:
    """A sort key that puts changes of one field together, and authors before mediators."""
    item = change.steps[-1]
    role = getattr(item.present, "role", None) if isinstance(item, Pair) else None
    return str(change.steps[0]), "" if role is None else str(role)


def _sides(diff: Diff, words: Wording) -> Rows:
    rows = []
    names = SIDES if _in_time(diff, words) else SIDES_BETWEEN
    for side, name in zip((diff.a, diff.b), names, strict=True):
        if not isinstance(side, Value):
            rows.append(row(name, stance_name(side, words)))
            continue
        facts = [words.title(side).removesuffix(".")]
        if isinstance(side, Version):
            facts.append(
                f"tabled {words.when(side.tabled)}" if side.tabled else "date not reported"
            )
            facts.append("known in full" if side.is_known_in_full else "known in part")
            facts += [coded_words(side), *relation_words(side)]
            facts.append(differing_roles(side))
        rows.append(row(name, "; ".join(fact for fact in facts if fact)))
    return Rows(tuple(rows))


def _who_speaks(diff: Diff) -> str:
    """Whose issues are compared."""
    kinds = [type(side) for side in (diff.a, diff.b) if not isinstance(side, Version)]
    if len(kinds) > 1:
        return "either of the two speaks"
    return "the position speaks" if kinds == [Position] else "the stance speaks"


def _left_out(diff: Diff, words: Wording) -> list[str]:
    """The terms of a stance that are not compared."""
    names = (f"{label_name(label, words)} ({label})" for label in diff.unsettled)
    said = "Not compared, because the readings of a stance differ: "
    return [f"{said}{', '.join(names)}."] if diff.unsettled else []


def _summary(diff: Diff, words: Wording) -> Prose:
    holders = isinstance(diff.a, Version | Position) or not isinstance(diff.a, Value)
    summary = diff.summary()
    said = summary_words(summary, in_time=_in_time(diff, words))
    lines = [line(said if holders else plural(len(diff), "change"))]
    if words.is_full:
        marks = [MARKS[Changed if isinstance(change, Changed) else type(change)] for change in diff]
        kinds = {mark.word: marks.count(mark) for mark in MARKS.values()}
        levels = {level.value: number for level, number in summary.by_level.items()}
        for name, numbers in (("changes", kinds), ("levels", levels)):
            said = ", ".join(f"{number} {what}" for what, number in numbers.items() if number)
            lines.append(line(dim(f"{name}: {said}")))
    if not diff.phasing.is_by_number:
        lines.append(
            line(
                dim(
                    f"Phases: {diff.phasing}. They are paired by content, which is an interpretation."
                )
            )
        )
    if not diff.whole:
        whose = _who_speaks(diff)
        lines.append(line(dim(f"Compared only on the issues that {whose} on.")))
    lines += [line(dim(remark)) for remark in _left_out(diff, words)]
    partial = [
        side for side in (diff.a, diff.b) if isinstance(side, Version) and not side.is_known_in_full
    ]
    if partial and holders:
        both = "Both texts are" if len(partial) == 2 else "One text is"
        said = f"{both} known in part: a term that is not mentioned may still stand."
        lines.append(line(dim(said)))
    return Prose(tuple(lines))


def summary_words(summary: Summary, *, in_time: bool) -> str:
    """A summary; it speaks of time only where the second side is known to be later."""
    if in_time:
        return str(summary)
    parts = (
        (summary.terms_added, "only in the second"),
        (summary.terms_removed, "only in the first"),
        (summary.terms_changed, "differing"),
        (summary.terms_in_other_detail, "told in more or less detail"),
        (summary.terms_moved, "in another phase"),
        (summary.terms_resolved, "settled only in the second"),
        (summary.terms_opened, "settled only in the first"),
        (summary.terms_reported, "reported only of the second"),
        (summary.terms_unreported, "reported only of the first"),
        (summary.terms_same, "the same"),
        (summary.terms_not_coded, "not coded on one side"),
        (summary.options_added, "options only in the second"),
        (summary.options_dropped, "options only in the first"),
    )
    said = ", ".join(f"{number} {what}" for number, what in parts if number)
    return f"terms: {said or 'none on either side'}"
