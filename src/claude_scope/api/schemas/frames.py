"""The details of a frame."""

from __future__ import annotations

from pydantic import Field

from claude_scope.api.schemas.sessions import FrameBody
from claude_scope.api.schemas.timeline import (
    BoxBody,
    ChangeFacts,
    DiffStatus,
    ElementFacts,
    MomentKind,
    ObservationFacts,
    Provenance,
)
from claude_scope.api.schemas.wire import Answered


class ElementBody(ElementFacts):
    """An element of the screen, with the fields that only the details of a frame contain."""

    confidence: float = Field(ge=0, le=1)


class ChangeBody(ChangeFacts):
    """A change since the frame before, with the whole element."""

    element: ElementBody


class ObservationBody(ObservationFacts):
    """Something that a user would point out, with its place."""

    box: BoxBody | None


class TreeRow(Answered):
    """A node of the frame's tree, without empty fields. Removed elements are the last rows."""

    level: int = Field(ge=1)
    role: str = Field(examples=["button"])
    name: str = Field(examples=["Place order"])
    states: list[str] | None = None
    value: str | None = None
    element_id: str | None = Field(default=None, examples=["e47"])
    box: BoxBody | None = Field(default=None, description="For a part of the page that is not an element")
    diff_status: DiffStatus | None = None
    source: Provenance


class FrameDetail(FrameBody):
    """The details of a frame: what is on the screen, and how it differs from the visible frame before."""

    width: int = Field(description="Pixels of the picture as boxes count them")
    height: int
    kind: MomentKind
    summary: str = Field(examples=["Place order was pressed; an alert appeared."])
    evidence: list[str] = Field(description="What `kind` rests on, in words")
    transient: bool = Field(description="It went away by itself soon after")
    reader: str = Field(examples=["local"], description="Empty if the picture could not be read")
    elements: list[ElementBody]
    changes: list[ChangeBody]
    observations: list[ObservationBody]
    untold: list[BoxBody] = Field(
        description="Changed places of the picture that no words describe, with their surroundings"
    )
    tree: list[TreeRow] = Field(description="In document order, at most 10,000 rows")
    tree_rows: int = Field(description="How many rows the whole tree has")
