"""The rules that hold between records, beyond what a schema can say.

Each rule is one function, registered under its id with what it holds and what to do when it is
broken. A rule yields findings; it reads no files and raises nothing.
"""

from __future__ import annotations

from itertools import islice

import attrs

from negotiations.base import Value, fields_of
from negotiations.errors import Problem, nearest
from negotiations.limits import MAXIMUM_PROBLEMS
from negotiations.model import (
    TERM_CLASSES,
    Actor,
    Event,
    Evidence,
    FigureClaim,
    Issue,
    Place,
    Position,
    Record,
    ReleaseTerm,
    Role,
    Talks,
    Term,
    Version,
)
from negotiations.model.terms import ChoiceTerm
from negotiations.store.order import bounds, follows_itself, on_circles
from negotiations.store.records import address_of, label_pointer, walk
from negotiations.values import Count, Duration, When
from negotiations.vocabulary import (
    Basis,
    Certainty,
    EventAct,
    OrderedVocabulary,
    Severity,
    Support,
    TermKind,
    Vocabulary,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from negotiations.jsontext import Pointer
    from negotiations.store.records import Records
    from negotiations.texts import Texts

    Check = Callable[..., Iterator["Finding"]]

__all__ = ["RULES", "Finding", "Rule", "findings"]


@attrs.frozen(kw_only=True)
class Finding:
    """One place in a record that breaks a rule."""

    record: Record
    path: Pointer = ()
    message: str
    found: str = ""
    expected: str = ""
    remedy: str = ""
    rule: str = ""
    severity: Severity = Severity.ERROR

    def problem(
        self, *, file: str = "", line: int = 0, column: int = 0, pointer: str | None = None
    ) -> Problem:
        """The finding as a problem, at a place in a file where there is one."""
        return Problem(
            rule=self.rule,
            message=self.message,
            file=file,
            line=line,
            column=column,
            record=address_of(self.record),
            pointer=label_pointer(self.record, self.path) if pointer is None else pointer,
            severity=self.severity,
            found=self.found,
            expected=self.expected,
            remedy=self.remedy,
        )


@attrs.frozen
class Rule:
    """A rule: its id, what it holds, what to do when it is broken, and how much that matters."""

    id: str
    holds: str
    remedy: str
    severity: Severity
    check: Check
    wants_texts: bool = False


RULES: dict[str, Rule] = {}


def _rule(
    name: str, remedy: str, *, severity: Severity = Severity.ERROR, wants_texts: bool = False
) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        holds = " ".join((check.__doc__ or "").split())
        RULES[name] = Rule(name, holds, remedy, severity, check, wants_texts)
        return check

    return register


def findings(
    records: Records, *, texts: Texts | None = None, without: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """What breaks a rule: without texts, of all rules that want none; with texts, of the others."""
    for rule in RULES.values():
        if rule.wants_texts is (texts is not None) and rule.id not in without:
            found = rule.check(records, texts) if rule.wants_texts else rule.check(records)
            for each in found:
                yield attrs.evolve(
                    each, rule=rule.id, severity=rule.severity, remedy=each.remedy or rule.remedy
                )


def _everything(records: Records) -> Iterator[tuple[Record, Pointer, Value]]:
    """Every value in every record, with the record and the path in it."""
    roots = [*([records.metadata] if records.metadata else []), *records]
    for record in roots:
        for path, value in walk(record):
            yield record, path, value


def _some(words: Iterable[object], limit: int = 20) -> str:
    """The first of many words: what a reader can take in, however many there are."""
    first = [str(word) for word in islice(words, limit + 1)]
    return ", ".join([*first[:limit], *(["…"] if len(first) > limit else [])])


# --- references and identity --------------------------------------------------------------------


@_rule("references", "write an id that exists, or add the record")
def _references(records: Records) -> Iterator[Finding]:
    """Every reference resolves to one record of a collection that it may refer to."""
    # Likening costs time for each record there is, so that not every one of many names is likened.
    likened = 0
    for record, path, value in _everything(records):
        for spec in fields_of(value):
            held = getattr(value, spec.name)
            if not spec.refers_to or held is None:
                continue
            items = enumerate(held) if spec.many else [(None, held)]
            for index, name in items:
                where = (*path, spec.name) if index is None else (*path, spec.name, index)
                if _is_plain(records, name, spec.refers_to):
                    continue
                likened += 1
                close = likened <= MAXIMUM_PROBLEMS
                yield from _reference(records, record, where, name, spec.refers_to, close=close)


def _is_plain(records: Records, name: str, among: tuple[str, ...]) -> bool:
    """Whether a reference resolves as it should be written."""
    collection, slash, _ = name.rpartition("/")
    fits = not slash or (collection in among and len(among) > 1)
    return fits and records.get(name, among) is not None


def _reference(
    records: Records,
    record: Record,
    where: Pointer,
    name: str,
    among: tuple[str, ...],
    *,
    close: bool,
) -> Iterator[Finding]:
    collection, slash, key = name.rpartition("/")
    kinds = " or ".join(among)
    if slash and among == (collection,):
        yield Finding(
            record=record,
            path=where,
            message="an address stands where an id is enough",
            found=name,
            expected=f"an id in {kinds}",
            remedy=f"write {key!r}",
        )
        return
    if slash and collection not in among:
        yield Finding(
            record=record,
            path=where,
            message=f"{name!r} is not of a kind that belongs here",
            found=name,
            expected=f"an id in {kinds}",
        )
        return
    choices = records.addresses(name, among)
    if choices:
        yield Finding(
            record=record,
            path=where,
            message=f"{name!r} is the id of several records",
            found=name,
            expected=" or ".join(choices),
            remedy="write the address with its collection",
        )
        return
    known = (
        each for one in ((collection,) if slash else among) for each in records.collections[one]
    )
    likely = nearest(key, known) if close else ()
    yield Finding(
        record=record,
        path=where,
        message=f"no record {name!r} in {kinds}",
        found=name,
        expected=f"an id in {kinds}",
        remedy=f"write {likely[0]!r}" if likely else "",
    )


@_rule("version-id", "begin the id with the id of its proposal and an @")
def _version_id(records: Records) -> Iterator[Finding]:
    """The id of a version is the id of its proposal, an @, and a name."""
    for proposal in records.collections["proposals"].values():
        for version in proposal.versions or ():
            if version.id.partition("@")[0] != proposal.id:
                yield Finding(
                    record=version,
                    path=("id",),
                    message="the id does not begin with that of its proposal",
                    found=version.id,
                    expected=f"{proposal.id}@…",
                )


@_rule("no-cycle", "take one of the links out")
def _no_cycle(records: Records) -> Iterator[Finding]:
    """No record is derived from, within, a member of, or after itself, by whatever detour."""

    def links(record: Record) -> dict[str, tuple[str, ...]]:
        if isinstance(record, Version):
            return {"derived_from": record.derived_from or ()}
        if isinstance(record, Place):
            return {"within": record.within or ()}
        if isinstance(record, Actor):
            return {
                "member_of": tuple(each.organisation for each in record.member_of or ()),
                "speaks_for": (record.speaks_for,) if record.speaks_for else (),
            }
        return {}

    graphs: dict[str, dict[str, tuple[str, ...]]] = {}
    held = [(record, links(record)) for record in records]
    for record, named in held:
        for name, targets in named.items():
            graphs.setdefault(name, {})[record.id] = tuple(
                target.rpartition("/")[2] for target in targets
            )
    circular = {name: on_circles(graph) for name, graph in graphs.items()}
    for record, named in held:
        for name, targets in named.items():
            if record.id in circular[name]:
                yield Finding(
                    record=record,
                    path=(name,),
                    message=f"{name} leads back to the record itself",
                    found=" → ".join(targets),
                    expected="no cycle",
                )
    for record in records:
        if follows_itself(records, record):
            yield Finding(
                record=record,
                message="`after` leads back to the record itself",
                expected="no cycle",
            )


# --- terms --------------------------------------------------------------------------------------


def _terms(records: Records) -> Iterator[tuple[Version | Position, int, Term]]:
    for holder in records.holders():
        for index, term in enumerate(holder.terms or ()):
            yield holder, index, term


@_rule("term-kind", "write the kind that the issue has, or choose another issue")
def _term_kind(records: Records) -> Iterator[Finding]:
    """A term has the kind that its issue gives its terms."""
    for holder, index, term in _terms(records):
        issue = records.get(term.issue, ("issues",))
        if isinstance(issue, Issue) and issue.kind is not term.kind:
            yield Finding(
                record=holder,
                path=("terms", index),
                message=f"the issue {issue.id!r} has terms of another kind",
                found=term.kind.value,
                expected=issue.kind.value,
            )


@_rule("term-phase", "report the phase, or mend the ordinal")
def _term_phase(records: Records) -> Iterator[Finding]:
    """Where a version's phases are reported, a term's phase is one of them."""
    for version in records.collections["versions"].values():
        if version.phases is None:
            continue
        known = dict.fromkeys(phase.ordinal for phase in version.phases)
        for index, term in enumerate(version.terms or ()):
            if isinstance(term.phase, int) and term.phase not in known:
                yield Finding(
                    record=version,
                    path=("terms", index, "phase"),
                    message=f"the version has no phase {term.phase}",
                    found=str(term.phase),
                    expected=f"one of {_some(known)}" if known else "no phase",
                )


@_rule("phase-ordinals", "number the phases 1, 2, 3 without gaps")
def _phase_ordinals(records: Records) -> Iterator[Finding]:
    """The ordinals of a version's phases are 1 to n."""
    for version in records.collections["versions"].values():
        ordinals = [phase.ordinal for phase in version.phases or ()]
        if ordinals != list(range(1, len(ordinals) + 1)):
            yield Finding(
                record=version,
                path=("phases",),
                message="the phases are not numbered without gaps from 1",
                found=_some(ordinals),
                expected=_some(range(1, len(ordinals) + 1)),
            )


@_rule("group-total", "mend the total or a group")
def _group_total(records: Records) -> Iterator[Finding]:
    """The groups of a release can add up to no more than its total.

    An incomplete breakdown is no contradiction.
    """
    for holder, index, term in _terms(records):
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


@_rule("release-baseline", "give both numbers, or the total as `count`")
def _release_baseline(records: Records) -> Iterator[Finding]:
    """A baseline stands beside an increment.

    Where a total is reported too, it can be their sum.
    """
    for holder, index, term in _terms(records):
        if not isinstance(term, ReleaseTerm):
            continue
        if term.baseline is not None and term.increment is None:
            yield Finding(
                record=holder,
                path=("terms", index, "baseline"),
                message="a baseline stands without an increment",
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


@_rule("issue-options", "mend the option, or add it to the issue")
def _issue_options(records: Records) -> Iterator[Finding]:
    """Options belong to issues of kind choice and units to issues of kind measure.

    A choice is one of its issue's options.
    """
    for issue in records.collections["issues"].values():
        wanted = {"options": TermKind.CHOICE, "unit": TermKind.MEASURE}
        for name, kind in wanted.items():
            has = getattr(issue, name) is not None
            if has is not (issue.kind is kind):
                yield Finding(
                    record=issue,
                    path=(name,) if has else (),
                    message=f"{name!r} {'does not belong' if has else 'is wanted'} here",
                    found=f"an issue of kind {issue.kind}",
                    expected=f"{name} on issues of kind {kind}, and only there",
                    remedy=f"{'remove' if has else 'add'} {name!r}",
                )
    known = {
        issue.id: dict.fromkeys(issue.options or ())
        for issue in records.collections["issues"].values()
    }
    for holder, index, term in _terms(records):
        if isinstance(term, ChoiceTerm) and term.option is not None:
            options = known.get(term.issue)
            if options is not None and term.option not in options:
                yield Finding(
                    record=holder,
                    path=("terms", index, "option"),
                    message=f"the issue {term.issue!r} has no such option",
                    found=term.option,
                    expected=_some(options) or "an option of the issue",
                )


@_rule("polarity-field", "name a field that has an order")
def _polarity_field(records: Records) -> Iterator[Finding]:
    """Polarity names a field that the issue's terms have and that has an order."""
    for issue in records.collections["issues"].values():
        for index, rule in enumerate(issue.polarity or ()):
            known = ordered_fields(issue)
            if rule.field not in known:
                yield Finding(
                    record=issue,
                    path=("polarity", index, "field"),
                    message=f"terms of kind {issue.kind} have no ordered field {rule.field!r}",
                    found=rule.field,
                    expected=", ".join(known) or "no polarity",
                )


def ordered_fields(issue: Issue) -> tuple[str, ...]:
    """The fields of an issue's terms that have an order: counts, durations, ordered words."""

    def has_order(kinds: tuple[type, ...]) -> bool:
        ordered = (Count, Duration, OrderedVocabulary)
        return any(issubclass(kind, ordered) for kind in kinds)

    names = [
        spec.name
        for spec in fields_of(TERM_CLASSES[issue.kind])
        if spec.name == "included" or (not spec.many and has_order(spec.types))
    ]
    ordered = issue.kind is TermKind.CHOICE and issue.options_are_ordered
    return (*names, "option") if ordered else tuple(names)


# --- dates --------------------------------------------------------------------------------------


@_rule("date-note", "say in `note` how the date was worked out")
def _date_note(records: Records) -> Iterator[Finding]:
    """A date that is inferred or of general knowledge has a note."""
    for record, path, value in _everything(records):
        worked_out = isinstance(value, When) and value.basis in (Basis.INFERRED, Basis.EXTERNAL)
        if isinstance(value, When) and worked_out and value.note is None:
            yield Finding(
                record=record,
                path=path,
                message=f"the date is {value.basis} and has no note",
                found=str(value),
                expected="a note",
            )


@_rule("date-order", "mend one of the two dates")
def _date_order(records: Records) -> Iterator[Finding]:
    """Nothing is certainly earlier than what it acts on, follows, or is derived from."""
    for record in records:
        own = bounds(records, record)
        for path, name in _acted_on(record):
            spec = next(spec for spec in fields_of(record) if spec.name == path[0])
            other = records.get(name, spec.refers_to)
            if other is None:
                continue
            theirs = bounds(records, other)
            if own[1] is not None and theirs[0] is not None and own[1] < theirs[0]:
                yield Finding(
                    record=record,
                    path=path,
                    message=f"it is certainly earlier than {name!r}",
                    found=f"at the latest {own[1]}",
                    expected=f"not before {theirs[0]}",
                )


def _acted_on(record: Record) -> Iterator[tuple[Pointer, str]]:
    if isinstance(record, Event) and record.act is EventAct.PREPARE:
        return
    if isinstance(record, Event | Talks):
        for index, name in enumerate(record.on or ()):
            yield ("on", index), name
    elif isinstance(record, Position) and record.on is not None:
        yield ("on",), record.on
    elif isinstance(record, Version):
        for index, name in enumerate(record.derived_from or ()):
            yield ("derived_from", index), name


# --- evidence -----------------------------------------------------------------------------------


def _evidence(records: Records) -> Iterator[tuple[Record, Pointer, Evidence, Value]]:
    """All evidence, with the value that it stands on."""
    for record, path, value in _everything(records):
        for index, evidence in enumerate(getattr(value, "evidence", None) or ()):
            yield record, (*path, "evidence", index), evidence, value


@_rule("evidence-present", "add the passage that says so")
def _evidence_present(records: Records) -> Iterator[Finding]:
    """Versions, terms, roles, talks, events and claims rest on evidence.

    A position rests on that of its terms.
    """
    kinds = (Version, Term, Role, Talks, Event, FigureClaim)
    for record, path, value in _everything(records):
        if isinstance(value, kinds) and not value.evidence:
            yield Finding(
                record=record,
                path=path,
                message=f"the {_name_of(value)} has no evidence",
                found="none",
                expected="at least one passage",
            )


def _name_of(value: Value) -> str:
    if isinstance(value, Term):
        return f"term {value.label}"
    return {"FigureClaim": "claim", "Talks": "record of talks"}.get(
        type(value).__name__, type(value).__name__.lower()
    )


@_rule("evidence-paragraph", "cite a paragraph of article text")
def _evidence_paragraph(records: Records) -> Iterator[Finding]:
    """Evidence lies in a paragraph that the source has and that is article text."""
    sources = records.collections["sources"]
    furniture = {source.id: frozenset(source.furniture or ()) for source in sources.values()}
    for record, path, evidence, _ in _evidence(records):
        source = sources.get(evidence.source)
        if source is None:
            continue
        if evidence.paragraph > source.paragraphs:
            yield Finding(
                record=record,
                path=(*path, "paragraph"),
                message=f"the source has no paragraph {evidence.paragraph}",
                found=str(evidence.paragraph),
                expected=f"1 to {source.paragraphs}",
            )
        elif evidence.paragraph in furniture[source.id]:
            yield Finding(
                record=record,
                path=(*path, "paragraph"),
                message=f"paragraph {evidence.paragraph} is no article text",
                found="page furniture, as the source record has it",
                expected="a paragraph of the article",
            )


@_rule("evidence-note", "say in `note` how the passage is read")
def _evidence_note(records: Records) -> Iterator[Finding]:
    """Evidence that is a coder's reading has a note."""
    for record, path, evidence, _ in _evidence(records):
        if evidence.support is Support.IMPLIED and evidence.note is None:
            yield Finding(
                record=record,
                path=path,
                message="the evidence is implied and has no note",
                expected="a note",
            )


@_rule("evidence-fields", "name fields of the record that the evidence stands on")
def _evidence_fields(records: Records) -> Iterator[Finding]:
    """Evidence names fields that its record has; a value stands only for one field, denied."""
    for record, path, evidence, owner in _evidence(records):
        known = {spec.name: spec for spec in fields_of(owner)}
        for index, name in enumerate(evidence.fields or ()):
            if name not in known:
                yield Finding(
                    record=record,
                    path=(*path, "fields", index),
                    message=f"the record has no field {name!r}",
                    found=name,
                    expected=", ".join(known),
                )
        if evidence.value is None:
            continue
        if evidence.support is not Support.CONTRADICTS or len(evidence.fields or ()) != 1:
            yield Finding(
                record=record,
                path=(*path, "value"),
                message="a value stands only with support `contradicts` and one field",
                found=f"{evidence.support}, {len(evidence.fields or ())} fields",
                expected="contradicts, 1 field",
            )
            continue
        spec = known.get((evidence.fields or ("",))[0])
        if spec is not None and not _may_be(evidence.value, spec.types):
            yield Finding(
                record=record,
                path=(*path, "value"),
                message=f"the value is none that {spec.name!r} can have",
                found=str(evidence.value),
                expected=" or ".join(_words(kind) for kind in spec.types),
            )


def _may_be(given: Any, kinds: tuple[type, ...]) -> bool:
    if isinstance(given, bool) and bool not in kinds:
        return False
    words = [word.value for kind in kinds if issubclass(kind, Vocabulary) for word in kind]
    return isinstance(given, kinds) or (isinstance(given, str) and given in words)


def _words(kind: type) -> str:
    if issubclass(kind, Vocabulary):
        return ", ".join(word.value for word in kind)
    return kind.__name__


@_rule("paragraphs-accounted", "code the paragraph, or say in the source record why not")
def _paragraphs_accounted(records: Records) -> Iterator[Finding]:
    """Every paragraph of a source is evidence, furniture, or uncoded with a reason; one of them."""
    cited: dict[str, set[int]] = {}
    for _, _, evidence, _ in _evidence(records):
        cited.setdefault(evidence.source, set()).add(evidence.paragraph)
    for source in records.collections["sources"].values():
        furniture = set(source.furniture or ())
        uncoded = {each.paragraph for each in source.uncoded or ()}
        used = cited.get(source.id, set())
        named = furniture | uncoded | {each.paragraph for each in source.errors or ()}
        beyond = {number for number in named if number > source.paragraphs}
        if beyond:
            yield Finding(
                record=source,
                message=f"the source has no paragraphs {_numbers(beyond)}",
                found=_numbers(beyond),
                expected=f"1 to {source.paragraphs}",
            )
        if not used:
            continue
        accounted = furniture | uncoded | used
        # No more than are shown: a record may claim any number of paragraphs.
        every = range(1, source.paragraphs + 1)
        missing = list(islice((each for each in every if each not in accounted), _SHOWN + 1))
        if missing:
            yield Finding(
                record=source,
                message=f"paragraphs {_numbers(missing)} are not accounted for",
                found="neither evidence nor furniture nor uncoded",
                expected="one of the three",
            )
        for name, twice in (
            ("furniture", furniture & uncoded),
            ("uncoded", uncoded & used),
        ):
            if twice:
                yield Finding(
                    record=source,
                    path=(name,),
                    message=f"paragraphs {_numbers(twice)} are accounted for twice",
                    found="two of evidence, furniture and uncoded",
                    expected="one of the three",
                    remedy="take it out of one",
                )


_SHOWN = 20


def _numbers(numbers: Iterable[int]) -> str:
    return _some(sorted(numbers), _SHOWN)


@_rule("source-cited", "code the article, or remove its record", severity=Severity.WARNING)
def _source_cited(records: Records) -> Iterator[Finding]:
    """Every source is cited by some record."""
    cited = {evidence.source for _, _, evidence, _ in _evidence(records)}
    for source in records.collections["sources"].values():
        if source.id not in cited:
            yield Finding(record=source, message="no record cites this source")


# --- article texts ------------------------------------------------------------------------------


@_rule("source-text", "use the edition that was coded, or mend the record", wants_texts=True)
def _source_text(records: Records, texts: Texts) -> Iterator[Finding]:
    """The text of a source is there, has its fingerprint, and has as many paragraphs as it says."""
    from negotiations.texts import TextNotFound

    for source in records.collections["sources"].values():
        try:
            article = texts.text(source)
        except TextNotFound as fault:
            yield Finding(record=source, path=("file_name",), message=str(fault))
            continue
        if article.sha256 != source.sha256:
            yield Finding(
                record=source,
                path=("sha256",),
                message="the text has another fingerprint",
                found=article.sha256,
                expected=source.sha256,
            )
        if len(article.paragraphs) != source.paragraphs:
            yield Finding(
                record=source,
                path=("paragraphs",),
                message="the text has another number of paragraphs",
                found=str(len(article.paragraphs)),
                expected=str(source.paragraphs),
            )


@_rule("evidence-slice", "locate the passage again with `negotiations locate`", wants_texts=True)
def _evidence_slice(records: Records, texts: Texts) -> Iterator[Finding]:
    """A slice has the fingerprint that the evidence gives, and lies in the paragraph it gives."""
    from negotiations.texts import TextNotFound

    for record, path, evidence, _ in _evidence(records):
        source = records.collections["sources"].get(evidence.source)
        if source is None:
            continue
        try:
            article = texts.text(source)
        except TextNotFound:
            continue
        if article.slice_sha256(evidence.start, evidence.end) != evidence.sha256:
            yield Finding(
                record=record,
                path=(*path, "sha256"),
                message=f"the words at {evidence.start}:{evidence.end} are not those coded",
                found=article.slice_sha256(evidence.start, evidence.end),
                expected=evidence.sha256,
            )
            continue
        paragraph = article.paragraph_at(evidence.start, evidence.end)
        if paragraph != evidence.paragraph:
            yield Finding(
                record=record,
                path=(*path, "paragraph"),
                message="the passage lies in another paragraph"
                if paragraph
                else "the passage lies in no single paragraph",
                found=str(evidence.paragraph),
                expected=str(paragraph) if paragraph else "a passage within one paragraph",
            )
