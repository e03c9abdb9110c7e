"""Pages of text: what they say, how wide they are, and what never gets through to a terminal."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pairs import (
    LAW,
    PAGES,
    issue,
    passage,
    position,
    positions_and_versions,
    record_pairs,
    version,
    version_pairs,
)
from rich.cells import cell_len
from strategies import counts, records, terms, texts

import negotiations as ng
from negotiations.base import Value, fields_of
from negotiations.compare.diff import Diff, diff
from negotiations.model import (
    Actor,
    CeasefireTerm,
    Condition,
    Evidence,
    Figure,
    FigureClaim,
    Group,
    Issue,
    Membership,
    OtherTerm,
    Participant,
    Phase,
    Place,
    Polarity,
    PresenceTerm,
    Proposal,
    ProvisionTerm,
    Record,
    ReleaseTerm,
    Role,
    Source,
    Talks,
    Term,
    Version,
)
from negotiations.render.plain import plain
from negotiations.render.text import table
from negotiations.render.wording import plural
from negotiations.texts import TextNotFound, Texts
from negotiations.values import Count, Duration, When
from negotiations.vocabulary import (
    ActorKind,
    Basis,
    Level,
    PhaseScope,
    PlaceKind,
    PresenceExtent,
    Rank,
    Support,
    TalksRole,
    TermKind,
    VersionRole,
    Who,
)

if TYPE_CHECKING:
    from pathlib import Path

exactly = Count.exactly
WIDTHS = (40, 80, 120)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def page(value: Value | Diff, **options: Any) -> str:
    return ng.render(value, "text", **options)


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


# --- what never gets through --------------------------------------------------------------------

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
    """The characters of a page that could steer a terminal; lines are ended by LF alone."""
    return {each for each in text if each != "\n" and unicodedata.category(each) in UNSAFE}


def tainted(item: Any, poison: str) -> Any:
    """The value, with this text in front of every text of it that has no required form."""
    if isinstance(item, tuple):
        return tuple(tainted(each, poison) for each in item)
    if not isinstance(item, Value):
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


@PAGES
@given(records(), poisons)
def test_no_text_of_a_record_reaches_a_terminal_raw(record: Record, poison: str) -> None:
    """Whatever a file has in it, a page without colour is visible characters and line ends."""
    assert unsafe(page(tainted(record, poison))) == set()


@PAGES
@given(record_pairs(), poisons)
def test_no_text_of_a_diff_reaches_a_terminal_raw(pair: tuple[Value, Value], poison: str) -> None:
    """The same of what differs between two records."""
    found = diff(*(tainted(side, poison) for side in pair))
    assert unsafe(whole_page(found)) == set()


@PAGES
@given(record_pairs(), poisons)
def test_colour_is_the_only_escape(pair: tuple[Value, Value], poison: str) -> None:
    """With colour, a page has the escapes of colour and no others."""
    found = diff(*(tainted(side, poison) for side in pair))
    for shown in (whole_page(found, color=True), page(found.b, color=True)):
        assert unsafe(COLOUR.sub("", shown)) == set()


@given(terms(), poisons)
def test_no_text_of_a_term_reaches_a_terminal_raw(term: Term, poison: str) -> None:
    """A term can be shown by itself."""
    assert unsafe(page(tainted(term, poison))) == set()


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


@pytest.mark.parametrize("record", [row[1] for row in EVERYWHERE], ids=[r[0] for r in EVERYWHERE])
@pytest.mark.parametrize("poison", ["\x1b[31m", "\x9b31m", "\u202e", "\r"], ids=ascii)
def test_hostile_text_wherever_it_stands(record: Record, poison: str) -> None:
    """Each field that shows text spells it out: in its record, and in a diff."""
    hostile = tainted(record, poison)
    assert hostile != record
    assert unsafe(page(hostile)) == set()
    sides = [(record, hostile), (hostile, record)]
    if isinstance(record, Version):
        sides += [(version(), hostile), (hostile, version())]
    for pair in sides:
        assert unsafe(whole_page(diff(*pair))) == set()


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


@pytest.mark.parametrize("poison", HOSTILE, ids=ascii)
def test_names_from_the_dataset_do_not_reach_a_terminal_raw(poison: str) -> None:
    """Names of actors, places, issues and sources stand beside ids and are as foreign."""
    ds = hostile_dataset(poison)
    said = passage(1, claimants=("north",), via=("south",))
    before = PresenceTerm(issue="border", place="ridge", forces="north", evidence=(said,))
    after = before.replace(extent=PresenceExtent.NONE, obligors=("south",))
    for value in (version(before), diff(version(before), version(after), issues=ds.issues)):
        shown = page(value, dataset=ds)
        assert unsafe(shown) == set()
        assert "Border" in shown


def test_passages_do_not_reach_a_terminal_raw(tmp_path: Path) -> None:
    """An article can hold anything; quoted, it is spelled out."""
    text = "A \x1b[31mred\x1b[0m word and a \u202eturned one."
    (tmp_path / "gazette.txt").write_text(text, encoding="utf-8")
    cited = Evidence(
        source="gazette",
        paragraph=1,
        start=0,
        end=len(text),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        support=Support.EXPLICIT,
    )
    folder = Texts(tmp_path, [gazette(text.encode())])
    shown = page(version(OtherTerm(issue="veto", evidence=(cited,))), texts=folder)
    assert unsafe(shown) == set()
    assert r"“A \x1b[31mred\x1b[0m word and a \u202eturned one.”" in words_of(shown)


@pytest.mark.parametrize("text", ["[red]a[/red]", "[link=x]a", "[b]", "a\\[b]", ":smiley:", "[/]"])
def test_markup_is_text(text: str) -> None:
    """What means something to the library that lays out pages means nothing in a record."""
    record = version(OtherTerm(issue="veto", summary=f"{text} word"), labels=(text,))
    assert page(record).count(text) == 3
    assert COLOUR.sub("", page(record, color=True)) == page(record)
    found = diff(version(), record)
    assert f"{text} word" in page(found)
    assert "]8;" not in page(found, color=True)


@LAW
@given(st.text())
@example("a\x1b[31mb\x00\x7f\x9b\u202e\ufeff\u2028\ud800")
@example("one\ttwo\nthree\u00a0four")
def test_plain_text_is_printable(text: str) -> None:
    """It is one line, of characters that are seen, and plain already when made plain again."""
    made = plain(text)
    assert unsafe(made) == set()
    assert "\n" not in made
    assert plain(made) == made
    made.encode("utf-8")


@given(texts(30).filter(str.isprintable))
def test_visible_text_is_left_as_it_is(text: str) -> None:
    """Letters of all scripts, signs and marks stand as they are."""
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\x9bb", r"a\x9bb"),
        ("a\u202eb", r"a\u202eb"),
        ("a\U000e0041b", r"a\U000e0041b"),
        ("a\rb", r"a\rb"),
        ("a\nb\tc\u00a0d", "a b c d"),
        ("día, Überblick, نص, 文字", "día, Überblick, نص, 文字"),
    ],
)
def test_what_is_not_visible_is_spelled_out(text: str, expected: str) -> None:
    """Spaces of all widths that text needs stay spaces."""
    assert plain(text) == expected


# --- width --------------------------------------------------------------------------------------


def too_wide(text: str, width: int) -> list[str]:
    """Lines that do not fit, but for those that are one word, such as an id."""
    return [line for line in text.splitlines() if cell_len(line) > width and len(line.split()) > 1]


@PAGES
@given(record_pairs(), st.sampled_from(WIDTHS))
def test_pages_fit_the_width(pair: tuple[Value, Value], width: int) -> None:
    """Pages of records and of diffs wrap, whatever text they hold."""
    found = diff(*pair)
    assert too_wide(page(pair[0], width=width), width) == []
    assert too_wide(whole_page(found, width=width), width) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_bundled_pages_fit_the_width(width: int) -> None:
    """Real records and real diffs, with their names; at the usual width all of them."""
    ds = ng.load()
    for record in list(ds)[:: 1 if width == 80 else 5]:
        assert too_wide(page(record, dataset=ds, width=width), width) == []
    for a, b in pairwise(ds.versions):
        assert too_wide(page(ds.diff(a, b), dataset=ds, width=width), width) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_long_words_break_rather_than_stick_out(width: int) -> None:
    """An id longer than the line, and words without a space, keep to the width and lose nothing."""
    long = "-".join(["corridor"] * 20)
    record = version(OtherTerm(issue=long, summary="x" * 300, obligors=(long,)))
    shown = page(record, width=width)
    assert too_wide(shown, width) == []
    assert "".join(shown.split()).count(long) == 2
    assert "x" * 300 in "".join(shown.split())


def test_no_line_ends_in_space() -> None:
    """And a page ends with one line end."""
    shown = page(version(release(count=exactly(5)), labels=("Draft",)))
    assert all(line == line.rstrip() for line in shown.splitlines())
    assert shown.endswith("\n")
    assert not shown.endswith("\n\n")


def test_eighty_columns_unless_said_otherwise() -> None:
    """The default width."""
    record = version(note="word " * 100)
    assert page(record) == page(record, width=80)
    assert max(map(len, page(record).splitlines())) > 70


@pytest.mark.parametrize("width", WIDTHS)
def test_tables_fit_the_width(width: int) -> None:
    """Columns wrap; ids in the first stay whole where they can."""
    rows = [("philadelphi-corridor", "word " * 30, "–"), ("a", "b", "word " * 10)]
    shown = table(("id", "label", "terms"), rows, width=width, color=False)
    assert too_wide(shown, width) == []
    assert "philadelphi-corridor" in shown
    assert words_of(shown).count("word") == 40


# --- colour -------------------------------------------------------------------------------------


@PAGES
@given(record_pairs())
def test_the_same_words_with_and_without_colour(pair: tuple[Value, Value]) -> None:
    """Colour adds nothing that is not said, and moves nothing."""
    found = diff(*pair)
    for value in (found, pair[0]):
        coloured = COLOUR.sub("", page(value, color=True))
        without = [line.rstrip() for line in coloured.splitlines()]
        assert without == page(value).splitlines()


@PAGES
@given(record_pairs())
def test_escapes_are_there_only_with_colour(pair: tuple[Value, Value]) -> None:
    """A page without colour has none at all; one with colour has some."""
    found = diff(*pair)
    assert "\x1b" not in page(found)
    assert "\x1b" not in page(pair[0])
    assert "\x1b[" in page(found, color=True)
    assert "\x1b[" in page(pair[0], color=True)


def test_colour_does_not_hang_on_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the caller asks for is what is made: the command line looks at the environment."""
    record = version(release(count=exactly(5)))
    bare, coloured = page(record), page(record, color=True)
    for name, value in (
        ("NO_COLOR", "1"),
        ("FORCE_COLOR", "1"),
        ("TERM", "dumb"),
        ("COLUMNS", "40"),
    ):
        monkeypatch.setenv(name, value)
        assert page(record) == bare
        assert page(record, color=True) == coloured


