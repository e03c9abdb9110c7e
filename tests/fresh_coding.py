"""Agreement of the records with a fresh coding, from the tables of codes in second-coding/.

Alpha is worked out here from its definition, apart from the library and from the package it uses.
"""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

FOLDER = Path(__file__).parent.parent / "second-coding"
FIELDS = ("act", "claimants", "denial", "hedged")
NOT_CODED = "not coded"
# Below this share of common text two units are not matched, as in negotiations.answers.reliability.
LEAST_OVERLAP = 0.08
RESAMPLES = 1000


class Unit(NamedTuple):
    """One row of a table: a passage, and what one coder made of it."""

    coder: str
    source: str
    paragraph: int
    start: int
    end: int
    kind: str
    act: str
    claimants: str
    denial: str
    hedged: str
    record: str


Pair = tuple[Unit | None, Unit | None]
Answers = "tuple[Hashable, Hashable]"


def units_of(name: str) -> tuple[list[Unit], list[Unit]]:
    """The units of the records and those of the fresh coder, in a table."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        units = [
            Unit(**{**row, **{key: int(row[key]) for key in ("paragraph", "start", "end")}})  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        ]
    return tuple([unit for unit in units if unit.coder == coder] for coder in ("records", "fresh"))  # type: ignore[return-value]


def overlap(a: Unit, b: Unit) -> float:
    """The share of the characters under either that are under both; 0 if that is too little."""
    common = min(a.end, b.end) - max(a.start, b.start)
    share = common / (max(a.end, b.end) - min(a.start, b.start))
    return share if share >= LEAST_OVERLAP else 0.0


def matched(records: Sequence[Unit], fresh: Sequence[Unit], *, by_kind: bool) -> list[Pair]:
    """All units of both, each once: those matched in pairs, the others with None beside them.

    Within a paragraph, units are matched one to one so that their overlaps have the largest sum.
    What is coded plays no part, unless ``by_kind``: then events match events alone, and positions
    positions. Otherwise the kind only decides between equal overlaps.
    """
    groups: dict[Hashable, tuple[list[Unit], list[Unit]]] = defaultdict(lambda: ([], []))
    for side, units in enumerate((records, fresh)):
        for unit in units:
            key = (unit.source, unit.paragraph, unit.kind if by_kind else "")
            groups[key][side].append(unit)
    pairs: list[Pair] = []
    for ours, theirs in groups.values():
        chosen = _assigned(ours, theirs)
        pairs += [(ours[i], theirs[j]) for i, j in chosen]
        taken_ours, taken_theirs = {i for i, _ in chosen}, {j for _, j in chosen}
        pairs += [(unit, None) for i, unit in enumerate(ours) if i not in taken_ours]
        pairs += [(None, unit) for j, unit in enumerate(theirs) if j not in taken_theirs]
    return pairs


def _assigned(ours: list[Unit], theirs: list[Unit]) -> tuple[tuple[int, int], ...]:
    @cache
    def best(i: int, taken: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if i == len(ours):
            return 0.0, ()
        options = [best(i + 1, taken)]
        for j, unit in enumerate(theirs):
            share = overlap(ours[i], unit)
            if share and not taken & 1 << j:
                score, rest = best(i + 1, taken | 1 << j)
                score += share + 0.001 * (ours[i].kind == unit.kind)
                options.append((score, ((i, j), *rest)))
        return max(options, key=lambda option: round(option[0], 9))

    return best(0, 0)[1]


def answers_of(pairs: Iterable[Pair], field: str) -> list[tuple[str, str]]:
    """What both coders answer, unit by unit; a unit of one coder alone is not coded by the other."""
    return [
        (getattr(a, field) if a else NOT_CODED, getattr(b, field) if b else NOT_CODED)
        for a, b in pairs
    ]


def alpha(answers: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Krippendorff's alpha of two coders, nominal, nothing missing; None without variation."""
    total = 2 * len(answers)
    counts = Counter(value for pair in answers for value in pair)
    expected = 1 - sum(n * (n - 1) for n in counts.values()) / (total * (total - 1))
    observed = sum(a != b for a, b in answers) / len(answers)
    return 1 - observed / expected if expected else None


def interval(pairs: Sequence[Pair], field: str) -> tuple[float, float]:
    """The middle 95 % of alpha over samples of paragraphs, drawn with replacement."""
    paragraphs: dict[Hashable, list[tuple[str, str]]] = defaultdict(list)
    for pair, answer in zip(pairs, answers_of(pairs, field), strict=True):
        unit = pair[0] or pair[1]
        assert unit
        paragraphs[unit.source, unit.paragraph].append(answer)
    drawn = random.Random(20261128)
    blocks = [paragraphs[key] for key in sorted(paragraphs)]
    samples = (drawn.choices(blocks, k=len(blocks)) for _ in range(RESAMPLES))
    alphas = sorted(
        value
        for sample in samples
        if (value := alpha([answer for block in sample for answer in block])) is not None
    )
    return alphas[int(0.025 * len(alphas))], alphas[int(0.975 * len(alphas)) - 1]


def line(pairs: Sequence[Pair], field: str) -> str:
    """One row of a table of docs/reliability.md."""
    answers = answers_of(pairs, field)
    value = alpha(answers)
    low, high = interval(pairs, field)
    agreeing = sum(a == b for a, b in answers)
    shown = "–" if value is None else f"{value:.3f}"
    return f"| {field} | {len(answers)} | {agreeing} | {shown} | {low:.2f} to {high:.2f} |"


def differences(pairs: Sequence[Pair], field: str) -> Counter[tuple[str, str]]:
    """How often the coders give which two different answers."""
    return Counter(answer for answer in answers_of(pairs, field) if answer[0] != answer[1])
