"""`swell serve`: the web page and its API for one workspace."""

from __future__ import annotations

import socket
import ssl
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from saql.record import record
from swell.cli.options import open_workspace, workspace_option
from swell.serving.options import LogForm, ServeOptions, as_log_form

if TYPE_CHECKING:
    from swell.workspace import Workspace

TRIED_PORTS = 50
"""How many ports after a busy one are tried to find a free one to suggest."""


@record
class Listening:
    """Where to listen, and how: with a certificate and a key for TLS, behind proxies at some addresses."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    proxies: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The address to open."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.certificate else 'http'}://{host}:{self.port}"


@click.command(
    "serve",
    epilog="""\b
Examples
  swell serve -w sales --port 9000
  swell serve -w sales --host 0.0.0.0 --certificate swell.pem --key swell.key
  swell serve -w sales --behind-proxy 127.0.0.1 --workers 4""",
)
@click.option("--host", help="The address to listen on (default: 127.0.0.1, or swell.toml's).")
@click.option("--port", type=click.IntRange(1, 65535), help="The port (default: 8321, or swell.toml's).")
@click.option("--certificate", type=click.Path(path_type=Path), help="The certificate for TLS, a PEM file.")
@click.option("--key", type=click.Path(path_type=Path), help="The certificate's key, a PEM file.")
@click.option(
    "--behind-proxy", "proxies", multiple=True, metavar="ADDRESS", help="Trust X-Forwarded-* of a proxy at ADDRESS."
)
@click.option("--workers", type=click.IntRange(1, 256), help="Processes that serve (default: 1, or swell.toml's).")
@click.option("--log", type=click.Choice(["quiet", "json"]), help="json: a line for each request and each error.")
@workspace_option
def command(
    host: str | None,
    port: int | None,
    certificate: Path | None,
    key: Path | None,
    proxies: tuple[str, ...],
    workers: int | None,
    log: LogForm | None,
    folder: Path,
) -> None:
    """Serve the workspace to the browser.

    Without accounts on this machine only; 'swell user add' makes the first one.
    """
    workspace = open_workspace(folder)
    given = workspace.settings.server
    listening = Listening(
        host or given.host,
        port or given.port,
        certificate or (folder / given.certificate if given.certificate else None),
        key or (folder / given.key if given.key else None),
        proxies or tuple(each.strip() for each in given.behind_proxy.split(",") if each.strip()),
    )
    options = ServeOptions(
        workers=workers or given.workers,
        grace=given.grace_seconds,
        log=log or as_log_form(given.log),
        certificate=str(listening.certificate or ""),
        key=str(listening.key or ""),
        proxies=listening.proxies,
    )
    serve(workspace, listening.port, "--port", listening, options)


def serve(
    workspace: Workspace,
    port: int,
    option: str,
    listening: Listening | None = None,
    options: ServeOptions | None = None,
) -> None:
    """Serve until interrupted.

    Args:
        workspace: what is served.
        port: the port.
        option: the command line's option for it.
        listening: where else than on this machine's loopback, and how.
        options: by how many processes, and what they are told.

    Raises:
        click.UsageError: the port is busy, and the message names `option` and the next free port; or the server may
            not listen so, and the message says what to do.
    """
    chosen, given = listening or Listening(workspace.settings.server.host, port), options or ServeOptions()
    check(workspace, chosen)
    listener = listen(chosen.host, chosen.port, option)
    said = f"Swell serves '{workspace.name}' on {chosen.address}  (Ctrl+C stops it)"
    click.echo(said, err=given.log != "quiet")  # the log has the standard output to itself
    with listener:
        if given.workers > 1:
            from swell.serving.supervisor import Supervisor

            sys.exit(Supervisor(workspace.folder, listener, given, lambda text: click.echo(text, err=True)).run())
        # They take a while to import, and a busy port is to be said at once.
        from swell.serving.worker import serve_workspace

        serve_workspace(workspace, listener, given)


def check(workspace: Workspace, listening: Listening) -> None:
    """Refuse to listen where anybody could do anything, or without the files that it takes.

    Raises:
        click.UsageError: the message says what to do.
    """
    from dashboards.server.loopback import is_loopback

    local = is_loopback(listening.host)
    if not workspace.accounts().exist() and (not local or listening.proxies):
        where = "behind a proxy" if local else f"on {listening.host}"
        raise click.UsageError(
            f"Without accounts, everybody who reaches Swell {where} could do everything, so it does not listen there.\n"
            f"Make an account for yourself first: swell user add YOU@EXAMPLE.COM -w {workspace.folder}"
        )
    if (listening.certificate is None) is not (listening.key is None):
        raise click.UsageError("TLS takes both --certificate and --key.")
    if listening.certificate is not None:
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(listening.certificate, listening.key)
        except OSError as error:  # ssl's own is a kind of it
            raise click.UsageError(f"The certificate and its key can't be used: {error}.") from None
    elif not local and not listening.proxies:
        click.echo(
            "Warning: passwords travel readable. Give --certificate and --key, or --behind-proxy ADDRESS.", err=True
        )


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
