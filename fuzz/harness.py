"""Feed arbitrary input to the readers of untrusted files, guided by coverage (atheris).

Run as ``python fuzz/harness.py TARGET [libFuzzer options] [CORPUS]``; see `README.md`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

with atheris.instrument_imports(include=["negotiations"]):
    from builders import as_bytes, tiny, write

    import negotiations as ng
    import negotiations.articles
    import negotiations.cli.main
    import negotiations.folder.reading
    import negotiations.io.codec
    import negotiations.io.schema
    from negotiations.articles import ArticleText
    from negotiations.errors import InvalidDataset, NegotiationsError, Problem
    from negotiations.io.strict_json import JsonText, read_json
    from negotiations.limits import MAXIMUM_PROBLEMS
    from negotiations.model.values import Count, Duration, When
    from negotiations.records import COLLECTIONS

FILES = sorted(tiny())
KINDS = (*COLLECTIONS.values(), ng.Metadata, ng.Evidence, ng.Term, Count, Duration, When)


def printable(problems: tuple[Problem, ...]) -> None:
    """Check that problems are printable, and no more than the limit."""
    for problem in problems:
        assert problem.rule
        assert problem.message
        assert all(line.isprintable() for line in str(problem).split("\n")), problem
    files = [problem.file for problem in problems]
    assert all(files.count(file) <= MAXIMUM_PROBLEMS + 1 for file in files)


def read(data: bytes) -> None:
    """Read any bytes as a JSON file: a document with the places of its values, or problems."""
    document, problems = read_json("f.json", data)
    printable(problems)
    assert (document is None) is bool(problems)
    if document is not None:
        assert json.loads(data) == document.value or "NaN" in repr(document.value)
        _places(document, document.value, ())
        ng.jsontext.dumps(document.value).encode() if _finite(document.value) else None


def _finite(value: object) -> bool:
    return "inf" not in repr(value)


def _places(document: JsonText, value: object, at: tuple[str | int, ...]) -> None:
    line, column = document.place(at)
    assert line >= 1
    assert column >= 1
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, item in inner:
        _places(document, item, (*at, name))


def structure(data: bytes) -> None:
    """Read any text as a record of any kind: a record that can be written and read again, or problems."""
    if not data:
        return
    kind = KINDS[data[0] % len(KINDS)]
    text = data[1:].decode("utf-8", "surrogateescape")
    try:
        record = ng.from_json(kind, text)
    except InvalidDataset as fault:
        printable(fault.problems)
        str(fault)
    else:
        assert ng.from_json(kind, ng.to_json(record)) == record
        repr(record)


class _Folder:
    """The tiny dataset, with one file read from memory."""

    def __init__(self) -> None:
        self.path = write(Path(tempfile.mkdtemp()), tiny())
        self.file = self.data = None
        self._read = negotiations.folder.reading.read_regular
        negotiations.folder.reading.read_regular = self._given

    def _given(self, path: Path, limit: int) -> bytes:
        if path == self.path / str(self.file):
            return bytes(self.data or b"")
        return self._read(path, limit)


_FOLDER: list[_Folder] = []


def folder(data: bytes) -> None:
    """Read any bytes in any file of a dataset: problems, or a dataset that loads."""
    if not data:
        return
    if not _FOLDER:
        _FOLDER.append(_Folder())
    folder = _FOLDER[0]
    folder.file, folder.data = FILES[data[0] % len(FILES)], data[1:]
    problems = ng.check(folder.path)
    printable(problems)
    if not any(problem.severity is ng.vocabulary.Severity.ERROR for problem in problems):
        ng.load(folder.path)


def article(data: bytes) -> None:
    """Locate any words in any article: passages within one paragraph, near misses, or an error."""
    provider = atheris.FuzzedDataProvider(data)
    words = provider.ConsumeUnicodeNoSurrogates(provider.ConsumeIntInRange(0, 60))
    try:
        text = ArticleText.of(provider.ConsumeBytes(provider.remaining_bytes()))
    except UnicodeDecodeError:
        return
    try:
        for start, end in text.find(words):
            assert text.paragraph_at(start, end)
    except NegotiationsError:
        pass
    text.nearest(words)


def values(data: bytes) -> None:
    """Build counts, durations and dates from any words and numbers: a value, or a deliberate error."""
    provider = atheris.FuzzedDataProvider(data)
    word = provider.ConsumeUnicode(40)
    number = provider.ConsumeInt(9)
    for kind, amount in ((Count, number), (Duration, word)):
        for way in ("exactly", "more_than", "at_least", "at_most", "fewer_than", "about"):
            try:
                value = getattr(kind, way)(amount)
            except (ValueError, TypeError):
                continue
            str(value), repr(value), value.low, value.high
            value.less_than(value)
    try:
        when = When(edtf=word, basis=ng.vocabulary.Basis.STATED)
    except (ValueError, TypeError):
        return
    assert when.earliest is None or when.latest is None or when.earliest <= when.latest


TARGETS = {target.__name__: target for target in (read, structure, folder, article, values)}


def seeds(target: str, corpus: Path) -> None:
    """Write the initial corpus of a target: the files of the tiny dataset, and its records."""
    corpus.mkdir(parents=True, exist_ok=True)
    files = tiny()
    for number, name in enumerate(FILES):
        data = as_bytes(files[name])
        if target == "folder":
            data = bytes([number]) + data
        elif target == "structure":
            record = files[name][0] if isinstance(files[name], list) else files[name]
            kind = negotiations.io.layout.file_kind_of(name)
            data = bytes([KINDS.index(kind.record)]) + as_bytes(record)
        elif target == "values":
            data = (b"P1Y2M3W4DT5H6M7S", b"2024-08-16", b"XXXX-05", b"2024-08/..")[number % 4]
        (corpus / str(number)).write_bytes(data)


if __name__ == "__main__":
    name = sys.argv.pop(1)
    folders = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    if folders:
        seeds(name, Path(folders[0]))
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()
