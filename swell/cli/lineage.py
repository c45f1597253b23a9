"""`swell lineage`: where a dataset, or a field of one, comes from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from dashboards.lineage.graph import Graph
    from dashboards.lineage.way import Way
    from engine.store import Store

_QUERIES_FOLDER = "queries"
_HOW = {
    "filter": "filtered by",
    "group": "grouped by",
    "order": "ordered by",
    "lookup": "looked up by",
    "condition": "chosen by",
}


@click.command(
    "lineage",
    epilog="""\b
Examples
  swell lineage deals                what it is made of, and what reads it
  swell lineage deals.AccountType    back to the fields of the CRM""",
)
@click.argument("asked", metavar="DATASET[.FIELD]")
@click.option(
    "-o", "--output", "form", type=click.Choice(["text", "json"]), default="text", help="How to write what is found."
)
@workspace_option
def command(asked: str, form: str, folder: Path) -> None:
    """Show what DATASET is made of and what reads it, or where its FIELD comes from."""
    from dashboards.lens.queries import SavedQueries
    from dashboards.library import Library
    from dashboards.lineage.graph import graph
    from dashboards.lineage.payload import graph_json, way_json
    from dashboards.lineage.uses import uses
    from dashboards.lineage.way import Ways
    from swell.models import workspace_models
    from swell.recipes import workspace_recipes
    from swell.workspace import DASHBOARDS_FOLDER

    workspace = open_workspace(folder)
    recipes = workspace_recipes(workspace)
    dataset, field = _parts(asked, workspace.store)
    if field:
        way = Ways(workspace.store, recipes).of(dataset, field)
        click.echo(json.dumps(way_json(way), indent=1) if form == "json" else "\n".join(_way_lines(way, 0)))
        return
    workspace.store.open(dataset).close()  # says what is meant where there is none
    used = uses(Library(workspace.folder / DASHBOARDS_FOLDER), SavedQueries(workspace.folder / _QUERIES_FOLDER))
    found = graph(workspace.store, recipes, workspace_models(workspace), used).around(f"dataset:{dataset}")
    click.echo(json.dumps(graph_json(found), indent=1) if form == "json" else "\n".join(_graph_lines(found, dataset)))


def _parts(asked: str, store: Store) -> tuple[str, str]:
    """Return the dataset and the field that are asked for: both may have dots in their names."""
    if asked in store:
        return asked, ""
    points = [place for place, each in enumerate(asked) if each == "."]
    for place in reversed(points):
        if asked[:place] in store:
            return asked[:place], asked[place + 1 :]
    return asked, ""


def _way_lines(way: Way, depth: int) -> Iterator[str]:
    made = f", {way.made}" if way.made else ""
    ends = f" ({way.ends})" if way.ends else ""
    yield f"{_indent(depth)}{way.field or 'the rows'} of {way.dataset}{made}{ends}"
    yield from (f"{_indent(depth)}    {each.name} = {each.text}" for each in way.formulas)
    for how, some in groupby(sorted(way.indirect, key=lambda each: each.how), key=lambda each: each.how):
        named = (f"{each.source.field or 'the rows'} of {each.source.dataset}" for each in some)
        yield f"{_indent(depth)}    {_HOW[how]} {', '.join(named)}"
    for each in way.direct:
        yield from _way_lines(each, depth + 1)


def _graph_lines(found: Graph, dataset: str) -> Iterator[str]:
    start = f"dataset:{dataset}"
    labels = {each.id: f"{each.kind} {each.name}" for each in found.nodes}
    yield labels[start]
    for title, beside in (("made of", found.before), ("goes into", found.behind)):
        lines = list(_tree(beside(start), beside, labels, 2, {start}))
        yield f"  {title}" if lines else f"  {title}: nothing that is known"
        yield from lines


def _tree(
    ids: Sequence[str], beside: Callable[[str], Sequence[str]], labels: dict[str, str], depth: int, told: set[str]
) -> Iterator[str]:
    for each in ids:
        more = beside(each)
        again = each in told and more
        told.add(each)
        yield f"{_indent(depth)}{labels[each]}{' (told above)' if again else ''}"
        if not again:
            yield from _tree(more, beside, labels, depth + 1, told)


def _indent(depth: int) -> str:
    return "  " * depth
