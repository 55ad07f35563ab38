"""A recorded page finds no trace of the recorder: in its globals, natives, DOM, messages, errors and console."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.record.page.recorded import INPUT, MUTATION, recorded
from tests.browser.sites import Answer

if TYPE_CHECKING:
    from playwright.async_api import Browser

WATCHING = (Path(__file__).parent / "watching.html").read_text("utf-8").strip()
"""Reports every use of natives that a recorder could need, every change of its DOM, messages and errors."""
OWN = {"before", "hook", "name", "see", "seen", "all", "save", "secret", "sheet"}
"""The names that this page defines itself."""


async def test_a_page_finds_nothing(browser: Browser) -> None:
    policy = {"Content-Security-Policy": "default-src 'self' 'unsafe-inline'"}
    async with recorded(browser, {"/": Answer(WATCHING, headers=policy)}) as it:
        keyboard, mouse = it.page.keyboard, it.page.mouse
        await mouse.click(20, 60)
        await keyboard.press("Tab")
        await keyboard.type("Ada")
        await keyboard.press("Tab")
        await keyboard.type("hunter2hunter2")
        await mouse.wheel(0, 300)
        await it.page.wait_for_timeout(700)
        assert await it.raw("seen") == []
        await it.raw("document.createElement('p').setAttribute('id', 'x'); document.getElementById('all').checked")
        assert len(await it.raw("seen")) == 3  # it does watch
        for target in ("window", "document", "document.documentElement"):
            names = await it.raw(f"Object.getOwnPropertyNames({target})")
            assert set(names) - set(await it.raw(f"before['{target}']")) <= OWN
        text = await it.raw("document.documentElement.outerHTML")
        assert it.script.key not in text
        assert "data-rr" not in text
        assert {"click", "scroll", "type"} <= {line["act"] for line in it.of("action")}
        assert it.data(MUTATION) == []
        assert it.data(INPUT) != []


async def test_the_binding_is_unknown_to_the_page(browser: Browser) -> None:
    async with recorded(browser, {"/": "<p>Text</p><iframe srcdoc='<p>In'></iframe>"}) as it:
        names = json.dumps(
            await it.page.evaluate("[...Object.getOwnPropertyNames(window), ...Object.getOwnPropertyNames(frames[0])]")
        )
        assert it.script.binding not in names
        assert it.script.key not in names
        assert await it.call(f"typeof window.{it.script.binding}") == "function"


@pytest.mark.parametrize("shown", ["text", "password"])
async def test_a_shown_password_stays_masked_without_a_mark_on_its_field(browser: Browser, shown: str) -> None:
    """rrweb would set an attribute on a field that was a password field."""
    page = "<form><input id=field type=password></form>"
    async with recorded(browser, {"/": page}) as it:
        await it.page.click("#field")
        await it.page.keyboard.type("hunter2hunter2")
        await it.do(f"field.type = '{shown}'")
        await it.do("field.value += '!'")
        await it.call("recorder.leave()")
        assert await it.page.evaluate("field.getAttributeNames()") == ["id", "type"]
    assert "hunter2" not in json.dumps([line for line in it.lines if line["kind"] != "secret"])
