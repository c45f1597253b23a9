"""The actions of a workspace: what there is, what a run would do, a run, and what runs did."""

from __future__ import annotations

import contextlib
import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from engine.analyses.segments.folder import FOLDER as SEGMENTS
from engine.analyses.segments.folder import segment_named
from engine.errors import SwellError
from saql.record import record
from swell.acting.action import (
    Action,
    AlertFires,
    Export,
    FieldChanges,
    Kind,
    Messages,
    Task,
    Webhook,
    Write,
    templates_of,
)
from swell.acting.database import FILE_NAME, Database
from swell.acting.errors import ActingError
from swell.acting.exports import run_folder
from swell.acting.ledger import Ledger, Outcome, planned
from swell.acting.observe import Observed, observe
from swell.acting.permitted import check_permitted
from swell.acting.plan import Deed, Plan, plan
from swell.acting.reading import read_action
from swell.acting.template import check_fields
from swell.jobs.claims import Claims
from swell.jobs.definitions import Definitions
from swell.jobs.kinds import Cancelled, Stopping
from swell.jobs.outbox import Message
from swell.jobs.viewers import Viewers

if TYPE_CHECKING:
    from connectors.writing import Writer
    from swell.workspace import Workspace

FOLDER = "actions"
Post = Callable[[Sequence[Message]], None]


@record(eq=False)
class Preview:
    """What a run would do now, and what else is to be known of it."""

    plan: Plan
    note: str


@record
class Report:
    """What a run did: its number (None where there was nothing to do), its state, counts by outcome, words."""

    run: int | None
    state: str
    counts: Mapping[str, int]
    message: str


