"""`swell render` and `swell show` as people use them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
DASHBOARD = {
    "label": "Sales",
    "state": {
        "steps": {
            "regions": {
                "type": "aggregateflex",
                "datasets": [{"name": "sales"}],
                "query": {"measures": [["sum", "Amount"]], "groups": ["Region"]},
            },
            "total": {
                "type": "aggregateflex",
                "datasets": [{"name": "sales"}],
                "query": {"measures": [["sum", "Amount"]]},
            },
        },
        "widgets": {
            "chart_1": {"type": "chart", "parameters": {"step": "regions", "title": {"label": "By region"}}},
            "number_1": {"type": "number", "parameters": {"step": "total", "measureField": "sum_Amount"}},
        },
        "gridLayouts": [
            {
                "numColumns": 12,
                "pages": [
                    {
                        "name": "one",
                        "widgets": [
                            {"name": "number_1", "row": 0, "column": 0, "rowspan": 2, "colspan": 4},
                            {"name": "chart_1", "row": 2, "column": 0, "rowspan": 6, "colspan": 6},
                        ],
                    }
                ],
            }
        ],
    },
}


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "sales.csv").write_text("Region,Amount\nNorth,10\nSouth,20\nNorth,5\n")
    assert run("import", "sales.csv", "--as", "sales").returncode == 0
    (tmp_path / "dashboards").mkdir(exist_ok=True)
    (tmp_path / "dashboards" / "sales.json").write_text(json.dumps(DASHBOARD))
    return tmp_path


def test_several_files_at_once(run: Run, folder: Path) -> None:
    done = run("render", "sales", "-o", "a.pdf", "-o", "a.png", "-o", "a.svg", "-o", "a.xlsx")

    assert done.returncode == 0, done.stderr
    starts = {"a.pdf": b"%PDF", "a.png": b"\x89PNG", "a.svg": b"<svg", "a.xlsx": b"PK"}
    assert {name: (folder / name).read_bytes()[: len(start)] for name, start in starts.items()} == starts
    assert done.stderr.count("Wrote a.") == 4


def test_a_selection_filters_the_others(run: Run, folder: Path) -> None:
    run("render", "sales", "--select", "regions=South", "--widget", "number_1", "-o", "south.csv")

    assert (folder / "south.csv").read_text().splitlines()[1] == "20"


def test_a_global_filter_is_set(run: Run, folder: Path) -> None:
    region = {"label": "Where", "fields": ["Region"], "operator": "in", "value": [], "dataset": {"name": "sales"}}
    filtered = {**DASHBOARD, "state": {**DASHBOARD["state"], "filters": [region]}}  # type: ignore[dict-item]
    (folder / "dashboards" / "sales.json").write_text(json.dumps(filtered))

    assert run("render", "sales", "--filter", "Where=South", "--widget", "number_1", "-o", "s.csv").returncode == 0
    assert (folder / "s.csv").read_text().splitlines()[1] == "20"
    assert "Where: South" in run("show", "sales", "--filter", "Region=South").stdout
    refused = run("render", "sales", "--filter", "Where=Suoth", "-o", "a.png")
    assert refused.returncode == 2
    assert "Did you mean 'South'?" in refused.stderr
    assert not (folder / "a.png").exists()


def test_a_file_that_is_no_dashboard_of_the_workspace(run: Run, folder: Path) -> None:
    (folder / "dashboards" / "sales.json").rename(folder / "other.json")

    assert run("render", "other.json", "--widget", "chart_1", "-o", "o.csv").returncode == 0
    assert (folder / "o.csv").read_text().splitlines() == ["Region,Sum of Amount", "North,15", "South,20"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing", "-o", "a.png"], "There is no dashboard 'nothing'"),
        (["sales", "-o", "a.gif"], "There is no format '.gif'"),
        (["sales", "-o", "a.csv"], "Say which: number_1, chart_1"),
        (["sales", "-o", "a.png", "--page", "two"], "no page 'two'"),
        (["sales", "-o", "a.png", "--select", "regions=East"], "has no row 'East'"),
        (["sales", "-o", "b.svg", "-o", "a.csv"], "CSV holds one widget"),
    ],
)
def test_mistakes_write_nothing(run: Run, folder: Path, arguments: list[str], message: str) -> None:
    done = run("render", *arguments)

    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(folder.glob("[ab].*"))


@pytest.mark.usefixtures("folder")
def test_show_draws_in_the_terminal(run: Run) -> None:
    done = run("show", "sales", "--width", "90")

    assert done.returncode == 0, done.stderr
    assert "By region" in done.stdout
    north, south = (next(line for line in done.stdout.splitlines() if name in line) for name in ("North", "South"))
    assert south.count("█") > north.count("█") > 0
    assert "\x1b" not in done.stdout  # a pipe gets no colours


@pytest.mark.usefixtures("folder")
def test_show_with_a_selection(run: Run) -> None:
    assert "Region: South" in run("show", "sales", "--select", "regions=South").stdout
