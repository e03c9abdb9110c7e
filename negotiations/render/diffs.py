"""The page of a diff: what happened in a sentence, then the terms, then what else is told of the texts."""

from __future__ import annotations

import re

import attrs

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
from negotiations.model import Record, Term, Version
from negotiations.model.base import Value, name_of
from negotiations.plaintext import plain
from negotiations.render.bundles import Bundle, bundled, by_importance
from negotiations.render.change_words import SIDES, SIDES_BETWEEN
from negotiations.render.changes import (
    MARKS,
    NOT_CERTAIN,
    bundle_item,
    change_item,
    change_line,
    mark_of,
    reading_of,
)
from negotiations.render.diff_heads import (
    diff_title,
    has_no_phase,
    holds_drafts,
    in_time_order,
    partial_sides,
    summary_lines,
)
from negotiations.render.options import Options
from negotiations.render.page import (
    Entry,
    Item,
    Items,
    LabelledRow,
    Page,
    Prose,
    Rows,
    Section,
    dim,
    line,
    row,
    strong,
    text_of,
)
from negotiations.render.said_of_texts import said_of_texts
from negotiations.render.terms import coded_words, gist, of_texts, relation_words, tabled_words
from negotiations.render.texts_told import told_of_texts
from negotiations.render.voices import saying_words
from negotiations.render.wording import Wording, differing_roles, plural, stance_name
from negotiations.vocabulary import Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Sequence

    from negotiations.compare.diff import Diff
    from negotiations.render.page import Block, Line, Mark

__all__ = ["change_items", "diff_page"]

# What both sides say in different words is not a change of the text.
_ALIKE = ("The same in other words", "Nothing in it is reported to differ.")
# Each sort of change under its title, with what holds for all of them. Where the second text is known to
# be the later:
_SECTIONS: dict[type[Change], tuple[str, str]] = {
    Changed: ("Changed", "Both have it, and they differ in it."),
    Added: ("Added", "The earlier text is reported not to contain it."),
    Removed: ("Removed", "The later text is reported not to contain it."),
    Moved: ("Moved to another phase", ""),
    Reported: (
        "Newly reported",
        "The earlier reports do not mention it, so it need not be new; silence is no concession.",
    ),
    Unreported: (
        "Not mentioned any more",
        "Silence is not removal: it may still stand, and silence is no concession.",
    ),
    Renumbered: ("Under another number", "The same phase, clause or option."),
    Reworded: _ALIKE,
    EvidenceChanged: ("Same content, other passages", ""),
    NotCoded: ("Not coded", ""),
}
# Where it is not, and between sides that are not drafts of one text, nothing is new or gone.
_BETWEEN: dict[type[Change], tuple[str, str]] = {
    **_SECTIONS,
    Changed: ("Differing", "Both have it, and they differ in it."),
    Added: ("Only in the second", "The first is reported not to contain it."),
    Removed: ("Only in the first", "The second is reported not to contain it."),
    Moved: ("In another phase", ""),
    Reported: (
        "Reported only for the second",
        "Reports on the first do not mention it; silence is no concession.",
    ),
    Unreported: (
        "Reported only for the first",
        "Reports on the second do not mention it; silence is no concession.",
    ),
}
# What is told more exactly in one report than in the other may be one and the same.
_CLARIFIED = ("Reported more or less exactly", "Both have it, and it may be the same.")
# Where nothing is certain to differ.
_BOTH = "Both have it."
_OPTIONS = ("Options and brackets", "What became of them in the later text.")
_OPTIONS_BETWEEN = ("Options and brackets", "")
_NOT_CODED = "What {} says on this is not coded, so that nothing is compared."
_ORDER = (*_SECTIONS,)


