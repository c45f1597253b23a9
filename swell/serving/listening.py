"""Where a server listens, and whether it may: without accounts, nobody else is let in."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from saql.record import record

if TYPE_CHECKING:
    from swell.workspace import Workspace


class ListeningRefused(Exception):
    """The server may not listen so; the message says what to do."""


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


def check(workspace: Workspace, listening: Listening, warn: Callable[[str], None]) -> None:
    """Refuse to listen where anybody could do anything, or without the files that it takes.

    Args:
        workspace: what is served.
        listening: where and how.
        warn: is told what is possible but unwise.

    Raises:
        ListeningRefused: the message says what to do.
    """
    from dashboards.server.loopback import is_loopback

    local = is_loopback(listening.host)
    if not workspace.accounts().exist() and (not local or listening.proxies):
        where = "behind a proxy" if local else f"on {listening.host}"
        raise ListeningRefused(
            f"Without accounts, everybody who reaches Swell {where} could do everything, so it does not listen there.\n"
            f"Make an account for yourself first: swell user add YOU@EXAMPLE.COM -w {workspace.folder}"
        )
    if (listening.certificate is None) is not (listening.key is None):
        raise ListeningRefused("TLS takes both --certificate and --key.")
    if listening.certificate is not None:
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(listening.certificate, listening.key)
        except OSError as error:  # ssl's own is a kind of it
            raise ListeningRefused(f"The certificate and its key can't be used: {error}.") from None
    elif not local and not listening.proxies:
        warn("Warning: passwords travel readable. Give --certificate and --key, or --behind-proxy ADDRESS.")
