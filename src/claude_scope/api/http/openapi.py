"""The OpenAPI 3.1 description: FastAPI's own description with corrected errors."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi

from claude_scope.api.schemas.wire import ErrorBody

if TYPE_CHECKING:
    from fastapi import FastAPI

ABOUT = """One recording of a browser tab becomes one session, and a session becomes a prompt for a coding agent.

Times are ISO 8601 in UTC with milliseconds. Fields that are not known are refused. What belongs to another account
does not exist (404). After 429 and 503 wait as long as `Retry-After` says.
"""
ERRORS = {
    400: "A field does not fit",
    401: "The token is missing, expired or not valid",
    404: "It does not exist, or belongs to another account",
    409: "It cannot be done in the state it is in",
    416: "The range is outside the file",
    429: "Too many requests; `Retry-After` says when to try again",
    503: "Busy; `Retry-After` says when to try again",
}
ALWAYS = (400, 429, 503)
"""Errors of every route: malformed or too long request, too many requests, store unavailable."""


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the errors of a route: `statuses` and those of every route."""
    return {status: {"model": ErrorBody, "description": ERRORS[status]} for status in sorted({*ALWAYS, *statuses})}


def describe(app: FastAPI) -> None:
    """Install the description in the app."""

    @cache
    def description() -> dict[str, Any]:
        described = get_openapi(title=app.title, version=app.version, description=ABOUT, routes=app.routes)
        for path in described["paths"].values():
            for operation in path.values():
                _correct(operation)
        for name in ("HTTPValidationError", "ValidationError"):
            described["components"]["schemas"].pop(name, None)
        return described

    app.openapi = description  # type: ignore[method-assign] # the way FastAPI documents


def _correct(operation: dict[str, Any]) -> None:
    """Remove the 422, which never occurs; add the errors for invalid tokens, locked accounts and rate limits."""
    operation["responses"].pop("422", None)
    wanted = (*ALWAYS, 401, 409) if operation.get("security") else ALWAYS
    for status in wanted:
        error = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}
        operation["responses"].setdefault(str(status), {"description": ERRORS[status], "content": error})
    for busy in ("429", "503"):
        operation["responses"][busy]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