def diff_page(
    diff: Diff,
    words: Wording,
    changes: Sequence[Change] | None = None,
    *,
    evidence: bool = False,
    brief: bool = False,
) -> Page:
    """A diff as a page.

    Args:
        diff: The diff.
        words: The wording.
        changes: The changes that are listed, if not all; the summary is of all.
        evidence: Whether changes of evidence are shown whatever the level.
        brief: Whether each change is one line, without passages.
    """
    title = diff_title(diff, words)
    words = of_texts(words, (diff.a, diff.b))
    if has_no_phase(diff) and words.records is not None and not words.is_full:
        words = attrs.evolve(words, names_phases=False)  # said once, at the head
    if not diff:
        unsettled = summary_lines(diff, words)
        return Page(title, lead=(Prose((line("no differences"), *unsettled)),))
    listed = diff.changes if changes is None else tuple(changes)
    shown = [
        change
        for change in listed
        if change.level >= words.level
        or (evidence and isinstance(change, EvidenceChanged))
        or isinstance(change, NotCoded)
    ]
    chosen = f"{len(listed)} of {plural(len(diff), 'change')} selected."
    some = (line(dim(chosen)),) if len(listed) < len(diff) else ()
    lead: list[Block] = [Prose((*summary_lines(diff, words, len(listed)), *some))]
    if not brief:
        lead.append(_sides(diff, words))
    blocks = [
        *_on_terms(diff, shown, words, brief=brief),
        *_on_texts(diff, shown, words, brief=brief),
        *(() if brief else said_of_texts(diff, words)),
    ]
    hidden = len(listed) - len(shown)
    if hidden:
        below, rest = (
            (f" below the level “{words.level}”", "the level “bookkeeping” shows all")
            if words.has_levels
            else ("", "this page as JSON has all")
        )
        said = (
            f"{plural(hidden, 'change')}{below} {'is' if hidden == 1 else 'are'} "
            f"not shown (labels, summaries, notes, ids, evidence); {rest}."
        )
        blocks.append(Prose((line(dim(said)),)))
    return Page(title, lead=tuple(lead), blocks=tuple(blocks))


def change_items(
    changes: Sequence[Change], diff: Diff, words: Wording, *, brief: bool = False
) -> Items:
    """Changes as items, those of the options for one thing together; if ``brief``, each in a line."""
    if brief:
        return Items(tuple(_items(changes, diff, words, in_time=True, brief=True)))
    options = Options.of(diff, changes)
    items = options.items(diff, words, in_time=True)
    return Items((*items, *_items(options.others, diff, words, in_time=True)))


def _on_terms(diff: Diff, shown: Sequence[Change], words: Wording, *, brief: bool) -> list[Block]:
    """A section for each sort of change of terms, by level."""
    in_time = in_time_order(diff, words)
    options = Options.of(diff, [change for change in shown if change.term is not None])
    brackets = [change for change in options.others if isinstance(change, Bracketed | Unbracketed)]
    blocks: list[Block] = []
    if brief:
        first = [_in_brief(change, words, in_time=in_time) for change in options.changes]
    else:
        first = list(options.items(diff, words, in_time=in_time))
    of_options = [*first, *_items(brackets, diff, words, in_time=in_time, brief=brief)]
    if of_options:
        title, note = _OPTIONS if in_time else _OPTIONS_BETWEEN
        blocks.append(_section(title, note, of_options, MARKS[Bracketed]))
    groups: dict[tuple[int, int], list[Bundle]] = {}
    rest = [change for change in options.others if not isinstance(change, Bracketed | Unbracketed)]
    for bundle in _bundles(rest, words):
        group = (-bundle.level.position, _ORDER.index(bundle.sort))
        groups.setdefault(group, []).append(bundle)
    titles = _SECTIONS if in_time else _BETWEEN
    for (level, index), bundles in sorted(groups.items()):
        sort = _ORDER[index]
        title, note = titles[sort]
        if sort is Changed and -level < Level.SUBSTANTIVE.position:
            title, note = _CLARIFIED
        if sort is NotCoded:
            blocks += _not_coded(diff, bundles, words, in_time=in_time, brief=brief)
            continue
        known = [] if words.is_full else _common_reading(bundles, diff, words)
        known = [said for said in known if not brief or said.startswith(NOT_CERTAIN)]
        items = _grouped(bundles, diff, words, in_time=in_time, brief=brief, known=known)
        if sort is Changed and any(said.startswith(NOT_CERTAIN) for said in known):
            note = _BOTH
        if words.is_full:
            known = [f"Level: {bundles[0].level}."]
        note = " ".join(filter(None, (note, *known)))
        blocks.append(_section(title, note, items, MARKS[sort]))
    return blocks


