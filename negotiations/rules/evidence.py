"""The rules on evidence that can be checked without the texts."""

from __future__ import annotations

from negotiations.model import Amount, Event, FigureClaim, Role, Talks, Term, Version
from negotiations.model.base import Value, field_of, fields_of
from negotiations.model.values import Count
from negotiations.rules.rule import Example, Finding, listed, rule, write_nearest
from negotiations.rules.walking import each_evidence, each_value
from negotiations.vocabulary import Support, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from negotiations.records import Records

__all__ = ["RULES"]


@rule(
    "evidence-present",
    "add the passage that says so",
    Example(
        file="data/events.json",
        pointer="/0/evidence",
        reported=("data/events.json", "/0"),
    ),
)
def _evidence_present(records: Records) -> Iterator[Finding]:
    """Versions, terms, roles, talks, events and claims rest on evidence.

    A position rests on that of its terms.
    """
    kinds = (Version, Term, Role, Talks, Event, FigureClaim)
    for record, path, value in each_value(records):
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


@rule(
    "evidence-paragraph",
    "cite a paragraph of article text",
    Example(file="data/events.json", pointer="/0/evidence/0/paragraph", value=1),
)
def _evidence_paragraph(records: Records) -> Iterator[Finding]:
    """Evidence is in a paragraph that the source has and that is article text.

    Advertisements, forms and biographies are page furniture; the source record lists them.
    """
    sources = records.collections["sources"]
    furniture: dict[str, frozenset[int]] = {}
    for record, path, evidence, _ in each_evidence(records):
        source = sources.get(evidence.source)
        if source is None:
            continue
        if source.id not in furniture:
            furniture[source.id] = frozenset(source.furniture or ())
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
                message=f"paragraph {evidence.paragraph} is not article text",
                found="page furniture, according to the source record",
                expected="a paragraph of the article",
            )


@rule(
    "evidence-note",
    "explain in `note` how the passage is read",
    Example(
        file="data/events.json",
        pointer="/0/evidence/0/support",
        value="implied",
        reported=("data/events.json", "/0/evidence/0"),
    ),
)
def _evidence_note(records: Records) -> Iterator[Finding]:
    """Evidence that rests on a coder's interpretation (`implied`) has a note.

    Another reader has to be able to disagree with it.
    """
    for record, path, evidence, _ in each_evidence(records):
        if evidence.support is Support.IMPLIED and evidence.note is None:
            yield Finding(
                record=record,
                path=path,
                message="the evidence is implied and has no note",
                found="no note",
                expected="a note",
            )


@rule(
    "evidence-fields",
    "name fields of the record that the evidence belongs to",
    Example(
        file="data/events.json",
        pointer="/0/evidence/0/fields",
        value=["actor"],
        reported=("data/events.json", "/0/evidence/0/fields/0"),
    ),
)
def _evidence_fields(records: Records) -> Iterator[Finding]:
    """Evidence names only fields that its record or term has.

    A passage often supports only some of the fields: it may say who, but not when.
    """
    for record, path, evidence, owner in each_evidence(records):
        for index, name in enumerate(evidence.fields or ()):
            if field_of(owner, name) is None:
                known = [spec.name for spec in fields_of(owner)]
                yield Finding(
                    record=record,
                    path=(*path, "fields", index),
                    message=f"the record has no field {name!r}",
                    found=name,
                    expected=", ".join(known),
                    remedy=write_nearest(name, known),
                )


@rule(
    "evidence-value",
    "name in `fields` the one field whose value the passage denies, and set support to `contradicts`",
    Example(
        file="data/events.json",
        pointer="/0/evidence/0/value",
        value="reject",
    ),
)
def _evidence_value(records: Records) -> Iterator[Finding]:
    """The value in evidence is a possible value of the one field that the evidence contradicts.

    Only evidence that contradicts a field can give another value for it.
    """
    for record, path, evidence, owner in each_evidence(records):
        if evidence.value is None:
            continue
        if evidence.support is not Support.CONTRADICTS or len(evidence.fields or ()) != 1:
            yield Finding(
                record=record,
                path=(*path, "value"),
                message="a value requires support `contradicts` and exactly one field",
                found=f"{evidence.support}, {_count_of_fields(len(evidence.fields or ()))}",
                expected="contradicts, 1 field",
            )
            continue
        spec = field_of(owner, (evidence.fields or ("",))[0])
        if spec is not None and not _may_be(evidence.value, spec.types):
            words = [
                word.value for kind in spec.types if issubclass(kind, Vocabulary) for word in kind
            ]
            yield Finding(
                record=record,
                path=(*path, "value"),
                message=f"the field {spec.name!r} cannot have this value",
                found=str(evidence.value),
                expected=" or ".join(_words(kind) for kind in spec.types),
                remedy=write_nearest(str(evidence.value), words),
            )


@rule(
    "evidence-prints",
    "add the form to the spellings or labels of the record, or remove it here",
    Example(
        file="data/events.json",
        pointer="/0/evidence/0/prints",
        value=["draft"],
        reported=("data/events.json", "/0/evidence/0/prints/0"),
    ),
)
def _evidence_prints(records: Records) -> Iterator[Finding]:
    """Each form in `prints` is among the spellings or labels of the record.

    This records which article prints which form of a name.
    """
    for record, path, evidence, owner in each_evidence(records):
        forms = printed_forms(owner) if evidence.prints else ()
        for index, form in enumerate(evidence.prints or ()):
            if form not in forms:
                yield Finding(
                    record=record,
                    path=(*path, "prints", index),
                    message=f"the record has no spelling or label {form!r}",
                    found=form,
                    expected=listed(forms) or "a record with spellings or labels",
                    remedy=write_nearest(form, forms),
                )


def printed_forms(owner: Value) -> tuple[str, ...]:
    """The spellings or labels of a record; empty if it has no such field."""
    forms: tuple[str, ...] | None = getattr(owner, "spellings", None) or getattr(
        owner, "labels", None
    )
    return forms or ()


def _may_be(content: Any, kinds: tuple[type, ...]) -> bool:
    if isinstance(content, bool) and bool not in kinds:
        return False
    words = [word.value for kind in kinds if issubclass(kind, Vocabulary) for word in kind]
    if isinstance(content, Count) and Amount in kinds:
        return True  # a whole number without a unit is read as a count, and so is an unstated one
    return isinstance(content, kinds) or (isinstance(content, str) and content in words)


def _count_of_fields(number: int) -> str:
    return "1 field" if number == 1 else f"{number} fields"


def _words(kind: type) -> str:
    if issubclass(kind, Vocabulary):
        return ", ".join(word.value for word in kind)
    return kind.__name__


RULES = (
    _evidence_present,
    _evidence_paragraph,
    _evidence_note,
    _evidence_fields,
    _evidence_value,
    _evidence_prints,
)
