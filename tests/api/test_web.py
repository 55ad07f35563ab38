"""The web app's page and files, as they are served: at every address of the app, and with nothing else let in."""

from __future__ import annotations

import hashlib
import re
import shutil
from base64 import b64encode
from typing import TYPE_CHECKING, NoReturn

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from claude_scope.api.routes import web
from claude_scope.errors import StoreUnavailable

if TYPE_CHECKING:
    from pathlib import Path

    from claude_scope.api.service import Service

A_PERSON = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
KINDS = {
    "/web/js/main.js": "text/javascript",
    "/web/css/base.css": "text/css",
    "/web/css/tokens.css": "text/css",
    "/web/icon.svg": "image/svg+xml",
}


def test_the_pages_are_those_of_the_map_of_the_app() -> None:
    patterns = re.findall(r'pattern: "(/[^"]*)"', (web.FOLDER / "js" / "pages.js").read_text())
    assert [re.sub(r"\{\w+\}", ":id", path) for path in web.PAGES] == patterns


@pytest.mark.parametrize("path", [path.format(session_id="sess_ABCDEFGH") for path in web.PAGES])
async def test_every_address_of_the_app_is_its_one_page(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path, headers=A_PERSON)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.text.replace(f"/web/{web.FILES.version()}/", "/web/") == (web.FOLDER / "index.html").read_text()


async def test_an_address_that_is_none_is_told_by_the_app_to_a_person_and_in_json_to_others(
    client: httpx.AsyncClient,
) -> None:
    shown = await client.get("/nothing", headers=A_PERSON)
    assert (shown.status_code, "<!doctype html>" in shown.text) == (404, True)
    for path, accept in (("/nothing", "*/*"), ("/api/nothing", "text/html"), ("/web/nothing.js", "text/html")):
        answer = await client.get(path, headers={"accept": accept})
        assert (answer.status_code, answer.json()["statusCode"]) == (404, 404), path


async def test_the_page_runs_and_loads_nothing_but_its_own_files(client: httpx.AsyncClient) -> None:
    answer = await client.get("/", headers=A_PERSON)
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))
    (import_map,) = re.findall(r"<script type=.importmap.>(.*?)</script>", answer.text, re.DOTALL)
    digest = b64encode(hashlib.sha256(import_map.encode()).digest()).decode()
    assert policy["script-src"] == f"'self' 'sha256-{digest}'"
    assert (policy["default-src"], policy["style-src"], policy["connect-src"]) == ("'none'", "'self'", "'self'")
    assert (policy["require-trusted-types-for"], policy["trusted-types"]) == ("'script'", "'none'")
    assert (policy["base-uri"], policy["form-action"], policy["frame-ancestors"]) == ("'none'",) * 3
    assert "unsafe" not in answer.headers["content-security-policy"]
    others = re.findall(r"<script(?![^>]*src=)(?![^>]*importmap)|<style|\sstyle=|\son\w+=|https?://", answer.text)
    assert others == []


async def test_every_file_that_the_page_names_is_there(client: httpx.AsyncClient) -> None:
    text = (await client.get("/", headers=A_PERSON)).text
    named = re.findall(r'"(/web/[^"]+)"', text)
    assert len(named) > 8
    for path in named:
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, web.IMMUTABLE["cache-control"]), path


async def test_files_have_their_kind_and_are_asked_for_anew(client: httpx.AsyncClient) -> None:
    """By an address that names no version, or another one."""
    for path, kind in KINDS.items():
        for address in (path, path.replace("/web/", "/web/v-0123456789abcdef/")):
            answer = await client.get(address)
            headers = answer.headers
            assert (headers["content-type"].partition(";")[0], headers["cache-control"]) == (kind, "no-cache")
            again = await client.get(address, headers={"if-none-match": headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")


def test_the_version_is_that_of_what_the_files_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(web.FOLDER, tmp_path / "web", copy_function=shutil.copyfile)
    before = web.FILES.version()
    monkeypatch.setattr(web, "FOLDER", folder)
    copied = web.Files()
    assert copied.version() == before
    changed = folder / "js" / "words.js"
    changed.write_text("// Another one.")
    assert copied.version() != before
    changed.unlink()
    assert copied.version() == before


async def test_what_was_changed_since_the_page_was_made_is_not_kept_as_what_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a change that is undone would stay in browsers: its version is that of before."""
    folder = shutil.copytree(web.FOLDER, tmp_path / "web")
    monkeypatch.setattr(web, "FOLDER", folder)
    files = web.Files()
    transport = httpx.ASGITransport(Starlette(routes=[Mount("/web", files)]))
    async with httpx.AsyncClient(transport=transport, base_url="http://web") as client:
        for path in ("js/words.js", "js/main.js"):
            (folder / path).write_text("// Before.")
        address = f"/web/{files.version()}/js/"
        (folder / "js" / "main.js").write_text("// After.")
        kept = {name: (await client.get(address + name)).headers["cache-control"] for name in ("words.js", "main.js")}
    assert kept == {"words.js": web.IMMUTABLE["cache-control"], "main.js": "no-cache"}


async def test_a_page_names_its_files_anew_when_one_is_changed(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (await client.get("/", headers=A_PERSON)).text
    monkeypatch.setattr(web.FILES, "version", lambda: "v-0123456789abcdef")
    after = (await client.get("/", headers=A_PERSON)).text
    assert "/web/v-0123456789abcdef/js/main.js" in after
    assert "/web/v-0123456789abcdef/js/main.js" not in before


async def test_text_is_sent_compressed_and_pictures_as_they_are(client: httpx.AsyncClient) -> None:
    picture = next((web.FOLDER / "demo").glob("*.webp"))
    for path, encoding in (("css/tokens.css", "gzip"), ("js/api.js", "gzip"), (f"demo/{picture.name}", None)):
        answer = await client.get(f"/web/{path}", headers={"accept-encoding": "gzip"})
        assert answer.headers.get("content-encoding") == encoding, path


async def test_the_page_comes_also_when_no_address_of_a_picture_can_be_signed(
    client: httpx.AsyncClient, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: object, **__: object) -> NoReturn:
        raise StoreUnavailable("S3 refuses the access key.")

    monkeypatch.setattr(service.assets, "url", refused)
    answer = await client.get("/", headers=A_PERSON)
    assert answer.status_code == 200
    assert "img-src 'self' blob:;" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "%2e%2e%2fsettings.py",
        "..%2f..%2fsettings.py",
        "%2fetc%2fpasswd",
        "js",
        "nothing",
        *(f"v-0123456789abcdef/{path}" for path in ("", "..%2f..%2f..%2fsettings.py", "%2fetc%2fpasswd", "js")),
    ],
)
async def test_no_other_file_can_be_had(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(f"/web/{path}")).status_code == 404
