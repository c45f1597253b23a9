"""Alerts are checked: for each recipient with their rows; what they have to say is put into the outbox."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dashboards.model.json import Json, JsonObject
from engine.errors import SwellError
from engine.store import Store
from saql.diagnostics import SaqlError
from saql.record import record
from swell.jobs import mail, outbox, webhook
from swell.jobs.alert import ACTION, Alert, Widget, sees_as_owner
from swell.jobs.claims import Claims
from swell.jobs.conditions import Firing, State, judge, remember
from swell.jobs.database import Database, JobsError
from swell.jobs.definitions import Definitions, is_webhook
from swell.jobs.messages import alert_payload, alert_subject, alert_text
from swell.jobs.outbox import Message
from swell.jobs.viewers import Viewers

Act = Callable[[Alert, Sequence[Firing], Sequence[str], Mapping[str, int], dt.datetime], None]
"""Hands rows to the action of an alert: the rows, the columns of their keys, the versions of the datasets, the moment.
The same rows of the same versions may be handed over twice."""

KEPT_EVENTS = 200
"""Firings of an alert that its history keeps."""


@record
class Checked:
    """What a check found for a recipient: whether it was the first, what it told, or why it could not look."""

    alert: str
    recipient: str
    first: bool
    firings: tuple[Firing, ...] = ()
    problem: str | None = None


@record(eq=False)
class Alerts:
    """The alerts of a workspace.

    Args:
        files: what they are.
        database: the file of jobs, which has what the last check saw.
        claims: an alert is checked by one at a time.
        viewers: what recipients may see.
        store: has the versions of datasets.
        sender: gives as whom mail is sent; raises where nobody set it.
        url: where people open the page.
        zone: the zone in which moments are told.
        act: hands rows to actions.
    """

    files: Definitions[Alert]
    database: Database
    claims: Claims
    viewers: Viewers
    store: Store
    sender: Callable[[], str]
    url: str
    zone: dt.tzinfo
    act: Act

    def check(self, alert: Alert, now: dt.datetime) -> list[Checked]:
        """Check an alert for all its recipients; one who can't be told says why, and the others are told.

        Raises:
            JobsError: it is being checked elsewhere.
        """
        with self.claims.claim(f"alert {alert.name}") as free:
            if not free:
                raise JobsError(f"The alert '{alert.name}' is being checked elsewhere.")
            versions: dict[str, int] = {}
            told = (*alert.recipients, *([ACTION + alert.action] if alert.action else []))
            found = [self._check_one(alert, each, now, versions) for each in told]
            versions = versions or self._all_versions()  # nothing could be computed: any change may mend that
            with self.database.change() as connection:
                values = (alert.name, alert.mark, json.dumps(versions))
                connection.execute("insert or replace into alert_versions values (?, ?, ?)", values)
        return found

    def stale(self) -> list[Alert]:
        """Return the alerts that look at datasets of which there is a newer version than at their last check."""
        seen = {row["alert"]: row for row in self.database.read("select * from alert_versions")}
        return [each for each in self.files.all()[0] if self._is_stale(each, seen.get(each.name))]

    def of_dashboard(self, name: str) -> list[Alert]:
        """Return the alerts that look at a widget of a dashboard."""
        found = self.files.all()[0]
        return [each for each in found if isinstance(each.subject, Widget) and each.subject.dashboard == name]

    def forget(self, name: str) -> None:
        """Forget what the checks of an alert saw; one of the same name begins anew."""
        with self.database.change() as connection:
            connection.execute("delete from alert_states where alert = ?", (name,))
            connection.execute("delete from alert_versions where alert = ?", (name,))

    def _all_versions(self) -> dict[str, int]:
        found = {name: self.store.find_newest(name) for name in self.store.names()}
        return {name: version for name, version in found.items() if version is not None}

    def _is_stale(self, alert: Alert, seen: sqlite3.Row | None) -> bool:
        if seen is None or seen["condition"] != alert.mark:
            return True
        return any(self.store.find_newest(name) != version for name, version in json.loads(seen["versions"]).items())

    def _check_one(self, alert: Alert, recipient: str, now: dt.datetime, versions: dict[str, int]) -> Checked:
        from swell.jobs.measure import measure  # computes dashboards

        before = self._before(alert, recipient)
        try:
            viewer = self.viewers.of(alert.owner if sees_as_owner(recipient) else recipient)
            measured = measure(alert, viewer, now)
            for name, version in measured.versions.items():
                versions[name] = min(version, versions.get(name, version))
            firings = judge(alert.condition, before, measured.values)
            messages = self._messages(alert, recipient, firings, now) if firings else []
            if firings and recipient.startswith(ACTION):
                self.act(alert, firings, measured.keys, measured.versions, now)
        except SaqlError as error:
            return Checked(alert.name, recipient, before is None, problem=_told_to_all(error))
        except SwellError as error:
            return Checked(alert.name, recipient, before is None, problem=error.message)
        state = remember(alert.condition, before, measured.values)
        with self.database.change() as connection:
            _keep(connection, alert, recipient, state, now)
            for message in messages:
                outbox.put(connection, message, now)
            if firings:
                _note(connection, alert, recipient, firings, now)
        return Checked(alert.name, recipient, before is None, tuple(firings))

    def _before(self, alert: Alert, recipient: str) -> State | None:
        statement = "select condition, state from alert_states where alert = ? and recipient = ?"
        rows = self.database.read(statement, alert.name, recipient)
        if not rows or rows[0]["condition"] != alert.mark:
            return None
        return {tuple(key): value for key, value in json.loads(rows[0]["state"])}

    def _messages(self, alert: Alert, recipient: str, firings: Sequence[Firing], now: dt.datetime) -> list[Message]:
        local = now.astimezone(self.zone)
        if recipient.startswith(ACTION):
            return []
        if is_webhook(recipient):
            return [webhook.compose(recipient, alert.label, alert_payload(alert, firings, local, self.url))]
        text = alert_text(alert, firings, local, self.url)
        made = mail.compose(self.sender(), recipient, alert_subject(alert, firings), text, local)
        return [replace(made, about=alert.label)]  # others see how far messages are, and not the values in them


def _told_to_all(error: SaqlError) -> str:
    """Return an error without what it may tell of a recipient's rows: those of a run name values."""
    first = error.diagnostics[0]
    return f"The query fails over their rows ({first.code})." if first.code.startswith("SAQL6") else first.message


