"""The sources that rows name: those of the dataset, of the sheet, and files in the folder of texts."""

from __future__ import annotations

import re
from typing import Any

from negotiations.articles import TextNotFound, Texts
from negotiations.folder.drafting import NOT_KNOWN
from negotiations.folder.naming import id_from, stem_of, words_of
from negotiations.folder.paragraphs import REST, has_rest, with_rest, without_named
from negotiations.io.codec import to_data
from negotiations.model import Source
from negotiations.model.patterns import FORMS, ID_PATTERN
from negotiations.rules.walking import each_evidence
from negotiations.sheets.grid import cell_problem
from negotiations.sheets.quotations import files_in, source_meant
from negotiations.sheets.written import Unreadable
from negotiations.vocabulary import ParagraphsBy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from negotiations.errors import Problem
    from negotiations.records import Records
    from negotiations.sheets.gathering import Given

__all__ = ["NOT_IN_SHEETS", "Sources"]

# The reason that is given for the paragraphs of which nothing else is said.
NOT_IN_SHEETS = "No row of the imported sheets quotes it."


class Sources:
    """The sources by their ids, with those that rows add."""

    def __init__(
        self,
        records: Records,
        texts: Path | None,
        problems: list[Problem],
        mentioned: frozenset[str],
    ) -> None:
        self.known: dict[str, Source] = dict(records.sources.items())
        # Of those, the sources that something rests on already: what is left of them is left.
        self._coded = {evidence.source for _, _, evidence, _ in each_evidence(records)}
        self.data: dict[str, dict[str, Any]] = {}
        # The sources that the sheet has, and what rows name beside them: what a row can mean that
        # names none must not change when the same sheets are imported again.
        self._mentioned = mentioned
        self._listed: set[str] = set()
        self._declared: dict[str, frozenset[str]] = {}
        # What rows set aside, by source; and the sources that rows name.
        self._aside: dict[str, list[dict[str, Any]]] = {}
        self.named: set[str] = set()
        # What rows can mean that name a source of which the row could not be read, or none.
        self._unread: set[str] = set()
        self._texts = texts
        self._files = files_in(texts)
        self._problems = problems

    def declare(self, given: Given) -> str:
        """Take a source from a row of the sheet; its id, empty where it cannot be taken."""
        from negotiations.io.codec import from_data

        data, row = given.data, given.row
        key = str(data.get("id") or id_from(stem_of(str(data.get("file_name", "")))))
        self._declared[key] = frozenset(data)
        self.named.add(key)
        self._listed.add(key)
        if key in self.known:
            self.data[key] = to_data(self.known[key]) | data
            return key
        try:
            file = source_meant(str(data.get("file_name") or key), (), self._files)
            described = self._described(file, key, data)
        except Unreadable as fault:
            place = row.at("file_name" if "file_name" in data else "id")
            self._listed.discard(key)
            self._unread |= {"", key}
            self._problems.append(
                cell_problem(place, fault.message, expected=fault.expected, remedy=fault.remedy)
            )
            return ""
        # What cannot be checked yet, such as the outlet, is added when all records are made.
        self.known[key] = from_data(Source, described)
        self.data[key] = described | data
        return key

    def _described(self, file: str, key: str, data: dict[str, Any]) -> dict[str, Any]:
        """The data of a source, as far as its file and its name give them."""
        if self._texts is None:
            raise self._no_texts()
        if not re.match(ID_PATTERN, key):
            raise Unreadable(f"no id can be made of {file!r}", FORMS[ID_PATTERN], "give it an id")
        by = data.get("paragraphs_by")
        fields: dict[str, Any] = {} if by is None else {"paragraphs_by": ParagraphsBy(by)}
        try:
            made = Texts(self._texts, ()).describe(
                file,
                id=key,
                label=str(data.get("label") or words_of(stem_of(file)) or words_of(key)),
                language=str(data.get("language") or self._language()),
                **fields,
            )
        except TextNotFound as fault:
            raise Unreadable(str(fault), "a text in UTF-8", "save the text as UTF-8") from None
        for other in self.known.values():
            if other.sha256 == made.sha256:
                raise Unreadable(
                    f"sources/{other.id} already describes this text", "", f"write {other.id!r}"
                )
        result: dict[str, Any] = to_data(made)
        return result

    def _language(self) -> str:
        languages = {source.language for source in self.known.values()}
        return languages.pop() if len(languages) == 1 else NOT_KNOWN

    def _no_texts(self) -> Unreadable:
        return Unreadable(
            "the folder of the texts is not given, and quotations are found in them",
            "",
            "give it: --texts DIR",
        )

    def _choices(self) -> list[str]:
        """What a row can mean that names no source."""
        if self._listed or len(self._files) == 1:
            return sorted(self._listed) or list(self._files)
        named = {text for text in self._mentioned if text not in self.known}
        return sorted({*self.known, *named}) or list(self._files)

    def of(self, text: str) -> Source:
        """The source that a cell means; of an empty one the only source there is.

        Raises:
            Unreadable: There is none, or it is not said which.
        """
        if self._texts is None:
            raise self._no_texts()
        if text in self._unread and (text or len(self._listed) != 1):
            raise Unreadable("")
        if not text:
            choices = self._choices()
            if len(choices) != 1:
                raise Unreadable(
                    "it is not said in which text the words stand",
                    ", ".join(choices[:10]) or "a text in the folder of texts",
                    "fill the column source",
                    column="source",
                )
            text = choices[0]
        key = source_meant(text, self.known.values(), self._files)
        if key not in self.known:
            from negotiations.io.codec import from_data

            name = id_from(stem_of(key))
            self.data[name] = self._described(key, name, {})
            self.known[name] = from_data(Source, self.data[name])
            key = name
        self.named.add(key)
        return self.known[key]

    def set_aside(self, key: str, entries: list[dict[str, Any]]) -> None:
        """Take entries of `uncoded` of a source, which rows of their own give."""
        self._aside.setdefault(key, []).extend(entries)

    def _given(self, key: str) -> frozenset[str]:
        """The fields that a row gives of a source."""
        return self._declared.get(key, frozenset())

    def accounted(self, records: Records) -> list[dict[str, Any]]:
        """The data of the sources that change, with every paragraph accounted for.

        Paragraphs that a passage is in now are no longer uncoded; those of a source of these rows of
        which nothing is said are uncoded with a general reason.
        """
        made = []
        cited: dict[str, set[int]] = {}
        for _, _, evidence, _ in each_evidence(records):
            cited.setdefault(evidence.source, set()).add(evidence.paragraph)
        for key, source in self.known.items():
            data = self.data.get(key) or to_data(source)
            aside = self._aside.get(key, [])
            if key not in cited and key not in self.data and not aside:
                continue
            entries = data.get("uncoded", [])
            general = [entry for entry in entries if entry.get("reason") == NOT_IN_SHEETS]
            entries = [entry for entry in entries if entry not in general]
            is_new = key not in self._coded
            claimed = [{"paragraph": number} for number in sorted(cited.get(key, set()))]
            if "uncoded" not in self._given(key):
                entries = without_named(entries, claimed)
            if aside:
                # What a row says of the rest is spelled out anew: more may be quoted now.
                again = {entry["reason"] for entry in aside if has_rest([entry])}
                kept = [entry for entry in entries if entry.get("reason") not in again]
                entries = [*without_named(kept, aside), *aside]
            if not has_rest(entries) and (general or (is_new and cited.get(key))):
                entries = [*entries, {"paragraph": REST, "reason": NOT_IN_SHEETS}]
            data = {name: value for name, value in data.items() if name != "uncoded"}
            if entries:
                data["uncoded"] = entries
            filled, faults = with_rest(records, key, data)
            self._problems.extend(faults)
            made.append(filled)
        return made
