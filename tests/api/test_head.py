"""HEAD is answered wherever GET is, with the same headers and without a body (RFC 9110, sections 9.1, 9.3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from claude_scope.api.auth.pairings import begin
from claude_scope.store.assets.local import LocalAssets
from tests.accounts.server import serving
from tests.api.build import complete_session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from fastapi import FastAPI

    from claude_scope.api.service import Service
    from tests.api.build import Person

PAGES = [
    "/",
    "/sign-in",
    "/web/js/main.js",
    "/web/css/tokens.css",
    "/api/docs",
    "/api/docs/start.js",
    "/api/openapi.json",
]
OF_EACH = {"date", "x-request-id", "ratelimit", "transfer-encoding"}
OF_A_BUNDLE = {"content-disposition", "content-length", "accept-ranges", "etag", "last-modified"}
"""HEAD must not generate the body."""
OF_A_PROMPT = {"content-length"}
"""Each response is generated anew, with its own fence."""


@pytest.fixture
async def browser(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with serving(app) as address, httpx.AsyncClient(base_url=address) as client:
        yield client


async def paths(browser: httpx.AsyncClient, service: Service, ana: Person, folder: Path) -> list[str]:
    """Every path with a documented GET, filled with existing ids, and the pages."""
    session_id = await complete_session(service, ana, folder)
    body = (await browser.get(f"/api/sessions/{session_id}", headers=ana.headers)).json()
    asset_id = body["frames"][0]["imageUrl"].partition("?")[0].rpartition("/")[2]
    things = {"session_id": session_id, "asset_id": asset_id, "frame_id": body["frames"][0]["id"]}
    things["upload_id"] = (await browser.post("/api/uploads", json={}, headers=ana.headers)).json()["id"]
    begun = await begin(service, "Firefox")
    things["pairing_id"] = begun.pairing.id
    described = (await browser.get("/api/openapi.json")).json()["paths"]
    api = [path.format(**things) for path, item in described.items() if "get" in item]
    assert len(api) >= 12
    return [*api, *PAGES]


async def test_head_is_get_without_the_content(
    browser: httpx.AsyncClient, service: Service, ana: Person, tmp_path: Path
) -> None:
    # The compressed size of a file is known only after compressing it (RFC 9110, section 9.3.2).
    headers = {**ana.headers, "accept-encoding": "identity"}
    for path in await paths(browser, service, ana, tmp_path):
        head, get = [await browser.request(method, path, headers=headers) for method in ("HEAD", "GET")]
        assert (head.status_code, head.content) == (get.status_code, b""), path
        told = set(get.headers) - OF_EACH - (OF_A_BUNDLE if path.endswith("/bundle") else set())
        told -= OF_A_PROMPT if path.endswith("/prompt") else set()
        assert {name: head.headers.get(name) for name in told} == {name: get.headers[name] for name in told}, path


async def test_no_byte_of_a_picture_is_read_for_its_head(
    browser: httpx.AsyncClient, service: Service, ana: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = await complete_session(service, ana, tmp_path)
    frame = (await browser.get(f"/api/sessions/{session_id}", headers=ana.headers)).json()["frames"][0]
    whole = await browser.get(frame["imageUrl"])

    def reads(*_: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr(LocalAssets, "stream", reads)
    head = await browser.head(frame["imageUrl"])
    wanted = {name: whole.headers[name] for name in ("content-length", "content-type", "etag", "cache-control")}
    assert (head.status_code, {name: head.headers[name] for name in wanted}) == (200, wanted)
    known = await browser.head(frame["imageUrl"], headers={"If-None-Match": head.headers["etag"]})
    assert known.status_code == 304
    assert (await browser.head(frame["imageUrl"].partition("?")[0])).status_code == 401


async def test_what_is_allowed_names_it(browser: httpx.AsyncClient) -> None:
    for path, allowed in (("/api/health", "GET, HEAD"), ("/sign-in", "GET, HEAD"), ("/api/auth/login", "POST")):
        answer = await browser.put(path)
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
