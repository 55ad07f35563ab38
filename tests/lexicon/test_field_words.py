"""What fields say is known in many languages."""

from __future__ import annotations
