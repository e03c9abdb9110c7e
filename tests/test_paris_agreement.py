"""The example of drafts: valid, coded whole, and with the results that readers found in the texts."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import run

import negotiations as ng

if TYPE_CHECKING:
    from commands import Run

__all__ = ["run"]

FOLDER = Path(__file__).parent.parent / "examples" / "paris-agreement"
FOURTH, NINTH, ADOPTED = (
    f"paris-agreement@{name}" for name in ("draft-4-december", "draft-9-december", "adopted")
)

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="no examples beside the tests")


@pytest.fixture(scope="module")
def paris() -> ng.Dataset:
    """The dataset."""
    return ng.load(FOLDER)


def test_no_rule_is_broken(paris: ng.Dataset) -> None:
    """The example is an example of a dataset without problems."""
    assert paris.check() == ()


def test_few_terms_say_nothing_but_a_summary(paris: ng.Dataset) -> None:
    """The model has fields for what drafts say: few terms are of kind other, and issues are reused."""
    kinds = Counter(
        str(term.kind) for version in paris.versions.values() for term in version.terms or ()
    )
    assert kinds.total() >= 80
    assert len(paris.issues) >= 26
    assert kinds["other"] < 0.1 * kinds.total()
    assert len(paris.issues) < 0.35 * kinds.total()


def test_what_is_not_in_a_version_is_not_in_its_text(paris: ng.Dataset) -> None:
    """Every version is known in full and coded whole on every issue."""
    for version in paris.versions.values():
        assert version.is_known_in_full
        assert set(version.coded_on or ()) == set(paris.issues)


# Found by reading the three texts, and not with the library.
SAYS = [
    (FOURTH, "entry-into-force:parties", ["75 %", "100 parties", "50 parties", "55 parties", "X"]),
    (NINTH, "entry-into-force:parties", ["50 parties", "60 parties"]),
    (ADOPTED, "entry-into-force:parties", ["55 parties"]),
    (FOURTH, "entry-into-force:emissions", ["55 %", "60 %", "70 %", "X"]),
    (NINTH, "entry-into-force:emissions", []),
    (ADOPTED, "entry-into-force:emissions", ["55 %"]),
    (NINTH, "temperature-limit", ["1.5 °C", "2 °C", "2 °C well below"]),
    (ADOPTED, "temperature-limit", ["2 °C well below"]),
    (FOURTH, "compliance", ["committee", "mechanism", "no text", "tribunal"]),
    (NINTH, "compliance", ["committee"]),
    (ADOPTED, "compliance", ["committee"]),
    (NINTH, "human-rights", ["preamble-and-operative-text"]),
    (ADOPTED, "human-rights", ["preamble"]),
    (FOURTH, "majority:last-resort", ["75 %"]),
    (NINTH, "majority:last-resort", []),
    (ADOPTED, "majority:last-resort", []),
]


def said(term: ng.Term) -> str:
    """What a term says, in the words of the table above."""
    if term.is_excluded:
        return "no text"
    if isinstance(term, ng.ChoiceTerm):
        return str(term.option)
    assert isinstance(term, ng.MeasureTerm)
    assert term.amount is not None
    if term.amount.amount is None:
        return str(term.amount.wording)
    well_below = "well below" in (term.qualifiers or ())
    return f"{term.amount} well below" if well_below else str(term.amount)


@pytest.mark.parametrize(("version", "topic", "expected"), SAYS)
def test_the_coded_terms_are_those_of_the_texts(
    paris: ng.Dataset, version: str, topic: str, expected: list[str]
) -> None:
    """What readers found in a text on a topic, the coding has, and nothing else on it."""
    terms = paris.versions[version].terms or ()
    assert sorted(said(term) for term in terms if str(term.topic) == topic) == sorted(expected)


# What became of some of them, as a reader of the texts would tell it.
CHANGES = [
    (FOURTH, NINTH, "/terms/entry-into-force:emissions.55", "Removed"),
    (NINTH, ADOPTED, "/terms/entry-into-force:emissions", "Added"),
    (NINTH, ADOPTED, "/terms/entry-into-force:parties", "ResolvedOtherwise"),
    (NINTH, ADOPTED, "/terms/entry-into-force:parties.50", "OptionDropped"),
    (NINTH, ADOPTED, "/terms/entry-into-force:parties.60", "OptionDropped"),
    (NINTH, ADOPTED, "/terms/temperature-limit.option-2/alternative", "Resolved"),
    (NINTH, ADOPTED, "/terms/temperature-limit.option-1", "OptionDropped"),
    (NINTH, ADOPTED, "/terms/temperature-limit.option-3", "OptionDropped"),
    (FOURTH, NINTH, "/terms/compliance.option-ii", "OptionDropped"),
    (FOURTH, NINTH, "/terms/compliance.option-i-committee/alternative", "Resolved"),
    (NINTH, ADOPTED, "/terms/human-rights/option", "Changed"),
    (NINTH, ADOPTED, "/terms/human-rights/clause", "Renumbered"),
    (FOURTH, NINTH, "/terms/majority:last-resort", "Removed"),
]


@pytest.mark.parametrize(("earlier", "later", "path", "kind"), CHANGES)
def test_comparing_the_drafts_finds_what_readers_found(
    paris: ng.Dataset, earlier: str, later: str, path: str, kind: str
) -> None:
    """A comparison says for certain what became of the brackets and options that readers followed."""
    changes = {change.path: change for change in paris.diff(earlier, later)}
    assert type(changes[path]).__name__ == kind
    assert changes[path].certainty.is_certain


def commands_with_outputs() -> list[tuple[str, str]]:
    """The commands on the page of the example that have an excerpt of what they print, with it."""
    if not FOLDER.is_dir():
        return []
    page = (FOLDER / "README.md").read_text("utf-8")
    return re.findall(r"```sh\nnegotiations ([^`]*)\n```\n\n```text\n([^`]*)```", page)


@pytest.mark.parametrize(("command", "excerpt"), commands_with_outputs())
def test_the_page_shows_what_its_commands_print(run: Run, command: str, excerpt: str) -> None:
    """What the page shows below a command stands in what the command prints."""
    arguments = [
        str(FOLDER) if word == "examples/paris-agreement" else word
        for word in shlex.split(command.replace("\\\n", ""))
    ]
    assert excerpt in run(*arguments).out


def test_each_reading_of_the_page_has_an_excerpt() -> None:
    """All four commands that the page tells a reader to run are followed by what they print."""
    assert len(commands_with_outputs()) == 4
