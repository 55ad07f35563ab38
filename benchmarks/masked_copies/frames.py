"""Scenes with same-origin and cross-origin frames, and with popups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.masked_copies.scene import BLOCK, FIELD, PASSWORD, PRIVATE, TYPED, Scene, fill_and_show, html, pause

if TYPE_CHECKING:
    from tests.browser.record.driven import Driven

_KEY = f"<p><label>API key <input name=api_key value={FIELD}></label></p>"


async def _advertisements(driven: Driven) -> None:
    await fill_and_show(driven)
    for _ in range(3):
        await driven.page.evaluate("add('iframe', {src: other('/advertisement'), id: 'ad'})")
        await pause(driven, 500)
        await driven.page.evaluate("find('#ad').remove()")
        await pause(driven, 300)
    await driven.page.evaluate("add('iframe', {src: other('/advertisement')})")
    await pause(driven, 1_500)
    await driven.page.evaluate("add('p', {textContent: 'The page went on'})")
    await pause(driven, 400)


async def _payment(driven: Driven) -> None:
    await driven.page.evaluate("add('iframe', {src: other('/payment')})")
    frame = driven.page.frame_locator("iframe")
    await frame.locator("#secret").click()
    await driven.page.keyboard.type(TYPED, delay=20)
    await frame.locator("text=Show").click()
    await pause(driven, 500)
    await driven.page.evaluate("document.body.prepend(add('div', {textContent: 'A banner', style: 'height: 90px'}))")
    await pause(driven, 600)
    await driven.page.mouse.wheel(0, 60)
    await pause(driven, 800)
    await driven.page.evaluate("find('iframe').remove()")
    await pause(driven, 500)


async def _nested(driven: Driven) -> None:
    await driven.page.evaluate("add('iframe', {src: other('/between'), style: 'margin-left: 120px; height: 240px'})")
    await pause(driven, 1_200)
    await driven.page.evaluate("find('iframe').style.marginLeft = '10px'")
    await pause(driven, 800)


async def _same_origin(driven: Driven) -> None:
    for _ in range(3):
        await driven.page.evaluate("add('iframe', {src: '/form'})")
        await pause(driven, 600)
        await driven.page.evaluate("find('iframe').remove()")
        await pause(driven, 300)
    await driven.page.evaluate(
        "add('iframe', {srcdoc: document.querySelector('template').innerHTML, style: 'margin: 30px 0 0 60px'})"
    )
    await pause(driven, 900)


async def _popup(driven: Driven) -> None:
    context = driven.browser.contexts[0]
    async with context.expect_page() as opening:
        await driven.page.click("text=Sign in")
    popup = await opening.value
    await popup.click("#secret")
    await popup.keyboard.type(TYPED, delay=20)
    await popup.click("text=Show")
    await popup.wait_for_timeout(900)
    await popup.close()
    await pause(driven, 1_200)


async def _payment_popup(driven: Driven) -> None:
    context = driven.browser.contexts[0]
    async with context.expect_page() as opening:
        await driven.page.click("text=Pay")
    popup = await opening.value
    frame = popup.frame_locator("iframe")
    await frame.locator("#secret").click()
    await popup.keyboard.type(TYPED, delay=20)
    await frame.locator("text=Show").click()
    await popup.wait_for_timeout(900)
    await popup.close()
    await pause(driven, 1_200)


async def _empty_popup(driven: Driven) -> None:
    context = driven.browser.contexts[0]
    async with context.expect_page() as opening:
        await driven.page.click("text=Open")
    await opening.value
    await pause(driven, 2_500)


SCENES = (
    Scene("advertisements", {"/": html(PASSWORD), "/advertisement": html("Buy this now")}, _advertisements, (TYPED,)),
    Scene("payment frame", {"/": html("<p>Pay here</p>"), "/payment": html(PASSWORD + _KEY)}, _payment, (TYPED, FIELD)),
    Scene(
        "nested frames",
        {
            "/": html("<p>Frames</p>"),
            "/between": html("<script>addEventListener('load', () => add('iframe', {src: other('/in')}))</script>"),
            "/in": html(BLOCK),
        },
        _nested,
        (PRIVATE,),
    ),
    Scene(
        "frames of the same origin",
        {"/": html(f"<p>Frames</p><template>{html(_KEY)}</template>"), "/form": html(BLOCK + _KEY)},
        _same_origin,
        (PRIVATE, FIELD),
    ),
    Scene(
        "popup",
        {
            "/": html(
                BLOCK + "<button onclick=\"window.open('/sign-in', '', 'width=500,height=300')\">Sign in</button>"
            ),
            "/sign-in": html(PASSWORD),
        },
        _popup,
        (PRIVATE, TYPED),
    ),
    Scene(
        "payment frame in a popup",
        {
            "/": html("<button onclick=\"window.open('/pay', '', 'width=560,height=340')\">Pay</button>"),
            "/pay": html(
                "<p>Pay here</p><script>addEventListener('load', () => add('iframe', {src: other('/card')}))</script>"
            ),
            "/card": html(PASSWORD + _KEY),
        },
        _payment_popup,
        (TYPED, FIELD),
    ),
    Scene(
        "empty popup",
        {"/": html(BLOCK + "<button onclick=\"window.open('')\">Open</button>")},
        _empty_popup,
        (PRIVATE,),
    ),
)
