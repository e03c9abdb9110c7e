"""When a term begins, ends or is due, as drafts say it: by a date, or from something else."""

import re

from negotiations.model.base import FieldRole, Value, attribute, value
from negotiations.model.patterns import EDTF_PATTERN, FORMS, NOT_BLANK, TERM_LABEL_PATTERN
from negotiations.model.values import Duration, When
from negotiations.vocabulary import Basis, Certainty

__all__ = ["Anchor", "Timing"]


@value
class Anchor(Value):
    """What a time is counted from: a term of the same text, an event, or something else in words.

    >>> print(Anchor(words="signing"))
    signing
    """

    term: str | None = attribute(
        "The term of the same text, by its label, whose fulfilment counts.",
        default=None,
        pattern=TERM_LABEL_PATTERN,
        examples=("ceasefire@1",),
    )
    event: str | None = attribute("The event.", default=None, refers_to="events")
    words: str | None = attribute(
        "What it is, in a few words of our own: `signing`, `entry into force`.",
        FieldRole.WORDED,
        default=None,
        examples=("signing",),
    )

    def _validate(self) -> None:
        given = [name for name in ("term", "event", "words") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(
                f"Anchor: give one of term, event and words, found {' and '.join(given) or 'none'}"
            )
        if self.term is not None and not re.match(TERM_LABEL_PATTERN, self.term):
            raise ValueError(f"{self.term!r} is not {FORMS[TERM_LABEL_PATTERN]}")
        if self.words is not None and not re.search(NOT_BLANK, self.words):
            raise ValueError("Anchor: the words are blank")

    @property
    def key(self) -> tuple[str, ...]:
        """The whole content."""
        return (self.term or "", self.event or "", self.words or "")

    def __str__(self) -> str:
        return self.term or self.event or self.words or ""


@value
class Timing(Value):
    """A point in time as a text fixes it: on a date, or before, after or so long after something.

    >>> print(Timing(within=Duration.exactly("P14D"), after=Anchor(words="signing")))
    within 14 days after signing
    >>> print(Timing(on="2015-12-31"))
    on 2015-12-31
    """

    on: str | None = attribute(
        "The date in EDTF.", default=None, pattern=EDTF_PATTERN, examples=("2015-12-31",)
    )
    within: Duration | None = attribute(
        "How long after the anchor, at the most. It stands with `after`.", default=None
    )
    after: Anchor | None = attribute("What it comes after, or is counted from.", default=None)
    before: Anchor | None = attribute("What it comes before.", default=None)

    def _validate(self) -> None:
        given = [name for name in ("on", "after", "before") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(
                f"Timing: give one of on, after and before, found {' and '.join(given) or 'none'}"
            )
        if self.within is not None and self.after is None:
            raise ValueError("Timing: within stands with after: it says how long after what")
        if self.on is not None:
            _ = self.date

    @property
    def date(self) -> When | None:
        """The date, where one is given."""
        return None if self.on is None else When(edtf=self.on, basis=Basis.STATED)

    @property
    def anchor(self) -> Anchor | None:
        """What it is counted from; None where it is a date."""
        return self.after or self.before

    def before_than(self, other: "Timing") -> Certainty:
        """Whether this is earlier than ``other``, as far as the two can be compared.

        Two dates can, two lengths of time from the same thing, and what comes before a thing with what
        comes after it; of all else nothing is certain.

        >>> signing = Anchor(words="signing")
        >>> in_two_weeks, in_a_month = (
        ...     Timing(within=Duration.exactly(length), after=signing) for length in ("P14D", "P30D"))
        >>> in_two_weeks.before_than(in_a_month)
        Certainty.CERTAIN
        """
        if self == other:
            return Certainty.IMPOSSIBLE
        mine, theirs = self.date, other.date
        if mine is not None and theirs is not None:
            return mine.before(theirs)
        if self.within is not None and other.within is not None and self.after == other.after:
            return self.within.less_than(other.within)
        if self.before is not None and self.before == other.after:
            return Certainty.CERTAIN
        if self.after is not None and self.after == other.before:
            return Certainty.IMPOSSIBLE
        return Certainty.POSSIBLE

    @property
    def key(self) -> tuple[object, ...]:
        """The whole content."""
        parts = (self.within, self.after, self.before)
        return (self.on or "", *(() if part is None else part.key for part in parts))

    def __str__(self) -> str:
        if self.on is not None:
            return f"on {self.on}"
        if self.before is not None:
            return f"before {self.before}"
        return (
            f"after {self.after}"
            if self.within is None
            else f"within {self.within} after {self.after}"
        )
