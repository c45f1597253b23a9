"""What people say of the fields of datasets: labels, formats, colours of values, as extended metadata (XMD) has it."""

from dashboards.metadata.errors import MetadataError
from dashboards.metadata.files import FOLDER, NEW, Metadata
from dashboards.metadata.merge import merged
from dashboards.metadata.seen import seen_xmd
from dashboards.metadata.shown import Shown, ShownField, shown
from dashboards.metadata.system import system_xmd
from dashboards.metadata.xmd import Xmd, read_xmd, read_xmd_file

__all__ = [
    "FOLDER",
    "NEW",
    "Metadata",
    "MetadataError",
    "Shown",
    "ShownField",
    "Xmd",
    "merged",
    "read_xmd",
    "read_xmd_file",
    "seen_xmd",
    "shown",
    "system_xmd",
]
