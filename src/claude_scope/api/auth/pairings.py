"""Pairs a browser extension with an account: the extension begins, and the user confirms in the web app.

As in the device authorization grant (RFC 8628), the extension polls with a secret that only it knows. The
extension and the web app show the same code. Users compare it, so they confirm only their own pairing (section 5.4).
"""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.api.auth.locked_accounts import refuse_locked
from claude_scope.api.auth.sign_in_links import later, sha256
from claude_scope.errors import BadInput, NotFound
from claude_scope.store.queries import extensions, pairings, users

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from claude_scope.api.auth.access_tokens import Tokens
    from claude_scope.api.service import Service
    from claude_scope.store.queries.pairings import Pairing
    from claude_scope.store.queries.users import UserRow

PAIRING_LIFETIME = timedelta(minutes=10)
TOKEN_LIFETIME = timedelta(days=90)
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""The characters of a code: without I, L, O, 0 and 1, which look alike."""
NO_PAIRING = "The pairing was refused, taken, or has expired; begin another in the extension."


class Begun(NamedTuple):
    """A new pairing, and the secret of its extension."""

    pairing: Pairing
    secret: str


class Paired(NamedTuple):
    """The token of a paired browser, and the account that it gives access to."""

    token: str
    user: UserRow


async def begin(service: Service, name: str) -> Begun:
    """Begin a pairing for an extension that calls itself `name`."""
    secret, code = secrets.token_urlsafe(32), "".join(secrets.choice(LETTERS) for _ in range(8))
    expires_at = later(PAIRING_LIFETIME)
    made = await service.write(pairings.begin, name, f"{code[:4]}-{code[4:]}", sha256(secret), expires_at)
    return Begun(made, secret)


async def take_token(service: Service, pairing_id: str, secret: str) -> Paired | None:
    """Return the token, once; None if the user has not confirmed the pairing yet.

    Raises NotFound if the secret is wrong, or if the pairing was refused, has expired or has returned its token. Raises
    Conflict for a locked account.
    """
    asked = await service.write(_take, pairing_id, sha256(secret), service.tokens)
    if asked is None:
        raise NotFound(NO_PAIRING)
    return asked if isinstance(asked, Paired) else None


def confirm(tx: Session, user_id: str, pairing_id: str, code: str) -> None:
    """Confirm a pairing for an account; raises NotFound, and BadInput if `code` is not the pairing's."""
    found = pairings.get(tx, user_id, pairing_id)
    if found is None:
        raise NotFound(NO_PAIRING)
    if not hmac.compare_digest(_letters(found.code).encode(), _letters(code).encode()):
        raise BadInput("code: the extension shows another one; confirm only a pairing that you have begun.")
    pairings.confirm(tx, user_id, pairing_id)


def _take(tx: Session, pairing_id: str, secret_sha256: str, tokens: Tokens) -> Paired | pairings.Asked | None:
    asked = pairings.take(tx, pairing_id, secret_sha256)
    user = users.by_id(tx, asked.user_id) if asked and asked.user_id else None
    if asked is None or user is None:
        return asked
    refuse_locked(user)
    extension_id = extensions.add(tx, user.id, asked.name, later(TOKEN_LIFETIME))
    lifetime_s = TOKEN_LIFETIME.total_seconds()
    token = tokens.issue(user.id, user.tokens_valid_from_ms, lifetime_s=lifetime_s, extension_id=extension_id)
    return Paired(token, user)


def _letters(code: str) -> str:
    """A code in capitals, without dashes and white space."""
    return re.sub(r"[\s-]", "", code).upper()
