"""`pull` writes a service's session as `analyze` would have, from this machine's service or a remote one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest

from claude_scope.api.auth.automatic_accounts import local_user
from claude_scope.errors import BadInput
from claude_scope.remote.bundle import unpack
from tests.api.build import Person, complete_session, sign_up
from tests.api.conftest import made_keys, service, service_url, settings
from tests.cli.command import COMMAND
from tests.mcp.serving import answering, token_of

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.api.service import Service

__all__ = ["made_keys", "service", "service_url", "settings"]


def pull(cwd: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "CLAUDE_SCOPE_TOKEN"} | variables
    return subprocess.run(
        [*COMMAND, "pull", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def check_results(folder: Path, agent: str) -> None:
    prompt = (folder / f"prompt.{agent}.md").read_text("utf-8")
    named = re.findall(rf"{re.escape(str(folder))}/frames/[\w.-]+\.png", prompt)
    assert named
    for path in named:
        assert (folder / "frames" / path.rpartition("/")[2]).is_file()
    assert json.loads((folder / "session.json").read_text("utf-8"))["schema"] == "claude-scope/session"
    assert (folder / "report.html").is_file()


async def test_a_session_of_this_machine_needs_no_token(service: Service, tmp_path: Path) -> None:
    session = await complete_session(service, Person(local_user(service.database).id, {}), tmp_path / "work")
    foreign = await complete_session(service, sign_up(service, "eve@example.com"), tmp_path / "other")
    (tmp_path / "repo").mkdir()
    variables = {"CLAUDE_SCOPE_DATABASE_URL": str(service.database.url)}
    where = ["--data-dir", str(service.settings.data_dir)]
    result = pull(tmp_path / "repo", session, *where, **variables)
    assert (result.returncode, result.stdout) == (0, f"claude-scope-out/{session}/prompt.claude-code.md\n"), (
        result.stderr
    )
    check_results(tmp_path / "repo" / "claude-scope-out" / session, "claude-code")
    again = pull(tmp_path / "repo", session, *where, "--agent", "codex", **variables)
    assert again.stdout == f"claude-scope-out/{session}/prompt.codex.md\n", again.stderr
    hidden = pull(tmp_path / "repo", foreign, *where, **variables)
    assert hidden.returncode == 1
    assert "give --server URL" in hidden.stderr
    assert not (tmp_path / "repo" / "claude-scope-out" / foreign).exists()


async def test_a_session_elsewhere_is_fetched_with_a_token(service: Service, tmp_path: Path) -> None:
    ana = sign_up(service, "ana@example.com")
    session = await complete_session(service, ana, tmp_path / "work")
    with answering(service) as address:
        result = pull(tmp_path, session, "--server", address, "--agent", "codex", CLAUDE_SCOPE_TOKEN=token_of(ana))
        without = pull(tmp_path, session, "--server", address)
        wrong = pull(tmp_path, session, "--server", address, CLAUDE_SCOPE_TOKEN="not-a-token")
        missing = pull(tmp_path, "sess_AAAAAAAA", "--server", address, CLAUDE_SCOPE_TOKEN=token_of(ana))
    assert result.stdout == f"claude-scope-out/{session}/prompt.codex.md\n", result.stderr
    check_results(tmp_path / "claude-scope-out" / session, "codex")
    assert (without.returncode, "There is no token" in without.stderr) == (2, True)
    assert (wrong.returncode, "refuses the token" in wrong.stderr) == (2, True)
    assert "not-a-token" not in wrong.stderr
    assert (missing.returncode, "has no such session" in missing.stderr) == (1, True)


@pytest.mark.parametrize("session", ["../x", "sess_abc", "https://x/sessions/sess_AAAAAAAA"])
def test_an_invalid_id_is_reported(session: str, tmp_path: Path) -> None:
    result = pull(tmp_path, session)
    assert (result.returncode, "ids look like sess_A1B2C3D4" in result.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_writes_nothing_outside_its_folder(tmp_path: Path) -> None:
    packed, folder = tmp_path / "b.zip", tmp_path / "out"
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("session.json", "../evil.md", "/etc/evil", "frames/../../evil.png", "evil.sh", "frames/001-a.png"):
            archive.writestr(name, "x")
    unpack(packed, folder)
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == ["001-a.png", "session.json"]
    assert not (tmp_path / "evil.md").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"<html>"])
def test_an_invalid_bundle_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.zip").write_bytes(content)
    with pytest.raises(BadInput):
        unpack(tmp_path / "b.zip", tmp_path / "out")
