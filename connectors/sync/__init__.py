"""The sync runner: from what a connector reads to datasets, all objects of a run published at one stroke."""
