"""Whatever a page does, the result is a snapshot or a single message, and nothing is left behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import pytest

from claude_scope.browser.chromium import launch_chromium
from claude_scope.browser.inspect import inspect
from claude_scope.errors import BadInput, BrowserMissing
from claude_scope.pictures import load
from claude_scope.values import Node, Snapshot
from tests.browser.at_once import inspect_at_once
from tests.browser.conftest import NOWHERE, lending, processes
from tests.browser.sites import REST, Answer, Route, Site, hang

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def whole(page: Route) -> Route:
    return page + REST if isinstance(page, str) and "<h1>" in page else page


async def look(out: Path, routes: dict[str, Route], timeout_s: float = 15.0) -> Snapshot:
    async with Site({path: whole(page) for path, page in routes.items()}) as site:
        (snapshot,) = await inspect([site.url], out, timeout_s=timeout_s)
    return snapshot


QUIET: dict[str, Route] = {
    "blank": "<title>Blank</title><div id=root></div>",
    "text/plain": Answer("{}", headers={"Content-Type": "text/plain"}),
    "application/json": Answer('{"a": 1}', headers={"Content-Type": "application/json"}),
    "image/svg+xml": Answer(SVG, headers={"Content-Type": "image/svg+xml"}),
    "application/xml": Answer(SVG, headers={"Content-Type": "application/xml"}),
    "no content": Answer("", 204),
    "500": Answer("<h1>Oops</h1>", 500),
    "500 alone": Answer("", 500),
    "redirects": Answer("", 302, {"Location": "/redirects"}),
    "download": Answer("x" * 1000, headers={"Content-Disposition": 'attachment; filename="a.bin"'}),
    "alert": "<h1>Here</h1><script>alert('Hi')</script><button>After</button>",
    "confirm": "<h1>Here</h1><script>confirm('Hi')</script><button>After</button>",
    "prompt": "<h1>Here</h1><script>prompt('Hi')</script><button>After</button>",
    "stays": "<h1>Stay</h1><script>onbeforeunload = (e) => e.preventDefault()</script>",
    "window": "<h1>Here</h1><a href=/b target=_blank>b</a><script>document.links[0].click()</script>",
    "clock": "<h1>Clock</h1><p id=t></p><script>let n = 0; setInterval(() => { t.textContent = ++n }, 50)</script>",
    "polls": "<h1>Poll</h1><script>(async () => { for (;;) await fetch('/slow') })()</script>",
    "fetched": """<h1>Here</h1><div>a</div><div>b</div><script>
        fetch('/data').then((r) => r.text()).then((t) => document.querySelector('h1').textContent = t)</script>""",
    "errors": """<h1>Here</h1><img src=/gone.png><script>
        for (let i = 0; i < 500; i++) console.error('bad\\n' + i + 'x'.repeat(5000));
        setTimeout(() => { throw new Error('late') }, 0)</script>""",
}
"""Pages that let the browser continue."""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Snapshot]:
    """The snapshots of QUIET, several at a time in one browser, each in its own context.

    The fixture checks that no process and no temporary file is left, as `tidy` does.
    """

    async def slow(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(1.5)
        writer.write(Answer("Fetched").encode())

    async def look_at_all() -> Sequence[Snapshot]:
        pages: dict[str, Route] = {f"/{quote(name, safe='')}": whole(page) for name, page in QUIET.items()}
        async with Site({**pages, "/slow": Answer("{}"), "/data": slow}) as site, launch_chromium(NOWHERE) as started:
            patch.setattr("claude_scope.browser.inspect.launch_chromium", lending(started))
            return await inspect_at_once([site.url.rstrip("/") + path for path in pages], folder)

    mark, folder = uuid.uuid4().hex, tmp_path_factory.mktemp("seen")
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="cs-") as scratch:
        patch.setenv("CLAUDE_SCOPE_TEST", mark)
        patch.setenv("TMPDIR", scratch)
        snapshots = asyncio.run(look_at_all())
        for _ in range(100):  # a browser's last processes end a moment after it is closed
            if not processes(mark):
                break
            time.sleep(0.1)
        assert (processes(mark), list(Path(scratch).iterdir())) == ([], [])
    return dict(zip(QUIET, snapshots, strict=True))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorter timeouts than in production, for tests of what follows a timeout."""
    monkeypatch.setattr("claude_scope.browser.page.page_stability._FIRST_SAMPLE_S", 0.3)
    monkeypatch.setattr("claude_scope.browser.page.take_snapshot._RETRY_S", 0.3)
    monkeypatch.setattr("claude_scope.browser.page.take_snapshot._SCREENSHOT_MS", 2_000.0)
    monkeypatch.setattr("claude_scope.browser.inspect.SNAPSHOT_TIMEOUT_S", 5.0)


