"""Compares two pages and lists their differences as facts, the most important first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.lexicon.bill_words import TOTALS
from claude_scope.timeline.captured.compare.compare_leaves import (
    MAX_BLOCKS,
    MAX_ROWS,
    as_texts,
    block_facts,
    blocks,
    compare_leaf,
    gone_facts,
)
from claude_scope.timeline.captured.compare.compare_rows import compare_rows
from claude_scope.timeline.captured.compare.implied_states import without_implied
from claude_scope.timeline.captured.compare.match_leaves import match_leaves, moved_leaves
from claude_scope.timeline.captured.compare.match_sections import match_sections
from claude_scope.timeline.captured.compare.new_errors import (
    MAX_NEW_ROWS,
    is_new_error,
    opens_entry,
    without_content,
)
from claude_scope.timeline.captured.compare.overlays import DIALOGS, match_overlays, opened_facts
from claude_scope.timeline.captured.compare.refusals import complaint_alone, filled_fields, refusals_at_fields
from claude_scope.timeline.captured.compare.stayed.figures_beside import figures_beside, wrong_totals
from claude_scope.timeline.captured.compare.stayed.tallies import is_paging, is_tally, stale_tallies, tallies_beside
from claude_scope.timeline.captured.page.structure import Leaf, Section
from claude_scope.timeline.captured.page.texts import has_figure, is_count_line
from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.timeline.captured.page.structure import Overlay, Page

MAX_TEXTS = 5
MIN_PART_CHARS = 8
"""A shorter text is a part of others by chance."""
_RANKS = (
    "error",
    "page",
    "message",
    "mismatch",
    "opened",
    "closed",
    "sorted",
    "reordered",
    "columns",
    "rows",
    "row",
    "moved",
    "value",
    "state",
    "added",
    "removed",
)


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparison of two pages: `facts` are the differences, `unchanged` the sections that stayed the same.

    If the user works in a dialog, `unchanged`, `counts`, `totals` and `tallies` are those of the dialog, because the
    page behind it need not change until the dialog closes.
    """

    facts: tuple[PageFact, ...]
    unchanged: tuple[Section, ...] = ()
    counts: tuple[Leaf, ...] = ()
    """Unchanged texts that count rows, such as "1-10 of 42"."""
    figures: tuple[PageFact, ...] = ()
    """Facts about unchanged figures that no longer fit a change next to them."""
    totals: tuple[Leaf, ...] = ()
    """Unchanged texts with a number and a word for "total"."""
    tallies: tuple[Leaf, ...] = ()
    """Unchanged totals and counts next to a change, the nearest first."""
    is_paging: bool = False
    """Whether another page of the same rows is shown."""
    open: tuple[Overlay, ...] = ()
    """Overlays that stayed open."""
    fields: tuple[Leaf, ...] = ()
    """Unchanged fields that are not empty."""
    is_rest_same: bool = False
    """Whether the only differences are opened or closed overlays."""


def compare_pages(
    before: Page,
    after: Page,
    clicked: Collection[str],
    *,
    same_document: bool,
    pressed: bool = False,
    entered: bool = False,
) -> Compared:
    """Compare two states of a page.

    `clicked` are the names of the acts' targets. `pressed` says whether the last act pressed a button or Enter;
    `entered` says whether the last act entered or dragged something.
    """
    opened, closed, layers = match_overlays(before, after, same_document=same_document)
    facts = [
        *opened_facts(after, opened),
        *(PageFact("closed", item.role, item.name, nodes=(item.ref,)) for item in closed if same_document),
    ]
    old = [item for item in before.order if item.layer not in {overlay.ref for overlay in closed}]
    new = [item for item in after.order if item.layer not in {overlay.ref for overlay in opened}]
    new = [replace(item, layer=layers.get(item.layer, item.layer)) for item in new]
    old_sections, new_sections = ([item for item in some if isinstance(item, Section)] for some in (old, new))
    pairs = match_sections(old_sections, new_sections, same_document=same_document)
    unchanged: list[Section] = []
    changed: list[Section] = []
    for was, now in pairs:
        found = list(compare_rows(was, now, clicked))
        facts += found
        (changed if found else unchanged).append(now)
    old_leaves, new_leaves = ([item for item in some if isinstance(item, Leaf)] for some in (old, new))
    matched = match_leaves(old_leaves, new_leaves, same_document=same_document)
    facts += _folded([fact for j, i in matched.items() for fact in compare_leaf(old_leaves[i], new_leaves[j])])
    paired = {id(now) for _, now in pairs} | {id(new_leaves[j]) for j in matched}
    left = {id(was) for was, _ in pairs} | {id(old_leaves[i]) for i in matched.values()}
    came = blocks(new, _unmatched(new, paired, is_cut=before.is_cut))
    went = blocks(old, _unmatched(old, left, is_cut=after.is_cut))
    known = before.folded_texts
    facts += _errors_in_rows(pairs, known)
    refusals = {}
    if pressed:
        refs = {text.ref for block in came for text in as_texts(block)}
        refusals = refusals_at_fields(as_texts(new), refs, filled_fields(before))
        refusals |= {} if went else complaint_alone([item for block in came for item in block])
    for block in _first(came):
        facts += block_facts(block, known, refusals)
    shown = "\n".join(leaf.value for leaf in after.leaves if leaf.kind == "text").casefold()
    for block in _first(went):
        facts += gone_facts([part for part in block if not _is_within(part, shown)], with_errors=entered)
    if opens_entry(clicked, before, after):
        facts = list(without_content(facts, after))
    facts += wrong_totals(before.order, new)
    facts += moved_leaves(old_leaves, new_leaves, matched, clicked) if same_document else ()
    same = [new_leaves[j] for j, i in matched.items() if old_leaves[i].value == new_leaves[j].value]
    front = _front(
        {layers[item.ref] for item in after.overlays if item.ref in layers and item.role in DIALOGS}, new, clicked
    )
    same_in_front = [leaf for leaf in same if leaf.layer == front]
    values = [
        (old_leaves[i], new_leaves[j]) for j, i in matched.items() if _has_other_figure(old_leaves[i], new_leaves[j])
    ]
    turned = is_paging(values)
    tallies = () if turned else tuple(tallies_beside(new, [*changed, *(leaf for _, leaf in values)], same_in_front))
    stale = stale_tallies(values, tallies) if changed else ()
    return Compared(
        tuple(_ranked(without_implied(facts))),
        tuple(section for section in unchanged if section.layer == front),
        counts=tuple(leaf for leaf in same_in_front if is_count_line(leaf.value)),
        figures=(*figures_beside(facts, pairs, same), *stale),
        totals=tuple(leaf for leaf in same_in_front if is_tally(leaf) and TOTALS.search(f"{leaf.label} {leaf.value}")),
        tallies=tallies,
        is_paging=turned,
        fields=tuple(leaf for leaf in same if leaf.kind == "field" and leaf.value),
        open=tuple(item for item in after.overlays if item not in opened),
        is_rest_same=_contents(old) == _contents(new),
    )


