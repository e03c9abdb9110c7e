"""When things were, in what order, and as of a day: the one place that knows."""

from negotiations.chronology.as_of import AsOf, View, view_as_of
from negotiations.chronology.graphs import on_circles
from negotiations.chronology.order import (
    Chronology,
    Ordered,
    Time,
    TimelineEntry,
    declared_days,
    is_later,
    lineage,
    referred,
    timeline,
    when_of,
)

__all__ = [
    "AsOf",
    "Chronology",
    "Ordered",
    "Time",
    "TimelineEntry",
    "View",
    "declared_days",
    "is_later",
    "lineage",
    "on_circles",
    "referred",
    "timeline",
    "view_as_of",
    "when_of",
]
