"""The closed vocabularies: every category that a record may use, with its meaning and its source.

Each member carries ``definition`` (what it means, in our words) and ``source`` (the standard or
codebook the term is taken from; ``negotiations`` where this project defines it). The words written
in files are the members' values.

>>> Extent = PresenceExtent
>>> Extent("reduced") < Extent.KEPT
True
>>> Extent.REDUCED.definition
'Forces remain, in smaller numbers than before.'
"""

from enum import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    V = TypeVar("V", bound="Vocabulary")

_OWN = "negotiations"


class Vocabulary(Enum):
    """A closed set of words, each with a definition and the source of the term.

    ``also_called`` are other words that readers may have for a member: `Dataset.find` knows them, and
    files do not take them.
    """

    definition: str
    source: str
    also_called: tuple[str, ...]
    _value_: str

    def __new__(
        cls,
        word: str,
        definition: str = "",
        source: str = _OWN,
        also_called: tuple[str, ...] = (),
        *_: str,
    ) -> "Vocabulary":
        """Make a member of its word, its meaning, the source of the term, and other words for it."""
        return _member(cls, word, definition, source, also_called)

    def __eq__(self, other: object) -> bool:
        """Whether it is the same member, or the word that files have for it.

        >>> ActorKind.STATE == "state", PlaceKind.TERRITORY == TermKind.TERRITORY
        (True, False)
        """
        return self is other or (isinstance(other, str) and self._value_ == other)

    def __hash__(self) -> int:
        return hash(self._value_)

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def __str__(self) -> str:
        return self._value_


def _member(
    cls: "type[V]",
    word: str,
    definition: str,
    source: str,
    also_called: tuple[str, ...] = (),
) -> "V":
    """A new member of a vocabulary, with what all members have."""
    member = object.__new__(cls)
    member._value_ = word
    member.definition = definition
    member.source = source
    member.also_called = also_called
    if isinstance(member, OrderedVocabulary):
        member.position = len(cls.__members__)
    return member


class OrderedVocabulary(Vocabulary):
    """A vocabulary whose members are ordered, from least to most, as they are defined.

    Members of one vocabulary compare with ``<``, ``<=``, ``>`` and ``>=`` by that order and never
    by their spelling. Comparing members of two vocabularies raises ``TypeError``. ``position`` is the
    place of a member in the order, from 0.
    """

    position: int

    def __lt__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.position < other.position

    def __le__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.position <= other.position

    def __gt__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.position > other.position

    def __ge__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.position >= other.position


class Certainty(Enum):
    """The answer to a question about values that are known only within bounds.

    It has three members, so it has no truth value: ``bool()`` raises ``TypeError``. Ask
    ``.is_certain`` or ``.is_possible`` instead.

    >>> Certainty.POSSIBLE.is_possible, Certainty.POSSIBLE.is_certain
    (True, False)
    """

    CERTAIN = "certain"
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"

    @property
    def is_certain(self) -> bool:
        """Whether it holds for all values within the bounds."""
        return self is Certainty.CERTAIN

    @property
    def is_possible(self) -> bool:
        """Whether it holds for some values within the bounds, or for all."""
        return self is not Certainty.IMPOSSIBLE

    def __bool__(self) -> bool:
        raise TypeError(
            f"a Certainty ({self.value}) has three answers and no truth value: "
            "ask .is_certain or .is_possible"
        )

    def __repr__(self) -> str:
        return f"Certainty.{self.name}"

    def __str__(self) -> str:
        return self.value


class Qualifier(Vocabulary):
    """The words that bound a number or a duration, as the source has them."""

    EXACTLY = "exactly", "The source gives the number without a hedge, round or not."
    MORE_THAN = "more_than", "Strictly more: 'more than', 'over'."
    AT_LEAST = "at_least", "The number or more."
    AT_MOST = "at_most", "The number or less: 'up to'."
    FEWER_THAN = "fewer_than", "Strictly less: 'fewer than', 'under'."
    BETWEEN = "between", "From the first number to the second, both included."
    ABOUT = "about", "Near the number, with no bound given: 'about', 'some 40'."
    UNSTATED = "unstated", "A number exists and is not given: 'many', 'confidential'."


