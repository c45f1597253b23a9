"""`swell test`: what passes, what fails and how it says so, and what --update writes."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

SALES = "Region,Amount\nNorth,10\nSouth,20.5\nNorth,1\n"
DASHBOARD = {
    "steps": {
        "total": {"type": "aggregateflex", "datasets": [{"name": "sales"}], "query": {"measures": [["sum", "Amount"]]}},
        "regions": {
            "type": "aggregateflex",
            "datasets": [{"name": "sales"}],
            "selectMode": "single",
            "query": {"measures": [["sum", "Amount"]], "groups": ["Region"]},
        },
    },
    "widgets": {
        "total_1": {"type": "number", "parameters": {"step": "total", "measureField": "sum_Amount"}},
        "regions_1": {"type": "chart", "parameters": {"step": "regions", "visualizationType": "hbar"}},
        "title_1": {"type": "text", "parameters": {"text": "Sales"}},
        "broken_1": {"type": "hologram", "parameters": {}},
        "ground_1": {"type": "container", "parameters": {}},
    },
}


@pytest.fixture
def write(run: Run, tmp_path: Path) -> Callable[..., Path]:
    (tmp_path / "sales.csv").write_text(SALES)
    done = run("import", "sales.csv", "--as", "sales")
    assert done.returncode == 0, done.stderr
    (tmp_path / "dashboards").mkdir(exist_ok=True)
    (tmp_path / "dashboards" / "orders.json").write_text(json.dumps(DASHBOARD))

    def write(*tests: Any) -> Path:
        file = tmp_path / "dashboards" / "orders.test.json"
        file.write_text(json.dumps({"tests": tests}, indent=2))
        return file

    return write


def test_what_is_shown_passes(run: Run, write: Callable[..., Path]) -> None:
    rows = [["North", 11], ["South", 20.5]]
    write(
        {"name": "all", "shows": {"total_1": 31.5, "regions_1": rows, "title_1": "Sales"}},
        {"name": "one", "select": {"regions": "North"}, "shows": {"total_1": 11, "regions_1": {"count": 2}}},
        {"name": "none", "select": {"regions": []}, "shows": {"regions_1": {"contains": [{"Region": "South"}]}}},
        {"name": "broken", "shows": {"broken_1": {"problem": "hologram"}}},
    )

    done = run("test")

    assert (done.returncode, done.stdout, done.stderr) == (0, "4 tests, none failed.\n", "")


def test_what_is_not_shown_fails_with_a_diff_at_its_place(run: Run, write: Callable[..., Path]) -> None:
    write(
        {
            "name": "one",
            "select": {"regions": "North"},
            "shows": {"total_1": 12, "regions_1": [["North", 11], ["West", 1]], "broken_1": 5},
        },
        {"name": "fine", "shows": {"total_1": 31.5}},
    )

    done = run("test", "orders")

    assert done.returncode == 1
    assert done.stdout == "2 tests, 1 failed.\n"
    assert done.stderr.splitlines() == [
        "orders: one",
        "  dashboards/orders.test.json:9:20: widget 'total_1'",
        "    expected  12",
        "    shows     11.0",
        "  dashboards/orders.test.json:10:22: widget 'regions_1'",
        '      ["North", 11]',
        '    - ["West", 1]',
        '    + ["South", 20.5]',
        "  dashboards/orders.test.json:20:21: widget 'broken_1'",
        "    expected  5",
        "    shows     the problem: The widget type hologram is not available yet.",
        "",
    ]


def test_update_writes_what_is_shown_and_nothing_else(run: Run, write: Callable[..., Path]) -> None:
    file = write(
        {"name": "  kept  ", "select": {"regions": "North"}, "shows": {"total_1": 12, "regions_1": [{"Region": "x"}]}},
        {"name": "new"},
    )

    assert run("test", "--update").returncode == 0
    assert run("test").returncode == 0

    tests = json.loads(file.read_text())["tests"]
    assert tests[0] == {
        "name": "  kept  ",
        "select": {"regions": "North"},
        "shows": {"total_1": 11.0, "regions_1": [{"Region": "North"}, {"Region": "South"}]},
    }
    assert tests[1]["shows"] == {
        "total_1": 31.5,
        "regions_1": [["North", 11.0], ["South", 20.5]],
        "title_1": "Sales",
        "broken_1": {"problem": "The widget type hologram is not available yet."},
    }
    assert run("test", "--update").stdout == "All tests expect what is shown.\n"


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ({"shws": {}}, "Did you mean 'shows'?"),
        ({"shows": {"totl_1": 1}}, "Did you mean 'total_1'?"),
        ({"select": {"region": "North"}, "shows": {"total_1": 1}}, "Did you mean 'regions'?"),
        ({"select": {"regions": "Nort"}, "shows": {"total_1": 1}}, "Did you mean 'North'?"),
        ({"now": "noon", "shows": {"total_1": 1}}, "2026-05-20T12:00:00Z"),
    ],
)
def test_a_test_that_can_not_be_done_says_why_and_where(
    run: Run, write: Callable[..., Path], test: Any, said: str
) -> None:
    write(test)

    done = run("test")

    assert done.returncode == 2
    assert said in done.stderr
    assert "orders.test.json:" in done.stderr


def test_tests_are_no_dashboards(run: Run, write: Callable[..., Path]) -> None:
    write({"shows": {"total_1": 1}})

    assert "no mistakes" in run("check", "dashboards/orders.test.json").stdout
    assert run("show", "orders.test").returncode == 2


def test_a_workspace_without_tests_says_so(run: Run) -> None:
    done = run("test")

    assert done.returncode == 2
    assert "NAME.test.json" in done.stderr
