"""Identifiers that other registers give to the same thing."""

import re

from negotiations.model.base import FieldRole, Value, Word, attribute, value
from negotiations.model.patterns import END
from negotiations.vocabulary import IdentifierScheme

__all__ = ["Identifier"]


@value
class Identifier(Value):
    """The identifier that a register gives to it.

    >>> print(Identifier(scheme=IdentifierScheme.WIKIDATA, id="Q801"))
    https://www.wikidata.org/wiki/Q801
    """

    key_fields = ("scheme", "id")

    scheme: Word[IdentifierScheme] = attribute("The register.")
    id: str = attribute("The identifier in it.", FieldRole.BOOKKEEPING)

    def _validate(self) -> None:
        if not re.match(f"^(?:{self.scheme.pattern}){END}", self.id):
            raise ValueError(f"{self.id!r} is no identifier of {self.scheme}")

    def __str__(self) -> str:
        home = self.scheme.home
        return home + self.id if home[-1:] in "/:" else f"{self.scheme} {self.id}"