class Basis(Vocabulary):
    """What a date rests on."""

    STATED = "stated", "Printed in the source."
    INFERRED = "inferred", "Worked out from this or another source of the dataset; requires a note."
    EXTERNAL = "external", "General knowledge, only so that records can be sorted; requires a note."


class ParagraphsBy(Vocabulary):
    """What separates the paragraphs of a text."""

    LINE = "line", "The end of a line: each line that is not blank is a paragraph."
    BLANK_LINE = (
        "blank-line",
        "Blank lines, as in wrapped text; those at a page break only where a sentence ends there.",
    )


class Support(Vocabulary):
    """How a passage bears on the record that cites it."""

    EXPLICIT = "explicit", "The passage says it.", "Wikibase reference"
    IMPLIED = "implied", "A coder's reading of the passage; requires a note."
    CONTRADICTS = (
        "contradicts",
        "The passage denies the record, or gives another value for the named fields.",
        "Wikidata P1310 (statement disputed by)",
    )


class ActorKind(Vocabulary):
    """What sort of actor it is."""

    STATE = (
        "state",
        "A state, or its government as a whole.",
        "CAMEO actor codes",
        ("country", "government"),
    )
    ORGANISATION = (
        "organisation",
        "An armed, political or international organisation.",
        "PA-X",
        ("organization",),
    )
    OFFICE = (
        "office",
        "An office, ministry, service or mission of a state or organisation.",
        _OWN,
        ("ministry", "agency"),
    )
    PERSON = ("person", "A named human being.", "W3C PROV Person", ("individual",))
    GROUP = "group", "People named only by what they have in common, such as U.S. officials."
    OUTLET = ("outlet", "A newspaper, broadcaster or news site.", _OWN, ("media", "news outlet"))


class PlaceKind(Vocabulary):
    """What sort of place it is."""

    TERRITORY = "territory", "A country, a territory, or a part of one."
    CITY = ("city", "A city or town.", _OWN, ("town",))
    BORDER = (
        "border",
        "A line between two territories and the land along it.",
        _OWN,
        ("frontier",),
    )
    CORRIDOR = "corridor", "A strip of land that is negotiated about by a name of its own."
    CROSSING = (
        "crossing",
        "A place where a border is crossed.",
        _OWN,
        ("border crossing", "checkpoint"),
    )
    SITE = "site", "A building, base, plant or other place of one use."


class TermKind(Vocabulary):
    """What a term settles: the tag ``kind`` of a term, and the kind that an issue gives its terms."""

    CEASEFIRE = (
        "ceasefire",
        "A halt to fighting.",
        "ETH/PRIO ceasefire",
        ("truce", "cessation of hostilities", "armistice"),
    )
    RELEASE = (
        "release",
        "Captives, prisoners or remains set free or handed over.",
        "PAM, PA-X",
        ("exchange", "swap"),
    )
    SELECTION = "selection", "Who decides which persons a release covers."
    WITHDRAWAL = (
        "withdrawal",
        "Forces leaving a territory.",
        "PAM Withdrawal of Troops",
        ("pullout", "disengagement"),
    )
    PRESENCE = ("presence", "Forces at a corridor, border or crossing.", _OWN, ("deployment",))
    MOVEMENT = (
        "movement",
        "Civilians moving from one area to another.",
        "PA-X",
        ("freedom of movement",),
    )
    PROVISION = ("provision", "Aid or reconstruction.", "PA-X", ("relief", "assistance"))
    GOVERNANCE = ("governance", "Who governs a place.", "PA-X", ("administration",))
    CONTINUATION = (
        "continuation",
        "Carrying out, extending or reopening agreed terms.",
        _OWN,
        ("extension",),
    )
    FORCE_USE = ("force-use", "Force that stays permitted.", _OWN, ("military action",))
    MEASURE = "measure", "A quantity in the unit that the issue names."
    CHOICE = "choice", "One of the options that the issue names."
    TERRITORY = "territory", "What becomes of a territory: who holds, gets or recognises it."
    VERIFICATION = (
        "verification",
        "Who checks, and how, that another term is carried out.",
        "PAM",
        ("monitoring", "inspection"),
    )
    OTHER = "other", "A term that only its summary describes."


