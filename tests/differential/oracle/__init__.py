"""Random datasets and questions as small descriptions, which two writers turn into SAQL and into SQL for DuckDB.

Neither writer reads what the other wrote, and none uses Swell's parser: both start from the description alone.
"""
