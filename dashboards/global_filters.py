"""Global filters: conditions of the dashboard on datasets, for every step that uses them."""

from __future__ import annotations

from collections.abc import Iterable

from dashboards.compact.fields import Fields
from dashboards.compact.filters import one
from dashboards.errors import DashboardPartError
from dashboards.model import GlobalFilter
from saql.schema import Schema
from saql.syntax.expressions import Expression


def global_conditions(filters: Iterable[GlobalFilter], dataset: str, schema: Schema) -> list[Expression]:
    """Return the conditions of the filters on a dataset; those on fields that it lacks, or without values, are none.

    Raises:
        DashboardPartError: the value of a filter can't be read.
    """
    from saql.parser import parse_expression  # brings lark, which a dashboard without filters need not wait for

    found = []
    for each in filters:
        if each.dataset != dataset or not (each.field in schema or f"{each.field}_Year" in schema):
            continue
        try:
            text = one([each.field, each.values, each.operator], Fields(schema))
        except DashboardPartError as error:
            raise DashboardPartError(f"The global filter '{each.label}': {error.message}", hint=error.hint) from None
        if text is not None:
            found.append(parse_expression(text))
    return found
