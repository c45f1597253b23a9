"""A HubSpot account as its users work on it: records made, changed, merged, archived; the state behind the API."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping
from typing import TypeAlias

from connectors.standins.clock import Clock
from connectors.standins.hubspot import moments
from connectors.standins.hubspot.links import Links
from connectors.standins.hubspot.object_types import SERVICE_CONTRACTS, STANDARD, ObjectType
from connectors.standins.hubspot.properties import Property
from connectors.standins.hubspot.records import Record, Table, Values
from connectors.standins.hubspot.settings import Owner, Pipeline
from connectors.standins.hubspot.standard_properties import properties_of

Given: TypeAlias = Mapping[str, str | float | bool | None]
"""Values as a caller has them; the account keeps texts."""

OWNERS, SCHEMAS = "owners", "schemas"
OTHER_SCOPES = {OWNERS: "crm.objects.owners.read", SCHEMAS: "crm.schemas.custom.read"}
"""The scopes of what is no object."""

_FIRST_ID = 1_001
_BIN_LIFE = 90 * 24 * 3600 * 1000


class Portal:
    """An account, safe between threads. Records of all objects draw their ids from one sequence.

    Args:
        clock: its clock; real time where none is given.
        search_lag: seconds until search knows of a write. Lists and batch reads know at once.
        id: the number of the account.
        timezone: where its users are.
        currency: its currency.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        search_lag: float = 0.0,
        id: int = 4_200_000,
        timezone: str = "Europe/Berlin",
        currency: str = "EUR",
    ) -> None:
        self.clock = clock or Clock()
        self.search_lag = search_lag
        self.id = id
        self.timezone = timezone
        self.currency = currency
        self.lock = threading.RLock()
        self.kinds: dict[str, ObjectType] = {}
        self.tables: dict[str, Table] = {}
        self.properties: dict[str, dict[str, Property]] = {}
        self.links = Links()
        self.owners: dict[str, Owner] = {}
        self.pipelines: dict[str, list[Pipeline]] = {}
        self.refused: set[str] = set()
        self.kept_from_writing: set[str] = set()
        self._last_id = _FIRST_ID - 1
        for kind in (*STANDARD, SERVICE_CONTRACTS):
            self.add_object(kind)

    def now(self) -> int:
        """Return the present moment in milliseconds since 1970."""
        return moments.milliseconds(self.clock.now())

    def advance(self, seconds: float) -> None:
        """Move the clock on."""
        self.clock.advance(seconds)

    def kind(self, name: str) -> ObjectType | None:
        """Return an object by its name, type id or full name, as paths may have it; None for any other."""
        if name in self.kinds:
            return self.kinds[name]
        wanted = name.lower()
        for kind in self.kinds.values():
            names = (
                kind.name,
                kind.singular.lower().replace(" ", "_"),
                kind.id,
                f"p_{kind.name}",
                self.full_name(kind),
            )
            if wanted in names:
                return kind
        return None

    def full_name(self, kind: ObjectType) -> str:
        """Return the full name of an object."""
        return f"p{self.id}_{kind.name}" if kind.custom else kind.singular.upper().replace(" ", "_")

    # Definitions

    def add_object(self, kind: ObjectType, *properties: Property) -> None:
        """Add an object: with the properties that every object has, and more."""
        with self.lock:
            self.kinds[kind.name] = kind
            self.tables[kind.name] = Table()
            self.properties[kind.name] = {each.name: each for each in (*properties_of(kind), *properties)}

    def put_property(self, name: str, definition: Property) -> None:
        """Add a property to an object, or change one: its type, its label. Values stay the texts that they are."""
        with self.lock:
            self.properties[name][definition.name] = definition

    def remove_property(self, name: str, property_name: str) -> None:
        """Take a property from an object; its values can't be read any more."""
        with self.lock:
            del self.properties[name][property_name]

    def add_owner(self, owner: Owner) -> None:
        """Add an owner, or change one: archived ones are those who left."""
        with self.lock:
            self.owners[owner.id] = owner

    def set_pipelines(self, name: str, *pipelines: Pipeline) -> None:
        """Set the pipelines of an object."""
        with self.lock:
            self.pipelines[name] = list(pipelines)

    def refuse(self, name: str) -> None:
        """Take the scope of an object from all tokens; "owners" and "schemas" are names here as well."""
        if name not in (*self.kinds, *OTHER_SCOPES):
            raise KeyError(f"there is no object {name}")
        self.refused.add(name)

    def allow(self, name: str) -> None:
        """Give the scope of an object back."""
        self.refused.discard(name)

    # Records

    def create(
        self, name: str, values: Given | None = None, *, at: dt.datetime | None = None, key: str | None = None
    ) -> str:
        """Make a record and return its id.

        Args:
            name: the object.
            values: its values.
            at: when it says that it was made; now where not given. In the past: it is committed late.
            key: its id; the next free one where not given.

        Raises:
            KeyError: the object does not have a property.
            ValueError: there is, or was, a record with this id.
        """
        with self.lock:
            kind, table, now = self.kinds[name], self.tables[name], self.now()
            given, key = self._texts(name, values or {}), key or str(self._last_id + 1)
            if key in table.live or key in table.archived or key in table.merged:
                raise ValueError(f"{name} has, or had, a record {key}")
            self._last_id = max(self._last_id, int(key))
            said = moments.text(moments.milliseconds(at) if at else now)
            times = {"hs_object_id": key, kind.created: said, kind.modified: said}
            record = Record(id=key, values={})
            table.set(record, {**times, **given}, now)
            return key

    def update(self, name: str, key: str, values: Given, *, at: dt.datetime | None = None) -> None:
        """Change a live record; its modified date moves to now, or to `at`: a change that is committed late."""
        with self.lock:
            now = self.now()
            said = moments.text(moments.milliseconds(at) if at else now)
            changes = {self.kinds[name].modified: said, **self._texts(name, values)}
            self.tables[name].set(self._live(name, key), changes, now)

    def recalculate(self, name: str, key: str, values: Given) -> None:
        """Change values of a live record as HubSpot does with calculated ones: the modified date stays."""
        with self.lock:
            self.tables[name].set(self._live(name, key), self._texts(name, values), self.now())

    def archive(self, name: str, key: str) -> None:
        """Move a live record to the recycle bin, where it stays for 90 days."""
        with self.lock:
            self._live(name, key)
            self.tables[name].archive(key, self.now())

    def restore(self, name: str, key: str) -> None:
        """Move a record out of the recycle bin; that counts as a change."""
        with self.lock:
            table, now = self.tables[name], self.now()
            table.set(table.restore(key), {self.kinds[name].modified: moments.text(now)}, now)

    def purge(self, name: str, key: str) -> None:
        """Forget a record for good, as the law may demand: nothing tells that it ever was."""
        with self.lock:
            self.tables[name].purge(key, self.now())
            self.links.forget(name, key)

    def merge(self, name: str, survivor: str, loser: str, *, into_new: bool = False) -> str:
        """Merge a live record into another and return the id of what came out.

        The survivor takes over what it has no value of, the links, and the ids that it goes by from now on.

        Args:
            name: the object.
            survivor: the record whose values count.
            loser: the record that ceases.
            into_new: whether both cease and a new record takes their place, as for objects but contacts since 2025.
        """
        with self.lock:
            if survivor == loser:
                raise ValueError(f"a record can't be merged with itself: {survivor}")
            table, now = self.tables[name], self.now()
            kept, second = self._live(name, survivor), self._live(name, loser)
            first = self._live(name, self.create(name, _own_values(self.kinds[name], kept))) if into_new else kept
            losers = [kept, second] if into_new else [second]
            went = _merged_ids(kept) + [each for lost in losers for each in (*_merged_ids(lost), lost.id)]
            filled = {
                each: value
                for each, value in second.values.items()
                if value is not None and first.values.get(each) is None
            }
            for lost in losers:
                self.links.move(name, lost.id, first.id)
                table.purge(lost.id, now)
                table.merged[lost.id] = first.id
            ids = {"hs_merged_object_ids": ";".join(dict.fromkeys(went)), self.kinds[name].modified: moments.text(now)}
            table.set(first, {**filled, **ids}, now)
            return first.id

    def associate(self, name: str, key: str, to: str, to_key: str, label: str | None = None) -> None:
        """Associate two live records, with a label or without; no modified date moves.

        The label is "Primary", or one that `add_label` defined; KeyError for any other.
        """
        with self.lock:
            self._live(name, key)
            self._live(to, to_key)
            self.links.join((name, to), key, to_key, label)

    def dissociate(self, name: str, key: str, to: str, to_key: str, label: str | None = None) -> None:
        """Take a label off an association, or undo the association where no label is given."""
        with self.lock:
            self.links.part((name, to), key, to_key, label)

    def add_label(self, name: str, to: str, label: str) -> None:
        """Let two objects have a label between them."""
        with self.lock:
            self.links.define((name, to), None)
            self.links.define((name, to), label)

    # The truth

    def rows(self, name: str) -> dict[str, dict[str, str]]:
        """Return the live records of an object by id, with all values that can be read and are not empty."""
        with self.lock:
            readable = self.properties[name]
            return {
                record.id: {each: value for each, value in record.values.items() if value and each in readable}
                for record in self.tables[name].live
            }

    def associations(self, name: str, to: str) -> dict[str, dict[str, frozenset[str]]]:
        """Return the links between live records of two objects: id to ids to labels."""
        with self.lock:
            here, there = self.tables[name].live, self.tables[to].live
            found: dict[str, dict[str, frozenset[str]]] = {}
            for start, end, labels in self.links.walk((name, to)):
                if start in here and end in there:
                    found.setdefault(start, {})[end] = labels
            return found

    def in_bin(self, record: Record) -> bool:
        """Return whether the recycle bin still shows a record that was archived."""
        return record.archived_at is not None and record.archived_at > self.now() - _BIN_LIFE

    def _live(self, name: str, key: str) -> Record:
        record = self.tables[name].live.get(key)
        if record is None:
            raise KeyError(f"{name} has no live record {key}")
        return record

    def _texts(self, name: str, values: Given) -> Values:
        for each in values:
            if each not in self.properties[name]:
                raise KeyError(f"{name} has no property {each}")
        return {each: _text(value) for each, value in values.items()}


def _text(value: str | float | bool | None) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None or value == "" else str(value)


def _merged_ids(record: Record) -> list[str]:
    ids = record.values.get("hs_merged_object_ids")
    return ids.split(";") if ids else []


def _own_values(kind: ObjectType, record: Record) -> dict[str, str | None]:
    kept = (kind.modified, "hs_object_id", "hs_merged_object_ids")
    return {name: value for name, value in record.values.items() if name not in kept}
