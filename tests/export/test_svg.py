"""SVG files, read again as XML."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from dashboards.export.errors import ExportError

from .conftest import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
Export = Callable[..., bytes]


def texts(file: bytes) -> list[str]:
    return ["".join(each.itertext()) for each in ElementTree.fromstring(file).iter(f"{SVG}text")]


def boxes(file: bytes) -> list[tuple[float, ...]]:
    """Where the pieces of a page stand."""
    root = ElementTree.fromstring(file)
    return [
        tuple(float(each.get(name, "0")) for name in ("x", "y", "width", "height")) for each in root.iter(f"{SVG}svg")
    ]


def test_a_page_says_what_it_shows(export: Export) -> None:
    found = texts(export("svg"))

    assert found[:2] == ["Deals & more · First", "May 20, 2026, 12:30 PM UTC"]
    for text in (f"Words {HOSTILE}", "All", "1,366.5", "Stages/amounts", "Won", "1.2K", "North", "Not shown"):
        assert text in found
    assert "There is no step 'nowhere' in this dashboard." in " ".join(found)


def test_bars_are_as_long_as_their_numbers(export: Export) -> None:
    root = ElementTree.fromstring(export("svg", widget="bars"))
    paths = [each.get("d", "") for each in root.iter(f"{SVG}path") if each.get("fill") == "#2f6bd8"]
    lengths = sorted(extent(path) for path in paths)

    assert len(lengths) == 4
    assert lengths[-1] / lengths[-2] == pytest.approx(1239.5 / 100, rel=0.05)


def extent(path: str) -> float:
    """How far a path reaches from left to right, by the points of its straight lines."""
    points = [float(each) for each in re.findall(r"[ML]\s*(-?[\d.]+)", path)]
    return max(points) - min(points)


def test_a_page_is_chosen_by_name_or_label(export: Export) -> None:
    assert texts(export("svg", page="two"))[0] == texts(export("svg", page="Second"))[0] == "Deals & more · Second"


def test_a_page_that_is_not_there(export: Export) -> None:
    with pytest.raises(ExportError, match=r"no page 'Secnd'[\s\S]*Did you mean 'Second'"):
        export("svg", page="Secnd")


def test_selections_stand_above_and_filter(export: Export) -> None:
    found = texts(export("svg", {"regions": [{"Region": "South"}]}))

    assert "Region: South" in found
    assert "25" in found  # the sum of the South


def test_widgets_stand_on_the_grid(export: Export) -> None:
    head, *pieces = boxes(export("svg", width=1280))[1:]
    words, number, _, _, bars, *_ = pieces

    assert (head[0], head[1], head[2]) == (0, 0, 1280)
    assert words[1] < number[1] < bars[1]
    assert words[2] == pytest.approx(1280 - 48)
    assert number[3] == 2 * 48 - 8


def test_one_widget_alone(export: Export) -> None:
    found = texts(export("svg", widget="sum"))

    assert "1,366.5" in found
    assert "Stages/amounts" not in found


def test_a_widget_that_is_not_there(export: Export) -> None:
    with pytest.raises(ExportError, match=r"no widget 'bar'"):
        export("svg", widget="bar")


def test_tables_have_their_subtotals_and_heads(export: Export) -> None:
    found = texts(export("svg", page="two"))

    assert "Total North" in found
    assert found.count("1,334.5") == 2  # the subtotal, and the total of the pivot table's row
    assert found.count("Sum of Amount") > 2


def test_nothing_to_show_is_no_problem(export: Export) -> None:
    assert "No query is chosen for this widget yet." in texts(export("svg"))


def test_dark(export: Export) -> None:
    light, dark = (ElementTree.fromstring(export("svg", scheme=scheme)) for scheme in ("light", "dark"))

    assert light[0].get("fill") == "#f5f6f8"
    assert dark[0].get("fill") == "#0f1115"


def test_the_same_look_is_the_same_file(export: Export) -> None:
    def plain(file: bytes) -> Any:
        return ElementTree.canonicalize(file.decode())

    assert plain(export("svg")) == plain(export("svg"))
