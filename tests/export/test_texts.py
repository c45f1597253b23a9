"""Python and the page write the same cell as the same text."""

import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some
from py_mini_racer import MiniRacer

from dashboards.export.modules import linked
from dashboards.formats import compact_text, number_text
from dashboards.locale import EN_US, locale
from dashboards.steps.result import Column
from dashboards.texts import column_texts

moments = some.datetimes().map(lambda each: each.isoformat(timespec="seconds") + "Z")
days = some.dates().map(lambda each: f"{each.isoformat()}T00:00:00Z")
numbers = some.integers(-(10**15), 10**15) | some.floats(-1e12, 1e12).map(lambda each: round(each, 3))
words = some.text(some.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
cells = some.none() | some.booleans() | numbers | words | moments | days | some.just("2026~~~03")
kinds = some.sampled_from(["text", "date"])
names = some.sampled_from(["Closed_Year~~~Closed_Quarter", "Closed_Year~~~Closed_Week", "Stage", "D_Year~~~D_Month"])


tags = some.sampled_from(
    ["en-US", "de-DE", "de-CH", "fr", "es", "hi-IN", "ja", "ar-EG", "he", "fa", "ru", "en-GB", "sv-SE", "pt-BR"]
)
patterns = some.sampled_from([None, "$#,##0", "#,##0.00", "0.0%", "#,##0 €", "EUR #,##0.0", '#,##0 "units"', "000"])

Ask = Callable[[str, str, list[Any]], Any]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Calls a function of the page's modules, in a language."""
    source = Path(str(resources.files("dashboards").joinpath("web"))) / "src"
    entry = tmp_path_factory.mktemp("page") / "entry.js"
    entry.write_text(
        f"export * from '{source}/format.js';\n"
        f"export {{ useLocale, parseNumber, typedNumber }} from '{source}/locale.js';\n"
        f"import {{ columnTexts }} from '{source}/format.js';\n"
        "export function written(columns, rows) {\n"
        "  const texts = columnTexts(columns, rows);\n"
        "  return rows.map((row) => row.map((cell, at) => texts[at](cell)));\n}\n"
    )
    engine = MiniRacer()
    engine.eval(linked(entry, "page"))

    def ask(tag: str, function: str, given: list[Any]) -> Any:
        script = f"page.useLocale({json.dumps(tag)}); JSON.stringify(page.{function}(...{json.dumps(given)}))"
        return json.loads(str(engine.eval(script)))

    return ask


def written(ask: Ask, tag: str, columns: list[Column], rows: list[list[Any]]) -> Any:
    return ask(tag, "written", [[each.to_json() for each in columns], rows])


@settings(max_examples=300, deadline=None)
@given(some.lists(cells.filter(lambda each: isinstance(each, str) or each is None), max_size=4), names, kinds, tags)
def test_texts_and_dates(ask: Ask, column: list[Any], name: str, kind: Any, tag: str) -> None:
    columns, rows = [Column(name, name, kind)], [[each] for each in column]
    writers = column_texts(columns, rows, locale(tag))

    assert [[writers[0](each)] for each in column] == written(ask, tag, columns, rows)


@settings(max_examples=400, deadline=None)
@given(some.lists(numbers, max_size=4), patterns, tags)
def test_numbers(ask: Ask, column: list[Any], pattern: str | None, tag: str) -> None:
    columns, rows = [Column("n", "n", "number", pattern)], [[each] for each in column]
    writers = column_texts(columns, rows, locale(tag))

    assert [[writers[0](each)] for each in column] == written(ask, tag, columns, rows)


@settings(max_examples=400, deadline=None)
@given(numbers.map(lambda each: each + 0.5), patterns, tags)
def test_short_numbers(ask: Ask, number: float, pattern: str | None, tag: str) -> None:
    # The table has one form of a plural, and Arabic has several: of 3 to 10 thousands it has another word.
    assume(not tag.startswith("ar"))
    assert compact_text(number, pattern, locale(tag)) == ask(tag, "compactNumber", [number, pattern])


@settings(max_examples=300, deadline=None)
@given(some.floats(-1e9, 1e9).map(lambda each: round(each, 2)), tags)
def test_a_number_is_read_as_it_is_written(ask: Ask, number: float, tag: str) -> None:
    text = number_text(number, "#,##0.00", locale(tag))

    assert ask(tag, "parseNumber", [text]) == number
    assert ask(tag, "parseNumber", [ask(tag, "typedNumber", [number])]) == number


@pytest.mark.parametrize("text", ["", "-", "1e", "12 apples", "1.2.3", "Infinity"])
def test_what_is_no_number_is_none(ask: Ask, text: str) -> None:
    assert ask("en-US", "parseNumber", [text]) is None


def test_the_default_is_what_the_table_says() -> None:
    assert locale("en-US") == EN_US
