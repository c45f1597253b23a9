"""The language of security predicates: what is one, what is refused and with which word."""

import pytest

from engine.security.bind import bind, check_columns
from engine.security.errors import PredicateError, UnfitPersonError
from engine.security.predicate import LONGEST, parse_predicate
from saql.schema import Schema
from saql.types import Type

COLUMNS = Schema.of(
    [("Owner", Type.TEXT), ("it's", Type.TEXT), ("Amount", Type.NUMBER), ("Teams", Type.MULTIVALUE), ("Day", Type.DATE)]
)


@pytest.mark.parametrize(
    "text",
    [
        "false",
        "true",
        "'Owner' == \"$User.Id\"",
        "  ('Owner' == \"a\" && 'Amount' < 5)   ||   'Amount' >= -2.5 ",
        "'Owner' in [\"$User.Regions__c\"]",
        "'it\\'s' != \"a \\\"quoted\\\" \\\\ text && || 'x'\"",
        "'Teams' == \"$User.Role.Parent.Name\"",
        "\n'Amount'\t==\n3\n",
        " || ".join(f"'Owner' == \"{number}\"" for number in range(200)),
    ],
)
def test_predicates(text: str) -> None:
    check_columns(parse_predicate(text), COLUMNS)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("", None, "empty"),
        ("   ", None, "empty"),
        ("'Owner' == \"" + "a" * LONGEST + '"', None, "5,000"),
        ("'Owner'== \"a\"", 8, "blanks"),
        ("'Owner' ==\"a\"", 9, "blanks"),
        ("'Owner' == \"a\"||'Amount' > 1", 15, "blanks"),
        ("'Owner' in[\"a\"]", 9, "blanks"),
        ('Owner == "a"', 1, "single quotes"),
        ("\"a\" == 'Owner'", 1, "column first"),
        ("'Owner' == \"a\" and 'Amount' > 1", 16, "Write &&"),
        ("'Owner' == \"a\" OR 'Amount' > 1", 16, "no part"),
        ("!('Owner' == \"a\")", 1, "no part"),
        ("'Owner' not in [\"a\"]", 9, "no part"),
        ("'Owner' matches \"aa\"", 9, "no part"),
        ("'Owner' is null", 9, "no part"),
        ("'Owner' == null", 12, "no part"),
        ("'Owner' == 'Name'", 12, "something else"),
        ("'Owner' == true", 12, "something else"),
        ('\'Owner\' in ["a", "b"]', 16, "one value"),
        ("'Owner' in []", 1, "one value"),
        ('\'Owner\' in ["a".."b"]', 16, "no part"),
        ("'Amount' == 1 + 1", 15, "no part"),
        ("'Amount' == 1 - 1", 13, "something else"),
        ("lower('Owner') == \"a\"", 1, "no part"),
        ("q.'Owner' == \"a\"", 1, "no part"),
        ("'Owner' == \"a\" -- who", 16, "no part"),
        ("'Owner' == \"a\" /* who */", 16, "no part"),
        ("'Owner' == \"a\";", 15, "no part"),
        ("'Owner' == \"a\" 'Amount' == 1", 16, ""),
        ("'Owner' == \"a", 12, "no part"),
        ("('Owner' == \"a\"", 1, "closing"),
        ("'Owner' == \"by $User.Id\"", 12, "alone"),
        ("'Owner' == \"$User.\"", 12, "alone"),
        ("'Owner' == \"$User.Id \"", 12, "alone"),
        ("'Owner'", 1, "no comparison"),
        ("1", 1, "no comparison"),
    ],
)
def test_what_is_no_predicate_is_refused_at_its_place(text: str, place: int | None, said: str) -> None:
    with pytest.raises(PredicateError) as refused:
        parse_predicate(text)
    assert said in str(refused.value)
    if place is not None:
        assert f"at character {place}:" in refused.value.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("'Gone' == \"a\"", "'Gone', which the dataset does not have"),
        ("'owner' == \"a\"", "'owner', which the dataset does not have"),
        ("'Owner' < \"a\"", "no measure"),
        ("'Teams' >= \"a\"", "no measure"),
        ("'Owner' == 1", "write it in double quotes"),
        ("'Amount' == \"1\"", "write the number alone"),
        ("'Day' == \"2024-01-01\"", "which is a date"),
        ("true || 'Gone' == 1", "'Gone'"),
    ],
)
def test_what_does_not_fit_the_columns_is_refused(text: str, said: str) -> None:
    with pytest.raises(PredicateError) as refused:
        check_columns(parse_predicate(text), COLUMNS)
    assert said in str(refused.value)
    assert not isinstance(refused.value, UnfitPersonError)


@pytest.mark.parametrize(
    ("text", "fields", "said"),
    [
        ("'Owner' == \"$User.Id\"", {}, "$User.Id"),
        ("'Owner' == \"$User.Id\"", {"id": "1"}, "$User.Id"),
        ("true || 'Owner' == \"$User.Id\"", {}, "$User.Id"),
        ("'Owner' == \"$User.Id\"", {"Id": ("1", "2")}, "several values"),
        ("'Amount' > \"$User.Level\"", {"Level": "hidden"}, "no number for this person"),
        ("'Amount' > \"$User.Level\"", {"Level": "1e999"}, "no number for this person"),
        ("'Amount' > \"$User.Level\"", {"Level": "nan"}, "no number for this person"),
    ],
)
def test_what_does_not_fit_the_person_names_the_field_and_no_value(
    text: str, fields: dict[str, str | tuple[str, ...]], said: str
) -> None:
    with pytest.raises(UnfitPersonError) as refused:
        bind(parse_predicate(text), COLUMNS, fields)
    assert said in refused.value.message
    assert "hidden" not in str(refused.value)
