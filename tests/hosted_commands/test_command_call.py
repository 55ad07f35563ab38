"""Running a command: limits, its input, its leftovers, and the message for each way to fail."""

from __future__ import annotations

import asyncio
import json
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from claude_scope.errors import ModelRefused, UsageError
from claude_scope.hosted.calls.asker import Asker
from claude_scope.hosted.calls.call_failures import CallFailed
from claude_scope.hosted.calls.callers import caller_of
from claude_scope.hosted.calls.choice import Choice
from claude_scope.hosted.calls.commands.bounded_process import MAX_STDOUT_BYTES
from claude_scope.hosted.calls.commands.command_call import CommandCaller
from claude_scope.hosted.calls.model_call import MAX_BROKEN_TRIES, MAX_MALFORMED_TRIES, ModelCaller
from claude_scope.hosted.calls.spending import usage_summary
from tests.hosted_commands.stand_in import stand_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hosted_commands.conftest import Ask

CODEX = Choice("codex", "", "none")
ANSWERED = """
import json, os, sys
said = json.dumps({"said": VALUE, "state": 1, "changes": []})
print("a line that is no JSON")
item = {"type": "agent_message", "text": "Here:\\n```json\\n" + said + "\\n```"}
print(json.dumps({"type": "item.completed", "item": item}))
print(json.dumps({"type": "turn.completed", "usage": {"input_tokens": 7, "output_tokens": 3}}), flush=True)
"""
SLEEPER = "import os, subprocess, sys, time\nchild = subprocess.Popen(['sleep', '60'])\n"


def alive(pid: int) -> bool:
    """Whether a process is running, which a zombie is not."""
    stat = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(stat.strip()) and not stat.startswith("Z")


def caller(environment: dict[str, str], timeout_s: float = 20) -> CommandCaller:
    return CommandCaller(CODEX, environment=environment, timeout_s=timeout_s)


async def failure(environment: dict[str, str], question: Ask, timeout_s: float = 20) -> CallFailed:
    with pytest.raises(CallFailed) as raised:
        await caller(environment, timeout_s).call(question())
    return raised.value


async def test_it_gets_the_environment_but_nothing_of_claude_scope(question: Ask, tmp_path: Path) -> None:
    """Our secrets are not passed on, and neither are variables by which a command detects that an agent started it."""
    shown = "sorted(name for name in os.environ if name.isupper() and name != 'LC_CTYPE')"
    environment = stand_in(tmp_path, "codex", ANSWERED.replace("VALUE", f"' '.join({shown})"))
    hidden = ("CLAUDE_SCOPE_DATABASE_URL", "CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CODEX_SANDBOX", "GEMINI_CLI")
    answer, _ = await caller(environment | dict.fromkeys((*hidden, "HTTPS_PROXY"), "x")).call(question())
    assert answer.said.split() == ["CODEX_SQLITE_HOME", "HOME", "HTTPS_PROXY", "PATH", "TMPDIR"]


async def test_it_runs_in_a_folder_of_its_own_that_is_removed(question: Ask, tmp_path: Path) -> None:
    shown = "os.getcwd() + ' ' + ' '.join(sorted(os.listdir()))"
    environment = stand_in(tmp_path, "codex", ANSWERED.replace("VALUE", shown))
    answer, usage = await caller(environment).call(question())
    folder, *files = answer.said.split()
    assert files == ["01.png", "02.png", "instructions.md", "schema.json"]
    assert "/claude-scope-" in folder
    assert list((tmp_path / "tmp").iterdir()) == []
    assert (usage.calls, usage.input_tokens, usage.output_tokens, usage.cost_usd) == (1, 7, 3, None)


