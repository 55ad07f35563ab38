"""Every command of docs/service/storage.md is run as it is, against real servers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.store.encryption.secret_keys import MAKE_KEY_COMMAND
from tests.postgres_server import postgres_programs
from tests.store.running import answered, environment, serving

if TYPE_CHECKING:
    from tests.postgres_server import Postgres
    from tests.s3_server import S3Place

PAGE = (Path(__file__).parents[2] / "docs" / "service" / "storage.md").read_text(encoding="utf-8")
MARKED = re.compile(r"<!-- run: ([a-z, ]+) -->\n\n((?:    .*\n)+)")
COMMAND = re.compile(r"^    .*(claude-scope|pg_|mv )", re.MULTILINE)
KEY = {"provider": "anthropic", "key": "sk-ant-0123456789abcdef0123-9fQA"}


def commands(place: str) -> dict[str, list[str]]:
    """The marked code blocks of a setup, and those for the stopped service, in their order."""
    found: dict[str, list[str]] = {"": [], "stopped": []}
    for mark, block in MARKED.findall(PAGE):
        where, _, state = mark.partition(", ")
        if where == place:
            found[state].append(re.sub(r"^    ", "", block, flags=re.MULTILINE))
    return found


def run(block: str, folder: Path, variables: dict[str, str]) -> str:
    """Run them as a user who has installed the program and the PostgreSQL clients."""
    path = f"{sysconfig.get_path('scripts')}:{postgres_programs()}:{variables['PATH']}"
    done = subprocess.run(
        ["bash", "-euc", block],
        cwd=folder,
        env={**variables, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_every_command_on_its_own_line_is_marked() -> None:
    unmarked = MARKED.sub("", PAGE)
    assert COMMAND.findall(unmarked) == []
    assert sum(map(len, commands("laptop").values())) + sum(map(len, commands("team").values())) == len(
        MARKED.findall(PAGE)
    )
    assert MAKE_KEY_COMMAND in PAGE
    assert json.loads("".join(re.findall(r"^    .*Rules.*\n    .*\n", PAGE, re.MULTILINE)))["Rules"]


def test_the_commands_of_a_laptop(tmp_path: Path) -> None:
    data = tmp_path / ".local" / "share" / "claude-scope"
    variables = environment(data) | {"HOME": str(tmp_path)}
    del variables["CLAUDE_SCOPE_DATA_DIR"]
    variables.pop("XDG_DATA_HOME", None)
    data.parent.mkdir(parents=True)
    told = []
    with serving(data, "--no-worker") as client:
        answered(client.post("/api/credentials", json=KEY), 201)
        answered(client.post("/api/sessions", json={"title": "kept"}), 201)
        told += [run(block, tmp_path, variables) for block in commands("laptop")[""]]
    told += [run(block, tmp_path, variables) for block in commands("laptop")["stopped"]]
    with serving(data, "--no-worker") as client:
        assert [entry["title"] for entry in answered(client.get("/api/sessions"))] == ["kept"]
    assert "The database and the stored files agree." in told[0]
    assert "claude-scope.zip holds 1 session and 0 files." in "".join(told)


def test_the_commands_of_a_team(migrated_postgres_url: str, s3: S3Place, postgres: Postgres, tmp_path: Path) -> None:
    """The database is dumped, dropped and recreated between the two halves."""
    key = subprocess.run(
        MAKE_KEY_COMMAND.replace("python3", sys.executable, 1), shell=True, capture_output=True, text=True, check=True
    )
    data, name = tmp_path / "data", migrated_postgres_url.rpartition("/")[2]
    given = {"CLAUDE_SCOPE_DATABASE_URL": migrated_postgres_url, "CLAUDE_SCOPE_SECRET_KEYS": key.stdout.strip()}
    variables = environment(data, **given, **s3.environment())
    own = {name: value for name, value in variables.items() if name.startswith("CLAUDE_SCOPE_")}
    with serving(data, "--no-worker", **own) as client:
        answered(client.post("/api/credentials", json=KEY), 201)
        answered(client.post("/api/sessions", json={"title": "kept"}), 201)
        for block in commands("team")[""]:
            run(block, tmp_path, variables)
    postgres.run(f"DROP DATABASE {name} WITH (FORCE)")
    postgres.run(f"CREATE DATABASE {name} TEMPLATE template0")
    for block in commands("team")["stopped"]:
        run(block, tmp_path, variables)
    with serving(data, "--no-worker", **own) as client:
        assert [entry["title"] for entry in answered(client.get("/api/sessions"))] == ["kept"]
        assert len(answered(client.get("/api/credentials"))) == 1
