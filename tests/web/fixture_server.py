"""A stand-in for `swell serve` with made-up CRM data, for looking at the page and for browser tests.

Run ``python tests/web/fixture_server.py 8765`` and open the address that it prints. It answers what the page asks for,
facets included, and sends the same content policy as the real server.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

WEB = Path(__file__).parents[2] / "dashboards" / "web"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
MEDIA = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html; charset=utf-8"}

Row = dict[str, Any]
MONTH = "CloseDate_Year~~~CloseDate_Month"
STAGES = ["Prospecting", "Qualification", "Proposal", "Negotiation", "Closed Won", "Closed Lost"]
REGIONS = ["EMEA", "Americas", "APAC"]
INDUSTRIES = [
    "Banking",
    "Energy",
    "Healthcare & Life Sciences",
    "Manufacturing",
    "Retail",
    "Software",
    "Transportation",
]
OWNERS = ["A. Okafor", "B. Lindqvist", "C. Moreau", "D. Tanaka", "E. Rossi", "F. Haddad"]
LABELS = {
    "StageName": "Stage",
    "Account.Industry": "Industry",
    "Account.Region": "Region",
    "Owner.Name": "Owner",
    MONTH: "Close month",
    "sum_Amount": "Amount",
    "count": "Opportunities",
    "avg_Amount": "Average amount",
}
FORMATS = {"sum_Amount": "$#,##0", "avg_Amount": "$#,##0", "count": "#,##0"}


def make_rows() -> list[Row]:
    """1,200 opportunities, always the same."""
    chance = random.Random(7)
    rows = []
    for _ in range(1200):
        month = chance.randrange(18)
        rows.append(
            {
                "StageName": chance.choices(STAGES, [5, 4, 4, 3, 6, 3])[0],
                "Account.Industry": chance.choices(INDUSTRIES, [6, 2, 3, 4, 5, 8, 1])[0],
                "Account.Region": chance.choices(REGIONS, [5, 6, 3])[0],
                "Owner.Name": chance.choice(OWNERS),
                MONTH: f"{2025 + month // 12}~~~{month % 12 + 1:02d}",
                "Amount": round(chance.lognormvariate(10, 1), 2),
            }
        )
    return rows


ROWS = make_rows()
STEPS: dict[str, dict[str, Any]] = {
    "by_stage": {"label": "Stage", "selectMode": "single", "groups": ["StageName"]},
    "by_industry": {"label": "Industry", "selectMode": "multi", "groups": ["Account.Industry"]},
    "by_region": {"label": "Region", "selectMode": "multi", "groups": ["Account.Region"]},
    "by_owner": {"label": "Owner", "selectMode": "single", "groups": ["Owner.Name"]},
    "by_month": {"label": "Close month", "selectMode": "single", "groups": [MONTH]},
    "stage_region": {
        "label": "Stage and region",
        "selectMode": "single",
        "groups": ["Account.Industry", "Account.Region"],
    },
    "month_region": {"label": "Month and region", "selectMode": "single", "groups": [MONTH, "Account.Region"]},
    "measure": {"label": "Measure", "selectMode": "singlerequired", "groups": ["display"]},
    "total": {"label": "Total", "selectMode": "none", "groups": []},
}


def column(name: str) -> Row:
    kind = "number" if name in FORMATS else "text"
    return {"name": name, "label": LABELS.get(name, name), "type": kind, "format": FORMATS.get(name)}


def aggregate(step: str, selections: dict[str, list[Row]]) -> tuple[list[Row], list[list[Any]]]:
    """Groups the rows that the other steps' selections leave."""
    groups = STEPS[step]["groups"]
    sums: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for row in ROWS:
        if all(
            other == step or not chosen or any(all(row.get(k) == v for k, v in one.items()) for one in chosen)
            for other, chosen in selections.items()
            if other != "measure"
        ):
            sums[tuple(row[name] for name in groups)].append(row["Amount"])
    cells = [[*key, round(sum(values), 2), len(values)] for key, values in sums.items()]
    by_time = MONTH in groups
    cells.sort(key=lambda one: str(one[0]) if by_time else -one[len(groups)])
    return [column(name) for name in [*groups, "sum_Amount", "count"]], cells


def compact(value: float) -> str:
    for size, mark in ((1e6, "M"), (1e3, "K")):
        if abs(value) >= size:
            return f"{value / size:.1f}{mark}"
    return f"{value:,.0f}"


