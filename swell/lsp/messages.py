"""Answers of the language service as messages of LSP."""

from __future__ import annotations

from lsprotocol import types

from saql.diagnostics import Diagnostic
from saql.service import Completion, Completions, Hover, SignatureHelp
from swell.lsp.positions import Positions

_KINDS = {
    "dataset": types.CompletionItemKind.Module,
    "stream": types.CompletionItemKind.Variable,
    "field": types.CompletionItemKind.Field,
    "function": types.CompletionItemKind.Function,
    "aggregate": types.CompletionItemKind.Function,
    "window": types.CompletionItemKind.Function,
    "keyword": types.CompletionItemKind.Keyword,
    "date": types.CompletionItemKind.Value,
    "parameter": types.CompletionItemKind.Property,
    "choice": types.CompletionItemKind.EnumMember,
}


def diagnostic(found: Diagnostic, places: Positions) -> types.Diagnostic:
    """Return a mistake or a warning with what to write instead."""
    severity = types.DiagnosticSeverity.Warning if found.severity == "warning" else types.DiagnosticSeverity.Error
    return types.Diagnostic(
        range=places.range(found.span.start, found.span.end),
        message="\n".join([found.message, *found.hints]),
        severity=severity,
        code=found.code,
        source="swell",
    )


def completions(found: Completions, places: Positions) -> types.CompletionList:
    """Return what can be written, in its order; that in a text follows what is typed, so it has to be asked anew."""
    span = places.range(found.start, found.end)
    items = [_completion(each, number, span) for number, each in enumerate(found.items)]
    return types.CompletionList(any(each.kind == "date" for each in found.items), items)


def _completion(each: Completion, number: int, span: types.Range) -> types.CompletionItem:
    return types.CompletionItem(
        label=each.name,
        kind=_KINDS[each.kind],
        detail=each.detail or None,
        documentation=each.summary or None,
        sort_text=f"{number:05}",
        filter_text=each.insert,
        text_edit=types.TextEdit(span, each.insert),
    )


def hover(found: Hover, places: Positions) -> types.Hover:
    """Return what a word means, as Markdown."""
    parts = [_code(found.title), found.text, _code(found.example)]
    text = "\n\n".join(each for each in parts if each)
    content = types.MarkupContent(types.MarkupKind.Markdown, text)
    return types.Hover(content, places.range(found.start, found.end))


def _code(text: str) -> str:
    return f"```saql\n{text}\n```" if text else ""


def signatures(found: SignatureHelp) -> types.SignatureHelp:
    """Return the function that is being called."""
    shown = [
        types.SignatureInformation(
            label=each.label,
            documentation=each.summary,
            parameters=[types.ParameterInformation(label=place) for place in each.parameters],
        )
        for each in found.signatures
    ]
    return types.SignatureHelp(shown, active_signature=found.active, active_parameter=found.argument)
