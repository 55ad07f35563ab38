"""`claude-scope serve` for real: from an empty folder to a signed-in user, with a restart, until it stops."""

from __future__ import annotations

import signal
import socket
import stat
import time
from typing import TYPE_CHECKING

import httpx
import jwt
import pytest

from tests.accounts.running import COMMAND, SOON_S, Running, ran, running
from tests.accounts.service import UNAUTHORIZED, as_bearer, token_of
from tests.forked import Forked, new_interpreter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laptop") / "data"


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Running]:
    """In a new interpreter, as users run it."""
    with running(folder, start=new_interpreter) as started:
        yield started


def me(server: Running, token: str) -> httpx.Response:
    return httpx.get(f"{server.url}/api/auth/me", headers=as_bearer(token))


def test_a_fresh_folder_is_all_it_needs(server: Running) -> None:
    answer = httpx.get(f"{server.url}/api/health")
    assert (answer.status_code, set(answer.json().values())) == (200, {"ok"})


def test_the_link_that_is_printed_signs_in_once(server: Running) -> None:
    address, _, token = server.link.partition("#token=")
    assert address == f"{server.url}/sign-in"
    first, second = (httpx.post(f"{server.url}/api/auth/link", json={"token": token}) for _ in range(2))
    assert me(server, token_of(first)).json() == first.json()["user"]
    assert second.json() == UNAUTHORIZED


def test_a_token_for_scripts_is_printed_while_the_server_runs(server: Running, folder: Path) -> None:
    printed = ran("token", "--data-dir", str(folder), "--hours", "1")
    assert (printed.returncode, printed.stderr) == (0, "")
    token = printed.stdout.strip()
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == 3600
    assert me(server, token).status_code == 200


def test_an_invitation_is_printed(server: Running, folder: Path) -> None:
    refused = ran("invite", "--data-dir", str(folder), "--email", "nobody")
    assert (refused.returncode, "--email 'nobody' is not" in refused.stderr) == (2, True)
    printed = ran("invite", "--data-dir", str(folder), "--email", "ada@example.com")
    assert (printed.returncode, len(printed.stdout.strip())) == (0, 32)


