"""Deleting: work is stopped first, rows go in one transaction, then their files."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from claude_scope.errors import Conflict, NotFound
from claude_scope.store.queries import files, sessions

if TYPE_CHECKING:
    from claude_scope.api.service import Service
    from claude_scope.store.queries.files import StoredFile


async def delete_session(service: Service, user_id: str, session_id: str) -> None:
    """Delete a session of the account, its frames and their files; raises NotFound."""
    if not await asyncio.to_thread(_is_known, service, user_id, session_id):
        raise NotFound("There is no such session.")
    with suppress(NotFound, Conflict):  # it has ended, or somebody else deletes it
        await service.jobs.cancel(session_id)
    condemned = await asyncio.to_thread(_remove, service, user_id, session_id)
    if condemned is None:
        raise NotFound("There is no such session.")
    await service.files.remove(condemned)


async def delete_everything_of(service: Service, user_id: str) -> None:
    """Delete all sessions of an account and all its files; may run again after it was cut off."""
    for session_id in await asyncio.to_thread(_all, service, user_id):
        with suppress(NotFound):
            await delete_session(service, user_id, session_id)
    await service.files.remove(await asyncio.to_thread(_condemn_rest, service, user_id))


def _is_known(service: Service, user_id: str, session_id: str) -> bool:
    with service.database.transaction() as tx:
        return sessions.status(tx, user_id, session_id) is not None


def _remove(service: Service, user_id: str, session_id: str) -> list[StoredFile] | None:
    with service.database.transaction() as tx:
        return sessions.remove(tx, user_id, session_id)


def _all(service: Service, user_id: str) -> list[str]:
    with service.database.transaction() as tx:
        return sessions.ids_of(tx, user_id)


def _condemn_rest(service: Service, user_id: str) -> list[StoredFile]:
    with service.database.transaction() as tx:
        return files.condemn_of_user(tx, user_id)
