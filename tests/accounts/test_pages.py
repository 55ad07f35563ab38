"""docs/service is right about running the service: its commands are run, and its files are checked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from claude_scope.cli.environment import load_settings, refuse_unknown
from claude_scope.settings import ServiceSettings
from tests.accounts.running import SOON_S, ran, running
from tests.accounts.service import as_bearer
from tests.videos import three_states

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"


@pytest.fixture
def shop() -> Iterator[str]:
    """The address of the sample shop, without a slash at the end."""
    command = [sys.executable, "-m", "examples.shop.server", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip().rstrip("/")
        server.terminate()


def commands(page: str, beginning: str) -> str:
    """The indented block of a page that begins with this text."""
    text = (ROOT / "docs" / "service" / page).read_text(encoding="utf-8")
    (block,) = (found for found in re.findall(r"(?:^    .*\n)+", text, re.MULTILINE) if found[4:].startswith(beginning))
    return re.sub("^    ", "", block, flags=re.MULTILINE)


def test_the_script_of_the_laptop_page_makes_a_prompt(tmp_path: Path, shop: str) -> None:
    """As written, except for the two addresses, and with a recording of a few seconds instead of the sample."""
    program = tmp_path / "claude-scope"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m claude_scope "$@"\n')
    program.chmod(0o755)
    folder = tmp_path / "data"
    three_states(tmp_path / "bug.webm")
    with running(folder) as server:
        script = commands("laptop.md", "TOKEN=").replace("http://localhost:3000", shop)
        script = script.replace("http://127.0.0.1:8765", server.url).replace("examples/shop.webm", "bug.webm")
        environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "CLAUDE_SCOPE_DATA_DIR": str(folder)}
        done = subprocess.run(
            ["bash", "-euc", script], cwd=tmp_path, env={**os.environ, **environment}, capture_output=True, check=False
        )
        answer = httpx.Response(200, content=done.stdout).json()
        assert (answer["status"], answer["inspection"]["snapshots"][0]["success"]) == ("complete", True)
        assert "Payment failed" in answer["prompt"]


def test_what_was_accepted_is_done_after_a_restart(tmp_path: Path) -> None:
    """The page's inspection is not tested here, so no browser has to start for it."""
    folder, node = tmp_path / "data", "/nowhere/node"
    with running(folder, PLAYWRIGHT_NODEJS_PATH=node) as server:
        token = server.token()
        accepted = httpx.post(
            f"{server.url}/api/recordings",
            data={"title": "The payment fails", "seedUrl": "http://127.0.0.1:9/"},
            files={"file": three_states(tmp_path / "basket.webm").read_bytes()},
            headers={**as_bearer(token), "Prefer": "respond-async"},
        )
        assert accepted.status_code == 202
        assert server.end() == 0
    with running(folder, PLAYWRIGHT_NODEJS_PATH=node) as server:
        session = ended(f"{server.url}{accepted.headers['location']}", token)
        assert session["status"] == "complete"
        assert "Payment failed" in session["prompt"]


def ended(address: str, token: str) -> dict[str, str]:
    for _ in range(SOON_S * 2):
        session: dict[str, str] = httpx.get(address, headers=as_bearer(token)).json()
        if session["status"] != "processing":
            return session
        time.sleep(0.5)
    raise AssertionError("it is still processing")


def test_the_example_of_an_environment_holds_settings_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (DEPLOY / "environment.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    refuse_unknown(given)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = load_settings(ServiceSettings)
    assert (settings.is_personal, settings.allow_private_addresses, settings.sign_up) == (False, False, "invitation")


@pytest.mark.parametrize("name", ["claude-scope.service", "claude-scope-worker.service"])
def test_a_unit_runs_a_command_that_there_is(name: str, tmp_path: Path) -> None:
    """If systemd is available, it validates the unit too."""
    unit = (DEPLOY / name).read_text()
    (command,) = re.findall(r"^ExecStart=/opt/claude-scope/\.venv/bin/claude-scope (.*)$", unit, re.MULTILINE)
    (user,) = re.findall(r"^User=(.*)$", unit, re.MULTILINE)
    assert user == "claude-scope"
    assert ran(*command.split(), "--help").returncode == 0
    if shutil.which("systemd-analyze"):
        here = tmp_path / name
        here.write_text(unit.replace("/opt/claude-scope/.venv/bin/claude-scope", sys.executable))
        checked = subprocess.run(["systemd-analyze", "verify", str(here)], capture_output=True, text=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, "")
