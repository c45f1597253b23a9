"""Records of one object as HubSpot hands them out, and as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import quote

import pyarrow as pa

from connectors.errors import SchemaChangedError
from connectors.hubspot.answers import next_after, results, whole_page
from connectors.hubspot.associations import Link, link_of, read_links
from connectors.hubspot.calls import Caller
from connectors.hubspot.describe import list_properties, source_type
from connectors.hubspot.objects import KEY, MERGED_IDS
from connectors.hubspot.types import column
from connectors.protocol import Read, SourceField

Record: TypeAlias = Mapping[str, Any]
"""A record as HubSpot has it: `id`, `properties`, where it is archived `archivedAt`."""

A_CALL = 100
"""Records in one answer of a list or a batch."""

_LONGEST_LIST = 6_000  # characters of names in an address; HubSpot refuses addresses near 16,000


class Records:
    """Asks for the records of a read.

    Args:
        caller: asks.
        read: what to read.
    """

    def __init__(self, caller: Caller, read: Read) -> None:
        self.caller = caller
        self.type = read.schema.name
        self.subject = read.schema.label.lower()
        self._unreadable: Counter[str] = Counter()
        self._fields = [read.schema.field(name) for name in read.fields]
        self._links: Mapping[str, Link] = {
            each.name: link for each in self._fields if (link := link_of(each)) is not None
        }
        self._properties = [each.name for each in self._fields if each.name not in self._links]

    @property
    def fit_an_address(self) -> bool:
        """Whether the names of all properties can stand in an address."""
        return len(quote(",".join(self._properties))) <= _LONGEST_LIST

    @property
    def linked_objects(self) -> int:
        """To how many objects the read asks for links."""
        return len({each.to for each in self._links.values()})

    def list(self, after: str | None, *, keys_only: bool = False) -> tuple[Sequence[Record], str | None]:
        """Return the next records in the order of their keys, and where to go on; None at the end."""
        properties = [KEY] if keys_only else self._properties
        query = {"limit": str(A_CALL), "archived": "false", "properties": ",".join(properties)}
        if after is not None:
            query["after"] = after
        answer = whole_page(lambda: self.caller.get("list", self.subject, query, type=self.type), A_CALL)
        return results(answer, "id", "properties"), next_after(answer)

    def batch(self, ids: Sequence[str]) -> dict[str, Record]:
        """Return those of some records that are live, by their keys.

        A record that was merged away is answered for by the one that took its place.
        """
        properties = list(dict.fromkeys((*self._properties, MERGED_IDS)))
        return self._batch(ids, properties, archived=False)

    def archived(self, ids: Sequence[str]) -> dict[str, Record]:
        """Return those of some records that are archived, by their keys."""
        return self._batch(ids, [KEY], archived=True)

    def rows(self, records: Sequence[Record]) -> pa.RecordBatch:
        """Return records with their associations as rows of the read."""
        ids = [str(each["id"]) for each in records]
        links = read_links(self.caller, self.type, ids, self._links) if ids and self._links else {}
        columns = [
            pa.array(links.get(each.name, []), each.type)
            if each.name in self._links
            else self._column(each, ids, records)
            for each in self._fields
        ]
        return pa.RecordBatch.from_arrays(columns, [each.name for each in self._fields])

    def notes(self) -> tuple[str, ...]:
        """Return how many values so far were not of their property's type, by property; none of them is shown."""
        return tuple(
            f"{name}: {count:,} {'value is' if count == 1 else 'values are'} not of the property's type; read as empty."
            for name, count in sorted(self._unreadable.items())
        )

    def check_properties(self) -> None:
        """Look whether HubSpot still has the properties: it gives those that went as if they were empty.

        Raises:
            SchemaChangedError: one went or is of another type.
        """
        found = {each["name"]: source_type(each) for each in list_properties(self.caller, self.type, self.subject)}
        for each in self._fields:
            if each.name not in self._links and found.get(each.name) != each.source_type:
                what = "is of another type now" if each.name in found else "is gone"
                raise SchemaChangedError(
                    f"The property {each.name} of {self.subject} {what}.",
                    hint="The next sync describes the object anew.",
                )

    def _batch(self, ids: Sequence[str], properties: Sequence[str], *, archived: bool) -> dict[str, Record]:
        def ask(keys: Sequence[str]) -> list[Record]:
            body = {"inputs": [{"id": each} for each in keys], "properties": properties}
            answer = self.caller.post("batch_read", self.subject, body, archived=archived, type=self.type)
            return results(answer, "id", "properties")

        calls = [ids[start : start + A_CALL] for start in range(0, len(ids), A_CALL)]
        return {str(each["id"]): each for found in self.caller.together(ask, calls) for each in found}

    def _column(self, of: SourceField, ids: Sequence[str], records: Iterable[Record]) -> pa.Array:
        if of.name == KEY:
            return pa.array(ids, pa.string())
        values, bad = column((each["properties"].get(of.name) for each in records), of.type)
        if bad:
            self._unreadable[of.name] += bad
        return values
