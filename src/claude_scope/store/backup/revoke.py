"""Takes from a restored database what its author could still use, since a backup may come from anybody.

Whoever wrote the file knows its passwords and its secret keys, and may have written any row. Keys that sign tokens are
not restored at all (`archive`), nor are invitations and links (`rebuild`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.store.encryption.rotation import lost_key, reseal
from claude_scope.store.queries import credentials, files, queue, users

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

    from claude_scope.store.encryption.secret_keys import Secrets


def revoke(tx: Transaction, *, is_trusted: bool) -> None:
    """Let all unfinished sessions be queued anew; lock all accounts, unless the author of the backup is trusted.

    Those that are locked then have no model chosen any more: a base URL that somebody else wrote would get recordings.
    Files that are not whole are forgotten then: the next sweep would delete what they name in the operator's bucket.
    """
    queue.reset_queue(tx)
    if not is_trusted:
        files.delete_unfinished(tx)
        users.lock_all(tx)
        credentials.deactivate_all(tx)


def replace_secret_keys(tx: Transaction, former: Secrets, new: Secrets) -> list[str]:
    """Encrypt keys for models anew, so that the author's secret keys open none; what is missing for the others."""
    return [lost_key(name) for name in reseal(tx, former, new).unreadable]
