"""A workspace: a folder with datasets, queries and dashboards, and all that can be done with it from Python."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import time
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from engine.back_end import BackEnd, open_back_end
from engine.errors import SwellError
from engine.kernels.backend import KernelChoice, kernels
from engine.profile import QueryProfile
from engine.quality.gate import FOLDER as QUALITY_FOLDER
from engine.quality.gate import RuleGate
from engine.session import Session
from engine.store import Dataset, FieldSpec, Role, Store
from saql.record import record
from swell.engine_options import engine_options
from swell.memory import query_limits
from swell.result import Result
from swell.settings import DATA_FOLDER, FILE_NAME, Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from dashboards.check import Finding
    from dashboards.locale import Locale
    from dashboards.metadata import Metadata
    from dashboards.people.accounts import Accounts
    from dashboards.people.person import Person
    from dashboards.rows.sessions import Sessions
    from dashboards.run import OpenDashboard
    from dashboards.server.watch.watch import Watch
    from engine.mapped.dataset import Contents
    from engine.mapped.table import TableSetting
    from saql.diagnostics import Diagnostic

DASHBOARDS_FOLDER = "dashboards"
ENGINES_FOLDER = ".engines"
"""Under the data, where engines keep copies of datasets."""


@record
class Workspace:
    """An open workspace. It holds no state of its own: what it reads is in the folder."""

    folder: Path
    settings: Settings
    store: Store
    session: Session

    @staticmethod
    def open(folder: str | PathLike[str], engine: str | None = None) -> Workspace:
        """Open the workspace in `folder`; `swell.open` is the same and says more."""
        path = Path(folder)
        settings = load_settings(path)
        engine = engine or settings.query.engine
        options = engine_options(engine, settings.engines.get(engine, {}), os.environ)
        back_end = open_back_end(engine, options, path / DATA_FOLDER / ENGINES_FOLDER)
        store = _store(path, settings.tables, back_end)
        session = Session(
            store,
            null_keys=settings.query.null_dimensions,
            timezone=zoneinfo.ZoneInfo(settings.query.timezone),
            row_limit=settings.query.row_limit,
            kernels=kernels(_kernel_choice()),
            limits=query_limits(settings.query),
            threads=settings.query.threads or os.cpu_count() or 1,
            result_cache=max(settings.query.result_cache_mb, 0) << 20,
            back_end=back_end,
        )
        return Workspace(folder=path, settings=settings, store=store, session=session)

    @property
    def name(self) -> str:
        """What the page calls the workspace."""
        return self.settings.name or self.folder.resolve().name

    @property
    def metadata(self) -> Metadata:
        """What people say of the datasets: the files in `metadata`."""
        from dashboards.metadata import Metadata  # not on the way of a query

        return Metadata.beside(self.store)

    @property
    def quality(self) -> Path:
        """The folder of the rules of datasets."""
        return self.folder / QUALITY_FOLDER

    @property
    def sessions(self) -> Sessions:
        """What people ask with: sessions that see the rows which the predicates in `security` admit."""
        from dashboards.rows.rules import FOLDER, Rules  # not on the way of a query
        from dashboards.rows.sessions import Sessions
        from dashboards.rows.users import Users

        people = self.settings.people
        return Sessions(self.session, Rules(self.folder / FOLDER), Users(people.dataset, people.email_field))

    def seen_by(self, person: Person | str) -> Workspace:
        """Return the workspace as somebody sees it who may see some of the rows.

        Args:
            person: the person, or the e-mail of an account or of a user of the CRM.

        Raises:
            engine.errors.SwellError: there is neither an account nor a user with the e-mail.
        """
        found = self.person(person) if isinstance(person, str) else person
        session = self.sessions.of(found)
        return replace(self, session=session, store=session.store)

    def person(self, email: str) -> Person:
        """Return who has an e-mail, of the accounts or of the users of the CRM; raises as `seen_by`."""
        from dashboards.people.accounts import Accounts
        from dashboards.people.database import FILE_NAME
        from dashboards.people.person import Person
        from dashboards.rows.users import synced_fields

        accounts = Accounts.open(self.folder / DATA_FOLDER / FILE_NAME)
        account = next((each.person for each in accounts.list() if each.person.email == email.lower()), None)
        if account is not None:
            return account
        sessions = self.sessions
        if not synced_fields(email, sessions.whole, sessions.users):
            hint = "Users of the CRM are those of the dataset that swell.toml names: [people] dataset"
            raise SwellError(f"There is neither an account nor a user of the CRM with the e-mail {email}.", hint=hint)
        return Person(id="", name=email, email=email, role="viewer")

    def datasets(self) -> list[Dataset]:
        """Open every dataset at its current version, sorted by name."""
        return [self.store.open(name) for name in self.store.names()]

    def query(
        self,
        text: str,
        now: dt.datetime | None = None,
        timezone: str | None = None,
        null_dimensions: bool | None = None,
        name: str = "query",
    ) -> Result:
        """Run a SAQL query.

        Args:
            text: the query.
            now: what relative dates such as "1 month ago" are reckoned from (default: the present moment).
            timezone: IANA name of the zone that dates are reckoned in (default: the workspace's).
            null_dimensions: whether rows with a null group key form a group (default: the workspace's).
            name: what errors call the query.

        Raises:
            saql.SaqlError: the query is not valid; every mistake is in it.
            engine.errors.SwellError: it could not be run.
        """
        answer = self.session.query(
            text,
            now=now or dt.datetime.now(dt.UTC),
            timezone=None if timezone is None else _zone(timezone),
            null_keys=null_dimensions,
            name=name,
        )
        return Result(table=answer.table, truncated=answer.truncated, warnings=answer.warnings)

    def check(self, text: str, name: str = "query") -> tuple[Diagnostic, ...]:
        """Find the mistakes of a query without running it; a `saql.SaqlError` holds them. Return the warnings."""
        return self.session.check(text, name=name)

    def explain(self, text: str, stage: str, now: dt.datetime | None = None, name: str = "query") -> str:
        """Return a query at one stage (syntax, checked, plan, optimized) as text."""
        return self.session.explain(text, stage, now=now or dt.datetime.now(dt.UTC), name=name)

    def profile(self, text: str, now: dt.datetime | None = None, name: str = "query") -> QueryProfile:
        """Run a query and return how it went: time a stage, and for each step of its plan what it read and tested."""
        return self.session.profile(text, now=now or dt.datetime.now(dt.UTC), clock=time.perf_counter, name=name)

    def write(
        self,
        name: str,
        table: pa.Table | Iterable[pa.RecordBatch],
        fields: Mapping[str, Role] | Iterable[FieldSpec] | None = None,
        label: str | None = None,
    ) -> Dataset:
        """Write a table, or the batches of one, as the new version of a dataset.

        Args:
            name: the dataset's name, as queries load it.
            table: the rows. Texts and booleans become dimensions, numbers measures, lists of texts multivalue fields.
            fields: the role of each column by name, `{"Amount": "measure"}`, or field specifications with labels and
                formats; columns without one have the role that their type suggests.
            label: what people call the dataset.

        Raises:
            engine.errors.SwellError: a column can't have its role; nothing is written then.
        """
        if isinstance(fields, Mapping):
            fields = [FieldSpec(name=each, role=role) for each, role in fields.items()]
        return self.store.write(
            name, table, None if fields is None else list(fields), label=label, created=dt.datetime.now(dt.UTC)
        )

    @property
    def locale(self) -> Locale:
        """How numbers and dates are written: as the setting says, else in American English.

        Raises:
            SettingsError: there is no such language.
        """
        from dashboards.locale import EN_US, LocaleError, locale  # not on the way of a query

        tag = self.settings.page.locale
        try:
            return locale(tag) if tag else EN_US
        except LocaleError as error:
            raise SettingsError(f"{self.folder / FILE_NAME}: [page]: {error.message}", hint=error.hint) from error

    def dashboard(self, state: Mapping[str, Any] | str) -> OpenDashboard:
        """Open a dashboard: the JSON of an exported one, or the name of one in the workspace.

        Returns:
            The dashboard; `.widgets(now=None, selections=None)` computes what each widget shows.

        Raises:
            engine.errors.SwellError: there is no such dashboard, or the JSON is not one.
        """
        from dashboards.library import Library  # not on the way of a query
        from dashboards.run import OpenDashboard

        library = Library(self.folder / DASHBOARDS_FOLDER)
        source = library.open(state) if isinstance(state, str) else state
        return OpenDashboard.open(source, self.session, library.names(), self.locale)

    def check_dashboard(self, file: Path, now: dt.datetime | None = None) -> list[Finding]:
        """Return the mistakes of a dashboard's file and warnings, each with its line and column."""
        from dashboards.check import check

        return check(file, self.session, now or dt.datetime.now(dt.UTC))

    def accounts(self) -> Accounts:
        """Return the accounts of the people who may use the workspace."""
        from dashboards.people.accounts import Accounts
        from dashboards.people.database import FILE_NAME

        return Accounts.open(self.folder / DATA_FOLDER / FILE_NAME)

    def application(self, watch: Watch | None = None) -> Starlette:
        """Return the web application that serves this workspace (ASGI); `watch` counts and logs its requests."""
        from dashboards.library import Library
        from dashboards.server import create_app
        from swell.acting.desk import Desk as ActionsDesk
        from swell.apps.desk import Apps
        from swell.connection_overview import overview
        from swell.jobs.assembly import assemble
        from swell.jobs.desk import Desk
        from swell.models import workspace_models
        from swell.openid import openid
        from swell.recipes import workspace_recipes
        from swell.setting_sources import shown
        from swell.uploads import UploadLoader

        def now() -> dt.datetime:
            return dt.datetime.now(dt.UTC)

        library, jobs = Library(self.folder / DASHBOARDS_FOLDER), assemble(self, now)
        return create_app(
            self.session,
            library,
            name=self.name,
            now=now,
            connections=lambda: overview(self),
            recipes=lambda: workspace_recipes(self),
            models=lambda: workspace_models(self),
            settings=lambda: [dataclasses.asdict(each) for each in shown(self)],
            watch=watch,
            load_upload=UploadLoader(self.store, self.folder, self.settings.uploads.max_errors),
            locale=self.locale if self.settings.page.locale else None,
            jobs=Desk(jobs),
            actions=ActionsDesk(jobs.acting, now),
            apps=Apps(self, now),
            accounts=self.accounts(),
            openid=openid(self),
            users=self.sessions.users,
        )


def _store(path: Path, tables: Mapping[str, Mapping[str, Any]], back_end: BackEnd | None) -> Store:
    """Return the datasets of a workspace, with those elsewhere that its engine may know."""
    folder, gate = path / DATA_FOLDER, RuleGate(path / QUALITY_FOLDER)
    if not tables:
        return Store(folder, gate=gate)
    from engine.mapped.published import look_at_published  # few workspaces need it
    from engine.mapped.store import MappedStore
    from engine.mapped.table import table_setting

    settings = [table_setting(name, values) for name, values in tables.items()]
    there = {each.name: each for each in settings if each.published or back_end is not None}

    def look(setting: TableSetting) -> Contents:
        return look_at_published(setting) if back_end is None or setting.published else back_end.look_at(setting)

    return MappedStore(folder, gate=gate, tables=there, look=look)


def _kernel_choice() -> KernelChoice | None:
    """Return what SWELL_KERNELS says: `c` or `numpy`, for measurements and for tests of both."""
    chosen = os.environ.get("SWELL_KERNELS")
    if not chosen:
        return None
    if chosen not in ("c", "numpy"):
        raise SwellError(f"SWELL_KERNELS is '{chosen}'.", hint="Set it to c or numpy, or not at all.")
    return "c" if chosen == "c" else "numpy"


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        raise SwellError(f"There is no time zone '{name}'.", hint="Write a name such as Europe/Vienna.") from None
