"""`swell init`: an empty workspace."""

from __future__ import annotations

from pathlib import Path

import click

from swell.settings import FILE_NAME

TEMPLATE = """# Settings of this workspace. Every line is optional; these are the defaults.
name = "{name}"

[query]
timezone = "UTC"          # the zone that dates are reckoned in
null_dimensions = true    # keep the group of rows whose key is null
row_limit = 10000         # rows that a query without a limit returns
threads = 0               # processors that work for a query, 0 for all
memory_mb = 0             # what a query takes of memory, 0 for half of it; what needs more goes to files
spill_folder = ""         # where these files are, "" for the system's folder for temporary files

[server]
host = "127.0.0.1"
port = 8321

[people]
dataset = "{users}"        # users of the CRM, whose fields security predicates read as $User.*; "" for none
email_field = "Email"     # the field by which people who sign in are found there

[page]
locale = ""               # the language of numbers and dates, such as "de-DE"; "" for that of each reader's browser
"""


@click.command("init", epilog="\b\nExample\n  swell init sales && cd sales && swell import ../orders.csv --as orders")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def command(folder: Path) -> None:
    """Make an empty workspace in FOLDER (default: here)."""
    if (folder / FILE_NAME).exists():
        raise click.UsageError(f"'{folder}' is a workspace already; its settings are in {folder / FILE_NAME}.")
    write_skeleton(folder, folder.resolve().name)
    click.echo(f"Made a workspace in {folder}. Next: swell import FILE.csv --as NAME -w {folder}")


def write_skeleton(folder: Path, name: str, users: str = "") -> None:
    """Write the folders and the settings file of a workspace; what is there stays. `users` is a dataset of users."""
    for part in ("dashboards", "queries"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    settings = folder / FILE_NAME
    if not settings.exists():
        written = TEMPLATE.format(name=name.replace("\\", "\\\\").replace('"', '\\"'), users=users)
        settings.write_text(written, "utf-8")
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text("data/\n", "utf-8")
