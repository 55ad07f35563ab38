"""The command that compares the database with the stored files, for example after yesterday's database was restored."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from claude_scope.settings import ServiceSettings
from claude_scope.store.assets.files import Files
from claude_scope.store.assets.open_assets import open_assets
from tests.store.accounts import account
from tests.store.running import scope

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.store.database import Database

PICTURE: dict[str, Any] = {"kind": "frame", "mime_type": "image/png", "session_id": None}


@pytest.mark.parametrize("kind", ["folder", "s3"])
def test_strays_are_named_and_removed_only_when_asked(
    kind: str, database: Database, database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    data = tmp_path / "data"
    variables = {"CLAUDE_SCOPE_DATABASE_URL": database_url}
    settings = ServiceSettings(data_dir=data)
    if kind == "s3":
        place = request.getfixturevalue("s3")
        variables, settings = variables | place.environment(), place.settings(data)
    files = Files(database, open_assets(settings))
    user_id = account(database, "ana")
    kept, lost, *damaged = asyncio.run(fill(files, user_id))

    told = scope(data, "audit", **variables)
    assert told.returncode == 1
    assert f"missing: the stored file {lost};" in told.stdout
    assert "not known: sessions/stray.png" in told.stdout
    assert {line for line in told.stdout.splitlines() if line.startswith("damaged:")} == {
        f"damaged: the stored file {item}; delete its session, or restore the file from a backup." for item in damaged
    }
    removed = scope(data, "audit", "--remove", **variables)
    assert removed.returncode == 1
    assert "removed: sessions/stray.png" in removed.stdout
    asyncio.run(files.delete(lost))
    again = scope(data, "audit", **variables)
    assert (again.returncode, again.stdout.count("damaged:")) == (1, len(damaged))
    for item in damaged:
        asyncio.run(files.delete(item))
    good = scope(data, "audit", **variables)
    assert (good.returncode, good.stdout) == (0, "The database and the stored files agree.\n")
    assert asyncio.run(files.read(kept)) == b"kept"


async def fill(files: Files, user_id: str) -> tuple[str, ...]:
    """One intact file, a missing one, three whose content differs from what was stored, and one without a row."""
    kept = await files.add(b"kept", user_id=user_id, **PICTURE)
    lost = await files.add(b"lost", user_id=user_id, **PICTURE)
    await files.assets.delete((await files.get(lost)).key)
    await files.assets.put("sessions/stray.png", b"stray", mime_type="image/png")
    damaged = []
    for number, other in enumerate((b"other", b"shor", b"longer")):
        damaged.append(await files.add(b"good%d" % number, user_id=user_id, **PICTURE))
        await files.assets.put((await files.get(damaged[-1])).key, other, mime_type="image/png")
    return kept, lost, *damaged
