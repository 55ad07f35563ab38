"""What a client learns before it signs in: the ways to sign in, and the limits of uploads."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from claude_scope.api.app import create_app
from claude_scope.api.schemas.recordings import MIME_TYPES
from claude_scope.intake.receive_upload import mime_type
from claude_scope.settings import default_data_dir

if TYPE_CHECKING:
    from claude_scope.api.service import Service
    from tests.api.build import Person


def asking(service: Service, peer: str = "127.0.0.1", **changes: object) -> httpx.AsyncClient:
    """A client at an address, of a service with other settings."""
    app = create_app(replace(service, settings=service.settings.model_copy(update=changes)))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(peer, 1)), base_url="http://localhost:8765")


async def test_on_a_laptop_anybody_may_sign_up_and_the_link_works(service: Service) -> None:
    async with asking(service) as client:
        answer = await client.get("/api/auth/config")
    assert answer.status_code == 200, answer.text
    command = answer.json()["tokenCommand"]
    assert shlex.split(command) == ["claude-scope", "token", "--data-dir", str(service.settings.data_dir)]
    assert answer.json() == {"signUp": "open", "provider": None, "local": True, "tokenCommand": command}
    async with asking(service, data_dir=default_data_dir()) as client:
        assert (await client.get("/api/auth/config")).json()["tokenCommand"] == "claude-scope token"


@pytest.mark.parametrize("sign_up", ["open", "invitation", "closed"])
async def test_a_team_may_have_a_provider_and_no_local_user(service: Service, sign_up: str) -> None:
    team = {
        "public_url": "https://scope.example.com",
        "sign_up": sign_up,
        "issuer": "https://login.example.com",
        "audience": "claude-scope",
        "jwks_url": "https://login.example.com/keys",
    }
    async with asking(service, **team) as client:
        body = (await client.get("/api/auth/config", headers={"Host": "scope.example.com"})).json()
    assert body == {
        "signUp": sign_up,
        "provider": {"issuer": "https://login.example.com"},
        "local": False,
        "tokenCommand": None,
    }


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("192.0.2.7", {}),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}),
        ("127.0.0.1", {"Origin": "https://evil.test"}),
    ],
)
async def test_who_does_not_sit_at_the_machine_is_not_offered_its_link(
    service: Service, peer: str, headers: dict[str, str]
) -> None:
    async with asking(service, peer) as client:
        body = (await client.get("/api/auth/config", headers=headers)).json()
    assert (body["local"], body["tokenCommand"]) == (False, None)


async def test_limits_are_those_of_the_server_and_of_the_account(service: Service, ana: Person) -> None:
    async with asking(service, max_upload_bytes=1000) as client:
        limits = (await client.get("/api/limits", headers=ana.headers)).json()
        assert limits == {
            "maxUploadBytes": 1000,
            "maxPixels": 16_588_800,
            "maxDurationMs": 630_000,
            "maxTitle": 500,
            "maxNotes": 2000,
            "maxUrl": 2000,
            "mimeTypes": [
                "video/webm",
                "video/mp4",
                "video/x-matroska",
                "image/gif",
                "application/vnd.claude-scope+zip",
            ],
        }
        await client.patch("/api/settings", json={"maxRecordingLength": 5}, headers=ana.headers)
        assert (await client.get("/api/limits", headers=ana.headers)).json()["maxDurationMs"] == 315_000
    async with asking(service, max_pixels=10**9) as client:
        assert (await client.get("/api/limits", headers=ana.headers)).json()["maxPixels"] == 64_000_000


async def test_the_limits_are_those_that_an_upload_meets(service: Service, ana: Person) -> None:
    async with asking(service, max_upload_bytes=1000) as client:
        limits = (await client.get("/api/limits", headers=ana.headers)).json()
        fields = {"title": "t" * limits["maxTitle"], "seedUrl": "http://a.test/".ljust(limits["maxUrl"], "x")}
        fields["notes"] = "n" * limits["maxNotes"]
        for name in ("title", "seedUrl", "notes"):
            files = {"file": ("a.webm", b"x" * limits["maxUploadBytes"], "video/webm")}
            refused = await client.post(
                "/api/recordings", data=fields | {name: f"{fields[name]}x"}, files=files, headers=ana.headers
            )
            assert refused.json()["message"].startswith(f"{name}: ")
        taken = await client.post("/api/recordings", data=fields, files=files, headers=ana.headers)
        assert taken.json()["message"].startswith("The recording is "), "it is looked into, and is no recording"
        files = {"file": ("a.webm", b"x" * (limits["maxUploadBytes"] + 1), "video/webm")}
        refused = await client.post("/api/recordings", data=fields, files=files, headers=ana.headers)
        assert refused.json()["message"].startswith("The recording is larger than ")


def test_the_types_are_those_that_a_file_can_have() -> None:
    found = {
        mime_type(head, kind)
        for head, kind in ((b"webm", "matroska"), (b"", "matroska"), (b"", "mp4"), (b"GIF", "gif"), (b"PK", "scope"))
    }
    assert found == set(MIME_TYPES)
