"""Colours of charts are told apart, by people with protanopia and deuteranopia too."""

import itertools
import math
from typing import Any

import pytest

pytestmark = pytest.mark.browser

SURFACES = {"light": "#ffffff", "dark": "#181b20"}

# Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB.
SIGHTS = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
# Ottosson 2020: linear sRGB to cone responses, and their cube roots to OKLab.
CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def times(matrix: Any, vector: Any) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def linear(color: str) -> list[float]:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def seen(color: str, sight: str) -> list[float]:
    light = [max(0.0, part) for part in times(SIGHTS[sight], linear(color))]
    return times(OKLAB, [part ** (1 / 3) for part in times(CONES, light)])


def contrast(one: str, other: str) -> float:
    first, second = sorted((times(((0.2126, 0.7152, 0.0722),), linear(each))[0] for each in (one, other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


@pytest.fixture(scope="module")
def colors(chromium: Any, address: str) -> Any:
    """The page's palette: ``colors["light"]``, the colour of what is null last."""
    opened = chromium.new_page()
    opened.goto(address + "/datasets")
    script = """async () => {
      const { BLANK, COLORS } = await import('/static/0/src/palette.js');
      return { light: [...COLORS.light, BLANK.light], dark: [...COLORS.dark, BLANK.dark] };
    }"""
    made = opened.evaluate(script)
    opened.close()
    return made


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", list(SIGHTS))
def test_colors_are_told_apart(colors: Any, scheme: str, sight: str) -> None:
    pairs = itertools.combinations(colors[scheme], 2)
    near = {pair: math.dist(seen(pair[0], sight), seen(pair[1], sight)) for pair in pairs}
    assert {pair: round(how, 3) for pair, how in near.items() if how < 0.06} == {}


@pytest.mark.parametrize(("scheme", "least"), [("light", 1.9), ("dark", 2.3)])
def test_colors_stand_out_from_the_card(colors: Any, scheme: str, least: float) -> None:
    assert {each for each in colors[scheme] if contrast(each, SURFACES[scheme]) < least} == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_null_is_a_grey(colors: Any, scheme: str) -> None:
    _, a, b = seen(colors[scheme][-1], "full")
    assert math.hypot(a, b) < 0.03


def test_no_colour_is_given_twice(module: Any) -> None:
    for scheme in SURFACES:
        assert len({module("palette.js", "colorAt", at, scheme) for at in range(300)}) == 300
