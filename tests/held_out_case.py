"""How a pair of the held-out set is written: two records as JSON data, and every change between them.

An expected change is a line: class, code, path, certainty, level. After these may stand `delta=`, the
changes of the two bounds, and `lean=`, the party that the change leans toward, or `none`.
"""

from typing import Any, NamedTuple


class Expected(NamedTuple):
    """One change that a correct diff reports."""

    kind: str
    code: str
    path: str
    certainty: str
    level: str


class Case(NamedTuple):
    """Two records, and all that a correct diff of them says."""

    name: str
    kinds: tuple[str, str]
    before: dict[str, Any]
    after: dict[str, Any]
    changes: tuple[Expected, ...]
    deltas: dict[str, str]
    leans: dict[str, str]
    summary: dict[str, int] | None
    comment: str
    doubt: str


def case(
    name: str,
    before: dict[str, Any],
    after: dict[str, Any],
    lines: str,
    *,
    summary: dict[str, int] | None = None,
    kinds: str | tuple[str, str] = "Version",
    comment: str = "",
    doubt: str = "",
) -> Case:
    """A pair of records with the complete list of its changes, one a line.

    `comment` says what the documents leave open; `doubt`, why library and expectation still differ.
    """
    changes, deltas, leans = [], {}, {}
    for line in filter(None, lines.splitlines()):
        kind, code, rest = line.split(maxsplit=2)
        # A path may hold blanks: labels are paths too. What follows it never does.
        words = rest.split()
        extra = dict(each.split("=", 1) for each in words if each.startswith(("delta=", "lean=")))
        words = [each for each in words if not each.startswith(("delta=", "lean="))]
        path = " ".join(words[:-2])
        changes.append(Expected(kind, code, path, words[-2], words[-1]))
        if "delta" in extra:
            deltas[path] = extra["delta"]
        if "lean" in extra:
            leans[path] = extra["lean"]
    before, after = _without_phases(before, after)
    both = (kinds, kinds) if isinstance(kinds, str) else kinds
    return Case(name, both, before, after, tuple(changes), deltas, leans, summary, comment, doubt)


def _without_phases(*sides: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Two texts of which neither speaks of phases, as texts that are reported to have none.

    Where phases are merely not reported, nothing that differs between two terms is certain: they may
    be of two phases. That has pairs of its own; these are about something else.
    """
    speaking = any(
        "phases" in side or any("phase" in term for term in side.get("terms", ())) for side in sides
    )
    texts = all("completeness" in side for side in sides)
    return sides if speaking or not texts else tuple({**side, "phases": []} for side in sides)


def version(name: str, *terms: dict[str, Any], full: bool = False, **header: Any) -> dict[str, Any]:
    """A version as a proposal file has it; without terms it is silent on them."""
    data: dict[str, Any] = {"id": name, "completeness": "full-text" if full else "partial"}
    data.update(header)
    if terms:
        data["terms"] = list(terms)
    return data


def changed(draft: dict[str, Any], *terms: dict[str, Any], **header: Any) -> dict[str, Any]:
    """The draft with these terms in place of those on the same issue and phase."""

    def key(term: dict[str, Any]) -> tuple[Any, Any]:
        return term["issue"], term.get("phase")

    given = {key(term): term for term in terms}
    kept = [given.pop(key(term), term) for term in draft["terms"]]
    return {**draft, **header, "terms": [*kept, *given.values()]}


def without(draft: dict[str, Any], *labels: str, **header: Any) -> dict[str, Any]:
    """The draft without these terms, each named as `issue` or `issue@phase`."""

    def label(term: dict[str, Any]) -> str:
        return f"{term['issue']}@{term['phase']}" if "phase" in term else str(term["issue"])

    kept = [term for term in draft["terms"] if label(term) not in labels]
    assert len(kept) + len(labels) == len(draft["terms"])
    return {**draft, **header, "terms": kept}


def passage(source: str, paragraph: int, *claimants: str, **other: Any) -> dict[str, Any]:
    """Evidence: a passage of an invented source."""
    start = paragraph * 100
    said = {"claimants": list(claimants)} if claimants else {}
    return {
        "source": source,
        "paragraph": paragraph,
        "start": start,
        "end": start + 60,
        "sha256": f"{paragraph:064x}",
        "support": "explicit",
        **said,
        **other,
    }
