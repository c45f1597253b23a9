"""`swell show`: a dashboard in the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from swell.cli.options import filter_option, open_workspace, select_option, workspace_option
from swell.cli.render import look_at

STYLES = {
    "": "",
    "title": "bold",
    "bold": "bold",
    "number": "bold #3f78dd",
    "muted": "bright_black",
    "filter": "#3f78dd",
    "link": "underline",
    "problem": "italic red",
    **{
        f"series{number}": color
        for number, color in enumerate(
            ("#3f78dd", "#e58d12", "#178a7c", "#dd6f9f", "#3fa3d6", "#9657e0", "#8fae2a", "#d0483f")
        )
    },
}


@click.command(
    "show",
    epilog="""\b
Examples
  swell show sales_pipeline
  swell show sales_pipeline --page Team --select Region_1=Europe""",
)
@click.argument("name", metavar="DASHBOARD")
@select_option
@filter_option
@click.option("--page", help="The page, by its name or label (default: the first).")
@click.option("--width", type=click.IntRange(20, 500), help="Columns (default: as wide as the terminal).")
@workspace_option
def command(
    name: str,
    selected: tuple[str, ...],
    filtered: tuple[str, ...],
    page: str | None,
    width: int | None,
    folder: Path,
) -> None:
    """Draw DASHBOARD, a dashboard of the workspace or the file of one, in the terminal."""
    from rich.console import Console
    from rich.text import Text

    from dashboards.export.formats import page_name
    from dashboards.export.terminal.page import draw_report

    report = look_at(open_workspace(folder), name, selected, filtered)
    console = Console(width=width, highlight=False)
    for line in draw_report(report, console.width, page_name(report, page)).lines():
        console.print(Text.assemble(*((text, STYLES[style]) for text, style in line)), no_wrap=True, crop=False)
