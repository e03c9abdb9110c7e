"""Who says something, who denies it, and what is a coder's reading, in a line: said once for all pages."""

from __future__ import annotations

from negotiations.chronology import Chronology
from negotiations.claims import Attribution, bearing_on, on_wish
from negotiations.model import Event, Position, Version
from negotiations.records import Records
from negotiations.render.dates import bounds_words
from negotiations.render.wording import joined
from negotiations.vocabulary import Support, Voice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from negotiations.answers.stance import StanceTerm
    from negotiations.model import Evidence, Term
    from negotiations.model.base import Value
    from negotiations.model.values import When
    from negotiations.records import PlacedTerm
    from negotiations.render.wording import Wording

__all__ = [
    "READING",
    "SHORT_VOICES",
    "act_words",
    "basis_words",
    "claim_words",
    "claimed_words",
    "names_its_voice",
    "passages_of",
    "read_of",
    "said_of_title",
    "saying_words",
    "telling_words",
    "time_told",
    "told_on",
    "told_title",
    "voice_words",
    "who_says",
]

READING = "by a coder's reading"
SHORT_VOICES = {
    Voice.OWN: "in its own voice",
    Voice.NARRATED: "in an article's own voice",
    Voice.ATTRIBUTED: "only others say so",
}


# --- any record ---------------------------------------------------------------------------------


def who_says(passages: Iterable[Evidence], words: Wording) -> str:
    """Who says something and who denies it: ``told by CNN relay; denied by Israel``.

    Empty where there are no passages.
    """
    said = _attribution(passages, words)
    denied = [f"denied by {words.voices(said.deniers)}"] if said.deniers else []
    return "; ".join(filter(None, [telling_words(said.evidence, words), *denied]))


def telling_words(passages: Iterable[Evidence], words: Wording) -> str:
    """Who says something, without who denies it: ``according to Hamas; told by CNN relay; hedged``."""
    said = _attribution(passages, words)
    if said.is_implied:
        parts = [_of_reading(said, words)]
    else:
        parts = [f"according to {_marked(said.claimants, said, words)}"] if said.claimants else []
        parts += [f"told by {_marked(said.narrated_by, said, words)}"] if said.narrated_by else []
    return "; ".join([*parts, "hedged"] if said.hedged else parts)


def passages_of(placed: PlacedTerm[Term]) -> tuple[Evidence, ...]:
    """The passages on a term of a text or position, those that deny all of the position among them."""
    term, holder = placed.term, placed.holder
    return on_wish(holder, term) if isinstance(holder, Position) else term.evidence or ()


def claimed_words(record: Value, words: Wording) -> str:
    """Who says that a position is held or that an event happened, and who denies it; else nothing."""
    return who_says(_claims_of(record), words) if isinstance(record, Event | Position) else ""


def told_title(record: Value, words: Wording) -> str:
    """A record by its title; of a position or event with those who say so, and who denies it."""
    if isinstance(record, Version):
        return words.text_title(record)
    title = words.title(record)
    said = said_of_title(record, words)
    return f"{title.removesuffix('.')}{said}" if said else title


def said_of_title(record: Value, words: Wording) -> str:
    """Who says what the title of a position or event has, and who denies it, unless it says so itself."""
    title = words.title(record)
    if not title or not isinstance(record, Event | Position):
        return ""
    passages = tuple(_claims_of(record))
    return "" if names_its_voice(title, passages, words) else saying_words(passages, words)


def names_its_voice(title: str, passages: Iterable[Evidence], words: Wording) -> bool:
    """Whether a title already names its only claimant, as in *X says that …*."""
    told = tuple(passages)
    voices = {name for passage in told for name in passage.claimants or (passage.source,)}
    if len(voices) != 1 or all(passage.support is Support.IMPLIED for passage in told):
        return False
    name = words.name(next(iter(voices)), ("actors",))
    return any(title.startswith(f"{name} {verb} ") for verb in ("say", "says", "said"))


def _claims_of(record: Event | Position) -> Iterator[Evidence]:
    """The passages on what a title tells: of an event its act, of a position all of it."""
    return bearing_on(record, "act" if isinstance(record, Event) else None)


def saying_words(passages: Iterable[Evidence], words: Wording) -> str:
    """Those to whom something is attributed and those who deny it, to be put behind its name.

    What a source says in its own voice is attributed to nobody.
    """
    said = _attribution(passages, words)
    stated = [name for name in said.narrated_by if name not in said.implied]
    parts: list[str] = []
    if said.is_implied:
        parts.append(f", {_of_reading(said, words)}")
    elif said.claimants and not stated:
        parts.append(f", according to {_marked(said.claimants, said, words)}")
    if parts and said.hedged:
        parts.append(", hedged")
    if said.deniers:
        parts.append(f", denied by {words.voices(said.deniers)}")
    return "".join(parts)


