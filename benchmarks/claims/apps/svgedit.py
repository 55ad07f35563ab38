"""SVG-edit in French: a drawing program with an SVG canvas, tools in shadow roots, and dialogs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import npm_of, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand

_BROKEN = "The source of the drawing loses its last letters; the editor reports errors in it and offers to revert."


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    with serving(npm_of("svgedit") / "svgedit" / "dist" / "editor") as address:
        yield f"{address}index.html?lang=fr"


async def _draw(hand: Hand) -> None:
    canvas = hand.at("#workarea")
    await hand.click(hand.by("button", "Annuler"))
    await hand.click(hand.at("#tools_rect"))
    await hand.drag(canvas, (180, 110), offset=(500, 250))
    await hand.click(hand.at("#tools_ellipse"))
    await hand.drag(canvas, (120, 120), offset=(760, 300))
    await hand.click(hand.at("#tool_text"))
    await hand.click(canvas, offset=(560, 520))
    await hand.type(hand.at("#text"), "Café du port", "Café du port")
    await hand.click(hand.at("#tool_select"))
    await hand.click(canvas, offset=(590, 300))
    await hand.click(hand.at("#tool_clone"))
    await hand.click(hand.at("#tool_undo"))


async def _broken_source(hand: Hand) -> None:
    canvas, source = hand.at("#workarea"), hand.at("#svg_source_textarea", "textbox")
    await hand.click(hand.by("button", "OK"))
    await hand.click(hand.at("#tools_rect"))
    await hand.drag(canvas, (260, 160), offset=(480, 260))
    await hand.click(hand.at("#tool_source"))
    await hand.click(source)
    await hand.edit(source, ["Control+End", "Backspace", "Backspace", "Backspace"], "")
    await hand.click(hand.by("button", "Appliquer les modifications"))


APP = App(
    "svgedit",
    "scored",
    _start,
    (Flow("draw", _draw), Flow("broken-source", _broken_source, _BROKEN)),
    npm=("svgedit@7.4.1",),
)
