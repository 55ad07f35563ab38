"""Bodies of sessions are remembered, in so many bytes, and never after the session has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.api.details import Details, Edition
from claude_scope.api.sessions import stored_session
from tests.api.build import complete_session

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from claude_scope.api.service import Service
    from claude_scope.api.sessions.stored_session import Address
    from claude_scope.store.queries.sessions import Kept
    from tests.api.build import Person


@pytest.fixture
def service_url(database_url: str) -> str:
    """SQLite, and PostgreSQL."""
    return database_url


async def test_a_session_is_laid_out_once_until_it_changes(
    client: httpx.AsyncClient,
    service: Service,
    ana: Person,
    ben: Person,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = f"/api/sessions/{await complete_session(service, ana, tmp_path)}"
    laid_out: list[str] = []
    lay_out = stored_session.detail

    def counted(found: Kept, address: Address) -> dict[str, Any]:
        laid_out.append(found.session["id"])
        return lay_out(found, address)

    monkeypatch.setattr(stored_session, "detail", counted)
    first = await client.get(path, headers=ana.headers)
    assert (await client.get(path, headers=ana.headers)).content == first.content
    assert len(laid_out) == 1
    assert (await client.get(path, headers=ben.headers)).status_code == 404, "it is remembered, and hers"
    await client.patch(path, json={"title": "Another"}, headers=ana.headers)
    assert (await client.get(path, headers=ana.headers)).json()["title"] == "Another"
    await client.delete(f"{path}/frames/{first.json()['frames'][1]['id']}", headers=ana.headers)
    assert len((await client.get(path, headers=ana.headers)).json()["frames"]) == len(first.json()["frames"]) - 1
    assert len(laid_out) == 3
    await client.delete(path, headers=ana.headers)
    assert (await client.get(path, headers=ana.headers)).status_code == 404


def test_what_was_asked_for_least_recently_is_forgotten_first() -> None:
    details = Details(at_most_bytes=10)
    one, two, three = (Edition("sess_00000000", version, 0) for version in range(3))
    details.put(one, b"1234")
    details.put(two, b"1234")
    details.put(two, b"12345")
    assert details.get(one) == b"1234"
    details.put(three, b"12")
    assert (details.get(one), details.get(two), details.get(three)) == (b"1234", None, b"12")
    details.put(two, bytes(11))
    assert [details.get(edition) for edition in (one, two, three)] == [None, None, None]
