"""The file of people: accounts, roles, tokens, signed-in browsers, attempts and events."""

from __future__ import annotations

from engine.database import DatabaseFile, Row
from engine.errors import SwellError

__all__ = ["FILE_NAME", "Database", "PeopleError", "Row"]

FILE_NAME = "people.sqlite"
"""In the folder of the data, which no repository has."""

TABLES = """
create table people (
    id text primary key, email text not null unique, name text not null, role text not null,
    password text, disabled integer not null default 0, created real not null
);
create table folder_roles (
    person text not null, folder text not null, role text not null, primary key (person, folder)
);
create table tokens (
    id text primary key, hash text not null unique, person text not null references people on delete cascade,
    name text not null, scope text not null, created real not null, expires real, used real
);
create table sign_ins (
    hash text primary key, person text not null references people on delete cascade,
    acting_as text references people on delete cascade, created real not null, seen real not null
);
create table attempts (subject text not null, at real not null);
create index attempts_by_subject on attempts (subject, at);
create table events (
    id integer primary key, at real not null, person text, action text not null, target text not null,
    address text not null, detail text not null
);
pragma user_version = 1;
"""


class PeopleError(SwellError):
    """Something that can't be done with people, or the file of people can't be used."""


class Database(DatabaseFile):
    """The file; where there is none, the workspace has no accounts."""

    tables = TABLES
    error = PeopleError
