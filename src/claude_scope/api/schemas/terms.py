"""Ways to sign in, upload limits, quota."""

from __future__ import annotations

from pydantic import Field

from claude_scope.api.schemas.wire import Answered
from claude_scope.settings import SignUp


class ProviderBody(Answered):
    """A company's identity provider, whose tokens are accepted."""

    issuer: str = Field(examples=["https://login.example.com"])


class SignInTerms(Answered):
    """The ways to sign in. `local`: the client is at the server's own machine, where the one-time link works.

    `tokenCommand` prints a token. Only local clients see it, since it may name the server's data folder.
    """

    sign_up: SignUp
    provider: ProviderBody | None
    local: bool
    token_command: str | None = Field(examples=["claude-scope token"])


class UploadTerms(Answered):
    """The upload limits of the account that a browser can check before it sends."""

    max_upload_bytes: int = Field(examples=[104857600], description="Of the file")
    max_pixels: int = Field(examples=[16588800], description="Width times height of a frame")
    max_duration_ms: int = Field(
        examples=[630000], description="The account's `maxRecordingLength`, and what a recorder takes to stop"
    )
    max_title: int = Field(examples=[500], description="Characters")
    max_notes: int = Field(examples=[2000], description="Characters")
    max_url: int = Field(examples=[2000], description="Characters of `seedUrl`")
    mime_types: list[str] = Field(
        examples=[["video/webm", "video/mp4", "video/x-matroska", "image/gif"]],
        description="What is taken: the content decides, so a file of another declared type may be one of these",
    )


class UsageBody(Answered):
    """What an account uses of its quota; a limit of null means none."""

    sessions: int = Field(examples=[123])
    max_sessions: int | None = Field(examples=[10_000])
    bytes: int = Field(examples=[812_345_678], description="Of the files of the sessions")
    max_bytes: int | None = Field(examples=[100_000_000_000])
