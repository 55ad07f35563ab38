"""The commands of the service: `serve`, `worker`, `migrate`, `token` and `invite`."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claude_scope.cli.command_syntax import Command
from claude_scope.errors import BadInput, UsageError

if TYPE_CHECKING:
    from claude_scope.settings import ServiceSettings

DataDir = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="The data folder.", show_default="~/.local/share/claude-scope"),
]
DatabaseUrl = Annotated[
    str | None, typer.Option(metavar="URL", help="Use PostgreSQL instead of a file: postgresql://...")
]
Assets = Annotated[str | None, typer.Option(metavar="URI", help="Use S3 instead of a folder: s3://BUCKET/PREFIX.")]


def install(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (serve, worker, migrate, token, invite):
        app.command(cls=Command)(command)


def serve(
    host: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The address to listen on.", show_default="127.0.0.1")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(metavar="PORT", min=0, max=65535, show_default="8765", help="The port; 0 picks a free one."),
    ] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    assets: Assets = None,
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Leave processing to `claude-scope worker`.")] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
) -> None:
    """Serve the web app and the REST API, and process sessions. CLAUDE_SCOPE_... variables set the same options."""
    _exit_on_signal()
    settings = service_settings(
        host=host,
        port=port,
        data_dir=data_dir,
        database_url=database_url,
        assets=assets,
        worker=False if no_worker else None,
        open=False if no_open else None,
    )
    import asyncio

    from claude_scope.server.serve import serve as run

    asyncio.run(run(settings))


def worker(data_dir: DataDir = None, database_url: DatabaseUrl = None, assets: Assets = None) -> None:
    """Process sessions of a service whose API runs elsewhere. CLAUDE_SCOPE_... variables set the same options."""
    from claude_scope.settings import WorkerSettings

    _exit_on_signal()
    settings = service_settings(WorkerSettings, data_dir=data_dir, database_url=database_url, assets=assets)
    import asyncio

    from claude_scope.server.serve import work

    asyncio.run(work(settings))


def migrate(data_dir: DataDir = None, database_url: DatabaseUrl = None) -> None:
    """Migrate the database to the schema of this version. Running it twice at once is safe."""
    settings = service_settings(data_dir=data_dir, database_url=database_url)
    from claude_scope.server.wiring import build_database, prepare_data_dir
    from claude_scope.store.migrations.migrate import migrate as run

    with closing(build_database(settings)) as database:
        if database.is_sqlite:
            prepare_data_dir(settings)
        run(database)


def token(
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    email: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The account. By default, the account of this machine.")
    ] = None,
    hours: Annotated[
        float | None,
        typer.Option(
            metavar="HOURS", min=0.01, max=8784, help="Hours until it expires; at most a year.", show_default="168"
        ),
    ] = None,
) -> None:
    """Print an access token for scripts. Send it as `Authorization: Bearer TOKEN`."""
    settings = service_settings(data_dir=data_dir, database_url=database_url, token_hours=hours)
    from claude_scope.api.auth.sign_in_links import token_for_scripts
    from claude_scope.server.wiring import build_tokens, existing_database

    with existing_database(settings) as database:
        print(token_for_scripts(database, build_tokens(settings), email=email))


def invite(
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    email: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Accept only this e-mail address.")] = None,
) -> None:
    """Print an invitation code that lets one person sign up."""
    settings = service_settings(data_dir=data_dir, database_url=database_url)
    from claude_scope.api.auth.sign_in_links import invite as new
    from claude_scope.server.wiring import existing_database

    with existing_database(settings) as database:
        try:
            print(new(database, email=email))
        except BadInput as error:
            raise UsageError(f"--email {email!r} is not an e-mail address.") from error


def service_settings(kind: type[ServiceSettings] | None = None, **given: Any) -> ServiceSettings:
    """Load the settings of a service command: values that are `given` and not None, then the environment.

    Raises UsageError, also for a variable that is not a setting.
    """
    from claude_scope.cli.environment import load_settings, refuse_unknown
    from claude_scope.settings import ServiceSettings

    os.umask(0o077)  # files of the service are private, wherever the data folder is
    refuse_unknown()
    return load_settings(kind or ServiceSettings, **given)


def _exit_on_signal() -> None:
    """Let SIGTERM and Ctrl-C end the process at once until the service is up; sessions are resumed later.

    Python would raise an exception, which may be lost, for example in a callback of the garbage collector.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))
