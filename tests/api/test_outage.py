"""If the database is away or hangs, clients learn so in time, and when to retry."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.api.routes import health
from claude_scope.store import database
from tests.jobs.stage import true
from tests.outages import away, own_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from claude_scope.api.service import Service
    from tests.api.build import Person
    from tests.postgres_server import Postgres


@pytest.fixture
def own_server() -> Iterator[tuple[Postgres, str]]:
    with own_postgres() as made:
        yield made


@pytest.fixture
def service_url(own_server: tuple[Postgres, str]) -> str:
    return own_server[1]


@pytest.mark.parametrize("kind", ["stopped", "frozen"])
async def test_an_outage_is_answered_in_time_and_by_name(
    own_server: tuple[Postgres, str],
    service: Service,
    client: httpx.AsyncClient,
    ana: Person,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    """The message names the database, and `/api/health` names what is unhealthy."""
    monkeypatch.setattr(database, "ANSWER_TIMEOUT_S", 0.5)
    monkeypatch.setattr(health, "PING_S", 0.5)
    assert (await client.get("/api/sessions", headers=ana.headers)).status_code == 200
    with away(own_server[0], kind):
        answers = [
            await client.get("/api/sessions", headers=ana.headers),
            await client.post("/api/sessions", headers=ana.headers, json={"title": "A"}),
            await client.post("/api/auth/login", json={"email": "ana@example.com", "password": "a long one 1"}),
        ]
        ill = await client.get("/api/health")
    pool: Any = service.database.engine.pool
    async with asyncio.timeout(60):
        await true(lambda: pool.checkedout() == 0)  # threads that hung have ended
    for answer in answers:
        assert answer.status_code == 503
        assert answer.json()["message"].startswith("The database does not answer")
    assert (ill.status_code, ill.json()["database"], ill.json()["assets"]) == (503, "unavailable", "ok")
    for answer in (*answers, ill):
        assert int(answer.headers["retry-after"]) > 0
    assert (await client.get("/api/sessions", headers=ana.headers)).status_code == 200
    assert (await client.get("/api/health")).status_code == 200
