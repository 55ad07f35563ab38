"""Claude Code: `claude -p` with messages as JSON lines (code.claude.com/docs, CLI reference and Headless mode)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from claude_scope.hosted.calls.commands.answer_json import schema
from claude_scope.hosted.calls.commands.command import CommandFailed, Invocation, Said
from claude_scope.hosted.calls.commands.command_output import error_line, json_lines, part, trouble_of
from claude_scope.values import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from claude_scope.hosted.calls.commands.command import Ended, Trouble
    from claude_scope.hosted.question import Question

OPTIONS = (
    *("--print", "--verbose", "--input-format", "stream-json", "--output-format", "stream-json"),
    *("--tools", "", "--strict-mcp-config", "--disable-slash-commands", "--no-chrome"),
    *("--safe-mode", "--no-session-persistence", "--max-turns", "2"),
)
"""No tools, MCP servers, skills, hooks, plugins or CLAUDE.md, and no stored session; sign-in and policies still apply.
The second turn is for a model that answers without the tool of `--json-schema`: Claude Code asks it once more."""
CLOSING = "Answer the request above about these pictures."
"""The last text. Claude Code replaces @PATH in it with the content of the file, and treats /WORD as one of its own
commands, so the request must not be the last text."""
_OF_CODE: dict[str, Trouble] = {
    "authentication_failed": "signed_out",
    "billing_error": "quota",
    "model_not_found": "unknown_model",
    "max_output_tokens": "too_long",
    "server_error": "server",
    "rate_limit": "busy",
}
_OF_WORDS: dict[Trouble, str] = {
    "quota": r"\b(hit|reached) your\b|out of .*(usage|credits)|usage limit|limit reached",
    "busy": r"\b529\b|overloaded",
    "unreachable": r"unable to connect|connection error|ENOTFOUND|ECONNREFUSED",
}
"""Patterns for errors whose code is too coarse."""


def inquiry(folder: Path) -> None:
    """Ask nothing."""


def prepare(question: Question[Any], model: str, folder: Path, known: str) -> Invocation:
    """Send everything to stdin; the folder stays empty."""
    content = [
        {"type": "text", "text": question.words},
        *({"type": "image", "source": _source(view.png)} for view in question.pictures),
        {"type": "text", "text": CLOSING},
    ]
    message = {"type": "user", "message": {"role": "user", "content": content}}
    asked = ("--json-schema", schema(question.answer), "--system-prompt", question.instructions)
    environment = {
        "CLAUDE_CODE_DISABLE_ATTACHMENTS": "1",
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        "CLAUDE_CODE_MAX_OUTPUT_TOKENS": str(question.max_output_tokens),
        "CLAUDE_CODE_MAX_RETRIES": "1",  # Claude Scope retries itself
        "MAX_THINKING_TOKENS": "0",
    }
    return Invocation((*OPTIONS, "--model", model, *asked), json.dumps(message).encode() + b"\n", environment)


def read(ended: Ended) -> Said:
    """Read the answer from the result event, which comes last; raises CommandFailed."""
    events = json_lines(ended.stdout)
    result = next((event for event in reversed(events) if event.get("type") == "result"), None)
    if result is None:
        line = error_line(ended.stderr)
        raise CommandFailed("outdated" if "unknown option" in line else "failed", line)
    usage = _usage(result, events)
    words = str(result.get("result") or "")
    if result.get("is_error") or str(result.get("subtype")) != "success":
        raise CommandFailed(_trouble(result, events, words), words, usage)
    answer = result.get("structured_output")
    return Said(words if answer is None else json.dumps(answer), usage)


def clean(folder: Path, environment: Mapping[str, str]) -> None:
    """Do nothing: Claude Code keeps no files."""


def _source(png: str) -> dict[str, str]:
    return {"type": "base64", "media_type": "image/png", "data": png}


def _trouble(result: dict[str, Any], events: Iterable[dict[str, Any]], words: str) -> Trouble:
    """The kind of an error."""
    if result.get("stop_reason") == "refusal":
        return "refused"
    if str(result.get("subtype")).startswith("error_max"):
        return "malformed"
    code = next((str(event["error"]) for event in events if event.get("error")), "")
    return trouble_of(words, _OF_WORDS) or _OF_CODE.get(code, "failed")


def _usage(result: dict[str, Any], events: Iterable[dict[str, Any]]) -> Usage:
    """The tokens of all turns. The cost counts only with an API key: Claude Code computes one for plans, too."""
    counted = part(result, "usage")
    names = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
    tokens = sum(int(counted.get(name) or 0) for name in names)
    written = int(counted.get("output_tokens") or 0)
    if not tokens + written:
        return Usage()
    by_key = any(event.get("apiKeySource", "none") != "none" for event in events)
    return Usage(1, tokens, written, float(result.get("total_cost_usd") or 0.0) if by_key else None)