def number(measure: str, title: str) -> Callable[..., Row]:
    def view(selections: dict[str, list[Row]]) -> Row:
        cells = aggregate("total", selections)[1]
        total, count = (cells[0][0], cells[0][1]) if cells else (None, 0)
        value = {"sum_Amount": total, "count": count, "avg_Amount": total / count if total and count else None}[measure]
        sign = "" if measure == "count" else "$"
        full = "-" if value is None else f"{sign}{value:,.2f}" if sign else f"{value:,}"
        text = "-" if value is None else sign + compact(value) if sign else f"{value:,}"
        return {"title": title, "value": value, "text": text, "full": full, "style": {}}

    return view


def chart(step: str, kind: str, title: str, **more: Any) -> Callable[..., Row]:
    def view(selections: dict[str, list[Row]]) -> Row:
        columns, cells = aggregate(step, selections)
        groups = STEPS[step]["groups"]
        base = {
            "chart": kind,
            "requested": kind,
            "note": None,
            "title": title,
            "subtitle": "",
            "columns": columns,
            "rows": cells,
            "dimensions": groups[:1],
            "split": groups[1:],
            "measures": ["sum_Amount"],
            "legend": {"show": True, "position": "right-top"},
            "axes": {"dimension": {"show": True, "title": None}, "measure": {"show": True, "title": None}},
            "inner": 0,
            "fill": False,
            "normalize": False,
            "showValues": True,
            "showZero": True,
            "theme": "wave",
            "selectable": True,
            "selectMode": STEPS[step]["selectMode"],
            "step": step,
            "selected": selections.get(step, []),
            "truncated": None,
        }
        return {**base, **more}

    return view


def table(step: str) -> Callable[..., Row]:
    def view(selections: dict[str, list[Row]]) -> Row:
        columns, cells = aggregate(step, selections)
        sums = [None] * len(STEPS[step]["groups"]) + [sum(one[-2] for one in cells), sum(one[-1] for one in cells)]
        plain: Row = {
            "heads": None,
            "subtotals": [],
            "groups": [],
            "leftOut": 0,
            "looks": {},
            "paints": {},
            "frozen": 0,
        }
        keep = {"columns": columns, "rows": cells, "totals": sums, "step": step, "selectable": True, **plain}
        return {**keep, "selectMode": "single", "selected": selections.get(step, []), "truncated": None, "style": {}}

    return view


def listing(step: str, title: str, expanded: bool = False) -> Callable[..., Row]:
    def view(selections: dict[str, list[Row]]) -> Row:
        if step == "measure":
            columns, cells = [column("display")], [["Amount"], ["Count"], ["Average"]]
        else:
            columns, cells = aggregate(step, selections)
        name = STEPS[step]["groups"][0]
        measure = None if step == "measure" else "count"
        keep = {"title": title, "column": name, "label": LABELS.get(name, name), "measure": measure, "columns": columns}
        more = {"rows": cells, "step": step, "selectMode": STEPS[step]["selectMode"], "expanded": expanded}
        rest = {"available": True, "texts": None, "instant": True, "compact": False, "style": {}}
        return {**keep, **more, **rest, "selected": selections.get(step, [])}

    return view


def fixed(view: Row) -> Callable[..., Row]:
    return lambda selections: view