# --- what pages say -----------------------------------------------------------------------------


@given(records())
def test_a_page_names_what_is_not_reported(record: Record) -> None:
    """Every field that is silent, but our own words and the evidence; an issue is nobody's report."""
    quiet = ("summary", "note", "evidence")
    silent = [
        spec.name.replace("_", " ")
        for spec in fields_of(record)
        if getattr(record, spec.name) is None and spec.name not in quiet
    ]
    last = page(record, width=500).splitlines()[-1]
    if silent and not isinstance(record, Issue):
        assert last == f"  not reported  {', '.join(silent)}"
    else:
        # Further in, terms say what is not reported of them.
        assert not last.startswith("  not reported")


def test_silence_inside_a_version_is_said() -> None:
    """A phase without a length, a term without a phase, a version without a date or terms."""
    text = version(OtherTerm(issue="veto"), phases=(Phase(ordinal=1),))
    shown = page(text)
    assert "1: duration not reported" in shown
    assert "veto, phase not reported" in shown
    around = Proposal(
        id="plan", title="Plan", between=("north",), rationale="One text.", versions=(version(),)
    )
    assert "plan@one, date not reported, terms not reported" in page(around)


def test_none_is_told_from_not_reported() -> None:
    """An empty list is a report."""
    shown = words_of(page(version(terms=(), phases=(), labels=())))
    assert "no terms, as reported" in shown
    assert "no phases, as reported" in shown
    assert "labels none" in shown
    silent = words_of(page(version()))
    assert "no terms" not in silent
    assert silent.endswith("not reported labels, derived from, roles, tabled, phases, terms")


