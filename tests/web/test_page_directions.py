"""Styles say start and end, not left and right, so that a page in Arabic or Hebrew is mirrored as a whole."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

WEB = Path(__file__).parents[2] / "dashboards" / "web"

ALLOWED = {
    "styles/tokens.css": "says which side is which",
    "src/elements/editor.js": "code runs from left to right",
    "src/editor/frames.js": "lies over the canvas, whose columns count from the left",
}

SIDED = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b|(?:left|right)\s*:"
    r"|text-align:\s*(?:left|right|start|end)\b|float:|clear:|to (?:left|right)\b"
    r"|background-position:[^;]*\b(?:left|right)\b)"
)
FOUR = re.compile(r"(?<![\w-])(?:margin|padding|inset|border-width):\s*([^;{}]+);")


def styles(text: str, suffix: str) -> Iterator[str]:
    """The CSS in a module, without its comments."""
    parts = [text] if suffix == ".css" else re.findall(r"\bcss`(.*?)`", text, re.DOTALL)
    yield from (re.sub(r"/\*.*?\*/", "", part, flags=re.DOTALL) for part in parts)


def sided(css: str) -> list[str]:
    """What of some CSS has a left or a right."""
    found = SIDED.findall(css)
    for values in FOUR.findall(css):
        parts = re.sub(r"\((?:[^()]|\([^()]*\))*\)", lambda each: each.group().replace(" ", ""), values).split()
        if len(parts) == 4 and parts[1] != parts[3]:
            found.append(values)
    return found


@pytest.mark.parametrize(
    "css",
    [
        "a { left: 0 }",
        "a { margin-left: 1px }",
        "a { padding: 0 1px 0 2px; }",
        "a { text-align: right }",
        "a { text-align: start }",
        "a { background: linear-gradient(to right, red, blue) }",
        "a { padding: 0 var(--a) 0 calc(1px + 2px); }",
    ],
)
def test_a_side_is_found(css: str) -> None:
    assert sided(css)


@pytest.mark.parametrize(
    "css",
    [
        "td.left { color: red }",
        "a { inset-inline-start: 0; margin: 0 1px 0 1px; }",
        "a { padding: 0 calc(1px + 2px) 3px calc(1px + 2px); text-align: var(--start) }",
    ],
)
def test_what_has_no_side_is_not_found(css: str) -> None:
    assert sided(css) == []


def test_styles_have_no_sides() -> None:
    files = [*WEB.glob("styles/*.css"), *(WEB / "src").rglob("*.js")]
    found = {
        str(file.relative_to(WEB)): faults
        for file in files
        for css in styles(file.read_text("utf-8"), file.suffix)
        if (faults := sided(css))
    }

    assert {name: faults for name, faults in found.items() if name not in ALLOWED} == {}
    assert set(ALLOWED) - {"styles/tokens.css"} <= set(found), "an exception that is none any more"


def test_charts_are_mirrored(module: Any) -> None:
    option = {
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "inverse": True},
        "grid": {"left": 4, "right": 90},
        "legend": {"show": True, "orient": "vertical", "right": 4, "data": [{"name": "a"}, {"name": "b"}]},
        "series": [{"type": "bar", "label": {"position": "right"}, "itemStyle": {"borderRadius": [0, 4, 3, 0]}}],
    }
    found = module("options/mirror.js", "mirrored", "hbar", option, {"width": 400})

    assert found["xAxis"]["inverse"] is True
    assert found["yAxis"] == {"type": "category", "inverse": True, "position": "right"}
    assert found["grid"] == {"left": 90, "right": 4}
    assert (found["legend"]["left"], found["legend"]["align"]) == (4, "right")
    assert found["series"][0]["label"]["position"] == "left"
    assert found["series"][0]["itemStyle"]["borderRadius"] == [4, 0, 0, 3]
    assert module("options/mirror.js", "mirrored", "geomap", option, {"width": 400}) == option
