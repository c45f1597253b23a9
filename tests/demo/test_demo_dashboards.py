"""The demo dashboards and queries fit the demo data, and their widgets lie side by side on the grid."""

import datetime as dt
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import pytest

import saql
import swell
from dashboards.check import check as check_file
from dashboards.widgets.chart_kinds import KINDS
from dashboards.widgets.registry import BUILT_IN
from engine.store.fields import DatasetField, schema_of
from saql.check import check
from saql.schema import Schema
from saql.types import Type
from swell.demo import DemoTable
from swell.demo.workspace import create

FILES = {
    folder: {each.name: each.read_text("utf-8") for each in (resources.files("swell.demo") / folder).iterdir()}
    for folder in ("dashboards", "queries")
}
DASHBOARDS = sorted(FILES["dashboards"])
TYPES = {"dimension": Type.TEXT, "measure": Type.NUMBER, "date": Type.DATE, "multivalue": Type.MULTIVALUE}
FRAMES = ("container", "box")
RELATIVE_UNITS = {"day", "week", "month", "quarter", "year"}


@dataclass(frozen=True)
class DemoCatalog:
    """The demo datasets as queries see them."""

    tables: Mapping[str, DemoTable]

    def names(self) -> Sequence[str]:
        return sorted(self.tables)

    def schema(self, name: str) -> Schema | None:
        if name not in self.tables:
            return None
        return schema_of(
            DatasetField.of(each, each.role, TYPES[each.role]) for each in self.tables[name].fields if each.role
        )


@pytest.fixture(scope="module")
def catalog(tables: Mapping[str, DemoTable]) -> DemoCatalog:
    return DemoCatalog(tables)


def state_of(file: str) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(FILES["dashboards"][file])["state"]
    return state


def plain(value: Any) -> Any:
    """Undo the writing of JSON as a text, which exports do in some places."""
    return json.loads(value) if isinstance(value, str) else value


