"""The values that travel between the stations: frozen, and independent of storage.

Units: times are milliseconds from the start of the recording (`_ms`), boxes are pixels of the full-size frame unless
a docstring says CSS pixels, sizes on disk are bytes (`_bytes`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Image = npt.NDArray[np.uint8]
    """RGB picture of shape (height, width, 3)."""


class Box(NamedTuple):
    """A bounding box: left, top, width and height."""

    x: float
    y: float
    width: float
    height: float


class Source(StrEnum):
    """The evidence for a fact, so that a prompt never presents a guess as a fact."""

    PIXELS = "pixels"
    ARIA = "aria"
    BOTH = "both"
    MODEL = "model"
    """Only the model says so; no text on the screen confirms it."""

    @property
    def has_no_node(self) -> bool:
        """Whether no node of the page's accessibility tree confirms the fact."""
        return self in (Source.PIXELS, Source.MODEL)


# --- intake -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recording:
    """A probed video file: it opens, has a video stream, and its first frame decodes.

    `width` and `height` are the size as shown, after `rotation` (degrees, clockwise; 0, 90, 180 or 270).
    `duration_ms` is None if unknown; `notes` are warnings about the file ("ends early").
    """

    path: Path
    container: str
    codec: str
    width: int
    height: int
    duration_ms: int | None
    size_bytes: int
    rotation: int = 0
    notes: tuple[str, ...] = ()


