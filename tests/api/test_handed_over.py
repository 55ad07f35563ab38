"""A user on this machine gets a prompt whose files are in a local folder; nobody else gets a path."""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.api.build import complete_session, spoil

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI

    from claude_scope.api.service import Service
    from tests.api.build import Person


@pytest.fixture
async def session_id(service: Service, ana: Person, tmp_path: Path) -> str:
    return await complete_session(service, ana, tmp_path / "frames")


async def written(app: FastAPI, who: Person, session_id: str, agent: str = "CLAUDE_CODE") -> dict[str, Any]:
    """The prompt, once its files exist."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8765") as client:
        return await _written(app, client, who, session_id, agent)


async def _written(app: FastAPI, client: httpx.AsyncClient, who: Person, session_id: str, agent: str) -> dict[str, Any]:
    asked = {"agentTarget": agent, "pictures": "folder"}
    answer = await client.post(f"/api/sessions/{session_id}/generate-prompt", json=asked, headers=who.headers)
    assert answer.status_code == 200, answer.text
    await app.state.handed_over.settle()
    body: dict[str, Any] = answer.json()
    return body


async def test_every_file_that_the_prompt_names_is_there(
    app: FastAPI, client: httpx.AsyncClient, service: Service, ana: Person, session_id: str
) -> None:
    folder = service.settings.data_dir.absolute() / "handed-over" / session_id
    for agent, slug in (("CLAUDE_CODE", "claude-code"), ("CODEX", "codex"), ("RAW", "raw")):
        body = await written(app, ana, session_id, agent)
        named = set(re.findall(rf"{re.escape(str(folder))}/frames/[\w.-]+\.png", body["prompt"]))
        assert named
        for path in named:
            assert (folder / "frames" / path.rpartition("/")[2]).read_bytes().startswith(b"\x89PNG")
        assert body["facts"]["file"] == str(folder / f"prompt.{slug}.md")
        assert (folder / f"prompt.{slug}.md").read_text("utf-8") == body["prompt"]
        assert body["facts"]["pull"] is None
        assert "base64" not in body["prompt"]
    assert (folder / "session.json").is_file()
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700


async def test_the_folder_follows_the_session(
    app: FastAPI, client: httpx.AsyncClient, service: Service, ana: Person, session_id: str
) -> None:
    folder = service.settings.data_dir.absolute() / "handed-over" / session_id
    await written(app, ana, session_id)
    made = (folder / "session.json").stat().st_mtime_ns
    await written(app, ana, session_id)
    assert (folder / "session.json").stat().st_mtime_ns == made, "nothing changed, so nothing is written again"
    frames = (await client.get(f"/api/sessions/{session_id}", headers=ana.headers)).json()["frames"]
    await client.delete(f"/api/sessions/{session_id}/frames/{frames[0]['id']}", headers=ana.headers)
    await written(app, ana, session_id)
    assert len(list((folder / "frames").glob("0*.png"))) == 10
    await client.delete(f"/api/sessions/{session_id}", headers=ana.headers)
    assert not folder.exists()


async def test_who_is_elsewhere_gets_no_path(
    client: httpx.AsyncClient, service: Service, ana: Person, session_id: str
) -> None:
    answer = await client.get(
        f"/api/sessions/{session_id}/prompt?pictures=folder", headers=ana.headers | {"X-Forwarded-For": "203.0.113.9"}
    )
    assert str(service.settings.data_dir) not in answer.text
    assert not (service.settings.data_dir / "handed-over").exists()


async def test_a_session_of_another_account_is_not_handed_over(
    client: httpx.AsyncClient, service: Service, ben: Person, session_id: str
) -> None:
    answer = await client.get(f"/api/sessions/{session_id}/prompt?pictures=folder", headers=ben.headers)
    assert answer.status_code == 404
    assert not (service.settings.data_dir / "handed-over").exists()


async def test_a_picture_that_is_damaged_is_reported_in_the_log_and_not_to_who_reads_the_prompt(
    app: FastAPI, client: httpx.AsyncClient, service: Service, ana: Person, session_id: str
) -> None:
    detail = (await client.get(f"/api/sessions/{session_id}", headers=ana.headers)).json()
    await spoil(service, detail["frames"][1]["imageUrl"], b"as it never looked")
    body = await written(app, ana, session_id)
    assert body["prompt"]
    assert not (service.settings.data_dir / "handed-over" / session_id).exists()
