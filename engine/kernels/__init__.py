"""What expressions and aggregates run: functions over columns and nothing else, no plan and no file.

Each kernel has one NumPy or Arrow form here, which is the reference.
"""
