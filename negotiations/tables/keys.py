"""The key of an item in its list, as it stands in addresses."""

from __future__ import annotations

import hashlib
import json
import re

from negotiations.model import Term
from negotiations.model.base import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["key_of"]

# What a word of a key is made of where the key can stand in an address as it is.
_IN_KEY = re.compile(r"[a-z0-9_@][a-z0-9_@-]*")


def key_of(cls: type[Value], data: dict[str, Any]) -> str:
    """What identifies an item in its list, made of its key alone, so that it is the same in every release.

    It is the key as paths have it (`item_label`) where that is made of ids and numbers, and otherwise the
    beginning of a digest of the key; of the content where the class has no key.

    >>> from negotiations.model import Evidence, Group
    >>> key_of(Group, {"count": {"exactly": 5}, "who": ["children", "women"]})
    'children+women'
    >>> key_of(Evidence, {"source": "report", "paragraph": 3})
    '-2d9ce3ef9db56871'
    """
    names = cls.key_fields
    key: Any = {name: data.get(name) for name in names} if names else data
    if cls is Term:
        phase, case, option = (data.get(name) for name in ("phase", "case", "alternative"))
        marks = (("@", phase), (":", case), (".", option))
        label = "".join(f"{mark}{part}" for mark, part in marks if part is not None)
        return f"{data['issue']}{label}"
    parts = list(key.values())
    while names and parts and parts[-1] is None:
        parts.pop()
    words = [part if isinstance(part, list) else [part] for part in parts if part is not None]
    if names and all(_IN_KEY.fullmatch(str(word)) for held in words for word in held):
        return ":".join(map(_part_of_key, parts)) or "-"
    text = json.dumps(key, sort_keys=True, ensure_ascii=False)
    return "-" + hashlib.sha256(text.encode()).hexdigest()[:16]


def _part_of_key(part: Any) -> str:
    if part is None:
        return ""
    return ("+".join(map(str, part)) or "+") if isinstance(part, list) else str(part)