def _common_reading(bundles: Sequence[Bundle], diff: Diff, words: Wording) -> list[str]:
    """How all of these read alike, if they are several; of a single one, what is not certain of it."""
    first, *others = (reading_of(bundle, diff.lean, words) for bundle in bundles)
    is_common = len(bundles) > 1
    return [
        said
        for said in first
        if (is_common or said.startswith(NOT_CERTAIN)) and all(said in other for other in others)
    ]


def _section(title: str, note: str, items: Iterable[Item], mark: Mark) -> Section:
    """Items under a title, with what holds for all of them said first."""
    lead = (Prose((line(dim(note)),)),) if note else ()
    return Section(title, (*lead, Items(tuple(items))), mark)


def _not_coded(
    diff: Diff, bundles: Sequence[Bundle], words: Wording, *, in_time: bool, brief: bool
) -> Iterable[Block]:
    """A section for each side that is not coded on something."""
    for silent, side in enumerate((diff.a, diff.b)):
        here = [
            bundle
            for bundle in bundles
            if (bundle.first.before, bundle.first.after)[silent] is None
        ]
        if here:
            items = _grouped(here, diff, words, in_time=in_time, brief=brief)
            note = _NOT_CODED.format(side_name(side))
            yield _section(f"Not coded in {side_name(side)}", note, items, MARKS[NotCoded])


def _bundles(changes: Sequence[Change], words: Wording) -> list[Bundle]:
    """Changes as a page tells them: a full page each by itself."""
    return [Bundle((change,)) for change in changes] if words.is_full else bundled(changes)


def _items(
    changes: Sequence[Change], diff: Diff, words: Wording, *, in_time: bool, brief: bool = False
) -> list[Item]:
    return _grouped(_bundles(changes, words), diff, words, in_time=in_time, brief=brief)


def _grouped(
    bundles: Sequence[Bundle],
    diff: Diff,
    words: Wording,
    *,
    in_time: bool,
    brief: bool,
    known: Collection[str] = (),
) -> list[Item]:
    """Bundles as items, the most important first; several of one term stand under its name."""
    issues = diff.issues or {}
    names = {key: name_of(issue) or key for key, issue in issues.items()}
    items: list[Item] = []
    for of_term in by_importance(bundles, names):
        if brief:
            items += (
                _in_brief(change, words, in_time=in_time, is_doubt_said=bool(known))
                for bundle in of_term
                for change in bundle.changes
            )
            continue
        made = [_item(bundle, diff, words, in_time=in_time, known=known) for bundle in of_term]
        name = _common_name(made) if of_term[0].term and not words.is_full else ""
        if name:
            inside = tuple(map(_without_name, made))
            items.append(Item(line(strong(name)), (Items(inside),)))
        else:
            items += made
    return items


def _in_brief(
    change: Change, words: Wording, *, in_time: bool, is_doubt_said: bool = False
) -> Item:
    """A change in a line: of a whole term what it says, then who says so, and whether it is not certain."""
    head = change_line(change, words, in_time=in_time)
    term = next((side for side in (change.after, change.before) if isinstance(side, Term)), None)
    is_told = type(change) in (Added, Removed, Reported, Unreported)
    if is_told and term is not None and not term.is_excluded and not words.is_full:
        said = term.summary.removesuffix(".") if term.summary else gist(term, words)
        head = (*head, *line(f": {said}"))
    head = (*head, *line(dim(_voices_of(change, words, in_time=in_time))))
    is_silence = isinstance(change, Reported | Unreported | NotCoded)
    if change.unsure and not (is_doubt_said or is_silence or words.is_full):
        head = (*head, *line(dim(" (not certain)")))
    return Item(head, (), mark_of(change), change.path)


def _voices_of(change: Change, words: Wording, *, in_time: bool) -> str:
    """Who says what a change rests on, and who denies it, where the sources do not say so themselves."""
    one, other = (
        saying_words(passages or (), words)
        for passages in (change.evidence_before, change.evidence_after)
    )
    if one == other or change.before is None:
        return other
    if change.after is None:
        return one
    names = SIDES if in_time else SIDES_BETWEEN
    said = (f"{name}{voices}" for name, voices in zip(names, (one, other), strict=True) if voices)
    return f" ({'; '.join(said)})"


