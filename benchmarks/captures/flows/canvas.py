"""A canvas: bars and the legend of Chart.js, with a menu, a switch, a slider and a select of Bootstrap."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.captures.hand import Hand


async def use(hand: Hand) -> None:
    chart, days, unit = hand.by("img", "Tides of a week"), hand.by("slider", "Days"), hand.by("combobox", "Unit")
    await hand.click(chart, offset=(100, 380))
    await hand.click(chart, offset=(425, 12))
    await hand.click(hand.by("button", "Harbour"))
    await hand.click(hand.by("button", "Dover"))
    await hand.check(hand.by("switch", "Filled"))
    await hand.drag(days, (60, 0))
    await hand.key(days, "Tab")
    await hand.key(unit, "ArrowDown", act="select", value="Feet")
    await hand.uncheck(hand.by("switch", "Filled"), hand.at("label[for=fill]"))
    await hand.click(chart, offset=(520, 380))
