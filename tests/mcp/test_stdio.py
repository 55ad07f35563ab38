"""`claude-scope mcp` as an agent starts it: a separate process, used over stdin and stdout."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from tests.analyses import checkout_analysis
from tests.mcp.results import text_of, write_results

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

HEAVY = ("av", "cv2", "numpy", "onnxruntime", "playwright", "sqlalchemy", "fastapi", "jinja2", "httpx")
MOST = 1.5
"""How much longer than the SDK alone the server may take to import."""


@asynccontextmanager
async def started(cwd: Path, *options: str) -> AsyncIterator[Client]:
    """A server in a folder, without a service on this machine."""
    place = StdioServerParameters(
        command=sys.executable,
        args=["-m", "claude_scope", "mcp", *options],
        cwd=cwd,
        env={**os.environ, "XDG_DATA_HOME": str(cwd / "data")},
    )
    async with Client(stdio_client(place)) as client:
        yield client


async def test_an_agent_asks_over_stdio(tmp_path: Path) -> None:
    write_results(checkout_analysis(tmp_path / "work"), tmp_path / "claude-scope-out" / "checkout")
    async with started(tmp_path) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        said = await text_of(client, "get_session")
        picture = await client.call_tool("get_frames", {"state": 2, "size": 300})
    assert names[-1] == "record"
    assert len(names) == 7
    assert said.startswith("Session checkout, ")
    assert [block.type for block in picture.content] == ["text", "image", "image"]


async def test_a_folder_elsewhere_can_be_named(tmp_path: Path) -> None:
    write_results(checkout_analysis(tmp_path / "work"), tmp_path / "elsewhere" / "checkout")
    async with started(tmp_path, "--folder", str(tmp_path / "elsewhere")) as client:
        assert "checkout | " in await text_of(client, "list_sessions")


async def test_asking_for_tabs_is_an_option(tmp_path: Path) -> None:
    for options, is_offered in (((), False), (("--allow-attach",), True), (("--allow-attach", "chrome"), True)):
        async with started(tmp_path, *options) as client:
            [record] = [tool for tool in (await client.list_tools()).tools if tool.name == "record"]
        assert ("own_browser" in record.input_schema["properties"]) is is_offered


def test_a_browser_elsewhere_is_refused(tmp_path: Path) -> None:
    for value in ("firefox", "http://10.0.0.1:9222"):
        command = [sys.executable, "-m", "claude_scope", "mcp", "--allow-attach", value]
        result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert result.returncode == 2
        assert f"--allow-attach {value!r} is " in result.stderr


def test_a_server_without_a_token_says_where_to_get_one(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "CLAUDE_SCOPE_TOKEN"}
    result = subprocess.run(
        [sys.executable, "-m", "claude_scope", "mcp", "--server", "https://scope.example.com"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert "There is no token in CLAUDE_SCOPE_TOKEN" in result.stderr


def test_nothing_heavy_is_imported_until_it_is_asked_for() -> None:
    code = f"import sys, claude_scope.mcp.stdio; print([name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_the_server_takes_hardly_longer_to_import_than_the_sdk() -> None:
    """Processor time, which other work on the machine affects less than wall time; the best of five each."""
    sdk = min(_import_seconds("mcp.server") for _ in range(5))
    ours = min(_import_seconds("claude_scope.cli.app, claude_scope.mcp.stdio") for _ in range(5))
    assert ours <= MOST * sdk, f"{ours:.2f} s, and the SDK alone {sdk:.2f} s"


def _import_seconds(modules: str) -> float:
    code = f"import {modules}, time; print(time.process_time())"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(result.stdout)
