"""`swell serve`: the web page and its API for one workspace."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from swell.cli.options import open_workspace, workspace_option

if TYPE_CHECKING:
    from swell.workspace import Workspace

TRIED_PORTS = 50
"""How many ports after a busy one are tried to find a free one to suggest."""


@click.command("serve", epilog="\b\nExample\n  swell serve -w sales --port 9000")
@click.option("--port", type=click.IntRange(1, 65535), help="The port (default: 8321, or swell.toml's).")
@workspace_option
def command(port: int | None, folder: Path) -> None:
    """Serve the workspace to the browser, on this machine only."""
    workspace = open_workspace(folder)
    serve(workspace, workspace.settings.server.port if port is None else port, option="--port")


def serve(workspace: Workspace, port: int, option: str) -> None:
    """Serve until interrupted.

    Raises:
        click.UsageError: the port is busy; the message names `option` and the next free port.
    """
    host = workspace.settings.server.host
    listener = listen(host, port, option)
    import uvicorn  # it takes a while to import, and a busy port is to be said at once

    click.echo(f"Swell serves '{workspace.name}' on http://{host}:{port}  (Ctrl+C stops it)")
    config = uvicorn.Config(workspace.application(), log_level="warning", access_log=False, lifespan="off")
    with listener:
        uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int, option: str) -> socket.socket:
    """Return a socket that listens on the port."""
    try:
        return _bound(host, port)
    except OSError as error:
        free = _next_free(host, port)
        advice = f" Port {free} is free: {option} {free}" if free else ""
        raise click.UsageError(f"Port {port} on {host} can't be used: {error.strerror}.{advice}") from None


def _bound(host: str, port: int) -> socket.socket:
    # asyncio sends at once (TCP_NODELAY) only on sockets that say they are TCP; on others each answer takes 40 ms more.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _next_free(host: str, port: int) -> int | None:
    for candidate in range(port + 1, min(port + 1 + TRIED_PORTS, 65536)):
        try:
            _bound(host, candidate).close()
        except OSError:
            continue
        return candidate
    return None
