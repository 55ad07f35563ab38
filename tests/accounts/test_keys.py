"""The key pairs: readable only by the owner of the process, refused if others can read them, several at a time."""

from __future__ import annotations

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from claude_scope.api.auth import signing_keys as keys
from claude_scope.api.auth.signing_keys import KeyRing, thumbprint
from claude_scope.errors import UsageError
from tests.accounts.new_key import add_key

if TYPE_CHECKING:
    from pathlib import Path


def modes(folder: Path) -> list[str]:
    return [oct(stat.S_IMODE(path.stat().st_mode)) for path in (folder, *sorted(folder.iterdir()))]


def test_the_first_start_makes_a_key_that_only_we_can_read(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "data" / "keys")
    assert modes(tmp_path / "data" / "keys") == ["0o700", "0o600"]
    assert ring.newest().private.key_size == 3072


def test_the_next_start_finds_the_same_key(keys: Path) -> None:
    assert KeyRing(keys).newest().kid == KeyRing(keys).newest().kid
    assert [file.name for file in keys.iterdir()] == ["0001.pem"]


def test_several_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        rings = list(pool.map(lambda _: KeyRing(tmp_path / "keys"), range(4)))
    assert len({ring.newest().kid for ring in rings}) == 1
    assert [file.name for file in (tmp_path / "keys").iterdir()] == ["0001.pem"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
@pytest.mark.attack("secrets")
def test_a_key_that_others_can_read_is_refused(keys: Path, mode: int) -> None:
    (keys / "0001.pem").chmod(mode)
    with pytest.raises(UsageError, match=r"Others can read .*0001\.pem.* chmod 600"):
        KeyRing(keys)


@pytest.mark.attack("secrets")
def test_a_folder_that_others_can_enter_is_refused(keys: Path) -> None:
    keys.chmod(0o755)
    with pytest.raises(UsageError, match="chmod 700"):
        KeyRing(keys)


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a key",
        pem(ec.generate_private_key(ec.SECP256R1())),
        pem(rsa.generate_private_key(public_exponent=65537, key_size=1024)),
    ],
    ids=["empty", "text", "elliptic curve", "1024 bits"],
)
def test_a_file_that_holds_no_good_key_is_refused_by_name(keys: Path, content: bytes) -> None:
    (keys / "0001.pem").write_bytes(content)
    with pytest.raises(UsageError, match=r"0001\.pem"):
        KeyRing(keys)


def changed(content: bytes, old: bytes, new: bytes) -> bytes:
    """A key in PEM whose encoded bytes are changed somewhere."""
    der = base64.b64decode(b"".join(content.splitlines()[1:-1]))
    assert old in der
    lines = base64.encodebytes(der.replace(old, new))
    return b"-----BEGIN PRIVATE KEY-----\n" + lines + b"-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize("damaged", [["n"], ["p", "d"]], ids=["modulus", "private numbers"])
def test_a_key_with_damaged_numbers_is_refused_by_name(keys: Path, damaged: list[str]) -> None:
    """The file can be read, but the public half does not verify what the private one signs."""
    file = keys / "0001.pem"
    numbers = KeyRing(keys).newest().private.private_numbers()
    for number in ({"n": numbers.public_numbers.n, "p": numbers.p, "d": numbers.d}[name] for name in damaged):
        whole = number.to_bytes((number.bit_length() + 7) // 8, "big")
        file.write_bytes(changed(file.read_bytes(), whole, whole[:-9] + bytes([whole[-9] ^ 4]) + whole[-8:]))
    with pytest.raises(UsageError, match=r"0001\.pem cannot be read as a key"):
        KeyRing(keys)


def test_a_key_of_a_kind_that_is_unknown_is_refused_by_name(keys: Path) -> None:
    rsa_encryption = bytes.fromhex("2a864886f70d010101")  # RFC 8017, A.1
    file = keys / "0001.pem"
    file.write_bytes(changed(file.read_bytes(), rsa_encryption, rsa_encryption[:-1] + b"\x63"))
    with pytest.raises(UsageError, match=r"0001\.pem cannot be read as a key"):
        KeyRing(keys)


def test_the_newest_key_signs_and_all_are_published(keys: Path) -> None:
    old = KeyRing(keys).newest()
    assert add_key(keys).name == "0002.pem"
    ring = KeyRing(keys)
    assert ring.newest().kid != old.kid
    assert ring.find(old.kid) is not None
    assert [entry["kid"] for entry in ring.jwks()["keys"]] == [ring.newest().kid, old.kid]
    assert modes(keys) == ["0o700", "0o600", "0o600"]


def test_a_running_process_sees_keys_come_and_go(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claude_scope.api.auth.signing_keys.LOOK_AGAIN_S", 0.0)
    ring = KeyRing(keys)
    first = ring.newest()
    add_key(keys)
    assert ring.newest().kid != first.kid
    (keys / "0001.pem").unlink()
    assert ring.find(first.kid) is None


@pytest.mark.parametrize("wrong", ["half of it", "readable by others"])
def test_a_running_process_goes_on_while_a_new_key_is_not_right_yet(
    keys: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, wrong: str
) -> None:
    monkeypatch.setattr("claude_scope.api.auth.signing_keys.LOOK_AGAIN_S", 0.0)
    ring = KeyRing(keys)
    first = ring.newest()
    file = add_key(keys)
    whole = file.read_bytes()
    if wrong == "half of it":
        file.write_bytes(whole[:500])
    else:
        file.chmod(0o644)
    assert ring.newest().kid == first.kid
    assert ring.find(first.kid) is not None
    assert [entry["kid"] for entry in ring.jwks()["keys"]] == [first.kid]
    assert "0002.pem" in caplog.text
    file.chmod(0o600)
    file.write_bytes(whole)
    assert ring.newest().kid != first.kid
    assert len(ring.jwks()["keys"]) == 2


def test_a_removed_key_is_gone_whatever_is_wrong_with_another(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claude_scope.api.auth.signing_keys.LOOK_AGAIN_S", 0.0)
    add_key(keys)
    ring = KeyRing(keys)
    newest = ring.newest()
    (keys / "0003.pem").write_bytes(b"")
    (keys / "0003.pem").chmod(0o600)
    (keys / "0002.pem").unlink()
    assert ring.find(newest.kid) is None
    assert ring.newest().kid != newest.kid


def test_a_running_process_whose_last_key_went_keeps_it_and_says_so(
    keys: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("claude_scope.api.auth.signing_keys.LOOK_AGAIN_S", 0.0)
    ring = KeyRing(keys)
    first = ring.newest()
    (keys / "0001.pem").unlink()
    assert ring.newest().kid == first.kid
    assert "restart the server" in caplog.text


@pytest.mark.attack("secrets")
def test_only_public_numbers_are_published(keys: Path) -> None:
    (entry,) = KeyRing(keys).jwks()["keys"]
    assert set(entry) == {"kty", "n", "e", "kid", "use", "alg"}
    assert (entry["kty"], entry["use"], entry["alg"]) == ("RSA", "sig", "RS256")


def test_a_key_is_named_by_its_thumbprint_as_in_the_rfc() -> None:
    """RFC 7638, section 3.1: the example's key and its thumbprint."""
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3"
        "oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgd"
        "AZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFC"
        "ur-kEgU8awapJzKnqDKgw"
    )
    number = int.from_bytes(base64.urlsafe_b64decode(modulus + "=="), "big")
    public = rsa.RSAPublicNumbers(65537, number).public_key()
    assert thumbprint(public) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    assert keys.required_members(public) == {"e": "AQAB", "kty": "RSA", "n": modulus}
