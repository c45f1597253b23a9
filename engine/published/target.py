"""Where datasets are published: a folder, or an object store that pyarrow speaks to (s3, gs, abfs, hdfs)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import fs

from engine.published.errors import TargetError
from saql.record import record


@record(eq=False)
class Target:
    """The folder of one published dataset.

    Args:
        url: what people call it.
        files: the file system that it is in.
        folder: its path there.
    """

    url: str
    files: Any
    folder: str

    def path(self, file: str) -> str:
        """Return the path of a file of the folder in its file system."""
        return f"{self.folder}/{file}"

    def address(self, file: str) -> str:
        """Return a file as other programs name it: a path, or a URL without what only pyarrow reads in it."""
        scheme, found, _ = self.url.partition("://")
        return f"{scheme}://{self.path(file)}" if found else self.path(file)

    def read(self, file: str) -> str | None:
        """Return the text of a small file, None where there is none.

        Raises:
            TargetError: the place can't be read.
        """
        try:
            if self.files.get_file_info(self.path(file)).type is fs.FileType.NotFound:
                return None
            with self.files.open_input_stream(self.path(file)) as stream:
                return bytes(stream.read()).decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise TargetError(self.url, f"can't be read: {_said(error)}") from error

    def replace(self, file: str, text: str) -> None:
        """Write a small file at one stroke: readers find the old one or the new one.

        Raises:
            TargetError: the place can't be written.
        """
        being_written = f"{file}.new" if isinstance(self.files, fs.LocalFileSystem) else file
        try:
            self.files.create_dir(self.folder, recursive=True)
            with self.files.open_output_stream(self.path(being_written)) as stream:
                stream.write(text.encode("utf-8"))
            if being_written != file:  # an object store shows a file when it is whole
                self.files.move(self.path(being_written), self.path(file))
        except OSError as error:
            raise TargetError(self.url, f"can't be written: {_said(error)}") from error

    def remove(self, file: str) -> None:
        """Remove a file, if it is there."""
        try:
            self.files.delete_file(self.path(file))
        except FileNotFoundError:
            return
        except OSError as error:
            raise TargetError(self.url, f"can't be written: {_said(error)}") from error


def open_target(url: str, name: str) -> Target:
    """Return the folder of a dataset in a place; raises as `target_at`.

    Args:
        url: a folder, or an address; `s3://bucket/folder?endpoint_override=http://host:port` for a store of one's own.
        name: the dataset's name.
    """
    address, found, options = url.partition("?")
    return target_at(f"{address.rstrip('/')}/{name}{found}{options}")


def target_at(url: str) -> Target:
    """Return the folder of a published dataset.

    Raises:
        TargetError: there is no such place.
    """
    try:
        if "://" not in url:
            files, folder = fs.LocalFileSystem(), str(Path(url).resolve())
        else:
            files, folder = fs.FileSystem.from_uri(url)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise TargetError(url, f"can't be reached: {_said(error)}") from error
    return Target(url.partition("?")[0].rstrip("/"), files, folder.rstrip("/"))


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:300].rstrip(".")
