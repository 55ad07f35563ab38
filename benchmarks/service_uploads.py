"""Measures memory of the API process during ten concurrent uploads of 99 MB (Linux only)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx

from tests.accounts.running import ran, running
from tests.api.test_running import padded, peak_mb
from tests.videos import three_states

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UPLOADS = 10
SIZE_BYTES = 99_000_000
BAR_MB = 150
TIMEOUT_S = 900


def measure(folder: Path) -> Iterator[tuple[str, bool]]:
    """Lines to print, each with whether the requirement is met."""
    recording = folder / "large.webm"
    recording.write_bytes(padded(three_states(folder / "small.webm").read_bytes(), SIZE_BYTES))
    data = folder / "data"
    with running(data, "--no-worker") as server:
        token = ran("token", "--data-dir", str(data)).stdout.strip()
        httpx.get(f"{server.url}/api/openapi.json")
        yield f"before: {peak_mb(server)} MB", True
        statuses = asyncio.run(_all(server.url, token, recording))
        peak = peak_mb(server)
    holds = statuses == [httpx.codes.ACCEPTED] * UPLOADS and peak < BAR_MB
    verdict = "holds" if holds else "DOES NOT HOLD"
    yield f"{UPLOADS} uploads of 99 MB at once: {statuses.count(202)} accepted, peak {peak} MB (bar: {verdict})", holds


async def _all(address: str, token: str, recording: Path) -> list[int]:
    return await asyncio.gather(*(_upload(address, token, recording) for _ in range(UPLOADS)))


async def _upload(address: str, token: str, recording: Path) -> int:
    headers = {"Authorization": f"Bearer {token}", "Prefer": "respond-async"}
    fields = {"title": "A large one", "seedUrl": "http://localhost/"}
    with recording.open("rb") as file:
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=TIMEOUT_S) as client:
            answer = await client.post("/api/recordings", data=fields, files={"file": ("a.webm", file)})
            return answer.status_code
