"""Checks whether this machine has all that Claude Scope needs, and says how to install missing parts."""

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
from claude_scope.extras import HOSTED, MCP, S3
from claude_scope.hosted.calls.choice import COMMANDS
from claude_scope.jobs.sandbox.child_process import Child, NotReady
from claude_scope.jobs.sandbox.messages import Place
from claude_scope.jobs.sandbox.step_limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_scope.jobs.sandbox.confinement import Confinement

OLDEST_PYTHON = (3, 11)
DECODERS = {"vp8": ("libvpx", "vp8"), "vp9": ("libvpx-vp9", "vp9"), "h264": ("h264",), "av1": ("libdav1d", "av1")}
"""The video formats that browsers record, and FFmpeg's decoders for each. One decoder is enough."""
ENOUGH_MEMORY_BYTES = 2_000_000_000
"""Minimum memory: an analysis takes up to 1.2 GB while the browser that inspects the page runs."""
ENOUGH_DISK_BYTES = 1_000_000_000
"""Minimum free space: several times the frames of a long recording plus a browser profile."""
DEAD_PROXY = "http://127.0.0.1:9"
"""A proxy that does not exist: the browser is only started, and must not have network access."""

_BROWSER_FIX = (
    "install Google Chrome or Chromium (Debian: sudo apt-get install chromium), or run `playwright install chromium`"
)
_OTHER_BROWSER_FIX = f"unset {BROWSER_VARIABLE}, or set it to the path of Chrome or Chromium"
_DRIVER_FIX = "install the library libatomic, which a minimal system lacks (Debian: sudo apt-get install libatomic1)"
_TEMPORARY_FIX = "set TMPDIR to a writable folder"
_AS_USER = "run as an ordinary user, so that the browser keeps its sandbox; serve and worker refuse root"
_AGENTS_FIX = "install it again: claude-scope install AGENT (add --project if it belongs to a project)"
_AGENTS_ADVICE = "run `claude-scope install AGENT` with claude-code, codex, cursor, vscode or gemini"
_COUNTS = "your subscription or API plan there"
_COMMANDS_ADVICE = f"install one to ask a model without an API key: --vision {', '.join(COMMANDS)}"
_PACKAGES_FIX = "install Claude Scope again (docs/install.md); in a clone: rm -r .venv, then scripts/setup"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check. `fix` says how to repair it if it is not `ok`, or how to improve it if it is."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


def diagnose(folder: Path | None = None) -> list[Finding]:
    """Run all checks; `folder` is the folder for results (by default the current one)."""
    return [
        python(),
        processor(),
        memory(),
        video(),
        models(),
        hosted_models(),
        commands(),
        s3(),
        mcp(),
        decoding(),
        browser(),
        *settings(),
        *agents(folder or Path.cwd()),
        temporary(),
        writing(folder or Path.cwd()),
    ]


def render(findings: Iterable[Finding]) -> str:
    """Format the findings for a terminal: each result, then how to fix or improve it."""
    lines = []
    for finding in findings:
        lines.append(f"{'ok     ' if finding.ok else 'MISSING'}  {finding.name:10}  {finding.detail}")
        if finding.fix:
            lines.append(f"{'':21}{'optional' if finding.ok else 'to fix'}: {finding.fix}")
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
    """The number of available cores."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    fix = "2 cores; video and page are analyzed at the same time" if cores < 2 else ""
    return Finding("processor", True, f"{cores} core{'s' if cores > 1 else ''}", fix)


def memory() -> Finding:
    """The available memory, which a container may limit."""
    size = memory_bytes()
    if size is None:
        return Finding("memory", True, "this system does not report its memory")
    fix = "" if size >= ENOUGH_MEMORY_BYTES else "2 GB; the analysis and the browser may need that much together"
    return Finding("memory", True, f"{size / 1e9:.1f} GB", fix)


def memory_bytes(cgroup: Path = Path("/sys/fs/cgroup/memory.max")) -> int | None:
    """The memory of the machine, or its control group's limit if that is lower; None if unknown."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
    limit = cgroup.read_text().strip() if cgroup.is_file() else "max"
    return min(machine, int(limit)) if limit.isdigit() else machine


def video() -> Finding:
    """Whether PyAV can decode every video format that browsers record."""
    try:
        from av.codec import codecs_available
    except ImportError as error:
        return Finding("video", False, f"PyAV does not load ({error})", _PACKAGES_FIX)
    missing = [name for name, decoders in DECODERS.items() if not codecs_available.intersection(decoders)]
    if missing:
        return Finding("video", False, f"PyAV cannot decode {', '.join(missing)}", _PACKAGES_FIX)
    return Finding("video", True, f"PyAV decodes {', '.join(DECODERS)}")


