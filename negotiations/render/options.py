"""The options of a draft on a page of changes: those for one thing stand together."""

from __future__ import annotations

import attrs

from negotiations.compare.changes import (
    Bracketed,
    Opened,
    OpenedOtherwise,
    OptionAdded,
    OptionDropped,
    Resolved,
    ResolvedOtherwise,
    Unbracketed,
)
from negotiations.compare.options import topics_of
from negotiations.model.base import name_of
from negotiations.render.bundles import Bundle, bundled, place_in_text
from negotiations.render.changes import (
    NOT_CERTAIN,
    bundle_item,
    change_item,
    draft_words,
    reading_of,
    terms_of,
)
from negotiations.render.page import Item, Items, Mark, Rows, line, row
from negotiations.render.terms import gist_parts
from negotiations.render.wording import label_name, plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from negotiations.compare.changes import Change
    from negotiations.compare.diff import Diff
    from negotiations.model import Term
    from negotiations.model.terms import TermLabel
    from negotiations.render.wording import Wording

    Topics = dict[TermLabel, list[Term]]

__all__ = ["Options"]

# What tells of a choice first: it stands at the head of what became of the options for one thing.
_CHOICES = (Resolved, ResolvedOtherwise, Opened, OpenedOtherwise)
_OF_OPTIONS = (*_CHOICES, OptionAdded, OptionDropped)


@attrs.frozen
class Options:
    """Changes of options by what these are for, and all other changes.

    Attributes:
        together: The changes on each thing that one of the texts has options for.
        others: All other changes.
    """

    together: dict[TermLabel, list[Change]]
    others: list[Change]

    @property
    def changes(self) -> list[Change]:
        """The changes on what there are options for: of each thing, what was chosen first."""
        return [
            change
            for changes in self.together.values()
            for change in sorted(changes, key=lambda each: not isinstance(each, _CHOICES))
        ]

    @classmethod
    def of(cls, diff: Diff, changes: Sequence[Change]) -> Options:
        """Part changes into those of options and others, in their order."""
        topics = {_topic(change, diff) for change in changes if isinstance(change, _OF_OPTIONS)}
        together: dict[TermLabel, list[Change]] = {}
        others: list[Change] = []
        for change in changes:
            topic = _topic(change, diff) if topics else None
            if topic is not None and topic in topics:
                together.setdefault(topic, []).append(change)
            else:
                others.append(change)
        names = {key: name_of(issue) or key for key, issue in (diff.issues or {}).items()}
        in_order = sorted(
            together.items(), key=lambda pair: min(place_in_text(each, names) for each in pair[1])
        )
        return cls(dict(in_order), others)

    def items(self, diff: Diff, words: Wording, *, in_time: bool) -> Iterator[Item]:
        """An item for each thing that there are, or were, options for."""
        sides = _sides(diff)
        for topic, changes in self.together.items():
            before, after = (options.get(topic, []) for options in sides)
            choice = next((at for kind in _CHOICES for at in changes if type(at) is kind), None)
            name = label_name(str(topic), words)
            shared = _shared([*before, *after], words)
            rest = []
            told = [Bundle((change,)) for change in changes] if words.is_full else bundled(changes)
            known = () if words.is_full else _common_doubt(told, diff, words)
            for bundle in told:
                change = bundle.first
                item = _item(bundle, diff, words, in_time=in_time, known=known)
                if choice is not None and isinstance(change, Bracketed | Unbracketed):
                    item = attrs.evolve(item, blocks=item.blocks if words.is_full else ())
                if isinstance(change, OptionAdded | OptionDropped) and not words.is_full:
                    said = draft_words(change, words, in_time=in_time, without=shared)
                    label = _label(change.term, words)
                    item = attrs.evolve(item, head=line(f"{label} {said}"))
                if change is not choice:
                    rest.append(_inside(name, item))
            doubt = (Rows((row("reading", *known),)),) if known else ()
            listed = (*doubt, *((Items(tuple(rest)),) if rest else ()))
            if choice is None:
                said = _numbers(before, after, in_time=in_time)
                yield Item(line(f"{name}: {said}" if said else name), listed, Mark.OPTIONS)
                continue
            own = _item(Bundle((choice,)), diff, words, in_time=in_time, known=known)
            said = _choice_words(choice, before, after, words, in_time=in_time, shared=shared)
            head = line(f"{name}: {said}")
            yield attrs.evolve(own, head=head, blocks=(*own.blocks, *listed))


