"""The rules on files and their shape, which are checked while files are read.

The problems are made where they are found (`io`, `folder.reading`); a test ensures that every rule
that a problem can name is in the table.
"""

from negotiations.limits import MAXIMUM_PROBLEMS, MORE
from negotiations.rules.rule import Example, Rule
from negotiations.vocabulary import Severity

__all__ = ["RULES"]


def _of_files(
    name: str, holds: str, why: str, remedy: str, example: Example, *, warns: bool = False
) -> Rule:
    """A rule that is checked on reading; only a warning may be ignored."""
    return Rule(
        id=name,
        holds=holds,
        why=why,
        remedy=remedy,
        severity=Severity.WARNING if warns else Severity.ERROR,
        example=example,
        may_be_ignored=warns,
    )


RULES = (
    _of_files(
        "folder",
        "A dataset is a folder with data/dataset.json, and its JSON files are where they belong.",
        "Otherwise a file with another name, or one that cannot be read, would be skipped silently. "
        "A link is followed only within the folder.",
        "rename, move or fix the file",
        Example(
            file="data/place.json",
            text='[{"id": "river", "name": "The river", "kind": "territory"}]',
        ),
    ),
    _of_files(
        "format",
        "A dataset is in the format that this version of the library reads, and says so.",
        "`format` in data/dataset.json has its number. Files of another format are not read, since the "
        "same file may mean something else in them.",
        "upgrade the dataset, or install the version of the library that reads it",
        Example(file="data/dataset.json", pointer="/format", value=1),
    ),
    _of_files(
        "stray-file",
        "The folders data/ and seeds/ contain only the dataset's JSON files.",
        "Other files are not read. The texts of the articles are under copyright and must not be "
        "published with the records.",
        "move it out of the folder, or ignore this warning",
        Example(file="data/remarks.txt", text="To be coded next week."),
        warns=True,
    ),
    _of_files(
        "file-name",
        "A file is named after the record in it, and a file of positions after their actor.",
        "A record can then be found by its id alone, and each fact has one place.",
        "move the record, or fix the field that the file is named after",
        Example(
            file="data/positions/south.json",
            pointer="/0/actor",
            value="north",
        ),
    ),
    _of_files(
        "json",
        "A file is JSON (RFC 8259) in UTF-8, without duplicate keys in an object.",
        "Parsers differ on anything else: some drop one of two values, some accept NaN or a comment. "
        "A file is at most 4 MiB in size and nested at most 64 levels deep.",
        "fix the text",
        Example(file="data/places.json", text='[{"id": "hill", "name": "The hill",]\n'),
    ),
    _of_files(
        "schema",
        "A file is valid against the JSON Schema of its kind.",
        "Required fields are present, no field is unknown, and each value has an allowed type, form "
        "or word. The schemas are in schema/; `negotiations schema KIND` prints one.",
        "fix the field; the schema says what it can contain",
        Example(
            file="data/proposals/accord.json",
            pointer="/versions/0/terms/1/extent",
            value="reducd",
        ),
    ),
    _of_files(
        "value",
        "A value obeys the constraints of its type that a schema cannot express.",
        "A date exists in the calendar, an interval does not end before it begins, and a passage "
        "ends after it starts.",
        "fix the value",
        Example(
            file="data/proposals/accord.json",
            pointer="/versions/0/tabled/edtf",
            value="2001-02-30",
            reported=("data/proposals/accord.json", "/versions/0/tabled"),
        ),
    ),
    _of_files(
        MORE,
        "At most 100 problems are reported for a file, and at most 1,000 for a folder.",
        "The first problems are enough to start with, and an untrusted file may have millions. "
        "docs/limits.md lists all limits.",
        "fix these, and check again",
        Example(
            file="data/places.json",
            text="[" + ", ".join(["{}"] * (MAXIMUM_PROBLEMS // 3 + 1)) + "]\n",
        ),
    ),
    _of_files(
        "unique-id",
        "Each id is unique in its collection.",
        "All references to records are by id.",
        "rename one of the two",
        Example(
            file="data/places.json",
            pointer="/1/id",
            value="hill",
        ),
    ),
    _of_files(
        "unique-key",
        "The items of a list have keys of their own: terms by issue and phase, roles by actor and "
        "role.",
        "Versions are compared item by item, by these keys; the order of items means nothing. Two "
        "statements on one issue in one phase are one term, whose evidence may contradict.",
        "merge the two into one, or fix the key of one of them",
        Example(
            file="data/proposals/accord.json",
            pointer="/versions/0/phases/1/ordinal",
            value=1,
            reported=("data/proposals/accord.json", "/versions/0/phases/1"),
        ),
    ),
)
