"""The file of jobs: runs with their lines, times of schedules, states of alerts, and the outbox."""

from __future__ import annotations

from engine.database import DatabaseFile, Row
from engine.errors import SwellError

__all__ = ["FILE_NAME", "Database", "JobsError", "Row"]

FILE_NAME = "jobs.sqlite"
"""In the folder of the data, which no repository has."""

TABLES = """
create table runs (
    id integer primary key, job text not null, work text not null, state text not null, cause text not null,
    asked real not null, started real, ended real, message text not null default '', cancel text,
    attempt integer not null default 1, origin integer
);
create index runs_by_job on runs (job, id);
create index runs_by_state on runs (state);
create table lines (
    run integer not null references runs on delete cascade, at real not null, text text not null
);
create index lines_by_run on lines (run);
create table times (job text primary key, rule text not null, due real not null);
create table alert_states (
    alert text not null, recipient text not null, condition text not null, state text not null, checked real not null,
    primary key (alert, recipient)
);
create table alert_versions (alert text primary key, condition text not null, versions text not null);
create table alert_events (
    id integer primary key, alert text not null, recipient text not null, at real not null, told text not null
);
create index alert_events_by_alert on alert_events (alert, id);
create table outbox (
    id integer primary key, key text not null unique, channel text not null, target text not null, about text not null,
    content blob, state text not null, asked real not null, due real not null, tries integer not null default 0,
    problem text not null default ''
);
create index outbox_by_state on outbox (state, due);
pragma user_version = 1;
"""


class JobsError(SwellError):
    """Something that can't be done with jobs, or the file of jobs can't be used."""


class Database(DatabaseFile):
    """The file; the first run makes it."""

    tables = TABLES
    error = JobsError
