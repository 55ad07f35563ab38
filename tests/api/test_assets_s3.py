"""Pictures in S3: the browser is redirected to a URL that needs no other credentials and expires."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from claude_scope.api.app import create_app
from claude_scope.store.assets.files import Files
from claude_scope.store.assets.s3 import S3Assets
from tests.api.build import complete_session

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI

    from claude_scope.api.service import Service
    from tests.api.build import Person
    from tests.s3_server import S3Place


@pytest.fixture
def in_s3(service: Service, s3: S3Place) -> Service:
    """The service with its files on a real S3 server."""
    assets = S3Assets.of(s3.settings(service.settings.data_dir))
    return replace(service, assets=assets, files=Files(service.database, assets))


@pytest.fixture
def app(in_s3: Service) -> FastAPI:
    return create_app(in_s3)


async def test_a_browser_is_sent_to_an_address_of_s3(
    client: httpx.AsyncClient, in_s3: Service, s3: S3Place, ana: Person, ben: Person, tmp_path: Path
) -> None:
    session_id = await complete_session(in_s3, ana, tmp_path / "frames")
    frame = (await client.get(f"/api/sessions/{session_id}", headers=ana.headers)).json()["frames"][0]
    for name, kind in (("imageUrl", "image/png"), ("thumbnailUrl", "image/jpeg")):
        answer = await client.get(frame[name])
        assert answer.status_code == 302
        assert answer.headers["cache-control"] == "private, max-age=300", "the address is good for longer than that"
        there = answer.headers["location"]
        assert there.startswith(f"{s3.endpoint}/")
        assert parse_qs(urlsplit(there).query)["X-Amz-Expires"] == ["600"]
        async with httpx.AsyncClient() as browser:
            picture = await browser.get(there)
            assert (picture.status_code, picture.headers["content-type"]) == (200, kind)
            assert (await browser.get(there, headers={"Range": "bytes=0-3"})).content == picture.content[:4]
            assert (await browser.get(there.partition("?")[0])).status_code == 403, "S3 gives it to whoever asks"
        head = await client.head(frame[name])
        assert (head.status_code, head.headers["content-length"]) == (200, str(len(picture.content))), "S3 refuses HEAD"
        known = {"If-None-Match": f'"{hashlib.sha256(picture.content).hexdigest()}"'}
        assert (await client.get(frame[name], headers=known)).status_code == 304
        unsigned = frame[name].partition("?")[0]
        assert (await client.get(unsigned)).status_code == 401
        assert (await client.get(unsigned, headers=ben.headers)).status_code == 404
