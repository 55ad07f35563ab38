"""Sessions over HTTP: created, listed, changed, deleted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from claude_scope.api.routes import sessions

if TYPE_CHECKING:
    import httpx

    from tests.api.build import Person

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
FIELDS = {
    "id", "userId", "title", "seedUrl", "notes", "status", "duration", "frameCount", "urls", "urlCount", "agentTarget",
    "processingTime", "prompt", "promptStatus", "lastError", "failedLane", "createdAt", "updatedAt",
}  # fmt: skip


async def create(client: httpx.AsyncClient, who: Person, **fields: object) -> dict[str, object]:
    answer = await client.post("/api/sessions", json={"title": "A", **fields}, headers=who.headers)
    assert answer.status_code == 201, answer.text
    body: dict[str, object] = answer.json()
    return body


async def test_a_session_without_a_video_is_made_with_what_was_given(client: httpx.AsyncClient, ana: Person) -> None:
    body = await create(client, ana, title="A" * 500, agentTarget="CODEX", frameCount=3, urlCount=2)
    assert set(body) == FIELDS
    assert re.fullmatch(r"sess_[A-Z0-9]{8}", str(body["id"]))
    assert body["userId"] == ana.id
    assert TIME.fullmatch(str(body["createdAt"]))
    assert TIME.fullmatch(str(body["updatedAt"]))
    wanted = {"title": "A" * 500, "agentTarget": "CODEX", "frameCount": 3, "urlCount": 2, "status": "processing"}
    assert body | wanted == body
    assert body["promptStatus"] == "not_started"


async def test_without_an_agent_the_accounts_own_is_taken(client: httpx.AsyncClient, ana: Person) -> None:
    assert (await create(client, ana))["agentTarget"] == "CLAUDE_CODE"
    await client.patch("/api/settings", json={"defaultAgent": "RAW"}, headers=ana.headers)
    assert (await create(client, ana))["agentTarget"] == "RAW"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": ""},
        {"title": " \t\u00a0"},
        {"title": "A" * 501},
        {"title": 1},
        {"title": None},
        {"title": "a\0b"},
        {"title": "A", "agentTarget": "GPT"},
        {"title": "A", "frameCount": -1},
        {"title": "A", "frameCount": "1"},
        {"title": "A", "frameCount": 1.5},
        {"title": "A", "urlCount": 2**31},
        {"title": "A", "colour": "red"},
        {"title": "A", "seedUrl": "http://localhost"},
        [],
        None,
    ],
)
async def test_a_field_that_does_not_fit_is_a_400(client: httpx.AsyncClient, ana: Person, body: object) -> None:
    answer = await client.post("/api/sessions", json=body, headers=ana.headers)
    assert answer.status_code == 400
    assert set(answer.json()) == {"statusCode", "message", "error"}
    assert answer.json()["statusCode"] == 400
    assert answer.json()["error"] == "Bad Request"


async def test_several_fields_that_fail_are_a_list(client: httpx.AsyncClient, ana: Person) -> None:
    answer = await client.post("/api/sessions", json={"colour": 1, "frameCount": -1}, headers=ana.headers)
    messages = answer.json()["message"]
    assert [message.partition(":")[0] for message in messages] == ["title", "frameCount", "colour"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"title": ', "application/json"),
        (b'{"title": ' + b"[" * 100_000, "application/json"),
        (b"[]", "application/json"),
        (b'{"title": "a"}', "text/plain"),
    ],
)
async def test_a_body_that_is_not_json_is_a_400_that_says_so(
    client: httpx.AsyncClient, ana: Person, content: bytes, kind: str
) -> None:
    answer = await client.post("/api/sessions", content=content, headers=ana.headers | {"content-type": kind})
    assert answer.json() == {
        "statusCode": 400,
        "message": "The body is not a JSON object; send one, with Content-Type: application/json.",
        "error": "Bad Request",
    }


async def test_the_list_begins_with_the_one_updated_last(client: httpx.AsyncClient, ana: Person) -> None:
    first, second, third = [await create(client, ana, title=title) for title in "abc"]
    patch = {"title": "changed", "urls": ["http://localhost/é?a=1"], "prompt": "p"}
    changed = await client.patch(f"/api/sessions/{first['id']}", json=patch, headers=ana.headers)
    listed = (await client.get("/api/sessions", headers=ana.headers)).json()
    assert [session["title"] for session in listed] == ["changed", third["title"], second["title"]]
    assert set(listed[0]) == FIELDS | {"happened", "thumbnailUrl"}
    assert listed[0] == changed.json() | {"prompt": None, "happened": "", "thumbnailUrl": None}


@pytest.mark.parametrize(("query", "enough_bytes"), [("?limit=3", 10**9), ("", 10**9), ("", 1), ("", 1_000)])
async def test_pages_lead_through_all_sessions_once(
    client: httpx.AsyncClient, ana: Person, monkeypatch: pytest.MonkeyPatch, query: str, enough_bytes: int
) -> None:
    """With a limit, and without one, where a list ends at the maximum length."""
    monkeypatch.setattr(sessions, "MAX_LIST_BYTES", enough_bytes)
    made = [str((await create(client, ana))["id"]) for _ in range(7)]
    seen, address = [], f"/api/sessions{query}"
    while address:
        answer = await client.get(address, headers=ana.headers)
        assert isinstance(answer.json(), list)
        seen += [session["id"] for session in answer.json()]
        address = answer.links.get("next", {}).get("url", "")
    assert seen == sorted(seen, key=lambda id_: made.index(id_), reverse=True)
    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "cursor=x", "cursor=", "cursor=%00", "cursor=é"])
async def test_a_limit_or_cursor_that_does_not_fit_is_a_400(client: httpx.AsyncClient, ana: Person, query: str) -> None:
    assert (await client.get(f"/api/sessions?{query}", headers=ana.headers)).status_code == 400


async def test_patch_changes_what_it_is_given_and_nothing_else(client: httpx.AsyncClient, ana: Person) -> None:
    made = await create(client, ana)
    changes = {
        "title": "B", "status": "complete", "duration": 12, "urls": ["http://localhost:1/"], "processingTime": 3400,
        "prompt": "Fix it", "agentTarget": "CURSOR", "frameCount": 4, "urlCount": 1,
    }  # fmt: skip
    for name, value in changes.items():
        answer = await client.patch(f"/api/sessions/{made['id']}", json={name: value}, headers=ana.headers)
        assert answer.status_code == 200, answer.text
        assert answer.json()[name] == value
    body = (await client.get("/api/sessions", headers=ana.headers)).json()[0]
    assert body | {name: value for name, value in changes.items() if name != "prompt"} == body
    assert body["createdAt"] == made["createdAt"]


@pytest.mark.attack("secrets")
async def test_secrets_in_what_a_client_writes_of_a_session_are_masked(client: httpx.AsyncClient, ana: Person) -> None:
    told, masked = "password: Plant3dPw!", "password: [masked: password or key]"
    made = (await client.post("/api/sessions", json={"title": told}, headers=ana.headers)).json()
    assert made["title"] == masked
    address = "http://127.0.0.1/?api_key={}"
    body = {"title": f"b {told}", "prompt": f"p {told}", "urls": [address.format("Zq8Kp2Lm4Nx6Rt1Vw3Yb")]}
    patched = (await client.patch(f"/api/sessions/{made['id']}", json=body, headers=ana.headers)).json()
    assert (patched["title"], patched["prompt"]) == (f"b {masked}", f"p {masked}")
    assert patched["urls"] == [address.format("[masked: URL secret]")]
    long = "a " + "password: x1y2z3 " * 29
    cut = (await client.patch(f"/api/sessions/{made['id']}", json={"title": long}, headers=ana.headers)).json()["title"]
    assert len(cut) == 500
    assert "x1y2z3" not in cut


@pytest.mark.parametrize(
    "body", [{"id": "x"}, {"status": "done"}, {"duration": -1}, {"urls": "x"}, {"urls": [1]}, {"title": None}, []]
)
async def test_patch_refuses_what_does_not_fit(client: httpx.AsyncClient, ana: Person, body: object) -> None:
    made = await create(client, ana)
    assert (await client.patch(f"/api/sessions/{made['id']}", json=body, headers=ana.headers)).status_code == 400


async def test_the_urls_of_a_session_are_few_enough_for_a_list_of_many(client: httpx.AsyncClient, ana: Person) -> None:
    """Measured as JSON, where a control character takes six bytes: an account must not exhaust the
    memory of the API.
    """
    path = f"/api/sessions/{(await create(client, ana))['id']}"
    for urls, status in ((["http://a/" + "x" * 2000] * 8, 200), (["x" * 2000] * 9, 400), (["\x01" * 2000] * 2, 400)):
        answer = await client.patch(path, json={"urls": urls}, headers=ana.headers)
        assert answer.status_code == status, answer.text
    assert answer.json()["message"] == "urls: together they are longer than 16 KB; send fewer, or shorter ones"
    listed = await client.get("/api/sessions?limit=1", headers=ana.headers)
    assert len(listed.content) < 20_000


async def test_statistics_are_zeroes_then_totals(client: httpx.AsyncClient, ana: Person) -> None:
    zero = {"totalSessions": 0, "completedSessions": 0, "totalDuration": 0, "avgProcessingTime": 0}
    assert (await client.get("/api/sessions/stats", headers=ana.headers)).json() == zero
    for duration, time, status in ((10, 1000, "complete"), (5, 2001, "complete"), (7, 0, "error"), (0, 0, "complete")):
        made = await create(client, ana)
        fields = {"duration": duration, "processingTime": time, "status": status}
        await client.patch(f"/api/sessions/{made['id']}", json=fields, headers=ana.headers)
    totals = {"totalSessions": 4, "completedSessions": 3, "totalDuration": 22, "avgProcessingTime": 1500}
    assert (await client.get("/api/sessions/stats", headers=ana.headers)).json() == totals


async def test_the_status_of_a_new_session(client: httpx.AsyncClient, ana: Person) -> None:
    made = await create(client, ana)
    body = (await client.get(f"/api/sessions/{made['id']}/status", headers=ana.headers)).json()
    assert set(body) == {"sessionId", "sessionStatus", "processingStatus", "processingTime", "lastError"}
    lanes = {"frameExtraction", "visionLane", "playwrightLane", "synthesis"}
    assert set(body["processingStatus"]) == {"overallStage", "lastUpdated", *lanes}
    assert all(body["processingStatus"][lane] == {"status": "pending"} for lane in lanes)


async def test_a_deleted_session_is_gone(client: httpx.AsyncClient, ana: Person) -> None:
    made = await create(client, ana)
    answer = await client.delete(f"/api/sessions/{made['id']}", headers=ana.headers)
    assert (answer.status_code, answer.content) == (204, b"")
    again = await client.delete(f"/api/sessions/{made['id']}", headers=ana.headers)
    assert again.status_code == 404
    assert again.json() == {"statusCode": 404, "message": "There is no such session.", "error": "Not Found"}
