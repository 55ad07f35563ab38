"""OCR false positives are removed, and real text is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import Rect
from claude_scope.vision.ocr.text_lines import TextLine

if TYPE_CHECKING:
    from tests.vision.conftest import Screens

BADGES = (
    "<style>body{font:16px 'Noto Sans','Liberation Sans',sans-serif;margin:0;padding:40px}"
    "i{display:inline-block;min-width:20px;height:20px;border-radius:10px;text-align:center;"
    "font:bold 12px/20px sans-serif}</style><h1>Issues</h1>"
)
STYLES = ("background:#dc2626;color:#fff", "background:#0969da;color:#fff", "background:#1a7f37;color:#fff")


def line(text: str, left: int = 100) -> TextLine:
    box = Rect(left, 100, left + 10 * len(text), 120)
    return TextLine(text, box, 0.9, tuple(left + 10.0 * i + 5 for i in range(len(text))))


def test_a_zero_in_a_badge_before_a_text_is_a_count(screens: Screens) -> None:
    """Like one that becomes a 1."""
    rows = "".join(f"<p>Open&ensp;<i style='{style}'>COUNT</i>&ensp;Closed" for style in STYLES)
    pages = {count: BADGES + rows.replace("COUNT", count) for count in "01"}
    for count, reading in screens.rendered(pages, cut=pages).items():
        assert [line.text for line in reading.lines].count(count) == len(STYLES)
