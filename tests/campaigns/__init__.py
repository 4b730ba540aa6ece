"""Long runs that look for faults with generated inputs: `python -m tests.campaigns.NAME` in the repository.

The suite runs a short version of each. `--help` lists the options of a campaign.
"""

import sys
from pathlib import Path

_TESTS = str(Path(__file__).resolve().parents[1])
if _TESTS not in sys.path:  # so that campaigns can use `support`, like tests
    sys.path.insert(0, _TESTS)