TEXT = {"fontSize": 20, "textColor": "#16325C", "textAlignment": "left"}
NOTE = {"fontSize": 12, "textColor": "#54698D", "textAlignment": "left"}
WHITE = {
    "backgroundColor": "#FFFFFF",
    "borderColor": "#E6ECF2",
    "borderEdges": ["all"],
    "borderRadius": 8,
    "borderWidth": 1,
}
CLEAR = {"backgroundColor": "rgba(255, 255, 255, 0)", "borderEdges": [], "borderRadius": 0, "borderWidth": 1}
BAND = {"backgroundColor": "#16325C", "borderEdges": [], "borderRadius": 8, "borderWidth": 1}
TWO = ["sum_Amount", "count"]
# id: type, step, view, (row, column, rowspan, colspan), style
WIDGETS: dict[str, tuple[str, str | None, Callable[..., Row], tuple[int, int, int, int], Row]] = {
    "head": (
        "container",
        None,
        fixed({}),
        (0, 0, 3, 48),
        {**CLEAR, **WHITE, "borderEdges": ["bottom"], "borderRadius": 0},
    ),
    "title": ("text", None, fixed({"text": "Pipeline this year", "style": TEXT}), (0, 0, 3, 18), CLEAR),
    "region": ("listselector", "by_region", listing("by_region", "Region"), (0, 18, 3, 8), CLEAR),
    "industry": ("listselector", "by_industry", listing("by_industry", "Industry"), (0, 26, 3, 10), CLEAR),
    "toggle": ("pillbox", "measure", listing("measure", ""), (0, 36, 3, 12), CLEAR),
    "n_amount": ("number", "total", number("sum_Amount", "Total amount"), (3, 0, 4, 12), {}),
    "n_count": ("number", "total", number("count", "Opportunities"), (3, 12, 4, 12), {}),
    "n_average": ("number", "total", number("avg_Amount", "Average amount"), (3, 24, 4, 12), WHITE),
    "band": ("container", None, fixed({}), (3, 36, 4, 12), BAND),
    "link": (
        "link",
        None,
        fixed({"text": "See the details page", "kind": "page", "target": "details", "style": {"textColor": "#FFFFFF"}}),
        (3, 36, 4, 12),
        CLEAR,
    ),
    "stage": ("chart", "by_stage", chart("by_stage", "hbar", "Amount by stage"), (7, 0, 13, 16), {}),
    "regions": ("chart", "by_region", chart("by_region", "pie", "Share of regions", inner=62), (7, 16, 13, 14), {}),
    "months": (
        "chart",
        "by_month",
        chart("by_month", "time", "Amount by close month", fill=True, showValues=False),
        (7, 30, 13, 18),
        {},
    ),
    "split": (
        "chart",
        "stage_region",
        chart("stage_region", "stackhbar", "Industry and region"),
        (20, 0, 14, 24),
        WHITE,
    ),
    "owners": ("table", "by_owner", table("by_owner"), (20, 24, 14, 14), {}),
    "funnel": ("chart", "by_stage", fixed({}), (20, 38, 7, 10), {}),
    "owner_list": (
        "listselector",
        "by_industry",
        listing("by_industry", "Industry", expanded=True),
        (27, 38, 7, 10),
        WHITE,
    ),
    "grouped": ("chart", "by_region", chart("by_region", "vbar", "Two measures", measures=TWO), (0, 0, 13, 16), {}),
    "lines": (
        "chart",
        "month_region",
        chart(
            "month_region",
            "line",
            "Regions over time",
            legend={"show": True, "position": "bottom-center"},
            showValues=False,
        ),
        (0, 16, 13, 32),
        {},
    ),
    "share": (
        "chart",
        "month_region",
        chart("month_region", "stackvbar", "Share by month", normalize=True, showValues=False),
        (13, 0, 13, 24),
        {},
    ),
    "pie2": (
        "chart",
        "by_industry",
        chart("by_industry", "pie", "Industries", legend={"show": False, "position": ""}),
        (13, 24, 13, 12),
        {},
    ),
    "fallback": (
        "chart",
        "by_owner",
        chart(
            "by_owner", "table", "By owner", requested="origami", note="Charts of type “origami” are shown as a table."
        ),
        (13, 36, 13, 12),
        {},
    ),
    "picture": ("image", None, fixed({"source": None, "alt": "Company logo"}), (26, 0, 4, 12), {}),
    "note": (
        "text",
        None,
        fixed({"text": "Numbers are made up.\nNo company or person is meant.", "style": NOTE}),
        (26, 12, 4, 24),
        CLEAR,
    ),
}
DETAILS = {"grouped", "lines", "share", "pie2", "fallback", "picture", "note"}


def placements(on_details: bool) -> list[Row]:
    return [
        {"widget": name, "row": at[0], "column": at[1], "rowspan": at[2], "colspan": at[3], "style": style}
        for name, (_, _, _, at, style) in WIDGETS.items()
        if (name in DETAILS) == on_details
    ]


def dashboard(name: str) -> Row:
    pages = [
        {"name": "overview", "label": "Overview", "hidden": False, "placements": placements(False)},
        {"name": "details", "label": "Details", "hidden": False, "placements": placements(True)},
    ]
    style: Row = {"backgroundColor": "#F2F6FA", "cellSpacingX": 8, "cellSpacingY": 8}
    if name == "night":
        style = {"backgroundColor": "rgb(24, 42, 82)", "gutterColor": "#F0F4F7", "cellSpacingX": 0, "cellSpacingY": 0}
    layout = {
        "name": "default",
        "columns": 48,
        "rowHeight": "fine",
        "maxWidth": 1000 if name == "night" else None,
        "selectors": [],
        "style": style,
        "pages": pages,
    }
    return {
        "name": name,
        "label": "Sales pipeline",
        "description": "Open and closed opportunities by stage, region and industry.",
        "layouts": [layout],
        "widgets": {key: {"type": kind, "step": step, "parameters": {}} for key, (kind, step, *_) in WIDGETS.items()},
        "steps": {key: {"type": "aggregateflex", **step} for key, step in STEPS.items()},
        "filters": [],
    }


