"""A report as the page shows it: tones in words, links to queries, every kind of chart."""

from typing import Any, get_args

import pytest

from engine.reports.json import report_json
from engine.reports.report import Chart, ChartKind, Column, Report, Section, Statement, Table

pytestmark = pytest.mark.browser

SHOWN = """async (report) => {
  await import('/static/0/src/elements/report.js');
  const shown = document.createElement('swell-report');
  shown.report = report;
  document.querySelector('main')?.remove();
  const main = document.createElement('main');
  main.append(shown);
  document.body.replaceChildren(main);
}"""
PAINTED = """async (canvas) => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return data.reduce((sum, each, at) => sum + (at % 4 === 3 && each > 0 ? 1 : 0), 0);
}"""

COLUMNS = (
    Column(name="month", label="Month", type="date"),
    Column(name="segment", label="Segment"),
    Column(name="low", label="Low", type="number", format="#,##0"),
    Column(name="middle", label="Middle", type="number", format="#,##0"),
    Column(name="high", label="High", type="number", format="#,##0"),
)
ROWS = (
    ("2026-01-01", "Partner", 10, 20, 35),
    ("2026-02-01", "Direct", 20, 30, 40),
    ("2026-03-01", "Web", 25, 60, 70),
)


def drawn(kind: ChartKind) -> Chart:
    """The chart of a kind over the columns above."""
    if kind == "band":
        return Chart(kind=kind, dimension="month", measures=("low", "middle", "high"))
    if kind == "heat":
        return Chart(kind=kind, dimension="segment", measures=("middle",), split="month")
    if kind == "points":
        return Chart(kind=kind, dimension="segment", measures=("low", "high"))
    split = "segment" if kind == "stacked" else None
    return Chart(kind=kind, dimension="month" if kind == "line" else "segment", measures=("middle",), split=split)


def test_each_kind_of_chart_is_painted(page: Any, address: str) -> None:
    page.goto(address + "/datasets")
    for kind in get_args(ChartKind):
        table = Table(columns=COLUMNS, rows=ROWS, chart=drawn(kind))
        report = Report(title=kind, verdict=(), sections=(Section(heading="Drawn", tables=(table,)),))
        page.evaluate(SHOWN, report_json(report))
        canvas = page.locator("swell-report canvas").first
        canvas.wait_for()
        assert canvas.evaluate(PAINTED) > 700, kind
        page.locator("swell-report swell-table").first.get_by_role("row", name="Partner").wait_for()


def test_sentences_say_their_tone_and_open_what_is_behind_them(page: Any, address: str) -> None:
    page.goto(address + "/datasets")
    verdict = (
        Statement(text="The win rate fell.", tone="bad", query='q = load "deals";', records='r = load "deals";'),
        Statement(text="It may rise.", tone="unsure"),
        Statement(text="There are three segments."),
    )
    table = Table(columns=COLUMNS, rows=ROWS, query='t = load "deals";')
    report = Report(title="Deals", verdict=verdict, sections=(Section(heading="Segments", tables=(table,)),))
    page.evaluate(SHOWN, report_json(report))
    page.get_by_role("heading", name="Deals").wait_for()
    sentences = page.get_by_role("list", name="In short").get_by_role("listitem")
    assert [" ".join(each.split()) for each in sentences.all_inner_texts()] == [
        "Bad news The win rate fell. Query Records",
        "Not certain It may rise.",
        "There are three segments.",
    ]
    link = page.get_by_role("link", name="Records: The win rate fell.")
    assert link.get_attribute("href") == "/query#q=r%20%3D%20load%20%22deals%22%3B"
    page.get_by_role("link", name="Query: Segments").wait_for()
    page.get_by_role("button", name="Middle").click()
    assert page.locator("swell-table tbody tr.row").first.inner_text().split()[-3:] == ["25", "60", "70"]
