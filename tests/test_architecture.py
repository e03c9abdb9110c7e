"""The house: imports only go down, nothing heavy is loaded at import, the public surface is named."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

import negotiations
from negotiations import model
from negotiations.model.base import Value, fields_of

PACKAGE = Path(negotiations.__file__).parent
ROOT = "negotiations"

# The floor of every module or package directly in the library; imports never go up. The root ("")
# gathers the public names and stands above what it gathers and below the command line.
FLOORS = {
    "about": 0,
    "vocabulary": 0,
    "plaintext": 0,
    "shown": 0,
    "deferred": 0,
    "folding": 0,
    "limits": 1,
    "errors": 1,
    "intervals": 1,
    "lookup": 2,
    "model": 2,
    "frames": 3,
    "io": 3,
    "term_filters": 3,
    "records": 4,
    "articles": 4,
    "chronology": 5,
    "claims": 5,
    "fingerprints": 5,
    "passages": 6,
    "references": 5,
    "compare": 6,
    "rules": 6,
    "folder": 7,
    "tables": 7,
    "sheets": 8,
    "answers": 8,
    "render": 9,
    "report": 9,
    "exports": 9,
    "citations": 10,
    "plots": 10,
    "corpora": 10,
    "dataset": 11,
    "documents": 11,
    "site": 12,
    "": 12,
    "cli": 13,
    "__main__": 14,
}
# Libraries that cost start-up time or belong to one place, and where they may be imported.
HOMES = {
    "cattrs": {"io"},
    "jsonschema": {"io"},
    "jsonschema_rs": {"io"},
    "isodate": {"model"},
    "openpyxl": {"exports", "sheets"},
    "sqlite3": {"corpora", "exports"},
    "xlsxwriter": {"exports", "sheets"},
    "msgspec": {"io", "compare"},
    "rich": {"render", "cli"},
    "click": {"cli"},
    "pandas": {"frames"},
    "polars": {"frames"},
    "pyarrow": {"frames"},
    "altair": {"plots"},
    "vl_convert": {"plots"},
    "jinja2": {"site"},
}
PUBLIC = [
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


class Import(NamedTuple):
    """One import statement that runs: where it stands and what it loads."""

    module: str
    line: int
    target: str


def module_name(path: Path) -> str:
    """The dotted name of a module of the package."""
    parts = [ROOT, *path.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def _is_for_typing(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def _running(tree: ast.AST) -> list[ast.stmt]:
    """The statements that may run, in functions too, and not those for type checkers."""
    found: list[ast.stmt] = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and _is_for_typing(node):
            for other in node.orelse:
                found += [other, *_running(other)]
            continue
        if isinstance(node, ast.stmt):
            found.append(node)
        found += _running(node)
    return found


def imports_in(module: str, source: str, *, running: bool = False) -> list[Import]:
    """The imports of a module, for type checkers too; or those alone that may run."""
    found = []
    tree = ast.parse(source)
    for node in _running(tree) if running else ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [Import(module, node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno} imports relatively"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                target = inner if inner in MODULES else str(node.module)
                found.append(Import(module, node.lineno, target))
    return found


def _imports(*, running: bool) -> list[Import]:
    return [
        each
        for name, path in MODULES.items()
        for each in imports_in(name, path.read_text(encoding="utf-8"), running=running)
    ]


IMPORTS = _imports(running=True)
# Of the library itself, imports for type checkers count: a class that a signature names is needed.
INNER = [each for each in _imports(running=False) if each.target.partition(".")[0] == ROOT]


def room_of(module: str) -> str:
    """The part of the library that a module belongs to."""
    return [*module.split("."), ""][1]


def test_every_module_has_a_floor() -> None:
    """A new part of the library is put on a floor before it imports anything."""
    assert {room_of(name) for name in MODULES} <= FLOORS.keys()


def test_imports_only_go_down() -> None:
    """No module imports one of a higher floor: at the top, in a function, or for type checkers."""
    upward = [
        f"{each.module}:{each.line} → {each.target}"
        for each in INNER
        if FLOORS[room_of(each.target)] > FLOORS[room_of(each.module)]
    ]
    assert upward == []


def test_there_are_no_circles() -> None:
    """No module imports itself by whatever detour: in functions and for type checkers, too."""
    links: dict[str, set[str]] = {name: set() for name in MODULES}
    for each in INNER:
        links[each.module].add(each.target)
    circles = []
    for name in MODULES:
        seen: set[str] = set()
        waiting = [*links[name]]
        while waiting:
            other = waiting.pop()
            if other not in seen:
                seen.add(other)
                waiting += links[other]
        if name in seen:
            circles.append(name)
    assert circles == []


@pytest.mark.parametrize("library", HOMES)
def test_each_library_has_a_home(library: str) -> None:
    """A library that one part of the house exists to wrap is imported nowhere else."""
    rooms = {room_of(each.module) for each in IMPORTS if each.target.split(".")[0] == library}
    assert rooms <= HOMES[library]


def test_nothing_is_loaded_at_import() -> None:
    """`import negotiations` loads nothing but what finds its names: no library and no part of ours."""
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "import negotiations\n"
        "print(*sorted(set(sys.modules) - before))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["negotiations", "negotiations.render", "negotiations.shown"]


def test_type_checkers_and_python_find_public_names_in_the_same_place() -> None:
    """What `__init__` imports for type checkers says of each name where Python gets it."""
    tree = ast.parse(Path(negotiations.__file__).read_text(encoding="utf-8"))
    imported = {
        alias.name: node.module
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    homes = {
        name: f"{ROOT}.{negotiations._HOME_OF.get(name, 'model')}"
        for name in negotiations.__all__
        if not isinstance(getattr(negotiations, name), ModuleType)
    }
    assert imported == {**homes, "vocabulary": ROOT}
    assert set(negotiations._HOME_OF) <= set(negotiations.__all__)


def test_a_name_that_is_not_there_is_told() -> None:
    """Asking for an unknown name is the error that Python has for it."""
    with pytest.raises(AttributeError, match="'negotiations' has no attribute 'vesrion'"):
        _ = negotiations.vesrion  # type: ignore[attr-defined]


def test_the_name_of_a_room_is_a_function_whatever_is_loaded_first() -> None:
    """`negotiations.render` writes a page, also where a module of that room was imported before."""
    code = "import negotiations.render.text, negotiations as ng; print(ng.render.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "render"


def test_a_command_loads_its_own_module() -> None:
    """Running one command loads none of the modules of the others."""
    code = (
        "import sys\n"
        "from negotiations.cli import main\n"
        "try:\n"
        "    main(['timeline', '--help'])\n"
        "finally:\n"
        "    print(*(name for name in sys.modules if name.startswith('negotiations.cli.')))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.rpartition(".")[2] for name in done.stdout.splitlines()[-1].split()}
    assert loaded == {"common", "groups", "main", "timeline"}


def test_a_diff_loads_nothing_of_what_goes_through_corpora_or_exports() -> None:
    """That a command takes corpora and sheets, too, costs nothing where it compares two versions."""
    code = (
        "import sys\n"
        "from negotiations.cli import main\n"
        "try:\n"
        "    main(['diff', 'may-proposal@may', 'may-proposal@bridging'])\n"
        "finally:\n"
        "    print(*(name for name in sys.modules if name.startswith('negotiations.')))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    loaded = done.stdout.splitlines()[-1].split()
    rooms = {name.split(".")[1] for name in loaded}
    assert not rooms & {"answers", "articles", "exports", "rules", "sheets", "site", "tables"}
    assert {name for name in loaded if name.startswith("negotiations.corpora.")} == {
        "negotiations.corpora.corpus"
    }


def test_nothing_is_read_at_import() -> None:
    """`import negotiations` opens no data file."""
    code = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda name, args: name == 'open' and opened.append(str(args[0])))\n"
        "import negotiations\n"
        "print([path for path in opened if path.endswith('.json')])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_surface_is_this() -> None:
    """What users may import is a decision, written here; adding a name changes this list."""
    assert negotiations.__all__ == PUBLIC


def test_the_public_surface_is_sorted_and_whole() -> None:
    """Every public name is there once, in order, and nothing else is left lying about."""
    assert sorted(negotiations.__all__) == negotiations.__all__
    assert len(set(negotiations.__all__)) == len(negotiations.__all__)
    assert set(dir(negotiations)) >= set(negotiations.__all__)
    held = {
        name
        for name in dir(negotiations)
        if not name.startswith("_") and not isinstance(getattr(negotiations, name), ModuleType)
    }
    assert held - {"TYPE_CHECKING"} | {"vocabulary"} == set(negotiations.__all__)


def _members(item: object) -> list[tuple[str, object]]:
    """The public methods and properties that a class defines itself."""
    if not inspect.isclass(item):
        return []
    return [
        (name, member)
        for name, member in vars(item).items()
        if not name.startswith("_")
        and (inspect.isroutine(member) or isinstance(member, property | classmethod | staticmethod))
    ]


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_has_a_docstring(name: str) -> None:
    """A public name says what it is, and so do its public methods and properties."""
    item = getattr(negotiations, name)
    doc = item.__doc__ or ""
    assert doc.strip(), name
    assert not doc.startswith(f"{name}("), "a generated signature is no docstring"
    silent = [
        f"{name}.{member}"
        for member, _ in _members(item)
        if not inspect.getdoc(getattr(item, member))
    ]
    assert silent == []


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_a_docstring(module: str) -> None:
    """A module says in its first lines what it is for."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), module


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import negotiations.model.base", ["negotiations.model.base"]),
        ("from negotiations.io import codec", ["negotiations.io.codec"]),
        ("from negotiations.model.base import Value", ["negotiations.model.base"]),
        ("def f():\n    from negotiations.model.base import Value", ["negotiations.model.base"]),
        ("try:\n    import rich\nexcept ImportError:\n    pass", ["rich"]),
        ("if TYPE_CHECKING:\n    import rich", []),
        ("if typing.TYPE_CHECKING:\n    import rich\nelse:\n    import click", ["click"]),
        ("if True:\n    import rich", ["rich"]),
    ],
)
def test_the_reader_of_imports_sees_them(source: str, expected: list[str]) -> None:
    """The tests above stand on this: imports are found wherever they may run, and only there."""
    assert [each.target for each in imports_in("negotiations.x", source, running=True)] == expected


