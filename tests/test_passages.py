"""Laws of finding passages again: all whose words are still there, at their place, and no others."""

from __future__ import annotations

import textwrap
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiations import fingerprints
from negotiations.articles import ArticleText
from negotiations.fingerprints import Span
from negotiations.passages import Place, Placing, find_again
from negotiations.vocabulary import ParagraphsBy


def article(text: str) -> ArticleText:
    """A text as it is read from a file."""
    return ArticleText.of(text.encode("utf-8"))


def span_of(text: str, words: str, nth: int = 1) -> Span:
    """The passage with these words, the nth of them."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return span(text, start, start + len(words))


def span(text: str, start: int, end: int) -> Span:
    """The passage at these offsets."""
    return Span(start, end, sha256(text[start:end].encode("utf-8")).hexdigest())


@st.composite
def corrected_texts(
    draw: st.DrawFn,
) -> tuple[str, str, dict[Span, tuple[int, int] | None]]:
    """A text, the same with paragraphs put in and taken out, and where each passage is then.

    No word stands twice, so that it is known which passages are gone.
    """
    old = draw(
        st.lists(st.tuples(st.booleans(), st.integers(1, 6)), min_size=1, max_size=8).map(tuple)
    )
    endings = draw(st.sampled_from(["\n", "\r\n", "\n\n"]))
    paragraphs = [
        " ".join(f"{'é' if fancy else 'w'}{number}x{index}," for index in range(count))
        for number, (fancy, count) in enumerate(old)
    ]
    text = endings.join(paragraphs)
    starts = [sum(len(each) + len(endings) for each in paragraphs[:n]) for n in range(len(old))]
    new: list[tuple[int | None, str]] = []
    for number, paragraph in enumerate(paragraphs):
        for _ in range(draw(st.integers(0, 1))):
            new.append((None, f"new{len(new)} line 🕊 ({number})"))
        if draw(st.booleans()):
            new.append((number, paragraph))
    corrected = endings.join(each for _, each in new)
    now, offset = {}, 0
    for number, paragraph in new:
        if number is not None:
            now[number] = offset
        offset += len(paragraph) + len(endings)
    expected: dict[Span, tuple[int, int] | None] = {}
    for number, paragraph in enumerate(paragraphs):
        for _ in range(draw(st.integers(0, 3))):
            first = draw(st.integers(0, len(paragraph) - 3))
            last = draw(st.integers(first + 3, len(paragraph)))
            passage = span(text, starts[number] + first, starts[number] + last)
            # A comma or the end of a number alone could be anywhere.
            if paragraph[first:last].count("x") == 0 or "," not in paragraph[first:last]:
                continue
            if not paragraph[first:].startswith(("w", "é")):
                continue
            place = now.get(number)
            expected[passage] = None if place is None else (place + first, place + last)
    return text, corrected, expected


@given(corrected_texts())
def test_all_passages_whose_words_are_there_are_found_and_no_other(
    case: tuple[str, str, dict[Span, tuple[int, int] | None]],
) -> None:
    """Whatever paragraphs are put in or taken out; what is gone is near at most."""
    _, corrected, expected = case
    again = find_again(article(corrected), expected)
    assert again.is_whole
    found = {
        passage: (place.start, place.end)
        for passage, place in again.places.items()
        if place.placing is not Placing.NEAR
    }
    assert found == {passage: place for passage, place in expected.items() if place is not None}


words = st.lists(st.sampled_from(["a", "b", "ab", "é", "."]), min_size=1, max_size=8).map(" ".join)


@given(st.lists(words, min_size=1, max_size=6).map("\n".join), st.data())
def test_in_the_same_text_all_are_where_they_were(text: str, data: st.DataObject) -> None:
    """However often their words are repeated."""
    read = article(text)
    spans = []
    for first, last in read.paragraphs:
        start = data.draw(st.integers(first, last - 1))
        spans.append(span(text, start, data.draw(st.integers(start + 1, last))))
    assert find_again(read, spans).places == {
        each: Place(each.start, each.end, Placing.FOUND) for each in spans
    }


@given(
    st.lists(words, min_size=1, max_size=6).map("\n".join),
    st.lists(words, min_size=1, max_size=6).map("\n".join),
    st.data(),
)
def test_what_is_found_has_the_same_words_and_a_place_of_its_own(
    text: str, other: str, data: st.DataObject
) -> None:
    """In any other text, with words that are repeated."""
    spans = []
    for first, last in article(text).paragraphs:
        start = data.draw(st.integers(first, last - 1))
        spans.append(span(text, start, data.draw(st.integers(start + 1, last))))
    read = article(other)
    places = find_again(read, spans).places
    for each, place in places.items():
        assert read.paragraph_at(place.start, place.end)
        if place.placing is not Placing.NEAR:
            assert read.slice_sha256(place.start, place.end) == each.sha256
    assert len({(place.start, place.end) for place in places.values()}) == len(places)
    for each, place in find_again(read, spans, near=False).places.items():
        once = other.count(text[each.start : each.end]) == 1
        assert place.placing is not Placing.NEAR
        assert place == places[each]
        assert once or place.start == each.start


def test_offsets_of_two_texts_choose_nothing() -> None:
    """What was left in an earlier run has offsets of another text, which say nothing of neighbours."""
    new = "A truce.\nNorth met South.\nA truce."
    there = [span_of(new, "North met South."), span_of(new, "truce", 2)]
    left = Span(5, 10, there[1].sha256)
    assert left in find_again(article(new), [there[0], left]).places
    assert [*find_again(article(new), [*there, left], near=False).places] == there


OLD = "North met South.\nThe truce holds, said North.\nThe truce holds, said South.\nAll went home."


@pytest.mark.parametrize(
    ("words", "nth", "new", "expected"),
    [
        # Of several places, the one in the order of its neighbours and at their distance.
        ("truce", 1, OLD, ("truce", 1, Placing.FOUND)),
        ("truce", 2, OLD, ("truce", 2, Placing.FOUND)),
        ("truce", 2, f"A truce.\n{OLD}", ("truce", 3, Placing.FOUND)),
        ("truce", 1, f"{OLD}\nA truce.", ("truce", 1, Placing.FOUND)),
        # Between its neighbours, at another distance.
        (
            "truce",
            1,
            "North met South.\nNow, the truce it is, said North.\nAll went home. The truce!",
            ("truce", 1, Placing.FOUND),
        ),
        # Only out of order: once, or several times, which says little.
        (
            "said South",
            1,
            "North met South.\nAll went home, said South.",
            ("said South", 1, Placing.MOVED),
        ),
        (
            "truce",
            1,
            "A truce, a truce: North met South.\nAll went home.",
            ("truce", 1, Placing.NEAR),
        ),
        # Corrected: what stands between the neighbours.
        (
            "The truce holds, said North",
            1,
            OLD.replace("holds, said North", "held, said North"),
            ("The truce held, said North", 1, Placing.NEAR),
        ),
        (
            "truce",
            1,
            OLD.replace("truce holds, said N", "pause holds, said N"),
            ("truce", 1, Placing.MOVED),
        ),
        # Nothing whole is there.
        ("truce", 1, "North met South.\nAll went home.", None),
        ("truce", 1, "Another text.", None),
        ("truce", 1, "", None),
    ],
)
def test_one_passage(
    words: str, nth: int, new: str, expected: tuple[str, int, Placing] | None
) -> None:
    """With its neighbours, the first and the last sentence."""
    passage = span_of(OLD, words, nth)
    others = [span_of(OLD, "North met South."), span_of(OLD, "All went home")]
    place = find_again(article(new), [passage, *others]).places.get(passage)
    if expected is None:
        assert place is None
        return
    there = span_of(new, expected[0], expected[1])
    assert place == Place(there.start, there.end, expected[2])


def test_one_of_two_places_that_are_equally_likely_is_near() -> None:
    """As far from the neighbour before as the other is from the one after."""
    old = "First. A truce. Last."
    new = "First. A truce. A truce. Last."
    spans = [span_of(old, each) for each in ("First", "A truce", "Last")]
    assert find_again(article(new), spans).places[spans[1]] == Place(7, 14, Placing.NEAR)


def test_two_passages_with_the_same_words_do_not_come_to_one_place() -> None:
    """One of two that were there is gone: the one that is nearer to where it was stays."""
    old = "One: a truce.\nTwo: a truce.\nEnd."
    new = "Two: a truce.\nEnd."
    spans = [
        span_of(old, "a truce", 1),
        span_of(old, "a truce", 2),
        span_of(old, "Two"),
        span_of(old, "End"),
    ]
    places = find_again(article(new), spans).places
    assert places[spans[1]] == Place(5, 12, Placing.FOUND)
    assert spans[0] not in places


@pytest.mark.parametrize(("old", "new"), [(60, 75), (75, 60), (60, 100_000), (100_000, 60)])
def test_a_passage_whose_lines_end_elsewhere_is_found(old: int, new: int) -> None:
    """In a text that was wrapped at another width, as far as others beside it have no line end."""
    words = [f"{'word' * (n % 4)}{n}" for n in range(200)]
    before, after = ("\n".join(textwrap.wrap(" ".join(words), width)) for width in (old, new))
    read = ArticleText.of(after.encode(), ParagraphsBy.BLANK_LINE)
    spans = [span_of(before, words[n]) for n in range(0, 200, 3)]
    long = [span(before, before.index(words[n]), before.index(words[n + 20])) for n in (33, 99)]
    # Without the white space behind the last word.
    long = [span(before, each.start, each.end - 1) for each in long]
    places = find_again(read, [*spans, *long]).places
    for each in long:
        place = places[each]
        assert place.placing is Placing.FOUND
        assert after[place.start : place.end].split() == before[each.start : each.end].split()
    other = Span(long[0].start, long[0].end, "0" * 64)
    assert find_again(read, [*spans, other]).places[other].placing is Placing.NEAR


def test_a_text_that_is_too_long_for_all_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is gone is looked for up to a bound, and it is said that this was not everywhere."""
    monkeypatch.setattr(fingerprints, "MAXIMUM_HASHED", 10_000)
    text = "word " * 100
    gone = [Span(0, length, "0" * 64) for length in range(5, 30)]
    assert not find_again(article(text), gone, near=False).is_whole
    assert find_again(article(text), [span_of(text, "word")]).is_whole
