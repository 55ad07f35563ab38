"""Malformed forms, sent byte by byte to a running service: each is refused with a 4xx, and nothing is stored."""

from __future__ import annotations

import gzip
import json
import socket
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.accounts.running import SOON_S
from tests.videos import three_states

if TYPE_CHECKING:
    from pathlib import Path

    from tests.attacks.town import Town

LINE = b"\r\n"


def part(disposition: bytes, content: bytes, *headers: bytes) -> bytes:
    lines = (b"--x", b"Content-Disposition: form-data; " + disposition, *headers, b"", content)
    return LINE.join(lines) + LINE


TITLE, SEED = part(b'name="title"', b"Hostile"), part(b'name="seedUrl"', b"http://127.0.0.1:9/")
END = b"--x--\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join((TITLE, SEED, *parts, END))


def file(name: bytes, content: bytes = b"no recording", *headers: bytes) -> bytes:
    return part(b'name="file"; filename="' + name + b'"', content, *headers)


NAMES = {
    "a way up": b"../../../../etc/cron.d/evil",
    "a way up, encoded": b"..%2f..%2fetc%2fpasswd",
    "a way up on Windows": rb"..\..\windows\system32\evil.webm",
    "an absolute one": b"/etc/passwd",
    "a zero byte": b"a\0.webm",
    "the end of a line": b"a\r\nX-Evil: 1",
    "a quote": rb"a\"; name=\"title",
    "right to left": "a\u202embew.exe".encode(),
    "no UTF-8": b"\xff\xfe\xfd",
    "very long": b"x" * 4000,
    "empty": b"",
    "a dot": b".",
    "a device": b"CON",
    "markup": b"<script>alert(1)</script>.webm",
}
"""File names: none of them is used."""

BODIES: dict[str, tuple[bytes, dict[str, str]]] = {
    "a header of megabytes": (b"--x\r\nA: " + b"b" * 5_000_000, {}),
    "a thousand headers": (b"--x\r\n" + b"A: b\r\n" * 1000 + b"\r\n\r\n", {}),
    "a thousand parts": (part(b'name="title"', b"a") * 1000 + END, {}),
    "two files": (form(file(b"a"), file(b"b")), {}),
    "a form in the form": (
        form(part(b'name="file"', file(b"a") + END, b"Content-Type: multipart/mixed; boundary=x")),
        {},
    ),
    "a part without a name": (form(part(b"", b"a")), {}),
    "a part that is no field": (form(part(b'name="__proto__"', b"a")), {}),
    "a name of two kinds": (form(part(b"name=\"title\"; name*=UTF-8''file", b"a")), {}),
    "base64 that nobody decodes": (form(file(b"a", b"aGVsbG8=", b"Content-Transfer-Encoding: base64")), {}),
    "a compressed part": (form(file(b"a", gzip.compress(bytes(1 << 20)), b"Content-Encoding: gzip")), {}),
    "a compressed body": (gzip.compress(bytes(64 << 20)), {"Content-Encoding": "gzip"}),
    "a boundary that is never there": (form(file(b"a")), {"Content-Type": "multipart/form-data; boundary=yyy"}),
    "a boundary with a line in it": (form(file(b"a")), {"Content-Type": 'multipart/form-data; boundary="x\ty"'}),
    "an empty boundary": (form(file(b"a")), {"Content-Type": 'multipart/form-data; boundary=""'}),
    "two kinds": (form(file(b"a")), {"Content-Type": "multipart/form-data; boundary=x, application/json"}),
    "a title of megabytes": (part(b'name="title"', b"x" * 3_000_000) + SEED + file(b"a") + END, {}),
    "a title in another encoding": (form(file(b"a")).replace(b"Hostile", b"\xff\xfeH\0"), {}),
    "what nobody asked for behind the end": (form(file(b"a")) + bytes(1 << 20), {}),
    "a file of the wrong address": (
        TITLE + part(b'name="seedUrl"', b"file:///etc/passwd") + file(b"a") + END,
        {},
    ),
    "a key with a line in it": (form(file(b"a")), {"Idempotency-Key": "a b"}),
    "a key of kilobytes": (form(file(b"a")), {"Idempotency-Key": "k" * 4000}),
}