class TermStatus(Vocabulary):
    """How settled the words of a term are in a draft. Absent: the source does not say."""

    AGREED = "agreed", "Settled between the parties, as far as this draft goes."
    PROPOSED = "proposed", "Put forward by one or more, and not yet answered."
    BRACKETED = "bracketed", "In square brackets: not agreed, or one of several options."
    RESERVED = (
        "reserved",
        "Its place is held; its words are to follow, or a party reserves its position.",
    )


class Limit(Vocabulary):
    """What a number is in a text: its bound, and not what is known of it."""

    MAXIMUM = "maximum", "The most that the text allows: a ceiling."
    MINIMUM = "minimum", "The least that the text requires: a floor."


class ConditionKind(Vocabulary):
    """How a term hangs on what a condition names."""

    AFTER = "after", "It comes once that is done."
    SUBJECT_TO = "subject-to", "It holds only if that is so."
    IN_RETURN_FOR = "in-return-for", "It is given for that."
    UNLESS = "unless", "It falls away if that happens."


class Disposition(Vocabulary):
    """What becomes of a territory."""

    RETAIN = "retain", "Whoever has it keeps it."
    CEDE = "cede", "It passes to another."
    RECOGNISE = "recognise", "Others recognise whose it is."
    EXCHANGE = "exchange", "It is exchanged for another."
    DEMILITARISE = "demilitarise", "No forces or weapons stay in it, or only those named."
    ADMINISTER = "administer", "Another runs it, without its belonging to that one."
    UNDETERMINED = "undetermined", "Its status is left open."


class IdentifierScheme(Vocabulary):
    """A register that gives identifiers to actors, places, proposals or talks.

    ``pattern`` is the form of its identifiers, ``home`` the address that one is looked up under, and
    ``collections`` the kinds of records that it has identifiers of.
    """

    pattern: str
    collections: tuple[str, ...]

    def __new__(
        cls, word: str, definition: str, pattern: str = "", home: str = "", of: str = "", *_: str
    ) -> "IdentifierScheme":
        """Make a member of its word, its meaning, its form, its home and what it identifies."""
        member = _member(cls, word, definition, home)
        member.pattern = pattern
        member.collections = tuple(of.split())
        return member

    @property
    def home(self) -> str:
        """The address that an identifier is looked up under, which is where the register comes from."""
        return self.source

    WIKIDATA = (
        "wikidata",
        "Wikidata items.",
        r"Q[1-9][0-9]*",
        "https://www.wikidata.org/wiki/",
        "actors places proposals talks",
    )
    ISO_3166_1 = (
        "iso-3166-1",
        "Countries, by two letters.",
        r"[A-Z]{2}",
        "https://www.iso.org/obp/ui/#iso:code:3166:",
        "actors places",
    )
    ISO_3166_2 = (
        "iso-3166-2",
        "Subdivisions of countries.",
        r"[A-Z]{2}-[A-Z0-9]{1,3}",
        "https://www.iso.org/obp/ui/#iso:code:3166:",
        "actors places",
    )
    GW = (
        "gw",
        "States by Gleditsch and Ward's number.",
        r"[1-9][0-9]{0,3}",
        "http://ksgleditsch.com/statelist.html",
        "actors places",
    )
    COW = (
        "cow",
        "States by the Correlates of War country code.",
        r"[1-9][0-9]{0,2}",
        "https://correlatesofwar.org/cow-country-codes",
        "actors places",
    )
    UCDP = (
        "ucdp",
        "Actors by the id of the Uppsala Conflict Data Program.",
        r"[1-9][0-9]*",
        "https://ucdp.uu.se/actor/",
        "actors",
    )
    PAX = (
        "pax",
        "Agreements by the id of PA-X.",
        r"[1-9][0-9]*",
        "https://www.peaceagreements.org/viewmasterdocument/",
        "proposals",
    )
    GEONAMES = (
        "geonames",
        "Places by GeoNames id.",
        r"[1-9][0-9]*",
        "https://www.geonames.org/",
        "places",
    )
    UN_DOCUMENT = (
        "un-document",
        "Documents of the United Nations by their symbol.",
        r"[A-Z][A-Za-z0-9./()-]*[A-Za-z0-9)]",
        "https://undocs.org/",
        "proposals",
    )


