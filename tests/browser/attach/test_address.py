"""Where a running browser accepts debugging, and which addresses are refused."""

from __future__ import annotations

import json
import socket
import sys
from typing import TYPE_CHECKING

import pytest

from claude_scope.browser.attach.address import Address, find_address, parse_address
from claude_scope.browser.attach.open_tabs import OpenTab, match_tab
from claude_scope.errors import BadInput, UsageError
from claude_scope.threads import in_thread
from tests.browser.attach.own_browser import OwnBrowser
from tests.browser.sites import Answer, Site
from tests.processes import free_port

if TYPE_CHECKING:
    from pathlib import Path

TABS = [
    OpenTab("1", "Basket", "http://localhost:3000/basket"),
    OpenTab("2", "Basket of Ada", "http://localhost:3000/ada"),
    OpenTab("3", "Private mail", "https://mail.example/inbox"),
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of a person who has used no browser."""
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path


def write(folder: Path, text: str, name: str = "DevToolsActivePort") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


@pytest.mark.parametrize(
    ("system", "folder", "browser", "name"),
    [
        ("linux", ".config/google-chrome", "chrome", "Chrome"),
        ("linux", ".config/microsoft-edge", "edge", "Edge"),
        ("linux", ".config/chromium", "chromium", "Chromium"),
        ("linux", "snap/chromium/common/chromium", "chromium", "Chromium"),
        ("darwin", "Library/Application Support/Google/Chrome", "chrome", "Chrome"),
        ("darwin", "Library/Application Support/Microsoft Edge", "edge", "Edge"),
        ("win32", "AppData/Local/Google/Chrome/User Data", "chrome", "Chrome"),
        ("win32", "AppData/Local/Microsoft/Edge/User Data", "edge", "Edge"),
    ],
)
def test_a_browser_is_found_in_its_default_profile_folder(
    system: str, folder: str, browser: str, name: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    write(home / folder, "9222\n/devtools/browser/a-1")
    expected = Address("ws://127.0.0.1:9222/devtools/browser/a-1", name)
    assert find_address(browser) == find_address() == expected
    assert parse_address("http://localhost:9222").websocket == "ws://localhost:9222/devtools/browser/a-1"


def test_two_browsers_have_to_be_told_apart(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        ports = [server.getsockname()[1] for server in (one, two)]
        write(home / ".config/google-chrome", f"{ports[0]}\n/devtools/browser/a")
        write(home / ".config/chromium", f"{ports[1]}\n/devtools/browser/b")
        with pytest.raises(BadInput, match="Chrome and Chromium allow remote debugging; name one of them"):
            find_address()
        assert find_address("chromium").websocket == f"ws://127.0.0.1:{ports[1]}/devtools/browser/b"
        one.close()
        assert find_address().browser == "Chromium", "the other one has ended"


@pytest.mark.parametrize("text", ["", "9222", "9222\n/evil", "http\n/devtools/browser/a", "99999\n/devtools/browser/a"])
def test_a_damaged_file_counts_as_none(text: str, home: Path) -> None:
    write(home / ".config/chromium", text)
    with pytest.raises(
        BadInput, match=r"No running Chromium allows remote debugging: tick the box at chrome://inspect"
    ):
        find_address("chromium")


def test_an_old_browser_is_named(home: Path) -> None:
    write(home / ".config/google-chrome", "143.0.7499.4", "Last Version")
    with pytest.raises(BadInput, match="Chrome 143 is too old"):
        find_address("chrome")


@pytest.mark.usefixtures("home")
async def test_the_address_of_a_debugging_port_is_enough(own: OwnBrowser) -> None:
    port = own.address.split(":")[2].split("/")[0]
    for text in (f"http://127.0.0.1:{port}", f"127.0.0.1:{port}", f"http://127.0.0.1:{port}/json", own.address):
        assert (await in_thread(parse_address, text)).websocket == own.address


@pytest.mark.parametrize(
    "text", ["http://10.0.0.1:9222", "shop.example:9222", "ws://[2001:db8::1]:9222/devtools/browser/a"]
)
def test_addresses_of_other_machines_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="another machine"):
        parse_address(text)


@pytest.mark.parametrize(
    "text", ["firefox", "localhost", "https://localhost:9222", "http://localhost:99999", "", ":9222"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="neither a browser"):
        parse_address(text)


@pytest.mark.usefixtures("home")
async def test_a_port_without_a_browser_is_explained() -> None:
    with pytest.raises(BadInput, match="No browser answers"):
        await in_thread(parse_address, f"localhost:{free_port()}")
    elsewhere = json.dumps({"webSocketDebuggerUrl": "ws://evil.example/devtools/browser/1"})
    async with Site({"/json/version": Answer(elsewhere), "*": Answer("", 404)}) as site:
        found = await in_thread(parse_address, site.url)
        assert found.websocket == f"ws://127.0.0.1:{site.port}/devtools/browser/1", "never another machine"
        site.routes["/json/version"] = Answer("", 404)
        with pytest.raises(BadInput, match="does not say where"):
            await in_thread(parse_address, site.url)


def test_a_tab_is_named_by_a_part_of_its_title_or_address() -> None:
    assert match_tab(TABS, "MAIL").target == "3"
    assert match_tab(TABS, "/ada").target == "2"
    assert match_tab(TABS, "basket").target == "1", "the whole title wins"


@pytest.mark.parametrize("text", ["localhost", "bask", "zzz"])
def test_a_text_that_names_no_single_tab_reveals_none(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        match_tab(TABS, text)
    assert "mail" not in str(refused.value).lower()
    assert "Basket of Ada" not in str(refused.value)