def nodes(snapshot: Snapshot) -> list[Node]:
    return list(snapshot.tree.walk()) if snapshot.tree else []


def names(snapshot: Snapshot) -> set[str]:
    return {node.name for node in nodes(snapshot)}


def files(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def kill_renderers(mark: str, kind: str = "--type=renderer") -> None:
    """End the renderer processes of a test's browser; with an empty kind, all processes but the driver."""
    for pid, command in processes(mark):
        if "chrom" in command.split(" ")[0] and kind in command:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def is_one_sentence(text: str) -> bool:
    return text.endswith(".") and "\n" not in text and "Traceback" not in text and 20 < len(text) < 300


async def test_a_page_gives_a_tree_counts_a_title_and_a_screenshot(tidy: Path) -> None:
    page = "<title>Shop</title><h1>Cart</h1><button>Pay</button><a href=/x>Back</a><input aria-label=Name>"
    snapshot = await look(tidy, {"/": page})
    assert snapshot.success
    assert snapshot.title == "Shop"
    assert (snapshot.counts.buttons, snapshot.counts.links, snapshot.counts.headings) == (1, 1, 1)
    assert snapshot.counts.inputs == 1
    assert snapshot.screenshot is not None
    assert load(snapshot.screenshot).shape == (720, 1280, 3)
    assert files(tidy) == [snapshot.screenshot.name]


async def test_a_page_is_loaded_and_pictured_at_the_size_that_is_given(out: Path) -> None:
    """So that it looks as in the recording, for example on a phone in portrait orientation."""
    page = "<p id=s></p><script>s.textContent = `${innerWidth} x ${innerHeight}`</script>" + REST
    async with Site({"/": page}) as site:
        (snapshot,) = await inspect([site.url], out, viewport=(393, 852))
    assert "393 x 852" in {node.text for node in nodes(snapshot)}
    assert snapshot.viewport == (393, 852)
    assert snapshot.screenshot is not None
    assert load(snapshot.screenshot).shape == (852, 393, 3)


async def test_one_page_that_fails_leaves_the_others_alone(out: Path) -> None:
    async with Site({"/": whole("<h1>Here</h1>")}) as site:
        first, second, third = await inspect([site.url, "http://nowhere.invalid/", site.url], out)
    assert (first.success, second.success, third.success) == (True, False, True)
    assert first.screenshot != third.screenshot


def test_a_page_that_shows_nothing_is_a_result(seen: dict[str, Snapshot]) -> None:
    snapshot = seen["blank"]
    assert snapshot.success
    assert snapshot.title == "Blank"
    assert snapshot.screenshot is not None


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "image/svg+xml", "application/xml"])
def test_what_is_not_html_is_a_result(kind: str, seen: dict[str, Snapshot]) -> None:
    assert seen[kind].success


def test_no_content_is_one_sentence(seen: dict[str, Snapshot]) -> None:
    assert "nothing to show" in seen["no content"].error


async def test_a_name_that_does_not_resolve(out: Path) -> None:
    for snapshot in await inspect(["http://nowhere.invalid/", "https://nowhere.invalid/"], out):
        assert not snapshot.success
        assert is_one_sentence(snapshot.error)
        assert "could not be resolved" in snapshot.error


