"""The values that travel between the stations: frozen, free of storage, each naming where it comes from.

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
    """What a fact was taken from, so that a prompt never presents a guess as a fact."""

    PIXELS = "pixels"
    ARIA = "aria"
    BOTH = "both"
    MODEL = "model"
    """A model's word alone: it names something that no text on the screen says."""

    @property
    def has_no_node(self) -> bool:
        """Whether nothing in the page's accessibility tree confirms the fact."""
        return self in (Source.PIXELS, Source.MODEL)


# --- intake -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Recording:
    """A video file that was probed: it opens, holds a video stream, and its first frame decodes.

    `width` and `height` are the size as shown, after `rotation` (degrees, clockwise; 0, 90, 180 or 270).
    `duration_ms` is None while unknown; `notes` tell a person what is odd about the file ("ends early").
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
    """Where the mouse pointer stood still, by the tip of its picture in frame pixels, and from when to when."""

    x: int
    y: int
    since_ms: int
    until_ms: int


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A settled UI state, as a picture on disk (PNG, full size).

    `ssim` is the lowest tile SSIM against the keyframe before (1.0 = identical, 0.0 for the first one).
    `timestamp_ms` is the time of the picture; `began_ms` when the change that led to it began (None: not known).
    `reason` says in a few words why it was kept. `until_ms` is when the screen next left this state (None: it did not).
    `transient` marks a state that went away by itself soon after (a toast). `changed` are the regions that differ from
    the keyframe before, and `changed_share` their share of the frame (0..1). `pointer` is where the mouse pointer was
    last seen before this state came about, if it was recognised. `moving` are regions in which something kept moving
    while this state stood, until it was left or the recording ended: a spinner, a carousel, a video. `skipped` counts
    the states between the keyframe before and this one that were not kept. `rests` are where the pointer came to rest
    while this state stood.
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
        """When the change that led to this state began; the time of its picture where that is not known."""
        return self.timestamp_ms if self.began_ms is None else self.began_ms


@dataclass(frozen=True, slots=True)
class Keyframes:
    """What the selection of keyframes found in one recording.

    `duration_ms` is the time of the last decoded frame; `dropped` counts states that did not fit into `max_frames`,
    `skipped_after` those of them that came after the last one that was kept; `notes` tell a person what went wrong
    while decoding ("the last 3 s could not be decoded").
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
    """A line of text read from pixels; `confidence` is the reader's own, 0..1."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Element:
    """A UI element read from one picture. `label` is what names it, `value` what a field holds."""

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
    """A part of a picture that can be seen to hold elements: a landmark, a card, a row; `role` is an ARIA role.

    `name` is the heading or the label in it, "" where there is none.
    """

    role: RegionRole
    box: Box
    name: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """Something a person would point out on one picture, with its evidence."""

    kind: str
    text: str
    box: Box | None = None

    @property
    def comparison_key(self) -> tuple[str, str]:
        """The same for two observations that differ in spaces and signs only, which OCR loses."""
        return self.kind, "".join(letter for letter in self.text.casefold() if letter.isalnum())


@dataclass(frozen=True, slots=True)
class Usage:
    """What was asked of a hosted model: calls, tokens as the provider counts them, and US dollars (None: not known)."""

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
    """Everything read from one picture of `width` x `height` pixels; `reader` names who read it, "" if nobody could.

    `red` are the boxes of lines in red, and of those on red within a message: a hint where they are new. `bones` are
    grey bars that stand where text will be, of a part that is loading. `problem` says
    why the model that was asked for did not read it, in a sentence; `usage` is what asking it took (None: not asked).
    `regions` are the parts of it that hold elements.
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
        """Whether any reader read this picture; if not, nothing is known of what it shows."""
        return bool(self.reader)


# --- Playwright lane --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Node:
    """A node of an accessibility tree.

    `states` holds attributes of the ARIA snapshot without refs and cursors (`checked`, `disabled`, `level=2`, ...).
    `text` is the node's own text or value, `props` its `/url` and `/placeholder`. `box` is in CSS pixels of the
    viewport in a snapshot of a page, in frame pixels in the tree of a keyframe. `locator` is a Playwright locator that
    is unique in the page, where one was asked for. `hidden` marks a node that no box of the screen shows.
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
    """How many nodes of each kind a snapshot holds; `total` counts every node with a role."""

    buttons: int = 0
    inputs: int = 0
    links: int = 0
    headings: int = 0
    images: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the headless browser found at one URL; `error` is one sentence for a person when `success` is false.

    `viewport` is (width, height) in CSS pixels. `console` and `failed_requests` are one line an entry.
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

    `id` is stable over the keyframes of one recording. `role` is the ARIA role of the matched node, else the one its
    type suggests; `name` the accessible name where a node was matched, `label` what the pixels say. `near` are words
    beside or above an element that has none itself: the "Total" of a price. `cut_off` says that the pointer covers the
    end of the label.
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
"""Roles of what is typed into: a frame with words in it, or none, that pixels often take for something else."""

ROW = "its row"
"""What a row that moved is said to have left. No page can say so of a place: all others are points of the frame."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference to the state before: `what` is text, state, value or place for a changed element."""

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
    """What a state is, from evidence on the screen."""

    INITIAL = "initial"
    NAVIGATION = "navigation"
    INTERACTION = "interaction"
    STATE_CHANGE = "state-change"
    ERROR = "error"
    TRANSIENT = "transient"


