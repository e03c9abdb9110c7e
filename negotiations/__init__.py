"""Structured, evidenced records of negotiation terms, and what changed between two versions.

>>> import negotiations as ng
>>> ds = ng.load()
>>> print(ds.diff("may-proposal@may", "may-proposal@bridging").summary())
terms: 1 newly reported, 7 not mentioned any more
"""

from negotiations.shown import Shown as _Shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations import vocabulary
    from negotiations.answers.between import (
        Between,
    )
    from negotiations.answers.blame import (
        Blame,
        BlameLine,
        Origin,
    )
    from negotiations.answers.compiled_values import (
        Compiled,
        CompiledPart,
        CompiledValue,
        CompiledVersion,
        Latest,
        PlacedEvent,
        Refusal,
    )
    from negotiations.answers.dataset_diff import (
        ByAddress,
        DatasetDiff,
        DatasetSummary,
    )
    from negotiations.answers.find import (
        Match,
    )
    from negotiations.answers.gap import (
        Flag,
        Gap,
        IssueGap,
        TermGap,
    )
    from negotiations.answers.history_values import (
        Comparison,
        History,
        NotCompared,
        Step,
        StepTerm,
    )
    from negotiations.answers.side_by_side import (
        Cell,
        Column,
        Row,
        SideBySide,
    )
    from negotiations.answers.stance import (
        Stance,
        StanceTerm,
    )
    from negotiations.answers.statements import (
        Reading,
    )
    from negotiations.articles import (
        ArticleText,
        NearMiss,
        TextNotFound,
        Texts,
    )
    from negotiations.chronology import (
        Time,
        TimelineEntry,
    )
    from negotiations.claims import (
        Attribution,
    )
    from negotiations.compare.changes import (
        Added,
        Bracketed,
        Change,
        Changed,
        EvidenceChanged,
        Moved,
        NotCoded,
        Opened,
        OpenedOtherwise,
        OptionAdded,
        OptionDropped,
        Pair,
        Removed,
        Renumbered,
        Reported,
        Resolved,
        ResolvedOtherwise,
        Reworded,
        Totalled,
        Unbracketed,
        Unreported,
    )
    from negotiations.compare.conflict import (
        Conflict,
    )
    from negotiations.compare.diff import (
        Diff,
        TermHolder,
    )
    from negotiations.compare.fields import (
        FieldGap,
    )
    from negotiations.compare.lean import (
        Lean,
    )
    from negotiations.compare.merge import (
        Merge,
        merge,
    )
    from negotiations.compare.phases import (
        Phasing,
    )
    from negotiations.compare.summary import (
        Summary,
    )
    from negotiations.corpora.batches import (
        MissingColumn,
        batch_schema,
        check_batches,
        diff_batches,
        table_batches,
        version_batches,
    )
    from negotiations.corpora.scanning import Scanned, scan
    from negotiations.dataset import (
        Cited,
        Dataset,
        IncompleteDataset,
        PlacedTerm,
        UpgradedDataset,
        check,
        diff,
        export,
        load,
        read_export,
        save,
    )
    from negotiations.documents import (
        from_json,
        to_json,
    )
    from negotiations.errors import (
        AmbiguousId,
        InvalidDataset,
        MissingExtra,
        NegotiationsError,
        PassageNotFound,
        PatchDoesNotFit,
        Problem,
        UnknownField,
        UnknownId,
    )
    from negotiations.folder.upgrading import (
        UpgradedFile,
        upgrade,
    )
    from negotiations.frames import (
        ColumnType,
        Table,
        TableColumn,
    )
    from negotiations.model import (
        Actor,
        Amount,
        Anchor,
        Case,
        CeasefireTerm,
        ChoiceTerm,
        Condition,
        ContinuationTerm,
        Coordinates,
        Crosswalk,
        Event,
        Evidence,
        Figure,
        FigureClaim,
        ForceUseTerm,
        GovernanceTerm,
        Group,
        Identifier,
        Ignored,
        Issue,
        MeasureTerm,
        Membership,
        Metadata,
        MovementTerm,
        OtherTerm,
        Participant,
        Phase,
        Place,
        Polarity,
        Position,
        PresenceTerm,
        PrintedError,
        Proposal,
        ProvisionTerm,
        Record,
        ReleaseTerm,
        Role,
        SelectionTerm,
        Source,
        Talks,
        Term,
        TerritoryTerm,
        Timing,
        Uncoded,
        VerificationTerm,
        Version,
        WithdrawalTerm,
    )
    from negotiations.model.base import (
        FieldSpec,
        Value,
    )
    from negotiations.model.extra import (
        Extra,
    )
    from negotiations.model.terms import (
        TermLabel,
    )
    from negotiations.model.values import (
        Count,
        Duration,
        When,
    )
    from negotiations.records import (
        Collection,
    )
    from negotiations.render.render import (
        render,
    )
    from negotiations.sheets.importing import (
        Imported,
        RecordChange,
        read_sheets,
    )
    from negotiations.sheets.template import (
        write_template,
    )
    from negotiations.vocabulary import (
        Certainty,
        Level,
    )

