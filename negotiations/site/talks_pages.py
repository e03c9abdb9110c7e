"""The list of talks: when and where each was, who mediated, who else took part, and how far it had got."""

from __future__ import annotations

import attrs

from negotiations.chronology import entries
from negotiations.claims import Attribution
from negotiations.model import Talks
from negotiations.model.evidence import passages_on
from negotiations.records import address_of
from negotiations.site.days import day_of
from negotiations.site.names import record_path
from negotiations.site.record_pages import ABOUT, KINDS, write_list
from negotiations.vocabulary import TalksRole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.model.talks import Participant
    from negotiations.site.frame import Frame

__all__ = ["write_talks_list"]


@attrs.frozen
class Part:
    """A place or an actor of talks: its name, its page, and what is to be known of its part in them."""

    name: str
    path: str
    remark: str = ""


@attrs.frozen
class TalksRow:
    """Talks in the list."""

    name: str
    path: str
    when: str
    places: tuple[Part, ...]
    mediators: tuple[Part, ...]
    others: tuple[Part, ...]
    status: str
    outcome: str


def write_talks_list(frame: Frame) -> None:
    """Write the list of all talks, in the order of time."""
    talks = [*frame.records.talks.values()]
    write_list(
        frame,
        "talks/index.html",
        title=KINDS["talks"][1],
        rows=[
            _row(frame, entry.record, day_of(entry))
            for entry in entries(frame.records, talks)
            if isinstance(entry.record, Talks)
        ],
        crumbs=[("Records", "records.html")],
        about=ABOUT["talks"],
        section="Talks" if talks else "Records",
        dated=True,
        template="talks_list.html",
    )


def _row(frame: Frame, talks: Talks, when: str) -> TalksRow:
    address = address_of(talks)
    mediators = [part for part in talks.participants or () if part.role is TalksRole.MEDIATOR]
    others = [part for part in talks.participants or () if part.role is not TalksRole.MEDIATOR]
    return TalksRow(
        name=frame.name(address),
        path=record_path(address),
        when=when,
        places=tuple(_part(frame, f"places/{place}") for place in talks.places or ()),
        mediators=tuple(_participants(frame, talks, mediators)),
        others=tuple(_participants(frame, talks, others)),
        status="" if talks.status is None else frame.words.word(talks.status),
        outcome=talks.outcome or "",
    )


def _participants(frame: Frame, talks: Talks, parts: list[Participant]) -> Iterator[Part]:
    for part in parts:
        passages = passages_on(part) or passages_on(talks, "participants")
        said = Attribution.of(frame.records, passages)
        remarks = [] if part.role in (TalksRole.MEDIATOR, TalksRole.PARTY) else [str(part.role)]
        remarks += ["a coder's reading"] if said.is_implied else []
        remarks += ["hedged"] if said.hedged else []
        remarks += [f"denied by {frame.words.voices(said.deniers)}"] if said.deniers else []
        yield _part(frame, f"actors/{part.actor}", ", ".join(remarks))


def _part(frame: Frame, address: str, remark: str = "") -> Part:
    return Part(frame.name(address), record_path(address), remark)
