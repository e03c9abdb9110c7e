"""Article texts: paragraphs, finding words, and evidence that turns back into the same words.

The texts here are invented. Tests that need the coded articles take their folder from the
environment variable NEGOTIATIONS_TEXTS.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from builders import ARTICLE, ARTICLE_NAME, PARAGRAPHS, dataset_of, tiny, write_text
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from profiles import scaled

import negotiations as ng
from negotiations.articles import ArticleText, TextNotFound, Texts
from negotiations.errors import NegotiationsError, PassageNotFound, UnknownId
from negotiations.model import Source
from negotiations.vocabulary import ParagraphsBy, Support

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = os.environ.get("NEGOTIATIONS_TEXTS", "")
needs_articles = pytest.mark.skipif(
    not FOLDER, reason="NEGOTIATIONS_TEXTS names no folder with the coded articles"
)

STORY = ArticleText.of(
    "The river rose.\n"
    "\n"
    "North asked: “When will it fall?” South’s envoy — a well-read baker — shrugged.\n"
    "The  river\tfell; the RIVER rose again.\n"
    "   \n"
    "Nobody knew why\n".encode()
)


def article(text: str) -> ArticleText:
    """A text as it is read from a file."""
    return ArticleText.of(text.encode("utf-8"))


def words_of(text: ArticleText, words: str) -> list[str]:
    """The passages that are found, as words."""
    return [text.text[start:end] for start, end in text.find(words)]


# --- paragraphs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("one\ntwo\n", ["one", "two"]),
        ("one\r\ntwo\r\n", ["one", "two"]),
        ("one\rtwo\r", ["one", "two"]),
        ("one\ntwo\rthree\r\nfour", ["one", "two", "three", "four"]),
        ("one\n\n\n\ntwo", ["one", "two"]),
        ("\r\n\r\none\r\n\r\ntwo", ["one", "two"]),
        ("one\n \t \n\u00a0\ntwo", ["one", "two"]),
        ("one", ["one"]),
        ("  one  \n", ["  one  "]),
        ("", []),
        ("\n\n", []),
        (" ", []),
        # These break no line.
        (
            "one\x0btwo\x0cthree\x85four\u2028five\u2029six",
            ["one\x0btwo\x0cthree\x85four\u2028five\u2029six"],
        ),
        ("Zürich 日本 🕊\nnext", ["Zürich 日本 🕊", "next"]),
    ],
)
def test_paragraphs(text: str, paragraphs: list[str]) -> None:
    """A paragraph is a line that is not blank; LF, CRLF and CR end a line, and nothing else does."""
    read = article(text)
    assert [read.text[start:end] for start, end in read.paragraphs] == paragraphs


@given(st.text(st.sampled_from("ab \t\r\n\x0b\x85\u2028é🕊"), max_size=40))
@settings(max_examples=scaled(80))
def test_paragraphs_are_the_lines_that_are_not_blank(text: str) -> None:
    """Counted in another way: split at every line end, and drop what is blank."""
    read = article(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert [text[start:end] for start, end in read.paragraphs] == [
        line for line in lines if line.strip()
    ]
    assert list(read.paragraphs) == sorted(read.paragraphs)


def test_offsets_count_code_points() -> None:
    """An offset counts code points of the text and not its bytes or what is seen of it."""
    read = article("🕊 é e\u0301\nx")
    assert read.find("x") == ((7, 8),)
    assert read.paragraphs == ((0, 6), (7, 8))


def test_a_text_is_not_normalised() -> None:
    """Two ways to write a letter stay two; line ends and a byte order mark stay as they are."""
    assert article("e\u0301\r\n").text == "e\u0301\r\n"
    assert article("\ufeffone").text == "\ufeffone"


def test_the_fingerprint_is_that_of_the_bytes() -> None:
    """The fingerprint of a file is the SHA-256 of its bytes."""
    assert article("é\r\n").sha256 == sha256("é\r\n".encode()).hexdigest()


@pytest.mark.parametrize(
    ("start", "end", "paragraph"),
    [
        (0, 3, 1),
        (0, 15, 1),
        (15, 15, 1),
        (14, 16, 0),
        (16, 17, 0),
        (17, 20, 2),
        (10, 20, 0),
        (0, 999, 0),
        (998, 999, 0),
    ],
)
def test_paragraph_at(start: int, end: int, paragraph: int) -> None:
    """A passage lies in one paragraph, or (0) in none or in several."""
    assert STORY.paragraph_at(start, end) == paragraph


def test_bytes_that_are_not_utf_8() -> None:
    """`of` raises what decoding raises; nothing is replaced."""
    with pytest.raises(UnicodeDecodeError):
        ArticleText.of(b"caf\xe9")


def test_the_text_is_not_in_the_repr() -> None:
    """An article is under copyright and does not get into logs."""
    assert "river" not in repr(STORY)


# --- find ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("river rose", ["river rose", "RIVER rose"]),
        ("THE RIVER ROSE", ["The river rose", "the RIVER rose"]),
        ("  river   rose ", ["river rose", "RIVER rose"]),
        ("the river fell", ["The  river\tfell"]),
        ("river\nfell", ["river\tfell"]),
        ('"When will it fall?"', ["“When will it fall?”"]),
        ("“When will it fall?”", ["“When will it fall?”"]),
        ("South's", ["South’s"]),
        ("South‘s", ["South’s"]),
        ("well-read", ["well-read"]),
        ("well–read", ["well-read"]),
        ("envoy - a", ["envoy — a"]),
        (
            "North ... shrugged",
            ["North asked: “When will it fall?” South’s envoy — a well-read baker — shrugged"],
        ),
        ("North…fall", ["North asked: “When will it fall"]),
        ("the ... river", ["The river", "The  river", "the RIVER"]),
        ("The ... fell ... rose", ["The  river\tfell; the RIVER rose"]),
        ("… river rose", ["river rose", "RIVER rose"]),
        ("river rose ...", ["river rose", "RIVER rose"]),
        ("why", ["why"]),
        # Not in the text.
        ("", []),
        ("   ", []),
        ("...", []),
        ("… ...", []),
        ("rivers", []),
        ("rose North", []),
        ("rose ... North", []),
        ("rose. North", []),
        ("again Nobody", []),
        ("again … Nobody", []),
        ("fell ... asked", []),
        # Signs that mean something to a pattern mean themselves.
        ("fall?", ["fall?"]),
        ("fal.", []),
        ("r.*", []),
        ("[a-z]", []),
        ("(river", []),
        ("\\w", []),
    ],
)
def test_find(words: str, found: list[str]) -> None:
    """Case, white space and the shape of quotes and dashes make no difference; a gap stands for
    any words of the paragraph; and no passage goes over the end of one."""
    assert words_of(STORY, words) == found


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\n\n", "\r\n \r\n"])
@pytest.mark.parametrize("words", ["one two", "one ... two", "one…two"])
def test_a_passage_never_crosses_a_line_end(words: str, end: str) -> None:
    """Whatever ends a line, words before and after it are in two paragraphs."""
    assert article(f"one{end}two").find(words) == ()


def test_a_gap_is_as_short_as_it_can_be() -> None:
    """Of two ends that both stand after the beginning, the nearer one counts."""
    assert words_of(article("one two one two"), "one ... two") == ["one two", "one two"]


def test_all_passages_are_found_even_where_they_overlap() -> None:
    """A passage that begins within another one is a passage too."""
    assert article("on and on and on").find("on and on") == ((0, 9), (7, 16))


# --- sentences ----------------------------------------------------------------------------------


@given(st.text(st.sampled_from("abAB .!?”\")'\u00a0é\n"), max_size=60))
@settings(max_examples=scaled(80))
def test_sentences_divide_their_paragraph(text: str) -> None:
    """Sentences stand in order, do not overlap, are not blank, and leave out only white space."""
    read = article(text)
    for number, (first, last) in enumerate(read.paragraphs, 1):
        at = first
        for start, end in read.sentences(number):
            assert at <= start < end <= last
            assert not text[at:start].strip()
            assert text[start:end] == text[start:end].strip()
            at = end
        assert not text[at:last].strip()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("“One.” Two.", ["“One.”", "Two."]),
        ("One… two.", ["One… two."]),
        ("No full stop", ["No full stop"]),
        ("The U.S. Navy left. It came back.", ["The U.S. Navy left.", "It came back."]),
        ("Dr. Who came. Then he left.", ["Dr. Who came.", "Then he left."]),
        ("It costs 2.5 coins. No more.", ["It costs 2.5 coins.", "No more."]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    """A sentence ends at a full stop before a capital, and not after an abbreviation."""
    read = article(text)
    assert [text[start:end] for start, end in read.sentences(1)] == sentences


# --- near misses --------------------------------------------------------------------------------


def test_a_near_miss_is_the_sentence_that_is_most_like() -> None:
    """Words that do not stand so in the text lead to the sentence they were meant for."""
    (best, *_) = STORY.nearest("a well-read cook shrugged")
    assert best.paragraph == 2
    assert best.words == STORY.text[best.start : best.end]
    assert "baker" in best.words
    assert 0.4 <= best.likeness <= 1


def test_near_misses_are_ordered_and_few() -> None:
    """The best comes first, and no more come than are wanted."""
    misses = STORY.nearest("the river rose")
    assert [miss.likeness for miss in misses] == sorted(
        (miss.likeness for miss in misses), reverse=True
    )
    assert misses[0].words == "The river rose."
    assert len(STORY.nearest("the river rose", limit=1)) == 1
    assert STORY.nearest("the river rose", limit=0) == ()


@pytest.mark.parametrize("words", ["", "  ", "zzz", "Quarterly earnings beat forecasts"])
def test_words_like_none_have_no_near_miss(words: str) -> None:
    """Nothing is suggested where nothing is near."""
    assert STORY.nearest(words) == ()


def test_an_empty_text_has_no_near_miss() -> None:
    """There is nothing to be near to."""
    assert article("").nearest("the river") == ()


# --- locate and passage -------------------------------------------------------------------------


@pytest.fixture
def report() -> Source:
    """The source record of the tiny article."""
    return dataset_of(tiny()).sources["report"]


@pytest.fixture
def texts(tmp_path: Path, report: Source) -> Texts:
    """The folder with its text."""
    return Texts(write_text(tmp_path / "texts"), [report])


def test_locate(texts: Texts, report: Source) -> None:
    """Words become evidence that has their paragraph, offsets and fingerprint."""
    (found,) = texts.locate("report", "north denied")
    start = ARTICLE.index("North denied")
    assert found == ng.Evidence(
        source="report",
        paragraph=5,
        start=start,
        end=start + 12,
        sha256=sha256(b"North denied").hexdigest(),
        support=Support.EXPLICIT,
    )
    assert texts.passage(found) == "North denied"
    assert texts.locate(report, "north denied") == (found,)


def test_locate_gives_every_passage_in_order(texts: Texts) -> None:
    """Words that stand more than once give evidence for each place."""
    found = texts.locate("report", "hill")
    assert [each.paragraph for each in found] == [4, 5, 6]
    assert [each.start for each in found] == sorted(each.start for each in found)


def test_locate_of_both_ends_gives_the_whole(texts: Texts) -> None:
    """Of a long passage both ends are enough."""
    (found,) = texts.locate("report", "In summer … part of the hill.")
    assert texts.passage(found) == PARAGRAPHS[5]


def test_locate_finds_nothing(texts: Texts) -> None:
    """Words that are not there give no evidence, and no error."""
    assert texts.locate("report", "no such words") == ()
    assert texts.locate("report", "") == ()


ALPHABET = "abcABC xyz  '\"“”‘’-–—.,;?()[]*+\\^$|\t\u00a0\x0bßİıſéÅ🕊"


def _slices(text: str) -> st.SearchStrategy[tuple[int, int]]:
    lines = [span for span in article(text).paragraphs if span[1] > span[0]]
    return st.sampled_from(lines).flatmap(
        lambda span: st.tuples(
            st.integers(span[0], span[1] - 1), st.integers(span[0] + 1, span[1])
        ).filter(lambda pair: pair[0] < pair[1])
    )


@st.composite
def passages(draw: st.DrawFn) -> tuple[str, int, int]:
    """A text with a slice of one of its paragraphs that is not blank at its ends and has no gap."""
    text = draw(st.text(st.sampled_from(ALPHABET + "\n\r"), min_size=1, max_size=60))
    assume(article(text).paragraphs)
    start, end = draw(_slices(text))
    words = text[start:end]
    assume(words.strip() and "..." not in words)
    lead = len(words) - len(words.lstrip())
    return text, start + lead, start + len(words.rstrip())


@given(passages())
@settings(max_examples=scaled(80))
@example(("one\r\n“two” three\r", 6, 9))
def test_locating_the_words_of_a_passage_finds_it(
    scratch: Path, passage: tuple[str, int, int]
) -> None:
    """For any text and any slice within a paragraph: to locate its words finds it, the fingerprint
    matches, and the evidence turns back into the same words."""
    text, start, end = passage
    (scratch / "x.txt").write_bytes(text.encode())
    source = source_of("x.txt", text)
    texts = Texts(scratch, [source])
    found = texts.locate("x", text[start:end])
    assert (start, end) in [(each.start, each.end) for each in found]
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    for each in found:
        assert each.sha256 == sha256(text[each.start : each.end].encode()).hexdigest()
        assert texts.passage(each) == text[each.start : each.end]
        assert texts.passage(each) in lines[each.paragraph - 1]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for one text after the other."""
    return tmp_path_factory.mktemp("texts")


