"""A hostile backup runs no code, signs nobody in, and has no power over the service that restores it."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from claude_scope.api.auth.access_tokens import Tokens
from claude_scope.api.auth.locked_accounts import LOCKED
from claude_scope.api.auth.passwords import Passwords
from claude_scope.api.auth.signing_keys import KeyRing
from claude_scope.errors import BadInput
from claude_scope.store.backup import backup
from claude_scope.store.encryption.secret_keys import Secrets, key_file, read_keys
from claude_scope.store.queries import credentials, users
from tests.accounts.idp import AUDIENCE, IdentityProvider
from tests.jobs.planted import pickled, queue_in
from tests.store.accounts import column
from tests.store.laptops import NO_BROWSER, Laptop, at, enqueue, laptop_of, restore_trusted, rewrite
from tests.store.running import COMMAND, answered, environment, scope, serving, started
from tests.videos import three_states

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

KEY = "sk-ant-0123456789abcdef0123-9fQA"
PASSWORD = {"email": "ada@example.com", "password": "known to the author"}


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    """The laptop of the backup's author."""
    with laptop_of(tmp_path / "theirs") as opened:
        yield opened


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The laptop where it is restored."""
    return tmp_path / "mine"


def status_of(client: httpx.Client, session_id: str) -> str:
    found: str = answered(client.get(f"/api/sessions/{session_id}/status"))["sessionStatus"]
    return found


def complete(client: httpx.Client, session_id: str) -> None:
    while (found := status_of(client, session_id)) == "processing":
        time.sleep(0.1)
    assert found == "complete"


@pytest.mark.attack("backups")
def test_a_pickle_in_its_queue_is_never_read(laptop: Laptop, mine: Path, tmp_path: Path) -> None:
    """An older backup contains the queue. Sessions that waited in it or had begun are queued again from their rows."""
    marker, theirs = tmp_path / "marker", laptop.settings.data_dir
    session_id = asyncio.run(enqueue(laptop, three_states(tmp_path / "video.webm")))
    with queue_in(theirs) as queue:
        queue.workflow("sess_PLANTED1-0", pickled(marker))
        queue.workflow("sess_PLANTED2-0", pickled(marker), status="PENDING", executor_id="local")
        queue.step(f"{session_id}-0", 1, "probe", pickled(marker))
    backup.backup(laptop.settings, tmp_path / "made.zip")
    hostile = rewrite(
        tmp_path / "made.zip", tmp_path / "hostile.zip", entries={"dbos.db": (theirs / "dbos.db").read_bytes()}
    )
    done = scope(mine, "restore", "--trust", hostile)
    assert done.returncode == 0, done.stderr
    assert not (mine / "dbos.db").exists()
    with serving(mine, **NO_BROWSER) as client:
        complete(client, session_id)
    assert not marker.exists()


# --- who can sign in --------------------------------------------------------------------------------------------------


@pytest.fixture
def idp() -> Iterator[IdentityProvider]:
    made = IdentityProvider()
    yield made
    made.close()


def sign_ins_of(laptop: Laptop, issuer: str) -> tuple[str, str]:
    """Accounts with a password and of an identity provider, besides the machine's own, and everything else that grants
    access.
    """
    hashed = asyncio.run(Passwords().hash(PASSWORD["password"]))
    with laptop.database.transaction() as tx:
        ada = users.add(tx, email=PASSWORD["email"], name="Ada", password_hash=hashed).id
        bob = users.add(tx, email=None, name="Bob\x1b[2J", issuer=issuer, subject="ada-1").id
        users.add_invitation(tx, "a" * 64, None, "2099-01-01T00:00:00.000Z")
        users.add_link(tx, "b" * 64, laptop.user_id, "2099-01-01T00:00:00.000Z")
    backup.backup(laptop.settings, laptop.settings.data_dir.parent / "made.zip")
    return ada, bob


@pytest.mark.attack("backups")
def test_nobody_signs_in_until_the_operator_unlocks_the_account(
    laptop: Laptop, mine: Path, tmp_path: Path, idp: IdentityProvider
) -> None:
    """Whatever the rows claim, and whatever keys come with them."""
    ada, bob = sign_ins_of(laptop, idp.url)
    keys = KeyRing(laptop.settings.data_dir / "keys")
    forged = Tokens(keys, lifetime_s=3600).issue(laptop.user_id, 0)
    pem = (laptop.settings.data_dir / "keys" / "0001.pem").read_bytes()
    unlocked = "UPDATE users SET locked = 0"
    hostile = rewrite(tmp_path / "made.zip", tmp_path / "hostile.zip", unlocked, entries={"keys/0001.pem": pem})
    done = scope(mine, "restore", hostile)
    assert done.returncode == 0, done.stderr
    assert "3 accounts" in done.stdout
    assert "ada@example.com" in done.stdout
    assert f"Its accounts are locked until you unlock those that you know: claude-scope unlock --data-dir {mine}" in (
        done.stdout
    )
    assert "\x1b" not in done.stdout
    with started(mine, "--no-worker", CLAUDE_SCOPE_ISSUER=idp.url, CLAUDE_SCOPE_AUDIENCE=AUDIENCE) as (client, line):
        assert line.endswith(f"claude-scope unlock {laptop.user_id} --data-dir {mine}")
        provided = {"authorization": f"Bearer {idp.token()}"}
        assert client.get("/api/auth/me", headers={"authorization": f"Bearer {forged}"}).status_code == 401
        assert answered(client.get("/api/auth/me", headers=provided), 409)["message"] == LOCKED.format(bob)
        assert answered(client.post("/api/auth/login", json=PASSWORD), 409)["message"] == LOCKED.format(ada)
        assert client.post("/api/auth/login", json={**PASSWORD, "password": "another"}).status_code == 401
        for option, user_id in (([], laptop.user_id), (["--email", "ada@example.com"], ada)):
            told = scope(mine, "token", *option)
            assert (told.returncode, told.stdout, LOCKED.format(user_id) in told.stderr) == (1, "", True)
        listed = scope(mine, "unlock")
        assert len(listed.stdout.splitlines()) == 3
        assert "\x1b" not in listed.stdout
        assert scope(mine, "unlock", "Ada@Example.com").stdout == "1 account unlocked.\n"
        assert answered(client.post("/api/auth/login", json=PASSWORD))["user"]["name"] == "Ada"
        assert answered(client.get("/api/auth/me", headers=provided), 409)["message"] == LOCKED.format(bob)
        assert scope(mine, "unlock", "nobody@example.com").returncode == 1
        assert scope(mine, "unlock", "--all").stdout == "2 accounts unlocked.\n"
        assert answered(client.get("/api/auth/me", headers=provided))["name"] == "Bob\x1b[2J"
        assert scope(mine, "unlock").stdout == "No account is locked.\n"
    with laptop_of(mine) as there, there.database.transaction() as tx:
        assert not users.use_invitation(tx, "a" * 64, "eve@example.com")
        assert users.use_link(tx, "b" * 64) is None


def test_who_restores_their_own_backup_says_so(laptop: Laptop, mine: Path, tmp_path: Path) -> None:
    """With an option, or by answering a question at the terminal."""
    sign_ins_of(laptop, "https://id.example.com")
    done = scope(mine, "restore", "--trust", tmp_path / "made.zip")
    assert "locked" not in done.stdout
    with serving(mine, "--no-worker") as client:
        answered(client.post("/api/auth/login", json=PASSWORD))
    for answer, is_locked in (("y", False), ("n", True), ("", True)):
        there = tmp_path / f"answered {answer}"
        said = at_a_terminal(there, tmp_path / "made.zip", answer)
        assert said.index("ada@example.com") < said.index("Do you trust its author?")
        assert ("Its accounts are locked" in said) == is_locked
        with laptop_of(there) as found, found.database.transaction() as tx:
            assert len(users.owners(tx, locked=True)) == (3 if is_locked else 0)


def test_a_restore_that_is_broken_off_at_the_question_leaves_nothing(
    laptop: Laptop, mine: Path, tmp_path: Path
) -> None:
    sign_ins_of(laptop, "https://id.example.com")
    before = sorted(tmp_path.iterdir())
    at_a_terminal(mine, tmp_path / "made.zip", "\x04", code=1)
    assert sorted(tmp_path.iterdir()) == before


def at_a_terminal(data_dir: Path, made: Path, answer: str, code: int = 0) -> str:
    """What `restore` prints for a user who types an answer."""
    ours, its = pty.openpty()
    command = [sys.executable, *COMMAND, "restore", str(made)]
    with subprocess.Popen(command, env=environment(data_dir), stdin=its, stdout=subprocess.PIPE, text=True) as process:
        os.write(ours, f"{answer}\n".encode())
        said, _ = process.communicate(timeout=120)
    os.close(ours)
    os.close(its)
    assert process.returncode == code
    return said


@pytest.mark.attack("backups")
def test_an_account_that_was_locked_stays_so_in_its_owners_own_backup(
    laptop: Laptop, mine: Path, tmp_path: Path
) -> None:
    """The account came with somebody else's backup before."""
    sign_ins_of(laptop, "https://id.example.com")
    locked = "UPDATE users SET locked = 1 WHERE email IS NOT NULL"
    restore_trusted(rewrite(tmp_path / "made.zip", tmp_path / "other.zip", locked), at(mine))
    with laptop_of(mine) as there, there.database.transaction() as tx:
        assert [owner.email for owner in users.owners(tx, locked=True)] == ["ada@example.com"]


