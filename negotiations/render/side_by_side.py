"""The page of texts, positions and stances side by side."""

from __future__ import annotations

import attrs

from negotiations.answers.stance import Stance, speakers_for
from negotiations.claims import bearing_on
from negotiations.model import Position, Term, Version
from negotiations.model.terms import split_label
from negotiations.render.page import (
    Cell,
    Fold,
    Mark,
    Page,
    Prose,
    Rows,
    Section,
    Table,
    code,
    dim,
    line,
    row,
    strong,
)
from negotiations.render.stance import stance_blocks
from negotiations.render.terms import (
    coded_words,
    of_texts,
    relation_words,
    tabled_words,
    term_fields,
)
from negotiations.render.voices import act_words, telling_words, voice_words
from negotiations.render.wording import differing_roles, label_name, plural, stance_name
from negotiations.vocabulary import CellState, Certainty, Support

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.answers.side_by_side import Cell as TableCell
    from negotiations.answers.side_by_side import Column, Row, SideBySide
    from negotiations.render.page import Block, Line

    Numbered = tuple[int, list[Row]]
    from negotiations.render.wording import Wording

__all__ = ["table_page"]

_MARKS = {
    CellState.VALUE: None,
    CellState.SAME: Mark.SAME,
    CellState.CHANGED: Mark.DIFFERS,
    CellState.DETAIL: Mark.DETAIL,
    CellState.OPEN: Mark.OPEN,
    CellState.SILENT: Mark.SILENT,
    CellState.NOT_CODED: Mark.UNCODED,
    CellState.EXCLUDED: Mark.EXCLUDED,
}
# The letters that a column of prose needs on a terminal.
_LEAST = 16
_LEAST_ALONE = 28


def table_page(table: SideBySide, words: Wording) -> Page:
    """The page of a table: issues down, columns across, each cell with its passages."""
    words = of_texts(words, (column.holder for column in table.columns))
    known = [_difference(together) for together in _groups(table, words)]
    differing, open_ones = known.count(Certainty.CERTAIN), known.count(Certainty.POSSIBLE)
    number = plural(len(table.columns), "column")
    said = f"{plural(len(known), 'row')}; columns differ in {differing or 'none'} of them"
    said += f" and may differ in {open_ones}" if open_ones else ""
    several, alone = _parted(table, words)
    said += f"; in {len(alone)}, one column alone speaks" if alone else ""
    hint = (
        "Cells are compared with the base column. Not reported means silence: reports cover only "
        "parts of a text, and of a party's positions."
    )
    columns = Rows(
        tuple(
            row(
                f"{index + 1}, base" if index == table.base else f"{index + 1}",
                _facts(column, words),
            )
            for index, column in enumerate(table.columns)
        )
    )
    blocks: list[Block] = []
    if several:
        blocks.append(_table(several, table, words))
    if alone:
        only = _alone_table(alone, table, words)
        head = f"Rows in which one column alone speaks ({len(alone)})"
        # Where there are no others, nothing is hidden.
        blocks.append(Fold(line(head), (only,)) if several else only)
    blocks.append(Section("The columns", (columns,)))
    if words.is_full:
        stances = [column.holder for column in table.columns if isinstance(column.holder, Stance)]
        blocks += [
            Section(f"S{stance_name(stance, words)[1:]}", stance_blocks(stance, words))
            for stance in stances
        ]
    lead = Prose((line(said), line(dim(hint))))
    return Page(f"Side by side: {number}", (lead,), tuple(blocks))


def _parted(table: SideBySide, words: Wording) -> tuple[list[Numbered], list[Numbered]]:
    """The rows with their numbers: those in which several columns speak, and the others.

    A full page has all of them in one table.
    """
    several: list[Numbered] = []
    alone: list[Numbered] = []
    for number, together in enumerate(_groups(table, words), 1):
        speaking = [any(cells) for cells in zip(*map(_speaking, together), strict=True)]
        (several if words.is_full or sum(speaking) != 1 else alone).append((number, together))
    return several, alone


def _speaking(table_row: Row) -> list[bool]:
    """Which columns have anything to say of a row: what is not coded there is more than silence."""
    return [bool(cell.terms) or cell.state is not CellState.SILENT for cell in table_row.cells]


