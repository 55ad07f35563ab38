"""Accounts and signing in."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from claude_scope.api.auth.email_addresses import is_plain
from claude_scope.api.auth.passwords import MAX_CHARS, MIN_CHARS
from claude_scope.api.schemas.wire import Answered, Given

PASSWORD = "correct horse battery staple"


def plain(text: str) -> str:
    """Strip white space; raises ValueError for characters that are invisible or cannot be stored."""
    if not is_plain(text):
        raise ValueError("it has characters that cannot be shown")
    return text.strip()


def https_address(text: str) -> str:
    """Require an https URL without a user name, because a browser loads it on every page."""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme != "https" or not parts.hostname or parts.username is not None or not text.isprintable():
        raise ValueError("it has to begin with https://")
    return text


Email = Annotated[str, Field(min_length=3, max_length=320, examples=["ada@example.com"])]
AnyPassword = Annotated[str, Field(max_length=MAX_CHARS, examples=[PASSWORD])]
NewPassword = Annotated[str, Field(min_length=MIN_CHARS, max_length=MAX_CHARS, examples=[PASSWORD])]
Name = Annotated[str, Field(max_length=200, examples=["Ada"]), AfterValidator(plain)]
AvatarUrl = Annotated[
    str,
    Field(max_length=2048, pattern="^https://", examples=["https://example.com/ada.png"]),
    AfterValidator(https_address),
]
Secret = Annotated[str, Field(min_length=1, max_length=200)]


class SignUp(Given):
    """A new account; `invitation` is the invitation code, if sign-up requires one."""

    email: Email
    password: NewPassword
    name: Name = ""
    invitation: Secret | None = Field(default=None, examples=[None])


class LogIn(Given):
    """An account's address and password."""

    email: Email
    password: AnyPassword


class LinkToken(Given):
    """The text after `#token=` in a one-time link."""

    token: Secret = Field(examples=["Zc2kXr1m0vJqT8yLw5nPbA7dEoUhGs3fKi9tRx4MQzY"])


class PasswordChange(Given):
    """The current password and the new one."""

    current_password: AnyPassword
    new_password: NewPassword


class ProfilePatch(Given):
    """A field that is left out stays; `avatarUrl: null` takes the picture away."""

    name: Name = ""
    avatar_url: AvatarUrl | None = None


class Farewell(Given):
    """The account's password, if it has one."""

    password: AnyPassword | None = None


class UserBody(Answered):
    """An account. `email` is null for the local account, and if the provider has not verified one."""

    id: str = Field(pattern=r"^usr_[A-Z0-9]{8}$", examples=["usr_1C9VW30B"])
    name: str
    email: str | None
    avatar_url: str | None


class SignedIn(Answered):
    """A token for `Authorization: Bearer`, and whose it is."""

    access_token: str
    user: UserBody
