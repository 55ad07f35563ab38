"""Scenes that scroll, zoom, and move."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from benchmarks.masked_copies.scene import BLOCK, FIELD, LINES, PRIVATE, SIZE, Scene, html, pause

if TYPE_CHECKING:
    from tests.browser.record.driven import Driven

_ROW = f"<p>Row</p><p data-private>{PRIVATE}</p>"
_KEY = f"<p><label>API key <input name=api_key value={FIELD}></label></p>"


async def _wheel(driven: Driven) -> None:
    await driven.page.mouse.move(300, 250)
    for step in (80, 120, 200, -150, 300, -400, 500, -600):
        await driven.page.mouse.wheel(0, step)
        await pause(driven, 250)
    await driven.page.evaluate("find('#inner')?.scrollTo({top: 900, behavior: 'smooth'})")
    await pause(driven, 700)


async def _css_zoom(driven: Driven) -> None:
    for zoom in (1.5, 0.7, 2, 1):
        await driven.page.evaluate(f"document.documentElement.style.zoom = {zoom}")
        await pause(driven, 500)
        await driven.page.evaluate(f"find('#part').style.zoom = {zoom}")
        await pause(driven, 400)


async def _transform(driven: Driven) -> None:
    for transform in ("scale(1.8)", "rotate(20deg)", "translate(200px, 90px) scale(.8)", "skewX(20deg)", "none"):
        await driven.page.evaluate(f"find('#part').style.transform = '{transform}'")
        await pause(driven, 500)


async def _device(driven: Driven) -> None:
    session = await driven.browser.contexts[0].new_cdp_session(driven.page)
    for width, height, factor, mobile in ((*SIZE, 2, False), (500, 600, 1, False), (400, 500, 1.5, True)):
        metrics = {"width": width, "height": height, "deviceScaleFactor": factor, "mobile": mobile}
        await session.send("Emulation.setDeviceMetricsOverride", metrics)
        await pause(driven, 800)
    await session.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1})
    await pause(driven, 800)


async def _pinch(driven: Driven) -> None:
    session = await driven.browser.contexts[0].new_cdp_session(driven.page)
    for factor in (1.6, 2.4, 1):
        await session.send("Emulation.setPageScaleFactor", {"pageScaleFactor": factor})
        await pause(driven, 700)
    gesture = {"x": 200, "y": 100, "scaleFactor": 1.7, "relativeSpeed": 400}
    await session.send("Input.synthesizePinchGesture", gesture)
    await pause(driven, 700)


async def _animation(driven: Driven) -> None:
    await pause(driven, 1_500)
    await driven.page.evaluate("find('#part').style.animation = 'fly .7s linear infinite alternate'")
    await pause(driven, 1_800)


async def _script_motion(driven: Driven) -> None:
    await driven.page.evaluate("""() => {
      const part = find('#part');
      const began = performance.now();
      const step = (now) => {
        const angle = (now - began) / 250;
        part.style.translate = `${180 + 180 * Math.cos(angle)}px ${120 + 120 * Math.sin(angle)}px`;
        if (now - began < 2500) requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    }""")
    await pause(driven, 3_000)


async def _late_layout(driven: Driven) -> None:
    await pause(driven, 2_600)
    for n in range(4):
        await driven.page.evaluate("document.body.prepend(add('p', {textContent: 'A line that came late'}))")
        await pause(driven, 150 + 50 * n)
    for _ in range(3):
        await driven.page.evaluate("document.body.append(find('[data-private]').cloneNode(true))")
        await pause(driven, 120)
        await driven.page.evaluate("document.body.lastChild.remove()")
        await pause(driven, 400)


async def _slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A page that loads in parts, the fields long before the rest."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n")
    writer.write(html(f"<p>Your keys</p>{BLOCK}{_KEY}").encode())
    await writer.drain()
    await asyncio.sleep(1.5)
    writer.write(b"<p>The rest of the page</p>")
    await writer.drain()


_PART = f"<div id=part>{_KEY}<iframe src=/in></iframe></div>"
_FLY = "<style>@keyframes fly { from { transform: translate(0, 0) } to { transform: translate(360px, 240px) } }</style>"

SCENES = (
    Scene("scrolled page", {"/": html(f"{BLOCK}{LINES}".replace("number 8", _ROW))}, _wheel, (PRIVATE,)),
    Scene(
        "scrolled part",
        {"/": html(f"<div id=inner style='height: 250px; overflow: auto; margin: 60px'>{_ROW * 20}</div>")},
        _wheel,
        (PRIVATE,),
    ),
    Scene("css zoom", {"/": html(f"<p>Zoom</p>{_PART}"), "/in": html(BLOCK)}, _css_zoom, (PRIVATE, FIELD)),
    Scene("transform", {"/": html(f"<p>Turn</p>{_PART}"), "/in": html(BLOCK)}, _transform, (PRIVATE, FIELD)),
    Scene("device metrics", {"/": html(f"<p>Device</p>{BLOCK}{_KEY}")}, _device, (PRIVATE, FIELD)),
    Scene("pinch zoom", {"/": html(f"<p>Pinch</p>{BLOCK}{_KEY}{LINES}")}, _pinch, (PRIVATE, FIELD)),
    Scene("animation", {"/": html(f"{_FLY}<div id=part>{BLOCK}</div>")}, _animation, (PRIVATE,)),
    Scene("motion by script", {"/": html(f"<div id=part>{BLOCK}</div>")}, _script_motion, (PRIVATE,)),
    Scene("slow page, late layout", {"/": _slow}, _late_layout, (PRIVATE, FIELD)),
)
