"""Heartbeats of workers: each updates its row, and is dead when the row no longer changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from claude_scope.store import ids
from claude_scope.store.tables import Worker
from claude_scope.store.upsert import upsert

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Tx


def beat(tx: Tx, executor_id: str, host: str) -> None:
    """Record that this worker is alive."""
    now = ids.now()
    statement = upsert(tx)(Worker).values(executor_id=executor_id, host=host, started_at=now, beat_at=now)
    tx.execute(statement.on_conflict_do_update(index_elements=["executor_id"], set_={"beat_at": now}))


def beats(tx: Tx) -> dict[str, str]:
    """The last beat of each worker, by its executor id."""
    return {row.executor_id: row.beat_at for row in tx.execute(select(Worker.executor_id, Worker.beat_at))}


def delete_dead_workers(tx: Tx, before: str) -> None:
    """Delete the rows of workers that have been dead for a long time."""
    for row in tx.scalars(select(Worker).where(Worker.beat_at < before)):
        tx.delete(row)


def leave(tx: Tx, executor_id: str) -> None:
    """Delete the row of this worker, which ends on purpose."""
    row = tx.get(Worker, executor_id)
    if row is not None:
        tx.delete(row)
