"""Rebuilds the page at the driver's moments from the capture alone, and evaluates the targets of acts in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.async_api import Error

from benchmarks.captures.js_locator import located
from benchmarks.captures.live import DEPTH, lines
from claude_scope.browser import aria_snapshot
from claude_scope.browser.rebuild.rebuilt_tree import rebuilt_tree, see_page
from claude_scope.browser.rebuild.replay_page import open_replay_page
from claude_scope.browser.rebuild.replayed import open_document, seek
from claude_scope.values import Addresses, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.async_api import Page

    from benchmarks.captures.truth import DoneAct, Look
    from claude_scope.values import Act, Capture, Document

_RESOLVE = """(path) => {
  const mirror = replayer.getMirror();
  let at = replayer.iframe.contentDocument;
  for (const step of path) {
    if (!at) return -1;
    if (step === "shadow") at = at.shadowRoot;
    else if (step === "frame") at = at.contentDocument;
    else at = [...at.children].filter((child) => mirror.getId(child) > 0)[step];
  }
  return at ? mirror.getId(at) : -1;
}"""
_IS_RIGHT = """(element, id) => {
  const target = window.top.replayer.getMirror().getNode(id);
  const inside = Boolean(target?.contains(element));
  return element === target || (inside && element.textContent.trim() === target.textContent.trim());
}"""
_JUST_BEFORE_MS = 0.5


@dataclass(frozen=True)
class Seen:
    """The rebuilt page at a moment: its tree as lines and with DOM ids, or the reason why it could not be rebuilt."""

    lines: list[str]
    tree: Node
    document: str
    problem: str = ""


@dataclass(frozen=True)
class Checked:
    """The DOM ids of the driver's targets, and how many elements the act's locator matches.

    `is_right` is whether the first of them is the target, or an element inside it with all of its text: a locator by
    text finds the innermost one.
    """

    target: int
    to: int
    count: int
    is_right: bool
    problem: str = ""


class Replay:
    """A replay page that shows one document at a time."""

    def __init__(self, page: Page, capture: Capture) -> None:
        self._page, self._capture = page, capture
        self._shown = ""

    async def look(self, look: Look) -> Seen:
        """The page at the time of a snapshot."""
        document = _document_at(self._capture, look.at_ms - self._capture.offset_ms)
        try:
            await self._seek(document, look.at_ms)
            text = await self._page.aria_snapshot(mode="ai", boxes=True, depth=DEPTH)
            whole = aria_snapshot.parse(text)
            inside = next((node for node in whole.walk() if node.role == "iframe"), None)
            children = inside.children if inside else ()
            tree = children[0] if len(children) == 1 and children[0].role != aria_snapshot.TEXT else None
            shown = tree or Node(aria_snapshot.FRAGMENT, children=children)
            return Seen(lines(shown), rebuilt_tree(await see_page(self._page, [])).tree, document.id)
        except Error as error:
            self._shown = ""
            return Seen([], Node(aria_snapshot.FRAGMENT), document.id, str(error).splitlines()[0])

    async def check(self, act: Act, done: DoneAct) -> Checked:
        """The targets of an act in the page just before it."""
        documents = {document.id: document for document in self._capture.documents}
        document = documents.get(act.target.document)
        if document is None:
            return Checked(-1, -1, 0, False, f"its document {act.target.document!r} is unknown")
        try:
            to = -1
            if done.to_path:
                await self._seek(document, self._capture.offset_ms + act.until_ms - _JUST_BEFORE_MS)
                to = int(await self._page.evaluate(_RESOLVE, done.to_path))
            await self._seek(document, self._capture.offset_ms + act.time_ms - _JUST_BEFORE_MS)
            target = int(await self._page.evaluate(_RESOLVE, done.path))
            if not act.target.locator:
                return Checked(target, to, 0, False, "it has no locator")
            found = located(act.target.locator, self._page.locator("iframe").first.content_frame)
            count = await found.count()
            return Checked(target, to, count, bool(count and await found.first.evaluate(_IS_RIGHT, target)))
        except (Error, ValueError) as error:
            self._shown = ""
            return Checked(-1, -1, 0, False, str(error).splitlines()[0])

    async def _seek(self, document: Document, epoch_ms: float) -> None:
        if document.id != self._shown:
            await open_document(self._page, document, self._capture)
            self._shown = document.id
        await seek(self._page, epoch_ms, Addresses(self._capture).at(document.id, epoch_ms - self._capture.offset_ms))


def _document_at(capture: Capture, time_ms: float) -> Document:
    """The document that the first page showed at a time."""
    first = capture.documents[0].page
    own = [document for document in capture.documents if document.page == first]
    return next((state for state in reversed(own) if state.since_ms <= time_ms), own[0])


async def see(
    capture: Capture, looks: Sequence[Look], pairs: Sequence[tuple[DoneAct, Act]]
) -> tuple[list[Seen], list[Checked]]:
    """The rebuilt page at each moment, and the targets of each pair of a true act and a captured one."""
    async with open_replay_page(capture.viewport) as page:
        replay = Replay(page, capture)
        seen = [await replay.look(look) for look in looks]
        return seen, [await replay.check(act, done) for done, act in pairs]
