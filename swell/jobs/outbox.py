"""What is to be sent: kept in the file of jobs until it is, and sent once.

A process that is killed between sending and noting that it has sent sends again, under the same key: servers of mail
know it as the Message-ID, webhooks as the header Idempotency-Key.
"""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from engine.errors import SwellError
from saql.record import record
from swell.jobs.claims import Claims
from swell.jobs.database import Database, Row
from swell.jobs.definitions import told_recipient
from swell.jobs.runs import moment

logger = logging.getLogger(__name__)

Channel = Literal["mail", "webhook"]

PAUSES = (60, 300, 1800, 7200, 21600)
"""Seconds between a try that failed and the next; after the last of them the message is given up."""

KEPT = dt.timedelta(days=30)
"""How long is known what was sent, without what stood in it."""


class RefusedError(SwellError):
    """What takes messages says that it will never take this one."""


class UnreachableError(SwellError):
    """What takes messages can't be reached now, or has no time."""


@record
class Message:
    """Something to be sent to one recipient; `content` is a whole e-mail or the JSON of a webhook."""

    key: str
    channel: Channel
    target: str
    about: str
    content: bytes

    @staticmethod
    def new_key() -> str:
        """Return a key that no other message has."""
        return uuid.uuid4().hex


@record
class Sent:
    """How far a message is, as the page shows it: waiting, sent or failed."""

    channel: str
    target: str
    about: str
    state: str
    asked: dt.datetime
    tries: int
    problem: str


Send = Callable[[Message], None]
"""Sends a message; raises `RefusedError` where trying again is no use, another `SwellError` where it may be."""


@record(eq=False)
class Outbox:
    """The messages of a workspace; `senders` send them, by channel."""

    database: Database
    claims: Claims
    senders: Mapping[Channel, Send]
    now: Callable[[], dt.datetime]

    def deliver(self) -> int:
        """Send what is due, and return how many were sent; nothing where another process is at it."""
        if not self.database.read("select 1 from outbox where state = 'waiting' and due <= ?", self._seconds()):
            return 0
        sent = 0
        with self.claims.claim("outbox") as free:
            if not free:
                return 0
            rows = self.database.read(
                "select * from outbox where state = 'waiting' and due <= ? order by id", self._seconds()
            )
            for row in rows:
                sent += self._send(row)
            self._forget()
        return sent

    def latest(self, most: int = 100) -> list[Sent]:
        """Return how far the latest messages are, the latest first."""
        rows = self.database.read(
            "select channel, target, about, state, asked, tries, problem from outbox order by id desc limit ?", most
        )
        return [Sent(**{**dict(row), "asked": moment(row["asked"])}) for row in rows]

    def _send(self, row: Row) -> bool:
        message = Message(row["key"], row["channel"], row["target"], row["about"], row["content"])
        try:
            self.senders[message.channel](message)
        except SwellError as error:
            logger.warning("%s to %s: %s", message.about, told_recipient(message.target), error.message)
            self._note_failure(row, error, isinstance(error, RefusedError))
            return False
        except Exception:
            logger.exception("%s to %s", message.about, told_recipient(message.target))
            self._note_failure(row, SwellError("This is a mistake in Swell itself; the log says more."), final=False)
            return False
        self._note(row["id"], "sent", "", row["tries"] + 1)
        return True

    def _note_failure(self, row: Row, error: SwellError, final: bool) -> None:
        tries = row["tries"] + 1
        if final or tries > len(PAUSES):
            self._note(row["id"], "failed", error.message, tries)
            return
        with self.database.change() as connection:
            statement = "update outbox set tries = ?, due = ?, problem = ? where id = ?"
            connection.execute(statement, (tries, self._seconds() + PAUSES[tries - 1], error.message, row["id"]))

    def _note(self, number: int, state: str, problem: str, tries: int) -> None:
        with self.database.change() as connection:
            statement = "update outbox set state = ?, problem = ?, tries = ?, content = null where id = ?"
            connection.execute(statement, (state, problem, tries, number))

    def _forget(self) -> None:
        with self.database.change() as connection:
            before = (self.now() - KEPT).timestamp()
            connection.execute("delete from outbox where state != 'waiting' and asked < ?", (before,))

    def _seconds(self) -> float:
        return self.now().timestamp()


def put_all(database: Database, messages: Sequence[Message], now: dt.datetime) -> None:
    """Want messages sent, all or none of them."""
    with database.change() as connection:
        for each in messages:
            put(connection, each, now)


def put(connection: sqlite3.Connection, message: Message, now: dt.datetime) -> None:
    """Want a message sent as a part of a change; one whose key is known already is not wanted twice."""
    connection.execute(
        "insert or ignore into outbox (key, channel, target, about, content, state, asked, due)"
        " values (?, ?, ?, ?, ?, 'waiting', ?, ?)",
        (
            message.key,
            message.channel,
            message.target,
            message.about,
            message.content,
            now.timestamp(),
            now.timestamp(),
        ),
    )
