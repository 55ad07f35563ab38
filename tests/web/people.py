"""Users with accounts in a running service, and the API's answers to them."""

from __future__ import annotations

import secrets
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    pass

PASSWORD = "correct horse battery staple"
WITHOUT_TLS = ssl.create_default_context()
"""One client for all requests: creating one takes ten times as long as a request."""


def request(method: str, url: str, **options: Any) -> httpx.Response:
    return httpx.request(method, url, timeout=30, verify=WITHOUT_TLS, **options)


@dataclass(frozen=True)
class Person:
    """A user with their own account."""

    url: str
    email: str
    token: str
    user: dict[str, Any]

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """The answer of the API; `path` is below /api."""
        headers = {"authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return request(method, f"{self.url}/api{path}", headers=headers, **options)

    def make(self, title: str, **fields: Any) -> str:
        """The id of a new session with these fields."""
        made: str = self.ask("POST", "/sessions", json={"title": title}).json()["id"]
        if fields:
            self.ask("PATCH", f"/sessions/{made}", json=fields)
        return made

    def title(self, session_id: str) -> str | None:
        """None if there is no such session."""
        title: str | None = self.ask("GET", f"/sessions/{session_id}").json().get("title")
        return title

    def signs_in(self, password: str) -> int:
        """The status code of a sign-in."""
        body = {"email": self.email, "password": password}
        return request("POST", f"{self.url}/api/auth/login", json=body).status_code


def signed_up(url: str, name: str = "Ada King") -> Person:
    email = f"{secrets.token_hex(4)}@example.com"
    made = request("POST", f"{url}/api/auth/signup", json={"email": email, "password": PASSWORD, "name": name})
    assert made.status_code == 201, made.text
    return Person(url, email, made.json()["accessToken"], made.json()["user"])


def whose(url: str, token: str) -> httpx.Response:
    """What the service says about a token's owner."""
    return request("GET", f"{url}/api/auth/me", headers={"authorization": f"Bearer {token}"})
