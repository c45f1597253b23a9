"""Global filters: conditions of the dashboard on datasets, for every step that uses them."""

from __future__ import annotations

from collections.abc import Iterable

from dashboards.compact.dates import is_relative
from dashboards.compact.fields import Fields
from dashboards.compact.filters import one
from dashboards.errors import DashboardPartError
from dashboards.field_kinds import field_kind
from dashboards.filter_choices import range_ends
from dashboards.model import GlobalFilter
from saql.schema import Schema
from saql.syntax.expressions import Expression


def global_conditions(filters: Iterable[GlobalFilter], dataset: str, schema: Schema) -> list[Expression]:
    """Return the conditions of the filters on a dataset.

    Those without values are none, nor those on fields that it lacks, or that hold no dates where dates are wanted.

    Raises:
        DashboardPartError: the value of a filter can't be read.
    """
    from saql.parser import parse_expression  # brings lark, which a dashboard without filters need not wait for

    found = []
    for each in filters:
        kind = field_kind(schema, each.field)
        relative = any(is_relative(end) for end in range_ends(each))
        if each.dataset != dataset or kind == "unknown" or (relative and kind != "date"):
            continue
        try:
            text = one([each.field, each.values, each.operator], Fields(schema))
        except DashboardPartError as error:
            raise DashboardPartError(f"The global filter '{each.label}': {error.message}", hint=error.hint) from None
        if text is not None:
            found.append(parse_expression(text))
    return found
