"""The head of the page of a diff: its title, and in a sentence what happened."""

from __future__ import annotations

from negotiations.chronology import is_later
from negotiations.compare.changes import Changed, Unreported
from negotiations.compare.diff import side_name
from negotiations.model import Position, Record, Version
from negotiations.model.base import Value
from negotiations.plaintext import plain
from negotiations.render.changes import MARKS
from negotiations.render.page import dim, line
from negotiations.render.wording import label_name, plural, stance_name
from negotiations.vocabulary import Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.compare.diff import Diff, TermHolder
    from negotiations.compare.summary import Summary
    from negotiations.render.page import Line
    from negotiations.render.wording import Wording

__all__ = [
    "are_drafts",
    "diff_title",
    "has_no_phase",
    "holds_drafts",
    "in_time_order",
    "partial_sides",
    "summary_lines",
]

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NOTHING_GIVEN_UP = "Nothing is known to have been given up."
_NOTHING_SHARED = "No term is reported for both."
_DETAIL, _UNCODED = "reported in more or less detail", "not coded on one side"
_NO_DRAFTS = (
    "Two texts that are not drafts of one another: as far as is reported, neither is derived from the "
    "other. They are compared issue by issue."
)


def diff_title(diff: Diff, words: Wording) -> str:
    """Both sides by their titles; an arrow stands between two drafts of one text, and nowhere else."""
    a, b = diff.a, diff.b
    if not are_drafts(diff, words):
        return f"{_title(a, words)} and {_title(b, words)}"
    if not isinstance(a, Version) or not isinstance(b, Version) or words.records is None:
        return f"{side_name(a)} → {side_name(b)}"
    proposal = words.records.proposals.get(a.proposal_id)
    if a.proposal_id != b.proposal_id or proposal is None:
        return f"{_title(a, words)} → {_title(b, words)}"
    names = (plain(side.id.rpartition("@")[2]) for side in (a, b))
    return f"{plain(proposal.title)}: {' → '.join(names)}"


def _title(side: Value | TermHolder, words: Wording) -> str:
    """A text by the title of its proposal and its own name."""
    if not isinstance(side, Value):
        return stance_name(side, words)
    if not isinstance(side, Version) or words.records is None:
        return side_name(side)
    return (
        words.text_title(side) if side.proposal_id in words.records.proposals else side_name(side)
    )


def has_no_phase(diff: Diff) -> bool:
    """Whether no term on either side is reported to be in a phase, or for the whole text."""
    terms = [term for side in (diff.a, diff.b) for term in getattr(side, "terms", None) or ()]
    return bool(terms) and all(term.phase is None for term in terms)


def _have_no_phases(diff: Diff) -> bool:
    """Whether the texts are known to have no phases, so that no term is missing one."""
    return all(isinstance(side, Version) and side.has_no_phases for side in (diff.a, diff.b))


def holds_drafts(diff: Diff) -> bool:
    """Whether two versions are compared."""
    return isinstance(diff.a, Version) and isinstance(diff.b, Version)


def are_drafts(diff: Diff, words: Wording) -> bool:
    """Whether the two are one record in two states, or drafts of one text, by what is reported."""
    a, b = diff.a, diff.b
    if not isinstance(a, Version) or not isinstance(b, Version):
        one_record = not isinstance(a, Record) or a.id == getattr(b, "id", None)
        return type(a) is type(b) and isinstance(a, Value) and one_record
    return (
        a.proposal_id == b.proposal_id or _derives_from(b, a, words) or _derives_from(a, b, words)
    )


def _derives_from(later: Version, earlier: Version, words: Wording) -> bool:
    """Whether one text is derived from another, directly or through others."""
    known = {} if words.records is None else words.records.versions
    seen: set[str] = set()
    open_ones = list(later.derived_from or ())
    while open_ones:
        name = open_ones.pop()
        if name == earlier.id:
            return True
        if name not in seen and name in known:
            open_ones += known[name].derived_from or ()
        seen.add(name)
    return False


def in_time_order(diff: Diff, words: Wording) -> bool:
    """Whether the second is a draft of the same text, and known to be no earlier: a page then says so.

    It is known of one record in two states, and of two drafts by the chronology. Of two texts that are no
    drafts of one another nothing comes or goes, whichever is earlier.
    """
    a, b = diff.a, diff.b
    if not isinstance(a, Record) or not isinstance(b, Record) or not are_drafts(diff, words):
        return False
    if type(a) is type(b) and a.id == b.id:
        return True
    if not isinstance(a, Version) or not isinstance(b, Version):
        return False
    return is_later(b, a, words.records)


