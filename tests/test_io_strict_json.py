"""JSON text: read strictly and never with an exception, placed exactly, written in one layout."""

from __future__ import annotations

import json
import re
import sys
from time import perf_counter
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from profiles import scaled
from strategies import json_values

from negotiations.errors import Problem
from negotiations.io.strict_json import (
    JsonText,
    dumps,
    pointer_text,
    read_json,
)
from negotiations.limits import MAXIMUM_BYTES, MAXIMUM_DEPTH

often = settings(max_examples=scaled(100))

Pointer = tuple[str | int, ...]


def document_of(text: str) -> JsonText:
    """A text that is known to be JSON."""
    document, problems = read_json("f.json", text.encode())
    assert document is not None, problems
    assert problems == ()
    return document


def the_problem(data: bytes) -> Problem:
    """The one problem of bytes that are no JSON."""
    document, problems = read_json("f.json", data)
    assert document is None
    (problem,) = problems
    return problem


def offset_of(text: str, place: tuple[int, int]) -> int:
    """The offset of a line and a column."""
    line, column = place
    lines = text.split("\n")
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1
    return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1


def pointers(value: Any, at: Pointer = ()) -> list[tuple[Pointer, Any]]:
    """All values within a value, and where they stand."""
    found: list[tuple[Pointer, Any]] = [(at, value)]
    if isinstance(value, dict):
        for name, inner in value.items():
            found += pointers(inner, (*at, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += pointers(inner, (*at, index))
    return found


@st.composite
def written(draw: st.DrawFn) -> tuple[Any, str]:
    """A JSON value, and a text for it in some layout."""
    value = draw(json_values())
    separators = draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", "\t:\r\n ")]))
    text = json.dumps(
        value,
        indent=draw(st.none() | st.integers(0, 5) | st.just("\t")),
        separators=separators,
        ensure_ascii=draw(st.booleans()),
    )
    around = st.text(" \t\n\r", max_size=3)
    return value, draw(around) + text + draw(around)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """The bytes of a JSON text with some bytes taken out, put in or doubled."""
    data = bytearray(draw(written())[1].encode())
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 3))
        data[at : at + length] = draw(
            st.binary(max_size=2)
            | st.sampled_from(
                [b'"', b"{", b"[", b"NaN", b"\\u", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"1e999"]
            )
        )
    return bytes(data)


# --- reading ------------------------------------------------------------------------------------


@often
@given(st.binary(max_size=60) | st.text(max_size=40).map(str.encode) | damaged())
@example(b'["\\ud800"]')
@example(b"\xff\xfe[\x00]\x00")
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
@example(b"]" * 1000 + b"[" * 1000)
@example(b'"' + b"[" * 1000)
@example(b"-" + b"9" * 10_000)
@example(b"1e99999")
@example(b"\x0b\x0c")
def test_reading_never_raises(data: bytes) -> None:
    """Of any bytes there comes a value or at least one problem, and never an exception."""
    document, problems = read_json("f.json", data)
    assert (document is None) is bool(problems)
    for problem in problems:
        assert (problem.rule, problem.file) == ("json", "f.json")
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message
        assert problem.remedy


@often
@given(damaged())
def test_problems_have_their_place(data: bytes) -> None:
    """A problem's line and column are of the text, or one past the end of a line."""
    for problem in read_json("f.json", data)[1]:
        # What is no UTF-8 counts as one character, and the text ends there.
        text = data.decode("utf-8", "replace")
        offset_of(text, (problem.line, problem.column))


@often
@given(damaged())
@example(b"[1e9991000000000000000]")
@example(rb'["\ud83d\ude00", 1.1420009023658516e+1]')
@example(b"[1e9990, 0.1000000000000000055511151231257827]")
def test_what_is_read_is_what_json_reads(data: bytes) -> None:
    """What is accepted has the value that the standard parser gives; the rest is stricter only.

    Numbers that a double cannot keep are decimals, of which the parser has the nearest double.
    """
    document, _ = read_json("f.json", data)
    if document is not None:
        assert document.text == data.decode()
        assert json.dumps(document.value, default=float) == json.dumps(json.loads(data))


