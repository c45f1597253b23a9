"""Charts on pictures: those that need more than rows, and what becomes of one that can't be drawn."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

from dashboards.export.pictures import Engine, Picture

from ..web.chart_views import VIEWS

COLUMNS = [
    {"name": "Place", "label": "Place", "type": "text", "format": None},
    {"name": "Amount", "label": "Amount", "type": "number", "format": None},
]


def view(chart: str, rows: list[list[Any]], **settings: Any) -> dict[str, Any]:
    axis = {"show": True, "title": None}
    return {
        "chart": chart,
        "requested": chart,
        "note": None,
        "title": "Where",
        "subtitle": "",
        "columns": COLUMNS,
        "rows": rows,
        "dimensions": ["Place"],
        "split": [],
        "measures": ["Amount"],
        "legend": {"show": True, "position": "right-top"},
        "axes": {"dimension": axis, "measure": axis},
        "inner": 0,
        "fill": False,
        "normalize": False,
        "showValues": True,
        "showZero": True,
        "theme": "wave",
        "step": None,
        "selectMode": "none",
        "selectable": False,
        "selected": [],
        "truncated": None,
        **settings,
    }


def request(*views: dict[str, Any]) -> dict[str, Any]:
    names = [f"w{number}" for number in range(len(views))]
    place = {"column": 0, "rowspan": 8, "colspan": 12, "style": {}}
    placements = [{"widget": name, "row": 8 * number, **place} for number, name in enumerate(names)]
    page = {"name": "p", "label": "P", "hidden": False, "placements": placements}
    layout = {"columns": 12, "rowHeight": "normal", "maxWidth": None, "selectors": [], "style": {}, "pages": [page]}
    widgets = {name: {"type": "chart", "step": None, "parameters": {}} for name in names}
    shown = {name: {"type": "chart", "problem": None, "view": each} for name, each in zip(names, views, strict=True)}
    return {
        "dashboard": {"name": "d", "label": "D", "layouts": [layout], "widgets": widgets, "steps": {}},
        "data": {"widgets": shown, "selections": {}},
        "page": None,
        "every": False,
        "width": 800,
        "scheme": "light",
        "stamp": "",
    }


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    started = Engine()
    yield started
    started.close()


def texts(picture: Picture) -> list[str]:
    return [
        "".join(each.itertext()) for each in ElementTree.fromstring(picture.svg).iter() if each.tag.endswith("}text")
    ]


def test_a_map_has_its_shapes(engine: Engine) -> None:
    rows = [["France", 3], ["Brazil", 1], ["Atlantis", 2]]
    with_map, again = (engine.pictures(request(view("choropleth", rows)))[0] for _ in range(2))

    paths = [each for each in ElementTree.fromstring(with_map.svg).iter() if each.tag.endswith("}path")]
    assert len(paths) > 170
    assert any("Atlantis" in text for text in texts(with_map))
    assert len(again.svg) == pytest.approx(len(with_map.svg), rel=0.01)


def test_long_bars_are_cut_and_counted(engine: Engine) -> None:
    (picture,) = engine.pictures(request(view("hbar", [[f"place {number}", number] for number in range(60)])))
    found = texts(picture)

    assert "place 0" in found
    assert "place 59" not in found
    assert any(text.startswith("The first ") and text.endswith(" of 60 rows are drawn.") for text in found)


def test_a_chart_that_can_not_be_drawn_leaves_the_others_alone(engine: Engine) -> None:
    broken = {**view("hbar", [["a", 1]]), "columns": None}
    (picture,) = engine.pictures(request(broken, view("hbar", [["North", 7]])))
    found = texts(picture)

    assert "Not shown" in found
    assert "North" in found
    assert picture.pieces[1].words.startswith("Not shown. This is a mistake in Swell itself")


def test_a_kind_that_nobody_draws_is_its_data(engine: Engine) -> None:
    (picture,) = engine.pictures(request(view("table", [["North", 7]], note="There is no such chart.")))
    found = texts(picture)

    assert {"Place", "North", "7", "There is no such chart."} <= set(found)


@pytest.mark.parametrize("kind", VIEWS)
def test_every_kind_of_chart_is_drawn(engine: Engine, kind: str) -> None:
    (picture,) = engine.pictures(request(VIEWS[kind]))
    piece = picture.pieces[1]

    assert "Not shown" not in texts(picture)
    assert not piece.words.startswith("Not shown")
    assert len(ElementTree.fromstring(piece.svg).findall(".//{http://www.w3.org/2000/svg}path")) > 0


def test_a_dashboard_without_a_page_says_so(engine: Engine) -> None:
    asked = request(view("hbar", [["North", 7]]))
    asked["dashboard"]["layouts"] = []
    (picture,) = engine.pictures(asked)

    assert texts(picture)[0] == "D"
    assert "This dashboard has no page: its JSON holds no layout with a page to show." in texts(picture)


@pytest.mark.parametrize(("rowspan", "found"), [(2, ["Since", "2026"]), (1, ["Since: 2026"])])
def test_a_control_says_what_is_chosen_however_small(engine: Engine, rowspan: int, found: list[str]) -> None:
    asked = request({"title": "Since", "text": "2026"})
    asked["data"]["widgets"]["w0"]["type"] = "dateselector"
    asked["dashboard"]["layouts"][0]["pages"][0]["placements"][0]["rowspan"] = rowspan
    (picture,) = engine.pictures(asked)

    assert texts(picture)[-len(found) :] == found


def test_conditional_formatting_colours_cells(engine: Engine) -> None:
    paints = {"Amount": {"background": ["#ffeecc", None], "ink": [None, "#bb0011"]}}
    table = {**view("table", [["North", 7], ["South", 9]]), "totals": None, "paints": paints}
    asked = request(table)
    asked["data"]["widgets"]["w0"]["type"] = "table"
    (picture,) = engine.pictures(asked)
    every = {each.get("fill"): "".join(each.itertext()) for each in ElementTree.fromstring(picture.svg).iter()}

    assert "#ffeecc" in every
    assert every["#bb0011"] == "9"


@pytest.mark.parametrize("text", ["\x00\x1f\x0b", "<&>\"'", "]]>", "\ufffe\uffff", "😀" * 12, "عربي"])
@pytest.mark.parametrize("kind", ["hbar", "pie", "table"])
def test_any_text_can_be_on_a_picture(engine: Engine, kind: str, text: str) -> None:
    (picture,) = engine.pictures(request(view(kind, [[text, 7], ["South", 9]], title=text)))

    assert "South" in " ".join(texts(picture))
