"""When things were, in what order, and as of a day: the one place that knows."""

from negotiations.chronology.as_of import AsOf, View, view_as_of
from negotiations.chronology.graphs import components, on_circles
from negotiations.chronology.links import lineage, referred, when_of
from negotiations.chronology.order import Chronology, Ordered, is_later, versions_of
from negotiations.chronology.timeline import Time, TimelineEntry, entries, timeline

__all__ = [
    "AsOf",
    "Chronology",
    "Ordered",
    "Time",
    "TimelineEntry",
    "View",
    "components",
    "entries",
    "is_later",
    "lineage",
    "on_circles",
    "referred",
    "timeline",
    "versions_of",
    "view_as_of",
    "when_of",
]
