"""What an editor offers."""

import pytest

import saql
from saql.date_parts import date_part_fields
from saql.schema import Field, Schema
from saql.service import diagnose
from saql.service.guide import PARAMETERS, STATEMENTS
from saql.service.offers import KEYWORDS, fields, functions, keywords, quoted, written
from saql.types import Type


def test_functions_are_offered_by_every_spelling_with_signature_and_summary():
    offered = {each.name: each for each in functions()}
    assert offered["toString"].detail == "toString(date, format)"
    assert offered["average"].detail == "average(number)"
    assert offered["sum"].kind == "aggregate"
    assert offered["rank"].kind == "window"
    assert all(each.summary and each.insert == f"{each.name}(" for each in functions())
    assert [each.name for each in functions()] == sorted(offered, key=str.casefold)


def test_keywords_are_offered():
    assert {"load", "foreach", "generate"} <= set(KEYWORDS)
    assert [each.insert for each in keywords()] == list(KEYWORDS)


def test_fields_come_in_quotes_where_they_need_them_and_the_parts_of_dates_last():
    schema = Schema((Field("D", Type.DATE), *date_part_fields("D"), Field("It's", Type.TEXT), Field("by", Type.TEXT)))
    offered = sorted(fields(schema), key=lambda each: each.rank)
    assert [each.insert for each in offered[:4]] == ["D", r"'It\'s'", "'by'", "D_Year"]
    assert offered[0].detail == "date"
    assert offered[3].summary == "the Year of 'D'"


def test_a_quoted_name_is_read_back():
    for name in ("It's", "a\\b", "Owner.Name"):
        query = saql.parse(f'q = load "d"; q = foreach q generate {quoted(name)};')
        assert saql.parse(f'q = load "d"; q = foreach q generate {written(name)};').statements[1].projections
        assert query.statements[1].projections[0].expression.name == name


@pytest.mark.parametrize("statement", PARAMETERS)
def test_the_parameters_are_those_that_the_checker_knows(statement, catalog):
    rest = "by (zzz=1)" if statement == "fill" else "generate Amount as F with (zzz=1)"
    text = f'q = load "deals"; q = foreach q generate Amount; q = {statement} q {rest};'
    [hint] = [each.hints[0] for each in diagnose(text, catalog) if each.code == "SAQL450"]
    assert set(hint.removeprefix("it has ").replace(" or ", ", ").split(", ")) == set(PARAMETERS[statement])


def test_examples_of_statements_are_statements():
    for each in STATEMENTS.values():
        assert len(saql.parse(each.example).statements) == 1
