"""What is done with each unit of a corpus: it is checked, compared or made into rows.

A task gives pieces of text for named streams, and numbers that are added up. What it gives for a unit
follows from the corpus alone, so that pieces can be made anywhere and in any order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Protocol

import attrs

from negotiations.corpora.around import Surroundings, Twins
from negotiations.corpora.reading import Unit
from negotiations.corpora.records import diff_of, found_in, rows_of_record, together
from negotiations.errors import Problem
from negotiations.frames import Row
from negotiations.io.lines import line_of, text_of
from negotiations.model import Proposal, Record, Version
from negotiations.records import address_of, issues_of
from negotiations.report.problems import problem_data
from negotiations.rules import RULES, Reach, chosen

__all__ = ["OUT", "PROBLEMS", "Check", "Compare", "Lines", "Piece", "Rows", "Task"]

# The streams of what is asked for, and of what is wrong in the corpus.
OUT, PROBLEMS = "out", "problems"


@attrs.frozen
class Piece:
    """What a task gives for some units: texts by stream, and numbers by what they count."""

    texts: dict[str, list[str]] = attrs.field(factory=dict)
    counts: Counter[str] = attrs.field(factory=Counter)

    def write(self, stream: str, text: str) -> None:
        """Add a text to a stream."""
        self.texts.setdefault(stream, []).append(text)


class Task(Protocol):
    """What is done with each unit; it is sent to other processes."""

    @property
    def chains(self) -> bool:
        """Whether the index must know the order of the versions of proposals."""
        raise NotImplementedError

    def add(self, made: Piece, around: Surroundings, number: int, unit: Unit, twins: Twins) -> None:
        """Add what is given for a unit."""
        raise NotImplementedError


@attrs.frozen
class Check:
    """Check each record: its schema, the rules, its id and its references.

    Attributes:
        select: The rules to report; all if there are none.
        ignore: The rules to leave out.
        is_ndjson: Whether problems are written as JSON, one to a line; else as text.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    is_ndjson: bool = False
    chains: bool = False

    @property
    def unchecked(self) -> dict[str, tuple[str, ...]]:
        """The rules that would be reported, and cannot be checked record by record, by what they need."""
        wanted = [
            rule
            for rule in RULES.values()
            if (not self.select or rule.id in self.select) and rule.id not in self.ignore
        ]
        needs = {
            "all records": [each.id for each in wanted if each.reach is Reach.DATASET],
            "the texts": [each.id for each in wanted if each.wants_texts],
        }
        return {need: tuple(names) for need, names in needs.items() if names}

    def add(self, made: Piece, around: Surroundings, number: int, unit: Unit, twins: Twins) -> None:
        """Add the problems of the records of a unit."""
        for item, checked in enumerate(around.placed(number, unit, twins)):
            found = [*checked.problems, *_of_twins(unit.file.name, unit.line, twins, number, item)]
            if checked.record is not None:
                made.counts["records"] += 1
                found += _broken(checked.record, around, unit.file.name, unit.line)
            if not found:
                continue
            found.sort(key=lambda problem: problem.sort_key)
            for problem in chosen(found, select=self.select, ignore=self.ignore):
                made.write(OUT, _written(problem, is_ndjson=self.is_ndjson))
                made.counts[problem.severity.value] += 1


@attrs.frozen
class Compare:
    """Compare each version with the one before it: a line of JSON for each two."""

    chains: bool = True

    def add(self, made: Piece, around: Surroundings, number: int, unit: Unit, twins: Twins) -> None:
        """Add the documents of the diffs of the versions of a unit."""
        for item, record in _sound(made, around, number, unit, twins):
            made.counts["records"] += 1
            versions: tuple[Version, ...] = (record,) if isinstance(record, Version) else ()
            if isinstance(record, Proposal):
                versions = record.versions or ()
            for version in versions:
                for name, earlier in around.before(version, number, item):
                    if earlier is None:
                        _tell(made, _no_version(unit, version, name))
                        continue
                    issues = sorted(issues_of(earlier) | issues_of(version))
                    known = [around.get("issues", issue) for issue in issues]
                    others = together(version, [each for each in known if each is not None])
                    document = diff_of(earlier, version, others)
                    made.write(OUT, text_of(document) + "\n")
                    made.counts["compared"] += 1
                    made.counts["different"] += bool(document["changes"])


