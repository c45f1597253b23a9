"""The contract of widgets of other packages: a sound one passes every check, and each check finds what it is for."""

import dataclasses
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboards.errors import NothingToShow
from dashboards.widgets import contract, packaged
from dashboards.widgets.contract import CHECKS, ContractError, Example
from dashboards.widgets.packaged import PackagedWidget, Parameter, packaged_widget, packaged_widgets
from dashboards.widgets.selectable import rows_part

MODULE = "// Draws it.\nimport './part.js';\ncustomElements.define('test-meter', class extends HTMLElement {});\n"
COLUMN = {"name": "a", "label": "a", "type": "text", "format": None}
ROWS = [{"Region": "North", "Amount": 1.5}, {"Region": "South", "Amount": 2}]


def sound(context: Any) -> dict[str, Any]:
    if not context.result.rows:
        raise NothingToShow("No rows match.")
    return {"title": context.parameters.get("title"), **rows_part(context.result)}


@pytest.fixture
def example(tmp_path: Path) -> Example:
    (tmp_path / "test-meter.js").write_text(MODULE)
    (tmp_path / "part.js").write_text("export const name = 'http://www.w3.org/2000/svg';\n")
    widget = PackagedWidget(sound, "Meter", "test-meter", tmp_path, (Parameter("title", "text", "What it is."),))
    return Example("meter", widget, rows=ROWS, parameters={"title": "T"})


@pytest.mark.parametrize("check", CHECKS, ids=lambda each: each.__name__)
def test_a_sound_widget_passes(check: Any, example: Example) -> None:
    check(example)


_counter = itertools.count()
_shared: list[Any] = [["x"]]


def with_title(make: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    return lambda context: {**sound(context), "title": make(context)}


def meddling(context: Any) -> dict[str, Any]:
    context.parameters["title"] = "mine"
    return sound(context)


def first_cell(context: Any) -> dict[str, Any]:
    row = context.result.rows[0]
    return {**sound(context), "title": row[0].upper(), "part": 1 / row[1]}


def many(context: Any) -> dict[str, Any]:
    return {**sound(context), "everything": [["wide"] * 50 for _ in context.result.rows]}


@pytest.mark.parametrize(
    ("check", "view", "says"),
    [
        ("view_is_json", with_title(lambda _: {1, 2}), "must return JSON"),
        ("view_is_json", with_title(lambda _: float("nan")), "must return JSON"),
        ("view_is_json", with_title(lambda _: (1, 2)), "no tuples"),
        ("view_is_json", with_title(lambda _: {1: 2}), "texts as names"),
        ("view_is_its_own", meddling, "leave the parameters"),
        ("view_is_its_own", lambda _: {"columns": [dict(COLUMN)], "rows": _shared}, "must not change the next"),
        ("view_is_the_same_each_time", with_title(lambda _: next(_counter)), "the same view"),
        ("view_has_its_table", lambda _: {"rows": [["x"]]}, "`columns`"),
        ("view_has_its_table", lambda _: {"columns": [COLUMN]}, "`rows`"),
        ("view_has_its_table", lambda _: {"columns": [{"name": "a"}], "rows": [["x"]]}, "rows_part"),
        ("view_has_its_table", lambda _: {"columns": [{**COLUMN, "type": "x"}], "rows": [["x"]]}, "one of text"),
        ("view_has_its_table", lambda _: {"columns": [COLUMN], "rows": [["x", "y"]]}, "a cell for each"),
        ("view_has_its_table", lambda _: {"columns": [COLUMN], "rows": [[["x"]]]}, "Cells are"),
        ("no_rows_are_nothing_to_show", first_cell, "no rows: IndexError"),
        ("no_rows_are_nothing_to_show", lambda _: {"columns": [COLUMN], "rows": [["none"]]}, "NothingToShow"),
        ("null_cells_are_shown", first_cell, "nulls: .*Error"),
        ("long_texts_are_shown", with_title(lambda each: 1 / (len(each.result.rows[0][0]) < 99)), "long texts"),
        ("unknown_parameters_change_nothing", with_title(lambda each: len(each.parameters)), "must change nothing"),
        ("many_rows_stay_small", many, "2,000,000 is the most"),
        ("exports_have_its_rows", lambda _: {"columns": [], "rows": "none"}, "no table"),
    ],
)
def test_a_view_that_is_not_sound_is_found(check: str, view: Any, says: str, example: Example) -> None:
    wrong = dataclasses.replace(example, widget=dataclasses.replace(example.widget, view=view))
    with pytest.raises(ContractError, match=says):
        getattr(contract, check)(wrong)


@pytest.mark.parametrize(
    ("check", "changed", "says"),
    [
        ("type_is_new", {"type": "chart"}, "itself"),
        ("type_is_new", {"type": "My Meter"}, "lower case"),
        ("parameters_are_described", {"parameters": {"size": 1}}, "does not describe: size"),
    ],
)
def test_an_example_that_is_not_sound_is_found(check: str, changed: Any, says: str, example: Example) -> None:
    with pytest.raises(ContractError, match=says):
        getattr(contract, check)(dataclasses.replace(example, **changed))


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ([("title", "text", "A"), ("title", "text", "B")], "one name"),
        ([("step", "text", "A")], "already"),
        ([("title", "text", " ")], "say what it is"),
        ([("title", "", "A")], "can't be read"),
        ([("title", "texts", "A")], "can't be read"),
    ],
)
def test_parameters_that_are_not_sound_are_found(parameters: Any, says: str, example: Example) -> None:
    widget = dataclasses.replace(example.widget, parameters=tuple(Parameter(*each) for each in parameters))
    with pytest.raises(ContractError, match=says):
        contract.parameters_are_described(dataclasses.replace(example, widget=widget))


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "must call customElements.define"),
        ("// customElements.define('test-meter', X)", "must call"),
        (MODULE + "import { html } from 'lit';", "imports 'lit'"),
        (MODULE + "import './gone.js';", "imports './gone.js'"),
        (MODULE + "import '../test_meter.py';", "imports '../"),
        (MODULE + "await import('https://cdn.example/x.js');", "another server"),
        (MODULE + "fetch('//cdn.example/x')", "another server"),
        (MODULE + "eval('1')", "eval"),
        (MODULE + "new Function('1')", "Function"),
        (MODULE + "box.innerHTML = '<b style=\"color: red\">';", "attribute"),
        (MODULE + "box.setAttribute('style', 'color: red');", "setAttribute"),
        (MODULE + "box.innerHTML = '<style>b {}</style>';", "<style>"),
        (MODULE + "box.innerHTML = '<b onclick=\"go()\">';", "addEventListener"),
        (MODULE + "module.exports = {};", "no ES module"),
    ],
)
def test_a_module_that_is_not_sound_is_found(code: str, says: str, example: Example, tmp_path: Path) -> None:
    (tmp_path / "test-meter.js").write_text(code)
    with pytest.raises(ContractError, match=says):
        contract.page_module_is_sound(example)


