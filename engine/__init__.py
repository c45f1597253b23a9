"""Plans, their execution over Arrow columns, and the store of datasets."""
