"""Where a record comes from: a passage, and who says so."""

from typing import Any, Protocol

from negotiations.limits import MAXIMUM_PARAGRAPHS, MAXIMUM_PASSAGE, MAXIMUM_TEXT_BYTES
from negotiations.model.amounts import Amount
from negotiations.model.base import FieldRole, Value, Word, attribute, value
from negotiations.model.patterns import SHA256_PATTERN
from negotiations.model.timing import Timing
from negotiations.model.values import Count, Duration, When
from negotiations.vocabulary import Support

TYPE_CHECKING = False

__all__ = ["Evidence", "passages_on"]


class HasCitations(Protocol):
    """A dataset, as far as a citation needs one."""

    def cite(self, item: "Evidence", style: str) -> str:
        """The citation of a piece of evidence in a style."""
        ...


@value
class Evidence(Value):
    """A passage that a record rests on, and the voices that it passed through.

    The passage is given by offsets and a fingerprint (W3C Web Annotation, TextPositionSelector); its
    words are not stored. That the offsets resolve proves where a passage stands, not that it supports
    the record: readers check that.

    >>> Evidence(source="cnn-relay", paragraph=16, start=0, end=4, sha256="0" * 64,
    ...          support=Support.EXPLICIT).origin
    'cnn-relay'
    """

    sorted_by = ("source", "start", "end")

    source: str = attribute("The source record of the article.", refers_to="sources")
    paragraph: int = attribute(
        "The paragraph, counted from 1; the source says what separates its paragraphs.",
        minimum=1,
        maximum=MAXIMUM_PARAGRAPHS,
    )
    start: int = attribute(
        "The offset of the first character, in Unicode code points of the file decoded as UTF-8.",
        minimum=0,
        maximum=MAXIMUM_TEXT_BYTES,
    )
    end: int = attribute(
        "The offset after the last character.", minimum=1, maximum=MAXIMUM_TEXT_BYTES
    )
    sha256: str = attribute(
        "The SHA-256 of the passage encoded as UTF-8, in hexadecimal.", pattern=SHA256_PATTERN
    )
    claimants: tuple[str, ...] | None = attribute(
        "The actors who assert it, as the article attributes it. Absent: the article's own narration.",
        default=None,
        refers_to="actors",
    )
    via: tuple[str, ...] | None = attribute(
        "The outlets or offices it passed through before the source, the nearest first.",
        default=None,
        ordered=True,
        refers_to="actors",
    )
    support: Word[Support] = attribute("How the passage bears on the record.")
    hedged: bool | None = attribute(
        "Whether the passage holds open what the record states, in the article's words ('reportedly') "
        "or the speaker's ('could'); the codebook lists the words.",
        default=None,
    )
    fields: tuple[str, ...] | None = attribute(
        "The fields of the record that it bears on. Absent: all of them.", default=None
    )
    value: bool | str | Count | Amount | Duration | Timing | When | None = attribute(
        "What a contradicting passage gives for the one field named in `fields`, instead.",
        default=None,
    )
    prints: tuple[str, ...] | None = attribute(
        "The spellings or labels of the record that the passage has, letter for letter.",
        default=None,
    )
    note: str | None = attribute("A coder's remark on the reading.", FieldRole.NOTE, default=None)

    def _validate(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"Evidence: end {self.end} is not after start {self.start}")
        if self.end - self.start > MAXIMUM_PASSAGE:
            raise ValueError(
                f"Evidence: {self.end - self.start} characters are more than one passage may have, "
                f"which is {MAXIMUM_PASSAGE}"
            )

    @property
    def origin(self) -> str:
        """The outlet that it started from: the last of ``via``, else the source.

        Relays of one origin are one voice, however many sources repeat them.
        """
        return self.via[-1] if self.via else self.source

    def bears_on(self, *fields: str) -> bool:
        """Whether it bears on one of these fields of its record; on the whole of it, if none is named."""
        own = self.fields
        return own is None or not fields or any(map(own.__contains__, fields))

    def citation(self, dataset: "HasCitations", style: str = "text") -> str:
        """The citation of its article, with the paragraph, and of the dataset that it was coded for.

        The arguments and errors are those of `Dataset.cite`.

        >>> import negotiations as ng
        >>> ds = ng.load()
        >>> passage = ds.events["killing-of-haniyeh"].evidence[0]
        >>> passage.citation(ds) == ds.cite(passage)
        True
        """
        return dataset.cite(self, style)

    @property
    def key(self) -> "tuple[Any, ...]":
        """Evidence sorts by source and place, then by the rest of its content."""
        return (*(getattr(self, name) for name in self.sorted_by), *super().key)

    def __repr__(self) -> str:
        voice = f", claimants={self.claimants!r}" if self.claimants else ""
        return (
            f"Evidence({self.source!r} ¶{self.paragraph}, {self.start}:{self.end}, "
            f"{self.support.value}{voice})"
        )


def passages_on(item: object, *fields: str) -> tuple[Evidence, ...]:
    """The passages of a value, denials among them, or those that bear on one of these fields."""
    passages: tuple[Evidence, ...] = getattr(item, "evidence", None) or ()
    if not fields or not passages:
        return passages
    return tuple([passage for passage in passages if passage.bears_on(*fields)])
