"""Luckysheet in Chinese: a spreadsheet on a canvas."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.claims.app import App, Flow
from benchmarks.claims.start_app import npm_of, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.captures.hand import Hand

_OWN_CELL = "A formula refers to the cell it stands in; a dialog refuses it, in Chinese."


@contextmanager
def _start(folder: Path) -> Iterator[str]:
    dist = npm_of("luckysheet") / "luckysheet" / "dist"
    for path in dist.iterdir():
        (folder / path.name).symlink_to(path)
    (folder / "index.html").unlink()
    (folder / "index.html").write_text(
        (dist / "index.html").read_text().replace("'zh' ? 'zh' : 'en'", "'zh' ? 'zh' : 'zh'")
    )
    with serving(folder) as address:
        yield address


async def _sheets(hand: Hand) -> None:
    sheet, cell = hand.at("#luckysheet-cell-main"), hand.at("#luckysheet-rich-text-editor", "textbox")
    await hand.click(sheet, offset=(150, 130))
    await hand.type(cell, "港口")
    await hand.key(cell, "Enter")
    await hand.drag(sheet, (260, 60), offset=(320, 290))
    await hand.click(hand.at("#luckysheet-icon-bold"))
    await hand.wheel(sheet, 480, at=(600, 400))
    await hand.click(hand.at(".luckysheet-sheets-item >> nth=1"))
    await hand.click(hand.at("#luckysheet-icon-undo"))
    await hand.click(hand.at(".luckysheet-sheets-item >> nth=3"))
    await hand.click(sheet, act="contextmenu", offset=(300, 200))


async def _own_cell(hand: Hand) -> None:
    sheet, cell = hand.at("#luckysheet-cell-main"), hand.at("#luckysheet-rich-text-editor", "textbox")
    await hand.click(sheet, offset=(150, 130))
    await hand.type(cell, "12")
    await hand.key(cell, "Enter")
    await hand.type(cell, "0")
    await hand.key(cell, "Enter")
    await hand.type(cell, "=B8+B9")
    await hand.key(cell, "Enter")


APP = App(
    "luckysheet",
    "scored",
    _start,
    (Flow("sheets", _sheets), Flow("own-cell", _own_cell, _OWN_CELL)),
    npm=("luckysheet@2.1.13",),
)
