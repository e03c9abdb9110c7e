"""Commands that set right what refers to something that has changed: ``rename``, ``relocate``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from negotiations.articles import Texts
from negotiations.cli.common import (
    NOTHING,
    Output,
    Session,
    complete_id_of,
    complete_own_address,
    example,
    texts_option,
    with_output,
)
from negotiations.folder.drafting import open_records
from negotiations.folder.locking import alone
from negotiations.folder.relocating import Claimed, Relocated, relocated, write_relocation
from negotiations.folder.renaming import Renaming, renamed, write_renaming
from negotiations.passages import Placing
from negotiations.plaintext import plain
from negotiations.records import address_of, label_pointer
from negotiations.render.wording import plural
from negotiations.rules.rule import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.articles import ArticleText
    from negotiations.folder.relocating import Relocation
    from negotiations.references import Reference

__all__ = ["relocate_command", "rename_command"]


# --- rename -------------------------------------------------------------------------------------


@click.command(
    "rename",
    epilog=example(
        "negotiations rename actors/qatar state-of-qatar --dry-run",
        "negotiations rename versions/may-proposal@bridging august",
    ),
)
@click.argument("address", shell_complete=complete_own_address)
@click.argument("new_id", metavar="NEW-ID")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@with_output
def rename_command(
    session: Session, output: Output, address: str, new_id: str, *, dry_run: bool
) -> int:
    """Give the record at ADDRESS another id, and all references to it with it.

    In the dataset of -d, or of the current folder. The versions of a proposal change with it, and so
    do the files that are named after the record. Of a version NEW-ID is enough without its proposal.
    Texts of articles, and what notes say in words, stay as they are. Files that change are written
    in canonical form, all of them or none.
    """
    folder = session.own_folder
    with alone(folder):
        renaming = renamed(open_records(folder), address, new_id)
        if not dry_run:
            write_renaming(renaming, folder)
    if output.is_json:
        output.json(_data(renaming, written=not dry_run))
    else:
        output.write("\n".join(plain(line) for line in _lines(renaming, dry_run=dry_run)))
    if renaming.mentions:
        places = [f"{where} {pointer}" for where, pointer in renaming.mentions]
        session.say(f"in words, and unchanged: {listed(places)}")
    return NOTHING


def _lines(renaming: Renaming, *, dry_run: bool) -> list[str]:
    doing = "would rename" if dry_run else "renamed"
    holders = {address_of(each.record) for each in renaming.references}
    count = plural(len(renaming.references), "reference")
    found = f", with {count} in {plural(len(holders), 'record')}" if holders else ""
    lines = [f"{doing} {renaming.old} to {renaming.new}{found}"]
    lines += [f"  {where} {pointer}" for where, pointer in map(_place, renaming.references)]
    lines += [f"  written: {name}" for name in renaming.texts]
    lines += [f"  removed: {name}" for name in renaming.removed]
    return lines


def _place(reference: Reference) -> tuple[str, str]:
    return address_of(reference.record), label_pointer(reference.record, reference.path)


def _data(renaming: Renaming, *, written: bool) -> dict[str, Any]:
    return {
        "from": renaming.old,
        "to": renaming.new,
        "written": written,
        "references": [
            {"record": where, "pointer": pointer}
            for where, pointer in map(_place, renaming.references)
        ],
        "mentions": [{"record": where, "pointer": pointer} for where, pointer in renaming.mentions],
        "files": list(renaming.texts),
        "removed": list(renaming.removed),
    }


# --- relocate -----------------------------------------------------------------------------------


@click.command(
    "relocate",
    epilog=example("negotiations relocate cnn-relay --texts my-articles --dry-run"),
)
@click.argument("source", shell_complete=complete_id_of(("sources",)))
@texts_option("The folder with the corrected text.")
@click.option(
    "--accept-near/--leave-near",
    default=None,
    help="Write passages that are only near, too, or leave them as they were.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@with_output
def relocate_command(
    session: Session,
    output: Output,
    source: str,
    texts: Path | None,
    *,
    accept_near: bool | None,
    dry_run: bool,
) -> int:
    """Find the passages of SOURCE again after its text was corrected.

    In the dataset of -d, or of the current folder. A passage is found by its fingerprint, wherever
    its words are now. Of one whose words have changed, what stands between the same neighbours is
    shown as near. Furniture, uncoded paragraphs and printed errors move with the passages around
    them; where these have more or fewer paragraphs between them than before, they are near.

    All that was found is written, or nothing, with the new fingerprint of the text. While something
    is near nothing is written, until --accept-near or --leave-near says what to do with passages;
    paragraphs take the likely number with both. What was not found, or left, stays as it was, and the
    exit status is 1: `check --texts` names it. The text is only read.
    """
    if texts is None:
        raise click.UsageError("relocate requires the article texts: --texts DIR")
    folder = session.own_folder
    with alone(folder):
        records = open_records(folder)
        read = Texts(texts, records.sources.values())
        relocation = relocated(records, source, read, accept_near=accept_near)
        if not dry_run:
            write_relocation(relocation, folder)
    if output.is_json:
        output.json(_relocation_data(relocation, written=not (dry_run or relocation.is_undecided)))
    else:
        lines = [*_relocation_lines(relocation, read.text(relocation.source))]
        lines += [f"{'would write' if dry_run else 'written'}: {name}" for name in relocation.texts]
        output.write("\n".join(plain(line) for line in lines))
    _say_relocated(session, relocation)
    left = relocation.placed(Placing.NEAR) if not accept_near else ()
    return output.status(relocation.missing or left or relocation.is_undecided)


def _say_relocated(session: Session, relocation: Relocation) -> None:
    """What was found, and what to do about the rest."""
    found = len(relocation.placed(Placing.FOUND, Placing.MOVED))
    near = len(relocation.placed(Placing.NEAR))
    missing = len(relocation.missing)
    parts = [f"{found} of {plural(len(relocation.passages), 'passage')} found again"]
    parts += [f"{near} near"] if near else []
    parts += [f"{missing} not found"] if missing else []
    session.say(f"{relocation.source.id}: {', '.join(parts)}")
    if not relocation.is_whole:
        session.say("the text is too long to look for every passage in all of it")
    if relocation.is_undecided:
        session.say(
            "nothing was written: look at what is near, and give --accept-near or --leave-near"
        )
    elif missing:
        session.say("what was not found stays as it was: locate it again, or remove it")


def _relocation_lines(relocation: Relocation, article: ArticleText) -> Iterator[str]:
    """What a coder has to look at: all but passages that are there as they were."""
    for each in relocation.placed(Placing.MOVED, Placing.NEAR):
        if each.place is not None:
            words = article.text[each.place.start : each.place.end]
            what = "near" if each.place.placing is Placing.NEAR else "moved"
            yield (
                f"{what}: {_cited(each)} → ¶{each.paragraph} {each.place.start}:{each.place.end} "
                f"{' '.join(words.split())}"
            )
    for each in relocation.missing:
        yield f"not found: {_cited(each)}"
    for claim in relocation.claims:
        if claim.is_near or claim.new is None:
            what = "near: " if claim.is_near else ""
            now = "gone" if claim.new is None else _paragraphs(claim.new)
            yield f"{what}{claim.field} {_paragraphs(claim.old)} → {now}"


def _cited(passage: Relocated) -> str:
    evidence = passage.evidence
    place = f"¶{evidence.paragraph} {evidence.start}:{evidence.end}"
    return f"{passage.address} {passage.pointer} {place}"


def _paragraphs(span: tuple[int, int]) -> str:
    return f"¶{span[0]}" if span[0] == span[1] else f"¶{span[0]} to ¶{span[1]}"


def _relocation_data(relocation: Relocation, *, written: bool) -> dict[str, Any]:
    return {
        "source": relocation.source.id,
        "sha256": relocation.source.sha256,
        "paragraphs": relocation.source.paragraphs,
        "written": written,
        "is_whole": relocation.is_whole,
        "passages": [_passage_data(each) for each in relocation.passages],
        "claims": [_claim_data(each) for each in relocation.claims],
        "files": list(relocation.texts),
    }


def _passage_data(passage: Relocated) -> dict[str, Any]:
    evidence, place = passage.evidence, passage.place
    data: dict[str, Any] = {
        "record": passage.address,
        "pointer": passage.pointer,
        "placing": "missing" if place is None else place.placing.name.lower(),
        "old": {
            "paragraph": evidence.paragraph,
            "start": evidence.start,
            "end": evidence.end,
        },
    }
    if place is not None:
        data["new"] = {
            "paragraph": passage.paragraph,
            "start": place.start,
            "end": place.end,
        }
    return data


def _claim_data(claim: Claimed) -> dict[str, Any]:
    data: dict[str, Any] = {"field": claim.field, "old": list(claim.old), "near": claim.is_near}
    return data if claim.new is None else data | {"new": list(claim.new)}
