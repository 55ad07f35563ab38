"""Totals over all accounts, for the operator of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from claude_scope.store.tables import Session

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction


def sessions(tx: Transaction) -> int:
    """The number of all sessions."""
    return tx.scalar(select(func.count()).select_from(Session)) or 0
