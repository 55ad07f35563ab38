"""Files of a session, deleted as the last step of its work does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.store.queries import files as rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from claude_scope.store.assets.files import Files


async def delete_of_session(files: Files, session_id: str, kinds: Collection[str] = ()) -> None:
    """Those of the given kinds; `kinds` empty means all but those that its frames refer to."""
    with files.database.transaction() as tx:
        condemned = rows.mark_for_deletion(tx, session_id, kinds)
    await files.remove(condemned)
