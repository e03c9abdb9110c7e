"""Where a place is on the globe."""

from decimal import Decimal

from negotiations.model.amounts import exact_of
from negotiations.model.base import FieldRole, Value, attribute, value

__all__ = ["Coordinates"]


@value
class Coordinates(Value):
    """A point of a place in the World Geodetic System (WGS 84), in degrees.

    The degrees are exact decimals, as the numbers of an `Amount` are. A point stands for its place and is
    not its extent: ``uncertainty`` or ``precision`` says how far it may be relied on.

    >>> baku = Coordinates(latitude=Decimal("40.37767"), longitude=Decimal("49.89201"),
    ...                    uncertainty=10_000, source="a gazetteer")
    >>> print(baku)
    40.37767, 49.89201
    >>> baku.uri
    'geo:40.37767,49.89201;u=10000'
    """

    latitude: Decimal = attribute(
        "Degrees north of the equator; south of it they are negative.",
        minimum=-90,
        maximum=90,
        examples=(40.37767,),
    )
    longitude: Decimal = attribute(
        "Degrees east of the meridian of Greenwich; west of it they are negative.",
        minimum=-180,
        maximum=180,
        examples=(49.89201,),
    )
    uncertainty: int | None = attribute(
        "Within how many metres of the point the whole place lies "
        "(Darwin Core coordinateUncertaintyInMeters).",
        default=None,
        minimum=1,
    )
    precision: str | None = attribute(
        "How precise the point is, in our own words, where no number says so: `a point in the city`.",
        FieldRole.WORDED,
        default=None,
    )
    source: str = attribute(
        "The gazetteer or map that gives it, with its release or date.", FieldRole.BOOKKEEPING
    )

    def __attrs_post_init__(self) -> None:
        for name in ("latitude", "longitude"):
            given = getattr(self, name)
            if given is not None:
                object.__setattr__(self, name, exact_of(given, "a coordinate"))
        super().__attrs_post_init__()

    @property
    def uri(self) -> str:
        """The point as a ``geo`` URI (RFC 5870), which maps open."""
        near = "" if self.uncertainty is None else f";u={self.uncertainty}"
        return f"geo:{self.latitude:f},{self.longitude:f}{near}"

    def __str__(self) -> str:
        return f"{self.latitude:f}, {self.longitude:f}"
