"""Jobs, alerts and subscriptions as the page gets them: JSON, with what is wrong told as what to do."""

from __future__ import annotations

import datetime as dt

from dashboards.model.json import Json, JsonObject
from engine.errors import SwellError
from saql.record import record
from swell.jobs.alert import Alert, Widget, sees_as_owner
from swell.jobs.alerts import history
from swell.jobs.assembly import STALE_ALERTS, Jobs
from swell.jobs.database import JobsError
from swell.jobs.definitions import is_webhook, told_recipient
from swell.jobs.runs import Run
from swell.jobs.subscription import Subscription


@record(eq=False)
class Desk:
    """What the server asks of jobs: `dashboards.server.jobs.JobsDesk`."""

    jobs: Jobs

    def overview(self) -> JsonObject:
        """Return what is to be done when, and the latest runs."""
        problem: str | None = None
        schedules: list[Json] = []
        due, last = self.jobs.scheduler.due(), self.jobs.runs.last_of_each()
        try:
            for name, each in self.jobs.schedules().items():
                run: Json = _run(last[name]) if name in last else None
                entry: JsonObject = {"name": name, "work": each.work, "rule": str(each.rule), "last": run}
                schedules.append({**entry, "due": _time(due.get(name))})
        except SwellError as error:
            problem = error.message
        runs: list[Json] = [_run(each) for each in self.jobs.runs.latest()]
        return {"schedules": schedules, "runs": runs, "problem": problem, "now": _time(self.jobs.scheduler.now())}

    def run(self, number: int) -> JsonObject:
        """Return a run with its log."""
        lines: list[Json] = [{"at": _time(each.at), "text": each.text} for each in self.jobs.runs.log(number)]
        return {**_run(self.jobs.runs.find(number)), "lines": lines}

    def start(self, job: str, by: str) -> JsonObject:
        """Want a run of a job now, and return it."""
        schedules = self.jobs.schedules()
        if job not in schedules and job != STALE_ALERTS:
            raise JobsError(f"There is no job '{job[:80]}'.", hint=f"Jobs: {', '.join(schedules) or 'none yet'}.")
        work = schedules[job].work if job in schedules else job
        return _run(self.jobs.runs.ask(job, work, by, self.jobs.scheduler.now()))

    def work(self, work: str, by: str) -> JsonObject:
        """Want a run of a work now, and return it."""
        return _run(self.jobs.runs.ask(work, work, by, self.jobs.scheduler.now()))

    def cancel(self, number: int, by: str) -> JsonObject:
        """Want a run to stop, and return it."""
        return _run(self.jobs.runs.cancel(number, by, self.jobs.scheduler.now()))

    def alerts(self) -> list[JsonObject]:
        """Return the alerts."""
        return [_alert(each) for each in self.jobs.alerts.files.all()[0]]

    def subscriptions(self) -> list[JsonObject]:
        """Return the subscriptions."""
        return [_subscription(each) for each in self.jobs.subscriptions.all()[0]]

    def history(self) -> list[JsonObject]:
        """Return the latest firings of alerts, with values that only their recipients may see."""
        owners = {each.name: each.owner for each in self.jobs.alerts.files.all()[0]}
        return [
            {
                **each,
                "at": _time(dt.datetime.fromtimestamp(float(str(each["at"])), dt.UTC)),
                "owner": owners.get(str(each["alert"]), "") if sees_as_owner(str(each["recipient"])) else None,
            }
            for each in history(self.jobs.runs.database)
        ]

    def sent(self) -> list[JsonObject]:
        """Return how far the latest messages are."""
        return [
            {
                "channel": each.channel,
                "target": told_recipient(each.target),
                "about": each.about,
                "state": each.state,
                "at": _time(each.asked),
                "tries": each.tries,
                "problem": each.problem,
            }
            for each in self.jobs.outbox.latest(30)
        ]

    def problems(self) -> list[str]:
        """Return what keeps alerts and subscriptions from working."""
        alerts, wrong_alerts = self.jobs.alerts.files.all()
        subscriptions, wrong_subscriptions = self.jobs.subscriptions.all()
        found = [f"{each.message} {each.hint or ''}".strip() for each in (*wrong_alerts, *wrong_subscriptions)]
        mails = [each for alert in alerts for each in alert.recipients if not is_webhook(each)]
        if mails or subscriptions:
            try:
                self.jobs.mailer.sender  # noqa: B018  # says whether it can be told
            except SwellError as error:
                found.append(f"{error.message} {error.hint or ''}".strip())
        return found

    def add_alert(self, content: JsonObject, by: str) -> str:
        """Write the file of an alert, and return its name."""
        label = str(content.get("label") or content.get("widget") or "alert")
        return self.jobs.alerts.files.make(label, {**content, "owner": by}).name

    def remove_alert(self, name: str) -> None:
        """Remove an alert, and what it remembered."""
        self.jobs.alerts.files.remove(name)
        self.jobs.alerts.forget(name)

    def add_subscription(self, content: JsonObject, by: str) -> str:
        """Write the file of a subscription, and return its name."""
        label = str(content.get("label") or content.get("dashboard") or "subscription")
        return self.jobs.subscriptions.make(label, {**content, "owner": by}).name

    def remove_subscription(self, name: str) -> None:
        """Remove a subscription."""
        self.jobs.subscriptions.remove(name)


def _run(run: Run) -> JsonObject:
    return {
        "id": run.id,
        "job": run.job,
        "work": run.work,
        "state": "stopping" if run.state == "running" and run.cancel else run.state,
        "cause": run.cause,
        "asked": _time(run.asked),
        "started": _time(run.started),
        "ended": _time(run.ended),
        "message": run.message,
    }


def _alert(alert: Alert) -> JsonObject:
    widget = alert.subject if isinstance(alert.subject, Widget) else None
    recipients: list[Json] = [*alert.recipients]
    return {
        "name": alert.name,
        "label": alert.label,
        "condition": str(alert.condition),
        "dashboard": widget.dashboard if widget else None,
        "widget": widget.widget if widget else None,
        "page": widget.page if widget else None,
        "selections": widget.selections if widget else {},
        "filters": widget.filters if widget else {},
        "query": None if widget else str(alert.subject),
        "recipients": recipients,
        "action": alert.action,
        "owner": alert.owner,
    }


def _subscription(subscription: Subscription) -> JsonObject:
    recipients: list[Json] = [*subscription.recipients]
    return {
        "name": subscription.name,
        "label": subscription.label,
        "dashboard": subscription.dashboard,
        "format": subscription.format,
        "rule": str(subscription.rule),
        "job": subscription.schedule.name,
        "recipients": recipients,
        "owner": subscription.owner,
    }


def _time(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
