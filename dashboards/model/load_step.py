"""JSON to a step."""

from __future__ import annotations

from typing import get_args

from dashboards.model.dashboard import FacetMode, FacetSource, SelectMode, Step
from dashboards.model.json import Json, JsonObject, as_flag, as_list, as_object, as_text, decoded, field

_SELECT_MODES: dict[str, SelectMode] = {each: each for each in get_args(SelectMode)}
_FACET_MODES: dict[str, FacetMode] = {each: each for each in get_args(FacetMode)}


def load_step(name: str, value: JsonObject) -> Step:
    """Read one of the `steps`; an empty object has a problem, not an error."""
    kind = as_text(field(value, "type")).lower()
    # A query of a Salesforce object itself reads the dataset of that name, which a sync makes of the object.
    listed = as_list(field(value, "datasets")) or [{"name": field(value, "sobject")}]
    datasets = [as_object(each) for each in listed]
    broadcasts, receives = _facets(value)
    visualization = as_object(field(value, "visualizationParameters"))
    return Step(
        id=name,
        type=kind or "unknown",
        label=as_text(field(value, "label")) or name,
        query=_unwrapped(field(value, "query")),
        values=tuple(as_object(decoded(each)) for each in as_list(decoded(field(value, "values")))),
        columns=as_object(field(value, "columns")),
        start=decoded(field(value, "start")),
        select_mode=_SELECT_MODES.get(as_text(field(value, "selectMode")).lower(), "single"),
        broadcasts=broadcasts,
        receives=receives,
        use_global=as_flag(field(value, "useGlobal"), True),
        datasets=tuple(each for each in map(dataset_name, datasets) if each),
        aliases={as_text(field(each, "name")): dataset_name(each) for each in datasets if dataset_name(each)},
        roles={each: _names(field(value, each)) for each in ("strings", "numbers", "groups")},
        visualization=as_object(field(visualization, "parameters")),
        value_type=as_text(field(value, "valueType")).lower(),
        problem=None if kind else "the step has no type",
    )


def dataset_name(reference: JsonObject) -> str:
    """Return the name by which a `load` calls a dataset: with its namespace, where it has one."""
    name, space = as_text(field(reference, "name")), as_text(field(reference, "namespace"))
    return f"{space}__{name}" if space and name else name


def _unwrapped(query: Json) -> JsonObject | str | None:
    """Return a query without the `{"query": .., "version": -1}` around it, decoded where it is a string of JSON."""
    query = decoded(query)
    while isinstance(query, dict) and "query" in query:
        query = decoded(query["query"])
    return query if isinstance(query, dict | str) else None


def _facets(value: JsonObject) -> tuple[bool, FacetSource]:
    """Return whether the step broadcasts, and from whom it receives; old steps say both by one flag, `isFacet`."""
    both = as_flag(field(value, "isFacet"), True)
    broadcasts = as_flag(field(value, "broadcastFacet"), both)
    source = as_object(field(value, "receiveFacetSource"))
    if source:
        mode = _FACET_MODES.get(as_text(field(source, "mode")).lower(), "all")
        return broadcasts, FacetSource(mode, frozenset(map(as_text, as_list(field(source, "steps")))))
    receives = as_flag(field(value, "receiveFacet"), both)
    return broadcasts, FacetSource("all" if receives else "none")


def _names(value: Json) -> tuple[str, ...]:
    return tuple(each for each in map(as_text, as_list(decoded(value))) if each)
