"""The web app: one page for every address of it, and the files that the page loads."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
from base64 import b64encode
from functools import lru_cache
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
    from collections.abc import Iterator

    from fastapi import FastAPI
    from starlette.responses import Response
    from starlette.types import Scope

PACKAGE = Path(claude_scope.__file__).resolve().parent
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
IMMUTABLE = {"cache-control": "public, max-age=31536000, immutable"}
"""RFC 8246: of a file below a version, so that a page that is loaded again asks for none."""
VERSION = re.compile(r"v-[0-9a-f]{16}")


class Files(StaticFiles):
    """The files of the app, and the colours among them, also below a version; what there is not is told as everywhere.

    A file that is asked for by another version, as after an update, is sent as it is here, to be asked for again.
    """

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)
        self._seen: dict[str, int] = {}
        self._version = ""

    def version(self) -> str:
        """Of all files together: a digest of what they hold, so that all processes that have the same files agree."""
        found = {**dict(sorted(_times(FOLDER))), str(TOKENS): TOKENS.stat().st_mtime_ns}
        if found != self._seen:
            digests = (hashlib.sha256(Path(path).read_bytes()).digest() for path in found)
            self._seen, self._version = found, f"v-{hashlib.sha256(b''.join(digests)).hexdigest()[:16]}"
        return self._version

    def get_path(self, scope: Scope) -> str:
        """The path of a file in the app, without the version."""
        path = super().get_path(scope)
        first, _, rest = path.partition(os.sep)
        return rest if VERSION.fullmatch(first) else path

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Where a file is, by its path in the app."""
        return (str(TOKENS), TOKENS.stat()) if Path(path) == COLOURS else super().lookup_path(path)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """With how long it may be kept."""
        answer = super().file_response(full_path, stat_result, scope, status_code)
        is_current = scope["path"].startswith(f"/web/{self._version or self.version()}/")
        is_as_seen = self._seen.get(str(full_path)) == stat_result.st_mtime_ns  # not changed since the page was made
        answer.headers.update(IMMUTABLE if is_current and is_as_seen else REVALIDATE)
        return answer


FILES = Files()


def _times(folder: str | os.PathLike[str]) -> Iterator[tuple[str, int]]:
    """Of each file in it, its path and when it was changed; four times faster than `Path.rglob`."""
    with os.scandir(folder) as found:
        for one in found:
            yield from _times(one) if one.is_dir() else [(one.path, one.stat().st_mtime_ns)]


def install(app: FastAPI) -> None:
    """Add the pages and files to an app."""
    mimetypes.add_type("text/javascript", ".js")  # Windows may think otherwise, and browsers then refuse a module
    for path in PAGES:
        app.router.add_route(path, page, methods=["GET"], include_in_schema=False)
    app.mount("/web", GZipMiddleware(FILES))


def is_for_a_person(request: Request) -> bool:
    """Whether a page is asked for, and not something of the API or a file."""
    is_ours = request.url.path.startswith(("/api/", "/web/", "/.well-known/"))
    return request.method == "GET" and not is_ours and "text/html" in request.headers.get("accept", "")


async def page(request: Request) -> HTMLResponse:
    """The page; the token of a one-time link stays in the browser, behind `#`."""
    return await shell(request, 200)


async def shell(request: Request, status: int) -> HTMLResponse:
    """The page with a status: 404 where the app will say that there is no such page."""
    text, import_map = _page(FILES.version())
    policy = POLICY.format(import_map=import_map, pictures=await _elsewhere(request))
    return HTMLResponse(
        text, status, {"content-security-policy": policy, "permissions-policy": PERMISSIONS, **REVALIDATE}
    )


@lru_cache(maxsize=1)
def _page(version: str) -> tuple[str, str]:
    """The page's text, and the hash that lets its import map, the one script inside of it, be used."""
    text = (FOLDER / "index.html").read_text(encoding="utf-8").replace('"/web/', f'"/web/{version}/')
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
