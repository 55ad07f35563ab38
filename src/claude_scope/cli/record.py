"""The work of `record`: records the user's acts in a browser as a capture, and analyzes the capture."""

from __future__ import annotations

import asyncio
import re
import shlex
import socket
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from claude_scope.browser.record.options import RecordOptions, part_of
from claude_scope.browser.storage_state import check_storage_state
from claude_scope.browser.urls import display_url, is_web_address
from claude_scope.cli.ahead.work_ahead import WorkAhead
from claude_scope.cli.interrupt import run
from claude_scope.cli.recording import record_until_stopped
from claude_scope.cli.results.staging import check_writable
from claude_scope.errors import BadInput, Interrupted, UsageError, WorkFailed
from claude_scope.plural import counted
from claude_scope.prompt.default_title import default_title
from claude_scope.values import Agent, PromptOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.browser.attach.attachment import ChosenTab
    from claude_scope.browser.record.recorder import Recorded
    from claude_scope.cli.analyze import Order
    from claude_scope.cli.attach.window import Window
    from claude_scope.cli.results.write_results import Written

_WITHOUT_SCHEME = re.compile(
    r"(?P<host>localhost|[\w-]+(\.[\w-]+)+|[\w-]+(?=:\d)|\[[\da-f:.]+\])(?P<port>:\d+)?([/?#]\S*)?", re.I
)
_LOCAL = re.compile(r"localhost|[\w-]+|[\d.]+|\[.*\]|.*\.(localhost|local|test|internal)", re.I)


@dataclass(frozen=True, slots=True)
class RecordOrder:
    """The options of `record`.

    `attach` is a browser's name or address, "any", or None for a new browser. `tab` is a text in the title or address
    of the tab to record; without it, the user chooses the tab in the terminal, or with `in_window` in a window. With
    `attach`, `url` is "" until the tab is chosen.
    """

    url: str
    title: str
    notes: str
    agents: tuple[Agent, ...]
    out: Path | None
    stop_after_s: float | None
    profile: Path | None
    storage_state: Path | None
    headless: bool
    cdp_port: int | None
    analyze: bool
    bodies: bool
    viewport: tuple[int, int] | None
    attach: str | None = None
    tab: str | None = None
    in_window: bool = False


def record_and_analyze(order: RecordOrder, announce: Callable[[Path], None]) -> None:
    """Record, then analyze; announce the prompts' paths when they exist, or the capture's without an analysis.

    Raises:
        UsageError: the URL is not http or https, the folder cannot be written to, a file already exists, or nothing
            would end the recording.
        BadInput: no page was ever loaded, so there is nothing to analyze; or the user's browser cannot be attached to.
        WorkFailed: the end of the recording is incomplete; raised after the recorded part was analyzed.
    """
    if order.attach is None:
        order = replace(order, url=with_scheme(order.url))
        _check_address(order.url)
    elif order.out is not None:
        _capture_file(order)  # before the browser asks
    connected = AsyncExitStack()
    with asyncio.Runner() as runner:
        chosen, control, ahead = None, None, None
        try:
            if order.attach is not None:
                from claude_scope.cli.attach.connect import choose_source

                choosing = choose_source(order.attach, order.tab, order.title, connected, in_window=order.in_window)
                chosen, control = run(choosing, runner)
                order = replace(order, url=chosen.tab.url)
            options = _options(order)
            ahead = WorkAhead(part_of(options.capture)) if order.analyze else None
            recorded = run(_record_then_analyze(order, options, ahead, announce, chosen, control, connected), runner)
        finally:
            runner.run(connected.aclose())
            if ahead is not None:
                runner.run(ahead.close())
    if recorded.missing:
        raise WorkFailed(_incomplete(recorded))


async def _record_then_analyze(
    order: RecordOrder,
    options: RecordOptions,
    ahead: WorkAhead | None,
    announce: Callable[[Path], None],
    chosen: ChosenTab | None,
    control: Window | None,
    connected: AsyncExitStack,
) -> Recorded:
    recorded = await record_until_stopped(options, ahead, chosen, control)
    await connected.aclose()
    for line in _summary(recorded, is_analyzed=ahead is not None):
        print(line, file=sys.stderr)
    if ahead is None:
        announce(recorded.capture)
        if order.attach is None:  # an open tab has a page, even if the recording ends before it says so
            _check_loaded(order, recorded)
    else:
        if recorded.missing:
            print(f"note: {_incomplete(recorded)}", file=sys.stderr)  # the analysis may fail because of it
        await _analyze_unless_stopped(order, recorded, ahead, announce)
    return recorded


def _incomplete(recorded: Recorded) -> str:
    return (
        f"The recording is incomplete: {' and '.join(recorded.missing)} could not be written in time; "
        "everything else is there. Record again while the machine is less busy."
    )


