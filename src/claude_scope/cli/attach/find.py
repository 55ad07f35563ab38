"""Finds the browser that `--attach` names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from claude_scope.browser.attach.address import check_address, find_address, is_browser_name, parse_address
from claude_scope.threads import in_thread

if TYPE_CHECKING:
    from claude_scope.browser.attach.address import Address

ANY = "any"
"""The value of a bare `--attach`, which means the only browser that allows it."""


def check_browser(browser: str, option: str = "--attach") -> None:
    """Raise `UsageError` unless this value of an option is `ANY`, a browser's name, or an address on this machine."""
    if browser != ANY and not is_browser_name(browser):
        check_address(browser, option)


async def find(browser: str) -> Address:
    """The address of the browser.

    Raises:
        UsageError: the value is neither a browser nor an address on this machine.
        BadInput: no browser can be reached, or several can.
    """
    check_browser(browser)
    if browser == ANY or is_browser_name(browser):
        return await in_thread(partial(find_address, "" if browser == ANY else browser))
    return await in_thread(partial(parse_address, browser))