@pytest.mark.attack("provider answers")
async def test_one_that_hangs_is_killed_with_all_that_it_started(question: Ask, tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    script = f"{SLEEPER}open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\ntime.sleep(60)"
    failed = await failure(stand_in(tmp_path, "codex", script), question, timeout_s=1)
    assert (str(failed), failed.tries) == ("Codex did not answer in time.", MAX_BROKEN_TRIES)
    assert failed.usage.calls == 1  # the provider may charge for it
    assert [pid for pid in pids.read_text().split() if alive(int(pid))] == []


async def test_a_cancelled_call_kills_it(question: Ask, tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    script = f"{SLEEPER}open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\ntime.sleep(60)"
    call = asyncio.create_task(caller(stand_in(tmp_path, "codex", script)).call(question()))
    while not (pids.exists() and len(pids.read_text().split()) == 2):  # noqa: ASYNC110  # another process writes it
        await asyncio.sleep(0.02)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert [pid for pid in pids.read_text().split() if alive(int(pid))] == []
    assert list((tmp_path / "tmp").iterdir()) == []


async def test_what_it_leaves_running_delays_nothing(question: Ask, tmp_path: Path) -> None:
    """Such as an updater that holds its output open."""
    environment = stand_in(tmp_path, "codex", SLEEPER + ANSWERED.replace("VALUE", "str(child.pid)"))
    before = time.monotonic()
    answer, _ = await caller(environment).call(question())
    assert time.monotonic() - before < 10
    assert not alive(int(answer.said))


@pytest.mark.attack("provider answers")
async def test_an_answer_without_an_end_is_given_up(question: Ask, tmp_path: Path) -> None:
    script = f"import sys\nwhile True: sys.stdout.write('x' * {MAX_STDOUT_BYTES // 4})"
    failed = await failure(stand_in(tmp_path, "codex", script), question)
    assert (str(failed), failed.tries) == ("Codex did not finish its answer.", 1)


@pytest.mark.parametrize("said", ["'hello'", "'{\"said\": '", '\'{"said": 3, "changes": 4}\'', "''"])
async def test_an_invalid_answer_is_asked_for_once_more(said: str, question: Ask, tmp_path: Path) -> None:
    script = ANSWERED.replace('said = json.dumps({"said": VALUE, "state": 1, "changes": []})', f"said = {said}")
    failed = await failure(stand_in(tmp_path, "codex", script), question)
    assert (str(failed), failed.tries) == ("Codex sent an invalid answer.", MAX_MALFORMED_TRIES)
    assert (failed.usage.input_tokens, failed.usage.output_tokens) == (7, 3)


@pytest.mark.attack("provider answers")
async def test_one_clean_line_of_its_stderr_is_reported(question: Ask, tmp_path: Path) -> None:
    """At most 200 characters, without control characters and without a key."""
    words = "warning: colours\n\033[31merror: key sk-secret-0123456789 \033]0;title\007 " + "is wrong " * 100
    script = f"import sys\nsys.stderr.write({words!r})\nsys.exit(3)"
    environment = stand_in(tmp_path, "codex", script) | {"OPENAI_API_KEY": "sk-secret-0123456789"}
    message = str(await failure(environment, question))
    assert message.startswith("Codex gave no answer (error: key *** ")
    assert "\n" not in message
    assert message.isprintable()
    assert len(message) <= 200 + len("Codex gave no answer ().")


async def test_an_option_that_an_old_version_lacks_asks_for_an_update(question: Ask, tmp_path: Path) -> None:
    environment = stand_in(tmp_path, "claude", "import sys\nsys.exit(\"error: unknown option '--safe-mode'\")")
    old = CommandCaller(Choice("claude-code", "sonnet", "none"), environment=environment)
    with pytest.raises(ModelRefused) as raised:
        await old.call(question())
    assert str(raised.value) == (
        "Claude Code does not know an option that Claude Scope needs (error: unknown option '--safe-mode'); "
        "update claude, or analyze without a model."
    )


MODELS = 'import os; print(\'{"models": [{"slug": "%s"}]}\' % os.environ[\'CODEX_SQLITE_HOME\']); sys.exit()'


async def test_codex_keeps_its_database_out_of_the_users_files_also_when_it_lists_its_models(
    question: Ask, tmp_path: Path
) -> None:
    script = ANSWERED.replace("VALUE", "json.load(open('models.json'))['models'][0]['slug']")
    answer, _ = await caller(stand_in(tmp_path, "codex", script, MODELS)).call(question())
    assert "/claude-scope-" in answer.said


async def test_a_version_that_refuses_the_changed_descriptions_of_models_is_asked_again_without(
    question: Ask, tmp_path: Path
) -> None:
    refusal = "Error: failed to parse model_catalog_json path `models.json` as JSON: missing field"
    script = f"import os, sys\nif os.path.exists('models.json'): sys.exit({refusal!r})\n"
    environment = stand_in(tmp_path, "codex", script + ANSWERED.replace("VALUE", "'x'"), MODELS)
    async with Asker(CODEX, caller=caller(environment)) as asker:
        answers = [await asker.ask(question(f"Question {n}")) for n in range(2)]
    assert [answered.answer is not None for answered in answers] == [True, True]
    assert [answered.usage.calls for answered in answers] == [1, 1]


async def test_one_that_is_not_installed_says_so(question: Ask, tmp_path: Path) -> None:
    with pytest.raises(ModelRefused) as raised:
        await caller({"PATH": str(tmp_path)}).call(question())
    assert str(raised.value) == (
        "Codex cannot be asked, since the command codex is not on the search path; "
        "install it, or analyze without a model."
    )


async def test_one_that_cannot_be_started_says_why(question: Ask, tmp_path: Path) -> None:
    environment = stand_in(tmp_path, "codex", "")
    (tmp_path / "codex").write_bytes(b"\x7fELF no program")
    assert str(await failure(environment, question)) == "Codex gave no answer (Exec format error)."


def test_the_caller_of_a_choice() -> None:
    """Gemini's models give boxes in thousandths of a picture, whichever program calls them."""
    assert isinstance(caller_of(CODEX), CommandCaller)
    assert isinstance(caller_of(Choice("openai", "m", "key")), ModelCaller)
    counts = {name: caller_of(Choice(name, "m", "none")).thousandths for name in ("claude-code", "codex", "gemini")}
    assert counts == {"claude-code": False, "codex": False, "gemini": True}


async def test_a_session_tells_tokens_and_no_cost(question: Ask, tmp_path: Path) -> None:
    """The cost under a subscription is unknown; with a ceiling the command is refused before the first call."""
    environment = stand_in(tmp_path, "codex", ANSWERED.replace("VALUE", "'x'"))
    async with Asker(CODEX, caller=caller(environment)) as asker:
        asker.ledger.check()
        await asker.prepare()
        assert asker.announcement(3) == "codex is asked 3 questions, counted against what Codex is signed in with."
        answered = await asker.ask(question())
    assert answered.answer is not None
    assert (answered.usage.calls, answered.usage.input_tokens, answered.usage.cost_usd) == (1, 7, None)
    with pytest.raises(UsageError, match=r"^The price of codex is not known, so its cost cannot be limited"):
        Asker(CODEX, max_cost_usd=0.5, caller=caller(environment)).ledger.check()


async def test_a_command_runs_alone_until_a_call_has_succeeded(question: Ask, tmp_path: Path) -> None:
    """The first call may renew the sign-in, and the token for that works only once."""
    log = tmp_path / "log"
    slow = f"import time\nlog = open({str(log)!r}, 'a')\nlog.write('began ')\nlog.flush()\ntime.sleep(0.3)\n"
    script = f"{slow}log.write('ended ')\nlog.flush()\n{ANSWERED.replace('VALUE', repr('x'))}"
    async with Asker(CODEX, caller=caller(stand_in(tmp_path, "codex", script))) as asker:
        answered = await asyncio.gather(*(asker.ask(question()) for _ in range(3)))
    assert all(result.answer is not None for result in answered)
    assert log.read_text().split()[:3] == ["began", "ended", "began"]


async def test_a_cost_that_the_command_says_is_counted(question: Ask, tmp_path: Path) -> None:
    result = {"type": "result", "subtype": "success", "structured_output": {"said": "x"}, "total_cost_usd": 0.25}
    events = [{"type": "system", "apiKeySource": "ANTHROPIC_API_KEY"}, result | {"usage": {"input_tokens": 5}}]
    script = "\n".join(f"print({json.dumps(event)!r})" for event in events)
    claude = Choice("claude-code", "sonnet", "none")
    once = CommandCaller(claude, environment=stand_in(tmp_path, "claude", script))
    async with Asker(claude, caller=once) as asker:
        answered = await asker.ask(question())
    assert answered.usage.cost_usd == 0.25
    told = usage_summary(answered.usage, asker.ledger.priced_by)
    assert told == "1 call of the model, 5 + 0 tokens, for about $0.250 by the prices of Claude Code"
    assert asker.ledger.spent_usd == 0.25
