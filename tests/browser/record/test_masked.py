"""Secrets are in no file of a capture except the video."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from claude_scope.browser.record.masking import LineMasker
from tests.browser.record.driven import acts, driven, read_events, read_manifest
from tests.browser.sites import Answer, Site

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<!doctype html><link rel=stylesheet href="/style.css?token=stylesecret1">
<style>p { background: url(/bg.png?api_key=cssecret12) }</style>
<input type=password aria-label=Password value=attributesecret>
<button onclick="document.querySelector('[type=password]').type = 'text'">Show</button>
<input name=api_key aria-label=Key> <input autocomplete=one-time-code aria-label=Digits>
<input type=hidden name=csrf_token value=hiddensecret>
<div data-private title=titlesecret><p>textsecret</p><button>buttonsecret</button><img alt=altsecret>
<input type=checkbox value=checksecret><div class=more></div></div>
<p class=ph-no-capture>classsecret</p><p class=sentry-block>blocksecret</p>
<a href="/next?session_id=linksecret12&page=2#access_token=hashsecret">Next</a>
<button onclick="const value = document.querySelector('[aria-label=Password]').value;
  history.pushState({}, '', '/echo?q=' + value); document.querySelector('output').textContent = value;
  console.log('it is', value); fetch('/api?q=' + value, {method: 'POST', body: value});
  new WebSocket('ws://' + location.host + '/socket?auth=socketsecret1');
  document.querySelector('.more').innerHTML = ['<b title=added', 'title>added', 'secret</b>'].join('');
  setTimeout(() => { throw new Error('bad ' + value) })">Echo</button><output></output>"""
SECRETS = (
    *("stylesecret", "cssecret", "attributesecret", "hiddensecret", "titlesecret", "textsecret", "buttonsecret"),
    *("altsecret", "checksecret", "classsecret", "linksecret", "hashsecret", "socketsecret", "addedtitle"),
    *("addedsecret", "blocksecret", "typedsecret", "keysecret", "482913"),
)


async def test_no_secret_is_written(tmp_path: Path) -> None:
    """Typed, in attributes, in private parts, in addresses anywhere, or repeated by the page."""
    capture = tmp_path / "masked.scope"
    styles = Answer("a { color: red; background: url(/x?token=stylesecret1) }", 200, {"Content-Type": "text/css"})
    async with (
        Site({"/": PAGE, "/style.css?token=stylesecret1": styles, "*": Answer("", 404)}) as site,
        driven(site.url + "?token=stylesecret1", capture, bodies=True) as driver,
    ):
        page = driver.page
        await page.fill("[aria-label=Password]", "")
        await page.focus("[aria-label=Password]")
        await page.keyboard.type("typedsecret1")
        await page.click("text=Show")
        await page.focus("[aria-label=Password]")
        await page.keyboard.type("2")
        await page.focus("[aria-label=Key]")
        await page.keyboard.type("keysecret")
        await page.focus("[aria-label=Digits]")
        await page.keyboard.type("482913")
        await page.click("[data-private] button")
        await page.click("text=Echo")
        await page.wait_for_timeout(300)
    events = read_events(capture)
    assert [(act["act"], act.get("value")) for act in acts(events)] == [
        ("type", "••••••"),
        ("click", None),
        ("type", "••••••"),
        ("type", "••••••"),
        ("type", "••••••"),
        ("click", None),
        ("click", None),
    ]
    with zipfile.ZipFile(capture) as packed:
        names = [name for name in packed.namelist() if not name.endswith(".webm")]
        texts = {name: packed.read(name).decode() for name in names}
    found = {(secret, name) for secret in SECRETS for name, text in texts.items() if secret in text}
    assert found == set()
    counts = read_manifest(capture)["masked"]
    assert counts == {"field": 3, "query": 5}
    assert driver.recorded is not None
    assert driver.recorded.masked == sum(counts.values())
    assert '"page=2' not in str(events)
    assert "&page=2#access_token=[masked]" in str(events), "what is not secret stays"


