"""The checker on the shapes of deployed queries."""

import dataclasses
import json
import time
from pathlib import Path

import pytest

import saql
from saql.check import check
from saql.date_parts import date_part_fields
from saql.schema import Field, Schema
from saql.types import Type

CASES = Path(__file__).parents[4] / "shared" / "conformance" / "queries.jsonl"
ROLES = {"dimension": Type.TEXT, "measure": Type.NUMBER, "multivalue": Type.MULTIVALUE, "date": Type.DATE}


class OneSchema:
    def __init__(self, names, roles):
        fields = [Field(name, ROLES[role]) for name, role in roles.items()]
        parts = [part for name, role in roles.items() if role == "date" for part in date_part_fields(name)]
        self._names = sorted(names)
        self._schema = Schema((*fields, *(part for part in parts if part.name not in roles)))

    def names(self):
        return self._names

    def schema(self, name):
        return self._schema if name in self._names else None


@pytest.fixture(scope="module")
def cases():
    """Give each deployed query that parses, with the datasets it reads and whether their fields' roles are certain."""
    if not CASES.exists():
        pytest.skip("the conformance cases are not beside this checkout")
    found = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        try:
            query = saql.parse(case["query"])
        except saql.SaqlError:
            continue
        found.append((query, OneSchema(case["datasets"], case["fields"]), case["sure"]))
    return found


def codes(query, catalog):
    try:
        check(query, catalog)
    except saql.SaqlError as error:
        return {each.code for each in error.diagnostics}
    return set()


def test_deployed_queries_pass(cases):
    """Of a few the names were lost when they were made anonymous, or they were broken where they were deployed."""
    found = [codes(query, catalog) for query, catalog, sure in cases if sure]
    assert sum(not each for each in found) / len(found) > 0.985


def test_no_deployed_query_breaks_a_rule_of_grouping(cases):
    found = [codes(query, catalog) for query, catalog, sure in cases if sure]
    rules = [each for each in found if any("SAQL400" <= code < "SAQL500" for code in each)]
    assert len(rules) / len(found) < 0.005


def test_a_query_with_a_statement_missing_gives_diagnostics_at_worst(cases):
    for place, (query, catalog, _) in enumerate(cases):
        gone = place % len(query.statements)
        kept = (*query.statements[:gone], *query.statements[gone + 1 :])
        codes(dataclasses.replace(query, statements=kept), catalog)


def test_checking_is_fast(cases):
    started = time.perf_counter()
    for query, catalog, _ in cases:
        codes(query, catalog)
    characters = sum(len(query.text) for query, _, _ in cases)
    assert (time.perf_counter() - started) / (characters / 1000) < 0.004
