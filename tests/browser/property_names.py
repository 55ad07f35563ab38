"""The names of all properties of a form and of a document; a field or an image can have each of them as its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Browser

_LIST = """() => {
  const chain = (at) => (at ? [...Object.getOwnPropertyNames(at), ...chain(Object.getPrototypeOf(at))] : []);
  return [...new Set([...chain(HTMLFormElement.prototype), ...chain(HTMLDocument.prototype), "location", "_ariaRef"])];
}"""


async def property_names(browser: Browser) -> list[str]:
    page = await browser.new_page()
    names: list[str] = await page.evaluate(_LIST)
    await page.close()
    return names