def test_denials_are_said() -> None:
    """With who denies it, and what it gives instead."""
    denied = passage(2, support=Support.CONTRADICTS, claimants=("south",))
    other = passage(3, support=Support.CONTRADICTS, fields=("count",), value=exactly(30))
    text = version(release(evidence=(passage(1), denied, other)))
    for shown in (page(text), page(diff(version(), text))):
        read = words_of(shown)
        assert "gazette ¶2, DENIED by south" in read
        assert "gazette ¶3, DENIED by the article, which gives 30" in read


def test_citations_say_how_a_passage_is_said() -> None:
    """By whom, through whom, hedged or not, and whether it is a reading."""
    said = passage(
        1,
        claimants=("north", "south"),
        via=("herald", "courier"),
        hedged=True,
        support=Support.IMPLIED,
        note="Read from the context.",
        fields=("count",),
    )
    assert (
        "gazette ¶1, according to north, south, via herald, courier, hedged, a coder's reading "
        "[on count] (Read from the context.)"
    ) in words_of(page(version(release(evidence=(said,)))))


def test_names_come_from_the_dataset() -> None:
    """Ids stand where no dataset is given, and where it does not know them."""
    ds = hostile_dataset("The ")
    text = version(
        PresenceTerm(issue="border", place="ridge", forces="north", evidence=(passage(1),)),
        OtherTerm(issue="flags", obligors=("west",)),
    )
    named = words_of(page(text, dataset=ds))
    assert "The Border, phase not reported forces The north place The Ridge" in named
    assert "The Gazette ¶1" in named
    assert "flags, phase not reported obligors west" in named
    assert "border, phase not reported forces north place ridge" in words_of(page(text))


