"""`analyze`: the folder of results, what it replaces there and what it never touches."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claude_scope.cli import interrupt
from claude_scope.cli.analyze import Order, analyze_recording
from claude_scope.cli.results.staging import LOCK
from claude_scope.jobs.liveness.file_lock import locked
from claude_scope.values import Agent, PromptOptions
from tests.cli.command import COMMAND, IMPORTED, scope
from tests.forked import run

if TYPE_CHECKING:
    from claude_scope.cli.results.write_results import Written
    from tests.cli.command import Typed


def test_an_analysis_whose_page_refuses_says_so_and_is_complete(still: Path, tmp_path: Path, typed: Typed) -> None:
    arguments = ("analyze", str(still), "--url", "http://127.0.0.1:9/", "--out", "out")
    code, _, err = typed(*arguments)
    assert code == 0, err
    assert "The browser lane failed" in err
    assert "127.0.0.1:9" in (tmp_path / "out" / "prompt.claude-code.md").read_text()
    code, _, err = typed(*arguments, "--strict")
    assert code == 4
    assert err.count("browsers refuse this port".capitalize()) == 1
    assert err.count("127.0.0.1:9") == 1


def test_a_password_in_the_address_is_nowhere_in_the_results(still: Path, tmp_path: Path, typed: Typed) -> None:
    out, url = tmp_path / "out", "http://ann:hunter-zebra@127.0.0.1:9/"
    code, said, err = typed("analyze", str(still), "--url", url, "--out", "out", "--agent", "all")
    assert code == 0, err
    assert "zebra" not in err + said
    assert [path.name for path in out.rglob("*") if path.is_file() and b"zebra" in path.read_bytes()] == []
    assert json.loads((out / "session.json").read_text())["seedUrl"] == "http://127.0.0.1:9/"
    assert "masked" not in err


@pytest.mark.usefixtures("no_browser")
def test_an_earlier_run_is_replaced_and_what_else_lies_there_stays(still: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    (out / "prompt.codex.md").write_text("old")
    (out / "session.json").write_text('{"schema": "claude-scope/session"}')
    (out / "frames").mkdir()
    (out / "frames" / "mine.png").write_text("mine")
    (out / "frames" / "099-01m00.0s.png").write_text("old")
    ended = scope("analyze", still, "--url", "http://127.0.0.1:9/", "--out", out, "--json")
    session = json.loads(ended.stdout)
    assert session["schema"] == "claude-scope/session"
    assert (out / "mine.txt").read_text() == "mine"
    assert (out / "frames" / "mine.png").read_text() == "mine"
    assert not (out / "prompt.codex.md").exists()
    assert not (out / "frames" / "099-01m00.0s.png").exists()


def test_foreign_files_are_never_replaced(still: Path, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("mine")
    ended = scope("analyze", still, "--url", "http://127.0.0.1:9/", "--out", tmp_path)
    assert ended.returncode == 2
    assert "report.html" in ended.stderr
    assert (tmp_path / "report.html").read_text() == "mine"


@pytest.mark.usefixtures("no_browser")
def test_print_writes_the_prompt_to_stdout(still: Path, tmp_path: Path, typed: Typed) -> None:
    arguments = ("analyze", str(still), "--url", "http://127.0.0.1:9/", "--out", "out")
    _, said, _ = typed(*arguments, "--print", "--agent", "cursor")
    assert said == (tmp_path / "out" / "prompt.cursor.md").read_text() + "\n"


@pytest.mark.usefixtures("no_browser")
def test_the_prompt_is_there_before_the_rest_and_an_interruption_then_loses_nothing(
    recording: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The earlier run's files are deleted by then, so none of them contradicts the new prompt."""
    out = tmp_path / "out"
    (out / "frames").mkdir(parents=True)
    for name in ("session.json", "report.html", "frames/099-01m00.0s.png"):
        (out / name).write_text('{"schema": "claude-scope/session"}')
    options = PromptOptions(max_images=1)
    order = Order(recording, ("http://127.0.0.1:9/",), "", "", (Agent.CLAUDE_CODE,), out, options)
    there: list[str] = []

    def announce(written: Written) -> None:
        there.extend(path.relative_to(out).as_posix() for path in out.rglob("*.*") if ".claude-scope" not in str(path))
        assert [path.read_text() for path in written.paths] == [prompt.text for prompt in written.prompts]
        signal.raise_signal(signal.SIGINT)

    written = interrupt.run(analyze_recording(order, announce))
    listed = [f"frames/{path.name}" for path in written.prompts[0].images]
    assert sorted(there) == sorted([*listed, "prompt.claude-code.md"])
    assert "Prompts are ready; session.json and report.html follow." in capfd.readouterr().err
    session = json.loads((out / "session.json").read_text())
    assert [frame["file"] for frame in session["keyframes"]["frames"]] == sorted(
        f"frames/{path.name}" for path in (out / "frames").iterdir()
    )
    assert (out / "report.html").read_text().count("data:image/webp") >= 2 * len(session["keyframes"]["frames"])


@pytest.mark.parametrize("words", ["analyze --url http://127.0.0.1:9/", "keyframes"])
def test_a_second_run_into_the_same_folder_is_refused_while_the_first_is_at_work(
    words: str, recording: Path, tmp_path: Path, typed: Typed
) -> None:
    with locked(tmp_path / LOCK):
        code, said, err = typed(*words.split(), str(recording), "--out", ".")
        assert (code, said, "Another run" in err) == (2, "", True)
        assert [path.name for path in tmp_path.iterdir()] == [LOCK]


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize(
    "words", ["analyze --url http://127.0.0.1:9/ --out a/b/c", "keyframes --max-frames 1 --out a/b/c"]
)
def test_a_full_disk_is_one_sentence(words: str, recording: Path, tmp_path: Path) -> None:
    """Nothing is left, even if some pictures had to be deleted again."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)); "
    limited = f"{limit} import runpy; runpy.run_module('claude_scope', run_name='__main__')"
    ended = run(["-c", limited, *words.split(), recording], cwd=tmp_path, modules=IMPORTED)
    assert ended.returncode == 1, ended.stderr
    assert ended.stderr.count("claude-scope: ") == 1
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("no_browser")
def test_a_file_name_of_any_bytes_is_taken(still: Path, tmp_path: Path) -> None:
    name = os.fsdecode(b"-caf\xe9 \n.webm")
    (tmp_path / name).write_bytes(still.read_bytes())
    ended = scope("analyze", "--url", "http://127.0.0.1:9/", "--", name, cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.usefixtures("no_browser")
def test_the_prompt_is_the_same_text_in_every_locale(still: Path, tmp_path: Path) -> None:
    """Here in a locale that has neither of its letters."""
    out = tmp_path / "out"
    arguments = ["analyze", str(still), "--url", "http://127.0.0.1:9/", "--title", "Käse 日本", "--out", str(out)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ended = subprocess.run([*COMMAND, *arguments, "--print"], capture_output=True, check=False, env=environment)
    assert ended.returncode == 0, ended.stderr
    assert "Käse 日本" in ended.stdout.decode()
    assert ended.stdout.decode() == (out / "prompt.claude-code.md").read_text(encoding="utf-8") + "\n"


def test_a_page_that_is_named_twice_is_inspected_once(still: Path, typed: Typed) -> None:
    url = "http://127.0.0.1:9/"
    _, said, _ = typed("analyze", str(still), "--url", url, "--url", f" {url} ", "--out", "out", "--json")
    assert [snapshot["url"] for snapshot in json.loads(said)["snapshots"]] == [url]
