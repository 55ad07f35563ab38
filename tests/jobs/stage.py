"""What the tests of jobs share: accounts, sessions with stored videos, and workers over real databases and folders."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from claude_scope.jobs.durable_runner import DurableRunner
from claude_scope.jobs.hosted_models import Askers
from claude_scope.jobs.sandbox.pool import SandboxPool
from claude_scope.jobs.session.upload_texts import mask_upload
from claude_scope.settings import ServiceSettings
from claude_scope.store import ids
from claude_scope.store.assets.files import Files
from claude_scope.store.assets.local import LocalAssets
from claude_scope.store.assets.s3 import S3Assets
from claude_scope.store.database import Database
from claude_scope.store.encryption.data_keys import DataKey
from claude_scope.store.encryption.secret_keys import Secrets
from claude_scope.store.tables import File, Frame, Session, User
from claude_scope.values import Counts, Node, Snapshot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from claude_scope.jobs.sandbox.step_limits import Limits
    from claude_scope.pipeline import Inspect

USER = "usr_TESTTEST"


async def one_node(urls: Sequence[str], out: Path, *, viewport: tuple[int, int]) -> tuple[Snapshot, ...]:
    """An inspector that needs no browser."""
    tree = Node("document", children=(Node("button", "Pay now"),))
    return tuple(Snapshot(url, True, tree=tree, counts=Counts(1, total=1), viewport=viewport) for url in urls)


class Page:
    """A page whose inspection lasts until the test ends it; `inspections` counts those that began."""

    def __init__(self) -> None:
        self.inspections = 0
        self.answers = asyncio.Event()

    async def inspect(self, *args: Any, **options: Any) -> Any:
        self.inspections += 1
        await self.answers.wait()
        return await one_node(*args, **options)


@dataclass(frozen=True)
class Stage:
    """A database, folders for files and work, and the configuration of workers."""

    database: Database
    folder: Path
    settings: ServiceSettings
    files: Files
    environment: Mapping[str, str] = field(default_factory=dict)
    """Settings that another process needs to work on the same stage."""

    @classmethod
    def at(cls, url: str, folder: Path, **settings: Any) -> Stage:
        """A stage on a migrated database; files are in the folder unless settings, or the environment, name S3."""
        database = Database(url)
        given: dict[str, Any] = {"max_running": 2, "data_dir": folder, "database_url": url} | settings
        made = ServiceSettings(**given)
        assets = S3Assets.of(made) if made.assets else LocalAssets(folder / "files")
        return cls(database, folder, made, Files(database, assets))

    def add_user(self, user_id: str = USER) -> str:
        """An account."""
        with self.database.transaction() as tx:
            if tx.get(User, user_id) is None:
                values = {"name": "", "tokens_valid_from_ms": 0, "created_at": ids.now()}
                tx.execute(insert(User).values(id=user_id, **values))
        return user_id

    async def add_session(self, video: Path | bytes | None, user_id: str = USER, **texts: str) -> str:
        """A session as the API stores it before it calls `enqueue`; `texts` are those of the upload, by column."""
        self.add_user(user_id)
        sealed_key = DataKey.generate(Secrets.of(self.settings))
        given = {"title": "Basket", "seed_url": "http://localhost:1/"} | texts
        masked, encrypted_texts = mask_upload(given, self._key(sealed_key, user_id))
        session_id = ids.new_id("sess")
        now = ids.now()
        with self.database.transaction() as tx:
            row = Session(
                id=session_id,
                user_id=user_id,
                **masked,
                status="processing",
                agent_target="CLAUDE_CODE",
                options={},
                created_at=now,
                updated_at=now,
            )
            tx.add(row)
        if video is not None:
            await self._add_video(video, user_id, session_id, sealed_key)
        if encrypted_texts:
            with self.database.transaction() as tx:
                tx.execute(update(File).where(File.session_id == session_id).values(encrypted_texts=encrypted_texts))
        return session_id

    def _key(self, sealed_key: str, user_id: str) -> DataKey:
        return DataKey.open(sealed_key, Secrets.of(self.settings), user_id)

    async def _add_video(self, video: Path | bytes, user_id: str, session_id: str, sealed_key: str) -> None:
        """Encrypted, as the API stores it."""
        await self.files.add(
            self._encrypted(video, user_id, sealed_key),
            kind="video",
            mime_type="video/webm",
            user_id=user_id,
            session_id=session_id,
            sealed_key=sealed_key,
        )

    def _encrypted(self, video: Path | bytes, user_id: str, sealed_key: str) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            source, encrypted = Path(folder, "video"), Path(folder, "encrypted")
            source.write_bytes(video if isinstance(video, bytes) else video.read_bytes())
            self._key(sealed_key, user_id).encrypt_file(source, encrypted)
            return encrypted.read_bytes()

    def session(self, session_id: str) -> dict[str, Any]:
        """All columns of a session, `processing` decoded."""
        with self.database.transaction() as tx:
            row = tx.execute(select(*Session.__table__.columns).where(Session.id == session_id)).mappings().one()
            return {**row, "processing": json.loads(row["processing"])}

    def frames(self, session_id: str) -> list[Any]:
        """The rows of a session's frames, in order."""
        with self.database.transaction() as tx:
            columns = Frame.__table__.columns
            return list(tx.execute(select(*columns).where(Frame.session_id == session_id).order_by(Frame.number)))

    def kinds(self, session_id: str) -> set[str]:
        """The kinds of a session's files."""
        with self.database.transaction() as tx:
            return set(tx.scalars(select(File.kind).where(File.session_id == session_id)))

    def encrypted_texts(self, session_id: str) -> list[str]:
        """The encrypted texts of the session's upload."""
        with self.database.transaction() as tx:
            found = tx.scalars(select(File.encrypted_texts).where(File.session_id == session_id))
            return [texts for texts in found if texts is not None]

    def change(self, session_id: str, **values: Any) -> None:
        """Change a session's row directly in the database."""
        with self.database.transaction() as tx:
            tx.execute(update(Session).where(Session.id == session_id).values(**values))

    @asynccontextmanager
    async def worker(
        self,
        inspect: Inspect | None = one_node,
        *,
        limits: Limits | None = None,
        asks: bool = False,
        warm: bool = False,
    ) -> AsyncIterator[DurableRunner]:
        """A worker in this process, stopped at the end; `limits` overrides those of its children.

        With `asks`, it asks the models that accounts have chosen. With `warm`, it keeps a child ready as in production,
        which most tests would never use.
        """
        secrets = Secrets.of(self.settings)
        askers = Askers(self.settings, self.database, secrets) if asks else None
        runner = DurableRunner(self.settings, self.database, self.files, secrets, inspect, askers)
        if not warm:
            runner.sandboxes = SandboxPool(limits or runner.sandboxes.limits, warm=False)
        await runner.start()
        try:
            yield runner
        finally:
            await runner.stop()

    def close(self) -> None:
        """Close all connections."""
        self.database.close()