def test_a_computed_total_is_called_so() -> None:
    """No source prints it."""
    text = version(release(baseline=exactly(150), increment=exactly(100)))
    assert "total 250 (computed)" in words_of(page(text))
    assert "computed" not in page(version(release(count=exactly(250))))


def test_a_term_by_itself() -> None:
    """Any value can be shown."""
    assert page(release(count=exactly(5))).splitlines()[0] == "ReleaseTerm"
    assert "count 5" in words_of(page(release(count=exactly(5))))


def test_passages_are_quoted_where_the_texts_are_there(tmp_path: Path) -> None:
    """And a text that is not the one that was coded is refused."""
    text = "Forty persons are to go home."
    (tmp_path / "gazette.txt").write_text(text, encoding="utf-8")
    cited = Evidence(
        source="gazette",
        paragraph=1,
        start=0,
        end=13,
        sha256=hashlib.sha256(b"Forty persons").hexdigest(),
        support=Support.EXPLICIT,
    )
    folder = Texts(tmp_path, [gazette(text.encode())])
    held = version(release(evidence=(cited,)))
    assert "gazette ¶1: “Forty persons”" in page(held, texts=folder)
    assert "gazette ¶1: “Forty persons”" in page(diff(version(), held), texts=folder)
    with pytest.raises(TextNotFound):
        page(version(release(evidence=(cited.replace(start=1),))), texts=folder)


