"""Webhooks: a message as JSON to an address, signed, over a line to an address that was looked at before.

The receiver checks that `X-Swell-Signature` is `sha256=` and the HMAC-SHA256, in hexadecimal, of the bytes of
`X-Swell-Timestamp`, a dot, and the body.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from dashboards.model.json import JsonObject
from saql.record import record
from swell.jobs.outbox import Message, RefusedError, UnreachableError
from swell.settings import WebhookSettings

TIMEOUT = 10.0
_OK = range(200, 300)
_LATER = frozenset((408, 425, 429))
_SERVER_ERROR = 500


def compose(target: str, about: str, content: JsonObject) -> Message:
    """Return a message for a webhook; its key is in it as `id`."""
    key = Message.new_key()
    return Message(key, "webhook", target, about, json.dumps({"id": key, **content}, ensure_ascii=False).encode())


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return what `X-Swell-Signature` says."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


@record(eq=False)
class Caller:
    """Calls webhooks; `secret` is asked for when it is needed."""

    settings: WebhookSettings
    secret: Callable[[], str]
    now: Callable[[], dt.datetime]

    def send(self, message: Message) -> None:
        """Post a message.

        Raises:
            RefusedError: the address is none that may be called, or says that it does not take this.
            UnreachableError: it can't be reached, or has no time.
        """
        try:
            address = urlsplit(message.target)
        except ValueError:
            raise RefusedError(f"'{message.target[:30]}…' is no address.") from None
        timestamp = str(int(self.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Swell",
            "Idempotency-Key": message.key,
            "X-Swell-Timestamp": timestamp,
            "X-Swell-Signature": signature(self.secret(), timestamp, message.content),
        }
        try:
            connection = self._connected(address)
            try:
                path = (address.path or "/") + (f"?{address.query}" if address.query else "")
                connection.request("POST", path, message.content, headers)
                status = connection.getresponse().status
            finally:
                connection.close()
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise UnreachableError(f"{address.hostname} can't be reached: {error}.") from error
        if status in _OK:
            return
        kind = UnreachableError if status in _LATER or status >= _SERVER_ERROR else RefusedError
        raise kind(f"{address.hostname} answered with status {status}.")

    def _connected(self, address: SplitResult) -> http.client.HTTPConnection:
        """Return a connection to the very address that was looked at: a name may lead elsewhere a moment later."""
        host, secure = address.hostname or "", address.scheme == "https"
        allowed = host in self.settings.allowed
        if not secure and not allowed:
            raise RefusedError(f"{host}: webhooks are called over https only.", hint=_ALLOW)
        port = address.port or (443 if secure else 80)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, place = found[0]
        if not allowed and not all(is_public(str(each[4][0])) for each in found):
            raise RefusedError(f"{host} is this machine, or in a private network.", hint=_ALLOW)
        made = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = made(host, port, timeout=TIMEOUT)
        line = socket.socket(family, kind, protocol)
        try:
            line.settimeout(TIMEOUT)
            line.connect(place)
            connection.sock = ssl.create_default_context().wrap_socket(line, server_hostname=host) if secure else line
        except BaseException:
            line.close()
            raise
        return connection


_TRANSLATED = tuple(
    map(ipaddress.ip_network, ("::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
)
"""IPv6 addresses that lead to IPv4 ones, which may be private."""

_ALLOW = 'To call it all the same, write into swell.toml: [webhooks] allow = "the host"'


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet; those that stand for one of another kind are none."""
    found = ipaddress.ip_address(address.partition("%")[0])
    stands_for_another = any(found in each for each in _TRANSLATED if each.version == found.version)
    return found.is_global and not found.is_multicast and not stands_for_another