def steps_of(file: str, *kinds: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, step in state_of(file)["steps"].items():
        if step["type"] in kinds:
            yield name, step


def column_of(group: str | list[str]) -> str:
    return group if isinstance(group, str) else "~~~".join(group)


def measure_of(measure: list[str]) -> str:
    return "count" if measure[:2] == ["count", "*"] else "_".join(measure[:2])


def columns_of(step: dict[str, Any], catalog: DemoCatalog) -> list[str]:
    if step["type"] == "input":
        return ["input"]
    if "{{" in str(step.get("query", "")):
        return re.findall(r"as '(\w+)'", step["query"])
    if step["type"] == "saql":
        return list(check(saql.parse(step["query"]), catalog).statements[-1].schema.names)
    if step["type"] == "staticflex":
        return list(plain(step["values"][0]))
    query = plain(step["query"]["query"])
    groups = [column_of(each) for each in query.get("groups", [])]
    return [*groups, *map(measure_of, query.get("measures", [])), *query.get("values", [])]


@pytest.mark.parametrize("file", DASHBOARDS)
def test_the_file_is_named_as_the_dashboard(file: str) -> None:
    dashboard = json.loads(FILES["dashboards"][file])
    assert f"{dashboard['name']}.json" == file
    assert dashboard["label"]
    assert dashboard["description"]


def test_both_serialisations_and_every_step_type_occur() -> None:
    queries = [step["query"]["query"] for file in DASHBOARDS for _, step in steps_of(file, "aggregateflex", "grain")]
    assert {type(each) for each in queries} == {str, dict}
    kinds = {step["type"] for file in DASHBOARDS for step in state_of(file)["steps"].values()}
    assert kinds == {"aggregateflex", "grain", "input", "saql", "staticflex"}


@pytest.mark.parametrize("file", DASHBOARDS)
def test_compact_steps_ask_for_fields_that_the_data_has(file: str, catalog: DemoCatalog) -> None:
    for name, step in steps_of(file, "aggregateflex", "grain"):
        (dataset,) = (each["name"] for each in step["datasets"])
        schema = catalog.schema(dataset)
        assert schema is not None, dataset
        query = plain(step["query"]["query"])
        groups = itertools.chain.from_iterable(
            [each] if isinstance(each, str) else each for each in query.get("groups", [])
        )
        measures = [field for _, field, *_ in query.get("measures", []) if field != "*"]
        filtered = [field for field, *_ in query["filters"]]
        asked = {*groups, *measures, *filtered, *query.get("values", [])}
        assert {each for each in asked if each not in schema} == set(), name


@pytest.mark.parametrize("file", DASHBOARDS)
def test_compact_filters_use_only_what_every_engine_has(file: str) -> None:
    for name, step in steps_of(file, "aggregateflex", "grain"):
        for _, values, operator in plain(step["query"]["query"])["filters"]:
            assert operator in ("in", "==", ">=<="), name
            if operator == ">=<=":
                ((low, high),) = values
                bounds = [each[0] for each in (low, high) if isinstance(each, list)]
                assert set(bounds) <= RELATIVE_UNITS, name


@pytest.mark.parametrize("file", DASHBOARDS)
def test_saql_steps_are_valid_and_list_their_dataset(file: str, catalog: DemoCatalog) -> None:
    for name, step in steps_of(file, "saql"):
        if "{{" not in step["query"]:  # a query with a binding is none yet
            check(saql.parse(step["query"], name), catalog)
        assert all(f'load "{each["name"]}"' in step["query"] for each in step["datasets"])


@pytest.mark.parametrize("file", DASHBOARDS)
def test_every_query_step_sends_and_receives_facets(file: str) -> None:
    for name, step in steps_of(file, "aggregateflex", "saql"):
        assert step["broadcastFacet"] is True, name
        assert step["receiveFacetSource"]["mode"] == "all", name


@pytest.mark.parametrize("file", DASHBOARDS)
def test_every_widget_shows_columns_of_a_step_that_is_there(file: str, catalog: DemoCatalog) -> None:
    state = state_of(file)
    used = set()
    for name, widget in state["widgets"].items():
        parameters = widget["parameters"]
        if "step" not in parameters:
            continue
        columns = columns_of(state["steps"][parameters["step"]], catalog)
        used.add(parameters["step"])
        shown = {column for slot in parameters.get("columnMap", {}).values() for column in slot}
        shown |= {parameters.get("measureField", "none")} - {"none"}
        assert shown <= set(columns), name
    assert used == set(state["steps"]), "a step that nothing shows"


@pytest.mark.parametrize("file", DASHBOARDS)
def test_every_chart_and_number_has_a_title(file: str) -> None:
    for name, widget in state_of(file)["widgets"].items():
        title = widget["parameters"].get("title")
        if widget["type"] == "chart":
            assert title["label"], name
        if widget["type"] in ("number", "listselector"):
            assert title, name


def test_links_lead_to_pages_and_dashboards_that_are_there() -> None:
    for file in DASHBOARDS:
        state = state_of(file)
        pages = {page["name"] for layout in state["gridLayouts"] for page in layout["pages"]}
        for name, widget in state["widgets"].items():
            if widget["type"] == "link":
                target = widget["parameters"]["destinationLink"]["name"]
                known = pages if widget["parameters"]["destinationType"] == "page" else set(FILES["dashboards"])
                assert target in known or f"{target}.json" in known, name


@pytest.mark.parametrize("file", DASHBOARDS)
def test_there_is_a_fine_grid_of_48_columns_and_one_for_phones(file: str) -> None:
    wide, phone = state_of(file)["gridLayouts"]
    assert (wide["numColumns"], wide["rowHeight"], wide["selectors"]) == (48, "fine", [])
    assert phone["selectors"] == ["maxWidth(599)"]
    assert [page["name"] for page in wide["pages"]] == [page["name"] for page in phone["pages"]]


@pytest.mark.parametrize("file", DASHBOARDS)
def test_placements_lie_within_the_grid_and_do_not_overlap(file: str) -> None:
    state = state_of(file)
    for layout in state["gridLayouts"]:
        for page in layout["pages"]:
            places = [each for each in page["widgets"] if state["widgets"][each["name"]]["type"] not in FRAMES]
            for each in page["widgets"]:
                assert each["column"] >= 0
                assert each["row"] >= 0
                assert each["column"] + each["colspan"] <= layout["numColumns"], each["name"]
            taken: dict[tuple[int, int], str] = {}
            for each in places:
                for cell in cells(each):
                    assert cell not in taken, f"{page['label']}: {each['name']} over {taken[cell]}"
                    taken[cell] = each["name"]


@pytest.mark.parametrize("file", DASHBOARDS)
def test_containers_hold_whole_widgets(file: str) -> None:
    state = state_of(file)
    for page in (page for layout in state["gridLayouts"] for page in layout["pages"]):
        for container in (each for each in page["widgets"] if state["widgets"][each["name"]]["type"] in FRAMES):
            inside = set(cells(container))
            for each in page["widgets"]:
                assert set(cells(each)) <= inside or not set(cells(each)) & inside, each["name"]


@pytest.mark.parametrize("file", DASHBOARDS)
def test_every_widget_is_placed_and_phones_show_all_but_frames_and_links(file: str) -> None:
    state = state_of(file)
    wide, phone = (
        {each["name"] for page in layout["pages"] for each in page["widgets"]} for layout in state["gridLayouts"]
    )
    assert wide == set(state["widgets"])
    assert {state["widgets"][name]["type"] for name in wide - phone} <= {*FRAMES, "link"}


def cells(placement: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    return itertools.product(
        range(placement["row"], placement["row"] + placement["rowspan"]),
        range(placement["column"], placement["column"] + placement["colspan"]),
    )


@pytest.mark.parametrize("file", sorted(FILES["queries"]))
def test_queries_are_valid_and_begin_with_what_they_answer(file: str, catalog: DemoCatalog) -> None:
    assert FILES["queries"][file].startswith("-- ")
    check(saql.parse(FILES["queries"][file], file), catalog)


def test_there_are_five_queries() -> None:
    assert len(FILES["queries"]) == 5


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> swell.Workspace:
    made = swell.open(tmp_path_factory.mktemp("demo"))
    create(made, today=dt.date(2026, 11, 21), rows=20_000)
    return made


def test_the_ten_dashboards_show_every_widget_and_every_chart() -> None:
    widgets = [each for file in DASHBOARDS for each in state_of(file)["widgets"].values()]
    charts = {each["parameters"].get("visualizationType") for each in widgets if each["type"] == "chart"}
    assert len(DASHBOARDS) == 10
    assert set(BUILT_IN) - {each["type"] for each in widgets} == set()
    assert set(KINDS) - charts == set()


def test_the_check_finds_nothing(demo: swell.Workspace) -> None:
    now = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    found = {each: check_file(demo.folder / "dashboards" / each, demo.session, now) for each in DASHBOARDS}
    assert found == {each: [] for each in DASHBOARDS}


@pytest.mark.parametrize("file", DASHBOARDS)
def test_every_widget_is_drawn_as_what_it_is(file: str, demo: swell.Workspace) -> None:
    for name, widget in demo.dashboard(file.removesuffix(".json")).widgets().items():
        assert (widget.problem, widget.view.get("note"), widget.view.get("empty")) == (None, None, None), name


NUMBERS = [
    ("pipeline_flow", "moves_1", 'q = load "stage_history"; q = group q by all; q = foreach q generate count() as n;'),
    ("activities", "all_1", 'q = load "activities"; q = group q by all; q = foreach q generate count() as n;'),
    (
        "deal_finder",
        "share_1",
        """q = load "opportunities"; q = filter q by IsClosed == "false"; q = group q by all;
        q = foreach q generate sum(ExpectedRevenue) as n;""",
    ),
    (
        "forecast",
        "commit_1",
        """q = load "opportunities"; q = filter q by ForecastCategory == "Commit" && IsClosed == "false";
        q = filter q by date(CloseDate_Year, CloseDate_Month, CloseDate_Day) in ["current quarter".."current quarter"];
        q = group q by all; q = foreach q generate sum(Amount) as n;""",
    ),
]
ROWS = [
    (
        "territories",
        "open_map_1",
        """q = load "opportunities"; q = filter q by IsClosed == "false"; q = group q by 'Account.Country';
        q = foreach q generate 'Account.Country' as g, sum(Amount) as n;""",
    ),
    (
        "customers",
        "cards_1",
        """q = load "line_items"; q = filter q by 'Opportunity.IsWon' == "true"; q = group q by 'Account.Name';
        q = foreach q generate 'Account.Name' as g, sum(TotalPrice) as n; q = order q by n desc; q = limit q 8;""",
    ),
    (
        "service_quality",
        "origins_1",
        'q = load "cases"; q = group q by Origin; q = foreach q generate Origin as g, count() as n;',
    ),
]


@pytest.mark.parametrize(("name", "widget", "query"), NUMBERS)
def test_a_number_is_that_of_a_query(name: str, widget: str, query: str, demo: swell.Workspace) -> None:
    assert demo.dashboard(name).widgets()[widget].view["value"] == pytest.approx(demo.query(query).rows()[0]["n"])


@pytest.mark.parametrize(("name", "widget", "query"), ROWS)
def test_the_rows_of_a_widget_are_those_of_a_query(name: str, widget: str, query: str, demo: swell.Workspace) -> None:
    shown = {row[0]: row[1] for row in demo.dashboard(name).widgets()[widget].view["rows"]}
    assert shown == {row["g"]: pytest.approx(row["n"]) for row in demo.query(query).rows()}