def test_no_other_format() -> None:
    """An unknown format is refused by name."""
    wanted: Any = "pdf"
    with pytest.raises(ValueError, match="there is no format 'pdf'"):
        ng.render(version(), wanted)


# --- pages of diffs -----------------------------------------------------------------------------

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

GOLDEN = """\
plan@one → plan@two
  before  First draft; tabled 2024-05; known in part
  after   Second draft; date not reported; known in part

terms: 1 changed, 1 newly reported, 1 not mentioned any more
Both texts are known in part: what goes unmentioned is not known to be gone.

Changed: both report it, and differently
  ~  prisoners, phase 1: count: raised, 150 → 250 (by +100)
      before   gazette ¶1
      after    gazette ¶4
               gazette ¶5, DENIED by south
      reading  substantive; certain; leans toward north, by the coded polarity
               of prisoners.count

Newly reported: the earlier reports are silent on it, so it need not be new
  ?+  border, phase not reported
      says     A smaller guard.
      extent   reduced
      after    gazette ¶6, according to north, hedged
      reading  clarifying; lean undetermined: one side is silent on it, and
               silence is no concession

Not mentioned any more: silence, not removal
  ?-  veto, phase not reported
      before  gazette ¶2

Beside the terms
  ?-  tabled: 2024-05 (not mentioned any more)

4 changes below the level clarifying not shown (labels, summaries, notes, ids,
evidence): the level bookkeeping shows all.
"""


def test_the_whole_page_of_a_small_diff() -> None:
    """Pinned: the summary, each sort of change under its head, both sides' citations, the leans."""
    assert page(SMALL) == GOLDEN


def test_no_differences() -> None:
    """Two equal records have a page of two lines."""
    assert page(diff(BEFORE, BEFORE)) == "plan@one → plan@one\nno differences\n"


@PAGES
@given(version_pairs())
def test_the_page_of_a_diff_begins_with_its_summary(pair: tuple[Version, Version]) -> None:
    """Which two, what it amounts to, and that silence is not removal where a text is in part."""
    found = diff(*pair)
    read = words_of(page(found, width=500))
    assert read.startswith(f"{pair[0].id} → {pair[1].id}")
    if found:
        assert str(found.summary()) in read
        partial = sum(str(side.completeness) == "partial" for side in pair)
        said = {0: "", 1: "One text is known in part", 2: "Both texts are known in part"}[partial]
        assert said in read
        assert ("known in part: what goes unmentioned is not known to be gone" in read) is bool(
            said
        )


@PAGES
@given(version_pairs())
def test_every_sort_of_change_has_its_head(pair: tuple[Version, Version]) -> None:
    """What was removed never stands under what went unmentioned, nor the other way round."""
    heads = {
        "Added": "Added: the earlier text is reported not to have it",
        "Removed": "Removed: the later text is reported not to have it",
        "Moved": "Moved to another phase",
        "Changed": "Changed: both report it, and differently",
        "Reported": "Newly reported: the earlier reports are silent on it, so it need not be new",
        "Unreported": "Not mentioned any more: silence, not removal",
        "EvidenceChanged": "Same content, other passages",
    }
    found = diff(*pair)
    lines = whole_page(found, width=500).splitlines()
    for kind, head in heads.items():
        here = any(type(change).__name__ == kind for change in found if change.term is not None)
        assert (head in lines) is here


def test_what_is_hidden_is_counted() -> None:
    """A page below whose level something lies says how much, and how to see it."""
    assert "4 changes below the level clarifying not shown" in words_of(page(SMALL))
    assert "not shown" not in whole_page(SMALL)
    for hidden in ("labels: First draft", "id: plan@one → plan@two"):
        assert hidden not in page(SMALL)
        assert hidden in whole_page(SMALL)


