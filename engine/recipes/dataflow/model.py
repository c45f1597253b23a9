"""A dataflow as data: its nodes, checked, in an order in which each stands behind those that it reads."""

from __future__ import annotations

import difflib

from engine.recipes.dataflow.actions import READERS
from engine.recipes.dataflow.actions.register import Register
from engine.recipes.dataflow.document import Json, read_document
from engine.recipes.dataflow.findings import ERROR, DataflowError, Finding, pointer
from engine.recipes.dataflow.form import Form
from engine.recipes.dataflow.graph import in_order
from engine.recipes.dataflow.node import Node, NodeForm
from saql.record import record

_BY_LETTERS = {name.lower(): name for name in READERS}


@record
class Dataflow:
    """The nodes of a dataflow, in order, and what people should know of it."""

    name: str
    nodes: tuple[Node, ...]
    remarks: tuple[Finding, ...]

    @property
    def registers(self) -> tuple[Register, ...]:
        """The nodes that make datasets."""
        return tuple(each for each in self.nodes if isinstance(each, Register))


def read_dataflow(text: str, name: str) -> Dataflow:
    """Read a dataflow from the text of its file.

    Args:
        text: the whole file, in any of the forms that CRM Analytics writes.
        name: what messages call it, such as the name of the file.

    Raises:
        DataflowError: it is no dataflow, or something in it is wrong; tells everything that is.
    """
    document = read_document(text, name)
    findings = list(document.remarks)
    nodes: dict[str, Node] = {}
    for key, members in document.nodes.items():
        node = _node(key, members, document.at, findings)
        if node is not None:
            nodes[key] = node
    found = in_order(nodes, frozenset(document.nodes), findings)
    _compare_registers(found, findings)
    _raise_for(findings, name)
    return Dataflow(name, tuple(found), tuple(findings))


def _node(key: str, members: dict[str, Json], at: str, findings: list[Finding]) -> Node | None:
    node = Form(members, at + pointer(key), findings)
    action = node.text("action") or ""
    given = node.value("parameters")
    parameters = Form(given if isinstance(given, dict) else {}, node.where("parameters"), findings)
    if action.lower() == "prediction":
        hint = "Score the rows elsewhere, and take the node out."
        node.error("A prediction needs a model of Einstein Discovery; it is not supported.", hint, node.where("action"))
        return None
    known = _BY_LETTERS.get(action.lower().replace("_", ""))
    if known is None:
        close = difflib.get_close_matches(action, READERS, n=1)
        hint = f"Did you mean '{close[0]}'?" if close else f"There are {', '.join(sorted(READERS))}."
        node.error(f"There is no action '{action}'.", hint, node.where("action"))
        return None
    read = READERS[known](NodeForm(key, node, parameters))
    parameters.done()
    node.done(("schema", "sources", "source"))
    return read


def _compare_registers(nodes: list[Node], findings: list[Finding]) -> None:
    """Say where two nodes make a dataset of one name."""
    seen: dict[str, str] = {}
    for each in nodes:
        if not isinstance(each, Register):
            continue
        if each.dataset in seen:
            message = f"The dataset '{each.dataset}' is made by '{seen[each.dataset]}' already."
            findings.append(Finding(each.head.at, message, "Give one of them another alias."))
        seen[each.dataset] = each.head.name


def _raise_for(findings: list[Finding], name: str) -> None:
    wrong = [each for each in findings if each.severity == ERROR]
    if wrong:
        raise DataflowError(wrong, name)
