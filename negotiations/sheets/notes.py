"""What a template says: what to do, what each column is for and how it is written, and an example."""

from __future__ import annotations

from negotiations.model import Amount, Timing, Uncoded
from negotiations.model.base import Value, fields_of
from negotiations.model.extra import Extra
from negotiations.model.values import Count, Duration, When
from negotiations.sheets.columns import ColumnKind, SheetColumn, SheetKind, words_in
from negotiations.sheets.kinds import SHEETS, sheet_named
from negotiations.sheets.timing import TIMING_FORMS
from negotiations.sheets.wording import sheets_called

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.model.base import FieldSpec

__all__ = [
    "EXAMPLES",
    "EXAMPLE_TEXT",
    "READ_ME",
    "example_row",
    "example_text_name",
    "note_of",
    "shown_columns",
]

READ_ME = (
    "How to fill in these sheets",
    "1. Put the articles and documents that you read into one folder, each as plain text in UTF-8.",
    "2. Each sheet has a row for each thing. Leave the names of the columns in its first row as they are.",
    "3. The note on each name says what to write. Names in bold are needed; any other cell can be empty.",
    "4. Begin with actors, issues and texts. Ids are lower-case letters and hyphens: upper-village.",
    "5. A text is one state of a proposal, with an @ in its id: river-treaty@spring, river-treaty@autumn.",
    "6. In terms, a row is what one text, or one position, says on one issue; holder is the id of that.",
    "7. Numbers that no text sets, such as persons killed, stand in figures: a row for each source.",
    "8. Copy the words that say so into quote, and name the article in source. They are not stored.",
    "9. A second row of the same thing adds a passage: another quotation, or, with support, a denial.",
    "10. Paragraphs that you have read and that hold nothing to code stand in uncoded, with the reason.",
    "11. An empty cell: not reported. Numbers are as in the text: 40, >100, 30-40, ~40,000, max 5, many.",
    "12. A row with a mark in the column ignore is left out, as are the examples. Sheets can stay empty.",
    "13. Then: negotiations import THIS-FILE --texts FOLDER. What is unclear is told by sheet and cell.",
)

# An invented article, and what a reader would write down of it.
_EXAMPLE_FILE = "river-gazette.txt"
EXAMPLE_TEXT = (
    "In spring the council of Upper Village put a draft before Lower Village.\n"
    "The draft leaves Lower Village at least 40 percent of the water in a dry month.\n"
    "Lower Village wants more than 50 percent.\n"
    "The mayors of both, whom a judge of Upper Village joined, met at the old mill for two days.\n"
    "Some 300 wells have run dry.\n"
    "It rained on Friday.\n"
)
EXAMPLES: dict[str, dict[str, str]] = {
    "sources": {
        "id": "river-gazette",
        "label": "River Gazette",
        "file_name": _EXAMPLE_FILE,
        "language": "en",
    },
    "texts": {
        "id": "river-treaty@spring",
        "proposal_title": "River treaty",
        "proposal_between": "upper-village | lower-village",
        "proposal_rationale": "The one text between the two villages.",
        "source": "river-gazette",
        "quote": "In spring the council ... before Lower Village",
    },
    "issues": {
        "id": "water-share",
        "label": "Share of the water",
        "definition": "The share of the flow that reaches Lower Village.",
        "kind": "measure",
        "unit": "percent",
    },
    "terms": {
        "holder": "river-treaty@spring",
        "issue": "water-share",
        "source": "river-gazette",
        "quote": "leaves Lower Village at least 40 percent of the water",
        "amount": "min 40",
        "conditions": "the month is dry",
    },
    "positions": {
        "id": "lower-village-on-share",
        "actor": "lower-village",
        "act": "demands",
        "on": "river-treaty@spring",
        "when": "after river-treaty@spring",
        "source": "river-gazette",
        "quote": "Lower Village wants more than 50 percent",
    },
    "events": {
        "id": "draft-is-presented",
        "act": "present",
        "actors": "upper-village",
        "toward": "lower-village",
        "on": "river-treaty@spring",
        "source": "river-gazette",
        "quote": "the council of Upper Village put a draft before",
    },
    "talks": {
        "id": "talks-at-the-mill",
        "title": "Talks at the old mill",
        "source": "river-gazette",
        "quote": "The mayors of both ... met at the old mill",
        "places": "old-mill",
        "participants": "upper-village: party | lower-village: party",
        "duration": "2 days",
        "on": "river-treaty@spring",
    },
    "figures": {
        "id": "dry-wells",
        "label": "Wells that have run dry",
        "unit": "wells",
        "source": "river-gazette",
        "quote": "Some 300 wells have run dry",
        "count": "~300",
    },
    "actors": {"id": "upper-village", "name": "Upper Village", "kind": "organisation"},
    "places": {"id": "old-mill", "name": "The old mill", "kind": "site"},
    "roles": {
        "holder": "river-treaty@spring",
        "actor": "upper-village",
        "role": "author",
        "source": "river-gazette",
        "quote": "the council of Upper Village put a draft",
    },
    "phases": {
        "holder": "river-treaty@spring",
        "ordinal": "1",
        "source": "river-gazette",
        "quote": "in a dry month",
        "label": "The dry months",
    },
    "participants": {
        "holder": "talks-at-the-mill",
        "actor": "judge",
        "role": "mediator",
        "source": "river-gazette",
        "quote": "whom a judge of Upper Village joined",
    },
    "memberships": {
        "holder": "judge",
        "organisation": "upper-village",
        "source": "river-gazette",
        "quote": "a judge of Upper Village",
    },
    "uncoded": {
        "source": "river-gazette",
        "quote": "It rained on Friday",
        "reason": "The weather.",
    },
}
# Of values in one cell, the words of fields are listed up to this number.
_MOST_WORDS = 8
_FORMS: dict[type, str] = {
    Count: "A number: 150, >100, 30-40, ~40,000; or the source's word for it: many.",
    Amount: "A number, with a unit if the issue lacks it: 1.5, >40, 30-40, 3-4 km, 100 USD per year.",
    Duration: "A length of time: 6 weeks, ~3 months, 2-3 days, P6W.",
    Timing: f"{TIMING_FORMS[0].upper()}{TIMING_FORMS[1:]}.",
    When: "2024-08-16, 2024-08, 2024 or 2024-08-16/2024-08-20; or: after ID, where only that is known.",
    Extra: 'A JSON object: {"minutes": 12}.',
    Uncoded: "Paragraphs and the reason: 12-80: an annex | rest: not about the talks.",
}


