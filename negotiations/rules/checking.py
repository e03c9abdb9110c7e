"""The table of all rules, and the check of records against them."""

from __future__ import annotations

from functools import cache

from negotiations.errors import UnknownId
from negotiations.limits import MORE, up_to
from negotiations.lookup import Results
from negotiations.rules import ignoring
from negotiations.rules.rule import Finding, Reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from negotiations.articles import Texts
    from negotiations.errors import Problem
    from negotiations.records import Records
    from negotiations.rules.rule import Rule

__all__ = ["RULES", "chosen", "findings", "judged", "known_rules"]

RULES: dict[str, Rule] = {rule.id: rule for rule in (*ignoring.OTHERS, *ignoring.RULES)}


def findings(
    records: Records, *, texts: Texts | None = None, reaches: Collection[Reach] = tuple(Reach)
) -> Iterator[Finding]:
    """The findings of all rules that reach no further than is there.

    Of those that need the article texts, too, if these are given.
    """
    for rule in _within(tuple(reaches)):
        if not rule.wants_texts:
            yield from rule.findings(records)
        elif texts is not None:
            yield from rule.findings(records, texts)


@cache
def _within(reaches: tuple[Reach, ...]) -> tuple[Rule, ...]:
    """The rules of these reaches that are checked on records, and not on reading them."""
    return tuple(
        rule for rule in RULES.values() if rule.check is not None and rule.reach in reaches
    )


def judged(
    problems: Iterable[Problem],
    records: Records,
    *,
    with_texts: bool,
    show: Callable[[Finding], Problem] = Finding.problem,
    stands: Callable[[Finding], bool] = lambda _: True,
    left_out: Iterable[tuple[str, str]] = (),
) -> tuple[Problem, ...]:
    """The problems in order; those that the dataset ignores are marked with the reason.

    Args:
        problems: All problems of the records.
        records: The records.
        with_texts: Whether passages were checked against the texts of the articles.
        show: Turns a finding into a problem, with its place in a file if it has one.
        stands: Whether a finding is certain although some records could not be read.
        left_out: Rule and record of the ignored problems that are not given, being too many.
    """
    problems = tuple(problems)
    broken = {(problem.rule, problem.record) for problem in problems}.union(left_out)
    stale = ignoring.unused(broken, records.metadata, with_texts=with_texts)
    reported = [
        *ignoring.set_aside(problems, records.metadata),
        *up_to((show(finding) for finding in stale if stands(finding)), "data/dataset.json"),
    ]
    return tuple(sorted(reported, key=lambda problem: problem.sort_key))


def known_rules(names: str | Iterable[str]) -> frozenset[str]:
    """The ids of one or several rules, validated.

    Raises:
        UnknownId: One of them is not a rule; the error names the nearest.
    """
    ids = (names,) if isinstance(names, str) else tuple(names)
    for name in ids:
        if name not in RULES:
            raise UnknownId(name, RULES, "rule")
    return frozenset(ids)


def chosen(
    problems: Iterable[Problem],
    *,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    with_ignored: bool = False,
) -> tuple[Problem, ...]:
    """The problems of the selected rules (of all rules if none is selected) that are not ignored.

    Args:
        problems: All problems that were found.
        select: The rules to report; all rules if none is given.
        ignore: The rules to leave out.
        with_ignored: Whether to keep the problems that the dataset's own list ignores.

    Raises:
        UnknownId: There is no such rule; the error names the nearest.
    """
    selected, excluded = known_rules(select), known_rules(ignore)
    return Results(
        problem
        for problem in problems
        # That some problems are not reported is always said: they may be of the selected rules.
        if (not selected or problem.rule in (*selected, MORE))
        and problem.rule not in excluded
        and (with_ignored or not problem.ignored)
    )
