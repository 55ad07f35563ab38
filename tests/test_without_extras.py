"""Without the packages of the extras everything else works, and what needs them says what to install."""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

import claude_scope
from claude_scope.extras import HOSTED, MCP, S3
from claude_scope.png import PngWriter
from tests.videos import words

ROOT = Path(__file__).parent.parent
BLOCK = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if any(name == blocked or name.startswith(blocked + ".") for blocked in {names!r}):
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Missing())
"""
"""Python imports this first, in child processes too, if it is on PYTHONPATH as sitecustomize.py."""
LATE = {
    "claude_scope.hosted.calls.transport": "httpx2",
    "claude_scope.store.assets.s3": "obstore",
    "claude_scope.mcp.server": "mcp",
    "claude_scope.mcp.stdio": "mcp",
}
"""Modules that are imported late, since they need an extra."""


def modules_of_the_extras() -> set[str]:
    """The modules that only extras install according to the lock file, and their parts of the namespace `google`."""
    command = [sys.executable, "-c", "import lockfile; print(*lockfile.of_extras())"]
    optional = subprocess.run(command, cwd=ROOT / "scripts", capture_output=True, text=True, check=True).stdout.split()
    of_module = packages_distributions()
    brought = {item for item in of_module if {canonicalize_name(name) for name in of_module[item]} <= set(optional)}
    return {*brought, "google.genai", "google.auth"}


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a process that cannot import these packages."""
    names = modules_of_the_extras()
    assert names >= {*HOSTED.modules, *MCP.modules, *S3.modules}
    folder = tmp_path_factory.mktemp("blocking")
    (folder / "sitecustomize.py").write_text(BLOCK.format(names=sorted(names)))
    return os.environ | {"PYTHONPATH": str(folder), "ANTHROPIC_API_KEY": "sk-none", "CLAUDE_SCOPE_ALLOW_ROOT": "true"}


def run(environment: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)


def test_the_extras_are_installed_for_the_tests() -> None:
    assert HOSTED.is_installed()
    assert MCP.is_installed()
    assert S3.is_installed()


def test_every_module_imports(environment: dict[str, str]) -> None:
    """Including those of the service and of its workers."""
    names = [package.name for package in pkgutil.walk_packages(claude_scope.__path__, "claude_scope.")]
    names = [name for name in names if not name.endswith("__main__") and ".migrations." not in name]
    assert set(names) >= LATE.keys()
    names = [name for name in names if name not in LATE]
    result = run(environment, "-c", f"import importlib\nfor name in {names!r}: importlib.import_module(name)")
    assert result.returncode == 0, result.stderr
    for late, module in LATE.items():
        assert f"No module named '{module}'" in run(environment, "-c", f"import {late}").stderr  # the import is blocked


def test_the_local_reader_reads(environment: dict[str, str], tmp_path: Path) -> None:
    picture = tmp_path / "pay.png"
    PngWriter().write(picture, words("Pay now"))
    result = run(environment, "-m", "claude_scope", "read", picture, "--json")
    assert result.returncode == 0, result.stderr
    assert "Pay now" in result.stdout
    json.loads(result.stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        ("analyze", "bug.webm", "--vision", "anthropic"),
        ("analyze", "bug.webm", "--url", "http://localhost/", "--vision", "openai:tiny", "--base-url", "http://[::1]/"),
    ],
)
def test_asking_a_model_says_what_to_install(
    arguments: tuple[str, ...], environment: dict[str, str], tmp_path: Path
) -> None:
    """Before anything else is done, with the exit code for unusable options."""
    result = run(environment, "-m", "claude_scope", *arguments)
    provider = arguments[arguments.index("--vision") + 1].partition(":")[0]
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.strip() == (
        f"claude-scope: --vision {provider} needs packages that are not installed; type: {HOSTED.install}, "
        "or leave out --vision: the local reader needs none."
    )


def test_serving_agents_says_what_to_install(environment: dict[str, str]) -> None:
    result = run(environment, "-m", "claude_scope", "mcp")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.strip() == f"claude-scope: `mcp` needs a package that is not installed; type: {MCP.install}."


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_files_in_s3_say_what_to_install(command: str, environment: dict[str, str], tmp_path: Path) -> None:
    result = run(environment, "-m", "claude_scope", command, "--data-dir", tmp_path, "--assets", "s3://bucket")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.strip().splitlines()[-1] == (
        f"claude-scope: Files in S3 need a package that is not installed; type: {S3.install}, "
        "or leave out --assets (CLAUDE_SCOPE_ASSETS): files are then kept in the data folder."
    )


def test_the_doctor_names_each_missing_extra_as_optional(environment: dict[str, str]) -> None:
    """The extra for agents comes before the advice to connect an agent, which would fail without it."""
    code = "from claude_scope.cli import doctor; print(doctor.render(doctor.diagnose()))"
    result = run(environment | {"HOME": "/nowhere"}, "-c", code)
    for extra, missing in (
        (HOSTED, "hosted      the clients for --vision anthropic, google and openai are not installed"),
        (S3, "S3          the client is not installed; the service stores its files in the data folder"),
        (MCP, "mcp         the package for `claude-scope mcp` is not installed"),
    ):
        assert f"ok       {missing}\n{'':21}optional: {extra.install}\n" in result.stdout, result.stderr
    assert f"optional: {MCP.install}; then run `claude-scope install AGENT`" in result.stdout
