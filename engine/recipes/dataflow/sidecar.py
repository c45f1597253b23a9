"""What is said of a recipe beside its query, as the text of its `NAME.toml`."""

from __future__ import annotations

import json

from engine.recipes.recipe import Recipe


def sidecar_text(recipe: Recipe) -> str | None:
    """Return the settings of a recipe that a dataflow can have, in TOML; None where nothing is said."""
    lines = [
        f"{key} = {_text(value)}"
        for key, value in (("label", recipe.label), ("description", recipe.description))
        if value and value.strip()
    ]
    if recipe.calendar is not None:
        calendar = recipe.calendar
        lines += [
            "",
            "[fiscal]",
            f"month_offset = {calendar.first_month_offset}",
            f"named_by_end = {'true' if calendar.named_by_end else 'false'}",
            f"first_weekday = {calendar.first_weekday}",
        ]
    for name, field in recipe.fields.items():
        lines += ["", f"[fields.{_text(name)}]"]
        lines += [f"label = {_text(field.label)}"] if field.label and field.label.strip() else []
        lines += ["hidden = true"] if field.hidden else []
    return "\n".join(lines).strip() + "\n" if lines else None


def _text(value: str) -> str:
    """Return a text as TOML has it: what JSON escapes, TOML does too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