async def test_a_port_where_nothing_listens(out: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        (snapshot,) = await inspect([f"http://127.0.0.1:{free.getsockname()[1]}/"], out)
    assert is_one_sentence(snapshot.error)
    assert "refused the connection" in snapshot.error


@pytest.mark.attack("pages")
async def test_a_server_that_hangs(out: Path) -> None:
    snapshot = await look(out, {"/": hang}, timeout_s=1.5)
    assert is_one_sentence(snapshot.error)
    assert "did not answer in time" in snapshot.error


def test_an_http_500_is_reported_with_and_without_a_page(seen: dict[str, Snapshot]) -> None:
    page, nothing = seen["500"], seen["500 alone"]
    assert page.success
    assert "Oops" in names(page)
    assert any("HTTP 500" in note for note in page.notes)
    assert "500" in nothing.error + " ".join(nothing.notes)


@pytest.mark.attack("pages")
def test_a_page_that_redirects_for_ever(seen: dict[str, Snapshot]) -> None:
    assert is_one_sentence(seen["redirects"].error)
    assert "redirects for ever" in seen["redirects"].error


@pytest.mark.usefixtures("impatient")
@pytest.mark.attack("pages")
async def test_a_page_that_reloads_for_ever(tidy: Path) -> None:
    snapshot = await look(tidy, {"/": "<h1>Again</h1><script>setTimeout(() => location.reload(), 20)</script>"}, 2)
    if snapshot.success:  # where the browser spent the time between two documents
        assert "Again" in names(snapshot)
        assert any("still changing" in note for note in snapshot.notes)
    else:
        assert is_one_sentence(snapshot.error)
        assert "too busy" in snapshot.error or "from one document to the next" in snapshot.error


@pytest.mark.attack("pages")
def test_a_download(seen: dict[str, Snapshot]) -> None:
    assert is_one_sentence(seen["download"].error)
    assert "file to download" in seen["download"].error


@pytest.mark.parametrize("kind", ["alert", "confirm", "prompt"])
@pytest.mark.attack("pages")
def test_dialogs_are_dismissed_and_noted(kind: str, seen: dict[str, Snapshot]) -> None:
    assert {"Here", "After"} <= names(seen[kind])
    assert any("dialog" in note and "Hi" in note for note in seen[kind].notes)


@pytest.mark.usefixtures("impatient")
@pytest.mark.attack("pages")
async def test_dialogs_for_ever(tidy: Path) -> None:
    snapshot = await look(tidy, {"/": "<h1>Here</h1><script>for (;;) alert(1)</script>"}, 2)
    assert is_one_sentence(snapshot.error)
    assert "too busy" in snapshot.error


@pytest.mark.attack("pages")
def test_a_page_that_will_not_be_left(seen: dict[str, Snapshot]) -> None:
    assert "Stay" in names(seen["stays"])


@pytest.mark.attack("pages")
def test_popups_are_closed_and_noted(seen: dict[str, Snapshot]) -> None:
    assert "Here" in names(seen["window"])
    assert any("another window" in note for note in seen["window"].notes)


@pytest.mark.usefixtures("impatient")
@pytest.mark.attack("pages")
async def test_a_script_that_never_ends(tidy: Path) -> None:
    snapshot = await look(tidy, {"/": "<h1>Busy</h1><script>setTimeout(() => { for (;;); }, 50)</script>"}, 1)
    assert not snapshot.success
    assert is_one_sentence(snapshot.error)


@pytest.mark.usefixtures("impatient")
@pytest.mark.attack("pages")
async def test_after_a_script_that_never_ends_the_next_page_is_inspected(tidy: Path) -> None:
    async with Site({"/": "<script>for (;;);</script>", "/b": whole("<h1>Fine</h1>")}) as site:
        first, second = await inspect([site.url, f"{site.url}b"], tidy, timeout_s=4)
    assert not first.success
    assert "Fine" in names(second)


@pytest.mark.attack("pages")
async def test_a_page_that_crashes(tidy: Path) -> None:
    async def crash(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        kill_renderers(os.environ["CLAUDE_SCOPE_TEST"])
        await asyncio.Event().wait()

    big = "<h1>Big</h1><script src=/crash></script>"
    async with Site({"/": big, "/crash": crash, "/b": whole("<h1>B</h1>")}) as site:
        first, second = await inspect([site.url, f"{site.url}b"], tidy)
    assert is_one_sentence(first.error)
    assert "crashed" in first.error
    assert "B" in names(second)


@pytest.mark.attack("pages")
async def test_a_browser_that_dies_gives_one_sentence_for_each_page(stopped: Path) -> None:
    """Its profile may be left, since its last processes may write to it after Playwright has removed it."""

    async def die(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        kill_renderers(os.environ["CLAUDE_SCOPE_TEST"], kind="")
        await asyncio.Event().wait()

    async with Site({"/": die}) as site:
        snapshots = await inspect([site.url, site.url], stopped)
    assert all(is_one_sentence(snapshot.error) for snapshot in snapshots)


@pytest.mark.parametrize("after_s", [0.0, 0.02, 0.1])
async def test_a_start_that_is_cancelled_leaves_no_driver(tidy: Path, after_s: float) -> None:
    """The fixture checks for one."""

    async def use() -> None:
        async with launch_chromium(NOWHERE):
            pass

    starting = asyncio.create_task(use())
    await asyncio.sleep(after_s)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting


@pytest.mark.attack("pages")
async def test_fifty_thousand_nodes_are_cut_and_noted(out: Path) -> None:
    snapshot = await look(out, {"/": "<ul>" + "<li><b>item</b> <button>Go</button></li>" * 17_000 + "</ul>"})
    assert snapshot.success
    assert snapshot.counts.total < 25_000
    assert any("left out" in note for note in snapshot.notes)


def test_a_clock_does_not_hold_the_page_up(seen: dict[str, Snapshot]) -> None:
    assert "Clock" in names(seen["clock"])
    assert not any("still changing" in note for note in seen["clock"].notes)


def test_a_page_that_polls_is_taken(seen: dict[str, Snapshot]) -> None:
    assert "Poll" in names(seen["polls"])


def test_content_that_is_fetched_is_waited_for(seen: dict[str, Snapshot]) -> None:
    assert "Fetched" in names(seen["fetched"])


async def test_a_picture_that_never_comes_does_not_lose_the_page(out: Path) -> None:
    snapshot = await look(out, {"/": "<h1>Here</h1><img src=/never>", "/never": hang}, timeout_s=3)
    assert "Here" in names(snapshot)


@pytest.mark.attack("pages")
async def test_only_web_addresses_are_opened(out: Path) -> None:
    others = ["file:///etc/passwd", "chrome://version", "data:text/html,<h1>x", "javascript:alert(1)", "about:blank"]
    snapshots = await inspect([*others, "", "x"], out)
    assert [snapshot.success for snapshot in snapshots] == [False] * 7
    assert all("http://" in snapshot.error for snapshot in snapshots)


async def test_credentials_in_addresses_are_not_shown(out: Path) -> None:
    page = "<h1>In</h1><a href=http://bob:hunter2@other.example/x>other</a><img src=http://bob:hunter2@127.0.0.1:9/x>"
    async with Site({"/": page}) as site:
        (snapshot,) = await inspect([site.url.replace("http://", "http://ann:hunter2@")], out)
    assert snapshot.success
    assert "hunter2" not in repr(snapshot)
    assert ("/url", "http://other.example/x") in [prop for node in nodes(snapshot) for prop in node.props]


@pytest.mark.attack("pages")
def test_console_errors_and_failed_requests_are_one_line_each_and_few(seen: dict[str, Snapshot]) -> None:
    snapshot = seen["errors"]
    assert len(snapshot.console) <= 50
    assert all("\n" not in line and len(line) <= 500 for line in snapshot.console)
    assert any("/gone.png: HTTP 404" in line for line in snapshot.failed_requests)


async def test_cancelling_leaves_nothing(tidy: Path) -> None:
    arrived = asyncio.Event()

    async def wait(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        arrived.set()
        await asyncio.Event().wait()

    async with Site({"/": wait}) as site:
        task = asyncio.create_task(inspect([site.url], tidy))
        await asyncio.wait_for(arrived.wait(), 60)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert files(tidy) == []


@pytest.mark.parametrize("content", [None, "{", "[]", '{"cookies": 1}', '{"cookies": [{"name": 1}]}'])
async def test_an_invalid_storage_state_is_bad_input(tidy: Path, tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "state.json"
    if content is not None:
        file.write_text(content)
    with pytest.raises(BadInput, match=r"state\.json"):
        await inspect(["http://127.0.0.1:9/"], tidy, storage_state=file)


async def test_a_storage_state_that_is_not_a_file_is_not_waited_for(tidy: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with (tmp_path / "large.json").open("wb") as large:
        large.truncate(10**12)  # a sparse file, which takes no space
    for name, said in (("pipe.json", "not an ordinary file"), ("large.json", "more than"), (".", "not an ordinary")):
        with pytest.raises(BadInput, match=said):
            await inspect(["http://127.0.0.1:9/"], tidy, storage_state=tmp_path / name)


async def test_without_a_browser_the_error_says_how_to_get_one(tidy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDE_SCOPE_BROWSER", "/nowhere/chrome")
    with pytest.raises(BrowserMissing, match="CLAUDE_SCOPE_BROWSER names /nowhere/chrome"):
        await inspect(["http://127.0.0.1:9/"], tidy)


async def test_a_browser_that_does_not_start_is_reported(
    tidy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "chrome"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CLAUDE_SCOPE_BROWSER", str(broken))
    with pytest.raises(BrowserMissing, match="does not start"):
        await inspect(["http://127.0.0.1:9/"], tidy)


@pytest.mark.parametrize(
    ("node", "why"),
    [("/bin/false", "driver does not start"), ("/nowhere/node", "names /nowhere/node, which is not a pro")],
)
async def test_a_driver_that_does_not_start_is_reported(
    tidy: Path, monkeypatch: pytest.MonkeyPatch, node: str, why: str
) -> None:
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", node)
    with pytest.raises(BrowserMissing, match=why) as raised:
        await inspect(["http://127.0.0.1:9/"], tidy)
    assert is_one_sentence(str(raised.value))
    assert "unset" in str(raised.value)


async def test_an_invalid_host_name_is_reported(out: Path) -> None:
    for snapshot in await inspect(["http://a..b.example/", f"http://{'a' * 64}.example/"], out):
        assert not snapshot.success
        assert is_one_sentence(snapshot.error)
        assert "not one that a host can have" in snapshot.error
