"""Lists the open tabs of a browser without touching them, and finds one by its title or address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.browser.terminal_text import strip_controls
from claude_scope.browser.urls import display_url
from claude_scope.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from claude_scope.browser.attach.connect import RunningBrowser

_NOT_OFFERED = ("devtools:", "chrome:", "edge:", "chrome-untrusted:", "chrome-error:")
"""Addresses of the browser's own pages, such as its settings."""
_NEW_TAB = ("chrome://newtab/", "chrome://new-tab-page/", "edge://newtab/")
_MAX_NAMED = 5
_MAX_TITLE_CHARS = 80


@dataclass(frozen=True, slots=True)
class OpenTab:
    """A tab as the browser lists it. `is_shared` says that another program is attached to it, such as DevTools."""

    target: str
    title: str
    url: str
    is_shared: bool = False

    @property
    def label(self) -> str:
        """The title on one line, shortened; the address of a tab without a title."""
        title = strip_controls(self.title) or display_url(self.url)
        return title if len(title) <= _MAX_TITLE_CHARS else title[: _MAX_TITLE_CHARS - 1] + "…"


async def list_tabs(browser: RunningBrowser) -> list[OpenTab]:
    """The tabs of all windows and profiles; the browser answers for them, so a tab that hangs is listed too.

    Raises:
        BadInput: no tab shows a page.
        DevToolsError: the browser was closed.
    """
    targets = (await browser.connection.send("Target.getTargets"))["targetInfos"]
    tabs = [_tab(about) for about in targets if _is_offered(about)]
    if not tabs:
        raise BadInput("No tab with a page is open in this browser; open the page to record, and run this again.")
    return tabs


def match_tab(tabs: Sequence[OpenTab], text: str) -> OpenTab:
    """The tab with this text in its title or address, ignoring case.

    Raises:
        BadInput: no tab matches, or several do. The message names no tab, because it may end up in a pipe or a file.
    """
    wanted = text.strip().casefold()
    found = [tab for tab in tabs if wanted in tab.title.casefold() or wanted in tab.url.casefold()]
    exact = [tab for tab in found if wanted in (tab.title.casefold(), tab.url.casefold())]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise BadInput(
            f"No open tab has {text!r} in its title or address; open the page, or leave --tab out to see the list."
        )
    raise BadInput(
        f"{len(found)} open tabs have {text!r} in their title or address; give more of it, or leave --tab out to see "
        "the list."
    )


def _is_offered(about: dict[str, Any]) -> bool:
    url = about.get("url", "")
    is_page = about.get("type") == "page" and not about.get("subtype")  # a prerendered page has a subtype
    return is_page and (url.startswith(_NEW_TAB) or not url.startswith(_NOT_OFFERED))


def _tab(about: dict[str, Any]) -> OpenTab:
    return OpenTab(about["targetId"], about.get("title", ""), about.get("url", ""), about.get("attached") is True)
