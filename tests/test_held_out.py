"""A diff reports what is known to have changed, all of it and nothing else.

The pairs were written down from the design, with every change of each, before they were ever compared;
`held_out_*.py` hold them. What the documents leave open stands beside the pair.
"""

from typing import Any

import held_out_numbers
import held_out_open
import held_out_records
import held_out_silence
import held_out_texts
import pytest
from held_out_case import Case, Expected
from held_out_drafts import ISSUES

import negotiations.model
from negotiations import Change, Changed, Condition, Diff, Issue, diff
from negotiations.io.codec import from_data, to_data

MODULES = (
    held_out_numbers,
    held_out_silence,
    held_out_texts,
    held_out_records,
    held_out_open,
)
CASES: tuple[Case, ...] = tuple(case for module in MODULES for case in module.CASES)
SETTLED = tuple(case for case in CASES if not case.doubt)
KNOWN_ISSUES = {data["id"]: from_data(Issue, data) for data in ISSUES}

_EACH = pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case.name,
            marks=pytest.mark.xfail(reason=case.doubt) if case.doubt else (),
        )
        for case in CASES
    ],
)


def _compared(case: Case) -> Diff:
    kinds = [getattr(negotiations.model, name) for name in case.kinds]
    before, after = from_data(kinds[0], case.before), from_data(kinds[1], case.after)
    return diff(before, after, issues=KNOWN_ISSUES)


def _path(change: Change) -> str:
    """The path, with the words of a condition instead of the fingerprint that stands for it."""
    own = change.before if change.after is None else change.after
    if not isinstance(own, Condition):
        return change.path
    head, _, label = change.path.rpartition("/")
    assert label.startswith("#")
    return f"{head}/{{{own.summary}}}"


def _found(compared: Diff) -> list[Expected]:
    return [
        Expected(
            type(change).__name__,
            change.code,
            _path(change),
            str(change.certainty),
            str(change.level),
        )
        for change in compared
    ]


def _delta(change: Change) -> str:
    """The changes of both bounds, lengths in days."""
    assert isinstance(change, Changed)
    assert change.delta is not None
    return ",".join(str(getattr(bound, "days", bound)) for bound in change.delta)


def _summary(compared: Diff) -> dict[str, int]:
    """The terms that the summary counts, by what happened to them."""
    whole = compared.summary()
    counted = {
        "added": whole.terms_added,
        "removed": whole.terms_removed,
        "changed": whole.terms_changed,
        "detailed": whole.terms_in_other_detail,
        "moved": whole.terms_moved,
        "reported": whole.terms_reported,
        "unreported": whole.terms_unreported,
    }
    return {word: number for word, number in counted.items() if number}


@_EACH
def test_a_pair_shows_its_changes_and_no_others(case: Case) -> None:
    """Each expected change is found once, and none beside them; deltas, leans and summary are right."""
    compared = _compared(case)
    found = sorted(_found(compared))
    missed = [" ".join(each) for each in case.changes if each not in found]
    surplus = [" ".join(each) for each in found if each not in case.changes]
    assert (missed, surplus) == ([], []), f"not found: {missed}; not expected: {surplus}"
    assert found == sorted(case.changes)
    by_path = {_path(change): change for change in compared}
    assert {path: _delta(by_path[path]) for path in case.deltas} == case.deltas
    leans = {path: compared.lean(by_path[path]).toward or "none" for path in case.leans}
    assert leans == case.leans
    if case.summary is not None:
        assert _summary(compared) == case.summary


@pytest.mark.parametrize("case", SETTLED, ids=lambda case: case.name)
def test_a_pair_is_remade_from_its_changes(case: Case) -> None:
    """Whatever is shown, nothing is lost: the earlier record and the changes give the later one."""
    compared = _compared(case)
    if compared.whole:
        assert to_data(compared.apply()) == to_data(compared.b)
        assert bool(compared) is (compared.a != compared.b)


def test_recall_and_precision_over_the_whole_set() -> None:
    """Of all settled pairs together, everything expected is found, and nothing else is."""
    expected: set[tuple[Any, ...]] = set()
    found: set[tuple[Any, ...]] = set()
    for case in SETTLED:
        expected |= {(case.name, *each) for each in case.changes}
        found |= {(case.name, *each) for each in _found(_compared(case))}
    hit = len(expected & found)
    assert {"recall": hit / len(expected), "precision": hit / len(found)} == {
        "recall": 1.0,
        "precision": 1.0,
    }


def test_the_set_is_what_it_claims_to_be() -> None:
    """Names are unique, each kind of term and each class of change occurs, edits go from one to many."""
    assert len({case.name for case in CASES}) == len(CASES) >= 60
    kinds = {
        term["kind"]
        for case in CASES
        for side in (case.before, case.after)
        for term in side.get("terms", ())
    }
    # The cases are older than the kinds that drafts need, which have tests of their own.
    newer = {"territory", "verification"}
    assert kinds == {str(kind) for kind in negotiations.model.TERM_CLASSES} - newer
    words = {change.kind for case in CASES for change in case.changes}
    assert words == {
        *("Added", "Removed", "Reported", "Unreported", "Changed", "Moved", "EvidenceChanged"),
        *("Reworded", "Totalled"),
    }
    assert {1, 2, 3} < {len(case.changes) for case in CASES}
    assert max(len(case.changes) for case in CASES) >= 15
