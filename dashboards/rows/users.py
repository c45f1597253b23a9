"""What people have in the fields of their user in the CRM, for `$User.*` in predicates.

The user is the row of the dataset of users that has their e-mail. Who has none there has the fields of their account:
`Id`, `Name`, `Email`, and those that it holds besides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dashboards.compact import quote
from dashboards.people.person import Person
from engine.security.bind import Value
from engine.security.errors import PredicateError
from engine.session import Session
from saql.record import record
from saql.schema import Field, Schema
from saql.types import Type

_BETWEEN = "\N{SYMBOL FOR UNIT SEPARATOR}"
_ANY_TIME = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""The query reckons from no instant."""

_MOST = 20
_ACTIVE = "IsActive"


@record
class Users:
    """Where users are found: a dataset, nowhere if empty, and its field with e-mails."""

    dataset: str = ""
    email_field: str = "Email"


def user_fields(person: Person, session: Session, users: Users) -> Mapping[str, Value]:
    """Return what a person has in the fields that predicates read.

    Args:
        person: who asks.
        session: sees all rows.
        users: where users are found.

    Raises:
        PredicateError: it is not clear which user they are.
        SwellError: the dataset can't be read.
    """
    account = {"Id": person.id, "Name": person.name, "Email": person.email}
    own = {name: value for name, value in account.items() if value}
    return {**own, **person.fields, **synced_fields(person.email, session, users)}


def synced_fields(email: str, session: Session, users: Users) -> Mapping[str, Value]:
    """Return the fields of the user with an e-mail; none where there is no such user. As `user_fields` else."""
    if not users.dataset or not email or users.dataset not in session.store:
        return {}
    with session.store.open(users.dataset) as dataset:
        schema = Schema(tuple(each for each in dataset.schema if each.date_part is None))
    if users.email_field not in schema:
        told = f"The dataset of users has no field '{users.email_field}'."
        raise PredicateError(told, hint="Write the field with e-mails into swell.toml: [people] email_field")
    found = session.query(_query(email, users, schema), now=_ANY_TIME, timezone=dt.UTC, name="user").table.to_pylist()
    if len(found) > 1:  # users that left often have the e-mail of one that stayed
        found = [each for each in found if each.get(_ACTIVE) == "true"]
        if len(found) != 1:
            told = f"Several users have the e-mail {email}."
            raise PredicateError(told, hint="Only one of them may be active.")
    return {name: _value(value, schema.get(name)) for name, value in found[0].items()} if found else {}


def _query(email: str, users: Users, schema: Schema) -> str:
    columns = ", ".join(f"{_read(each.name, each.type)} as {quote.name(each.name)}" for each in schema)
    return (
        f"q = load {quote.text(users.dataset)};"
        f" q = filter q by lower({quote.name(users.email_field)}) == {quote.text(email.lower())};"
        f" q = foreach q generate {columns}; q = limit q {_MOST};"
    )


def _read(name: str, kind: Type) -> str:
    column = quote.name(name)
    return f"mv_to_string({column}, {quote.text(_BETWEEN)})" if kind is Type.MULTIVALUE else column


def _value(value: Any, field: Field | None) -> Value:
    """Return a value as text; several are those of a multivalue field, none is null."""
    match value:
        case None:
            return ()
        case str():
            several = field is not None and field.type is Type.MULTIVALUE
            return tuple(value.split(_BETWEEN)) if several else value
        case dt.datetime():
            return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case dt.date():
            return value.isoformat()
        case int() | float():
            return quote.plain(value)
    return str(value)
