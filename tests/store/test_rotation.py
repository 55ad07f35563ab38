"""Rotating the secret key while a server runs: no API key for models is ever lost, whenever the rotation is
interrupted.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from claude_scope.errors import Conflict, UsageError
from claude_scope.settings import ServiceSettings
from claude_scope.store.encryption import rotation
from claude_scope.store.encryption.secret_keys import Secrets, key_file, read_keys
from claude_scope.store.queries import credentials, files, uploads, work
from tests.api.providers import GOOD, provider
from tests.store.accounts import file, session
from tests.store.running import answered, scope, serving

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.store.database import Database

KEY = "sk-ant-0123456789abcdef0123-9fQA"


@pytest.fixture
def settings(tmp_path: Path) -> ServiceSettings:
    return ServiceSettings(data_dir=tmp_path / "data")


def add(database: Database, user_id: str, secrets: Secrets, key: str = KEY) -> str:
    with database.transaction() as tx:
        return credentials.add(tx, user_id, {"provider": "anthropic", "key": key}, secrets.seal).id


def tokens(database: Database) -> dict[str, str]:
    with database.reading() as tx:
        return credentials.secrets(tx)


def opened(database: Database, keys: list[str], file: Path) -> set[str]:
    return {Secrets(keys, file).open(token) for token in tokens(database).values()}


def test_everything_is_under_a_new_key_and_the_former_one_is_kept(
    database: Database, ana: str, settings: ServiceSettings
) -> None:
    running = Secrets.of(settings)
    made = [add(database, ana, running, KEY + str(number)) for number in range(3)]
    former, file = read_keys(key_file(settings)), key_file(settings)
    assert rotation.rotate(database, settings) == (3, 0, ())
    newest, *rest = read_keys(file)
    assert rest == former
    assert file.stat().st_mode & 0o777 == 0o600
    assert opened(database, [newest], file) == {KEY + str(number) for number in range(3)}
    assert set(tokens(database)) == set(made)
    assert Secrets([newest], file).open(running.seal(KEY)) == KEY


def test_the_key_of_a_session_that_is_worked_on_stays_readable(
    database: Database, ana: str, settings: ServiceSettings
) -> None:
    """A key that no known secret key opens is left unchanged: its worker restarts the session."""
    running, elsewhere = Secrets.of(settings), Secrets([Fernet.generate_key().decode()], key_file(settings))
    made, lost, ended = (session(database, ana) for _ in range(3))
    keys = {made: running.seal("key"), lost: elsewhere.seal("key"), ended: running.seal("key")}
    with database.transaction() as tx:
        for session_id, sealed in keys.items():
            assert work.take_up(tx, session_id, 0, sealed)
        assert work.fail(tx, ended, 0, "It broke.", "{}")
    for change in (rotation.rotate, rotation.forget):
        assert change(database, settings) == (0, 1, ())
    with database.transaction() as tx:
        resealed = work.work_keys(tx)
    assert resealed.keys() == {made, lost}
    assert Secrets(read_keys(key_file(settings)), key_file(settings)).open(resealed[made]) == "key"
    assert resealed[lost] == keys[lost]


def test_the_key_of_an_unfinished_upload_stays_readable(
    database: Database, ana: str, settings: ServiceSettings
) -> None:
    running = Secrets.of(settings)
    with database.transaction() as tx:
        values = {"sealed_key": running.seal("key"), "expires_at": "2099-01-01T00:00:00.000Z"}
        upload, ended = (uploads.begin(tx, ana, values) for _ in range(2))
    made = session(database, ana)
    with database.transaction() as tx:
        assert uploads.finish(tx, ana, ended, made) == []
    for change in (rotation.rotate, rotation.forget):
        assert change(database, settings) == (0, 1, ())
    with database.transaction() as tx:
        resealed = uploads.sealed_keys(tx)
    assert resealed.keys() == {upload}
    assert Secrets(read_keys(key_file(settings)), key_file(settings)).open(resealed[upload]) == "key"


def test_the_key_of_a_video_that_waits_stays_readable(database: Database, ana: str, settings: ServiceSettings) -> None:
    running, elsewhere = Secrets.of(settings), Secrets([Fernet.generate_key().decode()], key_file(settings))
    made, gone = session(database, ana), session(database, ana)
    keys = {"a": running.seal("key"), "b": elsewhere.seal("key"), "c": running.seal("key")}
    of = {"a": made, "b": made, "c": gone}
    ids = {file(database, ana, of[name], kind="video", sealed_key=key): name for name, key in keys.items()}
    with database.transaction() as tx:
        files.mark_for_deletion(tx, gone)
    for change in (rotation.rotate, rotation.forget):
        assert change(database, settings) == (0, 1, ())
    with database.transaction() as tx:
        found = {ids[item]: sealed for item, sealed in files.sealed_keys(tx).items()}
    assert found.keys() == {"a", "b"}
    assert Secrets(read_keys(key_file(settings)), key_file(settings)).open(found["a"]) == "key"
    assert found["b"] == keys["b"]


def test_the_former_ones_are_forgotten_only_when_nothing_needs_them(
    database: Database, ana: str, settings: ServiceSettings
) -> None:
    running, file = Secrets.of(settings), key_file(settings)
    add(database, ana, running)
    rotation.rotate(database, settings)
    late = Secrets(read_keys(file)[1:], file)  # like one that was sealed before
    add(database, ana, late)
    assert rotation.forget(database, settings) == (2, 0, ())
    assert len(read_keys(file)) == 1
    assert opened(database, read_keys(file), file) == {KEY}
    assert running.open(tokens(database).popitem()[1]) == KEY


def test_a_death_between_the_file_and_the_rows_loses_nothing(
    database: Database, ana: str, settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = Secrets.of(settings)
    add(database, ana, running)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(credentials, "put_secrets", die)
        with pytest.raises(KeyboardInterrupt):
            rotation.rotate(database, settings)
    assert len(read_keys(key_file(settings))) == 2
    assert running.open(tokens(database).popitem()[1]) == KEY
    assert rotation.rotate(database, settings) == (1, 0, ())
    assert rotation.forget(database, settings) == (1, 0, ())


def test_what_is_sealed_meanwhile_is_under_the_new_key(database: Database, ana: str, settings: ServiceSettings) -> None:
    """The rotation waits for transactions that use the former key; later transactions see the new one."""
    running, sealed, go_on = Secrets.of(settings), Event(), Event()

    def seal(key: str) -> str:
        token = running.seal(key)
        sealed.set()
        assert go_on.wait(10)
        return token

    def add_slowly() -> None:
        with database.transaction() as tx:
            credentials.add(tx, ana, {"provider": "anthropic", "key": KEY}, seal)

    with ThreadPoolExecutor(2) as pool:
        adding = pool.submit(add_slowly)
        assert sealed.wait(10)
        rotating = pool.submit(rotation.rotate, database, settings)
        go_on.set()
        adding.result(20)
        assert rotating.result(20) == (1, 0, ())
    assert opened(database, read_keys(key_file(settings))[:1], key_file(settings)) == {KEY}


def test_several_rotations_at_once_keep_every_key(database: Database, ana: str, settings: ServiceSettings) -> None:
    running = Secrets.of(settings)
    add(database, ana, running)
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda _: rotation.rotate(database, settings), range(6)))
    assert done == [(1, 0, ())] * 6
    assert len(set(read_keys(key_file(settings)))) == 7
    assert running.open(tokens(database).popitem()[1]) == KEY


def test_a_token_that_no_key_opens_is_named_and_left(database: Database, ana: str, settings: ServiceSettings) -> None:
    lost = add(database, ana, Secrets([Fernet.generate_key().decode()], key_file(settings)))
    kept = add(database, ana, Secrets.of(settings))
    before = tokens(database)[lost]
    assert rotation.rotate(database, settings) == (1, 0, (lost,))
    assert rotation.forget(database, settings) == (1, 0, (lost,))
    assert tokens(database)[lost] == before
    assert Secrets.of(settings).open(tokens(database)[kept]) == KEY


def test_the_keys_of_the_settings_are_used_and_no_file_is_made(
    database: Database, ana: str, settings: ServiceSettings
) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    add(database, ana, Secrets([old], key_file(settings)))
    given = settings.model_copy(update={"secret_keys": [SecretStr(new), SecretStr(old)]})
    assert rotation.rotate(database, given) == (1, 0, ())
    assert opened(database, [new], key_file(settings)) == {KEY}
    assert not key_file(settings).exists()
    with pytest.raises(UsageError, match="CLAUDE_SCOPE_SECRET_KEYS"):
        rotation.forget(database, given)


def test_keys_that_change_while_they_are_forgotten_stay(
    database: Database, ana: str, settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process rotates between the two transactions: then no data is sealed with the newest
    key of the file yet.
    """
    add(database, ana, Secrets.of(settings))
    put = credentials.put_secrets

    def stale(tx: Any, found: dict[str, str]) -> None:
        put(tx, {name: Secrets([Fernet.generate_key().decode()], key_file(settings)).seal(KEY) for name in found})

    monkeypatch.setattr(credentials, "put_secrets", stale)
    with pytest.raises(Conflict, match="again"):
        rotation.forget(database, settings)
    assert len(read_keys(key_file(settings))) == 1


