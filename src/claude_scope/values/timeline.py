"""The states of a recording: elements, changes, what happened, and where it went wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from claude_scope.values.base import Box, Source
from claude_scope.values.capture import Act, LogLine, NetworkRequest, PageEvent
from claude_scope.values.claims import Claim
from claude_scope.values.page import Node
from claude_scope.values.page_facts import PageFact
from claude_scope.values.reading import ElementType, Line, Observation, Reading
from claude_scope.values.recording import Keyframe

if TYPE_CHECKING:
    from collections.abc import Sequence


SURE_TYPES: frozenset[ElementType] = frozenset({"dialog"})
"""Types that are right in at least 70 % of the cases when they come from pixels, on applications that others wrote.

The next best type is input, with 43 %. `python -m benchmarks.claims.element_types` measures these shares.
"""


@dataclass(frozen=True, slots=True)
class UiElement:
    """An element of a keyframe after both lanes were matched.

    `id` is stable over the keyframes of one recording. `type` is the type of the matched node; without a node, it is
    the type that the pixels suggest. Masking uses `type`, but reports have `told_type`. `role` is the ARIA role of the
    matched node; without a node, it is "text" or "dialog". `name` is the accessible name of the matched node, `label`
    the visible text.
    """

    id: str
    type: ElementType
    role: str
    label: str
    box: Box
    confidence: float
    state: tuple[str, ...] = ()
    value: str = ""
    name: str = ""
    locator: str = ""
    source: Source = Source.PIXELS

    @property
    def told_type(self) -> ElementType:
        """The type that reports show: "text" if the type comes only from pixels, which often get such a type wrong."""
        return "text" if self.source.has_no_node and self.type not in SURE_TYPES else self.type


FIELD_ROLES = frozenset({"textbox", "searchbox", "spinbutton", "combobox"})
"""Roles of text fields. If only pixels are known, such fields are often mistaken for other elements."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from the previous state; for a changed element, `what` says which of its properties changed."""

    kind: Literal["added", "changed", "removed"]
    element: UiElement
    what: Literal["", "text", "state", "value"] = ""
    before: str = ""
    after: str = ""


class EventKind(StrEnum):
    """What led to a state, judging by the screen."""

    INITIAL = "initial"
    NAVIGATION = "navigation"
    INTERACTION = "interaction"
    STATE_CHANGE = "state-change"
    ERROR = "error"
    TRANSIENT = "transient"


@dataclass(frozen=True, slots=True)
class Moment:
    """A keyframe with everything known about it: reading, matched elements, differences and events.

    `evidence` are the reasons for `kind`, in words. `inferred` are the observations of a capture: a failed request, a
    dead click.

    With a capture, `url` is the page's URL, and `acts`, `log`, `requests` and `events` are those from the beginning of
    this state until the next one. Places of acts are in frame pixels of the previous state. `blind` has the OCR texts
    of canvases, images and unrecorded frames, where the page has no text of its own; a line with an empty text stands
    for a place that was not read. `facts` are the facts about the page, the most important first, with element ids as
    nodes.
    """

    keyframe: Keyframe
    reading: Reading
    elements: tuple[UiElement, ...]
    tree: Node
    changes: tuple[Change, ...]
    kind: EventKind
    summary: str
    evidence: tuple[str, ...] = ()
    inferred: tuple[Observation, ...] = ()
    url: str = ""
    acts: tuple[Act, ...] = ()
    log: tuple[LogLine, ...] = ()
    requests: tuple[NetworkRequest, ...] = ()
    events: tuple[PageEvent, ...] = ()
    blind: tuple[Line, ...] = ()
    facts: tuple[PageFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Suspect:
    """A moment at which the bug may have appeared, by its index, and the reason to suspect it."""

    moment: int
    because: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The states of a recording in time order, and where the screen and the page's tree disagree.

    `wrong` is the index of the moment at which the bug appeared, if it was found, and `wrong_because` is the reason;
    `also_wrong` are other candidates, the most likely first.
    `only_on_screen` and `only_in_tree` have one line per entry; `not_compared` names pages that match no state.
    `unnamed` lists visible controls without an accessible name, one line per role and page. `claims` are the claims
    about a recording without a capture, by state.
    """

    moments: tuple[Moment, ...]
    wrong: int | None = None
    wrong_because: str = ""
    only_on_screen: tuple[str, ...] = ()
    only_in_tree: tuple[str, ...] = ()
    also_wrong: tuple[Suspect, ...] = ()
    not_compared: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    is_captured: bool = False
    """Whether the timeline comes from a capture."""

    @property
    def suspects(self) -> list[Suspect]:
        """All states in which it may have gone wrong, the most certain first."""
        return [] if self.wrong is None else [Suspect(self.wrong, self.wrong_because), *self.also_wrong]

    def suspecting(self, suspects: Sequence[Suspect]) -> Timeline:
        """The timeline with these suspected states, which must be in order, the most certain first."""
        return replace(
            self,
            wrong=suspects[0].moment if suspects else None,
            wrong_because=suspects[0].because if suspects else "",
            also_wrong=tuple(suspects[1:]),
        )
