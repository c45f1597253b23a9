"""Templates: fields and what stands where they are empty."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swell.acting.errors import ActingError
from swell.acting.template import UnfitRecordError, check_fields, read_template

VALUES = {"Name": "Oda", "Amount": 1234.5, "Day": dt.date(2026, 3, 2), "None": None, "Tags": ["a", "b"]}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Dear {{Name}},", "Dear Oda,"),
        ("{{ Name }}: {{Amount}} on {{Day}}", "Oda: 1,234.5 on 2026-03-02"),
        ("{{None|nobody}} {{Name|nobody}}", "nobody Oda"),
        ("{{None|}}!", "!"),
        ("{{Tags}}", "a, b"),
        ("a { b } c", "a { b } c"),
        ("", ""),
    ],
)
def test_fields_are_filled(template: str, text: str) -> None:
    assert read_template(template, "here").text(VALUES) == text


def test_an_empty_field_is_an_error_where_nothing_stands_for_it() -> None:
    with pytest.raises(UnfitRecordError, match="None is empty"):
        read_template("Dear {{None}}", "here").text(VALUES)


def test_a_field_alone_keeps_its_type() -> None:
    assert read_template("{{Amount}}", "here").value(VALUES) == 1234.5
    assert read_template("{{Day}}", "here").value(VALUES) == dt.date(2026, 3, 2)
    assert read_template("about {{Amount}}", "here").value(VALUES) == "about 1,234.5"


@pytest.mark.parametrize("text", ["{{", "a }} b", "{{}}", "{{a{{b}}", "{{a}"])
def test_braces_without_a_field_are_told_with_their_place(text: str) -> None:
    with pytest.raises(ActingError, match=r"actions/x\.json: /do: braces"):
        read_template(text, "actions/x.json: /do")


def test_a_field_that_is_not_there_is_told_with_the_one_that_may_be_meant() -> None:
    with pytest.raises(ActingError, match="no field 'Nmae'") as caught:
        check_fields(read_template("{{Nmae}}", "here"), VALUES, "here")
    assert caught.value.hint == "Did you mean 'Name'?"


@given(st.text(alphabet=st.characters(exclude_characters="{}", codec="utf-8")), st.text(min_size=1))
def test_what_stands_in_a_field_is_never_read_as_a_template(text: str, value: str) -> None:
    made = read_template(f"{text}{{{{Name}}}}{text}", "here").text({"Name": f"{{{{{value}}}}}"})
    assert made == f"{text}{{{{{value}}}}}{text}"
