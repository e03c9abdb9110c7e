"""What holds of the pages of all answers: whole, safe, and within the width."""

from __future__ import annotations

import pickle
import re
from copy import copy
from enum import Enum
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from builders import told
from hypothesis import given
from hypothesis import strategies as st
from negotiation import negotiations
from pages import (
    HOSTILE,
    MARKUP,
    WIDTHS,
    answers,
    hostile_dataset,
    missing_of,
    page,
    squeezed,
    texts_of,
    too_wide,
    unsafe,
)
from pairs import PAGES, crowded_versions, record_triples
from strategies import chronicles

import negotiations as ng
from negotiations.answers.gap import gap
from negotiations.answers.side_by_side import side_by_side
from negotiations.answers.stance import stance
from negotiations.compare.merge import merge
from negotiations.model.base import Value
from negotiations.render.html import page_as_html
from negotiations.render.render import FORMATS, page_of
from negotiations.render.wording import Wording
from negotiations.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.records import Records

DATASET = ng.load()
BUNDLED = answers(DATASET)
KINDS = pytest.mark.parametrize("answer", BUNDLED.values(), ids=BUNDLED)

stances = st.tuples(negotiations(), st.sampled_from(["plan", "other", None]))


@KINDS
def test_no_format_is_poorer_than_the_json_of_the_data(answer: Any) -> None:
    """At the level bookkeeping, each leaf of the JSON is on the page, with ids for names."""
    assert missing_of(answer) == {}


@PAGES
@given(stances, st.sampled_from([None, "2001", "positions/position-0"]))
def test_nor_of_any_stance(drawn: tuple[Records, str | None], as_of: str | None) -> None:
    """Readings, those superseded, later ones, and who speaks."""
    records, on = drawn
    for party in ("north", "mediator"):
        try:
            found = stance(records, party, on=on, as_of=as_of)
        except ng.NegotiationsError:  # the position has no time
            continue
        assert missing_of(found) == {}


@PAGES
@given(stances)
def test_nor_of_any_gap(drawn: tuple[Records, str | None]) -> None:
    """Each issue with both sides, fields and flags, and both stances."""
    records, on = drawn
    assert missing_of(gap(records, "north", "south", on=on)) == {}


@PAGES
@given(stances, crowded_versions(), st.integers(0, 2))
def test_nor_of_any_table(drawn: tuple[Records, str | None], text: Any, base: int) -> None:
    """Each cell with its terms, readings, state, and the columns that say the same."""
    records, on = drawn
    held = [text, *(stance(records, party, on=on) for party in ("north", "south"))]
    assert missing_of(side_by_side(held, base=base)) == {}


@PAGES
@given(chronicles(), st.sampled_from([None, "captives"]))
def test_nor_of_any_history(chronicle: Any, issue: str | None) -> None:
    """Each step with its order, its time, its changes, and what it is not compared with."""
    assert missing_of(told(chronicle).history("accord", issue=issue)) == {}


@PAGES
@given(chronicles(), st.sampled_from([None, "2001-02"]))
def test_nor_of_any_compiled_view(chronicle: Any, as_of: str | None) -> None:
    """Each field with its readings, the versions of each, and all events."""
    assert missing_of(told(chronicle).compiled("accord", as_of)) == {}


@PAGES
@given(chronicles())
def test_nor_of_any_blame(chronicle: Any) -> None:
    """Each line with its value, its origins, and the silence around them."""
    ds = told(chronicle)
    for version in ds.versions:
        assert missing_of(ds.blame(version)) == {}


@PAGES
@given(record_triples())
def test_nor_of_any_merge(triple: Any) -> None:
    """Each conflict with three values and their passages, and the result."""
    assert missing_of(merge(*triple)) == {}


@PAGES
@given(stances, chronicles(), st.sampled_from(HOSTILE + MARKUP))
def test_no_name_steers_a_terminal_or_opens_a_tag(
    drawn: tuple[Records, str | None], chronicle: Any, poison: str
) -> None:
    """In no format does text of a file reach the reader as anything but text."""
    records, on = drawn
    names = hostile_dataset(poison)
    ds = told(chronicle)
    answers = (gap(records, "north", "south", on=on), ds.history("accord"), ds.compiled("accord"))
    for answer in answers:
        for name in FORMATS:
            made = ng.render(answer, name, dataset=names, level="bookkeeping")  # type: ignore[arg-type]
            assert unsafe(made) == set()


@KINDS
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("level", ["clarifying", "bookkeeping"])
def test_pages_fit_the_width(answer: Any, width: int, level: str) -> None:
    """Nothing is cut, and nothing is wider but single words."""
    shown = page(answer, width=width, level=level, dataset=DATASET)
    assert too_wide(shown, width) == []


