"""Builds, starts and closes everything that the service needs, in one place."""

from __future__ import annotations

import logging
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from claude_scope.api.auth.access_tokens import Tokens
from claude_scope.api.auth.signing_keys import KeyRing
from claude_scope.browser.find_browser import is_root
from claude_scope.errors import UsageError
from claude_scope.store.assets.files import Files
from claude_scope.store.assets.open_assets import open_assets
from claude_scope.store.backup.archive import DATABASE
from claude_scope.store.database import Database
from claude_scope.store.encryption.secret_keys import Secrets
from claude_scope.store.migrations.migrate import check_schema, migrate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from claude_scope.api.service import Service
    from claude_scope.pipeline import Inspect
    from claude_scope.settings import ServiceSettings
    from claude_scope.store.assets.assets import AssetStore

log = logging.getLogger(__name__)


@asynccontextmanager
async def open_service(settings: ServiceSettings, *, worker: bool) -> AsyncIterator[Service]:
    """Start the service. With `worker`, this process also processes sessions.

    Raises:
        UsageError: a worker runs as root without `allow_root`, settings conflict, others can read the signing keys,
            or another worker uses the data folder.
        StoreUnavailable: the database or S3 does not answer, or the schema of the database is not the current one.
    """
    from claude_scope.api.service import Service  # FastAPI and the engine take 1 s to import,
    from claude_scope.jobs.durable_runner import DurableRunner  # and commands like `token` do not need them
    from claude_scope.jobs.hosted_models import Askers

    inspect = build_inspect(settings) if worker else None
    async with AsyncExitStack() as opened:
        database = opened.enter_context(open_database(settings))
        assets = build_assets(settings)
        await assets.ping()
        tokens, secrets = build_tokens(settings), Secrets.of(settings)
        files = Files(database, assets)
        jobs = DurableRunner(settings, database, files, secrets, inspect, Askers(settings, database, secrets))
        await jobs.start()
        opened.push_async_callback(jobs.stop)
        if worker and is_root():
            log.warning("inspects pages as root, without the browser's sandbox")
        yield Service(settings, database, files, assets, jobs, tokens, secrets)


def prepare_data_dir(settings: ServiceSettings) -> None:
    """Create the data folder with mode 0700; raises UsageError if it cannot be created."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError, FileNotFoundError) as error:
        raise UsageError(
            f"{settings.data_dir} cannot be the data folder ({error.strerror}); name a folder with --data-dir."
        ) from error


def build_database(settings: ServiceSettings) -> Database:
    """The database at `database_url` or, if that is empty, the SQLite file in the data folder."""
    return Database(settings.database_url or f"sqlite:///{settings.data_dir / DATABASE}")


@contextmanager
def open_database(settings: ServiceSettings) -> Iterator[Database]:
    """Open the database, for commands that need nothing else. SQLite is migrated; on a server the schema is checked."""
    prepare_data_dir(settings)
    database = build_database(settings)
    try:
        (migrate if database.is_sqlite else check_schema)(database)
        yield database
    finally:
        database.close()


@contextmanager
def existing_database(settings: ServiceSettings) -> Iterator[Database]:
    """Open the database of an existing service; raises UsageError instead of creating a new one."""
    if not settings.database_url and not (settings.data_dir / DATABASE).exists():
        raise UsageError(
            f"There is no service in {settings.data_dir}; name its folder with --data-dir, "
            "or start one there with `claude-scope serve`."
        )
    with open_database(settings) as database:
        yield database


def build_assets(settings: ServiceSettings) -> AssetStore:
    """The store for files: the S3 bucket of the settings or, without one, a folder in the data folder."""
    return open_assets(settings)


def build_tokens(settings: ServiceSettings) -> Tokens:
    """Access tokens that are signed with the keys in the data folder."""
    return Tokens(KeyRing(settings.data_dir / "keys"), lifetime_s=settings.token_hours * 3600)


def build_inspect(settings: ServiceSettings) -> Inspect:
    """The function that inspects pages in a browser, with the network policy of the settings.

    Raises:
        UsageError: the process runs as root, so the browser has no sandbox, and the settings do not allow that.
    """
    from claude_scope.browser.inspect import inspect
    from claude_scope.browser.load_errors import SERVICE

    if is_root() and not settings.allow_root:
        raise UsageError(
            "Root's browser inspects pages without its sandbox; run as an ordinary user, "
            "or set CLAUDE_SCOPE_ALLOW_ROOT=true to accept that."
        )
    return partial(
        inspect,
        allow_private=settings.allow_private_addresses,
        allowed_hosts=settings.allowed_private_hosts,
        timeout_s=settings.page_timeout_s,
        advice=SERVICE,
    )
