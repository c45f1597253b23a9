"""edgemart: the rows of a dataset."""

from __future__ import annotations

from engine.recipes.dataflow import quote
from engine.recipes.dataflow.draft import Draft
from engine.recipes.dataflow.node import Head, NodeForm
from engine.recipes.dataflow.stream import Stream
from saql.record import record


@record
class Edgemart:
    """The rows of a dataset that was registered, or uploaded, before."""

    head: Head
    dataset: str

    def write(self, draft: Draft) -> Stream:
        """Load the dataset and name its fields."""
        source = draft.sources.of_dataset(self.dataset)
        if not source.exists:
            message = f"There is no dataset '{source.name}' yet: its fields are those that the dataflow names."
            draft.remark(self.head.at, message, "Import it, or run the recipe that makes it, and convert again.")
        name = draft.new_name(self.head.name)
        draft.add(f"{name} = load {quote.text(source.name)}")
        stream = Stream(name, source.columns, () if source.exists else (source.name,))
        if source.columns:
            draft.foreach(name, stream, {each: quote.name(each) for each in stream.names})
        return stream


def read_edgemart(form: NodeForm) -> Edgemart:
    """Read the parameters of an edgemart; `dataset` in the form of the REST API."""
    given = form.parameters
    dataset = given.text("alias", "name", "dataset", "developerName") or given.needed("alias")
    return Edgemart(form.head(), dataset)
