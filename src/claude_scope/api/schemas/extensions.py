"""Pairings of browser extensions, and paired browsers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from claude_scope.api.schemas.account import Secret, plain
from claude_scope.api.schemas.wire import Answered, Given, Time, seen

ExtensionName = Annotated[
    str,
    Field(min_length=1, max_length=100, examples=["Chrome on Linux"], json_schema_extra={"pattern": r"\S"}),
    AfterValidator(seen),
    AfterValidator(plain),
]
Code = Annotated[str, Field(min_length=8, max_length=20, examples=["ABCD-2345"])]


class NewPairing(Given):
    """What the extension calls itself."""

    name: ExtensionName


class PairingSecret(Given):
    """The secret that the extension got when it began the pairing."""

    secret: Secret = Field(examples=["Zc2kXr1m0vJqT8yLw5nPbA7dEoUhGs3fKi9tRx4MQzY"])


class PairingCode(Given):
    """The code that the extension shows."""

    code: Code


class BegunPairing(Answered):
    """A pairing, for the extension: it shows `code`, and keeps `secret` to itself."""

    id: str = Field(pattern=r"^pair_[A-Z0-9]{15}$", examples=["pair_7Q2M0XKD4N8QW2Z"])
    secret: str
    code: str = Field(examples=["ABCD-2345"])
    expires_at: Time


class PairingBody(Answered):
    """A pairing, for the user who is to confirm it."""

    id: str
    name: str
    code: str
    expires_at: Time


class PairedUser(Answered):
    """The user whose account the extension may use."""

    id: str
    name: str
    email: str | None


class PairingToken(Answered):
    """`accessToken` and `user` are there once, when the pairing is confirmed."""

    status: Literal["waiting", "confirmed"]
    access_token: str = ""
    user: PairedUser | None = None


class ExtensionBody(Answered):
    """A paired browser. `lastUsedAt` is exact to a minute, and null before the first use."""

    id: str = Field(pattern=r"^ext_[A-Z0-9]{8}$", examples=["ext_4N8QW2ZP"])
    name: str
    created_at: Time
    last_used_at: Time | None
