"""A new folder for a dataset of one's own: whole or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from negotiations.errors import InvalidDataset, NegotiationsError
from negotiations.folder.locking import LOCK, alone, is_free
from negotiations.folder.naming import id_from, stem_of, words_of
from negotiations.folder.replacing import write_texts
from negotiations.folder.writing import files_of
from negotiations.io.codec import from_data, to_data
from negotiations.io.layout import FILE_KINDS
from negotiations.io.strict_json import dumps, read_json
from negotiations.model import Metadata
from negotiations.records import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "DATA_FILES",
    "derived",
    "described",
    "editor_settings",
    "make_folder",
    "new_files",
]

LIMIT = "What is not recorded is not known to be absent."


def _data_files() -> str:
    """A regular expression for the paths of a dataset's files, whatever folder it is in."""
    names = [
        f"{kind.path}/[^/]+\\.json" if kind.stem else re.escape(kind.path) for kind in FILE_KINDS
    ]
    return f"(^|/)({'|'.join(names)})$"


DATA_FILES = _data_files()


def described(given: Mapping[str, Any], name: str, version: str) -> Metadata:
    """The description of a new dataset: what is given, and for the rest what is true of any.

    Raises:
        InvalidDataset: Something given does not fit; ``problems`` has all of it.
    """
    stem = stem_of(name)
    key = id_from(stem) or "dataset"
    return _metadata(
        {
            "id": key,
            "title": words_of(stem) if id_from(stem) else words_of(key),
            "version": "0.1.0",
            "licence": "CC-BY-4.0",
            "coders": ["The contributors"],
            "protocol": _protocol(version),
            "limits": [LIMIT],
            **given,
        }
    )


def derived(original: Metadata, given: Mapping[str, Any], name: str, version: str) -> Metadata:
    """The description of a copy: a dataset of its own that says what it was made from.

    Its id, its title and its version are its own, since it will differ. Licence, coders and limits
    stay, and further coders and limits are added to them: the records are still theirs. The note
    names the original.

    Raises:
        NegotiationsError: Another licence is given; that of the records stays.
        InvalidDataset: Something else given does not fit.
    """
    if given.get("licence", original.licence) != original.licence:
        raise NegotiationsError(
            f"the records are licensed under {original.licence}; a copy of them keeps this licence"
        )
    own = described({}, name, version)
    note = (
        f"Copied from {original.id} {original.version} ({original.title}), which was coded by "
        f"{', '.join(original.coders)} and is licensed under {original.licence}. Records may have "
        "been added or changed since; that is not the work of its coders."
    )
    data = to_data(original) | {
        "id": own.id,
        "title": f"{own.title}, derived from {original.id}",
        "version": own.version,
        "protocol": own.protocol,
        "note": note,
    }
    data |= {key: value for key, value in given.items() if key not in ("coders", "limits")}
    data["coders"] = list(dict.fromkeys([*original.coders, *given.get("coders", ())]))
    data["limits"] = list(dict.fromkeys([*original.limits, *given.get("limits", ())]))
    return _metadata(data)


def _protocol(version: str) -> str:
    return f"The codebook of negotiations {version}, which `negotiations codebook` prints"


def _metadata(data: dict[str, Any]) -> Metadata:
    from negotiations.io.schema import schema_problems

    # A text that is no UTF-8 can come from a command line; passed on, the reader names it.
    document, problems = read_json("", dumps(data).encode("utf-8", "surrogatepass"))
    if document is not None:
        problems = schema_problems(document, Metadata)
    if problems:
        raise InvalidDataset(problems)
    return from_data(Metadata, data)


def editor_settings() -> dict[str, Any]:
    """The settings of Visual Studio Code that bind each file of a dataset to its schema.

    >>> editor_settings()["json.schemas"][-1]["fileMatch"]
    ['/seeds/*.json']
    """
    ordered = sorted(FILE_KINDS, key=lambda kind: (kind.path == "seeds", bool(kind.stem)))
    return {
        "json.schemas": [
            {
                "fileMatch": [f"/{kind.path}/*.json" if kind.stem else f"/{kind.path}"],
                "url": f"./schema/{kind.name}.schema.json",
            }
            for kind in ordered
        ]
    }


