"""One frame in depth."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from claude_scope.api.schemas.sessions import FrameBody
from claude_scope.api.schemas.wire import Answered

BoxBody = Annotated[
    list[float],
    Field(min_length=4, max_length=4, description="x, y, width, height in pixels", examples=[[40, 340, 420, 40]]),
]
Provenance = Literal["pixels", "aria", "both", "model"]
DiffStatus = Literal["added", "changed", "removed"]


class ElementBody(Answered):
    """An element of the screen; `name` is the accessible name, `label` what the pixels say."""

    id: str = Field(examples=["e43"], description="The same in all frames of a session")
    type: str = Field(examples=["input"])
    role: str = Field(examples=["textbox"])
    label: str = Field(examples=["Card number"])
    name: str = Field(examples=["Card number"])
    value: str
    state: list[str] = Field(examples=[["focused", "invalid"]])
    box: BoxBody | None
    locator: str = Field(examples=["page.getByRole('textbox', { name: 'Card number', exact: true })"])
    source: Provenance
    near: str = Field(examples=["Subtotal"], description="Words beside it, where it has no accessible name")
    confidence: float = Field(ge=0, le=1)


class ChangeBody(Answered):
    """A difference to the frame before. The element is as it is in this frame; of a removed one, as it was before."""

    kind: DiffStatus
    element: ElementBody
    what: Literal["", "text", "state", "value", "place"] = Field(description="Of a changed element")
    before: str
    after: str


class ObservationBody(Answered):
    """What a person would point out."""

    kind: str = Field(examples=["error"])
    text: str
    box: BoxBody | None


class TreeRow(Answered):
    """A node of the frame's tree; what a row does not have is left out. Removed elements are the last rows."""

    level: int = Field(ge=1)
    role: str = Field(examples=["button"])
    name: str = Field(examples=["Place order"])
    states: list[str] | None = None
    value: str | None = None
    element_id: str | None = Field(default=None, examples=["e47"])
    box: BoxBody | None = Field(default=None, description="Of a part of the page, which is no element")
    diff_status: DiffStatus | None = None
    source: Provenance


class FrameDetail(FrameBody):
    """A frame in depth: what is on the screen, and how it differs from the frame before that is not left out."""

    width: int = Field(description="Pixels of the picture as boxes count them")
    height: int
    kind: Literal["initial", "navigation", "interaction", "state-change", "error", "transient"]
    summary: str = Field(examples=["Place order was pressed; an alert appeared."])
    evidence: list[str] = Field(description="What `kind` rests on, in words")
    transient: bool = Field(description="It went away by itself soon after")
    reader: str = Field(examples=["local"], description="Empty where nobody could read the picture")
    elements: list[ElementBody]
    changes: list[ChangeBody]
    observations: list[ObservationBody]
    tree: list[TreeRow] = Field(description="In document order, at most 10,000 rows")
    tree_rows: int = Field(description="How many rows the whole tree has")
