"""Reads a document's own record of its request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claude_scope.browser.record.tabs.tab import Tab

_TIMING = """performance.getEntriesByType("navigation")
    .filter((load) => load.name.startsWith("http"))
    .map((load) => ({ url: load.name, start: performance.timeOrigin + load.startTime,
        end: performance.timeOrigin + load.responseEnd, status: load.responseStatus, size: load.encodedBodySize }))"""
"""Navigation Timing (https://www.w3.org/TR/navigation-timing-2), with epoch milliseconds."""
_FORM = "form_submit"


async def own_timing(tab: Tab) -> dict[str, Any] | None:
    """The request of the tab's current document: `url`, `start`, `end`, `status`, `size`.

    None if the document was not loaded over HTTP, or if a form requested it, whose method it does not know. Raises
    `DevToolsError` if the tab is closed.
    """
    main = tab.frames.main
    given = {"expression": _TIMING, "contextId": main.context, "returnByValue": True}
    found = (await main.session.send("Runtime.evaluate", given))["result"].get("value") or []
    entries = (await tab.session.send("Page.getNavigationHistory"))["entries"]
    if not found or (entries and entries[0]["transitionType"] == _FORM):
        return None
    timing: dict[str, Any] = found[0]
    return timing