async def ended(stage: Stage, *sessions: str) -> None:
    """Wait until none of the sessions is worked on any more."""
    await true(lambda: all(stage.session(session)["status"] != "processing" for session in sessions))


async def true(claim: Callable[[], bool]) -> None:
    """Wait until a condition is true."""
    while not claim():  # noqa: ASYNC110 - other processes make it true
        await asyncio.sleep(0.1)


async def enqueue(stage: Stage, *sessions: str) -> None:
    """Enqueue a session as an API without workers does."""
    async with stage.worker(inspect=None) as runner:
        for session_id in sessions:
            await runner.enqueue(session_id)


async def whole(stage: Stage, session_id: str) -> None:
    """The session is complete, and nothing is left over, missing or duplicated."""
    row = stage.session(session_id)
    assert (row["status"], row["last_error"]) == ("complete", None)
    assert [frame.number for frame in stage.frames(session_id)] == [1, 2, 3]
    kinds = stage.kinds(session_id)
    assert kinds - {"screenshot"} == {"frame", "thumbnail"}, kinds
    audit = await stage.files.audit()
    assert (audit.keys_without_row, audit.rows_without_file) == ((), ())


def ran(stage: Stage) -> Counter[str]:
    """How often each step began, in all workers of a stage."""
    log = stage.folder / "steps.log"
    return Counter(log.read_text().splitlines() if log.exists() else ())