def dashboard_data(body: Row) -> Row:
    effective = {"measure": [{"display": "Amount"}], **body.get("selections", {})}
    widgets = {}
    for name, (kind, _, view, _, _) in WIDGETS.items():
        problem = (
            "The step “funnel” asks for the dataset “leads”, which this workspace does not have."
            if name == "funnel"
            else None
        )
        widgets[name] = {"type": kind, "problem": problem, "view": None if problem else view(effective)}
    return {"widgets": widgets, "selections": effective, "milliseconds": 12.4}


def dataset(name: str) -> Row:
    texts = [key for key in ROWS[0] if key != "Amount"]
    fields = [
        {
            "name": key,
            "label": LABELS.get(key, key),
            "role": "dimension",
            "type": "text",
            "nulls": 0,
            "distinct": len({row[key] for row in ROWS}),
            "minimum": None,
            "maximum": None,
            "sample": sorted({row[key] for row in ROWS})[:5],
        }
        for key in texts
    ]
    amounts = [row["Amount"] for row in ROWS]
    rest = {
        "nulls": 3,
        "distinct": None,
        "minimum": min(amounts),
        "maximum": max(amounts),
        "sample": ["1,200.5", "88,000"],
    }
    fields.append({"name": "Amount", "label": "Amount", "role": "measure", "type": "number", **rest})
    dates = {"nulls": 0, "distinct": 540, "minimum": "2025-01-01", "maximum": "2026-06-30", "sample": ["2025-02-11"]}
    fields.append({"name": "CloseDate", "label": "Close date", "role": "date", "type": "date", **dates})
    preview = {"columns": [column(key) for key in texts], "rows": [[row[key] for key in texts] for row in ROWS[:40]]}
    head = {"name": name, "label": "Opportunities", "rows": 1200, "version": 3, "created": "2026-11-20T08:15:00Z"}
    versions = [{key: head[key] for key in ("version", "rows", "created")}]
    said: dict[str, Any] = {"description": None, "hidden": False, "labels": {}}
    fields = [{**each, **said} for each in fields]
    shown = {"fields": fields, "details": [], "writable": True}
    return {**head, **shown, "preview": preview, "versions": versions, "sync": None}


def quality(name: str) -> Row:
    """A rule that is broken and blocks, one that is kept, and what is in two fields."""
    query = f"q = load \"{name}\";\nq = filter q by 'StageName' is null;"
    about = {"label": "Stage", "role": "dimension", "nulls": 120, "distinct": 6, "minimum": "Closed Lost"}
    stage = {"name": "StageName", **about, "maximum": "Qualification", "numbers": None}
    numbers = {"mean": 34_500.25, "deviation": 40_000.0, "low": -80_000.0, "high": 120_000.0, "outliers": 17}
    amount = {**about, "name": "Amount", "label": "Amount", "role": "measure", "nulls": 0, "distinct": 1199}
    change = {"field": "StageName", "what": "empty", "before": 0.01, "after": 0.1, "values": []}
    new = {"field": "StageName", "what": "new values", "before": None, "after": 3, "values": ["Won", "Lost"]}
    rule = {"message": '"StageName" is there in every row.', "severity": "block", "state": "broken", "broken": 120}
    rows = {"columns": ["StageName", "Amount"], "examples": [[None, 1200.5], [None, 88_000]], "query": query}
    kept = {"message": '"Id" differs from row to row.', "severity": "warn", "state": "kept", "broken": 0}
    return {
        "file": f"quality/{name}.toml",
        "problem": None,
        "rules": [
            {**rule, "found": "120 of 1,200 rows break it.", **rows},
            {**kept, "found": "1,200 rows keep it.", "columns": [], "examples": [], "query": None},
        ],
        "rows": 1200,
        "fields": [
            {**stage, "frequent": [["Closed Won", 300], ["Prospecting", 250]]},
            {**amount, "frequent": [[1200.5, 2], [88_000, 1]], "minimum": 1, "maximum": 2, "numbers": numbers},
        ],
        "freshness": {"field": "CloseDate", "newest": "2026-06-30", "days": 143.5, "stale": 40},
        "changes": [change, new],
        "noted": [],
    }


