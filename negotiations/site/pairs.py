"""Which pairs of versions have a diff of their own in the explorer."""

from __future__ import annotations

from itertools import pairwise, permutations

from negotiations.chronology import Chronology

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.records import Records

__all__ = ["MOST_IN_ALL", "MOST_IN_PROPOSAL", "Pairs"]

# Up to so many versions, all pairs of the dataset are compared, in both directions.
MOST_IN_ALL = 20
# Up to so many, all pairs of a proposal; of more, each version with the one before it.
MOST_IN_PROPOSAL = 6


class Pairs:
    """The pairs of versions that are compared beforehand, by the id of the first.

    Attributes:
        are_all: Whether every version is compared with every other one.
    """

    def __init__(self, records: Records) -> None:
        versions = Chronology.of(records).versions
        self.are_all = len(versions) <= MOST_IN_ALL
        self._later: dict[str, dict[str, None]] = {}
        self._earlier: dict[str, dict[str, None]] = {}
        if self.are_all:
            self._add(*permutations(versions, 2))
            return
        by_proposal: dict[str, list[str]] = {}
        for version in versions.values():
            by_proposal.setdefault(version.proposal_id, []).append(version.id)
        for names in by_proposal.values():
            self._add(
                *(permutations(names, 2) if len(names) <= MOST_IN_PROPOSAL else pairwise(names))
            )
        for version in versions.values():
            self._add(*((name, version.id) for name in version.builds_on if name in versions))

    def _add(self, *pairs: tuple[str, str]) -> None:
        for a, b in pairs:
            if a != b:
                self._later.setdefault(a, {})[b] = None
                self._earlier.setdefault(b, {})[a] = None

    def __len__(self) -> int:
        return sum(map(len, self._later.values()))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((a, b) for a, others in self._later.items() for b in others)

    def to(self, version: str) -> tuple[str, ...]:
        """What a version is compared to: the second sides of its pairs."""
        return tuple(self._later.get(version, ()))

    def of(self, version: str) -> tuple[str, ...]:
        """What is compared with a version: the first sides of its pairs."""
        return tuple(self._earlier.get(version, ()))
