"""Proposals and their versions (FRBR work and expression; OCDS release)."""

from negotiations.model.base import FieldRole, Value, Word, attribute, value
from negotiations.model.evidence import Evidence
from negotiations.model.identifiers import Identifier
from negotiations.model.patterns import VERSION_ID_PATTERN
from negotiations.model.record import Record
from negotiations.model.terms import Term
from negotiations.model.values import Duration, When
from negotiations.vocabulary import Completeness, PhaseScope, VersionRole

__all__ = ["RELATIONS", "Phase", "Proposal", "Role", "Version"]

# The fields of a version that name those it builds on. Only the first speaks for the whole of them.
RELATIONS = ("derived_from", "supplements", "implements", "translates")


@value
class Role(Value):
    """The part that an actor has in a version, with its own evidence, since sources may differ."""

    key_fields = ("actor", "role")

    actor: str = attribute("Who.", refers_to="actors")
    role: Word[VersionRole] = attribute("In which part.")
    note: str | None = attribute("A coder's remark.", FieldRole.NOTE, default=None)
    evidence: tuple[Evidence, ...] | None = attribute(
        "The passages that say so.", FieldRole.BOOKKEEPING, default=None
    )


@value
class Phase(Value):
    """A step of a text, counted from 1. It is not the stage of PA-X, which belongs to a peace process."""

    key_fields = ("ordinal",)

    ordinal: int = attribute("Its place in the order, from 1 without gaps.", minimum=1)
    label: str | None = attribute("What the sources call it.", FieldRole.NAME, default=None)
    duration: Duration | None = attribute("How long it lasts.", default=None)
    summary: str | None = attribute(
        "What it is for, in our own words.", FieldRole.DESCRIPTION, default=None
    )
    note: str | None = attribute("A coder's remark.", FieldRole.NOTE, default=None)
    evidence: tuple[Evidence, ...] | None = attribute(
        "The passages it rests on.", FieldRole.BOOKKEEPING, default=None
    )


@value
class Version(Record):
    """One state of the text of a proposal: what it says, not what happened to it."""

    id: str = attribute(
        "The id: `<proposal>@<version>`.", FieldRole.BOOKKEEPING, pattern=VERSION_ID_PATTERN
    )
    labels: tuple[str, ...] | None = attribute(
        "What the sources call it.", FieldRole.NAME, default=None
    )
    derived_from: tuple[str, ...] | None = attribute(
        "The versions it was made from and takes the place of (W3C PROV wasRevisionOf).",
        FieldRole.BOOKKEEPING,
        default=None,
        refers_to="versions",
    )
    supplements: tuple[str, ...] | None = attribute(
        "The versions that it adds to, as an annex or a protocol does, and leaves in force.",
        FieldRole.BOOKKEEPING,
        default=None,
        refers_to="versions",
    )
    implements: tuple[str, ...] | None = attribute(
        "The versions that it says how to carry out, and leaves in force.",
        FieldRole.BOOKKEEPING,
        default=None,
        refers_to="versions",
    )
    translates: tuple[str, ...] | None = attribute(
        "The versions that it says in another language (schema.org translationOfWork).",
        FieldRole.BOOKKEEPING,
        default=None,
        refers_to="versions",
    )
    roles: tuple[Role, ...] | None = attribute(
        "Who wrote, carried and received it.", FieldRole.CONTEXT, default=None
    )
    tabled: When | None = attribute(
        "When it was put before others.", FieldRole.CONTEXT, default=None
    )
    completeness: Word[Completeness] = attribute(
        "Whether all of the text is known, or parts of it.", FieldRole.BOOKKEEPING
    )
    coded_on: tuple[str, ...] | None = attribute(
        "The issues on which all that is known of the text is coded. Absent: all of the dataset's.",
        FieldRole.BOOKKEEPING,
        default=None,
        refers_to="issues",
    )
    phases: tuple[Phase, ...] | None = attribute(
        "Its phases. Absent: not reported; `[]`: reported to have none.",
        FieldRole.PARTS,
        default=None,
    )
    terms: tuple[Term, ...] | None = attribute(
        "Its terms, one for each issue, phase, case and alternative. Absent: none is reported.",
        FieldRole.PARTS,
        default=None,
    )

    @property
    def proposal_id(self) -> str:
        """The id of the proposal that it is a version of."""
        return self.id.partition("@")[0]

    @property
    def name(self) -> str:
        """What its id has behind the id of the proposal: ``bridging``."""
        return self.id.partition("@")[2]

    @property
    def is_known_in_full(self) -> bool:
        """Whether the whole text is known, so that what it does not mention is not in it."""
        return self.completeness is Completeness.FULL_TEXT

    def is_closed(self, field: str) -> bool:
        """Whether a list of it, such as ``terms``, is known to hold no more items than are reported."""
        return self.is_known_in_full or getattr(self, field) == ()

    @property
    def has_no_phases(self) -> bool:
        """Whether it is known to have no phases, and not merely silent on them."""
        return self.is_closed("phases") and not self.phases

    @property
    def speaks_for_the_whole(self) -> bool:
        """Whether it says all that holds: not where it only supplements, implements or translates."""
        beside = any(getattr(self, relation) for relation in RELATIONS[1:])
        return bool(self.derived_from) or not beside

    def is_coded_on(self, issue: str) -> bool:
        """Whether what is known of its text on an issue is coded."""
        return self.coded_on is None or issue in self.coded_on

    @property
    def builds_on(self) -> tuple[str, ...]:
        """The ids of all versions that were there before it: those it revises, and those that stay."""
        relations = (getattr(self, relation) or () for relation in RELATIONS)
        return tuple(dict.fromkeys(name for names in relations for name in names))

    def term(self, issue: str, phase: "int | PhaseScope | None" = None) -> Term | None:
        """The term on this issue in this phase, or None where no source reports one."""
        for term in self.terms or ():
            if term.issue == issue and term.phase == phase:
                return term
        return None

    def __repr__(self) -> str:
        def counted(items: "tuple[Value, ...] | None", noun: str) -> str:
            if items is None:
                return f"{noun}s not reported"
            return f"{len(items)} {noun}{'' if len(items) == 1 else 's'}"

        tabled = f", tabled {self.tabled}" if self.tabled else ""
        return (
            f"Version({self.id!r}, {self.completeness}{tabled}, "
            f"{counted(self.phases, 'phase')}, {counted(self.terms, 'term')})"
        )


@value
class Proposal(Record):
    """One undertaking between given parties, in however many versions."""

    title: str = attribute("The name to show.", FieldRole.NAME)
    between: tuple[str, ...] = attribute("The parties that it is to bind.", refers_to="actors")
    rationale: str = attribute(
        "Why it is a proposal of its own and not a version of another.", FieldRole.DESCRIPTION
    )
    # By id, as files have them; `Dataset.versions` has them in the order of time.
    versions: tuple[Version, ...] | None = attribute(
        "Its versions. `[]`: a text in preparation that nobody has seen.",
        FieldRole.PARTS,
        default=None,
    )
    identifiers: tuple[Identifier, ...] | None = attribute(
        "What other registers call it.", FieldRole.BOOKKEEPING, default=None
    )

    def version(self, name: str) -> Version:
        """The version with this id, or with this name after the ``@``.

        Raises:
            UnknownId: No version of the proposal has this id or name.
        """
        from negotiations.errors import UnknownId

        known = {version.id: version for version in self.versions or ()}
        version = known.get(name) or known.get(f"{self.id}@{name}")
        if version is None:
            raise UnknownId(
                name, [*known, *(version.name for version in known.values())], "version"
            )
        return version
