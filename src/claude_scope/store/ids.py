"""Ids and times as the API shows them, and as they are stored."""

from __future__ import annotations

import secrets
import string
from datetime import UTC, datetime

_ALPHABET = string.ascii_uppercase + string.digits


def new_id(prefix: str, length: int = 8) -> str:
    """`sess_7Q2M0XKD`: random characters. Of eight there are 2.8 million million, so one may be taken: see `insert`.

    Of fifteen there are 2 * 10^23: none comes twice.
    """
    return f"{prefix}_{''.join(secrets.choice(_ALPHABET) for _ in range(length))}"


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and `Z`: these texts sort as the times do."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ms_since(moment: str) -> int:
    """Milliseconds from a stored time until now, 0 where clocks differ."""
    return max(0, round((datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds() * 1000))


def now() -> str:
    """The time, as it is stored."""
    return iso(datetime.now(UTC))
