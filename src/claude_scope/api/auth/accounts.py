"""Sign-up, sign-in, changes and deletion of accounts."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.exc import IntegrityError

from claude_scope.api.auth import sign_in_links
from claude_scope.api.auth.access_tokens import valid_from_ms
from claude_scope.api.auth.email_addresses import normal_email
from claude_scope.api.auth.locked_accounts import refuse_locked
from claude_scope.api.auth.passwords import check_password
from claude_scope.errors import BadInput, Conflict, Unauthorized
from claude_scope.store.queries import users

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.orm import Session

    from claude_scope.api.auth.access_tokens import Tokens
    from claude_scope.api.auth.bearer_token import SignIn
    from claude_scope.api.auth.passwords import Passwords
    from claude_scope.settings import ServiceSettings, SignUp
    from claude_scope.store.database import Database

    DeleteEverything = Callable[[str], Awaitable[None]]
    Attempt = Callable[[str], None]

FRESH_S = 600
"""Maximum age of a token that deletes an account without a password: the owner must have just signed in."""
TAKEN = "email: this address cannot be used to sign up; if it is yours, sign in."
NEEDED = (
    "invitation: a code is needed to sign up here; ask the operator of this server for one (`claude-scope invite`)."
)
NO_PASSWORD = "This account has no password: it signs in through a link or an identity provider."
T = TypeVar("T")


def no_limit(email: str) -> None:
    """Count no attempts: the default for callers that count them elsewhere."""


class Accounts:
    """Manages accounts. `delete_everything_of` deletes a user's sessions and files; it may be called twice.

    `attempt` is called with the normalised e-mail address before a password check; it raises TooManyRequests.
    """

    def __init__(
        self,
        database: Database,
        settings: ServiceSettings,
        tokens: Tokens,
        passwords: Passwords,
        *,
        delete_everything_of: DeleteEverything,
        attempt: Attempt = no_limit,
    ) -> None:
        self._database = database
        self.settings = settings
        self._tokens = tokens
        self._passwords = passwords
        self._delete_everything_of = delete_everything_of
        self._attempt = attempt

    def token(self, user: users.UserRow) -> str:
        """Issue an access token; raises Conflict for a locked account."""
        refuse_locked(user)
        return self._tokens.issue(user.id, user.tokens_valid_from_ms)

    def public_keys(self) -> dict[str, list[dict[str, str]]]:
        """The public keys that verify our tokens."""
        return self._tokens.keys.jwks()

    async def sign_up(
        self, email: str, password: str, name: str, invitation: str | None, allowed: SignUp
    ) -> users.UserRow:
        """Create an account; `allowed` says who may sign up. Raises BadInput and TooManyRequests.

        Sign-up reveals whether an address has an account, because a new account works at once. Therefore it counts as
        a sign-in attempt, takes the same time in both cases, and checks a required invitation first.
        """
        if allowed == "closed":
            raise BadInput("Nobody can sign up here; ask the operator of this server for an account.")
        if allowed == "invitation" and not invitation:
            raise BadInput(NEEDED)
        address = normal_email(email)
        check_password(password, address)
        self._attempt(address)
        hashed = await self._passwords.hash(password)
        code = invitation if allowed == "invitation" else None
        return await asyncio.to_thread(self._insert, address, hashed, name, code)

    async def sign_in(self, email: str, password: str) -> users.UserRow:
        """Check a password. Raises Unauthorized, after the same time for a wrong password and an unknown account."""
        user = await self._known(email)
        if not await self._passwords.matches(password, user and user.password_hash) or user is None:
            raise Unauthorized
        await self._renew_hash(user, password)
        return user

    async def change_password(self, user_id: str, current: str, new: str) -> users.UserRow:
        """Set a new password and end all old tokens; raises BadInput, or Conflict if the account has no password."""
        user = await self._by_id(user_id)
        if user.password_hash is None:
            raise Conflict(NO_PASSWORD)
        await self._prove(user, current)
        check_password(new, user.email or "")
        hashed = await self._passwords.hash(new)
        return await asyncio.to_thread(self._replace, user, hashed)

    async def sign_out_everywhere(self, user_id: str) -> None:
        """End all earlier tokens."""
        await self._run(lambda tx: users.revoke_tokens(tx, user_id, valid_from_ms(now_ms())))

    async def update(self, user_id: str, changes: dict[str, str | None]) -> users.UserRow:
        """Set `name` or `avatar_url`."""
        return present(await self._run(lambda tx: users.update_profile(tx, user_id, changes)))

    async def delete(self, sign_in: SignIn, password: str | None) -> None:
        """Delete an account and all it owns. Raises BadInput if the password is wrong, or the token is too old.

        If the account has a password, `password` is required; otherwise the token must be at most `FRESH_S` old. All
        tokens end first, so that nothing is added meanwhile. After an interruption, the owner can sign in and retry.
        """
        user = await self._by_id(sign_in.user_id)
        if user.password_hash is not None:
            await self._prove(user, password or "")
        elif time.time() - sign_in.issued_s > FRESH_S:
            raise BadInput("To delete this account, sign in again first.")
        await self.sign_out_everywhere(user.id)
        await self._delete_everything_of(user.id)
        await self._run(lambda tx: users.remove(tx, user.id, now_ms()))

    async def use_link(self, token: str) -> users.UserRow:
        """The account of a one-time sign-in link; raises Unauthorized."""
        user = await asyncio.to_thread(sign_in_links.use_link, self._database, token)
        if user is None:
            raise Unauthorized
        return user

    async def _known(self, email: str) -> users.UserRow | None:
        """Count the attempt, then find the account; None for an unknown or invalid address."""
        try:
            address = normal_email(email)
        except BadInput:
            return None
        self._attempt(address)
        return await self._run(lambda tx: users.by_email(tx, address))

    async def _prove(self, user: users.UserRow, password: str) -> None:
        """Raises BadInput unless `password` is the account's; Unauthorized would make the client sign the user out."""
        self._attempt(user.email or user.id)
        if not await self._passwords.matches(password, user.password_hash):
            raise BadInput("This is not the account's password.")

    async def _renew_hash(self, user: users.UserRow, password: str) -> None:
        """Hash the password again if its hash has outdated parameters."""
        old = user.password_hash
        if old is not None and self._passwords.is_outdated(old):
            new = await self._passwords.hash(password)
            await self._run(lambda tx: users.replace_hash(tx, user.id, old, new))

    def _insert(self, email: str, hashed: str, name: str, code: str | None) -> users.UserRow:
        try:
            with self._database.transaction() as tx:
                if code is not None and not users.use_invitation(tx, sign_in_links.sha256(code), email):
                    raise BadInput("invitation: it is not valid, or not any more; ask for a new one.")
                return users.add(tx, email=email, name=name, password_hash=hashed)
        except IntegrityError as error:
            raise BadInput(TAKEN) from error

    def _replace(self, user: users.UserRow, hashed: str) -> users.UserRow:
        with self._database.transaction() as tx:
            if not users.replace_hash(tx, user.id, user.password_hash or "", hashed):
                raise Conflict("The password was changed elsewhere at this moment; sign in again.")
            users.revoke_tokens(tx, user.id, valid_from_ms(now_ms()))
            return present(users.by_id(tx, user.id))

    async def _by_id(self, user_id: str) -> users.UserRow:
        return present(await self._run(lambda tx: users.by_id(tx, user_id)))

    async def _run(self, query: Callable[[Session], T]) -> T:
        return await self._database.in_time(lambda: self._in_transaction(query))

    def _in_transaction(self, query: Callable[[Session], T]) -> T:
        with self._database.transaction() as tx:
            return query(tx)


def present(user: users.UserRow | None) -> users.UserRow:
    """Return the account; raises Unauthorized if it was deleted meanwhile."""
    if user is None:
        raise Unauthorized
    return user


def now_ms() -> int:
    """Unix time in milliseconds."""
    return int(time.time() * 1000)