async def _analyze_unless_stopped(
    order: RecordOrder, recorded: Recorded, ahead: WorkAhead, announce: Callable[[Path], None]
) -> None:
    _check_loaded(order, recorded)
    from claude_scope.cli.analyze import analyze_recording

    def announce_all(written: Written) -> None:
        for path in written.paths:
            announce(path)

    try:
        await analyze_recording(_analysis(order, recorded.capture), announce_all, ahead)
    except asyncio.CancelledError:
        again = shlex.join(["claude-scope", "analyze", str(recorded.capture), *_options_of_analyze(order)])
        raise Interrupted(f"interrupted before the prompt was written; the recording is kept: {again}") from None


def _check_loaded(order: RecordOrder, recorded: Recorded) -> None:
    """Raise BadInput if no page was loaded."""
    if recorded.has_loaded:
        return
    if order.attach is not None:
        raise BadInput("The tab showed no page while it was recorded, so there is nothing to analyze.")
    raise BadInput(
        f"{display_url(order.url)} was never loaded, so there is nothing to analyze; "
        "start the application, check the address, answer the dialogs that it opens at once, and record again."
    )


def _options_of_analyze(order: RecordOrder) -> list[str]:
    """The given options that `analyze` has too; it treats only words on its command line as the user's own."""
    agent = order.agents[0].slug if len(order.agents) == 1 else "all"
    is_default = order.agents == (Agent.CLAUDE_CODE,)
    given = {
        "--title": order.title,
        "--notes": order.notes,
        "--agent": "" if is_default else agent,
        "--out": str(order.out or ""),
    }
    return [f"{option}={text}" for option, text in given.items() if text]


def _check_address(url: str) -> None:
    if not is_web_address(url) or any(letter.isspace() for letter in url):
        raise UsageError(f"{display_url(url)!r} is not the address of a page; start it with http:// or https://.")


def with_scheme(url: str) -> str:
    """An address without a scheme as a browser opens it: with https, or http if it is local or has a port."""
    found = _WITHOUT_SCHEME.fullmatch(url)
    if found is None or Path(url).exists():
        return url
    is_local = found["port"] is not None or _LOCAL.fullmatch(found["host"])
    return f"{'http' if is_local else 'https'}://{url}"


def _options(order: RecordOrder) -> RecordOptions:
    check_storage_state(order.storage_state)
    if order.cdp_port is not None and not _is_free(order.cdp_port):
        raise UsageError(f"--cdp-port {order.cdp_port} is in use; give another one.")
    return RecordOptions(
        url=order.url,
        capture=_capture_file(order),
        title=order.title,
        notes=order.notes,
        viewport=order.viewport,
        headless=order.headless,
        cdp_port=order.cdp_port,
        profile=order.profile,
        storage_state=order.storage_state,
        stop_after_s=order.stop_after_s,
        bodies=order.bodies,
    )


def _capture_file(order: RecordOrder) -> Path:
    """The file of the recording; raises UsageError if it already exists or cannot be written."""
    out = order.out or Path("claude-scope-out") / _name(order.url)
    check_writable(out)
    capture = out / f"{_name_of_folder(out) or _name(order.url)}.scope"
    for file in (capture, part_of(capture)):
        if file.exists() or file.is_symlink():
            raise UsageError(f"{file} is there already, from an earlier recording; name another folder with --out.")
    return capture


def _is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False


def _name(url: str) -> str:
    """A name for a recording: the host and the time, `localhost-3000-20261128-101112`."""
    host = re.sub(r"[^A-Za-z0-9.]+", "-", urlsplit(url).netloc.rpartition("@")[2])
    return f"{host or 'tab'}-{time.strftime('%Y%m%d-%H%M%S')}"


def _name_of_folder(out: Path) -> str:
    return re.sub(r"[^\w.-]+", "-", out.resolve().name).strip("-.")


def _summary(recorded: Recorded, *, is_analyzed: bool) -> list[str]:
    """The lines at the end of the recording; an analysis counts the secrets itself, as it may find more."""
    masked = f"{counted(recorded.masked, 'secret was', 'secrets were')} masked. "
    return [
        f"Recorded {recorded.seconds:.1f} s with {counted(recorded.acts, 'act')} in {recorded.capture}.",
        f"{'' if is_analyzed else masked}The video shows what the screen showed, so look at it before you hand the "
        "file on, or hand on the copy that `claude-scope capture mask` makes.",
    ]


def _analysis(order: RecordOrder, capture: Path) -> Order:
    """The options of the analysis."""
    from claude_scope.cli.analyze import Order

    return Order(
        recording=capture,
        urls=(),  # the capture has the address, with its secrets masked
        title=order.title or default_title(order.url),
        notes=order.notes,
        agents=order.agents,
        out=capture.parent,
        options=PromptOptions(),
        is_own=True,
    )
