"""Records until the user, the time limit, the last page, the browser or the disk ends the recording."""

from __future__ import annotations

import asyncio
import re
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claude_scope.browser.attach.attachment import Attachment, ChosenTab
from claude_scope.browser.devtools.errors import DevToolsError
from claude_scope.browser.record.browser_events.console import Console
from claude_scope.browser.record.browser_events.dialogs import Dialogs
from claude_scope.browser.record.browser_events.navigations import Navigations
from claude_scope.browser.record.browser_events.network import Network
from claude_scope.browser.record.browser_events.silence import SilenceWatch
from claude_scope.browser.record.capture_folder import NOTES_PLACES, CaptureFolder
from claude_scope.browser.record.lanes import lanes
from claude_scope.browser.record.masking import LineMasker
from claude_scope.browser.record.script import build_script
from claude_scope.browser.record.tabs.attaching import Attaching
from claude_scope.browser.record.tabs.tabs import Tabs, now_ms
from claude_scope.browser.record.video.video_writer import VideoWriter
from claude_scope.browser.record.window import HEADLESS_VIEWPORT, open_window
from claude_scope.browser.urls import display_url
from claude_scope.errors import BadInput, Interrupted
from claude_scope.threads import finish_cleanup, in_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from pathlib import Path

    from claude_scope.browser.record.options import RecordOptions
    from claude_scope.browser.record.tabs.tab import Tab
    from claude_scope.browser.record.window import Window

