"""Pictures of a dataset: a timeline, numbers with their bounds, and the gap between two parties.

A picture is laid out from tables and answers as plain values (`layout`), drawn with altair (`drawing`),
and written by vl-convert, without a browser and without the network (`plot`). Both come with the extra
``plot``.
"""

from __future__ import annotations

from negotiations.answers.gap import gap as gap_between
from negotiations.answers.stance import scopes_of
from negotiations.plots.plot import Plot
from negotiations.records import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.chronology import AsOf
    from negotiations.model import Actor, Proposal, Version

__all__ = ["Plot", "Plots"]


class Plots:
    """The pictures of a dataset.

    >>> import negotiations as ng
    >>> ng.load().plot.numbers(issue="prisoner-release")
    <Plot Numbers – Release of prisoners: 9 numbers>
    """

    __slots__ = ("_records",)

    def __init__(self, records: Records) -> None:
        self._records = records

    def timeline(
        self, *, issue: str | None = None, party: str | None = None, on: str | None = None
    ) -> Plot:
        """Events, texts and talks over time, in the lane of each party whose act they are.

        A day that is known is a filled mark; a span of days in which it was is a line between two
        hollow ones; where no first or no last day is known, the line ends in an arrow. What has no known
        time stands last in its lane, beside the axis.

        Args:
            issue: Only what is on this issue.
            party: Only the lane of this actor, with those who speak for it.
            on: Only what concerns this proposal, or a version of it.

        Raises:
            MissingExtra: altair or vl-convert is not installed; both come with the extra ``plot``.
            UnknownId: There is no such issue, actor, proposal or version.
            NegotiationsError: There is more to show than a picture can hold.
        """
        from negotiations.plots.timeline import timeline_plot

        return timeline_plot(self._records, issue=issue, party=party, on=on)

    def numbers(self, *, issue: str | None = None, on: str | None = None) -> Plot:
        """The numbers of texts and positions with their bounds, issue by issue.

        Numbers of one issue, unit and measure share an axis. A bound that the source leaves open is an
        arrow; a number that no source gives is told in words. Without an issue, background figures and the
        numbers of talks are shown too.

        Args:
            issue: Only the numbers of this issue.
            on: Only those of this proposal, of its versions, and of positions on it.

        Raises:
            MissingExtra: altair or vl-convert is not installed; both come with the extra ``plot``.
            UnknownId: There is no such issue, proposal or version.
            NegotiationsError: There is more to show than a picture can hold.
        """
        from negotiations.plots.numbers import numbers_plot

        return numbers_plot(self._records, issue=issue, on=on)

    def gap(
        self,
        a: Actor | str,
        b: Actor | str,
        *,
        on: Proposal | Version | str | None,
        as_of: AsOf = None,
    ) -> Plot:
        """Issue by party: what each is reported to want, and whether they are apart.

        The arguments and errors are those of `Dataset.gap`.

        Raises:
            MissingExtra: altair or vl-convert is not installed; both come with the extra ``plot``.
            NegotiationsError: There is more to show than a picture can hold.

        >>> import negotiations as ng
        >>> ng.load().plot.gap("israel", "hamas", on="ceasefire-agreement-2025")
        <Plot Gap between Israel and Hamas: 5 issues>
        """
        from negotiations.plots.gap import gap_plot

        return gap_plot(self._records, [gap_between(self._records, a, b, on=on, as_of=as_of)])

    def gaps(self, a: str, b: str, *, as_of: AsOf = None) -> Plot:
        """The gaps of two parties in every negotiation in which either has positions, one below another.

        Raises:
            MissingExtra: altair or vl-convert is not installed; both come with the extra ``plot``.
            UnknownId: There is no such actor.
            NegotiationsError: There is more to show than a picture can hold.
        """
        from negotiations.plots.gap import gap_plot

        scopes = scopes_of(self._records, (a, b))
        found = [gap_between(self._records, a, b, on=scope, as_of=as_of) for scope in scopes]
        return gap_plot(self._records, found, parties=(a, b))
