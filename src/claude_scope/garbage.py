"""Makes Python's garbage collection of reference cycles run less often."""

from __future__ import annotations

import gc

NEW_OBJECTS = 50_000
"""The number of new objects that triggers a collection. With Python's default of 700, collections took a tenth of the
processor's time."""


def collect_rarely() -> None:
    """Collect garbage rarely, for a process that makes one analysis, with a million values without reference cycles."""
    gc.set_threshold(NEW_OBJECTS)
