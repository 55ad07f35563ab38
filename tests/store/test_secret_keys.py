"""API keys for models are unreadable without a secret key, which only its owner can read and which can be rotated."""

from __future__ import annotations

import subprocess
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from claude_scope.errors import ClaudeScopeError, Conflict, UsageError
from claude_scope.settings import ServiceSettings
from claude_scope.store.encryption.secret_keys import (
    MIN_MASKABLE_LENGTH,
    Secrets,
    key_file,
    mask,
    read_keys,
    write_keys,
)
from tests.forked import Forked

if TYPE_CHECKING:
    from pathlib import Path

KEY = "sk-ant-0123456789abcdef"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "secrets.txt"


def new_key() -> str:
    return Fernet.generate_key().decode()


@pytest.mark.attack("secrets")
def test_what_is_sealed_shows_nothing_and_opens_again(file: Path) -> None:
    secrets = Secrets([], file)
    token = secrets.seal(KEY)
    assert KEY not in token
    assert token != secrets.seal(KEY)
    assert secrets.open(token) == Secrets([], file).open(token) == KEY


def test_the_key_is_made_once_for_its_owner_only(file: Path) -> None:
    Secrets([], file)
    made = file.read_text()
    Secrets([], file)
    assert file.read_text() == made
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["secrets.txt"]


AT_ONCE = """
import sys, time
from pathlib import Path
from claude_scope.store.encryption.secret_keys import Secrets

file, go = map(Path, sys.argv[1:])
while not go.exists():
    time.sleep(0.001)
print(Secrets([], file).seal("x"))
"""


def test_several_processes_that_start_at_once_make_one_key(file: Path, tmp_path: Path) -> None:
    with ExitStack() as stack:
        command: list[str | Path] = ["-c", AT_ONCE, file, tmp_path / "go"]
        started = [stack.enter_context(Forked(command, stdout=subprocess.PIPE)) for _ in range(4)]
        (tmp_path / "go").touch()
        tokens = [process.stdout.read().strip() for process in started if process.stdout]
    assert [Secrets([], file).open(token) for token in tokens] == ["x"] * 4


def test_the_first_key_seals_and_all_of_them_open(file: Path) -> None:
    old, new = new_key(), new_key()
    sealed = Secrets([old], file).seal(KEY)
    both = Secrets([new, old], file)
    assert both.open(sealed) == KEY
    assert Secrets([new], file).open(both.seal(both.open(sealed))) == KEY
    assert not file.exists()


def test_a_key_that_is_not_known_any_more_is_reported_without_the_token(file: Path) -> None:
    token = Secrets([new_key()], file).seal(KEY)
    with pytest.raises(Conflict, match="does not have") as raised:
        Secrets([new_key()], file).open(token)
    assert token not in str(raised.value)


def test_a_process_that_runs_sees_a_key_that_another_adds(file: Path) -> None:
    running = Secrets([], file)
    before = running.seal(KEY)
    write_keys(file, [new_key(), *read_keys(file)], replace=True)
    newest = Secrets(read_keys(file)[:1], file)
    assert newest.open(running.seal(KEY)) == KEY
    assert running.open(before) == KEY


@pytest.mark.attack("secrets")
def test_a_file_that_others_can_read_is_refused(file: Path) -> None:
    Secrets([], file)
    file.chmod(0o640)
    with pytest.raises(UsageError, match="chmod 600"):
        Secrets([], file)


@pytest.mark.parametrize("content", [b"", b"\n", b"not a key\n", b"\xff\n"])
def test_a_file_without_a_key_is_reported_and_left_as_it_is(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(UsageError, match=r"secrets\.txt"):
        Secrets([], file)
    assert file.read_bytes() == content


def test_a_file_that_disappears_is_an_error_that_no_response_shows(file: Path) -> None:
    secrets = Secrets([], file)
    file.unlink()
    with pytest.raises(ClaudeScopeError, match="restore it") as raised:
        secrets.seal(KEY)
    assert raised.value.http_status == 500


def test_a_setting_that_is_not_a_key_is_reported_without_showing_it(tmp_path: Path) -> None:
    settings = ServiceSettings(data_dir=tmp_path, secret_keys=[SecretStr("hunter2")])
    with pytest.raises(UsageError, match="CLAUDE_SCOPE_SECRET_KEYS") as raised:
        Secrets.of(settings)
    assert "hunter2" not in str(raised.value)
    assert not key_file(settings).exists()


def test_the_keys_of_the_settings_come_before_the_file(tmp_path: Path) -> None:
    key = new_key()
    settings = ServiceSettings(data_dir=tmp_path, secret_keys=[SecretStr(key)])
    assert Secrets([key], tmp_path / "none").open(Secrets.of(settings).seal(KEY)) == KEY
    assert not key_file(settings).exists()


def test_a_long_key_shows_eleven_characters_and_a_short_one_shows_none() -> None:
    assert mask("sk-ant-api03-" + "x" * 90 + "9fQA") == "sk-ant-...9fQA"
    assert mask("k" * (MIN_MASKABLE_LENGTH - 1)) == "..."
    assert mask("") == ""
    for length in range(1, 200):
        key = "".join(chr(ord("a") + number % 26) for number in range(length))
        assert len(key) - len(mask(key).replace("...", "")) >= min(length, 13)
