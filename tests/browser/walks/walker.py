"""What a person does on a dashboard, and what a person reads there."""

from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SETTLED = (HERE / "settled.js").read_text("utf-8")
MARK = (HERE / "mark.js").read_text("utf-8")


class Walker:
    """A dashboard in a browser."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def settle(self) -> None:
        """Wait until the page has what it asked for and has drawn it."""
        self.page.wait_for_function(SETTLED)

    def widget(self, name: str) -> Any:
        return self.page.locator(f"[data-widget={name}]").first

    def click_mark(self, widget: str, cells: dict[str, str]) -> None:
        """Click the mark of a chart's row: the bar, slice, region or day that has these values."""
        canvas = self.widget(widget).locator("swell-chart .canvas").first
        canvas.scroll_into_view_if_needed()
        found = canvas.evaluate(MARK, cells)
        assert found is not None, f"{widget} has no mark for {cells}"
        canvas.click(position={"x": found[0], "y": found[1]})
        self.settle()

    def choose(self, title: str, *members: str) -> None:
        """Choose members of a list that opens."""
        self.page.get_by_role("button", name=f"{title}: ").first.click()
        for each in members:
            self.page.get_by_role("checkbox", name=each, exact=True).click()
            self.settle()
        self.page.keyboard.press("Escape")

    def follow(self, name: str) -> None:
        """Follow a link or a tab that stands on the dashboard."""
        self.page.locator("swell-dashboard").get_by_text(name, exact=True).first.click()
        self.settle()

    def clear_all(self) -> None:
        self.page.get_by_role("button", name="Clear all").click()
        self.settle()

    def shows(self, widget: str, whole: str) -> None:
        """Wait until a number widget shows a number, which it says in whole when the mouse stays on it."""
        self.widget(widget).locator(f'.value[title="{whole}"]').wait_for()

    def click_row(self, widget: str, first: str) -> None:
        """Click the row of a table whose first cell says this."""
        self.widget(widget).locator("tbody tr.row").filter(
            has=self.page.get_by_role("gridcell", name=first, exact=True)
        ).click()
        self.settle()

    def total(self, widget: str) -> list[str]:
        """Read the line of totals under a table."""
        return [str(each) for each in self.widget(widget).locator("tfoot td").all_inner_texts()]

    def cards(self, widget: str) -> list[str]:
        """Read the text of each card."""
        return [str(each).strip() for each in self.widget(widget).locator("li swell-text .text").all_inner_texts()]

    def table(self, widget: str) -> list[list[str]]:
        """Read the cells of a table, or of the table behind a chart."""
        shown = self.widget(widget)
        button = shown.get_by_role("button", name="Show as a table")
        if button.count():
            button.click()
        shown.locator("tbody tr.row").first.wait_for()
        found = shown.locator("tbody tr.row").evaluate_all(
            "(lines) => lines.map((line) => [...line.querySelectorAll('td')].map((cell) => cell.innerText))"
        )
        back = shown.get_by_role("button", name="Show as a chart")
        if back.count():
            back.click()
            shown.locator("canvas").first.wait_for()
        return [[str(cell) for cell in line] for line in found]
