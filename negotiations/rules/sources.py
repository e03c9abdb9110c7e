"""The rules on sources: whether they are coded in full, and match their texts."""

from __future__ import annotations

from itertools import islice

from negotiations.rules.rule import Example, Finding, Reach, listed, rule
from negotiations.rules.walking import each_evidence
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from negotiations.articles import Texts
    from negotiations.records import Records

__all__ = ["RULES"]


@rule(
    "paragraphs-accounted",
    "code the paragraph, or give the reason under `uncoded` in the source record",
    Example(
        file="seeds/report.json",
        pointer="/uncoded",
        reported=("seeds/report.json", ""),
    ),
    reach=Reach.DATASET,
)
def _paragraphs_accounted(records: Records) -> Iterator[Finding]:
    """Every paragraph of a source is exactly one of: evidence, furniture, or uncoded with a reason.

    Otherwise an oversight could not be told from a deliberate omission. A source is checked once a
    record cites it.
    """
    cited: dict[str, set[int]] = {}
    for _, _, evidence, _ in each_evidence(records):
        cited.setdefault(evidence.source, set()).add(evidence.paragraph)
    for source in records.collections["sources"].values():
        furniture: set[int] = set(source.furniture or ())
        uncoded = [(entry.paragraph, entry.last) for entry in source.uncoded or ()]
        used: set[int] = cited.get(source.id, set())
        errors = {error.paragraph for error in source.errors or ()}
        most = source.paragraphs
        for name, named in (
            ("furniture", furniture),
            ("uncoded", {last for _, last in uncoded}),
            ("errors", errors),
        ):
            beyond = {number for number in named if number > most}
            if not beyond:
                continue
            yield Finding(
                record=source,
                path=(name,),
                message=f"the source has no {_paragraphs(beyond)}",
                found=_numbers(beyond),
                expected=f"1 to {most}",
                remedy=f"name paragraphs from 1 to {most}",
            )
        if not used:
            continue
        accounted = sorted([*((number, number) for number in furniture | used), *uncoded])
        missing = list(islice(_between(accounted, most), _SHOWN + 1))
        if missing:
            yield Finding(
                record=source,
                message=f"{_paragraphs(missing, verb=True)} not accounted for",
                found="neither evidence nor furniture nor uncoded",
                expected="one of the three",
            )
        for name, twice in (
            ("furniture", _within(furniture, uncoded)),
            ("uncoded", _within(used, uncoded) | _overlaps(uncoded)),
        ):
            if twice:
                yield Finding(
                    record=source,
                    path=(name,),
                    message=f"{_paragraphs(twice, verb=True)} accounted for twice",
                    found="two of evidence, furniture and uncoded",
                    expected="only one of the three",
                    remedy="remove it from one of them",
                )


def _between(intervals: list[tuple[int, int]], most: int) -> Iterator[int]:
    """The paragraphs of a source with this many that are in none of the sorted intervals."""
    reached = 0
    for first, last in (*intervals, (most + 1, most + 1)):
        yield from range(reached + 1, min(first, most + 1))
        reached = max(reached, last)


def _within(numbers: set[int], intervals: list[tuple[int, int]]) -> set[int]:
    """The numbers that are in one of the intervals."""
    inside: set[int] = set()
    waiting = sorted(intervals)
    index = 0
    reached: int | None = None
    for number in sorted(numbers):
        while index < len(waiting) and waiting[index][0] <= number:
            last = waiting[index][1]
            reached = last if reached is None else max(reached, last)
            index += 1
        if reached is not None and number <= reached:
            inside.add(number)
    return inside


def _overlaps(intervals: list[tuple[int, int]]) -> set[int]:
    """The first paragraphs of the intervals that begin within an earlier one."""
    twice: set[int] = set()
    reached = 0
    for first, last in sorted(intervals):
        if first <= reached:
            twice.add(first)
        reached = max(reached, last)
    return twice


_SHOWN = 20


def _numbers(numbers: Iterable[int]) -> str:
    return listed(sorted(numbers), _SHOWN)


def _paragraphs(numbers: Collection[int], *, verb: bool = False) -> str:
    noun, form = ("paragraph", "is") if len(numbers) == 1 else ("paragraphs", "are")
    return f"{noun} {_numbers(numbers)} {form}" if verb else f"{noun} {_numbers(numbers)}"


