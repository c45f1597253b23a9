"""The dataflows in a workspace's folder of recipes, which count as the recipes that they become."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.recipes.dataflow import DataflowFile, dataflow_files, read_dataflows
from engine.recipes.dataflow.convert import Converted
from engine.recipes.recipe import Recipe
from engine.security.errors import PredicateError
from swell.settings import RECIPES_FOLDER

if TYPE_CHECKING:
    from swell.workspace import Workspace


def workspace_dataflows(workspace: Workspace) -> list[DataflowFile]:
    """Return the dataflows among the recipes of a workspace, converted with the datasets that it has."""
    files = dataflow_files(workspace.folder / RECIPES_FOLDER)
    return read_dataflows(files, workspace.session.snapshot(())) if files else []


def dataflow_recipes(dataflows: Sequence[DataflowFile]) -> tuple[Recipe, ...]:
    """Return the recipes that dataflows count as."""
    return tuple(recipe for each in dataflows for recipe in each.recipes)


def remarks(workspace: Workspace) -> list[str]:
    """Return what people should know of the dataflows of a workspace, with the place of each."""
    return [
        f"{each.file.parent.name}/{each.file.name} {remark}"
        for each in workspace_dataflows(workspace)
        if each.conversion is not None
        for remark in each.conversion.remarks
    ]


def protect(workspace: Workspace, recipes: Sequence[Converted]) -> list[Path]:
    """Write the security predicates that dataflows bring, for datasets that have none; a broken one admits no row.

    Returns:
        The files that were written.
    """
    from dashboards.rows.rules import make_rule

    rules = workspace.sessions.rules
    written = []
    for each in recipes:
        if each.predicate is None or each.wrong or rules.file(each.dataset).exists():
            continue
        try:
            rule = make_rule(each.predicate, "false")
        except PredicateError:
            rule = make_rule("false")
        written.append(rules.put(each.dataset, rule))
    return written
