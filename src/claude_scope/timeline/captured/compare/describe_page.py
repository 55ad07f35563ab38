"""Describes another page: its name and its most important parts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.lexicon.error_words import only_requires
from claude_scope.timeline.captured.compare.compare_leaves import MIN_LETTERS, as_texts, block_facts
from claude_scope.timeline.captured.compare.new_errors import opens_entry, without_content
from claude_scope.timeline.captured.compare.refusals import filled_fields, refusals_at_fields
from claude_scope.timeline.captured.page.error_texts import is_error
from claude_scope.timeline.captured.page.read_rows import TOGGLES
from claude_scope.timeline.captured.page.structure import Leaf, Section
from claude_scope.timeline.captured.page.texts import is_count_line
from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.timeline.captured.page.structure import Page

FEW_OF_A_KIND = 3
MAX_LABEL_CHARS = 30
SHORT_PAGE = 25
"""A page with fewer parts has one message; in a longer page a sentence about an error may be an explanation."""
NEAR_FIELD = 3
"""Parts between an error and the first field of its form: a hint and a label."""


def page_fact(after: Page, before: Page | None) -> PageFact:
    """Name another page by the heading or title that differs from the page before."""
    known = {leaf.value for leaf in before.headings()} if before else set()
    heading = next((leaf for leaf in after.headings() if not leaf.layer and leaf.value not in known), None)
    if heading is not None:
        return PageFact("page", "page", heading.value, nodes=(heading.ref,))
    return PageFact("page", "page", after.title if before is None or after.title != before.title else "")


def describe_page(
    page: Page, before: Page | None, clicked: Collection[str] = (), *, pressed: bool = False
) -> list[PageFact]:
    """Describe what a page shows that the page before did not: heading, messages, and the most important parts.

    `clicked` are the names of the acts' targets; `pressed` says whether a form may have been sent. If the form is
    back, the texts at its fields are validation messages.
    """
    known = before.texts if before else frozenset()
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
    facts += block_facts(_mixed(told), before.folded_texts if before else "", refusals)
    return list(without_content(facts, page)) if opens_entry(clicked, before, page) else facts


def _above_fields(order: Sequence[Leaf | Section]) -> Iterator[Leaf]:
    """The texts right above the fields of a form, where it says why it was refused."""
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
    """The new parts of a page; a new label brings its value along even if the page before showed it too."""
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
    """The texts at the fields of a form that came back with the typed values."""
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
        return all(row.text in known for row in one.rows)
    return one.value in known if one.value else one.label in known


def _mixed(parts: Sequence[Leaf | Section]) -> list[Leaf | Section]:
    """Rank the parts by importance; a few of each kind come before more of any kind."""
    times: Counter[tuple[str, bool]] = Counter()
    ranked = []
    for part in sorted(parts, key=_weight):
        kind = ("section" if isinstance(part, Section) else part.kind, part.is_aside)
        ranked.append((times[kind] // FEW_OF_A_KIND, part))
        times[kind] += 1
    return [item for _, item in sorted(ranked, key=lambda pair: (_weight(pair[1]) // 10, pair[0]))]


def _weight(one: Leaf | Section) -> int:
    """Tables and headings are most important; links, page numbers and parts of every page are least important."""
    return (10 if one.is_aside else 0) + (_weight_of_section(one) if isinstance(one, Section) else _weight_of_leaf(one))


def _weight_of_section(section: Section) -> int:
    is_short = sum(len(row.text) for row in section.rows) < MIN_LETTERS * len(section.rows)
    return 0 if section.is_table else 6 if is_short else 2


def _weight_of_leaf(leaf: Leaf) -> int:
    if leaf.kind == "text" and (leaf.label or is_count_line(leaf.value)):
        return 1
    return {"message": 0, "heading": 1, "field": 3, "text": 3, "control": 4, "image": 5}[leaf.kind]