def _table(numbered: list[Numbered], table: SideBySide, words: Wording) -> Table:
    heads = tuple(
        line(strong(_head(column, words)), " (base)" if index == table.base else "")
        for index, column in enumerate(table.columns)
    )
    rows = tuple(
        (
            _row_head(number, together, words),
            (_status(together), *_cells(together, table, words)),
        )
        for number, together in numbered
    )
    anchors = tuple(f"/{together[0].label}" for _, together in numbered)
    status = line("status")
    return Table("Issues and phases, by column", "issue", (status, *heads), rows, _LEAST, anchors)


def _status(together: list[Row]) -> Cell:
    """Whether columns differ in a row, in words and by a mark."""
    said = {
        Certainty.CERTAIN: ("differ", Mark.DIFFERS),
        Certainty.POSSIBLE: ("may differ", Mark.OPEN),
        Certainty.IMPOSSIBLE: ("do not differ", None),
    }
    words, mark = said[_difference(together)]
    sign = f"{mark.sign} " if mark else ""
    return Cell((line(f"{sign}{words}"),), tint=mark)


def _alone_table(numbered: list[Numbered], table: SideBySide, words: Wording) -> Table:
    """The rows in which one column alone speaks: which, and what it says."""
    rows = []
    for number, together in numbered:
        cells = _cells(together, table, words)
        column = next(
            index
            for index, _ in enumerate(table.columns)
            if any(table_row.cells[index].terms for table_row in together)
        )
        said = attrs.evolve(cells[column], mark=None)
        who = Cell((line(_head(table.columns[column], words)),))
        rows.append((_row_head(number, together, words), (who, said)))
    anchors = tuple(f"/{together[0].label}" for _, together in numbered)
    heads = (line("column"), line("what it says"))
    return Table(
        "Issues and phases of one column", "issue", heads, tuple(rows), _LEAST_ALONE, anchors
    )


def _head(column: Column, words: Wording) -> str:
    """The title of a column, else its holder's name."""
    holder = column.holder
    if isinstance(holder, Stance):
        name = words.name(holder.party, ("actors",))
        titled = column.title.removesuffix(holder.party)
        return titled + name if titled != column.title else column.title or name
    return f"{column.title}: {holder.id}" if column.title else holder.id


def _facts(column: Column, words: Wording) -> str:
    """A description of a column in one line."""
    holder = column.holder
    facts = [_head(column, words)]
    if isinstance(holder, Stance):
        facts.append(stance_name(holder, words))
        facts.append(plural(len(holder.readings), "reading"))
    else:
        facts.append(words.called(holder) or words.title(holder).removesuffix("."))
    if isinstance(holder, Version):
        facts.append(tabled_words(holder, words))
        facts.append("known in full" if holder.is_known_in_full else "known in part")
        facts += [coded_words(holder), *relation_words(holder)]
        facts.append(differing_roles(holder))
    if isinstance(holder, Position):
        claimed = ", as claimed" if _is_claimed(holder, words) else ""
        facts.append(f"{words.name(holder.actor, ('actors',))} {words.word(holder.act)}{claimed}")
    facts += [column.name] if words.is_full else []
    return "; ".join(fact for fact in facts if fact)


def _is_claimed(position: Position, words: Wording) -> bool:
    """Whether only others attribute it to its holder: neither a source nor the holder says so."""
    passages = [
        passage
        for passage in bearing_on(position, None)
        if passage.support is not Support.CONTRADICTS
    ]
    own = {position.actor}
    if words.records is not None:
        own |= set(speakers_for(words.records, position.actor))
    return bool(passages) and all(
        passage.claimants and not own & set(passage.claimants) for passage in passages
    )


def _groups(table: SideBySide, words: Wording) -> list[list[Row]]:
    """The rows of a table; those of the options for one thing together, save on a full page."""
    topics: dict[object, list[Row]] = {}
    for table_row in table.rows:
        label, _, column = table_row.label.partition(" of ")
        topics.setdefault((split_label(label)._replace(alternative=None), column), []).append(
            table_row
        )
    if words.is_full:
        return [[table_row] for rows in topics.values() for table_row in rows]
    return list(topics.values())


def _difference(together: list[Row]) -> Certainty:
    """Whether columns differ in one of these rows."""
    known = {table_row.difference for table_row in together}
    surest = (Certainty.CERTAIN, Certainty.POSSIBLE, Certainty.IMPOSSIBLE)
    return next(difference for difference in surest if difference in known)


def _row_head(number: int, together: list[Row], words: Wording) -> Line:
    first = together[0]
    full = (" ", code(first.label), f" difference: {first.difference}") if words.is_full else ()
    label, of, column = first.label.partition(" of ")
    if not words.is_full:
        label = str(split_label(label)._replace(alternative=None))
    return line(f"{number}. {label_name(label, words)}", of and f", of {column}", *full)