def source_of(file_name: str, text: str) -> Source:
    """The source record of an invented text."""
    return Source(
        id=file_name.partition(".")[0],
        label="A text",
        file_name=file_name,
        sha256=sha256(text.encode()).hexdigest(),
        language="en",
        paragraphs=max(len(article(text).paragraphs), 1),
    )


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_evidence_is_of_its_own_edition(tmp_path: Path, report: Source, end: str) -> None:
    """The same words with other line ends are located at offsets of their own."""
    text = ARTICLE.replace("\n", end)
    folder = write_text(tmp_path, text)
    edition = report.replace(sha256=hashlib.sha256(text.encode()).hexdigest())
    (found,) = Texts(folder, [edition]).locate("report", "The weather was mild.")
    assert found.paragraph == 8
    assert found.start == ARTICLE.replace("\n", end).index("The weather")


# --- the one passage ----------------------------------------------------------------------------


def test_the_evidence_of_one_passage_is_what_is_located(texts: Texts, report: Source) -> None:
    """Of words that one passage has; of several, the one that is asked for."""
    assert (texts.evidence(report, "weather was mild"),) == texts.locate(
        "report", "weather was mild"
    )
    several = texts.locate("report", "captives")
    assert len(several) > 1
    assert [texts.evidence("report", "captives", nth) for nth in range(1, len(several) + 1)] == [
        *several
    ]


