"""What the server answers somebody of whom a predicate admits some rows: as a server that has these rows alone.

Every address is on a list: a new one fails until it is said how it shows rows, or that it shows none.
"""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import swell
from dashboards.metadata import read_xmd
from dashboards.rows.rules import Rules, make_rule
from dashboards.server.permission import TABLE
from engine.store import FieldSpec, Member

from .conftest import Client
from .people import accounts_of, bearer, now

DEALS = "/api/dashboards/deals"
STEPS: dict[str, Any] = {
    "regions": {
        "type": "aggregateflex",
        "datasets": [{"name": "deals"}],
        "selectMode": "multi",
        "query": {"measures": [["sum", "Amount"], ["count", "*"]], "groups": ["Region"]},
    },
    "owners": {
        "type": "saql",
        "query": 'q = load "deals"; q = group q by Owner; q = foreach q generate Owner, max(Amount) as Most; '
        "q = order q by Owner asc;",
    },
    "range": {
        "type": "aggregateflex",
        "datasets": [{"name": "deals"}],
        "query": {"measures": [["avg", "Amount"]]},
    },
    "day": {
        "type": "aggregateflex",
        "datasets": [{"name": "deals"}],
        "query": {"groups": [["Closed_Year", "Closed_Month", "Closed_Day"]], "measures": [["count", "*"]]},
    },
    "rows": {"type": "grain", "datasets": [{"name": "deals"}], "query": {"values": ["Owner", "Region", "Amount"]}},
}
WIDGETS: dict[str, Any] = {
    "chart": {"type": "chart", "parameters": {"step": "regions", "visualizationType": "hbar"}},
    "list": {"type": "listselector", "parameters": {"step": "regions"}},
    "table": {"type": "table", "parameters": {"step": "rows"}},
    "pivot": {"type": "table", "parameters": {"step": "owners"}},
    "slider": {"type": "rangeselector", "parameters": {"step": "range", "measureField": "avg_Amount"}},
    "calendar": {"type": "dateselector", "parameters": {"step": "day"}},
    "number": {"type": "number", "parameters": {"step": "range", "measureField": "avg_Amount"}},
}
FILTERS = [
    {"dataset": {"name": "deals"}, "fields": [field], "operator": operator, "value": None}
    for field, operator in (("Region", "in"), ("Teams", "in"), ("Amount", ">=<="), ("Closed", ">=<="))
]
STATE = {
    "steps": STEPS,
    "widgets": WIDGETS,
    "filters": FILTERS,
    "gridLayouts": [
        {
            "name": "Default",
            "numColumns": 12,
            "pages": [
                {
                    "name": "one",
                    "label": "One",
                    "widgets": [
                        {"name": each, "row": 4 * place, "column": 0, "rowspan": 4, "colspan": 12}
                        for place, each in enumerate(WIDGETS)
                    ],
                }
            ],
        }
    ],
}
LENS = {"step": STEPS["regions"], "widget": {"type": "chart", "parameters": {"visualizationType": "hbar"}}}
QUERY = (
    'q = load "deals"; q = filter q by Region != "East"; q = group q by (Region, Owner); q = foreach q generate '
    "Region, Owner, sum(Amount) as S, count() as N, unique(Owner) as U; q = order q by (Region, Owner);"
)
FAILING = 'q = load "deals"; q = foreach q generate string_to_number(Owner) as N; q = order q by N;'
"""It fails over an owner that is no number, and the error tells which."""

Ask = Callable[[Client, dict[str, str]], Any]


def got(path: str) -> Ask:
    return lambda client, headers: client.get(path, headers=headers)


def posted(path: str, body: Any) -> Ask:
    return lambda client, headers: client.post(path, headers=headers, json=body)


WAVE = "/services/data/v59.0/wave"
BELOW = "/services/data/v{version}/wave/datasets"


