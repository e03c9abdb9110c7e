"""Claims: who says a record, who denies it, which field, and what is a coder's reading."""

from __future__ import annotations

from typing import Any

import pytest

import negotiations as ng
from negotiations.claims import Attribution
from negotiations.model import Evidence
from negotiations.records import Records
from negotiations.vocabulary import Support

NOTHING = Records.of(None, ())


def passage(*claimants: str, start: int = 0, **more: Any) -> Evidence:
    """A passage in the voice of these actors, or in the source's own."""
    given = {"support": Support.EXPLICIT, **more}
    return Evidence(
        source="gazette",
        paragraph=1,
        start=start,
        end=start + 5,
        sha256="0" * 64,
        claimants=claimants or None,
        **given,
    )


@pytest.mark.parametrize(
    ("passages", "implied"),
    [
        ([passage("north")], ()),
        ([passage("north", support=Support.IMPLIED)], ("north",)),
        ([passage(support=Support.IMPLIED)], ("gazette",)),
        # Said once in so many words, it is said.
        ([passage("north", support=Support.IMPLIED), passage("north", start=9)], ()),
        ([passage("north", support=Support.IMPLIED), passage("south", start=9)], ("north",)),
        ([passage("north", support=Support.CONTRADICTS)], ()),
    ],
)
def test_who_is_only_read_to_say_it(passages: list[Evidence], implied: tuple[str, ...]) -> None:
    """A voice is implied where no passage of it says the thing itself; denials are no reading."""
    assert Attribution.of(NOTHING, passages).implied == implied


def test_voices_stay_with_their_fields() -> None:
    """Who says one field is not told as if they said the others."""
    said = Attribution.of(
        NOTHING,
        [
            passage(fields=("act", "when")),
            passage("iran", start=9, fields=("actors",)),
            passage("south", start=18, fields=("actors",), support=Support.CONTRADICTS),
            passage("north", start=27),
        ],
    )
    assert said.voices == {
        "act": ("gazette",),
        "when": ("gazette",),
        "actors": ("iran",),
        None: ("north",),
    }


def test_show_tells_which_voice_is_for_which_field() -> None:
    """Iran alone says whose act it was; one article is read to say so, and no other."""
    ds = ng.load()
    page = ng.render(ds.events["killing-of-haniyeh"], "text", dataset=ds, width=100)
    rows = " ".join(page.split())
    assert "actors said by Iran coder's reading of CNN relay" in rows
    assert "said by Iran" in rows
    assert "told by CNN relay, NYT relay" not in rows


def test_a_position_that_is_a_reading_is_said_by_nobody() -> None:
    """Neither of the two names the demand; the article does, hedged."""
    ds = ng.load()
    said = ds.attribution("netanyahu-border-deployment")
    assert said.implied == said.claimants == ("osama-hamdan", "us-officials")
    page = ng.render(ds.positions["netanyahu-border-deployment"], "text", dataset=ds, width=100)
    assert "said by" not in " ".join(page.split()).partition("1 term")[2]
    assert "coder's reading  of what is reported of Osama Hamdan and U.S. officials" in page
