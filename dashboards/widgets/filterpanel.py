"""`filterpanel` and its forerunner `globalfilters`: the global filters of the dashboard, for viewers to set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboards.field_kinds import field_kind
from dashboards.filter_choices import LISTS, listed_values, range_ends
from dashboards.filter_words import filter_text
from dashboards.formats import pattern_of
from dashboards.model import GlobalFilter, Json, JsonObject
from dashboards.model.json import as_count, as_flag, as_list, as_object, as_text
from dashboards.model.load_step import dataset_name
from dashboards.widgets.base import WidgetContext

_STYLE = ("propertyColor", "valueColor", "backgroundColor", "borderColor", "borderWidth", "borderRadius")
PER_ROW = 6


class FilterPanelWidget:
    """The global filters: what each is set to, and what it may be set to."""

    def view(self, context: WidgetContext) -> Mapping[str, Json]:
        """Return the filters that the panel shows; hidden ones stay hidden."""
        parameters = context.parameters
        shown = _shown(parameters, context.resolver.dashboard.filters)
        return {
            "title": _title(context.object("title")),
            "perRow": max(1, as_count(parameters.get("itemsPerRow"), PER_ROW)),
            "single": not _shows_all(parameters) and len(shown) == 1,
            "style": {each: value for each, value in context.object("filterItemOptions").items() if each in _STYLE},
            "filters": [filter_view(each, context) for each in shown],
        }


def _shows_all(parameters: JsonObject) -> bool:
    return as_flag(parameters.get("showAllFilters"), False) or not as_list(parameters.get("filters"))


def _shown(parameters: JsonObject, filters: Sequence[GlobalFilter]) -> list[GlobalFilter]:
    """Return the filters of a panel: those that it names, else all, without those that are hidden."""
    seen = [each for each in filters if not each.hidden]
    if not as_flag(parameters.get("showInViewMode"), True):
        return []
    if _shows_all(parameters):
        return seen
    named = [as_object(each) for each in as_list(parameters.get("filters"))]
    wanted = [f"{dataset_name(as_object(each.get('dataset')))}.{as_text(each.get('field'))}" for each in named]
    return sorted((each for each in seen if each.id in wanted), key=lambda each: wanted.index(each.id))


def _title(title: JsonObject) -> Json:
    """Return the panel's title, or None where it has none to show."""
    text = as_object(title.get("text"))
    label = as_text(text.get("label"))
    if not label or not as_flag(title.get("visible"), True):
        return None
    return {
        "label": label,
        "color": text.get("color"),
        "size": text.get("fontSize"),
        "align": text.get("align"),
        "separatorColor": title.get("separatorColor"),
    }


def filter_view(known: GlobalFilter, context: WidgetContext) -> JsonObject:
    """Return a filter as the page gets it; `values` are a list, or the two ends where the kind is a range."""
    datasets = context.resolver.datasets
    kind = field_kind(datasets.schema(known.dataset), known.field)
    field = datasets.field([known.dataset], known.field)
    pattern = pattern_of(field)
    ranged = known.operator not in LISTS
    own = known.label.strip()
    label = own if own and own != known.field else known.field if field is None else field.label
    names = {} if field is None else field.labels
    lower, upper = range_ends(known) if ranged else (None, None)
    values: list[Json] = [lower, upper] if ranged else listed_values(known)
    return {
        "id": known.id,
        "label": label,
        "kind": kind,
        "operator": ">=<=" if ranged else known.operator,
        "values": values,
        "text": filter_text(known, kind, pattern, context.resolver.locale, names),
        "format": pattern,
        "labels": dict(names),
        "locked": known.locked,
        "changed": known.changed,
        "active": values not in ([], [None, None]),
        "note": "" if kind != "unknown" else f"The dataset {known.dataset} has no field {known.field}.",
    }
