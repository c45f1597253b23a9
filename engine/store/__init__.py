"""Datasets on disk: immutable versions of Arrow columns, published at one stroke, read without a copy."""

from engine.store.dataset import Dataset
from engine.store.errors import (
    CorruptDatasetError,
    DatasetLockedError,
    DatasetNameError,
    DatasetNotFoundError,
    FieldError,
    FieldNotFoundError,
    FieldRoleError,
    StoreError,
    StoreWriteError,
    VersionNotFoundError,
)
from engine.store.fields import Calendar, DatasetField, FieldSpec, Member, Role
from engine.store.profile import FieldProfile
from engine.store.store import Store
from engine.store.zones import BLOCK_ROWS, ZoneMap

__all__ = [
    "BLOCK_ROWS",
    "Calendar",
    "CorruptDatasetError",
    "Dataset",
    "DatasetField",
    "DatasetLockedError",
    "DatasetNameError",
    "DatasetNotFoundError",
    "FieldError",
    "FieldNotFoundError",
    "FieldProfile",
    "FieldRoleError",
    "FieldSpec",
    "Member",
    "Role",
    "Store",
    "StoreError",
    "StoreWriteError",
    "VersionNotFoundError",
    "ZoneMap",
]
