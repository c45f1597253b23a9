"""`sync CONNECTION`: bring the datasets of a connection up to its CRM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saql.record import record
from swell.jobs.database import JobsError
from swell.jobs.kinds import Context
from swell.jobs.works import models, recipes

if TYPE_CHECKING:
    from connectors.sync.events import Event
    from swell.workspace import Workspace


@record(eq=False)
class SyncWork:
    """Syncs of a workspace's connections. One that is cancelled goes on where it was the next time."""

    workspace: Workspace

    def check(self, argument: str) -> None:
        """Check that there is the connection."""
        from swell.connections import connection_settings

        connection_settings(self.workspace, argument)

    def run(self, argument: str, context: Context) -> str:
        """Sync the connection."""
        from connectors.sync.events import Published
        from connectors.sync.settings import Demand
        from swell.after_sync import follow_sync
        from swell.connections import new_run, open_sync
        from swell.sync_log import logged

        def report(event: Event) -> None:
            text = _told(event)
            if text:
                context.log(text)
            if not isinstance(event, Published):  # what is published can't be stopped any more
                context.check()

        context.check()
        run, sync = new_run(), open_sync(self.workspace, argument, report)
        try:
            with logged(self.workspace.store.folder, argument, run) as note:
                result = note(sync.run(Demand(), run))
        finally:
            sync.connector.close()
        if result.failures:
            names = ", ".join(result.failures)
            raise JobsError(f"These were left as they were: {names}.", hint="The lines above say why.")
        changed = len(result.datasets)
        told = f"{changed} dataset{'' if changed == 1 else 's'} changed, {result.rows:,} rows read."
        following = recipes.reporting(context), models.telling(context)
        followed = follow_sync(self.workspace, argument, context.now(), *following)
        if followed.recipes:
            told = f"{told} {recipes.summary(followed.recipes)}"
        return f"{told} {models.summary(followed.models)}" if followed.models else told


def _told(event: Event) -> str:
    from connectors.sync import events

    match event:
        case events.RunStarted():
            return f"{event.account}: {', '.join(event.objects)}"
        case events.ObjectStarted():
            return f"{event.object}: {event.mode} ({event.why})"
        case events.ObjectProgress():
            return f"{event.object}: {event.rows:,} rows" + (f" of {event.total:,}" if event.total else "")
        case events.ObjectFetched():
            return f"{event.object}: {event.rows:,} rows read"
        case events.ObjectFailed():
            return f"{event.object}: {event.message} {event.hint or ''}".strip()
        case events.Remark():
            return f"{event.object}: {event.message}"
        case events.Published():
            return f"Published: {', '.join(event.datasets) or 'nothing changed'}"