def _item(
    bundle: Bundle, diff: Diff, words: Wording, *, in_time: bool, known: Container[str] = ()
) -> Item:
    if words.is_full:
        return change_item(bundle.first, words, diff.lean(bundle.first), in_time=in_time)
    return bundle_item(bundle, words, diff.lean, in_time=in_time, known=known)


def _common_doubt(told: Sequence[Bundle], diff: Diff, words: Wording) -> tuple[str, ...]:
    """What is not certain about any of several changes of options, to be said once for all of them."""
    of_options = [bundle for bundle in told if isinstance(bundle.first, _OF_OPTIONS)]
    first, *others = ([*reading_of(bundle, diff.lean, words)] for bundle in of_options)
    if not others:
        return ()
    doubts = (said for said in first if said.startswith(NOT_CERTAIN))
    return tuple(said for said in doubts if all(said in other for other in others))


def _shared(terms: list[Term], words: Wording) -> frozenset[str]:
    """What all of these say that are in the text; on a full page nothing is left out for it."""
    said = [frozenset(gist_parts(term, words)) for term in terms if not term.is_excluded]
    return frozenset.intersection(*said) if len(said) > 1 and not words.is_full else frozenset()


def _label(term: Term | None, words: Wording) -> str:
    """The label of a term that is an option; of one that is none, that it stands alone."""
    alternative = None if term is None else term.alternative
    return "single text" if alternative is None else words.alternative(alternative)


def _inside(name: str, item: Item) -> Item:
    """An item under a head that names what it is about already."""
    first, *rest = item.head
    text = getattr(first, "text", "")
    for mark in (", ", ": "):
        if text.startswith(name + mark):
            return attrs.evolve(item, head=line(text.removeprefix(name + mark), *rest))
    return item


def _topic(change: Change, diff: Diff) -> TermLabel | None:
    """What the term of a change is for, with the phase by its number in the second text."""
    before, after = terms_of(change)
    if after is not None:
        return after.topic
    return None if before is None else diff.phasing.topic(before)


def _sides(diff: Diff) -> tuple[Topics, Topics]:
    """The terms of both texts by what they are for, with phases as in the second text."""
    before, after = (getattr(side, "terms", None) or () for side in (diff.a, diff.b))
    return topics_of(before, diff.phasing), topics_of(after)


def _numbers(before: list[Term], after: list[Term], *, in_time: bool) -> str:
    """How many options there are on both sides; of one term that is no option, that it is alone."""
    if not before and not after:
        return ""
    if len(before) == len(after):
        return f"{plural(len(after), 'option')} in each"
    one, other = (
        "a single text" if _stand_alone(terms) else plural(len(terms), "option")
        for terms in (before, after)
    )
    if not in_time:
        return f"{one} in the first, {other} in the second"
    is_number = not _stand_alone(before) and not _stand_alone(after)
    return f"{one} became {len(after) if is_number else other}"


def _stand_alone(terms: list[Term]) -> bool:
    """Whether this is one term, and no option."""
    return len(terms) == 1 and terms[0].alternative is None


def _choice_words(
    choice: Change,
    before: list[Term],
    after: list[Term],
    words: Wording,
    *,
    in_time: bool,
    shared: frozenset[str],
) -> str:
    """What was settled or opened; what else it could have been is listed beneath."""
    options = before if isinstance(choice, Resolved | ResolvedOtherwise) else after
    return draft_words(choice, words, in_time=in_time, of=len(options), without=shared)
