"""The rules on issues: their options, units and polarity."""

from __future__ import annotations

from negotiations.model import TERM_CLASSES, Amount, Issue, Timing
from negotiations.model.base import fields_of
from negotiations.model.terms import ChoiceTerm
from negotiations.model.values import Bounded
from negotiations.rules.rule import Example, Finding, NearestRemedies, listed, rule, write_nearest
from negotiations.rules.walking import each_term, fields_with
from negotiations.vocabulary import OrderedVocabulary, TermKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.io.strict_json import Pointer
    from negotiations.model import Term
    from negotiations.records import Records

__all__ = ["RULES", "ordered_fields"]


@rule(
    "issue-options",
    "give options to issues of kind choice, and a unit only to issues of kind measure",
    Example(file="data/issues.json", pointer="/1/options", value=["tent", "hall"]),
)
def _issue_options(records: Records) -> Iterator[Finding]:
    """Issues of kind choice have options, issues of kind measure may have a unit, and no others do.

    An option cannot be compared without a list of options. The amounts of a measure whose issue has
    no unit have units of their own.
    """
    for issue in records.members(Issue):
        kinds = {"options": TermKind.CHOICE, "unit": TermKind.MEASURE}
        for name, kind in kinds.items():
            has = getattr(issue, name) is not None
            may_lack = name == "unit"
            if has is not (issue.kind is kind) and (has or not may_lack):
                yield Finding(
                    record=issue,
                    path=(name,) if has else (),
                    message=f"{name!r} {'does not belong' if has else 'is required'} here",
                    found=f"an issue of kind {issue.kind}",
                    expected=f"{name} on issues of kind {kind}, and only there",
                    remedy=f"{'remove' if has else 'add'} {name!r}",
                )


@rule(
    "term-option",
    "fix the option, or add it to the issue",
    Example(
        file="data/positions/south.json",
        pointer="/0/terms/1/option",
        value="tend",
    ),
)
def _term_option(records: Records) -> Iterator[Finding]:
    """The option of a choice is one of the options of its issue.

    The issue says whether its options are ordered, and so whether one is more than another.
    """
    issues = records.collections["issues"]
    known: dict[str, dict[str, None]] = {}
    remedies = NearestRemedies()
    for holder, index, term in each_term(records):
        issue = issues.get(term.issue) if isinstance(term, ChoiceTerm) else None
        if isinstance(term, ChoiceTerm) and term.option is not None and issue is not None:
            if issue.id not in known:
                known[issue.id] = dict.fromkeys(issue.options or ())
            options = known[issue.id]
            if term.option not in options:
                yield Finding(
                    record=holder,
                    path=("terms", index, "option"),
                    message=f"the issue {term.issue!r} has no such option",
                    found=term.option,
                    expected=listed(options) or "an option of the issue",
                    remedy=remedies.remedy(term.option, options),
                )


@rule(
    "amount-unit",
    "write the unit of the issue, or leave it out",
    Example(
        file="data/proposals/accord.json",
        pointer="/versions/0/terms/6/amount/unit",
        value="sheep",
    ),
)
def _amount_unit(records: Records) -> Iterator[Finding]:
    """The unit of an amount is that of its issue, and one of the two is given.

    Amounts in different units cannot be compared. The period that an amount is for may be any.
    """
    issues = records.collections["issues"]
    for holder, index, term in each_term(records):
        issue = issues.get(term.issue)
        if issue is None:
            continue
        unit = issue.unit
        for path, amount in _amounts_of(term):
            where = ("terms", index, *path)
            if amount.unit is None and unit is None and amount.amount is not None:
                yield Finding(
                    record=holder,
                    path=where,
                    message=f"neither the amount nor the issue {term.issue!r} has a unit",
                    found=str(amount),
                    expected="a unit",
                    remedy=f"add `unit` here, or to the issue {term.issue!r}",
                )
            elif unit is not None and amount.unit not in (None, unit):
                yield Finding(
                    record=holder,
                    path=(*where, "unit"),
                    message=f"the issue {term.issue!r} has another unit",
                    found=str(amount.unit),
                    expected=unit,
                    remedy=f"write {unit!r}, or leave it out",
                )


def _amounts_of(term: Term) -> Iterator[tuple[Pointer, Amount]]:
    """The amounts of a term and of the evidence against it, each with its path."""
    for name in fields_with(term, Amount):
        amount = getattr(term, name)
        if isinstance(amount, Amount):
            yield (name,), amount
    for index, evidence in enumerate(term.evidence or ()):
        if isinstance(evidence.value, Amount):
            yield ("evidence", index, "value"), evidence.value


@rule(
    "polarity-field",
    "name a field whose values are ordered",
    Example(file="data/issues.json", pointer="/0/polarity/0/field", value="groups"),
)
def _polarity_field(records: Records) -> Iterator[Finding]:
    """A polarity names a field of the issue's terms whose values are ordered.

    Counts, durations and ordered vocabularies are; so are options if the issue says so.
    """
    for issue in records.members(Issue):
        for index, polarity in enumerate(issue.polarity or ()):
            known = ordered_fields(issue)
            if polarity.field not in known:
                yield Finding(
                    record=issue,
                    path=("polarity", index, "field"),
                    message=f"terms of kind {issue.kind} have no ordered field {polarity.field!r}",
                    found=polarity.field,
                    expected=", ".join(known) or "no polarity",
                    remedy=write_nearest(polarity.field, known),
                )


@rule(
    "polarity-parties",
    "name the party that each direction favours, or remove the polarity",
    Example(file="data/issues.json", pointer="/0/polarity/0/less", value="south"),
)
def _polarity_parties(records: Records) -> Iterator[Finding]:
    """More and less of a field favour two different parties.

    If both favoured one party, a change would not lean towards either. They need not be parties to a
    proposal: an issue may concern others.
    """
    for issue in records.members(Issue):
        for index, polarity in enumerate(issue.polarity or ()):
            if polarity.more == polarity.less:
                yield Finding(
                    record=issue,
                    path=("polarity", index, "less"),
                    message=f"more and less of {polarity.field!r} favour the same party",
                    found=polarity.less,
                    expected=f"a party other than {polarity.more!r}",
                )


def ordered_fields(issue: Issue) -> tuple[str, ...]:
    """The fields of an issue's terms whose values are ordered: counts, durations, ordered words."""

    def has_order(kinds: tuple[type, ...]) -> bool:
        ordered = (Bounded, Timing, OrderedVocabulary)
        return any(issubclass(kind, ordered) for kind in kinds)

    names = [
        spec.name
        for spec in fields_of(TERM_CLASSES[issue.kind])
        if spec.name == "included" or (not spec.many and has_order(spec.types))
    ]
    ordered = issue.kind is TermKind.CHOICE and issue.options_are_ordered
    return (*names, "option") if ordered else tuple(names)


RULES = (
    _issue_options,
    _term_option,
    _amount_unit,
    _polarity_field,
    _polarity_parties,
)
