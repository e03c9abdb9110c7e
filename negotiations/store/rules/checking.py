"""The table of all rules, and records held against them."""

from __future__ import annotations

from negotiations.errors import UnknownId
from negotiations.store.rules import ignoring
from negotiations.store.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from negotiations.errors import Problem
    from negotiations.store.records import Records
    from negotiations.store.rules.rule import Rule
    from negotiations.texts import Texts

__all__ = ["RULES", "chosen", "findings", "judged", "known_rules"]

RULES: dict[str, Rule] = {each.id: each for each in (*ignoring.OTHERS, *ignoring.RULES)}


def findings(records: Records, *, texts: Texts | None = None) -> Iterator[Finding]:
    """What breaks a rule: without texts, of all rules that want none; with texts, of the others."""
    for rule in RULES.values():
        if rule.wants_texts is (texts is not None):
            yield from rule.found(*((records, texts) if rule.wants_texts else (records,)))


def judged(
    records: Records,
    *,
    texts: Texts | None = None,
    already: Iterable[Problem] = (),
    show: Callable[[Finding], Problem] = Finding.problem,
    stands: Callable[[Finding], bool] = lambda _: True,
) -> tuple[Problem, ...]:
    """All that is wrong with records, in order; what the dataset sets aside is marked with why.

    Args:
        records: The records.
        texts: The texts of the articles, where slices are to be held against them.
        already: What was found on reading.
        show: Makes a problem of a finding, with its place where there is one.
        stands: Whether a finding stands, where some records could not be read.
    """
    found = [*findings(records), *(findings(records, texts=texts) if texts is not None else ())]
    problems = (*already, *(show(each) for each in found if stands(each)))
    stale = ignoring.unused(problems, records.metadata, with_texts=texts is not None)
    held = [
        *ignoring.set_aside(problems, records.metadata),
        *(show(each) for each in stale if stands(each)),
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
        if (not wanted or problem.rule in wanted)
        and problem.rule not in unwanted
        and (with_ignored or not problem.ignored)
    )