def test_what_a_locked_account_left_unfinished_waits(laptop: Laptop, mine: Path, tmp_path: Path) -> None:
    """Processing it would fetch a page that the backup's author chose. Once the account is unlocked, its sessions are
    completed.
    """
    session_id = asyncio.run(enqueue(laptop, three_states(tmp_path / "video.webm")))
    backup.backup(laptop.settings, tmp_path / "made.zip")
    assert scope(mine, "restore", tmp_path / "made.zip").returncode == 0
    with laptop_of(mine) as there, started(mine, **NO_BROWSER) as (client, _):
        with there.database.transaction() as tx:
            other = users.add(tx, email="bo@example.com", name="Bo").id
        waiting = asyncio.run(enqueue(there, three_states(tmp_path / "other.webm"), other))
        token = scope(mine, "token", "--email", "bo@example.com").stdout.strip()
        complete_as(client, token, waiting)
        assert column(there.database, session_id, "started_at") is None
        assert scope(mine, "unlock", "--all").returncode == 0
        complete_as(client, scope(mine, "token").stdout.strip(), session_id)


def complete_as(client: httpx.Client, token: str, session_id: str) -> None:
    client.headers["authorization"] = f"Bearer {token}"
    complete(client, session_id)


# --- what else it could bring -----------------------------------------------------------------------------------------