_FINISH_TIMEOUT_S = 300.0
"""The time limit for finishing a recording."""
_PART_TIMEOUT_S = 30.0
"""The time limit for a part of it that waits for the browser, so that it does not block the other parts."""
_PREPARE_TIMEOUT_S = 1.0
"""The time limit for a tab that was opened just before the end."""
VIDEO_TIMEOUT_S = 60.0
"""The time limit for encoding the last pictures."""
_NET_ERROR = re.compile(r"net::ERR_\w+")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A finished recording: its file, its length, and its contents."""

    capture: Path
    seconds: float
    acts: int
    masked: int
    """How many different secrets were masked."""
    has_loaded: bool = True
    """Whether any page was recorded."""
    missing: tuple[str, ...] = ()
    """Parts that could not be finished, such as "the last 12.3 s of the video"."""


async def record(
    options: RecordOptions,
    stop: asyncio.Event,
    told: Callable[[str], None],
    running: Callable[[], None],
    window: AsyncExitStack | None = None,
    chosen: ChosenTab | None = None,
) -> Recorded:
    """Record `options.url` until `stop` is set, the last page is closed, or the time limit is reached.

    `chosen` is a tab of the user's own browser, which is recorded instead of a new one, and left open.

    `told` gets sentences for the user; `running` is called when the page is open and all parts of the recording have
    begun. If `window` is given, the caller closes the browser with it.

    Raises:
        BrowserMissing: there is no browser on this machine, or it does not start.
        Interrupted: `stop` was set before the browser had started.
        BadInput: the chosen tab was closed before its recording began.
        DiskFailed: the disk is full or fails; the folder of the recording stays.
    """
    masker = LineMasker()
    preparing = asyncio.ensure_future(in_thread(masker.text, ""))  # loading word lists takes a third of a second
    async with AsyncExitStack() as own:
        stack = own if window is None else window
        source: Window | ChosenTab
        if chosen is None:
            source = await _unless_stopped(stack.enter_async_context(open_window(options)), stop)
        else:
            source = chosen
        await preparing
        started = now_ms()
        recording = _Recording(options, source, masker, told)
        try:
            await recording.run(stop, running)
        finally:
            await finish_cleanup(recording.finish(), _FINISH_TIMEOUT_S)
            if recording.is_void:
                recording.folder.discard()
    if recording.failure is not None:
        raise recording.failure
    await in_thread(recording.folder.pack)
    return Recorded(
        options.capture,
        (recording.ended - started) / 1000,
        recording.tabs.acts,
        masker.secrets.total,
        recording.tabs.has_loaded,
        tuple(recording.missing) if recording.is_finished else (*recording.missing, "its end"),
    )


async def _unless_stopped(opening: Coroutine[Any, Any, Window], stop: asyncio.Event) -> Window:
    """The opened window. Raises `Interrupted` if `stop` is set while the browser starts."""
    starting, stopping = asyncio.ensure_future(opening), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not starting.done():
            raise Interrupted("interrupted; nothing was written.")
        return starting.result()
    finally:
        stopping.cancel()
        if not starting.done():
            starting.cancel()
            await asyncio.wait({starting})


def _manifest(options: RecordOptions, source: Window | ChosenTab) -> dict[str, Any]:
    return {
        "browser": source.version,
        "url": options.url,
        "title": options.title,
        "notes": options.notes,
        "videoStart": None,
        "started": now_ms(),
        "ended": None,
        "viewport": list(options.viewport or HEADLESS_VIEWPORT),
        "devicePixelRatio": 1,
        "videoMasked": False,
        NOTES_PLACES: True,
        "bodies": options.bodies,
        **lanes(bodies=options.bodies, is_attached=isinstance(source, ChosenTab)),
    }


class _Recording:
    """The parts of one recording. `failure` is what ended it too early, `ended` is the time of its end."""

    def __init__(
        self, options: RecordOptions, source: Window | ChosenTab, masker: LineMasker, told: Callable[[str], None]
    ) -> None:
        self._options = options
        self._told = told
        self._connection = source.connection
        self._loop = asyncio.get_running_loop()
        self._failed = asyncio.Event()
        self._video_error: Exception | None = None
        self.ended = now_ms()
        self.ended_by = "failure"
        """What ended it: "stop", "time limit", "tab", "browser" or "failure"."""
        self.missing: list[str] = []
        self.is_finished = False
        self.is_void = False
        """Whether the recording never began."""
        script = build_script(heartbeat=isinstance(source, ChosenTab))
        self.folder = CaptureFolder(options.capture, masker, _manifest(options, source), self._failed.set)
        self.video = VideoWriter(self.folder.video, self._video_started, self._video_failed)
        self.tabs = Tabs(self.folder, masker, script)
        self._dialogs = Dialogs(self.tabs, told)
        self._silence = SilenceWatch(self.tabs, self.folder, told)
        self.tabs.on_event = self._silence.on_event
        self._network = Network(self.tabs, self.folder, bodies=options.bodies)
        viewport = None if isinstance(source, ChosenTab) else source.viewport
        self._attaching = Attaching(source.connection, script, self.tabs, self.video.add, viewport)
        self._attaching.listeners += [
            Navigations(self.tabs, self._silence),
            Console(self.tabs),
            self._dialogs,
            self._network,
        ]
        self._attachment: Attachment | None = None
        if isinstance(source, ChosenTab):
            self._attachment = Attachment(source, self._attaching, self.tabs, self.folder, script, told)

    @property
    def failure(self) -> Exception | None:
        """Why the capture cannot be packed."""
        return self.folder.failure or self._video_error

    async def run(self, stop: asyncio.Event, running: Callable[[], None]) -> None:
        """Open the page, and wait for the end."""
        self._dialogs.listen_to_downloads(self._connection)
        opening = asyncio.ensure_future(self._open(running))
        opening.add_done_callback(lambda task: None if task.cancelled() or not task.exception() else self._failed.set())
        try:
            ends = [stop, self.tabs.all_closed, self._connection.closed, self._failed]
            await _first_of(ends, self._options.stop_after_s)
            self.ended_by = self._first_end(stop)
        finally:
            opening.cancel()  # a server that does not answer must not prevent stopping
            await asyncio.wait({opening})
        if not opening.cancelled():
            self.is_void = isinstance(opening.exception(), BadInput)
            opening.result()

    def _first_end(self, stop: asyncio.Event) -> str:
        """What ended the recording. A window that is closed closes its tabs first; a browser that crashes does not."""
        ends = {"failure": self._failed, "stop": stop, "tab": self.tabs.all_closed, "browser": self._connection.closed}
        return next((name for name, event in ends.items() if event.is_set()), "time limit")

    async def _open(self, running: Callable[[], None]) -> None:
        with suppress(DevToolsError):  # the window was closed
            await (self._navigate() if self._attachment is None else self._attachment.enter())
        running()

    async def _navigate(self) -> None:
        await self._attaching.follow_all()
        tab = await self._attaching.first_tab()
        answer = await tab.session.send("Page.navigate", {"url": self._options.url})
        if error := answer.get("errorText"):  # a page that does not load is part of the recording
            self._told(why_not_loaded(self._options, error))

    async def finish(self) -> None:
        """Take the last events, and finish all files; `missing` names what cannot be finished."""
        hanging: list[Tab] = []
        if not (self._connection.closed.is_set() or self._failed.is_set() or self.tabs.all_closed.is_set()):
            with self._part("the last acts"):
                async with asyncio.timeout(_PART_TIMEOUT_S):
                    await self._attaching.prepared(_PREPARE_TIMEOUT_S)  # the user may stop at once
                    hanging = await self.tabs.settle()
                self._dialogs.write_hanging([tab for tab in hanging if not self._network.is_loading(tab)])
        self.ended = now_ms()
        with self._part("the time of its end"):
            self.folder.write_manifest(ended=self.ended, endedBy=self.ended_by)
        with self._part("which pages were not recorded"):
            self._silence.finish(hanging)
        with self._part("dialogs that nobody answered"):
            self._dialogs.finish()
        with self._part("the last requests"):
            async with asyncio.timeout(_PART_TIMEOUT_S):
                await self._network.finish()
        if self._attachment is not None:
            with self._part("leaving the tab"):
                await self._attachment.leave()
        with self._part("the last events"):
            self.tabs.finish()
        with self._part("the end of the video"):
            self._note_video(await in_thread(self.video.finish, self.ended, VIDEO_TIMEOUT_S))
        with self._part("the last lines"):
            self.folder.write_manifest()  # with all masked secrets
            self.folder.close()
        self.is_finished = True

    @contextmanager
    def _part(self, what: str) -> Iterator[None]:
        """A part of the end: if it fails, the others are still finished."""
        try:
            yield
        except Exception:  # the browser may be gone, and the machine may be too busy for the time limit
            self.missing.append(what)

    def _note_video(self, ended: float | None) -> None:
        if ended is not None:
            self.folder.write_manifest(videoEnded=ended)
            self.missing.append(f"the last {(self.ended - ended) / 1000:.1f} s of the video")

    def _video_started(self, t: float) -> None:
        self._loop.call_soon_threadsafe(lambda: self.folder.write_manifest(videoStart=t))

    def _video_failed(self, error: Exception) -> None:
        """Called in the video's thread."""
        if isinstance(error, OSError):
            self._loop.call_soon_threadsafe(self.folder.fail, error)
        else:
            self._video_error = error
            self._loop.call_soon_threadsafe(self._failed.set)


def why_not_loaded(options: RecordOptions, message: str) -> str:
    """The message about an address that does not load, with what to do: without a window nobody can reload the page."""
    found = _NET_ERROR.search(message)
    reason = found[0] if found else ""
    advice = {
        "net::ERR_CONNECTION_REFUSED": "nothing listens there. Start your application",
        "net::ERR_NAME_NOT_RESOLVED": "there is no such host. Check the address",
        "net::ERR_UNSAFE_PORT": "browsers refuse this port. Serve your application on another one",
        "net::ERR_TOO_MANY_REDIRECTS": "it redirects in a loop. Check its redirects, such as that of its sign-in",
    }.get(reason, "check that your application runs")
    then = "record again" if options.headless else "reload the page"
    return f"{display_url(options.url)} does not load{f' ({reason})' if reason else ''}: {advice}, then {then}."


async def _first_of(events: list[asyncio.Event], timeout_s: float | None) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
