"""Limits how much an account stores. The error (400) says what to delete.

The service deletes nothing to make room. An accepted session is always finished, even if its pictures slightly exceed
the quota.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claude_scope.errors import BadInput, Unauthorized
from claude_scope.invisible_characters import visible
from claude_scope.plural import counted
from claude_scope.store.queries import quotas, users

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session as Transaction

    from claude_scope.settings import ServiceSettings
    from claude_scope.store.queries.quotas import Usage

NAMED = 3
"""Maximum number of sessions in the error message."""
MAX_TITLE = 60
"""Maximum number of characters of a title in the error message."""


class Quota(NamedTuple):
    """The limits of an account: its sessions, and their bytes. 0 means no limit."""

    sessions: int
    size_bytes: int

    @classmethod
    def of(cls, settings: ServiceSettings) -> Quota:
        """The quota of every account, from the settings."""
        return cls(settings.max_sessions_per_account, settings.max_bytes_per_account)

    def has_room(self, used: Usage, new_bytes: int) -> bool:
        """Whether one more session fits, with files of `new_bytes`."""
        return self._has_sessions(used) and self._has_bytes(used, new_bytes)

    def _has_sessions(self, used: Usage) -> bool:
        return not self.sessions or used.sessions < self.sessions

    def _has_bytes(self, used: Usage, new_bytes: int) -> bool:
        return not self.size_bytes or not new_bytes or used.size_bytes + new_bytes <= self.size_bytes

    def refusal(self, tx: Transaction, user_id: str, used: Usage, new_bytes: int) -> BadInput:
        """The error. Its message says what is exceeded, how much is used, and which sessions to delete."""
        if not self._has_sessions(used):
            few = used.sessions - self.sessions + 1
            named = (f"{_title(item.title)} ({item.updated_at[:10]})" for item in quotas.oldest(tx, user_id, NAMED))
            return BadInput(
                f"The account is full: it has {counted(used.sessions, 'session')} and may have {self.sessions:,}. "
                f"Delete at least {few:,}; the oldest: {_listed(named)}."
            )
        if new_bytes > self.size_bytes:
            return BadInput(
                f"The recording takes {size(new_bytes)}, and an account may keep {size(self.size_bytes)}; "
                "record a shorter flow."
            )
        missing = used.size_bytes + new_bytes - self.size_bytes
        full = (
            f"The account is full: it uses {size(used.size_bytes)} of {size(self.size_bytes)}, and the recording takes "
            f"{size(new_bytes)}."
        )
        if unfinished := quotas.unfinished_bytes(tx, user_id):
            full += f" Unfinished uploads take {size(unfinished)}; finish or delete them, or wait until they expire."
        if largest := quotas.largest(tx, user_id, NAMED):
            named = (f"{_title(item.title)} ({size(item.size_bytes)})" for item in largest)
            full += f" Delete sessions of about {size(missing)}; the largest: {_listed(named)}."
        return BadInput(full)


def hold_account(tx: Transaction, user_id: str) -> None:
    """Lock the account until the transaction ends; raises Unauthorized if it was deleted.

    So two concurrent uploads cannot both use the last free space.
    """
    if not users.lock_row(tx, user_id):
        raise Unauthorized


def require_room(tx: Transaction, user_id: str, quota: Quota, new_bytes: int = 0, *, slack: int = 0) -> None:
    """Raise BadInput unless the locked account has room for one more session and its files.

    `slack` bytes of `new_bytes` are not counted, because an upload form has bytes besides its file.
    """
    used = quotas.usage(tx, user_id)
    if not quota.has_room(used, max(0, new_bytes - slack)):
        raise quota.refusal(tx, user_id, used, new_bytes)


def size(size_bytes: int) -> str:
    """1234567 -> "1.2 MB", 20000000000 -> "20 GB"; a megabyte is a million bytes."""
    value, units = float(size_bytes), iter(("bytes", "KB", "MB", "GB", "TB"))
    unit = next(units)
    while value >= 999.5 and (larger := next(units, None)):
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if value >= 99.95 or unit == "bytes" else f"{value:.1f} {unit}".replace(".0 ", " ")


def _title(title: str) -> str:
    shown = " ".join(visible(title).split())
    return f'"{shown if len(shown) <= MAX_TITLE else shown[: MAX_TITLE - 1].rstrip() + "…"}"'


def _listed(named: Iterable[str]) -> str:
    return ", ".join(named)
