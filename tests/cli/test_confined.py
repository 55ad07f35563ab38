"""A file that takes over its decoder cannot reach anything of the user who runs the command."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claude_scope.browser.record.recorder import Recorded
from claude_scope.jobs.sandbox.step_limits import Limits
from claude_scope.png import PngWriter
from tests.capture.build import loaded, page, write_capture, zipped
from tests.jobs.programs import program
from tests.jobs.targets import NONE_DONE, breaks_out, targets
from tests.videos import words

if TYPE_CHECKING:
    from claude_scope.browser.record.options import RecordOptions
    from tests.cli.command import Typed

COMMAND = Path(sys.executable).with_name("claude-scope")


@pytest.mark.attack("confinement")
@pytest.mark.parametrize(
    "command", [("analyze", "evil", "--url", "http://127.0.0.1:9/", "--out", "out"), ("keyframes", "evil")]
)
@pytest.mark.usefixtures("no_browser")
def test_a_hostile_recording_reaches_nothing(
    command: tuple[str, ...], tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_over = replace(Limits.none(ocr_threads=1), program=program("hostile_child"))
    monkeypatch.setattr(Limits, "none", lambda ocr_threads: taken_over)
    with targets(tmp_path / "data") as at:
        (tmp_path / "evil").write_bytes(breaks_out(at))
        code, _, err = typed(*command)
    assert (code, err.splitlines()[-1]) == (3, f"claude-scope: {NONE_DONE}")
    assert not (tmp_path / "out").exists()


@pytest.mark.attack("confinement")
@pytest.mark.parametrize("module", ["av", "cv2", "typing", "numpy"])
def test_nothing_in_the_current_folder_is_imported(module: str, recording: Path, tmp_path: Path) -> None:
    """The folder may belong to somebody else, like the recording in it."""
    (tmp_path / f"{module}.py").write_text("open('imported', 'w')\nraise SystemExit('hijacked')\n")
    ended = subprocess.run([COMMAND, "keyframes", recording], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.count("settled")) == (0, 2), ended.stderr
    assert not (tmp_path / "imported").exists()


@pytest.mark.parametrize("name", ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"])
def test_a_recording_may_come_as_standard_input(name: str, recording: Path, tmp_path: Path) -> None:
    """The decoder's own stdin is another file."""
    with recording.open("rb") as file:
        ended = subprocess.run(
            [COMMAND, "keyframes", name], stdin=file, cwd=tmp_path, capture_output=True, text=True, check=False
        )
    assert (ended.returncode, ended.stdout.count("settled")) == (0, 2), ended.stderr


def warnings(err: str) -> list[str]:
    return [line for line in err.splitlines() if line.startswith("warning: A stranger's file")]


@pytest.fixture
def unconfined(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decode as on a system without a sandbox."""
    open_child = replace(Limits.none(ocr_threads=1), program=program("hostile_child", "open_main"))
    monkeypatch.setattr(Limits, "none", lambda ocr_threads: open_child)


@pytest.mark.parametrize("command", ["analyze", "keyframes", "read"])
@pytest.mark.usefixtures("no_browser", "unconfined")
def test_a_file_that_comes_from_elsewhere_is_warned_of_where_nothing_confines_its_decoder(
    command: str, still: Path, tmp_path: Path, typed: Typed
) -> None:
    """Once, on stderr, in a line that says what is at risk and what to do; stdout has only the result."""
    PngWriter().write(tmp_path / "screen.png", words("Basket"))
    code, out, err = typed(command, "screen.png" if command == "read" else str(still), "--json")
    assert code == 0, err
    json.loads(out)
    [warning] = warnings(err)
    assert "can access what its user can access: files, without Landlock" in warning
    assert "; boot Linux 5.13 or newer with `landlock` in the kernel's parameter lsm=, or open files of" in warning
    assert "in a container or a virtual machine" in warning


@pytest.mark.usefixtures("no_browser", "unconfined")
def test_a_recording_that_the_command_itself_made_is_not_warned_of(
    still: Path, tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture = zipped(write_capture(tmp_path / "own", loaded(100, page()), still))

    async def recorded(options: RecordOptions, ahead: object, chosen: object, window: object) -> Recorded:
        return Recorded(capture, 1.0, 0, 0)

    monkeypatch.setattr("claude_scope.cli.record.record_until_stopped", recorded)
    code, _, err = typed("record", "http://127.0.0.1:9/", "--out", "new")
    assert (code, warnings(err)) == (0, []), err


def test_where_the_decoder_is_confined_nothing_is_warned_of(recording: Path, typed: Typed) -> None:
    code, _, err = typed("keyframes", str(recording))
    assert (code, warnings(err)) == (0, [])


def test_a_recording_that_crashes_the_process_is_one_sentence(
    tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_over = replace(Limits.none(ocr_threads=1), program=program("hostile_child"))
    monkeypatch.setattr(Limits, "none", lambda ocr_threads: taken_over)
    (tmp_path / "evil").write_bytes(b"EVIL segfault")
    code, out, err = typed("keyframes", "evil", "--out", "pictures")
    said = "claude-scope: Decoding the recording failed: its process crashed (SIGSEGV); record the tab again."
    assert (code, out, err.splitlines()[1:]) == (1, "", [said])  # after the timestamp of the previous step
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evil"]


def test_a_recording_is_read_wherever_it_lies_and_whatever_it_is_called(
    recording: Path, tmp_path: Path, typed: Typed
) -> None:
    """Through a link, and with a name that is not valid text."""
    odd = tmp_path / b"\xff bug.webm".decode("utf-8", "surrogateescape")
    odd.symlink_to(recording)
    assert typed("keyframes", odd.name)[0] == 0
    (tmp_path / "folder").mkdir()
    code, _, err = typed("keyframes", f"folder/{odd.name}")
    assert code == 3
    assert err.endswith("bug.webm; check the name.\n")
