"""Words on fields are recognised in many languages."""

from __future__ import annotations
