"""Gemini CLI: `gemini --prompt` with files in its folder (geminicli.com/docs, Headless mode and Configuration)."""

from __future__ import annotations

import base64
import json
import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claude_scope.hosted.calls.commands.answer_json import schema
from claude_scope.hosted.calls.commands.command import CommandFailed, Invocation, Said
from claude_scope.hosted.calls.commands.command_output import api_message, error_line, json_object, part, trouble_of
from claude_scope.values import Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from claude_scope.hosted.calls.commands.command import Ended, Trouble
    from claude_scope.hosted.question import Question

OPTIONS = (
    *("--output-format", "json", "--skip-trust", "--approval-mode", "default"),
    *("--extensions", "none", "--allowed-mcp-server-names", "none"),
)
SETTINGS = {
    "context": {"fileName": "none.md", "includeDirectoryTree": False, "memoryBoundaryMarkers": [".gemini"]},
    "tools": {"core": []},
    "mcp": {"allowed": []},
    "skills": {"enabled": False},
    "hooksConfig": {"enabled": False},
    "model": {"maxSessionTurns": 1, "skipNextSpeakerCheck": True},
    "general": {"enableAutoUpdate": False, "maxAttempts": 1, "plan": {"enabled": False}, "topicUpdateNarration": False},
    "experimental": {"enableAgents": False},
    "privacy": {"usageStatisticsEnabled": False},
}
"""The settings in the folder: no tools, MCP servers, skills, hooks or agents, one turn, and no memory of folders."""
MAX_LINE_CHARS, MAX_LINES = 1_900, 1_900
"""Gemini CLI cuts lines of a file after 2,000 characters, and files after 2,000 lines."""
_OF_WORDS: dict[Trouble, str] = {
    "outdated": r"unknown arguments?\b",
    "signed_out": r"API.key not valid|UNAUTHENTICATED|auth method|GEMINI_API_KEY|sign in|log in|re-?authenticate",
    "quota": r"TerminalQuotaError|exhausted your|daily",
    "unknown_model": r"ModelNotFoundError|models/\S+ is not found",
    "busy": r"RetryableQuotaError|overloaded|RESOURCE_EXHAUSTED",
    "refused": r"PROHIBITED_CONTENT|blocked",
    "unreachable": r"fetch failed|ENOTFOUND|ECONNREFUSED",
}
_OF_CODE: dict[int, Trouble] = {41: "signed_out", 42: "outdated", 401: "signed_out", 403: "signed_out", 429: "busy"}
_OF_CODE |= {503: "busy", 500: "server", 502: "server", 504: "server"}
"""Exit codes of Gemini CLI (docs, Headless mode), and HTTP statuses."""


def inquiry(folder: Path) -> None:
    """Ask nothing."""


def prepare(question: Question[Any], model: str, folder: Path, known: str) -> Invocation:
    """Write everything to files in the folder: Gemini CLI replaces @PATH in the prompt with that file's content."""
    settings = folder / ".gemini"
    settings.mkdir()
    (settings / "settings.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    (settings / "system.md").write_text(_instructions(question), encoding="utf-8")
    names = []
    for number, text in enumerate(_parts(question.words), 1):
        names.append(f"request-{number:02}.md")
        (folder / names[-1]).write_text(text, encoding="utf-8")
    for number, view in enumerate(question.pictures, 1):
        names.append(f"picture-{number:02}.png")
        (folder / names[-1]).write_bytes(base64.b64decode(view.png))
    prompt = f"Answer the request in these files: {' '.join(f'@{name}' for name in names)}"
    environment = {
        "GEMINI_SYSTEM_MD": str(settings / "system.md"),
        "GEMINI_CLI_TRUST_WORKSPACE": "true",  # it ignores the settings of an untrusted folder
        "GEMINI_CLI_NO_RELAUNCH": "true",
    }
    return Invocation((*OPTIONS, "--model", model, "--prompt", prompt), b"", environment)


def read(ended: Ended) -> Said:
    """Read the response from stdout, or the error from the last JSON on stderr; raises CommandFailed."""
    report = json_object(ended.stdout)
    if "response" not in report:
        raise _failure(ended)
    usage = _usage(part(report, "stats"))
    if not report["response"]:
        raise CommandFailed("malformed", usage=usage)
    return Said(str(report["response"]), usage)


def clean(folder: Path, environment: Mapping[str, str]) -> None:
    """Remove the chat, with its pictures, that Gemini CLI keeps in its own folder for each working folder."""
    home = Path(environment.get("GEMINI_CLI_HOME") or environment.get("HOME") or Path.home()) / ".gemini"
    for owner in (*home.glob("tmp/*/.project_root"), *home.glob("history/*/.project_root")):
        with suppress(OSError):
            if owner.read_text(encoding="utf-8", errors="replace").strip() == str(folder):
                shutil.rmtree(owner.parent)


def _instructions(question: Question[Any]) -> str:
    """The instructions with the schema of the answer; Gemini CLI has no option for a schema."""
    form = schema(question.answer)
    return f"{question.instructions}\n\nAnswer with one JSON object of this JSON schema and nothing else:\n{form}\n"


def _parts(words: str) -> Iterator[str]:
    """The words in parts that are short enough for Gemini CLI not to cut them."""
    starts = ((line, start) for line in words.splitlines() for start in range(0, len(line) or 1, MAX_LINE_CHARS))
    lines = [line[start : start + MAX_LINE_CHARS] for line, start in starts]
    for first in range(0, len(lines), MAX_LINES):
        yield "\n".join(lines[first : first + MAX_LINES]) + "\n"


def _failure(ended: Ended) -> CommandFailed:
    start = f"\n{ended.stderr}".rfind("\n{\n")
    error = part(json_object(ended.stderr[max(0, start) :]), "error")
    words = api_message(str(error.get("message") or error_line(ended.stderr)))
    code = error.get("code")
    by_code = _OF_CODE.get(code if isinstance(code, int) else ended.status)
    classes = " ".join(re.findall(r"\b\w+Error\b", ended.stderr))
    return CommandFailed(trouble_of(f"{words} {classes}", _OF_WORDS) or by_code or "failed", words)


def _usage(stats: dict[str, Any]) -> Usage:
    """The tokens of all models that were called; thoughts count as output. Gemini CLI reports no cost."""
    usage = Usage()
    for model in part(stats, "models").values():
        calls, tokens = part(model, "api"), part(model, "tokens")
        answered = int(calls.get("totalRequests") or 0) - int(calls.get("totalErrors") or 0)
        written = int(tokens.get("candidates") or 0) + int(tokens.get("thoughts") or 0)
        usage += Usage(answered, int(tokens.get("prompt") or 0), written, None)
    return usage
