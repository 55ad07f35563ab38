"""The timeline of a session and, for a capture, what the page reported."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from claude_scope.api.schemas.wire import Answered
from claude_scope.values.capture import ActKind, Modifier

BoxBody = Annotated[
    list[float],
    Field(min_length=4, max_length=4, description="x, y, width, height in pixels", examples=[[40, 340, 420, 40]]),
]
PointBody = Annotated[
    list[float], Field(min_length=2, max_length=2, description="x, y in pixels of the frame", examples=[[140, 440]])
]
Provenance = Literal["pixels", "aria", "both", "dom"]
DiffStatus = Literal["added", "changed", "removed"]
MomentKind = Literal["initial", "navigation", "interaction", "state-change", "error", "transient"]
Milliseconds = Annotated[float, Field(description="Milliseconds from the start of the recording; below 0 before it")]


class ElementFacts(Answered):
    """An element of the screen; `name` is its accessible name, `label` its text in the picture."""

    id: str = Field(examples=["e43"], description="The same in all frames of a session")
    type: str = Field(examples=["input"])
    role: str = Field(examples=["textbox"])
    label: str = Field(examples=["Card number"])
    name: str = Field(examples=["Card number"])
    value: str
    state: list[str] = Field(examples=[["focused", "invalid"]])
    box: BoxBody | None
    locator: str = Field(examples=["page.getByRole('textbox', { name: 'Card number', exact: true })"])
    source: Provenance = Field(description="`dom`: the page itself, as a capture recorded it")


class ChangeFacts(Answered):
    """A change since the frame before. The element is as in this frame; a removed one is as in the frame before."""

    kind: DiffStatus
    element: ElementFacts
    what: Literal["", "text", "state", "value"] = Field(description="Of a changed element")
    before: str
    after: str


class ObservationFacts(Answered):
    """Something that a user would point out."""

    kind: str = Field(examples=["error"])
    text: str


class TargetBody(Answered):
    """The target of an act; `box` is its place in the frame before."""

    document: str
    node: int = Field(description="Its id in the recorded DOM")
    tag: str = Field(examples=["button"])
    role: str = Field(examples=["button"])
    name: str = Field(examples=["Save"])
    locator: str = Field(description="Unique just before the act, or empty")
    box: BoxBody | None


class ActBody(Answered):
    """An act at the beginning of the state; its places are those in the frame before."""

    kind: ActKind
    text: str = Field(examples=['click button "Save"'], description="In the words of the prompt")
    time_ms: Milliseconds
    until_ms: Milliseconds
    page: str = Field(examples=["p1"])
    target: TargetBody
    point: PointBody | None
    value: str = Field(description="The value of a field afterwards, the selected option, the names of files")
    key: str = Field(examples=["Control+k"])
    to: TargetBody | None = Field(description="Where a drag ended")
    to_point: PointBody | None
    modifiers: list[Modifier] = Field(description="Keys that were held while the pointer was pressed")
    erased: str = Field(description="What was typed and erased again, if that left the field empty")


class LogLineBody(Answered):
    """A line of the console, or an uncaught error; long texts are cut."""

    time_ms: Milliseconds
    kind: str = Field(examples=["warning"])
    source: str = Field(examples=["console warning", "uncaught error"], description="In the words of the prompt")
    is_error: bool
    text: str
    place: str = Field(examples=["/app.js:3:7"], description="A path on the page's origin, line and column")
    stack: str
    count: int


class RequestBody(Answered):
    """A request that ended in this state: one that the page's code waited for, or that failed."""

    start_ms: Milliseconds
    end_ms: Milliseconds | None = Field(description="Null: it had not ended")
    method: str = Field(examples=["POST"])
    url: str
    path: str = Field(examples=["/api/cart"], description="The address as in prompts: a path on the page's origin")
    answer: str = Field(examples=["500, 1.2 s"], description="In the words of the prompt")
    failed: bool
    kind: str = Field(examples=["fetch"])
    status: int = Field(description="0: no answer")
    size_bytes: int
    failure: str


class PageEventBody(Answered):
    """A navigation, a dialog, a download, a popup, a WebSocket, a crash."""

    time_ms: Milliseconds
    kind: str = Field(examples=["navigation"])
    page: str = Field(examples=["p1"])
    text: str = Field(examples=["went to /cart"])
    url: str


class MomentBody(Answered):
    """A state. `url`, `acts`, `log`, `requests` and `events` come from a capture, and are empty for a video."""

    frame_id: str
    timestamp: int = Field(description="Milliseconds: the time of the frame; of a capture the same as `since`")
    since: int = Field(description="Milliseconds: when the state began, which is its time in prompts and reports")
    kind: MomentKind
    summary: str = Field(examples=["Place order was pressed; an alert appeared."])
    evidence: list[str] = Field(description="What `kind` rests on, in words")
    transient: bool = Field(description="It went away by itself soon after")
    changes: list[ChangeFacts]
    observations: list[ObservationFacts]
    model_says: list[str] = Field(
        examples=[['clicked "plus icon"']], description="What only a model that saw the pictures says of it"
    )
    url: str
    acts: list[ActBody]
    log: list[LogLineBody]
    requests: list[RequestBody]
    events: list[PageEventBody]


class SuspectBody(Answered):
    """Another frame in which it may have gone wrong."""

    frame_id: str
    because: str


class TimelineBody(Answered):
    """The timeline. For a capture, only the place where it went wrong is inferred."""

    is_captured: bool = Field(description="Recorded by the page itself: acts, trees, changes, console, network")
    moments: list[MomentBody]
    wrong: str | None = Field(description="The id of the frame in which it went wrong, which is inferred")
    wrong_because: str
    also_wrong: list[SuspectBody]
    only_on_screen: list[str]
    only_in_tree: list[str]
    unnamed: list[str]
    log_total: int = Field(description="Console lines of the recording; the moments have the first 2,000")
    request_total: int = Field(description="Requests of the recording; the moments have the first 2,000")
