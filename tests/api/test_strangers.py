"""On every route, what belongs to another account answers as if it did not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.api.auth.pairings import begin
from claude_scope.store.queries import extensions, pairings
from tests.analyses import minimal_analysis
from tests.api.build import complete_session
from tests.servers import on_both_databases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx

    from claude_scope.api.service import Service
    from tests.api.build import Person

    Record = Callable[[str, object], None]

pytestmark = on_both_databases
BODIES: dict[str, dict[str, Any]] = {
    "PATCH /api/sessions/{session_id}": {"title": "Mine now"},
    "PATCH /api/credentials/{credential_id}": {"label": "Mine now"},
    "POST /api/uploads/{upload_id}/finish": {"size": 1},
    "POST /api/pairings/{pairing_id}/token": {"secret": "not the secret"},
    "POST /api/pairings/{pairing_id}/confirm": {"code": "ABCD-2345"},
}
NOT_FOUND = {"statusCode": 404, "error": "Not Found"}


async def things_of(client: httpx.AsyncClient, service: Service, who: Person, folder: Path) -> dict[str, str]:
    """One id of each kind, by the parameter names of the routes."""
    session_id = await complete_session(service, who, folder, minimal_analysis(folder))
    frame = (await client.get(f"/api/sessions/{session_id}", headers=who.headers)).json()["frames"][0]
    key = {"provider": "anthropic", "key": "sk-ant-0123456789abcdef0123456789"}
    credential = (await client.post("/api/credentials", json=key, headers=who.headers)).json()["id"]
    asset = frame["imageUrl"].partition("?")[0].rpartition("/")[2]
    upload = (await client.post("/api/uploads", json={}, headers=who.headers)).json()["id"]
    ids = {"session_id": session_id, "frame_id": frame["id"], "credential_id": credential, "asset_id": asset}
    begun = await begin(service, "Firefox")
    with service.database.transaction() as tx:
        assert pairings.confirm(tx, who.id, begun.pairing.id)
        extension = extensions.add(tx, who.id, "Chrome", begun.pairing.expires_at)
    return ids | {"upload_id": upload, "offset": "0", "pairing_id": begun.pairing.id, "extension_id": extension}


async def operations(client: httpx.AsyncClient) -> list[tuple[str, str]]:
    """The methods and paths of all routes."""
    described = (await client.get("/api/openapi.json")).json()["paths"]
    return [(method.upper(), path) for path, item in described.items() for method in item]


@pytest.mark.attack("other accounts")
async def test_nobody_finds_what_belongs_to_another_account(
    client: httpx.AsyncClient, service: Service, ana: Person, ben: Person, tmp_path: Path, record_property: Record
) -> None:
    hers = await things_of(client, service, ana, tmp_path / "ana")
    walked = [(method, path) for method, path in await operations(client) if "{" in path]
    assert len(walked) >= 14
    record_property("attacks", len(walked))
    for method, path in walked:
        body = BODIES.get(f"{method} {path}")
        foreign = await client.request(method, path.format(**hers), json=body, headers=ben.headers)
        missing = {name: thing[:4] + "00000000" for name, thing in hers.items()}
        none = await client.request(method, path.format(**missing), json=body, headers=ben.headers)
        assert foreign.status_code == none.status_code == 404, f"{method} {path}: {foreign.text} {none.text}"
        assert foreign.json() == none.json(), "the answer tells which of them exists"
        assert foreign.json() | NOT_FOUND == foreign.json()
    assert (await client.get(f"/api/sessions/{hers['session_id']}", headers=ana.headers)).json()["frameCount"] == 1
    assert len((await client.get("/api/credentials", headers=ana.headers)).json()) == 1


ODD = "%00", "a%00b", "%F0%9F%92%A9", "a'b", "x" * 5000, "%EF%BF%BD", "a.b"


@pytest.mark.attack("clients")
async def test_what_can_be_no_id_is_not_found_either(
    client: httpx.AsyncClient, service: Service, ana: Person, tmp_path: Path, record_property: Record
) -> None:
    """On every route, for every parameter; PostgreSQL would reject queries with some of them."""
    hers = await things_of(client, service, ana, tmp_path)
    tried = 0
    for method, path in [(method, path) for method, path in await operations(client) if "{" in path]:
        for name, odd in [(name, odd) for name in hers if f"{{{name}}}" in path for odd in ODD]:
            asked = path.format(**hers | {name: odd})
            answer = await client.request(method, asked, json=BODIES.get(f"{method} {path}"), headers=ana.headers)
            assert answer.status_code == 404, f"{method} {path}: {answer.text}"
            assert answer.json()["message"].startswith("There is no such ")
            tried += 1
    record_property("attacks", tried)
    for address in ("/api/assets/%00", "/api/assets/a%00b?expires=9999999999&signature=ab"):
        assert (await client.get(address)).status_code == 404


@pytest.mark.attack("other accounts")
async def test_a_frame_of_another_session_is_not_found(
    client: httpx.AsyncClient, service: Service, ana: Person, ben: Person, tmp_path: Path
) -> None:
    hers = await things_of(client, service, ana, tmp_path / "ana")
    his = await complete_session(service, ben, tmp_path / "ben")
    answer = await client.delete(f"/api/sessions/{his}/frames/{hers['frame_id']}", headers=ben.headers)
    assert answer.status_code == 404


@pytest.mark.attack("other accounts", cases=4)
async def test_lists_and_sums_are_of_ones_own(
    client: httpx.AsyncClient, service: Service, ana: Person, ben: Person, tmp_path: Path
) -> None:
    await things_of(client, service, ana, tmp_path / "ana")
    for path in ("/api/sessions", "/api/sessions?limit=50", "/api/credentials"):
        assert (await client.get(path, headers=ben.headers)).json() == []
    assert (await client.get("/api/sessions/stats", headers=ben.headers)).json()["totalSessions"] == 0


@pytest.mark.attack("other accounts")
async def test_without_a_token_every_route_of_an_account_is_a_401(
    client: httpx.AsyncClient, service: Service, ana: Person, tmp_path: Path, record_property: Record
) -> None:
    hers = await things_of(client, service, ana, tmp_path / "ana")
    described = (await client.get("/api/openapi.json")).json()["paths"]
    walked = 0
    for path, item in described.items():
        for method, operation in item.items():
            if not operation.get("security"):
                continue
            walked += 1
            for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": ana.headers["Authorization"] + "x"}):
                body = BODIES.get(f"{method.upper()} {path}")
                answer = await client.request(method, path.format(**hers), json=body, headers=headers)
                assert answer.status_code == 401, f"{method} {path}: {answer.text}"
                assert answer.json() == {"statusCode": 401, "message": "Unauthorized"}
                assert answer.headers["www-authenticate"] == "Bearer"
    assert walked >= 25
    record_property("attacks", 3 * walked)
