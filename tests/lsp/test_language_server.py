"""The language server as an editor talks to it: a process, messages over its standard input and output."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import swell

TEXT = "q = load \"deals\";\nq = group q by 'Stage';\nq = foreach q generate 'Stage', sum(Amount) as Total;\n"


class Editor:
    """Speaks LSP to a server."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._number = 0
        self._notified: list[dict[str, Any]] = []

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the server ended"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message

    def ask(self, method: str, params: Any) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while (message := self._receive()).get("id") != self._number:
            self._notified.append(message)
        assert "error" not in message, message
        return message["result"]

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """The diagnostics of a document that come next."""
        while True:
            message = self._notified.pop(0) if self._notified else self._receive()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                return list(message["params"]["diagnostics"])


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "sales"
    folder.mkdir()
    (folder / "swell.toml").write_text("")
    swell.open(folder).write("deals", pa.table({"Stage": ["Won", "Lost"], "Amount": [1.0, 2.0]}))
    (folder / "queries").mkdir()
    return folder


@pytest.fixture
def editor(workspace: Path, swell_command: Path) -> Iterator[Editor]:
    """An editor that has started the server elsewhere than in the workspace."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([swell_command, "lsp"], cwd=workspace.parent, **pipes) as process:
        found = Editor(process)
        answer = found.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        assert answer["serverInfo"]["name"] == "swell"
        found.tell("initialized", {})
        yield found
        found.ask("shutdown", None)
        found.tell("exit", None)
        assert process.wait(timeout=10) == 0


def opened(editor: Editor, workspace: Path, text: str) -> str:
    uri = (workspace / "queries" / "one.saql").as_uri()
    document = {"uri": uri, "languageId": "saql", "version": 1, "text": text}
    editor.tell("textDocument/didOpen", {"textDocument": document})
    return uri


def test_a_recipe_needs_no_foreach_at_its_end(editor: Editor, workspace: Path) -> None:
    text = 'q = load "deals";'
    assert [each["code"] for each in editor.diagnostics(opened(editor, workspace, text))] == ["SAQL401"]
    uri = (workspace / "recipes" / "one.saql").as_uri()
    document = {"uri": uri, "languageId": "saql", "version": 1, "text": text}
    editor.tell("textDocument/didOpen", {"textDocument": document})
    assert editor.diagnostics(uri) == []


def at(uri: str, line: int, character: int) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


def test_a_session_of_an_editor(editor: Editor, workspace: Path) -> None:
    uri = opened(editor, workspace, TEXT)
    assert editor.diagnostics(uri) == []

    hovered = editor.ask("textDocument/hover", at(uri, 2, 38))
    assert hovered["contents"]["value"].startswith("```saql\nAmount: number\n```")
    assert hovered["range"] == {"start": {"line": 2, "character": 36}, "end": {"line": 2, "character": 42}}

    offered = editor.ask("textDocument/completion", at(uri, 2, 38))["items"]
    assert [each["label"] for each in sorted(offered, key=lambda each: each["sortText"])][:2] == ["Stage", "Amount"]
    assert offered[1]["textEdit"]["newText"] == "Amount"

    helped = editor.ask("textDocument/signatureHelp", at(uri, 2, 38))
    assert helped["signatures"][helped["activeSignature"]]["label"] == "sum(number)"

    changed = {
        "textDocument": {"uri": uri, "version": 2},
        "contentChanges": [{"text": TEXT.replace("Amount", "Amout")}],
    }
    editor.tell("textDocument/didChange", changed)
    [found] = editor.diagnostics(uri)
    assert (found["code"], found["severity"]) == ("SAQL203", 1)
    assert "did you mean 'Amount'?" in found["message"]
    assert found["range"]["start"] == {"line": 2, "character": 36}

    editor.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert editor.diagnostics(uri) == []


def test_columns_are_counted_in_utf16(editor: Editor, workspace: Path) -> None:
    uri = opened(editor, workspace, '/* 🙂 */ q = load "deal";')
    found = editor.diagnostics(uri)[0]
    assert (found["code"], found["range"]["start"]["character"]) == ("SAQL201", 18)
    offered = editor.ask("textDocument/completion", at(uri, 0, 19))["items"]
    assert [each["textEdit"]["newText"] for each in offered] == ["deals"]


def test_a_document_is_formatted_unless_it_is_broken(editor: Editor, workspace: Path) -> None:
    options = {"tabSize": 4, "insertSpaces": True}
    uri = opened(editor, workspace, 'q=load "deals";q=foreach q generate Stage')
    [edit] = editor.ask("textDocument/formatting", {"textDocument": {"uri": uri}, "options": options})
    assert edit["newText"] == 'q = load "deals";\nq = foreach q generate Stage;\n'
    assert edit["range"]["end"] == {"line": 0, "character": 41}
    editor.tell(
        "textDocument/didChange",
        {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": "q = filter q by"}]},
    )
    assert editor.ask("textDocument/formatting", {"textDocument": {"uri": uri}, "options": options}) is None


def test_a_dataset_that_can_not_be_read_is_said_and_ends_nothing(editor: Editor, workspace: Path) -> None:
    for manifest in (workspace / "data").rglob("*.json"):
        manifest.write_text("{")
    uri = opened(editor, workspace, TEXT)
    [found] = editor.diagnostics(uri)
    assert found["range"]["start"] == {"line": 0, "character": 0}
    assert editor.ask("textDocument/hover", at(uri, 2, 38)) is None
    assert editor.ask("textDocument/completion", at(uri, 0, 4))["items"]


def test_without_the_extra_the_command_says_how_to_get_it(swell_command: Path, tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ModuleNotFoundError('No module named pygls', name='pygls')")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([swell_command, "lsp"], env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert "pip install 'swell[lsp]'" in done.stderr
    assert "Traceback" not in done.stderr
