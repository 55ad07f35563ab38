"""Compares two pages: one list of facts, the most telling first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from claude_scope.timeline.captured.compare.compare_leaves import (
    MAX_BLOCKS,
    MAX_ROWS,
    MIN_LETTERS,
    block_facts,
    blocks,
    compare_leaf,
    gone_facts,
    is_new_error,
    parts_of,
    without_echoes,
)
from claude_scope.timeline.captured.compare.compare_rows import compare_rows
from claude_scope.timeline.captured.compare.match_leaves import match_leaves
from claude_scope.timeline.captured.compare.match_sections import match_sections
from claude_scope.timeline.captured.error_texts import MIN_WORDS, is_error
from claude_scope.timeline.captured.page.structure import Leaf, Section
from claude_scope.timeline.captured.page.texts import is_count_line
from claude_scope.values import PageFact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.timeline.captured.page.structure import Overlay, Page

MAX_ENTRIES, MAX_TEXTS = 12, 5
_LEAST_LABELS = 3
FEW_OF_A_KIND = 3
SHORT_PAGE = 25
"""With fewer parts a page says one thing; in a longer one a sentence that reads like an error may explain one."""
_RANKS = (
    "error",
    "page",
    "message",
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
    """The facts, and the sections that stayed as they were."""

    facts: tuple[PageFact, ...]
    unchanged: tuple[Section, ...] = ()
    counts: tuple[Leaf, ...] = ()
    """Lines that count rows and stayed as they were."""


def path_of(url: str) -> str:
    """What names a page: its path, and its hash in a one-page application."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.netloc}{parts.path}{f'#{parts.fragment}' if '/' in parts.fragment else ''}"


def share_alike(before: Page, after: Page) -> float:
    """The share of labels, or of texts, that both pages have, of the one with more."""
    pairs = (_labels(before), _labels(after)), (before.texts, after.texts)
    return max((_share(old, new) for old, new in pairs if old or new), default=1.0)


def _share(old: Collection[object], new: Collection[object]) -> float:
    """The share of what both have, of the one with more; of a few any that both have is enough."""
    most, both = max(len(old), len(new)), len({*old} & {*new})
    return both / most if most >= _LEAST_LABELS else float(both > 0)


def _labels(page: Page) -> set[tuple[str, str]]:
    leaves = {(leaf.role, leaf.name) for leaf in page.leaves if leaf.kind in ("field", "control", "heading")}
    return (
        leaves
        | {("column", name) for section in page.sections for name in section.columns}
        | {(section.role, section.name) for section in page.sections if section.name}
    )


def compare_pages(
    before: Page, after: Page, clicked: Collection[str], *, same_document: bool, pressed: bool = False
) -> Compared:
    """What differs between two states of one page.

    `clicked` are names of what was acted on; `pressed` is whether a button was, or Enter in a field.
    """
    opened, closed, layers = _overlays(before, after, same_document=same_document)
    facts: list[PageFact] = [
        *_opened(after, opened),
        *(PageFact("closed", one.role, one.name, nodes=(one.ref,)) for one in closed),
    ]
    old = [one for one in before.order if one.layer not in {overlay.ref for overlay in closed}]
    new = [one for one in after.order if one.layer not in {overlay.ref for overlay in opened}]
    new = [replace(one, layer=layers.get(one.layer, one.layer)) for one in new]
    old_sections, new_sections = ([one for one in some if isinstance(one, Section)] for some in (old, new))
    pairs = match_sections(old_sections, new_sections, same_document=same_document)
    unchanged = []
    for was, now in pairs:
        changed = list(compare_rows(was, now, clicked))
        facts += changed
        unchanged += [] if changed else [now]
    old_leaves, new_leaves = ([one for one in some if isinstance(one, Leaf)] for some in (old, new))
    matched = match_leaves(old_leaves, new_leaves, same_document=same_document)
    facts += _folded([fact for j, i in matched.items() for fact in compare_leaf(old_leaves[i], new_leaves[j])])
    paired = {id(now) for _, now in pairs} | {id(new_leaves[j]) for j in matched}
    left = {id(was) for was, _ in pairs} | {id(old_leaves[i]) for i in matched.values()}
    came = blocks(new, {at for at, one in enumerate(new) if id(one) not in paired})
    went = blocks(old, {at for at, one in enumerate(old) if id(one) not in left})
    known = _said(before)
    facts += _errors_in_rows(pairs, known)
    at_fields = _at_fields(new)
    for block in _first(came):
        facts += block_facts(block, known, at_fields if pressed else {})
    for block in _first(went):
        facts += gone_facts(block)
    counts = tuple(
        new_leaves[j]
        for j, i in matched.items()
        if old_leaves[i].value == new_leaves[j].value and is_count_line(new_leaves[j].value)
    )
    return Compared(tuple(_ranked(facts)), tuple(unchanged), counts)


