"""The rules of terms and phases."""

from __future__ import annotations

from itertools import islice

from negotiations.model import Issue, ReleaseTerm, Version
from negotiations.model.terms import ContinuationTerm, OtherTerm
from negotiations.rules.rule import Example, Finding, listed, rule
from negotiations.rules.walking import each_term
from negotiations.vocabulary import Certainty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.model import Position
    from negotiations.records import Records

__all__ = ["RULES"]


@rule(
    "term-kind",
    "write the kind that the issue has, or choose another issue",
    Example(
        file="data/proposals/accord.json",
        pointer="/versions/0/terms/2/issue",
        value="seat",
        reported=("data/proposals/accord.json", "/versions/0/terms/2/kind"),
    ),
)
def _term_kind(records: Records) -> Iterator[Finding]:
    """A term has the kind that its issue gives its terms.

    Terms are compared issue by issue; two of different kinds have no fields to compare.
    """
    for holder, index, term in each_term(records):
        issue = records.get(term.issue, ("issues",))
        if isinstance(issue, Issue) and issue.kind is not term.kind:
            yield Finding(
                record=holder,
                path=("terms", index, "kind"),
                message=f"the issue {issue.id!r} has terms of another kind",
                found=term.kind.value,
                expected=issue.kind.value,
            )


@rule(
    "term-phase",
    "report the phase, or mend the ordinal",
    Example(file="data/proposals/accord.json", pointer="/versions/0/terms/0/phase", value=3),
)
def _term_phase(records: Records) -> Iterator[Finding]:
    """Where a version's phases are reported, a term's phase is one of them.

    The same holds of the phase of another version that a continuation is of.
    """
    for version in records.collections["versions"].values():
        if version.phases is None:
            continue
        known = dict.fromkeys(phase.ordinal for phase in version.phases)
        for index, term in enumerate(version.terms or ()):
            if isinstance(term.phase, int) and term.phase not in known:
                yield _no_such_phase(version, (index, "phase"), version, term.phase)
    ordinals: dict[str, frozenset[int]] = {}
    for holder, index, term in each_term(records):
        if isinstance(term, ContinuationTerm) and term.of is not None:
            other = records.get(term.of, ("versions", "proposals"))
            if (
                isinstance(other, Version)
                and other.phases is not None
                and term.of_phase is not None
            ):
                if other.id not in ordinals:
                    ordinals[other.id] = frozenset(phase.ordinal for phase in other.phases)
                if term.of_phase not in ordinals[other.id]:
                    yield _no_such_phase(holder, (index, "of_phase"), other, term.of_phase)


def _no_such_phase(
    holder: Version | Position, path: tuple[int, str], version: Version, phase: int
) -> Finding:
    known = [each.ordinal for each in islice(version.phases or (), 21)]
    name = "the version" if version is holder else f"the version {version.id!r}"
    return Finding(
        record=holder,
        path=("terms", *path),
        message=f"{name} has no phase {phase}",
        found=str(phase),
        expected=f"one of {listed(known)}" if known else "no phase",
    )


@rule(
    "phase-ordinals",
    "number the phases 1, 2, 3 without gaps",
    Example(
        file="data/proposals/accord.json",
        pointer="/versions/0/phases/2",
        value={"ordinal": 4},
        reported=("data/proposals/accord.json", "/versions/0/phases"),
    ),
)
def _phase_ordinals(records: Records) -> Iterator[Finding]:
    """The ordinals of a version's phases are 1 to n.

    Phases align by ordinal. Of a version only some of whose phases are known, leave them out.
    """
    for version in records.collections["versions"].values():
        ordinals = [phase.ordinal for phase in version.phases or ()]
        if ordinals != list(range(1, len(ordinals) + 1)):
            yield Finding(
                record=version,
                path=("phases",),
                message="the phases are not numbered without gaps from 1",
                found=listed(ordinals),
                expected=listed(range(1, len(ordinals) + 1)),
            )


@rule(
    "group-total",
    "mend the total or a group",
    Example(
        file="data/proposals/accord.json",
        pointer="/versions/0/terms/0/count",
        value={"exactly": 4},
        reported=("data/proposals/accord.json", "/versions/0/terms/0/groups"),
    ),
)
def _group_total(records: Records) -> Iterator[Finding]:
    """The groups of a release can add up to no more than its total.

    An incomplete breakdown is no contradiction.
    """
    for holder, index, term in each_term(records):
        if not isinstance(term, ReleaseTerm) or term.total is None or not term.groups:
            continue
        least = sum(group.count.low or 0 for group in term.groups if group.count is not None)
        most = term.total.high
        if most is not None and least > most:
            yield Finding(
                record=holder,
                path=("terms", index, "groups"),
                message="the groups are certainly more than the total",
                found=f"groups of at least {least}",
                expected=f"at most {most}, for a total of {term.total}",
            )


@rule(
    "release-baseline",
    "give both numbers, or the total as `count`",
    Example(
        file="data/proposals/accord.json",
        pointer="/versions/0/terms/0/baseline",
        value={"exactly": 15},
    ),
)
def _release_baseline(records: Records) -> Iterator[Finding]:
    """A baseline stands beside an increment.

    Where a total is reported too, it can be their sum.
    """
    for holder, index, term in each_term(records):
        if not isinstance(term, ReleaseTerm):
            continue
        if term.baseline is not None and term.increment is None:
            yield Finding(
                record=holder,
                path=("terms", index, "baseline"),
                message="a baseline stands without an increment",
                found=f"a baseline of {term.baseline} alone",
                expected="an increment beside it",
            )
        elif term.count and term.baseline and term.increment:
            total = term.baseline + term.increment
            if term.count.equal_to(total) is Certainty.IMPOSSIBLE:
                yield Finding(
                    record=holder,
                    path=("terms", index, "count"),
                    message="the total cannot be baseline and increment together",
                    found=str(term.count),
                    expected=str(total),
                )


@rule(
    "other-summary",
    "say in `summary` what the term is",
    Example(
        file="data/proposals/accord.json",
        pointer="/versions/0/terms/2/summary",
        reported=("data/proposals/accord.json", "/versions/0/terms/2"),
    ),
)
def _other_summary(records: Records) -> Iterator[Finding]:
    """A term of kind other has a summary.

    It has no fields of its own, so that without one it says nothing. A term that only says that
    there is none (`included`) needs no words.
    """
    for holder, index, term in each_term(records):
        if isinstance(term, OtherTerm) and term.summary is None and term.included is not False:
            yield Finding(
                record=holder,
                path=("terms", index),
                message=f"the term {term.label} of kind other has no summary",
                found="no summary",
                expected="a summary in our own words",
            )


RULES = (
    _term_kind,
    _term_phase,
    _phase_ordinals,
    _group_total,
    _release_baseline,
    _other_summary,
)
