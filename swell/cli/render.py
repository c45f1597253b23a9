"""`swell render`: a dashboard as a file, without a browser."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from swell.cli.options import filter_option, open_workspace, select_option, workspace_option

if TYPE_CHECKING:
    from dashboards.export.report import Report
    from swell.workspace import Workspace


@click.command(
    "render",
    epilog="""\b
Examples
  swell render sales_pipeline -o pipeline.pdf -o pipeline.png
  swell render sales_pipeline --select Region_1=Europe -o europe.xlsx
  swell render deal_finder --filter "Lead Source=Web" -o web.pdf
  swell render sales_pipeline --widget stages_1 -o stages.csv""",
)
@click.argument("name", metavar="DASHBOARD")
@click.option(
    "-o",
    "--output",
    "files",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    required=True,
    help="The file; its ending says what it is: png, svg, pdf, xlsx or csv. Several may be given.",
)
@select_option
@filter_option
@click.option("--widget", help="Only this widget; CSV needs it.")
@click.option("--page", help="The page, by its name or label (default: the first; PDF has them all).")
@click.option(
    "--width", type=click.IntRange(320, 4000), help="How wide it is drawn, in px (default: as its layout says)."
)
@click.option(
    "--scale", type=click.FloatRange(0.5, 4), default=2, show_default=True, help="Pixels of a PNG for each px."
)
@click.option("--dark", is_flag=True, help="Draw it in the dark scheme.")
@workspace_option
def command(
    name: str,
    files: tuple[Path, ...],
    selected: tuple[str, ...],
    filtered: tuple[str, ...],
    widget: str | None,
    page: str | None,
    width: int | None,
    scale: float,
    dark: bool,
    folder: Path,
) -> None:
    """Write DASHBOARD, a dashboard of the workspace or the file of one, as PNG, SVG, PDF, XLSX or CSV."""
    from dashboards.export.formats import Exporter, Options, read_format

    formats = [read_format(file.suffix) for file in files]
    scheme: Literal["light", "dark"] = "dark" if dark else "light"
    options = Options(page=page, widget=widget, width=width, scheme=scheme, scale=scale)
    with Exporter(look_at(open_workspace(folder), name, selected, filtered, widget), options) as exporter:
        made = [exporter.file(form) for form in formats]  # nothing is written unless all can be
    for file, content in zip(files, made, strict=True):
        file.write_bytes(content)
        click.echo(f"Wrote {file} ({len(content) / 1000:,.0f} kB).", err=True)


def look_at(
    workspace: Workspace,
    name: str,
    selected: tuple[str, ...] = (),
    filtered: tuple[str, ...] = (),
    widget: str | None = None,
) -> Report:
    """Return a dashboard as it is now, with some selections and global filters; where only one widget is wanted, of it.

    Raises:
        DashboardError: there is no such dashboard, or a selection or a filter is none.
    """
    from dashboards.choice_words import read_filters
    from dashboards.export.report import report
    from dashboards.filter_choices import filtered as with_filters
    from dashboards.library import parse, read
    from dashboards.select_words import read_selections

    source = parse(read(Path(name)), Path(name)) if name.endswith(".json") else name
    opened = workspace.dashboard(source)
    now = dt.datetime.now(dt.UTC)
    filters = read_filters(filtered, opened.dashboard, opened.session, now)
    selections = read_selections(selected, with_filters(opened.dashboard, filters), opened.session, now, opened.locale)
    look = opened.look(now, selections, None if widget is None else {widget}, filters)
    return report(opened.dashboard, Path(name).stem, look, now)
