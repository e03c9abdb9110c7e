"""What the tests of pages share: small records, hostile texts, and ways to read a page."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from copy import copy
from enum import Enum
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pairs import (
    issue,
    passage,
    version,
)
from rich.cells import cell_len
from strategies import texts

import negotiations as ng
from negotiations.answers.history_values import Step
from negotiations.compare.diff import Diff, diff
from negotiations.model import (
    Actor,
    Condition,
    Evidence,
    Figure,
    FigureClaim,
    Group,
    Identifier,
    Issue,
    Membership,
    OtherTerm,
    Participant,
    Phase,
    Place,
    Polarity,
    Position,
    PresenceTerm,
    ProvisionTerm,
    Record,
    ReleaseTerm,
    Role,
    Source,
    Talks,
    Term,
    Version,
)
from negotiations.model.base import Value, fields_of
from negotiations.model.values import Bounded, Count, Duration, When
from negotiations.plaintext import plain
from negotiations.records import address_of
from negotiations.render.page import (
    Cell,
    Citation,
    Entry,
    Fold,
    Item,
    Items,
    LabelledRow,
    Mark,
    Page,
    Prose,
    Rows,
    Section,
    Side,
    Sides,
    Span,
    Table,
)
from negotiations.render.render import FORMATS, page_of, write_page
from negotiations.render.wording import Wording
from negotiations.vocabulary import (
    ActorKind,
    Basis,
    CellState,
    Level,
    PlaceKind,
    PresenceExtent,
    Rank,
    Support,
    TalksRole,
    TermKind,
    VersionRole,
    Vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from negotiations.compare.changes import Change

exactly = Count.exactly
WIDTHS = (40, 80, 120)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def page(value: Value | Diff, name: Any = "text", **options: Any) -> str:
    """The page of a value; without a dataset, as one that no dataset gave, so that ids stand."""
    return ng.render(value if "dataset" in options else copy(value), name, **options)


def whole_page(found: Diff, *, width: int = 80, color: bool = False) -> str:
    """The page of a diff with all its changes, bookkeeping among them."""
    return page(found, width=width, color=color, level=Level.BOOKKEEPING)


def words_of(text: str) -> str:
    """The page on one line, as it reads whatever its width."""
    return " ".join(text.split())


def release(**fields: Any) -> ReleaseTerm:
    return ReleaseTerm(issue="prisoners", **{"phase": 1, **fields})


def day(edtf: str, **fields: Any) -> When:
    return When(edtf=edtf, basis=Basis.STATED, **fields)


HOSTILE = (
    "\x1b[31m",
    "\x1b[2J",
    "\x1b]8;;http://a.example\x07",
    "\x1b]0;title\x1b\\",
    "\x9b31m",
    "\x07",
    "\x08\x08",
    "\r",
    "\x00",
    "\x7f",
    "\u202e",
    "\u2066",
    "\u200f",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\U000e0041",
)
MARKUP = ("[red]", "[/red]", "[link=x]", "[bold red on blue]", ":smiley:", "[", "\\[")
# Controls, invisible formats, and separators that a terminal may take for a new line.
UNSAFE = {"Cc", "Cf", "Zl", "Zp", "Cs"}


def unsafe(text: str) -> set[str]:
    """The characters of a page that could steer a terminal; lines are ended by LF alone.

    Of joiners tests/test_plaintext.py tells where they may stand.
    """
    return {
        each
        for each in text
        if each not in "\n\u200c\u200d" and unicodedata.category(each) in UNSAFE
    }


def tainted(item: Any, poison: str) -> Any:
    """The value, with this text in front of every text of it that has no required form."""
    if isinstance(item, tuple):
        return tuple(tainted(each, poison) for each in item)
    if not isinstance(item, Value) or isinstance(item, Identifier):  # its form is its register's
        return item
    made: dict[str, Any] = {}
    for spec in fields_of(item):
        held = getattr(item, spec.name)
        if isinstance(held, str):
            made[spec.name] = held if spec.pattern else poison + held
        elif isinstance(held, tuple) and held and isinstance(held[0], str):
            made[spec.name] = held if spec.pattern else tuple(poison + each for each in held)
        else:
            made[spec.name] = tainted(held, poison)
    return type(item)(**made)


poisons = st.sampled_from(HOSTILE + MARKUP)


EVERYWHERE: list[tuple[str, Any]] = [
    ("a number that is not given", version(release(count=Count.unstated("x")))),
    (
        "a length that is not given",
        version(phases=(Phase(ordinal=1, duration=Duration.unstated("x")),)),
    ),
    ("the name of a phase", version(phases=(Phase(ordinal=1, label="x", summary="x", note="x"),))),
    ("a group", version(release(groups=(Group(count=Count.unstated("x"), citizens_of="x"),)))),
    ("a date after a record", version(tabled=When(after="x"))),
    ("a note on a date", version(tabled=day("2024", note="x"))),
    ("a role", version(roles=(Role(actor="x", role=VersionRole.AUTHOR, note="x"),))),
    ("a condition", version(OtherTerm(issue="x", conditions=(Condition(summary="x", actor="x"),)))),
    ("a volume", version(ProvisionTerm(issue="x", volume="x", place="x"))),
    (
        "evidence",
        version(evidence=(passage(1, note="x", fields=("x",), claimants=("x",), via=("x",)),)),
    ),
    (
        "a denial with another value",
        version(evidence=(passage(1, support=Support.CONTRADICTS, fields=("x",), value="x"),)),
    ),
    (
        "a denial with another date",
        version(
            evidence=(
                passage(1, support=Support.CONTRADICTS, fields=("x",), value=When(after="x")),
            )
        ),
    ),
    (
        "a claim about a figure",
        Figure(
            id="x",
            label="x",
            unit="x",
            claims=(
                FigureClaim(
                    source="x",
                    count=Count.unstated("x"),
                    when=When(after="x"),
                    rank=Rank.NORMAL,
                    reason="x",
                    note="x",
                ),
            ),
        ),
    ),
    (
        "a participant",
        Talks(
            id="x",
            title="x",
            rounds=Count.unstated("x"),
            participants=(
                Participant(actor="x", role=TalksRole.HOST, meetings=Count.unstated("x")),
            ),
        ),
    ),
    (
        "an issue",
        Issue(
            id="x",
            label="x",
            definition="x",
            kind=TermKind.OTHER,
            polarity=(Polarity(field="x", more="x", less="y", note="x"),),
        ),
    ),
    (
        "an actor",
        Actor(
            id="x",
            name="x",
            kind=ActorKind.GROUP,
            member_of=(Membership(organisation="x", role="x"),),
        ),
    ),
]


def hostile_dataset(poison: str) -> ng.Dataset:
    """A dataset whose names are hostile."""
    return ng.Dataset(
        actors=[
            Actor(id=key, name=f"{poison}{key}", kind=ActorKind.STATE) for key in ("north", "south")
        ],
        places=[Place(id="ridge", name=f"{poison}Ridge", kind=PlaceKind.BORDER)],
        issues=[issue("border", TermKind.PRESENCE, "extent", label=f"{poison}Border")],
        sources=[gazette(label=f"{poison}Gazette")],
    )


def gazette(text: bytes = b"-", **fields: Any) -> Source:
    given = {
        "id": "gazette",
        "label": "Gazette",
        "file_name": "gazette.txt",
        "sha256": hashlib.sha256(text).hexdigest(),
        "language": "en",
        "paragraphs": 1,
        **fields,
    }
    return Source(**given)


def too_wide(text: str, width: int) -> list[str]:
    """Lines that do not fit, but for those that are one word, such as an id."""
    return [line for line in text.splitlines() if cell_len(line) > width and len(line.split()) > 1]


BEFORE = version(
    release(count=exactly(150), evidence=(passage(1),)),
    OtherTerm(issue="veto", evidence=(passage(2),)),
    labels=("First draft",),
    tabled=day("2024-05"),
)
AFTER = version(
    release(
        count=exactly(250),
        evidence=(passage(4), passage(5, support=Support.CONTRADICTS, claimants=("south",))),
    ),
    PresenceTerm(
        issue="border",
        extent=PresenceExtent.REDUCED,
        summary="A smaller guard.",
        evidence=(passage(6, claimants=("north",), hedged=True),),
    ),
    labels=("Second draft",),
    id="plan@two",
)
ISSUES = {"prisoners": issue("prisoners", TermKind.RELEASE, "count")}
SMALL = diff(BEFORE, AFTER, issues=ISSUES)


# --- pages of any sort --------------------------------------------------------------------------

# What a format could take for its own, and letters of scripts that run leftwards.
TRICKY = (
    "<script>alert(1)</script>",
    "</p></article>",
    '" onclick="x',
    "' id='x",
    "<!--",
    "]]>",
    "&amp;",
    "&#60;b&#62;",
    "|",
    "a | b",
    "``code``",
    "[a](http://a.example)",
    "](",
    "![a](b)",
    "<http://a.example>",
    "http://a.example www.a.example",
    "[^1]",
    "**strong** _dim_ ~~gone~~",
    "# head",
    "head #",
    "- item",
    "1. item",
    "2) item",
    "> quote",
    "---",
    "===",
    "a\\",
    "    code",
    "two\nlines\n\nthree",
    "$x$",
    "w" * 200,
    "שלום (5) שלום",
    "قرار – ab",
)
_LETTERS = st.text("ab1 <>&\"'|*_[]()#`-+=!\\~:/.\n\t$שق\u202e\x1b\u2003", min_size=1, max_size=12)
foreign = st.one_of(st.sampled_from(TRICKY + HOSTILE), _LETTERS, texts(8)).filter(
    lambda text: plain(text).strip() != ""
)
_spans = st.builds(
    Span, foreign, st.sampled_from(("text", "strong", "dim", "code", "ins", "del")), st.just("")
)
_citations = st.builds(
    Citation,
    place=foreign,
    said=st.lists(foreign, max_size=2).map(tuple),
    passage=st.just("") | foreign,
    fields=st.lists(foreign, max_size=1).map(tuple),
    note=st.just("") | foreign,
    is_denial=st.booleans(),
)
_marks = st.none() | st.sampled_from(Mark)
lines = st.lists(st.one_of(_spans, _spans, _citations), min_size=1, max_size=3).map(tuple)
_some_lines = st.lists(lines, min_size=1, max_size=2).map(tuple)
_entries = st.builds(Entry, lines, st.lists(lines, max_size=2).map(tuple))
_rows = st.builds(LabelledRow, foreign, st.lists(_entries, min_size=1, max_size=2).map(tuple))


@st.composite
def _sides(draw: st.DrawFn) -> Sides:
    some_rows = st.lists(_rows, max_size=2).map(tuple)
    cited = st.lists(_citations, max_size=2).map(tuple)
    one, other = (
        Side(draw(foreign), draw(_some_lines), draw(some_rows), draw(cited)) for _ in range(2)
    )
    return Sides((one, other))


_anchors = st.just("") | foreign


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 3))
    cells = st.builds(Cell, _some_lines, _marks)
    row = st.tuples(lines, st.tuples(*[cells] * width))
    heads = draw(st.tuples(*[lines] * width))
    rows = tuple(draw(st.lists(row, min_size=1, max_size=2)))
    return Table(draw(foreign), draw(foreign), heads, rows)


def _around(blocks: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    inner = st.lists(blocks, min_size=1, max_size=2).map(tuple)
    items = st.builds(Item, lines, inner | st.just(()), _marks, _anchors)
    return st.one_of(
        st.builds(Items, st.lists(items, min_size=1, max_size=2).map(tuple)),
        st.builds(Section, foreign, inner, _marks, _anchors),
        st.builds(Fold, lines, inner, _anchors),
    )


_blocks = st.recursive(
    st.one_of(
        st.builds(Prose, _some_lines),
        st.builds(Rows, st.lists(_rows, min_size=1, max_size=2).map(tuple)),
        _sides(),
        _tables(),
    ),
    _around,
    max_leaves=4,
)


def drawn_pages() -> st.SearchStrategy[Page]:
    """Pages of any sort, with any text wherever a text can stand."""
    some = st.lists(_blocks, max_size=3).map(tuple)
    return st.builds(Page, foreign, some, some)


def harmless(item: Any) -> Any:
    """The same tree with a harmless word for every text; citations stay as many as they were."""
    known: dict[str, str] = {}

    def tame(each: Any, name: str = "") -> Any:
        if isinstance(each, tuple):
            return tuple(tame(inner, name) for inner in each)
        if isinstance(each, str) and name != "kind":
            return known.setdefault(each, f"word{len(known)}") if each else ""
        if attrs.has(type(each)):
            made = {
                field.name: tame(getattr(each, field.name), field.name)
                for field in attrs.fields(type(each))
            }
            return type(each)(**made)
        return each

    return tame(item)


def texts_of(item: Any) -> list[str]:
    """Every text that stands in a page, as a reader is to see it; of citations each part.

    Left out are the corner of a table, which has no place where a table becomes a list, and what is for
    links and pointers alone.
    """
    if isinstance(item, str):
        return [plain(item)] if item else []
    if isinstance(item, tuple):
        return [text for each in item for text in texts_of(each)]
    if isinstance(item, Span):
        return [item.shown]
    if attrs.has(type(item)):
        hidden = ("corner", "anchor", "anchors", "exact", "silence")
        names = (field.name for field in attrs.fields(type(item)) if field.name not in hidden)
        held = (getattr(item, name) for name in names)
        return [text for each in held for text in texts_of(each)]
    return []


def squeezed(text: str) -> str:
    """A text without its white space: wrapping and layout make no difference."""
    return "".join(text.split())


# --- Markdown and HTML as their readers have them -----------------------------------------------


def markdown_tokens(text: str) -> list[Any]:
    """All tokens of a Markdown text, those within lines among them; without empty remarks in a line."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    found = []
    for token in parser.parse(text):
        found += [token, *(token.children or ())]
    return [each for each in found if (each.type, each.content) != ("html_inline", "<!-- -->")]


