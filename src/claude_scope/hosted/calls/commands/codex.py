"""Codex: `codex exec --json` (developers.openai.com/codex, Non-interactive mode and Configuration reference)."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

from claude_scope.hosted.calls.commands.answer_json import strict_schema
from claude_scope.hosted.calls.commands.command import CommandFailed, Invocation, Said
from claude_scope.hosted.calls.commands.command_output import api_message, error_line, json_lines, part, trouble_of
from claude_scope.values import Usage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from claude_scope.hosted.calls.commands.command import Ended, Trouble
    from claude_scope.hosted.question import Question

OPTIONS = (
    *("exec", "--json", "--color", "never", "--ephemeral", "--skip-git-repo-check"),
    *("--sandbox", "read-only", "--ignore-user-config", "--ignore-rules"),
)
NO_FEATURES = (
    *("apps", "browser_use", "browser_use_external", "code_mode", "code_mode_host", "computer_use", "goals", "hooks"),
    *("image_generation", "in_app_browser", "multi_agent", "multi_agent_v2", "plugins", "remote_plugin"),
    *("shell_snapshot", "shell_tool", "skill_search", "sleep_tool", "tool_suggest", "unified_exec", "view_image"),
    *("unbounded_connection_retries", "workspace_dependencies"),
)
"""Features that give the model tools, or that wait for the network endlessly. Each version of Codex ignores features
that it does not know. If we could not change the description of a model, its tool `exec` does nothing, because the host
of code mode is off."""
MODELS = ("debug", "models", "--config", 'model_provider="openai"')
"""Prints the models that Codex knows, as JSON, the default one first."""
TOOLLESS: dict[str, Any] = {
    "tool_mode": "direct",
    "experimental_supported_tools": [],
    "apply_patch_tool_type": None,
    "supports_search_tool": False,
    "base_instructions": "",
    "model_messages": None,
}
"""Changes to the description of a model. No option turns off the tools that this description gives the model, which
take 2,500 tokens."""
INSTRUCTIONS = "Answer the question."
"""Replaces Codex's own instructions. Codex sends them twice to a model without tools, so ours go elsewhere."""
SETTINGS = (
    *("project_doc_max_bytes=0", 'web_search="disabled"', "agents.enabled=false", 'model_reasoning_effort="low"'),
    *("skills.include_instructions=false", "skills.bundled.enabled=false", "include_environment_context=false"),
    *("include_permissions_instructions=false", "include_apps_instructions=false"),
    *("include_collaboration_mode_instructions=false", "tools.experimental_request_user_input.enabled=false"),
    *("tools.update_plan.enabled=false", "analytics.enabled=false", "check_for_update_on_startup=false"),
    *(f"features.{name}=false" for name in NO_FEATURES),
)
_MENTION = re.compile(r"\$(?=[A-Za-z_])")
"""Codex adds the user's skill NAME to a request that contains $NAME."""
_OF_WORDS: dict[Trouble, str] = {
    "bad_catalog": r"model_catalog_json",
    "outdated": r"unexpected argument|unknown feature",
    "signed_out": r"\b401\b|unauthorized|not (logged|signed) in|(log|sign) in again|refresh token",
    "quota": r"usage limit|quota exceeded|out of credits|billing",
    "busy": r"\b429\b|\b503\b|too many requests|high demand|overloaded|at capacity",
    "unknown_model": r"model .*(does not exist|not supported|not found)|model_not_found",
    "refused": r"content.?(filter|policy)|flagged|usage policy",
    "too_long": r"max_output_tokens|context window",
    "unreachable": r"connection failed|error sending request|stream disconnected",
    "server": r"\b5\d\d\b",
}


def inquiry(folder: Path) -> Invocation:
    """Ask for all models."""
    return Invocation(MODELS, environment=_own_files(folder))


def prepare(question: Question[Any], model: str, folder: Path, known: str) -> Invocation:
    """Write pictures, schema and the models without tools to files; the words go to stdin."""
    files = [folder / f"{number:02}.png" for number in range(1, len(question.pictures) + 1)]
    for file, view in zip(files, question.pictures, strict=True):
        file.write_bytes(base64.b64decode(view.png))
    (folder / "instructions.md").write_text(INSTRUCTIONS, encoding="utf-8")
    (folder / "schema.json").write_text(strict_schema(question.answer), encoding="utf-8")
    settings = [
        f"model_instructions_file={_toml(folder / 'instructions.md')}",
        f"developer_instructions={_toml(question.instructions)}",
        *SETTINGS,
    ]
    if models := _without_tools(known):
        (folder / "models.json").write_text(models, encoding="utf-8")
        settings.append(f"model_catalog_json={_toml(folder / 'models.json')}")
    arguments = (
        *OPTIONS,
        *(word for file in files for word in ("--image", str(file))),  # not last: --image would take the "-"
        *(("--model", model) if model else ()),
        *(word for setting in settings for word in ("--config", setting)),
        *("--output-schema", str(folder / "schema.json")),
        "-",
    )
    words = _MENTION.sub("$ ", question.words)
    return Invocation(arguments, words.encode(), _own_files(folder))


def _own_files(folder: Path) -> Mapping[str, str]:
    """The variable with the folder for the database that Codex writes."""
    return {"CODEX_SQLITE_HOME": str(folder)}


def _toml(value: object) -> str:
    return json.dumps(str(value), ensure_ascii=False)


def _without_tools(known: str) -> str:
    """The description of all models, as JSON, changed by `TOOLLESS`; "" if `known` is not such a description."""
    try:
        models = json.loads(known)["models"]
        return json.dumps({"models": [{**model, **TOOLLESS} for model in models]})
    except (ValueError, TypeError, LookupError):
        return ""


def read(ended: Ended) -> Said:
    """Read the last message of the model; raises CommandFailed."""
    text, problem, usage = None, "", Usage()
    for event in json_lines(ended.stdout):
        kind, item = event.get("type"), part(event, "item")
        if kind == "item.completed" and item.get("type") == "agent_message":
            text = str(item.get("text") or "")
        elif kind == "turn.completed":
            usage = _usage(part(event, "usage"))
        elif kind == "turn.failed":
            problem = str(part(event, "error").get("message") or "")
    if text is not None and ended.status == 0:
        return Said(text, usage)
    words = api_message(problem) or error_line(ended.stderr)
    raise CommandFailed(trouble_of(words, _OF_WORDS) or "failed", words, usage)


def clean(folder: Path, environment: Mapping[str, str]) -> None:
    """Do nothing: Codex keeps no files."""


def _usage(counted: dict[str, Any]) -> Usage:
    """The tokens of the turn, including cached ones; Codex reports no cost."""
    return Usage(1, int(counted.get("input_tokens") or 0), int(counted.get("output_tokens") or 0), None)
