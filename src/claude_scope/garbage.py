"""How often Python looks for garbage that refers to itself."""

from __future__ import annotations

import gc

NEW_OBJECTS = 50_000
"""Python's own 700 had it walk over the values of an analysis again and again: a tenth of the processor's time."""


def collect_rarely() -> None:
    """For a process that makes one analysis: a million values, of which none refers to itself."""
    gc.set_threshold(NEW_OBJECTS)
