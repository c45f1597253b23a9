"""A run: describe, plan, read all objects to the disk, publish them at one stroke.

Nothing that people see changes before the end of a run, and then all of it does, so that what is said of one object
agrees with what is said of the others. An object that can't be read keeps the rows that it had.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from connectors.errors import ConnectorError, LimitError, LoginError, SchemaChangedError
from connectors.protocol import Connector, Pace
from connectors.sync.apply import Prepared, apply, prepare
from connectors.sync.events import ObjectFailed, Published, Remark, Report, RunStarted
from connectors.sync.fetch import Fetched, Stopped, fetch
from connectors.sync.gone_log import KEY, SPECS, gone_rows
from connectors.sync.joined import make_dataset
from connectors.sync.plan import ObjectPlan, plan_object
from connectors.sync.ready_made import DatasetPlan
from connectors.sync.settings import ConnectionSettings, Demand
from connectors.sync.staging import StagedObject
from connectors.sync.state import ObjectState
from engine.errors import SwellError
from engine.store import DatasetNotFoundError, Store
from engine.store.lock import writer_lock
from engine.store.transaction import Transaction

STAGING = ".sync"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a run will do: a plan for each object that can be read, and why the others can't.

    `without` are those of the others that datasets only look something up in: they are made without.
    """

    account: str
    until: dt.datetime
    objects: tuple[ObjectPlan, ...]
    failures: Mapping[str, SwellError] = field(default_factory=dict)
    without: Mapping[str, SwellError] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run did.

    Args:
        datasets: the datasets that have a new version.
        rows: how many rows the CRM sent.
        gone: how many records left.
        failures: the objects that were left as they were, and why.
    """

    datasets: tuple[str, ...]
    rows: int
    gone: int
    failures: Mapping[str, SwellError]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """A connection, and the store that it is synced to.

    Args:
        connector: the CRM.
        settings: what the workspace says of the connection.
        datasets: the datasets that are made of its objects.
        store: where they go.
        pace: a clock, for rates.
        report: who is told how it goes; called from several threads, one at a time.
    """

    connector: Connector
    settings: ConnectionSettings
    datasets: Sequence[DatasetPlan]
    store: Store
    pace: Pace
    report: Report

    def plan(self, demand: Demand) -> Planned:
        """Return what a run would do; nothing is written.

        Raises:
            ConnectorError: the CRM can't be reached at all.
        """
        account = self.connector.identify()
        until = self.connector.clock() - self.settings.lag
        names = demand.objects or self.objects()
        with ThreadPoolExecutor(self.settings.parallel) as pool:
            found = list(pool.map(lambda name: self._plan_one(name, demand, until), names))
        refused = {name: each for name, each in zip(names, found, strict=True) if isinstance(each, SwellError)}
        wanted = {*demand.objects, *self.settings.objects, *(name for each in self.datasets for name in each.base)}
        return Planned(
            account=account.name,
            until=until,
            objects=tuple(each for each in found if isinstance(each, ObjectPlan)),
            failures={name: each for name, each in refused.items() if name in wanted},
            without={name: each for name, each in refused.items() if name not in wanted},
        )

    def run(self, demand: Demand, run: str) -> RunResult:
        """Sync.

        Args:
            demand: what is asked for.
            run: a name of the run that no other has.

        Raises:
            ConnectorError: the CRM can't be reached at all; nothing changed.
            DatasetLockedError: another process syncs the connection, or writes one of its datasets.
            StoreWriteError: the disk refused.
        """
        folder = self.store.folder / STAGING
        folder.mkdir(parents=True, exist_ok=True)
        with writer_lock(folder / f"{self.settings.name}.lock", self.settings.name):
            return _Run(self, demand, run).go()

    def staged(self, name: str) -> StagedObject:
        """Return where the pages of an object are until they are published."""
        return StagedObject(self.store.folder / STAGING, self.settings.name, name)

    def objects(self) -> tuple[str, ...]:
        """Return the objects of the connection: those it names, and those that its datasets need."""
        wanted = [name for each in self.datasets for name in each.needs]
        return tuple(dict.fromkeys((*self.settings.objects, *wanted)))

    def _plan_one(self, name: str, demand: Demand, until: dt.datetime) -> ObjectPlan | SwellError:
        try:
            schema = self.connector.describe(name)
        except (LoginError, LimitError):
            raise
        except ConnectorError as error:
            return error
        return plan_object(schema, self.settings, demand, self.state(name), until)

    def state(self, name: str) -> ObjectState | None:
        """Return how far an object is synced, None where it never was."""
        try:
            with self.store.open(self.settings.dataset(name)) as dataset:
                return ObjectState.of(dataset.manifest.notes)
        except DatasetNotFoundError:
            return None


class _Run:
    """One run: what failed so far, and whether it is to stop."""

    def __init__(self, sync: Sync, demand: Demand, run: str) -> None:
        self._sync = sync
        self._demand = demand
        self._run = run
        self._failures: dict[str, SwellError] = {}
        self._stop = threading.Event()
        self._telling = threading.Lock()

    def go(self) -> RunResult:
        started = self._sync.pace.seconds()
        planned = self._sync.plan(self._demand)
        for name, error in planned.failures.items():
            self._fail(name, error)
        for name, error in planned.without.items():
            self._report(Remark(object=name, message=f"Datasets are made without it: {error.message}"))
        names = tuple(each.schema.name for each in planned.objects)
        self._report(RunStarted(connection=self._sync.settings.name, account=planned.account, objects=names))
        for plan in planned.objects:
            self._remark(plan)
        fetched = self._fetch_all(planned.objects)
        prepared = [each for each in map(self._prepare, fetched) if each is not None]
        result = self._publish(prepared, planned.until)
        self._report(
            Published(
                datasets=result.datasets,
                rows=result.rows,
                gone=result.gone,
                seconds=round(self._sync.pace.seconds() - started, 3),
            )
        )
        return result

    def _fetch_all(self, plans: Sequence[ObjectPlan]) -> list[Fetched]:
        with ThreadPoolExecutor(self._sync.settings.parallel) as pool:
            try:
                return [each for each in pool.map(self._fetch, plans) if each is not None]
            except BaseException:  # such as Ctrl+C: the others stop after their page
                self._stop.set()
                raise

    def _fetch(self, plan: ObjectPlan) -> Fetched | None:
        try:
            return self._read(plan)
        except Stopped:
            return None
        except ConnectorError as error:
            if isinstance(error, LoginError | LimitError):
                self._stop.set()
            self._fail(plan.schema.name, error)
            return None
        except BaseException:
            self._stop.set()
            raise

    def _read(self, plan: ObjectPlan) -> Fetched:
        """Read an object; where a field goes away meanwhile, describe it again and go on without."""
        sync, name = self._sync, plan.schema.name
        if self._stop.is_set():
            raise Stopped
        try:
            return fetch(sync.connector, plan, sync.staged(name), sync.pace, self._report, self._stop.is_set)
        except SchemaChangedError as error:
            self._report(Remark(object=name, message=f"{error.message} It is described again."))
        schema = sync.connector.describe(name)
        again = plan_object(schema, sync.settings, self._demand, plan.before, plan.until)
        return fetch(sync.connector, again, sync.staged(name), sync.pace, self._report, self._stop.is_set)

    def _prepare(self, fetched: Fetched) -> Prepared | None:
        most = 1.0 if self._demand.allow_deletions else self._sync.settings.most_deletions
        try:
            return prepare(fetched, self._sync.store, self._run, most)
        except ConnectorError as error:
            self._fail(fetched.plan.schema.name, error)
            return None

    def _publish(self, prepared: Sequence[Prepared], now: dt.datetime) -> RunResult:
        rows = 0
        changed: list[str] = []
        if prepared:
            with self._sync.store.transaction(created=now) as change:
                for each in prepared:
                    rows += apply(each, change)
                    changed.append(each.dataset)
                changed += self._log_gone(prepared, change, now)
                changed += self._make_datasets(prepared, change)
        for each in prepared:
            each.fetched.staged.clear()
        return RunResult(
            datasets=tuple(changed),
            rows=rows,
            gone=sum(len(each.gone) for each in prepared),
            failures=self._failures,
        )

    def _log_gone(self, prepared: Iterable[Prepared], change: Transaction, now: dt.datetime) -> list[str]:
        batches = [gone_rows(each.fetched.plan.schema.name, each.gone, now) for each in prepared if each.gone]
        name = self._sync.settings.dataset("gone")
        if not batches:
            return []
        if name in self._sync.store:
            change.upsert(name, batches, key=KEY, fields=SPECS)
        else:
            change.write(name, batches, fields=SPECS, label="Records that went")
        return [name]

    def _make_datasets(self, prepared: Sequence[Prepared], change: Transaction) -> list[str]:
        made = []
        for each in self._sync.datasets:
            try:
                if make_dataset(each, self._sync.settings, self._sync.store, change, prepared):
                    made.append(each.name)
            except DatasetNotFoundError as error:
                self._report(Remark(object=each.name, message=f"It is not made: {error.message}"))
        return made

    def _remark(self, plan: ObjectPlan) -> None:
        name = plan.schema.name
        for note in plan.schema.notes:
            self._report(Remark(object=name, message=note))
        if plan.new:
            self._report(Remark(object=name, message=f"New fields: {', '.join(plan.new)}."))
        if plan.vanished:
            self._report(
                Remark(object=name, message=f"Fields that are gone or hidden; they stay: {', '.join(plan.vanished)}.")
            )

    def _fail(self, name: str, error: SwellError) -> None:
        self._failures[name] = error
        self._report(ObjectFailed(object=name, message=error.message, hint=error.hint))

    def _report(self, event: object) -> None:
        with self._telling:
            self._sync.report(event)  # type: ignore[arg-type]
