"""As root the browser has no sandbox: `serve` and `worker` refuse to inspect pages with it, and the
command line warns.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests import forked
from tests.accounts.running import SOON_S, running
from tests.forked import Forked
from tests.videos import words, write_video

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence
    from pathlib import Path

REFUSED = (
    "claude-scope: Root's browser inspects pages without its sandbox; run as an ordinary user, "
    "or set CLAUDE_SCOPE_ALLOW_ROOT=true to accept that.\n"
)
WARNING = "warning: Root's browser inspects the page without its sandbox; run as an ordinary user.\n"
ROOT, ORDINARY = 0, 1000


def program(uid: int) -> list[str]:
    """The command for an unprivileged user, whoever runs the tests."""
    return ["-c", f"import os; os.geteuid = lambda: {uid}; from claude_scope.__main__ import main; main()"]


def ran_by(uid: int, *arguments: str, allow: str = "false", **environment: str) -> subprocess.CompletedProcess[str]:
    given = {**os.environ, "CLAUDE_SCOPE_ALLOW_ROOT": allow, **environment}
    return forked.run([*program(uid), *arguments], timeout=SOON_S, env=given)


class Started:
    """Starts the command as an unprivileged user; for `running`."""

    def __init__(self, uid: int) -> None:
        self._uid = uid

    def __call__(self, args: Sequence[str], **how: Any) -> Forked:
        return Forked([*program(self._uid), *args[2:]], **how)


@pytest.mark.parametrize("command", [("serve", "--no-open", "--port", "0"), ("worker",)], ids=["serve", "worker"])
@pytest.mark.attack("pages")
def test_root_works_on_no_session(command: tuple[str, ...], tmp_path: Path) -> None:
    refused = ran_by(ROOT, *command, "--data-dir", str(tmp_path / "data"))
    assert (refused.returncode, refused.stdout, refused.stderr) == (2, "", REFUSED)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("uid", "options", "allow", "warned"),
    [
        (ROOT, (), "true", True),
        (ROOT, ("--no-worker",), "false", False),  # an API without workers inspects no page
        (ORDINARY, (), "false", False),
    ],
    ids=["root that accepts it", "root without a worker", "an ordinary user"],
)
def test_a_service_of_root_warns_that_its_browser_has_no_sandbox(
    uid: int, options: tuple[str, ...], allow: str, warned: bool, tmp_path: Path
) -> None:
    with running(tmp_path / "data", *options, start=Started(uid), CLAUDE_SCOPE_ALLOW_ROOT=allow) as server:
        assert httpx.get(f"{server.url}/api/health", timeout=SOON_S).status_code == 200
        assert ("without the browser's sandbox" in server.log()) is warned


@pytest.mark.parametrize(("uid", "warnings"), [(ROOT, 1), (ORDINARY, 0)])
def test_the_command_line_warns_root_once(uid: int, warnings: int, tmp_path: Path) -> None:
    """On stderr, since stdout has only the analysis. The browser's driver cannot start here, since the test needs no
    page.
    """
    still = write_video(tmp_path / "still.webm", [(words("Basket"), 0.6)])
    pages = ("--url", "http://127.0.0.1:9/", "--url", "http://127.0.0.1:9/b")
    out = ("--out", str(tmp_path / "out"), "--json")
    ended = ran_by(uid, "analyze", str(still), *pages, *out, PLAYWRIGHT_NODEJS_PATH="/nowhere/node")
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.count(WARNING) == ended.stderr.count("sandbox") == warnings
    assert json.loads(ended.stdout)["schema"] == "claude-scope/session"
    without_pages = ran_by(uid, "analyze", str(still), "--out", str(tmp_path / "other"))
    assert without_pages.returncode == 0
    assert "sandbox" not in without_pages.stderr
