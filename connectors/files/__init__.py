"""Datasets from files: CSV with upload schemas of CRM Analytics, Parquet, Arrow, Excel, and app templates."""

from connectors.files.append import SOURCE_FILE, SOURCE_ROW, append_file
from connectors.files.arrow_file import read_arrow, read_parquet
from connectors.files.csv import FileTable, read_csv
from connectors.files.cut_file import whole_file
from connectors.files.errors import (
    ColumnTypeError,
    DescriptionError,
    EncodingError,
    FileImportError,
    HeaderError,
    MissingReaderError,
    RefusedRowsError,
    RowError,
    UnreadableFileError,
    ValueFormatError,
)
from connectors.files.excel import read_excel
from connectors.files.folder import data_files, read_folder
from connectors.files.formats import read_file
from connectors.files.header import api_name
from connectors.files.refused import MOST_REPORTED, Refused
from connectors.files.rows import FileRows
from connectors.files.template import Template, TemplateDashboard, TemplateDataset, read_template
from connectors.files.upload import Upload, read_upload
from connectors.files.upload_schema import UploadField, UploadSchema, read_upload_schema
from connectors.files.watch import FolderWatch, Imported, Look, Watched

__all__ = [
    "MOST_REPORTED",
    "SOURCE_FILE",
    "SOURCE_ROW",
    "ColumnTypeError",
    "DescriptionError",
    "EncodingError",
    "FileImportError",
    "FileRows",
    "FileTable",
    "FolderWatch",
    "HeaderError",
    "Imported",
    "Look",
    "MissingReaderError",
    "Refused",
    "RefusedRowsError",
    "RowError",
    "Template",
    "TemplateDashboard",
    "TemplateDataset",
    "UnreadableFileError",
    "Upload",
    "UploadField",
    "UploadSchema",
    "ValueFormatError",
    "Watched",
    "api_name",
    "append_file",
    "data_files",
    "read_arrow",
    "read_csv",
    "read_excel",
    "read_file",
    "read_folder",
    "read_parquet",
    "read_template",
    "read_upload",
    "read_upload_schema",
    "whole_file",
]