__version__ = "0.2.0"

__all__ = [
    "Actor",
    "Added",
    "AmbiguousId",
    "Amount",
    "Anchor",
    "ArticleText",
    "Attribution",
    "Between",
    "Blame",
    "BlameLine",
    "Bracketed",
    "ByAddress",
    "Case",
    "CeasefireTerm",
    "Cell",
    "Certainty",
    "Change",
    "Changed",
    "ChoiceTerm",
    "Cited",
    "Collection",
    "Column",
    "ColumnType",
    "Comparison",
    "Compiled",
    "CompiledPart",
    "CompiledValue",
    "CompiledVersion",
    "Condition",
    "Conflict",
    "ContinuationTerm",
    "Coordinates",
    "Count",
    "Crosswalk",
    "Dataset",
    "DatasetDiff",
    "DatasetSummary",
    "Diff",
    "Duration",
    "Event",
    "Evidence",
    "EvidenceChanged",
    "Extra",
    "FieldGap",
    "FieldSpec",
    "Figure",
    "FigureClaim",
    "Flag",
    "ForceUseTerm",
    "Gap",
    "GovernanceTerm",
    "Group",
    "History",
    "Identifier",
    "Ignored",
    "Imported",
    "IncompleteDataset",
    "InvalidDataset",
    "Issue",
    "IssueGap",
    "Latest",
    "Lean",
    "Level",
    "Match",
    "MeasureTerm",
    "Membership",
    "Merge",
    "Metadata",
    "MissingColumn",
    "MissingExtra",
    "Moved",
    "MovementTerm",
    "NearMiss",
    "NegotiationsError",
    "NotCoded",
    "NotCompared",
    "Opened",
    "OpenedOtherwise",
    "OptionAdded",
    "OptionDropped",
    "Origin",
    "OtherTerm",
    "Pair",
    "Participant",
    "PassageNotFound",
    "PatchDoesNotFit",
    "Phase",
    "Phasing",
    "Place",
    "PlacedEvent",
    "PlacedTerm",
    "Polarity",
    "Position",
    "PresenceTerm",
    "PrintedError",
    "Problem",
    "Proposal",
    "ProvisionTerm",
    "Reading",
    "Record",
    "RecordChange",
    "Refusal",
    "ReleaseTerm",
    "Removed",
    "Renumbered",
    "Reported",
    "Resolved",
    "ResolvedOtherwise",
    "Reworded",
    "Role",
    "Row",
    "Scanned",
    "SelectionTerm",
    "SideBySide",
    "Source",
    "Stance",
    "StanceTerm",
    "Step",
    "StepTerm",
    "Summary",
    "Table",
    "TableColumn",
    "Talks",
    "Term",
    "TermGap",
    "TermHolder",
    "TermLabel",
    "TerritoryTerm",
    "TextNotFound",
    "Texts",
    "Time",
    "TimelineEntry",
    "Timing",
    "Totalled",
    "Unbracketed",
    "Uncoded",
    "UnknownField",
    "UnknownId",
    "Unreported",
    "UpgradedDataset",
    "UpgradedFile",
    "Value",
    "VerificationTerm",
    "Version",
    "When",
    "WithdrawalTerm",
    "batch_schema",
    "check",
    "check_batches",
    "diff",
    "diff_batches",
    "export",
    "from_json",
    "load",
    "merge",
    "read_export",
    "read_sheets",
    "render",
    "save",
    "scan",
    "table_batches",
    "to_json",
    "upgrade",
    "version_batches",
    "vocabulary",
    "write_template",
]

