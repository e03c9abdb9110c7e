"""The table of all rules, and records held against them."""

from __future__ import annotations

from negotiations.errors import UnknownId
from negotiations.limits import MORE, up_to
from negotiations.rules import ignoring
from negotiations.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from negotiations.articles import Texts
    from negotiations.errors import Problem
    from negotiations.records import Records
    from negotiations.rules.rule import Rule

__all__ = ["RULES", "chosen", "findings", "judged", "known_rules"]

RULES: dict[str, Rule] = {each.id: each for each in (*ignoring.OTHERS, *ignoring.RULES)}


def findings(records: Records, *, texts: Texts | None = None) -> Iterator[Finding]:
    """What breaks a rule; of the rules that want texts, where these are given."""
    for rule in RULES.values():
        if not rule.wants_texts:
            yield from rule.found(records)
        elif texts is not None:
            yield from rule.found(records, texts)


def judged(
    found: Iterable[Problem],
    records: Records,
    *,
    with_texts: bool,
    show: Callable[[Finding], Problem] = Finding.problem,
    stands: Callable[[Finding], bool] = lambda _: True,
    left_out: Iterable[tuple[str, str]] = (),
) -> tuple[Problem, ...]:
    """Problems in order; what the dataset sets aside is marked with why.

    Args:
        found: All that is wrong with the records.
        records: The records.
        with_texts: Whether slices were held against the texts of the articles.
        show: Makes a problem of a finding, with its place where there is one.
        stands: Whether a finding stands, where some records could not be read.
        left_out: Rule and record of what is set aside and not among the problems, which were too many.
    """
    problems = tuple(found)
    broken = {(problem.rule, problem.record) for problem in problems}.union(left_out)
    stale = ignoring.unused(broken, records.metadata, with_texts=with_texts)
    held = [
        *ignoring.set_aside(problems, records.metadata),
        *up_to((show(each) for each in stale if stands(each)), "data/dataset.json"),
    ]
    return tuple(sorted(held, key=lambda problem: problem.sort_key))


def known_rules(names: str | Iterable[str]) -> frozenset[str]:
    """These ids of rules; of one, or of several.

    Raises:
        UnknownId: One of them is none; the error names the nearest.
    """
    wanted = (names,) if isinstance(names, str) else tuple(names)
    for name in wanted:
        if name not in RULES:
            raise UnknownId(name, RULES, "rule")
    return frozenset(wanted)


def chosen(
    problems: Iterable[Problem],
    *,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    with_ignored: bool = False,
) -> tuple[Problem, ...]:
    """The problems of these rules (of all where none is selected) that nothing sets aside.

    Args:
        problems: All that were found.
        select: The rules to report; all where there is none.
        ignore: The rules to leave out.
        with_ignored: Whether to keep what the dataset's own list sets aside.

    Raises:
        UnknownId: There is no such rule; the error names the nearest.
    """
    wanted, unwanted = known_rules(select), known_rules(ignore)
    return tuple(
        problem
        for problem in problems
        # That some are not reported is said whatever is selected: they may be of those rules.
        if (not wanted or problem.rule in (*wanted, MORE))
        and problem.rule not in unwanted
        and (with_ignored or not problem.ignored)
    )
