"""From a dataflow to recipes in SAQL: one for each dataset that it makes."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from engine.recipes.dataflow.actions.edgemart import Edgemart
from engine.recipes.dataflow.actions.register import Register
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.findings import ERROR, REMARK, Finding, sentence
from engine.recipes.dataflow.graph import ancestors
from engine.recipes.dataflow.model import Dataflow, read_dataflow
from engine.recipes.dataflow.node import Node
from engine.recipes.dataflow.sources import Sources
from engine.recipes.dataflow.stream import Column, Stream
from saql.check.query import check
from saql.diagnostics import SaqlError
from saql.format import format_query
from saql.parser import parse
from saql.record import record
from saql.schema import Catalog

_MOST_PASSES = 40


@record
class Converted:
    """A recipe that a dataflow became.

    Args:
        dataset: the dataset that it makes.
        label: what people call it, or None for its name.
        description: what it is, or None.
        text: the recipe in SAQL; empty where something is wrong.
        columns: the columns of its result, with labels and formats.
        predicate: which rows each person sees, a security predicate, or None.
        wrong: why it can't be written: what its nodes ask for and do not get. Nothing where all is well.
        reads_itself: whether it loads the dataset that it makes, to add to it.
        unsynced: the objects that it reads and no connection has synced yet.
    """

    dataset: str
    label: str | None
    description: str | None
    text: str
    columns: tuple[Column, ...]
    predicate: str | None
    wrong: tuple[Finding, ...] = ()
    reads_itself: bool = False
    unsynced: tuple[str, ...] = ()


@record
class Conversion:
    """The recipes that a dataflow became, and what people should know of them."""

    recipes: tuple[Converted, ...]
    remarks: tuple[Finding, ...]

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """What is wrong with recipes that can't be written; each once."""
        return tuple(dict.fromkeys(each for recipe in self.recipes for each in recipe.wrong))


def convert(text: str, name: str, catalog: Catalog, *, connection: str | None = None) -> Conversion:
    """Convert a dataflow.

    Args:
        text: its file: the definition, the JSON of the REST API, or a `.wdf` of the metadata API.
        name: what messages call it, such as the name of the file.
        catalog: the datasets that there are; they say which types fields have.
        connection: whose objects are read; None for the only connection that has them.

    Returns:
        A recipe for each dataset that it makes; those that can't be written say why.

    Raises:
        DataflowError: it is no dataflow, or its nodes do not fit together; tells everything that is wrong.
    """
    dataflow = read_dataflow(text, name)
    sources = Sources(catalog, connection)
    registers = [each for each in dataflow.registers if not _is_copy_of_itself(each, dataflow)]
    for _ in range(_MOST_PASSES):  # each pass may find more fields that a dataset which is not there must have
        sources.grown = False
        findings: list[Finding] = list(dataflow.remarks)
        recipes = [_recipe(each, dataflow, sources, findings) for each in registers]
        if not sources.grown:
            break
    findings += _idle(dataflow)
    return Conversion(tuple(_checked(each, sources) for each in recipes), tuple(dict.fromkeys(findings)))


def _recipe(register: Register, dataflow: Dataflow, sources: Sources, remarks: list[Finding]) -> Converted:
    found: list[Finding] = []
    draft = Draft(sources, found)
    nodes = ancestors(register, dataflow.nodes)
    for node in nodes:
        draft.keep(node.head.name, _as_shown(node.write(draft), node))
    stream = draft.stream_of(register.head.name)
    reads_itself = _reads_itself(register, nodes)
    if not reads_itself:
        sources.make(register.dataset, stream.columns)
    remarks += (each for each in found if each.severity == REMARK)
    return Converted(
        register.dataset,
        register.label,
        register.description,
        "\n".join(draft.statements),
        stream.columns,
        register.predicate,
        tuple(dict.fromkeys(each for each in found if each.severity == ERROR)),
        reads_itself,
        tuple(draft.unsynced.values()),
    )


def _as_shown(stream: Stream, node: Node) -> Stream:
    """Return the rows of a node with the labels that it gives to their columns."""
    said = {each.field: each for each in node.head.shown}
    if not said:
        return stream
    columns = tuple(
        dataclasses.replace(each, label=said[each.name].label or each.label, hidden=said[each.name].hidden)
        if each.name in said
        else each
        for each in stream.columns
    )
    return dataclasses.replace(stream, columns=columns)


def _checked(recipe: Converted, sources: Sources) -> Converted:
    """Return a recipe with its canonical text, or with what the checker of SAQL refuses in it."""
    wrong = recipe.wrong
    text = ""
    if not wrong:
        try:
            check(parse(recipe.text, recipe.dataset), sources, makes_dataset=True)
            text = format_query(recipe.text, recipe.dataset)
        except SaqlError as error:
            wrong = tuple(
                Finding("", f"The recipe of '{recipe.dataset}' is not valid SAQL: {each.message}.", _first(each.hints))
                for each in error.diagnostics
                if each.severity == ERROR
            )
    return dataclasses.replace(recipe, text=text, wrong=wrong)


def _first(hints: tuple[str, ...]) -> str | None:
    return f"{sentence(hints[0])}." if hints else None


def _reads_itself(register: Register, nodes: Sequence[Node]) -> bool:
    return any(isinstance(each, Edgemart) and each.dataset == register.dataset for each in nodes)


def _is_copy_of_itself(register: Register, dataflow: Dataflow) -> bool:
    """Whether a dataset is registered as it was loaded: there is nothing to make."""
    nodes = ancestors(register, dataflow.nodes)
    return len(nodes) == 2 and _reads_itself(register, nodes)


def _idle(dataflow: Dataflow) -> list[Finding]:
    """Say which nodes no dataset is made of."""
    used = {each.head.name for register in dataflow.registers for each in ancestors(register, dataflow.nodes)}
    return [
        Finding(each.head.at, "No dataset is made of its rows: it is left out.", severity=REMARK)
        for each in dataflow.nodes
        if each.head.name not in used
    ]
