"""The web app's page and files as they are served: at every address of the app, with a strict
content security policy.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import re
import shutil
import zipfile
from base64 import b64encode
from typing import TYPE_CHECKING, NoReturn

import pytest

from claude_scope.api.routes import web
from claude_scope.errors import StoreUnavailable
from claude_scope.extension.pack import packed

if TYPE_CHECKING:
    from pathlib import Path

    import httpx
    from fastapi import FastAPI

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


@pytest.mark.parametrize(
    "path", [path.format(session_id="sess_ABCDEFGH", pairing_id="pair_00000000") for path in web.PAGES]
)
async def test_every_address_of_the_app_is_its_one_page(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path, headers=A_PERSON)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert (
        answer.text.replace(f"/web/{web.Editions().now().version}/", "/web/") == (web.FOLDER / "index.html").read_text()
    )


async def test_an_unknown_address_is_a_page_for_a_person_and_json_for_others(
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


async def test_files_have_their_type_and_are_revalidated(client: httpx.AsyncClient) -> None:
    for path, kind in KINDS.items():
        answer = await client.get(path)
        assert (answer.headers["content-type"].partition(";")[0], answer.headers["cache-control"]) == (kind, "no-cache")
        again = await client.get(path, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content, again.headers["vary"]) == (304, b"", "Accept-Encoding, Origin")


async def test_a_file_of_another_version_is_sent_but_not_kept(client: httpx.AsyncClient) -> None:
    """Otherwise browsers would cache an old process's file as a part of the new version."""
    answer = await client.get("/web/v-0123456789abcdef/js/main.js")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


def copied(folder: Path) -> Path:
    """The files of the app with their own modification times."""
    return shutil.copytree(web.FOLDER, folder / "web", copy_function=shutil.copyfile)


def test_the_version_is_that_of_what_the_files_hold(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    editions = web.Editions(folder)
    before = editions.now()
    assert before.version == web.Editions().now().version
    changed = folder / "js" / "main.js"
    text = changed.read_text()
    changed.write_text(text + "// Another one.")
    after = editions.now()
    assert (after.version != before.version, after.tags["js/main.js"] != before.tags["js/main.js"]) == (True, True)
    assert editions.with_version(before.version) is after
    changed.write_text(text)
    assert editions.now().version == before.version


def test_a_file_by_another_name_is_another_version() -> None:
    page = {"index.html": b""}
    one, other = (web.Edition.of(page | files) for files in ({"1": b"a", "2": b"b"}, {"2": b"a", "3": b"b"}))
    assert one.version != other.version


async def test_a_page_links_new_files_when_one_changed(app: FastAPI, client: httpx.AsyncClient, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    app.state.web = web.Editions(folder)
    first = await main_of(client)
    (folder / "js" / "main.js").write_text("// Another one.")
    second = await main_of(client)
    assert first != second
    assert (await client.get(second)).text == "// Another one."
    assert (await client.get(first)).headers["cache-control"] == "no-store"


async def main_of(client: httpx.AsyncClient) -> str:
    """The address of the app's first module."""
    (found,) = re.findall(r'"(/web/[^"]+/main\.js)"', (await client.get("/", headers=A_PERSON)).text)
    return str(found)


def test_missing_and_temporary_files_of_an_editor_are_not_an_error(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    editions = web.Editions(folder)
    before = editions.now()
    (folder / "js" / ".#main.js").symlink_to("somebody@somewhere")
    assert editions.now() is before
    shutil.rmtree(folder)
    assert editions.now() is before


async def test_the_log_has_pages_and_missing_files(client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "claude_scope.api.http.request_log")
    for path in ("/", "/web/js/main.js", "/web/nothing.js"):
        await client.get(path, headers=A_PERSON)
    assert [record.status for record in caplog.records] == [200, 404]  # type: ignore[attr-defined] # an extra


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


async def test_everyone_can_download_the_packed_extension(client: httpx.AsyncClient) -> None:
    answer = await client.get("/claude-scope-extension.zip")
    assert (answer.status_code, answer.content) == (200, packed("chromium"))
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="claude-scope-extension.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert json.loads(archive.read("manifest.json"))["name"] == "Claude Scope"


async def test_the_extension_is_sent_once_as_long_as_it_stays_the_same(client: httpx.AsyncClient) -> None:
    first = await client.get("/claude-scope-extension.zip")
    known = {"if-none-match": first.headers["etag"]}
    again = await client.get("/claude-scope-extension.zip", headers=known)
    assert (again.status_code, again.content, again.headers["cache-control"]) == (304, b"", "no-cache")