def markdown_words(text: str) -> str:
    """What a reader of the Markdown sees."""
    kinds = ("text", "code_inline", "text_special")
    return "".join(each.content for each in markdown_tokens(text) if each.type in kinds)


# Words gained and lost, which HTML marks by elements, as they read without them.
_SIGNS = {"ins": ("[+", "+]"), "del": ("[-", "-]")}


class HtmlTree(HTMLParser):
    """The elements of an HTML text in their order, and what a reader of it sees."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[tuple[str, str, tuple[tuple[str, str | None], ...]]] = []
        self.words = ""
        self.silent = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.events.append(("start", tag, tuple(attrs)))
        self.silent += tag == "style"
        self.words += _SIGNS.get(tag, ("", ""))[0]

    def handle_endtag(self, tag: str) -> None:
        self.words += _SIGNS.get(tag, ("", ""))[1]
        self.events.append(("end", tag, ()))
        self.silent -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words += data

    def handle_comment(self, data: str) -> None:
        self.events.append(("comment", data, ()))

    def handle_decl(self, decl: str) -> None:
        self.events.append(("declaration", decl, ()))

    def unknown_decl(self, data: str) -> None:
        self.events.append(("declaration", data, ()))


def read_as(name: str, made: str) -> str:
    """A page in a format, as its reader sees it."""
    if name == "markdown":
        return markdown_words(made)
    return HtmlTree(made).words if name == "html" else made


# --- what the JSON has, leaf by leaf ------------------------------------------------------------


def leaves(item: Any) -> Iterator[str]:
    """What the JSON has of a value, leaf by leaf, in the words of a page."""
    if isinstance(item, tuple):
        for each in item:
            yield from leaves(each)
    elif isinstance(item, Evidence):
        yield from of_passage(item)
    elif isinstance(item, Bounded):
        yield str(item)
    elif isinstance(item, When):
        yield from (each for each in (item.edtf, item.after, item.note) if each is not None)
    elif isinstance(item, bool):
        yield "yes" if item else "no"
    elif isinstance(item, Vocabulary):
        yield item.value
    elif isinstance(item, Value):
        if isinstance(item, Term):
            yield item.kind.value
        for spec in fields_of(item):
            yield from leaves(getattr(item, spec.name))
    elif item is not None:
        yield str(item)


def of_passage(evidence: Evidence) -> Iterator[str]:
    """Where a passage is, who says it and how. Of its characters, only a page of evidence tells."""
    yield from (evidence.source, f"¶{evidence.paragraph}")
    yield from (*(evidence.claimants or ()), *(evidence.via or ()), *(evidence.fields or ()))
    if evidence.note is not None:
        yield evidence.note
    if evidence.value is not None:
        yield from leaves(evidence.value)
    if evidence.hedged:
        yield "hedged"
    said = {Support.CONTRADICTS: "DENIED by", Support.IMPLIED: "a coder's reading"}
    if evidence.support in said:
        yield said[evidence.support]


def leaves_of_change(found: Diff, change: Change) -> Iterator[str]:
    """What the document of a diff has of one change."""
    yield from (change.code, change.path, change.level.value, str(change.certainty))
    lean = found.lean(change)
    yield from (each for each in (lean.why, lean.toward, lean.away_from) if each is not None)
    for side in (change.before, change.after, change.evidence_before, change.evidence_after):
        yield from leaves(side)
    for sign, text in getattr(change, "words", ()) if len(getattr(change, "words", ())) > 2 else ():
        yield {"=": "{}", "-": "[-{}-]", "+": "[+{}+]"}[sign].format(text)


# What a page says of a yes, of a number, or of a word that it spells otherwise; by class and field.
_IN_WORDS: dict[tuple[str, str], Callable[[Any], tuple[str, ...]]] = {
    ("Attribution", "disputed"): lambda held: ("denied by",) if held else (),
    ("Attribution", "hedged"): lambda held: ("by every passage that says it",) if held else (),
    ("Cell", "contested"): lambda held: ("contested",) if held else (),
    ("Cell", "same_as"): lambda held: (
        (f"says the same as column {', '.join(str(each + 1) for each in held)}",) if held else ()
    ),
    ("Cell", "state"): lambda held: {
        CellState.VALUE: (),
        CellState.SAME: ("(same as the base)",),
        CellState.CHANGED: ("(differs from the base)",),
        CellState.SILENT: ("(not reported)",),
        CellState.DETAIL: ("(in more or less detail than the base",),
        CellState.OPEN: ("(may differ from the base or not)",),
        CellState.EXCLUDED: ("(reported to be excluded)",),
    }[held],
    ("FieldGap", "is_subject"): lambda held: (
        ("the subject of the terms, not a demand",) if held else ()
    ),
    ("FieldGap", "field"): lambda held: (held.replace("_", " "),),
    ("Flag", "kind"): lambda held: (held.value.replace("-", " "),),
    ("BlameLine", "field"): lambda held: (held.replace("_", " "),),
    ("CompiledValue", "field"): lambda held: (held.replace("_", " "),),
    ("PlacedEvent", "is_last"): lambda held: ("last reported act",) if held else (),
    ("Row", "differs"): lambda held: ("differ",) if held else (),
    ("SideBySide", "base"): lambda held: (f"{held + 1}, base",),
    ("StanceTerm", "contested"): lambda held: ("its own side denies it",) if held else (),
    ("StanceTerm", "hedged"): lambda held: ("by every passage that says it",) if held else (),
}


def leaves_of_answer(item: Any) -> Iterator[str]:
    """What the JSON has of an answer, leaf by leaf, in the words of a page.

    The fingerprints of passages alone are left out: they are for programs.
    """
    if isinstance(item, Diff):
        for change in item:
            yield from leaves_of_change(item, change)
    elif isinstance(item, ng.Merge):
        yield from leaves_of_answer((item.result, item.conflicts))
    elif isinstance(item, ng.Conflict):
        sides = (item.base, item.ours, item.theirs)
        passages = (item.evidence_base, item.evidence_ours, item.evidence_theirs)
        yield from leaves_of_answer((item.path, item.why, sides, passages))
    elif isinstance(item, tuple):
        for each in item:
            yield from leaves_of_answer(each)
    elif isinstance(item, Value | bool):
        yield from leaves(item)
    elif isinstance(item, Enum):
        yield item.value
    elif attrs.has(type(item)):
        yield from _parts_of(item)
    elif item is not None:
        yield str(item)


def _parts_of(item: Any) -> Iterator[str]:
    kind: Any = type(item)
    names = [
        field.name for field in attrs.fields(kind) if not field.name.startswith("_") and field.init
    ]
    for name in (*names, *getattr(kind, "derived", ())):
        held = getattr(item, name)
        if held is None:
            continue
        if (kind.__name__, name) in _IN_WORDS:
            yield from _IN_WORDS[kind.__name__, name](held)
        elif name in getattr(kind, "by_address", ()):
            yield from (each.address for each in (held if isinstance(held, tuple) else (held,)))
        elif isinstance(held, Record):
            yield address_of(held)
            if kind is Step:
                # Whole, but for its terms: those on the issue stand beside it.
                emptied = {Version: None, Position: ()}
                own = isinstance(held, Version | Position)
                yield from leaves(held.replace(terms=emptied[type(held)]) if own else held)
        else:
            yield from leaves_of_answer(held)


def missing_of(answer: Any) -> dict[str, list[str]]:
    """What the JSON has and the page does not, in each format."""
    found = page_of(answer, Wording(level=Level.BOOKKEEPING))
    wanted = [squeezed(plain(text)) for text in leaves_of_answer(answer)]
    missing = {}
    for name in FORMATS:
        read = squeezed(read_as(name, write_page(found, name, width=8000)))
        missing[name] = [text for text in wanted if text not in read]
    return {name: texts for name, texts in missing.items() if texts}


def answers(ds: ng.Dataset) -> dict[str, Any]:
    """Answers of every sort about the bundled dataset."""
    return {
        "table": ds.four_columns("may-proposal@may", "hamas", "israel", "may-proposal@bridging"),
        "wide table": ds.side_by_side(*ds.versions.values(), base=2),
        "history": ds.history("may-proposal", issue="philadelphi-corridor"),
        "whole history": ds.history("us-hamas-partial-agreement"),
        "history of an issue": ds.history("ceasefire"),
        "blame": ds.blame("may-proposal@bridging"),
        "compiled": ds.compiled("may-proposal"),
        "compiled as of": ds.compiled("may-proposal", as_of="2024-07"),
        "stance": ds.stance("israel", on="may-proposal"),
        "empty stance": ds.stance("qatar", on=None),
        "gap": ds.gap("israel", "hamas", on="ceasefire-agreement-2025"),
        "gap as of": ds.gap("hamas", "israel", on="may-proposal", as_of="may-proposal@bridging"),
        "merge": ng.merge(
            ds.versions["may-proposal@may"],
            ds.versions["may-proposal@may"].replace(labels=("One.",), terms=None),
            ds.versions["may-proposal@may"].replace(labels=("Another.",), terms=()),
        ),
    }
