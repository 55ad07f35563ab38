"""One-time sign-in links, invitations and tokens for scripts, for the user at this machine."""

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
    """A link under `address` (`http://HOST:PORT`) that signs in the local user once; it expires after ten minutes.

    The token is in the fragment, which browsers send neither to a server nor in a Referer header. Raises Conflict if
    the account is locked.
    """
    user = local_user(database)
    refuse_locked(user)
    return f"{address}/sign-in#token={mint_link(database, user.id)}"


def mint_link(database: Database, user_id: str, *, minutes: float = LINK_MINUTES) -> str:
    """Create a token that signs in an account once. Only the hash of the token is stored."""
    token = secrets.token_urlsafe(32)
    with database.transaction() as tx:
        users.add_link(tx, sha256(token), user_id, later(timedelta(minutes=minutes)))
    return token


def use_link(database: Database, token: str) -> users.UserRow | None:
    """The account of a one-time link; None if the link is unknown, used or expired."""
    with database.transaction() as tx:
        user_id = users.use_link(tx, sha256(token))
        return users.by_id(tx, user_id) if user_id else None


def command(name: str, settings: ServiceSettings) -> str:
    """A `claude-scope` shell command (POSIX) for this service, with `--data-dir` unless it is the default folder."""
    folder = settings.data_dir.absolute()
    usual = folder == default_data_dir().absolute()
    return f"claude-scope {name}" if usual else f"claude-scope {name} --data-dir {shlex.quote(str(folder))}"


def is_at_this_machine(request: Request, settings: ServiceSettings) -> bool:
    """Whether the request comes from a user at this machine.

    The server must listen on loopback without a proxy, the peer must be loopback, and the Host and Origin headers must
    name this machine. Another name that resolves to this machine is a sign of DNS rebinding.
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
    """Who may create an account. By default, users at this machine may; others need an invitation."""
    if settings.sign_up != "auto":
        return settings.sign_up
    return "open" if is_at_this_machine(request, settings) else "invitation"


def is_local_host(hosts: list[str]) -> bool:
    """Whether there is exactly one Host header, and it names this machine."""
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
    """An access token for the account with the address `email`, or for the local user; raises NotFound or Conflict."""
    user = _user_of(database, email) if email else local_user(database)
    refuse_locked(user)
    return tokens.issue(user.id, user.tokens_valid_from_ms, lifetime_s=lifetime_s)


def invite(database: Database, *, email: str | None = None, days: float = INVITATION_DAYS) -> str:
    """Create a code for one sign-up. If `email` is given, only this address can use it. Only its hash is stored."""
    code = secrets.token_urlsafe(24)
    with database.transaction() as tx:
        users.add_invitation(tx, sha256(code), normal_email(email) if email else None, later(timedelta(days=days)))
    return code


def sha256(secret: str) -> str:
    """The stored hash of a secret. Our secrets have enough random bits to need neither a salt nor a slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def later(time: timedelta) -> str:
    """The time in ISO 8601 that is `time` from now."""
    return iso(datetime.now(UTC) + time)


def _user_of(database: Database, email: str) -> users.UserRow:
    with database.transaction() as tx:
        user = users.by_email(tx, normal_email(email))
    if user is None:
        raise NotFound(f"There is no account of {email}; sign up first.")
    return user