def of(folder: Path, text: str, **fields: Any) -> tuple[Texts, Source]:
    """A folder with one text, and its source."""
    write_text(folder, text)
    texts = Texts(folder, ())
    return texts, texts.describe(
        ARTICLE_NAME, id="report", label="Gazette report", language="en", **fields
    )


@pytest.mark.parametrize(
    ("words", "nth", "by", "message"),
    [
        (
            "the river",
            None,
            None,
            (
                "2 passages of Gazette report have these words (¶1, ¶2)\n"
                "  give more words, or which it is: nth=1 to 2"
            ),
        ),
        (
            "the river",
            3,
            None,
            (
                "2 passages of Gazette report have these words (¶1, ¶2)\n"
                "  give more words, or which it is: nth=1 to 2"
            ),
        ),
        (
            "Another",
            2,
            None,
            "1 passage of Gazette report has these words (¶4)\n  give more words",
        ),
        ("pilgrims", None, None, "no passage of Gazette report has these words"),
        (
            "river it rose",
            None,
            None,
            (
                "no passage of Gazette report has these words\n"
                "  the words run over the end of a line; where lines are wrapped, the source says "
                "paragraphs_by: blank-line\n"
                "  ¶2 14:29 On the river it"
            ),
        ),
        (
            "to ... Another",
            None,
            ParagraphsBy.BLANK_LINE,
            (
                "no passage of Gazette report has these words\n"
                "  the words run over the end of a paragraph\n"
                "  ¶2 46:63 Another line ran."
            ),
        ),
        (
            "cafés by the water",
            None,
            None,
            (
                "no passage of Gazette report has these words\n"
                "  ¶5 64:83 differs in accents or punctuation alone\n"
                "  ¶5 64:84 Cafes, by the water.\n"
                "  ¶1 0:13 By the river."
            ),
        ),
    ],
)
def test_why_there_is_no_evidence(
    tmp_path: Path, words: str, nth: int | None, by: ParagraphsBy | None, message: str
) -> None:
    """None has the words, or several; what may be meant is said, and the error carries the places."""
    text = (
        "By the river.\nOn the river it\nrose to a long\n\nAnother line ran.\nCafes, by the water."
    )
    texts, source = of(tmp_path, text, paragraphs_by=by)
    with pytest.raises(PassageNotFound) as refused:
        texts.evidence(source, words, nth)
    assert str(refused.value) == message
    assert refused.value.words == words
    again = pickle.loads(pickle.dumps(refused.value))
    assert (str(again), again.matches, again.nearest) == (
        message,
        refused.value.matches,
        refused.value.nearest,
    )