def wave_version(rest: str = "") -> Ask:
    """Ask for the newest version of the dataset, or what is below it."""

    def ask(client: Client, headers: dict[str, str]) -> Any:
        number = client.get(f"{WAVE}/datasets/deals", headers=headers).json()["currentVersionId"]
        return client.get(f"{WAVE}/datasets/deals/versions/{number}{rest}", headers=headers)

    return ask


def wave_query(client: Client, headers: dict[str, str]) -> Any:
    found = client.get(f"{WAVE}/datasets/deals", headers=headers).json()
    text = QUERY.replace("deals", f"{found['id']}/{found['currentVersionId']}")
    return client.post(f"{WAVE}/query", headers=headers, json={"query": text})


SEGMENTS: list[dict[str, Any]] = [
    {"dataset": "deals", "key": "Owner", "columns": ["Region", "Amount"], "rules": {"all": rules}}
    for rules in ([], [{"field": "Region", "operator": "is not", "value": "East"}])
]
PATHS: dict[tuple[str, str], list[Ask]] = {
    ("POST", "/api/dashboards/{name}/data"): [
        posted(f"{DEALS}/data", {}),
        posted(f"{DEALS}/data", {"selections": {"regions": [{"Region": "North"}]}}),
        posted(f"{DEALS}/data", {"filters": {"deals.Region": {"operator": "in", "values": ["North", "South"]}}}),
    ],
    ("POST", "/api/dashboards/{name}/filters/{filter}"): [
        posted(f"{DEALS}/filters/deals.{each}", {}) for each in ("Region", "Teams", "Amount", "Closed")
    ],
    ("POST", "/api/dashboards/{name}/why"): [
        posted(f"{DEALS}/why", {"widget": each, "selections": {"regions": [{"Region": "North"}]}})
        for each in ("chart", "table", "number")
    ],
    ("POST", "/api/dashboards/{name}/export"): [
        posted(f"{DEALS}/export", {"format": "csv", "widget": each}) for each in ("table", "pivot")
    ],
    ("POST", "/api/dashboards/{name}/findings"): [posted(f"{DEALS}/findings", {"source": {"state": STATE}})],
    ("POST", "/api/preview"): [posted("/api/preview", {"source": {"label": "x", "state": STATE}, "name": "x"})],
    ("POST", "/api/lens"): [posted("/api/lens", LENS)],
    ("POST", "/api/analyses/{kind}"): [
        posted("/api/analyses/story", {"dataset": "deals", "measure": each, "compare": "2026-03-15..2026-03-28"})
        for each in ("count", "sum(Amount)", "share(Owner)")
    ]
    + [
        posted("/api/analyses/regression", {"dataset": "deals", "target": "Amount"}),
        posted("/api/analyses/factors", {"dataset": "deals"}),
        posted("/api/analyses/simulation", {"dataset": "deals", "formula": "count * avg(Amount)"}),
    ],
    ("GET", "/api/segments"): [got("/api/segments")],
    ("POST", "/api/segments"): [posted("/api/segments", {"segment": each}) for each in SEGMENTS],
    ("GET", "/api/datasets"): [got("/api/datasets")],
    ("GET", "/api/datasets/{name:path}/quality"): [got("/api/datasets/deals/quality")],
    ("GET", "/api/lineage"): [got("/api/lineage?dataset=deals&field=Amount")],
    ("GET", "/api/datasets/{name:path}"): [got("/api/datasets/deals")],
    ("GET", "/api/metadata/{dataset:path}"): [got("/api/metadata/deals")],
    ("GET", "/api/schema"): [got("/api/schema")],
    ("POST", "/api/query"): [posted("/api/query", {"query": each}) for each in (QUERY, FAILING)],
    ("POST", "/api/check"): [posted("/api/check", {"query": QUERY})],
    ("POST", "/api/profile"): [posted("/api/profile", {"query": each}) for each in (QUERY, FAILING)],
    ("POST", "/api/complete"): [
        posted("/api/complete", {"query": 'q = load "deals"; q = filter q by Region == "', "offset": 44})
    ],
    ("POST", "/api/hover"): [posted("/api/hover", {"query": QUERY, "offset": 42})],
    ("POST", "/services/data/v{version}/wave/query"): [wave_query],
    **{("GET", f"{BELOW}{end}"): [got(f"{WAVE}/datasets{end}")] for end in ("", "/")},
    ("GET", f"{BELOW}/{{dataset}}"): [got(f"{WAVE}/datasets/deals")],
    ("GET", f"{BELOW}/{{dataset}}/versions"): [got(f"{WAVE}/datasets/deals/versions")],
    ("GET", f"{BELOW}/{{dataset}}/versions/{{number}}"): [wave_version()],
    ("GET", f"{BELOW}/{{dataset}}/versions/{{number}}/files"): [wave_version("/files")],
    ("GET", f"{BELOW}/{{dataset}}/versions/{{number}}/xmds"): [wave_version("/xmds")],
    ("GET", f"{BELOW}/{{dataset}}/versions/{{number}}/xmds/{{kind}}"): [wave_version("/xmds/main")],
}
ROWLESS = {
    *((each.method, each.path) for each in TABLE if each.page or each.least is None),
    *((each.method, each.path) for each in TABLE if each.path.startswith(("/api/me/", "/api/people", "/api/audit"))),
    ("GET", "/api/me"),
    ("GET", "/api/workspace"),
    ("GET", "/api/widgets"),
    ("GET", "/metrics"),
    ("GET", "/api/openapi.json"),
    ("GET", "/api/connections"),
    *((each.method, each.path) for each in TABLE if each.path.startswith("/api/apps")),
    ("GET", "/api/settings"),
    ("POST", "/api/format"),
    # files as people wrote them
    ("GET", "/api/dashboards"),
    ("POST", "/api/dashboards"),
    ("GET", "/api/dashboards/{name}"),
    ("GET", "/api/dashboards/{name}/source"),
    ("PUT", "/api/dashboards/{name}/source"),
    ("GET", "/api/dashboards/{name}/views"),
    ("POST", "/api/dashboards/{name}/views"),
    ("DELETE", "/api/dashboards/{name}/views"),
    ("GET", "/api/dashboards/{name}/additions"),
    ("POST", "/api/dashboards/{name}/additions"),
    ("GET", "/api/queries"),
    ("GET", "/api/queries/{file}"),
    ("POST", "/api/queries/{file}"),
    ("GET", "/api/segments/{segment}"),
    ("POST", "/api/segments/{segment}"),
    # of datasets that models made: tests/server/test_customers_api.py
    ("GET", "/api/customers"),
    # pairs of records that are both seen: tests/server/test_duplicates_api.py
    *((each.method, each.path) for each in TABLE if each.path.startswith("/api/duplicates")),
    # rows of datasets that goals make, with the predicates of these: tests/server/test_goals_api.py
    ("GET", "/api/goals"),
    # what was learnt of all rows is told to those who see all of them: tests/server/test_models_api.py
    *((each.method, each.path) for each in TABLE if each.path.startswith("/api/models")),
    # lists of next contacts, asked with the rows of who asks: tests/server/test_next_api.py
    ("GET", "/api/next"),
    # records as the owner of an action sees them, for the owner and administrators: tests/server/test_actions_api.py
    *((each.method, each.path) for each in TABLE if each.path.startswith("/api/actions")),
    # what jobs did; alerts are computed with the rows of their recipients, to whom alone their values are shown
    *((each.method, each.path) for each in TABLE if each.path.startswith(("/api/jobs", "/api/alerts"))),
    *((each.method, each.path) for each in TABLE if each.path.startswith("/api/subscriptions")),
}

