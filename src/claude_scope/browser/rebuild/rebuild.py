"""Rebuilds the states of a capture one after the other, and names what was acted on in each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from claude_scope.browser.rebuild.rebuilt_tree import rebuilt_tree, see_page
from claude_scope.browser.rebuild.replay_page import open_replay_page, script
from claude_scope.errors import InspectionError
from claude_scope.plural import counted
from claude_scope.threads import in_thread
from claude_scope.values import FIELD_ROLES, CapturedState, Rebuilt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from playwright.async_api import Page

    from claude_scope.browser.rebuild.rebuilt_tree import RebuiltTree, SeenPage
    from claude_scope.values import Act, Capture, Document, Instant, Node, Target

    Progress = Callable[[str, float, float | None], None]

MAX_REBUILD_S = 120.0
"""For all states together; what is not rebuilt by then is left out."""
_START_S = 60.0
"""For one document."""
MAX_ELEMENTS = 10_000
"""Of one state. The time of Playwright's snapshot grows faster than the number of elements."""
_MAX_DOCUMENT_BYTES = 150_000_000
"""Of events of one document: the browser holds them several times over."""
_TEXT_NAME_CHARS = 80
_ROWS = frozenset({"row", "listitem", "article", "treeitem", "option"})


async def rebuild(capture: Capture, progress: Progress = lambda step, done, total: None) -> Rebuilt:
    """The states at the capture's instants, in time order, and its acts with their targets named.

    Raises:
        BrowserMissing: there is no browser on this machine, or it does not start.
        InspectionError: no state could be rebuilt.
    """
    from playwright.async_api import Error

    building = _Building(capture)
    documents = {document.id: document for document in capture.documents}
    loop = asyncio.get_running_loop()
    deadline = loop.time() + MAX_REBUILD_S
    async with open_replay_page(capture.viewport) as page:
        shown = ""
        for done, instant in enumerate(capture.instants):
            if loop.time() > deadline:
                building.problems.append(
                    f"Only the first {done} states of the page were rebuilt; the others took too long."
                )
                break
            try:
                async with asyncio.timeout(_START_S):
                    if instant.document != shown:
                        await open_document(page, documents[instant.document], capture)
                        shown = instant.document
                    now = await seek(page, capture.offset_ms + instant.time_ms)
                    seen = await see_page(page, building.wanted(done))
                await building.add(done, now, seen)
            except (Error, TimeoutError, InspectionError) as error:
                shown = ""
                building.fail(instant, error)
                if page.is_closed():
                    break
            progress("rebuild", done + 1, len(capture.instants))
    return await building.rebuilt()


