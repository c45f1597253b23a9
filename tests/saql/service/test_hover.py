"""What a word of a query means."""

import pytest

from saql.keywords import KEYWORDS, STATEMENTS
from saql.service import guide
from saql.service.offers import functions

DEALS = 'q = load "deals";\n'
GROUPED = DEALS + "q = group q by Stage;\n"


def test_a_field_has_its_type_and_its_dataset(hovered):
    found = hovered(DEALS + "q = filter q by Am¦ount > 3;")
    assert (found.title, found.text) == ("Amount: number", 'Field, of dataset "deals".')
    assert found.end - found.start == len("Amount")
    assert hovered(GROUPED + "q = foreach q generate sum(¦Amount) as n;").text == 'Field, of dataset "deals".'


def test_a_part_of_a_date_names_the_date(hovered):
    assert "the Year of 'Close'" in hovered(DEALS + "q = filter q by 'Close_¦Year' == \"2026\";").text


def test_a_computed_field_shows_its_expression(hovered):
    text = GROUPED + "q = foreach q generate Stage, sum( Amount ) as Total;\nq = order q by To¦tal;"
    assert hovered(text).text == "Field, computed as sum( Amount )."


def test_in_a_cogroup_the_stream_before_the_dot_counts(hovered):
    start = DEALS + 'a = load "accounts";\nc = cogroup q by Stage, a by Name;\nc = foreach c generate '
    assert hovered(start + "sum(a.St¦aff) as n;").text == 'Field, of dataset "accounts".'
    assert hovered(start + "count(¦a) as n;").title == "a"


def test_a_field_that_was_looked_up_names_its_stream(hovered):
    look_up = DEALS + 'a = load "accounts";\nq = augment q by Stage, a by Name generate a.Staff as Size, Name;\n'
    assert hovered(look_up + "q = filter q by Si¦ze > 3;").text == "Field, looked up in 'a' as a.Staff."
    assert hovered(look_up + "q = filter q by Na¦me is null;").text == "Field, looked up in 'a' as Name."
    assert hovered(look_up + "q = filter q by Am¦ount > 3;").text == 'Field, of dataset "deals".'
    assert hovered(look_up.replace("Size, Name", "Size, Na¦me")).text == 'Field, of dataset "accounts".'


def test_what_a_flatten_adds_is_said_where_it_is_made_and_where_it_is_used(hovered):
    text = DEALS + "q = flatten q by Stage, Stage generate ancestors as Above, path;\n"
    assert hovered(text.replace("generate anc", "generate an¦c")).text == "The keys of all ancestors, as a multivalue."
    assert hovered(text + "q = filter q by Ab¦ove is null;").text == "Field, the ancestors of each row of 'q'."
    assert hovered(text + "q = filter q by pa¦th is null;").text == "Field, the path of each row of 'q'."
    assert hovered(text + "q = filter q by Am¦ount > 3;").text == 'Field, of dataset "deals".'


def test_a_stream_has_its_fields_as_they_are_there(hovered):
    text = GROUPED + "q = foreach q generate Stage;"
    assert (
        "4 fields: Stage (text), Owner Name (text), Amount (number), Close (date)"
        in hovered(DEALS + "q = limit ¦q 1;").text
    )
    assert "groups by Stage" in hovered(text.replace("foreach q", "foreach ¦q")).text
    assert hovered(text.replace("q = foreach", "¦q = foreach")).text == "Stream, projected, with 1 field: Stage (text)."


def test_a_dataset_has_its_fields(hovered):
    assert hovered('q = load "acc¦ounts";').text == "Dataset with 2 fields: Name (text), Staff (number)."
    assert hovered('q = load "no¦where";') is None


def test_a_function_has_its_signature_and_examples(hovered):
    found = hovered(GROUPED + "q = foreach q generate su¦m(Amount) as n;")
    assert found.title == "sum(number)"
    assert "sum([1, 2, null]) => 3" in found.example
    assert (
        hovered(DEALS + "q = foreach q generate to¦Date(Stage) as n;").title
        == "toDate(text, [format])\ntoDate(seconds)"
    )


def test_a_keyword_is_one_only_where_it_may_stand(hovered):
    assert hovered(DEALS + "q = fil¦ter q by Amount > 3;").text == "Keeps the rows for which a condition is true."
    assert hovered(DEALS + "q = order q by Amount desc nulls fi¦rst;").text.startswith("`nulls first`")
    assert hovered(GROUPED + "q = foreach q generate fi¦rst(Amount) as n;").title == "first(value)"


def test_parameters_are_explained(hovered):
    assert hovered(DEALS + 'q = fill q by (date¦Cols=(Close_Year, "Y"));').text.startswith("The fields of the date")


@pytest.mark.parametrize(
    "text", ["¦", "-- wo¦rd", "q = load 3¦;", "q = limit q 1¦0;", "q = foreach q generate x as na¦me;"]
)
def test_of_the_rest_there_is_nothing_to_say(text, hovered):
    assert hovered(text) is None


def test_every_keyword_has_a_meaning():
    assert all(guide.meaning(each).endswith((".", "`.")) for each in KEYWORDS)
    assert set(guide.STATEMENTS) == set(STATEMENTS)


def test_every_function_can_be_explained(hovered):
    for each in functions():
        assert hovered(f"{GROUPED}q = foreach q generate ¦{each.name}(").title.startswith(each.name)
