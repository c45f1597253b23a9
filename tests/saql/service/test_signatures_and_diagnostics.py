"""The function that is being called, and what is wrong with a text that may be broken."""

import json
from pathlib import Path

import pytest

import saql
from saql.check import check
from saql.service import complete, diagnose, hover, signature_help

START = 'q = load "deals";\nq = foreach q generate '
CONFORMANCE = Path(__file__).parents[4] / "shared" / "conformance" / "queries.jsonl"


@pytest.mark.parametrize(
    ("text", "label", "argument"),
    [
        ("substr(", "substr(text, position, [length])", 0),
        ("substr(Stage, ", "substr(text, position, [length])", 1),
        ("substr(Stage, 1, 2", "substr(text, position, [length])", 2),
        ("sum(substr(Stage, (1 + 2), ", "substr(text, position, [length])", 2),
        ("sum(abs(1) + ", "sum(number)", 0),
        ("coalesce(1, 2, 3, ", "coalesce(values, ..)", 0),
        ("percentile_cont(", "percentile_cont(fraction) within group (order by field)", 0),
    ],
)
def test_the_innermost_open_function_is_shown_with_its_argument(text, label, argument):
    found = signature_help(START + text, len(START + text))
    signature = found.signatures[found.active]
    assert (signature.label, found.argument) == (label, argument)
    begin, end = signature.parameters[argument]
    assert label[begin:end].strip("[].") in label


def test_the_signature_that_has_room_for_the_argument_is_the_active_one():
    found = signature_help(START + "toDate(Stage, ", len(START) + 14)
    assert [each.label for each in found.signatures] == ["toDate(text, [format])", "toDate(seconds)"]
    assert (found.active, found.argument) == (0, 1)


@pytest.mark.parametrize("text", ["", "Stage", "abs(1)", "(", "nowhere(", "-- abs("])
def test_elsewhere_there_is_none(text):
    assert signature_help(START + text, len(START + text)) is None


def test_a_sound_query_has_no_diagnostics_and_neither_has_an_empty_one(catalog):
    assert diagnose(START + "Stage;", catalog) == ()
    assert diagnose(" \n-- not yet\n", catalog) == ()


def test_mistakes_of_syntax_do_not_hide_those_of_other_statements(catalog):
    text = 'q = load "deals"; q = filter q by ; q = filter q by Amout > 3; q = foreach q generate Stag;'
    assert [each.code for each in diagnose(text, catalog)] == ["SAQL106", "SAQL203", "SAQL203"]


def test_what_a_broken_statement_would_have_made_is_no_mistake(catalog):
    text = 'q = load "deals"; g = foreach q generate ; h = filter g by Amount > 3; i = foreach z.;'
    assert [each.code for each in diagnose(text, catalog)] == ["SAQL106", "SAQL113"]


def test_warnings_are_there_too(catalog):
    found = diagnose('q = load "deals"\nq = foreach q generate Stage;', catalog)
    assert [(each.code, each.severity) for each in found] == [("SAQL107", "warning")]


def test_it_says_what_a_run_says(catalog):
    for text in (
        "Amount > 3",
        START + "Nowhere;",
        'q = load "deals";',
        'q = load "deal"; q = foreach q generate x;',
        ";",
    ):
        with pytest.raises(saql.SaqlError) as refused:
            check(saql.parse(text), catalog)
        assert diagnose(text, catalog) == refused.value.diagnostics


def test_no_place_of_no_broken_query_is_too_much(catalog):
    if not CONFORMANCE.exists():
        pytest.skip("the conformance files are not here")
    lines = CONFORMANCE.read_text("utf-8").splitlines()
    for number, line in enumerate(lines[::150]):
        text = json.loads(line)["query"].replace('"D1"', '"deals"')
        broken = text[: len(text) // 2] + "(;'\"["[number % 5] + text[len(text) // 2 + number % 7 :]
        for offset in range(0, len(broken), 1 + len(broken) // 20):
            complete(broken, offset, catalog)
            hover(broken, offset, catalog)
            signature_help(broken, offset)
        assert all(0 <= each.span.start <= each.span.end <= len(broken) for each in diagnose(broken, catalog))