# --- keyframes --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rest:
    """A pause of the mouse pointer: the position of its tip in frame pixels, and the time span."""

    x: int
    y: int
    since_ms: int
    until_ms: int


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A settled UI state, as a picture on disk (PNG, full size).

    `ssim` is the lowest tile SSIM against the previous keyframe (1.0 = identical, 0.0 for the first keyframe).
    `timestamp_ms` is the time of the picture; `began_ms` when the change that led to it began (None: unknown).
    `until_ms` is when the screen left this state (None: it did not). `reason` says why the state was selected.
    `transient` marks a state that soon disappeared by itself (a toast). `changed` are the regions that differ from the
    previous keyframe, `changed_share` their share of the frame (0..1). `pointer` is the last known position of the
    mouse pointer before this state. `moving` are regions with continuous motion in this state: a spinner, a carousel,
    a video. `skipped` counts the unselected states between the previous keyframe and this one. `rests` are the pauses
    of the pointer in this state.
    """

    timestamp_ms: int
    ssim: float
    reason: str
    path: Path
    until_ms: int | None = None
    transient: bool = False
    changed: tuple[Box, ...] = ()
    changed_share: float = 1.0
    pointer: tuple[int, int] | None = None
    began_ms: int | None = None
    moving: tuple[Box, ...] = ()
    skipped: int = 0
    rests: tuple[Rest, ...] = ()

    @property
    def since_ms(self) -> int:
        """When the change that led to this state began; the time of the picture if that is unknown."""
        return self.timestamp_ms if self.began_ms is None else self.began_ms


@dataclass(frozen=True, slots=True)
class Keyframes:
    """The keyframes of one recording.

    `duration_ms` is the time of the last decoded frame. `dropped` counts states that did not fit into `max_frames`;
    `skipped_after` are those after the last keyframe. `notes` are problems while decoding ("the last 3 s could not be
    decoded").
    """

    frames: tuple[Keyframe, ...]
    width: int
    height: int
    duration_ms: int
    decoded_frames: int
    dropped: int = 0
    notes: tuple[str, ...] = ()
    skipped_after: int = 0


# --- vision lane ------------------------------------------------------------------------------------------------------

ElementType = Literal[
    "button",
    "input",
    "link",
    "heading",
    "checkbox",
    "radio",
    "select",
    "tab",
    "menu",
    "dialog",
    "alert",
    "image",
    "icon",
    "text",
    "other",
]
State = Literal["disabled", "checked", "selected", "focused", "expanded", "invalid"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text read from pixels; `confidence` is the reader's estimate, 0..1."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Element:
    """A UI element read from one picture. `label` is its visible name, `value` the content of a field."""

    type: ElementType
    label: str
    box: Box
    confidence: float
    state: tuple[State, ...] = ()
    value: str = ""
    source: Source = Source.PIXELS


RegionRole = Literal["banner", "navigation", "complementary", "contentinfo", "tablist", "group", "row"]


@dataclass(frozen=True, slots=True)
class Region:
    """A visible container of elements: a landmark, a card, a row; `role` is an ARIA role.

    `name` is its heading or label, "" if it has none.
    """

    role: RegionRole
    box: Box
    name: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """A noteworthy fact about one picture, with its evidence."""

    kind: str
    text: str
    box: Box | None = None

    @property
    def comparison_key(self) -> tuple[str, str]:
        """Equal for two observations that differ only in spaces and punctuation, which OCR loses."""
        return self.kind, "".join(letter for letter in self.text.casefold() if letter.isalnum())


@dataclass(frozen=True, slots=True)
class Usage:
    """Usage of a hosted model: calls, tokens as the provider counts them, and US dollars (None: unknown)."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = 0.0

    def __add__(self, other: Usage) -> Usage:
        known = self.cost_usd is not None and other.cost_usd is not None
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            (self.cost_usd or 0.0) + (other.cost_usd or 0.0) if known else None,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one picture of `width` x `height` pixels; `reader` names the reader, "" if all failed.

    `red` are the boxes of lines in red, or on red inside a message: a hint for errors if they are new. `bones` are
    skeleton placeholders: grey bars where text is still loading. `problem` is one sentence on why the chosen model did
    not read the picture; `usage` is what the model took (None: not asked). `regions` are the containers of elements.
    """

    width: int
    height: int
    lines: tuple[Line, ...]
    elements: tuple[Element, ...]
    description: str
    observations: tuple[Observation, ...] = ()
    reader: str = "local"
    red: tuple[Box, ...] = ()
    problem: str = ""
    usage: Usage | None = None
    bones: tuple[Box, ...] = ()
    regions: tuple[Region, ...] = ()

    @property
    def was_read(self) -> bool:
        """Whether any reader read this picture."""
        return bool(self.reader)


# --- Playwright lane --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Node:
    """A node of an accessibility tree.

    `states` holds attributes of the ARIA snapshot without refs and cursors (`checked`, `disabled`, `level=2`, ...).
    `text` is the node's own text or value, `props` its `/url` and `/placeholder`. `box` is in CSS pixels of the
    viewport in a snapshot of a page, in frame pixels in the tree of a keyframe. `locator` is a Playwright locator,
    unique in the page, if one was requested. `hidden` marks a node that is not visible on the screen.
    """

    role: str
    name: str = ""
    states: tuple[str, ...] = ()
    text: str = ""
    props: tuple[tuple[str, str], ...] = ()
    box: Box | None = None
    ref: str = ""
    locator: str = ""
    source: Source = Source.ARIA
    hidden: bool = False
    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """This node and all below it, depth first, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of nodes of each kind in a snapshot; `total` counts every node with a role."""

    buttons: int = 0
    inputs: int = 0
    links: int = 0
    headings: int = 0
    images: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the headless browser found at one URL; `error` is one sentence when `success` is false.

    `viewport` is (width, height) in CSS pixels. `console` and `failed_requests` have one line per entry.
    """

    url: str
    success: bool
    error: str = ""
    final_url: str = ""
    title: str = ""
    tree: Node | None = None
    counts: Counts = field(default_factory=Counts)
    console: tuple[str, ...] = ()
    failed_requests: tuple[str, ...] = ()
    screenshot: Path | None = None
    viewport: tuple[int, int] = (0, 0)
    duration_ms: int = 0
    notes: tuple[str, ...] = ()


# --- timeline ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UiElement:
    """An element of a keyframe after both lanes were matched.

    `id` is stable over the keyframes of one recording. `role` is the ARIA role of the matched node, else derived from
    `type`; `name` is the accessible name of the matched node, `label` the visible text. `near` is text beside or above
    an element without a label: the "Total" of a price. `cut_off` says that the pointer covers the end of the label.
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
    near: str = ""
    cut_off: bool = False


FIELD_ROLES = frozenset({"textbox", "searchbox", "spinbutton", "combobox"})
"""Roles of text fields; from pixels alone they are often mistaken for other elements."""

ROW = "its row"
"""The `before` of a row that moved. All other places are points of the frame, so no page text can imitate it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from the previous state; `what` is text, state, value or place for a changed element."""

    kind: Literal["added", "changed", "removed"]
    element: UiElement
    what: Literal["", "text", "state", "value", "place"] = ""
    before: str = ""
    after: str = ""

    @property
    def is_row_move(self) -> bool:
        """Whether a row moved among the rows of a list: its `place` from `ROW` to "2 rows up", or to "up"."""
        return self.kind == "changed" and self.what == "place" and self.before == ROW


class EventKind(StrEnum):
    """How a state came about, from evidence on the screen."""

    INITIAL = "initial"
    NAVIGATION = "navigation"
    INTERACTION = "interaction"
    STATE_CHANGE = "state-change"
    ERROR = "error"
    TRANSIENT = "transient"


@dataclass(frozen=True, slots=True)
class Moment:
    """A keyframe with everything known about it: reading, matched elements, differences, and what happened.

    `evidence` are the reasons for `kind`, in words. `pointed` is the element of the previous state that was under the
    pointer when this state began. `inferred` are observations that need several pictures: wrong sums, endless motion.
    `by_itself` is the evidence that the state came about without user input ("the pointer rested"), "" if unknown.
    """

    keyframe: Keyframe
    reading: Reading
    elements: tuple[UiElement, ...]
    tree: Node
    changes: tuple[Change, ...]
    kind: EventKind
    summary: str
    evidence: tuple[str, ...] = ()
    pointed: UiElement | None = None
    inferred: tuple[Observation, ...] = ()
    by_itself: str = ""

    @property
    def observed(self) -> tuple[Observation, ...]:
        """The observations of this picture, and those inferred from several."""
        return (*self.reading.observations, *self.inferred)


@dataclass(frozen=True, slots=True)
class Suspect:
    """Another moment at which the bug may have appeared: its index, and the reason."""

    moment: int
    because: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The states of a recording in time order, and where the screen and the page's tree disagree.

    `wrong` is the index of the moment at which the bug appeared, if it was found, and `wrong_because` the reason;
    `also_wrong` are other candidates, the most likely first.
    `only_on_screen` and `only_in_tree` have one line per entry; `not_compared` names pages that match no state.
    `unnamed` lists visible controls without an accessible name, one line per role and page.
    """

    moments: tuple[Moment, ...]
    wrong: int | None = None
    wrong_because: str = ""
    only_on_screen: tuple[str, ...] = ()
    only_in_tree: tuple[str, ...] = ()
    also_wrong: tuple[Suspect, ...] = ()
    not_compared: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


# --- masks on pictures ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """A secret in a picture: the characters `start` to `end` (exclusive) of the line `text` in `box`.

    If `text` is empty, the secret fills the box.
    """

    box: Box
    text: str = ""
    start: int = 0
    end: int = 0

    @property
    def secret(self) -> str:
        """The text to cover, as it was read."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class SecretField:
    """A field that is labelled as secret, in pixels of its picture; `spared` are its label and its buttons.

    `filled` says that text was read in the field; otherwise its pixels decide whether it is empty.
    """

    box: Box
    spared: tuple[Box, ...] = ()
    filled: bool = True


@dataclass(frozen=True, slots=True)
class FrameSecrets:
    """What to cover in the picture of a keyframe; everything if no reader could read it (`unread`)."""

    path: Path
    places: tuple[SecretPlace, ...] = ()
    fields: tuple[SecretField, ...] = ()
    unread: bool = False


@dataclass(frozen=True, slots=True)
class PageSecrets:
    """A screenshot, and the boxes of nodes whose texts were masked, in CSS pixels of the viewport."""

    path: Path
    viewport: tuple[int, int]
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class MaskPlan:
    """The secrets in all pictures of a session, keyframes in time order; `known` are their texts."""

    frames: tuple[FrameSecrets, ...] = ()
    pages: tuple[PageSecrets, ...] = ()
    known: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to cover."""
        return not any(f.places or f.fields or f.unread for f in self.frames) and not any(p.boxes for p in self.pages)


@dataclass(frozen=True, slots=True)
class CoveredPicture:
    """A picture and its copy with `places` places covered."""

    path: Path
    covered: Path
    places: int


# --- prompt -----------------------------------------------------------------------------------------------------------


class Agent(StrEnum):
    """The coding agents that prompts are written for; the names are those of the REST API."""

    CLAUDE_CODE = "CLAUDE_CODE"
    CODEX = "CODEX"
    CURSOR = "CURSOR"
    RAW = "RAW"

    @property
    def slug(self) -> str:
        """The name on the command line and in file names: `claude-code`."""
        return self.value.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class PromptOptions:
    """Options of the prompt; `budget_tokens` limits its text, `max_images` its frames."""

    include_screenshots: bool = True
    inline_aria_tree: bool = True
    include_raw_diff: bool = False
    budget_tokens: int = 6000
    max_images: int = 8


@dataclass(frozen=True, slots=True)
class Prompt:
    """A finished prompt. `omitted` says what did not fit the budget, `masked` counts the replaced secrets.

    `covered_places` counts the covered places in the session's pictures (None: pictures were not masked).
    """

    agent: Agent
    text: str
    text_tokens: int
    image_tokens: int
    images: tuple[Path, ...] = ()
    omitted: tuple[str, ...] = ()
    masked: int = 0
    flagged: tuple[str, ...] = ()
    covered_places: int | None = None


# --- the whole --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lane:
    """The result of one lane: `error` is one sentence, empty on success."""

    name: str
    error: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything known about one session before a prompt is written; the content of `session.json`.

    `seconds` is wall time per station; `masked` counts the replaced secrets in all texts, `covered_places` the covered
    places in pictures (None: the pictures were not masked).
    """

    title: str
    seed_url: str
    notes: str
    recording: Recording
    keyframes: Keyframes
    timeline: Timeline
    snapshots: tuple[Snapshot, ...]
    lanes: tuple[Lane, ...]
    seconds: tuple[tuple[str, float], ...] = ()
    masked: int = 0
    covered_places: int | None = None
