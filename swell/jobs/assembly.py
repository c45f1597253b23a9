"""The jobs of a workspace, put together: its file, kinds of work, alerts, subscriptions, and what sends."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
import zoneinfo
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.model.json import JsonObject
from saql.record import record
from swell.acting.acting import Acting
from swell.acting.handing_over import handing_over
from swell.jobs import outbox
from swell.jobs.alert import alert_files
from swell.jobs.alerts import Alerts
from swell.jobs.background import Background
from swell.jobs.claims import Claims
from swell.jobs.database import FILE_NAME, Database
from swell.jobs.definitions import Definitions
from swell.jobs.kinds import Context, Kind, Kinds
from swell.jobs.mail import Mailer
from swell.jobs.outbox import Outbox
from swell.jobs.runs import Runs
from swell.jobs.scheduler import Scheduler
from swell.jobs.schedules import Schedule, read_schedules
from swell.jobs.subscription import Subscription, read_subscription
from swell.jobs.viewers import Viewers
from swell.jobs.webhook import Caller
from swell.jobs.works.act import ActWork
from swell.jobs.works.alerts import AlertWork, StaleAlertsWork, check_alerts
from swell.jobs.works.match import MatchWork
from swell.jobs.works.models import ModelsWork
from swell.jobs.works.recipes import RecipesWork
from swell.jobs.works.refresh import RefreshWork
from swell.jobs.works.send import SendWork
from swell.jobs.works.sync import SyncWork
from swell.matching import Matching
from swell.models import model_schedules
from swell.recipes import recipe_schedules
from swell.settings import FILE_NAME as SETTINGS
from swell.settings import load_settings

if TYPE_CHECKING:
    from swell.workspace import Workspace

SUBSCRIPTIONS_FOLDER = "subscriptions"
RETRY = dt.timedelta(hours=1)
"""After a match or an action that failed or was cancelled, before it is run again by itself."""
STALE_ALERTS = "alerts"
"""The job that checks alerts after datasets have changed."""


@record(eq=False)
class Jobs:
    """The jobs of a workspace."""

    workspace: Workspace
    runs: Runs
    scheduler: Scheduler
    alerts: Alerts
    acting: Acting
    matching: Matching
    subscriptions: Definitions[Subscription]
    outbox: Outbox
    mailer: Mailer

    def schedules(self) -> dict[str, Schedule]:
        """Return what is to be done when, as the files say now.

        Raises:
            SwellError: swell.toml is not as it should be; recipes and subscriptions that are not are left out.
        """
        folder = self.workspace.folder
        settings = load_settings(folder)
        found = read_schedules(settings.schedules, settings.query.timezone, str(folder / SETTINGS))
        subscriptions = {each.schedule.name: each.schedule for each in self.subscriptions.all()[0]}
        return {**found, **recipe_schedules(self.workspace), **model_schedules(self.workspace), **subscriptions}

    def watch_alerts(self) -> None:
        """Want a check of alerts where datasets have changed."""
        busy = any(each.job == STALE_ALERTS for each in self.runs.in_state("running"))
        if not busy and self.alerts.files.folder.is_dir() and self.alerts.stale():
            self.runs.ask(STALE_ALERTS, STALE_ALERTS, "a change of datasets", self.scheduler.now())

    def watch_matches(self) -> None:
        """Want a run of the matches whose datasets have changed, as by a sync, or about which people decided."""
        if any(each.work.startswith("match ") for each in self.runs.in_state("running")):
            return
        for name in self.matching.due(self.scheduler.now()):
            self._want(f"match {name}")

    def watch_actions(self) -> None:
        """Want a run of the actions that look at changes of datasets which have changed."""
        busy = {each.work for each in self.runs.in_state("running")}
        for work in (f"act {each}" for each in self.acting.stale()):
            if work not in busy:
                self._want(work)

    def _want(self, work: str) -> None:
        now, run = self.scheduler.now(), self.runs.last_of_each().get(work)
        failed = run is not None and run.state in ("failed", "cancelled") and run.ended is not None
        if not failed or now - run.ended > RETRY:  # type: ignore[union-attr, operator]
            self.runs.ask(work, work, "a change of datasets", now)

    def background(self, stop: threading.Event) -> Background:
        """Return what does all this while a server runs."""
        return Background(
            self.scheduler,
            self.schedules,
            [self.watch_alerts, self.watch_matches, self.watch_actions, self.outbox.deliver],
            stop,
        )


def assemble(
    workspace: Workspace,
    now: Callable[[], dt.datetime],
    more: Mapping[str, Kind] | None = None,
    stopping: Callable[[], bool] = bool,
) -> Jobs:
    """Return the jobs of a workspace.

    Args:
        workspace: the workspace.
        now: gives the present moment.
        more: further kinds of work, by the word that names them.
        stopping: whether the process is about to end.
    """
    settings, data = workspace.settings, workspace.store.folder
    database, claims, viewers = Database(data / FILE_NAME), Claims(data), Viewers(workspace)
    zone = zoneinfo.ZoneInfo(settings.query.timezone)
    mailer = Mailer(settings.mail, lambda: _secret(workspace, "mail", "password"))
    caller = Caller(settings.webhooks, lambda: webhook_secret(workspace), now)
    url = (settings.server.url or f"http://{settings.server.host}:{settings.server.port}").rstrip("/")
    runs = Runs(database)
    acting = Acting.of(workspace, lambda messages: outbox.put_all(database, messages, now()))
    alerts = Alerts(
        files=alert_files(workspace.folder),
        database=database,
        claims=claims,
        viewers=viewers,
        store=workspace.store,
        sender=lambda: mailer.sender,
        url=url,
        zone=zone,
        act=handing_over(acting, runs),
    )
    matching = Matching(workspace.folder, workspace.store, settings.query.threads)
    subscriptions = _subscriptions(workspace.folder / SUBSCRIPTIONS_FOLDER, settings.query.timezone)

    def check_dashboard(name: str, context: Context) -> str:
        return check_alerts(alerts, alerts.of_dashboard(name), context)

    kinds: Kinds = {
        "sync": SyncWork(workspace),
        "match": MatchWork(matching),
        "recipes": RecipesWork(workspace),
        "models": ModelsWork(workspace),
        "refresh": RefreshWork(workspace, check_dashboard),
        "alert": AlertWork(alerts),
        "act": ActWork(acting),
        STALE_ALERTS: StaleAlertsWork(alerts),
        "send": SendWork(subscriptions, database, viewers, lambda: mailer.sender, url, zone),
        **(more or {}),
    }
    return Jobs(
        workspace=workspace,
        runs=runs,
        scheduler=Scheduler(runs, claims, kinds, now, stopping),
        alerts=alerts,
        acting=acting,
        matching=matching,
        subscriptions=subscriptions,
        outbox=Outbox(database, claims, {"mail": mailer.send, "webhook": caller.send}, now),
        mailer=mailer,
    )


def in_background(workspace: Workspace) -> Background:
    """Return what does the jobs of a workspace while a process serves it (`with`)."""
    stop = threading.Event()
    return assemble(workspace, lambda: dt.datetime.now(dt.UTC), stopping=stop.is_set).background(stop)


def webhook_secret(workspace: Workspace) -> str:
    """Return the secret that webhooks are signed with; it is made when it is first wanted."""
    found = _secret(workspace, "webhooks", "secret")
    if found is not None:
        return found
    from swell.connections import secret_store

    made = secrets.token_urlsafe(32)
    secret_store(workspace).put("webhooks", "secret", made)
    return made


def _secret(workspace: Workspace, of: str, name: str) -> str | None:
    from swell.connections import secret_store

    return secret_store(workspace).get(of, name)


def _subscriptions(folder: Path, timezone: str) -> Definitions[Subscription]:
    def reader(name: str, content: JsonObject, place: str) -> Subscription:
        return read_subscription(name, content, place, timezone)

    return Definitions(folder, "subscription", reader)
