"""The mistakes that admins make most: the files hold queries and all that is said of each, as a terminal shows it."""

import pytest

import saql
from saql.check import check
from saql.render import render

FILES = ("words", "names", "values", "groups")


@pytest.mark.parametrize("name", FILES)
def test_a_mistake_is_told_as_in_the_golden_file(name, golden, datasets):
    def said_of(text):
        try:
            found = check(saql.parse(text), datasets).warnings
        except saql.SaqlError as error:
            found = error.diagnostics
        return "\n\n".join(render(each, text, "query") for each in found)

    golden(f"diagnostics/{name}.txt", said_of)
