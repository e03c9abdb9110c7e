"""Proposals and their versions (FRBR work and expression; OCDS release)."""

from negotiations.model.base import VERSION_ID_PATTERN, Value, attribute, value
from negotiations.model.evidence import Evidence
from negotiations.model.record import Record
from negotiations.model.terms import Term
from negotiations.model.values import Duration, When
from negotiations.vocabulary import Completeness, PhaseScope, VersionRole

__all__ = ["Phase", "Proposal", "Role", "Version"]


@value
class Role(Value):
    """The part that an actor has in a version, with its own evidence, since sources may differ."""

    key_fields = ("actor", "role")

    actor: str = attribute("Who.", refers_to="actors")
    role: VersionRole = attribute("In which part.")
    note: str | None = attribute("A coder's remark.", default=None)
    evidence: tuple[Evidence, ...] | None = attribute("The passages that say so.", default=None)


@value
class Phase(Value):
    """A step of a text, counted from 1. It is not PA-X's stage, which is of a peace process."""

    key_fields = ("ordinal",)

    ordinal: int = attribute("Its place in the order, from 1 without gaps.", minimum=1)
    label: str | None = attribute("What the sources call it.", default=None)
    duration: Duration | None = attribute("How long it lasts.", default=None)
    summary: str | None = attribute("What it is for, in our own words.", default=None)
    note: str | None = attribute("A coder's remark.", default=None)
    evidence: tuple[Evidence, ...] | None = attribute("The passages it rests on.", default=None)


@value
class Version(Record):
    """One state of the text of a proposal: what it says, not what happened to it."""

    id: str = attribute("The id: `<proposal>@<version>`.", pattern=VERSION_ID_PATTERN)
    labels: tuple[str, ...] | None = attribute("What the sources call it.", default=None)
    derived_from: tuple[str, ...] | None = attribute(
        "The versions it was made from (W3C PROV wasDerivedFrom).",
        default=None,
        refers_to="versions",
    )
    roles: tuple[Role, ...] | None = attribute("Who wrote, carried and received it.", default=None)
    tabled: When | None = attribute("When it was put before others.", default=None)
    completeness: Completeness = attribute("Whether all of the text is known, or parts of it.")
    phases: tuple[Phase, ...] | None = attribute(
        "Its phases. Absent: not reported; `[]`: reported to have none.", default=None
    )
    terms: tuple[Term, ...] | None = attribute(
        "Its terms, one for each issue and phase. Absent: none is reported.", default=None
    )

    def term(self, issue: str, phase: "int | PhaseScope | None" = None) -> Term | None:
        """The term on this issue in this phase, or None where no source reports one."""
        for term in self.terms or ():
            if term.issue == issue and term.phase == phase:
                return term
        return None

    def __repr__(self) -> str:
        def counted(items: "tuple[Value, ...] | None", one: str) -> str:
            if items is None:
                return f"{one}s not reported"
            return f"{len(items)} {one}{'' if len(items) == 1 else 's'}"

        tabled = f", tabled {self.tabled}" if self.tabled else ""
        return (
            f"Version({self.id!r}, {self.completeness}{tabled}, "
            f"{counted(self.phases, 'phase')}, {counted(self.terms, 'term')})"
        )


@value
class Proposal(Record):
    """One undertaking between given parties, in however many versions."""

    title: str = attribute("The name to show.")
    between: tuple[str, ...] = attribute("The parties that it is to bind.", refers_to="actors")
    rationale: str = attribute("Why it is a proposal of its own and not a version of another.")
    versions: tuple[Version, ...] | None = attribute(
        "Its versions. `[]`: a text in preparation that nobody has seen.", default=None
    )

    def version(self, name: str) -> Version:
        """The version with this id, or with this name after the ``@``.

        Raises:
            UnknownId: No version of the proposal is called so.
        """
        from negotiations.errors import UnknownId

        known = {version.id: version for version in self.versions or ()}
        found = known.get(name) or known.get(f"{self.id}@{name}")
        if found is None:
            raise UnknownId(name, [*known, *(each.partition("@")[2] for each in known)], "version")
        return found
