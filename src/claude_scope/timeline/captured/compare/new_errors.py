"""Decides whether a new text reports an error that happened, unlike texts of documentation or of opened content."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.lexicon.error_words import only_requires
from claude_scope.timeline.captured.page.error_texts import MAX_ERROR_CHARS, is_error
from claude_scope.timeline.captured.page.read_rows import TOGGLES
from claude_scope.timeline.captured.page.structure import Leaf, Section

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.timeline.captured.page.structure import Page
    from claude_scope.values import PageFact

MAX_NEW_ROWS = 2
"""If more rows than this are new at once, they are data, such as the lines of a log or the titles of tickets."""
MIN_PROSE_WORDS, MIN_PROSE_TEXTS = 8, 3
"""A text with this many words is prose; this many new prose texts at once are a document, which may explain errors."""
MIN_TITLE_WORDS = 3
"""A text with fewer words is the name of a part of the application, not the title of an entry."""


def is_new_error(leaf: Leaf, known: str) -> bool:
    """Whether a text reads like an error and is not among `known`, the case-folded texts of the page before.

    Words that were whole texts of the page before do not count, except in a message: they name states by which the page
    counts or filters, such as "Failed".
    """
    if not is_error(leaf) or leaf.value.casefold() in known:
        return False
    if leaf.kind == "message":
        return True
    words = (word for word in leaf.value.split() if f"\n{word.casefold().strip('.,:;!')}\n" not in known)
    return is_error(replace(leaf, value=" ".join(words))) or len(leaf.value) > MAX_ERROR_CHARS


def data_entries(parts: Sequence[Leaf | Section]) -> set[str]:
    """The refs of the entries of lists in which some entries do not read like errors, such as tickets or mails."""
    found: set[str] = set()
    for part in parts:
        if isinstance(part, Section) and not all(
            is_error(Leaf("text", "text", row.ref, row.text)) for row in part.rows
        ):
            found |= {row.ref for row in part.rows}
    return found


def is_explanation(leaf: Leaf, beside: Sequence[Leaf | Section]) -> bool:
    """Whether a text that reads like an error only explains fields that appeared with it, or is part of a document."""
    if leaf.kind != "text" or len(leaf.value) > MAX_ERROR_CHARS:
        return False
    if _describes_option(leaf, beside):
        return True
    others = [item for item in beside if isinstance(item, Leaf) and item is not leaf]
    if any(other.kind == "field" and other.role not in TOGGLES for other in others) and only_requires(leaf.value):
        return True
    prose = [other for other in others if other.kind == "text" and len(other.value.split()) >= MIN_PROSE_WORDS]
    return len(prose) >= MIN_PROSE_TEXTS


def _describes_option(leaf: Leaf, beside: Sequence[Leaf | Section]) -> bool:
    """Whether a text stands right after a checkbox or radio button that appeared with it."""
    at = next((at for at, item in enumerate(beside) if item is leaf), 0)
    option = beside[at - 1] if at else None
    return isinstance(option, Leaf) and option.role in TOGGLES and option.layer == leaf.layer


def opens_entry(clicked: Collection[str], before: Page | None, after: Page) -> bool:
    """Whether an entry of a list or table was opened, so that what appeared under its title is its content."""
    if before is None or not clicked:
        return False
    shown = [leaf.value for leaf in after.leaves if leaf.kind in ("heading", "text")]
    shown += [overlay.name for overlay in after.overlays]
    return any(title in text for title in _titles(clicked, before) for text in shown)


def _titles(clicked: Collection[str], before: Page) -> Iterator[str]:
    """The clicked cells of entries that have several cells, and clicked cells with more words than a menu entry has."""
    for section in before.sections:
        for row in section.rows if not section.is_aside else ():
            is_data = sum(map(bool, row.cells)) > 1
            yield from (
                cell for cell in row.cells if cell in clicked and (is_data or len(cell.split()) >= MIN_TITLE_WORDS)
            )


def without_content(facts: Sequence[PageFact], after: Page) -> Iterator[PageFact]:
    """The facts after an entry was opened: errors become added content unless they are messages, headings or long."""
    said = {leaf.ref for leaf in after.leaves if leaf.kind != "text" or len(leaf.value) > MAX_ERROR_CHARS}
    for fact in facts:
        if fact.kind == "error" and not fact.noun and fact.nodes and said.isdisjoint(fact.nodes):
            yield replace(fact, kind="added", after="", items=(("", fact.after),))
        else:
            yield fact
