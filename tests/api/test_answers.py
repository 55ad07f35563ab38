"""What every response has in common: safe headers, errors without internals, and limits that are announced."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import httpx
import pytest

from claude_scope.api.app import create_app
from claude_scope.errors import StoreUnavailable, WorkFailed
from claude_scope.store.assets.local import LocalAssets
from tests.api.build import complete_session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from fastapi import FastAPI

    from claude_scope.api.service import Service
    from tests.api.build import Person

INSIDE = "/srv/secret/path.py"


def asking(app: FastAPI, peer: str = "127.0.0.1", host: str = "localhost:8765") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(peer, 50000))
    return httpx.AsyncClient(transport=transport, base_url=f"http://{host}")


def with_settings(service: Service, **changes: object) -> FastAPI:
    from dataclasses import replace

    return create_app(replace(service, settings=service.settings.model_copy(update=changes)))


@pytest.mark.parametrize("path", ["/api/health", "/api/sessions", "/nothing", "/api/docs", "/api/openapi.json"])
async def test_every_answer_has_the_headers_that_keep_it_safe(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    wanted = {
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
        "cache-control": "no-store",
    }
    assert {name: headers[name] for name in wanted} == wanted
    assert len(headers["x-request-id"]) == 16
    assert "server" not in headers


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError(f'File "{INSIDE}", line 1'), 500),
        (OSError(2, "No such file", INSIDE), 500),
        (KeyError(INSIDE), 500),
        (MemoryError(INSIDE), 500),
        (WorkFailed(f"{INSIDE} crashed"), 500),
        (StoreUnavailable("The database does not answer; look at it, then try again."), 503),
    ],
)
@pytest.mark.attack("clients")
async def test_no_response_reveals_internals(
    client: httpx.AsyncClient,
    ana: Person,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    status: int,
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("claude_scope.store.queries.settings.preferences", fails)
    monkeypatch.setattr("claude_scope.store.queries.sessions.stats", fails)
    monkeypatch.setattr("claude_scope.store.queries.sessions.status", fails)
    with caplog.at_level(logging.ERROR):
        for path in ("settings", "sessions/stats", "sessions/sess_00000000/status"):
            answer = await client.get(f"/api/{path}", headers=ana.headers)
            assert answer.status_code == status
            assert set(answer.json()) == {"statusCode", "message", "error"}
            assert "secret" not in answer.text
            assert "Traceback" not in answer.text
            assert ".py" not in answer.text
    assert ("request failed" in caplog.text) == (status == 500)


async def test_missing_routes_and_wrong_methods_answer_in_the_same_form(client: httpx.AsyncClient) -> None:
    missing = await client.get("/api/nothing")
    assert missing.json() == {
        "statusCode": 404,
        "message": "There is nothing at this address; see /api/docs.",
        "error": "Not Found",
    }
    wrong = await client.put("/api/sessions")
    assert (wrong.status_code, wrong.json()["error"]) == (405, "Method Not Allowed")


@pytest.mark.parametrize(
    "host", ["evil.test", "evil.test:8765", "localhost.evil.test", "127.0.0.1.nip.io", "", "[::2]"]
)
@pytest.mark.attack("clients")
async def test_other_names_are_not_answered(app: FastAPI, host: str) -> None:
    async with asking(app) as client:
        answer = await client.get("/api/health", headers={"Host": host})
    assert answer.status_code == 400
    assert "CLAUDE_SCOPE_PUBLIC_URL" in answer.json()["message"]
    assert "CLAUDE_SCOPE_ALLOWED_HOSTS" in answer.json()["message"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8765", "[::1]:8765", "[::1]"])
async def test_names_of_this_machine_are_answered(app: FastAPI, host: str) -> None:
    async with asking(app) as client:
        assert (await client.get("/api/health", headers={"Host": host})).status_code == 200


async def test_a_name_that_is_allowed_is_answered(service: Service) -> None:
    app = with_settings(service, public_url="https://scope.example.com", allowed_hosts=["other.example.com"])
    async with asking(app) as client:
        for host in ("scope.example.com", "other.example.com:443"):
            assert (await client.get("/api/health", headers={"Host": host})).status_code == 200


@pytest.mark.attack("clients")
async def test_no_other_site_may_read_answers(client: httpx.AsyncClient) -> None:
    preflight = {"Origin": "https://evil.test", "Access-Control-Request-Method": "GET"}
    for answer in (
        await client.get("/api/health", headers={"Origin": "https://evil.test"}),
        await client.options("/api/sessions", headers=preflight),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control")]


EXTENSION = "chrome-extension://khjjibdgcaflmjdgdmiegenpigmcdkdc"


@pytest.mark.parametrize("origin", [EXTENSION, "moz-extension://0b7c1e0a-1111-4222-8333-444455556666"])
async def test_the_browser_extension_may_upload(service: Service, origin: str) -> None:
    """With Chrome's fixed id always, with Firefox's ids if the settings name them."""
    app = with_settings(service, cors_origins=[] if origin == EXTENSION else [origin])
    sent = "authorization,content-digest,content-type,idempotency-key,prefer"
    asked = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": sent}
    private = {"Access-Control-Request-Private-Network": "true"}
    async with asking(app) as client:
        preflight = await client.options("/api/uploads/upl_1/chunks/0", headers={"Origin": origin} | asked | private)
        answer = await client.get("/api/uploads/upl_1", headers={"Origin": origin})
    assert preflight.status_code == 200, preflight.text
    assert answer.status_code == 401
    exposed = {name.strip() for name in answer.headers["access-control-expose-headers"].split(",")}
    assert {"Location", "Retry-After"} <= exposed
    for found in (preflight, answer):
        assert found.headers["access-control-allow-origin"] == origin
        assert "access-control-allow-credentials" not in found.headers
        assert "Origin" in found.headers["vary"]


@pytest.mark.attack("clients")
@pytest.mark.parametrize(
    "origin",
    [
        "chrome-extension://khjjibdgcaflmjdgdmiegenpigmcdkdd",
        "chrome-extension://KHJJIBDGCAFLMJDGDMIEGENPIGMCDKDC",
        f"{EXTENSION}/",
        f"https://{EXTENSION.partition('//')[2]}",
        "moz-extension://0b7c1e0a-1111-4222-8333-444455556666",
        "null",
    ],
)
async def test_no_other_extension_may_read_answers(client: httpx.AsyncClient, origin: str) -> None:
    preflight = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
    for answer in (
        await client.get("/api/health", headers={"Origin": origin}),
        await client.options("/api/uploads/upl_1/chunks/0", headers=preflight),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_a_site_that_is_allowed_may(service: Service) -> None:
    app = with_settings(service, cors_origins=["https://app.example.com"])
    async with asking(app) as client:
        answer = await client.get("/api/health", headers={"Origin": "https://app.example.com"})
        assert answer.headers["access-control-allow-origin"] == "https://app.example.com"
        assert "access-control-allow-credentials" not in answer.headers
        other = await client.get("/api/health", headers={"Origin": "https://evil.test"})
        assert "access-control-allow-origin" not in other.headers


async def test_a_site_that_is_allowed_may_show_pictures(service: Service, ana: Person, tmp_path: Path) -> None:
    """In an `<img>`, for which a browser enforces the resource policy of each response."""
    session_id = await complete_session(service, ana, tmp_path)
    for sites, policy in (([], "same-origin"), (["https://app.example.com"], "cross-origin")):
        async with asking(with_settings(service, cors_origins=sites)) as client:
            session = await client.get(f"/api/sessions/{session_id}", headers=ana.headers)
            picture = await client.get(session.json()["frames"][0]["imageUrl"])
            known = {"If-None-Match": picture.headers["etag"]}
            again = await client.get(session.json()["frames"][0]["imageUrl"], headers=known)
        assert session.headers["cross-origin-resource-policy"] == "same-origin"
        told = [(answer.status_code, answer.headers["cross-origin-resource-policy"]) for answer in (picture, again)]
        assert told == [(200, policy), (304, policy)]


async def test_a_site_that_is_allowed_may_read_what_went_wrong(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its page can show what to do and when to retry; without the CORS headers the browser would
    only report a failure.
    """

    def fails(_: object) -> None:
        raise RuntimeError

    app = with_settings(service, cors_origins=["https://app.example.com"], requests_per_minute=2)
    page = {"Origin": "https://app.example.com"}
    async with asking(app) as client:
        wrong_name = await client.get("/api/health", headers=page | {"Host": "evil.test"})
        monkeypatch.setattr("claude_scope.api.routes.health._word", fails)
        answers = [wrong_name, *[await client.get("/api/health", headers=page) for _ in range(3)]]
    assert [answer.status_code for answer in answers] == [400, 500, 500, 429]
    for answer in answers:
        assert answer.headers["access-control-allow-origin"] == page["Origin"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Retry-After" in answers[-1].headers["access-control-expose-headers"]
    assert int(answers[-1].headers["retry-after"]) > 0


@pytest.mark.attack("quotas")
async def test_an_account_that_asks_too_often_learns_when_to_ask_again(service: Service, ana: Person) -> None:
    app = with_settings(service, requests_per_minute=5)
    async with asking(app) as client:
        answers = [await client.get("/api/settings", headers=ana.headers) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert [a.headers["ratelimit"].partition(";r=")[2].partition(";")[0] for a in answers[:5]] == list("43210")
    assert answers[0].headers["ratelimit-policy"] == '"account";q=5;w=60'
    assert 1 <= int(answers[5].headers["retry-after"]) <= 60
    assert answers[5].json()["error"] == "Too Many Requests"


@pytest.mark.attack("quotas")
async def test_addresses_are_counted_each_and_an_account_over_all_of_them(
    service: Service, ana: Person, ben: Person
) -> None:
    app = with_settings(service, requests_per_minute=3)
    first, second, third = (asking(app, peer) for peer in ("192.0.2.1", "192.0.2.2", "2001:db8::1"))
    assert [(await first.get("/api/health")).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert [(await second.get("/api/settings", headers=ana.headers)).status_code for _ in range(2)] == [200, 200]
    assert [(await third.get("/api/settings", headers=ana.headers)).status_code for _ in range(2)] == [200, 429]
    neighbour = asking(app, "2001:db8::2")  # of the same customer
    assert (await neighbour.get("/api/settings", headers=ben.headers)).status_code == 200
    assert (await neighbour.get("/api/settings", headers=ben.headers)).status_code == 429


@pytest.mark.attack("quotas")
async def test_signing_in_is_limited_more(service: Service) -> None:
    app = with_settings(service, sign_ins_per_minute=2)
    who = {"email": "nobody@example.com", "password": "correct horse battery"}
    async with asking(app) as client:
        statuses = [(await client.post("/api/auth/login", json=who)).status_code for _ in range(3)]
        assert (await client.get("/api/health")).status_code == 200
    assert statuses == [401, 401, 429]


@pytest.mark.attack("quotas")
async def test_guesses_at_one_password_are_limited_over_all_addresses_but_not_by_one(service: Service) -> None:
    """A single attacker does not lock the owner out; several together cannot guess for ever."""
    app = with_settings(service, sign_ins_per_minute=2)
    who = {"email": "ana@example.com", "password": "a guess at it"}

    async def statuses(peer: str, times: int) -> list[int]:
        async with asking(app, peer) as client:
            return [(await client.post("/api/auth/login", json=who)).status_code for _ in range(times)]

    assert await statuses("192.0.2.1", 3) == [401, 401, 429]
    assert await statuses("192.0.2.2", 2) == [401, 401]
    assert await statuses("192.0.2.3", 2) == [401, 401]
    assert await statuses("192.0.2.4", 1) == [429]


@pytest.mark.attack("clients")
async def test_a_forwarded_address_is_believed_of_our_proxies_only(service: Service) -> None:
    app = with_settings(service, requests_per_minute=1, trusted_proxies=["10.0.0.0/8"])

    async def statuses(peer: str, forwarded: list[str]) -> list[int]:
        async with asking(app, peer) as client:
            return [
                (await client.get("/api/health", headers={"X-Forwarded-For": item})).status_code for item in forwarded
            ]

    assert await statuses("10.0.0.1", ["198.51.100.1", "198.51.100.2", "6.6.6.6, 198.51.100.1"]) == [200, 200, 429]
    assert await statuses("203.0.113.9", ["198.51.100.3", "198.51.100.4"]) == [200, 429]


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe", b'{"title": "\xff"}', b'{"title": "\\ud800"}', b'{"title": ' + b"[" * 100_000, b'{"title": 1e999}',
        b'{"title": "a", "frameCount": ' + b"9" * 5_000 + b"}", b"null", b"NaN", b'{"title": "a", "title": "b"',
        b'{"title": "\\u0000"}',
    ],
)  # fmt: skip
@pytest.mark.attack("clients")
async def test_whatever_is_sent_as_json_is_a_400(client: httpx.AsyncClient, ana: Person, content: bytes) -> None:
    headers = ana.headers | {"content-type": "application/json"}
    answer = await client.post("/api/sessions", content=content, headers=headers)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"] == "Bad Request"


@pytest.mark.attack("clients")
async def test_a_duplicate_name_in_a_body_is_refused_on_every_route(client: httpx.AsyncClient, ana: Person) -> None:
    """At any depth, before anything else is checked."""
    headers = ana.headers | {"content-type": "application/json"}
    walked = 0
    for path, item in (await client.get("/api/openapi.json")).json()["paths"].items():
        for method, operation in item.items():
            if "application/json" not in operation.get("requestBody", {}).get("content", {}):
                continue
            walked += 1
            there = re.sub(r"\{\w+\}", "none_00000000", path)
            for content in (b'{"key": 1, "key": 1}', b'{"a": [{"key": 1, "b": 2, "key": 3}]}'):
                answer = await client.request(method.upper(), there, content=content, headers=headers)
                told = (answer.status_code, answer.json()["message"])
                assert told == (400, "key: this field was given twice"), f"{method} {path}"
    assert walked >= 12
    odd = await client.post("/api/sessions", content=b'{"\\ud800": 1, "\\ud800": 1}', headers=headers)
    assert (odd.status_code, odd.json()["message"]) == (400, "?: this field was given twice")


WORDED = [
    ({"title": 1}, "title: this has to be a text"),
    ({"title": ""}, "title: this may not be empty"),
    ({"title": "a" * 501}, "title: this may have at most 500 characters"),
    ({"title": "a\0"}, "title: it has characters that cannot be stored"),
    ({"duration": "1"}, "duration: this has to be a whole number"),
    ({"duration": 1.5}, "duration: this has to be a whole number"),
    ({"duration": -1}, "duration: this has to be at least 0"),
    ({"duration": 2**31}, "duration: this may be at most 2,147,483,647"),
    ({"urls": "a"}, "urls: this has to be a list"),
    ({"urls": ["a"] * 1001}, "urls: this may have at most 1,000 entries"),
    ({"urls": [1]}, "urls.0: this has to be a text"),
    ({"status": "done"}, "status: This value is unknown; give processing, complete or error."),
    ({"colour": 1}, "colour: this field is not known"),
]


@pytest.mark.parametrize(("body", "said"), WORDED)
async def test_what_does_not_fit_is_reported_in_words(
    client: httpx.AsyncClient, ana: Person, body: dict[str, object], said: str
) -> None:
    answer = await client.patch("/api/sessions/sess_00000000", json=body, headers=ana.headers)
    assert (answer.status_code, answer.json()["message"]) == (400, said)


async def test_other_routes_word_it_the_same(client: httpx.AsyncClient, ana: Person) -> None:
    for method, path, body, said in (
        ("PATCH", "/api/settings", {"includeRawDiff": "yes"}, "includeRawDiff: this has to be true or false"),
        (
            "PATCH",
            "/api/settings",
            {"defaultAgent": "GPT"},
            "defaultAgent: This value is unknown; give CLAUDE_CODE, CODEX, CURSOR or RAW.",
        ),
        (
            "PATCH",
            "/api/settings",
            {"maxRecordingLength": 7},
            "maxRecordingLength: This value is unknown; give 5, 10, 15 or 30.",
        ),
        ("PATCH", "/api/auth/me", {"avatarUrl": "http://a"}, "avatarUrl: it has to begin with https://"),
        ("GET", "/api/sessions/sess_00000000/prompt?budget=many", None, "budget: this has to be a whole number"),
        ("GET", "/api/sessions/sess_00000000/prompt?budget=1", None, "budget: this has to be at least 1,500"),
    ):
        answer = await client.request(method, path, json=body, headers=ana.headers)
        assert (answer.status_code, answer.json()["message"]) == (400, said)


@pytest.mark.attack("clients")
async def test_a_body_that_is_too_long_is_a_400(client: httpx.AsyncClient, ana: Person) -> None:
    headers = ana.headers | {"content-type": "application/json"}
    answer = await client.post("/api/sessions", content=b" " * (2 * 1024 * 1024 + 1), headers=headers)
    assert answer.json()["message"] == "The body is longer than 2 MB; send less."

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(30):
            yield b" " * 100_000

    answer = await client.post("/api/sessions", content=chunks(), headers=headers)
    assert answer.json()["message"] == "The body is longer than 2 MB; send less."


@pytest.mark.parametrize(
    "path", ["/api/sessions/%ff", "/api/sessions/%00", "/api/assets/%F0%9F%92%A9", "/api/sessions/a%2fb"]
)
@pytest.mark.attack("clients")
async def test_odd_ids_are_not_found(client: httpx.AsyncClient, ana: Person, path: str) -> None:
    assert (await client.get(path, headers=ana.headers)).status_code == 404


async def test_health_tells_which_dependency_is_away(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = {"status": "ok", "database": "ok", "assets": "ok", "jobs": "ok"}
    assert (await client.get("/api/health")).json() == well

    async def away(_: LocalAssets) -> None:
        raise StoreUnavailable(f"{INSIDE} cannot be used")

    monkeypatch.setattr(LocalAssets, "ping", away)
    answer = await client.get("/api/health")
    assert (answer.status_code, answer.json()) == (503, well | {"status": "unavailable", "assets": "unavailable"})