@dataclass(frozen=True, slots=True)
class Moment:
    """A keyframe with everything known about it: reading, matched elements, differences, and what happened.

    `evidence` says what `kind` rests on, in words. `pointed` is the element of the state before that was under the
    pointer as this one began, if the pointer was recognised. `inferred` are observations that no single picture gives:
    sums that do not add up, something that never stopped moving. `by_itself` says why it is thought that nobody did
    anything to get here ("the pointer rested"); it is empty where that is not known.
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
        """What a person would point out on this picture, and what was inferred about it."""
        return (*self.reading.observations, *self.inferred)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A further state in which it may have gone wrong: the index of its moment, and why it is thought so."""

    moment: int
    because: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The states of a recording in time order, and where the screen and the page's tree disagree.

    `wrong` is the index of the moment in which it went wrong, if one can be told, and `wrong_because` says why;
    `also_wrong` are others that the evidence points at, the surest first.
    `only_on_screen` and `only_in_tree` are one line an entry; `not_compared` names pages that no state looks like.
    `unnamed` says which controls in view have no accessible name, one line a role and page.
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
    """Where a picture shows a secret: the characters `start` to `end` (exclusive) of the line `text` in `box`.

    Without a text it is the whole box.
    """

    box: Box
    text: str = ""
    start: int = 0
    end: int = 0

    @property
    def secret(self) -> str:
        """What is to be covered, as it was read."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class SecretField:
    """A field that is labelled as secret, in pixels of its picture; `spared` are its label and the buttons in it.

    `filled` says that something was read in it; otherwise pixels have to tell whether it holds anything.
    """

    box: Box
    spared: tuple[Box, ...] = ()
    filled: bool = True


@dataclass(frozen=True, slots=True)
class FrameSecrets:
    """What is to be covered in the picture of a keyframe; all of it if nobody could read it (`unread`)."""

    path: Path
    places: tuple[SecretPlace, ...] = ()
    fields: tuple[SecretField, ...] = ()
    unread: bool = False


@dataclass(frozen=True, slots=True)
class PageSecrets:
    """The screenshot of a page, and the boxes of nodes whose texts were masked, in CSS pixels of its viewport."""

    path: Path
    viewport: tuple[int, int]
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class MaskPlan:
    """What is known of the secrets in all pictures of a session, keyframes in time order; `known` are their texts."""

    frames: tuple[FrameSecrets, ...] = ()
    pages: tuple[PageSecrets, ...] = ()
    known: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no picture has anything to cover."""
        return not any(f.places or f.fields or f.unread for f in self.frames) and not any(p.boxes for p in self.pages)


@dataclass(frozen=True, slots=True)
class CoveredPicture:
    """A picture of which a copy was written with `places` places covered."""

    path: Path
    covered: Path
    places: int


# --- prompt -----------------------------------------------------------------------------------------------------------


class Agent(StrEnum):
    """The coding agents a prompt is laid out for; the names are those of the REST API."""

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
    """What the person wants in the prompt; `budget_tokens` bounds its text, `max_images` its frames."""

    include_screenshots: bool = True
    inline_aria_tree: bool = True
    include_raw_diff: bool = False
    budget_tokens: int = 6000
    max_images: int = 8


@dataclass(frozen=True, slots=True)
class Prompt:
    """A finished prompt. `omitted` says what the budget left out, `masked` counts secrets that were replaced.

    `covered_places` are those in the session's pictures, None where pictures were not masked.
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
    """How one lane ended: `error` is one sentence for a person, empty when it went well."""

    name: str
    error: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything known about one session before a prompt is written; what `session.json` holds.

    `seconds` is wall time per station; `masked` counts the secrets that were replaced in all texts, `covered_places`
    the places in pictures that were covered (None: the pictures show the screen as it was recorded).
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
