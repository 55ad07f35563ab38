"""A backup taken while a server runs restores the same service elsewhere, and a hostile backup changes nothing."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_BZIP2, ZipFile, ZipInfo

import pytest
from sqlalchemy import select, text

from claude_scope.errors import BadInput, NotFound, UsageError
from claude_scope.jobs import control
from claude_scope.jobs.session.upload_texts import as_written, mask_upload
from claude_scope.store.assets.files import Audit
from claude_scope.store.backup import archive, backup, restore
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.store.encryption.secret_keys import Secrets, key_file
from claude_scope.store.queries import credentials, files, sessions, uploads, work
from claude_scope.store.tables import Frame
from tests.store.accounts import session
from tests.store.laptops import NO_BROWSER, at, enqueue, laptop_of, restore_trusted, rewrite
from tests.store.newer_schema import add_a_migration
from tests.store.running import answered, scope, serving
from tests.videos import three_states

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.store.laptops import Laptop

KEY = "sk-ant-0123456789abcdef0123-9fQA"


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    with laptop_of(tmp_path / "data") as opened:
        yield opened


def modes(folder: Path) -> set[tuple[bool, int]]:
    return {(path.is_dir(), path.stat().st_mode & 0o777) for path in [folder, *folder.rglob("*")]}


# --- the whole, with real servers -------------------------------------------------------------------------------------


def test_while_a_server_works_every_backup_is_whole(laptop: Laptop, tmp_path: Path) -> None:
    """Sessions and files come and go all the time; each of three backups contains every file that its rows name."""
    data, stop = laptop.settings.data_dir, threading.Event()
    churning = threading.Thread(target=lambda: asyncio.run(laptop.churn(stop)))
    with serving(data) as client:
        answered(client.post("/api/credentials", json={"provider": "anthropic", "key": KEY}), 201)
        churning.start()
        try:
            for number in range(3):
                answered(client.post("/api/sessions", json={"title": f"before {number}"}), 201)
                done = scope(data, "backup", tmp_path / f"{number}.zip")
                assert done.returncode == 0, done.stderr
        finally:
            stop.set()
            churning.join()
        token = client.headers["Authorization"]
    for number in range(3):
        assert (tmp_path / f"{number}.zip").stat().st_mode & 0o777 == 0o600
        other = tmp_path / f"restored {number}"
        done = scope(other, "restore", "--trust", tmp_path / f"{number}.zip")
        assert done.returncode == 0, done.stderr
        assert modes(other) <= {(True, 0o700), (False, 0o600)}
        with laptop_of(other) as there:
            assert asyncio.run(there.files.audit()) == Audit((), ())
            assert {f"before {item}" for item in range(number + 1)} <= there.titles()
            assert f"before {number + 1}" not in there.titles()
            with there.database.transaction() as tx:
                orphans = select(Frame.id).where(Frame.image_id.not_in([file.id for file in files.complete(tx)]))
                assert list(tx.scalars(orphans)) == []
                sealed = credentials.secrets(tx)
            assert [Secrets.of(there.settings).open(token) for token in sealed.values()] == [KEY]
    with serving(tmp_path / "restored 2", "--no-worker") as client:
        assert client.get("/api/sessions", headers={"Authorization": token}).status_code == 401
        assert "before 2" in {entry["title"] for entry in answered(client.get("/api/sessions"))}
    assert [path.name for path in data.iterdir() if path.name.startswith(".")] == []


def test_a_session_that_was_being_worked_on_is_completed_where_it_is_restored(laptop: Laptop, tmp_path: Path) -> None:
    """One backup is taken while the session waits, one while it is processed; the page's inspection
    is not tested here.
    """
    data = laptop.settings.data_dir
    session_id = asyncio.run(enqueue(laptop, three_states(tmp_path / "video.webm")))
    assert scope(data, "backup", tmp_path / "waiting.zip").returncode == 0
    with serving(data, **NO_BROWSER) as client:
        while lane_of(client, session_id) == "pending":
            time.sleep(0.1)
        assert scope(data, "backup", tmp_path / "running.zip").returncode == 0
    for name in ("waiting", "running"):
        other = tmp_path / name
        done = scope(other, "restore", "--trust", tmp_path / f"{name}.zip")
        assert done.returncode == 0, done.stderr
        with serving(other, **NO_BROWSER) as client:
            wait_until_complete(client, session_id)
        with laptop_of(other) as there:
            assert asyncio.run(there.files.audit()) == Audit((), ())


async def test_the_texts_of_an_unfinished_upload_can_be_read_where_it_is_restored(
    laptop: Laptop, tmp_path: Path
) -> None:
    """The restored service has other secret keys."""
    texts = {"title": "Basket", "seed_url": "http://localhost:1/?api_key=Zq8Kp2Lm4Nx6Rt1Vw3Yb", "notes": ""}
    secrets = Secrets.of(laptop.settings)
    sealed_key = DataKey.generate(secrets)
    masked, encrypted = mask_upload(texts, DataKey.open(sealed_key, secrets, laptop.user_id))
    file: dict[str, Any] = {"mime_type": "video/webm", "user_id": laptop.user_id, "session_id": None}
    video = await laptop.files.add(b"video", kind="video", sealed_key=sealed_key, **file)
    session_id = session(laptop.database, laptop.user_id, **masked)
    with laptop.database.transaction() as tx:
        assert files.link(tx, video, session_id, encrypted)
    backup.backup(laptop.settings, tmp_path / "made.zip")
    restore_trusted(tmp_path / "made.zip", at(tmp_path / "other"))
    with laptop_of(tmp_path / "other") as there, there.database.transaction() as tx:
        job = work.take_up(tx, session_id, 0, "key")
    assert job is not None
    assert job.seed_url == masked["seed_url"] != texts["seed_url"]
    assert as_written(job, Secrets.of(at(tmp_path / "other"))).seed_url == texts["seed_url"]


async def test_a_resumable_upload_is_left_out_of_a_backup(laptop: Laptop, tmp_path: Path) -> None:
    """Its client begins it again."""
    chunk = await laptop.files.add(
        b"chunk", kind="chunk", mime_type="application/octet-stream", user_id=laptop.user_id, session_id=None
    )
    with laptop.database.transaction() as tx:
        values = {"sealed_key": "key", "expires_at": "2099-01-01T00:00:00.000Z"}
        upload = uploads.begin(tx, laptop.user_id, values)
        assert uploads.add_chunk(tx, laptop.user_id, upload, 0, chunk, 5, values["expires_at"])
    backup.backup(laptop.settings, tmp_path / "made.zip")
    restore_trusted(tmp_path / "made.zip", at(tmp_path / "other"))
    with laptop_of(tmp_path / "other") as there:
        with there.database.transaction() as tx:
            assert uploads.get(tx, laptop.user_id, upload) is None
            assert files.every_key(tx) == set()
        assert await there.files.audit() == Audit((), ())
    with laptop.database.transaction() as tx:
        assert uploads.get(tx, laptop.user_id, upload) is not None


def test_a_failed_session_is_tried_again_where_it_is_restored(laptop: Laptop, tmp_path: Path) -> None:
    """Its third attempt failed; the restored service knows nothing of the earlier ones."""
    session_id = asyncio.run(enqueue(laptop, three_states(tmp_path / "video.webm")))
    with laptop.database.transaction() as tx:
        control.fail_attempt(tx, session_id, 0, "It broke.")
        tx.execute(text("UPDATE sessions SET attempt = 2"))
    backup.backup(laptop.settings, tmp_path / "b.zip")
    restore_trusted(tmp_path / "b.zip", at(tmp_path / "other"))
    with serving(tmp_path / "other", **NO_BROWSER) as client:
        answered(client.post(f"/api/sessions/{session_id}/retry"), 202)
        wait_until_complete(client, session_id)


def test_a_backup_of_an_older_schema_becomes_one_of_the_newest(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_a_migration(tmp_path, monkeypatch)
    restore_trusted(made, at(tmp_path / "other"))
    with laptop_of(tmp_path / "other") as there, there.database.transaction() as tx:
        assert tx.scalar(text("SELECT version_num FROM alembic_version")) == "0013"
        assert tx.scalars(text("SELECT note FROM rate_limits")).all() == []


def lane_of(client: httpx.Client, session_id: str) -> str:
    status = answered(client.get(f"/api/sessions/{session_id}/status"))["processingStatus"]
    found: str = status["visionLane"]["status"]
    return found


def wait_until_complete(client: httpx.Client, session_id: str) -> None:
    while (found := answered(client.get(f"/api/sessions/{session_id}/status")))["sessionStatus"] == "processing":
        time.sleep(0.1)
    assert found["sessionStatus"] == "complete", found


# --- what changes meanwhile, and what is missing ----------------------------------------------------------------------


async def test_a_file_that_is_deleted_after_the_snapshot_is_not_missed(
    laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, kept = await laptop.add_session(b"gone", title="gone"), await laptop.add_session(b"kept", title="kept")
    take = backup._take
    snapshots = []

    def then_delete(*arguments: Any) -> Any:
        snapshots.append(take(*arguments))
        if len(snapshots) == 1:
            with laptop.database.transaction() as tx:
                marked = sessions.remove(tx, laptop.user_id, gone)
            for file in marked or []:
                (laptop.settings.data_dir / "files" / file.key).unlink()
        return snapshots[-1]

    monkeypatch.setattr(backup, "_take", then_delete)
    made = await asyncio.to_thread(backup.backup, laptop.settings, tmp_path / "b.zip")
    assert (made.sessions, made.files, made.missing) == (1, 1, ())
    assert len(snapshots) == 2
    await asyncio.to_thread(restore_trusted, tmp_path / "b.zip", at(tmp_path / "other"))
    with laptop_of(tmp_path / "other") as there:
        assert await there.files.audit() == Audit((), ())
        assert there.titles() == {"kept"}
    assert kept


async def test_what_is_missing_is_reported_twice(laptop: Laptop, tmp_path: Path) -> None:
    """By the backup, which is made nevertheless, and when it is restored."""
    await laptop.add_session(b"gone", title="gone")
    await laptop.add_session(b"kept", title="kept")
    with laptop.database.transaction() as tx:
        lost, *_ = files.complete(tx)
        credentials.add(tx, laptop.user_id, {"provider": "anthropic", "key": KEY}, lambda key: key)
    (laptop.settings.data_dir / "files" / lost.key).unlink()
    done = await asyncio.to_thread(scope, laptop.settings.data_dir, "backup", tmp_path / "b.zip")
    assert done.returncode == 1
    assert "holds 2 sessions and 1 file." in done.stdout
    assert f"missing: the stored file {lost.id} ({lost.key})" in done.stderr
    assert "missing: the secret key that opens the key for models crd_" in done.stderr
    again = await asyncio.to_thread(scope, tmp_path / "other", "restore", "--trust", tmp_path / "b.zip")
    assert again.returncode == 1
    assert sorted(again.stderr.splitlines()) == sorted(done.stderr.splitlines())
    with laptop_of(tmp_path / "other") as there:
        assert there.titles() == {"gone", "kept"}


@pytest.mark.attack("backups")
@pytest.mark.parametrize("other", [b"PICTURE" * 1000, b"picture" * 999, b"picture" * 1001], ids=len)
def test_a_picture_that_was_replaced_is_named_and_left_out(made: Path, tmp_path: Path, other: bytes) -> None:
    """The checksum in the zip is right."""
    (name,) = [name for name in ZipFile(made).namelist() if name.startswith("files/")]
    key = name.removeprefix("files/")
    with laptop_of(tmp_path / "data") as there, there.database.transaction() as tx:
        (file,) = files.complete(tx)
    hostile = rewrite(made, tmp_path / "hostile.zip", entries={name: other})
    kept = restore_trusted(hostile, at(tmp_path / "other"))
    assert kept == archive.BackupContents(1, 0, (f"the stored file {file.id} ({key})",))
    assert not (tmp_path / "other" / name).exists()
    with laptop_of(tmp_path / "other") as there:
        assert asyncio.run(there.files.audit()) == Audit((), (file.id,))


def test_what_is_stored_elsewhere_is_reported(laptop: Laptop, tmp_path: Path) -> None:
    Secrets([], tmp_path / "keys" / "made.txt")
    given = (tmp_path / "keys" / "made.txt").read_text().split()
    there = at(laptop.settings.data_dir, assets="s3://bucket/scope", secret_keys=given)
    made = backup.backup(there, tmp_path / "b.zip")
    assert [item.partition(",")[0] for item in made.missing] == ["the stored files", "the secret keys"]
    assert given[0] not in " ".join(made.missing)


def test_there_has_to_be_something_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nothing to back up"):
        backup.backup(at(tmp_path / "none"), tmp_path / "b.zip")
    with pytest.raises(UsageError, match="pg_dump"):
        backup.backup(at(tmp_path, database_url="postgresql://db/scope"), tmp_path / "b.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_exists_is_never_replaced(laptop: Laptop, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("mine")
    with pytest.raises(UsageError, match="exists already"):
        backup.backup(laptop.settings, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_text() == "mine"


def test_a_backup_that_is_cut_off_leaves_nothing(
    laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backup, "_copy_rest", die)
    with pytest.raises(KeyboardInterrupt):
        backup.backup(laptop.settings, tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()
    assert not [path for path in laptop.settings.data_dir.iterdir() if path.name.startswith(".")]


# --- where it is restored ---------------------------------------------------------------------------------------------


@pytest.fixture
def made(laptop: Laptop, tmp_path: Path) -> Path:
    """A backup of one session."""
    asyncio.run(laptop.add_session(b"picture" * 1000, title="kept"))
    Secrets.of(laptop.settings)
    backup.backup(laptop.settings, tmp_path / "made.zip")
    return tmp_path / "made.zip"


def test_nothing_is_restored_over_something(made: Path, laptop: Laptop, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in laptop.settings.data_dir.rglob("*")}
    with pytest.raises(UsageError, match="holds something already"):
        restore_trusted(made, laptop.settings)
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="holds something already"):
        restore_trusted(made, at(tmp_path / "file"))
    assert {path: path.stat().st_mtime_ns for path in laptop.settings.data_dir.rglob("*")} == before


def test_a_folder_that_a_server_uses_is_refused(made: Path, tmp_path: Path) -> None:
    data = tmp_path / "used"
    with serving(data, "--no-worker") as client:
        done = scope(data, "restore", "--trust", made)
        assert done.returncode == 2
        assert "stop claude-scope" in done.stderr
        assert answered(client.get("/api/sessions")) == []


def test_a_server_that_starts_meanwhile_wins(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check = restore._check_space

    def then_start(*arguments: Any) -> None:
        check(*arguments)
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "claude-scope.db").write_text("a server's")

    monkeypatch.setattr(restore, "_check_space", then_start)
    with pytest.raises(UsageError, match="cannot be made"):
        restore_trusted(made, at(tmp_path / "other"))
    assert (tmp_path / "other" / "claude-scope.db").read_text() == "a server's"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".other")] == []


def test_an_empty_folder_and_one_through_a_link_will_do(made: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "disk")
    assert restore_trusted(made, at(tmp_path / "link")) == archive.BackupContents(1, 1, ())
    assert (tmp_path / "link").is_symlink()
    assert {path.name for path in (tmp_path / "disk").iterdir()} == {"claude-scope.db", "files", "keys"}


@pytest.mark.attack("backups")
def test_what_the_rows_do_not_know_is_left_out(made: Path, tmp_path: Path) -> None:
    with ZipFile(made, "a") as changed:
        changed.writestr("files/sessions/sess_X/stray.png", b"stray")
    assert restore_trusted(made, at(tmp_path / "other")) == archive.BackupContents(1, 1, ())
    assert not (tmp_path / "other" / "files" / "sessions" / "sess_X").exists()


# --- hostile and damaged ----------------------------------------------------------------------------------------------

OUTSIDE = (
    "../evil", "/tmp/evil", "files/../../evil", "files//etc/evil", "keys/../evil", "keys/a/b", "keys/", "files/",
    "keys/.ssh", "C:\\evil", "files/..\\evil", "claude-scope.db/../evil", "claude-scope.db-wal", "worker.lock", "a",
    "keys/a\nb", "files/é", "files/" + "a" * 201,
)  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.attack("backups")
def test_an_entry_that_could_land_elsewhere_is_refused(made: Path, tmp_path: Path, name: str) -> None:
    with ZipFile(made, "a") as changed:
        changed.writestr(ZipInfo(name), b"evil")
    refused(made, tmp_path, "it holds")


def refused(made: Path, tmp_path: Path, why: str) -> None:
    """The restore is refused with a message, and creates nothing."""
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BadInput, match=why):
        restore_trusted(made, at(tmp_path / "other"))
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.attack("backups")
def test_an_entry_that_comes_twice_is_refused(made: Path, tmp_path: Path) -> None:
    with ZipFile(made, "a") as changed, pytest.warns(UserWarning, match="Duplicate"):
        changed.writestr("keys/secrets.txt", b"evil")
    refused(made, tmp_path, "it holds 'keys/secrets.txt'")


@pytest.mark.attack("backups")
def test_a_link_becomes_a_file(made: Path, tmp_path: Path) -> None:
    """Here the link replaces the picture."""
    with ZipFile(made) as old, ZipFile(tmp_path / "link.zip", "w") as new:
        for entry in old.infolist():
            if entry.filename.startswith("files/"):
                entry.external_attr = 0o120777 << 16
            new.writestr(entry, old.read(entry))
    restore_trusted(tmp_path / "link.zip", at(tmp_path / "other"))
    [path] = (tmp_path / "other" / "files").rglob("*.png")
    assert (path.is_symlink(), path.read_bytes(), path.stat().st_mode & 0o777) == (False, b"picture" * 1000, 0o600)


@pytest.mark.attack("backups")
def test_another_kind_of_compression_is_refused(made: Path, tmp_path: Path) -> None:
    with ZipFile(made, "a") as changed:
        changed.writestr("keys/bomb", b"0" * 1000, ZIP_BZIP2)
    refused(made, tmp_path, "it holds")


@pytest.mark.attack("backups")
def test_more_than_the_disk_has_room_for_is_refused(made: Path, tmp_path: Path) -> None:
    """A zip bomb declares its size, and no more than that is read."""
    with ZipFile(made, "a") as changed:
        for number in range(3):
            entry = ZipInfo(f"keys/bomb{number}")
            changed.writestr(entry, b"0")
            entry.file_size = 2**60
    refused(made, tmp_path, "make room")


@pytest.mark.attack("backups")
def test_an_entry_that_says_less_than_it_holds_is_damaged(made: Path, tmp_path: Path) -> None:
    with ZipFile(made) as old, ZipFile(tmp_path / "bomb.zip", "w") as new:
        for name in old.namelist():
            entry = ZipInfo(name)
            new.writestr(entry, old.read(name))
            if name == "claude-scope.db":
                entry.file_size = 10
    refused(tmp_path / "bomb.zip", tmp_path, "damaged")


@pytest.mark.parametrize("note", ["[]", "{", "{}", '{"format": 1}', '{"format": 1, "missing": 7}', "[" * 10_000])
@pytest.mark.attack("backups")
def test_an_invalid_note_is_refused(tmp_path: Path, note: str) -> None:
    with ZipFile(tmp_path / "b.zip", "w") as changed:
        changed.writestr("backup.json", note)
        changed.writestr("claude-scope.db", b"")
    refused(tmp_path / "b.zip", tmp_path, "cannot be read")


@pytest.mark.attack("backups")
def test_a_later_format_is_reported(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "b.zip", "w") as changed:
        changed.writestr("backup.json", json.dumps({"format": 2, "missing": []}))
        changed.writestr("claude-scope.db", b"")
    refused(tmp_path / "b.zip", tmp_path, "newer version")


def test_a_later_schema_is_reported(made: Path, laptop: Laptop, tmp_path: Path) -> None:
    with laptop.database.transaction() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    backup.backup(laptop.settings, tmp_path / "later.zip")
    refused(tmp_path / "later.zip", tmp_path, "newer version")


@pytest.mark.attack("backups")
def test_a_file_that_is_not_a_database_is_reported(made: Path, tmp_path: Path) -> None:
    for content in (b"", b"no database" * 1000, damaged_database(tmp_path / "x.db")):
        copy = tmp_path / f"{len(content)}.zip"
        with ZipFile(made) as old, ZipFile(copy, "w") as new:
            for name in old.namelist():
                new.writestr(name, content if name == "claude-scope.db" else old.read(name))
        if content:
            refused(copy, tmp_path, "is damaged")
        else:  # an empty file is an empty database
            assert restore_trusted(copy, at(tmp_path / "empty")) == archive.BackupContents(0, 0, ())


def damaged_database(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE sessions (id TEXT PRIMARY KEY, title TEXT)")
        connection.executemany("INSERT INTO sessions VALUES (?, ?)", [(str(n), "x" * 500) for n in range(500)])
        connection.commit()
    content = bytearray(path.read_bytes())
    path.unlink()
    content[8192:16384] = bytes(8192)
    return bytes(content)


@pytest.mark.attack("backups")
def test_a_damaged_backup_file_is_refused(made: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file"):
        restore_trusted(tmp_path / "none.zip", at(tmp_path / "other"))
    whole = made.read_bytes()
    for number, content in enumerate((b"", b"PK", whole[: len(whole) // 2], whole[:-30])):
        half = tmp_path / f"half{number}.zip"
        half.write_bytes(content)
        refused(half, tmp_path, "not a backup")

    damaged = bytearray(made.read_bytes())
    place = damaged.index(b"picturepicture")
    damaged[place] ^= 1
    made.write_bytes(damaged)
    done = restore_trusted(made, at(tmp_path / "other"))
    assert (done.sessions, done.files) == (1, 0)
    assert len(done.missing) == 1
    assert done.missing[0].startswith("the stored file ast_")
    assert not list((tmp_path / "other" / "files").rglob("*.png"))


@pytest.mark.attack("backups")
def test_a_key_file_that_is_damaged_is_not_a_backup(made: Path, tmp_path: Path) -> None:
    with ZipFile(made) as opened:
        offset = opened.getinfo("keys/secrets.txt").header_offset
    content = bytearray(made.read_bytes())
    content[offset + 30 + len("keys/secrets.txt") + 5] ^= 255
    made.write_bytes(content)
    refused(made, tmp_path, "damaged")


def test_the_key_file_is_a_new_one_for_its_owner_only(made: Path, laptop: Laptop, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        restore_trusted(made, at(tmp_path / "deep" / "other"))
    finally:
        os.umask(before)
    other = tmp_path / "deep" / "other"
    assert modes(other) == {(True, 0o700), (False, 0o600)}
    former = key_file(laptop.settings).read_text().split()
    new = (other / "keys" / "secrets.txt").read_text().split()
    assert (len(former), len(new)) == (1, 1)
    assert former != new
