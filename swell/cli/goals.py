"""`swell goals`: how people and teams stand against their targets."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from swell.cli import output
from swell.cli.options import open_workspace, output_option, workspace_option

_WIDTH = 20


@click.command(
    "goals",
    epilog="""\b
Examples
  swell goals                            the first goal, in the present period
  swell goals bookings --period 2026-Q3  another period
  swell models train bookings            reckon it anew""",
)
@click.argument("name", required=False)
@click.option("--period", metavar="PERIOD", help="Such as 2026-Q3 (default: the present one).")
@output_option
@workspace_option
def command(name: str | None, period: str | None, form: str, folder: Path) -> int:
    """Show how people and teams stand against the targets of the goal NAME, a model of kind goals."""
    from dashboards.goals import Goals
    from swell.models import workspace_models

    workspace = open_workspace(folder)
    found = Goals(workspace_models(workspace), workspace.session, dt.datetime.now(dt.UTC)).show(name, period)
    if form == "json":
        click.echo(json.dumps(found, indent=1))
    elif found["goal"] is None:
        click.echo('There are no goals yet. A file models/NAME.json makes one: {"kind": "goals", "label": "Bookings"}')
    elif not found["made"]:
        click.echo(f"Goal '{found['goal']}' was not reckoned yet: swell models train {found['goal']}")
    else:
        click.echo(_text(found))
    return 0


def _text(found: Mapping[str, Any]) -> str:
    rows: Sequence[Mapping[str, Any]] = found["rows"]
    lines = [f"{found['goal']}, {found['period']}"]
    if rows and 0 < rows[0]["gone"] < 1:
        lines[0] += f": {rows[0]['gone']:.0%} of the working days have gone, marked with |"
    shown = [_row(row, depth, found["format"]) for row, depth in tree(rows)]
    names = ("who", "", "reached", "of target", "%", "pace", "missing", "forecast", "state")
    table = output.draw_table(names, shown, (False, False, True, True, True, True, True, True, False))
    return "\n\n".join([*lines, table])


def tree(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Yield rows with how deep they are in the tree, each below the one above it that is among the rows."""
    known = {row["id"] for row in rows}
    below: dict[str | None, list[Mapping[str, Any]]] = {}
    for row in rows:
        below.setdefault(row["manager"] if row["manager"] in known else None, []).append(row)

    def walk(above: str | None, depth: int) -> Iterator[tuple[Mapping[str, Any], int]]:
        for row in below.get(above, ()):
            yield row, depth
            yield from walk(row["id"], depth + 1)

    return walk(None, 0)


def _row(row: Mapping[str, Any], depth: int, pattern: str | None) -> tuple[str | None, ...]:
    from dashboards.formats import number_text

    def amount(value: float | None) -> str | None:
        return None if value is None else number_text(value, pattern)

    attainment, pace = row["attainment"], row["pace"]
    return (
        "· " * depth + row["person"],
        bar(attainment, row["gone"]),
        amount(row["actual"]),
        amount(row["target"]),
        None if attainment is None else f"{attainment:.0%}",
        None if pace is None else f"{pace:.2f}",
        amount(row["gap"]),
        amount(row["forecast"]),
        row["state"],
    )


def bar(attainment: float | None, gone: float) -> str:
    """Return a bar of what is reached, with a mark where it had to be by now."""
    filled = round(min(max(attainment or 0.0, 0.0), 1.0) * _WIDTH)
    cells = ["█" if at < filled else "·" for at in range(_WIDTH)]
    if 0 < gone < 1:
        cells[min(int(gone * _WIDTH), _WIDTH - 1)] = "|"
    return "".join(cells)