class TalksRole(Vocabulary):
    """The part that an actor has in talks."""

    PARTY = "party", "A side whose own commitments are negotiated.", "PA-X"
    MEDIATOR = (
        "mediator",
        "A third party that carries or shapes proposals.",
        "PA-X third parties",
        ("broker", "intermediary", "go-between", "mediated"),
    )
    HOST = "host", "Provides the place.", "PA-X third parties"
    GUARANTOR = "guarantor", "Answers for what is agreed.", "PA-X third parties"
    OBSERVER = "observer", "Present without a part in it.", "PA-X third parties"


class VersionRole(Vocabulary):
    """The part that an actor has in one version of a text."""

    AUTHOR = "author", "Wrote or put forward the text.", "W3C PROV wasAttributedTo"
    MEDIATOR = (
        "mediator",
        "Carried the text between others.",
        "PA-X third parties",
        ("broker", "intermediary", "go-between", "mediated"),
    )
    ADDRESSEE = "addressee", "Is asked to accept the text."


class TalksFormat(Vocabulary):
    """Who sits with whom."""

    DIRECT = "direct", "The parties meet each other."
    INDIRECT = "indirect", "Mediators go between parties that do not meet."
    MEDIATORS_ONLY = "mediators-only", "Mediators meet without any party."
    WITH_ONE_PARTY = "with-one-party", "Mediators meet one of the parties."


class TalksStatus(Vocabulary):
    """How far talks had got when the source wrote of them."""

    PLANNED = "planned", "Announced or expected."
    ONGOING = "ongoing", "Under way."
    CONCLUDED = "concluded", "Over."


class Completeness(Vocabulary):
    """How much of a text is known. It decides what silence means."""

    PARTIAL = "partial", "Only parts are reported: what is not mentioned is not known."
    FULL_TEXT = "full-text", "The whole text is coded: what is not mentioned is not in it."


class Permanence(OrderedVocabulary):
    """How lasting a ceasefire is meant to be."""

    TEMPORARY = (
        "temporary",
        "A truce or pause with an end.",
        "ETH/PRIO ceasefire type",
        ("interim", "pause"),
    )
    PERMANENT = ("permanent", "A lasting end to fighting.", "ETH/PRIO ceasefire type", ("lasting",))


class ReleaseScope(OrderedVocabulary):
    """How many of those held a release covers."""

    SOME = "some", "Part of those held."
    ALL_REMAINING = "all-remaining", "All who are still held after earlier releases."
    ALL = "all", "All who are held."


class Who(Vocabulary):
    """A property that the persons of a release group share."""

    WOMEN = "women", "Women."
    CHILDREN = ("children", "Children.", _OWN, ("minors",))
    SOLDIERS = ("soldiers", "Members of armed forces.", _OWN, ("troops", "military personnel"))
    LIVING = ("living", "Alive.", _OWN, ("alive",))
    DECEASED = (
        "deceased",
        "Dead: their remains are what is returned.",
        _OWN,
        ("dead", "bodies", "remains"),
    )
    LIFE_SENTENCE = "life-sentence", "Serving a sentence for life."
    LONG_TERM_SENTENCE = "long-term-sentence", "Serving a long sentence, not for life."


class WithdrawalExtent(OrderedVocabulary):
    """How much of a territory forces leave."""

    NONE = "none", "They leave no part of it."
    POPULATED_AREAS = "populated-areas", "They leave the populated areas."
    COMPLETE = "complete", "They leave all of it."