def _front(dialogs: Collection[str], order: Sequence[Leaf | Section], clicked: Collection[str]) -> str:
    """The one of the open dialogs that contains what was clicked; "" if nothing in a dialog was clicked."""
    return next((item.layer for item in order if item.layer in dialogs and _has_any(item, clicked)), "")


def _has_any(part: Leaf | Section, names: Collection[str]) -> bool:
    """Whether a part of a page, or a cell or control in it, has one of the names."""
    if isinstance(part, Leaf):
        return part.name in names
    return any(name in names for row in part.rows for name in (*row.cells, *(name for _, name, _ in row.controls)))


def _unmatched(order: Sequence[Leaf | Section], matched: Collection[int], *, is_cut: bool) -> set[int]:
    """The positions of the parts that the other page lacks.

    If the other page is cut (`is_cut`), parts after the last matched part do not count, because the other page may have
    them beyond its cut.
    """
    places = [at for at, item in enumerate(order) if id(item) in matched] if is_cut else []
    end = places[-1] if places else len(order)
    return {at for at, item in enumerate(order[:end]) if id(item) not in matched}


def _has_other_figure(old: Leaf, new: Leaf) -> bool:
    """Whether a text with a figure became another text with a figure."""
    return old.kind != "field" and old.value != new.value and has_figure(old.value) and has_figure(new.value)


def _contents(order: Sequence[Leaf | Section]) -> list[object]:
    """All texts and states of the parts of a page."""
    return [
        (item.value, item.states) if isinstance(item, Leaf) else [(row.cells, row.states) for row in item.rows]
        for item in order
    ]


def _is_within(part: Leaf | Section, texts: str) -> bool:
    """Whether a text that vanished is a part of another text now; `texts` are those of a page, case-folded."""
    if not isinstance(part, Leaf) or part.kind != "text" or len(part.value) < MIN_PART_CHARS:
        return False
    return part.value.casefold() in texts


def _errors_in_rows(pairs: Sequence[tuple[Section, Section]], known: str) -> Iterator[PageFact]:
    """New errors in a card or a list entry; tables are ignored, because their texts are data."""
    for was, now in pairs:
        old = {cell for row in was.rows for cell in row.cells}
        rows = [] if now.is_table else [row for row in now.rows if not old.issuperset(row.cells)]
        for row in rows if len(rows) <= MAX_NEW_ROWS else ():
            for cell in row.cells:
                if cell not in old and is_new_error(Leaf("text", "text", row.ref, cell), known):
                    yield PageFact("error", after=cell, nodes=(row.ref,))


def _folded(facts: Sequence[PageFact]) -> list[PageFact]:
    """If many texts without a name changed, merge their facts into one."""
    loose = [fact for fact in facts if _is_loose(fact)]
    if len(loose) <= MAX_TEXTS:
        return list(facts)
    items = tuple(("", f"{fact.before} -> {fact.after}") for fact in loose[:MAX_ROWS])
    nodes = tuple(node for fact in loose for node in fact.nodes)[:20]
    rest = [fact for fact in facts if not _is_loose(fact)]
    return [*rest, PageFact("rows", "texts", items=items, more=len(loose) - len(items), nodes=nodes)]


def _is_loose(fact: PageFact) -> bool:
    """Whether the fact is a changed text without a name."""
    return fact.kind == "value" and not fact.noun and not fact.name


def _first(some: Sequence[list[Leaf | Section]]) -> list[list[Leaf | Section]]:
    """The largest blocks, in document order."""
    kept = {id(block) for block in sorted(some, key=_size, reverse=True)[:MAX_BLOCKS]}
    return [block for block in some if id(block) in kept]


def _size(block: Sequence[Leaf | Section]) -> int:
    """The weight of a block: the sum over its parts, of which tables, messages and headings count most."""
    return sum(map(_worth, block))


def _worth(one: Leaf | Section) -> int:
    if isinstance(one, Section):
        return 20 if one.is_table else 1
    return 11 if one.kind in ("message", "heading") else 1


def _ranked(facts: Sequence[PageFact]) -> list[PageFact]:
    return sorted(dict.fromkeys(facts), key=lambda fact: _RANKS.index(fact.kind))
