"""The page of texts, positions and stances side by side."""

from __future__ import annotations

from negotiations.answers.stance import Stance, speakers_for
from negotiations.claims import bearing_on
from negotiations.model import Position, Term, Version
from negotiations.render.page import (
    Cell,
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
from negotiations.render.stance_gap import SHORT_VOICES, said_by, stance_blocks
from negotiations.render.wording import differing_roles, label_name, plural, stance_name
from negotiations.vocabulary import CellState, Certainty, Support

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.answers.side_by_side import Cell as TableCell
    from negotiations.answers.side_by_side import Column, Row, SideBySide
    from negotiations.render.page import Block, Line
    from negotiations.render.wording import Wording

__all__ = ["table_page"]

_MARKS = {
    CellState.VALUE: None,
    CellState.SAME: Mark.SAME,
    CellState.CHANGED: Mark.DIFFERS,
    CellState.DETAIL: Mark.DETAIL,
    CellState.OPEN: Mark.OPEN,
    CellState.SILENT: Mark.SILENT,
    CellState.EXCLUDED: Mark.EXCLUDED,
}
# The letters that a column of prose needs on a terminal.
_LEAST = 16


def table_page(table: SideBySide, words: Wording) -> Page:
    """The page of a table: issues down, columns across, each cell with its passages."""
    known = [compared.difference for compared in table.rows]
    differing, open_ones = known.count(Certainty.CERTAIN), known.count(Certainty.POSSIBLE)
    number = plural(len(table.columns), "column")
    said = f"{plural(len(table.rows), 'row')}; columns differ in {differing or 'none'} of them"
    said += f" and may differ in {open_ones}" if open_ones else ""
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
    if table.rows:
        blocks.append(_table(table, words))
    blocks.append(Section("The columns", (columns,)))
    if words.is_full:
        stances = [column.holder for column in table.columns if isinstance(column.holder, Stance)]
        blocks += [
            Section(f"S{stance_name(stance, words)[1:]}", stance_blocks(stance, words))
            for stance in stances
        ]
    lead = Prose((line(said), line(dim(hint))))
    return Page(f"Side by side: {number}", (lead,), tuple(blocks))


def _table(table: SideBySide, words: Wording) -> Table:
    heads = tuple(
        line(strong(_head(column, words)), " (base)" if index == table.base else "")
        for index, column in enumerate(table.columns)
    )
    rows = tuple(
        (_row_head(compared, words), tuple(_cell(cell, compared, words) for cell in compared.cells))
        for compared in table.rows
    )
    return Table("Issues and phases, by column", "issue", heads, rows, least=_LEAST)


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
        facts.append(words.title(holder).removesuffix("."))
    if isinstance(holder, Version):
        facts.append(
            f"tabled {words.when(holder.tabled)}" if holder.tabled else "date not reported"
        )
        facts.append("known in full" if holder.is_known_in_full else "known in part")
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


def _row_head(table_row: Row, words: Wording) -> Line:
    said = {Certainty.CERTAIN: " (columns differ)", Certainty.POSSIBLE: " (columns may differ)"}
    differs = dim(said[table_row.difference]) if table_row.differs else ""
    full = (
        (" ", code(table_row.label), f" difference: {table_row.difference}")
        if words.is_full
        else ()
    )
    label, of, column = table_row.label.partition(" of ")
    return line(label_name(label, words), of and f", of {column}", differs, *full)


def _cell(cell: TableCell, table_row: Row, words: Wording) -> Cell:
    lines: list[Line] = []
    for index, term in enumerate(cell.terms, 1):
        reading = next((reading for reading in cell.readings if reading.term is term), None)
        if len(cell.terms) > 1:
            lines.append(line(strong(f"reading {index} of {len(cell.terms)}")))
        lines += _term_lines(term, table_row, words)
        evidence = reading.evidence if reading else term.evidence or ()
        cited = words.citations(evidence, exact=words.is_full)
        if reading:
            voice = f"{words.word(reading.act)}; {SHORT_VOICES[reading.voice]}"
            if reading.claimants:
                voice += f": {said_by(reading, words)}"
            address = (" ", code(reading.address)) if words.is_full else ()
            lines.append(line(dim(voice), *address, *cited))
        elif cited:
            lines.append(line("passages", *cited))
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


def _term_lines(term: Term, table_row: Row, words: Wording) -> list[Line]:
    lines = [line(term.summary)] if term.summary else []
    if term.label != table_row.label.partition(" of ")[0]:
        lines.append(line(words.phase(term.phase).removeprefix(", ")))
    fields = [f"{name}: {said}" for name, said in words.term_fields(term)]
    if words.is_full:
        fields.append(f"kind: {term.kind}")
    if fields:
        lines.append(line("; ".join(fields)))
    if term.note and words.is_full:
        lines.append(line(f"note: {term.note}"))
    return lines


def _deniers(term: Term) -> list[str]:
    denying = [passage for passage in term.evidence or () if passage.support is Support.CONTRADICTS]
    return list(
        dict.fromkeys(
            name for passage in denying for name in passage.claimants or (passage.source,)
        )
    )
