"""What a scripted user does beyond clicking and typing: hovers, drags, scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examples.capture import Take

if TYPE_CHECKING:
    from playwright.sync_api import Locator


class Hand(Take):
    """A recording in progress, and the hand on its mouse."""

    def hover(self, target: Locator) -> None:
        """Move to an element and stay there."""
        self._close(self._now())
        self._move_to(target)

    def press(self, keys: str) -> None:
        """Press a key, or several at once."""
        self._close(self._now())
        self.page.keyboard.press(keys)

    def drag(self, what: Locator, to: Locator) -> None:
        """Pick an element up, drag it to another one and drop it."""
        self._move_to(what)
        self.page.wait_for_timeout(150)
        self._close(self._now())
        self.page.mouse.down()
        self.page.wait_for_timeout(120)
        self._move_to(to)
        self.page.wait_for_timeout(100)
        self.page.mouse.up()

    def scroll(self, pixels: int) -> None:
        """Turn the wheel, a notch of 60 pixels every 50 ms."""
        self._close(self._now())
        for _ in range(abs(pixels) // 60):
            self.page.mouse.wheel(0, 60 if pixels > 0 else -60)
            self.page.wait_for_timeout(50)

    def hesitate(self, seconds: float) -> None:
        """Pause between two words; no state of the page ends with it."""
        self.page.wait_for_timeout(seconds * 1000)
