"""Waits until a loaded page is stable: its accessibility tree stops changing, and nothing says that it is loading."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claude_scope.browser.load_errors import BUSY, sentence
from claude_scope.browser.page.load import Traffic, now, remaining_ms
from claude_scope.browser.page.script_results import Interference, evaluate_text
from claude_scope.browser.page.secret_fields import Secrets, mask_in_page
from claude_scope.browser.scripts import LOADING, SIZE
from claude_scope.errors import InspectionError
from claude_scope.lexicon.loading_words import contains_loading_message

if TYPE_CHECKING:
    from playwright.async_api import Page

STABLE_S = 0.5
"""A tree that has not changed for this long without pending requests is stable."""
STABLE_WHILE_BUSY_S = 2.5
"""The same for a page with pending requests, or with words that say that it is loading."""
STABLE_WHILE_LOADING_S = 5.0
"""The same for a page with a skeleton or spinner. Most answers arrive sooner; endless motion is often decoration."""
TEXT_CHANGES_ONLY_S = 4.0
"""A page whose tree changes only in its texts, as a clock does, is stable after this long."""
_SLOWEST_POLL_S = 1.0
_FIRST_SAMPLE_S = 5.0
"""The minimum time for a first sample of the tree, however long loading took."""
MAX_ELEMENTS = 10_000
"""The maximum per document. The time of Playwright's snapshot grows faster than the number of elements."""
_SCRIPT_ERRORS = ("aria_snapshot: TypeError", "aria_snapshot: RangeError")
"""The error of Playwright's snapshot if a form has a field that is named like a property (see part.js)."""
_TEXTS = re.compile(r'(?m)(?<=: ).*$|"(?:[^"\\]|\\.)*"')
"""Names and texts in the text of a tree; the rest is its shape."""


@dataclass(slots=True)
class Stability:
    """The state of a page when the wait ended.

    `secrets` are the values of secret fields seen meanwhile; `still` is False after a timeout; `busy` is True if
    the page itself marks a part as loading.
    """

    secrets: Secrets = field(default_factory=Secrets)
    still: bool = False
    busy: bool = False


@dataclass(slots=True)
class _Sample:
    """The tree as text, and the sign that the page is loading (see loading.js)."""

    tree: str = ""
    loading: str = ""


async def wait_until_stable(page: Page, traffic: Traffic, deadline: float) -> Stability:
    """Wait until the page is stable, at most until `deadline` (seconds on the loop's clock).

    Raises:
        InspectionError: the page never answered, because one of its scripts does not end.
    """
    settled = Stability()
    before: str | None = None  # None: not sampled yet; an empty page has an empty tree
    shape_before = ""
    changed_at = shape_at = now()
    while before is None or now() < deadline:
        began = now()
        sample = await _sample(page, settled.secrets, max(deadline, began + _FIRST_SAMPLE_S))
        if sample is None and now() >= deadline:
            break
        sample = sample or _Sample()
        settled.busy = sample.loading == "busy"
        shape = _TEXTS.sub("", sample.tree)
        if sample.tree != before:
            before, changed_at = sample.tree, now()
        if shape != shape_before:
            shape_before, shape_at = shape, now()
        if _is_still(sample, now() - changed_at, now() - shape_at, traffic):
            settled.still = True
            return settled
        await asyncio.sleep(min(max(0.1, 2 * (now() - began)), _SLOWEST_POLL_S, max(0.0, deadline - now())))
    if before is None:
        raise InspectionError(sentence(BUSY))
    return settled


def _is_still(sample: _Sample, unchanged_s: float, same_shape_s: float, traffic: Traffic) -> bool:
    if sample.loading:
        return same_shape_s >= STABLE_WHILE_LOADING_S
    tree = sample.tree
    waiting = traffic.busy() or tree.count("\n") < 2 or "progressbar" in tree or contains_loading_message(tree)
    return unchanged_s >= (STABLE_WHILE_BUSY_S if waiting else STABLE_S) or same_shape_s >= TEXT_CHANGES_ONLY_S


async def _sample(page: Page, secrets: Secrets, deadline: float) -> _Sample | None:
    """A sample of the page, None while it is between two documents or does not answer."""
    from playwright.async_api import Error

    size = loading = ""
    try:
        async with asyncio.timeout_at(deadline):
            await mask_in_page(page, secrets)
            size = await evaluate_text(page, SIZE)
            loading = await evaluate_text(page, LOADING)
            if not size or _elements(size) > MAX_ELEMENTS:
                return _Sample(size, loading)
            return _Sample(await page.aria_snapshot(mode="default", timeout=remaining_ms(deadline)), loading)
    except (Error, TimeoutError) as error:
        if page.is_closed():
            raise
        return _Sample(size, loading) if any(kind in str(error) for kind in _SCRIPT_ERRORS) else None


def _elements(size: str) -> int:
    first = size.partition("\n")[0]
    if not re.fullmatch(r"[0-9]{1,9}", first):
        raise Interference
    return int(first)
