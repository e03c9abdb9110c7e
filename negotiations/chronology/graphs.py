"""Links between names: circles, and what can be reached, without a table of all pairs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Links = Mapping[str, Iterable[str]]

__all__ = ["Reach", "components", "on_circles"]


def components(links: Links) -> dict[str, int]:
    """The number of the group of each name; names of one group lead to each other (Kosaraju).

    >>> groups = components({"a": ["b"], "b": ["a", "c"], "c": []})
    >>> groups["a"] == groups["b"], groups["a"] == groups["c"]
    (True, False)
    """
    # Names in the order in which walks leave them, then walks against the links.
    finished = _left_in_order(links)
    back: dict[str, list[str]] = {name: [] for name in links}
    for name, targets in links.items():
        for target in targets:
            if target in back:
                back[target].append(name)
    group_of: dict[str, int] = {}
    for number, start in enumerate(reversed(finished)):
        if start in group_of:
            continue
        group_of[start] = number
        waiting_names = [start]
        while waiting_names:
            for name in back[waiting_names.pop()]:
                if name not in group_of:
                    group_of[name] = number
                    waiting_names.append(name)
    return group_of


def _left_in_order(links: Links) -> list[str]:
    """Names in the order in which walks along the links leave them."""
    finished: list[str] = []
    visited: set[str] = set()
    for start in links:
        if start in visited:
            continue
        visited.add(start)
        waiting = [(start, iter(links[start]))]
        while waiting:
            name, targets = waiting[-1]
            target = next(
                (
                    candidate
                    for candidate in targets
                    if candidate in links and candidate not in visited
                ),
                None,
            )
            if target is None:
                waiting.pop()
                finished.append(name)
            else:
                visited.add(target)
                waiting.append((target, iter(links[target])))
    return finished


def on_circles(links: Links) -> set[str]:
    """The names from which links lead back to themselves, directly or through others.

    >>> sorted(on_circles({"a": ["b"], "b": ["a", "c"], "c": []}))
    ['a', 'b']
    """
    group_of = components(links)
    sizes: dict[int, int] = {}
    for number in group_of.values():
        sizes[number] = sizes.get(number, 0) + 1
    return {name for name in links if sizes[group_of[name]] > 1 or name in links[name]}


class Reach:
    """What each name leads to, where no links lead in a circle.

    The names are laid out in chains, in each of which every name leads to the one before it. What a name
    leads to is then one place in each chain that it leads into, however long these are.

    Args:
        links: The names that each name leads to.
        ranked: All names, each behind those that it leads to.
    """

    def __init__(self, links: Links, ranked: Iterable[str]) -> None:
        self._place: dict[str, tuple[int, int]] = {}
        self._reached: dict[str, dict[int, int]] = {}
        ends: dict[str, int] = {}  # the chain that ends with a name
        lengths: list[int] = []
        for name in ranked:
            reached: dict[int, int] = {}
            chain = None
            for target in links[name]:
                self._include(reached, target)
                if chain is None:
                    chain = ends.pop(target, None)
            if chain is None:
                chain = len(lengths)
                lengths.append(0)
            self._place[name] = chain, lengths[chain]
            lengths[chain] += 1
            ends[name] = chain
            self._reached[name] = reached

    def _include(self, reached: dict[int, int], target: str) -> None:
        """Add a name, and what it leads to, to the places that are reached."""
        chain, place = self._place[target]
        if reached.get(chain, -1) >= place:
            return  # it leads to nothing that is not reached by way of the later name
        for inner, far in self._reached[target].items():
            if reached.get(inner, -1) < far:
                reached[inner] = far
        reached[chain] = place

    def leads_to(self, name: str, target: str) -> bool:
        """Whether links lead from one name to another."""
        chain, place = self._place[target]
        return self._reached[name].get(chain, -1) >= place

    def unreached(self, names: Iterable[str]) -> list[str]:
        """Those of the names that none of the others leads to."""
        among = list(names)
        reached: dict[int, int] = {}
        for name in among:
            for chain, place in self._reached[name].items():
                if reached.get(chain, -1) < place:
                    reached[chain] = place
        return [
            name for name in among if reached.get(self._place[name][0], -1) < self._place[name][1]
        ]

    def laid_out(self, names: Iterable[str]) -> dict[int, tuple[list[int], list[str]]]:
        """Some names by their chains: their places in it, and the names at these."""
        chains: dict[int, list[tuple[int, str]]] = {}
        for name in names:
            chain, place = self._place[name]
            chains.setdefault(chain, []).append((place, name))
        return {
            chain: ([place for place, _ in sorted(placed)], [name for _, name in sorted(placed)])
            for chain, placed in chains.items()
        }

    def beside(
        self, name: str, chains: Mapping[int, tuple[list[int], list[str]]], most: int
    ) -> list[str] | None:
        """The names in these chains that are not linked with a name; None if more than ``most`` are.

        Along a chain every name leads to the one before it: they stand in one run between the others.
        """
        reached, (own, _) = self._reached[name], self._place[name]
        beside: list[str] = []
        for chain, (places, names) in chains.items():
            if chain == own:
                continue
            start = bisect_right(places, reached.get(chain, -1))
            end = bisect_left(names, True, start, key=lambda other: self.leads_to(other, name))  # noqa: FBT003 - used at once
            beside += names[start:end]
            if len(beside) > most:
                return None
        return beside

    def nearest(
        self, name: str, chains: Mapping[int, tuple[list[int], list[str]]]
    ) -> Iterator[str]:
        """The last name in each of these chains that a name leads to."""
        reached = self._reached[name]
        few, many = (reached, chains) if len(reached) < len(chains) else (chains, reached)
        for chain in few:
            if chain in many:
                places, names = chains[chain]
                index = bisect_right(places, reached[chain])
                if index:
                    yield names[index - 1]