WAVE_FILES = ("dashboards", "lenses", "folders", "limits", "dependencies", "config", "annotations", "collections")
WAVE_NOTHING = ("dataConnectors", "dataflowjobs", "dataflows", "recipes", "replicatedDatasets", "subscriptions")
ROWLESS |= {
    *((each.method, each.path) for each in TABLE if each.path.startswith(("/services/oauth2/", "/id/"))),
    *(("GET", f"/services/data/v{{version}}{each}") for each in ("", "/", "/wave", "/wave/", "/query", "/query/")),
    *(("GET", f"/services/data/v{{version}}/wave/{each}") for each in ("templates", "trendedReports", "watchlist")),
    *(
        (each.method, each.path)
        for each in TABLE
        if each.path.startswith(tuple(f"/services/data/v{{version}}/wave/{name}" for name in WAVE_FILES + WAVE_NOTHING))
        or each.path.startswith("/services/data/v{version}/sobjects")
    ),
    ("PATCH", f"{BELOW}/{{dataset}}"),
    ("DELETE", f"{BELOW}/{{dataset}}"),
    ("PATCH", f"{BELOW}/{{dataset}}/versions/{{number}}"),
    ("PUT", f"{BELOW}/{{dataset}}/versions/{{number}}/xmds/{{kind}}"),
    ("PATCH", "/api/metadata/{dataset:path}"),
}
"""Files that people wrote, what was uploaded by who asks, and kinds of things that there are none of."""

