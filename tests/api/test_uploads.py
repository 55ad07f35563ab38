"""A recording over HTTP: what is accepted, what is refused, and that nothing remains of a refused one."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from claude_scope.intake import receive_upload as upload_module
from claude_scope.jobs.session.upload_texts import DERIVED_TITLE, as_written
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.store.queries import sessions, work
from claude_scope.values import CAPTURE_TYPE
from tests.accounts.server import serving
from tests.analyses import checkout_analysis
from tests.api.build import complete_session
from tests.capture.build import element, loaded, page, text, write_capture, zipped
from tests.decrypted import decrypted
from tests.gifs import dots
from tests.videos import three_states, write_silence

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from fastapi import FastAPI

    from claude_scope.api.service import Service
    from claude_scope.settings import ServiceSettings
    from tests.api.build import Person
    from tests.jobs.fake_runner import FakeRunner

FIELDS = {"title": "The coupon is lost", "seedUrl": "http://localhost:4173/"}
LONG_BOUNDARY = "multipart/form-data; boundary=" + "x" * 300


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return three_states(tmp_path_factory.mktemp("video") / "recording.webm").read_bytes()


async def upload(
    client: httpx.AsyncClient, who: Person, content: bytes, fields: dict[str, Any] | None = None, **headers: str
) -> httpx.Response:
    files = {"file": ("../../etc/passwd", content, "text/plain")}
    return await client.post(
        "/api/recordings", data=FIELDS if fields is None else fields, files=files, headers=who.headers | headers
    )


def is_clean(service: Service) -> bool:
    """Whether nothing remains: no partial upload, no stored file, no row of a file."""
    folder = service.settings.data_dir
    files = [path for name in ("uploads", "files") for path in (folder / name).rglob("*") if path.is_file()]
    with service.database.transaction() as tx:
        return not files and not tx.connection().exec_driver_sql("SELECT id FROM files").all()


async def test_the_answer_comes_when_the_processing_has_ended(
    client: httpx.AsyncClient, ana: Person, service: Service, video: bytes
) -> None:
    answer = await upload(client, ana, video, {**FIELDS, "notes": "n" * 2000, "agentTarget": "CODEX"})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert set(body) == {
        "sessionId", "status", "title", "seedUrl", "agentTarget", "fileSize", "mimeType", "prompt", "promptStatus",
        "frames", "frameCount", "urlsInspected", "processingMs", "inspection", "processingStatus", "lastError",
    }  # fmt: skip
    wanted = {"status": "complete", "agentTarget": "CODEX", "fileSize": len(video), "mimeType": "video/webm"}
    assert body | wanted | FIELDS == body
    assert body["processingStatus"]["overallStage"] == "complete"
    assert is_clean(service)


async def test_with_respond_async_it_is_202_at_once_and_the_video_waits(
    client: httpx.AsyncClient, ana: Person, service: Service, runner: FakeRunner, video: bytes
) -> None:
    runner.pause()
    answer = await upload(client, ana, video, {**FIELDS, "notes": " \n"}, Prefer="wait=10, respond-async")
    assert answer.status_code == 202, answer.text
    session = answer.json()
    assert answer.headers["location"] == f"/api/sessions/{session['id']}"
    assert answer.headers["preference-applied"] == "respond-async"
    assert session["status"] == "processing"
    assert session["duration"] == 4
    assert session["notes"] == "", "white space is no note"
    with service.database.transaction() as tx:
        job = work.take_up(tx, session["id"], 0, "key")
    assert job is not None
    assert job.video_id is not None
    assert job.video_key is not None
    stored = await service.files.read(job.video_id)
    assert video[:64] not in stored
    assert await decrypted(DataKey.open(job.video_key, service.secrets, ana.id), stored) == video
    assert job.options["max_recording_length"] == 10


@pytest.mark.attack("secrets")
async def test_secrets_in_the_texts_are_masked_wherever_they_are_stored_and_shown(
    client: httpx.AsyncClient, ana: Person, service: Service, runner: FakeRunner, video: bytes
) -> None:
    secrets = ("Zq8Kp2Lm4Nx6Rt1Vw3Yb", "Plant3dPw!")
    given = {"title": "a", "seedUrl": f"http://127.0.0.1:1/?api_key={secrets[0]}", "notes": f"password: {secrets[1]}"}
    runner.pause()
    answer = await upload(client, ana, video, given, Prefer="respond-async")
    assert answer.status_code == 202, answer.text
    session_id = answer.json()["id"]
    listed = await client.get("/api/sessions", headers=ana.headers)
    alone = await client.get(f"/api/sessions/{session_id}", headers=ana.headers)
    for shown in (answer.json(), listed.json()[0], alone.json()):
        assert shown["seedUrl"] == "http://127.0.0.1:1/?api_key=[masked: URL secret]"
        assert shown["notes"] == "password: [masked: password or key]"
    with service.database.transaction() as tx:
        job = work.take_up(tx, session_id, 0, "key")
        stored = "\n".join(tx.connection().connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert not any(secret in stored for secret in secrets)
    assert job is not None
    written = as_written(job, service.secrets)
    assert (written.title, written.seed_url, written.notes) == tuple(given.values())
    assert as_written(replace(job, seed_url="http://127.0.0.1:2/"), service.secrets).seed_url == "http://127.0.0.1:2/"


@pytest.mark.parametrize("wanted", [(False, True, True), (True, False, False)])
async def test_the_prompt_of_a_recording_obeys_the_settings_that_were_changed_before(
    client: httpx.AsyncClient,
    ana: Person,
    service: Service,
    runner: FakeRunner,
    video: bytes,
    tmp_path: Path,
    wanted: tuple[bool, bool, bool],
) -> None:
    """The worker writes the first prompt with the settings that come with the job."""
    names = ("includeScreenshots", "inlineAriaTree", "includeRawDiff")
    settings = dict(zip(names, wanted, strict=True))
    assert (await client.patch("/api/settings", json=settings, headers=ana.headers)).status_code == 200
    runner.pause()
    uploaded = (await upload(client, ana, video, Prefer="respond-async")).json()["id"]
    with service.database.transaction() as tx:
        job = work.take_up(tx, uploaded, 0, "key")
    assert job is not None
    done = await complete_session(service, ana, tmp_path, options=job.options)
    body = (await client.get(f"/api/sessions/{done}", headers=ana.headers)).json()
    prompt = body["prompt"]
    assert ("<images>" in prompt, "<structure>" in prompt, "<raw_diff>" in prompt) == wanted
    assert body["options"] == settings


async def test_without_an_agent_the_accounts_own_is_taken(client: httpx.AsyncClient, ana: Person, video: bytes) -> None:
    await client.patch("/api/settings", json={"defaultAgent": "RAW"}, headers=ana.headers)
    assert (await upload(client, ana, video)).json()["agentTarget"] == "RAW"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "A"}, "seedUrl: this field is required"),
        ({"seedUrl": "http://localhost/"}, "title: this field is required"),
        ({**FIELDS, "title": ""}, "title: this may not be empty"),
        ({**FIELDS, "title": "A" * 501}, "title: this may have at most 500 characters"),
        ({**FIELDS, "title": "A" * 20_000}, "title: it is too long"),
        ({**FIELDS, "notes": "A" * 2001}, "notes: this may have at most 2,000 characters"),
        ({**FIELDS, "notes": "a\0b"}, "notes: it has characters that cannot be stored"),
        ({**FIELDS, "seedUrl": "file:///etc/passwd"}, "seedUrl: it has to be the address of a page"),
        ({**FIELDS, "seedUrl": "localhost:4173"}, "seedUrl: it has to be the address of a page"),
        ({**FIELDS, "seedUrl": "http://ana:secret@localhost/"}, "seedUrl: leave the user name and password out of it"),
        ({**FIELDS, "agentTarget": "GPT"}, "agentTarget: "),
        ({**FIELDS, "durationMs": "long"}, "durationMs: "),
        ({**FIELDS, "durationMs": "-1"}, "durationMs: "),
        ({**FIELDS, "colour": "red"}, "colour: this field is not known"),
        ({**FIELDS, "title": ["A", "B"]}, "title: this field was given twice"),
    ],
)
@pytest.mark.attack("uploads")
async def test_a_field_that_does_not_fit_is_a_400_and_nothing_is_left(
    client: httpx.AsyncClient, ana: Person, service: Service, video: bytes, fields: dict[str, Any], said: str
) -> None:
    answer = await upload(client, ana, video, fields)
    assert answer.status_code == 400
    assert answer.json()["message"].startswith(said)
    assert is_clean(service)


@pytest.mark.parametrize(
    ("fields", "missing"),
    [({"title": "A"}, ["file", "seedUrl"]), ({"notes": "A"}, ["file", "title", "seedUrl"]), (FIELDS, ["file"])],
)
async def test_a_form_without_a_file_is_answered_with_all_that_is_missing(
    client: httpx.AsyncClient, ana: Person, fields: dict[str, str], missing: list[str]
) -> None:
    form = {name: (None, value) for name, value in fields.items()}
    answer = await client.post("/api/recordings", files=form, headers=ana.headers)
    said = [f"{name}: this field is required" for name in missing]
    assert (answer.status_code, answer.json()["message"]) == (400, said if len(said) > 1 else said[0])


async def test_a_capture_needs_neither_title_nor_address(
    client: httpx.AsyncClient, ana: Person, video: bytes, tmp_path: Path
) -> None:
    (tmp_path / "video.webm").write_bytes(video)
    events = loaded(100, page(element(6, "p", text(7, "Save"))))
    capture = zipped(write_capture(tmp_path / "one", events, tmp_path / "video.webm"))
    answer = await upload(client, ana, capture.read_bytes(), {})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["title"], answer.json()["mimeType"]) == ("localhost:3000", CAPTURE_TYPE)
    assert answer.json()["seedUrl"] == "http://localhost:3000/"
    nowhere = zipped(write_capture(tmp_path / "two", events, tmp_path / "video.webm", url="javascript:alert(1)"))
    answer = await upload(client, ana, nowhere.read_bytes(), {})
    said = "seedUrl: the capture has no web address of its own; give one"
    assert (answer.status_code, answer.json()["message"]) == (400, said)
    answer = await upload(client, ana, nowhere.read_bytes(), {"seedUrl": "http://localhost:3000/"})
    assert (answer.status_code, answer.json()["seedUrl"]) == (200, "http://localhost:3000/")


@pytest.mark.parametrize("own", ["", "The basket"])
async def test_a_capture_without_a_title_is_listed_with_its_own_or_that_of_its_page(
    client: httpx.AsyncClient, ana: Person, video: bytes, tmp_path: Path, own: str
) -> None:
    (tmp_path / "video.webm").write_bytes(video)
    begun, *rest = loaded(100, page(element(6, "p", text(7, "Save"))))
    events = [begun | {"title": ""}, begun | {"title": "Basket -  Shop\u202e"}, *rest]
    folder = write_capture(tmp_path / "one", events, tmp_path / "video.webm", title=own)
    made = (await upload(client, ana, zipped(folder).read_bytes(), {})).json()
    assert made["title"] == (own or "Basket - Shop")


@pytest.mark.attack("page texts")
async def test_a_title_from_a_capture_is_not_the_developers_until_they_change_it(
    client: httpx.AsyncClient, ana: Person, service: Service, tmp_path: Path
) -> None:
    """A stranger may have written it, and a prompt has the developer's title outside of the fence."""
    title = checkout_analysis(tmp_path / "one").title
    done = await complete_session(service, ana, tmp_path / "two", options={DERIVED_TITLE: title})
    prompt = f"/api/sessions/{done}/prompt"
    assert title not in (await client.get(prompt, headers=ana.headers)).json()["prompt"]
    await client.patch(f"/api/sessions/{done}", json={"title": "Saving fails"}, headers=ana.headers)
    assert "Saving fails" in (await client.get(prompt, headers=ana.headers)).json()["prompt"]


