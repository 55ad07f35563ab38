"""The queries of resumable uploads, pairings and paired browsers, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_scope.store.queries import extensions, pairings, uploads
from tests.store.accounts import file, session

if TYPE_CHECKING:
    from claude_scope.store.database import Database

LATER, EARLIER = "2999-01-01T00:00:00.000Z", "2000-01-01T00:00:00.000Z"


def begun(database: Database, user_id: str, **values: Any) -> str:
    row = {"upload_key": None, "sealed_key": "sealed", "encrypted_fields": "{}", "expires_at": LATER, **values}
    with database.transaction() as tx:
        return uploads.begin(tx, user_id, row)


def test_an_upload_grows_by_chunks_without_gaps_and_ends_with_its_session(database: Database, ana: str) -> None:
    upload = begun(database, ana, upload_key="one")
    chunk = file(database, ana, None, kind="chunk")
    with database.transaction() as tx:
        assert uploads.add_chunk(tx, ana, upload, 0, chunk, 7, LATER)
        assert not uploads.add_chunk(tx, ana, upload, 3, chunk, 7, LATER)
        found = uploads.of_key(tx, ana, "one")
        assert found is not None
        assert (found.id, found.received, uploads.unfinished(tx, ana)) == (upload, 7, 1)
        assert uploads.chunk_sha256(tx, upload, 0) == chunk
        assert uploads.chunk_sha256(tx, upload, 7) is None
    made = session(database, ana)
    with database.transaction() as tx:
        marked = uploads.finish(tx, ana, upload, made)
        assert marked is not None
        assert [each.id for each in marked] == [chunk]
        assert uploads.unfinished(tx, ana) == 0


def test_an_upload_belongs_to_its_account(database: Database, ana: str, ben: str) -> None:
    upload = begun(database, ana)
    with database.transaction() as tx:
        assert uploads.get(tx, ben, upload) is None
        assert uploads.remove(tx, ben, upload) is None
        assert uploads.remove_all_of(tx, ben) == []
        assert uploads.get(tx, ana, upload) is not None
        assert uploads.remove(tx, ana, upload) == []
        assert uploads.get(tx, ana, upload) is None


def test_expired_uploads_are_removed_with_their_chunks(database: Database, ana: str) -> None:
    old, new = begun(database, ana, expires_at=EARLIER), begun(database, ana)
    with database.transaction() as tx:
        assert uploads.get(tx, ana, old) is None
        assert uploads.remove_expired(tx, "2001-01-01T00:00:00.000Z") == []
        assert list(uploads.sealed_keys(tx)) == [new]


def test_sealed_keys_are_replaced_and_a_backup_has_no_upload(database: Database, ana: str) -> None:
    upload = begun(database, ana)
    with database.transaction() as tx:
        uploads.put_sealed_keys(tx, {upload: "sealed again"})
        assert uploads.sealed_keys(tx) == {upload: "sealed again"}
        uploads.remove_all(tx)
        assert uploads.sealed_keys(tx) == {}


def test_a_pairing_is_confirmed_and_taken_once(database: Database, ana: str, ben: str) -> None:
    with database.transaction() as tx:
        pairing = pairings.begin(tx, "Chromium", "ABCD-2345", "hash", LATER)
        assert pairings.get(tx, ana, pairing.id) == pairing
        assert pairings.confirm(tx, ana, pairing.id)
        assert pairings.get(tx, ben, pairing.id) is None
        taken = pairings.take(tx, pairing.id, "hash")
        assert taken is not None
        assert (taken.user_id, taken.name) == (ana, "Chromium")
        assert pairings.take(tx, pairing.id, "hash") is None


def test_a_pairing_ends_by_refusal_wrong_secrets_and_time(database: Database, ana: str) -> None:
    with database.transaction() as tx:
        refused, guessed = (pairings.begin(tx, "Chromium", "ABCD-2345", "hash", LATER) for _ in range(2))
        assert pairings.refuse(tx, ana, refused.id)
        assert not pairings.refuse(tx, ana, refused.id)
        assert [pairings.take(tx, guessed.id, "wrong") for _ in range(pairings.MAX_WRONG_SECRETS)] == [None] * 5
        assert pairings.take(tx, guessed.id, "hash") is None
        old = pairings.begin(tx, "Chromium", "ABCD-2345", "hash", EARLIER)
        pairings.remove_expired(tx, "2001-01-01T00:00:00.000Z")
        assert pairings.get(tx, ana, old.id) is None


def test_paired_browsers_are_listed_and_revoked(database: Database, ana: str, ben: str) -> None:
    with database.transaction() as tx:
        first, second = (extensions.add(tx, ana, name, LATER) for name in ("Chromium", "Edge"))
        extensions.mark_used(tx, second)
        assert {each.id: each.last_used_at is None for each in extensions.every(tx, ana)} == {
            first: True,
            second: False,
        }
        assert extensions.get(tx, ben, first) is None
        assert not extensions.remove(tx, ben, first)
        assert extensions.remove(tx, ana, first)
        assert extensions.get(tx, ana, first) is None
        extensions.remove_all_of(tx, ana)
        assert extensions.every(tx, ana) == []
        old = extensions.add(tx, ana, "Chromium", EARLIER)
        extensions.remove_expired(tx, "2001-01-01T00:00:00.000Z")
        assert extensions.get(tx, ana, old) is None
