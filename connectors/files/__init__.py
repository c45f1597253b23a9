"""Datasets from files: CSV, with upload schemas and XMD of CRM Analytics, and its published app templates."""

from connectors.files.csv import FileTable, read_csv
from connectors.files.errors import (
    DescriptionError,
    EncodingError,
    FileImportError,
    HeaderError,
    RowError,
    UnreadableFileError,
    ValueFormatError,
)
from connectors.files.header import api_name
from connectors.files.template import Template, TemplateDashboard, TemplateDataset, read_template
from connectors.files.upload_schema import UploadField, UploadSchema, read_upload_schema
from connectors.files.xmd import Xmd, read_xmd

__all__ = [
    "DescriptionError",
    "EncodingError",
    "FileImportError",
    "FileTable",
    "HeaderError",
    "RowError",
    "Template",
    "TemplateDashboard",
    "TemplateDataset",
    "UnreadableFileError",
    "UploadField",
    "UploadSchema",
    "ValueFormatError",
    "Xmd",
    "api_name",
    "read_csv",
    "read_template",
    "read_upload_schema",
    "read_xmd",
]