@pytest.mark.parametrize("element", ["meter", "swell-meter", "Test-Meter", "other-meter", "../x-y"])
def test_an_element_that_is_not_sound_is_found(element: str, example: Example) -> None:
    widget = dataclasses.replace(example.widget, element=element)
    with pytest.raises(ContractError, match=element):
        contract.page_module_is_sound(dataclasses.replace(example, widget=widget))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Install packages that offer widgets, given as module text and entry points."""

    def install(name: str, text: str, entries: str) -> None:
        (tmp_path / f"{name}.py").write_text(text)
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[swell.widgets]\n{entries}\n")

    def forget() -> None:
        for each in (packaged_widget, packaged_widgets, packaged._entries):
            each.cache_clear()

    monkeypatch.syspath_prepend(str(tmp_path))
    forget()
    yield install
    forget()


def test_packages_that_can_not_be_loaded_are_problems_of_their_widgets_only(
    installed: Any, show: Any, caplog: pytest.LogCaptureFixture
) -> None:
    good = "from dashboards.widgets.packaged import PackagedWidget\nfrom pathlib import Path\n"
    good += "WIDGET = PackagedWidget(lambda _: {'columns': [], 'rows': []}, 'Good', 'good-one', Path('.'))\n"
    installed("good_widgets", good, "good = good_widgets:WIDGET\ntwice = good_widgets:WIDGET")
    installed("broken_widgets", "raise OSError('no disk')", "broken = broken_widgets:WIDGET\ntwice = broken_widgets:X")
    installed("other_widgets", "WIDGET = 5", "other = other_widgets:WIDGET")
    kinds = ("good", "broken", "other", "twice", "nothing")
    found = show({}, {each: (each, {}) for each in kinds})
    assert {name: each.problem for name, each in found.items()} == {
        "good": None,
        "broken": "The widget type broken of broken_widgets can't be loaded: no disk.",
        "other": "What other_widgets offers as the widget type other is no PackagedWidget.",
        "twice": "Several packages bring the widget type twice: broken_widgets, good_widgets.",
        "nothing": "The widget type nothing is not available yet.",
    }
    assert [*packaged_widgets()] == ["good"]
    assert "no disk" in caplog.text
