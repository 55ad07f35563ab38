"""What S3 must do in addition to the contract: URLs, keys, and clear messages when it cannot be used."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from claude_scope.errors import StoreUnavailable, UsageError
from claude_scope.settings import ServiceSettings
from claude_scope.store.assets.open_assets import open_assets
from claude_scope.store.assets.s3 import S3Assets, parse_uri
from tests.processes import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from tests.s3_server import S3Place

KEY = "sessions/sess_A/a.png"


async def test_an_address_answers_for_its_key_only_with_type_and_ranges(s3: S3Place, tmp_path: Path) -> None:
    assets = open_assets(s3.settings(tmp_path))
    await assets.put(KEY, b"picture", mime_type="image/png")
    await assets.put("sessions/sess_B/b.png", b"other", mime_type="image/png")
    address = await assets.url(KEY, expires_s=60, mime_type="image/png")
    assert address is not None
    async with httpx.AsyncClient() as client:
        answer = await client.get(address)
        assert (answer.status_code, answer.content) == (200, b"picture")
        assert answer.headers["Content-Type"] == "image/png"
        part = await client.get(address, headers={"Range": "bytes=1-3"})
        assert (part.status_code, part.content) == (206, b"ict")
        assert (await client.get(address.replace(KEY, "sessions/sess_B/b.png"))).status_code == 403
        assert (await client.put(address, content=b"changed")).status_code == 403
        assert (await client.get(address.partition("?")[0])).status_code == 403
    assert await assets.get(KEY) == b"picture"


async def test_an_address_expires(s3: S3Place, tmp_path: Path) -> None:
    assets = open_assets(s3.settings(tmp_path))
    await assets.put(KEY, b"picture", mime_type="image/png")
    address = await assets.url(KEY, expires_s=1, mime_type="image/png")
    assert address is not None
    await asyncio.sleep(2.1)  # its times are in whole seconds
    async with httpx.AsyncClient() as client:
        assert (await client.get(address)).status_code == 403


async def test_two_prefixes_of_a_bucket_do_not_see_each_other(s3: S3Place, tmp_path: Path) -> None:
    ours = open_assets(s3.settings(tmp_path))
    theirs = open_assets(replace(s3, uri=s3.uri + "-other").settings(tmp_path))
    await ours.put(KEY, b"picture", mime_type="image/png")
    assert [key async for key in ours.keys("")] == [KEY]
    assert [key async for key in theirs.keys("")] == []


async def test_a_wrong_key_is_reported_without_showing_it(s3: S3Place, tmp_path: Path) -> None:
    assets = open_assets(replace(s3, secret_access_key="not-the-secret").settings(tmp_path))
    with pytest.raises(StoreUnavailable, match="refuses the access key") as raised:
        await assets.ping()
    assert "not-the-secret" not in str(raised.value)
    with pytest.raises(StoreUnavailable, match="refuses the access key"):
        await assets.put(KEY, b"picture", mime_type="image/png")


async def test_a_missing_bucket_is_not_a_missing_file(s3: S3Place, tmp_path: Path) -> None:
    assets = open_assets(replace(s3, uri="s3://no-such-bucket").settings(tmp_path))
    with pytest.raises(StoreUnavailable, match="no bucket no-such-bucket"):
        await assets.ping()
    with pytest.raises(StoreUnavailable, match="no bucket no-such-bucket"):
        await assets.get(KEY)


async def test_a_server_that_is_unreachable_is_reported(s3: S3Place, tmp_path: Path) -> None:
    assets = open_assets(replace(s3, endpoint=f"http://127.0.0.1:{free_port()}").settings(tmp_path))
    for attempt in (assets.ping(), assets.get(KEY), assets.put(KEY, b"x", mime_type="image/png"), assets.delete(KEY)):
        with pytest.raises(StoreUnavailable, match="does not answer"):
            await attempt
    with pytest.raises(StoreUnavailable):
        await assets.fetch(KEY, tmp_path / "out" / "copy")
    assert not any((tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    "uri", ["s3://", "s3:///prefix", "http://bucket", "s3://b", "s3://bucket/../up", "s3://key:secret@bucket", "bucket"]
)
def test_an_invalid_s3_address_is_refused(uri: str) -> None:
    with pytest.raises(UsageError, match="give s3://BUCKET"):
        parse_uri(uri)


def test_places_are_bucket_and_prefix() -> None:
    assert parse_uri("s3://bucket") == ("bucket", "")
    assert parse_uri("s3://bucket/") == ("bucket", "")
    assert parse_uri("s3://my-bucket.eu/team/scope/") == ("my-bucket.eu", "team/scope")


def test_half_a_key_and_an_invalid_endpoint_are_refused() -> None:
    half = ServiceSettings.model_validate({"assets": "s3://bucket", "s3_access_key_id": "AK"})
    with pytest.raises(UsageError, match="both"):
        S3Assets.of(half)
    with pytest.raises(UsageError, match="not the address"):
        S3Assets.of(ServiceSettings(assets="s3://bucket", s3_endpoint="minio:9000"))