@attrs.frozen
class Lines:
    """Write each record as a line, as an export does."""

    chains: bool = False

    def add(self, made: Piece, around: Surroundings, number: int, unit: Unit, twins: Twins) -> None:
        """Add the lines of the records of a unit."""
        for _, record in _sound(made, around, number, unit, twins):
            made.counts["records"] += 1
            made.write(OUT, line_of(address_of(record).partition("/")[0], record) + "\n")


@attrs.frozen
class Rows:
    """Make the rows of tables of each record: a line of JSON for them, in a stream for each table.

    Attributes:
        tables: The names of the tables.
        alone: Whether the rows need nothing but the record: those of complete tables.
    """

    tables: tuple[str, ...]
    alone: bool = False
    chains: bool = False

    def add(self, made: Piece, around: Surroundings, number: int, unit: Unit, twins: Twins) -> None:
        """Add the rows of the records of a unit."""
        for _, record in _sound(made, around, number, unit, twins):
            made.counts["records"] += 1
            others = None if self.alone else around.of(record)[0]
            rows: dict[str, list[Row]] = {}
            for name, row in rows_of_record(record, self.tables, others):
                rows.setdefault(name, []).append(row)
            for name, some in rows.items():
                made.write(name, text_of(some) + "\n")


def _sound(
    made: Piece, around: Surroundings, number: int, unit: Unit, twins: Twins
) -> Iterator[tuple[int, Record]]:
    """The records of a unit that can be used, each with its place; what is wrong is told."""
    for item, checked in enumerate(around.placed(number, unit, twins)):
        _tell(made, *checked.problems, *_of_twins(unit.file.name, unit.line, twins, number, item))
        if checked.record is not None and (number, item) not in twins:
            yield item, checked.record


def _tell(made: Piece, *problems: Problem) -> None:
    for problem in problems:
        made.write(PROBLEMS, _written(problem, is_ndjson=False))
        made.counts[problem.severity.value] += 1


def _written(problem: Problem, *, is_ndjson: bool) -> str:
    if is_ndjson:
        return text_of(problem_data(problem)) + "\n"
    return f"{problem}\n"


def _of_twins(file: str, line: int, twins: Twins, number: int, item: int) -> list[Problem]:
    return [
        Problem(
            rule="unique-id",
            file=file,
            line=line,
            column=1,
            record=f"{twin.collection}/{twin.key}",
            message=f"duplicate id {twin.key!r}",
            found=f"the same id in {twin.first}",
            expected="a unique id",
            remedy="rename one of the two",
        )
        for twin in twins.get((number, item), ())
    ]


_REACHES = (Reach.RECORD, Reach.REFERRED)


def _broken(record: Record, around: Surroundings, file: str, line: int) -> Iterator[Problem]:
    """The rules that a record breaks, with what it refers to beside it."""
    records, lost = around.of(record)
    for finding in found_in(record, records, _REACHES):
        if finding.rule == "references" and finding.found in lost:
            continue  # it is there and cannot be read, which is told where it stands
        yield finding.problem(file=file, line=line, column=1)


def _no_version(unit: Unit, version: Version, name: str) -> Problem:
    return Problem(
        rule="references",
        file=unit.file.name,
        line=unit.line,
        column=1,
        record=address_of(version),
        message=f"no record {name!r} in versions that can be compared",
        found=name,
        expected="an id in versions",
        remedy="add the version to the corpus",
    )