@KINDS
def test_narrow_pages_lose_nothing(answer: Any) -> None:
    """Where a table has no room, each of its texts stands in a list; in full, nothing is folded."""
    words = Wording(DATASET.records, level=Level.BOOKKEEPING)
    read = squeezed(page(answer, width=40, dataset=DATASET, level="bookkeeping"))
    assert [each for each in texts_of(page_of(answer, words)) if squeezed(each) not in read] == []


@KINDS
def test_answers_show_themselves_in_a_notebook(answer: Any) -> None:
    """As a page of their own, with a style and without ids."""
    shown = answer._repr_html_()
    assert shown.startswith("<style>")
    assert '<article class="negotiations">' in shown
    assert " id=" not in shown


@KINDS
def test_an_answer_has_the_names_of_the_dataset_that_gave_it(answer: Any) -> None:
    """Its page needs no dataset then; an equal answer that none gave has ids."""
    if "merge" in repr(answer).lower():  # what a dataset does not give
        return
    for name in ("text", "html"):
        assert ng.render(answer, name) == ng.render(answer, name, dataset=DATASET)
    assert pickle.loads(pickle.dumps(answer)) == copy(answer) == answer
    assert ng.render(copy(answer)) != ng.render(answer)


@KINDS
def test_names_come_from_the_dataset(answer: Any) -> None:
    """With it names stand, without it ids."""
    named, bare = page(answer, width=500, dataset=DATASET), page(answer, width=500)
    assert named != bare or "merge" in repr(answer).lower()


@KINDS
def test_html_is_told_apart_without_colour(answer: Any) -> None:
    """Every mark that has a class has its word beside it."""
    made = page_as_html(page_of(answer, Wording(DATASET.records)), standalone=True)
    for name, word in (("differs", "differs from the base"), ("silent", "not reported")):
        marked = re.findall(rf'<td class="{name}" .*?</td>', made)
        worded = [cell for cell in marked if f"({word})" in cell or ">!= differ<" in cell]
        assert marked == worded


# --- a change of an answer is a change of its page ----------------------------------------------

# What stands elsewhere in the same answer: nothing but the other place can change alone.
_TOLD_ELSEWHERE = {
    "Row.issue": "in the label",
    "Row.label": "is that of a term",
    "CompiledPart.issue": "in the label",
    "CompiledPart.label": "is that of a term",
    "BlameLine.path": "is that of a term",
    "BlameLine.field": "is one of the term",
    "Origin.value": "is that of the line",
    "IssueGap.a": "in full in the stance",
    "IssueGap.b": "in full in the stance",
}


def _other(held: Any) -> Any:
    """Another value of the same sort; None where there is none to think of."""
    if isinstance(held, bool):
        return not held
    if isinstance(held, Enum):
        kin = list(type(held))
        return kin[(kin.index(held) + 1) % len(kin)]
    if isinstance(held, str):
        return f"{held}-else"
    return held[1:] if isinstance(held, tuple) and held and isinstance(held[0], str) else None


def nudged(item: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """The item with another word, yes, no or list of names, in each place of it; and the place."""
    if isinstance(item, tuple):
        for index, each in enumerate(item):
            for at, made in nudged(each, place):
                yield at, (*item[:index], made, *item[index + 1 :])
    elif attrs.has(type(item)) and not isinstance(item, Value | ng.Diff):
        for field in attrs.fields(type(item)):
            here = f"{type(item).__name__}.{field.name}"
            held = getattr(item, field.name)
            if here in _TOLD_ELSEWHERE:
                continue
            made = _other(held)
            inner = nudged(held, f"{place}/{here}") if made is None else [(f"{place}/{here}", made)]
            for at, each in inner:
                yield at, attrs.evolve(item, **{field.name: each})


@pytest.mark.parametrize("name", ["table", "history", "blame", "compiled", "stance", "gap"])
def test_another_answer_has_another_page(name: str) -> None:
    """Change a word, a yes or no, or a list of names anywhere in it, and its full page changes.

    That each leaf of the JSON is on the page would hold too if it stood there for something else.
    Looked at in Markdown, a tenth of the work of the text: no format leaves out what another has.
    """
    answer = BUNDLED[name]
    own, data = page(answer, "markdown", level="bookkeeping"), answer.to_data()
    tried: set[str] = set()
    for place, other in nudged(answer):
        if place in tried:
            continue
        tried.add(place)
        if other.to_data() != data:
            assert page(other, "markdown", level="bookkeeping") != own, place
    assert len(tried) > 3
