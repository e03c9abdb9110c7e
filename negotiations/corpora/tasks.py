"""What is done with each unit of a corpus: it is checked, compared or made into rows.

A task gives pieces of text for named streams, and numbers that are added up. What it gives for a unit
follows from the corpus alone, so that pieces can be made anywhere and in any order.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Protocol

import attrs

from negotiations.corpora.around import Surroundings
from negotiations.corpora.index import Twin
from negotiations.corpora.records import diff_of, found_in, rows_of_record, together
from negotiations.errors import Problem
from negotiations.frames import Row
from negotiations.io.lines import line_of
from negotiations.model import Proposal, Record, Version
from negotiations.records import address_of, issues_of
from negotiations.report.problems import problem_data
from negotiations.rules import Reach, chosen

__all__ = ["OUT", "PROBLEMS", "Check", "Compare", "Lines", "Piece", "Rows", "Task"]

# The streams of what is asked for, and of what is wrong in the corpus.
OUT, PROBLEMS = "out", "problems"
Twins = dict[tuple[int, int], list[Twin]]


@attrs.frozen
class Piece:
    """What a task gives for a unit: texts by stream, and numbers by what they count."""

    texts: list[tuple[str, str]] = attrs.field(factory=list)
    counts: Counter[str] = attrs.field(factory=Counter)


class Task(Protocol):
    """What is done with each unit; it is sent to other processes."""

    @property
    def chains(self) -> bool:
        """Whether the index must know the order of the versions of proposals."""
        raise NotImplementedError

    def piece(self, around: Surroundings, number: int, twins: Twins) -> Piece:
        """What is given for a unit."""
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

    def piece(self, around: Surroundings, number: int, twins: Twins) -> Piece:
        """The problems of the records of a unit."""
        made = Piece()
        unit = around.index.unit(number)
        for item, checked in enumerate(around.records(number, unit)):
            found = [*checked.problems, *_of_twins(unit.file.name, unit.line, twins, number, item)]
            if checked.record is not None:
                made.counts["records"] += 1
                found += _broken(checked.record, around, unit.file.name, unit.line)
            found.sort(key=lambda problem: problem.sort_key)
            for problem in chosen(found, select=self.select, ignore=self.ignore):
                made.texts.append((OUT, _written(problem, is_ndjson=self.is_ndjson)))
                made.counts[problem.severity.value] += 1
        return made


@attrs.frozen
class Compare:
    """Compare each version with the one before it: a line of JSON for each two."""

    chains: bool = True

    def piece(self, around: Surroundings, number: int, twins: Twins) -> Piece:
        """The documents of the diffs of the versions of a unit."""
        made = Piece()
        for item, record in _sound(made, around, number, twins):
            made.counts["records"] += 1
            versions: tuple[Version, ...] = (record,) if isinstance(record, Version) else ()
            if isinstance(record, Proposal):
                versions = record.versions or ()
            for version in versions:
                for name, earlier in around.before(version, number, item):
                    if earlier is None:
                        _tell(made, _no_version(around, number, version, name))
                        continue
                    issues = sorted(issues_of(earlier) | issues_of(version))
                    known = [around.get("issues", issue) for issue in issues]
                    others = together(version, [each for each in known if each is not None])
                    document = diff_of(earlier, version, others)
                    made.texts.append((OUT, json.dumps(document, ensure_ascii=False) + "\n"))
                    made.counts["compared"] += 1
                    made.counts["different"] += bool(document["changes"])
        return made


@attrs.frozen
class Lines:
    """Write each record as a line, as an export does."""

    chains: bool = False

    def piece(self, around: Surroundings, number: int, twins: Twins) -> Piece:
        """The lines of the records of a unit."""
        made = Piece()
        for _, record in _sound(made, around, number, twins):
            made.counts["records"] += 1
            made.texts.append((OUT, line_of(address_of(record).partition("/")[0], record) + "\n"))
        return made


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

    def piece(self, around: Surroundings, number: int, twins: Twins) -> Piece:
        """The rows of the records of a unit."""
        made = Piece()
        for _, record in _sound(made, around, number, twins):
            made.counts["records"] += 1
            others = None if self.alone else around.of(record)[0]
            rows: dict[str, list[Row]] = {}
            for name, row in rows_of_record(record, self.tables, others):
                rows.setdefault(name, []).append(row)
            made.texts.extend(
                (name, json.dumps(some, ensure_ascii=False) + "\n") for name, some in rows.items()
            )
        return made


def _sound(
    made: Piece, around: Surroundings, number: int, twins: Twins
) -> Iterator[tuple[int, Record]]:
    """The records of a unit that can be used, each with its place; what is wrong is told."""
    unit = around.index.unit(number)
    for item, checked in enumerate(around.records(number, unit)):
        _tell(made, *checked.problems, *_of_twins(unit.file.name, unit.line, twins, number, item))
        if checked.record is not None and (number, item) not in twins:
            yield item, checked.record


def _tell(made: Piece, *problems: Problem) -> None:
    for problem in problems:
        made.texts.append((PROBLEMS, _written(problem, is_ndjson=False)))
        made.counts[problem.severity.value] += 1


def _written(problem: Problem, *, is_ndjson: bool) -> str:
    if is_ndjson:
        return json.dumps(problem_data(problem), ensure_ascii=False) + "\n"
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


def _no_version(around: Surroundings, number: int, version: Version, name: str) -> Problem:
    unit = around.index.unit(number)
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