CONNECTION = {
    "name": "crm",
    "kind": "salesforce",
    "label": "Salesforce",
    "problem": None,
    "settings": [{"label": "Address", "value": "https://example.invalid"}],
    "plans": ["sales"],
    "wanted": [],
    "objects": [
        {
            "object": "Opportunity",
            "dataset": "opportunity",
            "rows": 1200,
            "version": 3,
            "watermark": "2026-11-20T08:15:00Z",
            "refreshed": "2026-11-20T08:15:00Z",
            "reconciled": None,
        }
    ],
    "runs": [
        {
            "run": "2",
            "started": "2026-11-20T09:15:00Z",
            "ended": "2026-11-20T09:15:04Z",
            "error": "The token has expired.",
            "failures": {},
        },
        {
            "run": "1",
            "started": "2026-11-20T08:15:00Z",
            "ended": "2026-11-20T08:17:10Z",
            "error": None,
            "failures": {"Case": "There is no object Case."},
            "rows": 1200,
            "gone": 2,
            "datasets": ["opportunity"],
        },
    ],
}

ALWAYS = {
    "workspace": {"name": "Sales", "version": "1"},
    "queries": {"queries": [{"file": "wins.json", "label": "Wins", "changed": "2026-11-20T08:15:00Z"}]},
    "connections": {"connections": [CONNECTION]},
    "me": {"id": "local", "name": "Local", "email": "", "role": "admin", "folders": {}, "local": True, "seenBy": None},
}

SCHEMA = {
    "datasets": {
        "opportunity": [{"name": key, "type": "text", "virtual": "~~~" in key} for key in ROWS[0] if key != "Amount"]
        + [{"name": "Amount", "type": "number", "virtual": False}],
        "account": [{"name": "Name", "type": "text", "virtual": False}],
    },
}


def diagnostics(query: str) -> list[Row]:
    """One fault for each `Regoin` in the text."""
    at = query.find("Regoin")
    if at < 0:
        return []
    line = query[:at].count("\n") + 1
    place = at - query.rfind("\n", 0, at)
    fault = {"code": "SAQL012", "severity": "error", "message": 'Unknown field Regoin in the dataset "opportunity".'}
    return [
        {
            **fault,
            "hints": ["Did you mean 'Account.Region'?"],
            "start": at,
            "end": at + 6,
            "line": line,
            "column": place,
        }
    ]


def query(body: Row) -> tuple[int, Row]:
    faults = diagnostics(body["query"])
    if faults:
        return 422, {"error": {"code": "saql", "message": faults[0]["message"], "hint": None}, "diagnostics": faults}
    columns, cells = aggregate("by_stage", {})
    return 200, {"columns": columns, "rows": cells, "rowCount": len(cells), "truncated": False, "milliseconds": 8.31}


def answer(method: str, path: str, body: Row) -> tuple[int, Row]:
    """The API: status and body."""
    parts = [unquote(part) for part in path.split("/")[2:]]
    summary = {"name": "opportunity", "label": "Opportunities", "rows": 1200, "version": 3, "fields": 7}
    match [method, *parts]:
        case ["GET", "dashboards"]:
            pipeline = {key: dashboard("pipeline")[key] for key in ("name", "label", "description")}
            return 200, {"dashboards": [pipeline, {"name": "service", "label": "Service desk", "description": None}]}
        case ["GET", "dashboards", "pipeline" | "night" as name]:
            return 200, dashboard(name)
        case ["POST", "dashboards", "pipeline" | "night", "data"]:
            return 200, dashboard_data(body)
        case ["GET", "workspace" | "queries" | "connections" | "me" as name]:
            return 200, ALWAYS[name]
        case ["GET", "datasets"]:
            return 200, {"datasets": [{**summary, "created": "2026-11-20T08:15:00Z"}]}
        case ["GET", "datasets", name, *rest]:
            return 200, quality(name) if rest else dataset(name)
        case ["GET", "schema"]:
            return 200, SCHEMA
        case ["POST", "check"]:
            return 200, {"diagnostics": diagnostics(body["query"])}
        case ["POST", "query"]:
            return query(body)
    return 404, {
        "error": {
            "code": "missing",
            "message": f"There is no {' '.join(parts)}.",
            "hint": "Look at the list of dashboards.",
        }
    }


class Handler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Says nothing; the page is what is looked at."""

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path.startswith("/api/"):
            return self.send_json(*answer("GET", path, {}))
        if path.startswith("/static/"):
            file = WEB / path.split("/", 3)[3]
            return (
                self.send(200, MEDIA.get(file.suffix, "text/plain"), file.read_bytes())
                if file.is_file()
                else self.send(404, "text/plain", b"")
            )
        page = (WEB / "index.html").read_text().replace("{version}", "0")
        return self.send(200, MEDIA[".html"], page.encode())

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_json(*answer("POST", self.path, body))

    def send_json(self, status: int, body: Row) -> None:
        self.send(status, "application/json", json.dumps(body).encode())

    def send(self, status: int, media: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0), Handler)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)  # noqa: T201
    server.serve_forever()
