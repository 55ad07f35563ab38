"""The concurrency limit of one account does not affect other accounts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from claude_scope.api.http import concurrency_limits
from tests.analyses import minimal_analysis
from tests.api.build import complete_session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import httpx
    from fastapi import FastAPI

    from claude_scope.api.service import Service
    from tests.api.build import Person

FORM = {"content-type": "multipart/form-data; boundary=b"}


class Sent:
    """A body whose sender pauses in the middle and never completes it."""

    def __init__(self) -> None:
        self.began, self.go_on = asyncio.Event(), asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"--b\r\n"
        self.began.set()
        await self.go_on.wait()


@pytest.mark.attack("quotas")
async def test_an_account_may_have_some_uploads_at_once(
    client: httpx.AsyncClient, ana: Person, ben: Person, monkeypatch: pytest.MonkeyPatch, service: Service, app: FastAPI
) -> None:
    monkeypatch.setattr(concurrency_limits, "UPLOADS", 1)
    app.state.uploads.under_way = concurrency_limits.uploads()
    first, never = Sent(), Sent()
    sending = asyncio.create_task(client.post("/api/recordings", content=first, headers=ana.headers | FORM))
    await first.began.wait()
    refused = await client.post("/api/recordings", content=never, headers=ana.headers | FORM)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "15")
    assert refused.json()["message"] == "1 recordings are being uploaded already; wait until one has arrived."
    assert not never.began.is_set(), "it was read before it was refused"
    others = await client.post("/api/recordings", content=b"", headers=ben.headers | FORM)
    first.go_on.set()
    assert ((await sending).status_code, others.status_code) == (400, 400)
    again = await client.post("/api/recordings", content=b"", headers=ana.headers | FORM)
    assert again.status_code == 400


@pytest.mark.attack("quotas")
async def test_an_account_may_have_some_bundles_at_once(
    client: httpx.AsyncClient, app: FastAPI, service: Service, ana: Person, ben: Person, tmp_path: Path
) -> None:
    paths = {}
    for who in (ana, ben):
        folder = tmp_path / who.id
        folder.mkdir()
        paths[who.id] = f"/api/sessions/{await complete_session(service, who, folder, minimal_analysis(folder))}/bundle"
    for _ in range(2):  # both of the concurrent requests
        await app.state.bundles._slots.acquire()
    asked = [asyncio.create_task(client.get(paths[who.id], headers=who.headers)) for who in (ana, ana, ben)]
    for _ in range(1000):
        if [app.state.bundles.under_way.of(who.id) for who in (ana, ben)] == [2, 1]:
            break
        await asyncio.sleep(0.01)
    refused = await client.get(paths[ana.id], headers=ana.headers)
    assert (refused.status_code, refused.json()["error"]) == (429, "Too Many Requests")
    for _ in range(2):
        app.state.bundles._slots.release()
    assert [(await item).status_code for item in asked] == [200, 200, 200]
    assert app.state.bundles.under_way.of(ana.id) == 0
