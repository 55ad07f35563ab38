"""Checks of the current page. Each returns a list of offending elements, as the beginning of their markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Page

INJECTED = "script:not(head > *), [onerror], img[src='x'], head > :not(script, meta, link, title)"
"""Elements that exist only if a text was parsed as markup."""
MORE = 20
"""Additional presses of Tab for stops that the browser inserts: scrollable boxes."""
_SHOWN = "(one) => one.outerHTML.slice(0, 160)"
_TOO_WIDE = """() => {
  const {clientWidth, scrollWidth} = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const all = [...document.querySelectorAll("body, body *")];
  return all.filter((one) => one.getBoundingClientRect().right > clientWidth + 1).map(SHOWN).slice(0, 5);
}"""
_MOVING = """() => {
  const ms = (time) => parseFloat(time) * (time.includes("ms") ? 1 : 1000);
  const lasts = (times) => times.split(",").some((time) => ms(time) > 1);
  const moves = (one) => {
    const style = getComputedStyle(one);
    return (style.animationName !== "none" && lasts(style.animationDuration)) ||
      lasts(style.transitionDuration) || style.scrollBehavior === "smooth";
  };
  return [...document.querySelectorAll("*")].filter(moves).map(SHOWN).slice(0, 5);
}"""
_LIST = """() => {
  const kinds = "a[href], button, input, select, textarea, summary, video[controls], [tabindex]";
  const isSeen = (one) => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length > 0;
  const group = (one, more) => document.querySelector(`input[name="${one.name}"]${more}`);
  const isStop = (one) => one.type !== "radio" || one.checked || (!group(one, ":checked") && one === group(one, ""));
  const found = [...document.querySelectorAll(kinds)].filter((one) =>
    one.tabIndex >= 0 && !one.disabled && !one.closest("[inert]") && isSeen(one) && isStop(one));
  const outlined = (one) => {
    const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(one);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1) || boxShadow !== "none";
  };
  const state = window.probe = {left: new Set(found), unseen: []};
  document.addEventListener("focusin", ({target}) => {
    state.left.delete(target);
    const places = [target, target.parentElement, target.closest("label"), target.nextElementSibling];
    if (!places.some((one) => one && outlined(one))) state.unseen.push(target);
  });
  document.activeElement?.blur();
  document.querySelector(".skip").focus();
  return found.length;
}"""
_LEFT = """() => [
  ...[...window.probe.left].map(SHOWN).map((one) => `not reached: ${one}`),
  ...window.probe.unseen.map(SHOWN).map((one) => `focus not seen: ${one}`),
].slice(0, 8)"""


async def too_wide(page: Page) -> list[str]:
    """What makes a page scroll sideways."""
    found: list[str] = await page.evaluate(_TOO_WIDE.replace("SHOWN", _SHOWN))
    return found


async def moving(page: Page) -> list[str]:
    """What moves, or would move, although the user prefers reduced motion."""
    found: list[str] = await page.evaluate(_MOVING.replace("SHOWN", _SHOWN))
    return found


async def not_by_keyboard(page: Page) -> list[str]:
    """Controls that Tab does not reach from the top of the page, and those without a visible focus."""
    number = await page.evaluate(_LIST)
    for times in (number, *[1] * MORE):
        for _ in range(times):
            await page.keyboard.press("Tab")
        if await page.evaluate("window.probe.left.size") == 0:
            break
    found: list[str] = await page.evaluate(_LEFT.replace("SHOWN", _SHOWN))
    return found
