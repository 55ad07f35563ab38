"""Nodes that are not visible are marked as hidden, and boxes are where the screenshot shows the elements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from claude_scope.browser.inspect import inspect
from claude_scope.pictures import load
from claude_scope.values import Snapshot
from tests.browser.sites import Site

if TYPE_CHECKING:
    from claude_scope.values import Image

PAGE = """<!doctype html><style>
    .sr-only { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0, 0, 0, 0) }
    .clip { position: absolute; clip-path: inset(50%) } body { background: #fff; color: #111 }
</style>
<h1>Shown heading</h1><p>Shown paragraph</p><button>Shown button</button>
<p style='opacity: .4'>Shown though pale</p>
<p style='color: #777'>Shown in grey</p>
<p style='background: #000; color: #fff'>Shown white on black</p>
<div style='background: linear-gradient(#000, #000); color: #fff'>Shown on a gradient</div>
<div style='margin-top: 3000px'>Shown below the fold</div>
<div style='overflow: auto; height: 20px'><p>Shown</p><p>Shown by scrolling</p></div>
<label><input type=checkbox style='opacity: 0; position: absolute'>Shown choice</label>
<div class=sr-only>Hidden sr-only</div><div class=clip>Hidden clipped</div>
<p style='opacity: 0'>Hidden opacity</p><div style='opacity: 0'><p>Hidden opacity above</p></div>
<p style='position: absolute; left: -9999px'>Hidden left</p><p style='position: absolute; top: -999px'>Hidden top</p>
<p style='text-indent: -9999px; overflow: hidden'>Hidden indent</p>
<p style='font-size: 0'>Hidden font size</p><p style='color: #fff'>Hidden white</p>
<p style='color: transparent'>Hidden transparent</p>
<div style='background: #222'><p style='color: #232323'>Hidden dark</p></div>
<div style='height: 0; overflow: hidden'><p>Hidden by height</p></div>
<p style='clip-path: polygon(0 0, 0 0, 0 0)'>Hidden by a polygon</p>
<p style='clip-path: circle(0)'>Hidden by a circle</p>
<div style='clip-path: polygon(0 0, 100% 0, 50% 0)'><p>Hidden by a flat polygon above</p></div>
<p style='clip-path: polygon(0 0, 100% 0, 100% 100%, 0 100%)'>Shown in a polygon</p>
<p style='filter: opacity(0)'>Hidden by a filter</p><p style='filter: opacity(60%)'>Shown through a filter</p>
<p style='mask-image: linear-gradient(transparent, transparent)'>Hidden by a mask</p>
<p style='mask-image: linear-gradient(#000 80%, transparent)'>Shown with a faded end</p>
<p style='color: oklch(1 0 0)'>Hidden oklch white</p><p style='color: oklch(0.4 0.1 200)'>Shown oklch</p>
<p style='color: rgba(0, 0, 0, .01)'>Hidden nearly clear</p><p style='opacity: .06'>Hidden nearly gone</p>
<p style='color: rgba(0, 0, 0, .5)'>Shown half clear</p>
<p style='color: transparent; text-shadow: 0 0 1px #000'>Shown as a shadow</p>
<p style='color: transparent; text-shadow: 0 0 1px transparent'>Hidden with a clear shadow</p>
<p style='color: transparent; -webkit-text-stroke: 1px #000'>Shown as an outline</p>
<select aria-label='Shown list'><option>Shown when opened</option><optgroup label='Shown group'><option>Shown in it
</select><div role=option style='height: 0; overflow: hidden'>Hidden as an entry of no list</div>
<p id=mixed>Seen before <span style='opacity: 0'>Hidden in the middle</span> seen after</p>
<div style='position: fixed; bottom: -80px; height: 40px'><p>Hidden below the window</p></div>
<div style='position: fixed; bottom: 0; height: 40px; transform: translateY(60px)'><p>Hidden till it slides in</p></div>
<div style='transform: scale(1)'><div style='position: fixed; top: 4000px'><p>Shown further down</p></div></div>
<div style='position: fixed; bottom: 0; right: 0; height: 40px; overflow: auto'><p style='margin-top: 900px'>Shown by
scrolling the bar</p></div>
<iframe srcdoc="<h1>Shown inside</h1><p style='opacity: 0'>Hidden inside</p>"></iframe>"""


async def look(out: Path, page: str) -> Snapshot:
    async with Site({"/": page}) as site:
        (snapshot,) = await inspect([site.url], out)
    assert snapshot.success, snapshot.error
    return snapshot


def texts(snapshot: Snapshot, hidden: bool) -> list[str]:
    assert snapshot.tree
    found = [node.name or node.text for node in snapshot.tree.walk() if node.hidden == hidden]
    return [text for text in found if text]


@pytest.mark.attack("page texts")
async def test_hidden_text_is_marked_and_nothing_else(out: Path) -> None:
    snapshot = await look(out, PAGE)
    assert [text for text in texts(snapshot, True) if not text.startswith("Hidden")] == []
    assert [text for text in texts(snapshot, False) if text.startswith("Hidden")] == []
    assert len(texts(snapshot, True)) == PAGE.count("Hidden ")


COVERS = """<!doctype html><style>body { background: #fff } div { position: relative; height: 30px; width: 400px }
    .over { position: absolute; inset: 0; z-index: 1 } p { margin: 0 }
    .bar { background: #eee; position: fixed; width: 99%; height: 30px }</style>
<div><p>Hidden under a cover</p><span class=over style='background: #fff'></span></div>
<div style='background: #fff; z-index: 0'><p style='position: relative; z-index: -1'>Shown over its parent</p></div>
<div style='background: #fff'><p style='position: relative; z-index: -1'>Hidden under its parent</p></div>
<div><p>Shown under a clear cover</p><span class=over></span></div>
<div><p>Shown under a pale cover</p><span class=over style='background: #fff; opacity: .3'></span></div>
<div><p>Shown above</p><span class=over style='background: #ffc; z-index: -1'></span></div>
<div><p>Shown under a bar</p><span class=bar style='left: 0; top: 180px'></span></div>
<div style='overflow: hidden'><p style='background: #fff; position: absolute'>Shown <b>and this</b></p></div>
<div><span class=over style='background: #111; z-index: 0'></span>
    <p class=over style='color: #fff'>Shown white on another's black</p></div>
<div style='height: 60px'><p>Shown under a dialog</p><dialog open style='top: 0'>
    <p>Shown question</p><div><p>Hidden in the dialog</p><span class=over style='background: #fff'></span></div>
</dialog></div>"""


async def test_text_under_an_opaque_element_is_hidden_and_text_under_a_dialog_is_not(out: Path) -> None:
    """Temporary layers over the page, such as a dialog or a fixed bar, hide nothing."""
    snapshot = await look(out, COVERS)
    assert sorted(texts(snapshot, True)) == ["Hidden in the dialog", "Hidden under a cover", "Hidden under its parent"]


@pytest.mark.attack("pages")
async def test_thousands_of_texts_on_one_spot_are_looked_at_in_bounded_time(out: Path) -> None:
    """Comparing each text with all others would exceed the lane's time limit."""
    stack = "<p style='position: absolute; top: 0; left: 0; background: #fff'>One of many</p>" * 6_000
    assert texts(await look(out, "<!doctype html><title>Stack</title>" + stack), True)


async def test_a_hidden_piece_of_running_text_is_separate(out: Path) -> None:
    snapshot = await look(out, PAGE)
    assert snapshot.tree
    paragraph = next(
        node for node in snapshot.tree.walk() if any("Seen before" in child.text for child in node.children)
    )
    assert [(child.text, child.hidden) for child in paragraph.children] == [
        ("Seen before", False),
        ("Hidden in the middle", True),
        ("seen after", False),
    ]


async def test_boxes_are_where_the_screenshot_shows_them(out: Path) -> None:
    """Every button is a rectangle of one colour, in iframes with borders, paddings, a scale, and nesting."""
    style = "<style>body {{ margin: 0 }} button {{ background: rgb{0}; border: 0; color: rgb{0} }}</style>"
    inner = style.format((0, 0, 255)) + "<button>Blue</button>"
    middle = style.format((0, 255, 0)) + "<button>Green</button><br>" + frame("border: 7px solid", inner, "'")
    scaled = style.format((255, 0, 255)) + "<p>-</p><button>Purple</button>"
    page = (
        style.format((255, 0, 0))
        + "<button>Red</button><div style='height: 60px'></div>"
        + frame("border: 5px solid; padding: 11px; width: 400px; height: 300px; margin-left: 40px", middle)
        + frame("transform: scale(.5); transform-origin: 0 0; border: 4px solid", scaled)
    )
    snapshot = await look(out, page)
    assert snapshot.tree
    assert snapshot.screenshot
    boxes = {node.name: node.box for node in snapshot.tree.walk() if node.role == "button"}
    picture = load(snapshot.screenshot)
    colours = {"Red": (255, 0, 0), "Green": (0, 255, 0), "Blue": (0, 0, 255), "Purple": (255, 0, 255)}
    assert boxes.keys() == colours.keys()
    for name, colour in colours.items():
        box = boxes[name]
        assert box is not None
        assert extent(picture, colour) == pytest.approx(tuple(box), abs=1), name  # half pixels are rounded twice


def frame(style: str, content: str, quote: str = '"') -> str:
    return f"<iframe style={quote}{style}{quote} srcdoc={quote}{content}{quote}></iframe>"


def extent(picture: Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Left, top, width and height of the area with a colour."""
    rows, columns = np.nonzero((picture == colour).all(axis=2))
    left, top = int(columns.min()), int(rows.min())
    return left, top, int(columns.max()) + 1 - left, int(rows.max()) + 1 - top
