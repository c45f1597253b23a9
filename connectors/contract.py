"""What every connector has to keep, as checks that run against an open one, whatever it connects to.

With pytest:

    @pytest.mark.parametrize("check", connectors.contract.CHECKS, ids=lambda each: each.__name__)
    def test_contract(check):
        check(open_my_connector())

The CRM behind it must stand still meanwhile, have records, and answer quickly.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Callable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from connectors.errors import ObjectRefusedError
from connectors.protocol import Connector, ObjectSchema, Page, Read

_TYPES = (
    pa.string(),
    pa.bool_(),
    pa.int64(),
    pa.float64(),
    pa.date32(),
    pa.timestamp("ms", "UTC"),
    pa.time32("ms"),
    pa.list_(pa.string()),
)
_FAR = dt.timedelta(days=1)


class ContractError(AssertionError):
    """A connector does not do what the protocol says."""


def account_is_named(connector: Connector) -> None:
    """Check that `identify` names the organisation."""
    account = connector.identify()
    _hold(bool(account.id and account.name), "identify() must name the account: id and name.")


def clock_has_a_zone(connector: Connector) -> None:
    """Check that `clock` is a moment, not a local time."""
    _hold(connector.clock().tzinfo is not None, "clock() must have a time zone.")


def objects_are_listed_once(connector: Connector) -> None:
    """Check that there are objects, each once."""
    names = [each.name for each in connector.objects()]
    _hold(bool(names), "objects() must list at least one object.")
    _hold(len(names) == len(set(names)), "objects() must list each object once.")


def schemas_are_sound(connector: Connector) -> None:
    """Check that keys and cursors are fields, that names occur once, and that types are those of the protocol."""
    for schema in _schemas(connector):
        names = [each.name for each in schema.fields]
        _hold(len(names) == len(set(names)), f"{schema.name}: two fields have one name.")
        _hold(schema.key in names, f"{schema.name}: the key '{schema.key}' is not among the fields.")
        _hold(schema.field(schema.key).type == pa.string(), f"{schema.name}: the key must be a string.")
        for each in schema.fields:
            _hold(each.type in _TYPES, f"{schema.name}.{each.name}: {each.type} is no type of the protocol.")
        if schema.cursor is not None:
            _hold(schema.cursor in names, f"{schema.name}: the cursor '{schema.cursor}' is not among the fields.")
            kind = schema.field(schema.cursor).type
            _hold(kind == pa.timestamp("ms", "UTC"), f"{schema.name}: the cursor must be a timestamp[ms, UTC].")


def unknown_objects_are_refused(connector: Connector) -> None:
    """Check that an object that is not there is refused as such."""
    try:
        connector.describe("NoObjectIsCalledSo")
    except ObjectRefusedError:
        return
    raise ContractError("describe() of an unknown object must raise ObjectRefusedError.")


def pages_have_the_fields_asked_for(connector: Connector) -> None:
    """Check that pages have the columns of their read, in its order, of the schema's types, and keys in all rows."""
    for schema in _schemas(connector):
        backwards = tuple(each.name for each in reversed(schema.fields))
        for fields in (backwards, (schema.key,)):
            wanted = pa.schema([(name, schema.field(name).type) for name in fields])
            for page in connector.read(_all(connector, schema, fields)):
                _hold(page.rows.schema.equals(wanted), f"{schema.name}: a page has {page.rows.schema}, not {wanted}.")
                _hold(not page.rows.column(schema.key).null_count, f"{schema.name}: a row has no key.")


def counts_agree(connector: Connector) -> None:
    """Check that `count` says as many as `read` brings, each key counted once."""
    for schema in _schemas(connector):
        read = len(set(_keys(connector.read(_all(connector, schema, (schema.key,))), schema)))
        counted = connector.count(schema)
        _hold(read == counted, f"{schema.name}: count() says {counted:,}, read() brings {read:,}.")


