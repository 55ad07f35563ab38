"""Turns every error into a JSON response: `{"statusCode": 400, "message": "...", "error": "Bad Request"}`.

No response contains a stack trace, a path or a value from the request. Messages come from our own errors.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import compile_path

from claude_scope.api.routes import web
from claude_scope.errors import Busy, ClaudeScopeError, Unauthorized
from claude_scope.wording.validation_messages import worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fastapi import FastAPI
    from starlette.requests import Request

log = logging.getLogger(__name__)

UNEXPECTED = "Something went wrong here; try again, and look at the server's log if it stays."
NO_OBJECT = "The body is not a JSON object; send one, with Content-Type: application/json."


def body_of(status: int, message: str | Sequence[str]) -> dict[str, Any]:
    """The body of an error response; `message` is a list if several fields are invalid."""
    if status == HTTPStatus.UNAUTHORIZED:
        return {"statusCode": 401, "message": "Unauthorized"}
    return {"statusCode": status, "message": message, "error": HTTPStatus(status).phrase}


def answer(status: int, message: str | Sequence[str], headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error response; a 401 names the authentication scheme (RFC 9110, section 11.6.1)."""
    extra = {"www-authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else {}
    return JSONResponse(body_of(status, message), status, {**extra, **(headers or {})})


def of_error(error: ClaudeScopeError) -> JSONResponse:
    """The response for one of our own errors. A server error is logged, and the client gets no details."""
    status = error.http_status
    if isinstance(error, Unauthorized):
        return answer(status, "Unauthorized")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, Busy):
        log.error("request failed", exc_info=error)
        return answer(HTTPStatus.INTERNAL_SERVER_ERROR, UNEXPECTED)
    headers = {"retry-after": str(error.retry_after_s)} if isinstance(error, Busy) else {}
    return answer(status, str(error), headers)


def messages(errors: Iterable[Mapping[str, Any]]) -> list[str]:
    """One message per field, such as `title: this may not be empty`. Messages do not quote values of the request."""
    return list(dict.fromkeys(_message(error) for error in errors))


def of_validation(errors: Iterable[Mapping[str, Any]]) -> JSONResponse:
    """A 400 response with one message, or with a list of several."""
    found = messages(errors)
    return answer(HTTPStatus.BAD_REQUEST, found[0] if len(found) == 1 else found)


def _message(error: Mapping[str, Any]) -> str:
    place = [str(part)[:100] for part in error["loc"] if part not in ("body", "query", "path", "header")]
    if error["type"] == "json_invalid" or (error["type"] == "model_attributes_type" and not place):
        return NO_OBJECT
    said = worded(error)
    return f"{'.'.join(place)}: {said}" if place else said


def methods_at(app: FastAPI, path: str) -> list[str]:
    """All methods of a path, for `Allow` (RFC 9110, section 10.2.1). FastAPI lists only the methods of one route."""
    described: dict[str, Any] = app.openapi()["paths"]
    places = [path] if path in described else [at for at in described if compile_path(at)[0].match(path)]
    found = {method.upper() for at in places for method in described[at]} or {"GET"}  # pages are not part of the API
    return sorted(found | {"HEAD"} if "GET" in found else found)


def install(app: FastAPI) -> None:
    """Register handlers for our own, validation and HTTP errors; `headers.Edge` answers unexpected errors."""

    async def ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, ClaudeScopeError)
        return of_error(error)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError | ValidationError)
        return of_validation(error.errors())

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        status = error.status_code
        if isinstance(error.__cause__, ClaudeScopeError):  # raised while FastAPI read the body
            return of_error(error.__cause__)
        if status == HTTPStatus.NOT_FOUND:
            if web.is_for_a_person(request):
                return await web.shell(request, status)
            return answer(status, "There is nothing at this address; see /api/docs.")
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = {"allow": ", ".join(methods_at(request.app, request.url.path))}
            return answer(status, "This address knows other methods; see /api/docs.", allowed)
        if status == HTTPStatus.BAD_REQUEST:  # FastAPI could not parse it: nested too deeply, or a number too long
            return answer(status, NO_OBJECT)
        return answer(status, HTTPStatus(status).phrase, error.headers)

    app.add_exception_handler(ClaudeScopeError, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