REGIONS = ("North", "South", "East", None)
OWNERS = ("1", "2", "x", None)
TEAMS = ("red", "blue", "green")
ROW = st.tuples(
    st.sampled_from(OWNERS),
    st.sampled_from(REGIONS),
    st.one_of(st.none(), st.integers(-3, 9).map(float)),
    st.lists(st.sampled_from(TEAMS), max_size=2, unique=True),
    st.integers(1, 28).map(lambda day: dt.datetime(2026, 3, day)),
)
RULES: list[tuple[str, Callable[[tuple[Any, ...]], bool]]] = [
    ("false", lambda row: False),
    ("'Owner' == \"$User.Id\"", lambda row: row[0] == "1"),
    ("'Region' in [\"$User.Regions\"]", lambda row: row[1] in ("North", "South")),
    ("'Teams' == \"$User.Team\" || 'Owner' == \"2\"", lambda row: "red" in row[3] or row[0] == "2"),
    (
        "'Amount' >= \"$User.Level\" && 'Region' != \"East\"",
        lambda row: (row[2] or 0) >= 2 and row[1] in ("North", "South"),
    ),
    ("'Closed_Day' == \"03\" || 'Amount' < 0", lambda row: row[4].day == 3 or (row[2] or 0) < 0),
]
QUALITY = """
[[rule]]
field = "Region"
required = true
[[rule]]
field = "Owner"
unique = true
[[rule]]
field = "Teams"
allowed = ["red"]
[[rule]]
field = "Amount"
least = 0
[[rule]]
field = "Owner"
reference = "users.Id"
[[rule]]
field = "Closed"
fresh = "1 day"
[[rule]]
rows = { least = 5 }
"""
USERS = pa.table(
    {
        "Id": ["1", "9"],
        "Email": ["Viewer@example.com", "other@example.com"],
        "Regions": [["North", "South"], None],
        "Team": ["red", "blue"],
        "Level": [2.0, 0.0],
    }
)


def test_every_address_is_on_a_list() -> None:
    table = {(each.method, each.path) for each in TABLE}
    assert table - ROWLESS == PATHS.keys()
    assert not ROWLESS & PATHS.keys()


