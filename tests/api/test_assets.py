"""Pictures: by signed URL, with a token, in ranges, from S3; never those of another account, and never a video."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from claude_scope.api.http.signed_urls import Signer
from claude_scope.store.queries import sessions
from tests.analyses import minimal_analysis
from tests.api.build import complete_session, spoil

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from claude_scope.api.service import Service
    from tests.api.build import Person


@pytest.fixture
async def frame(service: Service, ana: Person, client: httpx.AsyncClient, tmp_path: Path) -> dict[str, str]:
    """The only frame of a session."""
    folder = tmp_path / "frames"
    session_id = await complete_session(service, ana, folder, minimal_analysis(folder))
    body = (await client.get(f"/api/sessions/{session_id}", headers=ana.headers)).json()
    first: dict[str, str] = body["frames"][0]
    return first


def bare(address: str) -> str:
    return address.partition("?")[0]


async def test_a_signed_address_works_in_an_img(client: httpx.AsyncClient, frame: dict[str, str]) -> None:
    for name, kind, magic in (("imageUrl", "image/png", b"\x89PNG"), ("thumbnailUrl", "image/jpeg", b"\xff\xd8")):
        answer = await client.get(frame[name])
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == kind
        assert answer.content.startswith(magic)
        assert int(answer.headers["content-length"]) == len(answer.content)
        assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
        assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("content", [b"", b"short", b"long" * 100_000, None])
async def test_a_picture_of_another_size_is_not_a_broken_answer(
    client: httpx.AsyncClient, service: Service, frame: dict[str, str], content: bytes | None, method: str
) -> None:
    await spoil(service, frame["imageUrl"], content)
    answer = await client.request(method, frame["imageUrl"])
    assert answer.status_code == 404
    if method == "GET":
        assert answer.json()["message"] == "The picture is damaged or missing; record the tab again."
    assert (await client.get(frame["imageUrl"], headers={"Range": "bytes=0-3"})).status_code == 404


@pytest.mark.attack("other accounts")
async def test_a_token_works_too(client: httpx.AsyncClient, ana: Person, ben: Person, frame: dict[str, str]) -> None:
    address = bare(frame["imageUrl"])
    assert (await client.get(address, headers=ana.headers)).status_code == 200
    assert (await client.get(address, headers=ben.headers)).status_code == 404
    assert (await client.get(address)).status_code == 401


@pytest.mark.attack("tokens")
async def test_a_signature_is_for_one_file_of_one_account_and_for_a_while(
    client: httpx.AsyncClient, ana: Person, ben: Person, service: Service, frame: dict[str, str]
) -> None:
    address, other = frame["imageUrl"], frame["thumbnailUrl"]
    file = bare(address).rpartition("/")[2]
    foreign = Signer(service.secrets, service.settings).address(ben.id, file)
    past = Signer(service.secrets, service.settings, clock=lambda: 1_000_000.0).address(ana.id, file)
    assert Signer(service.secrets, service.settings).address(ana.id, file) == address, "these are like ours"
    changed = [
        address[:-1] + ("0" if address[-1] != "0" else "1"),
        f"{bare(other)}?{address.partition('?')[2]}",
        address.replace("expires=", "expires=9"),
        foreign,
        past,
        address.partition("&")[0],
        f"{bare(address)}?expires=99999999999&signature=%C3%A9",
        f"{address}0",
        address[:-1],
        f"{bare(address)}?expires=99999999999&signature={'0' * 5000}",
        f"/api/assets/ast_00000000?{address.partition('?')[2]}",
    ]
    assert [(await client.get(item)).status_code for item in changed] == [401] * len(changed)
    assert (await client.get(f"{bare(address)}?expires=-1&signature=x")).status_code == 400


def test_an_address_stays_the_same_for_a_while_and_ends(service: Service) -> None:
    def signer(now_s: float) -> Signer:
        return Signer(service.secrets, service.settings, clock=lambda: now_s)

    first = signer(7200.0).address("usr_A", "ast_A")
    assert signer(7199.0).address("usr_A", "ast_A") == first
    assert signer(7201.0).address("usr_A", "ast_A") != first
    expires, signature = first.partition("expires=")[2].split("&signature=")
    assert signer(int(expires) - 1).is_valid("usr_A", "ast_A", int(expires), signature)
    assert not signer(int(expires) + 1).is_valid("usr_A", "ast_A", int(expires), signature)
    assert int(expires) - 7200 >= service.settings.signed_url_minutes * 60


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [("bytes=0-9", (0, 10)), ("bytes=5-", (5, None)), ("bytes=-7", (-7, None)), ("bytes=3-99999999", (3, None))],
)
async def test_a_range_is_answered_with_a_part(
    client: httpx.AsyncClient, frame: dict[str, str], asked: str, wanted: tuple[int, int | None]
) -> None:
    whole = (await client.get(frame["imageUrl"])).content
    answer = await client.get(frame["imageUrl"], headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.content == whole[slice(*wanted)]
    start = wanted[0] % len(whole)
    assert answer.headers["content-range"] == f"bytes {start}-{start + len(answer.content) - 1}/{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "lines=1-2", "bytes=x", "bytes=", "bytes=9-3"])
async def test_an_unsupported_range_is_answered_with_the_whole_file(
    client: httpx.AsyncClient, frame: dict[str, str], asked: str
) -> None:
    assert (await client.get(frame["imageUrl"], headers={"Range": asked})).status_code == 200


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
async def test_a_range_outside_is_a_416(client: httpx.AsyncClient, frame: dict[str, str], asked: str) -> None:
    size = len((await client.get(frame["imageUrl"])).content)
    answer = await client.get(frame["imageUrl"], headers={"Range": asked})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{size}")


async def test_a_picture_that_is_known_is_not_sent_again(client: httpx.AsyncClient, frame: dict[str, str]) -> None:
    etag = (await client.get(frame["imageUrl"])).headers["etag"]
    for known in (etag, f'"other", W/{etag}', "*"):
        answer = await client.get(frame["imageUrl"], headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
    changed = {"Range": "bytes=0-1", "If-Range": '"other"'}
    assert (await client.get(frame["imageUrl"], headers=changed)).status_code == 200


async def test_a_video_is_not_a_picture(client: httpx.AsyncClient, ana: Person, service: Service) -> None:
    session_id = await service.write(
        sessions.create, ana.id, {"title": "A", "agent_target": "RAW", "status": "processing"}
    )
    video = await service.files.add(
        b"video", kind="video", mime_type="video/webm", user_id=ana.id, session_id=session_id
    )
    assert (await client.get(f"/api/assets/{video}", headers=ana.headers)).status_code == 404


async def test_a_picture_that_is_deleted_is_gone(client: httpx.AsyncClient, ana: Person, frame: dict[str, str]) -> None:
    await client.delete(f"/api/sessions/{frame['sessionId']}", headers=ana.headers)
    assert (await client.get(frame["imageUrl"])).status_code == 401
    assert (await client.get(bare(frame["imageUrl"]), headers=ana.headers)).status_code == 404