@given(written())
def test_json_is_read(pair: tuple[Any, str]) -> None:
    """JSON in any layout is read, with all its types kept apart."""
    value, text = pair
    assert json.dumps(document_of(text).value) == json.dumps(value)


@pytest.mark.parametrize(
    ("data", "line", "column", "message", "remedy"),
    [
        (
            b"[1,\n 1e9991000000000000000]",
            2,
            2,
            "not JSON: a number with too many digits",
            "write a shorter number",
        ),
        (b"", 1, 1, "the file is empty", "write a record into it, or remove the file"),
        (b" \n\t ", 1, 1, "the file is empty", "write a record into it, or remove the file"),
        (
            b"\xef\xbb\xbf{}",
            1,
            1,
            "the file begins with a byte order mark",
            "save it as plain UTF-8",
        ),
        (b"\xff\xfe{}", 1, 1, "the file is in UTF-16", "save it as UTF-8"),
        (b'{"a":\n "\xc3\xa9\xe9"}', 2, 4, "byte 10 is not UTF-8", "save the file as UTF-8"),
        (b'{"a": "\xed\xa0\x80"}', 1, 8, "byte 7 is not UTF-8", "save the file as UTF-8"),
        (b'["\xe2\x82', 1, 3, "byte 2 is not UTF-8", "save the file as UTF-8"),
        (b"[1,\n 2", 2, 3, "not JSON: expecting ',' delimiter", "fix the syntax here"),
        (b'{"a" 1}', 1, 6, "not JSON: expecting ':' delimiter", "fix the syntax here"),
        (b"['a']", 1, 2, "not JSON: expecting value", "fix the syntax here"),
        (b"[1] 2", 1, 5, "not JSON: extra data", "fix the syntax here"),
        (b"01", 1, 2, "not JSON: extra data", "fix the syntax here"),
        (b"// a\n[]", 1, 1, "not JSON: expecting value", "fix the syntax here"),
        (b"True", 1, 1, "not JSON: expecting value", "fix the syntax here"),
        (b'["\n"]', 1, 3, "not JSON: invalid control character at", "fix the syntax here"),
        (b"[NaN]", 1, 2, "not JSON: NaN is not a number", "write an integer"),
        (b"[1,\n Infinity]", 2, 2, "not JSON: Infinity is not a number", "write an integer"),
        (b"-Infinity", 1, 1, "not JSON: -Infinity is not a number", "write an integer"),
        (b'["NaN",\n NaN]', 2, 2, "not JSON: NaN is not a number", "write an integer"),
        (
            b'{"Infinity": -1, "b":\n Infinity}',
            2,
            2,
            "not JSON: Infinity is not a number",
            "write an integer",
        ),
        (
            b"\n" + b"[" * (MAXIMUM_DEPTH + 1),
            2,
            MAXIMUM_DEPTH + 1,
            "the JSON is nested deeper than 64 levels",
            "use fewer levels",
        ),
        (
            b'{"a":[' * 40,
            1,
            32 * 6 + 1,
            "the JSON is nested deeper than 64 levels",
            "use fewer levels",
        ),
        (
            b'{"a": 1,\n "a": 2}',
            2,
            2,
            "duplicate key 'a' in an object",
            "remove one of them",
        ),
        (
            b'[{"a": 1}, {"a": {"b": 1, "\\u0062": 2}}]',
            1,
            27,
            "duplicate key 'b' in an object",
            "remove one of them",
        ),
    ],
)
def test_what_is_no_json_is_refused(
    data: bytes, line: int, column: int, message: str, remedy: str
) -> None:
    """What is refused, where, why, and what to do about it."""
    assert the_problem(data) == Problem(
        rule="json", file="f.json", line=line, column=column, message=message, remedy=remedy
    )


