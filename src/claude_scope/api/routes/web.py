"""The web app: one page for every address of it, and the files that the page loads."""

from __future__ import annotations

import hashlib
import mimetypes
import os
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fastapi import Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

import claude_scope
from claude_scope.errors import StoreUnavailable

if TYPE_CHECKING:
    from fastapi import FastAPI

PACKAGE = Path(claude_scope.__file__).parent
FOLDER = PACKAGE / "web"
TOKENS = PACKAGE / "report" / "css" / "00-tokens.css"
"""The colours are those of the report."""
COLOURS = Path("css", "tokens.css")
"""Where the app has them."""
PAGES = (
    "/",
    "/sign-in",
    "/sign-up",
    "/dashboard",
    "/record",
    "/sessions",
    "/sessions/{session_id}",
    "/sessions/{session_id}/processing",
    "/sessions/{session_id}/review",
    "/sessions/{session_id}/output",
    "/settings",
    "/models",
    "/profile",
)
"""Those of web/js/pages.js."""
POLICY = (
    "default-src 'none'; script-src 'self' '{import_map}'; style-src 'self'; img-src 'self' blob:{pictures}; "
    "media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Content Security Policy Level 3: our own files, and none of what could be injected."""
PERMISSIONS = "microphone=(), geolocation=(), display-capture=(self)"
"""Without the camera, which Chromium would ask about, and tell of, whenever a tab is recorded."""
REVALIDATE = {"cache-control": "no-cache"}
"""A new version is seen at once; what is known already is a 304."""


class Files(StaticFiles):
    """The files of the app, and the colours among them; what there is not is told as everywhere."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Where a file is, by its path in the app."""
        return (str(TOKENS), TOKENS.stat()) if Path(path) == COLOURS else super().lookup_path(path)

    def file_response(self, *args: object, **kwargs: object) -> object:  # type: ignore[override] # only passed on
        """With the word that it may change."""
        answer = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        answer.headers.update(REVALIDATE)
        return answer


def install(app: FastAPI) -> None:
    """Add the pages and files to an app."""
    mimetypes.add_type("text/javascript", ".js")  # Windows may think otherwise, and browsers then refuse a module
    for path in PAGES:
        app.router.add_route(path, page, methods=["GET"], include_in_schema=False)
    app.mount("/web", GZipMiddleware(Files(directory=FOLDER)))


def is_for_a_person(request: Request) -> bool:
    """Whether a page is asked for, and not something of the API or a file."""
    is_ours = request.url.path.startswith(("/api/", "/web/", "/.well-known/"))
    return request.method == "GET" and not is_ours and "text/html" in request.headers.get("accept", "")


async def page(request: Request) -> HTMLResponse:
    """The page; the token of a one-time link stays in the browser, behind `#`."""
    return await shell(request, 200)


async def shell(request: Request, status: int) -> HTMLResponse:
    """The page with a status: 404 where the app will say that there is no such page."""
    text, import_map = _page()
    policy = POLICY.format(import_map=import_map, pictures=await _elsewhere(request))
    return HTMLResponse(
        text, status, {"content-security-policy": policy, "permissions-policy": PERMISSIONS, **REVALIDATE}
    )


@cache
def _page() -> tuple[str, str]:
    """The page's text, and the hash that lets its import map, the one script inside of it, be used."""
    text = (FOLDER / "index.html").read_text(encoding="utf-8")
    script = text.partition('<script type="importmap">')[2].partition("</script>")[0]
    return text, "sha256-" + b64encode(hashlib.sha256(script.encode()).digest()).decode()


async def _elsewhere(request: Request) -> str:
    """Where pictures come from besides: S3, to which their addresses lead."""
    try:
        address = await request.app.state.service.assets.url("0", expires_s=1, mime_type="image/png")
    except StoreUnavailable:  # the page tells what else does not work; without the address there is no picture anyway
        return ""
    if address is None:
        return ""
    parts = urlsplit(address)
    return f" {parts.scheme}://{parts.netloc}"