def told(firings: Sequence[Firing]) -> list[Json]:
    """Return firings as the history keeps them."""
    return [{"row": [*each.key], "before": each.before, "after": each.after, "text": str(each)} for each in firings]


def history(database: Database, most: int = 100) -> list[JsonObject]:
    """Return the latest firings of all alerts; the values in them are the recipient's to see."""
    rows = database.read("select * from alert_events order by id desc limit ?", most)
    return [
        {"alert": row["alert"], "recipient": row["recipient"], "at": row["at"], "told": json.loads(row["told"])}
        for row in rows
    ]


def _keep(connection: sqlite3.Connection, alert: Alert, recipient: str, state: State, now: dt.datetime) -> None:
    text = json.dumps([[[*key], value] for key, value in state.items()])
    values = (alert.name, recipient, alert.mark, text, now.timestamp())
    connection.execute("insert or replace into alert_states values (?, ?, ?, ?, ?)", values)


def _note(
    connection: sqlite3.Connection, alert: Alert, recipient: str, firings: Sequence[Firing], now: dt.datetime
) -> None:
    text = json.dumps(told(firings[:20]), ensure_ascii=False)
    connection.execute(
        "insert into alert_events (alert, recipient, at, told) values (?, ?, ?, ?)",
        (alert.name, recipient, now.timestamp(), text),
    )
    connection.execute(
        "delete from alert_events where alert = ? and id not in"
        " (select id from alert_events where alert = ? order by id desc limit ?)",
        (alert.name, alert.name, KEPT_EVENTS),
    )