@record(eq=False)
class Acting:
    """The actions of a workspace; `post` puts requests of webhooks into the outbox."""

    workspace: Workspace
    files: Definitions[Action]
    ledger: Ledger
    claims: Claims
    viewers: Viewers
    post: Post

    @staticmethod
    def of(workspace: Workspace, post: Post) -> Acting:
        """Return those of a workspace."""
        data = workspace.store.folder
        return Acting(
            workspace=workspace,
            files=Definitions(workspace.folder / FOLDER, "action", read_action),
            ledger=Ledger(Database(data / FILE_NAME)),
            claims=Claims(data),
            viewers=Viewers(workspace),
            post=post,
        )

    def preview(self, name: str, now: dt.datetime) -> Preview:
        """Return what a run would do; nothing is changed, and the CRM is not called.

        Raises:
            SwellError, SaqlError: there is no such action, or it can't be run; the message says why.
        """
        return self._look(self.files.open(name), now)[1]

    def run(
        self,
        name: str,
        by: str,
        now: Callable[[], dt.datetime],
        *,
        confirmed: str | bool,
        check: Callable[[], None] = lambda: None,
    ) -> Report:
        """Do what there is to do.

        Args:
            name: the action.
            by: who wants it, for the audit log.
            now: gives the present moment.
            confirmed: the mark of the plan that a person has seen; True for whatever there is, False for nobody.
            check: raises where the run is to stop; called between steps.

        Raises:
            SwellError, SaqlError: it can't be run, another plan was confirmed, or the CRM can't be reached. What was
                done until then is noted, the rest is done by the next run.
        """
        action = self.files.open(name)
        with self.claims.claim(f"the action {name}") as free:
            if not free:
                raise ActingError(f"The action '{name}' is being run elsewhere.", hint="Wait until that has ended.")
            self.ledger.cut_runs(name)
            observed, preview = self._look(action, now())
            if isinstance(confirmed, str) and confirmed != preview.plan.mark:
                hint = "Look at the plan again, and confirm that one."
                raise ActingError("What there is to do has changed since the plan was made.", hint=hint)
            if observed.look is not None:
                self.ledger.see(action.name, observed.look, now())
            if action.confirm and confirmed is False:
                waiting = len(preview.plan.items)
                return Report(None, "waiting", {"waiting": waiting}, _waiting_words(waiting))
            if not preview.plan.items:
                return Report(None, "done", {}, preview.note or "Nothing to do.")
            return self._do(preview.plan, by, now, check)

    def stale(self) -> list[str]:
        """Return the actions on changes of datasets that have a newer version than at the last look."""
        seen = self.ledger.looked_at()
        found = ((each.name, each.trigger) for each in self.files.all()[0])
        newest = self.workspace.store.find_newest
        return [
            name
            for name, trigger in found
            if isinstance(trigger, FieldChanges) and (newest(trigger.dataset) or 0) != seen.get(name, 0)
        ]

    def _look(self, action: Action, now: dt.datetime) -> tuple[Observed, Preview]:
        self._check_owner(action)
        check_permitted(self.workspace, action)
        segments = self.workspace.folder / SEGMENTS
        observed = observe(
            action, self.viewers.of(action.owner).session, partial(segment_named, segments), self.ledger, now
        )
        _check_templates(action, observed.fields)
        zone = zoneinfo.ZoneInfo(self.workspace.settings.query.timezone)
        past, used = self.ledger.past(action.name), self.ledger.used(action.name, now)
        made = plan(action, observed.found, past, used, now.astimezone(zone))
        return observed, Preview(replace(made, left=(*observed.left, *made.left)), observed.note)

    def _check_owner(self, action: Action) -> None:
        """An alert's rows are those that its owner sees, so they are for an action of the same owner."""
        if not isinstance(action.trigger, AlertFires):
            return
        from swell.jobs.alert import alert_files

        alert = alert_files(self.workspace.folder).open(action.trigger.alert)
        if alert.action != action.name:
            hint = f'Write into alerts/{alert.name}.json: "action": "{action.name}"'
            raise ActingError(f"The alert '{alert.name}' does not name the action '{action.name}'.", hint=hint)
        if alert.owner != action.owner:
            hint = "Give both files the same owner."
            raise ActingError(f"The alert '{alert.name}' and the action '{action.name}' have other owners.", hint=hint)

    def _do(self, made: Plan, by: str, now: Callable[[], dt.datetime], check: Callable[[], None]) -> Report:
        action = made.action
        with contextlib.ExitStack() as stack:
            writers = {kind: self._writer(each, stack) for kind, each in action.effects.items()}
            number = self.ledger.open_run(action.name, by, now())
            counts = {"done": 0, "failed": 0}
            problems: list[SwellError] = []
            over: dict[str, Outcome] = {}
            for kind in action.effects:
                try:
                    for outcomes in self._effect(made, kind, number, writers[kind], now()):
                        self.ledger.end(outcomes, now())
                        over |= outcomes
                        failed = sum(each.problem is not None for each in outcomes.values())
                        counts["done"] += len(outcomes) - failed
                        counts["failed"] += failed
                        check()
                except (Cancelled, Stopping) as error:
                    problems.append(error)
                    break
                except SwellError as error:  # the other kinds may do without the CRM
                    problems.append(error)
                except OSError as error:
                    problems.append(ActingError(f"{error.filename} can't be written: {error.strerror}."))
        counts["open"] = sum(map(len, (each.deeds for each in made.items))) - len(over)
        report = _report(number, len(made.items), counts, problems)
        dealt = [each.found for each in made.items if all(_is_over(deed, over) for deed in each.deeds)]
        self.ledger.close_run(number, report.state, counts, report.message, now(), dealt)
        did = planned(deed for item in made.items for deed in item.deeds)
        told: dict[str, object] = {"run": number, "records": len(made.items), **did, **counts}
        self.workspace.accounts().audit.note(now(), by, f"action {report.state}", action.name, "", **told)
        if problems:
            raise problems[0]
        return report

    def _effect(
        self, made: Plan, kind: Kind, number: int, writer: Writer | None, now: dt.datetime
    ) -> Iterator[Mapping[str, Outcome]]:
        """Do what is to be done of a kind; that it is begun is noted before."""
        from swell.acting.doing.export import export
        from swell.acting.doing.messages import messages
        from swell.acting.doing.task import task
        from swell.acting.doing.webhook import webhook
        from swell.acting.doing.write import write

        action, deeds = made.action, made.deeds(kind)
        if not deeds:
            return
        self.ledger.begin(action.name, number, made.items, kind, now)
        match action.effects[kind]:
            case Write() as effect if writer is not None:
                yield from write(effect, deeds, writer)
            case Task() if writer is not None:
                yield from task(deeds, writer)
            case Webhook():
                yield from webhook(action.label, deeds, self.post)
            case Messages():
                keys = {deed.id: item.found.key for item in made.items for deed in item.deeds}
                yield from messages(deeds, keys, run_folder(self.workspace.folder, action.name, number, now))
            case Export() as effect:
                yield from export(effect, deeds, run_folder(self.workspace.folder, action.name, number, now))

    def _writer(self, effect: object, stack: contextlib.ExitStack) -> Writer | None:
        """Return an open connection that writes what an effect has to write; None where it writes nothing."""
        if not isinstance(effect, Write | Task):
            return None
        from connectors.writing import Writer
        from swell.acting.doing.write import check_writable
        from swell.connections import connection_settings, open_connector

        settings = connection_settings(self.workspace, effect.connection)
        connector = open_connector(self.workspace, settings)
        stack.callback(connector.close)
        if not isinstance(connector, Writer):
            raise ActingError(f"The connector of '{effect.connection}' ({settings.kind}) can't write.")
        if isinstance(effect, Write):
            check_writable(effect, connector)
        elif connector.task_object not in settings.write:
            hint = f'Write under [connections.{effect.connection}]: write = ["{connector.task_object}"]'
            raise ActingError(f"The connection '{effect.connection}' may not make tasks.", hint=hint)
        return connector


def _check_templates(action: Action, fields: Sequence[str] | None) -> None:
    if fields is None:
        return
    for kind, effect in action.effects.items():
        for pointer, template in templates_of(effect):
            check_fields(template, fields, f"{FOLDER}/{action.name}.json: /do/{kind}/{pointer}")
    for name in action.fields:
        if name not in fields:
            known = ", ".join(fields)
            raise ActingError(
                f"{FOLDER}/{action.name}.json: the records have no field '{name}'.", hint=f"Fields: {known}."
            )


def _is_over(deed: Deed, outcomes: Mapping[str, Outcome]) -> bool:
    return deed.id in outcomes and (outcomes[deed.id].problem is None or deed.last_try)


def _report(number: int, records: int, counts: Mapping[str, int], problems: Sequence[SwellError]) -> Report:
    words = [f"{records:,} record{'' if records == 1 else 's'}, {counts['done']:,} done"]
    words += [f"{counts['failed']:,} refused"] if counts["failed"] else []
    words += [f"{counts['open']:,} not known to be done; the next run looks"] if counts["open"] else []
    words += [f"{each.message} {each.hint or ''}".strip() for each in problems]
    state = "failed" if problems else "partly" if counts["failed"] else "done"
    return Report(number, state, counts, "; ".join(words) + ".")


def _waiting_words(waiting: int) -> str:
    if not waiting:
        return "Nothing to do."
    return f"{waiting:,} record{' waits' if waiting == 1 else 's wait'} for somebody to look at the plan and run it."
