"""Random ids and ISO 8601 times, as they are stored and shown by the API."""

from __future__ import annotations

import secrets
import string
from datetime import UTC, datetime

_ALPHABET = string.ascii_uppercase + string.digits


def new_id(prefix: str, length: int = 8) -> str:
    """A random id such as `sess_7Q2M0XKD`. Eight characters can collide (2.8 * 10^12 ids): see `random_ids.insert_new`.

    Fifteen characters do not (2 * 10^23 ids).
    """
    return f"{prefix}_{''.join(secrets.choice(_ALPHABET) for _ in range(length))}"


def iso(moment: datetime) -> str:
    """Format as ISO 8601 in UTC with milliseconds and `Z`; these texts sort by time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ms_since(moment: str) -> int:
    """Milliseconds since a stored time; 0 if it is in the future because clocks differ."""
    return max(0, round((datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds() * 1000))


def now() -> str:
    """The current time, as it is stored."""
    return iso(datetime.now(UTC))
