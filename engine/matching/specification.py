"""What is matched: `matching/NAME.toml`, read and checked.

label = "Customers"
kind = "organisation"
result = "customers"
link = 0.9
review = 0.5

[[sources]]
dataset = "account"
id = "Id"
name = "Name"
website = "Website"
street = ["BillingStreet", "BillingStreet2"]
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from engine.matching.errors import MatchingError
from saql.record import record

Kind: TypeAlias = Literal["organisation", "person"]
MEANINGS = ("name", "website", "email", "phone", "company", "street", "postcode", "city", "country")
"""What a field may stand for."""

LINK, REVIEW = 0.9, 0.5
_KEYS = ("label", "kind", "result", "link", "review", "sources")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}")


@record
class Source:
    """A dataset with records.

    `fields` has the fields of each meaning. Several are put together, the name for instance of given name and family
    name; of several e-mails, websites and phones the first that is there counts.
    """

    dataset: str
    id: str
    fields: Mapping[str, tuple[str, ...]]


@record
class Match:
    """A match.

    Args:
        name: what the file is called.
        label: what people call it.
        kind: what the records are of; weights go by it.
        result: the dataset that has a row for each record; that of pairs is `result_pairs`.
        sources: where the records are.
        link: from this score on records are the same without anybody's word.
        review: from this score on somebody is asked.
    """

    name: str
    label: str
    kind: Kind
    result: str
    sources: tuple[Source, ...]
    link: float = LINK
    review: float = REVIEW

    @property
    def pairs(self) -> str:
        """The dataset that has a row for each pair."""
        return f"{self.result}_pairs"

    @property
    def meanings(self) -> tuple[str, ...]:
        """What at least one source has, in order."""
        return tuple(each for each in MEANINGS if any(each in source.fields for source in self.sources))


@record
class _Place:
    """Where something stands, for messages."""

    file: Path
    what: str = field(default="")

    def error(self, message: str, hint: str | None = None) -> MatchingError:
        return MatchingError(f"{self.what}{message}", hint=hint, file=self.file)


def read_match(file: Path) -> Match:
    """Return the match of a file.

    Raises:
        MatchingError: the file can't be read, or something in it is not as it should be; the message says what.
    """
    place = _Place(file)
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise place.error(f"It can't be read: {error}.") from None
    _check_keys(content, _KEYS, place)
    name, kind = file.stem, content.get("kind", "organisation")
    if kind not in ("organisation", "person"):
        raise place.error("'kind' is organisation or person.")
    result = content.get("result", name)
    if not isinstance(result, str) or not _NAME.fullmatch(result):
        raise place.error("'result' names no dataset: letters, digits and _.")
    link, review = _share(content, "link", LINK, place), _share(content, "review", REVIEW, place)
    if review > link:
        raise place.error(f"'review' ({review}) is above 'link' ({link}).", "Pairs between the two are reviewed.")
    return Match(
        name=name,
        label=str(content.get("label", name)),
        kind=kind,
        result=result,
        sources=_sources(content.get("sources"), place),
        link=link,
        review=review,
    )


def _sources(given: object, place: _Place) -> tuple[Source, ...]:
    tables = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    if not tables:
        raise place.error("It has no [[sources]].", "A source is a dataset: dataset, id, name and what else it has.")
    sources = tuple(_source(each, _Place(place.file, f"[[sources]] {n}: ")) for n, each in enumerate(tables, 1))
    datasets = [each.dataset for each in sources]
    for each in datasets:
        if datasets.count(each) > 1:
            raise place.error(f"The dataset '{each}' is there twice.", "Records of one dataset are compared as well.")
    return sources


def _source(table: Mapping[str, Any], place: _Place) -> Source:
    _check_keys(table, ("dataset", "id", *MEANINGS), place)
    for key in ("dataset", "id"):
        if not isinstance(table.get(key), str) or not table[key]:
            raise place.error(f"'{key}' is missing.")
    fields: dict[str, tuple[str, ...]] = {}
    for meaning in MEANINGS:
        if meaning not in table:
            continue
        given = table[meaning] if isinstance(table[meaning], list) else [table[meaning]]
        if not given or not all(isinstance(each, str) and each for each in given):
            raise place.error(f"'{meaning}' names no field.")
        fields[meaning] = tuple(given)
    if "name" not in fields:
        raise place.error("'name' is missing: the field, or fields, that name a record.")
    return Source(table["dataset"], table["id"], fields)


def _share(content: Mapping[str, Any], key: str, usual: float, place: _Place) -> float:
    found = content.get(key, usual)
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < found <= 1:
        raise place.error(f"'{key}' is no number above 0 and up to 1.")
    return float(found)


def _check_keys(content: Mapping[str, Any], known: tuple[str, ...], place: _Place) -> None:
    for key in content:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(known)}."
            raise place.error(f"There is no setting '{key}'.", hint)