@pytest.mark.parametrize("name", ["shop.scope", "C:\\\\captures\\\\shop.scope", "~/shop.scope"])
async def test_a_capture_that_was_cut_off_is_called_as_the_user_calls_it(
    client: httpx.AsyncClient, ana: Person, video: bytes, tmp_path: Path, name: str
) -> None:
    (tmp_path / "video.webm").write_bytes(video)
    events = loaded(100, page(element(6, "p", text(7, "Save"))))
    capture = zipped(write_capture(tmp_path / "one", events, tmp_path / "video.webm")).read_bytes()
    form = {"file": (name, capture[: len(capture) // 2])}
    answer = await client.post("/api/recordings", files=form, headers=ana.headers)
    assert (answer.status_code, answer.json()["message"]) == (
        400,
        "The recording is not a capture, or is damaged or cut off; record again with `claude-scope record`, or give "
        "another copy of the file, or the folder shop.scope.part if it is still there.",
    )


async def test_several_fields_that_fail_are_a_list(client: httpx.AsyncClient, ana: Person, video: bytes) -> None:
    answer = await upload(client, ana, video, {"title": "", "agentTarget": "GPT"})
    assert [message.partition(":")[0] for message in answer.json()["message"]] == ["seedUrl", "title", "agentTarget"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "file: it is empty; record the tab again"),
        (b"<html>", "The recording is text, not a WebM, MP4 or animated GIF recording; "),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "The recording is a picture, not a WebM, MP4 or animated GIF recording; "),
        (dots(40, 30, [10]), "The recording is a picture: a GIF with a single frame; "),
        (dots(40, 30, [65535] * 9), "The recording is 98.3 minutes long, and your settings allow 10; "),
        (b"\x1aE\xdf\xa3" + bytes(1000), "The recording starts like a recording but cannot be read; "),
    ],
)
@pytest.mark.attack("uploads")
async def test_the_content_decides_what_a_recording_is(
    client: httpx.AsyncClient, ana: Person, service: Service, content: bytes, said: str
) -> None:
    answer = await upload(client, ana, content)
    assert (answer.status_code, answer.json()["error"]) == (400, "Bad Request")
    assert answer.json()["message"].startswith(said)
    assert is_clean(service)


