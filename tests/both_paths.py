"""The law of the two reading paths on every mutant, for which the tests have no time.

What the fast path accepts of the files of a broken dataset, the checked path accepts, record by record, as
the same; what it does not accept is left to the checked path, which explains every refusal::

    python tests/both_paths.py [--bundled]

It judges every mutant of the dataset in which every field is filled; with ``--bundled``, those of the
bundled dataset, too. It prints how many files were judged, and how many the fast path accepted.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from builders import DELETED
from full import full
from mutants import mutants, stored

from negotiations.errors import InvalidDataset
from negotiations.io.codec import checked_from_json, to_data
from negotiations.io.decoding import decoded, decoded_list
from negotiations.io.layout import bundled_folder, file_kind_of

if TYPE_CHECKING:
    from builders import Files


def judge(title: str, files: Files) -> int:
    """Judge every mutant of a dataset and print the figures; how many files are read otherwise."""
    accepted, wrong, seen = 0, 0, set()
    number = 0
    for number, mutant in enumerate(mutants(files), 1):  # noqa: B007 - counted
        for file, content in mutant.applied(files).items():
            kind = file_kind_of(file)
            if content is DELETED or kind is None:
                continue
            data = (
                content
                if isinstance(content, bytes)
                else json.dumps(content, default=float).encode()
            )
            if (file, hash(data)) in seen:
                continue
            seen.add((file, hash(data)))
            read = decoded_list if kind.is_list else decoded
            made = read(kind.record, data)
            if made is None:
                continue
            accepted += 1
            items = json.loads(data) if kind.is_list else [json.loads(data)]
            records = made if isinstance(made, tuple) else (made,)
            try:
                slow = [checked_from_json(kind.record, json.dumps(item).encode()) for item in items]
            except InvalidDataset as fault:
                wrong += 1
                print(f"{file}: {mutant}: {fault}")
                continue
            if list(map(to_data, slow)) != list(map(to_data, records)) or slow != list(records):
                wrong += 1
                print(f"{file}: {mutant}: another record")
    print(
        f"{title}: {number} mutants, {len(seen)} files, {accepted} accepted by the fast path, "
        f"{wrong} of them not by the checked path, or as something else",
        flush=True,
    )
    return wrong


def main() -> int:
    """Judge; the exit status says whether the law holds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bundled", action="store_true", help="judge the bundled dataset, too")
    given = parser.parse_args()
    wrong = judge("the full dataset", full())
    if given.bundled:
        wrong += judge("the bundled dataset", stored(bundled_folder()))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
