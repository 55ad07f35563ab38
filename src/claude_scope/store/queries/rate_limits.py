"""When the next call of a name may start, across all processes and machines, by the database's clock."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sqlalchemy import extract, func, select

from claude_scope.store.tables import RateLimit
from claude_scope.store.upsert import is_postgresql, upsert

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Tx


def reserve(tx: Tx, name: str, interval_ms: int) -> int:
    """Reserve a turn, and return the milliseconds until it: calls of one name start `interval_ms` apart."""
    now_ms = _now_ms(tx)
    return _push(tx, name, now_ms, interval_ms) - interval_ms - now_ms


def postpone(tx: Tx, name: str, pause_ms: int) -> int:
    """Let no new call of this name start for `pause_ms`; returns the pause, which may be longer."""
    now_ms = _now_ms(tx)
    return _push(tx, name, now_ms + pause_ms, 0) - now_ms


def _push(tx: Tx, name: str, at_least_ms: int, by_ms: int) -> int:
    """Raise the time of the next call to `at_least_ms` if it is earlier, then add `by_ms`; in one statement."""
    latest = func.greatest if is_postgresql(tx) else func.max
    statement = upsert(tx)(RateLimit).values(name=name, next_ms=at_least_ms + by_ms)
    next_ms: int = tx.execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={"next_ms": latest(RateLimit.next_ms, at_least_ms) + by_ms}
        ).returning(RateLimit.next_ms)
    ).scalar_one()
    return next_ms


def _now_ms(tx: Tx) -> int:
    """Unix time by the database's clock, because the clocks of several machines differ."""
    if not is_postgresql(tx):
        return time.time_ns() // 1_000_000
    now_s: float = tx.execute(select(extract("epoch", func.clock_timestamp()))).scalar_one()
    return int(now_s * 1000)