@pytest.mark.attack("backups")
def test_keys_for_models_are_under_a_new_secret_key_and_no_model_is_chosen(
    laptop: Laptop, mine: Path, tmp_path: Path
) -> None:
    """An attacker's base URL would receive the recordings of the account."""
    given = {"provider": "anthropic", "key": KEY, "model": "m", "active": True, "base_url": "https://evil.example.com"}
    with laptop.database.transaction() as tx:
        credentials.add(tx, laptop.user_id, given, Secrets.of(laptop.settings).seal)
    backup.backup(laptop.settings, tmp_path / "made.zip")
    former = read_keys(key_file(laptop.settings))
    assert "1 key for models with the secret key" in scope(mine, "restore", tmp_path / "made.zip").stdout
    with laptop_of(mine) as there, there.database.transaction() as tx:
        [token] = credentials.secrets(tx).values()
        assert credentials.active(tx, laptop.user_id) is None
    new = read_keys(key_file(at(mine)))
    assert (len(new), set(new) & set(former)) == (1, set())
    assert Secrets(new, mine).open(token) == KEY
    assert not any(former[0].encode() in path.read_bytes() for path in mine.rglob("*") if path.is_file())
    restore_trusted(tmp_path / "made.zip", at(tmp_path / "trusted"))
    with laptop_of(tmp_path / "trusted") as there, there.database.transaction() as tx:
        assert credentials.active(tx, laptop.user_id) is not None


def test_keys_of_the_settings_encrypt_what_is_restored(laptop: Laptop, mine: Path, tmp_path: Path) -> None:
    with laptop.database.transaction() as tx:
        credentials.add(tx, laptop.user_id, {"provider": "anthropic", "key": KEY}, Secrets.of(laptop.settings).seal)
    backup.backup(laptop.settings, tmp_path / "made.zip")
    Secrets([], tmp_path / "given.txt")
    given = read_keys(tmp_path / "given.txt")
    assert restore_trusted(tmp_path / "made.zip", at(mine, secret_keys=given)).missing == ()
    with laptop_of(mine) as there, there.database.transaction() as tx:
        [token] = credentials.secrets(tx).values()
    assert Secrets(given, mine).open(token) == KEY
    assert not key_file(at(mine)).exists()


