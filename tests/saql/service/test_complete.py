"""What is offered at a place: by the grammar, and by what the statements before it make."""

import time

import pytest

from saql.service import complete

DEALS = 'q = load "deals";\n'
GROUPED = DEALS + "q = group q by (Stage, 'Owner Name');\n"
TOGETHER = DEALS + 'a = load "accounts";\nc = cogroup q by Stage left, a by Name;\n'
FIELDS = ["Stage", "'Owner Name'", "Amount", "Close"]


def test_a_query_begins_with_a_statement(offered):
    assert {"load", "filter", "foreach"} <= set(offered("¦", "keyword")) == set(offered("q = ¦"))
    assert offered(DEALS + "¦", "stream") == ["q"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('q = load "¦', ["accounts", "deals"]),
        ('q = load "de¦"; q = limit q 3;', ["accounts", "deals"]),
        ("q = load ¦", ['"accounts"', '"deals"']),
    ],
)
def test_after_load_stand_the_datasets(text, expected, offered):
    assert offered(text) == expected


@pytest.mark.parametrize("statement", ["filter", "foreach", "group", "order", "limit", "union q,", "cogroup q by x,"])
def test_where_a_stream_is_wanted_stand_the_streams(statement, offered):
    assert offered(f'{DEALS}other = load "accounts";\nz = {statement} ¦') == ["other", "q"]


@pytest.mark.parametrize("place", ["filter q by ¦", "group q by ¦", "order q by ¦", "foreach q generate Stage, ¦"])
def test_the_fields_are_those_of_the_stream_that_is_read(place, offered):
    fields = offered(f'{DEALS}a = load "accounts";\nx = {place}', "field")
    assert fields[:4] == FIELDS
    assert "Close_Year" in fields
    assert "Staff" not in fields


def test_after_a_foreach_only_its_results_are_left(offered):
    assert offered(GROUPED + "q = foreach q generate Stage, sum(Amount) as 'My Sum';\nq = order q by ¦", "field") == [
        "Stage",
        "'My Sum'",
    ]


def test_of_groups_the_keys_stand_bare_and_the_rest_inside_aggregates(offered):
    assert offered(GROUPED + "q = foreach q generate ¦", "field") == ["Stage", "'Owner Name'"]
    assert offered(GROUPED + "q = foreach q generate sum(¦", "field")[:4] == FIELDS
    assert offered(GROUPED + "q = foreach q generate sum(sum(Amount)) over ([..] partition by ¦") == [
        "Stage",
        "'Owner Name'",
        "all",
    ]


def test_in_a_cogroup_fields_bear_the_names_of_their_streams(offered):
    start = TOGETHER + "c = foreach c generate "
    assert offered(start + "sum(¦", "field")[:6] == [
        "q.Stage",
        "q.'Owner Name'",
        "q.Amount",
        "q.Close",
        "a.Name",
        "a.Staff",
    ]
    assert offered(start + "¦", "field") == ["Stage", "q.Stage", "a.Name"]
    for spelling in ("sum(a.¦", "sum(a['¦", "sum(a::¦"):
        assert [each.strip("'") for each in offered(start + spelling, "field")] == ["Name", "Staff"]
    assert offered(start + "count(¦") == ["q", "a"]


def test_a_field_in_open_quotes_replaces_them(completed):
    text = DEALS + "q = filter q by 'Am¦' > 3;"
    found = completed(text)
    assert text.replace("¦", "")[found.start : found.end] == "'Am'"
    assert "'Amount'" in [each.insert for each in found.items]
    assert {each.kind for each in found.items} == {"field"}


def test_functions_are_offered_where_they_are_legal(offered):
    assert "substr(" in offered(DEALS + "q = filter q by ¦")
    assert offered(DEALS + "q = filter q by ¦", "aggregate", "window") == []
    assert "sum(" in offered(GROUPED + "q = foreach q generate ¦", "aggregate")
    assert "rank(" in offered(GROUPED + "q = foreach q generate ¦", "window")
    assert "sum(" in offered(GROUPED + "q = order q by ¦", "aggregate")
    rollup = offered(DEALS + "q = group q by rollup(Stage);\nq = foreach q generate ¦", "aggregate")
    assert "grouping(" in rollup
    assert "median(" not in rollup
    assert "regr_slope(" not in offered(TOGETHER + "c = foreach c generate ¦", "aggregate")


def test_an_augment_offers_the_streams_and_then_the_fields_of_the_second(offered):
    text = DEALS + 'a = load "accounts";\nq = augment q by Stage'
    assert set(offered(text + ", ¦", "stream")) == {"a", "q"}
    assert set(offered(text + ", a by ¦", "field")) == {"Name", "Staff"}
    assert set(offered(text + ", a by Name generate Staff, ¦", "field")) == {"Name", "Staff"}
    assert set(offered(text + ", a by Name generate a.¦", "field")) == {"Name", "Staff"}
    assert "upper(" in offered(text + ", a by Name generate ¦", "function")
    assert "collect(" in offered(text + ", a by Name generate ¦", "aggregate")
    assert offered(text + ", a by ¦", "aggregate") == []
    assert "Staff" in offered(text + ", a by Name generate Staff;\nq = filter q by ¦", "field")


