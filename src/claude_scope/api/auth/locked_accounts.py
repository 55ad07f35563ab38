"""Refuses sign-in to accounts of a restored backup until the operator unlocks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.errors import Conflict

if TYPE_CHECKING:
    from claude_scope.store.queries.users import UserRow

LOCKED = (
    "This account came with a restored backup and is locked: the operator of this server can unlock it with "
    "`claude-scope unlock {}`."
)
"""The message contains the account's id, because an e-mail address may contain shell syntax."""


def refuse_locked(user: UserRow) -> None:
    """Raise Conflict for a locked account. Call it after the owner has proven their identity."""
    if user.locked:
        raise Conflict(LOCKED.format(user.id))
