"""Files of rules, `quality/DATASET.toml`, which people keep in git.

    [[rule]]
    field = "StageName"
    required = true
    severity = "block"

A file that is not as it should be keeps its dataset from being published: it is not the same as none.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
import urllib.parse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from engine.quality.errors import RulesError
from engine.quality.rules import (
    SPAN,
    UNITS,
    Allowed,
    Fresh,
    Matches,
    Range,
    Reference,
    Required,
    Rows,
    Rule,
    Test,
    Unique,
    Value,
    sentence,
)
from saql.record import record

_LONGEST = 150
_GENERAL = ("field", "fields", "severity", "message")
_KEYS = ("required", "allowed", "unique", "matches", "least", "most", "reference", "fresh", "rows")


def rule_file(folder: Path, dataset: str) -> Path:
    """Return the file of a dataset's rules, whether it is there or not."""
    quoted = urllib.parse.quote(dataset, safe=" ")
    if len(quoted) > _LONGEST:
        quoted = f"{quoted[:60]}~{hashlib.sha256(dataset.encode()).hexdigest()[:32]}"
    return folder / f"{quoted}.toml"


def read_rules(file: Path) -> tuple[Rule, ...]:
    """Read a file of rules; where there is none, there are no rules.

    Raises:
        RulesError: it can't be read, or something in it is no rule; the message says which.
    """
    try:
        content = tomllib.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise RulesError(f"The rules can't be read as UTF-8 text: {error}", file=file) from None
    except tomllib.TOMLDecodeError as error:
        raise RulesError(f"This is not TOML: {error}.", hint="Mend the line that it names.", file=file) from None
    listed = content.pop("rule", [])
    strange = next(iter(content), None)
    if strange is not None or not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        reason = f"There is no '{strange}' here." if strange is not None else "'rule' is no list of tables."
        raise RulesError(reason, hint="Write each rule below a line [[rule]].", file=file)
    return tuple(_rule(_Table(file, number, each)) for number, each in enumerate(listed, 1))


@record
class _Table:
    """One `[[rule]]`: the file, its number, and what it has."""

    file: Path
    number: int
    keys: Mapping[str, Any]

    def error(self, reason: str, hint: str) -> RulesError:
        return RulesError(f"Rule {self.number}: {reason}", hint=hint, file=self.file)

    def text(self, key: str, example: str) -> str:
        value = self.keys.get(key)
        if not isinstance(value, str) or not value:
            raise self.error(f"'{key}' is {'missing' if value is None else 'no text'}.", f"For instance: {example}")
        return value


def _rule(table: _Table) -> Rule:
    strange = next((each for each in table.keys if each not in _GENERAL + _KEYS), None)
    if strange is not None:
        raise table.error(f"there is no '{strange}'.", f"A rule has {', '.join((*_KEYS, *_GENERAL))}.")
    kinds = {"least" if each == "most" else each for each in table.keys if each in _KEYS}
    if len(kinds) != 1:
        found = "nothing" if not kinds else " and ".join(sorted(kinds))
        raise table.error(f"it asks for {found}.", f"Each rule asks for one of: {', '.join(_KEYS)}.")
    severity = table.keys.get("severity", "warn")
    if severity not in ("warn", "block"):
        raise table.error(f"'severity' is {severity!r}.", 'Write "warn" or "block".')
    test = _TESTS[kinds.pop()](table)
    message = table.text("message", 'message = "Ask who owns the deal."') if "message" in table.keys else sentence(test)
    return Rule(test, severity, message)


def _field(table: _Table) -> str:
    return table.text("field", 'field = "StageName"')


def _required(table: _Table) -> Test:
    _flag(table, "required")
    return Required(_field(table))


def _allowed(table: _Table) -> Test:
    values = table.keys["allowed"]
    if not isinstance(values, list) or not values or not all(_is_value(each) for each in values):
        raise table.error("'allowed' is no list of values.", 'For instance: allowed = ["Open", "Won", "Lost"]')
    return Allowed(_field(table), tuple(values))


def _unique(table: _Table) -> Test:
    _flag(table, "unique")
    fields = table.keys.get("fields")
    if fields is None:
        return Unique((_field(table),))
    if not isinstance(fields, list) or not fields or not all(isinstance(each, str) for each in fields):
        raise table.error("'fields' is no list of fields.", 'For instance: fields = ["Year", "Region"]')
    return Unique(tuple(fields))


def _matches(table: _Table) -> Test:
    pattern = table.text("matches", 'matches = "[^@ ]+@[^@ ]+"')
    try:
        pc.match_substring_regex(pa.array([""]), pattern)
    except pa.ArrowInvalid as error:
        raise table.error(f"'matches' is no regular expression: {error}.", "The syntax is that of RE2.") from None
    return Matches(_field(table), pattern)


def _range(table: _Table) -> Test:
    bounds = table.keys.get("least"), table.keys.get("most")
    if not all(each is None or (_is_value(each) and not isinstance(each, str)) for each in bounds):
        raise table.error("a bound is neither a number nor a date.", "For instance: least = 0, or most = 2030-12-31")
    if len({isinstance(each, dt.date) for each in bounds if each is not None}) > 1:
        raise table.error("one bound is a number and one a date.", "Write both as the field has them.")
    return Range(_field(table), *bounds)


def _reference(table: _Table) -> Test:
    given, hint = table.keys["reference"], 'For instance: reference = "accounts.Id"'
    if isinstance(given, dict) and given.keys() == {"dataset", "field"}:
        dataset, other = given["dataset"], given["field"]
    else:
        dataset, _, other = table.text("reference", 'reference = "accounts.Id"').rpartition(".")
    if not all(isinstance(each, str) and each for each in (dataset, other)):
        raise table.error("'reference' names no field of a dataset.", hint)
    return Reference(_field(table), dataset, other)


def _fresh(table: _Table) -> Test:
    found = SPAN.fullmatch(table.text("fresh", 'fresh = "2 days"'))
    if found is None:
        raise table.error(f"'fresh' is {table.keys['fresh']!r}, which is no age.", 'For instance: fresh = "2 days"')
    return Fresh(_field(table), int(found[1]) * UNITS[found[2]])


def _rows(table: _Table) -> Test:
    given, known = table.keys["rows"], ("least", "most", "drop", "rise")
    hint = "For instance: rows = { least = 1000, drop = 20, rise = 50 } (drop and rise in percent)"
    if not isinstance(given, dict) or not given or not set(given) <= set(known):
        raise table.error("'rows' is no table of least, most, drop and rise.", hint)
    if not all(_is_number(each) and each >= 0 for each in given.values()):
        raise table.error("'rows' has something else than numbers from 0.", hint)
    return Rows(**given)


_TESTS: Mapping[str, Callable[[_Table], Test]] = {
    "required": _required,
    "allowed": _allowed,
    "unique": _unique,
    "matches": _matches,
    "least": _range,
    "reference": _reference,
    "fresh": _fresh,
    "rows": _rows,
}


def _flag(table: _Table, key: str) -> None:
    if table.keys[key] is not True:
        raise table.error(f"'{key}' is {table.keys[key]!r}.", f"Write {key} = true, or leave the rule out.")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_value(value: Value) -> bool:
    return isinstance(value, str | dt.date) or _is_number(value)
