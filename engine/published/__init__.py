"""Datasets as Parquet files that other engines read: in a folder or an object store, with a manifest.

`publish` writes what changed; `manifest` says which files there are; `target` is where they lie; `rows` are what is in
them; `months` is how they are cut.
"""
