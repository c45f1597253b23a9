"""From the fields of a result back to the fields of datasets, statement by statement."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from engine.recipes.lineage import Formula, Lineage
from engine.recipes.tracing import lineage
from saql.check import check
from saql.date_parts import date_part_fields
from saql.parser import parse
from saql.schema import Field, Schema
from saql.types import Type

_DEALS = {"Id": "text", "Account": "text", "Stage": "text", "Amount": "number", "Cost": "number", "Close": "date"}
_ACCOUNTS = {"Id": "text", "Industry": "text", "Parent": "text", "Staff": "number", "Since": "date"}

_LOAD = 'o = load "deals"; a = load "accounts"; '


class _Catalog:
    def __init__(self, **datasets: Mapping[str, str]) -> None:
        self._datasets = datasets

    def names(self) -> Sequence[str]:
        return sorted(self._datasets)

    def schema(self, name: str) -> Schema | None:
        known = self._datasets.get(name.removesuffix("@1"))
        if known is None:
            return None
        fields: list[Field] = []
        for each, kind in known.items():
            fields.append(Field(each, Type(kind)))
            fields.extend(date_part_fields(each) if kind == "date" else ())
        return Schema(tuple(fields))


def traced(text: str) -> Lineage:
    return lineage(check(parse(text), _Catalog(deals=_DEALS, accounts=_ACCOUNTS)), text)


def direct(found: Lineage, name: str) -> list[str]:
    field = found.field(name)
    assert field is not None
    return [f"{each.dataset}.{each.field}" for each in field.direct]


def indirect(found: Lineage, name: str) -> list[str]:
    field = found.field(name)
    assert field is not None
    return sorted(f"{each.how} {each.source.dataset}.{each.source.field}" for each in field.indirect)


def rows(found: Lineage) -> list[str]:
    return sorted(f"{each.how} {each.source.dataset}.{each.source.field}" for each in found.rows)


def formulas(found: Lineage, name: str) -> list[str]:
    field = found.field(name)
    assert field is not None
    return [f"{each.name} = {each.text}" for each in field.formulas]


def unchanged(found: Lineage, name: str) -> str | None:
    field = found.field(name)
    assert field is not None
    return None if field.unchanged is None else f"{field.unchanged.dataset}.{field.unchanged.field}"


def test_a_field_that_only_gets_another_name_is_unchanged() -> None:
    found = traced('o = load "deals"; o = foreach o generate Amount as Sum; o = foreach o generate Sum as Total;')
    assert (direct(found, "Total"), unchanged(found, "Total")) == (["deals.Amount"], "deals.Amount")
    assert formulas(found, "Total") == []


def test_formulas_tell_each_step_the_last_first() -> None:
    text = "o = foreach o generate Amount - Cost as Gain, Cost; o = foreach o generate Gain  /  Cost as Share;"
    found = traced(_LOAD + text)
    assert formulas(found, "Share") == ["Share = Gain / Cost", "Gain = Amount - Cost"]
    assert direct(found, "Share") == ["deals.Amount", "deals.Cost"]
    assert unchanged(found, "Share") is None


def test_the_parts_of_a_date_are_their_date() -> None:
    found = traced('o = load "deals"; o = foreach o generate Close_Year as Year, Close;')
    assert (direct(found, "Year"), unchanged(found, "Year")) == (["deals.Close"], None)
    assert formulas(found, "Year") == ["Year = Close_Year"]
    assert unchanged(found, "Close") == "deals.Close"


def test_conditions_decide_on_values_and_filters_on_rows() -> None:
    text = 'o = filter o by Cost > 1; o = foreach o generate (case when Stage == "Won" then Amount else 0 end) as Won;'
    found = traced(_LOAD + text)
    assert (direct(found, "Won"), indirect(found, "Won")) == (["deals.Amount"], ["condition deals.Stage"])
    assert rows(found) == ["filter deals.Cost"]


def test_groups_are_decided_by_their_keys_and_by_filters_of_their_members() -> None:
    text = """o = group o by Stage; o = filter o by Cost > 1;
    o = foreach o generate Stage as Stage, sum(Amount) as Total, count() as Deals; o = order o by Total;"""
    found = traced(_LOAD + text)
    assert [direct(found, each) for each in ("Stage", "Total", "Deals")] == [
        ["deals.Stage"],
        ["deals.Amount"],
        ["deals."],
    ]
    assert rows(found) == ["filter deals.Cost", "group deals.Stage", "order deals.Amount"]
    assert unchanged(found, "Stage") == "deals.Stage"


def test_groups_ordered_before_their_foreach_are_ordered_by_aggregates() -> None:
    found = traced(
        _LOAD + "o = group o by Stage; o = order o by sum(Cost); o = limit o 3; o = foreach o generate Stage;"
    )
    assert rows(found) == ["group deals.Stage", "order deals.Cost"]


def test_windows_are_partitioned_and_ordered_by_fields_that_decide() -> None:
    text = """o = group o by (Account, Stage); o = foreach o generate Stage,
    sum(sum(Amount)) over ([.. 0] partition by Account order by Stage) as Running;"""
    found = traced(_LOAD + text)
    assert direct(found, "Running") == ["deals.Amount"]
    assert indirect(found, "Running") == ["group deals.Account", "order deals.Stage"]


def test_what_is_looked_up_is_decided_by_the_keys_and_the_filters_of_the_other_stream() -> None:
    text = """a = filter a by Staff > 5; o = augment o by Account, a by Id generate a.Industry as Industry;
    o = foreach o generate Amount, Industry;"""
    found = traced(_LOAD + text)
    assert (direct(found, "Industry"), unchanged(found, "Industry")) == (["accounts.Industry"], "accounts.Industry")
    assert indirect(found, "Industry") == ["filter accounts.Staff", "lookup accounts.Id", "lookup deals.Account"]
    assert (indirect(found, "Amount"), rows(found)) == ([], [])


def test_aggregates_that_are_looked_up_are_of_their_fields() -> None:
    text = """a = augment a by Id, o by Account generate sum(o.Amount) - sum(Cost) as Gain, count() as Deals, o.Stage;
    a = foreach a generate Gain, Deals, Stage;"""
    found = traced(_LOAD + text)
    assert direct(found, "Gain") == ["deals.Amount", "deals.Cost"]
    assert indirect(found, "Gain") == ["group deals.Account", "lookup accounts.Id", "lookup deals.Account"]
    assert formulas(found, "Gain") == ["Gain = sum(o.Amount) - sum(Cost)"]
    assert (direct(found, "Deals"), direct(found, "Stage")) == (["deals."], ["deals.Stage"])


def test_what_is_above_a_row_is_of_keys_and_parents() -> None:
    text = """a = foreach a generate upper(Id) as Key, Parent;
    a = flatten a by Key, Parent generate path as Path, ancestors;
    a = foreach a generate Path, ancestors as Above, Parent;"""
    found = traced(_LOAD + text)
    assert direct(found, "Path") == direct(found, "Above") == ["accounts.Id", "accounts.Parent"]
    assert formulas(found, "Path") == ["Path = path by Key, Parent", "Key = upper(Id)"]
    assert (unchanged(found, "Path"), unchanged(found, "Parent")) == (None, "accounts.Parent")


def test_a_join_decides_on_the_rows() -> None:
    text = "a = filter a by Staff > 5; o = join o by Account semi, a by Id; o = foreach o generate Amount;"
    assert rows(traced(_LOAD + text)) == ["filter accounts.Staff", "lookup accounts.Id", "lookup deals.Account"]


def test_the_sides_of_a_cogroup_are_told_apart() -> None:
    text = """o = cogroup o by Account left, a by Id;
    o = foreach o generate sum(o.Amount) as Amount, sum(a.Staff) as Staff, count(a) as Accounts;"""
    found = traced(_LOAD + text)
    assert [direct(found, each) for each in ("Amount", "Staff", "Accounts")] == [
        ["deals.Amount"],
        ["accounts.Staff"],
        ["accounts."],
    ]
    assert rows(found) == ["group accounts.Id", "group deals.Account"]


def test_a_union_has_what_each_of_its_streams_has() -> None:
    text = """o = foreach o generate Id as Id, Amount as Number; a = foreach a generate Id as Id, Staff as Number;
    u = union o, a; u = foreach u generate Id, Number;"""
    found = traced(_LOAD + text)
    assert (direct(found, "Number"), unchanged(found, "Number")) == (["accounts.Staff", "deals.Amount"], None)


def test_forecasts_are_of_their_measure_and_ordered_by_their_dates() -> None:
    text = """o = group o by (Close_Year, Close_Month);
    o = foreach o generate Close_Year as Year, Close_Month as Month, sum(Amount) as Total;
    o = timeseries o generate Total as Next with (length=3, dateCols=(Year, Month, "Y-M"), predictionInterval=95);"""
    found = traced(_LOAD + text)
    assert direct(found, "Next_high_95") == ["deals.Amount"]
    assert indirect(found, "Next") == ["order deals.Close"]
    assert formulas(found, "Next") == ["Next = forecast of Total", "Total = sum(Amount)"]
    assert direct(found, "Total") == ["deals.Amount"]


def test_a_missing_period_is_decided_by_dates_and_partition() -> None:
    text = """o = group o by (Close_Year, Stage); o = foreach o generate Close_Year as Year, Stage, count() as Deals;
    o = fill o by (dateCols=(Year, "Y"), partition=Stage);"""
    assert rows(traced(_LOAD + text)) == ["group deals.Close", "group deals.Stage"]


def test_everything_that_a_field_depends_on_is_named_together() -> None:
    text = 'o = filter o by Stage == "Won"; o = foreach o generate Amount; o = order o by Amount;'
    found = traced(_LOAD + text)
    assert [each.field for each in found.sources("Amount")] == ["Amount", "Stage"]
    assert found.sources("None") == ()
    assert found.datasets == ("accounts", "deals")
    assert Formula("Amount", "Amount") not in [formula for each in found.fields for formula in each.formulas]


PAGES = Path(__file__).parents[3] / "docs" / "language"
DATASET = re.compile(r"\*\*(\w+)\*\*\n\n((?:\|.*\n)+)")


def _documented() -> list[str]:
    pages = sorted(PAGES.glob("*.md"))
    return [each for page in pages for each in re.findall(r"```saql\n(.*?)```", page.read_text("utf-8"), re.S)]


def _kind(cell: str) -> str:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return "date"
    return "number" if re.fullmatch(r"-?\d+(\.\d+)?", cell) else "text"


def _datasets() -> dict[str, dict[str, str]]:
    """Return the fields of the datasets of the language's pages, and their types as their rows tell them."""
    found = {}
    for name, table in DATASET.findall((PAGES / "index.md").read_text("utf-8")):
        names, _, *cells = ([cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines())
        columns = zip(names, zip(*cells, strict=True), strict=True)
        found[name] = {each: next(_kind(cell) for cell in column if cell != "null") for each, column in columns}
    return found


@pytest.mark.parametrize("text", _documented())
def test_every_query_of_the_documentation_can_be_traced(text: str) -> None:
    checked = check(parse(text), _Catalog(**_datasets()))
    found = lineage(checked, text)
    assert [each.name for each in found.fields] == list(checked.schema.names)
    known = {each.dataset for name in checked.schema.names for each in found.sources(name)}
    assert known <= set(found.datasets)
