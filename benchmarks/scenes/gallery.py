"""Likes, a lightbox that fades in, its next picture, and details that open; an equaliser moves all the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.scenes.hand import Hand

SIZE = (1920, 1080)


def use(hand: Hand) -> None:
    page = hand.page
    hand.arrive("gallery", "document.querySelector('.card')", look_s=3.0)
    hand.click(page.get_by_role("button", name="Like").nth(1))
    hand.arrive("liked 1", "document.getElementById('liked').textContent === '1'", look_s=1.1)
    hand.click(page.locator(".pic").nth(2))
    hand.arrive("lightbox", "getComputedStyle(box).opacity === '1'", look_s=1.3)
    hand.click(page.get_by_role("button", name="Next picture"))
    hand.arrive("next picture", "at === 3", look_s=1.2)
    hand.click(page.get_by_role("button", name="Close"))
    hand.arrive("closed", "!box.classList.contains('on')", look_s=1.2)
    hand.click(page.get_by_text("Opening hours"))
    hand.arrive("details", "document.querySelector('details').open", look_s=1.2)
    hand.click(page.get_by_role("button", name="Like").nth(3))
    hand.arrive("liked 2", "document.getElementById('liked').textContent === '2'", look_s=1.1)
