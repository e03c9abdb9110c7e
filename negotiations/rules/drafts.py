"""The rules on drafts: options, cases, brackets, and the issues that a text is coded on."""

from __future__ import annotations

from negotiations.model import Issue, Version
from negotiations.model.base import FieldRole, fields_of
from negotiations.rules.rule import Example, Finding, NearestRemedies, listed, rule
from negotiations.rules.walking import each_term
from negotiations.vocabulary import Severity, TermStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.model import Position, Term
    from negotiations.model.terms import TermLabel
    from negotiations.records import Records

    Placed = tuple[int, Term]

__all__ = ["RULES"]

_ACCORD = "data/proposals/accord.json"


@rule(
    "option-labels",
    "give the term an `alternative` too, or a case of its own",
    Example(
        file=_ACCORD,
        pointer="/versions/0/terms/3/alternative",
        reported=(_ACCORD, "/versions/0/terms/3"),
    ),
)
def _option_labels(records: Records) -> Iterator[Finding]:
    """Several terms on one issue, phase and case are options, and each has an `alternative`.

    Options exclude each other. A term without a label beside them would apply together with whichever
    is chosen, and a text cannot say two things about one matter.
    """
    for holder, topic, placed in records.once(_options):
        labelled = [term.alternative for _, term in placed if term.alternative is not None]
        for index, term in placed:
            if term.alternative is None:
                yield Finding(
                    record=holder,
                    path=("terms", index),
                    message=f"the term {topic} has no `alternative`, but is beside options",
                    found="a term without a label",
                    expected=f"a label other than {listed(labelled)}",
                )


@rule(
    "option-alone",
    "add the other options, or remove `alternative`",
    Example(file=_ACCORD, pointer="/versions/0/terms/0/alternative", value="option-1"),
    severity=Severity.WARNING,
)
def _option_alone(records: Records) -> Iterator[Finding]:
    """An option has at least one other option beside it.

    A single text in square brackets is no option: its status is `bracketed`. Ignore this rule for a
    record if the other options are known to exist and nothing is known of them.
    """
    for holder, _, placed in records.once(_options):
        (index, term), *others = placed
        if term.alternative is not None and not others:
            yield Finding(
                record=holder,
                path=("terms", index, "alternative"),
                message=f"{term.label} is the only option",
                found=term.alternative,
                expected="at least two options, or a term without `alternative`",
            )


@rule(
    "option-without-text",
    "set `included` to false, or code what the option says",
    Example(
        file=_ACCORD,
        pointer="/versions/0/terms/5/included",
        reported=(_ACCORD, "/versions/0/terms/5"),
    ),
)
def _option_without_text(records: Records) -> Iterator[Finding]:
    """An option that says nothing is `included: false`.

    Drafts write it as "no text". Without `included` it would be an option whose content is unknown.
    """
    for holder, _, placed in records.once(_options):
        for index, term in placed:
            if term.alternative is None or term.included is not None or _says_something(term):
                continue
            yield Finding(
                record=holder,
                path=("terms", index),
                message=f"the option {term.label} says nothing",
                found="no content",
                expected="content, or `included: false`",
            )


def _says_something(term: Term) -> bool:
    """Whether a term has content besides its key."""
    says = (FieldRole.CONTENT, FieldRole.SUBJECT, FieldRole.WORDED, FieldRole.DESCRIPTION)
    return any(
        getattr(term, spec.name) is not None
        for spec in fields_of(term)
        if spec.role in says and not spec.is_key
    )


def _options(
    records: Records,
) -> Iterator[tuple[Version | Position, TermLabel, list[Placed]]]:
    """The terms of each holder by issue, phase and case, each with its place, where some are options."""
    for holder in records.holders():
        terms = holder.terms or ()
        if all(term.alternative is None for term in terms):
            continue
        topics: dict[TermLabel, list[Placed]] = {}
        for index, term in enumerate(terms):
            topics.setdefault(term.topic, []).append((index, term))
        for topic, placed in topics.items():
            if any(term.alternative is not None for _, term in placed):
                yield holder, topic, placed