def models() -> Finding:
    """Whether the OCR models load."""
    try:
        from claude_scope.vision.ocr.models import DETECTION, RECOGNITION, session

        for name in (DETECTION, RECOGNITION):
            session(name, threads=1)
    except (ImportError, VisionError, RuntimeError) as error:
        return Finding("reading", False, f"the models that read text do not load ({error})", _PACKAGES_FIX)
    return Finding("reading", True, f"models {DETECTION.file} and {RECOGNITION.file}")


def hosted_models() -> Finding:
    """Whether a hosted model can describe changes, which is optional."""
    if HOSTED.is_installed():
        return Finding("hosted", True, "--vision can ask models of Anthropic, Google, OpenAI and compatible servers")
    return Finding(
        "hosted",
        True,
        "the clients for --vision anthropic, google and openai are not installed",
        HOSTED.install,
    )


def commands() -> Finding:
    """The agents' commands on PATH. No command is run, so their sign-in is not checked."""
    found = [name for name, command in COMMANDS.items() if shutil.which(command.program)]
    if not found:
        titles = ", ".join(command.title for command in COMMANDS.values())
        return Finding("commands", True, f"none of {titles} is on PATH", _COMMANDS_ADVICE)
    options = " or ".join(f"--vision {name}" for name in found)
    return Finding("commands", True, f"{options} works without an API key; calls count against {_COUNTS}")


def s3() -> Finding:
    """Whether the service can store its files in S3, which a single machine does not need."""
    if S3.is_installed():
        return Finding("S3", True, "the service can store its files there")
    return Finding(
        "S3",
        True,
        "the client is not installed; the service stores its files in the data folder",
        S3.install,
    )


def mcp() -> Finding:
    """Whether `claude-scope mcp` can run, which `claude-scope install` needs."""
    if MCP.is_installed():
        return Finding("mcp", True, "`claude-scope mcp` can answer coding agents")
    return Finding("mcp", True, "the package for `claude-scope mcp` is not installed", MCP.install)


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
    """Whether a browser is installed and starts."""
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
        return Finding("browser", False, f"it does not start ({error.strerror or error})", _TEMPORARY_FIX)
    if is_root():
        return Finding("browser", True, f"{path}, version {version}, sandbox off because you are root", _AS_USER)
    return Finding("browser", True, f"{path}, version {version}, sandbox on")


def _driver_error() -> str:
    """The reason why Playwright's driver, a bundled Node.js, does not start; "" if it starts."""
    command = [sys.executable, "-m", "playwright", "--version"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode == 0:
        return ""
    return (result.stderr.strip() or f"exit status {result.returncode}").splitlines()[-1]


async def _start_browser() -> str:
    async with launch_chromium(DEAD_PROXY) as started:
        return started.version


def settings() -> list[Finding]:
    """Whether the settings in the environment are valid: one finding for each invalid one."""
    wrong = [
        Finding("settings", False, f"{invalid.variable} {invalid.wrong}", invalid.fix)
        for invalid in invalid_variables()
    ]
    return wrong or [Finding("settings", True, describe_settings())]


def agents(folder: Path) -> list[Finding]:
    """The coding agents that have the MCP server installed, for this user and in a project."""
    from claude_scope.cli.agents.installing import installed_where

    found = installed_where(folder)
    broken = [Finding("agents", False, f"{where}: {fault}", _AGENTS_FIX) for where, fault in found if fault]
    there = "; ".join(where for where, fault in found if not fault)
    if broken or there:
        return [*broken, *([Finding("agents", True, there)] if there else [])]
    advice = _AGENTS_ADVICE if MCP.is_installed() else f"{MCP.install}; then {_AGENTS_ADVICE}"
    return [Finding("agents", True, "no coding agent is set up to read recordings", advice)]


def temporary() -> Finding:
    """Whether the browser can write temporary files."""
    try:
        return _writable("temporary", Path(tempfile.gettempdir()), _TEMPORARY_FIX)
    except OSError as error:
        return Finding("temporary", False, error.strerror or str(error), _TEMPORARY_FIX)


def writing(folder: Path) -> Finding:
    """Whether the command can write results into a folder, which may not exist yet."""
    there = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
    return _writable("output", there, "name another folder with --out")


def _writable(name: str, folder: Path, fix: str) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding(name, False, f"{folder} is not writable ({error.strerror or error})", fix)
    advice = "" if free >= ENOUGH_DISK_BYTES else f"1 GB of free space; or {fix}"
    return Finding(name, True, f"{folder} is writable, {free / 1e9:.1f} GB free", advice)
