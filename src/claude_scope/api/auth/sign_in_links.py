"""One-time sign-in links and tokens for scripts, for the user at this machine."""

from __future__ import annotations

import hashlib
import secrets
import shlex
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from claude_scope.api.auth.automatic_accounts import local_user
from claude_scope.api.auth.email_addresses import normal_email
from claude_scope.api.auth.locked_accounts import refuse_locked
from claude_scope.api.http.client_address import FORWARDED
from claude_scope.errors import NotFound
from claude_scope.settings import default_data_dir, is_loopback
from claude_scope.store.ids import iso
from claude_scope.store.queries import users

if TYPE_CHECKING:
    from starlette.requests import Request

    from claude_scope.api.auth.access_tokens import Tokens
    from claude_scope.settings import ServiceSettings, SignUp
    from claude_scope.store.database import Database

LINK_MINUTES = 10
INVITATION_DAYS = 7


def sign_in_link(database: Database, address: str) -> str:
    """A link under `address` (`http://HOST:PORT`) that signs the local user in, once, within ten minutes.

    The token follows `#`, which browsers send neither to a server nor in a Referer. Raises Conflict if the
    account is locked.
    """
    user = local_user(database)
    refuse_locked(user)
    return f"{address}/sign-in#token={mint_link(database, user.id)}"


def mint_link(database: Database, user_id: str, *, minutes: float = LINK_MINUTES) -> str:
    """A token that signs an account in once; only its hash is stored."""
    token = secrets.token_urlsafe(32)
    with database.transaction() as tx:
        users.add_link(tx, sha256(token), user_id, later(timedelta(minutes=minutes)))
    return token


def use_link(database: Database, token: str) -> users.UserRow | None:
    """The account that a link signs in; None if the link is unknown, used or expired."""
    with database.transaction() as tx:
        user_id = users.use_link(tx, sha256(token))
        return users.by_id(tx, user_id) if user_id else None


def command(name: str, settings: ServiceSettings) -> str:
    """A POSIX shell command for this service; names the data folder unless it is the default."""
    folder = settings.data_dir.absolute()
    usual = folder == default_data_dir().absolute()
    return f"claude-scope {name}" if usual else f"claude-scope {name} --data-dir {shlex.quote(str(folder))}"


def is_at_this_machine(request: Request, settings: ServiceSettings) -> bool:
    """Whether the request comes from a user at this machine.

    The server has to listen on loopback without a proxy, the peer has to be loopback, and the Host header has to name
    this machine: any other name that resolves to it is a sign of DNS rebinding.
    """
    return (
        settings.is_personal
        and request.client is not None
        and is_loopback(request.client.host)
        and is_local_host(request.headers.getlist("host"))
        and all(is_local_origin(origin) for origin in request.headers.getlist("origin"))
        and not any(name in request.headers for name in FORWARDED)
    )


def sign_up_for(request: Request, settings: ServiceSettings) -> SignUp:
    """Who may create an account; by default only a user at this machine."""
    if settings.sign_up != "auto":
        return settings.sign_up
    return "open" if is_at_this_machine(request, settings) else "invitation"


def is_local_host(hosts: list[str]) -> bool:
    """Whether the only Host header names this machine."""
    return len(hosts) == 1 and is_local_origin(f"http://{hosts[0]}")


def is_local_origin(origin: str) -> bool:
    """Whether an origin, `http://HOST:PORT`, is on this machine."""
    try:
        parts = urlsplit(origin)
        return parts.username is None and bool(parts.hostname) and is_loopback(parts.hostname or "")
    except ValueError:
        return False


def token_for_scripts(
    database: Database, tokens: Tokens, *, email: str | None = None, lifetime_s: float | None = None
) -> str:
    """An access token for the local user, or for the account with that address; raises NotFound or Conflict."""
    user = _user_of(database, email) if email else local_user(database)
    refuse_locked(user)
    return tokens.issue(user.id, user.tokens_valid_from_ms, lifetime_s=lifetime_s)


def invite(database: Database, *, email: str | None = None, days: float = INVITATION_DAYS) -> str:
    """A code that lets one person sign up, who must have the address `email` if given. Only its hash is stored."""
    code = secrets.token_urlsafe(24)
    with database.transaction() as tx:
        users.add_invitation(tx, sha256(code), normal_email(email) if email else None, later(timedelta(days=days)))
    return code


def sha256(secret: str) -> str:
    """The stored hash of a secret. The secret has so many random bits that it needs neither a salt nor a slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def later(time: timedelta) -> str:
    """The expiry time of something made now."""
    return iso(datetime.now(UTC) + time)


def _user_of(database: Database, email: str) -> users.UserRow:
    with database.transaction() as tx:
        user = users.by_email(tx, normal_email(email))
    if user is None:
        raise NotFound(f"There is no account of {email}; sign up first.")
    return user
