"""The command line on drafts: terms with cases, options, limits and deadlines, listed, shown and added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from builders import cite, put, tiny, write
from commands import completed, run
from hypothesis import given
from hypothesis import strategies as st
from strategies import amounts, cases, coordinates, identifiers, timings

import negotiations as ng
from negotiations import Amount, Anchor, Duration, Timing
from negotiations.cli.field_options import datum, given_data
from negotiations.io.codec import from_data, to_data
from negotiations.io.strict_json import dumps
from negotiations.model import (
    Actor,
    Case,
    CeasefireTerm,
    Coordinates,
    Identifier,
    Issue,
    MeasureTerm,
    Place,
)
from negotiations.model.base import Value, fields_of
from negotiations.model.values import Bounded
from negotiations.vocabulary import Limit, TermStatus

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Run

__all__ = ["run"]

TERMS = "versions/accord@spring/terms"


def option(number: int, **fields: Any) -> dict[str, Any]:
    """An option of the spring draft for the fee of the dry case."""
    return {
        "kind": "measure",
        "issue": "fee",
        "phase": 2,
        "case": "dry",
        "alternative": f"option-{number}",
        "status": "bracketed",
        "amount": {"exactly": 20 * number, "per": "P1Y"},
        "limit": "maximum",
        "clause": "Art. 4",
        "evidence": [cite("The draft asks both sides")],
        **fields,
    }


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny dataset, with two options for one thing; it is the current folder."""
    files = tiny()
    case = {"id": "dry", "label": "dry season", "definition": "From May to October."}
    put(files, "data/issues.json", 1, "cases", value=[case])
    for number in (1, 2):
        terms = files["data/proposals/accord.json"]["versions"][0]["terms"]
        terms.insert(number, option(number))
    made = write(tmp_path / "drafts", files)
    assert ng.check(made) == ()
    monkeypatch.chdir(made)
    return made


def test_terms_are_listed_with_what_some_have(run: Run, folder: Path) -> None:
    """Case, option, status, limit and clause where a listed term has them, and what it says."""
    found = run("list", "terms", "--where", "status=bracketed", "--where", "alternative=option-2")
    assert found.out.splitlines() == [
        f"{TERMS}/fee@2:dry.option-2",
        "  a maximum of 40 coins per year",
    ]
    found = run(
        "list", "terms", "--full", "--where", "status=bracketed", "--where", "alternative=option-2"
    )
    assert found.out.splitlines() == [
        f"{TERMS}/fee@2:dry.option-2",
        "  issue        fee",
        "  kind         measure",
        "  phase        2",
        "  case         dry",
        "  alternative  option-2",
        "  limit        maximum",
        "  status       bracketed",
        "  clause       Art. 4",
        "  says         a maximum of 40 coins per year",
    ]
    plain = run("list", "terms", "--full", "--where", "issue=fire").out
    assert "halt" not in plain
    assert "alternative" not in plain
    assert "permanence: temporary; duration: 6 weeks" in " ".join(plain.split())


def test_terms_as_json_have_their_addresses(run: Run, folder: Path) -> None:
    """The address, and the term as the file has it."""
    (found,) = run(
        "list", "terms", "--where", "alternative=option-1", "--output-format", "json"
    ).json
    assert found["address"] == f"{TERMS}/fee@2:dry.option-1"
    assert from_data(MeasureTerm, found["term"]).limit is Limit.MAXIMUM


@pytest.mark.parametrize(
    ("condition", "number"),
    [
        ("kind=measure", 2),
        ("case=dry", 2),
        ("limit=maximum", 2),
        ("clause=Art. 4", 2),
        ("phase=2", 4),
        ("forces=south", 1),
        ("permanence=temporary", 1),
        ("obligors=north", 1),
    ],
)
def test_terms_are_chosen_by_any_field(run: Run, folder: Path, condition: str, number: int) -> None:
    """Of whatever kind of term; the same from Python."""
    found = run("list", "terms", "--where", condition, "--output-format", "json").json
    assert len(found) == number
    name, _, word = condition.partition("=")
    assert len(ng.load(folder).terms(**{name: word})) == number


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("status=braketed", "no status of terms 'braketed'; did you mean bracketed?"),
        ("statu=bracketed", "Term has no field 'statu'; did you mean status or starts?"),
        ("kind=mesure", "no kind of term 'mesure'; did you mean measure?"),
        ("issue=fe", "no issue 'fe'; did you mean fee"),
    ],
)
def test_a_wrong_filter_is_named(run: Run, folder: Path, condition: str, said: str) -> None:
    """With what is meant."""
    found = run("list", "terms", "--where", condition)
    assert found.status == 2
    assert said in found.err


