"""The records of a stand-in: objects with their fields, and everything that people do to records."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, TypeAlias

from connectors.standins.clock import Clock
from connectors.standins.salesforce.describes import Describe, field_described, object_described
from connectors.standins.salesforce.identifiers import identifier
from connectors.standins.salesforce.prepared import PreparedFound, PreparedRows
from connectors.standins.salesforce.refusals import Refusal
from connectors.standins.salesforce.saves import Saves
from connectors.standins.salesforce.values import stored

Row: TypeAlias = dict[str, Any]
FIRST_ID = 300_007
ID_STEP = 11
ORGANIZATION_ID = identifier("00D", 77)
USER_ID = identifier("005", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """A line of what getDeleted tells: a record, and when it went."""

    id: str
    at: dt.datetime


@dataclass(slots=True, kw_only=True)
class Table:
    """An object of the world.

    Args:
        describe: its describe, with all fields, those that are hidden too.
        rows: live records and those in the recycle bin, by id. A row is never changed but replaced, so that queries
            may hold on to it.
        deletions: the log behind getDeleted.
        prepared: records that lie in a file; `rows` then has those that changed or are new.
        purged_before: the log knows nothing from before this moment; None where it is whole.
        hidden: whether the login may not see it.
        hidden_fields: fields that the login may not see.
        changed: when its describe changed last.
    """

    describe: Describe
    rows: dict[str, Row]
    numbers: Iterable[int]
    changed: dt.datetime
    deletions: list[Deletion] = field(default_factory=list)
    prepared: PreparedRows | None = None
    purged_before: dt.datetime | None = None
    hidden: bool = False
    hidden_fields: set[str] = field(default_factory=set)

    def prepare(self, rows: PreparedRows) -> None:
        """Put records before the others that lie in a file; the object must have none yet."""
        self.prepared = rows
        self.numbers = itertools.count(FIRST_ID + ID_STEP * len(rows), ID_STEP)

    def row(self, id: str) -> Row:
        """Return a record; KeyError where there is none. One in the file is taken out of it."""
        number = self.prepared.number(id) if self.prepared is not None and id not in self.rows else None
        if self.prepared is not None and number is not None:
            (self.rows[id],) = self.prepared.read(number, number + 1)
            self.prepared.taken.add(number)
        return self.rows[id]

    def live(self) -> int:
        """Return how many live records there are."""
        in_file = 0 if self.prepared is None else len(self.prepared) - len(self.prepared.taken)
        return in_file + sum(not row.get("IsDeleted") for row in self.rows.values())

    def fields(self) -> dict[str, Describe]:
        """Return the fields that the login sees, by name."""
        return {each["name"]: each for each in self.describe["fields"] if each["name"] not in self.hidden_fields}

    def types(self) -> dict[str, str]:
        """Return the type of each field, those that are hidden too."""
        return {each["name"]: each["type"] for each in self.describe["fields"]}


class World:
    """Objects and their records, with one lock: each operation, and each query, sees one moment.

    Values in rows are str, bool, int, float, datetime (UTC, milliseconds), date, time or None; a multi-select picklist
    is text with semicolons; a compound field is not stored, its parts are. Operations raise KeyError for an object,
    field or record that is not there.

    Args:
        clock: what the time is; real time where None.
        organization: the name of the organisation.
    """

    def __init__(self, clock: Clock | None = None, organization: str = "Merrova Freight Systems") -> None:
        self.clock = clock or Clock()
        self.lock = threading.RLock()
        self.tables: dict[str, Table] = {}
        self.saves = Saves()
        self.add_object(_ORGANIZATION)
        self.insert(
            "Organization",
            Id=ORGANIZATION_ID,
            Name=organization,
            OrganizationType="Enterprise Edition",
            TimeZoneSidKey="Europe/Berlin",
            LanguageLocaleKey="en_US",
            IsSandbox=False,
        )

    def table(self, name: str) -> Table:
        """Return an object, whatever the case of its name; KeyError where there is none."""
        found = self.tables.get(name)
        if found is None:
            found = {each.lower(): table for each, table in self.tables.items()}[name.lower()]
        return found

    def visible(self, name: str) -> Table:
        """Return an object that the login sees; INVALID_TYPE where there is none."""
        try:
            found = self.table(name)
        except KeyError:
            found = None
        if found is None or found.hidden:
            raise Refusal("INVALID_TYPE", _no_object(name))
        return found

    def now(self) -> dt.datetime:
        """Return the present moment as a record's stamp has it: whole seconds."""
        return self.clock.now().replace(microsecond=0)

    # Objects and fields

    def add_object(self, describe: Describe) -> None:
        """Add an object, from `object_described` or from a describe that a real organisation gave."""
        with self.lock:
            numbers = itertools.count(FIRST_ID, ID_STEP)
            made = Table(describe=copy.deepcopy(describe), rows={}, numbers=numbers, changed=self.now())
            self.tables[describe["name"]] = made

    def add_field(self, name: str, field: Describe, value: Callable[[Row], Any] = lambda _: None) -> None:
        """Add a field to an object; `value` gives each record its value. No stamp moves."""
        with self.lock:
            table = self.table(name)
            table.describe["fields"].append(copy.deepcopy(field))
            self._refill(table, field["name"], field["type"], value)

    def remove_field(self, name: str, field: str) -> None:
        """Remove a field from an object, with its values."""
        with self.lock:
            table = self.table(name)
            described = _field(table, field)
            table.describe["fields"].remove(described)
            table.rows = {
                key: {each: value for each, value in row.items() if each != field} for key, row in table.rows.items()
            }
            table.changed = self.now()

    def retype_field(self, name: str, field: str, type: str, value: Callable[[Any], Any], **more: Any) -> None:
        """Give a field another type; `value` makes the new value of the old one. No stamp moves."""
        with self.lock:
            table = self.table(name)
            described = _field(table, field)
            described.update(field_described(field, type, described["label"], **more))
            self._refill(table, field, type, lambda row: value(row[field]))

    def hide_object(self, name: str, hidden: bool = True) -> None:
        """Take from the login, or give it back, the permission to see an object."""
        with self.lock:
            self.table(name).hidden = hidden

    def hide_field(self, name: str, field: str, hidden: bool = True) -> None:
        """Take from the login, or give it back, the permission to see a field."""
        with self.lock:
            table = self.table(name)
            _field(table, field)
            (table.hidden_fields.add if hidden else table.hidden_fields.discard)(field)
            table.changed = self.now()

    def _refill(self, table: Table, field: str, type: str, value: Callable[[Row], Any]) -> None:
        table.rows = {key: {**row, field: stored(value(row), type)} for key, row in table.rows.items()}
        table.changed = self.now()

    # Records

    def insert(self, name: str, *, stamp: dt.datetime | None = None, **values: Any) -> str:
        """Insert a record; return its id.

        Args:
            name: the object.
            stamp: its CreatedDate, LastModifiedDate and SystemModstamp; now where None. One that lies in the past is a
                late commit: the record is visible only from now on, but its stamp is older.
            values: its fields; Id and stamps too, where they are to be something of their own.
        """
        return self.insert_many(name, [values], stamp=stamp)[0]

    def insert_many(
        self, name: str, rows: Iterable[Mapping[str, Any]], *, stamp: dt.datetime | None = None
    ) -> list[str]:
        """Insert records at one stroke; return their ids. Arguments as `insert` has them."""
        with self.lock:
            table = self.table(name)
            types = table.types()
            blank = {
                each: False if kind == "boolean" else None
                for each, kind in types.items()
                if kind not in ("address", "location")
            }
            system = _stamps(types, stamp or self.now(), ("CreatedDate", "LastModifiedDate", "SystemModstamp"))
            system |= {each: USER_ID for each in ("CreatedById", "LastModifiedById") if each in types}
            made: dict[str, Row] = {}
            for values in rows:
                row = {**blank, **system, **_stored(values, types)}
                if types.get("Id") and row["Id"] is None:
                    row["Id"] = identifier(table.describe["keyPrefix"] or "000", next(iter(table.numbers)))
                if "FirstName" in row and "LastName" in row and row.get("Name") is None:
                    row["Name"] = " ".join(filter(None, (row["FirstName"], row["LastName"])))
                made[row["Id"]] = row
            table.rows.update(made)
            return list(made)

    def update(self, name: str, id: str, *, stamp: dt.datetime | None = None, **values: Any) -> None:
        """Change a live record; its LastModifiedDate and SystemModstamp move to `stamp`, or to now.

        With a stamp that lies in the past it is a late commit, as `insert` has it. No stamp of Salesforce's goes back:
        it should be later than the record's own.
        """
        with self.lock:
            self._change(name, id, stamp or self.now(), values, ("LastModifiedDate", "SystemModstamp"))

    def touch(self, name: str, id: str, *, stamp: dt.datetime | None = None) -> None:
        """Move a record's SystemModstamp alone, as processes of the system do."""
        with self.lock:
            self._change(name, id, stamp or self.now(), {}, ("SystemModstamp",))

    def recalculate(self, name: str, id: str, **values: Any) -> None:
        """Change fields and no stamp, as formulas and roll-ups change."""
        with self.lock:
            self._change(name, id, self.now(), values, ())

    def delete(self, name: str, id: str, *, stamp: dt.datetime | None = None) -> None:
        """Put a live record into the recycle bin."""
        self._delete(name, id, stamp or self.now(), {})

    def merge(self, name: str, winner: str, *losers: str, **values: Any) -> None:
        """Merge records into one, which gets `values`; the losers go to the recycle bin and name it in MasterRecordId.

        References to a loser, in any object, come to name the winner.
        """
        with self.lock:
            now = self.now()
            kept = {"MasterRecordId": winner} if "MasterRecordId" in self.table(name).types() else {}
            for loser in losers:
                self._delete(name, loser, now, kept)
                self._repoint(loser, winner, now)
            self.update(name, winner, **values)

    def undelete(self, name: str, id: str) -> None:
        """Take a record out of the recycle bin."""
        with self.lock:
            table = self.table(name)
            row = table.row(id)
            if not row["IsDeleted"]:
                raise KeyError(id)
            back: Row = {"IsDeleted": False} | ({"MasterRecordId": None} if "MasterRecordId" in row else {})
            table.rows[id] = {**row, **back, **_stamps(row, self.now(), ("LastModifiedDate", "SystemModstamp"))}
            table.deletions = [each for each in table.deletions if each.id != id]

    def hard_delete(self, name: str, *ids: str) -> None:
        """Remove records for good, live ones or out of the recycle bin: only the log of deletions still has them."""
        with self.lock:
            table = self.table(name)
            now = self.now()
            for id in ids:
                if not table.row(id).get("IsDeleted"):
                    table.deletions.append(Deletion(id=id, at=now))
                del table.rows[id]

    def empty_recycle_bin(self, name: str) -> None:
        """Remove for good what lies in the recycle bin."""
        with self.lock:
            table = self.table(name)
            self.hard_delete(name, *[id for id, row in table.rows.items() if row.get("IsDeleted")])

    def purge_deletions(self, name: str, before: dt.datetime | None = None) -> None:
        """Make the log of deletions forget what happened before a moment; all up to now where None."""
        with self.lock:
            table = self.table(name)
            table.purged_before = before or self.now()
            table.deletions = [each for each in table.deletions if each.at >= table.purged_before]

    def rows(self, name: str) -> list[Row]:
        """Return the live records, all fields, in the order of their ids: the truth that a copy has to equal."""
        with self.lock:
            table = self.table(name)
            found = [dict(row) for row in table.rows.values() if not row.get("IsDeleted")]
            if table.prepared is not None:
                found += PreparedFound(table.prepared, range(len(table.prepared)), [])
            return sorted(found, key=itemgetter("Id"))

    def _delete(self, name: str, id: str, stamp: dt.datetime, values: Row) -> None:
        with self.lock:
            self._change(name, id, stamp, {**values, "IsDeleted": True}, ("LastModifiedDate", "SystemModstamp"))
            self.table(name).deletions.append(Deletion(id=id, at=stamp))

    def _change(self, name: str, id: str, stamp: dt.datetime, values: Row, moved: tuple[str, ...]) -> None:
        table = self.table(name)
        row = table.row(id)
        if row.get("IsDeleted"):
            raise KeyError(id)
        types = table.types()
        changed = {**row, **_stamps(types, stamp, moved), **_stored(values, types)}
        if {"FirstName", "LastName"} & values.keys() and "Name" not in values:
            changed["Name"] = " ".join(filter(None, (changed["FirstName"], changed["LastName"])))
        table.rows[id] = changed

    def _repoint(self, loser: str, winner: str, stamp: dt.datetime) -> None:
        for name, table in self.tables.items():
            references = [each["name"] for each in table.describe["fields"] if each["type"] == "reference"]
            for id, row in list(table.rows.items()):
                moved = {each: winner for each in references if row.get(each) == loser and each != "MasterRecordId"}
                if moved and not row.get("IsDeleted"):
                    self._change(name, id, stamp, moved, ("LastModifiedDate", "SystemModstamp"))


def _stored(values: Mapping[str, Any], types: Mapping[str, str]) -> Row:
    return {name: stored(value, types[name]) for name, value in values.items()}


def _stamps(fields: Iterable[str], stamp: dt.datetime, names: tuple[str, ...]) -> Row:
    return {each: stored(stamp, "datetime") for each in names if each in fields}


def _field(table: Table, name: str) -> Describe:
    for each in table.describe["fields"]:
        if each["name"] == name:
            found: Describe = each
            return found
    raise KeyError(name)


def _no_object(name: str) -> str:
    return (
        f"sObject type '{name}' is not supported. If you are attempting to use a custom object, be sure to append the "
        "'__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names."
    )


_ORGANIZATION = object_described(
    "Organization",
    "Organization",
    [
        field_described("Name", nameField=True),
        field_described("OrganizationType", "picklist", "Edition"),
        field_described("TimeZoneSidKey", "picklist", "Time Zone"),
        field_described("LanguageLocaleKey", "picklist", "Language"),
        field_described("IsSandbox", "boolean"),
    ],
    prefix="00D",
    replicateable=False,
    createable=False,
    deletable=False,
)
_ORGANIZATION["fields"] = [each for each in _ORGANIZATION["fields"] if each["name"] != "IsDeleted"]
