"""Every number of an app is defined once, shown as it is defined, and worked by hand in a test of logic."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from saql import parse
from saql.syntax.expressions import Binary, Identifier, Name, Text
from saql.syntax.statements import Foreach
from saql.syntax.walk import descendants
from swell.apps.catalog import app_datasets, app_named, app_names
from swell.apps.metric import FORMATS, UNITS

METRICS = {each.name: each for dataset in app_datasets().values() for each in dataset.metrics}
WORKED = "\n".join(file.read_text("utf-8") for file in (Path(__file__).parents[1] / "logic" / "metrics").glob("*.test"))


def steps() -> Iterator[Any]:
    for name in app_names():
        for path, text in app_named(name).files.items():
            if path.startswith("dashboards/"):
                for step, each in json.loads(text)["state"]["steps"].items():
                    yield pytest.param(each, id=f"{name}:{step}")


def plain(text: str) -> str:
    return " ".join(text.split())


def projections(query: str) -> list[tuple[str, str, bool, bool]]:
    """Of each column of a query: its name, its expression, whether it is a field or a key, whether it is a last one."""
    made = [each for each in parse(query).statements if isinstance(each, Foreach)]
    found = []
    for statement in made:
        for each in statement.projections:
            expression = query[each.expression.span.start : each.expression.span.end]
            name = each.alias.name if each.alias is not None else expression.strip("'")
            found.append((name, plain(expression), is_key(each.expression), statement is made[-1]))
    return found


def is_key(expression: Any) -> bool:
    """Whether an expression is a field, or fields and texts put together as the parts of a date are."""
    return all(isinstance(node, Name | Text | Binary | Identifier) for node in descendants(expression))


def test_names_are_said_once() -> None:
    names = [each.name for dataset in app_datasets().values() for each in dataset.metrics]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("name", list(METRICS))
def test_a_metric_says_what_it_is(name: str) -> None:
    metric = METRICS[name]
    assert metric.unit in UNITS
    assert metric.unit in FORMATS
    assert metric.means.endswith(".")
    assert metric.date in ("", *app_datasets()[metric.dataset].labels)
    if metric.query:
        assert plain(metric.value) in plain(metric.query)


@pytest.mark.parametrize("name", list(METRICS))
def test_a_metric_is_worked_by_hand(name: str) -> None:
    metric = METRICS[name]
    shown = metric.value if metric.value == f"'{name}'" else f"{metric.value} as '{name}'"
    wanted = metric.query if metric.query else shown
    assert plain(wanted) in plain(WORKED)


@pytest.mark.parametrize("step", list(steps()))
def test_a_dashboard_shows_numbers_as_they_are_defined(step: dict[str, Any]) -> None:
    if step["type"] == "aggregateflex":  # what a selector offers
        assert step["query"]["query"]["measures"] == [["count", "*"]]
        return
    for name, expression, key, last in projections(step["query"]):
        if name in METRICS:
            assert expression in (plain(METRICS[name].value), f"sum('{name}')", f"'{name}'")
        elif last:
            assert key, f"'{name}' is {expression}, and no metric"


def test_every_metric_is_shown() -> None:
    texts = " ".join(text for name in app_names() for text in app_named(name).files.values())
    assert [name for name in METRICS if f"'{name}'" not in texts] == []


@pytest.mark.parametrize("name", [name for name, each in app_datasets().items() if each.recipe])
def test_what_a_recipe_computes_is_worked_by_hand(name: str) -> None:
    lines = app_datasets()[name].recipe.split("\n")
    assert plain("\n".join(line for line in lines if not line.startswith("--"))) in plain(WORKED)