def read_of(said: Attribution, words: Wording) -> str:
    """What a coder reads something from: articles, and what others are reported to say."""
    read = [name for name in said.narrated_by if name in said.implied]
    heard = [name for name in said.claimants if name in said.implied]
    parts = [f"of {words.voices(read)}"] if read else []
    parts += [f"of what is reported of {words.voices(heard)}"] if heard else []
    return " and ".join(parts)


def _of_reading(said: Attribution, words: Wording) -> str:
    return f"{READING} {read_of(said, words)}"


def _attribution(passages: Iterable[Evidence], words: Wording) -> Attribution:
    return Attribution.of(words.records or Records.of(None, ()), passages)


def _marked(names: Iterable[str], said: Attribution | StanceTerm, words: Wording) -> str:
    """Names, with those marked to whom it is ascribed by a coder's reading."""
    return joined(
        words.voice(name) + (f" ({READING})" if name in said.implied else "") for name in names
    )


# --- readings of what a party wants -------------------------------------------------------------


def act_words(reading: StanceTerm, words: Wording) -> str:
    """How a party puts it: ``demands``; with a mark where nobody says so and a coder reads it."""
    act = words.word(reading.act)
    return f"{act} ({READING})" if reading.is_implied else act


def voice_words(reading: StanceTerm, words: Wording) -> str:
    """In whose voice a reading is reported, and who says so: ``only others say so: U.S. officials``."""
    names = _marked(reading.claimants, reading, words)
    if reading.is_implied:  # the mark is at the act
        names = words.voices(reading.claimants)
        source = words.voices(reading.narrated_by)
        said = {
            Voice.OWN: f"from what {names} said",
            Voice.NARRATED: f"from what {source} tells",
            Voice.ATTRIBUTED: f"from what only others say: {names}",
        }[reading.voice]
    elif reading.voice is Voice.NARRATED:
        said = f"told by {_marked(reading.narrated_by, reading, words)}"
    else:
        said = f"{SHORT_VOICES[reading.voice]}: {names}" if names else SHORT_VOICES[reading.voice]
    if reading.voice is Voice.NARRATED and names:
        said += f", and by {names}"
    return f"{said}, hedged" if reading.hedged else said


def basis_words(party: str, readings: Sequence[StanceTerm], words: Wording) -> str:
    """What a reader must know of readings of a party from which something is concluded.

    What is so of each of them: a coder reads it, nobody of the party is cited, it is denied. Empty where
    nothing is.
    """
    deniers = dict.fromkeys(name for reading in readings for name in reading.deniers)
    said = [READING] if all(reading.is_implied for reading in readings) else []
    if all(reading.voice is Voice.ATTRIBUTED for reading in readings):
        said.append(SHORT_VOICES[Voice.ATTRIBUTED])
    elif not any(reading.voice is Voice.OWN for reading in readings):
        said.append("nobody of its side is cited")
    if all(reading.deniers for reading in readings):
        said.append(f"denied by {words.voices(deniers)}")
    return f"{words.name(party, ('actors',))}: {', '.join(said)}" if said and readings else ""


def time_told(position: Position, passages: Iterable[Evidence], words: Wording) -> str:
    """When a position was held; where that is not reported, of when the sources are that tell it.

    Empty where neither is known.
    """
    if position.when is not None and position.when.edtf is not None:
        return words.when(position.when)
    if position.when is not None and words.records is not None:
        return bounds_words(*Chronology.of(words.records).days(position))
    if words.records is None:
        return ""
    days = [*dict.fromkeys(map(words.when, told_on(passages, words.records)))]
    return f"source published {joined(days)}" if days else ""


def told_on(passages: Iterable[Evidence], records: Records) -> list[When]:
    """When the sources that tell something were published, as far as known; not those that deny it."""
    telling = dict.fromkeys(
        passage.source for passage in passages if passage.support is not Support.CONTRADICTS
    )
    published = (records.sources[name].published for name in telling if name in records.sources)
    return [when for when in published if when is not None]


def claim_words(reading: StanceTerm, words: Wording, *, party: str = "") -> str:
    """In whose voice a reading is reported, who says so, who denies it, and what came of it.

    Args:
        reading: The reading.
        words: The wording.
        party: Whose reading it counts as: another actor whose position it is, is named.
    """
    said = voice_words(reading, words)
    position = reading.position
    if party and party not in (position.actor, *(position.joint_with or ())):
        said = f"a position of {words.voice(position.actor)}; {said}"
    if reading.deniers:
        said += f"; denied by {words.voices(reading.deniers)}"
    if reading.contested:
        said += "; contested by its own side"
    if reading.withdrawn_by:
        said += "; taken back since"
    return said
