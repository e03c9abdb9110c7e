"""Where passages are, in few words: paragraphs of one source together."""

from __future__ import annotations

import attrs

from negotiations.render.page import Citation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from negotiations.model import Evidence

__all__ = ["merged_citations", "places"]

# Paragraphs of one source that are named one by one.
_MOST = 8


def merged_citations(cited: Iterable[Citation]) -> tuple[Citation, ...]:
    """Citations that differ in the paragraph alone as one, at the place of the first.

    What is quoted stays by itself.

    >>> cited = (Citation("Gazette ¶1"), Citation("Gazette ¶4", ("hedged",)), Citation("Gazette ¶2"))
    >>> print(*merged_citations(cited), sep=" | ")
    Gazette ¶1, ¶2 | Gazette ¶4, hedged
    """
    alike: dict[Citation, list[str]] = {}
    for citation in cited:
        source, mark, paragraph = citation.place.rpartition(" ¶")
        key = citation if citation.passage else attrs.evolve(citation, place=source + mark)
        alike.setdefault(key, []).append("" if citation.passage else paragraph)
    return tuple(
        attrs.evolve(citation, place=citation.place + _paragraphs(paragraphs))
        for citation, paragraphs in alike.items()
    )


def _paragraphs(numbers: Iterable[str]) -> str:
    """Paragraphs by their numbers, three or more that follow one another as a range: ``3–5, ¶9``."""
    ranges: list[list[str]] = []
    for number in numbers:
        if ranges and number.isdecimal() and int(number) == int(ranges[-1][-1]) + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    said: list[str] = []
    for together in ranges:
        said += [f"{together[0]}–{together[-1]}"] if len(together) > 2 else together
    return ", ¶".join(said)


def places(evidence: Iterable[Evidence], source: Callable[[str], str]) -> str:
    """Where passages are, each source named once: ``CNN relay ¶8, ¶16; NYT relay ¶9–11``.

    Args:
        evidence: The passages.
        source: The label of a source by its id.
    """
    paragraphs: dict[str, set[int]] = {}
    for passage in evidence:
        paragraphs.setdefault(source(passage.source), set()).add(passage.paragraph)
    return "; ".join(f"{source} {_marked(numbers)}" for source, numbers in paragraphs.items())


def _marked(numbers: set[int]) -> str:
    """Paragraphs by their numbers; of many, how many they are and between which they lie."""
    if len(numbers) > _MOST:
        return f"¶{min(numbers)}–{max(numbers)} ({len(numbers)} paragraphs)"
    return f"¶{_paragraphs(map(str, sorted(numbers)))}"