def test_nothing_listed_is_said(run: Run, folder: Path) -> None:
    """With exit status 1."""
    found = run("list", "terms", "--where", "status=reserved")
    assert (found.status, found.out, found.err) == (1, "", "no terms match\n")


def test_what_is_listed_is_shown(run: Run, folder: Path) -> None:
    """Every address of a term, and those of other parts."""
    for placed in ng.load(folder).terms():
        assert run("show", placed.address).status == 0
    shown = run("show", "accord@spring/terms/fee@2:dry.option-2").out
    assert shown.splitlines()[0] == "Fee, phase 2, dry season, option 2"
    assert "amount    a maximum of 40 coins per year" in shown
    assert "evidence  Gazette report, Art. 4, ¶3" in shown
    assert "1: 6 weeks" not in run("show", "accord@spring/phases/1").err
    assert run("show", "accord@spring/phases/1").status == 0
    found = run("show", "accord@spring/terms/fee@2:dry.option-2/amount")
    assert f"is a field: negotiations show {TERMS}/fee@2:dry.option-2 --field amount" in found.err
    found = run("show", "accord@spring/labels/draft")
    assert found.status == 2
    assert "--field labels" in found.err
    assert "option-3" in run("show", f"{TERMS}/fee@2:dry.option-3").err


def test_filters_kinds_and_parts_are_completed(folder: Path) -> None:
    """The fields of what is listed, the words of one, and the terms of a draft."""
    assert completed("negotiations list ter") == ["terms"]
    assert completed("negotiations list terms --where alt") == ["alternative="]
    assert completed("negotiations list terms --where status=b") == ["status=bracketed"]
    assert completed("negotiations list actors --where kind=st") == ["kind=state"]
    assert completed("negotiations list terms --where clause=") == []
    assert completed("negotiations show accord@spring/terms/fee@2:dry.option-") == [
        f"accord@spring/terms/fee@2:dry.option-{number}" for number in (1, 2)
    ]


def test_a_term_with_a_case_and_an_option_is_added(run: Run, folder: Path) -> None:
    """Its key is in the label; the rest are fields in short form."""
    passage = dumps(cite("The draft asks both sides"))
    made = run(
        *("-q", "add", "term", "accord@spring", "fee@2:dry.option-3", "--amount", "60 per P1Y"),
        *("--status", "reserved", "--deadline", "within P14D after signing", "--evidence", passage),
    )
    assert made.status == 0, made.err
    term = ng.load(folder).resolve(f"{TERMS}/fee@2:dry.option-3")
    assert isinstance(term, MeasureTerm)
    assert (term.case, term.alternative, term.status) == ("dry", "option-3", TermStatus.RESERVED)
    assert term.amount == Amount(**vars_of(Amount.exactly(60)), per="P1Y")
    assert term.deadline == Timing(within=Duration.exactly("P14D"), after=Anchor(words="signing"))
    again = run("add", "term", "accord@spring", "fee@2:dry.option-3", "--evidence", passage)
    assert "one term for each issue, phase, case and option" in again.err


def vars_of(amount: Amount) -> dict[str, Any]:
    return {"qualifier": amount.qualifier, "amount": amount.amount}


def test_a_diff_of_one_issue_has_its_options(run: Run, folder: Path) -> None:
    """And a table of it: what stands on other issues is left out."""
    found = run("diff", "accord@spring", "accord@summer", "--issue", "fee").out
    assert "Fee, phase 2, dry season, option 1" in found
    assert "Captives" not in found
    table = run("side-by-side", "accord@spring", "accord@summer", "--issue", "fee").out
    assert "option 2" in table
    assert "Captives" not in table


def test_quantities_and_words_of_terms_are_found(run: Run, folder: Path) -> None:
    """By the number, and by the definition of a case."""
    assert "accord@spring" in run("find", "40").out
    assert "issues/fee" in run("find", "From May to October").out


# --- short forms --------------------------------------------------------------------------------


def spec_of(cls: type[Value], name: str) -> Any:
    return next(spec for spec in fields_of(cls) if spec.name == name)


AMOUNT, DEADLINE = spec_of(MeasureTerm, "amount"), spec_of(CeasefireTerm, "deadline")
CASES, IDENTIFIERS = spec_of(Issue, "cases"), spec_of(Actor, "identifiers")


def bound(item: Bounded[Any, Any]) -> str:
    """How a person types a bound."""
    data = {name: part for name, part in to_data(item).items() if name not in ("unit", "per")}
    ((name, amount),) = data.items()
    numbers = amount if isinstance(amount, list) else [amount]
    return f"{name} {' '.join(str(number) for number in numbers)}"