class PresenceExtent(OrderedVocabulary):
    """How much of a presence remains at a corridor, border or crossing."""

    NONE = "none", "No forces remain."
    REDUCED = "reduced", "Forces remain, in smaller numbers than before."
    KEPT = "kept", "Forces remain, with no reduction reported."


class Activity(Vocabulary):
    """What forces that are present do."""

    PATROL = "patrol", "They move along it to watch it."
    DEPLOYMENT = "deployment", "They are stationed there."
    CONTROL = "control", "They decide who or what passes."


class Segment(OrderedVocabulary):
    """How much of a line or corridor a presence covers."""

    PORTION = "portion", "A part of its length."
    WHOLE = "whole", "All of its length."


class Regime(OrderedVocabulary):
    """How free a movement is."""

    BARRED = "barred", "Not permitted."
    RESTRICTED = "restricted", "Permitted with restrictions that are not described further."
    SCREENED = "screened", "Permitted after checks of those who move."
    UNRESTRICTED = "unrestricted", "Permitted without restriction."


class PhaseScope(Vocabulary):
    """The phase of a term that belongs to no single phase."""

    WHOLE = "whole", "It holds for the whole text and not for one of its phases."


class CrosswalkScheme(Vocabulary):
    """A codebook of the field to which an issue is mapped."""

    PA_X = "PA-X", "The codebook of the Edinburgh peace-agreement database.", "PA-X"
    PAM = "PAM", "The provisions of the Kroc Institute's Peace Accords Matrix.", "PAM"
    ETH_PRIO = "ETH/PRIO", "The codebook of the civil conflict ceasefire dataset.", "ETH/PRIO"
    PLOVER = "PLOVER", "The event types of PLOVER.", "PLOVER"
    CAMEO = "CAMEO", "The event codes of CAMEO.", "CAMEO"


class ContinuationMode(Vocabulary):
    """What is to become of terms that were agreed earlier."""

    IMPLEMENT = "implement", "Carry them out as agreed."
    EXTEND = "extend", "Let them run longer."
    RENEGOTIATE = "renegotiate", "Open them again."


class ForcePermission(OrderedVocabulary):
    """How much use of force stays permitted."""

    NONE = "none", "No use of force."
    TARGETED = "targeted", "Limited operations."
    FULL = "full", "No limit named."


class PositionAct(Vocabulary):
    """How an actor puts what it wants. The first that fits the words of the passage, from the top."""

    ACCEPTS = (
        "accepts",
        "Has said yes to it, or has permitted it.",
        "PLOVER AGREE, CAMEO 03",
        ("agrees",),
    )
    OFFERS = (
        "offers",
        "Would give it or bring it about, mostly on a condition that the passage names.",
        "PLOVER AGREE, CAMEO 03",
        ("proposes",),
    )
    WOULD_ACCEPT = (
        "would-accept",
        "Is willing or ready to agree to it, to permit it or to discuss it, and has not said yes.",
        "PLOVER AGREE, CAMEO 03",
    )
    DEMANDS = (
        "demands",
        "Asks it of another, insists on it, or refuses its opposite; also a wish called pressure.",
        "PLOVER REQUEST, CAMEO 10",
        ("insists", "requires"),
    )
    INTENDS = (
        "intends",
        "Means to do it or to bring it about, and is not said to have asked it of anybody.",
        "CAMEO 03 (express intent)",
        ("plans",),
    )
    PREFERS = (
        "prefers",
        "Would rather have it: a wish, a leaning or an aversion, and is not said to ask or to plan.",
        "preference, negotiation analysis (Raiffa)",
        ("favours",),
    )

    @property
    def is_put_forward(self) -> bool:
        """Whether the actor asks for it, gives it or has said yes; what is less is no demand."""
        return self in (PositionAct.DEMANDS, PositionAct.OFFERS, PositionAct.ACCEPTS)

    @property
    def phrase(self) -> str:
        """The act in a sentence: ``would accept``."""
        return str(self.value).replace("-", " ")


