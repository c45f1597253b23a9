"""What can be wrong with files that are imported. Nothing is written to the store after any of them.

FileImportError
  UnreadableFileError   missing, a folder, empty, not text
  EncodingError         bytes that the encoding does not have
  HeaderError           names of columns that are missing, double or don't fit the schema
  RowError              a row with too few or too many fields
  ValueFormatError      a value that is not a number or date as its field has it
  RefusedRowsError      more rows of an upload that are refused than may be
  ColumnTypeError       a column of a type that a dataset can't hold
  MissingReaderError    a kind of file that an extra reads, which is not installed
  DescriptionError      an upload schema or template that is not valid
"""

from __future__ import annotations

from engine.errors import SwellError


class FileImportError(SwellError):
    """Any error of a file that is imported."""


class UnreadableFileError(FileImportError):
    """The file is missing, a folder, empty, or not text."""


class EncodingError(FileImportError):
    """The file holds bytes that its encoding does not have."""


class HeaderError(FileImportError):
    """The names of the columns are missing, double, or not those of the schema."""


class RowError(FileImportError):
    """A row does not have one value for each column."""


class ValueFormatError(FileImportError):
    """A value is not a number or a date in the format of its field."""


class RefusedRowsError(FileImportError):
    """More rows of an upload are refused than may be; the error is about the first."""


class ColumnTypeError(FileImportError):
    """A column is of a type that a dataset can't hold."""


class MissingReaderError(FileImportError):
    """What reads files of this kind is an extra that is not installed."""


class DescriptionError(FileImportError):
    """An upload schema or template is not valid JSON, or not what it should be."""
