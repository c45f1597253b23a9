"""Numbers and dates are written as the language of the workspace has them."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import swell
from dashboards.formats import compact_text, number_text
from dashboards.locale import EN_US, LocaleError, accepted, locale
from dashboards.texts import moment_text, period_text
from swell.settings import SettingsError

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("tag", "pattern", "text"),
    [
        ("de-DE", "$#,##0.00", f"-1.234.567,50{NBSP}$"),
        ("de-DE", '#,##0.0 "units"', "-1.234.567,5 units"),
        ("de", "0.0%", f"-123.456.750,0{NBSP}%".replace(".", "")),
        ("hi", "#,##0", "-12,34,568"),
        ("en-US", "#,##0 €", "-€1,234,568"),
        ("en-US", "EUR #,##0", f"-EUR{NBSP}1,234,568"),
        ("ar-EG", None, "\N{ARABIC LETTER MARK}-١٬٢٣٤٬٥٦٧٫٥"),  # noqa: RUF001  # digits of Arabic
    ],
)
def test_numbers(tag: str, pattern: str | None, text: str) -> None:
    assert number_text(-1234567.5, pattern, locale(tag)) == text


@pytest.mark.parametrize(
    ("tag", "value", "text"),
    [
        ("de-DE", 1_234_567, f"1,2{NBSP}Mio."),
        ("de-DE", 34_567.8, "34.568"),
        ("hi", 250_000, f"2.5{NBSP}लाख"),
        ("es", 999_960_000, f"1000{NBSP}M"),
    ],
)
def test_short_numbers(tag: str, value: float, text: str) -> None:
    assert compact_text(value, None, locale(tag)) == text


@pytest.mark.parametrize(
    ("tag", "month", "day", "moment"),
    [
        ("en-US", "Mar 2026", "Mar 4, 2026", "Mar 4, 2026, 3:07 PM"),
        ("de-AT", "März 2026", "04.03.2026", "04.03.2026, 15:07"),
        ("ja", "2026年3月", "2026/03/04", "2026/03/04 15:07"),
    ],
)
def test_dates(tag: str, month: str, day: str, moment: str) -> None:
    known = locale(tag)

    assert (period_text("2026-03", known), period_text("2026-03-04", known)) == (month, day)
    assert moment_text(dt.datetime(2026, 3, 4, 15, 7), known) == moment


@pytest.mark.parametrize("period", ["2026-Q1", "2026-W05", "2026-13", "2026", "x"])
def test_what_has_no_form_of_its_own_stays(period: str) -> None:
    assert period_text(period, locale("de")) == period


@pytest.mark.parametrize(
    ("tag", "direction"), [("ar", "rtl"), ("he-IL", "rtl"), ("fa", "rtl"), ("ur_PK", "rtl"), ("de", "ltr")]
)
def test_the_direction(tag: str, direction: str) -> None:
    assert locale(tag).direction == direction


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("de-CH, de;q=0.9, en;q=0.8", "de-CH"),
        ("xx, fr;q=0.5, it;q=0.7", "it"),
        ("en;q=0, nl", "nl"),
        ("*", "en-US"),
        ("", "en-US"),
        ("de;q=high", "en-US"),
    ],
)
def test_the_reader_has_the_first_language_that_is_known(header: str, tag: str) -> None:
    assert accepted(header, EN_US).tag == tag


def test_a_country_without_forms_of_its_own_has_those_of_the_language() -> None:
    assert locale("de-BR").group == locale("de").group


def test_there_is_no_such_language() -> None:
    with pytest.raises(LocaleError, match="klingon"):
        locale("klingon")


def test_the_workspace_says_how(tmp_path: Path) -> None:
    (tmp_path / "swell.toml").write_text('[page]\nlocale = "de-DE"\n')
    rows = [{"Amount": 1234567.5}]
    step: Any = {"type": "staticflex", "values": rows, "columns": ["Amount"]}
    parameters = {"step": "s", "measureField": "Amount"}
    widgets = {
        "n": {"type": "number", "parameters": parameters},
        "short": {"type": "number", "parameters": {**parameters, "compact": True}},
    }
    found = swell.open(tmp_path).dashboard({"steps": {"s": step}, "widgets": widgets}).widgets()

    assert found["n"].view is not None
    assert found["short"].view is not None
    assert (found["n"].view["text"], found["short"].view["text"]) == ("1.234.567,5", f"1,2{NBSP}Mio.")


def test_a_mistake_in_the_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "swell.toml").write_text('[page]\nlocale = "german"\n')
    with pytest.raises(SettingsError, match="'german'") as raised:
        swell.open(tmp_path).dashboard({})
    assert "de-DE" in str(raised.value.hint)