def sent(town: Town, body: bytes, *, head: str = "", **headers: str) -> bytes:
    """The service's response to these bytes; if it closes early, the response so far."""
    where = urlsplit(town.url)
    given = {
        "Host": where.netloc,
        "Authorization": town.ana.headers["Authorization"],
        "Content-Type": "multipart/form-data; boundary=x",
        "Connection": "close",
        **({} if head else {"Content-Length": str(len(body))}),
        **headers,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    answer = b""
    with socket.create_connection((str(where.hostname), where.port or 0), timeout=SOON_S) as connection:
        with suppress(OSError):  # it has received enough
            connection.sendall(f"POST /api/recordings HTTP/1.1\r\n{lines}{head}\r\n".encode() + body)
        with suppress(OSError):
            while data := connection.recv(1 << 16):
                answer += data
    return answer


def refusal(answer: bytes, town: Town) -> str:
    """The error for the first request on a connection: a 4xx with one message, or a list of them."""
    status = int(answer.split(b" ")[1])
    assert 400 <= status < 500, answer[:500]
    assert str(town.service.settings.data_dir).encode() not in answer
    assert b"Traceback" not in answer
    return answer.decode("utf-8", "replace")


def is_clean(town: Town) -> bool:
    """Whether no upload is left and no session was created."""
    folder = town.service.settings.data_dir / "uploads"
    left = [path for path in folder.rglob("*") if path.is_file()]
    return not left and town.ask("GET", "/api/sessions/stats", town.ana).json()["totalSessions"] == 1


@pytest.mark.attack("uploads")
@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_file_is_used_for_nothing(idle: Town, name: str) -> None:
    refusal(sent(idle, form(file(NAMES[name]))), idle)
    assert is_clean(idle)


@pytest.mark.attack("uploads")
@pytest.mark.parametrize("kind", BODIES)
def test_a_form_that_is_bent_is_refused(idle: Town, kind: str) -> None:
    body, headers = BODIES[kind]
    refusal(sent(idle, body, **headers), idle)
    assert is_clean(idle)
    assert idle.is_well()


SMUGGLED = b"GET /api/auth/me HTTP/1.1\r\nHost: localhost\r\n\r\n"
LENGTHS = {
    "two lengths": "Content-Length: 5\r\nContent-Length: 500\r\n",
    "a length and pieces": "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    "pieces twice": "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
    "pieces of another kind": "Transfer-Encoding: gzip, chunked\r\n",
    "a negative length": "Content-Length: -1\r\n",
    "a length that is no number": "Content-Length: 1e3\r\n",
    "a length of a hundred digits": f"Content-Length: {'9' * 100}\r\n",
    "a folded length": "Content-Length:\r\n 5\r\n",
    "a length with a space before the colon": "Content-Length : 5\r\n",
}
"""Two parsers may disagree about where these end (RFC 9112, section 11.2)."""


@pytest.mark.attack("uploads")
@pytest.mark.parametrize("kind", LENGTHS)
def test_no_request_hides_behind_another(idle: Town, kind: str) -> None:
    answer = sent(idle, b"0\r\n\r\n" + SMUGGLED, head=LENGTHS[kind])
    if answer:  # or the connection is closed without a response
        refusal(answer, idle)
    assert answer.count(b"HTTP/1.1 ") <= 1
    assert idle.is_well()


@pytest.mark.attack("uploads", cases=20)
def test_stalled_uploads_keep_nobody_out(busy: Town, tmp_path: Path) -> None:
    """Twenty that have begun and send nothing more; another account can still upload."""
    where = urlsplit(busy.url)
    opened = []
    for number in range(20):
        connection = socket.create_connection((str(where.hostname), where.port or 0), timeout=SOON_S)
        head = f"POST /api/recordings HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Length: 90000\r\n"
        head += f"Authorization: {busy.ana.headers['Authorization']}\r\n"
        head += "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
        connection.sendall(head.encode() + form(file(b"a" * number))[:200])
        opened.append(connection)
    answer = busy.ask(
        "POST",
        "/api/recordings",
        busy.somebody(),
        data={"title": "Honest", "seedUrl": "http://127.0.0.1:9/"},
        files={"file": three_states(tmp_path / "counter.webm").read_bytes()},
    )
    for connection in opened:
        connection.close()
    assert (answer.status_code, answer.json()["status"]) == (200, "complete"), json.dumps(answer.json())[:500]
