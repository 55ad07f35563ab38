"""Every route of a running service, called with ids of another account: nothing is disclosed, and nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.attacks.town import CANARY, Person, Town, revoked, tampered
from tests.videos import three_states

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

    Record = Callable[[str, object], None]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
BODIES: dict[str, Any] = {
    "PATCH /api/sessions/{session_id}": {"title": "Mine now"},
    "PATCH /api/credentials/{credential_id}": {"label": "Mine now"},
    "POST /api/uploads/{upload_id}/finish": {"size": 1},
    "POST /api/pairings/{pairing_id}/token": {"secret": "not the secret"},
    "POST /api/pairings/{pairing_id}/confirm": {"code": "ABCD-2345"},
}
ENDS = {"DELETE /api/auth/me", "POST /api/auth/logout-all", "DELETE /api/sessions", "PATCH /api/auth/me"}
"""Routes about one's own account: each attacker has a new one."""
POSES: dict[str, Callable[[Town], dict[str, str]]] = {
    "another user's id": lambda town: {"X-User-Id": town.ana.id, "X-Forwarded-User": town.ana.id},
    "the address of this machine": lambda town: {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1"},
    "another address for the one asked": lambda town: {"X-Original-URL": "/api/health", "X-Rewrite-URL": "/api/health"},
    "another method": lambda town: {"X-HTTP-Method-Override": "GET"},
    "her token in a cookie": lambda town: {"Cookie": f"cs-auth={town.ana.headers['Authorization'][7:]}"},
}
"""Headers with which a client may claim an identity, and which must never be trusted."""


def routes(town: Town) -> Iterator[tuple[str, str, bool]]:
    """Method and path of each operation, and whether it needs a token."""
    for path, operations in town.described().items():
        for method, operation in operations.items():
            yield method.upper(), path, bool(operation.get("security"))


def tells(answer: httpx.Response, town: Town) -> list[str]:
    """Data of the victim in a response; the requested path itself does not count."""
    return told(f"{answer.headers} {answer.text}", town)


def told(text: str, town: Town) -> list[str]:
    return [secret for secret in (CANARY, town.ana.id, "Northwind", "sk-ant") if secret in text]


def ask(town: Town, method: str, path: str, who: Person | None, **headers: str) -> httpx.Response:
    body = BODIES.get(f"{method} {path}")
    return town.ask(method, path.format(**town.things), who, json=body, headers=headers)


@pytest.mark.attack("other accounts")
def test_another_account_finds_nothing_on_any_route_whatever_it_says_of_itself(
    idle: Town, record_property: Record
) -> None:
    before, tried = idle.of_ana(), 0
    ben = idle.somebody()
    for method, path, _ in routes(idle):
        for headers in ({}, *(pose(idle) for pose in POSES.values())):
            who = idle.somebody() if f"{method} {path}" in ENDS else ben
            answer = ask(idle, method, path, who, **headers)
            tried += 1
            assert tells(answer, idle) == [], f"{method} {path} with {headers}"
            if "{" in path:
                assert answer.status_code == 404, f"{method} {path} with {headers}: {answer.text}"
            assert answer.status_code < 500
    record_property("attacks", tried)
    assert idle.of_ana() == before
    assert idle.is_well()


@pytest.mark.attack("other accounts")
def test_without_a_valid_token_every_route_is_closed(idle: Town, record_property: Record) -> None:
    """Without a token, with a modified one, and with a revoked one."""
    before, tried = idle.of_ana(), 0
    for who in (None, tampered(idle.ana), revoked(idle)):
        for method, path, needs_token in routes(idle):
            for pose in POSES.values():
                answer = ask(idle, method, path, who, **pose(idle))
                tried += 1
                assert tells(answer, idle) == [], f"{method} {path}"
                if needs_token:
                    assert answer.status_code == 401, f"{method} {path}: {answer.text}"
                    assert answer.json() == {"statusCode": 401, "message": "Unauthorized"}
    record_property("attacks", tried)
    assert idle.of_ana() == before


@pytest.mark.attack("other accounts")
def test_methods_that_a_route_does_not_have_are_refused(idle: Town, record_property: Record) -> None:
    before, tried = idle.of_ana(), 0
    ben = idle.somebody()
    for path, operations in idle.described().items():
        for method in {*METHODS} - {name.upper() for name in operations} - ({"HEAD"} if "get" in operations else set()):
            for who in (ben, None):
                answer = ask(idle, method, path, who)
                tried += 1
                assert tells(answer, idle) == [], f"{method} {path}"
                assert answer.status_code in (200, 204, 400, 401, 404, 405), f"{method} {path}: {answer.text}"
                assert answer.status_code >= 400 or method == "OPTIONS", f"{method} {path}: {answer.text}"
    record_property("attacks", tried)
    assert idle.of_ana() == before


MIXED = {
    "the frame of hers in a session of mine": "/api/sessions/{mine}/frames/{frame_id}",
    "a frame of mine in the session of hers": "/api/sessions/{session_id}/frames/{my_frame}",
    "her picture below mine": "/api/assets/{mine}%2F..%2F{asset_id}",
    "her session behind mine": "/api/sessions/{mine}%2F..%2F{session_id}",
    "her session behind a dot": "/api/sessions/./{session_id}",
    "her session with a query": "/api/sessions/{session_id}?userId={ana}&user_id={ana}&owner={ana}",
    "her session twice": "/api/sessions/{session_id},{session_id}",
    "her session in capitals": "/api/Sessions/{session_id}",
    "her session with a slash": "/api/sessions/{session_id}/",
    "her session below two slashes": "/api//sessions/{session_id}",
    "her session with a zero byte": "/api/sessions/{session_id}%00",
    "her session with a semicolon": "/api/sessions/{session_id};a=b",
    "a wildcard": "/api/sessions/%25",
    "a pattern": "/api/sessions/sess_________",
    "SQL": "/api/sessions/x'%20OR%20'1'='1",
    "her list by a cursor": "/api/sessions?limit=100&cursor={session_id}",
    "her list by her id": "/api/sessions?userId={ana}",
    "her picture with a signature of nothing": "/api/assets/{asset_id}?expires=9999999999&signature=",
    "the file of the database": "/web/..%2f..%2f..%2f..%2fdata%2fclaude-scope.db",
    "the keys": "/web/js/..%2f..%2f..%2fkeys%2f0001.pem",
    "a file of the system": "/web/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
}


@pytest.mark.attack("other accounts")
@pytest.mark.parametrize("way", MIXED)
def test_ids_that_are_mixed_or_bent_lead_nowhere(idle: Town, way: str) -> None:
    ben = idle.somebody()
    mine = idle.ask("POST", "/api/sessions", ben, json={"title": "Mine"}).json()["id"]
    named = {"mine": mine, "my_frame": f"frm_{mine[5:]}_1", "ana": idle.ana.id, **idle.things}
    before = idle.of_ana()
    for method in ("GET", "DELETE"):
        status, answer = idle.ask_exactly(method, MIXED[way].format(**named), ben)
        assert told(answer.decode("utf-8", "replace").replace(MIXED[way].format(**named), ""), idle) == []
        assert not any(mark in answer for mark in (b"root:", b"SQLite format", b"-----BEGIN"))
        assert status in (200, 204, 400, 401, 404, 405), answer
    assert idle.of_ana() == before


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return three_states(tmp_path_factory.mktemp("video") / "counter.webm")


@pytest.mark.attack("other accounts")
def test_the_key_of_another_accounts_upload_can_be_used_too(idle: Town, video: Path) -> None:
    """A repeated upload is answered with the first one's session, but only for the same account."""

    def send(who: Person) -> dict[str, Any]:
        answer = idle.ask(
            "POST",
            "/api/recordings",
            who,
            data={"title": CANARY if who is idle.ana else "Mine", "seedUrl": "http://127.0.0.1:9/"},
            files={"file": video.read_bytes()},
            headers={"Prefer": "respond-async", "Idempotency-Key": "one-and-the-same"},
        )
        assert answer.status_code == 202, answer.text
        found: dict[str, Any] = answer.json()
        return found

    hers, again, his = send(idle.ana), send(idle.ana), send(idle.somebody())
    assert hers["id"] == again["id"]
    assert his["id"] != hers["id"]
    assert (his["title"], his["userId"] == idle.ana.id) == ("Mine", False)
