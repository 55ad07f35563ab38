"""Ids and times as the API shows them, and as they are stored."""

from __future__ import annotations

import secrets
import string
from datetime import UTC, datetime

_ALPHABET = string.ascii_uppercase + string.digits


def new_id(prefix: str) -> str:
    """`sess_7Q2M0XKD`: eight random characters, 2.8 million million of them; whoever inserts it handles a clash."""
    return f"{prefix}_{''.join(secrets.choice(_ALPHABET) for _ in range(8))}"


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and `Z`: these texts sort as the times do."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def now() -> str:
    """The time, as it is stored."""
    return iso(datetime.now(UTC))
