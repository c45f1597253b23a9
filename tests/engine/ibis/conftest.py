"""Makes the tests here and those of `tests/logic` importable, to run on each engine: test folders are no packages."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path += [str(HERE), str(HERE.parents[1] / "logic")]
