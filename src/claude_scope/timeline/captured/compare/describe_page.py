"""Describes a page that replaced another page: its name and its most important parts."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from claude_scope.lexicon.error_words import only_requires
from claude_scope.timeline.captured.compare.compare_leaves import as_texts, block_facts
from claude_scope.timeline.captured.compare.compare_rows import name_of, noun_of
from claude_scope.timeline.captured.compare.new_errors import opens_entry, without_content
from claude_scope.timeline.captured.compare.part_order import mixed
from claude_scope.timeline.captured.compare.refusals import filled_fields, refusals_at_fields
from claude_scope.timeline.captured.page.error_texts import is_error
from claude_scope.timeline.captured.page.read_rows import TOGGLES
from claude_scope.timeline.captured.page.structure import Leaf, Section
from claude_scope.timeline.captured.page.texts import settled
from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.timeline.captured.page.structure import Page

MAX_LABEL_CHARS = 30
MAX_GONE = 2
SHORT_PAGE = 25
"""On a page with at most this many new parts, any text about an error is a message; on a longer page such a text may be
an explanation."""
MIN_MAIN = 3
"""If a new page has fewer parts of its own, its navigation is told too."""
NEAR_FIELD = 3
"""The first field of a form is at most this many parts after an error: a hint and a label may stand between them."""


def page_fact(after: Page, before: Page | None) -> PageFact:
    """Name a page by a heading that the page before does not have, otherwise by its title if that differs."""
    known = {leaf.value for leaf in before.headings()} if before else set()
    heading = next((leaf for leaf in after.headings() if not leaf.layer and leaf.value not in known), None)
    if heading is not None:
        return PageFact("page", "page", heading.value, nodes=(heading.ref,))
    return PageFact("page", "page", after.title if before is None or after.title != before.title else "")


def describe_page(
    page: Page, before: Page | None, clicked: Collection[str] = (), *, pressed: bool = False
) -> list[PageFact]:
    """Describe what a page shows that the page before did not: heading, messages, and the most important parts.

    `clicked` are the names of the acts' targets; `pressed` says whether a form may have been sent. If the page shows
    that form again, the new texts at its fields are validation messages.
    """
    known = frozenset(map(settled, before.texts)) if before else frozenset()
    facts = [page_fact(page, before)]
    heading = next((leaf for leaf in page.headings() if leaf.value == facts[0].name), None)
    new = [value for value in _with_values(page.order, known) if value is not heading and not _is_known(value, known)]
    is_short = len(new) <= SHORT_PAGE
    first = next(page.headings(), None)
    refused = {
        leaf.ref: ""
        for leaf in _above_fields(page.order)
        if leaf in new and is_error(leaf) and not only_requires(leaf.value)
    }
    notices = [
        value
        for value in new
        if isinstance(value, Leaf)
        and is_error(value)
        and (is_short or value.kind == "message" or value is first or value.ref in refused)
    ]
    told = [value for value in new if isinstance(value, Section) or value in notices or not is_error(value)]
    refusals = refused | (_refusals(page, before) if before is not None and pressed else {})
    facts += block_facts(mixed(_without_navigation(told)), before.folded_texts if before else "", refusals)
    facts += _gone(page, before) if before is not None else ()
    return list(without_content(facts, page)) if opens_entry(clicked, before, page) else facts


def _gone(page: Page, before: Page) -> Iterator[PageFact]:
    """What the page before was about and this page does not have: its tables and its first heading, by name only."""
    tables = [section for section in before.sections if section.is_table and not section.layer and section.rows]
    columns = [section.columns for section in page.sections]
    items = [(noun_of(table), name_of(table)) for table in tables if table.columns not in columns]
    headings = (leaf.value for leaf in before.headings() if not leaf.layer and leaf.value not in page.texts)
    items += [("heading", heading) for heading in islice(headings, 1)]
    if items:
        yield PageFact("removed", items=tuple(items[:MAX_GONE]), more=max(0, len(items) - MAX_GONE))


def _without_navigation(parts: Sequence[Leaf | Section]) -> Sequence[Leaf | Section]:
    """The parts without the lists and controls of navigation, header and footer, if enough other parts are left."""
    main = [part for part in parts if not part.is_aside or (isinstance(part, Leaf) and part.kind != "control")]
    return main if len(main) >= MIN_MAIN else parts


def _above_fields(order: Sequence[Leaf | Section]) -> Iterator[Leaf]:
    """The texts shortly above the fields of a form, where pages say why the form was refused."""
    for at, item in enumerate(order):
        if (
            isinstance(item, Leaf)
            and item.kind == "text"
            and any(map(_is_filled_in, order[at + 1 : at + 1 + NEAR_FIELD]))
        ):
            yield item


def _is_filled_in(one: Leaf | Section) -> bool:
    return isinstance(one, Leaf) and one.kind == "field" and one.role not in TOGGLES and not one.is_aside


def _with_values(order: Sequence[Leaf | Section], known: Collection[str]) -> Iterator[Leaf | Section]:
    """The parts of a page; a new label is merged with the value after it if the page before showed that value too."""
    label: Leaf | None = None
    for item in order:
        if label is not None and isinstance(item, Leaf) and _is_value(item) and _is_known(item, known):
            yield replace(label, label=label.value.rstrip(" *:"), value=item.value)
            label = None
            continue
        if label is not None:
            yield label
        label = item if isinstance(item, Leaf) and _is_label(item) and not _is_known(item, known) else None
        if label is None:
            yield item
    if label is not None:
        yield label


def _is_label(leaf: Leaf) -> bool:
    is_short = leaf.kind == "text" and not leaf.label and len(leaf.value) <= MAX_LABEL_CHARS
    return is_short and not leaf.is_aside and not is_error(leaf)


def _is_value(leaf: Leaf) -> bool:
    return not leaf.is_aside and (leaf.kind == "text" or leaf.role == "link")


def _refusals(page: Page, before: Page) -> dict[str, str]:
    """The new texts at the fields of a form that is shown again with the typed values: refs and names of fields."""
    sent = {(leaf.label, leaf.value) for leaf in before.leaves if leaf.kind == "field" and leaf.value}
    if not any((leaf.label, leaf.value) in sent for leaf in page.leaves if leaf.kind == "field"):
        return {}
    order = as_texts(page.order)
    said = (text for text in order if isinstance(text, Leaf) and text.kind in ("text", "message", "heading"))
    new = {text.ref for text in said if text.value not in before.texts}
    return refusals_at_fields(order, new, filled_fields(before))


def _is_known(one: Leaf | Section, known: Collection[str]) -> bool:
    if isinstance(one, Leaf) and one.kind == "text" and one.label and one.label not in known:
        return False
    if isinstance(one, Section):
        return bool(one.rows) and all(settled(row.text) in known for row in one.rows)
    return settled(one.value) in known if one.value else one.label in known