def summary_lines(diff: Diff, words: Wording, chosen: int | None = None) -> list[Line]:
    """What happened in a sentence, and what is to be known before the rest is read.

    Args:
        diff: The diff.
        words: The wording.
        chosen: How many changes are listed, if not all: the sentence is of all of them.
    """
    if not diff:
        return [line(dim(remark)) for remark in _left_out(diff, words)]
    holds_terms = isinstance(diff.a, Version | Position) or not isinstance(diff.a, Value)
    summary = diff.summary()
    lines: list[Line] = []
    if holds_drafts(diff) and not are_drafts(diff, words):
        lines.append(line(_NO_DRAFTS))
    if holds_terms:
        said = _sentence(diff, summary, words)
        is_part = chosen is not None and chosen < len(diff)
        lines.append(line(f"In all: {said[:1].lower()}{said[1:]}" if is_part else said))
    else:
        lines.append(line(plural(len(diff), "change")))
    if words.is_full:
        marks = [MARKS[Changed if isinstance(change, Changed) else type(change)] for change in diff]
        kinds = {mark.word: marks.count(mark) for mark in MARKS.values()}
        levels = {level.value: number for level, number in summary.by_level.items()}
        for name, numbers in (("changes", kinds), ("levels", levels)):
            said = ", ".join(f"{number} {what}" for what, number in numbers.items() if number)
            lines.append(line(dim(f"{name}: {said}")))
    remarks = []
    if (
        has_no_phase(diff)
        and not _have_no_phases(diff)
        and words.records is not None
        and not words.is_full
    ):
        remarks.append("No phase is reported for any term of either.")
    if not diff.phasing.is_by_number:
        remarks.append(
            f"Phases: {diff.phasing}. They are paired by content, which is an interpretation."
        )
    if not diff.whole:
        remarks.append(f"Compared only on the issues that {_who_speaks(diff)} on.")
    remarks += _left_out(diff, words)
    partial = partial_sides(diff)
    if partial and holds_terms:
        both = "Both texts are" if len(partial) == 2 else "One text is"
        is_text = not holds_drafts(diff) or are_drafts(diff, words)
        more = (
            "a term that is not mentioned may still stand" if is_text else "it may have more terms"
        )
        more = more.replace("it may", "they may") if len(partial) == 2 else more
        remarks.append(f"{both} known in part: {more}.")
    return lines + [line(dim(remark)) for remark in remarks]


def partial_sides(diff: Diff) -> list[Version]:
    """The texts among the two that are known in part."""
    sides = (diff.a, diff.b)
    return [side for side in sides if isinstance(side, Version) and not side.is_known_in_full]


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


def _sentence(diff: Diff, summary: Summary, words: Wording) -> str:
    """What happened, in a sentence: *One term newly reported; seven not mentioned any more*."""
    in_time = in_time_order(diff, words)
    parts = [(number, said) for number, said in _counted(summary, in_time=in_time) if number]
    told = [
        f"{_number(number)} {'' if index else 'term ' if number == 1 else 'terms '}{said}"
        for index, (number, said) in enumerate(parts)
    ]
    for number, added, between in (
        (summary.options_added, "added", "only in the second"),
        (summary.options_dropped, "dropped", "only in the first"),
    ):
        if number:
            noun = "option" if number == 1 else "options"
            told.append(f"{_number(number)} {noun} {added if in_time else between}")
    said = "; ".join(told) or "no term on either side"
    sentences = [f"{said[0].upper()}{said[1:]}."]
    is_kept = not any(
        change.level is Level.SUBSTANTIVE for change in diff if change.term is not None
    )
    if in_time and is_kept and any(isinstance(change, Unreported) for change in diff):
        sentences.append(_NOTHING_GIVEN_UP)
    if not summary.terms_on_both and all(getattr(side, "terms", None) for side in (diff.a, diff.b)):
        sentences.append(_NOTHING_SHARED)
    return " ".join(sentences)


def _counted(summary: Summary, *, in_time: bool) -> list[tuple[int, str]]:
    """The terms by what became of them, what is most important first."""
    unsure, changed = summary.terms_changed_possibly, summary.terms_changed
    some, all_of_them = "", ""
    if unsure:
        some = "" if unsure == changed else f" ({_number(unsure)} of them possibly)"
        all_of_them = "possibly " if unsure == changed else ""
    rows = (
        (changed, f"{all_of_them}changed{some}", f"{all_of_them}differing{some}"),
        (summary.terms_added, "added", "only in the second"),
        (summary.terms_removed, "removed", "only in the first"),
        (summary.terms_moved, "moved to another phase", "in another phase"),
        (summary.terms_resolved, "resolved", "settled only in the second"),
        (summary.terms_opened, "opened again", "settled only in the first"),
        (summary.terms_in_other_detail, _DETAIL, _DETAIL),
        (summary.terms_reported, "newly reported", "reported only for the second"),
        (summary.terms_unreported, "not mentioned any more", "reported only for the first"),
        (summary.terms_same, "the same", "the same"),
        (summary.terms_not_coded, _UNCODED, _UNCODED),
    )
    return [(number, timed if in_time else between) for number, timed, between in rows]


def _number(number: int) -> str:
    return _SMALL[number] if number < len(_SMALL) else str(number)
