"""`swell help`: the language explained on the terminal."""

import subprocess
from collections.abc import Callable

import pytest

from saql.functions.registry import spellings
from saql.keywords import KEYWORDS
from saql.service.guide import STATEMENTS
from swell.cli.help import explanations, overview

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_a_function_is_shown_with_its_nulls_and_examples(run: Run) -> None:
    done = run("help", "substr")

    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "substr(text, position, [length])"
    assert "Nulls\n  Null where an argument is null." in done.stdout
    assert 'substr("CRM", -2) => "RM"' in done.stdout


def test_each_form_of_a_function_with_several_is_shown(run: Run) -> None:
    shown = run("help", "toDate").stdout
    assert "toDate(text, [format])" in shown
    assert "toDate(seconds)" in shown


def test_a_statement_is_shown_with_its_forms_and_parameters(run: Run) -> None:
    assert run("help", "filter").stdout.splitlines()[:3] == [
        "q = filter q by condition;",
        "",
        "Keeps the rows for which a condition is true.",
    ]
    assert "Parameters\n  length " in run("help", "timeseries").stdout


def test_a_command_is_explained_too(run: Run) -> None:
    assert run("help", "query").stdout.startswith("Usage: swell query ")


def test_alone_it_lists_every_word_of_the_language(run: Run) -> None:
    shown = run("help").stdout
    assert shown.rstrip("\n") == overview()
    assert {*spellings(), *KEYWORDS} <= set(shown.split())


@pytest.mark.parametrize(("name", "meant"), [("subst", "'substr'"), ("fliter", "'filter'"), ("SUM", "'sum'")])
def test_a_name_that_is_none_is_corrected(run: Run, name: str, meant: str) -> None:
    done = run("help", name)

    assert done.returncode == 2
    assert f"SAQL has no '{name}'. Did you mean {meant}" in done.stderr


def test_every_word_of_the_language_is_explained() -> None:
    for name in (*spellings(), *KEYWORDS, *STATEMENTS):
        assert all(name in each.splitlines()[0] for each in explanations(name))
