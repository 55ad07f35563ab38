"""Sessions, frames and their status."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from claude_scope.api.schemas.timeline import TimelineBody
from claude_scope.api.schemas.wire import (
    NO_NUL,
    AgentTarget,
    Answered,
    Count,
    Given,
    PromptStatus,
    SessionStatus,
    Text,
    Time,
    Title,
)
from claude_scope.store.tables import MAX_ANY_URL

MAX_PROMPT = 400_000
"""Maximum number of characters. A prompt with eight thumbnails of 24 KB in base64 has 270,000."""
MAX_URLS_BYTES = 16 * 1024
"""Maximum number of characters of all URLs of a session, as JSON: two hundred URLs of 80 characters. It is limited
because lists of sessions contain the URLs."""


def few(urls: list[str]) -> list[str]:
    """Limit the total length of the URLs, to keep lists of sessions small; raises ValueError."""
    if len(json.dumps(urls)) > MAX_URLS_BYTES:
        raise ValueError(f"together they are longer than {MAX_URLS_BYTES // 1024} KB; send fewer, or shorter ones")
    return urls


LaneName = Literal["frameExtraction", "visionLane", "playwrightLane", "synthesis"]
Url = Annotated[str, StringConstraints(pattern=NO_NUL, max_length=MAX_ANY_URL)]


class NewSession(Given):
    """A session without a video."""

    title: Title = Field(examples=["The coupon is lost after a validation error"])
    agent_target: AgentTarget | None = None
    frame_count: Count = 0
    url_count: Count = 0


class SessionPatch(Given):
    """The changes; missing fields stay as they are."""

    title: Title = Field(default="", examples=["A better title"])
    status: SessionStatus = "processing"
    duration: Count = Field(default=0, description="Whole seconds")
    urls: Annotated[list[Url], AfterValidator(few)] = Field(default=[], max_length=1_000)
    processing_time: Count = Field(default=0, description="Milliseconds")
    prompt: Annotated[Text, Field(max_length=MAX_PROMPT)] = ""
    agent_target: AgentTarget = "CLAUDE_CODE"
    frame_count: Count = 0
    url_count: Count = 0


class SessionBody(Answered):
    """A session. `prompt` is null in lists."""

    id: str = Field(pattern=r"^sess_[A-Z0-9]{8}$", examples=["sess_7Q2M0XKD"])
    user_id: str = Field(pattern=r"^usr_", examples=["usr_1C9VW30B"])
    title: str
    seed_url: str
    notes: str
    status: SessionStatus
    duration: int = Field(description="Whole seconds")
    frame_count: int
    urls: list[str]
    url_count: int
    agent_target: AgentTarget
    processing_time: int = Field(description="Milliseconds")
    prompt: str | None
    prompt_status: PromptStatus
    last_error: str | None
    failed_lane: LaneName | None = Field(description="The lane that a failed session failed in, where one is to blame")
    created_at: Time
    updated_at: Time


class ListedSession(SessionBody):
    """A session in a list."""

    happened: str = Field(description="What happened, in one line; empty until the session is complete")
    thumbnail_url: str | None = Field(description="The frame that shows it; the address expires")


class Difference(Answered):
    """Elements that appeared, changed or vanished since the frame before."""

    added: int
    changed: int
    removed: int


class FrameBody(Answered):
    """A frame; `ariaTree` consists of `{role, name, children?, diffStatus?}`. URLs of pictures expire."""

    id: str = Field(pattern=r"^frm_[A-Z0-9]{8}_[0-9]+$", examples=["frm_7Q2M0XKD_1"])
    session_id: str
    number: int = Field(description="As in prompts, from 1")
    timestamp: int = Field(
        description="Milliseconds from the start of the recording; of a capture, when the state began"
    )
    url: str = Field(description="The address that was given; of a capture, that of the page in this state")
    image_url: str
    thumbnail_url: str
    diff_summary: Difference
    aria_tree: list[dict[str, Any]]
    created_at: Time


class Counts(Answered):
    """Nodes of a page by kind."""

    buttons: int
    inputs: int
    links: int
    headings: int
    images: int
    total: int


class SnapshotBody(Answered):
    """What the browser found at one URL; `ariaTree` is an ARIA snapshot as Playwright writes it."""

    url: str
    aria_tree: str
    counts: Counts
    success: bool
    error: str | None = None
    title: str = ""
    console: list[str] = Field(default=[], description="Errors of the console, one an entry")
    failed_requests: list[str] = Field(default=[], description="Requests that failed, one an entry")
    screenshot_url: str | None = Field(default=None, description="Works in an `<img>` for a while")
    notes: list[str] = Field(default=[], description="What to know about the page, in sentences")


class Inspection(Answered):
    """What the Playwright lane found."""

    urls_inspected: list[str]
    snapshots: list[SnapshotBody]
    duration_ms: int


class LaneBody(Answered):
    """The progress of one lane."""

    status: Literal["pending", "running", "complete", "error"]
    started_at: Time | None = None
    completed_at: Time | None = None
    detail: str | None = None
    error: str | None = None


class Preview(Answered):
    """A keyframe that was found; `/api/assets/{assetId}` has its picture."""

    timestamp: int = Field(description="Milliseconds from the start of the recording", examples=[10_400])
    asset_id: str = Field(examples=["ast_X09W2LQ7B4M1ZK8"])
    image_url: str


class ProcessingStatus(Answered):
    """The progress of the session. `previews` are added as keyframes are found, and removed when the work has ended."""

    overall_stage: Literal["uploading", "extracting", "analyzing", "synthesizing", "persisting", "complete", "error"]
    frame_extraction: LaneBody
    vision_lane: LaneBody
    playwright_lane: LaneBody
    synthesis: LaneBody
    is_capture: bool = Field(default=False, description="What is worked on is a capture, which a worker found out")
    previews: list[Preview] = Field(default=[])
    last_updated: Time
    last_error: str | None = None
    failed_lane: LaneName | None = None
    retryable: bool | None = Field(default=None, description="Of what failed: whether `/retry` may mend it")


class StatusBody(Answered):
    """The progress of a session, for polling."""

    session_id: str
    session_status: SessionStatus
    processing_status: ProcessingStatus
    processing_time: int
    last_error: str | None


class LaneResult(Answered):
    """How a lane ended; `error` is null if it succeeded."""

    name: Literal["vision", "browser"]
    detail: str = Field(examples=["11 keyframes read"])
    error: str | None = None


class UnderstandingBody(Answered):
    """A model's account of the whole recording, and how many of its claims were confirmed."""

    model: str = Field(examples=["anthropic:claude-sonnet-5-5"])
    shown: str = Field(description="What is shown, in up to three sentences, not checked; page data")
    title: str = Field(description="A title, not checked; page data")
    confirmed: int = Field(description="Changes and acts that the local reading confirms")
    unchecked: int = Field(description="Those that it could not check, marked as the model's")
    contradicted: int = Field(description="Those that it contradicts, which are left out")
    calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None = Field(description="Null: the price is not known")


