"""Points in time that a text fixes, as people write them, as JSON data of the model."""

from __future__ import annotations

import re

from negotiations.model.patterns import EDTF_PATTERN
from negotiations.model.values import Duration
from negotiations.sheets.written import Unreadable, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Data = dict[str, Any]

__all__ = ["TIMING_FORMS", "timing_data"]

# How a point in time is written.
TIMING_FORMS = (
    "a date such as 2015-12-31; within 14 days after signing; after or before signing, event:ID or "
    "term:ISSUE@1"
)


def timing_data(text: str) -> Data:
    """A point in time that a text fixes: a date, or before, after or so long after something.

    >>> timing_data("within 14 days after signing")
    {'within': {'exactly': 'P14D'}, 'after': {'words': 'signing'}}
    >>> timing_data("after term:ceasefire@1"), timing_data("2015-12-31")
    ({'after': {'term': 'ceasefire@1'}}, {'on': '2015-12-31'})

    Raises:
        Unreadable: It is no date and nothing of the kind, or the length of time is none.
    """
    match = re.fullmatch(r"(?:(before|after)|within +(.+?) +(?:after|of)) +(\S.*)", text.strip())
    if match is None:
        day = text.strip().removeprefix("on ").strip()
        if not re.match(EDTF_PATTERN, day):
            raise Unreadable("it is no time that a text fixes", TIMING_FORMS)
        return {"on": day}
    kind, _, rest = match[3].partition(":")
    anchor = {kind: rest} if kind in ("term", "event") and rest else {"words": match[3]}
    if match[2] is not None:
        return {"within": written(Duration, match[2]).data, "after": anchor}
    return {match[1]: anchor}