def test_the_command_works_while_a_server_runs(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with provider() as base_url, serving(data, "--no-worker") as client:
        body = {"provider": "openai-compatible", "key": GOOD, "baseUrl": base_url}
        made = [answered(client.post("/api/credentials", json=body), 201)["id"] for _ in range(2)]
        file = data / "keys" / "secrets.txt"
        former = read_keys(file)
        for options, keys_left in (([], 2), ([], 3), (["--forget"], 1), ([], 2)):
            done = scope(data, "rotate-keys", *options)
            assert done.returncode == 0, done.stderr
            assert done.stdout.startswith(f"Under the newest secret key: {len(made)} keys for models, ")
            assert len(read_keys(file)) == keys_left
            for name in made:
                assert answered(client.post(f"/api/credentials/{name}/test"))["ok"]
            made.append(answered(client.post("/api/credentials", json=body), 201)["id"])
        assert former[0] not in read_keys(file)


def test_the_command_says_what_cannot_be_opened(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, "--no-worker") as client:
        body = {"provider": "anthropic", "key": KEY}
        made = answered(client.post("/api/credentials", json=body), 201)["id"]
    file = data / "keys" / "secrets.txt"
    file.unlink()
    done = scope(data, "rotate-keys")
    assert done.returncode == 1
    assert made in done.stderr
    assert "enter them again" in done.stderr
    assert KEY not in done.stdout + done.stderr
