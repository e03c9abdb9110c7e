"""The words of values: amounts, groups, conditions and the like, as parts of a sentence."""

from __future__ import annotations

from negotiations.model import (
    Amount,
    Case,
    Condition,
    Coordinates,
    Crosswalk,
    Evidence,
    FigureClaim,
    Group,
    Identifier,
    Ignored,
    Membership,
    Participant,
    Phase,
    Polarity,
    PrintedError,
    Role,
    Timing,
    Uncoded,
)
from negotiations.model.terms import split_label
from negotiations.model.values import Bounded, When
from negotiations.plaintext import plain
from negotiations.vocabulary import (
    ConditionKind,
    PresenceExtent,
    Qualifier,
    TermStatus,
    WithdrawalExtent,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    from negotiations.render.page import Citation
    from negotiations.vocabulary import Vocabulary

    class Words(Protocol):
        """What the words of values take from `Wording`: names, and how much a page shows."""

        @property
        def is_full(self) -> bool: ...
        def name(self, key: str, among: tuple[str, ...] = ...) -> str: ...
        def voice(self, key: str, among: tuple[str, ...] = ...) -> str: ...
        def source(self, key: str) -> str: ...
        def word(self, word: Vocabulary) -> str: ...
        def when(self, when: When) -> str: ...
        def timing(self, timing: Timing) -> str: ...
        def labelled(self, label: str) -> str: ...
        def clause(self, sentence: str) -> str: ...
        def citation(self, evidence: Evidence) -> Citation: ...


__all__ = ["SAID", "bounded_words", "condition_subject"]

# How a term hangs on a condition.
_HOW = {
    None: "if",
    ConditionKind.AFTER: "once",
    ConditionKind.SUBJECT_TO: "only if",
    ConditionKind.IN_RETURN_FOR: "in return for this:",
    ConditionKind.UNLESS: "unless",
}
# "none" has opposite meanings: with no presence forces leave, with no withdrawal they stay.
_NONE: dict[object, str] = {
    PresenceExtent.NONE: "none (no forces stay)",
    WithdrawalExtent.NONE: "none (no forces leave)",
}


def _behind(said: str, remark: str | None) -> str:
    return f"{said} ({plain(remark)})" if remark else said


def _group(words: Words, group: Group) -> str:
    who = ", ".join(map(words.word, group.who or ()))
    count = bounded_words(group.count, words) if group.count else ""
    said = f"{count} ({who})" if count and who else count or who
    if not group.citizens_of:
        return said or "persons"
    citizens = f"citizens of {words.voice(group.citizens_of, ('actors',))}"
    return ", ".join(filter(None, (said, citizens)))


def bounded_words(item: Bounded[Any, Any], words: Words) -> str:
    """A number or length in words; the word of a source for one that is not given, in quotation marks."""
    if words.is_full or item.qualifier is not Qualifier.UNSTATED:
        return plain(str(item))
    return f"not given (“{plain(item.wording or '')}”)"


# UCUM codes of units of time, and what they are called.
_TIMES = {"a": "year", "mo": "month", "wk": "week", "d": "day", "h": "hour", "min": "minute"}


def _amount(words: Words, amount: Amount) -> str:
    """An amount with its unit in words; of one that is not given, what it would be in."""
    if words.is_full or amount.unit is None:
        return bounded_words(amount, words)
    called = _TIMES.get(amount.unit)
    bare = amount.replace(unit=None, per=None)
    if amount.qualifier is Qualifier.UNSTATED:
        unit = f"{called}s{amount.replace(unit=None).of_what}" if called else amount.of_what.strip()
        return f"{bounded_words(bare, words)}, in {unit}"
    if called is None:
        return str(amount)
    is_one = str(bare) == "1"
    return f"{bare} {called if is_one else f'{called}s'}{amount.replace(unit=None).of_what}"


def condition_subject(condition: Condition, words: Words) -> str:
    """Whose a condition is, and which issue and term it is on; empty where none is named."""
    actor = [_met_by(condition.actor, words)] if condition.actor else []
    named = condition.term is not None and split_label(condition.term).issue == condition.issue
    on = condition.issue if words.is_full or not named else None  # the term says it already
    issue = [f"on {words.name(on, ('issues',))}"] if on else []
    term = [f"see {words.labelled(condition.term)}"] if condition.term else []
    return "; ".join([*actor, *issue, *term])


def _met_by(actor: str, words: Words) -> str:
    """Who must meet a condition."""
    return (
        words.name(actor, ("actors",)) if words.is_full else f"by {words.voice(actor, ('actors',))}"
    )


def _condition(words: Words, condition: Condition) -> str:
    how = str(condition.how) if condition.how and words.is_full else ""
    about = "; ".join(filter(None, (how, condition_subject(condition, words))))
    summary = plain(condition.summary)
    said = summary if words.is_full else words.clause(summary).removesuffix(".")
    return _behind(f"{_HOW[condition.how]} {said}", about)


def _case(_: Words, case: Case) -> str:
    return f"{plain(case.label)} ({case.id}): {plain(case.definition)}"


def _coordinates(_: Words, point: Coordinates) -> str:
    near = "" if point.uncertainty is None else f"within {point.uncertainty:,} m"
    about = filter(None, (near, plain(point.precision or ""), plain(point.source)))
    return f"{point} ({'; '.join(about)})"


def _identifier(_: Words, identifier: Identifier) -> str:
    said, link = f"{identifier.scheme} {plain(identifier.id)}", plain(str(identifier))
    return said if link == said else f"{said}, {link}"


def _status(words: Words, status: TermStatus) -> str:
    in_brackets = status is TermStatus.BRACKETED and not words.is_full
    return "in brackets" if in_brackets else words.word(status)


def _participant(words: Words, part: Participant) -> str:
    meetings = f", {part.meetings} meetings" if part.meetings else ""
    return f"{words.word(part.role)}: {words.name(part.actor, ('actors',))}{meetings}"


def _phase(_: Words, phase: Phase) -> str:
    length = f", {phase.duration}" if phase.duration else ""
    return f"{plain(phase.label) if phase.label else phase.ordinal}{length}"


def _polarity(words: Words, rule: Polarity) -> str:
    more, less = (words.name(party, ("actors",)) for party in (rule.more, rule.less))
    return f"{rule.field}: more favours {more}, less favours {less}"


def _ignored(item: Ignored) -> str:
    of = f" of {plain(item.record)}" if item.record else ""
    return f"{plain(item.rule)}{of}: {plain(item.reason)}"


# How a value of each class is said.
SAID: dict[type, Callable[[Words, Any], str]] = {
    Amount: _amount,
    PresenceExtent: lambda words, item: _NONE.get(item, words.word(item)),
    WithdrawalExtent: lambda words, item: _NONE.get(item, words.word(item)),
    Case: _case,
    Condition: _condition,
    Coordinates: _coordinates,
    Crosswalk: lambda _, item: _behind(f"{item.scheme} {plain(item.code)}", item.note),
    Evidence: lambda words, item: str(words.citation(item)),
    FigureClaim: lambda words, item: (
        f"{bounded_words(item.count, words)} ({words.source(item.source)})"
    ),
    Group: _group,
    Identifier: _identifier,
    Membership: lambda words, item: _behind(words.name(item.organisation, ("actors",)), item.role),
    Participant: _participant,
    Phase: _phase,
    Polarity: _polarity,
    Ignored: lambda _, item: _ignored(item),
    PrintedError: lambda _, item: f"¶{item.paragraph}: {plain(item.summary)}",
    Role: lambda words, item: f"{words.word(item.role)}: {words.name(item.actor, ('actors',))}",
    TermStatus: _status,
    Timing: lambda words, item: words.timing(item),
    When: lambda words, item: words.when(item),
    Uncoded: lambda _, item: f"¶{item.paragraph}: {plain(item.reason)}",
}
