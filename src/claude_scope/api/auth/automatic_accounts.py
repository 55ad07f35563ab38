"""Creates accounts without sign-up: the local account, and those for users of an identity provider."""

from __future__ import annotations

import getpass
import math
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from claude_scope.api.auth.access_tokens import valid_from_ms
from claude_scope.api.auth.email_addresses import is_plain
from claude_scope.errors import Unauthorized
from claude_scope.store.queries import users

if TYPE_CHECKING:
    from claude_scope.store.database import Database


def local_user(database: Database) -> users.UserRow:
    """The local account, created when it is first needed; it has no password and no e-mail address."""
    return user_of_subject(database, users.LOCAL_ISSUER, users.LOCAL_ISSUER, name=login_name())


def user_of_subject(
    database: Database, issuer: str, subject: str, *, name: str, email: str | None = None, issued_s: float = math.inf
) -> users.UserRow:
    """The account of an issuer's subject, created at its first token. Concurrent requests create it only once.

    After a user deletes the account, a token issued later (`issued_s`) creates a new account. A token that may be older
    raises Unauthorized; because clocks differ, new tokens may too, for half a minute after the deletion. If another
    account has the e-mail address, the new account gets none: a provider's claim must never open an existing account.
    """
    found = _find(database, issuer, subject)
    for address in dict.fromkeys((email, None)):
        if found:
            break
        try:
            with database.transaction() as tx:
                deleted_ms = users.deleted_ms(tx, issuer, subject)
                start_ms = 0 if deleted_ms is None else valid_from_ms(deleted_ms)
                if issued_s * 1000 < start_ms:
                    raise Unauthorized
                known = {"issuer": issuer, "subject": subject}
                return users.add(tx, email=address, name=name, **known, tokens_valid_from_ms=start_ms)
        except IntegrityError:
            found = _find(database, issuer, subject)
    if found is None:
        raise RuntimeError(f"no account could be made for a subject of {issuer}")
    return found


def login_name() -> str:
    """The user's name in the operating system."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):  # the user id has no entry in the user database, as in many containers
        return "Local user"
    return name if name and is_plain(name) else "Local user"


def _find(database: Database, issuer: str, subject: str) -> users.UserRow | None:
    with database.transaction() as tx:
        return users.by_subject(tx, issuer, subject)
