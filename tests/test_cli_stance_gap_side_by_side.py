"""The commands ``side-by-side``, ``stance`` and ``gap``, and ``diff`` with stances."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from commands import Run, completed, run

import negotiations as ng
from negotiations.compare.document import diff_to_data

if TYPE_CHECKING:
    from negotiations.answers.side_by_side import SideBySide

__all__ = ["run"]

DATASET = ng.load()
PINNED = Path(__file__).parent / "pinned"
MAY, BRIDGING = "may-proposal@may", "may-proposal@bridging"
AGREEMENT = "ceasefire-agreement-2025"


def narrowed(table: SideBySide, **wanted: Any) -> SideBySide:
    return attrs.evolve(table, rows=table.where(**wanted))


TABLE = DATASET.side_by_side(MAY, "hamas", "israel", BRIDGING, on="may-proposal")


@pytest.mark.parametrize(
    ("line", "answer", "status"),
    [
        (f"side-by-side {MAY} {BRIDGING}", DATASET.side_by_side(MAY, BRIDGING), 0),
        (f"side-by-side {MAY} hamas israel {BRIDGING}", TABLE, 1),
        (
            f"side-by-side {MAY} hamas israel {BRIDGING} --on may-proposal@may --base 4",
            attrs.evolve(
                DATASET.side_by_side(MAY, "hamas", "israel", BRIDGING, on="may-proposal", base=3)
            ),
            1,
        ),
        (f"side-by-side {MAY} hamas israel {BRIDGING} --differs", narrowed(TABLE, differs=True), 1),
        (
            f"side-by-side {MAY} hamas israel {BRIDGING} --issue rafah-crossing",
            narrowed(TABLE, issue="rafah-crossing"),
            0,
        ),
        (
            f"side-by-side --four-column {MAY} hamas israel {BRIDGING}",
            DATASET.four_columns(MAY, "hamas", "israel", BRIDGING),
            1,
        ),
        (
            "side-by-side positions/hamas-border-presence netanyahu-border-patrols",
            DATASET.side_by_side("hamas-border-presence", "netanyahu-border-patrols"),
            0,
        ),
        (
            "side-by-side hamas-border-presence israel",
            DATASET.side_by_side("hamas-border-presence", "israel", on="may-proposal"),
            1,
        ),
        (
            f"side-by-side {MAY} hamas --as-of {MAY}",
            DATASET.side_by_side(MAY, "hamas", on="may-proposal", as_of=MAY),
            0,
        ),
        ("stance hamas --on may-proposal", DATASET.stance("hamas", on="may-proposal"), 0),
        (
            f"stance actors/israel --on {BRIDGING} --as-of 2024-07",
            DATASET.stance("israel", on="may-proposal", as_of="2024-07"),
            0,
        ),
        (f"gap israel hamas --on {AGREEMENT}", DATASET.gap("israel", "hamas", on=AGREEMENT), 1),
        (
            "gap israel hamas --on us-hamas-partial-agreement",
            DATASET.gap("israel", "hamas", on="us-hamas-partial-agreement"),
            0,
        ),
    ],
)
def test_each_format_is_that_of_the_library(run: Run, line: str, answer: Any, status: int) -> None:
    """JSON is the answer's data; pages are those of `render`, with names.

    The status is 1 where columns differ, or where the parties are apart on some issue.
    """
    command = shlex.split(line)
    found = run(*command, "--output-format", "json")
    assert (found.status, found.err) == (status, "")
    assert found.json == answer.to_data()
    assert run(*command, "--exit-zero").status == 0
    for name in ("text", "markdown", "html"):
        found = run(*command, "--output-format", name)
        assert (found.status, found.err) == (status, "")
        assert found.out == ng.render(answer, name, dataset=DATASET, standalone=True)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("side-by-side", "Missing argument"),
        (f"side-by-side {MAY}", "side by side stand 2 to 12"),
        (f"side-by-side {' '.join([MAY] * 13)}", "13 columns given; side by side stand 2 to 12"),
        (
            "side-by-side hamas israel",
            "hamas is an actor, which stands for its stance on one proposal, but no text is given",
        ),
        (
            f"side-by-side {MAY} {AGREEMENT}@agreed israel",
            "the texts belong to ceasefire-agreement-2025, may-proposal: add --on PROPOSAL",
        ),
        (f"side-by-side {MAY} hamas --on may-propsal", "did you mean may-proposal"),
        (f"side-by-side {MAY} {BRIDGING} --base 3", "--base 3: there are 2 columns"),
        (f"side-by-side {MAY} {BRIDGING} --base 0", "0 is not in the range x>=1"),
        (f"side-by-side {MAY} {BRIDGING} --issue ceasefir", "did you mean ceasefire"),
        (f"side-by-side {MAY} gaza", "places/gaza holds no terms"),
        (f"side-by-side {MAY} may-proposal@brdging", "did you mean may-proposal@bridging"),
        (
            f"side-by-side --four-column {MAY} hamas {BRIDGING}",
            "found may-proposal@may (Version), hamas (Actor), may-proposal@bridging (Version)",
        ),
        (
            f"side-by-side --four-column {MAY} hamas israel {BRIDGING} --base 2",
            "leave out --on and --base",
        ),
        ("stance hamass", "no actor 'hamass'; did you mean hamas"),
        ("stance hamas --on may-propsal", "did you mean may-proposal"),
        ("stance hamas --on may-proposal --as-of XXXX-05", "has no last day"),
        ("gap israel hamass", "no actor 'hamass'; did you mean hamas"),
        ("gap israel", "Missing argument"),
        (f"diff {MAY} {BRIDGING} --on may-proposal", "--on and --as-of apply to stances"),
        ("diff hamas gaza", "Actor and Place cannot be compared"),
        ("diff hamas-border-presence hamas --on may-propsal", "did you mean may-proposal"),
        (f"diff hamas {MAY} --output-format json-patch", "and not made from each other"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, line: str, said: str) -> None:
    """In a line, with the nearest ids or with what to add, and the status 2."""
    found = run(*shlex.split(line))
    assert (found.status, found.out) == (2, "")
    assert said in " ".join(found.err.split())


def test_files_stand_beside_records(run: Run, tmp_path: Path) -> None:
    """A record in a file is a column like any other."""
    file = tmp_path / "draft.json"
    file.write_text(
        ng.to_json(DATASET.versions[BRIDGING].replace(id="draft@one")), encoding="utf-8"
    )
    found = run("side-by-side", MAY, file, "--output-format", "json")
    assert found.status == 0
    assert [each["name"] for each in found.json["columns"]] == [
        "versions/may-proposal@may",
        "versions/draft@one",
    ]


@pytest.mark.parametrize("parties", [("hamas",), ("united-states",), ("israel", "hamas")])
def test_without_a_proposal_all_negotiations_are_told(run: Run, parties: tuple[str, ...]) -> None:
    """Those in which a party has positions, one after another; JSON is a list of them."""
    name = "gap" if len(parties) > 1 else "stance"
    voices = {each for party in parties for each in DATASET.stance(party, on=None).speakers}
    held = [each for each in DATASET.positions.values() if each.actor in voices]
    # What concerns no text comes last.
    scopes: list[Any] = sorted({each.on.partition("@")[0] for each in held if each.on})
    scopes += [None] if any(each.on is None for each in held) else []
    found = run(name, *parties, "--output-format", "json")
    assert [each.get("on") for each in found.json] == scopes
    ask: Any = getattr(DATASET, name)
    assert found.json == [ask(*parties, on=scope).to_data() for scope in scopes]
    text = run(name, *parties).out
    for scope in filter(None, scopes):
        assert " ".join(DATASET.proposals[scope].title.split()) in " ".join(text.split())
    assert found.status == (1 if name == "gap" else 0)


def test_positions_that_concern_no_text_come_last(run: Run, tmp_path: Path) -> None:
    """They are a scope of their own."""
    general = DATASET.positions["hamas-border-presence"].replace(id="hamas-at-large", on=None)
    ng.save(DATASET.with_records(general), tmp_path / "mine")
    found = run("-d", tmp_path / "mine", "stance", "hamas", "--output-format", "json")
    assert "on" not in found.json[-1]
    assert all("on" in each for each in found.json[:-1])
    shown = run("-d", tmp_path / "mine", "stance", "hamas").out
    assert shown.count("Stance of Hamas, on no text") == 1


def test_a_party_without_positions(run: Run) -> None:
    """An empty list, and a remark."""
    found = run("stance", "qatar", "--output-format", "json")
    assert (found.status, found.json) == (0, [])
    found = run("stance", "qatar")
    assert (found.status, found.out) == (0, "Stances of Qatar\n")
    assert "no position is reported in any negotiation" in found.err


# --- diff ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "sides", "status"),
    [
        (f"diff hamas {BRIDGING}", ("hamas", BRIDGING), 1),
        (f"diff {MAY} israel", (MAY, "israel"), 1),
        ("diff hamas israel --on may-proposal", ("hamas", "israel"), 1),
        ("diff hamas hamas --on may-proposal@may", ("hamas", "hamas"), 0),
        ("diff hamas hamas-complete-withdrawal", ("hamas", "hamas-complete-withdrawal"), 1),
    ],
)
def test_an_actor_beside_a_text_is_its_stance(
    run: Run, line: str, sides: tuple[str, str], status: int
) -> None:
    """Within the negotiation of that text, or of --on."""
    one, other = (
        DATASET.stance(each, on="may-proposal") if each in DATASET.actors else each
        for each in sides
    )
    found = run(*shlex.split(line), "--output-format", "json")
    assert (found.status, found.err) == (status, "")
    assert found.json == diff_to_data(DATASET.diff(one, other))


def test_two_actors_are_records_unless_a_proposal_is_named(run: Run) -> None:
    """As before: their names and kinds differ."""
    found = run("diff", "hamas", "israel", "--output-format", "json")
    assert found.json["kinds"] == {"a": "Actor", "b": "Actor"}


# --- pages and completion -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("gap", f"gap israel hamas --on {AGREEMENT}"),
        ("four-column", f"side-by-side --four-column {MAY} hamas israel {BRIDGING}"),
    ],
)
def test_the_page_of_the_data_is_pinned(run: Run, name: str, line: str) -> None:
    """To the letter. A wanted change is written with: negotiations … -o tests/pinned/NAME.txt."""
    assert run(*shlex.split(line)).out == (PINNED / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("negotiations side-by-side may-proposal@m", ["may-proposal@may"]),
        (f"negotiations side-by-side {MAY} versions/may-proposal@b", [f"versions/{BRIDGING}"]),
        (
            f"negotiations side-by-side {MAY} hamas --on may",
            ["may-proposal", MAY, "may-proposal@early-july", BRIDGING],
        ),
        (f"negotiations side-by-side {MAY} {BRIDGING} --issue rafah", ["rafah-crossing"]),
        ("negotiations stance qat", ["qatar", "qatari-foreign-ministry", "qatari-officials"]),
        ("negotiations stance hamas --as-of may-proposal@m", [MAY]),
        ("negotiations gap israel qat", ["qatar", "qatari-foreign-ministry", "qatari-officials"]),
        ("negotiations gap israel hamas --on novem", ["november-truce", "november-truce@agreed"]),
        (
            f"negotiations diff {MAY} {BRIDGING} --leans qat",
            ["qatar", "qatari-foreign-ministry", "qatari-officials"],
        ),
        (f"negotiations diff {MAY} hamas --on novem", ["november-truce", "november-truce@agreed"]),
    ],
)
def test_operands_and_options_are_completed(line: str, offered: list[str]) -> None:
    """With what fits there, and nothing else."""
    assert completed(line) == offered


# --- what the page on the command line shows ----------------------------------------------------

PAGE = Path(__file__).parent.parent / "docs" / "command-line.md"
SHOWN = re.findall(
    r"<!-- output: ([^\n]+) -->\n```text\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
)


@pytest.mark.parametrize(("line", "shown"), SHOWN)
def test_what_the_page_shows_is_true(run: Run, line: str, shown: str) -> None:
    """Part by part, in this order; a line with an ellipsis alone stands for what is left out."""
    rest = run(*shlex.split(line)).out
    for part in shown.split("…\n"):
        _, found, rest = rest.partition(part)
        assert found == part
    assert len(SHOWN) == 2