class Rank(OrderedVocabulary):
    """How a claim about a figure stands beside the other claims about it."""

    DEPRECATED = "deprecated", "Known to be in error, retained for the record.", "Wikibase rank"
    NORMAL = "normal", "One claim among others.", "Wikibase rank"
    PREFERRED = "preferred", "The claim to use where one is wanted.", "Wikibase rank"


class Severity(OrderedVocabulary):
    """How much a problem matters."""

    WARNING = "warning", "Worth a look; the dataset can be used."
    ERROR = "error", "The dataset breaks a rule and is refused."


class Level(OrderedVocabulary):
    """How much a change matters to a reader of two drafts."""

    BOOKKEEPING = "bookkeeping", "Identity and evidence: not what the text says."
    EDITORIAL = "editorial", "Labels, summaries and notes."
    CLARIFYING = "clarifying", "What is reported became more or less, or sharper."
    SUBSTANTIVE = "substantive", "What the text says differs."


class EventAct(Vocabulary):
    """What happened to a text, to talks or to an issue. The first that fits, from the top.

    ``plover`` is the PLOVER event type and ``cameo`` the CAMEO code that come nearest; either is
    empty where none fits.
    """

    plover: str
    cameo: str

    def __new__(
        cls,
        word: str,
        definition: str,
        plover: str = "",
        cameo: str = "",
        also_called: tuple[str, ...] = (),
        *_: str,
    ) -> "EventAct":
        """Make a member of its word, its meaning, its codes and other words for it."""
        source = "PLOVER / CAMEO" if plover or cameo else _OWN
        member = _member(cls, word, definition, source, also_called)
        member.plover = plover
        member.cameo = cameo
        return member

    @property
    def is_decision(self) -> bool:
        """Whether it changes how a text stands; other acts speak of it, or press for it."""
        return self in (
            EventAct.PRESENT,
            EventAct.ACCEPT,
            EventAct.ACCEPT_IN_PRINCIPLE,
            EventAct.REQUEST_CHANGES,
            EventAct.REJECT,
            EventAct.WITHDRAW,
            EventAct.STALL,
            EventAct.BREACH,
            EventAct.IMPLEMENT,
        )

    ATTACK = (
        "attack",
        "Uses force: kills, strikes, takes captives.",
        "ASSAULT",
        "190",
        ("assault", "strike"),
    )
    IMPLEMENT = ("implement", "Carries out what a text provides.", "", "", ("carry out",))
    BREACH = (
        "breach",
        "Does what agreed terms forbid; not another's view that it does.",
        "",
        "128",
        ("violate", "violation"),
    )
    WITHDRAW = (
        "withdraw",
        "Takes back its own offer, demand or text.",
        "REJECT",
        "120",
        ("retract",),
    )
    ACCEPT = (
        "accept",
        "Says yes to a text, or to what is agreed on an issue.",
        "AGREE",
        "037",
        ("agree", "approve"),
    )
    ACCEPT_IN_PRINCIPLE = (
        "accept-in-principle",
        "Says yes tentatively, or subject to details or to the consent of another.",
        "AGREE",
        "037",
    )
    REJECT = (
        "reject",
        "Says no to a text, a demand, talks or an idea put to it.",
        "REJECT",
        "127",
        ("refuse", "decline"),
    )
    REQUEST_CHANGES = (
        "request-changes",
        "Asks for a text to be changed, or hardens its own terms.",
        "REQUEST",
        "100",
    )
    PRESENT = (
        "present",
        "Puts a text, an offer or a demand before others.",
        "CONSULT",
        "046",
        ("propose", "submit"),
    )
    PREPARE = "prepare", "Works on a text, or is to present or pass on one."
    MEDIATE = (
        "mediate",
        "Works between others for a deal, their talks or a text, and asks nothing of one side.",
        "CONSULT",
        "045",
        ("broker", "mediated"),
    )
    THREATEN = (
        "threaten",
        "Announces harm, or another course, with a condition or without.",
        "THREATEN",
        "130",
        ("warn",),
    )
    STALL = (
        "stall",
        "Talks, progress or implementation stop, do not begin or are held up.",
        "",
        "",
        ("deadlock", "impasse"),
    )
    PRESS = (
        "press",
        "Urges or asks another to act or to yield, or is presented as pressure on it.",
        "REQUEST",
        "105",
        ("urge", "pressure"),
    )
    DISPUTE = (
        "dispute",
        "Denies or rebuts what another says of it, of a text or of an issue.",
        "",
        "",
        ("deny", "denial"),
    )
    ASSESS = (
        "assess",
        "Gives a view: of prospects, of a text, or of an act, praise and blame included.",
        "",
        "010",
        ("evaluate", "comment"),
    )
    OTHER = "other", "Another act; its summary says what."


