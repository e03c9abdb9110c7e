"""The dataset's own description, and the articles it was coded from."""

from datetime import date

from negotiations.limits import MAXIMUM_PARAGRAPHS
from negotiations.model.base import FieldRole, Value, WordOrNone, attribute, value
from negotiations.model.patterns import (
    ADDRESS_PATTERN,
    DAY_PATTERN,
    FILE_NAME_PATTERN,
    ID_PATTERN,
    LANGUAGE_PATTERN,
    RELEASE_PATTERN,
    SHA256_PATTERN,
    URL_PATTERN,
)
from negotiations.model.record import Record
from negotiations.model.values import When
from negotiations.vocabulary import ParagraphsBy

# The format of the files that this library reads and writes. It changes when files that were valid no
# longer are; `folder.upgrading` then has a step to it.
FORMAT = 2

__all__ = ["FORMAT", "Ignored", "Metadata", "PrintedError", "Source", "Uncoded"]


@value
class Ignored(Value):
    """A rule that the dataset breaks knowingly, in one record or everywhere, with the reason."""

    key_fields = ("rule", "record")

    rule: str = attribute(
        "The rule, by its id; `negotiations rule` lists them, and says which may be ignored.",
        pattern=ID_PATTERN,
        examples=("source-cited",),
    )
    record: str | None = attribute(
        "The address of the record that breaks it. Absent: whatever record does.",
        default=None,
        pattern=ADDRESS_PATTERN,
        examples=("sources/second-report",),
    )
    reason: str = attribute("Why it is left as it is.", FieldRole.WORDED)


@value
class Metadata(Record):
    """What the dataset is, who made it how, under which licence, and what it does not do."""

    format: int = attribute(
        "The number of the format that the files are written in. `negotiations upgrade` brings older "
        "ones to the present format, and datasets without a number are of format 1.",
        FieldRole.BOOKKEEPING,
        default=FORMAT,
        minimum=FORMAT,
        maximum=FORMAT,
    )
    title: str = attribute("The title for citation.", FieldRole.NAME)
    version: str = attribute(
        "The version: a fix is a patch, an addition a minor, a changed field a major release.",
        pattern=RELEASE_PATTERN,
    )
    released: str | None = attribute(
        "The day on which this version was released. Absent: it was not released, or not on a known day.",
        default=None,
        pattern=DAY_PATTERN,
        examples=("2026-11-28",),
    )
    url: str | None = attribute(
        "Where it can be had, as a web address; of a DOI, `https://doi.org/` and the DOI.",
        FieldRole.BOOKKEEPING,
        default=None,
        pattern=URL_PATTERN,
        examples=("https://doi.org/10.1000/182",),
    )
    licence: str = attribute(
        "The SPDX identifier of the licence of the data.", examples=("CC-BY-4.0",)
    )
    coders: tuple[str, ...] = attribute("Who coded it; they are cited as its authors.")
    protocol: str = attribute("Where the coding rules are.")
    limits: tuple[str, ...] = attribute("What is known to be missing or leaning.", ordered=True)
    ignored: tuple[Ignored, ...] | None = attribute(
        "The rules that it breaks knowingly: a check counts these breaches and does not report them.",
        default=None,
    )

    def _validate(self) -> None:
        if self.released is not None:
            try:
                date.fromisoformat(self.released)
            except ValueError as fault:
                raise ValueError(f"{self.released!r} is not a calendar date: {fault}") from None


@value
class Uncoded(Value):
    """Paragraphs of article text that yield no record, with the reason.

    >>> Uncoded(paragraph=12, through=80, reason="An annex on procedure.").last
    80
    """

    key_fields = ("paragraph",)

    paragraph: int = attribute(
        "The paragraph, or the first of several, counted from 1.",
        minimum=1,
        maximum=MAXIMUM_PARAGRAPHS,
    )
    through: int | None = attribute(
        "The last of several paragraphs. Absent: one paragraph.",
        default=None,
        minimum=2,
        maximum=MAXIMUM_PARAGRAPHS,
    )
    reason: str = attribute("Why nothing in them is coded.", FieldRole.WORDED)

    def _validate(self) -> None:
        if self.through is not None and self.through <= self.paragraph:
            raise ValueError(
                f"Uncoded: through {self.through} is not after paragraph {self.paragraph}"
            )

    @property
    def last(self) -> int:
        """The last paragraph."""
        return self.paragraph if self.through is None else self.through


@value
class PrintedError(Value):
    """An error that the article itself prints, recorded uncorrected."""

    paragraph: int = attribute(
        "The paragraph, counted from 1.", minimum=1, maximum=MAXIMUM_PARAGRAPHS
    )
    summary: str = attribute("What is wrong in it, in our own words.", FieldRole.DESCRIPTION)


@value
class Source(Record):
    """An article: its identity and fingerprints, never its text."""

    label: str = attribute(
        "The short name used in citations, as in 'CNN relay ¶12'.", FieldRole.NAME
    )
    url: str | None = attribute(
        "Where it can be read.", FieldRole.BOOKKEEPING, default=None, pattern=URL_PATTERN
    )
    archive_url: str | None = attribute(
        "Where a copy of it is archived.", FieldRole.BOOKKEEPING, default=None, pattern=URL_PATTERN
    )
    document_symbol: str | None = attribute(
        "The symbol under which its publisher files it, such as `FCCC/CP/2015/L.9`.",
        FieldRole.BOOKKEEPING,
        default=None,
    )
    file_name: str = attribute(
        "The name of the text file that the offsets refer to.", pattern=FILE_NAME_PATTERN
    )
    sha256: str = attribute(
        "The SHA-256 of the file's bytes, in hexadecimal.",
        FieldRole.BOOKKEEPING,
        pattern=SHA256_PATTERN,
    )
    outlet: str | None = attribute(
        "The outlet that printed it, as far as the article says.", default=None, refers_to="actors"
    )
    credited: tuple[str, ...] | None = attribute(
        "The outlets whose reporting it relays.", default=None, refers_to="actors"
    )
    author: str | None = attribute("The author named by the article.", default=None)
    title: str | None = attribute(
        "What the headline is about, in our own words. The headline itself is article text.",
        FieldRole.NAME,
        default=None,
    )
    published: When | None = attribute("When it appeared.", default=None)
    language: str = attribute("The language, as a BCP 47 tag.", pattern=LANGUAGE_PATTERN)
    paragraphs: int = attribute(
        "How many paragraphs the file has.", minimum=1, maximum=MAXIMUM_PARAGRAPHS
    )
    paragraphs_by: WordOrNone[ParagraphsBy] = attribute(
        "What separates its paragraphs. Absent: the end of a line.", default=None
    )
    furniture: tuple[int, ...] | None = attribute(
        "Paragraphs that are not article text: adverts, forms, 'read more', biographies.",
        default=None,
        minimum=1,
        maximum=MAXIMUM_PARAGRAPHS,
    )
    uncoded: tuple[Uncoded, ...] | None = attribute(
        "Paragraphs of article text that yield no record.", default=None
    )
    errors: tuple[PrintedError, ...] | None = attribute(
        "Errors that the article prints.", default=None
    )