def _at_fields(order: Sequence[Leaf | Section]) -> dict[str, str]:
    """The texts right behind a field, by their refs, with its name: a form that is refused says why there."""
    found: dict[str, str] = {}
    field = ""
    for one in order:
        if isinstance(one, Leaf) and one.kind == "field":
            field = one.name
        elif isinstance(one, Leaf) and one.kind == "text" and field and len(one.value.split()) >= MIN_WORDS:
            found[one.ref] = field
            field = ""
        elif isinstance(one, Section) or one.kind != "text":
            field = ""
    return found


def _errors_in_rows(pairs: Sequence[tuple[Section, Section]], known: str) -> Iterator[PageFact]:
    """The errors that came in a card or an entry of a list; those of a table are data."""
    for was, now in pairs:
        old = {cell for row in was.rows for cell in row.cells}
        for row in now.rows if not now.is_table else ():
            for cell in row.cells:
                if cell not in old and is_new_error(Leaf("text", "text", row.ref, cell), known):
                    yield PageFact("error", after=cell, nodes=(row.ref,))


def _folded(facts: Sequence[PageFact]) -> list[PageFact]:
    """The facts with many changed texts of no name as one."""
    loose = [fact for fact in facts if _is_loose(fact)]
    if len(loose) <= MAX_TEXTS:
        return list(facts)
    items = tuple(("", f"{fact.before} -> {fact.after}") for fact in loose[:MAX_ROWS])
    nodes = tuple(node for fact in loose for node in fact.nodes)[:20]
    rest = [fact for fact in facts if not _is_loose(fact)]
    return [*rest, PageFact("rows", "texts", items=items, more=len(loose) - len(items), nodes=nodes)]


def _is_loose(fact: PageFact) -> bool:
    """Whether it is a changed text of no name."""
    return fact.kind == "value" and not fact.noun and not fact.name


def _first(some: Sequence[list[Leaf | Section]]) -> list[list[Leaf | Section]]:
    """The largest blocks, in document order."""
    kept = {id(block) for block in sorted(some, key=_size, reverse=True)[:MAX_BLOCKS]}
    return [block for block in some if id(block) in kept]


def _size(block: Sequence[Leaf | Section]) -> int:
    """How much a block says: its leaves, and a message more than anything."""
    return sum(
        20
        if isinstance(one, Section) and one.is_table
        else 10 * (getattr(one, "kind", "") in ("message", "heading")) + 1
        for one in block
    )


def _said(page: Page) -> str:
    """All texts of a page, to look a text up in."""
    return "\n".join(("", *page.texts, "")).casefold()


def _ranked(facts: Sequence[PageFact]) -> list[PageFact]:
    return sorted(dict.fromkeys(facts), key=lambda fact: _RANKS.index(fact.kind))


def _overlays(before: Page, after: Page, *, same_document: bool) -> tuple[list[Overlay], list[Overlay], dict[str, str]]:
    """What opened, what closed, and the layers after by those before."""
    layers: dict[str, str] = {}
    left = list(before.overlays)
    opened = []
    for one in after.overlays:
        was = next((other for other in left if same_document and other.ref == one.ref), None)
        was = was or next((other for other in left if (other.role, other.name) == (one.role, one.name)), None)
        if was is None:
            opened.append(one)
        else:
            left.remove(was)
            layers[one.ref] = was.ref
    return opened, left, layers


