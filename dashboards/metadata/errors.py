"""What can be wrong with the metadata of a dataset."""

from __future__ import annotations

from engine.errors import SwellError


class MetadataError(SwellError):
    """A file of metadata is not JSON, or a value in it is not what it should be; the message has the JSON pointer."""
