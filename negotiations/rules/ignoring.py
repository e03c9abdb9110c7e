"""The list of problems that a dataset ignores, each with a reason; and the rules on that list."""

from __future__ import annotations

from heapq import nsmallest

import attrs

from negotiations.limits import MAXIMUM_PROBLEMS
from negotiations.rules import (
    dates,
    drafts,
    evidence,
    files,
    identity,
    issues,
    sequence,
    sources,
    terms,
)
from negotiations.rules.rule import (
    Example,
    Finding,
    NearestRemedies,
    Reach,
    Rule,
    rule,
    write_nearest,
)
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from negotiations.errors import Problem
    from negotiations.model import Ignored, Metadata
    from negotiations.records import Records

__all__ = ["OTHERS", "RULES", "reason_of", "set_aside", "unused"]

_DATASET = "data/dataset.json"
# In the order in which rules are listed: from files to coding.
OTHERS: tuple[Rule, ...] = (
    *files.RULES,
    *identity.RULES,
    *terms.RULES,
    *issues.RULES,
    *drafts.RULES,
    *sequence.RULES,
    *dates.RULES,
    *evidence.RULES,
    *sources.RULES,
)
_MAY_BE_IGNORED = {rule.id: rule.may_be_ignored for rule in OTHERS}


def _entries(metadata: Metadata | None) -> tuple[Ignored, ...]:
    return (metadata.ignored or ()) if metadata is not None else ()


@rule(
    "ignored-rule",
    "name a rule that may be ignored; `negotiations rule` lists them",
    Example(
        file=_DATASET,
        pointer="/ignored",
        value=[{"rule": "source-cite", "reason": "It is coded next."}],
        reported=(_DATASET, "/ignored/0/rule"),
    ),
    may_be_ignored=False,
)
def _ignored_rule(records: Records) -> Iterator[Finding]:
    """Each ignored rule exists and may be ignored.

    Rules that the rest of the library relies on may not be ignored: files must be readable and fit
    their schemas, ids must be unique, and references must resolve without cycles.
    """
    for index, entry in enumerate(_entries(records.metadata)):
        if _MAY_BE_IGNORED.get(entry.rule, False) or records.metadata is None:
            continue
        known = [name for name, may_be in _MAY_BE_IGNORED.items() if may_be]
        named = entry.rule in (*_MAY_BE_IGNORED, *(rule.id for rule in RULES))
        yield Finding(
            record=records.metadata,
            path=("ignored", index, "rule"),
            message=f"{entry.rule!r} may not be ignored"
            if named
            else f"there is no rule {entry.rule!r}",
            found=entry.rule,
            expected=f"one of {', '.join(known)}",
            remedy="fix the problem that the rule reports, and remove this entry"
            if named
            else write_nearest(entry.rule, known),
        )


def set_aside(problems: Iterable[Problem], metadata: Metadata | None) -> Iterator[Problem]:
    """The problems; those that the dataset's own list ignores are marked with the reason.

    An entry for a record takes precedence over an entry for the whole rule.
    """
    reason = reason_of(metadata)
    for problem in problems:
        yield attrs.evolve(problem, ignored=reason(problem.rule, problem.record))


def reason_of(metadata: Metadata | None) -> Callable[[str, str], str]:
    """A function that gives the reason for which a rule is ignored for a record, or an empty text."""
    reasons: dict[tuple[str, str | None], str] = {}
    for entry in _entries(metadata):
        if _MAY_BE_IGNORED.get(entry.rule, False):
            reasons.setdefault((entry.rule, entry.record), entry.reason)

    def reason(rule: str, record: str) -> str:
        return reasons.get((rule, record), "") or reasons.get((rule, None), "")

    return reason


def unused(
    problems: Iterable[tuple[str, str]], metadata: Metadata | None, *, with_texts: bool
) -> Iterator[Finding]:
    """The entries of a dataset's list that match none of the problems, given as rule and record."""
    texts_only = {rule.id for rule in OTHERS if rule.wants_texts}
    broken: dict[str, set[str]] = {}
    for rule_id, address in problems:
        broken.setdefault(rule_id, set()).add(address)
    remedies = NearestRemedies()
    # One more than are reported, so that the report can say that there are more.
    remaining = MAXIMUM_PROBLEMS + 1
    for index, entry in enumerate(_entries(metadata)):
        if remaining == 0:
            break
        blind = entry.rule in texts_only and not with_texts
        if (
            metadata is None
            or blind
            or not _MAY_BE_IGNORED.get(entry.rule, False)
            or (
                entry.rule in broken
                and (entry.record is None or entry.record in broken[entry.rule])
            )
        ):
            continue
        remaining -= 1
        records = broken.get(entry.rule, set())
        yield Finding(
            record=metadata,
            path=("ignored", index),
            message=f"nothing in {entry.record or 'the dataset'} breaks the rule {entry.rule!r}",
            found="an entry that matches no problem",
            expected=f"a problem in {' or '.join(nsmallest(20, records))}"
            if records
            else "no entry",
            remedy=remedies.remedy(entry.record or "", sorted(records)) or _UNUSED.remedy,
            rule=_UNUSED.id,
            severity=_UNUSED.severity,
        )


_UNUSED = Rule(
    id="ignored-unused",
    holds="Each entry of the list of ignored problems matches a problem.",
    why="An entry that matches no problem any more would hide the next one. Entries for rules that need "
    "the texts of the articles are checked only if these are given.",
    remedy="remove the entry",
    severity=Severity.WARNING,
    example=Example(
        file=_DATASET,
        pointer="/ignored",
        value=[{"rule": "source-cited", "reason": "It is coded next."}],
        reported=(_DATASET, "/ignored/0"),
    ),
    may_be_ignored=False,
    reach=Reach.DATASET,
)

RULES: tuple[Rule, ...] = (_ignored_rule, _UNUSED)
