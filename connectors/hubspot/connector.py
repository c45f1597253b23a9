"""An open connection to a HubSpot account."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from connectors.errors import ConnectorError, LoginError, ObjectRefusedError
from connectors.hubspot.calls import Caller
from connectors.hubspot.changes import read_changes
from connectors.hubspot.deletions import read_deletions
from connectors.hubspot.describe import describe, list_objects
from connectors.hubspot.estimate import estimate_read
from connectors.hubspot.full import read_all
from connectors.hubspot.records import Records
from connectors.hubspot.settings import read_settings
from connectors.hubspot.snapshots import SNAPSHOTS, read_snapshot
from connectors.hubspot.tasks import TASKS, create_tasks, find_tasks
from connectors.hubspot.windows import Search
from connectors.hubspot.write import present, update, writable
from connectors.protocol import (
    Account,
    Estimate,
    Gone,
    ObjectSchema,
    ObjectSummary,
    Pace,
    Page,
    Read,
    Secrets,
    Usage,
)
from connectors.writing import Change, NewTask, Written


class HubSpotConnector:
    """Reads a HubSpot account, and writes into it; see `connectors.protocol.Connector`, `connectors.writing.Writer`.

    Args:
        settings: of the connection, see `settings.SETTINGS`.
        secrets: of the connection.
        pace: time.

    Raises:
        ConnectionSettingError: a setting is missing or makes no sense.
    """

    task_object = TASKS

    def __init__(self, settings: Mapping[str, str], secrets: Secrets, pace: Pace) -> None:
        self._caller = Caller(read_settings(settings, secrets), secrets, pace)
        self._pace = pace

    def identify(self) -> Account:
        """Return the account that the token belongs to."""
        try:
            found = self._caller.get("account", "the account's details")
        except ObjectRefusedError as error:
            raise LoginError(error.message, hint=error.hint) from None
        portal = str(found.get("portalId", ""))
        return Account(
            id=portal,
            name=f"HubSpot account {portal}",
            edition=found.get("accountType"),
            timezone=found.get("timeZone"),
        )

    def clock(self) -> dt.datetime:
        """Return the present moment by HubSpot's clock, to a second."""
        return self._caller.clock()

    def objects(self) -> Sequence[ObjectSummary]:
        """Return the objects that can be synced, as far as the account has them and the scopes allow."""
        return list_objects(self._caller)

    def describe(self, name: str) -> ObjectSchema:
        """Return what an object looks like; custom ones are called by their objectTypeId, or by their name."""
        return describe(self._caller, name)

    def count(self, schema: ObjectSchema) -> int:
        """Return how many live records the search knows; of small tables, how many rows they have."""
        if schema.name in SNAPSHOTS:
            return int(read_snapshot(self._caller, schema.name, (schema.key,)).num_rows)
        return Search(self._caller, schema).total()

    def estimate(self, read: Read) -> Estimate:
        """Return what a read will cost, by one call."""
        return estimate_read(Records(self._caller, read), Search(self._caller, read.schema), read)

    def read(self, read: Read) -> Iterator[Page]:
        """Yield the rows of a read; see the protocol."""
        if read.schema.name in SNAPSHOTS:
            yield Page(rows=read_snapshot(self._caller, read.schema.name, read.fields))
            return
        records, search = Records(self._caller, read), Search(self._caller, read.schema)
        changes = read.since is not None and read.schema.cursor is not None
        pages = read_changes(records, search, read) if changes else read_all(records, search, read)
        yield from _checked(pages, records)

    def deletions(
        self,
        schema: ObjectSchema,
        since: dt.datetime,
        until: dt.datetime,  # noqa: ARG002
    ) -> Iterator[Sequence[Gone]]:
        """Yield the records that were archived since a time; also those after `until`, which are gone as well."""
        yield from read_deletions(self._caller, schema, since)

    def writable(self, name: str) -> frozenset[str]:
        """Return the properties of an object that this login may change."""
        return writable(self._caller, name)

    def present(self, name: str, keys: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """Return what stands in properties of records now."""
        return present(self._caller, name, keys, fields)

    def update(self, name: str, changes: Sequence[Change]) -> Sequence[Written]:
        """Change properties of records."""
        return update(self._caller, name, changes)

    def find_tasks(self, tasks: Sequence[NewTask]) -> Mapping[str, str]:
        """Return which of some tasks there are."""
        return find_tasks(self._caller, tasks)

    def create_tasks(self, tasks: Sequence[NewTask]) -> Sequence[Written]:
        """Make tasks."""
        return create_tasks(self._caller, tasks, self._pace.sleep)

    def usage(self) -> Usage:
        """Return the calls so far; those of the day by HubSpot's last answer."""
        return self._caller.usage()

    def close(self) -> None:
        """Let go of the lines."""
        self._caller.close()


def _checked(pages: Iterator[Page], records: Records) -> Iterator[Page]:
    """Yield pages, the last with the notes; look at the properties before the first and before the last of them.

    HubSpot answers for a property that went as if it were empty: without a look, its column would be emptied.
    """
    held: Page | None = None
    first = True
    try:
        for page in pages:
            if held is not None:
                yield held
                first = False
            else:
                records.check_properties()
            held = page
    except ConnectorError:
        if held is not None:
            yield held  # it is whole: what comes after it fails
        raise
    if held is not None:
        if not first:
            records.check_properties()
        yield dataclasses.replace(held, notes=records.notes())