@rule(
    "term-case",
    "fix the case, or add it to the issue",
    Example(file=_ACCORD, pointer="/versions/0/terms/0/case", value="wound"),
)
def _term_case(records: Records) -> Iterator[Finding]:
    """The case of a term is one of the cases of its issue.

    A term without a case is about the whole issue.
    """
    issues = records.collections["issues"]
    known: dict[str, dict[str, None]] = {}
    nearest = NearestRemedies()
    for holder, index, term in each_term(records):
        issue = None if term.case is None else issues.get(term.issue)
        if term.case is None or issue is None:
            continue
        if issue.id not in known:
            known[issue.id] = dict.fromkeys(case.id for case in issue.cases or ())
        cases = known[issue.id]
        if term.case not in cases:
            yield Finding(
                record=holder,
                path=("terms", index, "case"),
                message=f"the issue {term.issue!r} has no case {term.case!r}",
                found=term.case,
                expected=listed(cases) or "no case, since the issue declares none",
                remedy=nearest.remedy(term.case, cases),
            )


@rule(
    "case-labels",
    "rename one of the two cases",
    Example(file="data/issues.json", pointer="/0/cases/1/label", value="All others"),
)
def _case_labels(records: Records) -> Iterator[Finding]:
    """The cases of an issue have different labels.

    Pages show the labels; a reader could not tell two cases with one label apart.
    """
    for issue in records.members(Issue):
        seen: dict[str, str] = {}
        for index, case in enumerate(issue.cases or ()):
            other = seen.setdefault(case.label.casefold(), case.id)
            if other != case.id:
                yield Finding(
                    record=issue,
                    path=("cases", index, "label"),
                    message=f"the cases {other!r} and {case.id!r} have the same label",
                    found=case.label,
                    expected="a label of its own",
                )


@rule(
    "agreed-words",
    "remove `proposed_by`, or fix the status",
    Example(
        file=_ACCORD,
        pointer="/versions/0/terms/3/status",
        value="agreed",
        reported=(_ACCORD, "/versions/0/terms/3/proposed_by"),
    ),
)
def _agreed_words(records: Records) -> Iterator[Finding]:
    """Words that are agreed are no longer the proposal of a party.

    `proposed_by` says whose words they are while they are proposed, bracketed or reserved. The
    version that had them as a proposal still says so.
    """
    for holder, index, term in each_term(records):
        if term.status is TermStatus.AGREED and term.proposed_by:
            yield Finding(
                record=holder,
                path=("terms", index, "proposed_by"),
                message=f"the words of {term.label} are agreed and proposed at once",
                found=f"agreed, and proposed by {listed(term.proposed_by)}",
                expected="a status of proposed, bracketed or reserved, or no `proposed_by`",
            )


@rule(
    "coded-on",
    "add the issues to `coded_on` once all that is known of the text is coded on them",
    Example(
        file=_ACCORD,
        pointer="/versions/0/coded_on",
        value=["captives", "fee", "hill-forces", "seat", "watch"],
    ),
    severity=Severity.WARNING,
)
def _coded_on(records: Records) -> Iterator[Finding]:
    """A version that says which issues it is coded on has terms only on these.

    A comparison takes no account of the other issues, so such a term would be passed over.
    """
    for version in records.members(Version):
        if version.coded_on is None:
            continue
        coded = dict.fromkeys(version.coded_on)
        beyond = dict.fromkeys(term.issue for term in version.terms or ())
        missing = sorted(beyond.keys() - coded.keys())
        if missing:
            yield Finding(
                record=version,
                path=("coded_on",),
                message=f"the version has terms on {listed(missing)}, which it is not coded on",
                found=listed(coded) or "no issue",
                expected=f"{listed([*coded, *missing])}",
            )


RULES = (
    _option_labels,
    _option_alone,
    _option_without_text,
    _term_case,
    _case_labels,
    _agreed_words,
    _coded_on,
)