SCHEMAS = {
    "trigger": ["CREATE TRIGGER t AFTER UPDATE ON users BEGIN UPDATE users SET locked = 0; END"],
    "view": ["CREATE VIEW v AS SELECT * FROM users"],
    "view in the place of a table": ["DROP TABLE login_links", "CREATE VIEW login_links AS SELECT * FROM users"],
    "virtual table": ["CREATE VIRTUAL TABLE f USING fts5(x)"],
    "other table": ["CREATE TABLE more (id TEXT)"],
    "table that lacks": ["DROP TABLE login_links"],
    "other column": ["ALTER TABLE users ADD COLUMN more TEXT"],
    "generated column": ["ALTER TABLE users ADD COLUMN more TEXT AS (hex(name)) VIRTUAL"],
    "other type": [
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, 'VARCHAR(200)', 'VARCHAR(900)') WHERE name = 'users'",
    ],
}


@pytest.mark.attack("backups")
@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_foreign_schema_is_refused(laptop: Laptop, mine: Path, tmp_path: Path, kind: str) -> None:
    backup.backup(laptop.settings, tmp_path / "made.zip")
    hostile = rewrite(tmp_path / "made.zip", tmp_path / "hostile.zip", *SCHEMAS[kind])
    with pytest.raises(BadInput, match="its database has a strange"):
        restore_trusted(hostile, at(mine))
    assert not mine.exists()


@pytest.mark.attack("backups")
def test_a_foreign_index_is_not_restored(laptop: Laptop, mine: Path, tmp_path: Path) -> None:
    backup.backup(laptop.settings, tmp_path / "made.zip")
    index = "CREATE INDEX evil ON users (hex(name)) WHERE length(name) > 0"
    restore_trusted(rewrite(tmp_path / "made.zip", tmp_path / "hostile.zip", index), at(mine))
    with closing(sqlite3.connect(mine / "claude-scope.db")) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'evil'").fetchone() == (0,)


LONG = "hex(zeroblob(5000000))"
"""Ten million characters."""
ROWS = {
    "users.avatar_url": "UPDATE users SET avatar_url = 'javascript:alert(1)'",
    "sessions.seed_url": "UPDATE sessions SET seed_url = 'file:///etc/passwd'",
    "sessions.notes": f"UPDATE sessions SET notes = {LONG}",
    "sessions.urls, long": f"UPDATE sessions SET urls = json_array({LONG})",
    "frames.url": "UPDATE frames SET url = 'javascript:alert(1)'",
    "sessions.id": "UPDATE sessions SET id = '../../home'",
    "sessions.user_id": "UPDATE sessions SET user_id = 'usr_NOBODY00'",
    "sessions.title": "UPDATE sessions SET title = x'00ff'",
    "sessions.attempt": "UPDATE sessions SET attempt = 'many'",
    "sessions.priority": "UPDATE sessions SET priority = 9e18",
    "sessions.processing": "UPDATE sessions SET processing = '['",
    "sessions.options": "UPDATE sessions SET options = '[]'",
    "sessions.created_at": "UPDATE sessions SET created_at = 'yesterday'",
    "sessions.failed_lane": "UPDATE sessions SET failed_lane = 'other'",
    "sessions.urls": "UPDATE sessions SET urls = '[1]'",
    "sessions.urls, half of a letter": """UPDATE sessions SET urls = '["\\ud800"]'""",
    "sessions.work": "UPDATE sessions SET work = 'other'",
    "files.key": "UPDATE files SET key = '../../.bashrc'",
    "files.mime_type": "UPDATE files SET mime_type = 'text/html'",
    "files.encrypted_texts": "UPDATE files SET encrypted_texts = '{}'",
    "files.kind": "UPDATE files SET kind = 'page'",
    "users.password_hash": "UPDATE users SET password_hash = '$argon2id$v=19$m=4194304,t=9,p=1$' || "
    "'QUFBQUFBQUFBQUFBQUFBQQ$QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE'",
    "users.tokens_valid_from_ms": "UPDATE users SET tokens_valid_from_ms = 9007199254740992",
    "users.name": "UPDATE users SET name = CAST(x'ff' AS TEXT)",
}
"""For each column, a value that Claude Scope never writes."""


@pytest.mark.attack("backups")
@pytest.mark.parametrize("column", ROWS)
def test_a_row_that_claude_scope_never_writes_is_refused(
    laptop: Laptop, mine: Path, tmp_path: Path, column: str
) -> None:
    asyncio.run(laptop.add_session(b"picture"))
    backup.backup(laptop.settings, tmp_path / "made.zip")
    hostile = rewrite(tmp_path / "made.zip", tmp_path / "hostile.zip", "PRAGMA foreign_keys = OFF", ROWS[column])
    with pytest.raises(BadInput, match=rf"an invalid value of {column.partition(',')[0]}|is damaged"):
        restore_trusted(hostile, at(mine))
    assert not mine.exists()


