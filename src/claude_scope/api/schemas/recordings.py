"""The form of an upload, and the response to it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from claude_scope.api.schemas.sessions import FrameBody, Inspection, ProcessingStatus
from claude_scope.api.schemas.wire import (
    MAX_INTEGER,
    NO_NUL,
    AgentTarget,
    Answered,
    Given,
    PromptStatus,
    SessionStatus,
    Title,
    Trimmed,
)
from claude_scope.browser.urls import is_web_address, split_credentials
from claude_scope.store.tables import MAX_NOTES, MAX_URL
from claude_scope.values import CAPTURE_TYPE
from claude_scope.values.containers import GIF_TYPE

MIME_TYPES = ("video/webm", "video/mp4", "video/x-matroska", GIF_TYPE, CAPTURE_TYPE)
"""The MIME types of a recording."""


def page_address(text: str) -> str:
    """Require an http or https URL without user name and password, which would be stored and shown."""
    if not is_web_address(text) or any(letter.isspace() or not letter.isprintable() for letter in text):
        raise ValueError("it has to be the address of a page, and to start with http:// or https://")
    if split_credentials(text)[1] is not None:
        raise ValueError("leave the user name and password out of it")
    return text


SeedUrl = Annotated[str, StringConstraints(max_length=MAX_URL, pattern=NO_NUL), AfterValidator(page_address)]
Notes = Annotated[str, StringConstraints(max_length=MAX_NOTES, pattern=NO_NUL), Trimmed]

NEEDED_BY_A_VIDEO = ("title", "seedUrl")


class NewRecording(Given):
    """The text fields of an upload. Only a video needs a title and an address: a capture has its own."""

    title: Title | None = Field(default=None, examples=["The coupon is lost after a validation error"])
    seed_url: SeedUrl | None = Field(default=None, examples=["http://localhost:4173/checkout"])
    notes: Notes = ""
    agent_target: AgentTarget | None = None
    duration_ms: Annotated[int, Field(ge=0, le=MAX_INTEGER)] | None = None


class ProcessingResponse(Answered):
    """The result of an upload after its processing; `status` says whether it succeeded."""

    session_id: str = Field(examples=["sess_7Q2M0XKD"])
    status: SessionStatus
    title: str
    seed_url: str
    agent_target: AgentTarget
    file_size: int = Field(description="Bytes")
    mime_type: str = Field(examples=["video/webm"])
    prompt: str | None
    prompt_status: PromptStatus
    frames: list[FrameBody]
    frame_count: int
    urls_inspected: list[str]
    processing_ms: int
    inspection: Inspection | None
    processing_status: ProcessingStatus
    last_error: str | None


def form() -> dict[str, Any]:
    """Describe the body for OpenAPI. FastAPI cannot, because the route parses the body itself."""
    schema = NewRecording.model_json_schema()
    properties: dict[str, Any] = {name: _plain(field) for name, field in schema["properties"].items()}
    described = {
        "type": "string",
        "format": "binary",
        "description": "WebM, MP4, Matroska, animated GIF or .scope, by its content",
    }
    for name in NEEDED_BY_A_VIDEO:
        properties[name]["description"] = "Required, unless the file is a .scope, which has its own"
    body = {
        "type": "object",
        "properties": {"file": described, **properties},
        "required": ["file"],
        "additionalProperties": False,
    }
    content = {"multipart/form-data": {"schema": body, "encoding": {"file": {"contentType": "video/webm"}}}}
    return {"requestBody": {"required": True, "content": content}, "security": [{"bearer": []}]}


def _plain(field: dict[str, Any]) -> dict[str, Any]:
    """The schema of a form field, which may be missing but never null."""
    kinds = [kind for kind in field.get("anyOf", ()) if kind.get("type") != "null"]
    rest = {name: value for name, value in field.items() if name not in ("anyOf", "default")}
    return rest | (kinds[0] if kinds else {})
