"""Rebuilds the states of a capture in order, and names the targets of the acts in each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from claude_scope.browser.rebuild import replayed
from claude_scope.browser.rebuild.named_targets import named_target
from claude_scope.browser.rebuild.rebuilt_tree import SeenPage, rebuilt_tree
from claude_scope.browser.rebuild.replay_page import open_replay_page
from claude_scope.browser.rebuild.replayed import Replayer
from claude_scope.errors import InspectionError
from claude_scope.plural import counted
from claude_scope.threads import in_thread
from claude_scope.values import CapturedState, Rebuilt

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.browser.rebuild.known_states import KnownStates
    from claude_scope.browser.rebuild.rebuilt_tree import RebuiltTree
    from claude_scope.browser.rebuild.replayed import Rendered
    from claude_scope.values import Act, Capture, Instant, Target

    Progress = Callable[[str, float, float | None], None]

MAX_REBUILD_S = 120.0
"""The time for all states together; states that are not rebuilt by then are left out."""


async def rebuild(
    capture: Capture, progress: Progress = lambda step, done, total: None, known: KnownStates | None = None
) -> Rebuilt:
    """Rebuild the states at the capture's instants, in time order, and name the targets of its acts.

    `known` are states that were rebuilt during the recording.

    Raises:
        BrowserMissing: there is no browser on this machine, or it does not start.
        InspectionError: no state could be rebuilt.
    """
    async with open_replay_page(capture.viewport) as page:
        return await rebuild_in(Replayer(page), capture, progress, known)


async def rebuild_in(
    replayer: Replayer, capture: Capture, progress: Progress, known: KnownStates | None = None
) -> Rebuilt:
    """Do the work of `rebuild` in an open page."""
    from playwright.async_api import Error

    building = _Building(capture)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + MAX_REBUILD_S
    for done, instant in enumerate(capture.instants):
        if loop.time() > deadline:
            building.problems.append(
                f"Only the first {done} states of the page were rebuilt; the others took too long."
            )
            break
        wanted = wanted_nodes(capture, done)
        try:
            found = known.find(capture, instant, wanted) if known else None
            await building.add(done, *(found or await replayer.state(capture, done, wanted)))
        except (Error, TimeoutError, InspectionError) as error:
            building.fail(instant, error)
            if replayer.page.is_closed():
                break
        progress("rebuild", done + 1, len(capture.instants))
    return await building.rebuilt()


class _Building:
    """Collects the states. A thread makes each tree while the browser shows the next state."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._acts = dict(enumerate(capture.acts))
        self._states: list[CapturedState] = []
        self._notes = _Notes()
        self._making: tuple[Instant, asyncio.Future[CapturedState]] | None = None
        self.problems: list[str] = []

    async def add(self, number: int, now: Rendered, seen: SeenPage | RebuiltTree) -> None:
        """Begin to make the state of this instant from the browser's data, once the previous state is finished."""
        instant = self._capture.instants[number]
        self._notes.add(instant.document, now)
        await self._finish()
        making = asyncio.ensure_future(in_thread(self._state, number, now, seen))
        making.add_done_callback(lambda ended: ended.cancelled() or ended.exception())  # not awaited after a failure
        self._making = instant, making

    def fail(self, instant: Instant, error: Exception) -> None:
        """Report that the state of this instant could not be rebuilt."""
        reason = str(error).splitlines()[0][:160] if str(error) else "it took too long"
        self.problems.append(f"The page at {instant.time_ms / 1000:.1f} s could not be rebuilt: {reason}")

    async def rebuilt(self) -> Rebuilt:
        """Finish and return all states; raises InspectionError if there is none."""
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

    def _state(self, number: int, now: Rendered, seen: SeenPage | RebuiltTree) -> CapturedState:
        """Make a state, and name the targets of the acts in it."""
        built = rebuilt_tree(seen) if isinstance(seen, SeenPage) else seen
        for at in _acts_after(self._capture, number):
            act = self._acts[at]
            to = named_target(act.to, built) if act.to else None
            self._acts[at] = replace(act, target=named_target(act.target, built), to=to)
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
            is_cut=built.is_cut or now.elements > replayed.MAX_ELEMENTS,
        )


def wanted_nodes(capture: Capture, number: int) -> list[int]:
    """The DOM ids of the targets of acts in the state of this instant."""
    targets = [target for at in _acts_after(capture, number) for target in _targets(capture.acts[at])]
    return sorted({target.node for target in targets} - {0})


def _targets(act: Act) -> list[Target]:
    return [act.target, act.to] if act.to else [act.target]


@dataclass(slots=True)
class _Notes:
    """Counts the elements and events that are left out of the states."""

    elements: int = 0
    broken: dict[str, int] = field(default_factory=dict)
    """The number of events that cannot be replayed, by document."""

    def add(self, document: str, seen: Rendered) -> None:
        self.elements = max(self.elements, seen.elements)
        self.broken[document] = seen.broken

    def sentences(self) -> tuple[str, ...]:
        most = replayed.MAX_ELEMENTS
        large = f"The page has {self.elements:,} elements; what comes after the first {most:,} was left out."
        broken = sum(self.broken.values())
        unusable = f"{counted(broken, 'event')} of the page's DOM could not be replayed and were left out."
        return ((large,) if self.elements > most else ()) + ((unusable,) if broken else ())


def _acts_after(capture: Capture, number: int) -> list[int]:
    """The indices of the acts after this instant and up to the next instant of its document; instants of other tabs may
    come in between.
    """
    now, *later = capture.instants[number:]
    untils = [instant.since_ms for instant in later if instant.document == now.document]
    until = {now.document: min(untils, default=float("inf")), "": later[0].since_ms if later else float("inf")}
    return [
        index
        for index, act in enumerate(capture.acts)
        if now.since_ms < act.time_ms <= until.get(act.target.document, 0.0)
    ]
