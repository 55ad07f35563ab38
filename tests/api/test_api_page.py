"""docs/service/api.md: its table matches the OpenAPI description, and its examples run as they are, except for
addresses.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claude_scope.api.http.openapi import ERRORS
from claude_scope.settings import ServiceSettings
from tests.accounts.running import SOON_S, Running, running
from tests.videos import three_states

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "service" / "api.md").read_text("utf-8")
SCRIPT = re.sub("^    ", "", re.search(r"(?:^(?:    .*)?\n)+", PAGE[PAGE.index("    API=") :], re.M)[0], flags=re.M)  # type: ignore[index]
PROGRAM = PAGE.partition("```python\n")[2].partition("```")[0]


async def test_the_table_is_what_the_api_says_of_itself(client: httpx.AsyncClient) -> None:
    described = (await client.get("/api/openapi.json")).json()["paths"]
    said = {
        (method, path): (answers, "*open*" in text)
        for method, path, answers, text in re.findall(r"^\| (\w+) \| `(/\S+)` \| ([\d, ]+) \| (.*) \|$", PAGE, re.M)
    }
    true = {
        (method.upper(), path): (", ".join(s for s in operation["responses"] if s < "4"), not operation.get("security"))
        for path, item in described.items()
        for method, operation in item.items()
    }
    assert said == true


def test_every_error_and_every_limit_is_reported() -> None:
    for status in ERRORS:
        assert f"\n| {status} | " in PAGE
    settings = ServiceSettings()
    for told, value in (
        ("100 MB", settings.max_upload_bytes / 2**20),
        ("16,588,800 pixels", settings.max_pixels),
        ("20", settings.max_frames),
        ("600", settings.requests_per_minute),
        ("10", settings.sign_ins_per_minute),
        ("1,000", settings.max_queued),
        ("10,000", settings.max_sessions_per_account),
        ("100 GB", settings.max_bytes_per_account / 1e9),
    ):
        assert f"| {told} | " in PAGE
        assert int(told.split()[0].replace(",", "")) == value


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The sessions' page is not what is tested here, so no browser has to start for it."""
    with running(tmp_path_factory.mktemp("page") / "data", PLAYWRIGHT_NODEJS_PATH="/nowhere/node") as server:
        yield server


def data_dir(server: Running) -> str:
    """The data folder of that server."""
    given = [str(part) for part in server.process.args]  # type: ignore[union-attr]
    return given[given.index("--data-dir") + 1]


def test_the_script_makes_what_it_says(server: Running, tmp_path: Path) -> None:
    """With a recording of a few seconds in place of the sample."""
    program = tmp_path / "claude-scope"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m claude_scope.cli.app "$@"\n')
    program.chmod(0o755)
    three_states(tmp_path / "bug.webm")
    script = SCRIPT.replace("http://127.0.0.1:8765", server.url).replace("examples/shop.webm", "bug.webm")
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "CLAUDE_SCOPE_DATA_DIR": data_dir(server)}
    done = subprocess.run(
        ["bash", "-euc", script],
        cwd=tmp_path,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=SOON_S,
    )
    assert done.returncode == 0, done.stderr
    events = [json.loads(line[6:]) for line in done.stdout.splitlines() if line.startswith("data: ")]
    assert (events[-1]["sessionStatus"], len(events) > 1) == ("complete", True)
    session, again = (json.loads((tmp_path / name).read_text("utf-8")) for name in ("session.json", "again.json"))
    assert (session["agentTarget"], session["frameCount"]) == ("CURSOR", 3)
    assert (again["agentTarget"], "base64" in again["prompt"]) == ("CODEX", False)
    names = zipfile.ZipFile(tmp_path / "bundle.zip").namelist()
    assert {"prompt.codex.md", "session.json", "report.html"} <= set(names)


def test_the_program_prints_the_prompt(server: Running, tmp_path: Path) -> None:
    three_states(tmp_path / "bug.webm")
    token = server.token()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "bug.webm"],
        cwd=tmp_path,
        env={**os.environ, "CLAUDE_SCOPE_API": f"{server.url}/api", "CLAUDE_SCOPE_API_TOKEN": token},
        capture_output=True,
        text=True,
        check=False,
        timeout=SOON_S,
    )
    assert done.returncode == 0, done.stderr
    assert "The total is wrong" in done.stdout
    assert "Payment failed" in done.stdout
