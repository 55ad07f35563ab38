"""What an attempt's key encrypted is decrypted only by the same key, for the same session and name, and only as a
whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claude_scope.errors import Conflict
from claude_scope.store.encryption.data_keys import CHUNK_BYTES, SALT_BYTES, TAG_BYTES, DataKey
from claude_scope.store.encryption.secret_keys import Secrets
from tests.decrypted import decrypted

if TYPE_CHECKING:
    from pathlib import Path

SIZES = (0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES)


@pytest.fixture
def secrets(tmp_path: Path) -> Secrets:
    return Secrets([], tmp_path / "keys" / "secrets.txt")


@pytest.fixture
def key(secrets: Secrets) -> DataKey:
    return DataKey.open(DataKey.generate(secrets), secrets, "sess_A")


def encrypted_file(key: DataKey, folder: Path, content: bytes) -> bytes:
    (folder / "plain").write_bytes(content)
    key.encrypt_file(folder / "plain", folder / "encrypted")
    return (folder / "encrypted").read_bytes()


def decrypted_file(key: DataKey, folder: Path, encrypted: bytes) -> bytes:
    (folder / "encrypted").write_bytes(encrypted)
    key.decrypt_file(folder / "encrypted", folder / "decrypted")
    return (folder / "decrypted").read_bytes()


def test_a_value_comes_back_under_its_own_name_alone(key: DataKey) -> None:
    encrypted = key.encrypt(b"4111 1111 1111 1111", "read 1")
    assert b"4111 1111" not in encrypted
    assert key.decrypt(encrypted, "read 1") == b"4111 1111 1111 1111"
    with pytest.raises(Conflict):
        key.decrypt(encrypted, "read 2")


def test_no_two_encryptions_of_a_value_are_alike(key: DataKey) -> None:
    assert key.encrypt(b"same", "read 1") != key.encrypt(b"same", "read 1")


def test_the_key_of_another_attempt_or_session_opens_nothing(secrets: Secrets, key: DataKey) -> None:
    encrypted = key.encrypt(b"a", "read 1")
    sealed = DataKey.generate(secrets)
    mine, other = DataKey.open(sealed, secrets, "sess_A"), DataKey.open(sealed, secrets, "sess_B")
    with pytest.raises(Conflict):
        mine.decrypt(encrypted, "read 1")
    with pytest.raises(Conflict):
        other.decrypt(mine.encrypt(b"a", "read 1"), "read 1")


def test_a_key_that_the_service_cannot_open_is_a_conflict(secrets: Secrets, tmp_path: Path) -> None:
    elsewhere = Secrets([], tmp_path / "elsewhere" / "secrets.txt")
    with pytest.raises(Conflict):
        DataKey.open(DataKey.generate(secrets), elsewhere, "sess_A")


@pytest.mark.parametrize("size", SIZES)
async def test_a_file_of_any_size_comes_back(key: DataKey, tmp_path: Path, size: int) -> None:
    content = (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * (size // 256 + 1))[:size]
    encrypted = encrypted_file(key, tmp_path, content)
    assert decrypted_file(key, tmp_path, encrypted) == content
    for part_bytes in (SALT_BYTES - 1, CHUNK_BYTES, len(encrypted)):
        assert await decrypted(key, encrypted, part_bytes) == content
    assert b"\x89PNG" not in encrypted


def test_equal_content_becomes_equal_bytes_and_other_content_has_another_salt(key: DataKey, tmp_path: Path) -> None:
    first, again, other = (encrypted_file(key, tmp_path, content) for content in (b"a" * 99, b"a" * 99, b"b" * 99))
    assert first == again
    assert first[:SALT_BYTES] != other[:SALT_BYTES]


@pytest.mark.parametrize("size", [5, CHUNK_BYTES * 2])
async def test_a_file_that_was_changed_or_cut_off_is_refused(key: DataKey, tmp_path: Path, size: int) -> None:
    whole = encrypted_file(key, tmp_path, bytes(size))
    chunk = CHUNK_BYTES + TAG_BYTES
    first = SALT_BYTES + chunk
    changed = [b"", whole[:10], whole[:-1], whole[:SALT_BYTES], whole + b"\0", whole[:-1] + bytes([whole[-1] ^ 1])]
    if size > CHUNK_BYTES:
        swapped = whole[:SALT_BYTES] + whole[first : first + chunk] + whole[SALT_BYTES:first]
        changed += [whole[:first], swapped]
    for damaged in changed:
        with pytest.raises(Conflict, match="damaged"):
            await decrypted(key, damaged)
        with pytest.raises(Conflict, match="damaged"):
            decrypted_file(key, tmp_path, damaged)
    assert not (tmp_path / "decrypted").exists()
