"""A client that uploads in chunks, and what it left in the service."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
from sqlalchemy import select

from claude_scope.api.app import create_app
from claude_scope.store.tables import File, Upload, UploadChunk
from tests.api.test_uploads import FIELDS

if TYPE_CHECKING:
    from claude_scope.api.service import Service
    from tests.api.build import Person

PART = 6_000
"""Smaller than the video, so that it has several chunks."""


class Client:
    """One person's resumable uploads."""

    def __init__(self, http: httpx.AsyncClient, who: Person) -> None:
        self.http, self.who = http, who

    async def begin(self, fields: dict[str, Any] | None = None, key: str = "") -> httpx.Response:
        headers = self.who.headers | ({"Idempotency-Key": key} if key else {})
        return await self.http.post("/api/uploads", json=FIELDS if fields is None else fields, headers=headers)

    async def begun(self, **fields: Any) -> str:
        answer = await self.begin(FIELDS | fields)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def put(self, upload_id: str, start: int, content: bytes, digest: str | None = None) -> httpx.Response:
        headers = self.who.headers | {"Content-Digest": digest_of(content) if digest is None else digest}
        return await self.http.put(f"/api/uploads/{upload_id}/chunks/{start}", content=content, headers=headers)

    async def send(self, upload_id: str, content: bytes) -> None:
        for start in range(0, len(content), PART):
            answer = await self.put(upload_id, start, content[start : start + PART])
            assert answer.status_code == 200, answer.text

    async def get(self, upload_id: str) -> httpx.Response:
        return await self.http.get(f"/api/uploads/{upload_id}", headers=self.who.headers)

    async def finish(self, upload_id: str, size: int) -> httpx.Response:
        return await self.http.post(f"/api/uploads/{upload_id}/finish", json={"size": size}, headers=self.who.headers)

    async def remove(self, upload_id: str) -> httpx.Response:
        return await self.http.delete(f"/api/uploads/{upload_id}", headers=self.who.headers)


def digest_of(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def rows(service: Service) -> tuple[int, int, int]:
    """How many uploads, chunks and files have rows."""
    with service.database.transaction() as tx:
        uploads_, chunks, files = (len(tx.execute(select(table)).all()) for table in (Upload, UploadChunk, File))
    return uploads_, chunks, files


async def stored(service: Service) -> int:
    return len([key async for key in service.assets.keys("")])


def sentence(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    return str(answer.json()["message"])


def asking(service: Service, **changes: int) -> httpx.AsyncClient:
    app = create_app(replace(service, settings=service.settings.model_copy(update=changes)))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost:8765")


def expire(service: Service, upload_id: str, at: str = "2026-01-01T00:00:00.000Z") -> None:
    with service.database.transaction() as tx:
        tx.get_one(Upload, upload_id).expires_at = at
