"""States that a page only comes through: they are told with the state they led to, and have no moment of their own.

Until a page shows what an act led to it may show progress, come to its end in steps, or open tooltips that the pointer
passes; and clocks tick. A state that is undone again, like a toast, is none of these: it is a moment, however short.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.timeline.captured.events import happened
from claude_scope.timeline.captured.identity import Identities
from claude_scope.timeline.captured.pixel_states import EARLY_MS
from claude_scope.timeline.captured.restless import Turn, is_count, is_number, running, turning
from claude_scope.timeline.captured.tree_diff import tree_diff
from claude_scope.timeline.captured.visible_elements import NODE_PREFIX, elements_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from claude_scope.timeline.captured.events import Happened
    from claude_scope.timeline.captured.visible_elements import Seen
    from claude_scope.values import Act, Capture, CapturedState

SETTLE_MS = 500.0
"""What changes so soon after an act, or after another change, and undoes nothing, belongs to it."""
REPAINT_MS = 1_000.0
"""So long after another a state in which no text, name, state or place changed is the end of an animation."""
COUNT_MS = 1_500.0
"""Figures that count up are at their end by then."""
PROGRESS_MS, LOADING_MS = 1_000.0, 3_500.0
"""How long a text of progress, and a bar or a busy place, is no state; people look at what stays longer."""
MIN_LOADED = 8
"""Fewer elements that come by themselves are a message, not the rest of a page."""
REST_MS = 300.0
"""A pointer that was still for longer rested."""
ON_ITS_WAY_MS = 1_000.0
"""Nobody looks at what the pointer opened and closed in this time, or closed so long before a press."""
_HOVER, _DISABLED = "hover", "disabled"
_PRESSES = frozenset({"click", "dblclick", "contextmenu", "drag", "check", "uncheck"})


@dataclass(frozen=True, slots=True)
class Delta:
    """The elements that came, went, and changed (before and after) from one state to the next, by their ids."""

    added: Mapping[str, Seen]
    removed: Mapping[str, Seen]
    changed: Mapping[str, tuple[Seen, Seen]]

    def without(self, ids: Collection[str]) -> Delta:
        """The delta without some elements."""
        added, removed = (
            {name: one for name, one in some.items() if name not in ids} for some in (self.added, self.removed)
        )
        return Delta(added, removed, {name: pair for name, pair in self.changed.items() if name not in ids})

    @property
    def ids(self) -> frozenset[str]:
        """All elements that differ."""
        return frozenset((*self.added, *self.removed, *self.changed))

    @property
    def made(self) -> frozenset[str]:
        """The elements that the later state has alone, or has otherwise."""
        return frozenset((*self.added, *self.changed))

    @property
    def is_count(self) -> bool:
        """Whether nothing but numbers changed."""
        is_only = bool(self.changed) and not self.added and not self.removed
        return is_only and all(is_count(_text(old), _text(new)) for old, new in self.changed.values())

    def undoes(self, other: Delta) -> bool:
        """Whether it takes back or changes again anything of `other`, the delta before it."""
        again = {_look(one) for one in self.added.values()}
        return bool(other.made & self.ids) or any(_look(one) in again for one in other.removed.values())


@dataclass(frozen=True, slots=True)
class Kept:
    """A state that is told, its elements, and when it began.

    What was done and said since `since_ms` is told in it; that is earlier where the pointer passed something before.
    `progress` are the texts with which the page said meanwhile that it was at work. `is_back` is whether the page
    showed something in passing, and then the same as before.
    """

    state: CapturedState
    elements: Sequence[Seen]
    since_ms: float
    progress: tuple[str, ...] = ()
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class Passed:
    """A state that may be passed, what was done since `since_ms`, and its `delta` to the last state that is told.

    `began_ms` is when it began itself, `last_ms` when anything changed last. `is_silent` is
    whether nothing was asked for or said, `is_restless` whether something changed that changes all the time, `is_same`
    whether nothing else did, and `is_moving` whether the pointer moved as it began. `controls` counts what can be used,
    and `is_document` is whether a document began with it.
    """

    since_ms: float
    acts: Sequence[Act]
    delta: Delta
    began_ms: float
    last_ms: float
    is_silent: bool
    is_restless: bool
    is_same: bool
    is_moving: bool
    controls: int
    is_document: bool

    @property
    def acted_ms(self) -> float:
        """When the acts were over, or when the state began."""
        return max([self.since_ms, *(act.until_ms for act in self.acts)])

    @property
    def is_pointed(self) -> bool:
        """Whether nobody did anything but point at things."""
        return all(act.kind == _HOVER for act in self.acts)


class Walk:
    """Walks through the states of a capture."""

    def __init__(self, capture: Capture, states: Sequence[CapturedState], acts: Sequence[Act]) -> None:
        self._capture, self._states, self._acts = capture, states, acts
        self._moved_ms = [time_ms for time_ms, _, _ in capture.pointer]
        self._elements = [elements_of(state.tree) for state in states]
        identities = Identities()
        self._ids = [identities.first(self._elements[0])] if states else []
        for at in range(1, len(states)):
            same = states[at - 1].document == states[at].document
            self._ids.append(
                identities.following(self._elements[at - 1], self._ids[-1], self._elements[at], same_document=same)
            )
        self._restless: frozenset[str] = frozenset()
        turns = [turn for at in range(1, len(states)) for turn in self._turns(at)]
        self._restless = running(turns) | turning(turns)
        self._last_ms: list[float] = []
        for at, state in enumerate(states):
            is_change = at == 0 or bool(self._delta(at - 1, at).without(self._restless).ids)
            self._last_ms.append(state.since_ms if is_change else self._last_ms[-1])

    def kept_states(self) -> list[Kept]:
        """The states without those that the page only came through, in time order; the last one is always kept."""
        kept: list[Kept] = []
        told, since_ms, began_ms = -1, None, None
        progress: tuple[str, ...] = ()
        for at, state in enumerate(self._states):
            now = self.passed(at, state.since_ms if since_ms is None else since_ms, told)
            if at + 1 < len(self._states) and self._states[at + 1].document == state.document:
                following = self.passed(at + 1, self._states[at + 1].since_ms, at)
                is_by_pointer = passed_by_pointer(now, following)
                if is_by_pointer or is_passed(now, following):
                    since_ms = now.since_ms
                    began_ms = None if is_by_pointer else now.began_ms if began_ms is None else began_ms
                    progress += progress_texts(now, following)
                    continue
            is_back = since_ms is not None and now.is_same
            shown = replace(state, since_ms=state.since_ms if began_ms is None else began_ms)
            kept.append(Kept(shown, self._elements[at], now.since_ms, progress, is_back))
            told, since_ms, began_ms, progress = at, None, None, ()
        return kept

    def changes_ms(self) -> list[float]:
        """When the states began in which anything changed but what changes all the time."""
        return self._last_ms

    def passed(self, at: int, since_ms: float, told: int) -> Passed:
        """What was done in a state from `since_ms` on, and how it differs from the state `told`, -1 for none."""
        did = self._happened(at, since_ms)
        whole = self._delta(told, at)
        delta = whole.without(self._restless)
        is_silent = not (did.log or did.requests or did.events)
        began_ms, last_ms = self._states[at].since_ms, self._last_ms[at]
        is_restless, is_same = delta.ids != whole.ids, not delta.ids and self._is_same(told, at)
        is_moving = bisect(self._moved_ms, last_ms + EARLY_MS) > bisect(self._moved_ms, last_ms - REST_MS)
        controls = sum(one.is_control and _DISABLED not in one.states for one in self._elements[at])
        is_document = told < 0 or self._states[told].document != self._states[at].document
        return Passed(
            since_ms,
            did.acts,
            delta,
            began_ms,
            last_ms,
            is_silent,
            is_restless,
            is_same,
            is_moving,
            controls,
            is_document,
        )

    def _is_same(self, old: int, new: int) -> bool:
        """Whether nothing differs but what changes all the time, not even a place."""
        if old < 0 or self._states[old].document != self._states[new].document:
            return False
        changes = tree_diff(self._elements[old], self._ids[old], self._elements[new], self._ids[new], 1.0)
        return all(change.element.id in self._restless for change in changes)

    def _happened(self, at: int, since_ms: float) -> Happened:
        until_ms = self._states[at + 1].since_ms if at + 1 < len(self._states) else float("inf")
        return happened(self._capture, self._acts, since_ms, until_ms, is_first=False)

    def _delta(self, old: int, new: int) -> Delta:
        """The difference of two states; a document that begins has everything new."""
        is_new = old < 0 or self._states[old].document != self._states[new].document
        before = {} if is_new else dict(zip(self._ids[old], self._elements[old], strict=True))
        now = dict(zip(self._ids[new], self._elements[new], strict=True))
        both = ((name, before[name], one) for name, one in now.items() if name in before)
        return Delta(
            {name: one for name, one in now.items() if name not in before},
            {name: one for name, one in before.items() if name not in now},
            {name: (was, one) for name, was, one in both if _look(was) != _look(one)},
        )

    def _turns(self, at: int) -> list[Turn]:
        """The texts that changed in a state."""
        since_ms = self._states[at].since_ms
        delta, did = self._delta(at - 1, at), bool(self._happened(at, since_ms).acts)
        changed = [(name, _text(was), _text(one)) for name, (was, one) in delta.changed.items()]
        new = [(name, "", _text(one)) for name, one in delta.added.items() if is_number(_text(one))]
        return [Turn(name, since_ms, was, text, did) for name, was, text in (*changed, *new) if was != text]


def is_passed(now: Passed, following: Passed) -> bool:
    """Whether the page was still on its way: it changed on from `now`, soon, by itself, and took nothing back.

    So is the pointer that comes to rest on what answers it.
    """
    if following.acts:
        return _is_rest(now, following)
    if following.is_same and following.is_silent:
        return following.is_restless or following.began_ms - max(now.acted_ms, now.began_ms) <= REPAINT_MS
    if progress_texts(now, following) or _is_waiting(now, following) or _is_loaded(now, following):
        return True
    if now.acts and following.delta.is_count and following.delta.ids <= now.delta.made:
        return following.began_ms - now.acted_ms <= COUNT_MS
    is_soon = following.began_ms - now.acted_ms <= SETTLE_MS
    return now.is_silent and is_soon and bool(following.delta.ids) and not following.delta.undoes(now.delta)


def _is_rest(now: Passed, following: Passed) -> bool:
    """Whether the pointer comes to rest on what answered it on the way there."""
    is_only_rest = following.is_pointed and following.is_same and following.is_silent
    is_on_its_way = now.is_moving and now.is_pointed
    return is_only_rest and is_on_its_way and following.began_ms - now.last_ms <= SETTLE_MS


def _is_waiting(now: Passed, following: Passed) -> bool:
    """Whether an act left nothing to be used, or its control disabled, until the page answered."""
    if not now.acts or following.began_ms - now.acted_ms > LOADING_MS:
        return False
    if not now.controls and following.controls:
        return True
    used = {f"{NODE_PREFIX}{act.target.node}" for act in now.acts}
    return any(
        one.ref in used and _DISABLED in one.states and _DISABLED not in later.states
        for one, later in following.delta.changed.values()
    )


def _is_loaded(now: Passed, following: Passed) -> bool:
    """Whether most of a page that began with `now` came later, and nothing of it went or changed."""
    if not now.is_document or following.began_ms - now.began_ms > LOADING_MS:
        return False
    is_more = not following.delta.removed and not following.delta.changed
    return is_more and len(following.delta.added) >= max(MIN_LOADED, len(now.delta.added))


def passed_by_pointer(now: Passed, following: Passed) -> bool:
    """Whether what the pointer opened on its way was closed again soon, or what it had opened closed before a press."""
    if not (now.is_moving and now.is_pointed and now.is_silent) or following.began_ms - now.last_ms > ON_ITS_WAY_MS:
        return False
    if following.acts and following.acts[0].kind in _PRESSES:
        return not now.delta.made and bool(now.delta.removed)
    is_gone = bool(now.delta.made) and now.delta.made <= following.delta.ids
    return is_gone and following.is_pointed and following.is_moving


def progress_texts(now: Passed, following: Passed) -> tuple[str, ...]:
    """How a page said that it was at work on an act, if that is over in the state that follows."""
    if not now.acts or following.acts:
        return ()
    made = {**now.delta.added} | {name: one for name, (_, one) in now.delta.changed.items()}
    working = {name: one for name, one in made.items() if _is_progress(one)}
    most_ms = LOADING_MS if any(map(_is_loading, working.values())) else PROGRESS_MS
    if following.began_ms - now.acted_ms > most_ms or not working.keys() <= following.delta.ids:
        return ()
    if any(_is_progress(one) for _, one in following.delta.changed.values()):
        return ()
    return tuple(dict.fromkeys(one.name for one in working.values() if one.name))


def _is_progress(one: Seen) -> bool:
    return one.name.endswith(("…", "...")) or _is_loading(one)


def _is_loading(one: Seen) -> bool:
    return one.role == "progressbar" or "busy" in one.states


def _text(one: Seen) -> str:
    return one.value or one.name


def _look(one: Seen) -> tuple[str, str, str, tuple[str, ...]]:
    """What an element shows; every click moves the focus."""
    return one.role, one.name, one.value, tuple(state for state in one.states if state != "focused")
