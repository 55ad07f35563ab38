"""Files and their rows stay together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from claude_scope.errors import Conflict, NotFound, StoreUnavailable
from claude_scope.store.assets.files import BATCH, Audit, Files
from claude_scope.store.assets.local import LocalAssets
from claude_scope.store.ids import now
from claude_scope.store.queries import files as rows
from claude_scope.store.tables import File, Frame, Session, User
from tests.store.deleting import delete_of_session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from claude_scope.store.database import Database

PICTURE: dict[str, Any] = {"kind": "frame", "mime_type": "image/png", "user_id": "usr_A", "session_id": "sess_A"}
NOTHING = Audit((), ())


@pytest.fixture
def files(database: Database, tmp_path: Path) -> Files:
    with database.transaction() as tx:
        tx.add(User(id="usr_A", created_at=now()))
        tx.flush()
        for session_id in ("sess_A", "sess_B"):
            tx.add(session(session_id))
    return Files(database, LocalAssets(tmp_path / "files"))


def session(session_id: str) -> Session:
    return Session(
        id=session_id,
        user_id="usr_A",
        title="A",
        status="processing",
        agent_target="RAW",
        created_at=now(),
        updated_at=now(),
    )


async def stored(files: Files) -> int:
    """The number of files in the asset store."""
    return len([key async for key in files.assets.keys("")])


async def test_an_added_file_can_be_read_and_fetched(files: Files, tmp_path: Path) -> None:
    file_id = await files.add(b"picture", **PICTURE)
    assert file_id.startswith("ast_")
    assert await files.read(file_id) == b"picture"
    assert (await files.fetch(file_id, tmp_path / "out" / "copy.png")).read_bytes() == b"picture"
    found = await files.get(file_id)
    assert (found.size_bytes, found.mime_type, found.state) == (7, "image/png", "ready")
    assert found.key.startswith("sessions/sess_A/")
    assert found.key.endswith(".png")


async def test_the_same_content_is_stored_once_for_a_session_and_kind(files: Files, tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(b"picture")
    first = await files.add(b"picture", **PICTURE)
    assert await files.add(tmp_path / "picture", **PICTURE) == first
    assert await files.add(b"picture", **{**PICTURE, "kind": "thumbnail"}) != first
    assert await files.add(b"picture", **{**PICTURE, "session_id": "sess_B"}) != first
    assert await stored(files) == 3


async def test_a_write_that_a_dead_process_began_is_taken_over(files: Files) -> None:
    """The row exists, the file does not: adding the same content writes it under that row."""
    file_id = await files.add(b"picture", **PICTURE)
    await files.assets.delete((await files.get(file_id)).key)
    set_state(files, file_id, "writing")
    assert await files.add(b"picture", **PICTURE) == file_id
    assert await files.read(file_id) == b"picture"


async def test_deleting_takes_files_and_rows_of_the_kinds_named(files: Files) -> None:
    kept = await files.add(b"picture", **PICTURE)
    other = await files.add(b"picture", **{**PICTURE, "session_id": "sess_B"})
    gone = await files.add(b"video", **{**PICTURE, "kind": "video"})
    await delete_of_session(files, "sess_A", {"video", "step"})
    with pytest.raises(NotFound, match=gone):
        await files.get(gone)
    assert await files.read(kept) == b"picture"
    await delete_of_session(files, "sess_A")
    assert await files.read(other) == b"picture"
    assert await stored(files) == 1
    assert await files.audit() == NOTHING


async def test_a_file_that_is_being_deleted_is_found_by_nobody_and_the_sweep_ends_it(files: Files) -> None:
    """A process died between the commit that marked the file for deletion and the deletion."""
    file_id = await files.add(b"picture", **PICTURE)
    with files.database.transaction() as tx:
        rows.mark_for_deletion(tx, "sess_A")
    with pytest.raises(NotFound):
        await files.read(file_id)
    assert await files.sweep(older_than_s=3600) == 1
    assert await stored(files) == 0
    assert await files.audit() == NOTHING


async def test_content_that_is_being_deleted_can_be_stored_again(files: Files) -> None:
    """The end of the old deletion does not affect the new file."""
    await files.add(b"picture", **PICTURE)
    with files.database.transaction() as tx:
        rows.mark_for_deletion(tx, "sess_A")
    again = await files.add(b"picture", **PICTURE)
    await files.sweep(older_than_s=3600)
    assert await files.read(again) == b"picture"


async def test_a_file_that_is_condemned_while_it_is_written_does_not_stay(files: Files) -> None:
    """Its session was deleted in the meantime: the late file is deleted, and the writer gets an error."""

    class Slow(LocalAssets):
        async def put(self, key: str, source: Path | bytes, *, mime_type: str) -> None:
            with files.database.transaction() as tx:
                marked = rows.mark_for_deletion(tx, "sess_A")
            await files.remove(marked)
            await super().put(key, source, mime_type=mime_type)

    assert isinstance(files.assets, LocalAssets)
    with pytest.raises(Conflict):
        await Files(files.database, Slow(files.assets.root)).add(b"picture", **PICTURE)
    assert await stored(files) == 0
    assert await files.audit() == NOTHING


async def test_a_file_that_a_frame_refers_to_is_not_deleted_and_stops_no_sweep(files: Files) -> None:
    """Marking it for deletion was a mistake, which must neither delete the frame's picture nor stop the sweep of other
    files.
    """
    used, other = await files.add(b"used", **PICTURE), await files.add(b"other", **PICTURE)
    with files.database.transaction() as tx:
        values = {"session_id": "sess_A", "number": 1, "timestamp_ms": 0, "created_at": now()}
        tx.add(Frame(id="frm_A_1", image_id=used, thumbnail_id=used, **values))
        tx.flush()
        assert [file.id for file in rows.mark_for_deletion(tx, "sess_A")] == [other]
    set_state(files, used, "deleting")
    assert await files.sweep(older_than_s=3600) == 1
    assert await stored(files) == 1


async def test_a_file_that_cannot_be_deleted_stops_none_of_the_others(files: Files) -> None:
    """The error is raised at the end, and the file is deleted once that is possible."""
    stuck = await files.add(b"stuck", **PICTURE)
    for number in range(2 * BATCH):
        await files.add(b"%d" % number, **PICTURE)
    key = (await files.get(stuck)).key

    class Stuck(LocalAssets):
        async def delete(self, key_: str) -> None:
            if key_ == key:
                raise StoreUnavailable("The folder cannot be used.")
            await super().delete(key_)

    assert isinstance(files.assets, LocalAssets)
    with pytest.raises(StoreUnavailable):
        await delete_of_session(Files(files.database, Stuck(files.assets.root)), "sess_A")
    assert [left async for left in files.assets.keys("")] == [key]
    assert await files.sweep(older_than_s=3600) == 1
    assert await stored(files) == 0
    assert await files.audit() == NOTHING


async def test_the_sweep_leaves_what_is_young_and_what_has_a_session(files: Files) -> None:
    young = await files.add(b"video", **{**PICTURE, "session_id": None})
    kept = await files.add(b"picture", **PICTURE)
    assert await files.sweep(older_than_s=3600) == 0
    assert await files.sweep(older_than_s=-1) == 1
    with pytest.raises(NotFound):
        await files.get(young)
    assert await files.read(kept) == b"picture"


async def test_an_upload_gets_its_session_afterwards(files: Files) -> None:
    """The video is stored before the session is inserted, and linked in the transaction that inserts it."""
    video = await files.add(b"video", **{**PICTURE, "kind": "video", "session_id": None})
    with files.database.transaction() as tx:
        assert rows.link(tx, video, "sess_A")
        assert not rows.link(tx, video, "sess_B")
    assert await files.sweep(older_than_s=-1) == 0
    assert (await files.get(video)).session_id == "sess_A"


async def test_files_of_a_deleted_session_are_swept(files: Files) -> None:
    await files.add(b"picture", **PICTURE)
    with files.database.transaction() as tx:
        tx.delete(tx.get_one(Session, "sess_A"))
    assert await files.sweep(older_than_s=-1) == 1
    assert await stored(files) == 0


async def test_deleting_an_account_deletes_everything_of_it(files: Files) -> None:
    for session_id in ("sess_A", "sess_B", None):
        await files.add(b"picture", **{**PICTURE, "session_id": session_id})
    with files.database.transaction() as tx:
        marked = rows.mark_user_files_for_deletion(tx, "usr_A")
        tx.delete(tx.get_one(User, "usr_A"))
    await files.remove(marked)
    assert await stored(files) == 0
    assert await files.audit() == NOTHING


async def test_a_file_for_a_session_that_is_not_there_leaves_nothing(files: Files) -> None:
    with pytest.raises(NotFound, match="sess_X"):
        await files.add(b"picture", **{**PICTURE, "session_id": "sess_X"})
    assert await stored(files) == 0


async def test_a_source_that_is_not_there_is_named(files: Files, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="missing\\.png"):
        await files.add(tmp_path / "missing.png", **PICTURE)


async def test_another_account_does_not_find_a_file(files: Files) -> None:
    file_id = await files.add(b"picture", **PICTURE)
    with files.database.transaction() as tx:
        assert rows.get(tx, file_id, user_id="usr_A") is not None
        assert rows.get(tx, file_id, user_id="usr_B") is None


async def test_the_audit_sees_files_without_rows_and_rows_without_files(files: Files) -> None:
    file_id = await files.add(b"picture", **PICTURE)
    kept = await files.add(b"kept", **PICTURE)
    await files.assets.delete((await files.get(file_id)).key)
    await files.assets.put("sessions/stray.png", b"stray", mime_type="image/png")
    audit = await files.audit()
    assert audit == Audit(("sessions/stray.png",), (file_id,))
    await files.remove_strays(audit)
    assert await files.audit() == Audit((), (file_id,))
    assert await files.read(kept) == b"kept"


async def test_an_audit_is_not_misled_by_what_is_stored_and_deleted_meanwhile(files: Files) -> None:
    gone = await files.add(b"gone", **PICTURE)

    class Busy(LocalAssets):
        async def keys(self, prefix: str = "") -> AsyncIterator[str]:
            async for key in super().keys(prefix):
                yield key
            await files.add(b"new", **PICTURE)
            await files.delete(gone)

    assert isinstance(files.assets, LocalAssets)
    assert await Files(files.database, Busy(files.assets.root)).audit() == NOTHING


def set_state(files: Files, file_id: str, state: str) -> None:
    with files.database.transaction() as tx:
        tx.execute(update(File).where(File.id == file_id).values(state=state))