def example_text_name() -> str:
    """The name of the file with the text of the example."""
    return _EXAMPLE_FILE


def shown_columns(sheet: SheetKind) -> tuple[SheetColumn, ...]:
    """The columns that a template has."""
    return tuple(column for column in sheet.columns if column.shown)


def example_row(name: str) -> dict[str, str]:
    """The cells of the example of a sheet, with the mark by which import leaves it out."""
    return {"ignore": "example", **EXAMPLES[name]}


def note_of(column: SheetColumn) -> str:
    """What a column is for and how it is written.

    >>> from negotiations.sheets.kinds import sheet_named
    >>> note_of(sheet_named("actors").column("kind"))
    'What sort of actor it is. One of: state, organisation, office, person, group, outlet. Needed.'
    """
    parts = [column.meaning]
    spec = column.spec
    if spec is not None and column.kind is not ColumnKind.QUOTE and spec.types != (int,):
        parts.append(_form(spec))
    if spec is not None and spec.limited:
        parts.append(
            "min 40 and max 40: the floor and the ceiling that the text sets; >=40: as far as known."
        )
    if column.kinds:
        parts.append(f"Only of issues of kind {', '.join(column.kinds)}.")
    if column.required:
        parts.append("Needed.")
    return " ".join(part for part in parts if part)


def _form(spec: FieldSpec) -> str:
    kind = spec.types[0]
    several = " Several: between |." if spec.many else ""
    words = words_in(spec)
    if spec.refers_to:
        return f"An id in {sheets_called(spec.refers_to)}.{several}"
    if words and len(spec.types) <= 2:
        listed = ", ".join(word.value for word in words)
        return f"{'A number, or one' if int in spec.types else 'One'} of: {listed}.{several}"
    if spec.types == (bool,):
        return "true or false."
    if kind is int:
        return "Numbers: 3,5-9." if spec.many else "A number."
    if kind in _FORMS and len(spec.types) == 1:
        return _FORMS[kind]
    if issubclass(kind, Value) and len(spec.types) == 1:
        return f"{_parts(kind)}{several}"
    return several.strip()


def _parts(kind: type[Value]) -> str:
    """How a value of several fields is written."""
    specs = [spec for spec in fields_of(kind) if spec.name != "evidence"]
    needed = ": ".join(spec.name for spec in specs if not spec.optional)
    first, *others = [spec.name for spec in specs if spec.optional] or [""]
    beside = f"{first}=…" if first else ""
    beside += f" (or {', '.join(others)})" if others else ""
    words = [
        f" {spec.name}: one of {', '.join(word.value for word in words_in(spec))}."
        for spec in specs
        if 0 < len(words_in(spec)) <= _MOST_WORDS
    ]
    return "; ".join(filter(None, (needed, beside))) + "." + "".join(words)


def notes_page() -> str:
    """The notes of all columns as a page of Markdown, which stands beside CSV files."""
    lines = [f"# {READ_ME[0]}", "", *READ_ME[1:]]
    for name in SHEETS:
        sheet = sheet_named(name)
        lines += ["", f"## {name}.csv", "", sheet.meaning, ""]
        for column in shown_columns(sheet):
            lines.append(f"- `{column.name}`: {note_of(column)}")
    return "\n".join(lines) + "\n"


def is_needed(column: SheetColumn) -> bool:
    """Whether the name of a column is shown in bold."""
    return column.required
