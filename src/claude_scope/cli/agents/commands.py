"""The commands for coding agents: `mcp`, `pull`, `install` and `uninstall`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claude_scope.cli.attach.find import ANY, check_browser
from claude_scope.cli.command_syntax import Command, with_value
from claude_scope.errors import UsageError
from claude_scope.extras import MCP

if TYPE_CHECKING:
    from claude_scope.mcp.sources.session import Source

Server = Annotated[
    str,
    typer.Option(
        metavar="URL", help="A service on another machine; CLAUDE_SCOPE_TOKEN holds its token.", show_default=False
    ),
]


DataDir = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="The data folder of the service on this machine.",
        show_default="~/.local/share/claude-scope",
    ),
]


def install(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (mcp, pull, install_agent, uninstall_agent):
        kind = McpCommand if command is mcp else Command
        app.command(command.__name__.removesuffix("_agent"), cls=kind)(command)


class McpCommand(Command):
    """`mcp`, whose option `--allow-attach` may be given without a value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; a bare `--allow-attach` means the only browser that allows it."""
        return super().parse_args(ctx, with_value(args, "--allow-attach", ANY))


def mcp(
    server: Server = "",
    folder: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder with the results.", show_default="claude-scope-out"),
    ] = None,
    data_dir: DataDir = None,
    allow_attach: Annotated[
        str | None,
        typer.Option(
            metavar="[BROWSER]",
            help="Let agents ask for a tab of your own browser, which you choose in a window: chrome, edge, chromium, "
            "or an address of its remote debugging.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Serve sessions to coding agents over stdio (MCP)."""
    if not MCP.is_installed():
        raise UsageError(f"`mcp` needs a package that is not installed; type: {MCP.install}.")
    if allow_attach is not None:
        check_browser(allow_attach, "--allow-attach")
    from claude_scope.mcp.sources.folder import RESULTS
    from claude_scope.mcp.stdio import serve

    serve(folder or Path(RESULTS), _sources(server, data_dir), attach=allow_attach)


def pull(
    session: Annotated[
        str, typer.Argument(metavar="SESSION", help="The id of a session: sess_A1B2C3D4.", show_default=False)
    ],
    server: Server = "",
    agent: Annotated[
        str, typer.Option(metavar="AGENT", help="The agent to write the prompt for: claude-code, codex, cursor or raw.")
    ] = "claude-code",
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder for the files.", show_default="claude-scope-out/SESSION"),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Download a session and print the path of its prompt."""
    import asyncio

    from claude_scope.cli.agents.pull import PullOrder
    from claude_scope.cli.agents.pull import pull as run
    from claude_scope.cli.environment import load_settings
    from claude_scope.mcp.sources.folder import RESULTS
    from claude_scope.remote.client import SESSION_ID
    from claude_scope.settings import ServiceSettings
    from claude_scope.values import Agent

    wanted = next((item for item in Agent if item.slug == agent), None)
    if wanted is None:
        raise UsageError(f"--agent {agent!r} is not an agent; give one of {', '.join(item.slug for item in Agent)}.")
    if not SESSION_ID.fullmatch(session):
        raise UsageError(f"{session[:80]!r} is not the id of a session; ids look like sess_A1B2C3D4.")
    settings = load_settings(ServiceSettings, data_dir=data_dir)
    order = PullOrder(session, server, wanted, out or Path(RESULTS) / session, settings)
    print(asyncio.run(run(order)))


AgentId = Annotated[
    str, typer.Argument(metavar="AGENT", help="claude-code, codex, cursor, vscode or gemini.", show_default=False)
]
InProject = Annotated[bool, typer.Option("--project", help="Only for the project in this folder.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]


def install_agent(
    agent: AgentId,
    project: InProject = False,
    dry_run: DryRun = False,
    http: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="Use a service instead of this machine; CLAUDE_SCOPE_TOKEN holds its token.",
            show_default=False,
        ),
    ] = "",
) -> None:
    """Connect AGENT: install the MCP server and a skill."""
    from claude_scope.cli.agents.installing import install_into

    for sentence in install_into(agent, in_project=project, dry_run=dry_run, url=http):
        print(sentence)


def uninstall_agent(agent: AgentId, project: InProject = False, dry_run: DryRun = False) -> None:
    """Undo `install`: restore the files of AGENT as they were."""
    from claude_scope.cli.agents.installing import uninstall_from

    for sentence in uninstall_from(agent, in_project=project, dry_run=dry_run):
        print(sentence)


def _sources(server: str, data_dir: Path | None) -> list[Source]:
    """The service on this machine, and the one that `--server` names; raises UsageError."""
    from claude_scope.cli.environment import load_settings
    from claude_scope.mcp.stdio import LateService
    from claude_scope.settings import ServiceSettings

    sources: list[Source] = [LateService(load_settings(ServiceSettings, data_dir=data_dir))]
    if server:
        from claude_scope.mcp.sources.remote import RemoteSource
        from claude_scope.remote.client import remote_service

        sources.append(RemoteSource(remote_service(server, os.environ)))
    return sources
