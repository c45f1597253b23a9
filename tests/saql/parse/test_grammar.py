"""The grammar itself, and the tables that are made of it."""

import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import lark
import pytest

from saql import tables
from saql.keywords import KEYWORDS, STATEMENTS
from saql.syntax.statements import Limit
from saql.transform import TreeBuilder

LIMIT = "q = limit q 5"


@pytest.fixture(scope="module")
def parser() -> lark.Lark:
    return tables.build()


def test_the_grammar_leaves_nothing_to_be_guessed(caplog: pytest.LogCaptureFixture) -> None:
    lark.logger.addHandler(caplog.handler)
    level = lark.logger.level
    lark.logger.setLevel(logging.DEBUG)
    try:
        lark.Lark(tables.GRAMMAR.read_text("utf-8"), parser="lalr", start=["statement", "predicate"], debug=True)
    finally:
        lark.logger.setLevel(level)
        lark.logger.removeHandler(caplog.handler)
    assert [each for each in caplog.messages if "conflict" in each.lower()] == []


def test_the_keywords_are_those_of_the_grammar(parser: lark.Lark) -> None:
    words = {each.pattern.value for each in parser.terminals if each.pattern.value.isalpha()}
    assert words == KEYWORDS


def test_every_statement_of_the_list_starts_one(parser: lark.Lark) -> None:
    with pytest.raises(lark.UnexpectedToken) as caught:
        parser.parse("q = ;"[:-1], start="statement")
    assert {each.lower() for each in caught.value.accepts} == set(STATEMENTS)


def test_each_rule_has_a_method_that_makes_its_node(parser: lark.Lark) -> None:
    inlined = {"statement", "predicate", "target", "otherwise", "element", "operand", "literal", "negation", "call"}
    binary = {"comparison", "sum", "product", "factor"}
    rules = {each.alias or each.origin.name for each in parser.rules}
    unmade = {each for each in rules if not each.startswith("_") and not hasattr(TreeBuilder, each)}
    assert unmade == inlined | binary


def test_tables_are_kept_and_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "swell"
    tables.load(folder)
    (file,) = folder.iterdir()
    written = file.stat().st_mtime_ns
    assert isinstance(tables.load(folder).parse(LIMIT, start="statement"), Limit)
    assert file.stat().st_mtime_ns == written


@pytest.mark.parametrize("content", [b"", b"junk", b"\x80\x04}."])
def test_broken_tables_are_made_anew(tmp_path: Path, content: bytes) -> None:
    tables.load(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert isinstance(tables.load(tmp_path).parse(LIMIT, start="statement"), Limit)
    assert file.stat().st_size > 10_000


def test_half_written_tables_are_made_anew(tmp_path: Path) -> None:
    tables.load(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:5000])
    assert isinstance(tables.load(tmp_path).parse(LIMIT, start="statement"), Limit)


def test_a_folder_that_is_a_file_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "swell").write_text("")
    assert isinstance(tables.load(tmp_path / "swell").parse(LIMIT, start="statement"), Limit)
    assert isinstance(tables.load(tmp_path / "swell" / "in").parse(LIMIT, start="statement"), Limit)
    assert isinstance(tables.load(None).parse(LIMIT, start="statement"), Limit)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="needs a user whom permissions bind")
def test_a_folder_without_the_right_to_write_is_done_without(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert isinstance(tables.load(tmp_path).parse(LIMIT, start="statement"), Limit)


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX permissions")
def test_a_folder_that_others_can_write_to_is_not_trusted(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    assert isinstance(tables.load(tmp_path).parse(LIMIT, start="statement"), Limit)
    assert list(tmp_path.iterdir()) == []
    tmp_path.chmod(stat.S_IRWXU)


def test_the_folder_is_that_of_the_users_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tables.cache_folder({"XDG_CACHE_HOME": "/c"}) == Path("/c/swell")
    folder = tables.cache_folder({})
    assert folder is not None
    assert folder.is_relative_to(Path.home())


def test_processes_that_start_together_all_parse(tmp_path: Path) -> None:
    script = f"import saql; print(len(saql.parse({LIMIT!r}).statements))"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    running = [
        subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [each.communicate(timeout=60)[0].strip() for each in running] == ["1"] * 4
    assert [each.suffix for each in (tmp_path / "swell").iterdir()] == [".tables"]


def test_importing_the_language_does_not_import_lark() -> None:
    script = "import saql, sys; print('lark' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
