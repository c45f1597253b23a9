"""A dashboard over the demo with one of each widget that filters, and numbers that they change."""

from typing import Any

DEALS = [{"name": "opportunities"}]


def step(**members: Any) -> dict[str, Any]:
    query = {name: members.pop(name) for name in ("measures", "groups") if name in members}
    return {"type": "aggregateflex", "datasets": DEALS, "query": query, **members}


def global_filter(field: str, operator: str = "in", value: Any = None, **members: Any) -> dict[str, Any]:
    return {"dataset": DEALS[0], "fields": [field], "operator": operator, "value": value, **members}


SCALED = (
    'q = load "opportunities"; q = group q by all;'
    " q = foreach q generate sum('Amount') * {{coalesce(cell(growth.selection, 0, \"input\"), 100).asString()}} / 100"
    " as 'Goal';"
)
STEPS: dict[str, Any] = {
    "total": step(measures=[["sum", "Amount"], ["count", "*"]]),
    "closed": step(measures=[["count", "*"]], groups=["CloseDate"], start='[[["year",-3],["year",1]]]'),
    "amounts": step(measures=[["sum", "Amount"]]),
    "owners": step(measures=[["sum", "Amount"]], groups=["Owner.Name"], selectMode="multi"),
    "regions": step(measures=[["count", "*"]], groups=["Account.Region"], selectMode="multi"),
    "stages": step(measures=[["count", "*"]], groups=["StageName"], selectMode="single"),
    "measure": {
        "type": "staticflex",
        "selectMode": "singlerequired",
        "values": [{"display": "Amount", "field": "Amount"}, {"display": "Expected", "field": "ExpectedRevenue"}],
    },
    "growth": {"type": "input", "valueType": "number", "values": [{"min": 50, "max": 200}], "start": "[100]"},
    "goal": {"type": "saql", "query": SCALED},
    "chosen": step(measures=[["sum", '{{cell(measure.selection, 0, "field").asString()}}', "Sum"]]),
}
NUMBERS = {"count": ("total", "count", "Deals"), "sum": ("total", "sum_Amount", "Amount"),
           "goal": ("goal", "Goal", "Goal"), "chosen": ("chosen", "Sum", "As toggled")}  # fmt: skip
PANEL = {"visible": True, "text": {"label": "Filters", "fontSize": 14, "color": "#091A3E"}, "separatorColor": "#E6ECF2"}
WIDGETS: dict[str, Any] = {
    "panel": {"type": "filterpanel", "parameters": {"showAllFilters": True, "filters": [], "title": PANEL}},
    "dates": {"type": "dateselector", "parameters": {"step": "closed", "title": "Close Date", "instant": False,
                                                     "calendarTypeSwitchingAllowed": True}},
    "range": {"type": "rangeselector", "parameters": {"step": "amounts", "instant": False}},
    "owner": {"type": "listselector", "parameters": {"step": "owners", "title": "Owner", "instant": False,
                                                     "measureField": "sum_Amount", "compact": True}},
    "region": {"type": "listselector", "parameters": {"step": "regions", "title": "Region", "expanded": True,
                                                      "measureField": "count"}},
    "stage": {"type": "listselector", "parameters": {"step": "stages", "title": "Stage"}},
    "toggle": {"type": "pillbox", "parameters": {"step": "measure"}},
    "slider": {"type": "input", "parameters": {"step": "growth", "title": "Growth", "inputType": "slider",
                                               "displayFormat": "percent", "increments": 5}},
    "typed": {"type": "input", "parameters": {"step": "growth", "title": "Growth, typed", "inputType": "typein",
                                              "displayFormat": "percent", "showValuesRange": True}},
    **{f"n_{name}": {"type": "number", "parameters": {"step": of, "measureField": field, "title": title}}
       for name, (of, field, title) in NUMBERS.items()},
}  # fmt: skip
PLACES = {
    "panel": (0, 0, 5, 48), "dates": (5, 0, 3, 16), "range": (5, 16, 3, 8), "owner": (5, 24, 3, 12),
    "stage": (5, 36, 3, 12), "toggle": (8, 0, 3, 12), "slider": (8, 12, 3, 12), "typed": (8, 24, 4, 12),
    "region": (12, 0, 8, 12), "n_count": (12, 12, 4, 12), "n_sum": (12, 24, 4, 12), "n_goal": (16, 12, 4, 12),
    "n_chosen": (16, 24, 4, 12),
}  # fmt: skip
FILTERS = [
    global_filter("Account.Industry", dependent=True),
    global_filter("Type", value='["New Business","Renewal","Upgrade","Add-On"]', label="Kind"),
    global_filter("CreatedDate", ">=<="),
    global_filter("Probability", ">=<="),
    global_filter("IsClosed", value='["false","true"]', locked=True),
]
DASHBOARD = {
    "label": "Filters",
    "state": {
        "steps": STEPS,
        "widgets": WIDGETS,
        "filters": FILTERS,
        "gridLayouts": [
            {
                "name": "Default",
                "numColumns": 48,
                "rowHeight": "fine",
                "pages": [
                    {
                        "name": "one",
                        "label": "One",
                        "widgets": [
                            dict(zip(("row", "column", "rowspan", "colspan"), place, strict=True), name=name)
                            for name, place in PLACES.items()
                        ],
                    }
                ],
            }
        ],
    },
}