def one_line(before: Version, after: Version) -> str:
    """The page of a diff, whole and on one line."""
    return words_of(whole_page(diff(before, after), width=200))


def phases(*lengths: str) -> Version:
    held = [
        Phase(ordinal=at, label=f"Stage {at}", duration=Duration.exactly(length))
        for at, length in enumerate(lengths, 1)
    ]
    return version(phases=tuple(held))


def test_a_change_of_a_phase_says_which_phase() -> None:
    """No page is poorer than the document, whose path has the phase."""
    read = one_line(phases("P6W", "P4W"), phases("P6W", "P5W"))
    assert "raised, 4 weeks → 5 weeks" in read
    _, _, said = read.partition("Beside the terms")
    assert "2" in said.partition("duration")[0]


def test_a_change_of_a_group_says_which_group() -> None:
    """It would read as a change of the whole number otherwise."""

    def of_women(number: int) -> Version:
        women = Group(who=(Who.WOMEN,), count=exactly(number))
        return version(release(count=exactly(50), groups=(women,)))

    read = one_line(of_women(10), of_women(20))
    assert "raised, 10 → 20" in read
    assert "women" in read.partition("raised")[0]


def test_a_change_in_a_role_says_which_role() -> None:
    """A note or a passage on one role of several."""

    def noted(note: str | None) -> Version:
        return version(
            roles=(
                Role(actor="north", role=VersionRole.AUTHOR),
                Role(actor="south", role=VersionRole.AUTHOR, note=note),
            )
        )

    read = one_line(noted(None), noted("In one source only."))
    assert "south" in read
    assert "north" not in read


def test_a_change_in_a_proposal_says_which_version() -> None:
    """Several versions of a proposal may have changed."""

    def plan(count: int) -> Proposal:
        return Proposal(
            id="plan",
            title="Plan",
            between=("north", "south"),
            rationale="One text.",
            versions=(
                version(release(count=exactly(5)), id="plan@first"),
                version(release(count=exactly(count)), id="plan@last"),
            ),
        )

    read = words_of(whole_page(diff(plan(5), plan(7)), width=200))
    assert "raised, 5 → 7" in read
    assert "plan@last" in read
    assert "plan@first" not in read


def test_a_removed_term_is_shown_with_what_it_said() -> None:
    """The later text only says that it is out; what it was stands in the earlier one."""
    held = OtherTerm(issue="veto", summary="A veto over single names.", evidence=(passage(1),))
    read = one_line(version(held), version(OtherTerm(issue="veto", included=False)))
    assert "A veto over single names." in read


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("P6W", "P8W", "raised, 6 weeks → 8 weeks (by +14 days)"),
        ("P8W", "P6W", "lowered, 8 weeks → 6 weeks (by -14 days)"),
        ("PT6H", "PT12H", "raised, 6 hours → 12 hours (by +6 hours)"),
        ("PT12H", "PT6H", "lowered, 12 hours → 6 hours (by -6 hours)"),
        ("P1D", "P1DT12H", "raised, 1 day → 1 day 12 hours (by +12 hours)"),
        ("P6D", "P7D", "raised, 6 days → 7 days (by +1 day)"),
    ],
)
def test_a_length_changes_by_its_own_measure(before: str, after: str, said: str) -> None:
    """Hours are not rounded to days."""
    assert said in one_line(
        version(CeasefireTerm(issue="truce", duration=Duration.exactly(before))),
        version(CeasefireTerm(issue="truce", duration=Duration.exactly(after))),
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (exactly(150), exactly(250), "raised, 150 → 250 (by +100)"),
        (exactly(250), exactly(150), "lowered, 250 → 150 (by -100)"),
        (exactly(9_000), exactly(12_000), "raised, 9000 → 12,000 (by +3000)"),
        (
            Count.between(10, 40),
            Count.between(20, 30),
            "narrowed, 10 to 40 → 20 to 30 (lower bound by +10, upper bound by -10)",
        ),
        (
            Count.more_than(100),
            exactly(150),
            "became-exact, more than 100 → 150 (lower bound by +49)",
        ),
        (Count.about(30), Count.about(40), "shifted, about 30 → about 40"),
        (Count.more_than(99), Count.at_least(100), "reworded, more than 99 → at least 100"),
    ],
)
def test_a_number_changes_by_bounds(before: Count, after: Count, said: str) -> None:
    """The verb, both values, and by how much each bound moved."""
    read = one_line(version(release(count=before)), version(release(count=after)))
    assert f"prisoners, phase 1: count: {said} reading" in read


