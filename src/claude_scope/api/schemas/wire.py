"""The base classes of all request and response bodies."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from claude_scope.store.tables import MAX_TITLE

MAX_INTEGER = 2**31 - 1
"""The maximum of an integer column in PostgreSQL."""
NO_NUL = r"^[^\x00]*$"
"""PostgreSQL cannot store the character U+0000."""


def whole(value: object) -> object:
    """Convert 4.0 to 4, which is an integer in JSON (JSON Schema 2020-12, 6.3) but not in Pydantic's strict mode."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def seen(text: str) -> str:
    """Raise ValueError for a text that is empty or only white space."""
    if not re.search(r"\S", text):
        raise ValueError("this may not be empty, nor only white space")
    return text


Count = Annotated[int, Field(ge=0, le=MAX_INTEGER), BeforeValidator(whole)]
"""`Field` comes before the validator. After it, the bounds would be checked but missing in OpenAPI."""
Text = Annotated[str, StringConstraints(pattern=NO_NUL)]
Trimmed = AfterValidator(str.strip)
Title = Annotated[
    str,
    StringConstraints(pattern=NO_NUL, min_length=1, max_length=MAX_TITLE),
    AfterValidator(seen),
    Field(json_schema_extra={"pattern": r"^[^\x00]*[^\x00\s][^\x00]*$"}),
]
Time = Annotated[str, Field(examples=["2026-11-25T04:22:06.123Z"])]
"""ISO 8601, UTC, with milliseconds and `Z`."""

AgentTarget = Literal["CLAUDE_CODE", "CODEX", "CURSOR", "RAW"]
SessionStatus = Literal["processing", "complete", "error"]
PromptStatus = Literal["not_started", "generating", "complete", "error"]


class Given(BaseModel):
    """A request body: unknown fields and numbers in quotes are refused."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True, validate_by_name=False)

    def given(self) -> dict[str, Any]:
        """The fields of the request, by their Python names."""
        return self.model_dump(exclude_unset=True)


class Answered(BaseModel):
    """A response body."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, serialize_by_alias=True)


class ErrorBody(BaseModel):
    """The body of every error; `message` is a list if several fields fail."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"statusCode": 400, "message": "title: this field is required", "error": "Bad Request"}]
        }
    )

    statusCode: int  # noqa: N815 - the contract's own name, in a body that no alias generator touches
    message: str | list[str]
    error: str | None = None
