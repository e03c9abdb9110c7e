"""Whole datasets as the operands of ``diff``: two folders, or a checkout at revisions of git."""

from __future__ import annotations

import os
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from negotiations.cli.common import Output, Session, complete_address
from negotiations.dataset import Dataset
from negotiations.io.layout import dataset_around
from negotiations.vocabulary import Level

__all__ = [
    "complete_operand",
    "complete_revision",
    "names_dataset",
    "of_folders",
    "of_revisions",
    "show_difference",
]


def names_dataset(text: str) -> bool:
    """Whether an operand names the folder of a dataset: one that has a description, or a path."""
    path = Path(text)
    is_path = text in (os.curdir, os.pardir) or text[:1] in (os.curdir, os.sep) or text[-1:] == "/"
    return (path / "data" / "dataset.json").is_file() or (is_path and path.is_dir())


def of_folders(session: Session, a: str, b: str) -> tuple[Dataset, Dataset]:
    """The two datasets in folders.

    Raises:
        UsageError: One of the two is no folder.
    """
    for text, other in ((a, b), (b, a)):
        if not names_dataset(text):
            raise click.UsageError(
                f"{other} is the folder of a dataset, and {text} is none: "
                "a dataset is compared with a dataset"
            )
    return session.release(Path(a)), session.release(Path(b))


def of_revisions(session: Session, rev: str, rev2: str | None) -> tuple[Dataset, Dataset]:
    """The dataset of the checkout at a revision, and at another one or as it is now."""
    folder = session.own_folder
    return session.release(folder, rev), session.release(folder, rev2)


def show_difference(
    output: Output,
    sides: tuple[Dataset, Dataset],
    level: str,
    texts: Path | None,
    *,
    evidence: bool,
    brief: bool,
) -> int:
    """Write what changed between two datasets; the exit status."""
    old, new = sides
    difference = old.diff(new)
    if output.is_json:
        output.json(difference.to_data())
    else:
        from negotiations.render.dataset_diffs import dataset_diff_page
        from negotiations.render.wording import Wording

        read = new.texts(texts) if texts is not None else None
        words = Wording(new.records, read, Level(level))
        output.page(dataset_diff_page(difference, words, evidence=evidence, brief=brief))
    return output.status(difference)


def complete_operand(
    context: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete ids and addresses, or folders once a path is typed."""
    if incomplete[:1] in (os.curdir, os.sep, "~"):
        return [CompletionItem(incomplete, type="dir")]
    return complete_address(context, param, incomplete)


def complete_revision(
    context: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete tags and branches of the repository that the dataset is in."""
    from negotiations.errors import NegotiationsError
    from negotiations.folder.revisions import revision_names

    folder = context.find_root().params.get("directory") or dataset_around(Path()) or Path()
    try:
        names = revision_names(folder)
    except NegotiationsError:
        return []
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]
