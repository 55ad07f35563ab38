"""The sessions of this machine's service, read directly from its data: the service need not run."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from claude_scope.mcp.sources.kept import KeptSessions
from claude_scope.mcp.sources.stored import StoredSource
from claude_scope.store.assets.open_assets import open_assets
from claude_scope.store.backup.archive import DATABASE
from claude_scope.store.database import Database
from claude_scope.store.migrations.migrate import check_schema
from claude_scope.store.queries import sessions, users

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session as Transaction

    from claude_scope.mcp.sources.session import Entry, Session
    from claude_scope.settings import ServiceSettings
    from claude_scope.store.assets.assets import AssetStore
    from claude_scope.store.queries.sessions import StoredSession

P = ParamSpec("P")
T = TypeVar("T")
WHERE = "the service on this machine"


class LocalService:
    """The account of this machine's user; if there is no service yet, nothing is created."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings = settings
        self._database: Database | None = None
        self._kept = KeptSessions()

    async def entries(self, limit: int) -> list[Entry]:
        """See Source."""
        found = await self._stored()
        return [] if found is None else await found.entries(limit)

    async def open(self, session_id: str) -> Session | Entry | None:
        """See Source."""
        found = await self._stored()
        return None if found is None else await found.open(session_id)

    async def stored(self, session_id: str) -> StoredSession | None:
        """A session with all its stored data except files; None if there is no such session."""
        user_id = await self._user_id()
        return None if user_id is None else await self.read(sessions.stored, user_id, session_id)

    @property
    def assets(self) -> AssetStore:
        """The store of the service's files."""
        return open_assets(self._settings)

    async def _stored(self) -> StoredSource | None:
        user_id = await self._user_id()
        return None if user_id is None else StoredSource(self.read, self.assets, user_id, WHERE, self._kept)

    async def _user_id(self) -> str | None:
        """The id of the local account; None while there is no service, or if the account is missing or locked."""
        if not self._settings.database_url and not (self._settings.data_dir / DATABASE).is_file():
            return None
        await asyncio.to_thread(self._connect)
        user = await self.read(users.by_subject, users.LOCAL_ISSUER, users.LOCAL_ISSUER)
        return None if user is None or user.locked else user.id

    def _connect(self) -> None:
        """Open the database. Raises StoreUnavailable if it has another schema, which this command must not migrate."""
        if self._database is None:
            database = Database(self._settings.database_url or f"sqlite:///{self._settings.data_dir / DATABASE}")
            check_schema(database)
            self._database = database

    async def read(self, query: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query of one statement, and return its result."""
        database = self._database
        assert database is not None

        def run() -> T:
            with database.reading() as tx:
                return query(tx, *args, **kwargs)

        return await database.in_time(run)
