"""Metrics are for a program on this machine; they contain route templates, never the requested paths."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from tests.api.build import Person


def at(app: FastAPI, peer: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(peer, 50000))
    return httpx.AsyncClient(transport=transport, base_url="http://localhost:8765")


async def test_requests_and_sessions_are_counted_by_route(app: FastAPI, client: httpx.AsyncClient, ana: Person) -> None:
    made = (await client.post("/api/sessions", json={"title": "A"}, headers=ana.headers)).json()
    for path in (made["id"], "sess_XXXXXXXX", "nothing/at/all"):
        await client.get(f"/api/sessions/{path}", headers=ana.headers)
    await client.request("BREW", "/api/sessions")
    text = (await at(app, "::1").get("/metrics")).text
    assert 'claude_scope_requests_total{method="POST",route="/api/sessions",status="201"} 1.0' in text
    assert 'claude_scope_requests_total{method="GET",route="/api/sessions/{session_id}",status="200"} 1.0' in text
    assert 'claude_scope_requests_total{method="GET",route="/api/sessions/{session_id}",status="404"} 1.0' in text
    assert 'claude_scope_sessions{status="processing"} 1.0' in text
    assert "claude_scope_sessions_queued 0.0" in text
    assert made["id"] not in text
    assert "BREW" not in text
    assert "nothing" not in text


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("192.0.2.7", {}),
        ("", {}),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}),
        ("127.0.0.1", {"X-Forwarded-Host": "localhost"}),
    ],
)
async def test_others_find_nothing_there(app: FastAPI, peer: str, headers: dict[str, str]) -> None:
    assert (await at(app, peer).get("/metrics", headers=headers)).status_code == 404
