"""`claude-scope serve` as clients use it: a recording goes in, a prompt comes out, and memory stays constant."""

from __future__ import annotations

import asyncio
import io
import math
import os
import signal
import time
import zipfile
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from claude_scope.store.encryption.data_keys import CHUNK_BYTES, SALT_BYTES, TAG_BYTES
from tests.accounts.running import SOON_S, running
from tests.forked import new_interpreter
from tests.videos import three_states

if TYPE_CHECKING:
    from pathlib import Path

    from tests.accounts.running import Running

FORM = {"title": "The payment fails", "notes": "It should not."}
VOID = b"\xec"
"""An EBML element that readers skip (RFC 8794, section 11.3.2)."""


def token(server: Running) -> dict[str, str]:
    return {"Authorization": f"Bearer {server.token()}"}


def peak_mb(server: Running) -> int:
    """The peak memory of a process (Linux)."""
    with open(f"/proc/{server.process.pid}/status") as file:  # noqa: PTH123 - no file of ours
        return next(int(line.split()[1]) // 1024 for line in file if line.startswith("VmHWM"))


def padded(video: bytes, size: int) -> bytes:
    """The recording, made longer by an element that decoders ignore."""
    rest = size - len(video) - 9
    return video + VOID + (rest | 1 << 56).to_bytes(8, "big") + bytes(rest)


def test_a_recording_becomes_a_prompt(tmp_path: Path) -> None:
    video = three_states(tmp_path / "recording.webm").read_bytes()
    folder = tmp_path / "data"
    with running(folder) as server, httpx.Client(base_url=server.url, headers=token(server), timeout=SOON_S) as client:
        seed = {"seedUrl": f"{server.url}/api/docs"}
        answer = client.post("/api/recordings", data=FORM | seed, files={"file": ("a.webm", video)})
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert (body["status"], body["promptStatus"]) == ("complete", "complete"), body["lastError"]
        assert body["frameCount"] == len(body["frames"]) >= 3
        assert "Payment failed" in body["prompt"]
        assert body["urlsInspected"] == [seed["seedUrl"]]
        assert body["inspection"]["snapshots"][0]["success"] is True
        assert body["processingStatus"]["overallStage"] == "complete"
        assert any(node.get("diffStatus") == "added" for node in body["frames"][-1]["ariaTree"])
        for frame in body["frames"]:
            assert httpx.get(server.url + frame["imageUrl"]).headers["content-type"] == "image/png"
            assert len(httpx.get(server.url + frame["thumbnailUrl"]).content) <= 24 * 1024
        session = f"/api/sessions/{body['sessionId']}"
        assert client.get(session).json()["frames"] == body["frames"]
        assert client.delete(f"{session}/frames/{body['frames'][1]['id']}").status_code == 204
        assert client.post(f"{session}/generate-prompt", json={"agentTarget": "CURSOR"}).status_code == 200
        with zipfile.ZipFile(io.BytesIO(client.get(f"{session}/bundle").content)) as archive:
            assert {"prompt.cursor.md", "session.json", "report.html", "page-01.png"} <= set(archive.namelist())
        # files that the server cleans up may disappear meanwhile
        names = (name for _, _, there in os.walk(folder) for name in there)
        stored = [name for name in names if name.endswith((".webm", ".mp4", ".mkv"))]
        assert not stored, "the video is discarded"
        assert client.delete(session).status_code == 204
        assert not [path for path in (folder / "files").rglob("*") if path.is_file()]
        assert server.end() == 0


def test_memory_stays_flat_under_ten_uploads_at_once(tmp_path: Path) -> None:
    content = padded(three_states(tmp_path / "recording.webm").read_bytes(), 20_000_000)
    folder = tmp_path / "data"

    async def upload(address: str, headers: dict[str, str]) -> int:
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=SOON_S) as client:
            fields: dict[str, Any] = FORM | {"seedUrl": "http://localhost/"}
            files = {"file": ("a.webm", io.BytesIO(content))}
            answer = await client.post("/api/recordings", data=fields, files=files, headers={"Prefer": "respond-async"})
            return answer.status_code

    async def uploads(address: str, headers: dict[str, str]) -> list[int]:
        return await asyncio.gather(*(upload(address, headers) for _ in range(10)))

    with running(folder, "--no-worker", start=new_interpreter) as server:
        # the hash of a password would take 19 MiB before
        headers = {"Authorization": f"Bearer {server.token_of_link()}"}
        httpx.get(f"{server.url}/api/openapi.json")
        before = peak_mb(server)
        assert asyncio.run(uploads(server.url, headers)) == [202] * 10
        assert peak_mb(server) - before < 30, "ten recordings of 20 MB are never whole in memory"
        stored = [path.stat().st_size for path in folder.rglob("*.webm")]
        chunks = math.ceil(len(content) / CHUNK_BYTES)
        assert stored == [len(content) + SALT_BYTES + chunks * TAG_BYTES] * 10, "the recordings are stored encrypted"
        assert not list((folder / "uploads").iterdir())


def test_an_upload_that_was_cut_off_by_a_kill_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    uploads = folder / "uploads"

    def endless() -> Any:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        while True:
            yield bytes(100_000)
            if any(path.stat().st_size for path in uploads.iterdir()):
                server.process.send_signal(signal.SIGKILL)
                time.sleep(0.05)

    with running(folder, "--no-worker") as server:
        headers = token(server) | {"content-type": "multipart/form-data; boundary=x"}
        with pytest.raises(httpx.TransportError):
            httpx.post(f"{server.url}/api/recordings", content=endless(), headers=headers)
        server.process.wait(SOON_S)
        assert [path for path in uploads.iterdir() if path.stat().st_size]
    with running(folder, "--no-worker") as server:
        assert not list(uploads.iterdir())
        assert httpx.get(f"{server.url}/api/sessions", headers=headers).json() == []
