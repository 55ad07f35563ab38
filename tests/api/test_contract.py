"""The running server conforms to its own OpenAPI description, whatever schemathesis sends."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from claude_scope.settings import ServiceSettings
from claude_scope.store.database import Database
from claude_scope.store.migrations.migrate import migrate
from claude_scope.store.queries import sessions
from tests.accounts.running import SOON_S, Running, running
from tests.api.build import Person, build_service, complete_session, sign_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Record = Callable[[str, object], None]

CONFIG = Path(__file__).with_name("schemathesis.toml")
NO_LIMIT = "100000000"
ENDS = "DELETE /api/auth/me", "POST /api/auth/logout-all", "DELETE /api/sessions"
"""Requests that would end the sign-in or the session that other requests use; a fresh sign-in needs no password.
`tests.accounts` tests their responses.
"""


class Tried:
    """A running server with an account that has a session, and the client that tests it."""

    def __init__(self, server: Running, who: Person, session_id: str, asset_id: str) -> None:
        self.server, self.who = server, who
        self._known = {"SESSION_ID": session_id, "ASSET_ID": asset_id}

    def try_it(self, *options: str, phases: str, workdir: Path, examples: int) -> int:
        """Fail with the findings of schemathesis; returns the number of requests.

        One random request per operation unless more rounds are configured: the phase `coverage` tries the bounds of
        every parameter, and with the fixed seed, which makes the test repeatable, more random requests find the same
        each time.
        """
        tool = Path(sys.executable).with_name("schemathesis")
        given = ["run", f"{self.server.url}/api/openapi.json", "--phases", phases, "--seed", "1"]
        given += ["--max-examples", str(examples)]
        result = subprocess.run(
            [tool, "--config-file", CONFIG, *given, "--generation-database", "none", "--no-color", *options],
            capture_output=True,
            text=True,
            check=False,
            timeout=SOON_S * 5 * examples,
            cwd=workdir,
            env={**os.environ, **self._known},
        )
        assert result.returncode == 0, result.stdout[-20_000:] + result.stderr[-2_000:]
        assert "signed up" not in result.stdout, "it was tried by somebody with an account of their own"
        assert '"level": "error"' not in self.server.log()
        (made,) = re.findall(r"(\d+) generated", result.stdout)
        return int(made)


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    folder = tmp_path_factory.mktemp("contract") / "data"
    folder.mkdir(mode=0o700)
    database = Database(f"sqlite:///{folder / 'claude-scope.db'}")
    migrate(database)
    service = build_service(ServiceSettings(data_dir=folder), database, folder / "keys")
    who = sign_up(service, "ana@example.com")
    session_id = asyncio.run(complete_session(service, who, folder.parent / "frames"))
    with database.transaction() as tx:
        kept = sessions.stored(tx, who.id, session_id)
    database.close()
    assert kept is not None
    with running(
        folder,
        "--no-worker",
        CLAUDE_SCOPE_REQUESTS_PER_MINUTE=NO_LIMIT,
        CLAUDE_SCOPE_SIGN_INS_PER_MINUTE=NO_LIMIT,
    ) as server:
        yield Tried(server, who, session_id, kept.frames[0].image_id)


@pytest.mark.attack("clients")
def test_signed_in(tried: Tried, tmp_path: Path, record_property: Record, attack_rounds: int) -> None:
    bearer = f"Authorization: {tried.who.headers['Authorization']}"
    excluded = [option for name in ENDS for option in ("--exclude-name", name)]
    options = ("--header", bearer, *excluded)
    made = tried.try_it(*options, phases="coverage,fuzzing,stateful", workdir=tmp_path, examples=attack_rounds)
    record_property("attacks", made)
    me = httpx.get(f"{tried.server.url}/api/auth/me", headers=tried.who.headers)
    assert me.status_code == 200, "it was signed out on the way, so most of it was tried by a stranger"


@pytest.mark.attack("clients")
def test_signed_out(tried: Tried, tmp_path: Path, record_property: Record, attack_rounds: int) -> None:
    record_property("attacks", tried.try_it(phases="fuzzing", workdir=tmp_path, examples=attack_rounds))
