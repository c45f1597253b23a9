"""What `swell sync --plan` shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from connectors.errors import ConnectorError
from swell.cli.errors import BAD_INPUT

if TYPE_CHECKING:
    from connectors.protocol import Estimate
    from connectors.sync.plan import ObjectPlan
    from connectors.sync.runner import Sync
    from connectors.sync.settings import Demand


def show_plan(sync: Sync, demand: Demand) -> int:
    """Show what a run would do with each object, and what it costs; return the exit code."""
    planned = sync.plan(demand)
    click.echo(f"{sync.settings.name}: {planned.account}, everything before {planned.until:%Y-%m-%d %H:%M:%S} UTC")
    rows: list[tuple[str, ...]] = [("object", "rows", "calls", "size", "what", "deletions")]
    calls = 0
    for plan in planned.objects:
        try:
            estimate = plan.estimate(sync.connector)
        except ConnectorError as error:
            rows.append((plan.schema.name, "?", "?", "?", error.message, ""))
            continue
        calls += estimate.calls
        rows.append(_row(plan, estimate))
    _table(rows)
    for plan in planned.objects:
        _fields(plan)
    for name, failure in planned.failures.items():
        click.echo(f"{name}: {failure.args[0]}" + (f"\n  {failure.hint}" if failure.hint else ""), err=True)
    for name, failure in planned.without.items():
        click.echo(f"{name}: datasets are made without it. {failure.args[0]}")
    usage = sync.connector.usage()
    allowed = "" if usage.allowed is None or usage.used is None else f"; {usage.used:,} of {usage.allowed:,} used today"
    click.echo(f"About {calls:,} calls{allowed}. Nothing was written.")
    return BAD_INPUT if planned.failures else 0


def _row(plan: ObjectPlan, estimate: Estimate) -> tuple[str, ...]:
    count = "?" if estimate.rows is None else f"{estimate.rows:,}"
    size = "?" if estimate.bytes is None else _size(estimate.bytes)
    deletions = {"none": "", "reported": "as the CRM reports", "keys": "by comparing all keys"}[plan.deletions]
    what = f"{plan.mode}: {plan.why}" + (f"; {', '.join(plan.columns)} of all rows" if plan.columns else "")
    return plan.schema.name, count if estimate.exact else f"~{count}", f"{estimate.calls:,}", size, what, deletions


def _fields(plan: ObjectPlan) -> None:
    if plan.new:
        click.echo(f"{plan.schema.name}: new fields {', '.join(plan.new)}")
    if plan.vanished:
        click.echo(f"{plan.schema.name}: fields that are gone or hidden, kept here: {', '.join(plan.vanished)}")
    for note in plan.schema.notes:
        click.echo(f"{plan.schema.name}: {note}")


def _table(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]))]
    for row in rows:
        cells = [
            each.rjust(width) if number in (1, 2, 3) else each.ljust(width)
            for number, (each, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


def _size(count: int) -> str:
    size = float(count)
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
