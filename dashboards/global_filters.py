"""Global filters: conditions of the dashboard on datasets, for every step that uses them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboards.compact.dates import is_relative
from dashboards.compact.fields import Fields
from dashboards.compact.filters import one
from dashboards.errors import DashboardPartError
from dashboards.field_kinds import field_kind
from dashboards.filter_choices import range_ends
from dashboards.model import DataSourceLink, GlobalFilter
from saql.schema import Schema
from saql.syntax.expressions import Expression


def global_conditions(
    filters: Iterable[GlobalFilter], dataset: str, schema: Schema, links: Sequence[DataSourceLink] = ()
) -> list[Expression]:
    """Return the conditions of the filters on a dataset, and of those on a dataset whose field is linked to one of it.

    Those without values are none, nor those on fields that it lacks, or that hold no dates where dates are wanted.

    Raises:
        DashboardPartError: the value of a filter can't be read.
    """
    from saql.parser import parse_expression  # brings lark, which a dashboard without filters need not wait for

    found = []
    for each in filters:
        field = _field_there(each, dataset, links)
        kind = "unknown" if field is None else field_kind(schema, field)
        relative = any(is_relative(end) for end in range_ends(each))
        if kind == "unknown" or (relative and kind != "date"):
            continue
        try:
            text = one([field, each.values, each.operator], Fields(schema))
        except DashboardPartError as error:
            raise DashboardPartError(f"The global filter '{each.label}': {error.message}", hint=error.hint) from None
        if text is not None:
            found.append(parse_expression(text))
    return found


def _field_there(known: GlobalFilter, dataset: str, links: Sequence[DataSourceLink]) -> str | None:
    """Return what the field of a filter is called in a dataset, or None where it is not there."""
    if known.dataset == dataset:
        return known.field
    for link in links:
        if any(part.source == known.dataset and part.field == known.field for part in link.fields):
            for part in link.fields:
                if part.source == dataset:
                    return part.field
    return None
