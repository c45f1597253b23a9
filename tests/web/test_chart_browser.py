"""Every kind of chart as the page draws it, with its numbers as a table one button away."""

from typing import Any

import pytest

from .chart_views import VIEWS

pytestmark = pytest.mark.browser

SHOWN = """async (view) => {
  await import('/static/0/src/elements/chart.js');
  const { Palette } = await import('/static/0/src/palette.js');
  document.querySelector('main')?.remove();
  const chart = document.createElement('swell-chart');
  Object.assign(chart, { view, palette: new Palette(), keys: view.dimensions });
  chart.style.setProperty('width', '460px');
  chart.style.setProperty('height', '320px');
  document.body.prepend(chart);
}"""
PAINTED = """async (canvas) => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const colors = new Set();
  let painted = 0;
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] === 0) continue;
    painted += 1;
    colors.add(`${data[at - 3] >> 4},${data[at - 2] >> 4},${data[at - 1] >> 4}`);
  }
  return [painted, colors.size];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_chart_is_painted_and_has_its_numbers_in_a_table(page: Any, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(address + "/datasets")
    for kind, view in VIEWS.items():
        page.evaluate(SHOWN, view)
        chart = page.locator("swell-chart").first
        canvas = chart.locator("canvas").first
        canvas.wait_for()
        painted, colors = canvas.evaluate(PAINTED)
        assert painted > 700, kind
        assert colors > 3, kind
        chart.get_by_role("button", name="Show as a table").click()
        chart.locator("tbody td").first.wait_for()
        cells = chart.locator("tbody td").all_inner_texts()
        numbers = [f"{each:,}" for each in view["rows"][0] if isinstance(each, int)]
        assert all(each in cells for each in numbers), (kind, cells)
        chart.evaluate("(one) => one.remove()")


def test_a_click_on_a_region_of_a_map_selects_its_row(page: Any, address: str) -> None:
    page.goto(address + "/datasets")
    view = {**VIEWS["choropleth"], "rows": [["US", 300]]}
    page.evaluate(SHOWN, view)
    canvas = page.locator("swell-chart canvas").first
    canvas.wait_for()
    page.evaluate("addEventListener('swell-select', (event) => (window.chosen = event.detail.row))")
    box = canvas.bounding_box()
    # The middle of the continent: 100 degrees west, 40 degrees north on a Mercator map.
    canvas.click(position={"x": box["width"] * 0.24, "y": box["height"] * 0.47})
    page.wait_for_function("window.chosen !== undefined", timeout=3000)
    assert page.evaluate("window.chosen") == {"Country": "US"}
