"""The commands of captures: `record`, `capture show` and `capture mask`."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from claude_scope.cli.attach.find import ANY
from claude_scope.cli.command_syntax import Command, with_value
from claude_scope.errors import UsageError
from claude_scope.values import Agent

_SIZE = re.compile(r"(\d{2,4})x(\d{2,4})")
_AGENTS = (*(agent.slug for agent in Agent), "all")


def install(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(cls=RecordCommand)(record)
    captures = typer.Typer(help="Look into a capture, or mask it before you share it.", no_args_is_help=True)
    for command in (show, mask):
        captures.command(cls=Command)(command)
    app.add_typer(captures, name="capture")


class RecordCommand(Command):
    """`record`, whose option `--attach` may be given without a value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; a bare `--attach` means the only browser that allows it."""
        return super().parse_args(ctx, with_value(args, "--attach", ANY))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The usage line after the name of the command."""
        return ["(URL | --attach)", *super().collect_usage_pieces(ctx)]


def record(
    url: Annotated[
        str | None, typer.Argument(metavar="URL", help="The page to open and record.", show_default=False)
    ] = None,
    attach: Annotated[
        str | None,
        typer.Option(
            metavar="[BROWSER]",
            help="Record a tab of your own browser instead: chrome, edge, chromium, or an address of its remote "
            "debugging such as localhost:9222. You choose the tab.",
            show_default=False,
        ),
    ] = None,
    tab: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="With --attach: the tab with this text in its title or address."),
    ] = None,
    choose_in_window: Annotated[
        bool,
        typer.Option(
            "--choose-in-window",
            help="With --attach: choose the tab and stop in a window instead of the terminal, as agents ask for it.",
        ),
    ] = False,
    title: Annotated[str, typer.Option(metavar="TEXT", help="The title of the prompt.")] = "",
    notes: Annotated[str, typer.Option(metavar="TEXT", help="What you show and what you expected.")] = "",
    agent: Annotated[
        str, typer.Option(metavar="AGENT", help="The agent: claude-code, codex, cursor, raw or all.")
    ] = "claude-code",
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder for the results.", show_default="claude-scope-out/NAME"),
    ] = None,
    stop_after: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=0.1, help="Stop after this time.", show_default=False)
    ] = None,
    profile: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Keep the browser profile in this folder, so you sign in once.", show_default=False
        ),
    ] = None,
    storage_state: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Cookies and storage of a signed-in user, saved by Playwright."),
    ] = None,
    headless: Annotated[
        bool, typer.Option("--headless", help="Run without a window; a script acts through --cdp-port.")
    ] = False,
    cdp_port: Annotated[
        int | None,
        typer.Option(
            metavar="PORT",
            min=1,
            max=65535,
            help="Let programs on this machine control the page over the DevTools protocol.",
        ),
    ] = None,
    no_analyze: Annotated[
        bool, typer.Option("--no-analyze", help="Only record, and print the path of the capture.")
    ] = False,
    bodies: Annotated[
        bool, typer.Option("--bodies", help="Record request and response bodies: JSON and text, up to 64 KB each.")
    ] = False,
    viewport: Annotated[
        str | None,
        typer.Option(metavar="WxH", help="The size of the page.", show_default="the window's; headless 1280x720"),
    ] = None,
) -> None:
    """Record what you do at URL in a browser and write a prompt. Close the window to stop.

    With --attach, a tab that you have open in your own browser is recorded, with your sign-ins and data.
    """
    from claude_scope.cli.record import RecordOrder, record_and_analyze

    own = {"--headless": headless, "--profile": profile, "--storage-state": storage_state}
    _check_window(attach, tab, choose_in_window=choose_in_window)
    _check_source(url, attach, tab, {**own, "--viewport": viewport, "--cdp-port": cdp_port})
    agents = tuple(item for item in Agent if agent in ("all", item.slug))
    if not agents:
        raise UsageError(f"--agent {agent!r} is not an agent; give one of {', '.join(_AGENTS)}.")
    if cdp_port is not None and profile is not None:
        raise UsageError(
            "--cdp-port with --profile would open a signed-in browser to every program of this machine; "
            "give one of them, or --storage-state instead of --profile."
        )
    if storage_state is not None and profile is not None:
        raise UsageError("--profile and --storage-state both say who is signed in; give one of them.")
    order = RecordOrder(
        url=(url or "").strip(),
        title=title,
        notes=notes,
        agents=agents,
        out=out,
        stop_after_s=stop_after,
        profile=profile,
        storage_state=storage_state,
        headless=headless,
        cdp_port=cdp_port,
        analyze=not no_analyze,
        bodies=bodies,
        viewport=_size(viewport),
        attach=attach,
        tab=tab,
        in_window=choose_in_window,
    )
    record_and_analyze(order, partial(print, flush=True))