def _cells(together: list[Row], table: SideBySide, words: Wording) -> tuple[Cell, ...]:
    """The cells of rows that stand together, one for each column."""
    if len(together) == 1:
        (single,) = together
        return tuple(_cell(cell, single, words) for cell in single.cells)
    columns = zip(*(table_row.cells for table_row in together), strict=True)
    return tuple(_options_cell(cells, together, table.base, words) for cells in columns)


def _options_cell(
    cells: tuple[TableCell, ...], together: list[Row], base: int, words: Wording
) -> Cell:
    """What one column has of the options for one thing, and how all of it stands to the base."""
    own = [(cell, at) for cell, at in zip(cells, together, strict=True) if cell.terms]
    if not own:
        return Cell((), _MARKS[cells[0].state])
    lines: list[Line] = []
    for cell, table_row in own:
        lines += [
            line(strong(words.alternative(term.alternative)))
            for term in cell.terms
            if term.alternative is not None
        ]
        lines += _cell(cell, table_row, words, in_row=True).lines
    states = {cell.state for cell in cells if cell.terms} - {CellState.EXCLUDED}
    in_base = [bool(table_row.cells[base].terms) for table_row in together]
    if states <= {CellState.VALUE} and in_base == [bool(cell.terms) for cell in cells]:
        return Cell(tuple(lines), None)
    if in_base != [bool(cell.terms) for cell in cells]:
        return Cell(tuple(lines), Mark.DIFFERS if any(in_base) else None)
    worst = (CellState.CHANGED, CellState.OPEN, CellState.DETAIL, CellState.SAME, CellState.VALUE)
    return Cell(tuple(lines), _MARKS[next(state for state in worst if state in states)])


def _cell(cell: TableCell, table_row: Row, words: Wording, *, in_row: bool = False) -> Cell:
    lines: list[Line] = []
    for index, term in enumerate(cell.terms, 1):
        reading = next((reading for reading in cell.readings if reading.term is term), None)
        if len(cell.terms) > 1:
            lines.append(line(strong(f"reading {index} of {len(cell.terms)}")))
        lines += _term_lines(term, table_row, words, in_row=in_row)
        evidence = reading.evidence if reading else term.evidence or ()
        cited = words.citations(evidence, term, exact=words.is_full)
        if reading:
            voice = f"{act_words(reading, words)}; {voice_words(reading, words)}"
            address = (" ", code(reading.address)) if words.is_full else ()
            lines.append(line(dim(voice), *address, *cited))
        elif cited:
            lines.append(line(dim(telling_words(evidence, words) or "passages"), *cited))
        deniers = _deniers(term) if reading is None else list(reading.deniers)
        if deniers:
            names = words.voices(deniers)
            lines.append(line(strong(f"denied by {names}")))
    if cell.contested:
        own = " by its own side" if cell.readings else ""
        lines.append(line(strong(f"contested{own}")))
    if cell.same_as and words.is_full:
        numbers = ", ".join(str(column + 1) for column in cell.same_as)
        lines.append(line(dim(f"says the same as column {numbers}")))
    return Cell(tuple(lines), _MARKS[cell.state])


def _term_lines(term: Term, table_row: Row, words: Wording, *, in_row: bool) -> list[Line]:
    lines = [line(term.summary)] if term.summary else []
    if not in_row and term.label != table_row.label.partition(" of ")[0]:
        lines.append(line(_key_words(term, table_row, words)))
    fields = [f"{name}: {said}" for name, said in term_fields(term, words)]
    if words.is_full:
        fields.append(f"kind: {term.kind}")
    if fields:
        lines.append(line("; ".join(fields)))
    if term.note and words.is_full:
        lines.append(line(f"note: {term.note}"))
    return lines


def _key_words(term: Term, table_row: Row, words: Wording) -> str:
    """The phase or option of a term that stands in the row of another."""
    of_row = split_label(table_row.label.partition(" of ")[0])
    said = words.phase(term.phase).removeprefix(", ") if term.phase != of_row.phase else ""
    if term.alternative == of_row.alternative:
        return said
    option = words.alternative(term.alternative) if term.alternative else "no longer an option"
    return "; ".join(filter(None, (said, option)))


def _deniers(term: Term) -> list[str]:
    denying = [passage for passage in term.evidence or () if passage.support is Support.CONTRADICTS]
    return list(
        dict.fromkeys(
            name for passage in denying for name in passage.claimants or (passage.source,)
        )
    )
