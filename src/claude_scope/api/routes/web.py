"""The web app: one HTML page for all of its paths, the page's files, and the packed browser extension."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
import os
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

import claude_scope
from claude_scope.api.http.byte_ranges import is_known
from claude_scope.errors import StoreUnavailable
from claude_scope.extension.pack import packed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastapi import FastAPI

PACKAGE = Path(claude_scope.__file__).parent
FOLDER = PACKAGE / "web"
TOKENS = PACKAGE / "report" / "css" / "00-tokens.css"
"""The report's colours, which the app uses too."""
COLOURS = "css/tokens.css"
"""The path of the shared colours in the app."""
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
    "/pair/{pairing_id}",
    "/profile",
)
"""The paths of the app's pages, the same as in web/js/pages.js."""
POLICY = (
    "default-src 'none'; script-src 'self' '{import_map}'; style-src 'self'; img-src 'self' blob:{pictures}; "
    "media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Content Security Policy Level 3: our own files, nothing inline."""
PERMISSIONS = "microphone=(), geolocation=(), display-capture=(self)"
"""`camera` is not listed, because Chromium checks that permission whenever a tab is recorded."""
REVALIDATE = {"cache-control": "no-cache"}
"""Browsers send a request each time, and get a 304 for an unchanged file."""
IMMUTABLE = {"cache-control": "public, max-age=31536000, immutable"}
"""For paths with the current version (RFC 8246). Browsers do not request them again when a page is reloaded."""
UNKEPT = {"cache-control": "no-store"}
"""For paths with another version, as during an update: the served file may not belong to that version."""
EXTENSION = "/claude-scope-extension.zip"
"""The path of the extension for Chromium. It needs no token, because it contains no data of an account."""
VERSION = re.compile(r"(v-[0-9a-f]{16})/(.*)")


@dataclass(frozen=True, slots=True)
class Edition:
    """A snapshot of the app's files, by their paths below `/web/`."""

    files: Mapping[str, bytes]
    tags: Mapping[str, str]
    """The entity tag of each file (RFC 9110, section 8.8.3)."""
    version: str
    """A digest of all files, so that all processes with the same files have the same version."""
    page: str
    """The HTML page. Its links contain the version."""
    import_map: str
    """The hash that allows the page's import map, its only inline script."""

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> Edition:
        """Build an edition from the files' content; `index.html` is the page."""
        digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
        version = f"v-{hashlib.sha256(repr(digests).encode()).hexdigest()[:16]}"
        page = files["index.html"].decode().replace('"/web/', f'"/web/{version}/')
        script = page.partition('<script type="importmap">')[2].partition("</script>")[0]
        import_map = "sha256-" + b64encode(hashlib.sha256(script.encode()).digest()).decode()
        return cls(files, {name: f'"{digest[:32]}"' for name, digest in digests.items()}, version, page, import_map)


class Editions:
    """Holds the current edition. The next loaded page has changed files, without a restart."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._seen: list[tuple[str, str, int, int]] = []
        self._last: Edition | None = None

    def now(self) -> Edition:
        """Read the files again if a size or a time has changed; the check takes a millisecond.

        If a file is missing, because files are being replaced, the previous edition is kept.
        """
        try:
            found = [*sorted(_found(self._folder)), (COLOURS, str(TOKENS), *_looks(TOKENS.stat()))]
            if self._last is None or found != self._seen:
                self._last = Edition.of({name: Path(path).read_bytes() for name, path, *_ in found})
                self._seen = found
        except OSError:
            if self._last is None:
                raise
        return self._last

    def with_version(self, version: str) -> Edition:
        """The last edition if it has this version, otherwise the current one."""
        return self._last if self._last and self._last.version == version else self.now()


def _found(folder: str | os.PathLike[str], below: str = "") -> Iterator[tuple[str, str, int, int]]:
    """Yield each file's path in the app, path on disk, size and modification time.

    This is four times faster than `Path.rglob`. Files that begin with a dot are skipped: they belong to editors.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{below}{entry.name}"
            if entry.is_dir():
                yield from _found(entry, f"{name}/")
            elif entry.is_file() and not entry.name.startswith("."):
                yield name, entry.path, *_looks(entry.stat())


def _looks(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_size, stat.st_mtime_ns


async def file(request: Request) -> Response:
    """Serve a file of the app, with or without a version in its path; unknown files answer the usual 404."""
    editions: Editions = request.app.state.web
    path: str = request.path_params["path"]
    asked = VERSION.fullmatch(path)
    edition = editions.with_version(asked[1]) if asked else editions.now()
    name = asked[2] if asked else path
    if name not in edition.files:
        raise HTTPException(404)
    kept = REVALIDATE if not asked else IMMUTABLE if asked[1] == edition.version else UNKEPT
    headers = {**kept, "etag": edition.tags[name], "vary": "Accept-Encoding"}
    if is_known(request.headers, edition.tags[name]):
        return Response(status_code=304, headers=headers)
    return Response(edition.files[name], media_type=mimetypes.guess_type(name)[0], headers=headers)


@cache
def _extension() -> tuple[bytes, str]:
    """The packed extension and its entity tag."""
    archive = packed("chromium")
    return archive, f'"{hashlib.sha256(archive).hexdigest()[:32]}"'


async def extension(request: Request) -> Response:
    """Serve the packed extension. Browsers send a request each time, and get a 304 for unchanged content."""
    archive, tag = await asyncio.to_thread(_extension)
    headers = {**REVALIDATE, "etag": tag}
    if is_known(request.headers, tag):
        return Response(status_code=304, headers=headers)
    headers["content-disposition"] = f'attachment; filename="{EXTENSION[1:]}"'
    return Response(archive, media_type="application/zip", headers=headers)


def install(app: FastAPI) -> None:
    """Add the pages and files to an app."""
    mimetypes.add_type("text/javascript", ".js")  # Windows may map .js to a type that browsers refuse
    for path in PAGES:
        app.router.add_route(path, page, methods=["GET"], include_in_schema=False)
    app.router.add_route(EXTENSION, extension, methods=["GET"], include_in_schema=False)
    app.state.web = Editions()
    packed = [Middleware(GZipMiddleware)]
    app.router.routes.append(
        Route("/web/{path:path}", file, methods=["GET"], include_in_schema=False, middleware=packed)
    )


def is_for_a_person(request: Request) -> bool:
    """Whether a browser requests a page, not the API or a file."""
    is_ours = request.url.path.startswith(("/api/", "/web/", "/.well-known/"))
    return request.method == "GET" and not is_ours and "text/html" in request.headers.get("accept", "")


async def page(request: Request) -> HTMLResponse:
    """Return the page. The token of a one-time link is in the fragment, which stays in the browser."""
    return await shell(request, 200)


async def shell(request: Request, status: int) -> HTMLResponse:
    """Return the page with a status: 404 if the app has no page at the path."""
    edition: Edition = request.app.state.web.now()
    policy = POLICY.format(import_map=edition.import_map, pictures=await _elsewhere(request))
    return HTMLResponse(
        edition.page, status, {"content-security-policy": policy, "permissions-policy": PERMISSIONS, **REVALIDATE}
    )


async def _elsewhere(request: Request) -> str:
    """The origin of S3, with a leading space, if pictures are stored there; otherwise empty."""
    try:
        address = await request.app.state.service.assets.url("0", expires_s=1, mime_type="image/png")
    except StoreUnavailable:  # the page reports the failed store, and no picture would load anyway
        return ""
    if address is None:
        return ""
    parts = urlsplit(address)
    return f" {parts.scheme}://{parts.netloc}"