def new_files(
    metadata: Metadata, schemas: Mapping[str, Any], copied: Records | None = None
) -> dict[str, str]:
    """The texts of all files of a new folder, by their paths; with the records of a copy."""
    records = Records.of(metadata, []) if copied is None else copied.with_records([metadata])
    return {
        **files_of(records),
        **({} if copied is not None else {"seeds/.gitkeep": ""}),
        **{f"schema/{name}.schema.json": dumps(schema) + "\n" for name, schema in schemas.items()},
        ".gitignore": f"# Of a writer at work.\n{LOCK}*\n.negotiations-*\n",
        ".vscode/settings.json": dumps(editor_settings()) + "\n",
        ".pre-commit-config.yaml": _HOOKS.format(files=DATA_FILES),
        "README.md": _readme(metadata, is_copy=copied is not None),
    }


_HOOKS = """\
# Before each commit: records in canonical form, and no problem between them.
# To switch it on: pre-commit install (https://pre-commit.com).
repos:
  - repo: local
    hooks:
      - id: negotiations-format
        name: negotiations format
        entry: negotiations format
        language: system
        files: '{files}'
      - id: negotiations-check
        name: negotiations check
        entry: negotiations check .
        language: system
        files: '{files}'
        pass_filenames: false
"""


def _readme(metadata: Metadata, *, is_copy: bool) -> str:
    origin = f"\n{metadata.note}\n" if is_copy else ""
    return f"""\
# {metadata.title}

A dataset of negotiation terms, read and checked by `negotiations`: who offered what to whom, in which
version of which proposal, according to whom, and in which passage of which article.
{origin}
- `data/` and `seeds/`: the records. An editor completes and explains them by `schema/`.
- The texts of the articles are under copyright and do not belong in this folder.

```sh
negotiations add source ../articles/report.txt      # the record of an article
negotiations add actor some-actor --kind state      # and so on; negotiations add --help
negotiations format .                               # canonical order and layout
negotiations check . --texts ../articles            # all problems, each with its remedy
```

Licence of the records: {metadata.licence}. Coded by {", ".join(metadata.coders)}.
"""


def make_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Make a folder with these files: all of them, or nothing.

    The folder may be there already if nothing is in it, or nothing but a git repository.

    Raises:
        NegotiationsError: Something is there, or there is no folder to make it in.
    """
    there = folder.is_dir()
    if not there and (folder.exists() or folder.is_symlink()):
        raise NegotiationsError(f"{folder} is there and is no folder; nothing was written")
    held = sorted(each.name for each in folder.iterdir() if each.name != ".git") if there else []
    if held:
        some = ", ".join(held[:3]) + (", …" if len(held) > 3 else "")
        raise NegotiationsError(
            f"{folder} is not empty ({some}); nothing was written. Give a new or empty folder"
        )
    around = folder.absolute().parent
    if not around.is_dir():
        raise NegotiationsError(f"there is no folder {around} to make it in")
    with _stage(folder if there else around) as stage:
        # A folder in it, since a file of a lock is no part of what is made.
        made = stage / "new"
        write_texts({made / name: text for name, text in files.items()})
        if there:
            _move_all(made, folder)
        else:
            made.rename(folder)


@contextmanager
def _stage(around: Path) -> Iterator[Path]:
    """A folder to write into first, beside where the files are to be.

    Those that a stopped program left there are removed first.
    """
    for left in around.glob(f"{_STAGE}*"):
        if left.is_dir() and not left.is_symlink() and is_free(left):
            shutil.rmtree(left, ignore_errors=True)
    stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=around))
    try:
        with alone(stage):
            yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


_STAGE = ".negotiations-new-"


def _move_all(stage: Path, folder: Path) -> None:
    moved: list[Path] = []
    try:
        for each in sorted(stage.iterdir()):
            target = folder / each.name
            each.rename(target)
            moved.append(target)
    except BaseException:
        for each in moved:
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        raise
