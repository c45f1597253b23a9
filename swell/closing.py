"""Datasets that are made of others of which not everybody sees all rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from dashboards.rows.rules import FOLDER, Rules, make_rule
from engine.errors import SwellError


def keep_closed(folder: Path, sources: Sequence[str], made: Sequence[str], told: Callable[[str], None]) -> None:
    """Give datasets that are made of such with security predicates one too, where they have none yet.

    They tell which records there are. Administrators see them, until somebody says otherwise.

    Args:
        folder: the folder of the workspace.
        sources: what they are made of.
        made: the datasets.
        told: is told of each that gets one.
    """
    rules = Rules(folder / FOLDER)
    if not any(_has_rule(rules, each) for each in sources):
        return
    for name in made:
        if not _has_rule(rules, name):
            rules.put(name, make_rule("false", excepted=["admin"]))
            told(f"{name} is made of datasets with security predicates; only administrators see its rows.")


def _has_rule(rules: Rules, dataset: str) -> bool:
    try:
        return rules.find(dataset) is not None
    except SwellError:  # one that is not valid closes its dataset
        return True
