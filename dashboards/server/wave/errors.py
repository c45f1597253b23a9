"""Errors as clients of Salesforce read them: a list of objects with a code and a message."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboards.errors import DashboardError, DashboardNotFoundError
from dashboards.lens.queries import SavedNotFoundError
from dashboards.saving import ChangedMeanwhileError
from dashboards.server.errors import RequestError
from engine.errors import SwellError
from engine.query_errors import InternalError, QueryCancelledError, QueryLimitError
from engine.security.errors import DatasetClosedError
from engine.store import CorruptDatasetError, DatasetLockedError, DatasetNotFoundError, VersionNotFoundError
from saql import SaqlError
from saql.source import Source

logger = logging.getLogger(__name__)

_CODES: tuple[tuple[type[SwellError], int, str], ...] = (
    (DashboardNotFoundError, 404, "NOT_FOUND"),
    (DatasetNotFoundError, 404, "NOT_FOUND"),
    (VersionNotFoundError, 404, "NOT_FOUND"),
    (SavedNotFoundError, 404, "NOT_FOUND"),
    (DatasetClosedError, 403, "INSUFFICIENT_ACCESS"),
    (ChangedMeanwhileError, 409, "UNABLE_TO_LOCK_ROW"),
    (DatasetLockedError, 409, "UNABLE_TO_LOCK_ROW"),
    (DashboardError, 400, "JSON_PARSER_ERROR"),
    (CorruptDatasetError, 500, "UNKNOWN_EXCEPTION"),
    (InternalError, 500, "UNKNOWN_EXCEPTION"),
    (QueryLimitError, 400, "QUERY_TOO_COMPLICATED"),
    (QueryCancelledError, 400, "QUERY_TIMEOUT"),
    (SwellError, 400, "INVALID_INPUT"),
)
"""The first class that fits counts."""

SERVICES = "/services/"
"""All that clients of Salesforce call lies below."""

_MESSAGES = {404: "The requested resource does not exist", 405: "HTTP method not allowed. This resource has others."}

_OF_STATUS = {
    401: "INVALID_SESSION_ID",
    403: "INSUFFICIENT_ACCESS",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    413: "REQUEST_LIMIT_EXCEEDED",
    429: "REQUEST_LIMIT_EXCEEDED",
}


class WaveError(SwellError):
    """A request that can't be answered, with the code that Salesforce has for it."""

    def __init__(self, status: int, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.code = code


def no_such(thing: str, given: str) -> WaveError:
    """Return the error that there is no such thing, or none that the caller may see."""
    return WaveError(404, "NOT_FOUND", f"There is no {thing} '{given[:100]}'.")


def invalid(message: str, hint: str | None = None) -> WaveError:
    """Return the error that a request is not as it should be."""
    return WaveError(400, "INVALID_INPUT", message, hint)


_Handler = Callable[[Request, Exception], Response]


def shaped(handlers: Mapping[Any, _Handler]) -> Mapping[Any, _Handler]:
    """Return the handlers of errors, with those of requests below `/services` answered as Salesforce would."""

    def handler(otherwise: _Handler) -> _Handler:
        return lambda request, error: (
            answer(request, error) if request.url.path.startswith(SERVICES) else otherwise(request, error)
        )

    return {kind: handler(otherwise) for kind, otherwise in handlers.items()}


def answer(request: Request, error: Exception) -> Response:
    """Return the answer that tells a client of an error."""
    if isinstance(error, SaqlError):
        return _listed(
            400, [_diagnosed(each.code, each.message, each.span.start, error.text) for each in error.diagnostics]
        )
    status, code = _status(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("%s %s failed: %s", request.method, request.url.path, error, exc_info=error)
    return _listed(status, [_one(code, _words(error))])


def _status(error: Exception) -> tuple[int, str]:
    match error:
        case WaveError():
            return error.status, error.code
        case RequestError():
            return error.status, _OF_STATUS.get(error.status, "JSON_PARSER_ERROR")
        case HTTPException():
            return error.status_code, _OF_STATUS.get(error.status_code, "INVALID_INPUT")
    return next(
        ((status, code) for kind, status, code in _CODES if isinstance(error, kind)), (500, "UNKNOWN_EXCEPTION")
    )


def _words(error: Exception) -> str:
    match error:
        case SwellError():
            return error.message if error.hint is None else f"{error.message} {error.hint}"
        case HTTPException():
            return _MESSAGES.get(error.status_code, error.detail)
    return "This is a mistake in Swell itself; the server's log says more."


def _diagnosed(code: str, message: str, start: int, text: str) -> dict[str, str]:
    place = Source(text).place(start)
    return _one(code, f"Line {place.line}, column {place.column}: {message}")


def _one(code: str, message: str) -> dict[str, str]:
    return {"errorCode": code, "message": message}


def _listed(status: int, errors: list[dict[str, str]]) -> Response:
    return JSONResponse(errors, status)