def test_a_flatten_offers_fields_as_keys_and_then_what_it_adds(offered):
    text = DEALS + "q = flatten q by "
    assert "Stage" in offered(text + "¦", "field")
    assert "Stage" in offered(text + "Stage, ¦", "field")
    assert offered(text + "Stage, Stage generate ¦") == ["ancestors", "path"]
    assert offered(text + "Stage, Stage with self generate ancestors as a, ¦") == ["ancestors", "path"]
    assert {"a", "Stage"} <= set(offered(text + "Stage, Stage generate path as a;\nq = filter q by ¦", "field"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("q = group q ¦", {"by"}),
        ("q = group q by all ¦", {"left", "right", "full", "inner"}),
        ("q = order q by Stage desc ¦", {"nulls"}),
        ("q = order q by Stage desc nulls ¦", {"first", "last"}),
        ("q = join q by Stage ¦", {"semi", "anti", "and", "or", "in", "is", "like", "matches", "not"}),
        ("q = augment q by Stage, q by Stage ¦", {"generate", "and", "or", "in", "is", "like", "matches", "not"}),
        ("q = flatten q by Stage, Stage ¦", {"generate", "with", "and", "or", "in", "is", "like", "matches", "not"}),
        ("q = flatten q by Stage, Stage with ¦", {"self"}),
        ("q = foreach q ¦", {"generate"}),
        ("q = filter q by case when Amount > 3 ¦", {"then", "and", "or", "in", "is", "like", "matches", "not"}),
        ("q = foreach q generate sum(Amount) ¦", {"as", "over", "and", "or", "in", "is", "like", "matches", "not"}),
    ],
)
def test_keywords_are_those_that_the_grammar_accepts(text, expected, offered):
    assert set(offered(DEALS + text)) == expected


def test_nothing_is_offered_for_a_new_name_in_a_comment_or_in_a_number(offered):
    for text in (
        "q = foreach q generate Stage as ¦",
        "-- ¦",
        "/* q = ¦",
        "q = limit q 1¦",
        'q = filter q by Stage == "W¦',
    ):
        assert offered(DEALS + text) == []


def test_in_a_list_of_dates_stand_relative_dates(completed, offered):
    for operand in ("Close", "date('Close_Year', 'Close_Month', 'Close_Day')", "q.Close"):
        assert "current day" in offered(f'{DEALS}q = filter q by {operand} in ["¦', "date")
    assert '"current day"' in offered(DEALS + "q = filter q by Close not in [¦")
    found = completed(DEALS + 'q = filter q by Close in ["1 year ago".."3 m¦"];')
    assert "3 months ago" in [each.insert for each in found.items]
    assert offered(DEALS + 'q = filter q by Stage in ["¦') == []


def test_the_texts_that_a_function_takes_are_offered(offered):
    assert offered(DEALS + 'q = foreach q generate date_diff("¦')[:3] == ["year", "quarter", "month"]


def test_parameters_are_offered_with_what_they_are(completed, offered):
    found = {each.name: each for each in completed(DEALS + "q = fill q by (¦").items}
    assert found["dateCols"].insert == "dateCols="
    assert found["dateCols"].summary
    assert offered(DEALS + "q = fill q by (dateCols=(¦", "field")[:4] == FIELDS
    assert offered(DEALS + 'q = fill q by (dateCols=(Close_Year, "¦') == ["Y", "Y-Q", "Y-M", "Y-W", "Y-M-D"]


@pytest.mark.parametrize(
    "broken",
    [
        "q = filter q by Amount > ;\n",
        "q = filter q by ((Amount;\n",
        "q = filter q by 'Amount > 3;\n",
        "q = filter q by Amount > 3\n",
        "select * from deals;\n",
        "q = order q by Nowhere;\n",
    ],
)
def test_broken_statements_before_do_not_hide_the_fields(broken, offered):
    assert offered(f"{DEALS}{broken}q = order q by ¦", "field")[:4] == FIELDS


def test_broken_text_before_in_the_same_statement_does_not_either(offered):
    assert offered(DEALS + "q = filter q by ))) && ¦", "field")[:4] == FIELDS


def test_what_follows_does_not_matter(offered):
    rest = " by )\nq = foreach q generate '"
    assert offered(f"{DEALS}q = filter ¦{rest}") == ["q"]


def test_a_place_outside_the_text_is_its_nearest_end(catalog):
    assert complete("q = load", -5, catalog).items == complete("", 0, catalog).items
    assert complete(DEALS, 9999, catalog).items == complete(DEALS, len(DEALS), catalog).items


def test_it_is_fast_enough_to_ask_at_every_letter(catalog):
    lines = [DEALS]
    for number in range(33):
        lines.append(f'a{number} = filter q by Stage == "Won" && Amount >= {number} && Close in ["1 year ago"..];\n')
        lines.append(f"a{number} = group a{number} by (Stage, 'Owner Name');\n")
        lines.append(f"a{number} = foreach a{number} generate Stage, count() as n, sum(Amount) as 'Sum of {number}';\n")
    text = f"{''.join(lines)}r = order a3 by "
    complete(text, len(text), catalog)  # what was read stays known
    times = []
    for _ in range(9):
        start = time.perf_counter()
        found = complete(text, len(text), catalog)
        times.append(time.perf_counter() - start)
    assert [each.name for each in found.items if each.kind == "field"] == ["Stage", "n", "Sum of 3"]
    assert min(times) < 0.02  # it takes 2 ms; machines of CI are slow
