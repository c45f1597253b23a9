"""Where nodes stand in the text."""

from typing import Any

import pytest

import saql
from saql.syntax.walk import children, depth, descendants

QUERY = """
-- totals
q = load "opportunity" sample(10) repeatable(1);
q = filter q by date('D_Year', 'D_Month', 'D_Day') in ["1 year ago".."current day"] && !('x' is null);
q = group q by ('Stage', 'Region') left, b by (x, y);
q = foreach q generate case 'Stage' when "a" then (1 + 2) * -3 else a.'z' end as 'Stufe ä';
q = foreach q generate sum(sum(x)) over ([-1..0] partition by (a, b) order by (a desc, b)) as w;
q = order q by ('Stage' desc nulls last, w);
q = fill q by (dateCols=('Year', "Y"), partition='p');
r = join a by (x, y) semi, b by z;
r = augment a by (x, y), b by (z, w) generate b.'v' as u, t;
r = flatten r by x, y with self generate ancestors as v;
"""


def test_a_node_stands_inside_the_one_above_it() -> None:
    query = saql.parse(QUERY)
    for statement in query.statements:
        for node in descendants(statement):
            for child in children(node):
                assert node.span.start <= child.span.start < child.span.end <= node.span.end, (node, child)


def test_a_statement_reaches_from_its_first_word_to_the_one_before_the_semicolon() -> None:
    lines = QUERY.strip().splitlines()[1:]
    assert [QUERY[each.span.start : each.span.end] + ";" for each in saql.parse(QUERY).statements] == lines


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("Call", {"date('D_Year', 'D_Month', 'D_Day')", "sum(sum(x))", "sum(x)"}),
        ("Range", {'"1 year ago".."current day"'}),
        ("Array", {'["1 year ago".."current day"]'}),
        ("IsNull", {"('x' is null)"}),
        ("Branch", {'when "a" then (1 + 2) * -3'}),
        ("Over", {"sum(sum(x)) over ([-1..0] partition by (a, b) order by (a desc, b))"}),
        ("OrderKey", {"'Stage' desc nulls last", "a desc", "b", "w"}),
        ("GroupSide", {"q by ('Stage', 'Region') left", "b by (x, y)"}),
        ("Parameter", {"dateCols=('Year', \"Y\")", "partition='p'"}),
        ("Unary", {"!('x' is null)", "-3"}),
    ],
)
def test_a_span_covers_the_text_of_its_node(kind: str, texts: set[str]) -> None:
    nodes: list[Any] = [node for statement in saql.parse(QUERY).statements for node in descendants(statement)]
    assert {QUERY[each.span.start : each.span.end] for each in nodes if type(each).__name__ == kind} == texts


def test_brackets_around_a_name_are_not_part_of_it() -> None:
    (statement,) = saql.parse("q = group q by (('Regoin'))").statements
    (name,) = (node for node in descendants(statement) if type(node).__name__ == "Name")
    assert (name.span.start, name.span.end) == (17, 25)


def test_depth_counts_the_nodes_on_the_longest_way_down() -> None:
    (statement,) = saql.parse("q = filter q by a + b + c == 1").statements
    assert depth(statement) == 5