@pytest.mark.attack("secrets")
def test_nothing_in_the_data_folder_can_be_read_by_others(server: Running, folder: Path) -> None:
    paths = [folder, *folder.rglob("*")]
    assert {path.name for path in paths} >= {"claude-scope.db", "keys", "0001.pem", "dbos.db"}
    assert [str(path) for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_a_second_server_on_the_same_folder_is_refused(server: Running, folder: Path) -> None:
    refused = ran("serve", "--no-open", "--port", "0", "--data-dir", str(folder))
    assert refused.returncode == 2
    assert refused.stderr == (
        f"claude-scope: Another claude-scope uses the data folder {folder}; stop it, or give another --data-dir.\n"
    )
    assert httpx.get(f"{server.url}/api/health").status_code == 200


@pytest.mark.parametrize("with_signal", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_on_request_and_starts_again_with_the_same_keys(folder: Path, with_signal: int, tmp_path: Path) -> None:
    """Although a browser holds its connection open."""
    with running(tmp_path / "data", "--no-worker") as first, httpx.Client() as browser:
        token = token_of(browser.post(f"{first.url}/api/auth/link", json={"token": first.link.partition("=")[2]}))
        assert first.end(with_signal) == 0
    with running(tmp_path / "data", "--no-worker") as second:
        assert me(second, token).status_code == 200
        assert second.link != first.link


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_it_can_be_ended_while_it_starts(command: str, tmp_path: Path) -> None:
    options = ["--no-open", "--port", "0"] if command == "serve" else []
    with new_interpreter([*COMMAND, command, "--data-dir", str(tmp_path / "data"), *options]) as process:
        while not (tmp_path / "data").exists():
            assert process.poll() is None
            time.sleep(0.005)  # otherwise it would busy-wait while modules are imported
        process.send_signal(signal.SIGTERM)
        assert process.wait(SOON_S) == 0


def test_the_link_is_opened_in_a_browser_unless_disabled(tmp_path: Path) -> None:
    """Python's webbrowser uses the command in BROWSER."""
    opened, program = tmp_path / "opened", tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n')
    program.chmod(0o755)
    browser = f"{program} %s"
    with running(tmp_path / "a", "--no-worker", opens=True, BROWSER=browser, DISPLAY=":0") as server:
        wait_for(opened)
        assert opened.read_text().split() == [server.link]
    quietly = {"CLAUDE_SCOPE_OPEN": "false", "BROWSER": browser}
    with running(tmp_path / "b", "--no-worker", start=Forked, opens=True, **quietly, DISPLAY=":0") as quiet:
        assert quiet.end() == 0
    assert len(opened.read_text().split()) == 1


def test_a_port_that_is_taken_is_reported_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = ran("serve", "--no-open", "--port", port, "--data-dir", str(tmp_path / "data"))
    assert refused.returncode == 2
    assert refused.stderr == (
        f"claude-scope: Port {port} of 127.0.0.1 is taken; stop what uses it, or give another --port.\n"
    )
    assert not (tmp_path / "data").exists()


UNUSABLE = {
    "a data folder that cannot be made": (
        ["--data-dir", "/dev/null/data"],
        {},
        2,
        "/dev/null/data cannot be the data folder (Not a directory);",
    ),
    "a data folder that is a file": (
        ["--data-dir", __file__],
        {},
        2,
        f"{__file__} cannot be the data folder (File exists);",
    ),
    "a server that is no database": (
        ["--database-url", "mysql://h/x"],
        {},
        2,
        "The database mysql is not supported",
    ),
    "PostgreSQL that is down": (
        ["--database-url", "postgresql://ada:geheim@127.0.0.1:9/x"],
        {},
        1,
        "The database server 127.0.0.1:9 cannot be used (Connection refused);",
    ),
    "S3 that is down": (
        ["--assets", "s3://bucket/scope"],
        {
            "CLAUDE_SCOPE_S3_ENDPOINT": "http://127.0.0.1:9",
            "CLAUDE_SCOPE_S3_ACCESS_KEY_ID": "ada",
            "CLAUDE_SCOPE_S3_SECRET_ACCESS_KEY": "geheim",
        },
        1,
        "S3 does not answer as it should;",
    ),
    "a variable that is no setting": ([], {"CLAUDE_SCOPE_SIGNUP": "closed"}, 2, "set CLAUDE_SCOPE_SIGN_UP instead"),
}


@pytest.mark.parametrize("what", UNUSABLE)
def test_invalid_settings_are_one_sentence(what: str, tmp_path: Path) -> None:
    options, environment, code, said = UNUSABLE[what]
    where = [] if "--data-dir" in options else ["--data-dir", str(tmp_path / "data")]
    refused = ran("serve", "--no-open", "--port", "0", *where, *options, **environment)
    assert (refused.returncode, refused.stdout) == (code, "")
    assert refused.stderr.startswith("claude-scope: ")
    assert refused.stderr.count("\n") == 1
    assert said in refused.stderr
    assert "geheim" not in refused.stderr


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["token"], "There is no service in"),
        (["invite"], "There is no service in"),
        (["rotate-keys"], "There is no service in"),
        (["audit"], "There is no service in"),
        (["token", "--hours", "1e308"], "--hours"),
    ],
    ids=["token", "invite", "rotate-keys", "audit", "token for ever"],
)
def test_a_command_for_a_service_does_not_start_one(command: list[str], said: str, tmp_path: Path) -> None:
    """Otherwise a mistyped folder would become a new service with new keys."""
    refused = ran(*command, "--data-dir", str(tmp_path / "data"))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert not (tmp_path / "data").exists()


def wait_for(path: Path) -> None:
    """Wait until the file has content: a shell creates it before writing to it."""
    for _ in range(SOON_S * 20):
        if path.exists() and path.stat().st_size:
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} was not written")
