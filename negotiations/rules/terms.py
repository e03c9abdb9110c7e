"""The rules on terms and phases."""

from __future__ import annotations

from itertools import islice

from negotiations.model import Issue, ReleaseTerm, Version
from negotiations.model.base import fields_of
from negotiations.model.terms import ContinuationTerm, OtherTerm, VerificationTerm
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
    "use the kind of the issue, or choose another issue",
    Example(
        file="data/issues.json",
        pointer="/3/kind",
        value="ceasefire",
        reported=("data/proposals/accord.json", "/versions/0/terms/2/kind"),
    ),
)
def _term_kind(records: Records) -> Iterator[Finding]:
    """A term is of the kind that its issue declares.

    Terms are compared issue by issue, and terms of different kinds have no fields in common.
    """
    for holder, index, term in each_term(records):
        issue = records.get(term.issue, ("issues",))
        if isinstance(issue, Issue) and issue.kind is not term.kind:
            yield Finding(
                record=holder,
                path=("terms", index, "kind"),
                message=f"the issue {issue.id!r} declares another kind",
                found=term.kind.value,
                expected=issue.kind.value,
            )


@rule(
    "term-phase",
    "add the phase to the version, or fix the ordinal",
    Example(file="data/proposals/accord.json", pointer="/versions/0/terms/0/phase", value=3),
)
def _term_phase(records: Records) -> Iterator[Finding]:
    """If the phases of a version are reported, the phase of each term is one of them.

    The same applies to the phase of another version that a continuation refers to.
    """
    for version in records.members(Version):
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
    ordinals = [reported.ordinal for reported in islice(version.phases or (), 21)]
    name = "the version" if version is holder else f"the version {version.id!r}"
    return Finding(
        record=holder,
        path=("terms", *path),
        message=f"{name} has no phase {phase}",
        found=str(phase),
        expected=f"one of {listed(ordinals)}" if ordinals else "no phase",
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

    Phases are aligned by ordinal. If only some phases of a version are known, leave `phases` out.
    """
    for version in records.members(Version):
        ordinals = [phase.ordinal for phase in version.phases or ()]
        if ordinals != list(range(1, len(ordinals) + 1)):
            yield Finding(
                record=version,
                path=("phases",),
                message="the phases are not numbered from 1 without gaps",
                found=listed(ordinals),
                expected=listed(range(1, len(ordinals) + 1)),
            )


@rule(
    "group-total",
    "fix the total or a group",
    Example(
        file="data/proposals/accord.json",
        pointer="/versions/0/terms/0/count",
        value={"exactly": 4},
        reported=("data/proposals/accord.json", "/versions/0/terms/0/groups"),
    ),
)
def _group_total(records: Records) -> Iterator[Finding]:
    """The groups of a release do not add up to more than its total.

    They may add up to less, since a breakdown can be incomplete.
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
                message="the groups certainly add up to more than the total",
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
    """A baseline is given only with an increment.

    If a total is reported too, it can be their sum.
    """
    for holder, index, term in each_term(records):
        if not isinstance(term, ReleaseTerm):
            continue
        if term.baseline is not None and term.increment is None:
            yield Finding(
                record=holder,
                path=("terms", index, "baseline"),
                message="a baseline is given without an increment",
                found=f"a baseline of {term.baseline} alone",
                expected="an increment, too",
            )
        elif term.count and term.baseline and term.increment:
            total = term.baseline + term.increment
            if term.count.equal_to(total) is Certainty.IMPOSSIBLE:
                yield Finding(
                    record=holder,
                    path=("terms", index, "count"),
                    message="the total cannot be the sum of baseline and increment",
                    found=str(term.count),
                    expected=str(total),
                )


@rule(
    "other-summary",
    "describe the term in `summary`",
    Example(
        file="data/proposals/accord.json",
        pointer="/versions/0/terms/2/summary",
        reported=("data/proposals/accord.json", "/versions/0/terms/2"),
    ),
)
def _other_summary(records: Records) -> Iterator[Finding]:
    """A term of kind other has a summary.

    The kind has no fields of its own, so a term without a summary says nothing. A term that only
    reports an exclusion (`included: false`) needs none.
    """
    for holder, index, term in each_term(records):
        if isinstance(term, OtherTerm) and term.summary is None and term.included is not False:
            yield Finding(
                record=holder,
                path=("terms", index),
                message=f"the term {term.label} of kind other has no summary",
                found="no summary",
                expected="a summary in the coder's own words",
            )


@rule(
    "limit-number",
    "give the number that is limited, or remove `limit`",
    Example(
        file="data/proposals/accord.json",
        pointer="/versions/0/terms/6/amount",
        reported=("data/proposals/accord.json", "/versions/0/terms/6/limit"),
    ),
)
def _limit_number(records: Records) -> Iterator[Finding]:
    """A term with a limit has the number that it limits.

    `limit` says that the number is a ceiling or a floor. A number that the source does not give is
    written as `unstated`, with the source's word.
    """
    for holder, index, term in each_term(records):
        limit = getattr(term, "limit", None)
        if limit is None:
            continue
        numbers = [spec.name for spec in fields_of(term) if spec.limited]
        if any(getattr(term, name) is not None for name in numbers):
            continue
        names = " or ".join(map(repr, numbers))
        yield Finding(
            record=holder,
            path=("terms", index, "limit"),
            message=f"the {limit} of {term.label} limits no number",
            found=f"{limit}, without a number",
            expected=f"a number in {names}",
        )


@rule(
    "verified-issue",
    "name the issue whose terms are checked",
    Example(
        file="data/proposals/accord.json",
        pointer="/versions/0/terms/7/of",
        value="watch",
    ),
)
def _verified_issue(records: Records) -> Iterator[Finding]:
    """What a verification checks is another issue than its own.

    The issue of the term is the verification itself; `of` names what is verified.
    """
    for holder, index, term in each_term(records):
        if isinstance(term, VerificationTerm) and term.of == term.issue:
            yield Finding(
                record=holder,
                path=("terms", index, "of"),
                message=f"the verification {term.label} checks itself",
                found=term.issue,
                expected=f"an issue other than {term.issue!r}",
            )


RULES = (
    _term_kind,
    _term_phase,
    _phase_ordinals,
    _group_total,
    _release_baseline,
    _other_summary,
    _limit_number,
    _verified_issue,
)