async def test_letters_for_what_cannot_be_seen_are_no_keys(tmp_path: Path) -> None:
    """A field in a closed shadow root, of an own element and of a plain one, and a private element that is no field."""
    capture = tmp_path / "unseen.scope"
    page = """<title>Keys</title><x-login id=own></x-login><section id=plain></section>
    <div data-private tabindex=0 id=pin>PIN</div><div tabindex=0 id=board>Board</div><script>
    const inside = (id) => {
      const root = document.getElementById(id).attachShadow({ mode: "closed" });
      root.innerHTML = "<input type=password>";
      return root.querySelector("input");
    };
    const fields = { own: inside("own"), plain: inside("plain") };
    </script>"""
    async with Site({"/": page, "*": Answer("", 404)}) as site, driven(site.url, capture) as driver:
        for focus, text in (
            ("fields.own.focus()", "hunter 2"),
            ("fields.plain.focus()", "swordfish"),
            ("pin.focus()", "4711"),
            ("board.focus()", "jk"),
            ("board.blur()", "?"),
        ):
            await driver.page.evaluate(focus)
            await driver.page.keyboard.type(text)
            await driver.page.wait_for_timeout(50)
        assert await driver.page.evaluate("[fields.own.value, fields.plain.value]") == ["hunter 2", "swordfish"]
    assert [
        (act["act"], act["target"]["tag"], act.get("value") or act["key"]) for act in acts(read_events(capture))
    ] == [
        ("type", "x-login", "••••••"),
        ("type", "section", "••••••"),
        ("type", "div", "••••••"),
        *(("key", "div", "j"), ("key", "div", "k"), ("key", "body", "?")),
    ]


@pytest.mark.parametrize("other", [False, True], ids=["one tab", "another tab that changes"])
async def test_a_secret_that_a_frame_of_another_origin_repeats_has_its_place(other: bool, tmp_path: Path) -> None:
    """From the moment on when it is shown, though the page around it does not change."""
    capture = tmp_path / "echo.scope"
    page = """<title>Echo</title><input type=password><iframe src=OTHER></iframe><script>
    const send = (event) => setTimeout(() => frames[0].postMessage(event.target.value, "*"), 800);
    document.querySelector("input").addEventListener("change", send);
    </script>"""
    inner = "<p id=out>-</p><script>onmessage = (event) => { out.firstChild.data = event.data }</script>"
    ticking = "<p id=out>1</p><script>setInterval(() => out.textContent++, 100)</script>"
    async with Site({"/": inner}, host="127.0.0.2") as frames, Site({"/other": ticking, "*": Answer("", 404)}) as site:
        site.routes["/"] = page.replace("OTHER", f"http://127.0.0.2:{frames.port}/")
        async with driven(site.url, capture) as driver:
            if other:
                await driver.page.evaluate("void open('/other')")
                await driver.page.wait_for_timeout(500)
                await driver.page.bring_to_front()
            await driver.page.focus("input")
            await driver.page.keyboard.type("hunter22secret")
            await driver.page.keyboard.press("Enter")
            await driver.page.wait_for_timeout(2_000)
    events = read_events(capture)
    [shown] = [
        event["t"]
        for event in events
        if event["kind"] == "dom" and event["page"] == "p1" and event["event"]["data"].get("texts")
    ]
    places = [event for event in events if event["kind"] == "masked" and event.get("inside") and event["boxes"]]
    assert places
    assert places[0]["since"] <= shown


def test_each_secret_is_counted_once() -> None:
    """While it is typed, wherever it is repeated, and in each request; two secrets of one field count as two."""
    masker = LineMasker()
    for end in range(1, len("hunter2!xyz") + 1):
        masker.learn("hunter2!xyz"[:end], typed=True)
    masker.learn("hunter2", typed=True)
    masker.learn("hunter2!abc", typed=True)
    for _ in range(3):
        masker.event(
            {"kind": "console", "text": "password: hunter2!abc, token ghp_16C7e42F292c6912E7710c838347Ae178B4a"}
        )
        masker.line('{"url": "http://eve:pw9@a.test/?session_id=abc123&code=abc123"}')
    assert masker.secrets.by_kind() == {"field": 1, "text": 1, "query": 1, "user": 1}
    masker.learn("AKIAIOSFODNN7EXAMPLE and AKIAIOSFODNN7EXAMPLF", typed=True, within=True)
    assert masker.secrets.total == 6
