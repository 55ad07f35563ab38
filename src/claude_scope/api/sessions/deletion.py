"""Deletes a session: stops its work, deletes its rows in one transaction, then its files."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from claude_scope.api.sessions import handed_over
from claude_scope.errors import Conflict, NotFound
from claude_scope.store.queries import files, sessions, uploads

if TYPE_CHECKING:
    from claude_scope.api.service import Service


async def delete_session(service: Service, user_id: str, session_id: str) -> None:
    """Delete a session of the account, its frames and their files; raises NotFound."""
    if await service.read(sessions.status, user_id, session_id) is None:
        raise NotFound("There is no such session.")
    with suppress(NotFound, Conflict):  # it has ended, or another request deletes it
        await service.jobs.cancel(session_id)
    marked = await service.write(sessions.remove, user_id, session_id)
    if marked is None:
        raise NotFound("There is no such session.")
    await asyncio.to_thread(handed_over.forget, service.settings, session_id)
    await service.files.remove(marked)


async def delete_everything_of(service: Service, user_id: str) -> None:
    """Delete all sessions, uploads and files of an account. Call it again after an interruption."""
    for session_id in await service.read(sessions.ids_of, user_id):
        with suppress(NotFound):
            await delete_session(service, user_id, session_id)
    await service.files.remove(await service.write(uploads.remove_all_of, user_id))
    await service.files.remove(await service.write(files.mark_user_files_for_deletion, user_id))
