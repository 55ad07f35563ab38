"""The OpenAPI description of the API, and Swagger UI."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response

from claude_scope.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter(prefix="/api", include_in_schema=False)
FOLDER = Path(__file__).parents[1] / "swagger_ui"
FILES: Mapping[str, str] = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "start.js": "text/javascript",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""Swagger UI needs inline styles. Scripts come only from its folder."""
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Claude Scope: REST API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<div id="swagger-ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
"""


@router.head("/openapi.json")
@router.get("/openapi.json")
async def openapi(request: Request) -> JSONResponse:
    """Return the OpenAPI 3.1 description."""
    return JSONResponse(request.app.openapi())


@router.head("/docs")
@router.get("/docs")
async def page() -> HTMLResponse:
    """Serve Swagger UI, which shows the API and can send requests. It loads nothing from other hosts."""
    return HTMLResponse(PAGE, headers={"content-security-policy": POLICY})


@router.head("/docs/{name}")
@router.get("/docs/{name}")
async def file_of_page(name: str) -> Response:
    """Serve a file of Swagger UI."""
    if name not in FILES:
        raise NotFound("There is nothing at this address; see /api/docs.")
    return FileResponse(FOLDER / name, media_type=FILES[name], headers={"cache-control": "public, max-age=3600"})