def _item(
    bundle: Bundle, diff: Diff, words: Wording, *, in_time: bool, known: Container[str]
) -> Item:
    if words.is_full:
        return change_item(bundle.first, words, diff.lean(bundle.first), in_time=in_time)
    return bundle_item(bundle, words, diff.lean, in_time=in_time, known=known)


def _common_name(items: Sequence[Item]) -> str:
    """What the heads of several items begin with, up to the field; empty where they share nothing.

    Where the phase of one side alone is reported, the name of the term has both: that of the phase itself
    has not.
    """
    if len(items) < 2:
        return ""
    names = {_name_and_rest(item)[0] for item in items}
    longest = max(names, key=len)
    return longest if names <= {longest, _PHASES.sub("", longest)} else ""


_PHASES = re.compile(r" \((?:first|before): [^()]*\)$")
_NAMED = re.compile(r"(?P<name>[^:(]*(?: \((?:first|before): [^()]*\))?): (?P<rest>.*)", re.DOTALL)


def _name_and_rest(item: Item) -> tuple[str, str]:
    """The name of a term at the head of an item, and what follows it; without a field, no name."""
    found = _NAMED.fullmatch(getattr(item.head[0], "text", ""))
    return (found["name"], found["rest"]) if found else ("", "")


def _without_name(item: Item) -> Item:
    return attrs.evolve(item, head=line(_name_and_rest(item)[1], *item.head[1:]))


def _on_texts(diff: Diff, shown: Sequence[Change], words: Wording, *, brief: bool) -> list[Block]:
    """What changed outside of terms: roles, dates and phases of texts in a line each."""
    rest = sorted((change for change in shown if change.term is None), key=_by_field)
    if not rest:
        return []
    in_time = in_time_order(diff, words)
    if words.is_full or not holds_drafts(diff):
        items = [change_item(change, words, diff.lean(change), in_time=in_time) for change in rest]
        return [Section("Other fields", (Items(tuple(items)),))]
    return [Section("About the texts", told_of_texts(diff, rest, words, brief=brief))]


def _by_field(change: Change) -> tuple[str, str]:
    """A sort key that puts changes of one field together, and authors before mediators."""
    item = change.steps[-1]
    role = getattr(item.present, "role", None) if isinstance(item, Pair) else None
    return str(change.steps[0]), "" if role is None else str(role)


def _sides(diff: Diff, words: Wording) -> Rows:
    """Both sides with their titles, when they were tabled, how much is known, and the coder's remark."""
    rows = []
    are_partial = len(partial_sides(diff)) == 2  # which the page says of both at once
    names = SIDES if in_time_order(diff, words) else SIDES_BETWEEN
    for side, name in zip((diff.a, diff.b), names, strict=True):
        if not isinstance(side, Value):
            rows.append(row(name, stance_name(side, words)))
            continue
        said = line(words.called(side) or words.title(side))
        facts: list[Line] = []
        if isinstance(side, Version):
            tabled = line("tabled ", *words.dated(side.tabled)) if side.tabled else None
            facts.append(tabled or line(tabled_words(side, words)))
            in_part = "" if are_partial else "known in part"
            facts.append(line("known in full" if side.is_known_in_full else in_part))
            facts += map(line, (coded_words(side), *relation_words(side), differing_roles(side)))
        is_sentence = text_of(said).endswith(".")
        for index, fact in enumerate(filter(None, facts)):
            begun = is_sentence and not index
            separator = line(" " if begun else "; ") if said else ()
            said = (*said, *separator, *(_capital(fact) if begun else fact))
        address = line(dim(f" ({side_name(side)})"))
        is_named = words.records is not None and isinstance(side, Record)
        entries = [Entry(said + address if is_named else said)]
        if isinstance(side, Version) and side.note and not words.is_full:
            # That two articles tell of one text is itself a reading, and such a remark says so.
            entries.append(Entry(line(dim(plain(side.note)))))
        rows.append(LabelledRow(name, tuple(entries)))
    return Rows(tuple(rows))


def _capital(said: Line) -> Line:
    """A line that begins a sentence."""
    first, *rest = said
    text = getattr(first, "text", "")
    return line(f"{text[:1].upper()}{text[1:]}", *rest)
