"""Checks whether this machine has what Claude Scope needs, and says how to get what is missing."""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.browser.chromium import launch_chromium
from claude_scope.browser.find_browser import BROWSER_VARIABLE, find_headless, is_root
from claude_scope.cli.environment import describe_settings, invalid_variables
from claude_scope.errors import BrowserMissing, VisionError
from claude_scope.extras import HOSTED, S3
from claude_scope.hosted.calls.choice import COMMANDS
from claude_scope.jobs.sandbox.child_process import Child, NotReady
from claude_scope.jobs.sandbox.messages import Place
from claude_scope.jobs.sandbox.step_limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_scope.jobs.sandbox.confinement import Confinement

OLDEST_PYTHON = (3, 11)
DECODERS = {"vp8": ("libvpx", "vp8"), "vp9": ("libvpx-vp9", "vp9"), "h264": ("h264",), "av1": ("libdav1d", "av1")}
"""The video formats that browsers record, and FFmpeg's decoders for each: one of them is enough."""
ENOUGH_MEMORY_BYTES = 2_000_000_000
"""An analysis may take 1.2 GB, and the browser that inspects the page runs beside it."""
ENOUGH_DISK_BYTES = 1_000_000_000
"""The frames of a long recording and the profile of a browser, several times over."""
DEAD_PROXY = "http://127.0.0.1:9"
"""A proxy that nobody listens on: the browser is only started here, and must not reach anything."""

