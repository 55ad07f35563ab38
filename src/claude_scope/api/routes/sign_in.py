"""The sign-in page and its files: where the one-time link leads."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from starlette.responses import FileResponse, RedirectResponse

import claude_scope
from claude_scope.errors import NotFound

PACKAGE = Path(claude_scope.__file__).parent
PAGE = PACKAGE / "web" / "sign-in.html"
FILES = {
    "sign-in.js": (PACKAGE / "web" / "sign-in.js", "text/javascript"),
    "sign-in.css": (PACKAGE / "web" / "sign-in.css", "text/css"),
    "icon.svg": (PACKAGE / "web" / "icon.svg", "image/svg+xml"),
    "tokens.css": (PACKAGE / "report" / "css" / "00-tokens.css", "text/css"),
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
"""Content Security Policy Level 3: our own files, and none of what could be injected."""
REVALIDATE = "no-cache"
"""A new version is seen at once; the files are small."""

router = APIRouter(include_in_schema=False)


@router.head("/")
@router.get("/")
async def root() -> RedirectResponse:
    """To the only page there is."""
    return RedirectResponse("/sign-in")


@router.head("/sign-in")
@router.get("/sign-in")
async def sign_in_page() -> FileResponse:
    """The page; the token stays in the browser, behind `#`."""
    return FileResponse(PAGE, headers={"content-security-policy": POLICY, "cache-control": REVALIDATE})


@router.head("/web/{name}")
@router.get("/web/{name}")
async def web_file(name: str) -> FileResponse:
    """A file of the page; raises NotFound for any other name."""
    if name not in FILES:
        raise NotFound("There is no such file.")
    path, mime_type = FILES[name]
    return FileResponse(path, media_type=mime_type, headers={"cache-control": REVALIDATE})
