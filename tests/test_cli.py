"""The command line does what its usage says, and ends every failure in one sentence and the right exit code."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.videos import three_states, words, write_video

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "claude_scope.cli"]
AGENTS = ("claude-code", "codex", "cursor", "raw")


def scope(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, check=False, timeout=300
    )


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen([*COMMAND, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    """The address of the sample shop, served for these tests."""
    command = [sys.executable, "-m", "examples.shop.server", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


@dataclass(frozen=True)
class Done:
    ended: subprocess.CompletedProcess[str]
    out: Path

    def text(self, name: str) -> str:
        return (self.out / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sample(shop: str, tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The sample recording, analysed once for every agent."""
    out = tmp_path_factory.mktemp("sample") / "out"
    return Done(scope("analyze", ROOT / "examples/shop.webm", "--url", shop, "--agent", "all", "--out", out), out)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return three_states(tmp_path_factory.mktemp("recording") / "basket.webm")


def test_the_sample_gives_a_prompt_an_agent_and_prints_only_their_paths(sample: Done) -> None:
    assert sample.ended.returncode == 0, sample.ended.stderr
    assert sample.ended.stdout.split() == [str(sample.out / f"prompt.{agent}.md") for agent in AGENTS]
    assert {p.name for p in sample.out.iterdir()} == {
        *(f"prompt.{agent}.md" for agent in AGENTS),
        "session.json",
        "report.html",
        "frames",
    }


def test_nothing_is_left_beside_the_results(sample: Done) -> None:
    assert [p.name for p in sample.out.parent.iterdir()] == ["out"]


def test_the_summary_names_tokens_and_time_per_station(sample: Done) -> None:
    assert "text tokens" in sample.ended.stderr
    assert "image tokens" in sample.ended.stderr
    assert all(station in sample.ended.stderr for station in ("keyframes", "read", "inspect", "timeline", "write"))


def test_the_sample_prompt_holds_the_changes_that_matter(sample: Done) -> None:
    """What a person sees go wrong in the recording: the basket's texts, the wrong total, the order that failed."""
    prompt = sample.text("prompt.claude-code.md")
    for seen in ("$52.90", "SPRING10", "Your order could not be placed", "getByRole('button', { name: 'Apply'"):
        assert seen in prompt


def test_the_pictures_that_a_prompt_names_exist_and_are_small_enough(sample: Done) -> None:
    named = [
        line.split(" (")[0] for line in sample.text("prompt.claude-code.md").splitlines() if line.startswith("Read /")
    ]
    assert named
    for line in named:
        with Image.open(line.removeprefix("Read ")) as picture:
            assert max(picture.size) <= 1456


def test_an_analysis_whose_page_refuses_says_so_and_is_complete(recording: Path, tmp_path: Path) -> None:
    arguments = ("analyze", recording, "--url", "http://127.0.0.1:9/", "--out", tmp_path / "out")
    ended = scope(*arguments)
    assert ended.returncode == 0, ended.stderr
    assert "The browser lane failed" in ended.stderr
    assert "127.0.0.1:9" in (tmp_path / "out" / "prompt.claude-code.md").read_text()
    assert scope(*arguments, "--strict").returncode == 4


def test_an_earlier_run_is_replaced_and_what_else_lies_there_stays(recording: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    (out / "prompt.codex.md").write_text("old")
    ended = scope("analyze", recording, "--url", "http://127.0.0.1:9/", "--out", out, "--json")
    session = json.loads(ended.stdout)
    assert session["schema"] == "claude-scope/session"
    assert (out / "mine.txt").read_text() == "mine"
    assert not (out / "prompt.codex.md").exists()


def test_print_writes_the_prompt_to_stdout(recording: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = scope("analyze", recording, "--url", "http://127.0.0.1:9/", "--out", out, "--print", "--agent", "cursor")
    assert ended.stdout == (out / "prompt.cursor.md").read_text() + "\n"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_nothing(how: signal.Signals, tmp_path: Path) -> None:
    long = write_video(tmp_path / "long.webm", [(words(f"State {n}"), 1.0) for n in range(60)])
    process = start("analyze", long, "--url", "http://127.0.0.1:9/", "--out", tmp_path / "new" / "out")
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("new/.claude-scope-*/work")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(how)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "interrupted" in err
    assert "Traceback" not in err
    assert [p.name for p in tmp_path.iterdir()] == ["long.webm"]


def test_keyframes_prints_json_and_keeps_pictures_where_it_is_told(recording: Path, tmp_path: Path) -> None:
    ended = scope("keyframes", recording, "--json", "--out", tmp_path / "frames")
    found = json.loads(ended.stdout)
    assert len(found["keyframes"]) == 3
    assert {"timestamp_ms", "ssim", "reason"} <= found["keyframes"][0].keys()
    assert found["decoded_frames"] == 45
    assert len(list((tmp_path / "frames").glob("*.png"))) == 3


def test_keyframes_are_never_more_than_asked_for(recording: Path) -> None:
    found = json.loads(scope("keyframes", recording, "--json", "--max-frames", "2").stdout)
    assert (len(found["keyframes"]), found["dropped"]) == (2, 1)


def test_read_answers_in_the_order_given(tmp_path: Path) -> None:
    for name in ("Zebra", "Apple"):
        Image.fromarray(words(name)).save(tmp_path / f"{name}.png")
    read = json.loads(scope("read", "Zebra.png", "Apple.png", "--json", cwd=tmp_path).stdout)
    assert [(r["file"], r["width"], r["height"], r["lines"][0]["text"]) for r in read] == [
        ("Zebra.png", 640, 360, "Zebra"),
        ("Apple.png", 640, 360, "Apple"),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["analyze", "missing.webm", "--url", "http://localhost/"], 3, "missing.webm"),
        (["analyze", ".", "--url", "http://localhost/"], 3, "folder"),
        (["analyze", "text.webm", "--url", "http://localhost/"], 3, "text.webm"),
        (["analyze", "text.webm", "--url", "file:///etc/passwd"], 2, "http://"),
        (["analyze", "text.webm", "--url", "not a url"], 2, "http://"),
        (["analyze", "text.webm"], 2, "--url"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--json", "--print"], 2, "--json"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--out", "text.webm"], 2, "folder"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--max-frames", "0"], 2, "--max-frames"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--agent", "emacs"], 2, "emacs"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--storage-state", "none.json"], 3, "none.json"),
        (["keyframes", "missing.webm"], 3, "missing.webm"),
        (["read", "text.webm"], 3, "text.webm"),
        (["read", "missing.png"], 3, "missing.png"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_a_failure_is_one_sentence_and_its_exit_code(
    arguments: list[str], code: int, said: str, tmp_path: Path
) -> None:
    (tmp_path / "text.webm").write_text("This is no video.")
    ended = scope(*arguments, cwd=tmp_path)
    assert ended.returncode == code, ended.stderr
    assert ended.stdout == ""
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["text.webm"]


def test_help_names_every_option_of_the_contract() -> None:
    said = scope("analyze", "--help").stdout
    for option in (
        *("--url", "--title", "--notes", "--agent", "--out", "--budget", "--no-screenshots", "--no-aria", "--raw-diff"),
        *("--vision", "--max-frames", "--json", "--strict", "--storage-state"),
    ):
        assert option in said