def _opened(after: Page, opened: Sequence[Overlay]) -> Iterator[PageFact]:
    """What opened, each with its entries: controls, fields and texts."""
    for overlay in opened:
        inside = [one for one in after.order if one.layer == overlay.ref]
        parts: list[tuple[str, str]] = []
        for one in sorted(without_echoes(inside), key=_weight_in_overlay):
            if isinstance(one, Section):
                parts += [("", row.text) for row in one.rows]
            elif one.value != overlay.name:
                parts += parts_of(one)
        parts = [part for part in dict.fromkeys(parts) if part[1]]
        leaves = [one for one in inside if isinstance(one, Leaf)]
        errors = [fact for fact in block_facts(leaves) if fact.kind == "error"]
        yield from errors
        yield PageFact(
            "opened",
            overlay.role,
            overlay.name,
            items=tuple(parts[:MAX_ENTRIES]),
            more=max(0, len(parts) - MAX_ENTRIES),
            nodes=(overlay.ref,),
        )


def page_fact(after: Page, before: Page | None) -> PageFact:
    """Another page by the heading or the title that tells it apart from the one before."""
    known = {leaf.value for leaf in before.headings()} if before else set()
    heading = next((leaf for leaf in after.headings() if not leaf.layer and leaf.value not in known), None)
    if heading is not None:
        return PageFact("page", "page", heading.value, nodes=(heading.ref,))
    return PageFact("page", "page", after.title if before is None or after.title != before.title else "")


def describe_page(page: Page, before: Page | None) -> list[PageFact]:
    """What a page shows that was not on the page before: its heading, messages, and the parts that say most."""
    known = before.texts if before else frozenset()
    facts = [page_fact(page, before)]
    heading = next((leaf for leaf in page.headings() if leaf.value == facts[0].name), None)
    new = [one for one in page.order if one is not heading and not _is_known(one, known)]
    is_short = len(new) <= SHORT_PAGE
    first = next(page.headings(), None)
    notices = [
        one
        for one in new
        if isinstance(one, Leaf) and is_error(one) and (is_short or one.kind == "message" or one is first)
    ]
    told = [one for one in new if isinstance(one, Section) or one in notices or not is_error(one)]
    facts += block_facts(_mixed(told), _said(before) if before else "")
    return facts


def _is_known(one: Leaf | Section, known: Collection[str]) -> bool:
    if isinstance(one, Section):
        return all(row.text in known for row in one.rows)
    return one.value in known if one.value else one.label in known


def _mixed(parts: Sequence[Leaf | Section]) -> list[Leaf | Section]:
    """The parts that say most first, and of each kind a few before more of any: ten headings say less than a table."""
    times: Counter[tuple[str, bool]] = Counter()
    ranked = []
    for one in sorted(parts, key=_weight):
        kind = ("section" if isinstance(one, Section) else one.kind, one.is_aside)
        ranked.append((times[kind] // FEW_OF_A_KIND, one))
        times[kind] += 1
    return [one for _, one in sorted(ranked, key=lambda pair: (_weight(pair[1]) // 10, pair[0]))]


def _weight_in_overlay(one: Leaf | Section) -> int:
    """The fields of a dialog with their values say most of it, then what it asks, then what can be pressed."""
    if isinstance(one, Section):
        return 2
    return {"message": 0, "heading": 0, "field": 1, "text": 2, "control": 2, "image": 5}[one.kind]


def _weight(one: Leaf | Section) -> int:
    """Tables and headings say most of a page; links, the numbers of pages and what every page has say least."""
    return (10 if one.is_aside else 0) + (_weight_of_section(one) if isinstance(one, Section) else _weight_of_leaf(one))


def _weight_of_section(section: Section) -> int:
    is_short = sum(len(row.text) for row in section.rows) < MIN_LETTERS * len(section.rows)
    return 0 if section.is_table else 6 if is_short else 2


def _weight_of_leaf(leaf: Leaf) -> int:
    if leaf.kind == "text" and (leaf.label or is_count_line(leaf.value)):
        return 1
    return {"message": 0, "heading": 1, "field": 3, "text": 3, "control": 4, "image": 5}[leaf.kind]
