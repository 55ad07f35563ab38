"""Takes tree, counts, title and screenshot of a loaded page, with secret fields masked."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.browser import aria_snapshot
from claude_scope.browser.load_errors import RELOADS, load_error, sentence
from claude_scope.browser.locator import add_locators
from claude_scope.browser.page import iframe_boxes, secret_fields
from claude_scope.browser.page.load import now
from claude_scope.browser.page.page_events import one_line
from claude_scope.browser.page.page_stability import MAX_ELEMENTS
from claude_scope.browser.page.script_results import evaluate_count, evaluate_text, evaluate_texts
from claude_scope.browser.scripts import PART, SIZE, TRIM
from claude_scope.browser.terminal_text import strip_controls
from claude_scope.browser.urls import display_url, is_browser_error_page
from claude_scope.errors import InspectionError
from claude_scope.values import Node, Snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Page

    from claude_scope.browser.page.page_events import PageEvents
    from claude_scope.browser.page.secret_fields import Secrets

SNAPSHOT_TIMEOUT_S = 20.0
"""The time limit of a snapshot, which is slow for many elements on a busy machine."""
_RETRY_S = 6.0
"""For this long, a failed snapshot is retried; a page that is still between two documents then reloads for ever."""
_BETWEEN_DOCUMENTS = ("context was destroyed", "Frame was detached", "navigat", "Unable to capture screenshot")
_SCREENSHOT_MS = 10_000.0
_READ_OF_FORMS = frozenset(
    "assignedSlot checkVisibility firstChild getAttribute getBoundingClientRect hasAttribute nodeType ownerDocument "
    "parentElement shadowRoot _ariaRef".split()
)
"""Properties of a form that Playwright 1.65 reads; if a field has such a name, its snapshot fails or lacks the form's
content.
"""


async def take_snapshot(page: Page, url: str, visit: PageEvents, secrets: Secrets, picture: Path) -> Snapshot:
    """Take a snapshot of the page that `url` led to; retry if the page navigated meanwhile. The caller limits the time.

    Raises:
        InspectionError: the browser could not load the page, or the page navigates without end.
        Interference: scripts of the page interfere.
        playwright.async_api.Error: any other error, such as a closed page.
    """
    from playwright.async_api import Error

    until = now() + _RETRY_S
    while True:
        try:
            if is_browser_error_page(page.url):
                raise InspectionError(load_error(visit.failure, visit.guard, url, visit.document, visit.advice))
            return await _take(page, secrets, visit, picture)
        except Error as error:
            if not any(sign in error.message for sign in _BETWEEN_DOCUMENTS):
                raise
            if now() > until:
                raise InspectionError(sentence(RELOADS)) from error
            await asyncio.sleep(0.1)


async def _take(page: Page, secrets: Secrets, visit: PageEvents, picture: Path) -> Snapshot:
    """One snapshot: masks fields first, then masks their values in everything that was taken."""
    await secret_fields.mask_in_page(page, secrets)
    await page.screenshot(path=picture, type="png", animations="disabled", caret="hide", timeout=_SCREENSHOT_MS)
    tree = await _tree(page, visit) if await evaluate_text(page, SIZE) else Node(aria_snapshot.FRAGMENT)
    await secret_fields.mask_in_page(page, secrets)
    searched = secrets.searched()
    tree = add_locators(_masked(tree, secrets, searched))
    return Snapshot(
        url="",
        success=True,
        final_url=secret_fields.mask_text(display_url(page.url), searched),
        title=one_line(secret_fields.mask_text(strip_controls(await page.title()), searched)),
        tree=tree,
        counts=aria_snapshot.count(tree),
        screenshot=picture,
    )


async def _tree(page: Page, visit: PageEvents) -> Node:
    """The tree of a page and its iframes, with boxes in page coordinates."""
    await _trim(page, visit)
    await _part(page, visit)
    text = await page.aria_snapshot(
        mode="ai", boxes=True, depth=2 * aria_snapshot.MAX_DEPTH, timeout=1000 * SNAPSHOT_TIMEOUT_S
    )
    tree, left_out = aria_snapshot.parse_bounded(text)
    if left_out:
        visit.note(
            f"The page has more than {aria_snapshot.MAX_NODES:,} nodes; {left_out:,} lines of its tree were left out."
        )
    return iframe_boxes.to_page_coordinates(tree, await iframe_boxes.frame_positions(page, tree))


async def _trim(page: Page, visit: PageEvents) -> None:
    elements = await evaluate_count(page, TRIM, MAX_ELEMENTS)
    if elements > MAX_ELEMENTS:
        visit.note(f"The page has {elements:,} elements; what comes after the first {MAX_ELEMENTS:,} was left out.")


async def _part(page: Page, visit: PageEvents) -> None:
    """Let Playwright read forms in which a field has the name of a property of the form, and note such fields."""
    names: set[str] = set()
    for frame in page.frames:
        names.update(await evaluate_texts(frame, PART, None))
    unreadable = sorted(names & _READ_OF_FORMS)
    if unreadable:
        fields = "a form field" if len(unreadable) == 1 else "form fields"
        called = ", ".join(f'"{name}"' for name in unreadable[:3]) + (", ..." if len(unreadable) > 3 else "")
        visit.note(
            f"The page has {fields} called {called}, which Playwright cannot read past: the tree here "
            "is complete, but locators of Playwright may fail on this page."
        )


def _masked(node: Node, secrets: Secrets, searched: frozenset[str]) -> Node:
    clean = secret_fields.mask_node(node, secrets, searched)
    return replace(clean, children=tuple(_masked(child, secrets, searched) for child in node.children))
