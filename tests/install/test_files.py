"""Installing, reinstalling and uninstalling leaves every file byte for byte as it was, whatever its formatting."""

from __future__ import annotations

import json
import stat
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.errors import BadInput
from claude_scope.install import jsonc
from claude_scope.install.clients import BY_ID, CLIENTS, NAME, Client
from claude_scope.install.installation import Place, install, installed_entry, uninstall
from claude_scope.install.skill import SOURCE
from tests.install.nasty import BROKEN_JSON, BROKEN_TOML, TOML_FILES, json_files

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = ["/opt/tools/claude scope", "mcp"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, without any agent's program."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("CLAUDE_CONFIG_DIR", "CODEX_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("PATH", str(tmp_path / "no programs"))
    return home


def files_of(client: Client) -> dict[str, bytes]:
    return TOML_FILES if client.form == "toml" else json_files(client.key)


def broken_of(client: Client) -> dict[str, bytes]:
    return BROKEN_TOML if client.form == "toml" else BROKEN_JSON


def data_of(client: Client, content: bytes) -> Any:
    text = content.decode("utf-8-sig")
    if client.form == "toml":
        return tomllib.loads(text)
    value = jsonc.parse(text)
    return value.data if value else {}


def put(place: Place, content: bytes) -> Path:
    place.file.parent.mkdir(parents=True, exist_ok=True)
    place.file.write_bytes(content)
    return place.file


CASES = [(client.id, name) for client in CLIENTS for name in files_of(client)]


def test_there_are_twenty_files_for_each_agent() -> None:
    for client in CLIENTS:
        assert len(files_of(client)) >= 20


@pytest.mark.parametrize(("agent", "name"), CASES)
@pytest.mark.parametrize("is_project", [False, True])
def test_a_file_is_restored_byte_for_byte(agent: str, name: str, is_project: bool, tmp_path: Path) -> None:
    client = BY_ID[agent]
    content = files_of(client)[name]
    place = Place(client, tmp_path / "project" if is_project else None)
    file = put(place, content)
    before, entry = data_of(client, content), client.stdio(COMMAND)

    install(place, entry)
    once = file.read_bytes()
    assert data_of(client, once) == {**before, client.key: {**before.get(client.key, {}), NAME: entry}}
    assert once.startswith(b"\xef\xbb\xbf") == content.startswith(b"\xef\xbb\xbf")
    if b"\r\n" in content:
        assert once.count(b"\n") == once.count(b"\r\n")
    install(place, entry)
    assert file.read_bytes() == once
    uninstall(place)
    assert file.read_bytes() == content


@pytest.mark.parametrize(("agent", "name"), CASES)
def test_without_a_receipt_only_the_entry_goes(agent: str, name: str, home: Path) -> None:
    """For example after the data folder was deleted, or if the entry came from a colleague with the project."""
    client = BY_ID[agent]
    content = files_of(client)[name]
    place = Place(client)
    file = put(place, content)
    before = data_of(client, content)
    install(place, client.stdio(COMMAND))
    for receipt in (home / ".local/share/claude-scope").rglob("receipt.json"):
        receipt.unlink()
    uninstall(place)
    after = data_of(client, file.read_bytes())
    assert {key: value for key, value in after.items() if value != {}} == {
        key: value for key, value in before.items() if value != {}
    }
    if client.form == "json" and client.key in before and "trailing" not in name:
        assert _without_space(file.read_bytes()) == _without_space(content)


def _without_space(content: bytes) -> bytes:
    return b"".join(content.split())


@pytest.mark.parametrize(("agent", "name"), [(c.id, n) for c in CLIENTS for n in broken_of(c)])
def test_a_broken_file_is_left_alone(agent: str, name: str) -> None:
    client = BY_ID[agent]
    content = broken_of(client)[name]
    file = put(Place(client), content)
    with pytest.raises(BadInput, match="nothing was changed"):
        install(Place(client), client.stdio(COMMAND))
    assert file.read_bytes() == content
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("agent", BY_ID)
def test_what_a_person_edited_in_between_survives(agent: str) -> None:
    client = BY_ID[agent]
    place = Place(client)
    if client.form == "toml":
        file = put(place, b"# mine\na = 1\n")
        install(place, client.stdio(COMMAND))
        edited = file.read_bytes() + b'\n# theirs\n[mcp_servers.new]\ncommand = "x"\n'
    else:
        file = put(place, b'{\n  // mine\n  "a": 1\n}\n')
        install(place, client.stdio(COMMAND))
        edited = file.read_bytes().replace(b'  "a": 1', b'  "a": 2, // theirs\n  "b": [3]')
    file.write_bytes(edited)
    uninstall(place)
    left = file.read_bytes()
    assert installed_entry(place) is None
    assert b"mine" in left
    assert b"theirs" in left
    data = data_of(client, left)
    assert data == ({"a": 1, "mcp_servers": {"new": {"command": "x"}}} if client.form == "toml" else {"a": 2, "b": [3]})


@pytest.mark.parametrize("agent", BY_ID)
def test_a_file_that_was_not_there_goes_again(agent: str, home: Path, tmp_path: Path) -> None:
    for project in (None, tmp_path / "project"):
        place = Place(BY_ID[agent], project)
        place.root.mkdir(exist_ok=True)
        install(place, place.client.stdio(COMMAND))
        assert installed_entry(place) is not None
        uninstall(place)
        left = [path for path in place.root.rglob("*") if ".local" not in path.parts]
        assert left == []


@pytest.mark.parametrize("agent", BY_ID)
def test_a_dry_run_writes_nothing_and_shows_no_key(agent: str, home: Path) -> None:
    client = BY_ID[agent]
    content = b'[mcp_servers.o.env]\nKEY = "sk-1"\n' if client.form == "toml" else b'{"env": {"KEY": "sk-1"}}'
    file = put(Place(client), content)
    said = install(Place(client), client.stdio(COMMAND), dry_run=True)
    assert file.read_bytes() == content
    assert "would get the server claude-scope: /opt/tools/claude scope mcp" in said[0]
    assert "sk-1" not in " ".join(said)
    assert not (home / ".local").exists()
    install(Place(client), client.stdio(COMMAND))
    once = file.read_bytes()
    uninstall(Place(client), dry_run=True)
    assert file.read_bytes() == once


@pytest.mark.parametrize("agent", BY_ID)
def test_another_command_replaces_the_first_and_keeps_what_a_person_added(agent: str) -> None:
    client = BY_ID[agent]
    place = Place(client)
    content = b"a = 1\n" if client.form == "toml" else b'{"a": 1}\n'
    file = put(place, content)
    install(place, client.stdio(["/old/claude-scope", "mcp"]))
    install(place, client.stdio(COMMAND))
    entry = installed_entry(place)
    assert entry is not None
    assert entry["command"] == COMMAND[0]
    assert file.read_bytes().count(b"claude-scope") == 1
    uninstall(place)
    assert file.read_bytes() == content
    install(place, client.stdio(["/old/claude-scope", "mcp"]))
    old, new = (
        (b"args = [", b"cwd = '/x'\nargs = [") if client.form == "toml" else (b'"args":', b'"cwd": "/x", "args":')
    )
    file.write_bytes(file.read_bytes().replace(old, new))
    install(place, client.stdio(COMMAND))
    assert (installed_entry(place) or {}).get("cwd") == "/x"
    uninstall(place)
    assert data_of(client, file.read_bytes()) in ({"a": 1}, {"a": 1, client.key: {}})


@pytest.mark.parametrize("agent", BY_ID)
def test_a_service_is_named_with_the_variable_of_its_token(agent: str) -> None:
    place = Place(BY_ID[agent])
    install(place, place.client.stdio(COMMAND))
    install(place, place.client.http("https://scope.example.com/mcp"))
    entry = installed_entry(place)
    assert entry is not None
    assert "command" not in entry
    assert "https://scope.example.com/mcp" in entry.values()
    assert "CLAUDE_SCOPE_TOKEN" in json.dumps(entry)


def test_a_link_stays_a_link_and_permissions_stay(home: Path) -> None:
    place = Place(BY_ID["cursor"])
    real = home / "dotfiles" / "mcp.json"
    real.parent.mkdir()
    real.write_bytes(b"{}")
    real.chmod(0o640)
    place.file.parent.mkdir(parents=True)
    place.file.symlink_to(real)
    install(place, place.client.stdio(COMMAND))
    assert place.file.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    uninstall(place)
    assert real.read_bytes() == b"{}"
    assert place.file.is_symlink()


def test_what_is_remembered_is_the_owners_alone(home: Path) -> None:
    place = Place(BY_ID["cursor"])
    put(place, b'{"env": {"KEY": "sk-1"}}')
    install(place, place.client.stdio(COMMAND))
    kept = list((home / ".local/share/claude-scope/installed").rglob("before"))
    assert kept
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in kept)
    assert all(stat.S_IMODE(path.parent.stat().st_mode) == 0o700 for path in kept)


