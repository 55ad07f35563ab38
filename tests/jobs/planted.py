"""Rows that an attacker wrote into the queue's database: pickles that create a marker file when unpickled."""

from __future__ import annotations

import base64
import pickle
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import MetaData, create_engine, insert, make_url, select

from claude_scope.jobs import engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import URL, Connection, Table

    from tests.jobs.stage import Stage


class _Touch:
    """Unpickling this creates a file."""

    def __init__(self, marker: Path) -> None:
        self._marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self._marker,)


def pickled(marker: Path) -> str:
    """The value that DBOS passes to `pickle.loads` if a row's `serialization` is `py_pickle`."""
    return base64.b64encode(pickle.dumps(_Touch(marker))).decode()


class Queue:
    """The engine's own tables."""

    def __init__(self, connection: Connection, tables: dict[str, Table]) -> None:
        self.connection, self.tables = connection, tables

    def workflow(self, workflow_id: str, content: str, serialization: str = "py_pickle", **values: Any) -> None:
        """A workflow that a worker takes before any of ours."""
        row = {
            "workflow_uuid": workflow_id,
            "status": "ENQUEUED",
            "name": engine.WORKFLOW,
            "queue_name": engine.QUEUE,
            "executor_id": None,
            "application_version": engine.VERSION,
            "created_at": 1,
            "updated_at": 1,
            "recovery_attempts": 0,
            "priority": 0,
            "inputs": content,
            "output": content,
            "error": content,
            "serialization": serialization,
            "was_forked_from": False,
            "rate_limited": False,
            "is_debounced": False,
        }
        self.connection.execute(insert(self.tables["workflow_status"]).values(row | values))

    def step(self, workflow_id: str, number: int, name: str, content: str, **values: Any) -> None:
        """Insert the result of a step."""
        row = {
            "workflow_uuid": workflow_id,
            "function_id": number,
            "function_name": name,
            "output": content,
            "serialization": "py_pickle",
            "retention_timestamp": 1,
        }
        self.connection.execute(insert(self.tables["operation_outputs"]).values(row | values))

    def workflow_ids(self) -> set[str]:
        """The ids of all workflows."""
        return set(self.connection.scalars(select(self.tables["workflow_status"].c.workflow_uuid)))

    def serialisations(self) -> set[str]:
        """The serialisations of all values in all tables."""
        named = [table.c.serialization for table in self.tables.values() if "serialization" in table.c]
        return {found for column in named for found in self.connection.scalars(select(column).distinct())}


def queue_of(stage: Stage) -> AbstractContextManager[Queue]:
    """The existing queue database of a stage; changes are committed."""
    if stage.database.is_sqlite:
        return queue_in(stage.folder)
    return _queue(stage.database.url, "dbos")


def queue_in(data_dir: Path) -> AbstractContextManager[Queue]:
    """The queue database of a laptop's data folder."""
    return _queue(make_url(f"sqlite:///{data_dir / 'dbos.db'}"), None)


@contextmanager
def _queue(url: URL, schema: str | None) -> Iterator[Queue]:
    connected = create_engine(url)
    try:
        with connected.begin() as connection:
            known = MetaData()
            known.reflect(connection, schema=schema)
            yield Queue(connection, {table.name: table for table in known.tables.values()})
    finally:
        connected.dispose()
