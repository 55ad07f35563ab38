"""Every option of the service is a setting, and the settings page documents every setting."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer.main

from claude_scope.cli.app import app
from claude_scope.server import serve

if TYPE_CHECKING:
    from claude_scope.settings import ServiceSettings

ROOT = Path(__file__).parent.parent.parent
OPTIONS: dict[str, tuple[list[str], str, str]] = {
    "host": (["--host", "::1"], "CLAUDE_SCOPE_HOST", "::1"),
    "port": (["--port", "0"], "CLAUDE_SCOPE_PORT", "0"),
    "data_dir": (["--data-dir", "/somewhere"], "CLAUDE_SCOPE_DATA_DIR", "/somewhere"),
    "database_url": (["--database-url", "postgresql://h/n"], "CLAUDE_SCOPE_DATABASE_URL", "postgresql://h/n"),
    "assets": (["--assets", "s3://bucket"], "CLAUDE_SCOPE_ASSETS", "s3://bucket"),
    "no_worker": (["--no-worker"], "CLAUDE_SCOPE_WORKER", "false"),
    "no_open": (["--no-open"], "CLAUDE_SCOPE_OPEN", "false"),
}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[ServiceSettings]:
    """The settings with which `serve` and `worker` would have started."""
    found: list[ServiceSettings] = []

    async def remember(settings: ServiceSettings) -> None:
        found.append(settings)

    monkeypatch.setattr(serve, "serve", remember)
    monkeypatch.setattr(serve, "work", remember)
    return found


def commands() -> dict[str, Any]:
    group: Any = typer.main.get_command(app)
    found: dict[str, Any] = group.commands
    return found


def run(*arguments: str) -> None:
    app(arguments, standalone_mode=False)


def test_these_are_all_options() -> None:
    assert {parameter.name for parameter in commands()["serve"].params} == set(OPTIONS)
    assert {parameter.name for parameter in commands()["worker"].params} < set(OPTIONS)


@pytest.mark.parametrize("command", ["serve", "worker"])
@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_is_a_setting(
    command: str, name: str, started: list[ServiceSettings], monkeypatch: pytest.MonkeyPatch
) -> None:
    given, variable, value = OPTIONS[name]
    has_it = name in {parameter.name for parameter in commands()[command].params}
    run(command, *(given if has_it else []))
    monkeypatch.setenv(variable, value)
    run(command)
    by_option, by_variable = started
    assert (by_option == by_variable) is has_it
    assert str(getattr(by_variable, name.removeprefix("no_"))).lower() == value


def test_the_option_wins(started: list[ServiceSettings], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDE_SCOPE_PORT", "1")
    run("serve", "--port", "2")
    assert started[0].port == 2


def test_the_page_of_settings_is_what_the_settings_say() -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "settings"), "--check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
