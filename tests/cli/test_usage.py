"""Usage errors give one line and the right exit code, and every help text is readable."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from claude_scope.cli.app import app
from tests.cli.command import COMMAND, COMMANDS, scope_anew

if TYPE_CHECKING:
    from tests.cli.command import Typed


ANALYZE = "claude-scope analyze RECORDING"


WITH_DATA = ("serve", "worker", "migrate", "token", "invite", "rotate-keys", "unlock", "audit")


SERVICE = (
    "fastapi starlette uvicorn sqlalchemy alembic dbos psycopg obstore argon2 jwt cryptography prometheus_client httpx "
    "claude_scope.api claude_scope.jobs.durable_runner claude_scope.jobs.engine claude_scope.store "
    "pydantic_ai genai_prices httpx2 anthropic openai google.genai"  # nor of a hosted model
).split()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["analyze", "missing.webm", "--url", "http://localhost/"], 3, "missing.webm"),
        (["analyze", ".", "--url", "http://localhost/"], 3, "folder"),
        (["analyze", "text.webm", "--url", "http://localhost/"], 3, "text.webm"),
        (["analyze", "text.webm", "--url", "file:///etc/passwd"], 2, "http://"),
        (["analyze", "text.webm", "--url", "not a url"], 2, "http://"),
        (["analyze", "text.webm", "--url", "http://[::1"], 2, "http://"),
        (["analyze", "text.webm", "--url", "http://local host/"], 2, "http://"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--out", "x" * 300], 2, "--out"),
        (["analyze", "text.webm", "--url", "http://localhost:99999/"], 2, "http://"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--json", "--print"], 2, "--json"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--out", "text.webm"], 2, "folder"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--max-frames", "0"], 2, "--max-frames"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--agent", "emacs"], 2, "emacs"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--storage-state", "none.json"], 3, "none.json"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--out", ""], 2, "--out is empty; name a folder"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--out="], 2, "--out is empty; name a folder"),
        (["analyze", "text.webm", "--storage-state", "none.json"], 2, "give --url too"),
        (["analyze", "text.webm", "--capture", "none.scope"], 2, "--capture none.scope: there is no such file"),
        (["keyframes", "missing.webm"], 3, "missing.webm"),
        (["keyframes", "missing.webm", "--out", ""], 2, "--out is empty; name a folder"),
        *(([item, "--data-dir", ""], 2, "--data-dir is empty; name a folder") for item in WITH_DATA),
        (["keyframes", "missing.webm", "--out", "new/folder"], 3, "missing.webm"),
        (["keyframes", "text.webm", "--out", "text.webm"], 2, "folder"),
        (["read", "text.webm"], 3, "text.webm"),
        (["read", "missing.png"], 3, "missing.png"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_a_failure_is_one_sentence_and_its_exit_code(
    arguments: list[str], code: int, said: str, typed: Typed, tmp_path: Path
) -> None:
    (tmp_path / "text.webm").write_text("This is no video.")
    ended, out, err = typed(*arguments)
    assert (ended, out) == (code, ""), err
    assert said in err
    assert err.count("claude-scope: ") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["text.webm"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--nope", "There is no option --nope; claude-scope --help lists the options."),
        ("analyze", f"RECORDING is missing; type: {ANALYZE}"),
        ("analyze a.webm --url", "--url needs a value, as in --url VALUE."),
        ("analyze a.webm --urll http://a/", "There is no option --urll; did you mean --base-url or --url?"),
        ("analyze a.webm --xyz", "There is no option --xyz; claude-scope analyze --help lists the options."),
        ("analyze a.webm --url http://a/ --agent emacs",
         "--agent takes claude-code, codex, cursor, raw or all, not 'emacs'."),
        (
            "analyze a.webm --url http://a/ --vision gpt",
            "--vision takes local, anthropic, openai, google, claude-code, codex, gemini or NAME:MODEL, not 'gpt'.",
        ),
        ("analyze a.webm --url http://a/ --max-frames many", "--max-frames takes a whole number from 1 to 200."),
        ("analyze a.webm --url http://a/ --max-frames 0", "--max-frames takes a whole number from 1 to 200."),
        ("analyze a.webm --url http://a/ --budget 5", "--budget takes a whole number of at least 1500."),
        ("analyze a.webm --url http://a/ --strict=1", "--strict takes no value; remove the = and what follows."),
        ("analyze a.webm --url localhost:3000/cart",
         "--url 'localhost:3000/cart' is not the address of a page; did you mean http://localhost:3000/cart?"),
        ("analyze a.webm --url shop",
         "--url 'shop' is not the address of a page; give one that starts with http:// or https://."),
        ("analyze a.webm --url http://localhost:99999/",
         "--url 'http://localhost:99999/' is not the address of a page; "
         "its host or its port cannot be one (a port is a number from 1 to 65535)."),
        ("analyze a.webm --url http://localhost/a\tb",
         "--url 'http://localhost/a b' is not the address of a page; write a space in it as %20."),
        ("analyze a.webm --url http://ann:hun/ter@h/",
         "--url 'http://h/' is not the address of a page; "
         "in a user name or password write / as %2F, # as %23, ? as %3F and : as %3A."),
        ("keyframes a.webm b.webm", "'b.webm' is unexpected; type: claude-scope keyframes RECORDING"),
        ("read", "IMAGE is missing; type: claude-scope read IMAGE..."),
        ("analize", "There is no command 'analize'; did you mean analyze?"),
        ("frobnicate", f"There is no command 'frobnicate'; there are {', '.join(COMMANDS)}."),
    ],
)  # fmt: skip
def test_what_is_typed_wrongly_is_one_line_that_says_what_to_type(words: str, said: str, typed: Typed) -> None:
    assert typed(*words.split(" ")) == (2, "", f"claude-scope: {said}\n")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("not a url", "not a url"),
        ("htp://shop.example/my  cart", "htp://shop.example/my cart"),
        ("file:///etc/hosts", "file:///etc/hosts"),
        ("ann:hunter2@not a host", "not a host"),
    ],
)
def test_an_invalid_address_is_repeated_as_given(url: str, shown: str, typed: Typed) -> None:
    """On one line, and without a password."""
    said = f"--url '{shown}' is not the address of a page; "
    code, out, err = typed("analyze", "a.webm", "--url", url)
    assert (code, out) == (2, "")
    assert err.startswith(f"claude-scope: {said}")


def test_a_failure_in_a_process_of_its_own_is_the_same(tmp_path: Path) -> None:
    for arguments, code, said in ((["keyframes", "a.webm"], 3, "There is no file a.webm"), (["read"], 2, "IMAGE")):
        ended = scope_anew(*arguments, cwd=tmp_path)
        assert (ended.returncode, ended.stdout) == (code, "")
        assert ended.stderr.startswith(f"claude-scope: {said}")


def test_without_a_command_the_help_is_shown() -> None:
    ended = scope_anew()
    assert (ended.returncode, ended.stdout) == (2, "")
    assert all(command in ended.stderr for command in ("analyze", "keyframes", "read", "doctor"))


def test_a_setting_that_does_not_fit_is_named(recording: Path, tmp_path: Path) -> None:
    command = [*COMMAND, "analyze", str(recording), "--url", "http://127.0.0.1:9/", "--out", str(tmp_path / "out")]
    environment = os.environ | {"CLAUDE_SCOPE_OCR_THREADS": "many"}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert ended.returncode == 2
    assert "CLAUDE_SCOPE_OCR_THREADS" in ended.stderr


@pytest.mark.parametrize(
    ("command", "usage"),
    [
        ("analyze", "RECORDING [OPTIONS]"),
        ("keyframes", "RECORDING [OPTIONS]"),
        ("read", "IMAGE... [OPTIONS]"),
        ("doctor", "[OPTIONS]"),
    ],
)
def test_the_help_shows_what_to_type_and_names_values_as_people_do(command: str, usage: str) -> None:
    said = CliRunner().invoke(app, [command, "--help"], prog_name="claude-scope").stdout
    assert said.startswith(f"Usage: claude-scope {command} {usage}\n")
    assert "range>" not in said
    assert "<str>" not in said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_is_in_words(command: str) -> None:
    """No Python types, no expressions, and each option with a value names it."""
    said = CliRunner().invoke(app, [command, "--help"], prog_name="claude-scope").stdout
    options = [line for line in said.splitlines() if line.startswith("  --")]
    assert [sign for sign in ("<", "list[", "(default", "VALUE", "None") if sign in said] == []
    assert said.startswith(f"Usage: claude-scope {command}")
    assert all(len(line) <= 80 for line in said.splitlines())
    assert options or command in ("doctor", "capture")


def test_the_list_of_commands_says_each_in_full() -> None:
    said = CliRunner().invoke(app, ["--help"]).stdout.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in said] == COMMANDS
    assert all(line.endswith(".") and not line.endswith("...") for line in said)


def test_help_names_every_option_of_the_contract() -> None:
    said = scope_anew("analyze", "--help").stdout
    for option in (
        *("--url", "--title", "--notes", "--agent", "--out", "--budget", "--no-screenshots", "--no-aria", "--raw-diff"),
        *("--vision", "--max-frames", "--json", "--strict", "--storage-state"),
    ):
        assert option in said


@pytest.mark.parametrize("arguments", [["--help"], ["analyze", "a.webm", "--url", "http://127.0.0.1:9/"]])
def test_the_one_shot_command_loads_nothing_of_the_service(
    arguments: list[str], recording: Path, tmp_path: Path
) -> None:
    shutil.copy(recording, tmp_path / "a.webm")
    run = "from claude_scope.cli.app import app; app(sys.argv[1:], standalone_mode=False)"
    code = f"import sys; {run}; print(*sys.modules)"
    command = [sys.executable, "-c", code, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    loaded = ended.stdout.splitlines()[-1].split()
    assert "claude_scope.cli.app" in loaded
    assert sorted(set(SERVICE) & set(loaded)) == []
