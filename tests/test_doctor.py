"""The doctor finds what is installed, starts what has to work, and says how to fix what is missing."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from claude_scope.browser import find_browser
from claude_scope.cli import doctor
from claude_scope.jobs.sandbox import landlock
from claude_scope.jobs.sandbox.child_process import Child
from claude_scope.jobs.sandbox.confinement import Confinement
from claude_scope.jobs.sandbox.step_limits import Limits
from claude_scope.vision.ocr.models import DETECTION


def test_this_machine_has_everything_the_other_tests_need(tmp_path: Path) -> None:
    findings = doctor.diagnose(tmp_path)
    assert [finding.name for finding in findings if not finding.ok] == []
    assert {finding.name for finding in findings} >= {"Python", "memory", "video", "reading", "browser", "output"}


@pytest.mark.parametrize(
    ("confinement", "told", "fix"),
    [
        (Confinement(7, True), "is confined (Landlock 7, seccomp)", ""),
        (
            Confinement(0, False),
            "can access what its user can access: files, without Landlock",
            "as a user that can read",
        ),
    ],
)
def test_what_the_process_that_decodes_reaches_is_reported(
    confinement: Confinement, told: str, fix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the process itself reports it; without a sandbox everything else works as usual."""

    async def ready(child: Child) -> Confinement:
        return confinement

    assert doctor.decoding() == doctor.Finding("decoding", True, str(Confinement(landlock.abi(), True)))
    monkeypatch.setattr(Child, "get_ready", ready)
    finding = doctor.decoding()
    assert finding.ok
    assert told in finding.detail
    assert bool(fix) == bool(finding.fix)
    assert fix in finding.fix


def test_a_process_that_does_not_start_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Limits(None, None, 1, None, program=("-c", "raise SystemExit(7)"))
    monkeypatch.setattr(Limits, "none", lambda ocr_threads: broken)
    finding = doctor.decoding()
    assert not finding.ok
    assert finding.detail == "The process that works on recordings ended before it was ready (exit status 7)"


def test_the_browser_is_really_started() -> None:
    finding = doctor.browser()
    assert finding.detail.startswith(str(find_browser.find_headless()))
    assert any(part.split(".")[0].isdigit() for part in finding.detail.split())  # the version that it printed
    assert ("sandbox off" in finding.detail) == find_browser.is_root()


def test_a_browser_that_does_not_start_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)
    monkeypatch.setenv(find_browser.BROWSER_VARIABLE, str(broken))
    finding = doctor.browser()
    assert not finding.ok
    assert "does not start" in finding.detail
    assert finding.fix.startswith(f"unset {find_browser.BROWSER_VARIABLE}")


def test_a_driver_that_does_not_start_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", "/bin/false")
    finding = doctor.browser()
    assert not finding.ok
    assert "libatomic" in finding.fix


def test_no_browser_at_all_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setattr(find_browser, "_PLACES", {})
    monkeypatch.setattr(find_browser, "_SHELL_PLACES", {})
    finding = doctor.browser()
    assert not finding.ok
    assert finding.detail == "No Chrome or Chromium was found on this machine"
    assert "install Google Chrome or Chromium" in finding.fix


def test_the_doctor_advises_to_unset_a_variable_that_names_a_missing_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(find_browser.BROWSER_VARIABLE, str(tmp_path / "none"))
    assert doctor.browser().fix.startswith(f"unset {find_browser.BROWSER_VARIABLE}")
    assert find_browser.BROWSER_VARIABLE not in doctor.settings()[0].detail


def test_a_folder_for_temporary_files_that_cannot_be_written_to_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser's own message, and what is found when only the browser is checked."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    for finding in (doctor.temporary(), doctor.browser()):
        assert not finding.ok
        assert "TMPDIR" in finding.fix


def test_a_disk_that_is_almost_full_is_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ENOUGH_DISK_BYTES", 10**18)
    finding = doctor.writing(tmp_path)
    assert finding.ok
    assert "free" in finding.fix


def test_a_python_that_is_too_old_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (99, 0))
    assert doctor.python().fix == "install Python 99.0 or newer"


def test_a_video_format_that_cannot_be_decoded_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(doctor.DECODERS, "vp99", ("vp99",))
    finding = doctor.video()
    assert not finding.ok
    assert "vp99" in finding.detail


def test_missing_models_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = DETECTION._replace(file="no such model.onnx")
    monkeypatch.setattr("claude_scope.vision.ocr.models.DETECTION", missing)
    finding = doctor.models()
    assert not finding.ok
    assert "no such model.onnx" in finding.detail


def test_a_folder_still_to_be_made_can_be_written_to(tmp_path: Path) -> None:
    assert doctor.writing(tmp_path / "new" / "deeper").ok
    assert list(tmp_path.iterdir()) == []  # the check leaves nothing behind


def test_a_file_in_the_way_of_the_output_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    finding = doctor.writing(tmp_path / "file")
    assert not finding.ok
    assert "--out" in finding.fix


def test_the_limit_of_a_container_counts(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text("1000000000\n")
    assert doctor.memory_bytes(limit) == 1_000_000_000
    limit.write_text("max\n")
    machine = doctor.memory_bytes(limit)
    assert machine == doctor.memory_bytes(tmp_path / "none")


def test_little_memory_is_advice_and_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "memory_bytes", lambda: 500_000_000)
    finding = doctor.memory()
    assert finding.ok
    assert finding.fix


def test_the_rendering_tells_what_to_do() -> None:
    text = doctor.render(
        [doctor.Finding("browser", False, "none", "install one"), doctor.Finding("video", True, "vp9")]
    )
    assert text.splitlines() == [
        "MISSING  browser     none",
        "                     to fix: install one",
        "ok       video       vp9",
    ]


def test_the_command_prints_its_findings() -> None:
    code = "import sys; from claude_scope.cli.app import main; sys.argv[1:] = ['doctor']; main()"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "browser" in result.stdout


def test_commands_that_can_be_asked_are_named_without_running_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If there is none, that is not a problem."""
    monkeypatch.setenv("PATH", str(tmp_path))
    none = doctor.commands()
    assert none == doctor.Finding(
        "commands",
        True,
        "none of Claude Code, Codex, Gemini CLI is on PATH",
        "install one to ask a model without an API key: --vision claude-code, codex, gemini",
    )
    for name in ("claude", "gemini"):
        (tmp_path / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
        (tmp_path / name).chmod(0o755)
    found = doctor.commands()
    assert (found.ok, found.fix) == (True, "")
    assert found.detail == (
        "--vision claude-code or --vision gemini works without an API key; "
        "calls count against your subscription or API plan there"
    )
    assert not (tmp_path / "ran").exists()
