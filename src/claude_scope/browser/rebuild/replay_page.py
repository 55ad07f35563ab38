"""Opens an empty page with rrweb's replayer in it. The page has no network access, and no script of a capture runs.

Four barriers ensure this, each of which would be sufficient alone: the replayer's iframe is sandboxed without
`allow-scripts`, the page's policy forbids every source, the guard proxy refuses every address, and everything that
runs, loads or navigates is removed from the events.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from claude_scope.browser.chromium import launch_chromium
from claude_scope.browser.egress.guard_proxy import Guard, Policy
from claude_scope.browser.scripts import FRAME, HIDDEN
from claude_scope.threads import finish_cleanup

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page, Route

NOTHING = Policy(max_bytes=-1)
"""No bytes are allowed, so that every connection is refused before a name is resolved."""
_FOLDER = Path(__file__).parent
_SHARED = ("dom.js", "field_names.js", "states.js", "replayer.js")
"""The scripts that the other scripts use."""
RRWEB = _FOLDER.parent / "rrweb"
"""The vendored recorder and replayer of the DOM."""
_PLAYWRIGHT = _FOLDER.parent / "playwright"
"""The vendored script with which Playwright takes ARIA snapshots in pages, among other things."""
_CLOSE_S = 5.0
_ADDRESS = "http://rebuild.invalid/"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-src 'self'"
_HTML = (
    '<!doctype html><meta charset="utf-8"><style>body{margin:0}iframe{border:0}'
    ".replayer-mouse,.replayer-mouse-tail{display:none}</style><body>"
)


def script(name: str) -> str:
    """The text of a script in this folder."""
    return (_FOLDER / name).read_text("utf-8")


_FRAMES = f"""
globalThis.placeOf = {FRAME};
globalThis.hiddenIn = (view, most) => {{
  const {{ document, innerWidth, innerHeight, scrollX, scrollY, Document, Element, Node }} = view;
  const getComputedStyle = (...given) => view.getComputedStyle(...given);
  return ({HIDDEN})(most, false);
}}"""
"""Functions that measure frames from outside, so that one call suffices for all frames, instead of four for each."""


def _injected() -> str:
    """A script that defines `injected`, the object with which `page.aria_snapshot()` takes its snapshots.

    Playwright's driver transfers a snapshot as thousands of small objects, which takes as long as taking the snapshot.
    """
    return f"""
globalThis.injected = (() => {{
  // By their tags: elements of a rebuilt page are no instances of the classes of this window.
  const tagged = (tag) => ({{ [Symbol.hasInstance]: (element) => element.localName === tag }});
  const [HTMLFormElement, HTMLInputElement, HTMLTextAreaElement] = ["form", "input", "textarea"].map(tagged);
  const module = {{}};
  {(_PLAYWRIGHT / "injected.js").read_text("utf-8")}
  return new (module.exports.InjectedScript())(globalThis, {{ customEngines: [] }});
}})()"""


@asynccontextmanager
async def open_replay_page(viewport: tuple[int, int]) -> AsyncIterator[Page]:
    """Open a page of this size in CSS pixels that can run `replay.js`.

    Raises:
        BrowserMissing: there is no browser on this machine, or it does not start.
        InspectionError: the guard proxy cannot listen.
    """
    width, height = viewport
    async with (
        Guard(NOTHING) as guard,
        launch_chromium(guard.url) as browser,
    ):
        context = await browser.new_context(
            viewport={"width": width, "height": height}, accept_downloads=False, service_workers="block"
        )
        try:
            page = await context.new_page()
            await page.route("**/*", _answer)
            await page.goto(_ADDRESS)
            replayer = (RRWEB / "replay.js").read_text("utf-8")
            await page.evaluate(f"{replayer}\n;globalThis.rrwebReplay = rrwebReplay; undefined")
            for text in (*map(script, _SHARED), _FRAMES, _injected()):
                await page.evaluate(f"{text}; undefined")
            yield page
        finally:
            await finish_cleanup(context.close(), _CLOSE_S)


async def _answer(route: Route) -> None:
    """Answer the request for the empty page, and abort every other one before it leaves the browser."""
    if route.request.url == _ADDRESS and route.request.is_navigation_request():
        await route.fulfill(content_type="text/html", body=_HTML, headers={"Content-Security-Policy": _POLICY})
    else:
        await route.abort()
