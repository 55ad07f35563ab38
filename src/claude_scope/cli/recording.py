"""Records until the user presses Enter or Ctrl-C or stops it in a window, until a signal arrives, or the tab ends."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from claude_scope.browser.urls import display_url
from claude_scope.cli.attach.keys import is_in_foreground

if TYPE_CHECKING:
    from claude_scope.browser.attach.attachment import ChosenTab
    from claude_scope.browser.record.options import RecordOptions
    from claude_scope.browser.record.recorder import Recorded
    from claude_scope.cli.ahead.work_ahead import WorkAhead
    from claude_scope.cli.attach.window import Window

_STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


async def record_until_stopped(
    options: RecordOptions, ahead: WorkAhead | None, chosen: ChosenTab | None = None, control: Window | None = None
) -> Recorded:
    """Record a new tab, or the chosen one of the user's browser; with `ahead` the analysis begins meanwhile.

    The user stops it in the window `control`, if given.

    Raises what `browser.record.recorder.record` raises.
    """
    from claude_scope.browser.record.recorder import record

    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    before: dict[int, Any] = {number: signal.getsignal(number) for number in _STOPS}
    for number in _STOPS:
        if before[number] != signal.SIG_IGN:
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    if hasattr(signal, "SIGTTIN"):  # it would stop the whole process, which then handles no other signal
        before[signal.SIGTTIN] = signal.signal(signal.SIGTTIN, signal.SIG_IGN)

    def running() -> None:
        if ahead is not None:
            ahead.start()
        what = display_url(options.url) if chosen is None else _named(chosen)
        how = "to stop, click Stop in the window" if control else _how_to_stop(options, chosen)
        print(f"Recording {what}; {how}.", file=sys.stderr, flush=True)
        if is_in_foreground():
            threading.Thread(target=_stop_on_enter, args=(loop, stop), daemon=True).start()

    window = AsyncExitStack()
    stopping = asyncio.ensure_future(_stop_in(control, chosen, stop))
    try:
        return await record(
            options, stop, lambda sentence: print(f"note: {sentence}", file=sys.stderr), running, window, chosen
        )
    finally:
        stopping.cancel()
        if ahead is None:
            await window.aclose()
        else:
            ahead.close_meanwhile(window)
        for number, handler in before.items():
            signal.signal(number, handler)


async def _stop_in(control: Window | None, chosen: ChosenTab | None, stop: asyncio.Event) -> None:
    if control is not None and chosen is not None:
        from claude_scope.cli.attach.ask_in_window import stop_in_window

        await stop_in_window(control, chosen, stop)


def _named(chosen: ChosenTab) -> str:
    """The words that say which tab is recorded, and that no other is."""
    name = chosen.version.partition(" ")[0]
    return f'the {name} tab "{chosen.tab.label}" ({display_url(chosen.tab.url)}) and the windows it opens, no other tab'


def _how_to_stop(options: RecordOptions, chosen: ChosenTab | None = None) -> str:
    ways = [] if options.headless else ["close the window" if chosen is None else "close the tab"]
    ways += ["press Enter"] if is_in_foreground() else []
    # A shell without job control starts background commands with SIGINT ignored.
    is_ignored = signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    ways.append(f"run `kill {os.getpid()}`" if is_ignored else "press Ctrl-C")
    until = f", or wait {options.stop_after_s:g} s" if options.stop_after_s else ""
    return f"to stop, {', '.join(ways)}{until}"


def _stop_on_enter(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    try:
        sys.stdin.readline()
    except OSError:
        return  # this process is now in the background
    if not loop.is_closed():
        loop.call_soon_threadsafe(stop.set)
