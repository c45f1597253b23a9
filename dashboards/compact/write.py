"""The entry: a compact query of any kind to SAQL text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from dashboards.compact.compare import read_compare
from dashboards.compact.draft import AggregateDraft, GrainDraft
from dashboards.compact.fields import Fields
from dashboards.compact.form1 import read_form1
from dashboards.compact.form2 import read_form2
from dashboards.compact.render import render
from dashboards.errors import CompactError
from dashboards.model.json import Json, JsonObject, as_list, decoded
from saql.schema import Catalog


def to_saql(query: Mapping[str, object] | str, dataset: str = "dataset", catalog: Catalog | None = None) -> str:
    """Return a compact query as SAQL.

    Args:
        query: the query as an object, or as JSON text; the wrapping `{"query": .., "version": ..}` may be around it.
        dataset: the dataset that a query of form 1.0 is about. Form 2.0 names its own.
        catalog: what is known of the datasets: constants are written by the type of the field they meet, and numbers
            that meet a date are instants. Without it the JSON's own types decide.

    Raises:
        CompactError: the query can't be read.
    """
    found = _unwrapped(query)
    if isinstance(found, str):
        return found
    pigql = found.get("pigql")
    if isinstance(pigql, str) and pigql.strip():
        return pigql
    return render(_draft(found, dataset, catalog))


def _unwrapped(query: Mapping[str, object] | str) -> JsonObject | str:
    value = decoded(cast(Json, query if isinstance(query, str) else dict(query)))
    while isinstance(value, dict) and "query" in value:
        value = decoded(value["query"])
    if isinstance(value, dict | str):
        return value
    raise CompactError("The query is neither an object nor a text.")


def _draft(query: JsonObject, dataset: str, catalog: Catalog | None) -> AggregateDraft | GrainDraft:
    if as_list(query.get("sources")):
        return read_form2(query, catalog)
    fields = Fields(None if catalog is None else catalog.schema(dataset))
    if as_list(query.get("columns")):
        return read_compare(query, dataset, fields)
    return read_form1(query, dataset, fields)
