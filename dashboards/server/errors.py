"""Errors as answers: one table from the class of an error to its status and code. Causes inside are never sent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from dashboards.errors import DashboardError, DashboardNotFoundError
from dashboards.lens.queries import SavedNotFoundError
from dashboards.people.accounts import NoSuchPersonError
from dashboards.people.attempts import TooManyAttemptsError
from dashboards.saving import ChangedMeanwhileError
from engine.analyses.segments.errors import SegmentNotFoundError
from engine.errors import SwellError
from engine.models.errors import ModelNotFoundError
from engine.query_errors import InternalError, QueryCancelledError, QueryLimitError
from engine.security.errors import DatasetClosedError
from engine.store import CorruptDatasetError, DatasetNotFoundError, StoreError
from saql import SaqlError
from saql.render import to_dict

logger = logging.getLogger(__name__)

STATUS: tuple[tuple[type[SwellError], int, str], ...] = (
    (DashboardNotFoundError, 404, "not_found"),
    (DatasetNotFoundError, 404, "not_found"),
    (DatasetClosedError, 403, "closed"),
    (ModelNotFoundError, 404, "not_found"),
    (SavedNotFoundError, 404, "not_found"),
    (SegmentNotFoundError, 404, "not_found"),
    (NoSuchPersonError, 404, "not_found"),
    (TooManyAttemptsError, 429, "attempts"),
    (ChangedMeanwhileError, 412, "changed"),
    (DashboardError, 422, "dashboard"),
    (CorruptDatasetError, 500, "store"),
    (StoreError, 422, "store"),
    (QueryLimitError, 422, "limit"),
    (QueryCancelledError, 409, "cancelled"),
    (InternalError, 500, "internal"),
    (SwellError, 422, "error"),
)
"""The first class that fits counts."""

_INTERNAL = "This is a mistake in Swell itself."


class RequestError(SwellError):
    """A request that is not as it should be."""

    def __init__(self, status: int, message: str, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status


def handlers() -> Mapping[Any, Callable[[Request, Exception], Response]]:
    """Return the handlers of all errors, by class."""
    return {
        SaqlError: _query_refused,
        SwellError: _refused,
        HTTPException: _not_served,
        ClientDisconnect: _gone,
        Exception: _failed,
    }


def body(code: str, message: str, hint: str | None = None) -> dict[str, object]:
    """Return the body of an answer that says what is wrong."""
    return {"error": {"code": code, "message": message, "hint": hint}}


def _query_refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, SaqlError)
    first = error.diagnostics[0].message
    found = [to_dict(each, error.text) for each in error.diagnostics]
    return JSONResponse({**body("saql", first), "diagnostics": found}, 422)


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, SwellError)
    if isinstance(error, RequestError):
        return JSONResponse(body("request", error.message, error.hint), error.status)
    status, code = next((status, code) for kind, status, code in STATUS if isinstance(error, kind))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("%s", error)
    return JSONResponse(body(code, _placed(error), error.hint), status)


def _placed(error: SwellError) -> str:
    """Return the message with the file's name, without the folders that it is in."""
    if error.file is None:
        return error.message
    parts = [str(each) for each in (error.file.name, error.line, error.column) if each is not None]
    return f"{':'.join(parts)}: {error.message}"


def _not_served(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    codes = {404: "not_found", 405: "method"}
    message = {404: "There is nothing at this address.", 405: "This address does not take such requests."}
    code = codes.get(error.status_code, "request")
    answer = body(code, message.get(error.status_code, error.detail))
    return JSONResponse(answer, error.status_code, headers=dict(error.headers or {}))


def _gone(_: Request, __: Exception) -> Response:
    """Whoever asked has gone before all was said: that is no mistake of ours, and nobody reads the answer."""
    return JSONResponse(body("request", "The request broke off."), 400)


def _failed(request: Request, error: Exception) -> Response:
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return JSONResponse(body("internal", _INTERNAL, "The server's log says more. Please report it."), 500)