class _Building:
    """The states so far. Each tree is made in a thread while the browser shows the next state."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._acts = dict(enumerate(capture.acts))
        self._states: list[CapturedState] = []
        self._notes = _Notes()
        self._making: tuple[Instant, asyncio.Future[CapturedState]] | None = None
        self.problems: list[str] = []

    def wanted(self, number: int) -> list[int]:
        """The DOM ids of what was acted on in the state of this instant."""
        targets = [one for at in _acts_after(self._capture, number) for one in _targets(self._capture.acts[at])]
        return sorted({one.node for one in targets} - {0})

    async def add(self, number: int, now: Rendered, seen: SeenPage) -> None:
        """Begin to make the state of this instant from what the browser said, after the state before is made."""
        instant = self._capture.instants[number]
        self._notes.add(instant.document, now)
        await self._finish()
        making = asyncio.ensure_future(in_thread(self._state, number, now, seen))
        making.add_done_callback(lambda ended: ended.cancelled() or ended.exception())  # nobody waits after a failure
        self._making = instant, making

    def fail(self, instant: Instant, error: Exception) -> None:
        """A state could not be rebuilt."""
        reason = str(error).splitlines()[0][:160] if str(error) else "it took too long"
        self.problems.append(f"The page at {instant.time_ms / 1000:.1f} s could not be rebuilt: {reason}")

    async def rebuilt(self) -> Rebuilt:
        """All states; raises InspectionError if there is none."""
        await self._finish()
        if not self._states:
            raise InspectionError(
                self.problems[0] if self.problems else "The capture has no state that can be rebuilt."
            )
        named = tuple(self._acts[number] for number in sorted(self._acts))
        return Rebuilt(tuple(self._states), named, tuple(dict.fromkeys(self.problems))[:5], self._notes.sentences())

    async def _finish(self) -> None:
        if self._making is None:
            return
        (instant, making), self._making = self._making, None
        try:
            self._states.append(await making)
        except InspectionError as error:
            self.fail(instant, error)

    def _state(self, number: int, now: Rendered, seen: SeenPage) -> CapturedState:
        """Make a state, and name the targets of the acts that were done in it."""
        built = rebuilt_tree(seen)
        for at in _acts_after(self._capture, number):
            act = self._acts[at]
            to = _named(act.to, built) if act.to else None
            self._acts[at] = replace(act, target=_named(act.target, built), to=to)
        instant = self._capture.instants[number]
        return CapturedState(
            instant.since_ms,
            instant.time_ms,
            instant.document,
            built.tree,
            now.title[:300],
            (round(now.left), round(now.top)),
            (round(now.width), round(now.height)),
            built.blind,
            built.covered,
        )


def _targets(act: Act) -> list[Target]:
    return [act.target, act.to] if act.to else [act.target]


@dataclass(slots=True)
class _Notes:
    """What was left out of the states."""

    elements: int = 0
    broken: dict[str, int] = field(default_factory=dict)
    """The number of events by document."""

    def add(self, document: str, seen: Rendered) -> None:
        self.elements = max(self.elements, seen.elements)
        self.broken[document] = seen.broken

    def sentences(self) -> tuple[str, ...]:
        large = f"The page has {self.elements:,} elements; what comes after the first {MAX_ELEMENTS:,} was left out."
        broken = sum(self.broken.values())
        unusable = f"{counted(broken, 'event')} of the page's DOM could not be replayed and were left out."
        return ((large,) if self.elements > MAX_ELEMENTS else ()) + ((unusable,) if broken else ())


def _acts_after(capture: Capture, number: int) -> list[int]:
    """The indices of the acts that were done in the state of this instant: until the next one."""
    instants = capture.instants
    until = instants[number + 1].since_ms if number + 1 < len(instants) else float("inf")
    since = instants[number].since_ms
    here = instants[number].document
    return [
        index
        for index, act in enumerate(capture.acts)
        if since < act.time_ms <= until and act.target.document in (here, "")
    ]


async def open_document(page: Page, document: Document, capture: Capture) -> None:
    """Load the events of a document into the replayer; raises InspectionError if it cannot be rebuilt.

    They are sent as text: Playwright takes a second to write half a megabyte of objects.
    """
    events = await in_thread(_json, document.events)
    styles = await in_thread(_json, capture.styles) if capture.styles else "{}"
    if await page.evaluate(script("replay.js"), [events, styles, document.images]) is None:
        raise InspectionError("its DOM has no full snapshot.")


def _json(path: Path) -> str:
    if path.stat().st_size > _MAX_DOCUMENT_BYTES:
        raise InspectionError(f"its DOM events are larger than {_MAX_DOCUMENT_BYTES // 1_000_000} MB.")
    return path.read_text("utf-8")


class Rendered(NamedTuple):
    """A rebuilt document: title, scroll position and size in CSS pixels, number of elements, and of its events that
    the replayer could not use so far."""

    title: str
    left: float
    top: float
    width: float
    height: float
    elements: int
    broken: int


async def seek(page: Page, epoch_ms: float) -> Rendered:
    """Rebuild the open document as it was then."""
    title, *numbers = await page.evaluate(script("seek.js"), [epoch_ms, MAX_ELEMENTS])
    left, top, width, height, elements, broken = map(float, numbers)
    return Rendered(str(title), left, top, width, height, int(elements), int(broken))


def _named(target: Target, built: RebuiltTree) -> Target:
    """The target with role, name and locator of its node in the tree, or of the one around it."""
    dom = built.targets.get(target.node)
    if dom is None:
        return target
    nodes = _nodes_by_ref(built.tree)
    own = nodes.get(dom.around)
    if dom.role:
        name = dom.name or target.name
        return replace(target, tag=dom.tag, role=dom.role, name=name, locator=dom.locator)
    if own is None:
        name = target.name or dom.text[:_TEXT_NAME_CHARS]
        return replace(target, tag=dom.tag or target.tag, name=name, locator=dom.locator)
    is_own = dom.around == f"n{target.node}"
    text = "" if own.role in FIELD_ROLES else (own.text if is_own else "") or dom.text[:_TEXT_NAME_CHARS]
    name = own.name or text or target.name
    locator = own.locator if is_own and own.locator else dom.locator
    role = own.role if is_own else target.role or dom.tag
    within = _row_of(built.tree, own) if ".nth(" in locator else ""
    return replace(target, tag=dom.tag, role=role, name=name, locator=locator, within=within)


def _row_of(tree: Node, own: Node) -> str:
    """What tells the row of a node apart: its name, its heading, or its first text; "" outside of rows."""
    around = [node for node in tree.walk() if node.role in _ROWS and any(inner is own for inner in node.walk())]
    if not around:
        return ""
    row = around[-1]
    inside = [node for node in row.walk() if node is not row and node is not own]
    titles = [node for node in inside if node.role in ("heading", "rowheader")]
    texts = (node.name or node.text for node in titles or inside)
    return (row.name or next(filter(None, texts), ""))[:_TEXT_NAME_CHARS]


def _nodes_by_ref(tree: Node) -> Mapping[str, Node]:
    return {node.ref: node for node in tree.walk() if node.ref}
