"""The HTTP session: one pool of connections that all threads share, with timeouts, without cookies."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter

CONNECT_SECONDS = 10.0
READ_SECONDS = 120.0
CONNECTIONS = 16


class PatientAdapter(HTTPAdapter):
    """Waits for an answer, but not for ever: requests by itself has no timeout."""

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send a request as `HTTPAdapter` does, with a timeout in any case."""
        waits = timeout if timeout is not None else (CONNECT_SECONDS, READ_SECONDS)
        return super().send(request, stream, waits, verify, cert, dict(proxies) if proxies else None)


def http_session(*, compressed: bool = True) -> requests.Session:
    """Return a session for calls that bring their own credentials.

    Args:
        compressed: whether answers may come in gzip; within one machine that only costs time.
    """
    session = requests.Session()
    if not compressed:
        session.headers["Accept-Encoding"] = "identity"
    adapter = PatientAdapter(pool_connections=4, pool_maxsize=CONNECTIONS)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.auth = _as_given  # or the machine's .netrc would take the place of the token
    logging.getLogger("urllib3.connectionpool").addFilter(without_query)
    return session


def _as_given(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def without_query(record: logging.LogRecord) -> bool:
    """Take the query string, which holds SOQL, out of what urllib3 logs of a request."""
    if isinstance(record.args, tuple):
        record.args = tuple(
            re.sub(r"\?.*", "?…", each, flags=re.DOTALL) if isinstance(each, str) else each for each in record.args
        )
    return True
