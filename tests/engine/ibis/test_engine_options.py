"""What swell.toml may say of an engine: settings, and the names of variables that have secrets."""

import pytest

from engine.errors import SwellError
from swell.engine_options import engine_options


def test_a_secret_is_in_the_variable_that_is_named() -> None:
    values = {"host": "trino.example.com", "auth_env": "TRINO_PASSWORD"}
    options = engine_options("trino", values, {"TRINO_PASSWORD": "geheim", "OTHER": "x"})
    assert options == {"host": "trino.example.com", "auth": "geheim"}


def test_a_secret_in_swell_toml_is_refused_and_not_repeated() -> None:
    with pytest.raises(SwellError, match=r'auth_env = "VARIABLE"') as refused:
        engine_options("trino", {"auth": "geheim"}, {})
    assert "geheim" not in str(refused.value)


def test_a_variable_that_is_not_set_is_named() -> None:
    with pytest.raises(SwellError, match="password_env names the variable PASSWORD, which is not set"):
        engine_options("snowflake", {"password_env": "PASSWORD"}, {"password": "x"})


def test_other_settings_stay_as_they_are() -> None:
    values = {"threads": 2, "config": {"spark.executor.memory": "8g"}}
    assert engine_options("duckdb", values, {}) == values
