"""The command line does what its usage says, and ends every failure in one sentence and the right exit code."""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from claude_scope import cli
from claude_scope.cli import app
from claude_scope.lock import held
from claude_scope.staging import LOCK
from tests.keyframes.film import film as encode
from tests.keyframes.film import page, shots, smaller_on_the_way
from tests.videos import three_states, words, write_silence, write_video

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.keyframes.film import Shot

    Typed = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "claude_scope"]
AGENTS = ("claude-code", "codex", "cursor", "raw")
COMMANDS = list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def scope(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, check=False, timeout=300
    )


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Typed:
    """Types a command in `tmp_path`, within this process: what ends early need not load everything anew each time."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["claude-scope", *arguments])
        code = cli.exit_code()
        return (code, *capfd.readouterr())

    return run


def start(*arguments: str | Path, **how: Any) -> subprocess.Popen[str]:
    """A command in a process group of its own, as in a terminal."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)], stdout=pipe, stderr=pipe, text=True, start_new_session=True, **how
    )


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
        "page-01.png",
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


def test_the_rows_that_the_readme_shows_are_those_of_the_sample(sample: Done) -> None:
    shown = re.findall(r"(?m)^    (\d+ \| .+)$", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(shown) == 2
    assert [row for row in shown if row not in sample.text("prompt.claude-code.md").splitlines()] == []


def test_the_pictures_that_a_prompt_names_exist_and_are_small_enough(sample: Done) -> None:
    named = [
        line.split(" (")[0] for line in sample.text("prompt.claude-code.md").splitlines() if line.startswith("Read /")
    ]
    assert named
    for line in named:
        with Image.open(line.removeprefix("Read ")) as picture:
            assert max(picture.size) <= 1456


def test_an_analysis_whose_page_refuses_says_so_and_is_complete(recording: Path, tmp_path: Path, typed: Typed) -> None:
    arguments = ("analyze", str(recording), "--url", "http://127.0.0.1:9/", "--out", "out")
    code, _, err = typed(*arguments)
    assert code == 0, err
    assert "The browser lane failed" in err
    assert "127.0.0.1:9" in (tmp_path / "out" / "prompt.claude-code.md").read_text()
    code, _, err = typed(*arguments, "--strict")
    assert code == 4
    assert err.count("browsers refuse this port".capitalize()) == 1
    assert err.count("127.0.0.1:9") == 1


def test_a_password_in_the_address_is_nowhere_in_the_results(recording: Path, tmp_path: Path, typed: Typed) -> None:
    out, url = tmp_path / "out", "http://ann:hunter-zebra@127.0.0.1:9/"
    code, said, err = typed("analyze", str(recording), "--url", url, "--out", "out", "--agent", "all")
    assert code == 0, err
    assert "zebra" not in err + said
    assert [path.name for path in out.rglob("*") if path.is_file() and b"zebra" in path.read_bytes()] == []
    assert json.loads((out / "session.json").read_text())["seedUrl"] == "http://127.0.0.1:9/"
    assert "masked" not in err


def test_an_earlier_run_is_replaced_and_what_else_lies_there_stays(recording: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    (out / "prompt.codex.md").write_text("old")
    (out / "session.json").write_text('{"schema": "claude-scope/session"}')
    (out / "frames").mkdir()
    (out / "frames" / "mine.png").write_text("mine")
    (out / "frames" / "099-01m00.0s.png").write_text("old")
    ended = scope("analyze", recording, "--url", "http://127.0.0.1:9/", "--out", out, "--json")
    session = json.loads(ended.stdout)
    assert session["schema"] == "claude-scope/session"
    assert (out / "mine.txt").read_text() == "mine"
    assert (out / "frames" / "mine.png").read_text() == "mine"
    assert not (out / "prompt.codex.md").exists()
    assert not (out / "frames" / "099-01m00.0s.png").exists()


def test_files_that_are_not_ours_are_never_replaced(recording: Path, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("mine")
    ended = scope("analyze", recording, "--url", "http://127.0.0.1:9/", "--out", tmp_path)
    assert ended.returncode == 2
    assert "report.html" in ended.stderr
    assert (tmp_path / "report.html").read_text() == "mine"


def test_print_writes_the_prompt_to_stdout(recording: Path, tmp_path: Path, typed: Typed) -> None:
    arguments = ("analyze", str(recording), "--url", "http://127.0.0.1:9/", "--out", "out")
    _, said, _ = typed(*arguments, "--print", "--agent", "cursor")
    assert said == (tmp_path / "out" / "prompt.cursor.md").read_text() + "\n"


def interrupted(process: subprocess.Popen[str], begun: Callable[[], object], how: signal.Signals) -> str:
    """End a process and what it started, as an impatient person does, once it has `begun` something; what it said."""
    deadline = time.monotonic() + 60
    while not begun() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    for _ in range(5):
        with contextlib.suppress(ProcessLookupError):  # it may have ended
            os.killpg(process.pid, how)
        time.sleep(0.03)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, ""), err
    return err


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording with a state a second, which takes a while."""
    film = tmp_path_factory.mktemp("long") / "long.webm"
    return write_video(film, [(words(f"State {n}"), 1.0) for n in range(60)])


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, of a short name: Chromium aborts when the paths of its sockets are too long."""
    with tempfile.TemporaryDirectory(prefix="cs-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)


@pytest.mark.parametrize(
    ("moment", "how"),
    [
        ("the folder is made", signal.SIGTERM),
        ("the browser starts", signal.SIGINT),
        ("the page loads", signal.SIGINT),
        ("the page loads", signal.SIGHUP),
        ("a keyframe is kept", signal.SIGINT),
        ("a keyframe is kept", signal.SIGTERM),
    ],
)
def test_an_interruption_leaves_nothing(
    moment: str, how: signal.Signals, long: Path, temporary: Path, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and never answers
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        begun: dict[str, Callable[[], object]] = {
            "the folder is made": lambda: list(tmp_path.glob("new/out/.claude-scope-*/new/work")),
            "the browser starts": lambda: list(temporary.glob("claude-scope-*/playwright*")),
            "the page loads": lambda: select.select([silent], [], [], 0)[0],
            "a keyframe is kept": lambda: list(tmp_path.glob("new/out/.claude-scope-*/new/work/*.png")),
        }
        process = start("analyze", long, "--url", url, "--out", tmp_path / "new" / "out")
        said = interrupted(process, begun[moment], how)
    assert said.splitlines()[-1] == "claude-scope: interrupted; nothing was written."
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []
    assert list(temporary.iterdir()) == []


def test_an_interruption_while_the_command_is_loaded_is_quiet() -> None:
    code = """import builtins, signal
load = builtins.__import__
def interrupt(name, *rest):
    if name == "typer": signal.raise_signal(signal.SIGINT)
    return load(name, *rest)
builtins.__import__ = interrupt
from claude_scope.__main__ import main
main()"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (130, "claude-scope: interrupted; nothing was written.\n")


def test_a_closing_terminal_does_not_end_what_was_told_to_outlive_it(recording: Path) -> None:
    """As `nohup` tells it: by having it ignore SIGHUP."""
    process = start("keyframes", recording, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    while process.poll() is None:
        process.send_signal(signal.SIGHUP)
        time.sleep(0.02)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out.count("settled")) == (0, 2), err


def test_an_interrupted_selection_leaves_the_pictures_of_the_earlier_one(
    recording: Path, long: Path, tmp_path: Path
) -> None:
    out = tmp_path / "frames"
    assert scope("keyframes", recording, "--out", out).returncode == 0
    before = {path: path.read_bytes() for path in out.iterdir()}
    process = start("keyframes", long, "--out", out)
    said = interrupted(process, lambda: list(out.glob(".claude-scope-*/new/*.png")), signal.SIGINT)
    assert said.splitlines()[-1] == "claude-scope: interrupted; nothing was written."
    assert "Traceback" not in said
    assert {path: path.read_bytes() for path in out.iterdir()} == before


def test_an_interrupted_selection_leaves_no_folder(long: Path, tmp_path: Path) -> None:
    process = start("keyframes", long, "--out", tmp_path / "a" / "b" / "c")
    interrupted(process, lambda: list(tmp_path.rglob("*.png")), signal.SIGINT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", ["analyze --url http://127.0.0.1:9/", "keyframes"])
def test_a_second_run_into_the_same_folder_is_refused_while_the_first_is_at_work(
    words: str, recording: Path, tmp_path: Path, typed: Typed
) -> None:
    with held(tmp_path / LOCK):
        code, said, err = typed(*words.split(), str(recording), "--out", ".")
        assert (code, said, "Another run" in err) == (2, "", True)
        assert [path.name for path in tmp_path.iterdir()] == [LOCK]


def test_every_file_that_the_session_names_exists(sample: Done) -> None:
    session = json.loads(sample.text("session.json"))
    named = [snapshot["screenshot"] for snapshot in session["snapshots"]]
    named += [frame[key] for frame in session["keyframes"]["frames"] for key in ("file", "fullFile")]
    assert named
    assert [name for name in named if not (sample.out / name).is_file()] == []


@pytest.mark.parametrize(
    "words", ["analyze --url http://127.0.0.1:9/ --out a/b/c", "keyframes --max-frames 1 --out a/b/c"]
)
def test_a_full_disk_is_one_sentence(words: str, recording: Path, tmp_path: Path) -> None:
    """Nothing is left, not even where one of many pictures had to go again."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)); "
    limited = f"{limit} import runpy; runpy.run_module('claude_scope', run_name='__main__')"
    command = [sys.executable, "-c", limited, *words.split(), str(recording)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, cwd=tmp_path)
    assert ended.returncode == 1, ended.stderr
    assert ended.stderr.count("claude-scope: ") == 1
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_goes_away_is_no_error_to_tell(recording: Path) -> None:
    command = shlex.join([*COMMAND, "keyframes", str(recording), "--json"])
    ended = subprocess.run(
        ["bash", "-c", f"{command} | true; exit ${{PIPESTATUS[0]}}"], capture_output=True, text=True, check=False
    )
    assert ended.returncode in (0, 1, 141)  # printed all, stopped by Typer, stopped at the last flush
    assert "Traceback" not in ended.stderr
    assert "Exception" not in ended.stderr


def test_a_file_name_of_any_bytes_is_taken(recording: Path, tmp_path: Path) -> None:
    name = os.fsdecode(b"-caf\xe9 \n.webm")
    (tmp_path / name).write_bytes(recording.read_bytes())
    ended = scope("analyze", "--url", "http://127.0.0.1:9/", "--", name, cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr


def light_and_dark(size: tuple[int, int]) -> list[Shot]:
    return shots((0, page(size=size)), (1500, page(size=size, dark=True)), (3000, page(size=size, dark=True)))


@pytest.mark.parametrize(
    "damage", ["cut", "corrupt", "audio", "black", "one frame", "tiny", "odd size", "smaller on the way", "10 bits"]
)
def test_damaged_and_odd_recordings_end_in_a_result_or_a_sentence(
    damage: str, recording: Path, tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All the way to the report; no page is inspected."""
    monkeypatch.setenv("CLAUDE_SCOPE_BROWSER", "/nowhere/chrome")
    film = tmp_path / "a.mkv"
    whole = recording.read_bytes()
    match damage:
        case "cut":
            film.write_bytes(whole[: len(whole) // 2])
        case "corrupt":
            third = len(whole) // 3
            film.write_bytes(whole[:third] + bytes(2000) + whole[third + 2000 :])
        case "audio":
            write_silence(film)
        case "black":
            write_video(film, [(np.zeros((360, 640, 3), np.uint8), 2.0)])
        case "one frame":
            write_video(film, [(words("Basket"), 0.1)])
        case "tiny":
            encode(film, light_and_dark((19, 11)), codec="libx264", pix_fmt="yuv444p")
        case "odd size":
            encode(film, light_and_dark((333, 251)), codec="libx264", pix_fmt="yuv444p")
        case "smaller on the way":
            smaller_on_the_way(film)
        case "10 bits":
            encode(film, light_and_dark((640, 368)), codec="libx264", pix_fmt="yuv420p10le")
    code, out, err = typed("analyze", str(film), "--url", "http://127.0.0.1:9/", "--out", "out")
    assert code == (3 if damage == "audio" else 0), err
    assert "Warning" not in err
    assert bool(out) == (tmp_path / "out" / "report.html").exists() == (damage != "audio")
    assert ("note: " in err) == (damage in ("cut", "corrupt"))  # what was lost is told


def test_keyframes_prints_json_and_keeps_pictures_where_it_is_told(recording: Path, tmp_path: Path) -> None:
    ended = scope("keyframes", recording, "--json", "--out", tmp_path / "frames")
    found = json.loads(ended.stdout)
    assert len(found["keyframes"]) == 3
    assert {"timestamp_ms", "ssim", "reason"} <= found["keyframes"][0].keys()
    assert found["decoded_frames"] == 45
    assert len(list((tmp_path / "frames").glob("*.png"))) == 3


def test_the_pictures_of_an_earlier_selection_are_replaced_and_those_of_others_kept(
    recording: Path, long: Path, tmp_path: Path
) -> None:
    out = tmp_path / "frames"
    scope("keyframes", long, "--out", out, "--max-frames", "5")
    (out / "mine.png").write_bytes(b"mine")
    ended = scope("keyframes", recording, "--out", out)
    shown = {line.split()[-1] for line in ended.stdout.splitlines()}
    assert len(shown) == 3
    assert {str(path) for path in out.iterdir()} == shown | {str(out / "mine.png")}
    (out / "000000123.png").write_bytes(b"mine")
    ended = scope("keyframes", recording, "--out", out)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "000000123.png, which claude-scope did not write" in ended.stderr


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
        (["analyze", "text.webm", "--url", "http://[::1"], 2, "http://"),
        (["analyze", "text.webm", "--url", "http://local host/"], 2, "http://"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--out", "x" * 300], 2, "--out"),
        (["analyze", "text.webm", "--url", "http://localhost:99999/"], 2, "http://"),
        (["analyze", "text.webm"], 2, "--url"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--json", "--print"], 2, "--json"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--out", "text.webm"], 2, "folder"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--max-frames", "0"], 2, "--max-frames"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--agent", "emacs"], 2, "emacs"),
        (["analyze", "text.webm", "--url", "http://localhost/", "--storage-state", "none.json"], 3, "none.json"),
        (["keyframes", "missing.webm"], 3, "missing.webm"),
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


ANALYZE = "claude-scope analyze RECORDING --url URL"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--nope", "There is no option --nope; claude-scope --help lists those there are."),
        ("analyze", f"RECORDING is missing; type: {ANALYZE}"),
        ("analyze a.webm", f"--url is missing; type: {ANALYZE}"),
        ("analyze a.webm --url", "--url needs a value; put it behind, as in --url VALUE."),
        ("analyze a.webm --urll http://a/", "There is no option --urll; did you mean --url?"),
        ("analyze a.webm --xyz", "There is no option --xyz; claude-scope analyze --help lists those there are."),
        ("analyze a.webm --url http://a/ --agent emacs",
         "--agent takes claude-code, codex, cursor, raw or all, not 'emacs'."),
        ("analyze a.webm --url http://a/ --vision gpt", "--vision takes local, not 'gpt'."),
        ("analyze a.webm --url http://a/ --max-frames many", "--max-frames takes a whole number from 1 to 200."),
        ("analyze a.webm --url http://a/ --max-frames 0", "--max-frames takes a whole number from 1 to 200."),
        ("analyze a.webm --url http://a/ --budget 5", "--budget takes a whole number of at least 1500."),
        ("analyze a.webm --url http://a/ --strict=1", "--strict takes no value; leave out the = and what follows."),
        ("analyze a.webm --url localhost:3000/cart",
         "--url 'localhost:3000/cart' is not the address of a page; did you mean http://localhost:3000/cart?"),
        ("analyze a.webm --url shop",
         "--url 'shop' is not the address of a page; give one that starts with http:// or https://."),
        ("analyze a.webm --url http://localhost/a\tb",
         "--url 'http://localhost/ab' is not the address of a page; write a space in it as %20."),
        ("analyze a.webm --url http://ann:hun/ter@h/",
         "--url 'http://h/' is not the address of a page; "
         "in a user name or password write / as %2F, # as %23, ? as %3F and : as %3A."),
        ("keyframes a.webm b.webm", "'b.webm' is too much; type: claude-scope keyframes RECORDING"),
        ("read", "IMAGE is missing; type: claude-scope read IMAGE..."),
        ("analize", "There is no command 'analize'; did you mean analyze?"),
        ("frobnicate", f"There is no command 'frobnicate'; there are {', '.join(COMMANDS)}."),
    ],
)  # fmt: skip
def test_what_is_typed_wrongly_is_one_line_that_says_what_to_type(words: str, said: str, typed: Typed) -> None:
    assert typed(*words.split(" ")) == (2, "", f"claude-scope: {said}\n")


def test_a_failure_in_a_process_of_its_own_is_the_same(tmp_path: Path) -> None:
    for arguments, code, said in ((["keyframes", "a.webm"], 3, "There is no file a.webm"), (["read"], 2, "IMAGE")):
        ended = scope(*arguments, cwd=tmp_path)
        assert (ended.returncode, ended.stdout) == (code, "")
        assert ended.stderr.startswith(f"claude-scope: {said}")


def test_without_a_command_the_help_is_shown() -> None:
    ended = scope()
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
        ("analyze", "RECORDING --url URL [OPTIONS]"),
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
    """No types of Python's, no formulas, and each option that takes a value names it."""
    said = CliRunner().invoke(app, [command, "--help"], prog_name="claude-scope").stdout
    options = [line for line in said.splitlines() if line.startswith("  --")]
    assert [sign for sign in ("<", "list[", "(default", "VALUE", "None") if sign in said] == []
    assert said.startswith(f"Usage: claude-scope {command}")
    assert all(len(line) <= 80 for line in said.splitlines())
    assert options or command == "doctor"


def test_the_list_of_commands_says_each_in_full() -> None:
    said = CliRunner().invoke(app, ["--help"]).stdout.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in said] == COMMANDS
    assert all(line.endswith(".") and not line.endswith("...") for line in said)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_the_prompt_is_the_same_text_in_every_locale(encoding: str, recording: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ["analyze", str(recording), "--url", "http://127.0.0.1:9/", "--title", "Käse 日本", "--out", str(out)]
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    ended = subprocess.run([*COMMAND, *arguments, "--print"], capture_output=True, check=False, env=environment)
    assert ended.returncode == 0, ended.stderr
    assert "Käse 日本" in ended.stdout.decode()
    assert ended.stdout.decode() == (out / "prompt.claude-code.md").read_text(encoding="utf-8") + "\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_are_done_without(closed: str, recording: Path) -> None:
    command = f"{shlex.join([*COMMAND, 'keyframes', str(recording)])} {closed}"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (ended.returncode, "Traceback" in ended.stderr) == (0, False)
    assert ("first state" in ended.stdout) == (closed == "2>&-")


def test_a_page_that_is_named_twice_is_inspected_once(recording: Path, typed: Typed) -> None:
    url = "http://127.0.0.1:9/"
    _, said, _ = typed("analyze", str(recording), "--url", url, "--url", f" {url} ", "--out", "out", "--json")
    assert [snapshot["url"] for snapshot in json.loads(said)["snapshots"]] == [url]


SERVICE = (
    "fastapi starlette uvicorn sqlalchemy alembic dbos psycopg obstore argon2 jwt cryptography prometheus_client httpx "
    "claude_scope.api claude_scope.jobs claude_scope.store"
).split()


@pytest.mark.parametrize("arguments", [["--help"], ["analyze", "a.webm", "--url", "http://127.0.0.1:9/"]])
def test_the_one_shot_command_loads_nothing_of_the_service(
    arguments: list[str], recording: Path, tmp_path: Path
) -> None:
    shutil.copy(recording, tmp_path / "a.webm")
    code = "import sys; from claude_scope.cli import app; app(sys.argv[1:], standalone_mode=False); print(*sys.modules)"
    command = [sys.executable, "-c", code, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    loaded = ended.stdout.splitlines()[-1].split()
    assert "claude_scope.cli" in loaded
    assert sorted(set(SERVICE) & set(loaded)) == []


def test_help_names_every_option_of_the_contract() -> None:
    said = scope("analyze", "--help").stdout
    for option in (
        *("--url", "--title", "--notes", "--agent", "--out", "--budget", "--no-screenshots", "--no-aria", "--raw-diff"),
        *("--vision", "--max-frames", "--json", "--strict", "--storage-state"),
    ):
        assert option in said