# The modules that have public names, for Python: one is loaded when a name of it is first asked for.
# All other public names are those of the model. The imports above say the same to type checkers.
_HOMES = {
    "answers.between": "Between",
    "answers.blame": "Blame BlameLine Origin",
    "answers.compiled_values": (
        "Compiled CompiledPart CompiledValue CompiledVersion Latest PlacedEvent Refusal"
    ),
    "answers.dataset_diff": "ByAddress DatasetDiff DatasetSummary",
    "answers.find": "Match",
    "answers.gap": "Flag Gap IssueGap TermGap",
    "answers.history_values": "Comparison History NotCompared Step StepTerm",
    "answers.side_by_side": "Cell Column Row SideBySide",
    "answers.stance": "Stance StanceTerm",
    "answers.statements": "Reading",
    "articles": "ArticleText NearMiss TextNotFound Texts",
    "chronology": "Time TimelineEntry",
    "claims": "Attribution",
    "corpora.batches": (
        "MissingColumn batch_schema check_batches diff_batches table_batches version_batches"
    ),
    "compare.changes": (
        "Added Bracketed Change Changed EvidenceChanged Moved NotCoded Opened OpenedOtherwise "
        "OptionAdded OptionDropped Pair Removed Renumbered Reported Resolved ResolvedOtherwise "
        "Reworded Totalled Unbracketed Unreported"
    ),
    "compare.conflict": "Conflict",
    "compare.diff": "Diff TermHolder",
    "compare.fields": "FieldGap",
    "compare.lean": "Lean",
    "compare.merge": "Merge merge",
    "compare.phases": "Phasing",
    "compare.summary": "Summary",
    "corpora.scanning": "Scanned scan",
    "dataset": (
        "Cited Dataset IncompleteDataset PlacedTerm UpgradedDataset check diff export load "
        "read_export save"
    ),
    "documents": "from_json to_json",
    "errors": (
        "AmbiguousId InvalidDataset MissingExtra NegotiationsError PassageNotFound "
        "PatchDoesNotFit Problem UnknownField UnknownId"
    ),
    "folder.upgrading": "UpgradedFile upgrade",
    "frames": "ColumnType Table TableColumn",
    "model.base": "FieldSpec Value",
    "model.extra": "Extra",
    "model.terms": "TermLabel",
    "model.values": "Count Duration When",
    "records": "Collection",
    "render.render": "render",
    "sheets.importing": "Imported RecordChange read_sheets",
    "sheets.template": "write_template",
    "vocabulary": "Certainty Level",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

if not TYPE_CHECKING:
    # The room of pages has the name of the function `render`. It is loaded here, with none of its
    # modules, so that no later import puts the room where the function is expected.
    __import__(f"{__name__}.render")
    globals().pop("render")

    def __getattr__(name: str) -> object:
        """Load a public name from the module that has it."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        if name == "vocabulary":
            return import_module(f"{__name__}.{name}")
        found = getattr(import_module(f"{__name__}.{_HOME_OF.get(name, 'model')}"), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _page_of(value: object) -> "str | None":
    """The page of a value, for notebooks."""
    from negotiations.render.render import page_for_notebook

    return page_for_notebook(value)


def _table_of(diff: "Diff") -> "Table":
    """The changes of a diff as a table."""
    from negotiations.tables.changes import changes_of_diff

    return changes_of_diff(diff)


def _data_of(value: object) -> object:
    """A value of the model as plain data of JSON."""
    from negotiations.io.codec import to_data

    return to_data(value)


_Shown.page_maker = _page_of
_Shown.data_maker = _data_of
_Shown.table_maker = _table_of
