"""How a command's output is interpreted: errors as the real commands print them, and JSON in an answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.hosted.calls.commands import claude_code, codex, gemini
from claude_scope.hosted.calls.commands.answer_json import json_in, schema, strict_schema
from claude_scope.hosted.calls.commands.command import CommandFailed, Ended
from tests.hosted_commands.conftest import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claude_scope.hosted.calls.commands.command import Interface
    from tests.hosted_commands.conftest import Ask


def of_claude(words: str, code: str = "unknown", **more: Any) -> Ended:
    result = {"type": "result", "subtype": "success", "is_error": True, "result": words, **more}
    events = ({"type": "assistant", "error": code}, result)
    return Ended(1, "\n".join(map(json.dumps, events)), "")


def of_codex(words: str) -> Ended:
    return Ended(1, json.dumps({"type": "turn.failed", "error": {"message": words}}), "WARNING: no aliases\n")


def of_gemini(words: str, code: int, before: str = "") -> Ended:
    error = json.dumps({"session_id": "1", "error": {"type": "Error", "message": words, "code": code}}, indent=2)
    return Ended(1, "", f"Warning: 256-color support not detected.\n{before}\n{error}\n")


@pytest.mark.parametrize(
    ("interface", "ended", "trouble"),
    [
        (claude_code, of_claude("Not logged in · Please run /login", "authentication_failed"), "signed_out"),
        (claude_code, of_claude("You've hit your session limit · resets 3pm", "rate_limit"), "quota"),
        (claude_code, of_claude("You're out of usage credits.", "billing_error"), "quota"),
        (claude_code, of_claude("API Error: Request rejected (429) · Rate limit", "rate_limit"), "busy"),
        (claude_code, of_claude("There's an issue with the selected model (x).", "model_not_found"), "unknown_model"),
        (claude_code, of_claude("API Error: 500 oops.", "server_error"), "server"),
        (claude_code, of_claude("API Error: exceeded the 1234 output token maximum.", "max_output_tokens"), "too_long"),
        (claude_code, of_claude("", subtype="error_max_turns"), "malformed"),
        (claude_code, Ended(0, "", ""), "failed"),
        (codex, of_codex("Quota exceeded. Check your plan and billing details."), "quota"),
        (codex, of_codex("exceeded retry limit, last status: 429 Too Many Requests"), "busy"),
        (codex, of_codex("unexpected status 503 Service Unavailable: Overloaded, url: http://x/"), "busy"),
        (codex, of_codex("We’re currently experiencing high demand, which may cause temporary errors."), "busy"),
        (codex, of_codex("Connection failed: error sending request"), "unreachable"),
        (codex, of_codex("Your access token could not be refreshed. Please log out and sign in again."), "signed_out"),
        (codex, Ended(2, "", "WARNING: x\nerror: unexpected argument '--ephemeral' found\n\nUsage: codex"), "outdated"),
        (codex, Ended(0, "", ""), "failed"),
        (gemini, of_gemini("models/x is not found", 1, "ModelNotFoundError: models/x"), "unknown_model"),
        (gemini, of_gemini("You have exhausted your daily quota.", 429, "TerminalQuotaError: You have"), "quota"),
        (gemini, of_gemini("The model is overloaded.", 503, "RetryableQuotaError: The model"), "busy"),
        (gemini, of_gemini("exception TypeError: fetch failed sending request", 1), "unreachable"),
        (gemini, of_gemini("Invalid auth method selected.", 41), "signed_out"),
        (gemini, of_gemini("Internal error", 500), "server"),
        (gemini, Ended(1, "", "Unknown arguments: skip-trust, skipTrust"), "outdated"),
        (gemini, Ended(0, json.dumps({"response": "", "stats": {}}), ""), "malformed"),
        (gemini, Ended(0, "[]", ""), "failed"),
    ],
)  # fmt: skip
def test_the_meaning_of_an_error(interface: Interface, ended: Ended, trouble: str) -> None:
    with pytest.raises(CommandFailed) as raised:
        interface.read(ended)
    assert raised.value.trouble == trouble


def test_the_message_of_an_error_in_json_is_reported() -> None:
    body = json.dumps({"error": {"message": "Bad picture"}})
    for interface, ended in ((codex, of_codex(body)), (gemini, of_gemini(body, 400))):
        with pytest.raises(CommandFailed) as raised:
            interface.read(ended)
        assert raised.value.words == "Bad picture"


def test_thoughts_and_further_models_of_gemini_count() -> None:
    api = {"totalRequests": 2, "totalErrors": 1}
    tokens = {"prompt": 100, "candidates": 10, "thoughts": 5}
    stats = {"models": {"flash": {"api": api, "tokens": tokens}, "lite": {"api": api, "tokens": tokens}}}
    usage = gemini.read(Ended(0, json.dumps({"response": "{}", "stats": stats}), "")).usage
    assert (usage.calls, usage.input_tokens, usage.output_tokens, usage.cost_usd) == (2, 200, 30, None)


def test_long_words_reach_gemini_whole(question: Ask, tmp_path: Path) -> None:
    """Gemini CLI cuts lines after 2,000 characters and files after 2,000 lines."""
    words = "\n".join(["x" * 5_000, *map(str, range(4_000))])
    invocation = gemini.prepare(question(words), "flash", tmp_path)
    files = [(tmp_path / name).read_text() for name in ("request-01.md", "request-02.md", "request-03.md")]
    lines = [line for text in files for line in text.splitlines()]
    assert max(len(text.splitlines()) for text in files) < 2_000
    assert max(map(len, lines)) < 2_000
    assert "".join(lines) == words.replace("\n", "")
    assert invocation.arguments[-1].endswith("@request-03.md @picture-01.png @picture-02.png")


def test_only_the_chat_of_the_own_folder_is_removed(tmp_path: Path) -> None:
    for name, owner in (("ours", "/somewhere/ours"), ("theirs", "/home/them/work")):
        (tmp_path / ".gemini/tmp" / name).mkdir(parents=True)
        (tmp_path / ".gemini/tmp" / name / ".project_root").write_text(owner)
    gemini.clean(Path("/somewhere/ours"), {"HOME": str(tmp_path)})
    assert [path.name for path in (tmp_path / ".gemini/tmp").iterdir()] == ["theirs"]


def test_a_strict_schema_holds_what_the_api_takes() -> None:
    """Each object lists all its properties and allows no others; all keywords are in the supported subset."""
    nodes = list(_schemas(json.loads(strict_schema(Told))))
    allowed = {"type", "description", "enum", "const", "properties", "items", "anyOf", "$defs", "$ref", "required"}
    assert {name for node in nodes for name in node} <= {*allowed, "additionalProperties"}
    for node in nodes:
        assert node.keys() & {"type", "anyOf", "$ref", "enum", "const"}
        assert "$ref" not in node or len(node) == 1
        if node.get("type") == "object":
            assert node["required"] == list(node["properties"])
            assert node["additionalProperties"] is False
    assert json.loads(schema(Told))["required"] == ["said"]


def _schemas(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    inner = [*node.get("properties", {}).values(), *node.get("$defs", {}).values(), *node.get("anyOf", [])]
    for item in [*inner, *([node["items"]] if "items" in node else [])]:
        yield from _schemas(item)


@pytest.mark.parametrize("text", ['{"a": "}"}', 'Here it is:\n```json\n{"a": "}"}\n```\nDone {now}.'])
def test_json_is_found_in_words(text: str) -> None:
    assert json_in(text) == '{"a": "}"}'


@pytest.mark.parametrize("text", ["", "no", '{"a": '])
def test_words_without_json_are_an_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # as json and str raise it
        json_in(text)
