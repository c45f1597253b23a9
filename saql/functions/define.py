"""What a function is: one declaration, from which the checker, the engine, the docs and the editor all read.

Declarations are data and name a kernel; they import no Arrow. A kernel is an Arrow compute function of that name, or
one of the engine's own (`engine/kernels`), whose exact meaning is the declaration's `summary`, `details` and `nulls`.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Sequence
from typing import Literal

from saql.record import record
from saql.types import Type

ANY = (Type.TEXT, Type.NUMBER, Type.BOOLEAN, Type.DATE, Type.DAY)
"""Every type of a single value."""

TEMPORAL = (Type.DATE, Type.DAY)
"""Dates, with a time or without."""


class Nulls(enum.Enum):
    """What a function makes of null arguments."""

    PROPAGATE = "null when any argument is null"
    OWN = "as its details say"


class Same(enum.Enum):
    """The return type of a function that gives back what it was given."""

    SAME = "the type of its arguments"


SAME = Same.SAME


@record
class Parameter:
    """What a function takes at one place.

    `types` are the types that it takes. `variadic` is for the last parameter, which then stands for one or more
    arguments. `literal` asks for a constant, a number from `minimum` to `maximum` or one of the texts `choices` where
    these are set. All parameters that are marked `same` get arguments of one type.
    """

    name: str
    types: tuple[Type, ...]
    optional: bool = False
    variadic: bool = False
    literal: bool = False
    same: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()


@record(kw_only=True)
class Function:
    """A function of the values of one row; operators are functions as well.

    `name` is what checked calls bear and is unique; `spellings` are the names that queries use (several functions may
    share one: their parameters tell them apart). `symbol` is an operator's. A function with neither is put in by the
    checker. `calendar` says that the checker appends three constants of the date field that it is applied to: the
    fiscal month offset (number), whether a fiscal year is named by its end (boolean), and the first weekday (number),
    as `saql.schema.Calendar` has them.
    Each of `examples` is a SAQL expression, ` => `, and the result as JSON.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: Type | Same
    family: str
    summary: str
    examples: tuple[str, ...]
    kernel: str
    details: str = ""
    nulls: Nulls = Nulls.PROPAGATE
    spellings: tuple[str, ...] = ()
    symbol: str | None = None
    calendar: bool = False

    @property
    def signature(self) -> str:
        """The call as the docs write it: `round(number, [digits])`."""
        return signature(self.spellings[0] if self.spellings else self.name, self.parameters)


RowValue = Literal["value", "one", "present", "zero", "null"]
"""What an aggregate is of one row: its value; 1; 1 or, of null, 0; 0 or, of null, null; null."""


@record(kw_only=True)
class AggregateFunction:
    """A function of all rows of a group.

    `of_one_row` is its result where a foreach has no group, so that each row is its own. `windowed` says that it may
    stand before `over`, `in_rollup` that it may be used with subtotals, `in_cogroup` that it may be used with several
    streams, `within` that it has the form `percentile_cont(0.5) within group (order by 'Amount')`.
    In `examples` a list stands for the values of a column: `sum([1, 2, null]) => 3`. `extension` says that CRM
    Analytics does not have it.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: Type | Same
    summary: str
    examples: tuple[str, ...]
    kernel: str
    of_one_row: RowValue
    details: str = ""
    spellings: tuple[str, ...] = ()
    windowed: bool = False
    in_rollup: bool = False
    in_cogroup: bool = True
    within: bool = False
    extension: bool = False

    @property
    def signature(self) -> str:
        """The call as the docs write it: `sum(number)`."""
        call = signature(self.spellings[0], self.parameters)
        return f"{call} within group (order by field)" if self.within else call


@record(kw_only=True)
class RankingFunction:
    """A function of the place of a row in its partition, before `over` only: `rank() over (..)`.

    `examples` have a list of the partition's values in window order, and the list of results. `extension` says that
    CRM Analytics does not have it; such a function may stand over rows that are not grouped, too.
    """

    name: str
    summary: str
    examples: tuple[str, ...]
    kernel: str
    parameters: tuple[Parameter, ...] = ()
    returns: Type | Same = Type.NUMBER
    details: str = ""
    extension: bool = False

    @property
    def signature(self) -> str:
        """The call as the docs write it."""
        return f"{signature(self.name, self.parameters)} over ([..] partition by .. order by ..)"


def signature(name: str, parameters: Sequence[Parameter]) -> str:
    """Return a call of the function `name` with the names of its parameters, optional ones in brackets."""
    shown = []
    for each in parameters:
        text = f"{each.name}, .." if each.variadic else each.name
        shown.append(f"[{text}]" if each.optional else text)
    return f"{name}({', '.join(shown)})"


def split_example(example: str) -> tuple[str, object]:
    """Return the expression of an example and its result as a Python value."""
    expression, _, result = example.rpartition(" => ")
    return expression, json.loads(result)