def reads_go_on_from_every_checkpoint(connector: Connector) -> None:
    """Check that a read that stops after any page goes on from there to all rows, and that checkpoints are JSON.

    A read that came to its end may clear away what its earlier checkpoints speak of.
    """
    for schema in _schemas(connector):
        whole = _all(connector, schema, (schema.key,))
        pages = list(connector.read(whole))
        every = set(_keys(pages, schema))
        for number in range(1, len(pages) + 1):
            begun = list(itertools.islice(connector.read(whole), number))
            if begun[-1].checkpoint is None:
                continue
            checkpoint = json.loads(json.dumps(begun[-1].checkpoint))
            rest = connector.read(
                Read(schema=schema, fields=whole.fields, since=None, until=whole.until, resume=checkpoint)
            )
            found = {*_keys(begun, schema), *_keys(rest, schema)}
            _hold(found == every, f"{schema.name}: after page {number}, {len(every - found):,} rows are missed.")


def windows_hold_what_changed_in_them(connector: Connector) -> None:
    """Check that a window brings exactly the rows whose cursor lies in it: its start is in it, its end is not."""
    for schema in _schemas(connector):
        if schema.cursor is None:
            continue
        fields = tuple(dict.fromkeys((schema.key, schema.cursor)))
        cursors = _cursors(connector.read(_all(connector, schema, fields)), schema)
        moments = sorted({each for each in cursors.values() if each is not None})
        if not moments:
            continue
        since, until = moments[len(moments) // 4], moments[3 * len(moments) // 4]
        if since == until:
            until += dt.timedelta(milliseconds=1)
        expected = {key for key, each in cursors.items() if each is not None and since <= each < until}
        window = Read(schema=schema, fields=fields, since=since, until=until)
        found = set(_keys(connector.read(window), schema))
        _hold(
            found == expected,
            f"{schema.name}: the window from {since} to {until} has {len(expected):,} rows; "
            f"{len(expected - found):,} are missed and {len(found - expected):,} are too many.",
        )


def estimates_cost_little(connector: Connector) -> None:
    """Check that an estimate takes at most a few calls."""
    for schema in _schemas(connector):
        before = connector.usage().calls
        connector.estimate(_all(connector, schema, (schema.key,)))
        _hold(connector.usage().calls - before <= 5, f"{schema.name}: an estimate may take 5 calls at most.")


CHECKS: Sequence[Callable[[Connector], None]] = (
    account_is_named,
    clock_has_a_zone,
    objects_are_listed_once,
    schemas_are_sound,
    unknown_objects_are_refused,
    pages_have_the_fields_asked_for,
    counts_agree,
    reads_go_on_from_every_checkpoint,
    windows_hold_what_changed_in_them,
    estimates_cost_little,
)
"""All checks; each takes an open connector and raises `ContractError`."""


def _hold(truth: bool, otherwise: str) -> None:
    if not truth:
        raise ContractError(otherwise)


def _schemas(connector: Connector) -> Iterator[ObjectSchema]:
    """Yield the objects that this login may read."""
    for each in connector.objects():
        try:
            schema = connector.describe(each.name)
        except ObjectRefusedError:
            continue
        yield schema


def _all(connector: Connector, schema: ObjectSchema, fields: tuple[str, ...]) -> Read:
    return Read(schema=schema, fields=fields, since=None, until=connector.clock() + _FAR)


def _keys(pages: Iterator[Page] | Sequence[Page], schema: ObjectSchema) -> Iterator[str]:
    for page in pages:
        yield from page.rows.column(schema.key).to_pylist()


def _cursors(pages: Iterator[Page], schema: ObjectSchema) -> dict[str, dt.datetime | None]:
    found: dict[str, dt.datetime | None] = {}
    for page in pages:
        cursors = pc.cast(page.rows.column(schema.cursor), pa.timestamp("ms", "UTC")).to_pylist()
        found |= dict(zip(page.rows.column(schema.key).to_pylist(), cursors, strict=True))
    return found