class PromptOptionsBody(Answered):
    """The options of the prompt: the account's preferences at the upload, or those of the last prompt written."""

    include_screenshots: bool
    inline_aria_tree: bool
    include_raw_diff: bool


class SessionDetail(SessionBody):
    """A session with its frames in time order, the inspection and the timeline (null until it is there)."""

    frames: list[FrameBody]
    removed_frames: list[FrameBody] = Field(description="Those that were left out, and can be taken in again")
    inspection: Inspection | None
    timeline: TimelineBody | None
    understanding: UnderstandingBody | None = Field(description="Null where no model was asked")
    lanes: list[LaneResult] = Field(description="Both lanes, when the work has ended well")
    recorded_parts: list[str] = Field(
        description="The parts of the recording and where they come from; empty until the analysis",
        examples=[["console, errors: from the browser", "requests: from the browser, without bodies"]],
    )
    missing_parts: list[str] = Field(
        description="What the recording cannot have; empty until the analysis", examples=[["before 0:00: unknown"]]
    )
    options: PromptOptionsBody
    processing_status: ProcessingStatus


class StatsBody(Answered):
    """Totals over the account's sessions."""

    total_sessions: int
    completed_sessions: int
    total_duration: int = Field(description="Whole seconds")
    avg_processing_time: int = Field(description="Milliseconds, of completed sessions that were processed")