def test_a_skill_that_a_person_changed_stays(home: Path) -> None:
    place = Place(BY_ID["claude-code"])
    install(place, place.client.stdio(COMMAND))
    skill = home / ".claude/skills/claude-scope/SKILL.md"
    assert skill.read_bytes() == SOURCE.read_bytes()
    skill.write_text("mine")
    assert "left alone" in install(place, place.client.stdio(COMMAND))[1]
    assert "left alone" in uninstall(place)[1]
    assert skill.read_text() == "mine"


def test_a_skill_that_others_read_stays_until_the_last_goes(home: Path) -> None:
    codex, cursor = Place(BY_ID["codex"]), Place(BY_ID["cursor"])
    for place in (codex, cursor):
        install(place, place.client.stdio(COMMAND))
    skill = home / ".agents/skills/claude-scope/SKILL.md"
    uninstall(codex)
    assert skill.is_file()
    uninstall(cursor)
    assert not skill.exists()
    assert not (home / ".agents").exists()


def test_the_skill_keeps_the_specification() -> None:
    """agentskills.io/specification: the name equals its folder's, at most 64 of a-z, 0-9 and -; 1,024 characters."""
    import yaml

    text = SOURCE.read_text("utf-8")
    _, front, body = text.split("---\n", 2)
    facts = yaml.safe_load(front)
    assert facts.keys() <= {"name", "description", "license", "compatibility", "metadata", "allowed-tools"}
    assert facts["name"] == NAME
    assert 0 < len(facts["description"]) <= 1_024
    assert len(facts["compatibility"]) <= 500
    assert len(body.splitlines()) < 500
    assert "claude-scope record" in body
    assert "claude-scope analyze" in body


def test_a_folder_that_cannot_be_written_is_an_error_of_the_system(home: Path) -> None:
    place = Place(BY_ID["cursor"])
    (home / ".cursor").write_text("a file where a folder should be")
    with pytest.raises(OSError, match=r"\.cursor"):
        install(place, place.client.stdio(COMMAND))
    assert [path.name for path in home.iterdir()] == [".cursor"]
