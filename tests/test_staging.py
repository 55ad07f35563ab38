"""Results are written completely or not at all, and only an earlier run's files are ever replaced."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_scope.cli.results.output_files import FRAME, MARK, marked_in, of_analysis
from claude_scope.cli.results.staging import LOCK, staging
from claude_scope.errors import UsageError
from claude_scope.prompt.frames import frame_name
from claude_scope.prompt.session_json import SCHEMA
from claude_scope.values import Keyframe

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAME_1, FRAME_2 = "001-00m00.0s.png", "002-102m03.4s.png"


def run(out: Path, *names: str, text: str = "new") -> None:
    """A run that writes these files, and the `session.json` that names the screenshots among them."""
    shots = [{"screenshot": name} for name in names if name.startswith("page-")]
    with staging(out, of_analysis) as staged:
        folder = staged.folder
        for name in names:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
        (folder / "session.json").write_text(json.dumps({"schema": SCHEMA, "snapshots": shots, "by": text}))


def files(folder: Path) -> dict[str, str]:
    """Every file and empty folder below a folder, with its text."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() or not any(path.iterdir())]
    return {path.relative_to(folder).as_posix(): path.read_text() if path.is_file() else "/" for path in paths}


@pytest.fixture
def out(tmp_path: Path) -> Iterator[Path]:
    """A folder of results in which an earlier run has written, and a user after it."""
    out = tmp_path / "out"
    names = ("report.html", "prompt.codex.md", "page-01.png", "page-02.png")
    run(out, *names, f"frames/{FRAME_1}", f"frames/full/{FRAME_1}", f"frames/{FRAME_2}", text="old")
    (out / "mine.txt").write_text("mine")
    (out / "frames" / "mine.png").write_text("mine")
    yield out
    assert not list(out.glob(".claude-scope*"))


def test_an_earlier_run_is_replaced_whole(out: Path) -> None:
    """Including its screenshots of further pages, its frames of long recordings and its folder of full-size frames."""
    run(out, "report.html", "prompt.cursor.md", "page-01.png", f"frames/{FRAME_1}")
    found = files(out)
    assert json.loads(found.pop("session.json"))["by"] == "new"
    assert found == {
        "report.html": "new",
        "prompt.cursor.md": "new",
        "page-01.png": "new",
        f"frames/{FRAME_1}": "new",
        "frames/mine.png": "mine",
        "mine.txt": "mine",
    }


@given(st.integers(1, 1000), st.integers(0, 10**8))
def test_every_name_of_a_frame_is_known_as_one(number: int, ms: int) -> None:
    assert FRAME.fullmatch(frame_name(number, Keyframe(ms, 0.0, "", Path())))


@pytest.mark.parametrize("stranger", ["page-01.png", "page-07.png", "report.html", "frames/001-00m00.0s.png"])
def test_a_stranger_named_like_a_result_is_never_replaced(stranger: str, tmp_path: Path) -> None:
    (tmp_path / "frames").mkdir()
    (tmp_path / stranger).write_text("mine")
    before = files(tmp_path)
    with pytest.raises(UsageError, match=f"already holds {stranger}"):
        run(tmp_path, "report.html", "page-01.png", f"frames/{FRAME_1}")
    assert files(tmp_path) == before


def test_a_screenshot_that_the_earlier_run_does_not_name_is_a_strangers(out: Path) -> None:
    (out / "page-03.png").write_text("mine")
    before = files(out)
    with pytest.raises(UsageError, match=r"already holds page-03\.png"):
        run(out, "report.html", "page-01.png")
    assert files(out) == before


@pytest.mark.parametrize("name", ["report.html", f"frames/{FRAME_1}"])
def test_a_folder_in_the_way_is_reported_before_anything_is_done(name: str, out: Path) -> None:
    (out / name).unlink()
    (out / name).mkdir()
    before = files(out)
    with pytest.raises(UsageError, match=f"already holds {name}"):
        run(out, "report.html")
    assert files(out) == before


@pytest.mark.parametrize("name", ["report.html", "frames"])
def test_what_comes_into_the_way_meanwhile_changes_nothing(name: str, tmp_path: Path) -> None:
    def into_the_way() -> None:
        with staging(tmp_path, lambda _: []) as staged:
            folder = staged.folder
            (folder / "frames").mkdir()
            (folder / "frames" / FRAME_1).write_text("new")
            (folder / "report.html").write_text("new")
            (tmp_path / name).write_text("mine")

    with pytest.raises(UsageError, match=f"{name} is in the way"):
        into_the_way()
    assert files(tmp_path) == {name: "mine"}


def test_a_move_that_fails_half_way_is_undone(out: Path) -> None:
    """The old results are restored, and the folders made for the new ones are deleted."""
    before = files(out)

    def fail() -> None:
        with staging(out, lambda out: [*of_analysis(out), out / "gone.png"]) as staged:
            (staged.folder / "new").mkdir()
            (staged.folder / "new" / "report.html").write_text("new")

    with pytest.raises(FileNotFoundError):
        fail()
    assert files(out) == before


