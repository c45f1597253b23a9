"""One request to HubSpot, through hubspot-api-client: with a timeout, one held pool of lines, and raw JSON.

The library's own models are slow, its retries leave out searches, and its log shows bodies: none of it is used.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.hubspot.errors import DroppedError, Reply

_TIMEOUT = (10.0, 120.0)  # seconds to connect, and to wait for the next bytes


class Transport:
    """The line to HubSpot; threads share it.

    Args:
        url: where HubSpot's interface is.
        proxy: the address of a web proxy on the way; "" where there is none.
    """

    def __init__(self, url: str, proxy: str = "") -> None:
        self._url = url
        self._proxy = proxy
        self._lock = threading.Lock()
        self._client: Any = None

    def send(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        form: Sequence[tuple[str, str]] = (),
    ) -> Reply:
        """Send one request and return its answer, whatever its status.

        Raises:
            DroppedError: no answer came, or not all of it.
        """
        from hubspot.crm.objects.exceptions import ApiException
        from urllib3.exceptions import HTTPError

        headers = {"Accept": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            response = self._api_client().call_api(
                path,
                method,
                query_params=list((query or {}).items()),
                header_params=headers,
                body=body,
                post_params=list(form),
                _preload_content=False,
                _request_timeout=_TIMEOUT,
            )
            return _reply(response.status, response.headers, response.data)
        except ApiException as error:
            return _reply(error.status, error.headers, error.body)
        except AttributeError as error:
            # A failure of TLS is an ApiException without a body, over which the library stumbles.
            if not isinstance(error.__context__, ApiException):
                raise
            raise DroppedError("the line is not secure (TLS, certificate)", passes=False) from None
        except HTTPError as error:
            raise DroppedError(_words(error)) from None
        except UnicodeDecodeError:
            raise DroppedError("an answer is not text") from None

    def close(self) -> None:
        """Close the lines."""
        with self._lock:
            if self._client is not None:
                self._client.rest_client.pool_manager.clear()
                self._client = None

    def _api_client(self) -> Any:
        with self._lock:
            if self._client is None:
                import hubspot

                # The token is a header of each request: the library copies its configuration and would keep an old one.
                client = hubspot.Client.create(host=self._url, proxy=self._proxy or None, retry=False)
                self._client = client.crm.objects.basic_api.api_client
            return self._client


def _reply(status: int, headers: Any, body: bytes | str | None) -> Reply:
    named = {str(name).lower(): str(value) for name, value in dict(headers or {}).items()}
    try:
        found = json.loads(body) if body else None
    except ValueError:
        if status < 300:
            raise DroppedError("an answer is not JSON") from None
        found = None
    return Reply(status=status, headers=named, body=found)


def _words(error: Exception) -> str:
    from urllib3 import exceptions

    match error:
        case exceptions.NewConnectionError() | exceptions.ConnectTimeoutError():
            return "no connection"
        case exceptions.ReadTimeoutError():
            return f"no answer within {_TIMEOUT[1]:.0f} s"
    return "the connection broke"
