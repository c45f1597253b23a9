"""The optimizer's rules, each alone, as plans before and after; and that all together change no result."""

import datetime as dt
import zoneinfo
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.limits import Limits
from engine.physical.decode import decode
from engine.physical.run import RunSetting, run
from engine.plan.build import Setting, build
from engine.plan.display import display
from engine.plan.nodes import Limit, Node
from engine.query_errors import InternalError
from engine.rules import RULES
from engine.rules.absorb_filters import absorb_filters
from engine.rules.driver import Rule, optimize
from engine.rules.first_groups import first_groups
from engine.rules.leave_groups_unordered import leave_groups_unordered
from engine.rules.limit_early import limit_early
from engine.rules.push_filters_down import push_filters_down
from engine.snapshot import DatasetCache, Snapshot
from engine.store import Store
from saql.check import check
from saql.parser import parse

NOW = dt.datetime(2024, 5, 20, 12, tzinfo=dt.UTC)
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    store = Store(tmp_path_factory.mktemp("store"))
    days = [dt.datetime(2023, 1 + each % 12, 5) for each in range(20)]
    table = pa.table(
        {
            "Stage": ["New", "Won", None, "Lost"] * 5,
            "Owner": ["Ann", "Bob", "Cid", None, "Ann"] * 4,
            "Amount": [None if each % 6 == 5 else float(each * 3 % 7) for each in range(20)],
            "Close": pa.array(days, pa.timestamp("ms")),
        }
    )
    store.write("deals", table, created=NOW, cluster=False)
    return DatasetCache(store).snapshot()


def plan_of(text: str, snapshot: Snapshot) -> Node:
    checked = check(parse(text), snapshot)
    return build(checked, Setting(snapshot.dataset, NOW, zoneinfo.ZoneInfo("UTC")))


def rows_of(plan: Node, snapshot: Snapshot) -> list[dict[str, object]]:
    return decode(run(plan, RunSetting(snapshot.source, dt.UTC, Limits()))).to_pylist()


def test_a_filter_of_thousands_of_conditions_is_parted(snapshot: Snapshot) -> None:
    conditions = " && ".join(f"Amount != {each + 10} && Other != {each + 10}" for each in range(2_000))
    text = 'q = load "deals"; q = augment q by Owner, q by Owner generate Amount as Other; '
    plan = plan_of(f"{text} q = filter q by {conditions}; q = foreach q generate Amount, Other;", snapshot)
    assert len(rows_of(optimize(plan), snapshot)) == len(rows_of(plan, snapshot)) > 0


BEFORE_RULE: dict[Rule, list[Rule]] = {
    leave_groups_unordered: [limit_early],
    first_groups: [push_filters_down, limit_early, leave_groups_unordered, absorb_filters],
}
"""Rules that change only what another one has made."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_changes_plans_as_its_golden_file_shows(
    rule: Rule, snapshot: Snapshot, request: pytest.FixtureRequest
) -> None:
    file = GOLDEN / f"{rule.__name__}.txt"
    parts = file.read_text().split("\n=====\n")
    shown = []
    for part in parts:
        text = part.split("\n--")[0].strip()
        before = optimize(plan_of(text, snapshot), BEFORE_RULE.get(rule, []))
        after = optimize(before, [rule])
        assert rows_of(before, snapshot) == rows_of(after, snapshot)
        shown.append(f"{text}\n-- before\n{display(before)}-- after\n{display(after)}")
    written = "\n=====\n".join(each.rstrip() for each in shown) + "\n"
    if request.config.getoption("--update"):
        file.write_text(written)
    assert written == file.read_text()


def test_a_rule_that_changes_the_result_is_our_mistake_and_named(snapshot: Snapshot) -> None:
    def drop_everything(plan: Node) -> Node:
        return plan.input if isinstance(plan, Limit) else Limit(plan_of(OTHER, snapshot), 0)

    with pytest.raises(InternalError, match="drop_everything") as caught:
        optimize(plan_of(FIRST, snapshot), [drop_everything])
    assert "scan deals@1" in str(caught.value)


FIRST = 'q = load "deals"; q = foreach q generate Stage, Amount;'
OTHER = 'q = load "deals"; q = foreach q generate Owner;'

PREDICATES = (
    'Stage == "Won"',
    '!(Stage == "Won")',
    "Amount > 2 and Amount < 5",
    'Owner in ["Ann", "Bob"] || Stage is null',
    '!(Owner matches "n") && Amount <= 3',
    "Amount is not null",
)
BEFORE = tuple(f"q = filter q by {each};" for each in PREDICATES)
AFTER = (
    "q = filter q by n > 1 + 1;",
    "q = filter q by n is not null;",
    'q = filter q by k == "Ann" || k matches "o";',
    "q = order q by n desc;",
    "q = order q by (k, n);",
    "q = limit q 4;",
    "q = offset q 1;",
    "q = foreach q generate k, n * 2 as n;",
    "q = foreach q generate upper(k) as k, n;",
    'q = foreach q generate case when n > 2 then k else "few" end as k, n;',
    "q = union q, q;",
)
SHAPES = (
    "q = foreach q generate Owner as k, Amount as n;",
    "q = foreach q generate Stage + Owner as k, Amount + 1 as n;",
    "q = group q by Owner; q = foreach q generate Owner as k, sum(Amount) as n;",
    "q = group q by (Stage, Close_Month); q = foreach q generate Stage + Close_Month as k, count() as n;",
    "q = group q by rollup(Stage, Owner); q = foreach q generate Owner as k, sum(Amount) as n;",
    "a = filter q by Amount > 3; q = cogroup q by Owner full, a by Owner;"
    "q = foreach q generate coalesce(q.Owner, a.Owner) as k, sum(q.Amount) - sum(a.Amount) as n;",
    "q = group q by Owner; q = foreach q generate Owner as k,"
    "sum(sum(Amount)) over ([.. 0] partition by all order by Owner) as n;",
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(st.sampled_from(BEFORE), max_size=2),
    shape=st.sampled_from(SHAPES),
    after=st.lists(st.sampled_from(AFTER), max_size=4),
)
def test_rules_change_no_result(snapshot: Snapshot, before: list[str], shape: str, after: list[str]) -> None:
    text = " ".join(['q = load "deals";', *before, shape, *after])
    plan = plan_of(text, snapshot)
    assert rows_of(optimize(plan, RULES), snapshot) == rows_of(plan, snapshot)
