"""Makes the tests of `tests/logic` importable, whose queries run on back ends here: test folders are no packages."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "logic"))
