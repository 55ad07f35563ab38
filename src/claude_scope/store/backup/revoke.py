"""Revokes everything in a restored database that the author of the backup could use.

The author knows the passwords and the secret keys, and may have written any row. Keys that sign tokens are not restored
(`archive`), nor are invitations and links (`rebuild`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.store.encryption.rotation import lost_key, reseal
from claude_scope.store.queries import credentials, files, queue, users

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

    from claude_scope.store.encryption.secret_keys import Secrets


def revoke(tx: Transaction, *, is_trusted: bool) -> None:
    """Reset the queue of unfinished sessions; lock all accounts unless the author of the backup is trusted.

    Locked accounts also lose their chosen model, because a malicious base URL would receive recordings. Rows of
    unfinished files are deleted, because the next sweep would delete the objects that they name in the operator's
    bucket.
    """
    queue.reset_queue(tx)
    if not is_trusted:
        files.delete_unfinished(tx)
        users.lock_all(tx)
        credentials.deactivate_all(tx)


def replace_secret_keys(tx: Transaction, former: Secrets, new: Secrets) -> list[str]:
    """Reseal keys for models, so that the author's secret keys open none; names the keys that it cannot read."""
    return [lost_key(name) for name in reseal(tx, former, new).unreadable]