async def test_an_animated_gif_is_stored_as_what_it_is(client: httpx.AsyncClient, ana: Person) -> None:
    """Its declared type and name are those of another format."""
    answer = await upload(client, ana, dots(40, 30, [10, 250]))
    assert answer.status_code == 200, answer.text
    assert answer.json()["mimeType"] == "image/gif"


@pytest.mark.attack("uploads")
async def test_a_file_without_a_picture_is_refused(
    client: httpx.AsyncClient, ana: Person, service: Service, tmp_path: Path
) -> None:
    answer = await upload(client, ana, write_silence(tmp_path / "sound.webm").read_bytes())
    assert answer.json()["message"].startswith("The recording holds sound but no picture; ")
    assert is_clean(service)


@pytest.mark.attack("quotas")
async def test_a_recording_longer_than_the_account_allows_itself_is_refused(
    client: httpx.AsyncClient, ana: Person, service: Service, video: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "claude_scope.jobs.sandbox.recording_length.MINUTE_MS", 300
    )  # a "minute" lasts 0.3 s here, so 4.5 s are 15 minutes
    answer = await upload(client, ana, video)
    assert answer.status_code == 400
    said = "The recording is 15.0 minutes long, and your settings allow 10; record a shorter flow, or change "
    assert answer.json()["message"] == f"{said}maxRecordingLength."
    assert is_clean(service)
    await client.patch("/api/settings", json={"maxRecordingLength": 15}, headers=ana.headers)
    assert (await upload(client, ana, video)).status_code == 200


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "multipart/form-data", "multipart/form-data; boundary=", LONG_BOUNDARY, "text/plain", ""],
)
@pytest.mark.attack("uploads")
async def test_a_body_that_is_not_a_form_is_a_400(
    client: httpx.AsyncClient, ana: Person, service: Service, content_type: str
) -> None:
    headers = ana.headers | {"content-type": content_type}
    answer = await client.post("/api/recordings", content=b"{}", headers=headers)
    assert answer.status_code == 400
    assert is_clean(service)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"--x", b"--x\r\n", b"--x--\r\n", b"--y\r\n", b"--x\r\n\r\n--x--", b"--x\r\nA: b\r\n\r\n\r\n--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n\xff\xfe\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="\0"\r\n\r\na\r\n--x--\r\n',
        b"--x\r\n" + b"A: b\r\n" * 1000,
        b"--x\r\nA: " + b"b" * 100_000,
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
        b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n' * 30,
    ],
)  # fmt: skip
@pytest.mark.attack("uploads")
async def test_a_form_that_is_broken_is_a_400(
    client: httpx.AsyncClient, ana: Person, service: Service, body: bytes
) -> None:
    headers = ana.headers | {"content-type": "multipart/form-data; boundary=x"}
    answer = await client.post("/api/recordings", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["error"] == "Bad Request"
    assert is_clean(service)


# --- over a real server -----------------------------------------------------------------------------------------------


@pytest.fixture
def settings(settings: ServiceSettings) -> ServiceSettings:
    return settings.model_copy(update={"max_upload_bytes": 1_000_000, "max_queued": 2})


@pytest.fixture
async def address(app: FastAPI) -> AsyncIterator[str]:
    async with serving(app) as address:
        yield address


@pytest.mark.attack("uploads")
async def test_too_large_is_refused_by_its_length_before_it_is_read(address: str, ana: Person) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": str(50_000_000), **ana.headers}
    status, body = await asked(address, headers, b"")
    assert status == 400
    assert body["message"] == "The recording is larger than 0.953674 MB; record a shorter flow."


@pytest.mark.parametrize(
    "begun",
    [
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n',
        b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\na\r\n--x--\r\n',
    ],
    ids=["in the file", "behind the form"],
)
@pytest.mark.attack("uploads")
async def test_too_large_is_refused_while_it_arrives(begun: bytes, address: str, ana: Person, service: Service) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield begun
        for _ in range(40):
            yield bytes(100_000)

    headers = {"content-type": "multipart/form-data; boundary=x", **ana.headers}
    async with httpx.AsyncClient(base_url=address) as client:
        answer = await client.post("/api/recordings", content=endless(), headers=headers)
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("The recording is larger than")
    assert is_clean(service)


@pytest.mark.parametrize(
    ("limit", "said"), [("UPLOAD_IDLE_TIMEOUT_S", "arrived for"), ("UPLOAD_TIMEOUT_S", "took longer than")]
)
@pytest.mark.attack("uploads")
async def test_an_upload_that_does_not_come_to_an_end_is_refused(
    address: str, ana: Person, service: Service, monkeypatch: pytest.MonkeyPatch, limit: str, said: str
) -> None:
    monkeypatch.setattr(upload_module, limit, 0.2)
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": "9000", **ana.headers}
    status, body = await asked(address, headers, b"--x\r\n")
    assert status == 400
    assert said in body["message"]
    assert is_clean(service)


@pytest.mark.attack("uploads")
async def test_one_byte_more_than_allowed_is_refused(address: str, ana: Person) -> None:
    async with httpx.AsyncClient(base_url=address) as client:
        more = await upload(client, ana, bytes(1_000_001))
        exactly = await upload(client, ana, bytes(1_000_000))
    assert more.json()["message"].startswith("The recording is larger than")
    assert exactly.json()["message"].startswith("The recording is another kind of file")


@pytest.mark.attack("quotas")
async def test_a_full_queue_is_a_503_before_the_body_is_read(
    address: str, ana: Person, runner: FakeRunner, video: bytes
) -> None:
    runner.pause()
    async with httpx.AsyncClient(base_url=address) as client:
        for _ in range(2):
            assert (await upload(client, ana, video, Prefer="respond-async")).status_code == 202
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": "900000", **ana.headers}
    status, body = await asked(address, headers, b"")
    assert (status, body["error"]) == (503, "Service Unavailable")


@pytest.mark.attack("uploads")
async def test_without_a_token_nothing_is_read(address: str) -> None:
    status, _ = await asked(address, {"content-type": "multipart/form-data; boundary=x", "content-length": "9"}, b"")
    assert status == 401


@pytest.mark.attack("uploads")
async def test_an_upload_that_is_cut_off_leaves_nothing(address: str, ana: Person, service: Service) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + bytes(300_000)
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": "900000", **ana.headers}
    _, writer = await sent(address, headers, head)
    uploads = service.settings.data_dir / "uploads"
    while not any(path.stat().st_size for path in uploads.iterdir()):  # noqa: ASYNC110 - a file of another's
        await asyncio.sleep(0.01)
    writer.close()
    while not is_clean(service):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    with service.database.transaction() as tx:
        assert not sessions.ids_of(tx, ana.id)


async def test_a_session_goes_on_when_its_client_disconnects(
    address: str, ana: Person, service: Service, runner: FakeRunner, video: bytes
) -> None:
    runner.pause()
    request = httpx.Request("POST", address, data=FIELDS, files={"file": ("a", video)})
    headers = {name: request.headers[name] for name in ("content-type", "content-length")} | ana.headers
    _, writer = await sent(address, headers, request.read())
    while not runner.enqueued:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    writer.close()
    runner.resume()
    (session_id, _) = runner.enqueued[0]
    await asyncio.wait_for(service.jobs.wait(session_id), 10)
    session = await service.read(sessions.get, ana.id, session_id)
    assert session is not None
    assert session["status"] == "complete"


async def sent(address: str, headers: dict[str, str], body: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A request of which perhaps only a part of the body is sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", httpx.URL(address).port)
    lines = [
        "POST /api/recordings HTTP/1.1",
        "Host: localhost",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)
    await writer.drain()
    return reader, writer


async def asked(address: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
    """The answer to such a request."""
    reader, writer = await sent(address, headers, body)
    head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)).decode().lower()
    length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
    content = json.loads(await reader.readexactly(length))
    assert ("retry-after: 30" in head) == (content["statusCode"] == 503)
    writer.close()
    return int(head.split()[1]), content
