"""Text to a binding's tree."""

from __future__ import annotations

import functools
from importlib import resources
from typing import cast

import lark

from dashboards.bindings.functions import EITHER, SHIFTED, check_call
from dashboards.bindings.nodes import Binding, Call, Constant, Expression, Items, Kind, Source, StepName
from dashboards.errors import BindingError

DEEPEST = 40
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


@functools.lru_cache(maxsize=4096)
def parse(text: str) -> Binding:
    """Read one binding, braces included. Trees are kept: a dashboard's bindings are read anew at every look.

    Raises:
        BindingError: the text is no binding; `position` is the offset of the fault.
    """
    parsed = tree(_unescaped(text))
    if _depth(parsed) > DEEPEST:
        raise BindingError("The binding nests too deeply.", position=0)
    return Binding(text, _expression(cast("lark.Tree[lark.Token]", parsed.children[0])))


def tree(text: str) -> lark.Tree[lark.Token]:
    """Return the tree of a binding as the grammar has it, with the places of its tokens.

    Raises:
        BindingError: the text is no binding.
    """
    try:
        return _parser().parse(text)
    except lark.UnexpectedInput as error:
        raise _refused(error, text) from None


def _unescaped(text: str) -> str:
    """Return a binding whose quotes are all escaped with plain ones: JSON inside of JSON has it so."""
    while '\\"' in text and '"' not in text.replace('\\"', ""):
        text = text.replace('\\"', '"')
    return text


@functools.cache
def _parser() -> lark.Lark:
    grammar = resources.files(__package__).joinpath("binding.lark").read_text("utf-8")
    return lark.Lark(grammar, parser="lalr", propagate_positions=True)


def _refused(error: lark.UnexpectedInput, text: str) -> BindingError:
    at_end = isinstance(error, lark.UnexpectedToken) and error.token.type == "$END"
    position = len(text) if at_end or error.pos_in_stream is None else error.pos_in_stream
    found = "its end" if at_end else f"'{text[position : position + 1]}'"
    shown = text if len(text) <= 120 else text[:117] + "..."
    return BindingError(
        f"The binding {shown} can't be read: {found} is not expected at character {position + 1}.",
        position=position,
        hint='A binding looks like {{cell(step.selection, 0, "field").asString()}}.',
    )


def _depth(tree: lark.Tree[lark.Token]) -> int:
    deepest, stack = 0, [(tree, 1)]
    while stack:
        node, level = stack.pop()
        deepest = max(deepest, level)
        stack += [(each, level + 1) for each in node.children if isinstance(each, lark.Tree)]
    return deepest // 2


def _expression(node: lark.Tree[lark.Token]) -> Expression:
    children = node.children
    match node.data:
        case "constant":
            return Constant(_constant(cast(lark.Token, children[0])))
        case "array":
            return Items(tuple(_expression(each) for each in children if isinstance(each, lark.Tree)))
        case "source":
            return _source(cast(lark.Token, children[0]), cast(lark.Token, children[1]))
        case "step":
            name = str(children[0])
            return Constant(_CONSTANTS[name]) if name in _CONSTANTS else StepName(name)
        case "either":
            return Call(EITHER, tuple(_expression(each) for each in children if isinstance(each, lark.Tree)))
        case "shifted":
            offset = str(children[1]).replace(" ", "")
            subject = _expression(cast("lark.Tree[lark.Token]", children[0]))
            return Call(SHIFTED, (subject, Constant(float(offset) if "." in offset else int(offset))))
        case "call":
            return _call(cast(lark.Token, children[0]), (), children[1])
        case _:
            subject = _expression(cast("lark.Tree[lark.Token]", children[0]))
            return _call(cast(lark.Token, children[1]), (subject,), children[2])


def _call(name: lark.Token, before: tuple[Expression, ...], arguments: object) -> Call:
    listed = cast("lark.Tree[lark.Token]", arguments).children
    all_arguments = (*before, *(_expression(each) for each in listed if isinstance(each, lark.Tree)))
    check_call(str(name), len(all_arguments), name.start_pos or 0)
    return Call(str(name), all_arguments)


def _source(step: lark.Token, kind: lark.Token) -> Source:
    kinds: dict[str, Kind] = {"selection": "selection", "result": "result", "results": "result"}
    if str(kind) not in kinds:
        raise BindingError(f"'{step}.{kind}' is not known: a step has .selection and .result.", position=kind.start_pos)
    return Source(str(step), kinds[str(kind)])


def _constant(token: lark.Token) -> str | int | float:
    if token.type == "NUMBER":
        return float(token) if "." in token else int(token)
    text = token[1:-1]
    pieces, place = [], 0
    while place < len(text):
        if text[place] == "\\" and place + 1 < len(text):
            place += 1
            pieces.append(_ESCAPES.get(text[place], text[place]))
        else:
            pieces.append(text[place])
        place += 1
    return "".join(pieces)
