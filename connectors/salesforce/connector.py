"""An open connection to a Salesforce org."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from connectors.errors import ConnectorError, LimitError, LoginError, UnreachableError
from connectors.protocol import Account, Estimate, Gone, ObjectSchema, ObjectSummary, Page, Read, Usage
from connectors.salesforce import soql
from connectors.salesforce.clock import moment_of
from connectors.salesforce.deletions import deletions
from connectors.salesforce.describe import schema_of, summaries
from connectors.salesforce.estimate import estimate, live_count
from connectors.salesforce.present import present
from connectors.salesforce.read import Reader
from connectors.salesforce.settings import SalesforceSettings
from connectors.salesforce.tasks import find_tasks
from connectors.salesforce.transport import Transport, json_body
from connectors.salesforce.write import RecordWriter
from connectors.writing import Change, NewTask, Written

ORGANIZATION = ("Id", "Name", "OrganizationType", "TimeZoneSidKey")


class SalesforceConnector:
    """A `connectors.protocol.Connector` and `connectors.writing.Writer`; its methods do what these say."""

    task_object = "Task"

    def __init__(
        self, transport: Transport, reader: Reader, writing: RecordWriter, settings: SalesforceSettings
    ) -> None:
        self._transport = transport
        self._reader = reader
        self._writing = writing
        self._settings = settings

    def identify(self) -> Account:
        """Return the org, and the user whose rights the connection has."""
        answer = self._transport.query(soql.select(ORGANIZATION, "Organization"), "The org")
        org: dict[str, Any] = (answer.get("records") or [{}])[0]
        return Account(
            id=str(org.get("Id") or ""),
            name=str(org.get("Name") or ""),
            edition=org.get("OrganizationType"),
            timezone=org.get("TimeZoneSidKey"),
            user=self._user(),
        )

    def clock(self) -> dt.datetime:
        """Return the present moment by Salesforce's clock."""
        return moment_of(self._transport.server_clock())

    def objects(self) -> Sequence[ObjectSummary]:
        """Return the objects that can be synced."""
        return summaries(self._transport.get("sobjects", "The list of objects"))

    def describe(self, name: str) -> ObjectSchema:
        """Return what an object looks like to this login."""
        return schema_of(self._transport.get(f"sobjects/{name}/describe", name))

    def count(self, schema: ObjectSchema) -> int:
        """Return how many live records an object has."""
        return live_count(self._transport, schema)

    def estimate(self, read: Read) -> Estimate:
        """Return what a read will cost."""
        return estimate(self._transport, read, self._settings.bulk_rows, self._settings.page_rows)

    def read(self, read: Read) -> Iterator[Page]:
        """Yield the rows of a read."""
        return self._reader.read(read)

    def deletions(self, schema: ObjectSchema, since: dt.datetime, until: dt.datetime) -> Iterator[Sequence[Gone]]:
        """Yield the records that went in a time."""
        return deletions(self._transport, schema, since, until)

    def writable(self, name: str) -> frozenset[str]:
        """Return the fields of an object that this login may change."""
        return frozenset(self._writing.fields(name))

    def present(self, name: str, keys: Sequence[str], fields: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """Return what stands in fields of records now."""
        return present(self._transport, name, keys, fields)

    def update(self, name: str, changes: Sequence[Change]) -> Sequence[Written]:
        """Change fields of records."""
        return self._writing.update(name, changes)

    def find_tasks(self, tasks: Sequence[NewTask]) -> Mapping[str, str]:
        """Return which of some tasks there are."""
        return find_tasks(self._transport, tasks)

    def create_tasks(self, tasks: Sequence[NewTask]) -> Sequence[Written]:
        """Make tasks."""
        return self._writing.create_tasks(tasks)

    def usage(self) -> Usage:
        """Return the calls so far."""
        return self._transport.budget.usage()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def _user(self) -> str | None:
        """Return the user's name; None where the token does not tell: it may have no right to its own identity."""
        try:
            told = self._transport.call("GET", "/services/oauth2/userinfo", "The user", json_body)
        except (LoginError, LimitError, UnreachableError):
            raise
        except ConnectorError:
            return None
        return told.get("preferred_username")
