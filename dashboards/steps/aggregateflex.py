"""`aggregateflex`, the step of most dashboards, and its forerunner `aggregate`: a compact query, or SAQL as `pigql`."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.bindings.insert import has_binding, in_json
from dashboards.compact import group_names, origins, to_saql
from dashboards.compact.groups import SEPARATOR
from dashboards.errors import StepError
from dashboards.model import Json, JsonObject, Step
from dashboards.model.json import as_flag, as_list, as_object, as_text
from dashboards.steps.base import Setting, StepQuery
from dashboards.steps.saql_groups import saql_groups


class AggregateFlex:
    """A step with a compact query."""

    has_rows = False

    def groups(self, step: Step) -> tuple[str, ...]:
        """Return the names of the group columns."""
        query = as_object(step.query if isinstance(step.query, dict) else None)
        return () if has_binding(query.get("groups")) else group_names(query)

    def prepare(self, step: Step, setting: Setting) -> StepQuery:
        """Return the step's query."""
        query = resolved(step, setting)
        pigql = as_text(query.get("pigql"))
        if pigql.strip():
            keys = saql_groups(pigql) or {each: tuple(each.split(SEPARATOR)) for each in group_names(query)}
            return StepQuery(
                text=pigql,
                groups=tuple(keys),
                fields=keys,
                origins=origins(query),
                takes_global=as_flag(query.get("autoFilter"), False),
            )
        return compact_query(query, step, setting)


def resolved(step: Step, setting: Setting) -> JsonObject:
    """Return the compact query of a step, bindings replaced, with datasets named as a `load` names them."""
    if not isinstance(step.query, dict):
        raise StepError(f"The step '{step.id}' has no query.")
    return _qualified(as_object(in_json(step.query, setting.sources)), step.aliases)


def compact_query(query: JsonObject, step: Step, setting: Setting) -> StepQuery:
    """Return the query of a compact query in JSON."""
    if not step.datasets and not query.get("sources"):
        raise StepError(f"The step '{step.id}' names no dataset.")
    text = to_saql(query, step.datasets[0] if step.datasets else "", setting.datasets)
    names = group_names(query)
    return StepQuery(
        text=text,
        groups=names,
        fields={each: tuple(each.split(SEPARATOR)) for each in names},
        origins=origins(query),
        plain_rows=bool(as_list(query.get("values"))) and not query.get("measures"),
        compact=query,
    )


def _qualified(query: JsonObject, aliases: Mapping[str, str]) -> JsonObject:
    """Return a query of form 2.0 with the sources' names as a `load` has them."""
    if "sources" not in query:
        return query
    sources: list[Json] = [
        {**each, "name": aliases.get(as_text(each.get("name")), each.get("name"))} if "name" in each else each
        for each in map(as_object, as_list(query["sources"]))
    ]
    filters: Json = {aliases.get(name, name): each for name, each in as_object(query.get("sourceFilters")).items()}
    return {**query, "sources": sources, "sourceFilters": filters}
