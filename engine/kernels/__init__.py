"""What expressions and aggregates run: functions over columns and nothing else, no plan and no file.

Each kernel has one NumPy or Arrow form here, which is the reference. Importing this package registers them all.
"""

from engine.kernels import date_text, dates, math, number_format, text

__all__ = ["date_text", "dates", "math", "number_format", "text"]
