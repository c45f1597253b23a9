"""The file of actions: what was done for which record and cause, what waits to be done, and the runs."""

from __future__ import annotations

from engine.database import DatabaseFile
from swell.acting.errors import ActingError

FILE_NAME = "acting.sqlite"
"""In the folder of the data, which no repository has."""

TABLES = """
create table deeds (
    id text primary key, action text not null, key text not null, cause text not null, kind text not null,
    state text not null, tries integer not null, run integer not null, at real not null, result text not null default ''
);
create index deeds_by_record on deeds (action, key, at);
create index deeds_by_run on deeds (run);
create table waiting (
    action text not null, key text not null, cause text not null, why text not null, told text not null,
    found real not null, primary key (action, key)
);
create table seen (action text not null, key text not null, value text, primary key (action, key)) without rowid;
create table watched (action text primary key, mark text not null, version integer not null);
create table runs (
    id integer primary key, action text not null, by text not null, at real not null, ended real, state text not null,
    told text not null default '{}', message text not null default ''
);
create index runs_by_action on runs (action, id);
pragma user_version = 1;
"""


class Database(DatabaseFile):
    """The file; the first run makes it."""

    tables = TABLES
    error = ActingError
