"""Layouts of dashboards that have none."""

from typing import Any

from dashboards.model import Layout, load

COLORS = {"backgroundColor": "#16325c", "borderColor": "#fff"}


def layout(widgets: dict[str, Any], **members: Any) -> Layout:
    [found] = load({"widgets": widgets, **members}).layouts
    return found


def test_old_positions_in_pixels_become_a_grid() -> None:
    found = layout(
        {
            "back": {
                "type": "box",
                "parameters": COLORS,
                "position": {"x": 10, "y": 30, "w": "1360", "h": "100", "zIndex": 1},
            },
            "chart": {"type": "chart", "position": {"x": 120, "y": 400, "w": "550", "h": "310"}},
            "text": {"type": "text", "position": {"x": 800, "y": 880}},
            "aside": {"type": "text"},
        }
    )
    [page] = found.pages
    assert {each.widget: (each.row, each.column, each.rowspan, each.colspan) for each in page.placements} == {
        "back": (1, 1, 5, 136),
        "chart": (16, 12, 13, 55),
        "text": (36, 80, 2, 24),
    }
    assert page.placements[0].style == {**COLORS, "borderEdges": ["all"], "borderWidth": 1}
    assert (found.columns, found.max_width, found.row_height) == (137, 1370, "fine")


def test_widgets_without_any_place_stand_one_after_the_other() -> None:
    kinds = {"n": "number", "m": "number", "c": "chart", "d": "chart", "t": "valuestable", "b": "container"}
    found = layout({name: {"type": kind} for name, kind in kinds.items()}, gridLayouts=[])
    [page] = found.pages
    assert [(each.widget, each.row, each.column) for each in page.placements] == [
        ("n", 0, 0),
        ("m", 0, 3),
        ("c", 0, 6),
        ("d", 12, 0),
        ("t", 24, 0),
    ]
    ends = [(each.row, each.column, each.column + each.colspan) for each in page.placements]
    assert all(end <= found.columns for _, _, end in ends)


def test_a_layout_that_is_there_stays_as_it_is() -> None:
    page = {"name": "p", "widgets": [{"name": "n", "row": 3, "column": 4}]}
    found = layout({"n": {"type": "number", "position": {"x": 1, "y": 1}}}, gridLayouts=[{"pages": [page]}])
    [placement] = found.pages[0].placements
    assert (placement.row, placement.column, found.columns) == (3, 4, 12)


def test_a_dashboard_without_widgets_has_no_layout() -> None:
    assert load({"widgets": {}}).layouts == ()