# --- used in answers, and never in a file ------------------------------------------------------------


class Order(Enum):
    """Whether a record is later than another, as far as it is known.

    It has no truth value, for the reason that a `Certainty` has none. Ask ``.is_certain``.

    >>> Order.POSSIBLE.is_certain
    False
    """

    CERTAIN = "certain"
    POSSIBLE = "possible"
    UNKNOWN = "unknown"

    @property
    def is_certain(self) -> bool:
        """Whether it is known to be no earlier."""
        return self is Order.CERTAIN

    def __bool__(self) -> bool:
        raise TypeError(f"an Order ({self.value}) has three answers and no truth value")

    def __str__(self) -> str:
        return self.value


class Saying(Vocabulary):
    """What a version says on an issue."""

    REPORTED = "reported", "Terms on it are reported."
    SILENT = "silent", "None is, and it may have some."
    NONE = "none", "It is reported to have none."


class Bearing(Vocabulary):
    """How an event bears on an issue of a text."""

    ISSUE = "issue", "It names the issue."
    POSITION = "position", "It names no issue, and acts on a position on the issue."
    TEXT = "text", "It names no issue, and acts on a text as a whole."
    TALKS = "talks", "It names no issue, and acts on talks about a text."


class Standing(Vocabulary):
    """What a version says of a term or phase as a whole."""

    REPORTED = "reported", "It has it."
    EXCLUDED = "excluded", "It is reported not to have it."
    NONE = "none", "It is known in full, or to have no terms, and does not have it."


class Voice(Vocabulary):
    """Through whom a reading of a party's position is known."""

    OWN = "own", "The party, or an actor who speaks for it, is cited for it."
    NARRATED = "narrated", "An article says it in its own voice."
    ATTRIBUTED = "attributed", "Only others say it of the party."


class GapStatus(Vocabulary):
    """How the stated positions of two parties stand to each other on an issue."""

    AGREED = "agreed", "What both are reported to want is the same."
    APART = "apart", "What both are reported to want cannot be the same."
    ONE_SIDED = "one-sided", "The position of one of them alone is reported."
    UNKNOWN = (
        "unknown",
        "No position of either is reported, or nothing that could be compared is reported of both.",
    )


class FlagKind(Vocabulary):
    """What a reader must know beside the status."""

    IN_DISPUTE = "in-dispute", "An event says that the issue is in dispute, refused or stalled."
    CONTESTED = "contested", "The party's own side denies that this is its position."
    ATTRIBUTED = "attributed", "Only others say that this is the party's position."
    WITHDRAWN = "withdrawn", "An event says that the party took this position back."


class CellState(Vocabulary):
    """What a column has on an issue, beside the base column."""

    VALUE = "value", "It is reported; the base column is silent or excludes it, or is this one."
    SAME = "same", "It is reported, and what is reported is what the base column has."
    DETAIL = "detail", "More or less of it is reported; nothing that both columns report differs."
    OPEN = (
        "open",
        "Both report it, and whether they differ is not known: bounds or a phase leave it open.",
    )
    CHANGED = "changed", "Something that both columns report differs."
    SILENT = "silent", "Nothing is reported."
    NOT_CODED = "not-coded", "The text is not coded on the issue; nothing is known of it here."
    EXCLUDED = "excluded", "It is reported not to be there, or not to be wanted."
