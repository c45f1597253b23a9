"""`swell audit`: who did what."""

from __future__ import annotations

import json
from pathlib import Path

import click

from swell.cli.options import workspace_option
from swell.cli.people import open_accounts


@click.command("audit", epilog="\b\nExample\n  swell audit --action 'sign-in failed' -n 20")
@click.option("-n", "--count", type=click.IntRange(1, 1_000_000), default=50, show_default=True, help="How many.")
@click.option("--person", help="Only what somebody with this e-mail did.")
@click.option("--action", help="Only this, such as 'sign-in failed'.")
@click.option(
    "-o",
    "--output",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="json: an object a line.",
)
@workspace_option
def command(count: int, person: str | None, action: str | None, output: str, folder: Path) -> None:
    """Show the log of what people did, the latest first: sign-ins, accounts, tokens, roles, files, exports."""
    from swell.cli.output import draw_table

    events = open_accounts(folder).audit.latest(count, person, action)
    if output == "json":
        for each in events:
            shown = {
                "at": each.at.isoformat(),
                "person": each.person,
                "action": each.action,
                "target": each.target,
                "address": each.address,
                "detail": dict(each.detail),
            }
            click.echo(json.dumps(shown, ensure_ascii=False))
        return
    rows = [
        (
            f"{each.at:%Y-%m-%d %H:%M:%S}",
            each.person,
            each.action,
            each.target,
            each.address,
            ", ".join(f"{name} {value}" for name, value in each.detail.items() if value is not None),
        )
        for each in events
    ]
    names = ("When (UTC)", "Who", "What", "To what", "From", "Detail")
    click.echo(draw_table(names, rows, (False,) * len(names)))
