"""The actions of dataflows, one a file: each reads its parameters into a node, which writes its own statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.recipes.dataflow.actions.append import read_append
from engine.recipes.dataflow.actions.augment import read_augment
from engine.recipes.dataflow.actions.compute_expression import read_compute_expression
from engine.recipes.dataflow.actions.compute_relative import read_compute_relative
from engine.recipes.dataflow.actions.delta import read_delta
from engine.recipes.dataflow.actions.digest import read_digest
from engine.recipes.dataflow.actions.dim2mea import read_dim2mea
from engine.recipes.dataflow.actions.edgemart import read_edgemart
from engine.recipes.dataflow.actions.export import read_export
from engine.recipes.dataflow.actions.filter import read_filter
from engine.recipes.dataflow.actions.flatten import read_flatten
from engine.recipes.dataflow.actions.register import read_register
from engine.recipes.dataflow.actions.slice_dataset import read_slice_dataset
from engine.recipes.dataflow.actions.update import read_update
from engine.recipes.dataflow.node import Node, NodeForm

READERS: Mapping[str, Callable[[NodeForm], Node]] = {
    "append": read_append,
    "augment": read_augment,
    "computeExpression": read_compute_expression,
    "computeRelative": read_compute_relative,
    "delta": read_delta,
    "digest": read_digest,
    "dim2mea": read_dim2mea,
    "edgemart": read_edgemart,
    "export": read_export,
    "filter": read_filter,
    "flatten": read_flatten,
    "sfdcDigest": read_digest,
    "sfdcRegister": read_register,
    "sliceDataset": read_slice_dataset,
    "update": read_update,
    # the names of the REST API
    "dataset": read_edgemart,
    "register": read_register,
    "sobjectDigest": read_digest,
}
"""What reads each action, by the name that the JSON has."""
