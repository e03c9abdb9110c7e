"""Coordinates: exact degrees within the globe, written and read without change."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import coordinates

from negotiations import Coordinates
from negotiations.errors import InvalidDataset
from negotiations.io.codec import from_data, to_data
from negotiations.io.strict_json import dumps, read_json


@given(coordinates())
def test_degrees_are_read_as_they_were_written(point: Coordinates) -> None:
    """Through JSON text nothing of a point changes, whatever its sign and however small it is."""
    document, problems = read_json("", dumps(to_data(point)).encode())
    assert problems == ()
    assert document is not None
    assert from_data(Coordinates, document.value) == point


@given(coordinates())
def test_a_geo_uri_has_the_point(point: Coordinates) -> None:
    """RFC 5870: two plain decimals, and the uncertainty in metres where one is given."""
    match = re.fullmatch(r"geo:(-?[0-9.]+),(-?[0-9.]+)(?:;u=([0-9]+))?", point.uri)
    assert match is not None
    assert (Decimal(match[1]), Decimal(match[2])) == (point.latitude, point.longitude)
    assert (None if match[3] is None else int(match[3])) == point.uncertainty


@given(st.decimals(places=5, min_value=-400, max_value=400))
def test_no_point_lies_off_the_globe(degrees: Decimal) -> None:
    """Latitudes run from -90 to 90 and longitudes from -180 to 180, the ends included."""
    for name, most in (("latitude", 90), ("longitude", 180)):
        given_ = {"latitude": Decimal(0), "longitude": Decimal(0), "source": "a map", name: degrees}
        if abs(degrees) <= most:
            assert getattr(Coordinates(**given_), name) == degrees
        else:
            with pytest.raises(ValueError, match=f"expected a number from -{most} to {most}"):
                Coordinates(**given_)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"latitude": "90.00001"},
            "Coordinates.latitude: expected a number from -90 to 90, found 90.00001",
        ),
        (
            {"longitude": -181},
            "Coordinates.longitude: expected a number from -180 to 180, found -181",
        ),
        (
            {"latitude": 1.5},
            "a coordinate is made of an integer, a Decimal or text such as '1.5', not of 1.5",
        ),
        ({"latitude": "north"}, "'north' is no decimal number such as '1.5'"),
        (
            {"latitude": "0.1234567890123456"},
            "0.1234567890123456 has more than 15 digits, which cannot be kept",
        ),
        ({"latitude": None}, "Coordinates.latitude is required, found None"),
    ],
)
def test_what_is_no_point_is_refused(changes: dict[str, Any], message: str) -> None:
    """With the field, what was found, and what was expected."""
    with pytest.raises((TypeError, ValueError)) as caught:
        Coordinates(**({"latitude": 1, "longitude": 2, "source": "a map"} | changes))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("data", "pointer", "message"),
    [
        ({"latitude": "1.5"}, "/latitude", "expected a number, found '1.5'"),
        ({"latitude": True}, "/latitude", "expected a number, found True"),
        (
            {"longitude": 200},
            "",
            "Coordinates.longitude: expected a number from -180 to 180, found 200",
        ),
    ],
)
def test_a_point_that_does_not_fit_is_told_with_its_place(
    data: dict[str, Any], pointer: str, message: str
) -> None:
    """In JSON a degree is a number."""
    with pytest.raises(InvalidDataset) as caught:
        from_data(Coordinates, {"latitude": 1, "longitude": 2, "source": "a map"} | data)
    assert [(each.pointer, each.message) for each in caught.value.problems] == [(pointer, message)]


def test_zero_has_no_sign() -> None:
    """Two writings of the equator are one."""
    north, south = (
        Coordinates(latitude=Decimal(zero), longitude=Decimal(0), source="a map")
        for zero in ("0", "-0.0")
    )
    assert north == south
    assert (str(south), south.uri) == ("0, 0", "geo:0,0")
