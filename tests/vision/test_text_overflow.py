"""Cut-off and low-contrast text is reported with its place, skeletons are found, and nothing else is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.geometry import centre, holds
from claude_scope.lexicon.error_words import has_error_word

if TYPE_CHECKING:
    from tests.vision.conftest import Screens

PAGE = (
    "<style>body{font:16px 'DejaVu Sans',sans-serif;margin:0;padding:30px;background:#fff;color:#222}p{margin:14px 0}"
    "button{display:block;font:inherit;height:42px;padding:0 20px;margin:14px 0;border:0;border-radius:8px;"
    "background:#175cd3;color:#fff;white-space:nowrap;text-align:left}i{display:block;height:18px;margin:14px 0;"
    "background:#e4e7ec;border-radius:6px}</style>"
    "<p>We return the full price within thirty days.</p><p style='color:#d5dae1'>Parcels abroad are not refunded</p>"
    "<p style='color:#767676'>Last changed on the third of March</p>"
    "<button style='width:190px;overflow:hidden;padding-right:0'>Start the free trial today</button>"
    "<button>Start the free trial today</button>"
    "<i style='width:300px'></i><i style='width:420px'></i><i style='width:360px'></i>"
)


def test_overflow_low_contrast_and_skeletons_are_reported(screens: Screens) -> None:
    reading = screens.rendered({"misfits": PAGE}, cut={"misfits"})["misfits"]
    told = {one.kind: one for one in reading.observations}
    assert sorted(one.kind for one in reading.observations) == ["contrast", "cut-off"]
    assert "Parcels abroad" in told["contrast"].text
    assert "1.4 to 1" in told["contrast"].text
    cut = next(line for line in reading.lines if line.text.startswith("Start the free"))
    assert told["cut-off"].box is not None
    assert holds(told["cut-off"].box, centre(cut.box))
    assert [round(box.width, -1) for box in reading.bones] == [300, 420, 360]


def test_a_confirmation_question_is_no_error() -> None:
    assert not has_error_word("This cannot be undone. Click Remove again to confirm.")
    assert has_error_word("This cannot be saved.")
