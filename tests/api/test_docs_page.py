"""The API is described for programs, and for people on a page that loads nothing from other servers."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from playwright.async_api import async_playwright

from claude_scope.api.routes.docs import FOLDER
from claude_scope.browser.find_browser import find_browser, launch_arguments
from tests.accounts.server import serving

if TYPE_CHECKING:
    import httpx
    from fastapi import FastAPI

SPEC = """
POST /recordings
POST /sessions
GET /sessions
GET /sessions/stats
GET /sessions/{session_id}
GET /sessions/{session_id}/status
PATCH /sessions/{session_id}
DELETE /sessions/{session_id}
POST /sessions/{session_id}/generate-prompt
DELETE /sessions/{session_id}/frames/{frame_id}
GET /settings
PATCH /settings
GET /credentials
POST /credentials
PATCH /credentials/{credential_id}
DELETE /credentials/{credential_id}
GET /assets/{asset_id}
GET /auth/me
POST /auth/signup
POST /auth/login
GET /health
"""


async def test_every_row_of_the_contract_is_described(client: httpx.AsyncClient) -> None:
    described = (await client.get("/api/openapi.json")).json()
    known = {
        f"{method.upper()} {path.removeprefix('/api')}" for path, item in described["paths"].items() for method in item
    }
    assert set(SPEC.split("\n")) - {""} <= known
    for path, item in described["paths"].items():
        for operation in item.values():
            assert operation["summary"], path
            assert "422" not in operation["responses"]
            assert {"400", "429", "503"} <= set(operation["responses"])
            assert ("401" in operation["responses"]) == bool(operation.get("security")) or "/auth/" in path


async def test_vendored_files_are_unchanged() -> None:
    table = dict(re.findall(r"\| `(\S+)` \| `([0-9a-f]{64})` \|", (FOLDER / "README.md").read_text("utf-8")))
    assert set(table) == {"swagger-ui-bundle.js", "swagger-ui.css"}
    for name, digest in table.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest


async def test_the_page_shows_the_operations_and_asks_nobody_else(app: FastAPI) -> None:
    asked, complaints = set(), []
    async with serving(app) as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=launch_arguments())
        page = await browser.new_page()
        page.on("request", lambda request: asked.add(request.url.partition("/api")[0]))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{address}/api/docs")
        await page.get_by_text("/api/sessions/{session_id}/generate-prompt").click()
        await page.get_by_role("button", name="Execute").wait_for()
        await browser.close()
    assert {url for url in asked if not url.startswith("data:")} == {address}
    assert complaints == []


async def test_the_page_has_no_other_files(client: httpx.AsyncClient) -> None:
    for name in ("README.md", "..%2f..%2fapp.py", "%2e%2e%2fapp.py", "x"):
        assert (await client.get(f"/api/docs/{name}")).status_code == 404
