"""The web app: one page for all of its addresses, and the files that the page loads."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
from base64 import b64encode
from dataclasses import dataclass
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

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastapi import FastAPI

PACKAGE = Path(claude_scope.__file__).parent
FOLDER = PACKAGE / "web"
TOKENS = PACKAGE / "report" / "css" / "00-tokens.css"
"""The colours are those of the report."""
COLOURS = "css/tokens.css"
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
"""RFC 8246: of a file below our version, so that a page that is loaded again asks for none."""
UNKEPT = {"cache-control": "no-store"}
"""Of a file below another version, as while a service is updated: what we have may be no part of it."""
VERSION = re.compile(r"(v-[0-9a-f]{16})/(.*)")


@dataclass(frozen=True, slots=True)
class Edition:
    """The files of the app as they were at one moment, by their paths below `/web/`."""

    files: Mapping[str, bytes]
    tags: Mapping[str, str]
    """Of each file, its entity tag (RFC 9110, section 8.8.3)."""
    version: str
    """A digest of all, so that all processes that have the same files agree."""
    page: str
    """The page, which names its files below the version."""
    import_map: str
    """The hash that lets the page's import map, the one script inside of it, be used."""

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> Edition:
        """Of what the files hold; `index.html` is the page."""
        digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
        version = f"v-{hashlib.sha256(repr(digests).encode()).hexdigest()[:16]}"
        page = files["index.html"].decode().replace('"/web/', f'"/web/{version}/')
        script = page.partition('<script type="importmap">')[2].partition("</script>")[0]
        import_map = "sha256-" + b64encode(hashlib.sha256(script.encode()).digest()).decode()
        return cls(files, {name: f'"{digest[:32]}"' for name, digest in digests.items()}, version, page, import_map)


class Editions:
    """The edition of now: a file that is changed is seen at the next page, without a restart."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._seen: list[tuple[str, str, int, int]] = []
        self._last: Edition | None = None

    def now(self) -> Edition:
        """Reads the files again if one has another size or time than when they were read; takes a millisecond.

        While files are replaced, one that was found may be gone: then it is the edition of before.
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
        """The last one if it has this version, else that of now."""
        return self._last if self._last and self._last.version == version else self.now()


def _found(folder: str | os.PathLike[str], below: str = "") -> Iterator[tuple[str, str, int, int]]:
    """Of each file: its path in the app, its path, its size, and when it was changed.

    Four times faster than `Path.rglob`. What begins with a dot is an editor's.
    """
    with os.scandir(folder) as entries:
        for one in entries:
            name = f"{below}{one.name}"
            if one.is_dir():
                yield from _found(one, f"{name}/")
            elif one.is_file() and not one.name.startswith("."):
                yield name, one.path, *_looks(one.stat())


def _looks(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_size, stat.st_mtime_ns


async def file(request: Request) -> Response:
    """A file of the app by its path, with or without a version before it; what there is not is told as everywhere."""
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


def install(app: FastAPI) -> None:
    """Add the pages and files to an app."""
    mimetypes.add_type("text/javascript", ".js")  # Windows may think otherwise, and browsers then refuse a module
    for path in PAGES:
        app.router.add_route(path, page, methods=["GET"], include_in_schema=False)
    app.state.web = Editions()
    packed = [Middleware(GZipMiddleware)]
    app.router.routes.append(
        Route("/web/{path:path}", file, methods=["GET"], include_in_schema=False, middleware=packed)
    )


def is_for_a_person(request: Request) -> bool:
    """Whether a page is asked for, and not something of the API or a file."""
    is_ours = request.url.path.startswith(("/api/", "/web/", "/.well-known/"))
    return request.method == "GET" and not is_ours and "text/html" in request.headers.get("accept", "")


async def page(request: Request) -> HTMLResponse:
    """The page; the token of a one-time link stays in the browser, behind `#`."""
    return await shell(request, 200)


async def shell(request: Request, status: int) -> HTMLResponse:
    """The page with a status: 404 where the app will say that there is no such page."""
    edition: Edition = request.app.state.web.now()
    policy = POLICY.format(import_map=edition.import_map, pictures=await _elsewhere(request))
    return HTMLResponse(
        edition.page, status, {"content-security-policy": policy, "permissions-policy": PERMISSIONS, **REVALIDATE}
    )


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
