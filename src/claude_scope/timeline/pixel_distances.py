"""Distances in pixels that several files of the timeline use."""

ALIGNED_PX = 8
"""Texts are left-aligned if their OCR boxes begin within this distance."""
MAX_NAME_TO_FIELD_PX = 40
"""A field and its name, which stands above it or at its left, are at most this far apart."""
LINE_OVERHANG_PX = 8
"""OCR boxes of lines reach this far over the boxes of the page."""
