"""`send SUBSCRIPTION`: put a dashboard into a file for each recipient, with their rows, and the file into a mail."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from dashboards.model.json import as_list, as_object
from engine.errors import SwellError
from saql.record import record
from swell.jobs import mail, outbox
from swell.jobs.database import Database, JobsError
from swell.jobs.definitions import Definitions
from swell.jobs.kinds import Context
from swell.jobs.messages import dashboard_link, subscription_text
from swell.jobs.outbox import Message
from swell.jobs.subscription import Subscription
from swell.jobs.viewers import Viewer, Viewers


@record(eq=False)
class SendWork:
    """Sends subscriptions. The arguments are as of `Alerts`."""

    files: Definitions[Subscription]
    database: Database
    viewers: Viewers
    sender: Callable[[], str]
    url: str
    zone: dt.tzinfo

    def check(self, argument: str) -> None:
        """Check that there is the subscription."""
        self.files.open(argument)

    def run(self, argument: str, context: Context) -> str:
        """Make the files, and put all mails into the outbox at one stroke."""
        subscription, sender = self.files.open(argument), self.sender()
        now = context.now().astimezone(self.zone)
        messages, failed = [], 0
        for each in subscription.recipients:
            context.check()
            try:
                messages.append(self._message(subscription, each, sender, now, context.occurrence))
                context.log(f"{each}: {len(messages[-1].content) / 1000:,.0f} kB")
            except SwellError as error:
                failed += 1
                context.log(f"{each}: {error.message}")
        with self.database.change() as connection:
            for message in messages:
                outbox.put(connection, message, context.now())
        if failed:
            raise JobsError(f"{failed} of the recipients get nothing.", hint="The lines above say why.")
        return f"{len(messages)} mail{'' if len(messages) == 1 else 's'} to be sent."

    def _message(
        self, subscription: Subscription, recipient: str, sender: str, now: dt.datetime, occurrence: str
    ) -> Message:
        from dashboards.export.formats import MEDIA_TYPES

        viewer = self.viewers.of(recipient)
        content = dashboard_file(subscription, viewer, now)
        name = f"{subscription.dashboard}.{subscription.format}"
        file = mail.File(name, MEDIA_TYPES[subscription.format], content)
        link = dashboard_link(
            subscription.dashboard, subscription.page, subscription.selections, subscription.filters, self.url
        )
        text = subscription_text(subscription.label, link, now)
        key = occurrence and _key(self.database, subscription.name, recipient, occurrence)
        return mail.compose(sender, recipient, subscription.label, text, now, [file], key)


def _key(database: Database, subscription: str, recipient: str, occurrence: str) -> str:
    """Return the key of a mail: the same when its run is done anew, and another in any other workspace."""
    place = database.file.resolve()
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{place}/{occurrence}/{subscription}/{recipient}").hex


def dashboard_file(subscription: Subscription, viewer: Viewer, now: dt.datetime) -> bytes:
    """Return the dashboard of a subscription as somebody sees it."""
    from dashboards.export.formats import Exporter, Options
    from dashboards.export.report import report
    from dashboards.run import OpenDashboard

    dashboard = viewer.library.load(subscription.dashboard)
    selections = {
        step: [row for row in as_list(rows) if isinstance(row, dict)] for step, rows in subscription.selections.items()
    }
    filters = {name: as_object(each) for name, each in subscription.filters.items()}
    opened = OpenDashboard(dashboard, viewer.session, frozenset(viewer.library.names()))
    look = opened.look(now, selections, filters=filters)
    with Exporter(report(dashboard, subscription.dashboard, look, now), Options(page=subscription.page)) as exporter:
        return exporter.file(subscription.format)
