"""Times are those of the day, also in a tab that was open while the computer slept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claude_scope.browser import record

if TYPE_CHECKING:
    from playwright.async_api import Browser

BRIDGE = (Path(record.__file__).parent / "page" / "bridge.js").read_text("utf-8").rstrip().rstrip(";")
DIFFERENCE = """(slept) => {
  const now = performance.now.bind(performance);
  performance.now = () => now() - slept;
  const bridge = (BRIDGE)({}, {}, { later() {}, cancel() {} });
  return Math.abs(bridge.at({ timeStamp: performance.now() }) - Date.now());
}"""


@pytest.mark.parametrize("slept_ms", [0, 3_600_000])
async def test_a_sleep_of_the_computer_does_not_move_acts(slept_ms: int, browser: Browser) -> None:
    page = await browser.new_page()
    assert await page.evaluate(DIFFERENCE.replace("BRIDGE", BRIDGE), slept_ms) < 50
    await page.close()
