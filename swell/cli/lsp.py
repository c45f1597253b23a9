"""`swell lsp`: the language server for editors."""

from __future__ import annotations

from pathlib import Path

import click

from swell.cli.options import workspace_option


@click.command("lsp", epilog="\b\nExample (the command that an editor starts)\n  swell lsp")
@workspace_option
def command(folder: Path) -> None:
    """Serve editors over standard input and output: mistakes, completion, hovers, formatting of .saql files.

    A file belongs to the workspace whose folder it is in; other files to that of --workspace.
    """
    try:
        from swell.lsp.server import make_server
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        raise click.ClickException("The language server is an extra. Install it: pip install 'swell[lsp]'") from None
    make_server(folder).start_io()
