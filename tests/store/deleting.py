"""Deletes a session's files as the last step of its work does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.store.queries import files as rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from claude_scope.store.assets.files import Files


async def delete_of_session(files: Files, session_id: str, kinds: Collection[str] = ()) -> None:
    """Delete those of the given kinds; empty `kinds` mean all except those that its frames refer to."""
    with files.database.transaction() as tx:
        condemned = rows.mark_for_deletion(tx, session_id, kinds)
    await files.remove(condemned)
