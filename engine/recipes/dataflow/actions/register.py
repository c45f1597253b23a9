"""sfdcRegister: the rows of a node become a dataset."""

from __future__ import annotations

from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.stream import Stream
from saql.record import record


@record
class Register:
    """A dataset: its name, what people call it, and which rows each of them sees (None: no predicate)."""

    head: Head
    dataset: str
    label: str | None
    description: str | None
    predicate: str | None
    sharing: str | None

    def write(self, draft: Draft) -> Stream:
        """Return the rows of the source."""
        return draft.stream_of(self.head.sources[0])


def read_register(form: NodeForm) -> Register:
    """Read the parameters of a register: `alias` and `name` in the definition form, `name` and `label` in REST."""
    given = form.parameters
    alias, name, label = given.text("alias"), given.text("name"), given.text("label")
    dataset = alias or name
    if not dataset:
        given.needed("alias")
    elif not dataset.isprintable() or set(dataset) & set('/\\:*?"<>|') or dataset.startswith("."):
        given.error(
            f"'{dataset}' is no name for a dataset.", "Use letters, digits and _.", given.where("alias", "name")
        )
    runtime = given.inner("runtime")
    predicate = given.text("rowLevelSecurityFilter") or runtime.text("rowLevelSecurityFilter") or ""
    sharing = given.text("rowLevelSharingSource")
    if sharing:
        given.remark(
            f"Rows are not shared as those of {sharing} are: sharing is not inherited here.",
            "Write a security predicate for the dataset.",
            given.where("rowLevelSharingSource"),
        )
    return Register(
        form.head("source"),
        dataset or "",
        label or (name if alias else None),
        given.text("description") or runtime.text("description"),
        predicate.strip() or None,
        sharing or None,
    )
