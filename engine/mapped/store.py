"""The datasets of a workspace with those elsewhere: one name, one dataset."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import field

from engine.mapped.dataset import Contents, MappedDataset
from engine.mapped.table import TableSetting
from engine.store import Dataset, Store, VersionNotFoundError
from engine.store.references import split_reference
from saql.record import record

Look = Callable[[TableSetting], Contents]
"""Says what there is now of a table elsewhere."""


@record(eq=False)
class MappedStore(Store):
    """A store some of whose datasets are elsewhere; these take the place of others of the same name."""

    tables: Mapping[str, TableSetting] = field(kw_only=True)
    look: Look = field(kw_only=True)

    def names(self) -> list[str]:
        """Return the names of all datasets, sorted."""
        return sorted({*Store.names(self), *self.tables})

    def find_newest(self, name: str) -> int | None:
        """Return the newest version of a dataset, None where there is no such dataset."""
        setting = self.tables.get(name)
        return Store.find_newest(self, name) if setting is None else self.look(setting).version

    def state(self) -> Hashable:
        """Return what is another when a dataset was published or deleted since."""
        return Store.state(self), tuple(self.look(each).version for each in self.tables.values())

    def versions(self, name: str) -> list[int]:
        """Return the versions of a dataset that can be opened: of one elsewhere, the newest."""
        setting = self.tables.get(name)
        return Store.versions(self, name) if setting is None else [self.look(setting).version]

    def open(self, name: str, version: int | None = None) -> Dataset:
        """Open a dataset; as `Store.open`.

        Raises:
            VersionNotFoundError: the dataset is elsewhere, and that version is not the newest.
            SwellError: what is elsewhere can't be read.
        """
        asked, wanted = (name, version) if name in self.tables else split_reference(name)
        setting = self.tables.get(asked)
        if setting is None:
            return Store.open(self, name, version)
        contents = self.look(setting)
        wanted = version if wanted is None else wanted
        if wanted not in (None, contents.version):
            raise VersionNotFoundError(asked, wanted, [contents.version])
        return MappedDataset(setting, contents)