def test_an_error_after_a_part_was_published_leaves_the_old_results(out: Path) -> None:
    before = files(out)

    def fail() -> None:
        with staging(out, of_analysis) as staged:
            (staged.folder / "frames").mkdir()
            (staged.folder / "frames" / FRAME_1).write_text("new")
            (staged.folder / "prompt.codex.md").write_text("new")
            staged.publish()
            assert files(out / "frames") == {FRAME_1: "new", "mine.png": "mine", "full": "/"}
            assert not (out / "report.html").exists()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert files(out) == before


def test_new_results_that_cannot_be_moved_in_leave_the_old_ones(out: Path) -> None:
    """The last of the old ones has been moved away and one of the new ones is in place when the next move fails."""
    before = files(out)

    def fail() -> None:
        with staging(out, of_analysis) as staged:
            (staged.folder / "a.html").write_text("new")
            (staged.folder / "b").mkdir()
            (staged.folder / "b" / "b.html").write_text("new")
            (out / "b").symlink_to("nowhere")

    with pytest.raises(FileExistsError):
        fail()
    (out / "b").unlink()
    assert files(out) == before


def test_only_hidden_folders_of_runs_are_removed(out: Path) -> None:
    """A user's own folder may begin with the same letters."""
    for name in (".claude-scope-4194305", ".claude-scope-notes"):
        (out / name).mkdir()
        (out / name / "a.txt").write_text("text")
    run(out, "report.html")
    assert [path.name for path in out.glob(".claude-scope*")] == [".claude-scope-notes"]
    (out / ".claude-scope-notes" / "a.txt").unlink()
    (out / ".claude-scope-notes").rmdir()


def test_what_a_killed_run_left_is_removed_even_if_its_pid_is_reused(out: Path) -> None:
    (out / f".claude-scope-{os.getppid()}").mkdir()
    (out / LOCK).touch()
    run(out, "report.html")


KILLED = f"""
import os, signal, sys
from pathlib import Path
from claude_scope.cli.results.output_files import of_analysis
from claude_scope.cli.results.staging import staging

with staging(Path(sys.argv[1]), of_analysis) as staged:
    (staged.folder / "frames").mkdir()
    for name in ("prompt.codex.md", "page-03.png", "frames/{FRAME_1}"):
        (staged.folder / name).write_text("prompt")
    staged.publish()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_prompts_of_a_run_that_was_killed_before_its_session_are_replaced(out: Path) -> None:
    assert subprocess.run([sys.executable, "-c", KILLED, str(out)], check=False).returncode == -signal.SIGKILL
    assert (out / "prompt.codex.md").read_text() == "prompt"
    assert not (out / "session.json").exists()

    def fail() -> None:
        with staging(out, of_analysis) as staged:
            (staged.folder / "prompt.codex.md").write_text("new")
            staged.publish()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (out / "prompt.codex.md").read_text() == "prompt"
    run(out, "report.html")
    assert not (out / "prompt.codex.md").exists()


@pytest.mark.parametrize("name", ["/etc/hostname", "frames/../../mine.txt"])
def test_a_mark_that_names_files_elsewhere_is_not_followed(name: str, tmp_path: Path) -> None:
    """For example in a folder of results from somebody else."""
    (tmp_path / "mine.txt").write_text("mine")
    out = tmp_path / "out"
    out.mkdir()
    (out / "prompt.codex.md").write_text("old")
    (out / MARK).write_text(f"{name}\nprompt.codex.md")
    assert marked_in(out) == {out / "prompt.codex.md"}
    run(out, "report.html")
    assert sorted(files(out)) == ["report.html", "session.json"]
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_what_a_killed_run_did_not_write_is_still_a_strangers(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    (tmp_path / "report.html").write_text("mine")
    with pytest.raises(UsageError, match=r"already holds report\.html"):
        run(tmp_path, "report.html")


def test_one_of_two_runs_is_refused_and_changes_nothing(out: Path) -> None:
    """Held by another process, and free again when that is killed."""
    code = "import sys, time; from claude_scope.jobs.liveness.file_lock import locked; from pathlib import Path\n"
    code += "with locked(Path(sys.argv[1])) as ours: print(ours, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, str(out / LOCK)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        before = files(out)
        with pytest.raises(UsageError, match="Another run"):
            run(out, "report.html")
        assert files(out) == before
        other.kill()
    run(out, "report.html")
    assert (out / "report.html").read_text() == "new"


def test_runs_that_start_at_once_never_pass_together(tmp_path: Path) -> None:
    """Eight processes take the same lock again and again; a file that none may find reveals two at once."""
    code = """import os, sys
from pathlib import Path
from claude_scope.jobs.liveness.file_lock import locked
lock, inside, got = Path(sys.argv[1]), Path(sys.argv[2]), 0
while got < 50:
    with locked(lock) as ours:
        if ours:
            os.close(os.open(inside, os.O_CREAT | os.O_EXCL))
            os.unlink(inside)
            got += 1
"""
    command = [sys.executable, "-c", code, str(tmp_path / LOCK), str(tmp_path / "inside")]
    runs = [subprocess.Popen(command) for _ in range(8)]
    assert [run.wait(120) for run in runs] == [0] * 8
    assert list(tmp_path.iterdir()) == []