def test_a_name_in_another_normal_form_is_told(tmp_path: Path) -> None:
    """A file whose name looks the same is named, with the difference."""
    report = Source(
        id="cafe",
        label="Café",
        file_name="Caf\u00e9.txt",
        sha256="0" * 64,
        language="en",
        paragraphs=1,
    )
    (tmp_path / "Cafe\u0301.txt").write_text("Words.", encoding="utf-8")
    if (tmp_path / report.file_name).exists():
        pytest.skip("the file system sees no difference")
    with pytest.raises(TextNotFound) as refused:
        Texts(tmp_path, [report]).text(report)
    assert str(refused.value).endswith(
        "(No such file or directory); the name of 'Cafe\u0301.txt' differs in the Unicode normal form "
        "alone: rename it"
    )


# --- errors -------------------------------------------------------------------------------------


def test_a_text_that_is_missing(tmp_path: Path, report: Source) -> None:
    """The error names the source, the file and the folder."""
    with pytest.raises(TextNotFound) as caught:
        Texts(tmp_path, [report]).text("report")
    assert str(caught.value) == (
        f"source 'report': no text 'report.txt' in {tmp_path} (No such file or directory)"
    )
    assert isinstance(caught.value, NegotiationsError)


def test_a_folder_of_texts_that_is_missing(tmp_path: Path, report: Source) -> None:
    """A folder that is not there has no text either."""
    with pytest.raises(TextNotFound, match=r"no text 'report\.txt' in"):
        Texts(tmp_path / "none", [report]).text("report")


