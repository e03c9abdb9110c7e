"""The folder of a new dataset, made completely or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from negotiations.compare.document import diff_schema
from negotiations.errors import InvalidDataset, NegotiationsError
from negotiations.folder.formatting import has_text
from negotiations.folder.locking import LOCK, STAGE, alone, clear_stages
from negotiations.folder.naming import id_from, stem_of, words_of
from negotiations.folder.replacing import make_folders, write_texts
from negotiations.folder.writing import files_of
from negotiations.io.codec import from_data, to_data
from negotiations.io.layout import FILE_KINDS
from negotiations.io.schema import schema_of
from negotiations.io.strict_json import dumps, read_json
from negotiations.model import Metadata
from negotiations.model.sources import FORMAT
from negotiations.records import Records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "DATA_FILES",
    "all_schemas",
    "derived",
    "described",
    "editor_settings",
    "make_folder",
    "new_files",
]

LIMIT = "What is not recorded is not known to be absent."


def _data_files() -> str:
    """A regular expression for the paths of a dataset's files, in any folder."""
    names = [
        f"{kind.path}/[^/]+\\.json" if kind.stem else re.escape(kind.path) for kind in FILE_KINDS
    ]
    return f"(^|/)({'|'.join(names)})$"


DATA_FILES = _data_files()


def all_schemas() -> dict[str, dict[str, Any]]:
    """The schemas of all kinds of files and of the diff document, by name."""
    schemas = {kind.name: schema_of(kind) for kind in FILE_KINDS}
    return {**schemas, "diff": diff_schema()}


def described(given: Mapping[str, Any], name: str, version: str) -> Metadata:
    """The metadata of a new dataset: the given fields, and defaults for the others.

    Raises:
        InvalidDataset: A given field is not valid; ``problems`` has all of them.
    """
    stem = stem_of(name)
    key = id_from(stem) or "dataset"
    return _metadata(
        {
            "id": key,
            "format": FORMAT,
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
    """The metadata of a copy: a separate dataset that names its original.

    It has a new id, title and version, since it will differ, and is neither released nor to be had
    anywhere. Licence, coders and limits stay, and
    further coders and limits are added to them: the records are still theirs. The note names the
    original.

    Raises:
        NegotiationsError: A different licence is given; that of the records stays.
        InvalidDataset: Another given field is not valid.
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
    data = to_data(original.replace(released=None, url=None)) | {
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

    # A command line can contain text that is not UTF-8; the reader then reports it.
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
    """The texts of all files of a new folder by path, with the records of a copy."""
    records = Records.of(metadata, []) if copied is None else copied.with_records([metadata])
    return {
        **files_of(records),
        **({} if copied is not None else {"seeds/.gitkeep": ""}),
        **{f"schema/{name}.schema.json": dumps(schema) + "\n" for name, schema in schemas.items()},
        ".gitattributes": _LINE_ENDS,
        ".gitignore": f"# Lock and temporary files of writers.\n{LOCK}*\n.negotiations-*\n",
        ".vscode/settings.json": dumps(editor_settings()) + "\n",
        ".pre-commit-config.yaml": _HOOKS.format(files=DATA_FILES),
        "README.md": _readme(metadata, is_copy=copied is not None),
    }


_LINE_ENDS = """\
# Line feeds as line ends on every machine, as negotiations writes them.
*.json text eol=lf
"""

_HOOKS = """\
# Before each commit, put records into canonical form and check the dataset.
# To enable it: pre-commit install (https://pre-commit.com).
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
- `data/` and `seeds/` contain the records. Editors complete and explain them with the schemas in `schema/`.
- The texts of the articles are under copyright and do not belong in this folder.

```sh
negotiations add source ../articles/report.txt      # describe an article
negotiations add actor some-actor --kind state      # see negotiations add --help
negotiations format .                               # canonical order and layout
negotiations check . --texts ../articles            # report problems with their remedies
```

Licence of the records: {metadata.licence}. Coded by {", ".join(metadata.coders)}.
"""


def make_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Make a folder with these files: all of them, or nothing.

    The folder may exist already if it is empty or contains only a git repository; or only some of these
    files, which a program left there that was killed while it made the same folder.

    Raises:
        NegotiationsError: The folder is not empty, or its parent does not exist.
    """
    exists = folder.is_dir()
    if not exists and (folder.exists() or folder.is_symlink()):
        raise NegotiationsError(f"{folder} exists and is not a folder; nothing was written")
    if exists:
        _refuse_others(folder, files)
    parent = folder.absolute().parent
    if not parent.is_dir():
        raise NegotiationsError(
            f"the folder {parent} does not exist; nothing was written. Make it first"
        )
    with _stage(folder if exists else parent) as stage:
        # A folder inside the stage, which also contains a lock file.
        new = stage / "new"
        write_texts({new / name: text for name, text in files.items()})
        if exists:
            _move_all(new, folder, files)
        else:
            new.rename(folder)


def _refuse_others(folder: Path, files: Mapping[str, str]) -> None:
    """Refuse a folder that contains anything else than some of these files, or all of them.

    Raises:
        NegotiationsError: It does; nothing was written.
    """
    folders = {above.as_posix() for name in files for above in Path(name).parents}
    present = [path for path in folder.iterdir() if path.name != ".git"]
    present = [path for path in present if not path.name.startswith(STAGE)]
    names = sorted(path.name for path in present)
    same = 0
    while present:
        path = present.pop()
        name = path.relative_to(folder).as_posix()
        if name in folders and path.is_dir() and not path.is_symlink():
            present += path.iterdir()
        elif name in files and not path.is_symlink() and has_text(path, files[name]):
            same += 1
        else:
            break
    else:
        if same < len(files):
            return
    some = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
    raise NegotiationsError(
        f"{folder} is not empty ({some}); nothing was written. Give a new or empty folder"
    )


@contextmanager
def _stage(parent: Path) -> Iterator[Path]:
    """A temporary folder to write into, in the same file system as the target.

    Folders that an interrupted program left there are removed first.
    """
    clear_stages(parent)
    stage = Path(tempfile.mkdtemp(prefix=STAGE, dir=parent))
    try:
        with alone(stage):
            yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _move_all(stage: Path, folder: Path, files: Mapping[str, str]) -> None:
    """Move the files that a folder does not have yet; the one that makes it a dataset last."""
    moved: list[Path] = []
    new_folders: list[Path] = []
    try:
        for name in sorted(files, key=lambda name: (name == "data/dataset.json", name)):
            target = folder / name
            if target.exists():
                continue
            new_folders += make_folders(target.parent)
            (stage / name).rename(target)
            moved.append(target)
    except BaseException:
        for target in moved:
            target.unlink()
        for path in reversed(new_folders):
            path.rmdir()
        raise
