"""A running service with an account that has data of every kind, and users who attack it."""

from __future__ import annotations

import asyncio
import json
import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from claude_scope.settings import ServiceSettings
from claude_scope.store.database import Database
from claude_scope.store.migrations.migrate import migrate
from tests.accounts.running import SOON_S, Running, running
from tests.accounts.service import as_bearer
from tests.analyses import minimal_analysis
from tests.api.build import build_service, complete_session, sign_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from claude_scope.api.service import Service

NO_LIMIT = "100000000"
CANARY = "canary"
"""A word in all of Ana's data, which must not be in any response to another user."""
KEY = "sk-ant-0123456789abcdefCANARY0123456789"
NO_BROWSER = {"PLAYWRIGHT_NODEJS_PATH": "/nowhere/node"}
"""For a service that need not inspect pages: no browser is started."""


@dataclass
class Person:
    """An account of the service, and the headers of its requests."""

    id: str
    headers: dict[str, str]


@dataclass
class Town:
    """The service; `things` are the ids of Ana's data, by the parameter names of the routes."""

    server: Running
    service: Service
    ana: Person
    http: httpx.Client
    things: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.server.url

    def ask(self, method: str, path: str, who: Person | None = None, **how: Any) -> httpx.Response:
        headers = {**(who.headers if who else {}), **how.pop("headers", {})}
        return self.http.request(method, path, headers=headers, **how)

    def ask_exactly(self, method: str, path: str, who: Person | None = None) -> tuple[int, bytes]:
        """Status and full text of the response to an exact path, which other clients would normalise."""
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=SOON_S)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in (who.headers if who else {}).items():
            connection.putheader(name, value)
        connection.endheaders()
        with connection.getresponse() as answer:
            found = str(answer.headers).encode() + answer.read()
        connection.close()
        return answer.status, found

    def somebody(self, name: str = "ben") -> Person:
        """A new account, without hashing a password."""
        made = sign_up(self.service, f"{name}-{secrets.token_hex(4)}@example.com")
        return Person(made.id, made.headers)

    def described(self) -> dict[str, dict[str, Any]]:
        """The paths of the service's OpenAPI description, with their operations."""
        paths: dict[str, dict[str, Any]] = self.ask("GET", "/api/openapi.json").json()["paths"]
        return paths

    def of_ana(self) -> list[Any]:
        """All that Ana sees of her own data, for comparison."""
        session = f"/api/sessions/{self.things['session_id']}"
        paths = ("/api/auth/me", "/api/settings", "/api/credentials", "/api/sessions/stats", session)
        found = [self.ask("GET", path, self.ana) for path in paths]
        assert [item.status_code for item in found] == [200] * len(paths)
        return [without_addresses(item.json()) for item in found]

    def is_well(self) -> bool:
        """Whether the service answers, and has logged no error."""
        return self.ask("GET", "/api/health").status_code == 200 and '"level": "error"' not in self.server.log()


def without_addresses(told: Any) -> Any:
    """A response without the signatures of picture URLs, which differ each time."""
    return json.loads(json.dumps(told), object_hook=lambda item: {k: v for k, v in item.items() if "Url" not in k})


@contextmanager
def town(folder: Path, *options: str, **environment: str) -> Iterator[Town]:
    """The running service. Its accounts and its session are stored in the data folder before it starts."""
    folder.mkdir(mode=0o700)
    database = Database(f"sqlite:///{folder / 'claude-scope.db'}")
    migrate(database)
    service = build_service(ServiceSettings(data_dir=folder), database, folder / "keys")
    ana = sign_up(service, f"{CANARY}@example.com")
    session_id = asyncio.run(complete_session(service, ana, folder.parent / "frames", minimal_analysis(folder.parent)))
    limits = {"CLAUDE_SCOPE_REQUESTS_PER_MINUTE": NO_LIMIT, "CLAUDE_SCOPE_SIGN_INS_PER_MINUTE": NO_LIMIT}
    with (
        running(folder, *options, **limits, **environment) as server,  # type: ignore[arg-type] # environment variables
        httpx.Client(base_url=server.url, timeout=SOON_S) as http,
    ):
        made = Town(server, service, Person(ana.id, ana.headers), http)
        session = made.ask("PATCH", f"/api/sessions/{session_id}", made.ana, json={"title": f"The {CANARY} is lost"})
        assert session.status_code == 200, session.text
        frame = made.ask("GET", f"/api/sessions/{session_id}", made.ana).json()["frames"][0]
        key = {"provider": "anthropic", "key": KEY, "label": CANARY}
        credential = made.ask("POST", "/api/credentials", made.ana, json=key)
        assert credential.status_code == 201, credential.text
        made.things = {
            "session_id": session_id,
            "frame_id": frame["id"],
            "asset_id": frame["imageUrl"].partition("?")[0].rpartition("/")[2],
            "credential_id": credential.json()["id"],
            "upload_id": made.ask("POST", "/api/uploads", made.ana, json={"title": CANARY}).json()["id"],
            "offset": "0",
            **_extension_of(made),
        }
        yield made
    database.close()


def _extension_of(town: Town) -> dict[str, str]:
    """The ids of a paired browser of Ana's, and of a pairing that she has confirmed."""
    ids: dict[str, str] = {}
    for name in (CANARY, f"another {CANARY}"):
        begun = town.ask("POST", "/api/pairings", json={"name": name}).json()
        there = f"/api/pairings/{begun['id']}"
        assert town.ask("POST", f"{there}/confirm", town.ana, json={"code": begun["code"]}).status_code == 204
        if not ids:
            assert town.ask("POST", f"{there}/token", json={"secret": begun["secret"]}).status_code == 200
        ids["pairing_id"] = begun["id"]
    return ids | {"extension_id": town.ask("GET", "/api/extensions", town.ana).json()[0]["id"]}


def revoked(town: Town) -> Person:
    """A user whose token was revoked a moment ago."""
    gone = town.somebody("gone")
    assert town.ask("POST", "/api/auth/logout-all", gone).status_code == 204
    return gone


def tampered(who: Person) -> Person:
    """A user with a token whose last letters were changed."""
    token = who.headers["Authorization"].removeprefix("Bearer ")
    return Person(who.id, as_bearer(token[:-6] + "AAAAAA"))
