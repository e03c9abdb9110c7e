"""The rules of files and of shapes: found on reading, by whoever reads.

What they find is made where it is found (`io`, `folder.reading`); a test
holds that every rule which a problem can name stands in the table.
"""

from negotiations.limits import MAXIMUM_PROBLEMS, MORE
from negotiations.rules.rule import Example, Rule
from negotiations.vocabulary import Severity

__all__ = ["RULES"]


def _of_files(
    name: str, holds: str, why: str, remedy: str, example: Example, *, warns: bool = False
) -> Rule:
    """A rule that is found on reading; only a warning may be ignored."""
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
        "A dataset is a folder with data/dataset.json, and with JSON files only where they belong.",
        "A file of another name would be passed over in silence, and so would one that cannot be "
        "read. A link is followed only within the folder.",
        "rename, move or mend the file",
        Example(
            file="data/place.json",
            text='[{"id": "river", "name": "The river", "kind": "territory"}]',
        ),
    ),
    _of_files(
        "stray-file",
        "In data/ and seeds/ stands nothing but the dataset's JSON files.",
        "Other files are not read. The texts of the articles are under copyright, and do not belong "
        "beside records that are published.",
        "move it out of the folder, or leave it",
        Example(file="data/remarks.txt", text="To be coded next week."),
        warns=True,
    ),
    _of_files(
        "file-name",
        "A file is named after the record in it, and a file of positions after their actor.",
        "So a record is found by its id alone, and one fact stands in one place.",
        "move the record, or mend the field that the file is named after",
        Example(
            file="data/positions/south.json",
            pointer="/0/actor",
            value="north",
        ),
    ),
    _of_files(
        "json",
        "A file is JSON (RFC 8259) in UTF-8, without a key that stands twice in one object.",
        "Parsers differ on all else: some drop one of two values, some take NaN or a comment. No "
        "file is larger than 4 MiB or nested deeper than 64 levels.",
        "mend the text",
        Example(file="data/places.json", text='[{"id": "hill", "name": "The hill",]\n'),
    ),
    _of_files(
        "schema",
        "A file fits the JSON Schema of its kind.",
        "Required fields are there, none is unknown, and each has the type, form or word that it "
        "may have. The schemas are in schema/, and `negotiations schema KIND` prints one.",
        "mend the field; the schema says what it may hold",
        Example(
            file="data/proposals/accord.json",
            pointer="/versions/0/terms/1/extent",
            value="reducd",
        ),
    ),
    _of_files(
        "value",
        "A value obeys the laws of its type that a schema cannot state.",
        "A date is one of the calendar, an interval does not end before it begins, a passage ends "
        "after it starts.",
        "mend the value",
        Example(
            file="data/proposals/accord.json",
            pointer="/versions/0/tabled/edtf",
            value="2001-02-30",
            reported=("data/proposals/accord.json", "/versions/0/tabled"),
        ),
    ),
    _of_files(
        MORE,
        "Of one file no more than 100 problems are reported, and of a folder no more than 1,000.",
        "The first ones are enough to begin with, and a file of strangers may have millions. "
        "docs/limits.md has all bounds.",
        "mend these, and check again",
        Example(
            file="data/places.json",
            text="[" + ", ".join(["{}"] * (MAXIMUM_PROBLEMS // 3 + 1)) + "]\n",
        ),
    ),
    _of_files(
        "unique-id",
        "An id is that of one record in its collection.",
        "Everything refers to records by their ids.",
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
        "make one of the two, or mend the key of one",
        Example(
            file="data/proposals/accord.json",
            pointer="/versions/0/phases/1/ordinal",
            value=1,
            reported=("data/proposals/accord.json", "/versions/0/phases/1"),
        ),
    ),
)
