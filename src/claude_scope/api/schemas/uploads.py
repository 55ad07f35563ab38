"""Resumable uploads."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from claude_scope.api.http.rate_limits import CHUNK_BYTES
from claude_scope.api.schemas.recordings import NewRecording
from claude_scope.api.schemas.wire import Answered, Count, Given, Time, whole

Bytes = Annotated[int, Field(ge=1, le=2**53), BeforeValidator(whole)]


class NewUpload(NewRecording):
    """The fields of a recording's form, without the file. A video needs a title and an address: see `finish`."""

    duration_ms: Count | None = None
    size: Bytes | None = Field(
        default=None, description="Bytes of the whole file, for a refusal before anything is sent"
    )

    def fields(self) -> dict[str, str]:
        """The fields of the form, as strings."""
        given = self.model_dump(by_alias=True, exclude_none=True, exclude_unset=True, exclude={"size"})
        return {name: str(value) for name, value in given.items()}


class WholeUpload(Given):
    """The size of the whole file."""

    size: Bytes


class UploadBody(Answered):
    """A resumable upload. All bytes before `received` are stored; the client goes on there."""

    id: str = Field(pattern=r"^upl_[A-Z0-9]{8}$", examples=["upl_7Q2M0XKD"])
    received: int = Field(description="Bytes")
    chunk_bytes: int = Field(default=CHUNK_BYTES, description="The longest chunk, in bytes")
    expires_at: Time
    session_id: str | None = Field(description="Its session, once it is finished", examples=["sess_7Q2M0XKD"])


def chunk() -> dict[str, Any]:
    """Describe the body and header of a chunk for OpenAPI. FastAPI cannot, because the route reads them itself."""
    digest = {
        "name": "Content-Digest",
        "in": "header",
        "required": True,
        "description": "The SHA-256 of the body (RFC 9530)",
        "schema": {"type": "string", "pattern": "^sha-256=:[A-Za-z0-9+/]{43}=:$"},
    }
    content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {"parameters": [digest], "requestBody": {"required": True, "content": content}}