@rule(
    "source-cited",
    "code the article, or remove its record",
    Example(
        file="seeds/other.json",
        value={
            "id": "other",
            "label": "Second report",
            "file_name": "other.txt",
            "sha256": "0" * 64,
            "language": "en",
            "paragraphs": 3,
        },
    ),
    severity=Severity.WARNING,
    reach=Reach.DATASET,
)
def _source_cited(records: Records) -> Iterator[Finding]:
    """Every source is cited by at least one record.

    While a dataset is being coded, some sources may not be cited yet.
    """
    cited = {evidence.source for _, _, evidence, _ in each_evidence(records)}
    for source in records.collections["sources"].values():
        if source.id not in cited:
            yield Finding(
                record=source,
                message="no record cites this source",
                found="no evidence of it",
                expected="at least one passage",
            )


_ANOTHER_EDITION = (
    "use the edition that was coded, or, if the text was corrected, `negotiations relocate`"
)


@rule(
    "source-text",
    _ANOTHER_EDITION,
    Example(file="seeds/report.json", pointer="/sha256", value="0" * 64),
    wants_texts=True,
)
def _source_text(records: Records, texts: Texts) -> Iterator[Finding]:
    """The text of a source is available, with the recorded fingerprint and number of paragraphs.

    Offsets are valid for one edition only, which must match byte by byte.
    """
    from negotiations.articles import TextNotFound, differs_alone_in

    for source in records.collections["sources"].values():
        try:
            article = texts.text(source)
        except TextNotFound as fault:
            yield Finding(
                record=source,
                path=("file_name",),
                message=str(fault),
                found="no readable text",
                expected=f"the text {source.file_name!r}, in UTF-8",
                remedy="give the folder that contains the text, or fix the name",
            )
            continue
        if article.sha256 != source.sha256:
            alone = differs_alone_in(article, source)
            yield Finding(
                record=source,
                path=("sha256",),
                message=f"the text differs from the coded one in {alone} alone"
                if alone
                else "the text has a different fingerprint",
                found=article.sha256,
                expected=source.sha256,
                remedy="use the file as it was" if alone else "",
            )
        if len(article.paragraphs) != source.paragraphs:
            yield Finding(
                record=source,
                path=("paragraphs",),
                message="the text has a different number of paragraphs",
                found=str(len(article.paragraphs)),
                expected=str(source.paragraphs),
            )


@rule(
    "evidence-slice",
    "locate the passage again with `negotiations locate`",
    Example(file="data/events.json", pointer="/0/evidence/0/sha256", value="0" * 64),
    wants_texts=True,
)
def _evidence_slice(records: Records, texts: Texts) -> Iterator[Finding]:
    """A passage has the recorded fingerprint and is in the recorded paragraph.

    This proves where the passage is, not that it supports the record.
    """
    from negotiations.articles import TextNotFound

    for record, path, evidence, _ in each_evidence(records):
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
                message=f"the text at {evidence.start}:{evidence.end} is not the coded passage",
                found=article.slice_sha256(evidence.start, evidence.end),
                expected=evidence.sha256,
                remedy="" if article.sha256 == source.sha256 else _ANOTHER_EDITION,
            )
            continue
        paragraph = article.paragraph_at(evidence.start, evidence.end)
        if paragraph != evidence.paragraph:
            yield Finding(
                record=record,
                path=(*path, "paragraph"),
                message="the passage is in another paragraph"
                if paragraph
                else "the passage is not within one paragraph",
                found=str(evidence.paragraph),
                expected=str(paragraph) if paragraph else "a passage within one paragraph",
            )


@rule(
    "printed-in-passage",
    "locate a passage that contains the form, or remove the form",
    Example(
        file="data/proposals/accord.json",
        pointer="/versions/0/evidence/0/prints",
        value=["draft"],
        reported=("data/proposals/accord.json", "/versions/0/evidence/0/prints/0"),
    ),
    wants_texts=True,
)
def _printed_in_passage(records: Records, texts: Texts) -> Iterator[Finding]:
    """A passage contains the spellings and labels listed in its `prints`.

    Letter by letter: a different case or apostrophe makes a different form.
    """
    from negotiations.articles import TextNotFound

    for record, path, evidence, _ in each_evidence(records):
        if not evidence.prints or evidence.source not in records.collections["sources"]:
            continue
        try:
            passage = texts.passage(evidence)
        except TextNotFound:
            continue
        for index, form in enumerate(evidence.prints):
            if form not in passage:
                yield Finding(
                    record=record,
                    path=(*path, "prints", index),
                    message=f"the passage does not contain {form!r}",
                    found="a passage without this form",
                    expected=form,
                )


RULES = (
    _paragraphs_accounted,
    _source_cited,
    _source_text,
    _evidence_slice,
    _printed_in_passage,
)