CaptureFile = Annotated[
    Path,
    typer.Argument(
        readable=False,
        metavar="FILE",
        help="The capture: NAME.scope, or the folder NAME.scope.part of a recording that was killed.",
        show_default=False,
    ),
]


def show(capture: CaptureFile) -> None:
    """List the contents of a capture.

    Shows files, masked values, actions, typed text, addresses, requests, console lines and errors.
    """
    from claude_scope.browser.record.contents import list_contents

    for line in list_contents(capture):
        print(line)


def mask(
    capture: CaptureFile,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the copy to this file.", show_default="NAME-masked.scope"),
    ] = None,
    no_video: Annotated[bool, typer.Option("--no-video", help="Leave the video out of the copy.")] = False,
) -> None:
    """Copy a capture and cover the masked values in its video.

    The video of a capture shows secrets as they were on the screen. Prints the path of the copy, which `analyze`
    accepts.
    """
    from claude_scope.browser.record.masked_copy import copy_masked

    name = capture.name.removesuffix(".part").removesuffix(".scope")
    copy = out or capture.with_name(f"{name}-{'without-video' if no_video else 'masked'}.scope")
    if copy.exists() or copy.is_symlink():
        raise UsageError(f"{copy} is there already; name another file with --out.")
    copy_masked(capture, copy, with_video=not no_video)
    print(copy)


def _check_source(url: str | None, attach: str | None, tab: str | None, of_our_browser: dict[str, object]) -> None:
    """Raise `UsageError` unless exactly one source is given: a page to open, or a tab to attach to."""
    if attach is None and tab is not None:
        raise UsageError("--tab names a tab of your own browser; give --attach too.")
    if attach is None and url is None:
        raise UsageError("URL is missing; type: claude-scope record URL, or --attach to record a tab that is open.")
    if attach is not None and url is not None:
        raise UsageError(
            f"--attach records a tab that is open already, so it takes no URL; leave {url!r} out, "
            "or choose the tab with --tab."
        )
    given = [option for option, value in of_our_browser.items() if value]
    if attach is not None and given:
        raise UsageError(
            f"{given[0]} is for a browser that Claude Scope starts; with --attach the tab stays as it is, "
            "so leave it out."
        )


def _check_window(attach: str | None, tab: str | None, *, choose_in_window: bool) -> None:
    """Raise `UsageError` if there is nothing to choose in a window."""
    if choose_in_window and attach is None:
        raise UsageError("--choose-in-window is for a tab of your own browser; give --attach too.")
    if choose_in_window and tab is not None:
        raise UsageError("--tab and --choose-in-window both choose the tab; give one of them.")


def _size(text: str | None) -> tuple[int, int] | None:
    """The size that `--viewport` names; raises UsageError."""
    if text is None:
        return None
    match = _SIZE.fullmatch(text.strip().lower())
    if match is None or not all(100 <= int(side) <= 4096 for side in match.groups()):
        raise UsageError(f"--viewport {text!r} is not a size; write it as 1280x720, each side from 100 to 4096.")
    return int(match[1]), int(match[2])