@given(amounts(), st.sampled_from([None, "m", "USD", "m3/s", "million crowns"]))
def test_the_short_form_of_an_amount(amount: Amount, unit: str | None) -> None:
    """A qualifier, a number or two, a unit and a period; without a qualifier it is exact."""
    amount = amount.replace(unit=unit if amount.wording is None else None)
    if amount.wording is not None:
        amount = amount.replace(per=None)
    beside = f" {amount.unit}" if amount.unit else ""
    beside += f" per {amount.per}" if amount.per else ""
    text = bound(amount) + beside
    if "e" not in bound(amount).partition(" ")[2] or amount.wording is not None:
        if amount.wording is None or amount.wording == " ".join(amount.wording.split()):
            assert from_data(Amount, datum(AMOUNT, text)) == amount
        if amount.is_exact:
            assert from_data(Amount, datum(AMOUNT, text.removeprefix("exactly "))) == amount
    assert from_data(Amount, datum(AMOUNT, dumps(to_data(amount)))) == amount


@given(timings())
def test_the_short_form_of_a_time(timing: Timing) -> None:
    """A date, or before, after, or so long after a term, an event or words; JSON as well."""
    assert from_data(Timing, datum(DEADLINE, dumps(to_data(timing)))) == timing
    if timing.on is not None:
        assert from_data(Timing, datum(DEADLINE, timing.on)) == timing
        return
    anchor = timing.anchor
    assert anchor is not None
    words = anchor.words or (f"term:{anchor.term}" if anchor.term else f"event:{anchor.event}")
    if words != words.strip() or (anchor.words and ":" in anchor.words):
        return
    if timing.within is not None and not timing.within.is_exact:
        return
    head = "before" if timing.before is not None else "after"
    if timing.within is not None:
        head = f"within {timing.within.amount} after"
    assert from_data(Timing, datum(DEADLINE, f"{head} {words}")) == timing


@given(identifiers())
def test_the_short_form_of_an_identifier(identifier: Identifier) -> None:
    """The register and the identifier in it."""
    data, problems = given_data(Actor, {"identifiers": (f"{identifier.scheme} {identifier.id}",)})
    assert problems == ()
    assert [from_data(Identifier, item) for item in data["identifiers"]] == [identifier]


@given(coordinates())
def test_the_short_form_of_coordinates(point: Coordinates) -> None:
    """Latitude, longitude and the source; whatever else is known, in JSON."""
    spec = spec_of(Place, "coordinates")
    assert from_data(Coordinates, datum(spec, dumps(to_data(point)))) == point
    bare = point.replace(uncertainty=None, precision=None)
    if bare.source == bare.source.strip():
        written = f"{bare.latitude:f} {bare.longitude:f} {bare.source}"
        assert from_data(Coordinates, datum(spec, written)) == bare


@given(cases())
def test_the_short_form_of_a_case(case: Case) -> None:
    """The id, the label, and behind a colon the definition; JSON where the label has a colon."""
    given_json, _ = given_data(Issue, {"cases": (dumps(to_data(case)),)})
    assert [from_data(Case, item) for item in given_json["cases"]] == [case]
    label, definition = case.label.strip(), case.definition.strip()
    if (
        ":" in label
        or label != case.label
        or definition != case.definition
        or not label.isprintable()
    ):
        return
    data, problems = given_data(Issue, {"cases": (f"{case.id} {label}: {definition}",)})
    assert problems == ()
    assert [from_data(Case, item) for item in data["cases"]] == [case]


@pytest.mark.parametrize(
    ("spec", "text", "said"),
    [
        (AMOUNT, "some", "it is no amount"),
        (AMOUNT, "at_lest 5 m", "'at_lest' is no qualifier; did you mean at_least?"),
        (AMOUNT, "between 5 m", "two numbers stand with 'between'"),
        (IDENTIFIERS, "wikidat Q801", "'wikidat' is no register; did you mean wikidata?"),
        (IDENTIFIERS, "Q801", "neither JSON nor a file"),
        (CASES, "dry", "neither JSON nor a file"),
    ],
)
def test_what_is_no_short_form_is_named(spec: Any, text: str, said: str) -> None:
    """With what is meant, and an example of the field."""
    owner = {AMOUNT: MeasureTerm, IDENTIFIERS: Actor, CASES: Issue}[spec]
    data, (problem,) = given_data(owner, {spec.name: (text,) if spec.many else text})
    assert data == {}
    assert said in problem.message
    assert problem.expected
