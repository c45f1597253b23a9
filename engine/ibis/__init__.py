"""The second back end: plans lowered to Ibis expressions, which DuckDB, Spark and others run over data of any size.

Only `engine.back_end` names this package, and only where a workspace asks for it.
"""
