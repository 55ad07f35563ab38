"""The values of a capture: the page's own record of a recording.

Times are milliseconds from the start of the video (`_ms`); they are negative before its first frame. Positions are in
CSS pixels of the viewport, except that positions of acts in a timeline are in frame pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from claude_scope.values.base import Box
from claude_scope.values.capture_lanes import CaptureLanes
from claude_scope.values.page import Node
from claude_scope.values.recording import MaskedPlace, Recording

CAPTURE = "scope"
"""The container of a recording that is a capture."""
CAPTURE_TYPE = "application/vnd.claude-scope+zip"
"""The MIME type of a capture."""

ActKind = Literal[
    "click",
    "dblclick",
    "contextmenu",
    "drag",
    "type",
    "key",
    "select",
    "check",
    "uncheck",
    "file",
    "scroll",
    "hover",
]
Modifier = Literal["Control", "Alt", "Meta", "Shift"]


@dataclass(frozen=True, slots=True)
class Target:
    """The target of an act: `node` is its id in the document; `locator`, if not empty, is unique at that moment.
    `within` is the text of the row around it, if other elements have the same role and name.

    `role` and `name` come from the accessibility tree just before the act; without a tree, only `tag` is known. In a
    timeline, `box` is the target's place just before the act, in frame pixels, if the previous state's picture shows
    it.
    """

    document: str
    node: int = 0
    tag: str = ""
    role: str = ""
    name: str = ""
    locator: str = ""
    box: Box | None = None
    within: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the user, from a trusted event of the page.

    `until_ms` is the end of the act: the time of the last typed letter, or the end of a drag. `value` is the value of
    the field after the act, the selected labels, or the names of the chosen files. `to` is the drop target. `modifiers`
    are the keys that were held during a click; the modifiers of a key press are in `key`. `erased` is text that was
    typed and erased again in the same act, which left the field empty.
    """

    kind: ActKind
    time_ms: float
    until_ms: float
    page: str
    target: Target
    point: tuple[float, float] | None = None
    value: str = ""
    key: str = ""
    to: Target | None = None
    to_point: tuple[float, float] | None = None
    modifiers: tuple[Modifier, ...] = ()
    erased: str = ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the console (`kind` is its level), or an uncaught error ("uncaught error", "uncaught rejection").

    `place` is url:line:column.
    """

    time_ms: float
    kind: str
    text: str
    place: str = ""
    stack: str = ""
    count: int = 1

    @property
    def is_error(self) -> bool:
        """Whether the line is an uncaught error, or was logged as an error."""
        return self.kind == "error" or self.kind.startswith("uncaught")


@dataclass(frozen=True, slots=True)
class NetworkRequest:
    """A request of the page; `status` is 0 if there was no answer, `end_ms` is None if the request had not ended."""

    start_ms: float
    end_ms: float | None
    method: str
    url: str
    kind: str
    status: int = 0
    size_bytes: int = 0
    failure: str = ""
    request_body: str = ""
    body: str = ""

    @property
    def failed(self) -> bool:
        """Whether the request failed without an answer, or its answer has an error status."""
        return bool(self.failure) or self.status >= 400


@dataclass(frozen=True, slots=True)
class PageEvent:
    """Something that happened to a page: a navigation, a dialog, a download, a popup, a crash; `text` describes it."""

    time_ms: float
    kind: str
    page: str
    text: str
    url: str = ""

    @property
    def is_told(self) -> bool:
        """Whether the event is reported; a change of a tab's visibility is not."""
        return self.kind != "visibility"


@dataclass(frozen=True, slots=True)
class Instant:
    """A time at which a document is rebuilt; `since_ms` is the beginning of the state that is rebuilt.

    `dom_changes` counts the changes of the DOM in that state. The state's picture is taken at `picture_ms`, before the
    pointer moves to the next act.
    """

    since_ms: float
    time_ms: float
    document: str
    dom_changes: int = 0
    picture_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document that a page loaded; `events` is a file with a JSON array of its DOM events, recorded by rrweb.

    `images` has the natural sizes of its images, each as (node, width, height).
    """

    id: str
    page: str
    url: str
    since_ms: float
    events: Path
    images: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture; its DOM events stay in files.

    `recording` is its video; None if it has no usable video. `instants` are the states to rebuild, in time order.
    `problems` say what was broken or left out; `is_damaged` says whether events are missing because the file is
    damaged. `offset_ms` is the epoch time of video time 0. `styles` is a JSON file with the texts of style sheets by
    URL. `pointer` has the positions of the pointer, each as a time and the pixels from the left and from the top.
    `masked` are the places of masked values; `masked_secrets` is the number of different secrets that the recorder
    masked. `page_title` is the title of the first document that has a title. `lanes` says where the parts of the
    capture come from; None if that is unknown.
    """

    recording: Recording | None
    offset_ms: float
    duration_ms: int
    url: str
    title: str
    notes: str
    viewport: tuple[int, int]
    acts: tuple[Act, ...] = ()
    log: tuple[LogLine, ...] = ()
    requests: tuple[NetworkRequest, ...] = ()
    events: tuple[PageEvent, ...] = ()
    documents: tuple[Document, ...] = ()
    instants: tuple[Instant, ...] = ()
    styles: Path | None = None
    problems: tuple[str, ...] = ()
    page_title: str = ""
    pointer: tuple[tuple[float, float, float], ...] = ()
    masked: tuple[MaskedPlace, ...] = ()
    masked_secrets: int = 0
    is_damaged: bool = False
    lanes: CaptureLanes | None = None


@dataclass(frozen=True, slots=True)
class CapturedState:
    """The page at one instant: its accessibility tree, whose `ref`s are the ids of the DOM's nodes (`n17`).

    Boxes are in CSS pixels of the viewport; `scroll` is how far the document is scrolled, (left, top). `blind` are the
    boxes of canvases, videos, images and unrecorded frames, whose content is not in the DOM. `covered` are the refs of
    nodes whose middle is covered by another element, or that are scrolled out of view in a part of the page. `is_cut`
    says that the page has too many elements, so that the tree has only the first of them.
    """

    since_ms: float
    time_ms: float
    document: str
    tree: Node
    title: str
    scroll: tuple[int, int] = (0, 0)
    viewport: tuple[int, int] = (0, 0)
    blind: tuple[Box, ...] = ()
    covered: tuple[str, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The states of a capture in time order, and its acts with named targets.

    `problems` say what failed, and `notes` say what was left out.
    """

    states: tuple[CapturedState, ...]
    acts: tuple[Act, ...]
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