def value_classes() -> list[type[Value]]:
    """All classes of the model."""
    held = [getattr(model, name) for name in model.__all__]
    return [each for each in held if isinstance(each, type) and issubclass(each, Value)]


FIELD_NAMES = {spec.name for cls in value_classes() for spec in fields_of(cls)}


def lists_of_field_names(source: str) -> list[tuple[str, ...]]:
    """Constants that list names of fields, and tests of a name against such a list."""
    found = []
    for node in ast.walk(ast.parse(source)):
        kept: list[ast.expr] = []
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if all(isinstance(each, ast.Name) and each.id.isupper() for each in targets):
                kept = [node.value, *(node.value.args if isinstance(node.value, ast.Call) else ())]
        elif isinstance(node, ast.Compare) and ast.unparse(node.left).endswith(("name", "field")):
            kept = node.comparators
        for each in kept:
            items = each.elts if isinstance(each, ast.Tuple | ast.List | ast.Set) else []
            names = tuple(
                item.value
                for item in items
                if isinstance(item, ast.Constant) and isinstance(item.value, str)
            )
            if len(names) > 1 and len(names) == len(items) and set(names) <= FIELD_NAMES:
                found.append(names)
    return found


# What a command reads off a file, or gives by other options, and so does not ask for:
# no property of the fields.
OWN_LISTS = {
    "negotiations.cli.add": [("file_name", "sha256", "paragraphs")],
    "negotiations.cli.written": [("id", "evidence")],
    "negotiations.sheets.columns": [("start", "end", "sha256", "paragraphs")],
}


@pytest.mark.parametrize("module", [name for name in MODULES if room_of(name) != "model"])
def test_what_a_field_is_for_is_declared_with_it(module: str) -> None:
    """No module keeps a list of field names of its own: the field's role, or its type, says it."""
    found = lists_of_field_names(MODULES[module].read_text(encoding="utf-8"))
    assert found == OWN_LISTS.get(module, [])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_WORDS = ("summary", "note")', [("summary", "note")]),
        ('_WORDS = frozenset({"note", "summary"})', [("note", "summary")]),
        ('if spec.name not in ("summary", "note"): pass', [("summary", "note")]),
        ('_SIDES = ("base", "ours")', []),
    ],
)
def test_the_reader_of_lists_sees_them(source: str, expected: list[tuple[str, ...]]) -> None:
    """The test above stands on this: a list of names of fields is found, and no other."""
    assert [tuple(sorted(names)) for names in lists_of_field_names(source)] == [
        tuple(sorted(names)) for names in expected
    ]
