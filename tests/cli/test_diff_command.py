"""`swell diff`: what differs in the JSON and in what widgets show, and what makes no difference."""

import copy
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Differ = Callable[..., "subprocess.CompletedProcess[str]"]

DASHBOARD: dict[str, Any] = {
    "label": "Orders",
    "steps": {
        "s": {
            "type": "aggregateflex",
            "datasets": [{"name": "sales"}],
            "query": {"measures": [["sum", "Amount"]], "groups": ["Region"]},
        },
        "t": {"type": "aggregateflex", "datasets": [{"name": "sales"}], "query": {"measures": [["sum", "Amount"]]}},
    },
    "widgets": {
        "c": {"type": "chart", "parameters": {"step": "s", "visualizationType": "hbar"}},
        "n": {"type": "number", "parameters": {"step": "t", "measureField": "sum_Amount"}},
    },
    "gridLayouts": [
        {
            "name": "Default",
            "numColumns": 12,
            "pages": [
                {
                    "name": "p",
                    "label": "One",
                    "widgets": [{"name": "c", "row": 0, "column": 0, "rowspan": 4, "colspan": 6}],
                }
            ],
        }
    ],
}


@pytest.fixture
def differ(run: Run, tmp_path: Path) -> Differ:
    """Compare the dashboard with a changed copy of it."""
    (tmp_path / "sales.csv").write_text("Region,Amount\nNorth,10\nSouth,20.5\nNorth,1\n")
    assert run("import", "sales.csv", "--as", "sales").returncode == 0

    def differ(change: Callable[[Any], None], *options: str) -> "subprocess.CompletedProcess[str]":
        after = copy.deepcopy(DASHBOARD)
        change(after)
        (tmp_path / "a.json").write_text(json.dumps(DASHBOARD))
        (tmp_path / "b.json").write_text(json.dumps(after, indent=2))
        return run("diff", "a.json", "b.json", *options)

    return differ


def test_how_it_is_written_makes_no_difference(differ: Differ) -> None:
    def change(after: Any) -> None:
        query = {"query": json.dumps(after["steps"]["s"]["query"]), "version": -1.0}
        after["steps"]["s"]["query"] = query
        after["state"] = {each: after.pop(each) for each in ("widgets", "steps", "gridLayouts")}

    done = differ(change)

    assert (done.returncode, done.stdout, done.stderr) == (0, "They do not differ.\n", "")


def test_parts_and_numbers_are_told(differ: Differ) -> None:
    def change(after: Any) -> None:
        for step in ("s", "t"):
            after["steps"][step]["query"]["filters"] = [["Region", ["North"], "in"]]
        after["widgets"]["c"]["parameters"]["visualizationType"] = "vbar"
        after["widgets"]["new"] = {"type": "text", "parameters": {"text": "x"}}
        after["gridLayouts"][0]["pages"][0]["widgets"][0]["row"] = 2
        after["label"] = "All orders"

    done = differ(change)

    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        '+ step s: query.filters: [["Region", ["North"], "in"]]',
        '+ step t: query.filters: [["Region", ["North"], "in"]]',
        '~ widget c: parameters.visualizationType: "hbar" → "vbar"',
        "~ page One of layout Default: widgets.c.row: 0 → 2",
        '~ label: "Orders" → "All orders"',
        "+ widget new",
        "~ widget c shows",
        '    - ["South", 20.5]',
        "~ widget n shows",
        "    31.5 → 11.0 (-65.1%)",
    ]


def test_only_the_json(differ: Differ) -> None:
    def change(after: Any) -> None:
        after["steps"]["t"]["query"]["measures"] = [["max", "Amount"]]

    done = differ(change, "--json")

    assert done.stdout == '~ step t: query.measures[0][0]: "sum" → "max"\n'


def test_a_widget_that_breaks_says_why(differ: Differ) -> None:
    def change(after: Any) -> None:
        after["widgets"]["n"]["parameters"]["measureField"] = "gone"

    assert "31.5 → the problem: The step has no column 'gone'." in differ(change).stdout


def test_pictures(differ: Differ, tmp_path: Path) -> None:
    pytest.importorskip("py_mini_racer")

    done = differ(lambda after: None, "--pictures", "look")

    assert done.returncode == 0, done.stderr
    assert "The pictures are the same." in done.stderr
    assert (tmp_path / "look" / "before.png").read_bytes()[:4] == b"\x89PNG"
