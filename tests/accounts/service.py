"""The account routes as a separate app, with real keys, a real database and real HTTP messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
from fastapi import FastAPI

from claude_scope.api.auth.access_tokens import Tokens
from claude_scope.api.auth.accounts import Accounts
from claude_scope.api.auth.bearer_token import Authentication
from claude_scope.api.auth.passwords import Passwords
from claude_scope.api.auth.signing_keys import KeyRing
from claude_scope.api.http import errors
from claude_scope.api.routes import account
from claude_scope.settings import ServiceSettings

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.api.auth.identity_provider import Provider
    from claude_scope.store.database import Database

EMAIL = "ada@example.com"
PASSWORD = "correct horse battery staple"
UNAUTHORIZED = {"statusCode": 401, "message": "Unauthorized"}


def quick_passwords() -> Passwords:
    """Real password hashing with parameters that take a millisecond; another test covers the production parameters."""
    return Passwords(iterations=1, memory_kib=64)


@dataclass
class Service:
    """The dependencies of the routes; `deleted` lists users whose data was deleted, `attempts` the client addresses."""

    database: Database
    keys: Path
    settings: ServiceSettings = field(default_factory=ServiceSettings)
    provider: Provider | None = None
    passwords: Passwords = field(default_factory=quick_passwords)

    def __post_init__(self) -> None:
        self.deleted: list[str] = []
        self.attempts: list[str] = []
        self.tokens = Tokens(KeyRing(self.keys), lifetime_s=3600)
        self.accounts = Accounts(
            self.database,
            self.settings,
            self.tokens,
            self.passwords,
            delete_everything_of=self.delete_everything_of,
            attempt=self.attempts.append,
        )
        self.app = FastAPI()
        errors.install(self.app)
        account.install(self.app, self.accounts, Authentication(self.database, self.tokens, self.provider))

    async def delete_everything_of(self, user_id: str) -> None:
        self.deleted.append(user_id)

    def client(self, peer: str = "127.0.0.1", base_url: str = "http://127.0.0.1:8765") -> Client:
        return Client(self.app, peer, base_url)


class Client(httpx.AsyncClient):
    """A browser at an address, with a method for each thing that users do."""

    def __init__(self, app: FastAPI, peer: str, base_url: str) -> None:
        super().__init__(transport=httpx.ASGITransport(app, client=(peer, 50000)), base_url=base_url)

    async def sign_up(self, email: str = EMAIL, password: str = PASSWORD, **more: Any) -> httpx.Response:
        return await self.post("/api/auth/signup", json={"email": email, "password": password, **more})

    async def log_in(self, email: str = EMAIL, password: str = PASSWORD) -> httpx.Response:
        return await self.post("/api/auth/login", json={"email": email, "password": password})

    async def link(self, token: str, **headers: str) -> httpx.Response:
        return await self.post("/api/auth/link", json={"token": token}, headers=headers)

    async def me(self, token: str) -> httpx.Response:
        return await self.get("/api/auth/me", headers=as_bearer(token))

    async def remove(self, token: str, **body: Any) -> httpx.Response:
        return await self.request("DELETE", "/api/auth/me", json=body, headers=as_bearer(token))


def as_bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def token_of(answer: httpx.Response) -> str:
    assert answer.status_code in (200, 201), answer.text
    token: str = answer.json()["accessToken"]
    return token
