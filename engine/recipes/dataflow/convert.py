"""From a dataflow to recipes in SAQL: one for each dataset that it makes."""

from __future__ import annotations

from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.findings import ERROR, REMARK, DataflowError, Finding
from engine.recipes.dataflow.graph import ancestors
from engine.recipes.dataflow.model import Dataflow, read_dataflow
from engine.recipes.dataflow.sources import Sources
from engine.recipes.dataflow.stream import Column
from engine.recipes.dataflow.actions.register import Register
from saql.format import format_query
from saql.record import record
from saql.schema import Catalog

_MOST_PASSES = 40


@record
class Converted:
    """A recipe that a dataflow became.

    Args:
        dataset: the dataset that it makes.
        label: what people call it, or None for its name.
        text: the recipe in SAQL.
        columns: the columns of its result, with labels and formats.
        predicate: which rows each person sees, a security predicate, or None.
    """

    dataset: str
    label: str | None
    text: str
    columns: tuple[Column, ...]
    predicate: str | None


@record
class Conversion:
    """The recipes that a dataflow became, and what people should know of them."""

    recipes: tuple[Converted, ...]
    remarks: tuple[Finding, ...]


def convert(text: str, name: str, catalog: Catalog, *, connection: str | None = None) -> Conversion:
    """Convert a dataflow.

    Args:
        text: its file: the definition, the JSON of the REST API, or a `.wdf` of the metadata API.
        name: what messages call it, such as the name of the file.
        catalog: the datasets that there are; they say which types fields have.
        connection: whose objects are read; None for the only connection that has them.

    Raises:
        DataflowError: it can't become recipes; tells everything that is wrong, each with its place.
    """
    dataflow = read_dataflow(text, name)
    sources = Sources(catalog, connection)
    for _ in range(_MOST_PASSES):  # each pass may find more fields that a dataset which is not there must have
        sources.grown = False
        findings = list(dataflow.remarks)
        recipes = tuple(_recipe(each, dataflow, sources, findings) for each in dataflow.registers)
        if not sources.grown:
            break
    wrong = list(dict.fromkeys(each for each in findings if each.severity == ERROR))
    if wrong:
        raise DataflowError(wrong, name)
    findings += _idle(dataflow)
    return Conversion(tuple(_formatted(each) for each in recipes), tuple(dict.fromkeys(findings)))


def _recipe(register: Register, dataflow: Dataflow, sources: Sources, findings: list[Finding]) -> Converted:
    draft = Draft(sources, findings)
    for node in ancestors(register, dataflow.nodes):
        draft.keep(node.head.name, node.write(draft))
    stream = draft.stream_of(register.head.name)
    text = "\n".join(draft.statements)
    return Converted(register.dataset, register.label, text, stream.columns, register.predicate)


def _formatted(recipe: Converted) -> Converted:
    return Converted(
        recipe.dataset, recipe.label, format_query(recipe.text, recipe.dataset), recipe.columns, recipe.predicate
    )


def _idle(dataflow: Dataflow) -> list[Finding]:
    """Say which nodes no dataset is made of."""
    used = {each.head.name for register in dataflow.registers for each in ancestors(register, dataflow.nodes)}
    return [
        Finding(each.head.at, "No dataset is made of its rows: it is left out.", severity=REMARK)
        for each in dataflow.nodes
        if each.head.name not in used
    ]
