"""Datasets that a recipe loads and that there are not."""

from __future__ import annotations

from collections.abc import Collection

from engine.recipes.recipe import Recipe
from engine.store.references import split_reference
from saql.check.wording import did_you_mean
from saql.diagnostics import SaqlError
from saql.messages import diagnostic
from saql.parser import parse
from saql.syntax import statements as syntax


def check_inputs(recipe: Recipe, names: Collection[str]) -> None:
    """Check that a recipe loads datasets that there are.

    Args:
        recipe: the recipe.
        names: the datasets that there are, and those that recipes will make.

    Raises:
        SaqlError: it loads others, or can't be read; each is shown where it stands.
    """
    query = parse(recipe.text, recipe.file)
    found = tuple(
        diagnostic(
            "SAQL201", each.dataset.span, hints=did_you_mean(each.dataset.value, names, '"'), name=each.dataset.value
        )
        for each in query.statements
        if isinstance(each, syntax.Load) and not _is_known(each.dataset.value, names)
    )
    if found:
        raise SaqlError(found, recipe.text, recipe.file)


def _is_known(reference: str, names: Collection[str]) -> bool:
    return reference in names or split_reference(reference)[0] in names
