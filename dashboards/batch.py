"""Queries that are asked for one by one and run together.

A query that several steps share runs once, and queries that need no result of each other run in one batch.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from typing import TypeAlias, TypeVar, cast

from dashboards.errors import StepError
from engine.errors import SwellError
from engine.session import QueryRequest, QueryResult, Session
from saql import SaqlError
from saql.syntax.expressions import Expression

logger = logging.getLogger(__name__)

_T = TypeVar("_T")
Filters: TypeAlias = Mapping[str, list[Expression]]


class Awaited(BaseException):
    """A result is asked for that a query has to give first. It is no error, and passes by those who catch errors."""


class Batch:
    """The queries of one look at a dashboard, each with its answer as soon as it has run."""

    def __init__(self, session: Session, now: dt.datetime, dashboard: str) -> None:
        """Take what runs the queries.

        Args:
            session: runs them.
            now: what relative dates are reckoned from.
            dashboard: whose queries they are, for the log.
        """
        self._session = session
        self._now = now
        self._dashboard = dashboard
        self.lasting = True
        """Whether all answers so far hold all day, as long as no dataset changes: see `QueryResult.lasting`."""
        self._answers: dict[Hashable, object] = {}
        self._awaited: dict[Hashable, QueryRequest] = {}

    def together(self, tasks: Sequence[Callable[[], _T]]) -> list[_T]:
        """Do several tasks that ask for answers, and return what each returns.

        A task that needs the answer of a query ends there, and begins anew when the queries that all tasks wait for
        have run together. Those that depend on answers of others come in the batches after.
        """
        done: dict[int, _T] = {}
        while len(done) < len(tasks):
            if self._awaited:
                self._run()
            for place, task in enumerate(tasks):
                if place not in done:
                    with suppress(Awaited):
                        done[place] = task()
        return [done[place] for place in range(len(tasks))]

    def answer(self, text: str, filters: Filters, name: str) -> QueryResult:
        """Return the answer of a query.

        Args:
            text: the query.
            filters: conditions on the rows of each dataset.
            name: what the log calls it.

        Raises:
            Awaited: it has not run yet.
            SwellError: it can't be run.
            SaqlError: it is not valid.
        """
        key = (text, tuple((dataset, tuple(each)) for dataset, each in sorted(filters.items())))
        if key not in self._answers:
            self._awaited[key] = QueryRequest(text, filters, name=name)
            raise Awaited
        answer = self._answers[key]
        if isinstance(answer, SwellError | SaqlError):
            raise answer
        return cast(QueryResult, answer)

    def _run(self) -> None:
        awaited, self._awaited = self._awaited, {}
        requests = list(awaited.values())
        try:
            answers: Sequence[object] = self._session.query_many(requests, now=self._now)
        except Exception:  # a mistake of ours in one query must not take the others with it
            logger.exception("the queries of dashboard %s", self._dashboard)
            answers = [self._alone(each) for each in requests]
        self.lasting &= all(isinstance(each, QueryResult) and each.lasting for each in answers)
        self._answers.update(zip(awaited, answers, strict=True))

    def _alone(self, request: QueryRequest) -> object:
        try:
            return self._session.query_many([request], now=self._now)[0]
        except Exception:
            logger.exception("%s of dashboard %s", request.name, self._dashboard)
            return StepError("This is a mistake in Swell itself; its log says more.")
