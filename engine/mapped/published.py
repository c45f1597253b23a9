"""What there is of a dataset that `swell publish` made."""

from __future__ import annotations

from engine.mapped.dataset import Contents, mapped_fields
from engine.mapped.table import TableSetting
from engine.published.manifest import ROW
from engine.published.publish import published
from engine.published.target import target_at


def look_at_published(setting: TableSetting) -> Contents:
    """Return what the manifest says.

    Raises:
        NotPublishedError: there is none.
        TargetError: the place can't be read.
    """
    target = target_at(setting.published)
    manifest = published(target)
    return Contents(
        version=manifest.version,
        label=manifest.label,
        fields=mapped_fields(manifest.fields, setting),
        main_date=manifest.main_date,
        rows=manifest.rows,
        created=manifest.created,
        files=tuple(target.address(each.path) for each in manifest.files),
        row=ROW,
    )