def test_every_doubled_key_is_reported() -> None:
    """A key that stands three times is two problems, and each object has its own keys."""
    text = '{"a": 1, "b": {"a": 1},\n "a": 2, "c": [{"b": 1}, {"b": 1, "b": 2}],\n "a": 3}'
    document, problems = read_json("f.json", text.encode())
    assert document is None
    assert [(each.line, each.column, each.message) for each in problems] == [
        (2, 2, "duplicate key 'a' in an object"),
        (2, 35, "duplicate key 'b' in an object"),
        (3, 2, "duplicate key 'a' in an object"),
    ]


@given(
    st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), json_values(4), min_size=1),
    st.data(),
)
def test_any_doubled_key_is_found(value: dict[str, Any], draw: st.DataObject) -> None:
    """Whichever key is doubled, spelled as it may be, the place of its second is reported."""
    name = draw.draw(st.sampled_from(sorted(value)))
    text = json.dumps(value, ensure_ascii=draw.draw(st.booleans()))
    again = json.dumps(name, ensure_ascii=draw.draw(st.booleans()))
    doubled = f"[\n{text[:-1]},\n{again}: 1}}]"
    problem = the_problem(doubled.encode())
    assert problem.message == f"duplicate key {name!r} in an object"
    assert offset_of(doubled, (problem.line, problem.column)) == len(doubled) - len(
        f"{again}: 1}}]"
    )


def test_a_file_that_is_too_large_is_not_parsed() -> None:
    """There is a limit, so that a stray file costs nothing; up to it, a file is read."""
    text = b"[]" + b" " * (MAXIMUM_BYTES - 2)
    document, problems = read_json("f.json", text)
    assert document is not None
    assert problems == ()
    problem = the_problem(text + b" ")
    assert problem.message == "the file is larger than 4 MiB"
    assert problem.remedy == "split the dataset"


def test_a_quotation_mark_that_is_missing_costs_little() -> None:
    """Reading takes time in proportion to the text, a string without an end included."""
    begun = perf_counter()
    assert the_problem(b'"' + b'\\"' * 10_000).message == (
        "not JSON: unterminated string starting at"
    )
    assert perf_counter() - begun < 0.5


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_files_may_be_nested_to_the_limit(opening: str) -> None:
    """At the limit of depth a text is read, and its places are found."""
    closing = "]" if opening == "[" else "}"
    text = opening * (MAXIMUM_DEPTH - 1) + f"{opening[:1]}{closing}" + closing * (MAXIMUM_DEPTH - 1)
    document = document_of(text)
    part: Any = 0 if opening == "[" else "a"
    where: Pointer = (part,) * (MAXIMUM_DEPTH - 1)
    assert document.place(where) == (1, len(opening) * (MAXIMUM_DEPTH - 1) + 1)


def test_brackets_in_text_have_no_depth() -> None:
    """Only brackets outside of text nest, whatever is escaped in it."""
    value = ["[" * 100, '"' + "{" * 100, "\\" + "[" * 100, '\\"[' * 100]
    assert document_of(json.dumps(value)).value == value


def test_a_number_of_too_many_digits_is_refused() -> None:
    """A number that the interpreter will not convert is a problem and no exception."""
    digits = sys.get_int_max_str_digits() + 1
    problem = the_problem(b"[" + b"1" * digits + b"]")
    assert problem.message.startswith("not JSON: ")
    assert problem.remedy == "write a shorter number"


@given(st.text(st.characters(categories=["Cs", "Ll"]), min_size=1, max_size=4))
@example("\ud800")
def test_what_is_read_can_be_written(text: str) -> None:
    """Text that is read can be written as UTF-8: half a surrogate pair is refused, or escaped."""
    document, problems = read_json("f.json", json.dumps([text]).encode())
    assert (document is None) is bool(problems)
    if document is not None:
        again, problems = read_json("f.json", dumps(document.value).encode())
        assert problems == ()
        assert again is not None
        assert again.value == document.value


