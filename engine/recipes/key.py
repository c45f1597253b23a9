"""The key of a recipe's dataset: no row without one, no two rows with the same."""

from __future__ import annotations

import numpy as np

from engine.columns import Column, Frame, MultivalueColumn, TextColumn
from engine.kernels import arrays
from engine.kernels.arrays import Array
from engine.kernels.rows import take
from engine.physical.decode import decode_column
from engine.recipes.errors import RecipeError
from engine.recipes.recipe import Recipe


def check_key(recipe: Recipe, rows: Frame) -> None:
    """Check that the key of a recipe tells the rows that it gives apart.

    Raises:
        RecipeError: it does not; the hint shows a key that two rows have.
    """
    if not recipe.key or not rows.rows:
        return
    columns = [rows.columns[name] for name in recipe.key]
    for name, column in zip(recipe.key, columns, strict=True):
        missing = int(np.count_nonzero(_nulls(recipe, name, column)))
        if missing:
            raise _refused(recipe, f"{_rows(missing)} no {name}", f"Filter them out, by '{name}' is not null.")
    numbers = _numbers(columns[0])
    for column in columns[1:]:
        numbers = _combined(numbers, _numbers(column))
    row, count = _repeated(numbers)
    if count:
        shown = ", ".join(repr(decode_column(take(each, row)).to_pylist()[0]) for each in columns)
        problem = f"{_rows(count)} the same {' and '.join(recipe.key)} as another"
        raise _refused(recipe, problem, f"One is {shown}. Group by the key, or name another one.")


def _rows(count: int) -> str:
    return "1 row has" if count == 1 else f"{count:,} rows have"


def _refused(recipe: Recipe, problem: str, hint: str) -> RecipeError:
    return RecipeError(f"Recipe '{recipe.name}': {problem}.", hint=hint)


def _nulls(recipe: Recipe, name: str, column: Column) -> Array:
    if isinstance(column, MultivalueColumn):
        problem = f"'{name}' has several values in a row, so that it is no key"
        raise _refused(recipe, problem, "Name a field with one value a row.")
    if isinstance(column, TextColumn):
        missing: Array = column.codes == 0
        return missing
    valid = arrays.validity(column)
    return np.zeros(0, np.bool_) if valid is None else ~valid


def _numbers(column: Column) -> Array:
    """Return a number for each row, equal where the values are; none is null."""
    assert not isinstance(column, MultivalueColumn)
    return column.codes if isinstance(column, TextColumn) else arrays.values(column)


def _combined(first: Array, second: Array) -> Array:
    places, other = (np.unique(each, return_inverse=True)[1] for each in (first, second))
    combined: Array = places * (int(other.max()) + 1) + other
    return combined


def _repeated(numbers: Array) -> tuple[Array, int]:
    """Return a row whose number another has too, and how many rows repeat one that comes before."""
    if numbers.dtype.kind in "iu" and int(numbers.min()) >= 0 and int(numbers.max()) <= 4 * len(numbers):
        counts = np.bincount(numbers)  # codes, most likely: no order is needed to count them
        several = np.flatnonzero(counts > 1)
        repeated = int(counts[several].sum()) - len(several)
        return np.flatnonzero(numbers == several[0])[:1] if repeated else several, repeated
    order = np.argsort(numbers, kind="stable")
    again = np.flatnonzero(numbers[order[1:]] == numbers[order[:-1]]) + 1
    return order[again[:1]], len(again)
