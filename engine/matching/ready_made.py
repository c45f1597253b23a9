"""Matches that are there without a file: accounts and contacts, where their datasets are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.matching.errors import MatchingError
from engine.matching.specification import Match, Source, read_match
from engine.store import Store
from saql.record import record

FOLDER = "matching"
"""Where the files are, in the workspace."""


@record
class _Shape:
    """How a dataset of a CRM is known, by its name and the fields that it must have, and what its fields mean."""

    dataset: str
    id: str
    needs: frozenset[str]
    fields: Mapping[str, tuple[str, ...]]


def _shape(dataset: str, key: str, **fields: str) -> _Shape:
    meant = {meaning: tuple(each.split()) for meaning, each in fields.items()}
    return _Shape(dataset, key, frozenset((key, meant["name"][-1])), meant)


_ACCOUNTS = (
    _shape(
        r"(\w+_)?accounts?",
        "Id",
        name="Name",
        website="Website",
        phone="Phone",
        street="BillingStreet",
        postcode="BillingPostalCode",
        city="BillingCity",
        country="BillingCountry BillingCountryCode",
    ),
    _shape(
        r"(\w+_)?compan(y|ies)",
        "hs_object_id",
        name="name",
        website="domain website",
        phone="phone",
        street="address address2",
        postcode="zip",
        city="city",
        country="country",
    ),
)
_CONTACTS = (
    _shape(
        r"(\w+_)?contacts?",
        "Id",
        name="FirstName LastName",
        email="Email",
        phone="MobilePhone Phone",
        company="Account.Name",
        street="MailingStreet",
        postcode="MailingPostalCode",
        city="MailingCity",
        country="MailingCountry MailingCountryCode",
    ),
    _shape(
        r"(\w+_)?contacts?",
        "hs_object_id",
        name="firstname lastname",
        email="email",
        phone="mobilephone phone",
        company="Company.Name company",
        street="address",
        postcode="zip",
        city="city",
        country="country",
    ),
)


def find_matches(folder: Path, store: Store) -> dict[str, Match | MatchingError]:
    """Return all matches of a workspace by name: those of files, and the ready-made ones that no file has the name of.

    Args:
        folder: the folder of the files; it need not be there.
        store: the datasets.

    Returns:
        The matches; in the place of one whose file is not valid, what is wrong with it.
    """
    found: dict[str, Match | MatchingError] = {}
    for file in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            found[file.stem] = read_match(file)
        except MatchingError as error:
            found[file.stem] = error
    for each in _ready_made(store):
        found.setdefault(each.name, each)
    return found


def find_match(folder: Path, store: Store, name: str) -> Match:
    """Return a match by its name.

    Raises:
        MatchingError: there is none, or its file is not as it should be.
    """
    found = find_matches(folder, store)
    if name not in found:
        known = ", ".join(found) or "none: it takes datasets of accounts or contacts, or a file matching/NAME.toml"
        raise MatchingError(f"There is no match '{name[:80]}'.", hint=f"There are: {known}.")
    match = found[name]
    if isinstance(match, MatchingError):
        raise match
    return match


def _ready_made(store: Store) -> Iterator[Match]:
    accounts, contacts = _sources(store, _ACCOUNTS), _sources(store, _CONTACTS)
    if accounts:
        yield Match("accounts", "Customers", "organisation", "customers", accounts)
    if contacts:
        yield Match("contacts", "Contacts", "person", "customer_contacts", contacts)


def _sources(store: Store, shapes: tuple[_Shape, ...]) -> tuple[Source, ...]:
    found = []
    for name in store.names():
        near = [each for each in shapes if re.fullmatch(each.dataset, name)]
        if not near:
            continue
        with store.open(name) as dataset:
            fields = {each.name for each in dataset.fields if each.role != "multivalue"}
        for shape in near:
            if shape.needs <= fields:
                meant = {
                    meaning: there
                    for meaning, names in shape.fields.items()
                    if (there := tuple(each for each in names if each in fields))
                }
                found.append(Source(name, shape.id, meant))
                break
    return tuple(found)
