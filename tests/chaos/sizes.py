"""How much chaos: the counts and the seed of the tests on the real MediaWiki. Data.

`WIKISWEEP_CHAOS_SEED` repeats what a failed test reported.
"""

import os
from typing import Final

SEED: Final = int(os.environ.get("WIKISWEEP_CHAOS_SEED", "20240229"))
FAULTY: Final = 300  # edits under the heavy mix
KILLED: Final = 300  # edits of the run that is killed
KILLS: Final = 200
SHARED: Final = 120  # edits while others edit, too
REVERTED: Final = 60  # edits of which people revert some
SIGNALLED: Final = 16  # edits of each run that a signal ends
FAMILIES: Final = {
    "Faulty": FAULTY,
    "Killed": KILLED,
    "Shared": SHARED,
    "Reverted": REVERTED,
    "Fused": REVERTED,
    "Late": 1,
    **dict.fromkeys(
        ("Terminated", "Interrupted", "Stuck", "Twice", "Waiting", "Doubting", "Rival"), SIGNALLED
    ),
}
