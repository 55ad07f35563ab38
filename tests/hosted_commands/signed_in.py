"""A home folder in which the real commands are signed in to a local server, with every file that a
user may have there.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MODULES = Path(__file__).parent / "node_modules"
PROGRAMS = {"claude": "@anthropic-ai/claude-code-*/claude", "codex": ".bin/codex", "gemini": ".bin/gemini"}
"""The paths of the programs: without its install script, Claude Code stays in its platform package."""
MEMORY = "REMEMBERED-5127"
"""A word in every file of the home folder with which a user instructs an agent."""
SKILL = "SKILL-8814"
"""A word in the user's skills."""


def program(name: str) -> Path:
    """The real program; fails if the npm packages are not installed."""
    path = next(MODULES.glob(PROGRAMS[name]), None)
    assert path is not None, f"{name} is not installed in {MODULES}; run scripts/setup --for-all-tests."
    return path


def signed_in(folder: Path, url: str) -> dict[str, str]:
    """The environment of a user whose home is `folder`/home, and whose commands use the server at `url`."""
    home, programs, temporary = folder / "home", folder / "bin", folder / "tmp"
    for path in (home, programs):
        path.mkdir()
    _memories(home)
    for name in ("claude", "gemini"):
        (programs / name).symlink_to(program(name))
    _codex(programs, url)
    return {
        "PATH": os.pathsep.join((str(programs), str(Path(sys.executable).parent), os.environ["PATH"])),
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "ANTHROPIC_BASE_URL": url,
        "ANTHROPIC_API_KEY": "sk-ant-secret-0123456789",
        "GOOGLE_GEMINI_BASE_URL": url,
        "GEMINI_API_KEY": "AIza-secret-0123456789",
    }


def without(environment: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in names}


def _codex(programs: Path, url: str) -> None:
    """Codex with the address of the server: no variable sets it, and the user's settings are ignored."""
    provider = f'{{name="local",base_url="{url}/v1",wire_api="responses",supports_websockets=false'
    provider += ",requires_openai_auth=true,request_max_retries=0,stream_max_retries=0}"
    settings = f"-c 'model_provider=\"local\"' -c 'model_providers.local={provider}'"
    script = f'#!/bin/sh\nshift\nexec {program("codex")} exec {settings} "$@"\n'
    (programs / "codex").write_text(script)
    (programs / "codex").chmod(0o755)


def _memories(home: Path) -> None:
    """Instructions, skills, hooks and MCP servers of a user; Codex's AGENTS.md and GEMINI.md cannot be disabled."""
    hook = {"hooks": [{"type": "command", "command": f"echo {MEMORY}"}]}
    _write(home / ".claude/CLAUDE.md", MEMORY)
    _write(home / ".claude/settings.json", json.dumps({"hooks": {"UserPromptSubmit": [hook]}, "outputStyle": "X"}))
    _write(home / ".claude/skills/extra/SKILL.md", f"---\nname: extra\ndescription: {SKILL}\n---\n{SKILL}\n")
    _write(home / ".claude.json", json.dumps({"mcpServers": {"extra": {"command": "false"}}}))
    _write(home / ".codex/auth.json", json.dumps({"OPENAI_API_KEY": "sk-secret-0123456789"}))
    _write(
        home / ".codex/config.toml", f'developer_instructions = "{MEMORY}"\n[mcp_servers.extra]\ncommand = "false"\n'
    )
    _write(home / ".codex/skills/extra/SKILL.md", f"---\nname: extra\ndescription: {SKILL}\n---\n{SKILL}\n")
    settings = {"security": {"auth": {"selectedType": "gemini-api-key"}}, "context": {"fileName": "MINE.md"}}
    _write(home / ".gemini/settings.json", json.dumps(settings))
    _write(home / ".gemini/skills/extra/SKILL.md", f"---\nname: extra\ndescription: {SKILL}\n---\n{SKILL}\n")
    for project_file in ("CLAUDE.md", "AGENTS.md", "GEMINI.md"):
        _write(home.parent / "tmp" / project_file, MEMORY)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
