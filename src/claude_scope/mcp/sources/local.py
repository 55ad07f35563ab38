"""The sessions of this machine's service, read from its data without asking it: it need not run."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from claude_scope.mcp.sources.stored import StoredSource
from claude_scope.store.assets.open_assets import open_assets
from claude_scope.store.backup.archive import DATABASE
from claude_scope.store.database import Database
from claude_scope.store.migrations.migrate import check_schema
from claude_scope.store.queries import users

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session as Transaction

    from claude_scope.mcp.sources.session import Entry, Session
    from claude_scope.settings import ServiceSettings

P = ParamSpec("P")
T = TypeVar("T")
WHERE = "the service on this machine"


class LocalService:
    """The account of this machine's user; nothing is created where there is no service yet."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings = settings
        self._database: Database | None = None

    async def entries(self, limit: int) -> list[Entry]:
        """See Source."""
        found = await self._stored()
        return [] if found is None else await found.entries(limit)

    async def open(self, session_id: str) -> Session | Entry | None:
        """See Source."""
        found = await self._stored()
        return None if found is None else await found.open(session_id)

    async def _stored(self) -> StoredSource | None:
        """The sessions of the account; None while there is no service, or nobody has signed in to it."""
        if not self._settings.database_url and not (self._settings.data_dir / DATABASE).is_file():
            return None
        await asyncio.to_thread(self._connect)
        user = await self._read(users.by_subject, users.LOCAL_ISSUER, users.LOCAL_ISSUER)
        if user is None or user.locked:
            return None
        return StoredSource(self._read, open_assets(self._settings), user.id, WHERE)

    def _connect(self) -> None:
        """Raises StoreUnavailable if the database has another schema; it is not this command's to change."""
        if self._database is None:
            database = Database(self._settings.database_url or f"sqlite:///{self._settings.data_dir / DATABASE}")
            check_schema(database)
            self._database = database

    async def _read(self, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        database = self._database
        assert database is not None

        def run() -> T:
            with database.reading() as tx:
                return query(tx, *args, **kwargs)

        return await database.in_time(run)