def test_pairs_of_surrogates_are_characters() -> None:
    """A character written as two escapes is that character."""
    assert document_of('"\\ud83d\\ude00"').value == "\N{GRINNING FACE}"


# --- places -------------------------------------------------------------------------------------


@often
@given(written())
def test_the_place_of_a_pointer_is_that_of_its_value(pair: tuple[Any, str]) -> None:
    """At the place of a path stands the text of its value, in any layout; so with its key."""
    value, text = pair
    document = document_of(text)
    decoder = json.JSONDecoder()
    for pointer, inner in pointers(value):
        found, _ = decoder.raw_decode(text, offset_of(text, document.place(pointer)))
        assert json.dumps(found) == json.dumps(inner)
        if pointer and isinstance(pointer[-1], str):
            at_key = offset_of(text, document.place(pointer, of_key=True))
            assert decoder.raw_decode(text, at_key)[0] == pointer[-1]
            assert at_key < offset_of(text, document.place(pointer))


@given(written(), st.lists(st.text(max_size=3) | st.integers(0, 5), min_size=1, max_size=3))
def test_a_path_that_is_not_there_has_the_place_around_it(
    pair: tuple[Any, str], tail: list[str | int]
) -> None:
    """A path that leads on from a value without members has the place of that value."""
    value, text = pair
    document = document_of(text)
    for pointer, inner in pointers(value):
        if not inner or not isinstance(inner, dict | list):
            for of_key in (False, True):
                assert document.place((*pointer, *tail), of_key=of_key) == document.place(pointer)


@pytest.mark.parametrize(
    ("pointer", "place", "place_of_key"),
    [
        ((), (2, 1), (1, 1)),
        (("a",), (2, 7), (2, 2)),
        (("b",), (3, 7), (3, 2)),
        (("b", 0), (3, 8), (3, 8)),
        (("b", 1), (4, 3), (4, 3)),
        (("b", 1, "é"), (4, 9), (4, 4)),
        (("b", 2), (3, 7), (3, 7)),
        (("c",), (2, 1), (2, 1)),
        (("", 0), (5, 7), (5, 7)),
    ],
)
def test_places(pointer: Pointer, place: tuple[int, int], place_of_key: tuple[int, int]) -> None:
    """Lines and columns count from 1, and columns count characters, not bytes."""
    document = document_of('\n{"a": 1,\n "b": [2,\n  {"é": "ü"}],\n "": [3]}')
    assert document.place(pointer) == place
    if pointer:
        assert document.place(pointer, of_key=True) == place_of_key


def test_columns_count_characters() -> None:
    """What comes before on the line counts as characters, of however many bytes."""
    document = document_of('["\N{GRINNING FACE}é", 1]')
    assert document.place((1,)) == (1, 8)


def test_documents_of_one_value_are_equal() -> None:
    """What a document has found of its places does not show in comparisons and in its repr."""
    first, second = document_of("[1]"), document_of("[1]")
    first.place((0,))
    assert first == second
    assert repr(first) == repr(second) == "JsonText(file='f.json', text='[1]')"


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ((), ""),
        (("terms", 0, "kind"), "/terms/0/kind"),
        (("a/b", "c~d", "~1"), "/a~1b/c~0d/~01"),
        (("",), "/"),
    ],
)
def test_pointers_are_written_as_rfc_6901_says(pointer: Pointer, text: str) -> None:
    """A path is text in which ``~`` and ``/`` are escaped."""
    assert pointer_text(pointer) == text


# --- writing ------------------------------------------------------------------------------------


@often
@given(json_values(), st.integers(1, 120))
def test_writing_keeps_the_content(value: Any, width: int) -> None:
    """Reading what was written gives the same value, of the same types, in the same order."""
    assert json.dumps(json.loads(dumps(value, width=width))) == json.dumps(value)