def test_a_folder_in_the_place_of_a_text(tmp_path: Path, report: Source) -> None:
    """What is no file cannot be read, and the error says why."""
    (tmp_path / ARTICLE_NAME).mkdir()
    with pytest.raises(TextNotFound) as caught:
        Texts(tmp_path, [report]).text(report)
    assert str(caught.value) == (
        f"source 'report': no text 'report.txt' in {tmp_path} (it is not a regular file)"
    )


def test_a_text_that_is_not_utf_8(tmp_path: Path, report: Source) -> None:
    """A text in another encoding is not guessed at."""
    write_text(tmp_path, "Zürich".encode("latin-1"))
    with pytest.raises(TextNotFound) as caught:
        Texts(tmp_path, [report]).text("report")
    assert str(caught.value) == (
        f"source 'report': {tmp_path / ARTICLE_NAME}: byte 1 is not UTF-8; save the text as UTF-8"
    )


def test_another_edition(tmp_path: Path, texts: Texts, report: Source) -> None:
    """Evidence of one edition does not resolve in another; its words are not shown as if it did."""
    (found,) = texts.locate("report", "halt all fire")
    other = Texts(write_text(tmp_path / "other", "A new first line.\n" + ARTICLE), [report])
    with pytest.raises(TextNotFound) as caught:
        other.passage(found)
    assert str(caught.value) == (
        f"source 'report': the words at {found.start}:{found.end} are not those that were coded; "
        "use the edition that was coded, or, if the text was corrected, `negotiations relocate report`"
    )