class Server:
    """A workspace with accounts and a dashboard, and somebody who asks it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "swell.toml").write_text('name = "Team"\n[people]\ndataset = "users"\n')
        (folder / "dashboards").mkdir()
        (folder / "dashboards" / "deals.json").write_text(json.dumps({"label": "Deals", "state": STATE}))
        self.workspace = swell.open(folder)
        (folder / "segments").mkdir()
        for place, each in enumerate(SEGMENTS):
            (folder / "segments" / f"s{place}.json").write_text(json.dumps(each))
        (folder / "quality").mkdir()
        (folder / "quality" / "deals.toml").write_text(QUALITY)
        self.workspace.write("users", USERS)
        accounts = accounts_of(folder)
        accounts.set_role("viewer@example.com", "editor", now())  # who may look at more addresses
        self.viewer = bearer(accounts, "viewer@example.com", "write")
        self.admin = bearer(accounts, "admin@example.com", "admin")
        self.client = Client(self.workspace.application())
        self.rules = Rules(folder / "security")

    def hold(self, rows: list[tuple[Any, ...]]) -> None:
        kinds = [pa.string(), pa.string(), pa.float64(), pa.list_(pa.string()), pa.timestamp("ms")]
        names = ("Owner", "Region", "Amount", "Teams", "Closed")
        columns = [pa.array([row[place] for row in rows], kind) for place, kind in enumerate(kinds)]
        self.workspace.write("deals", pa.table(dict(zip(names, columns, strict=True))))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Server, Server]:
    """Two servers of which one has the admitted rows; they write as many versions, one as the other."""
    folder = tmp_path_factory.mktemp("pair")
    return Server(folder / "whole"), Server(folder / "admitted")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Server:
    return Server(tmp_path_factory.mktemp("server") / "whole")


def told(answer: Any) -> Any:
    """What an answer says, without what differs from one moment to the next."""
    if answer.headers["content-type"].startswith("application/json"):
        return answer.status_code, _without(answer.json())
    return answer.status_code, answer.text


_VARYING = {
    "milliseconds",
    "seconds",
    "created",
    "cached",
    "kept",
    "stages",
    "bytes",
    "passes",
    "versions",
    "changes",
    "noted",
    "days",
    "together",
} | {
    "responseId",
    "totalSize",
    "responseTime",
}


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: sorted(each) if name == "sample" else _without(each)  # of those that are as frequent any comes first
            for name, each in value.items()
            if name not in _VARYING and not name.endswith("Date")
        }
    if isinstance(value, list):
        return [_without(each) for each in value]
    return value


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(rows=st.lists(ROW, max_size=12), rule=st.sampled_from(RULES))
def test_answers_are_those_of_the_admitted_rows(
    pair: tuple[Server, Server], rows: list[tuple[Any, ...]], rule: Any
) -> None:
    whole, admitted = pair
    text, admits = rule
    whole.hold(rows)
    whole.rules.put("deals", make_rule(text, excepted=["admin"]))
    admitted.hold([each for each in rows if admits(each)])
    for address, asks in PATHS.items():
        for ask in asks:
            ask(whole.client, whole.admin)  # what is kept of somebody who sees all is nothing for others
            mine, theirs = told(ask(whole.client, whole.viewer)), told(ask(admitted.client, admitted.viewer))
            assert mine == theirs, (address, text)
            assert mine[0] in (200, 422)


def test_what_an_exception_sees_is_all(whole: Server) -> None:
    whole.hold([("1", "North", 1.0, [], dt.datetime(2026, 3, 1)), ("2", "South", 2.0, [], dt.datetime(2026, 3, 2))])
    whole.rules.put("deals", make_rule("'Owner' == \"$User.Id\"", excepted=["admin"]))
    counts = [
        whole.client.get("/api/datasets/deals", headers=each).json()["rows"] for each in (whole.admin, whole.viewer)
    ]
    assert counts == [2, 1]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("{", "JSON"),
        ("[]", "no predicate"),
        ('{"predicate": "true", "Except": ["viewer"]}', "Except"),
        ('{"predicate": "true", "except": ["boss"]}', "except"),
        ('{"predicate": ""}', "empty"),
        ('{"predicate": "true", "backup": "\'Gone\' == \\"1\\""}', "Gone"),
        ('{"predicate": "\'Owner\' == 1", "except": ["viewer", "admin"]}', "number"),
        ('{"predicate": "\'Owner\' < \\"5\\""}', "no measure"),
        ('{"predicate": "\'Owner\' == \\"secret\\" or true"}', "or is no part"),
    ],
)
def test_what_is_not_valid_closes_the_dataset_for_all(whole: Server, content: str, cause: str) -> None:
    whole.hold([("1", "North", 1.0, [], dt.datetime(2026, 3, 1))])
    whole.rules.folder.mkdir(exist_ok=True)
    whole.rules.file("deals").write_text(content)
    for asks in (PATHS["POST", "/api/query"], PATHS["GET", "/api/datasets/{name:path}"]):
        viewer, admin = (asks[0](whole.client, each) for each in (whole.viewer, whole.admin))
        assert (viewer.status_code, admin.status_code) == (403, 403)
        assert "not valid" in viewer.json()["error"]["message"]
        assert "secret" not in viewer.text
        assert cause in admin.json()["error"]["message"]
    shown = whole.client.post(f"{DEALS}/data", headers=whole.viewer, json={}).json()["widgets"]["chart"]
    assert "closed" in shown["problem"]
    assert "deals" not in [each["name"] for each in whole.client.get("/api/datasets", headers=whole.viewer).json()["datasets"]]  # fmt: skip  # noqa: E501


def test_a_field_that_somebody_lacks_closes_it_for_them_or_the_backup_counts(whole: Server) -> None:
    whole.hold([("1", "North", 1.0, [], dt.datetime(2026, 3, 1)), ("2", "South", 2.0, [], dt.datetime(2026, 3, 2))])
    whole.rules.put("deals", make_rule("'Owner' == \"$User.Boss\" || true"))
    answer = whole.client.get("/api/datasets/deals", headers=whole.viewer)
    assert answer.status_code == 403
    assert "$User.Boss" in answer.json()["error"]["message"]
    for backup, rows in (("'Owner' == \"$User.Id\"", 1), ("false", 0)):
        whole.rules.put("deals", make_rule("'Owner' == \"$User.Boss\" || true", backup))
        assert whole.client.get("/api/datasets/deals", headers=whole.viewer).json()["rows"] == rows
    whole.rules.put("deals", make_rule("'Region' == \"$User.Regions\""))
    told_of = whole.client.get("/api/datasets/deals", headers=whole.viewer).json()["error"]["message"]
    assert "several values" in told_of


def test_a_changed_predicate_counts_at_once(whole: Server) -> None:
    whole.hold([("1", "North", 1.0, [], dt.datetime(2026, 3, 1)), ("2", "South", 2.0, [], dt.datetime(2026, 3, 2))])
    body = {"query": 'q = load "deals"; q = group q by all; q = foreach q generate count() as n;'}
    for text, count in (("true", 2), ("false", 0), ("'Owner' == \"2\"", 1), ("true", 2)):
        whole.rules.put("deals", make_rule(text))
        found = whole.client.post("/api/query", headers=whole.viewer, json=body).json()["rows"]
        assert (found[0][0] if found else 0) == count
        older = {"query": body["query"].replace('"deals"', f'"deals@{whole.workspace.store.newest("deals")}"')}
        assert whole.client.post("/api/query", headers=whole.viewer, json=older).json()["rows"] == found


def test_two_users_with_one_address_are_nobody(whole: Server) -> None:
    whole.hold([("1", "North", 1.0, [], dt.datetime(2026, 3, 1))])
    whole.rules.put("deals", make_rule("'Owner' == \"$User.Id\""))
    twice = pa.table({"Id": ["1", "9"], "Email": ["viewer@example.com"] * 2, "IsActive": ["true", "true"]})
    whole.workspace.write("users", twice)
    try:
        assert whole.client.get("/api/datasets/deals", headers=whole.viewer).status_code == 403
        whole.workspace.write("users", twice.set_column(2, "IsActive", [["true", "false"]]))
        assert whole.client.get("/api/datasets/deals", headers=whole.viewer).json()["rows"] == 1
    finally:
        whole.workspace.write("users", USERS)


def test_labels_and_colours_are_of_values_that_are_seen(whole: Server) -> None:
    region = FieldSpec(
        name="Region", role="dimension", members=[Member("North", "Up", "#112233"), Member("South", "Down", "#445566")]
    )
    whole.workspace.write("deals", pa.table({"Owner": ["1", "2"], "Region": ["North", "South"]}), [region])
    whole.rules.put("deals", make_rule("'Owner' == \"$User.Id\"", excepted=["admin"]))
    body = {"query": 'q = load "deals"; q = foreach q generate Region;'}
    for headers, colors in ((whole.admin, {"#112233", "#445566"}), (whole.viewer, {"#112233"})):
        answers = (
            whole.client.post("/api/query", headers=headers, json=body).text,
            wave_version("/xmds/main")(whole.client, headers).text,
        )
        assert all({each for each in ("#112233", "#445566") if each in answer} == colors for answer in answers)


def test_what_people_say_is_told_of_values_that_are_seen(whole: Server) -> None:
    whole.workspace.write("deals", pa.table({"Owner": ["1", "2"], "Region": ["North", "South"]}))
    whole.rules.put("deals", make_rule("'Owner' == \"$User.Id\"", excepted=["admin"]))
    members = [{"member": "North", "color": "#112233"}, {"member": "South", "color": "#445566"}]
    rules = {"color": {"type": "categories", "parameters": {"values": [{"value": "South", "formatValue": "#445566"}]}}}
    region = {"field": "Region", "members": members, "conditionalFormatting": rules}
    derived = {"field": "Area", "members": [members[1]]}
    file = whole.workspace.metadata.put("deals", read_xmd({"dimensions": [region], "derivedDimensions": [derived]}))
    before = file.read_text()
    query = 'q = load "deals"; q = foreach q generate Region, Region as Area;'
    try:
        for headers, colors in ((whole.admin, {"#112233", "#445566"}), (whole.viewer, {"#112233"})):
            answers = (
                whole.client.post("/api/query", headers=headers, json={"query": query}).text,
                whole.client.get("/api/metadata/deals", headers=headers).text,
                wave_version("/xmds/main")(whole.client, headers).text,
                wave_version("/xmds/user")(whole.client, headers).text,
            )
            assert all({each for each in ("#112233", "#445566") if each in answer} == colors for answer in answers)
        number = whole.client.get(f"{WAVE}/datasets/deals", headers=whole.viewer).json()["currentVersionId"]
        address = f"{WAVE}/datasets/deals/versions/{number}/xmds/user"
        assert whole.client.request("PUT", address, headers=whole.viewer, json={}).status_code == 403
        assert file.read_text() == before
        change = {"fields": {"Region": {"members": {"North": {"label": "Up"}}}}}
        held = {
            **whole.viewer,
            "if-match": whole.client.get("/api/metadata/deals", headers=whole.viewer).json()["version"],
        }
        assert whole.client.request("PATCH", "/api/metadata/deals", headers=held, json=change).status_code == 200
        assert "#445566" in file.read_text()
    finally:
        file.unlink()


def test_administrators_are_shown_the_predicate_on_the_page_of_the_dataset(whole: Server) -> None:
    whole.hold([("1", "North", 1.0, [], dt.datetime(2026, 3, 1))])
    whole.rules.put("deals", make_rule("true", "false", ["admin"]))
    told = [whole.client.get("/api/datasets/deals", headers=each).json() for each in (whole.admin, whole.viewer)]
    rule = {"predicate": "true", "backup": "false", "except": ["admin"], "problem": None}
    assert [each["security"] for each in told] == [rule, None]


def test_the_machine_of_a_workspace_without_accounts_sees_all(client: Any, workspace: swell.Workspace) -> None:
    rules = Rules(workspace.folder / "security")
    rules.put("deals", make_rule("false"))
    assert client.get("/api/datasets/deals").json()["rows"] == 4
    rules.put("deals", make_rule("'Gone' == \"1\""))
    found = client.get("/api/datasets/deals").json()
    assert (found["rows"], "'Gone'" in found["security"]["problem"]) == (4, True)