@often
@given(written())
def test_the_layout_depends_on_the_value_alone(pair: tuple[Any, str]) -> None:
    """Whatever layout a text had, writing its value and writing that again give one text."""
    value, text = pair
    canonical = dumps(json.loads(text))
    assert canonical == dumps(value)
    assert dumps(json.loads(canonical)) == canonical


@often
@given(json_values(), st.integers(1, 60))
def test_lines_are_as_short_as_they_can_be(value: Any, width: int) -> None:
    """A line is wider than asked for only where it is one key and one value without parts.

    A comma at its end is left out of account here; it has a test of its own.
    """
    for line in dumps(value, width=width).split("\n"):
        bare = line.removesuffix(",")
        if len(bare) > width:
            _, rest = parts_of(bare)
            assert rest in ("{", "[", "}", "]") or not isinstance(
                json.loads(rest) or 0, dict | list
            )


def parts_of(line: str) -> tuple[str, str]:
    """The key of a line of canonical text, with its colon, and what follows it."""
    whole = re.fullmatch(r'\s*("(?:[^"\\]|\\.)*": )?(.*)', line, re.DOTALL)
    assert whole is not None
    return whole[1] or "", whole[2]


@often
@given(json_values(), st.integers(1, 60))
@example({"a key": [["some words", 1], ["other words", 2]]}, 24)
def test_what_fits_is_not_broken(value: Any, width: int) -> None:
    """A list or an object stands on several lines only where one line is too narrow for it."""
    text = dumps(value, width=width)
    document = document_of(text)
    for pointer, inner in pointers(value):
        line = json.dumps(inner, ensure_ascii=False)
        place = document.place(pointer)
        start = offset_of(text, place)
        if not text.startswith(line, start):
            end = json.JSONDecoder().raw_decode(text, start)[1]
            comma = text[end : end + 1] == ","
            assert place[1] - 1 + len(line) + comma > width


@given(json_values())
def test_what_fits_stands_on_one_line(value: Any) -> None:
    """What fits the width is on one line, with one space after commas and colons."""
    line = json.dumps(value, ensure_ascii=False)
    assert dumps(value, width=len(line)) == line


@pytest.mark.parametrize(
    ("value", "width", "text"),
    [
        ({}, 1, "{}"),
        ([], 1, "[]"),
        (None, 1, "null"),
        ("é\u2028\N{GRINNING FACE}", 1, '"é\u2028\N{GRINNING FACE}"'),
        ([1, 2], 6, "[1, 2]"),
        ([1, 2], 5, "[\n  1,\n  2\n]"),
        ({"a": [1, 2]}, 13, '{"a": [1, 2]}'),
        ({"a": [1, 2], "b": 3}, 20, '{\n  "a": [1, 2],\n  "b": 3\n}'),
        ({"a": [1, 2]}, 12, '{\n  "a": [\n    1,\n    2\n  ]\n}'),
        ({"a": [1, [2]], "b": {}}, 9, '{\n  "a": [\n    1,\n    [2]\n  ],\n  "b": {}\n}'),
    ],
)
def test_layouts(value: Any, width: int, text: str) -> None:
    """Two spaces a level; on one line whatever fits; letters of all scripts as they are."""
    assert dumps(value, width=width) == text


def test_a_comma_counts_as_part_of_its_line() -> None:
    """An item fits the width only together with the comma that follows it."""
    value = [["xxxx", 1], ["yyyy", 2]]
    assert max(map(len, dumps(value, width=13).split("\n"))) <= 13


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [-float("inf")]], ids=str)
def test_what_json_has_no_number_for_is_not_written(value: Any) -> None:
    """NaN and the infinities are no JSON, so that writing them is refused."""
    with pytest.raises(ValueError, match=r"^Out of range float values are not JSON compliant"):
        dumps(value)