def test_a_length_in_other_words_moved_by_nothing() -> None:
    """No amount is named where the bounds are the same."""
    read = one_line(
        version(CeasefireTerm(issue="truce", duration=Duration.exactly("P6W"))),
        version(CeasefireTerm(issue="truce", duration=Duration.exactly("P42D"))),
    )
    assert "reworded, 6 weeks → 42 days" in read
    assert "(by" not in read


def test_a_text_changes_by_words() -> None:
    """Marked by signs, so that it reads without colour."""
    read = one_line(
        version(ProvisionTerm(issue="aid", volume="ten lorries a day")),
        version(ProvisionTerm(issue="aid", volume="fifty lorries a day")),
    )
    assert "words [-ten-] [+fifty+] lorries a day" in read


def test_no_value_is_shown_as_python_writes_it() -> None:
    """What is not reported is said in words, on either side of a change."""
    for before, after in ((None, (passage(1),)), ((passage(1),), None)):
        read = one_line(version(release(evidence=before)), version(release(evidence=after)))
        assert "None" not in read
        assert "()" not in read


@PAGES
@given(version_pairs(), counts())
def test_no_class_is_named_on_a_page(pair: tuple[Version, Version], count: Count) -> None:
    """A page holds words and not the repr of anything."""
    a, b = (side.replace(terms=(release(count=count),), summary=None) for side in pair)
    bare = (
        version(*(each.terms or ()), phases=each.phases, roles=each.roles, tabled=each.tabled)
        for each in (a, b)
    )
    shown = whole_page(diff(*bare))
    for name in ("Count.", "Duration.", "Evidence(", "Condition(", "Group(", "Role(", "Phase("):
        assert name not in shown


@PAGES
@given(positions_and_versions())
def test_a_position_and_a_version_have_a_page(pair: tuple[Value, Value]) -> None:
    """Both ways, within the width."""
    for sides in (pair, pair[::-1]):
        shown = whole_page(diff(*sides), width=40)
        assert too_wide(shown, 40) == []


def test_the_page_of_a_position_and_a_version() -> None:
    """What the text says of the demand, and nothing else of the text."""
    wanted = position(release(count=exactly(200)))
    found = diff(wanted, AFTER, issues=ISSUES)
    read = words_of(page(found))
    assert read.startswith("north-demands → plan@two")
    assert "count: raised, 200 → 250 (by +50)" in read
    assert "border" not in read


def test_moved_and_excluded_terms_are_said() -> None:
    """In words, with both phases, and that the later text is reported to exclude it."""
    read = one_line(version(release()), version(release(phase=PhaseScope.WHOLE)))
    assert "Moved to another phase > prisoners, whole text: phase: 1 → whole" in read
    read = one_line(
        version(OtherTerm(issue="veto")), version(OtherTerm(issue="veto", included=False))
    )
    assert "- veto, phase not reported (reported to be excluded)" in read


def test_plurals() -> None:
    """One is one, and none is many."""
    assert [plural(number, "party", "parties") for number in (0, 1, 2)] == [
        "0 parties",
        "1 party",
        "2 parties",
    ]
