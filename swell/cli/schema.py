"""`swell schema`: the JSON Schema of dashboards."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(
    "schema",
    epilog="""\b
Examples
  swell schema -o dashboard.schema.json
  In .vscode/settings.json:
    "json.schemas": [{"fileMatch": ["dashboards/*.json"], "url": "./dashboard.schema.json"}]""",
)
@click.option("-o", "--output", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file.")
def command(file: Path | None) -> None:
    """Print the JSON Schema of dashboards: editors complete, explain and check their members with it."""
    from dashboards.schema import schema_text

    if file is None:
        click.echo(schema_text(), nl=False)
    else:
        file.write_text(schema_text(), "utf-8")
        click.echo(f"Wrote {file}.", err=True)
