"""An agent's own command is used if it is on the search path; and the commands `install`, `uninstall` and `doctor`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from claude_scope.cli import doctor
from claude_scope.cli.app import app
from claude_scope.errors import ClaudeScopeError
from claude_scope.install.clients import BY_ID
from claude_scope.install.installation import Place, install, installed_entry, uninstall
from tests.install.test_files import COMMAND, home, put

if TYPE_CHECKING:
    from claude_scope.install.clients import Entry

__all__ = ["home"]

AGENT = f"""#!{sys.executable}
# Adds and removes a server as the real ones do: it writes the whole file anew, and something of its own.
import json, os, pathlib, sys
home, words = pathlib.Path(os.environ["HOME"]), sys.argv[1:]
(home / "calls").open("a").write(json.dumps([os.getcwd(), words]) + "\\n")
if (home / "broken").exists():
    sys.exit("Error: the moon is full")
at = words.index("--scope")
scope = words[at + 1]
del words[at : at + 2]
file = pathlib.Path(".mcp.json") if scope == "project" else home / ".claude.json"
data = json.loads(file.read_text()) if file.exists() else {{}}
if words[1] == "add":
    entry = {{"type": "stdio", "command": words[4], "args": words[5:], "env": {{}}}}
    data.setdefault("mcpServers", {{}})[words[2]] = entry
else:
    del data["mcpServers"][words[2]]
file.write_text(json.dumps(data | {{"startups": 1}}, indent=2))
"""


@pytest.fixture
def claude(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program `claude` on the search path; returns the file that records its arguments."""
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "claude").write_text(AGENT)
    (folder / "claude").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return home / "calls"


def test_its_own_command_adds_and_the_file_is_restored(claude: Path) -> None:
    place = Place(BY_ID["claude-code"])
    content = b'{"theme":"dark"}'
    file = put(place, content)
    install(place, place.client.stdio(COMMAND))
    install(place, place.client.stdio(COMMAND))
    calls = [json.loads(line)[1] for line in claude.read_text().splitlines()]
    assert calls == [["mcp", "add", "--scope", "user", "claude-scope", "--", *COMMAND]]
    assert json.loads(file.read_text())["startups"] == 1
    uninstall(place)
    assert file.read_bytes() == content


def test_its_own_command_removes_from_a_file_that_went_on(claude: Path) -> None:
    place = Place(BY_ID["claude-code"])
    file = put(place, b'{"theme":"dark"}')
    install(place, place.client.stdio(COMMAND))
    file.write_text(json.dumps(json.loads(file.read_text()) | {"theme": "light"}))
    uninstall(place)
    assert json.loads(file.read_text()) == {"theme": "light", "mcpServers": {}, "startups": 1}


def test_it_is_started_in_the_project(claude: Path, tmp_path: Path) -> None:
    place = Place(BY_ID["claude-code"], tmp_path / "project")
    install(place, place.client.stdio(COMMAND))
    folder, words = json.loads(claude.read_text())
    assert Path(folder) == tmp_path / "project"
    assert words[3] == "project"
    assert installed_entry(place) is not None
    uninstall(place)
    assert list((tmp_path / "project").iterdir()) == []


def test_the_command_keeps_what_a_person_added_to_the_entry(claude: Path) -> None:
    place = Place(BY_ID["claude-code"])
    entry: Entry = place.client.stdio(["/old", "mcp"]) | {"env": {"DISPLAY": ":1"}}
    put(place, json.dumps({"mcpServers": {"claude-scope": entry}}).encode())
    install(place, place.client.stdio(COMMAND))
    assert not claude.exists()
    assert (installed_entry(place) or {})["env"] == {"DISPLAY": ":1"}


def test_a_command_that_fails_says_what_it_said(claude: Path, home: Path) -> None:
    (home / "broken").touch()
    place = Place(BY_ID["claude-code"])
    with pytest.raises(ClaudeScopeError, match="the moon is full"):
        install(place, place.client.stdio(COMMAND))
    assert not place.file.exists()


def test_as_typed(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    tried = run.invoke(app, ["install", "cursor", "--dry-run"])
    assert "would get the server" in tried.stdout
    assert list(home.iterdir()) == []
    done = run.invoke(app, ["install", "cursor"])
    assert done.exit_code == 0
    entry = json.loads((home / ".cursor/mcp.json").read_text())["mcpServers"]["claude-scope"]
    assert Path(entry["command"]).is_absolute()
    assert Path(entry["command"]).is_file()
    assert entry["args"][-1] == "mcp"
    assert "nothing to change" in run.invoke(app, ["install", "cursor"]).stdout
    assert run.invoke(app, ["install", "codex", "--project", "--http", "https://scope.example.com/"]).exit_code == 0
    assert 'url = "https://scope.example.com/mcp"' in (tmp_path / ".codex/config.toml").read_text()
    (found,) = doctor.agents(tmp_path)
    assert (found.ok, found.detail) == (
        True,
        "Codex, this project with the skill; Cursor, for you with the skill",
    )
    assert "was removed" in run.invoke(app, ["uninstall", "cursor"]).stdout
    assert not (home / ".cursor").exists()


def test_the_doctor_finds_an_entry_whose_command_is_gone(home: Path, tmp_path: Path) -> None:
    (none,) = doctor.agents(tmp_path)
    assert none.ok
    assert "claude-scope install" in none.fix
    place = Place(BY_ID["vscode"])
    install(place, place.client.stdio(["/gone/claude-scope", "mcp"]))
    (broken,) = doctor.agents(tmp_path)
    assert not broken.ok
    assert broken.detail == "VS Code, for you with the skill: the command /gone/claude-scope is gone"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["emacs"], "give one of claude-code, codex, cursor, vscode, gemini"),
        (["cursor", "--http", "scope.example.com"], "is not the address of a service"),
        (["cursor", "--http", "http://scope.example.com"], "would send the token unencrypted"),
        (["cursor", "--http", "https://x/?token=1"], "is not the address of a service"),
    ],
)
def test_what_cannot_be_done_says_why(home: Path, arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["install", *arguments])
    assert message in str(result.exception)
    assert list(home.iterdir()) == []
