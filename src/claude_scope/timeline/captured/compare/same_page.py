"""Whether two states show the same page: by their URLs and common labels and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Collection

    from claude_scope.timeline.captured.page.structure import Page

MIN_LABELS = 3
"""If both sides have fewer items, one common item is enough."""


def path_of(url: str) -> str:
    """The identity of a page: its path and, in a single-page application, its hash."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.netloc}{parts.path}{f'#{parts.fragment}' if '/' in parts.fragment else ''}"


def is_same_record(before: Page, after: Page) -> bool:
    """Whether two pages with one path show the same record: they have the same query, or the same heading."""
    if before.url.partition("#")[0] == after.url.partition("#")[0]:
        return True
    return heading_of(before) == heading_of(after)


def heading_of(page: Page) -> str:
    """The first heading of a page outside of overlays, otherwise its title."""
    return next((leaf.value for leaf in page.headings() if not leaf.layer), page.title)


def share_alike(before: Page, after: Page) -> float:
    """The share of common labels or of common texts, whichever is larger, relative to the page with more of them."""
    pairs = (_labels(before), _labels(after)), (before.texts, after.texts)
    return max((_share(old, new) for old, new in pairs if old or new), default=1.0)


def _share(old: Collection[object], new: Collection[object]) -> float:
    """The share of common items, relative to the side with more items; with few items, one common item is enough."""
    most, both = max(len(old), len(new)), len({*old} & {*new})
    return both / most if most >= MIN_LABELS else float(both > 0)


def _labels(page: Page) -> set[tuple[str, str]]:
    leaves = {(leaf.role, leaf.name) for leaf in page.leaves if leaf.kind in ("field", "control", "heading")}
    return (
        leaves
        | {("column", name) for section in page.sections for name in section.columns}
        | {(section.role, section.name) for section in page.sections if section.name}
    )
