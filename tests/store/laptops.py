"""A laptop's data folder, the work of a server on it, and backups of it that an attacker has changed."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from sqlalchemy import insert, text

from claude_scope.api.auth.automatic_accounts import local_user
from claude_scope.jobs.durable_runner import DurableRunner
from claude_scope.server.wiring import open_database
from claude_scope.settings import ServiceSettings
from claude_scope.store.assets.files import Files
from claude_scope.store.assets.local import LocalAssets
from claude_scope.store.backup import archive, restore
from claude_scope.store.database import Database
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.store.encryption.secret_keys import Secrets
from claude_scope.store.ids import now
from claude_scope.store.queries import sessions
from claude_scope.store.tables import Frame
from tests.store.accounts import session

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NO_BROWSER = {"PLAYWRIGHT_NODEJS_PATH": "/nowhere/node"}
"""Starting one takes as long as all the rest of a session."""


class Laptop:
    """A data folder with an account, and the operations of a server on it."""

    def __init__(self, folder: Path) -> None:
        self.settings = ServiceSettings(data_dir=folder)
        with open_database(self.settings) as database:
            self.user_id = local_user(database).id
        self.database = Database(f"sqlite:///{folder / 'claude-scope.db'}")
        self.files = Files(self.database, LocalAssets(folder / "files"))

    async def add_session(self, content: bytes, **values: Any) -> str:
        """A session with a picture and its frame."""
        session_id = session(self.database, self.user_id, **values)
        file: dict[str, Any] = {"mime_type": "image/png", "user_id": self.user_id, "session_id": session_id}
        image = await self.files.add(content, kind="frame", **file)
        row = {"session_id": session_id, "number": 1, "timestamp_ms": 0, "image_id": image, "thumbnail_id": image}
        with self.database.transaction() as tx:
            tx.execute(insert(Frame).values(**row, id=f"frm_{session_id[5:]}_1", created_at=now()))
        return session_id

    async def remove(self, session_id: str) -> None:
        with self.database.transaction() as tx:
            marked = sessions.remove(tx, self.user_id, session_id)
        await self.files.remove(marked or [])

    async def churn(self, stop: threading.Event) -> int:
        """Add sessions and delete others without end."""
        made: list[str] = []
        while not stop.is_set():
            made.append(await self.add_session(os.urandom(20_000)))
            if len(made) > 8:
                await self.remove(made.pop(0))
            await asyncio.sleep(0.002)  # leaves processor time for what is being tested
        return len(made)

    def titles(self) -> set[str]:
        with self.database.transaction() as tx:
            return set(tx.scalars(text("SELECT title FROM sessions")))


@contextmanager
def laptop_of(folder: Path) -> Iterator[Laptop]:
    opened = Laptop(folder)
    try:
        yield opened
    finally:
        opened.database.close()


def at(folder: Path, **values: Any) -> ServiceSettings:
    return ServiceSettings(data_dir=folder, **values)


def restore_trusted(made: Path, settings: ServiceSettings) -> archive.BackupContents:
    """Restore as a user who trusts the backup's author."""
    return restore.restore(made, settings, lambda origin: True)


async def enqueue(laptop: Laptop, video: Path, user_id: str = "") -> str:
    """Store a recording as the API does, for an account or for this machine's own."""
    owner = user_id or laptop.user_id
    session_id = session(laptop.database, owner, title="Basket", seed_url="http://localhost:1/")
    file: dict[str, Any] = {"mime_type": "video/webm", "user_id": owner, "session_id": session_id}
    secrets = Secrets.of(laptop.settings)
    sealed_key = DataKey.generate(secrets)
    encrypted = video.with_name(f"{video.name}.encrypted")
    DataKey.open(sealed_key, secrets, owner).encrypt_file(video, encrypted)
    await laptop.files.add(encrypted, kind="video", sealed_key=sealed_key, **file)
    runner = DurableRunner(laptop.settings, laptop.database, laptop.files, secrets, None)
    await runner.start()
    await runner.enqueue(session_id)
    await runner.stop()
    return session_id


def rewrite(made: Path, to: Path, *statements: str, entries: Mapping[str, bytes] | None = None) -> Path:
    """Run statements in a backup's database and add entries to it, as its author could do by hand."""
    database = to.with_suffix(".db")
    with ZipFile(made) as old, ZipFile(to, "w") as new:
        database.write_bytes(old.read("claude-scope.db"))
        with closing(sqlite3.connect(database)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        changed = {"claude-scope.db": database.read_bytes(), **(entries or {})}
        for name in dict.fromkeys([*old.namelist(), *changed]):
            new.writestr(name, changed[name] if name in changed else old.read(name))
    database.unlink()
    return to
