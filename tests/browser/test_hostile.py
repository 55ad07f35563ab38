"""A page that interferes with our scripts gives a snapshot or a message, and affects no other page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser

from claude_scope.browser.egress.guard_proxy import Guard, Policy
from claude_scope.browser.inspect import inspect
from claude_scope.browser.page.page_events import PageEvents, one_line
from claude_scope.browser.terminal_text import strip_controls
from claude_scope.browser.urls import display_url
from claude_scope.values import Node, Snapshot
from tests.browser.property_names import property_names
from tests.browser.sites import REST, Answer, Site

PATCHES = {
    "no texts": "Set.prototype[Symbol.iterator] = function* () { yield 1; yield {a: 1} }",
    "no numbers": "Array.prototype.concat = () => [1, 2]",
    "no count": "Document.prototype.getElementsByTagName = () => ({length: {}})",
    "no list": "Array.prototype.map = () => 7; Array.prototype[Symbol.iterator] = undefined",
    "errors": "Document.prototype.querySelectorAll = () => { throw new Error('\\x1b]0;pwn\\x07 of the page') }",
    "endless secrets": "Set.prototype[Symbol.iterator] = function* () { for (let n = 0; n < 999; n++) yield 's' + n }",
}


@pytest.mark.attack("pages")
async def test_a_page_that_replaces_browser_functions_loses_only_its_own_result(out: Path) -> None:
    page = "<h1>Here</h1><p style='opacity: 0'>there</p><p>One</p><p>Two</p><script>{0}</script>"
    routes = {f"/{at}": Answer(page.format(patch)) for at, patch in enumerate(PATCHES.values())}
    async with Site({**routes, "/good": "<h1>Good</h1><p>One</p><p>Two</p><p>Three</p>"}) as site:
        *bad, good = await inspect([*(f"{site.url}{at}" for at in range(len(PATCHES))), f"{site.url}good"], out)
    for patch, snapshot in zip(PATCHES, bad, strict=True):
        assert not snapshot.success, patch
        assert "Its scripts interfere with the inspection" in snapshot.error, patch
        assert snapshot.error.isprintable(), patch
    assert good.success
    assert "Good" in [node.name for node in nodes(good)]


NAMES = ["querySelectorAll", "getElementsByTagName", "getElementById", "body", "title", "documentElement", "nodeType"]
"""Properties of the document that an image or a form with such a name replaces."""
FIELDS = ["children", "textContent", "matches", "parentNode", "querySelectorAll", "remove"]
"""The same for a form and its fields; a form that is asked for its number of children really has a
field of that name.
"""


@pytest.mark.attack("pages")
async def test_names_that_take_the_place_of_properties_lose_nothing(out: Path) -> None:
    images = "".join(f"<img alt='' name={name}><form name={name}></form>" for name in NAMES)
    inputs = "".join(f"<input name={name} aria-label='{name}'>" for name in FIELDS)
    page = f"""<title>Rooms</title><h1>Book</h1>{images}<form id=f>{inputs}<p style='opacity: 0'>Hidden</p></form>
        <p id=l>Access token</p><input aria-labelledby=l value=hT4k-9sVw2-zebra-Lq8Z>"""
    async with Site({"/": page}) as site:
        (snapshot,) = await inspect([site.url], out)
    assert snapshot.success, snapshot.error
    assert {"Book", *FIELDS} <= {node.name for node in nodes(snapshot)}
    assert [node.text for node in nodes(snapshot) if node.hidden] == ["Hidden"]
    assert "zebra" not in repr(snapshot)
    assert snapshot.console == ()


@pytest.mark.attack("pages")
async def test_a_form_with_a_field_for_every_property_is_read_whole(out: Path, browser: Browser) -> None:
    """Playwright fails on some of these names and loses the form with others."""
    names = await property_names(browser)
    inputs = "".join(f"<input name={name} aria-label='{name}'>" for name in names)
    images = "".join(f"<img name={name} id={name} alt='{name}'><iframe name={name}></iframe>" for name in names[::9])
    page = f"""<title>Rooms</title><h1>Book</h1><form>{inputs}{images}<fieldset><p>Rooms left</p></fieldset></form>
        <form><input type=radio name=title checked aria-label=Ms></form>
        <form><input type=radio name=title checked aria-label=Mr></form>"""
    one = "<form><input name={0} aria-label=Field><fieldset><p>Rooms left</p></fieldset></form>" + REST
    async with Site({"/": page, "/0": one.format("parentElement"), "/1": one.format("nodeType")}) as site:
        snapshots = await inspect([site.url, f"{site.url}0", f"{site.url}1"], out)
    assert [snapshot.error for snapshot in snapshots] == ["", "", ""]
    assert all("Rooms left" in {node.text for node in nodes(snapshot)} for snapshot in snapshots)
    assert {node.name for node in nodes(snapshots[0]) if node.role == "textbox"} == set(names)
    assert {node.name for node in nodes(snapshots[0]) if node.role == "img"} == set(names[::9])
    assert [node.states for node in nodes(snapshots[0]) if node.role == "radio"] == [("checked",)] * 2
    assert snapshots[1].notes == (
        'The page has a form field called "parentElement", which Playwright cannot read past: the tree here '
        "is complete, but locators of Playwright may fail on this page.",
    )


@pytest.mark.attack("secrets")
async def test_a_form_that_disappears_removes_its_password_whatever_its_fields_are_called(out: Path) -> None:
    page = f"""<form id=f><input name=matches><input name=querySelectorAll><input name=nodeType>
        <input type=password name=p value=hT4k-9sVw2-zebra-Lq8Z></form><p id=out></p>{REST}<script>
        setTimeout(() => {{ out.textContent = 'Was hT4k-9sVw2-zebra-Lq8Z'; f.parentNode.removeChild(f) }})</script>"""
    async with Site({"/": page}) as site:
        (snapshot,) = await inspect([site.url], out)
    assert snapshot.success, snapshot.error
    assert any("Was" in node.text for node in nodes(snapshot))
    assert "zebra" not in repr(snapshot)


ESCAPES = "\x1b]0;pwn\x07\x1b[31m\x9b2J\x08\x7f\u202e\u2066"


@pytest.mark.attack("pages")
async def test_no_output_contains_terminal_control_sequences(out: Path) -> None:
    code = ascii(ESCAPES).strip("'").replace("\\x", "\\u00")
    page = f"""<title>Shop{ESCAPES}</title><h1>Here</h1>{REST}<script>const e = '{code}'; console.error('said' + e);
        alert('asked' + e); setTimeout(() => {{ throw new Error('thrown' + e) }}); fetch('/gone' + encodeURI(e));
        history.pushState(0, 0, '#' + e)</script>"""
    async with Site({"/": page}) as site:
        (snapshot,) = await inspect([site.url], out)
    assert snapshot.success
    told = [snapshot.title, snapshot.final_url, *snapshot.console, *snapshot.failed_requests, *snapshot.notes]
    assert [text for text in told if not text.isprintable()] == []
    for word in ("Shop", "said", "asked", "thrown", "gone"):
        assert any(word in text for text in told), word


def test_control_characters_are_removed_from_every_shown_text() -> None:
    visit = PageEvents(Guard(Policy()))
    visit.note(f"Note{ESCAPES}")
    assert strip_controls(f" a\tb{ESCAPES}\n\u2028c ") == "a b]0;pwn2J c"
    assert one_line(f"a{ESCAPES}") == visit.notes[0].replace("Note", "a") == "a]0;pwn2J"
    assert display_url(f"http://a.example/x{ESCAPES}y") == "http://a.example/x]0;pwn2Jy"


@pytest.mark.parametrize("text", ["日本語 😀", "naïve – “quoted”", "مرحبا", "a\u200db"])
def test_other_texts_are_unchanged(text: str) -> None:
    assert strip_controls(text) == text


def nodes(snapshot: Snapshot) -> list[Node]:
    return list(snapshot.tree.walk()) if snapshot.tree else []