def test_a_misspelt_source(texts: Texts) -> None:
    """An id of no source names the nearest."""
    for ask in (texts.text, lambda key: texts.locate(key, "hill")):
        with pytest.raises(UnknownId) as caught:
            ask("repor")
        assert str(caught.value) == "no source 'repor'; did you mean report?"


def test_evidence_of_an_unknown_source(texts: Texts) -> None:
    """Evidence of a source without a record cannot be looked up."""
    (found,) = texts.locate("report", "halt all fire")
    with pytest.raises(UnknownId, match="no source 'other'"):
        texts.passage(found.replace(source="other"))


# --- the folder of texts ------------------------------------------------------------------------


def test_a_text_is_read_once(texts: Texts) -> None:
    """A text that was read is kept."""
    first = texts.text("report")
    (texts.folder / ARTICLE_NAME).unlink()
    assert texts.text("report") is first


def test_the_record_that_is_given_says_which_file(texts: Texts, report: Source) -> None:
    """A source record is read from its own file, also where another one has its id."""
    texts.text("report")
    (texts.folder / "other.txt").write_text("Other words.")
    assert texts.text(report.replace(file_name="other.txt")).text == "Other words."


def test_a_dataset_knows_its_sources(tmp_path: Path) -> None:
    """The texts of a dataset are those of its own sources."""
    source = next(iter(ng.load().sources.values()))
    (tmp_path / source.file_name).write_text("Invented words.")
    assert ng.load().texts(str(tmp_path)).text(source.id).text == "Invented words."


def test_a_text_is_found_under_its_file_name_only(tmp_path: Path, report: Source) -> None:
    """Other files of the folder are not looked at."""
    write_text(tmp_path)
    (tmp_path / ARTICLE_NAME).rename(tmp_path / "report.TXT.bak")
    with pytest.raises(TextNotFound):
        Texts(tmp_path, [report]).text("report")


# --- the coded articles -------------------------------------------------------------------------


@needs_articles
def test_every_coded_passage_resolves() -> None:
    """All evidence of the bundled dataset turns into words of one paragraph."""
    texts = ng.load().texts(FOLDER)
    for cited in ng.load().evidence():
        words = texts.passage(cited.evidence)
        assert words == words.strip()
        assert "\n" not in words
        assert "\r" not in words


@needs_articles
def test_every_coded_passage_is_located_by_its_words() -> None:
    """The words of a coded passage lead back to it."""
    texts = ng.load().texts(FOLDER)
    places = {
        (
            each.evidence.source,
            each.evidence.paragraph,
            each.evidence.start,
            each.evidence.end,
        ): each
        for each in ng.load().evidence()
    }
    for (source, paragraph, start, end), cited in places.items():
        found = texts.locate(source, texts.passage(cited.evidence))
        assert (paragraph, start, end) in [(each.paragraph, each.start, each.end) for each in found]


@needs_articles
def test_check_with_the_articles_finds_nothing() -> None:
    """The bundled dataset holds against the articles."""
    assert ng.load().check(texts=FOLDER) == ()