LONGER = {
    "sessions.title": f"UPDATE sessions SET title = {LONG}",
    "sessions.seed_url": f"UPDATE sessions SET seed_url = 'http://a/' || {LONG}",
    "sessions.urls": "UPDATE sessions SET urls = '[1]'",
    "frames.url": f"UPDATE frames SET url = 'http://a/' || {LONG}",
}
"""Other values of the same columns."""


@pytest.mark.attack("backups")
@pytest.mark.parametrize("column", LONGER)
def test_a_text_that_the_api_never_takes_is_refused(laptop: Laptop, mine: Path, tmp_path: Path, column: str) -> None:
    asyncio.run(laptop.add_session(b"picture"))
    backup.backup(laptop.settings, tmp_path / "made.zip")
    hostile = rewrite(tmp_path / "made.zip", tmp_path / "hostile.zip", LONGER[column])
    with pytest.raises(BadInput, match=rf"an invalid value of {column}"):
        restore_trusted(hostile, at(mine))


@pytest.mark.attack("backups")
def test_the_longest_texts_that_the_api_takes_are_restored(laptop: Laptop, mine: Path, tmp_path: Path) -> None:
    texts = {"title": "t" * 500, "seed_url": "http://a/" + "u" * 1991, "notes": "n" * 2000}
    asyncio.run(laptop.add_session(b"picture", **texts, urls=["not even http", "u" * 2048]))
    asyncio.run(laptop.add_session(b"picture", seed_url="http://a/?api_key=[masked: URL secret]"))
    backup.backup(laptop.settings, tmp_path / "made.zip")
    assert restore_trusted(tmp_path / "made.zip", at(mine)).missing == ()


@pytest.mark.attack("backups")
@pytest.mark.parametrize("key", ["sessions/sess_AAAAAAAA/private.png", "customers.csv"])
def test_a_file_that_names_an_object_of_another_account_is_refused(
    laptop: Laptop, mine: Path, tmp_path: Path, key: str
) -> None:
    """Otherwise that object of the operator's bucket would be read or deleted."""
    asyncio.run(laptop.add_session(b"picture"))
    backup.backup(laptop.settings, tmp_path / "made.zip")
    hostile = rewrite(tmp_path / "made.zip", tmp_path / "hostile.zip", f"UPDATE files SET key = '{key}'")
    with pytest.raises(BadInput, match=r"files\.key"):
        restore_trusted(hostile, at(mine))


@pytest.mark.attack("backups")
def test_what_it_says_of_itself_cannot_steer_a_terminal(laptop: Laptop, mine: Path, tmp_path: Path) -> None:
    backup.backup(laptop.settings, tmp_path / "made.zip")
    note = {"format": 1, "version": "1\x1b[2J", "createdAt": "now\x1b[2J", "missing": ["a\n\x1b[2Jb" * 999]}
    evil = json.dumps(note).encode()
    done = scope(mine, "restore", rewrite(tmp_path / "made.zip", tmp_path / "evil.zip", entries={"backup.json": evil}))
    assert "made on an unknown day by claude-scope of an unknown version." in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert [len(line) < 500 for line in done.stderr.splitlines()] == [True]


@pytest.mark.attack("backups")
def test_a_number_of_an_attempt_is_forgotten(laptop: Laptop, mine: Path, tmp_path: Path) -> None:
    """For each attempt, a worker would look for leftovers of earlier ones."""
    session_id = asyncio.run(laptop.add_session(b"picture"))
    backup.backup(laptop.settings, tmp_path / "made.zip")
    many = "UPDATE sessions SET attempt = 2147483647, priority = 2147483647"
    restore_trusted(rewrite(tmp_path / "made.zip", tmp_path / "hostile.zip", many), at(mine))
    with closing(sqlite3.connect(mine / "claude-scope.db")) as connection:
        found = connection.execute("SELECT id, attempt, priority FROM sessions").fetchall()
    assert found == [(session_id, 0, 1)]


@pytest.mark.attack("backups")
@pytest.mark.parametrize("keys", [b"\xff", b"no key", b"A" * 200_000])
def test_invalid_secret_keys_are_refused(laptop: Laptop, mine: Path, tmp_path: Path, keys: bytes) -> None:
    backup.backup(laptop.settings, tmp_path / "made.zip")
    hostile = rewrite(tmp_path / "made.zip", tmp_path / "hostile.zip", entries={"keys/secrets.txt": keys})
    with pytest.raises(BadInput, match=r"its keys/secrets\.txt"):
        restore_trusted(hostile, at(mine))