_BROWSER_FIX = "install Google Chrome or Chromium (Debian: sudo apt-get install chromium), or run scripts/setup"
_OTHER_BROWSER_FIX = f"unset {BROWSER_VARIABLE}, or set it to the path of Chrome or Chromium"
_DRIVER_FIX = "install the library libatomic, which a minimal system lacks (Debian: sudo apt-get install libatomic1)"
_TEMPORARY_FIX = "set TMPDIR to a folder that can be written to"
_AS_USER = "run as an ordinary user, so that the browser keeps its sandbox; serve and worker refuse root"
_AGENTS_FIX = "install it again: claude-scope install AGENT, with --project for a project"
_AGENTS_ADVICE = "claude-scope install claude-code, codex, cursor, vscode or gemini"
_COUNTS = "your subscription or API plan there"
_COMMANDS_ADVICE = f"install one to ask a model without a key, by --vision {' or '.join(COMMANDS)}"
_PACKAGES_FIX = (
    "install the packages again: uv sync --frozen --all-extras, or pip install --force-reinstall claude-scope"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check. `fix` says how to repair it if it is not `ok`, or how to improve it if it is."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


def diagnose(folder: Path | None = None) -> list[Finding]:
    """Run all checks; results would be written into `folder` (by default the current one)."""
    return [
        python(),
        processor(),
        memory(),
        video(),
        models(),
        hosted_models(),
        commands(),
        s3(),
        decoding(),
        browser(),
        *settings(),
        *agents(folder or Path.cwd()),
        temporary(),
        writing(folder or Path.cwd()),
    ]


def render(findings: Iterable[Finding]) -> str:
    """The findings as lines for a terminal: what was found, and under it what to do."""
    lines = []
    for finding in findings:
        lines.append(f"{'ok     ' if finding.ok else 'MISSING'}  {finding.name:10}  {finding.detail}")
        if finding.fix:
            lines.append(f"{'':21}{'could be better' if finding.ok else 'to fix'}: {finding.fix}")
    return "\n".join(lines)


def python() -> Finding:
    """Whether this Python is new enough."""
    version = sys.version_info[:2]
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if version >= OLDEST_PYTHON:
        return Finding("Python", True, detail)
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return Finding("Python", False, detail, f"install Python {oldest} or newer")


def processor() -> Finding:
    """How many cores may be used."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    fix = "both lanes run at once; with one core they wait for each other" if cores < 2 else ""
    return Finding("processor", True, f"{cores} core{'s' if cores > 1 else ''}", fix)


def memory() -> Finding:
    """How much memory there is, with the limit of a container taken into account."""
    size = memory_bytes()
    if size is None:
        return Finding("memory", True, "this system does not say how much there is")
    fix = "" if size >= ENOUGH_MEMORY_BYTES else "2 GB, because an analysis and the browser beside it may need it"
    return Finding("memory", True, f"{size / 1e9:.1f} GB", fix)


def memory_bytes(cgroup: Path = Path("/sys/fs/cgroup/memory.max")) -> int | None:
    """The memory of the machine, or the limit of its control group if that is less; None if unknown."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
    limit = cgroup.read_text().strip() if cgroup.is_file() else "max"
    return min(machine, int(limit)) if limit.isdigit() else machine


def video() -> Finding:
    """Whether every video format that browsers record can be decoded."""
    try:
        from av.codec import codecs_available
    except ImportError as error:
        return Finding("video", False, f"PyAV does not load ({error})", _PACKAGES_FIX)
    missing = [name for name, decoders in DECODERS.items() if not codecs_available.intersection(decoders)]
    if missing:
        return Finding("video", False, f"PyAV cannot decode {', '.join(missing)}", _PACKAGES_FIX)
    return Finding("video", True, f"PyAV decodes {', '.join(DECODERS)}")


def models() -> Finding:
    """Whether the models that read text are there and load."""
    try:
        from claude_scope.vision.ocr.models import DETECTION, RECOGNITION, session

        for name in (DETECTION, RECOGNITION):
            session(name, threads=1)
    except (ImportError, VisionError, RuntimeError) as error:
        return Finding("reading", False, f"the models that read text do not load ({error})", _PACKAGES_FIX)
    return Finding("reading", True, f"models {DETECTION.file} and {RECOGNITION.file}")


def hosted_models() -> Finding:
    """Whether a model can be asked what changed, which nobody needs."""
    if HOSTED.is_installed():
        return Finding("hosted", True, "a model of Anthropic, Google, OpenAI or a server like theirs can be asked")
    return Finding("hosted", True, "no model can be asked over its API", f"to ask one: {HOSTED.install}")


def commands() -> Finding:
    """Which agents' commands are on the search path. It runs none, so it does not know whether they are signed in."""
    found = [name for name, command in COMMANDS.items() if shutil.which(command.program)]
    if not found:
        titles = ", ".join(command.title for command in COMMANDS.values())
        return Finding("commands", True, f"none of {titles} is on the search path", _COMMANDS_ADVICE)
    options = " or ".join(f"--vision {name}" for name in found)
    return Finding("commands", True, f"{options} asks a model without a key; calls count against {_COUNTS}")


def s3() -> Finding:
    """Whether the service can keep its files in S3, which one machine does not need."""
    if S3.is_installed():
        return Finding("S3", True, "files of the service can be kept there")
    return Finding("S3", True, "files of the service are kept in the data folder alone", f"to use S3: {S3.install}")


def decoding() -> Finding:
    """Whether the process that decodes recordings starts, and how it is confined."""
    try:
        confinement = asyncio.run(_start_child())
    except (NotReady, OSError) as error:
        return Finding("decoding", False, str(error).partition(";")[0], _PACKAGES_FIX)
    return Finding("decoding", True, str(confinement), confinement.advice)


async def _start_child() -> Confinement:
    child = await Child.start(Limits.none(ocr_threads=1), Place(None), warm=False)
    try:
        return await child.get_ready()
    finally:
        await child.kill()


def browser() -> Finding:
    """Whether there is a browser, and whether it starts."""
    if wrong := _driver_error():
        return Finding("browser", False, f"Playwright's driver does not start ({wrong})", _DRIVER_FIX)
    path = find_headless()
    try:
        version = asyncio.run(_start_browser())
    except BrowserMissing as error:
        what, _, todo = str(error).rstrip(".").partition("; ")
        fix = _OTHER_BROWSER_FIX if BROWSER_VARIABLE in os.environ else todo if "sandbox" in what else _BROWSER_FIX
        return Finding("browser", False, what, fix)
    except OSError as error:
        return Finding("browser", False, f"it cannot be started ({error.strerror or error})", _TEMPORARY_FIX)
    if is_root():
        return Finding("browser", True, f"{path}, version {version}, sandbox off because this is root", _AS_USER)
    return Finding("browser", True, f"{path}, version {version}, sandbox on")


def _driver_error() -> str:
    """Why Playwright's driver, a Node.js of its own, does not start; empty when it does."""
    command = [sys.executable, "-m", "playwright", "--version"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode == 0:
        return ""
    return (result.stderr.strip() or f"exit status {result.returncode}").splitlines()[-1]


async def _start_browser() -> str:
    async with launch_chromium(DEAD_PROXY) as started:
        return started.version


def settings() -> list[Finding]:
    """Whether the settings of the environment fit: one finding for each that does not."""
    wrong = [
        Finding("settings", False, f"{invalid.variable} {invalid.wrong}", invalid.fix)
        for invalid in invalid_variables()
    ]
    return wrong or [Finding("settings", True, describe_settings())]


def agents(folder: Path) -> list[Finding]:
    """Which coding agents know of the MCP server, for this user and in a project."""
    from claude_scope.cli.agents.installing import installed_where

    found = installed_where(folder)
    broken = [Finding("agents", False, f"{where}: {fault}", _AGENTS_FIX) for where, fault in found if fault]
    there = "; ".join(where for where, fault in found if not fault)
    if broken or there:
        return [*broken, *([Finding("agents", True, there)] if there else [])]
    return [Finding("agents", True, "none asks for recordings by itself", _AGENTS_ADVICE)]


def temporary() -> Finding:
    """Whether the browser's temporary files can be written."""
    try:
        return _writable("temporary", Path(tempfile.gettempdir()), _TEMPORARY_FIX)
    except OSError as error:
        return Finding("temporary", False, error.strerror or str(error), _TEMPORARY_FIX)


def writing(folder: Path) -> Finding:
    """Whether results can be written into a folder, which may have to be made first."""
    there = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
    return _writable("output", there, "name another folder with --out")


def _writable(name: str, folder: Path, fix: str) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding(name, False, f"{folder} cannot be written to ({error.strerror or error})", fix)
    advice = "" if free >= ENOUGH_DISK_BYTES else f"1 GB free; or {fix}"
    return Finding(name, True, f"{folder} can be written to, {free / 1e9:.1f} GB free", advice)
