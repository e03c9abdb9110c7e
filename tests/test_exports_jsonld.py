"""Laws of JSON-LD: other readers see the same statements, give the same answers, and nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from builders import records_of
from datasets import datasets
from full import full
from hypothesis import given, settings
from profiles import scaled
from pyld import jsonld as pyld

import negotiations as ng
from negotiations.errors import NegotiationsError
from negotiations.exports.jsonld import base_of, context, jsonld
from negotiations.io.codec import from_data
from negotiations.io.layout import bundled_folder
from negotiations.records import COLLECTIONS, Records, address_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIXES = """
PREFIX neg: <urn:negotiations:term:>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <https://schema.org/>
"""
BRIDGING = "versions/may-proposal@bridging"
FOLDERS = (".", "examples/paris-agreement")


def refuse(url: str, _: Any = None) -> Any:
    """A loader of documents that loads none."""
    raise AssertionError(f"{url} would be fetched")


# A parser of rdflib uses a class that rdflib itself deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
OPTIONS = {"documentLoader": refuse}


def bundled(folder: str = ".") -> Records:
    root = bundled_folder() / folder
    if not root.is_dir():
        pytest.skip("it stands in a checkout only")
    return ng.load(root).records


def graph_of(document: dict[str, Any]) -> rdflib.Graph:
    return rdflib.Graph().parse(data=json.dumps(document), format="json-ld")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return jsonld(bundled())


@pytest.fixture(scope="module")
def graph(document: dict[str, Any]) -> rdflib.Graph:
    return graph_of(document)


def asked(graph: rdflib.Graph, question: str) -> set[tuple[str, ...]]:
    """The answers to a question in SPARQL; addresses without the base."""
    base = base_of(bundled())
    return {
        tuple(str(term).removeprefix(base) for term in row)
        for row in graph.query(PREFIXES + question)
    }


def read_back(nodes: list[dict[str, Any]]) -> Records:
    """The records of a document, from the literals alone."""
    found: dict[str, list[Any]] = {name: [] for name in COLLECTIONS}
    metadata = None
    for node in nodes:
        if "record" not in node:
            continue
        name = node["@id"].partition("/")[0]
        if name == "metadata":
            metadata = from_data(ng.Metadata, node["record"])
        else:
            found[name].append(node["record"])
    versions = {data["id"]: data for data in found.pop("versions")}
    for data in found["proposals"]:
        if "versions" in data:
            data["versions"] = [versions[name] for name in data["versions"]]
    records = [from_data(COLLECTIONS[name], data) for name, held in found.items() for data in held]
    return Records.of(metadata, records)


def same(one: Records, other: Records) -> bool:
    return (one.metadata, tuple(one)) == (other.metadata, tuple(other))


@pytest.mark.parametrize("folder", FOLDERS)
def test_two_readers_see_the_same_statements(folder: str) -> None:
    """pyld and rdflib read the same number of statements, and no document is fetched."""
    made = jsonld(bundled(folder))
    quads = pyld.to_rdf(made, {**OPTIONS, "format": "application/n-quads"})
    lines = {line for line in quads.splitlines() if line}
    graph = graph_of(made)
    assert len(lines) == len(graph) > 1000
    read = rdflib.Graph().parse(data=quads, format="nt")
    assert {row[:2] for row in read if not isinstance(row[0], rdflib.BNode)} == {
        row[:2] for row in graph if not isinstance(row[0], rdflib.BNode)
    }


def test_pyld_expands_flattens_and_compacts(document: dict[str, Any]) -> None:
    """The document survives the algorithms of JSON-LD: all names are of known vocabularies."""
    expanded = pyld.expand(document, OPTIONS)
    known = ("urn:negotiations:", "http://www.w3.org/", "https://schema.org/", "@")
    assert {key for node in expanded for key in node if not key.startswith(known)} == set()
    flat = pyld.flatten(document, None, OPTIONS)
    assert len(flat) > len(document["@graph"])
    again = pyld.compact(expanded, document["@context"], {**OPTIONS, "graph": True})
    assert pyld.to_rdf(again, {**OPTIONS, "format": "application/n-quads"}) == pyld.to_rdf(
        document, {**OPTIONS, "format": "application/n-quads"}
    )


def test_every_name_of_the_document_is_in_the_context(document: dict[str, Any]) -> None:
    """No key is dropped by a reader: each is a keyword, in the context, or has a prefix that is."""

    def keys(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            for key, value in node.items():
                yield key
                if key != "record":
                    yield from keys(value)
        elif isinstance(node, list):
            for item in node:
                yield from keys(item)

    names = context()
    unknown = {
        key
        for key in keys(document["@graph"])
        if not key.startswith("@") and key.partition(":")[0] not in names
    }
    assert unknown == set()
    used = set(keys(document["@graph"]))
    assert {"wasRevisionOf", "isDeniedBy", "record"} <= used


def test_which_versions_revise_which(graph: rdflib.Graph) -> None:
    """PROV gives the lineage that the records have."""
    found = asked(graph, "SELECT ?new ?old { ?new prov:wasRevisionOf ?old }")
    assert found == {
        (f"versions/{version.id}", f"versions/{name}")
        for version in bundled().versions.values()
        for name in version.derived_from or ()
    }
    assert found


def test_who_wrote_a_text(graph: rdflib.Graph) -> None:
    """PROV gives the authors, and no mediator or addressee among them."""
    assert asked(
        graph,
        f"SELECT ?who {{ <{base_of(bundled())}{BRIDGING}> prov:wasAttributedTo ?who }}",
    ) == {("actors/egypt",), ("actors/qatar",), ("actors/united-states",)}


def test_what_is_denied_and_by_whom(graph: rdflib.Graph) -> None:
    """The denials of each event and of each term are those that the Python API gives."""
    ds = ng.load()
    found = asked(graph, "SELECT ?what ?who { ?passage oa:hasBody ?what ; neg:isDeniedBy ?who }")
    events = {f"events/{name}" for name in ds.events}
    expected = {(address, who) for address in events for who in ds.attribution(address).deniers}
    voices = {(what, who.partition("/")[2]) for what, who in found if what in events}
    assert voices == expected
    assert ("events/netanyahu-said-to-undermine-deal", "prime-ministers-office") in voices
    terms = {placed.address: placed.term for placed in ds.terms()}
    denied = {
        (address, who) for address, term in terms.items() for who in ds.attribution(term).deniers
    }
    assert {(what, who.partition("/")[2]) for what, who in found if what in terms} == denied
    assert denied


def test_numbers_have_their_bounds(graph: rdflib.Graph) -> None:
    """The bounds of counts of prisoners are those of the table of quantities."""
    found = asked(
        graph,
        "SELECT ?count ?low ?high { ?term neg:issue ?issue ; neg:count ?count . ?count neg:low ?low . "
        'OPTIONAL { ?count neg:high ?high } FILTER(STRENDS(STR(?issue), "/prisoner-release")) }',
    )
    table = ng.load().table("quantities").to_dicts()
    assert found == {
        (row["address"], str(row["low"]), str(row["high"]))
        for row in table
        if row["issue"] == "prisoner-release" and row["field"] == "count" and not row["of_group"]
    }


def test_every_passage_stands_where_its_source_says(graph: rdflib.Graph) -> None:
    """Web Annotation gives the source, the offsets and the fingerprint of all evidence."""
    # Two questions that are joined here: rdflib takes long for the one.
    hashes = asked(
        graph,
        "SELECT ?target ?hash { ?note a oa:Annotation ; oa:hasTarget ?target ; neg:sha256 ?hash }",
    )
    places = asked(
        graph,
        "SELECT ?target ?source ?start ?end { ?target oa:hasSource ?source ; oa:hasSelector ?place . "
        "?place oa:start ?start ; oa:end ?end }",
    )
    by_target = dict(hashes)
    found = {(*row, by_target[row[0]]) for row in places}
    cited = list(bundled().evidence())
    assert len(found) == len(cited) > 400
    assert {row[1:] for row in found} == {
        (
            f"sources/{each.evidence.source}",
            str(each.evidence.start),
            str(each.evidence.end),
            each.evidence.sha256,
        )
        for each in cited
    }


def test_the_dataset_describes_itself(graph: rdflib.Graph) -> None:
    """schema.org gives its title, licence, version and what it measures."""
    found = asked(
        graph,
        "SELECT ?name ?licence ?version { ?d a schema:Dataset ; schema:name ?name ; "
        "schema:license ?licence ; schema:version ?version }",
    )
    metadata = bundled().metadata
    assert metadata is not None
    assert found == {(metadata.title, "https://spdx.org/licenses/CC-BY-4.0", metadata.version)}
    measured = asked(graph, "SELECT ?what { ?d schema:variableMeasured ?what }")
    assert measured == {(issue.label,) for issue in bundled().issues.values()}


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_is_lost(folder: str) -> None:
    """The records are read back from the literals, after pyld has expanded the document, too."""
    records = bundled(folder)
    made = jsonld(records)
    assert same(read_back(json.loads(json.dumps(made))["@graph"]), records)
    graph = graph_of(made)
    key = rdflib.URIRef("urn:negotiations:term:record")
    base = base_of(records)
    nodes = [
        {"@id": str(node).removeprefix(base), "record": json.loads(str(text))}
        for node, text in graph.subject_objects(key)
    ]
    assert same(read_back(nodes), records)


def test_every_value_has_a_node() -> None:
    """Every part of every record of every class has a node of its own, beside the literal."""
    records = records_of(full())
    made = json.loads(json.dumps(jsonld(records)))
    nodes = pyld.flatten(made, None, OPTIONS)
    # Nodes of nothing but an id are references, to records of other datasets.
    parts = [value for record in records.everything() for _, value in walk(record)]
    passages = sum(isinstance(value, ng.Evidence) for value in parts)
    # A passage has a target and a selector beside it; and there is the dataset itself.
    typed = {node["@id"] for node in nodes if "@type" in node}
    assert len(typed) == len(parts) + 2 * passages + 1


@settings(max_examples=scaled(15))
@given(datasets())
def test_every_dataset_is_read_alike(ds: ng.Dataset) -> None:
    """Whatever a dataset says, two readers see the same statements, and the records come back."""
    made = json.loads(json.dumps(jsonld(ds.records)))
    quads = pyld.to_rdf(made, {**OPTIONS, "format": "application/n-quads"})
    assert len({line for line in quads.split("\n") if line}) == len(graph_of(made))
    assert same(read_back(made["@graph"]), ds.records)


def test_the_base_can_be_given() -> None:
    """Ids are relative to the base; one that could not be resolved against is refused."""
    made = jsonld(bundled(), base="https://example.org/talks/")
    assert made["@context"]["@base"] == "https://example.org/talks/"
    assert (
        rdflib.URIRef("https://example.org/talks/actors/qatar"),
        rdflib.RDF.type,
        rdflib.PROV.Agent,
    ) in graph_of(made)
    for wrong in ("talks/", "https://example.org/talks", "a b:/"):
        with pytest.raises(NegotiationsError) as caught:
            jsonld(bundled(), base=wrong)
        assert str(caught.value) == (
            f"{wrong!r} is no base of ids: expected an absolute address that ends in a slash, "
            "such as https://example.org/talks/"
        )


def test_an_empty_dataset_is_a_document() -> None:
    """A dataset without metadata and records is one node."""
    made = jsonld(ng.Dataset().records)
    assert made["@context"]["@base"] == "urn:negotiations:dataset/"
    assert made["@graph"] == [
        {"@id": "./", "@type": ["schema:Dataset", "prov:Entity"], "hasPart": []}
    ]


def test_the_same_dataset_gives_the_same_bytes(document: dict[str, Any]) -> None:
    """In another process, with other hashes, the document is the same."""
    code = (
        "import json, hashlib, negotiations as ng\n"
        "from negotiations.exports.jsonld import jsonld\n"
        "print(hash(''), json.dumps(jsonld(ng.load().records)), sep='\\n')\n"
    )
    env = {**os.environ, "PYTHONHASHSEED": "11"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env
    )
    assert done.stdout.splitlines()[1] == json.dumps(document)
    assert all(address_of(record) for record in bundled())
